"""The editor of a plan: forms in the words of the people who run programmes, never raw data."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from mentoring_xblock.applications import usage as applications
from mentoring_xblock.bank import api as bank
from mentoring_xblock.blocks.call import Call
from mentoring_xblock.blocks.editor import Editable, Row, from_text, to_text
from mentoring_xblock.kit.localised import LANGUAGES
from mentoring_xblock.programme import api as programmes
from mentoring_xblock.programme import terms
from mentoring_xblock.programme.plan import (
    AIM_LIMIT,
    CAPACITY_LIMITS,
    COORDINATOR_SEES,
    KEPT_DAYS_LIMITS,
    LIST_LIMIT,
    NAME_LIMIT,
    PRESETS,
    SHARE_DAYS_LIMITS,
    TITLE_LIMIT,
    WEEK_LIMITS,
    Plan,
    Relationship,
    Stance,
    plan_errors,
)
from mentoring_xblock.programme.reading import as_date
from mentoring_xblock.programme.studio_goals import ReviewsEditor, review_values, reviews_from
from mentoring_xblock.programme.studio_matching import MatchingEditor, field_of, matching_from, matching_values
from mentoring_xblock.programme.studio_relationship import RelationshipEditor, relationship_from, relationship_values
from mentoring_xblock.programme.studio_starts import FIRST, STARTS, StartForm

#: Places that only old software knows are left out of the list.
_REGIONS = ("Africa/", "America/", "Antarctica/", "Asia/", "Atlantic/", "Australia/", "Europe/", "Indian/", "Pacific/")


def _term_choices(role: str) -> list[tuple[str, str]]:
    """Offer each word in all languages: “mentee · aktori”."""
    return [
        (identifier, " · ".join(term.forms[code][""] for code in LANGUAGES))
        for identifier, term in terms.TERMS[role].items()
    ]


def _time_zones() -> list[tuple[str, str]]:
    names = sorted(name for name in available_timezones() if name.startswith(_REGIONS))
    return [("UTC", "UTC"), *((name, name.replace("_", " ")) for name in names)]


def _day(**kwargs: Any) -> forms.DateField:
    return forms.DateField(widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **kwargs)


def _places(name: str, label: Any) -> forms.IntegerField:
    low, high, _default = CAPACITY_LIMITS[name]
    return forms.IntegerField(label=label, min_value=low, max_value=high)


class PhaseRow(Row):
    """A phase begins in a week of the programme, or on a day."""

    localised = {"name": (_("Phase"), NAME_LIMIT, 0, "")}
    needed = frozenset({"name"})
    names_id, fallback_id = "name", "phase"

    #: People count from 1; the plan counts from 0.
    week = forms.IntegerField(label=_("Begins in week"), min_value=1, max_value=WEEK_LIMITS[1], required=False)
    starts_on = _day(label=_("or on the day"), required=False)


class ThemeRow(Row):
    """Something that goals and entries can be about."""

    localised = {"name": (_("Theme"), NAME_LIMIT, 0, "")}
    needed = frozenset({"name"})
    names_id, fallback_id = "name", "theme"


class PlanEditor(RelationshipEditor, ReviewsEditor, MatchingEditor):
    """Everything that a plan says."""

    template = "programme.html"
    row_forms = {
        "phases": PhaseRow,
        "themes": ThemeRow,
        **MatchingEditor.row_forms,
        **RelationshipEditor.row_forms,
        **ReviewsEditor.row_forms,
    }
    row_limit = LIST_LIMIT
    row_limits = {**MatchingEditor.row_limits, **RelationshipEditor.row_limits, **ReviewsEditor.row_limits}
    localised = {
        "title": (_("Title"), TITLE_LIMIT, 0, ""),
        "aim": (_("What the programme is for"), AIM_LIMIT, 3, ""),
        **RelationshipEditor.localised,
    }
    #: Ready-made plans to start from, for the template.
    starts = STARTS
    needed = frozenset({"title"})

    stance = forms.ChoiceField(
        label=_("What a mentor does"),
        choices=[
            (Stance.LISTENS.value, _("listens and asks; the mentee finds the answers")),
            (Stance.ADVISES.value, _("listens, and also advises from experience")),
        ],
    )
    relationship = forms.ChoiceField(
        label=_("Who works with whom"),
        choices=[
            (Relationship.PAIR.value, _("pairs: one mentor and one mentee")),
            (Relationship.SMALL_GROUP.value, _("small groups: one mentor and several mentees")),
            (Relationship.PEER.value, _("peers mentor each other")),
            (Relationship.REVERSE.value, _("the less experienced mentors the more experienced")),
        ],
    )
    term_mentee = forms.ChoiceField(label=_("The one who is mentored is called"), choices=_term_choices("mentee"))
    term_mentor = forms.ChoiceField(label=_("The one who mentors is called"), choices=_term_choices("mentor"))
    starts_on = _day(label=_("First day"))
    length_weeks = forms.IntegerField(label=_("Length in weeks"), min_value=WEEK_LIMITS[0], max_value=WEEK_LIMITS[1])
    time_zone = forms.ChoiceField(label=_("Time zone"), choices=_time_zones)
    capacity_mentor = _places("mentor", _("Groups that one mentor takes, unless agreed otherwise"))
    capacity_small_group = _places("small_group", _("Mentees in a small group"))
    capacity_peer_group = _places("peer_group", _("People in a peer group"))
    sees_goal_counts = forms.BooleanField(label=_("how many goals each person has"), required=False)
    sees_journal_bands = forms.BooleanField(
        label=_("roughly how much each person writes (none, some, much)"), required=False
    )
    share_days_after_close = forms.IntegerField(
        label=_("Days that what was shared stays readable after a group has closed"),
        min_value=SHARE_DAYS_LIMITS[0],
        max_value=SHARE_DAYS_LIMITS[1],
    )
    journal_kept_days = forms.IntegerField(
        label=_("Days after the end until journals are erased"),
        help_text=_(
            "0 keeps them. Otherwise at least 30: everybody hears of it 30 days before, and can take theirs. What was "
            "shared or handed in from a journal goes with it; points stay."
        ),
        min_value=KEPT_DAYS_LIMITS[0],
        max_value=KEPT_DAYS_LIMITS[1],
        required=False,
    )


def plan_values(raw: Any) -> dict[str, Any]:
    """Return a plan's data as the editor's values; whatever is damaged shows as its default."""
    plan = Plan.from_dict(raw)
    return {
        **from_text("title", plan.title),
        **from_text("aim", plan.aim),
        "stance": plan.stance.value,
        "relationship": plan.relationship.value,
        "term_mentee": plan.terms["mentee"],
        "term_mentor": plan.terms["mentor"],
        "starts_on": plan.starts_on,
        "length_weeks": plan.length_weeks,
        "time_zone": plan.time_zone,
        **{f"capacity_{name}": places for name, places in plan.capacity.items()},
        **{f"sees_{name}": seen for name, seen in plan.coordinator_sees.items()},
        "share_days_after_close": plan.share_days_after_close,
        "journal_kept_days": plan.journal_kept_days,
        "phases": [
            {
                "id": phase.id,
                "week": None if phase.start_week is None else phase.start_week + 1,
                "starts_on": phase.starts_on,
                **from_text("name", phase.name),
            }
            for phase in plan.phases
        ],
        "themes": [{"id": theme.id, **from_text("name", theme.name)} for theme in plan.themes],
        **matching_values(plan),
        **relationship_values(plan),
        **review_values(plan),
    }


def plan_from(editor: PlanEditor) -> dict[str, Any]:
    """Return the plan that a valid editor describes, as data. Its languages are those that the title is written in."""
    values = editor.cleaned_data
    title = to_text(values, "title")
    return {
        "languages": list(title),
        "title": title,
        "aim": to_text(values, "aim"),
        "stance": values["stance"],
        "terms": {"mentee": values["term_mentee"], "mentor": values["term_mentor"]},
        "relationship": values["relationship"],
        "time_zone": values["time_zone"],
        "starts_on": values["starts_on"].isoformat(),
        "length_weeks": values["length_weeks"],
        "phases": [
            {
                "id": row["id"],
                "name": to_text(row, "name"),
                # A day says more than a week; the plan holds one of the two.
                "start_week": None if row["starts_on"] or row["week"] is None else row["week"] - 1,
                "starts_on": row["starts_on"].isoformat() if row["starts_on"] else None,
            }
            for row in editor.values_of_rows("phases")
        ],
        "themes": [{"id": row["id"], "name": to_text(row, "name")} for row in editor.values_of_rows("themes")],
        "capacity": {name: values[f"capacity_{name}"] for name in CAPACITY_LIMITS},
        "coordinator_sees": {name: values[f"sees_{name}"] for name in COORDINATOR_SEES},
        "share_days_after_close": values["share_days_after_close"],
        **({"journal_kept_days": values["journal_kept_days"]} if values["journal_kept_days"] else {}),
        **matching_from(editor),
        **relationship_from(editor),
        **reviews_from(editor),
    }


#: Where the editor shows what `plan_errors` says of a key of the plan.
_FIELDS = {"start_week": "week", "id": f"name__{LANGUAGES[0]}"}


def _show(editor: PlanEditor, path: str, sentences: list[str]) -> None:
    """Put what is wrong with a plan beside the field that it is about."""
    head, *rest = path.split(".")
    if head == "lists":
        head, *rest = field_of(rest[0]), *rest[1:]
    elif head in {"matching", "relations"}:
        head, *rest = rest
    if head in editor.rows:
        if not rest:
            editor.row_errors[head] = sentences
            return
        row = editor.rows[head][int(rest[0])]
        name = _FIELDS.get(rest[1], rest[1])
        row.add_error(name if name in row.fields else f"{name}__{LANGUAGES[0]}", sentences)
        return
    prefix = {"capacity": "capacity_", "terms": "term_"}.get(head)
    name = f"{prefix}{rest[0]}" if prefix else head
    editor.add_error(name if name in editor.fields else f"{name}__{LANGUAGES[0]}", sentences)


class EditsPlan(Editable):
    """Mixed into the block whose `plan` field holds the plan."""

    editor = PlanEditor

    def editor_values(self) -> dict[str, Any]:
        """Return the plan, or a ready-made one for a block that has none yet."""
        if not self.plan:
            return self.starting_values(None)
        return {"programme": self.programme, **plan_values(self.plan)}

    def starting_values(self, call: Call | None) -> dict[str, Any]:
        """Return the ready-made plan that was chosen, beginning on the day in the form, or else next Monday.

        Raises:
            Invalid: there is no such plan.
        """
        today = timezone.localdate()
        chosen, first_day = FIRST, None
        if call is not None:
            chosen = StartForm(call.body).require()["preset"] or FIRST
            first_day = as_date(call.body.get("starts_on"))
        first_day = first_day or today + dt.timedelta(days=7 - today.weekday())
        return {"programme": self.programme, **plan_values(PRESETS[chosen](first_day))}

    def check_editor(self, editor: PlanEditor) -> None:
        """Ask the plan's own rules, which look at several fields at once, and keep what people have chosen."""
        for path, sentences in plan_errors(plan_from(editor)).items():
            _show(editor, path, sentences)
        if editor.is_valid():
            editor.check_lists(Plan.from_dict(self.plan), self._options_in_use)

    def _options_in_use(self) -> dict[str, set[str]]:
        """Return the ids of options that stand in applications and in the mentor bank, by the name of their list."""
        place = self.place
        found = programmes.get_programme(place.course_key, place.slug) if place else None
        if found is None or found.round is None:
            return {}
        applied, banked = applications.options_in_use(found.round.id), bank.options_in_use(found.id)
        return {name: ids | banked.get(name, set()) for name, ids in applied.items()}

    def take_values(self, editor: PlanEditor) -> None:
        """Store the plan. The block is called like the programme, so that units show its title."""
        self.programme = editor.cleaned_data["programme"]
        self.plan = plan_from(editor)
        title: Mapping[str, str] = self.plan["title"]
        self.display_name = next(iter(title.values()), "")
