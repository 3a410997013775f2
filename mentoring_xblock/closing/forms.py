"""What the meetings page sends about the end of a relationship."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from mentoring_xblock.blocks.forms import JsonForm
from mentoring_xblock.groups.data import CloseReason
from mentoring_xblock.groups.forms import OWN_REASON_NAMES

#: Version numbers stay below what a database takes.
_MOST = 2**31 - 1


class GroupForm(JsonForm):
    """One of the reader's groups."""

    group = forms.UUIDField(widget=forms.HiddenInput)


class EndForm(GroupForm):
    """A group whose end, or one's own part in it, somebody has decided on."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=_MOST)
    reason = forms.TypedChoiceField(
        label=_("Why?"),
        choices=list(OWN_REASON_NAMES.items()),
        coerce=CloseReason,
        error_messages={"required": _("Choose one of the reasons."), "invalid_choice": _("Choose one of the reasons.")},
    )


__all__ = ["EndForm", "GroupForm"]
