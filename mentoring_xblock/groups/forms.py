"""What a coordinator's page sends. Ids are public ids; a group's `version` is the one that the page was made from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext, gettext_lazy

from mentoring_xblock.blocks.forms import IdsField, JsonForm, OnceForm
from mentoring_xblock.groups.data import CloseReason, Kind
from mentoring_xblock.groups.making import NAME_LIMIT
from mentoring_xblock.programme.plan import CAPACITY_LIMITS

#: Version numbers stay below what a database takes.
_MOST = 2**31 - 1

KIND_NAMES = {
    Kind.PAIR: gettext_lazy("Pair"),
    Kind.SMALL_GROUP: gettext_lazy("Small group"),
    Kind.PEER_GROUP: gettext_lazy("Peer group"),
    Kind.SUPERVISION: gettext_lazy("Supervision group"),
}

#: What a coordinator can choose when a group closes. None of them is told to anybody, and none names a fault.
CLOSE_REASONS = {
    CloseReason.COMPLETED: gettext_lazy("It has reached its end"),
    CloseReason.EARLY: gettext_lazy("It ends earlier than planned"),
    CloseReason.MOVED: gettext_lazy("Its people go on in another group"),
    CloseReason.LEFT: gettext_lazy("Somebody has left the programme"),
    CloseReason.MISTAKE: gettext_lazy("It was published by mistake"),
}

#: What somebody in a group can say when they end it, by themselves.
OWN_REASON_NAMES = {
    CloseReason.COMPLETED: gettext_lazy("We have come to the end of what we wanted"),
    CloseReason.TIME: gettext_lazy("There is not enough time for it now"),
    CloseReason.CHANGED: gettext_lazy("Work or life has changed"),
    CloseReason.ANOTHER: gettext_lazy("Working with somebody else would suit better"),
    CloseReason.EARLY: gettext_lazy("I would rather not say"),
}

#: Every reason as a coordinator reads it.
REASON_NAMES = {
    **CLOSE_REASONS,
    CloseReason.QUIET: gettext_lazy("Nothing had happened in it for long"),
    CloseReason.TIME: gettext_lazy("There was not enough time for it"),
    CloseReason.CHANGED: gettext_lazy("Work or life had changed"),
    CloseReason.ANOTHER: gettext_lazy("Working with somebody else would suit better"),
}


class DraftForm(OnceForm):
    """A new draft."""

    kind = forms.ChoiceField(label=gettext_lazy("What is it?"), choices=list(KIND_NAMES.items()))
    name = forms.CharField(
        label=gettext_lazy("Name"),
        help_text=gettext_lazy("At most 120 characters. A pair needs no name."),
        max_length=NAME_LIMIT,
        required=False,
    )
    capacity = forms.IntegerField(
        label=gettext_lazy("Places for members"),
        help_text=gettext_lazy("Without the place of who leads it. A pair has one."),
        min_value=1,
        max_value=CAPACITY_LIMITS["small_group"][1],
        required=False,
    )
    leader = forms.UUIDField(label=gettext_lazy("Led by"), required=False)
    members = IdsField(label=gettext_lazy("Members"), required=False)


class GroupForm(JsonForm):
    """A group, as the page showed it: to delete a draft of it, or anything else that needs no more."""

    group_id = forms.UUIDField(widget=forms.HiddenInput)
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=_MOST)


class NameForm(GroupForm):
    """Another name for a group."""

    name = forms.CharField(
        label=gettext_lazy("Name"),
        help_text=gettext_lazy("At most 120 characters. A pair needs no name."),
        max_length=NAME_LIMIT,
        required=False,
    )


class CapacityForm(GroupForm):
    """Another number of places."""

    capacity = forms.IntegerField(
        label=gettext_lazy("Places for members"),
        help_text=gettext_lazy("Without the place of who leads it. A pair has one."),
        min_value=1,
        max_value=CAPACITY_LIMITS["small_group"][1],
    )


class MemberForm(GroupForm):
    """Somebody to add to a group, or to take out of it."""

    participant_id = forms.UUIDField(label=gettext_lazy("Person"))


class LeaderForm(GroupForm):
    """Who leads a group; empty for nobody."""

    participant_id = forms.UUIDField(label=gettext_lazy("Led by"), required=False)


class MoveForm(JsonForm):
    """A place that is given up, and the group to move to."""

    membership_id = forms.UUIDField(widget=forms.HiddenInput)
    to_group_id = forms.UUIDField(label=gettext_lazy("Move to"))
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=_MOST, required=False)


class CloseForm(GroupForm):
    """A group that ends, and why."""

    reason = forms.ChoiceField(
        label=gettext_lazy("Why?"),
        help_text=gettext_lazy("Only coordinators see this."),
        choices=list(CLOSE_REASONS.items()),
    )


class DaysForm(GroupForm):
    """Another last day for a group, and a first one where each group begins by itself."""

    starts_on = forms.DateField(
        label=gettext_lazy("First day"),
        required=False,
        input_formats=["%Y-%m-%d"],
        error_messages={"invalid": gettext_lazy("Choose a day.")},
    )
    ends_on = forms.DateField(
        label=gettext_lazy("Last day"),
        input_formats=["%Y-%m-%d"],
        error_messages={"required": gettext_lazy("Choose a day."), "invalid": gettext_lazy("Choose a day.")},
    )


class PublishForm(JsonForm):
    """The drafts to publish; none stands for all. `versions` are those of the groups, in the same order."""

    group_ids = IdsField(label=gettext_lazy("Groups"), required=False)

    def __init__(self, body: Mapping[str, Any] | None = None, **kwargs: Any):
        super().__init__(body, **kwargs)
        versions = (body or {}).get("versions")
        self._versions = versions if isinstance(versions, list) else [versions] if versions else []

    def clean(self) -> dict[str, Any]:
        """Pair each group with the version that the page showed; `versions` is empty when the page sent none."""
        values = super().clean()
        group_ids = values.get("group_ids", ())
        values["versions"] = {}
        if self._versions:
            try:
                numbers = [int(version) for version in self._versions]
            except (TypeError, ValueError, OverflowError):
                numbers = []
            if len(numbers) != len(group_ids):
                raise ValidationError(
                    gettext("The page sent something that can’t be read. Nothing was changed; try again.")
                )
            values["versions"] = dict(zip(group_ids, numbers, strict=True))
        return values
