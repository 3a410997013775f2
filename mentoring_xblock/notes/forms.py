"""What a browser may send about points, actions and notes. How long a text may be is the api's to say."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from mentoring_xblock.blocks.forms import JsonForm, OnceForm
from mentoring_xblock.notes.actions import ActionDraft, Becomes
from mentoring_xblock.notes.data import MOST, ActionInfo


class GroupForm(JsonForm):
    """Which of the reader's groups is meant."""

    group = forms.UUIDField()


class PointForm(OnceForm, GroupForm):
    """Something to talk about, and perhaps the goal that it is about."""

    body = forms.CharField(required=False, strip=False)
    goal = forms.UUIDField(required=False)


class TickForm(GroupForm):
    """Which point is meant, and whether the group has talked about it."""

    point = forms.UUIDField()
    done = forms.BooleanField(required=False)


class VoteForm(GroupForm):
    """Which point is meant, and whether one would like to talk about it."""

    point = forms.UUIDField()
    wanted = forms.BooleanField(required=False)


class EditActionForm(GroupForm):
    """Which action to change; empty for a new one."""

    action = forms.UUIDField(required=False)


class ActionForm(OnceForm, EditActionForm):
    """What somebody promises. `version` is what is typed upon."""

    version = forms.IntegerField(required=False, min_value=0, max_value=MOST)
    body = forms.CharField(required=False, strip=False)
    whose = forms.UUIDField(error_messages={"required": _("Choose who does it."), "invalid": _("Choose who does it.")})
    due_on = forms.DateField(
        required=False,
        input_formats=["%Y-%m-%d"],
        error_messages={"invalid": _("This is not a day. Write it as year-month-day, for instance 2027-03-07.")},
    )
    goal = forms.UUIDField(required=False)

    @property
    def draft(self) -> ActionDraft:
        """What was typed; after `require`."""
        values = self.cleaned_data
        return ActionDraft(values["body"], values["whose"], values["due_on"], values["goal"])


def action_form(group_id: Any, whose: Any, action: ActionInfo | None = None) -> ActionForm:
    """Return the form of a new action, or of one that stands."""
    initial: dict[str, Any] = {"group": group_id, "whose": whose, "body": "", "version": 0}
    if action is not None:
        initial |= {"action": action.action_id, "body": action.body, "version": action.version}
        initial |= {"due_on": action.due_on.isoformat() if action.due_on else "", "goal": action.goal_id}
    return ActionForm(None, initial=initial)


class SettleForm(GroupForm):
    """What becomes of an action."""

    action = forms.UUIDField()
    becomes = forms.ChoiceField(choices=[(one.value, one.value) for one in Becomes])


class AgendaForm(GroupForm):
    """Which open questions to show, by their id in the plan."""

    agenda = forms.CharField(required=False, max_length=40)


class PageForm(GroupForm):
    """Which page of the meetings with notes."""

    page = forms.IntegerField(required=False, min_value=1, max_value=MOST)


class MeetingForm(GroupForm):
    """Which meeting's notes."""

    meeting = forms.UUIDField()


class NoteForm(MeetingForm):
    """A note. `version` is what was typed upon, `joined` tells that the writer has seen the other text."""

    own = forms.BooleanField(required=False)
    version = forms.IntegerField(min_value=0, max_value=MOST)
    joined = forms.BooleanField(required=False)
    body = forms.CharField(required=False, strip=False)


class RaisedForm(JsonForm):
    """A meeting of the programme."""

    meeting = forms.UUIDField()


class RaiseForm(OnceForm, RaisedForm):
    """Something raised for a meeting of the programme."""

    body = forms.CharField(required=False, strip=False)


class RaisedVoteForm(RaisedForm):
    """A point raised for a meeting of the programme, and whether one would like to talk about it."""

    point = forms.UUIDField()
    wanted = forms.BooleanField(required=False)


__all__ = [
    "ActionForm",
    "AgendaForm",
    "EditActionForm",
    "GroupForm",
    "MeetingForm",
    "NoteForm",
    "PageForm",
    "PointForm",
    "RaiseForm",
    "RaisedForm",
    "RaisedVoteForm",
    "SettleForm",
    "TickForm",
    "VoteForm",
    "action_form",
]
