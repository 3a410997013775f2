"""The part of an editor about points: who gives them and for what, a rubric, how often, and when they are seen."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from xblock.validation import Validation, ValidationMessage

from mentoring_xblock.assessment import attempts, rubric
from mentoring_xblock.assessment.data import Criterion, GradedBy, Release
from mentoring_xblock.assessment.settings import (
    ENTRIES,
    ENTRY_FIELDS,
    GOAL_FIELDS,
    GOALS,
    PHASES,
    WORDS,
    Rule,
    fields_of,
    read_rules,
)
from mentoring_xblock.blocks.editor import Editable, Editor, Row, from_text, to_text
from mentoring_xblock.kit.localised import LANGUAGES, Text
from mentoring_xblock.kit.numbers import grouped
from mentoring_xblock.kit.points import CRITERIA_LIMIT, ENTRY_POINTS, GOAL_POINTS, LEVEL_POINTS, LEVELS, whole

NAME_LIMIT = 120
HELP_LIMIT = 500
LEVELS_LIMIT = 3_000
POINTS_LIMIT = 1_000

#: One level: its points, and what a work on it is like.
Line = tuple[int, str]


class CriterionRow(Row):
    """One criterion of a rubric. Its levels are lines of a text, in each language the same points."""

    localised = {
        "name": (_("Criterion"), NAME_LIMIT, 0, ""),
        "help": (_("Help for mentors and mentees"), HELP_LIMIT, 2, ""),
        "levels": (
            _("Levels"),
            LEVELS_LIMIT,
            4,
            _("One on a line: whole points, then what a work on this level is like, as in “3 Says what is seen”."),
        ),
    }
    needed = frozenset({"name", "levels"})
    names_id = "name"
    fallback_id = "criterion"

    def clean(self) -> dict[str, Any]:
        """Read the lines; `levels` becomes a list as it is stored."""
        values = super().clean()
        typed = {code: values.get(f"levels__{code}", "") for code in LANGUAGES}
        read = {code: self._read(code, text) for code, text in typed.items() if text.strip()}
        if any(self._errors.get(f"levels__{code}") for code in LANGUAGES):
            return values
        points = [[number for number, _words in lines] for lines in read.values()]
        if any(sorted(one) != sorted(points[0]) for one in points):
            self.add_error(f"levels__{LANGUAGES[-1]}", gettext("Both languages need levels with the same points."))
            return values
        words = {code: dict(lines) for code, lines in read.items()}
        values["levels"] = [
            {"points": number, "words": {code: lines[number] for code, lines in words.items()}} for number in points[0]
        ]
        return values

    def _read(self, code: str, text: str) -> list[Line]:
        """Return the levels of a text; what is wrong is said beside it."""
        name, found = f"levels__{code}", []
        for line in filter(None, map(str.strip, text.splitlines())):
            number, _space, words = line.partition(" ")
            if not (number.isascii() and number.isdigit() and len(number) <= 3 and int(number) in LEVEL_POINTS):
                sentence = gettext("Begin each line with whole points from 0 to %(most)s.")
                self.add_error(name, sentence % {"most": LEVEL_POINTS[-1]})
                return []
            if not words.strip():
                self.add_error(name, gettext("Say on each line, after the points, what a work on this level is like."))
                return []
            found.append((int(number), words.strip()))
        numbers = {number for number, _words in found}
        if len(numbers) < len(found):
            self.add_error(name, gettext("Give each level other points."))
        elif len(found) not in LEVELS:
            sentence = gettext("Write %(least)s to %(most)s levels.")
            self.add_error(name, sentence % {"least": LEVELS[0], "most": LEVELS[-1]})
        elif not any(numbers):
            self.add_error(name, gettext("At least one level gives points."))
        return found


class GradingEditor(Editor):
    """Mixed into the editor of a block that can be handed in, before its own form.

    That form lists `rubric_rows` among its `row_forms` and `row_limits`.
    """

    rubric_rows = {"rubric": CriterionRow}
    row_limits = {"rubric": CRITERIA_LIMIT}

    attempts = forms.IntegerField(
        label=_("How often it can be handed in"),
        help_text=_("0: as often as somebody likes. A mentor can give one person more."),
        min_value=0,
        max_value=attempts.LIMIT,
    )
    release = forms.ChoiceField(
        label=_("Points are seen"),
        choices=[
            (Release.AT_ONCE.value, _("as soon as a mentor gives them")),
            (Release.BY_COORDINATOR.value, _("once a coordinator has released them")),
        ],
    )

    @property
    def gives_points(self) -> bool:
        """Whether a mentor gives points, by what was typed."""
        return self.cleaned_data.get("points") != 0 or bool(self.rows["rubric"])


class ByPartEditor(GradingEditor):
    """What the editors of blocks have in common that can also give points by taking part."""

    #: The fields about taking part, in the order of the form.
    part_names: tuple[str, ...] = ()

    graded_by = forms.ChoiceField(
        label=_("Points are given for"),
        choices=[
            (GradedBy.MENTOR.value, _("what is handed in, by a mentor")),
            (GradedBy.PART.value, _("taking part")),
        ],
    )
    completion_rule = forms.ChoiceField(
        label=_("Complete when"),
        choices=[
            (Rule.FIRST_SAVE.value, _("something is saved for the first time")),
            (Rule.ENTRIES.value, _("a number of them is written")),
            (Rule.HAND_IN.value, _("it is handed in")),
            (Rule.PART.value, _("everything that gives points is done")),
        ],
    )

    @property
    def part_fields(self) -> list[forms.BoundField]:
        """The fields about taking part, for the page."""
        return [self[name] for name in self.part_names]

    def clean(self) -> dict[str, Any]:
        """Say where taking part would give nothing, or too much, and where the block could never be complete."""
        values = super().clean()
        by_part = values.get("graded_by") == GradedBy.PART.value
        if by_part:
            self.check_part(values)
        if by_part and self["completion_rule"].value() == Rule.HAND_IN.value:
            # In place of what is said of a block without points.
            self._errors.pop("completion_rule", None)
            sentence = gettext("Nothing is handed in where points are given for taking part. Choose another rule.")
            self.add_error("completion_rule", sentence)
        if values.get("completion_rule") == Rule.PART.value and not by_part:
            self.add_error("completion_rule", gettext("Choose this where points are given for taking part."))
        return values

    def check_part(self, values: Mapping[str, Any]) -> None:
        """Say beside the fields where taking part would give nothing, or too much."""
        raise NotImplementedError

    @property
    def gives_points(self) -> bool:
        """Whether a mentor gives points, by what was typed."""
        return self.cleaned_data.get("graded_by") != GradedBy.PART.value and super().gives_points


class PartEditor(ByPartEditor):
    """The editor of a block of goals that can also give points by taking part."""

    part_names = GOAL_FIELDS

    part_goals = forms.IntegerField(
        label=_("How many goals"),
        help_text=_("How many whole goals have to be, or have been, active."),
        min_value=GOALS[0],
        max_value=GOALS[-1],
    )
    part_goal_points = forms.IntegerField(label=_("Points for the goals"), min_value=0, max_value=POINTS_LIMIT)
    part_rating_points = forms.IntegerField(label=_("Points for a first rating"), min_value=0, max_value=POINTS_LIMIT)
    part_review_points = forms.IntegerField(label=_("Points for a review"), min_value=0, max_value=POINTS_LIMIT)

    def check_part(self, values: Mapping[str, Any]) -> None:
        """The three together give something, and not too much."""
        if not all(name in values for name in GOAL_POINTS):
            return
        total = sum(values[name] for name in GOAL_POINTS)
        if not total:
            self.add_error(GOAL_POINTS[0], gettext("Give points for at least one of the three."))
        elif total > POINTS_LIMIT:
            sentence = gettext("Together the three can give %(limit)s points at most.")
            self.add_error(GOAL_POINTS[0], sentence % {"limit": grouped(POINTS_LIMIT)})


class EntriesEditor(ByPartEditor):
    """The editor of a journal that can also give points by taking part: all of them, or none."""

    part_names = ENTRY_FIELDS

    part_entries = forms.IntegerField(
        label=_("How many entries"),
        help_text=_("How many entries somebody has to write for the points."),
        min_value=ENTRIES[0],
        max_value=ENTRIES[-1],
    )
    part_phases = forms.IntegerField(
        label=_("In how many phases"),
        help_text=_("In how many phases of the plan they have to be begun. 0: in any."),
        min_value=PHASES[0],
        max_value=PHASES[-1],
    )
    part_words = forms.IntegerField(
        label=_("Words of an entry"),
        help_text=_("How many words an entry has at least to count."),
        min_value=WORDS[0],
        max_value=WORDS[-1],
    )
    part_entry_points = forms.IntegerField(
        label=_("Points for the entries"), help_text=_("All of them, or none."), min_value=0, max_value=POINTS_LIMIT
    )

    def check_part(self, values: Mapping[str, Any]) -> None:
        """Writing gives something, and asks for no more phases than entries."""
        if values.get(ENTRY_POINTS) == 0:
            self.add_error(ENTRY_POINTS, gettext("Give at least one point."))
        if "part_entries" in values and values.get("part_phases", 0) > values["part_entries"]:
            self.add_error("part_phases", gettext("Ask for as many entries as phases, or more."))


def criterion_values(criteria: rubric.Rubric) -> list[dict[str, Any]]:
    """Return a rubric as the values of rows."""
    return [
        {
            "id": criterion.id,
            **from_text("name", criterion.name),
            **from_text("help", criterion.help),
            **from_text("levels", _lines(criterion)),
        }
        for criterion in criteria
    ]


def _lines(criterion: Criterion) -> Text:
    written = [code for code in LANGUAGES if any(level.words.get(code) for level in criterion.levels)]
    return {
        code: "\n".join(f"{level.points} {level.words.get(code, '')}".strip() for level in criterion.levels)
        for code in written
    }


def rubric_from(editor: Editor) -> list[dict[str, Any]]:
    """Return the rubric of a valid editor as it is stored in a block."""
    return [
        {
            "id": values["id"],
            "name": to_text(values, "name"),
            "help": to_text(values, "help"),
            "levels": values["levels"],
        }
        for values in editor.values_of_rows("rubric")
    ]


class SetsGrading(Editable):
    """Mixed into a graded block before what its editor sets beside; `GradingEditor` is a part of that editor."""

    #: Fields of the block that the editor has under the same name.
    grading_names: tuple[str, ...] = ("attempts", "release")

    def editor_values(self) -> dict[str, Any]:
        """Return the block's fields as the editor's values."""
        rules = self.rules
        return {
            **super().editor_values(),
            "points": whole(self.points),
            "rubric": criterion_values(rubric.read_rubric(self.rubric)),
            "attempts": rules.attempts,
            "release": rules.release.value,
        }

    def take_values(self, editor: Editor) -> None:
        """Set the block's fields from a valid editor."""
        super().take_values(editor)
        for name in self.grading_names:
            setattr(self, name, editor.cleaned_data[name])
        self.rubric = rubric_from(editor)

    def validate(self) -> Validation:
        """Tell an author in Studio what to look at."""
        found = super().validate()
        for sentence in rubric.problems(self.rubric):
            found.add(ValidationMessage(ValidationMessage.WARNING, sentence))
        return found


class SetsPart(SetsGrading):
    """The same for a block of goals that can also give points by taking part."""

    part_names: tuple[str, ...] = GOAL_FIELDS
    grading_names = (*SetsGrading.grading_names, "graded_by", *GOAL_FIELDS)

    def editor_values(self) -> dict[str, Any]:
        """Return the block's fields as the editor's values, also those that count only once taking part does."""
        fields: Mapping[str, Any] = {name: getattr(self, name) for name in self.part_names}
        part = read_rules({**fields, "graded_by": GradedBy.PART.value}).part
        return {**super().editor_values(), "graded_by": self.rules.graded_by.value, **fields_of(part)}


class SetsEntriesPart(SetsPart):
    """The same for a journal. Expects `phases`: those of the plan as last published, None where there is none yet."""

    part_names = ENTRY_FIELDS
    grading_names = (*SetsGrading.grading_names, "graded_by", *ENTRY_FIELDS)

    def validate(self) -> Validation:
        """Tell an author in Studio what to look at."""
        found, part, phases = super().validate(), self.rules.part, self.phases
        if part is not None and phases is not None and part.phases > len(phases):
            sentence = gettext("Points ask for entries in more phases than the plan has, so nobody can get them.")
            found.add(ValidationMessage(ValidationMessage.WARNING, sentence))
        return found
