"""The part of a plan's editor about how people come together, and what they choose from when they apply."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from mentoring_xblock.blocks.editor import Editor, Row, from_text, to_text
from mentoring_xblock.kit.localised import LANGUAGES
from mentoring_xblock.programme.plan import LISTS, MATCHING_LIMITS, NAME_LIMIT, OPTIONS_LIMIT, Option, Plan, Way

#: What the editor calls each list, and what it is for.
LIST_WORDS: Mapping[str, tuple[Any, Any]] = {
    "topics": (_("Topics"), _("Mentees wish for them, mentors offer them. Both choose from this one list.")),
    "interests": (_("Interests and hobbies"), _("What two people may have in common beside their work.")),
    "challenges": (_("Challenges"), _("What makes work hard; people tick what they know.")),
    "values": (
        _("Values"),
        _("Statements that both sides rate from 1 to 5. The nearer the answers, the better the fit."),
    ),
    "styles": (_("Ways of working"), _("Statements that both sides rate from 1 to 5.")),
    "fields": (_("Fields"), _("Where people work. A plan may want the same field, another one, or not mind.")),
    "places": (pgettext_lazy("where people meet", "Places"), _("Towns or houses where people can meet.")),
}


def field_of(name: str) -> str:
    """Return what the list of this name is called in the form."""
    return f"list_{name}"


class OptionRow(Row):
    """One thing to choose, or one statement to rate.

    One that people have chosen comes back when it was removed, with `drop` to remove it all the same.
    """

    localised = {"name": (_("Words"), NAME_LIMIT, 0, "")}
    needed = frozenset({"name"})
    names_id, fallback_id = "name", "option"
    came_back = False

    drop = forms.BooleanField(label=_("Remove it all the same"), required=False)

    @classmethod
    def back(cls, option: Option) -> OptionRow:
        """Return the row of an option that was removed although people have chosen it."""
        row = cls({"id": option.id, **from_text("name", option.name)})
        row.came_back = True
        row.add_error(
            f"name__{LANGUAGES[0]}",
            gettext(
                "People have chosen this. Other words are fine, their answers stay. If you remove it, it disappears "
                "from what they answered."
            ),
        )
        return row

    @property
    def asks(self) -> bool:
        """Whether it is asked if the row shall go."""
        return self.came_back or bool(self["drop"].value())


@dataclass(frozen=True)
class EditedList:
    """One of the lists as the form shows it; `open` while something in it needs another look."""

    name: str
    title: Any
    help: Any
    rows: list[OptionRow]
    blank: OptionRow
    errors: list[str]

    @property
    def open(self) -> bool:
        """Whether it is shown unfolded."""
        return bool(self.errors) or any(row.is_bound and row.errors for row in self.rows)


class MatchingEditor(Editor):
    """What a plan's editor has of it."""

    row_forms = {field_of(name): OptionRow for name in LISTS}
    row_limits = {field_of(name): OPTIONS_LIMIT for name in LISTS}

    way = forms.ChoiceField(
        label=_("Who puts people together"),
        choices=[
            (Way.COORDINATOR.value, _("the coordinators, with a proposal")),
            (Way.CHOICE.value, _("mentees ask a mentor themselves")),
            (Way.HYBRID.value, _("mentees ask first, the coordinators do the rest")),
        ],
    )
    requests = forms.IntegerField(
        label=_("Mentors whom a mentee may ask at once"),
        min_value=MATCHING_LIMITS["requests"][0],
        max_value=MATCHING_LIMITS["requests"][1],
    )
    request_days = forms.IntegerField(
        label=_("Days that a mentor has to answer"),
        min_value=MATCHING_LIMITS["request_days"][0],
        max_value=MATCHING_LIMITS["request_days"][1],
    )
    decline_days = forms.IntegerField(
        label=_("Days in which a published place may be declined"),
        help_text=_("0: it can’t be declined here."),
        min_value=MATCHING_LIMITS["decline_days"][0],
        max_value=MATCHING_LIMITS["decline_days"][1],
    )

    def check_lists(self, before: Plan, in_use: Callable[[], Mapping[str, set[str]]]) -> None:
        """Say what stands in a list twice, and bring back what people have chosen; for a valid editor.

        Args:
            before: the plan as it was opened.
            in_use: tells the ids that people have chosen, by the name of the list; asked only if something is gone.
        """
        gone = {name: self._check_list(name, before.lists[name]) for name in LISTS}
        if any(gone.values()):
            chosen = in_use()
            for name, options in gone.items():
                back = [OptionRow.back(option) for option in options if option.id in chosen.get(name, ())]
                self.rows[field_of(name)].extend(back)

    def _check_list(self, name: str, before: tuple[Option, ...]) -> list[Option]:
        """Say beside a field that its words stand above already; return the options that are gone."""
        rows = self.rows[field_of(name)]
        seen: set[tuple[str, str]] = set()
        for row in rows:
            if row.cleaned_data["drop"]:
                continue
            for code, words in to_text(row.cleaned_data, "name").items():
                said = (code, " ".join(words.split()).casefold())
                if said in seen:
                    row.add_error(f"name__{code}", gettext("This is in the list already."))
                seen.add(said)
        kept = {row.cleaned_data["id"] for row in rows}
        return [option for option in before if option.id not in kept]

    @property
    def lists(self) -> list[EditedList]:
        """Return the lists for the template, in the order of the plan."""
        return [
            EditedList(
                field_of(name),
                title,
                help_,
                self.rows[field_of(name)],
                OptionRow(),
                self.row_errors.get(field_of(name), []),
            )
            for name, (title, help_) in LIST_WORDS.items()
        ]


def matching_values(plan: Plan) -> dict[str, Any]:
    """Return this part of a plan as the editor's values."""
    return {
        **plan.matching.to_dict(),
        **{
            field_of(name): [{"id": option.id, **from_text("name", option.name)} for option in options]
            for name, options in plan.lists.items()
        },
    }


def matching_from(editor: MatchingEditor) -> dict[str, Any]:
    """Return the keys of the plan that a valid editor describes."""
    values = editor.cleaned_data
    return {
        "lists": {
            name: [
                {"id": row["id"], "name": to_text(row, "name")}
                for row in editor.values_of_rows(field_of(name))
                if not row["drop"]
            ]
            for name in LISTS
        },
        "matching": {"way": values["way"], **{name: values[name] for name in MATCHING_LIMITS}},
    }
