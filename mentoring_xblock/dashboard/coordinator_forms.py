"""What the coordinator's page sends, beside what `groups.forms` knows."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from mentoring_xblock.blocks.forms import IdsField, JsonForm
from mentoring_xblock.dashboard.coordinator import Desk
from mentoring_xblock.dashboard.coordinator_groups import What
from mentoring_xblock.groups.data import Kind, State
from mentoring_xblock.groups.forms import KIND_NAMES, GroupForm, MoveForm
from mentoring_xblock.programme.api import LIST_LIMIT
from mentoring_xblock.programme.data import Role

#: Characters of what is looked for.
SEARCH_LIMIT = 150
#: Page numbers stay far below what a database takes.
_MOST_PAGES = 1_000_000
#: Characters of a list of people: each line as long as the longest address.
_PEOPLE_TEXT = LIST_LIMIT * 255
_TOO_LONG = {"max_length": _("This can have %(limit_value)s characters; it has %(show_value)s.")}


def _page() -> forms.IntegerField:
    return forms.IntegerField(required=False, min_value=1, max_value=_MOST_PAGES)


def _text(label: str) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=SEARCH_LIMIT,
        required=False,
        error_messages=_TOO_LONG,
        widget=forms.TextInput(attrs={"autocomplete": "off", "type": "search"}),
    )


def _one_of(choices: type, **kwargs: object) -> forms.TypedChoiceField:
    """A choice that comes out as a member of the enumeration, or None."""
    return forms.TypedChoiceField(
        choices=[(choice.value, choice.value) for choice in choices], coerce=choices, empty_value=None, **kwargs
    )


class DeskForm(JsonForm):
    """Which part of the page to show."""

    desk = _one_of(Desk)


class OverviewForm(JsonForm):
    """Which groups the overview shows."""

    state = _one_of(State, required=False)
    kind = _one_of(Kind, required=False)
    page = _page()


class GroupListForm(OverviewForm):
    """Which groups to work on."""

    text = _text(_("Find a group by its name or by a person in it"))


class FindForm(JsonForm):
    """Who could be in a new group: what has been chosen so far stays chosen."""

    kind = _one_of(Kind, required=False)
    text = _text(_("Find a person"))
    leader = forms.UUIDField(required=False)
    members = IdsField(required=False)


class OpenForm(JsonForm):
    """A group to open or to fold, and whom to look for in it."""

    group_id = forms.UUIDField()
    folded = forms.BooleanField(required=False)
    text = _text(_("Find a person"))


class AskForm(GroupForm):
    """Something that is asked about before it is done."""

    what = _one_of(What)
    participant_id = forms.UUIDField(required=False)
    text = _text(_("Find a group"))


class MoveOutForm(MoveForm):
    """A move, and the group that it starts from."""

    group_id = forms.UUIDField()


class PeopleListForm(JsonForm):
    """Which people to show."""

    role = _one_of(Role, required=False)
    text = _text(_("Find a person by name, username or e-mail address"))
    page = _page()


class AddForm(JsonForm):
    """People to add, one a line or between commas."""

    role = forms.TypedChoiceField(
        label=_("They take part as"), choices=[(role.value, "") for role in Role], coerce=Role
    )
    people = forms.CharField(
        label=_("Usernames or e-mail addresses"),
        help_text=_("One on each line, at most 500. People have to be enrolled in the course."),
        max_length=_PEOPLE_TEXT,
        error_messages={**_TOO_LONG, "required": _("Write at least one username or e-mail address.")},
        widget=forms.Textarea(attrs={"rows": 5, "spellcheck": "false", "autocapitalize": "off"}),
    )

    def named(self, names: list[tuple[str, str]]) -> AddForm:
        """Call the roles what the programme calls them."""
        self.fields["role"].choices = names
        return self


class PersonForm(JsonForm):
    """Somebody in the programme."""

    participant_id = forms.UUIDField()


class PlacesForm(PersonForm):
    """How many groups somebody leads; empty for the programme's number. How many that may be is the api's to say."""

    capacity = forms.IntegerField(label=_("Groups at most"), required=False)


class RoundForm(JsonForm):
    """A round that is to be ended, or that the next one follows."""

    round_id = forms.UUIDField()


class PhasesForm(JsonForm):
    """Whose phases: a group's, or the round's where it names none."""

    group = forms.UUIDField(required=False)


class PhaseForm(PhasesForm):
    """A phase, and the day on which it is to begin; `seen` is the calendar that the page showed."""

    phase = forms.CharField(max_length=40)
    day = forms.DateField(
        label=_("It begins on"),
        required=False,
        input_formats=["%Y-%m-%d"],
        error_messages={"invalid": _("Choose a day.")},
    )
    along = forms.BooleanField(label=_("Move the later phases by as many days"), required=False)
    seen = forms.CharField(max_length=40, required=False)


class UndoPhaseForm(PhasesForm):
    """A step that is to be taken back."""

    step = forms.UUIDField()


class StartForm(JsonForm):
    """The first day of the next round."""

    starts_on = forms.DateField(
        label=_("First day"),
        help_text=_("The phases of the plan are counted from it."),
        input_formats=["%Y-%m-%d"],
        error_messages={"required": _("Choose a day."), "invalid": _("Choose a day.")},
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )


__all__ = [
    "KIND_NAMES",
    "AddForm",
    "AskForm",
    "DeskForm",
    "FindForm",
    "GroupListForm",
    "MoveOutForm",
    "OpenForm",
    "OverviewForm",
    "PeopleListForm",
    "PersonForm",
    "PhaseForm",
    "PhasesForm",
    "PlacesForm",
    "RoundForm",
    "StartForm",
    "UndoPhaseForm",
]
