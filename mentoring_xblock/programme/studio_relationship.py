"""The part of a plan's editor about the relationship: meetings, the agreement, questions for meetings, and help."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from mentoring_xblock.blocks.editor import Editor, Row, from_text, to_text
from mentoring_xblock.kit.localised import LANGUAGES, pick
from mentoring_xblock.programme.plan import (
    LENGTH_LIMITS,
    NAME_LIMIT,
    PLACES_LIMITS,
    RELATIONSHIP_LIMITS,
    WEEK_LIMITS,
    Audience,
    Gathering,
    Mode,
    Plan,
)
from mentoring_xblock.programme.plan_check_relationship import (
    AGENDA_LIMIT,
    AGENDAS_LIMIT,
    GATHERING_TEXT_LIMIT,
    ITEM_HELP_LIMIT,
    ITEMS_LIMIT,
    PLANNED_LIMIT,
    SUGGESTION_LIMIT,
    SUPPORT_LIMIT,
)

#: What kinds of meetings for everybody are called.
GATHERING_NAMES: Mapping[Gathering, Any] = {
    Gathering.KICK_OFF: _("Kick-off"),
    Gathering.JOINT: _("Joint meeting"),
    Gathering.TRAINING: _("Training"),
    Gathering.ROLE_GROUP: _("Meeting of one role"),
    Gathering.SUPERVISION: _("Supervision"),
    Gathering.INFORMAL: _("Informal, such as coffee"),
}
AUDIENCE_NAMES: Mapping[Audience, Any] = {
    Audience.EVERYBODY: pgettext_lazy("for whom a meeting is", "everybody"),
    # Translators: the role whatever a programme calls it; these are choices in an author's form.
    Audience.MENTORS: _("those who mentor"),
    Audience.MENTEES: _("those who are mentored"),
}


def _number(name: str, label: Any, help_text: Any = "") -> forms.IntegerField:
    low, high, _default = RELATIONSHIP_LIMITS[name]
    return forms.IntegerField(label=label, help_text=help_text, min_value=low, max_value=high)


class FoldedRow(Row):
    """A row that is one line until it is opened."""

    needed = frozenset({"name"})
    names_id = "name"

    @property
    def heading(self) -> str:
        """What it is called, as it stands in the editor; a new one has no name yet."""
        return name_of(self)

    @property
    def opened(self) -> bool:
        """Whether it is to be seen whole: it is new, or something is wrong with it."""
        return not self["id"].value() or bool(self.errors)


def name_of(row: Row) -> str:
    """Return the name of a row in the reader's language, as it was typed."""
    return pick({code: str(row[f"name__{code}"].value() or "") for code in LANGUAGES})


class ItemRow(FoldedRow):
    """One thing that an agreement settles."""

    localised = {
        "name": (_("Heading"), NAME_LIMIT, 0, ""),
        "help": (_("Help under the heading"), ITEM_HELP_LIMIT, 2, ""),
        "suggestion": (_("Words to begin with"), SUGGESTION_LIMIT, 2, _("May stay empty. People change them freely.")),
    }
    fallback_id = "item"


class AgendaRow(FoldedRow):
    """Open questions for a meeting, and when they are offered first."""

    localised = {
        "name": (_("Name"), NAME_LIMIT, 0, ""),
        "text": (_("Questions"), AGENDA_LIMIT, 5, _("One on each line.")),
    }
    needed = frozenset({"name", "text"})
    fallback_id = "agenda"

    phase = forms.ChoiceField(label=_("Offered first in the phase"), required=False)
    theme = forms.ChoiceField(label=_("Offered first with the theme"), required=False)

    def offer(self, phases: Iterable[Row], themes: Iterable[Row]) -> AgendaRow:
        """Let the phases and themes of the plan be chosen, as they stand in the form; returns the row.

        Questions for one that was removed from the form are for any.
        """
        for name, rows in (("phase", phases), ("theme", themes)):
            known = {row["id"].value(): name_of(row) for row in rows if row["id"].value()}
            self.fields[name].choices = [("", pgettext_lazy("phase or theme", "any")), *known.items()]
            if self.is_bound and self.data.get(name) not in known:
                self.data[name] = ""
        return self


class PlannedRow(FoldedRow):
    """A meeting of the whole programme."""

    localised = {
        "name": (_("Name"), NAME_LIMIT, 0, ""),
        "text": (_("What it is about"), GATHERING_TEXT_LIMIT, 3, _("May stay empty.")),
    }
    fallback_id = "meeting"

    kind = forms.ChoiceField(
        label=_("Kind"),
        choices=[(kind.value, name) for kind, name in GATHERING_NAMES.items()],
        initial=Gathering.JOINT.value,
    )
    audience = forms.ChoiceField(
        label=_("For"), choices=[(audience.value, name) for audience, name in AUDIENCE_NAMES.items()]
    )
    #: People count from 1; the plan counts from 0.
    week = forms.IntegerField(label=_("In week"), min_value=1, max_value=WEEK_LIMITS[1], required=False)
    day = forms.DateField(
        label=_("or on the day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), required=False
    )
    starts = forms.TimeField(
        label=_("Begins at"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"), required=False
    )
    minutes = forms.IntegerField(
        label=_("Length in minutes"), min_value=LENGTH_LIMITS[0], max_value=LENGTH_LIMITS[1], initial=LENGTH_LIMITS[2]
    )
    places = forms.IntegerField(
        label=_("Room for how many"), min_value=PLACES_LIMITS[0], max_value=PLACES_LIMITS[1], required=False
    )
    remote = forms.BooleanField(label=_("by video"), required=False, initial=True)

    @property
    def kind_name(self) -> str:
        """What its kind is called."""
        return str(dict(self.fields["kind"].choices).get(self["kind"].value(), ""))


class RelationshipEditor(Editor):
    """What a plan's editor has of it. The whole editor has rows of `phases` and `themes` too."""

    row_forms = {"agreement": ItemRow, "agendas": AgendaRow, "planned": PlannedRow}
    row_limits = {"agreement": ITEMS_LIMIT, "agendas": AGENDAS_LIMIT, "planned": PLANNED_LIMIT}
    localised = {
        "support": (
            _("Whom to turn to in need"),
            SUPPORT_LIMIT,
            4,
            _("Names, numbers and hours, such as occupational health. Shown where people ask for help."),
        ),
    }

    mode = forms.ChoiceField(
        label=_("A relationship begins"),
        choices=[
            (Mode.COHORT.value, _("with the programme, for everybody at once")),
            (Mode.NON_STOP.value, _("when its people are ready, each at its own time")),
        ],
    )
    meetings = _number("meetings", _("Meetings of each group"), _("0: no number is named."))
    minutes = _number("minutes", _("Length of a meeting in minutes"))
    every_weeks = _number("every_weeks", _("Weeks between meetings"))
    remind_weeks = _number(
        "remind_weeks", _("Weeks without a meeting until a group is reminded"), _("0: nobody is reminded.")
    )
    quiet_weeks = _number(
        "quiet_weeks", _("Quiet weeks after which a group is closed"), _("0: no group is closed for being quiet.")
    )
    warn_days = _number("warn_days", _("Days of warning before that"))
    kick_off_counts = forms.BooleanField(label=_("The kick-off is the first of the joint meetings"), required=False)

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        for row in self.rows["agendas"]:
            row.offer(self.rows["phases"], self.rows["themes"])

    @property
    def blank_agendas(self) -> AgendaRow:
        """An empty row, for the button that adds one."""
        return AgendaRow().offer(self.rows["phases"], self.rows["themes"])

    @property
    def open_lists(self) -> set[str]:
        """The lists in which something needs another look, so that they are shown unfolded."""
        return {
            name
            for name in RelationshipEditor.row_forms
            if self.row_errors.get(name) or any(row.is_bound and row.errors for row in self.rows[name])
        }


def relationship_values(plan: Plan) -> dict[str, Any]:
    """Return this part of a plan as the editor's values."""
    return {
        **plan.relations.to_dict(),
        **from_text("support", plan.support),
        "agreement": [
            {
                "id": item.id,
                **from_text("name", item.name),
                **from_text("help", item.help),
                **from_text("suggestion", item.suggestion),
            }
            for item in plan.agreement
        ],
        "agendas": [
            {
                "id": agenda.id,
                "phase": agenda.phase,
                "theme": agenda.theme,
                **from_text("name", agenda.name),
                **from_text("text", agenda.text),
            }
            for agenda in plan.agendas
        ],
        "planned": [
            {
                **meeting.to_dict(),
                "day": meeting.day,
                "week": None if meeting.week is None else meeting.week + 1,
                **from_text("name", meeting.name),
                **from_text("text", meeting.text),
            }
            for meeting in plan.planned
        ],
    }


def relationship_from(editor: RelationshipEditor) -> dict[str, Any]:
    """Return the keys of the plan that a valid editor describes."""
    values = editor.cleaned_data
    return {
        "relations": {
            "mode": values["mode"],
            "kick_off_counts": values["kick_off_counts"],
            **{name: values[name] for name in RELATIONSHIP_LIMITS},
        },
        "agreement": [
            {"id": row["id"], **{name: to_text(row, name) for name in ("name", "help", "suggestion")}}
            for row in editor.values_of_rows("agreement")
        ],
        "agendas": [
            {
                "id": row["id"],
                "name": to_text(row, "name"),
                "text": to_text(row, "text"),
                "phase": row["phase"],
                "theme": row["theme"],
            }
            for row in editor.values_of_rows("agendas")
        ],
        "planned": [_planned(row) for row in editor.values_of_rows("planned")],
        "support": to_text(values, "support"),
    }


def _planned(row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "id": row["id"],
        "name": to_text(row, "name"),
        "kind": row["kind"],
        "audience": row["audience"],
        # A day says more than a week; the plan holds one of the two.
        "week": None if row["day"] or row["week"] is None else row["week"] - 1,
        "day": row["day"].isoformat() if row["day"] else None,
        "starts": row["starts"].strftime("%H:%M") if row["starts"] else "",
        "minutes": row["minutes"],
        "remote": row["remote"],
        "places": row["places"],
        "text": to_text(row, "text"),
    }
