"""What may be sent to the programme's page, field by field."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from mentoring_xblock.blocks.forms import JsonForm

HEADLINE_LIMIT = 200
CONTACT_LIMIT = 500
#: Version numbers stay below what a database takes.
_MOST = 2**31 - 1
_TOO_LONG = {"max_length": _("This can have %(limit_value)s characters; it has %(show_value)s.")}


class CardForm(JsonForm):
    """A person's own card."""

    headline = forms.CharField(
        label=_("About you, in one line"),
        help_text=_("For instance your field and your town. At most 200 characters."),
        max_length=HEADLINE_LIMIT,
        required=False,
        error_messages=_TOO_LONG,
    )
    contact = forms.CharField(
        label=_("How to reach you"),
        help_text=_("A number, an address, good times: what you want your partners to use. At most 500 characters."),
        max_length=CONTACT_LIMIT,
        required=False,
        error_messages=_TOO_LONG,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=_MOST)


class PartnerForm(JsonForm):
    """Whom somebody wants to reach."""

    participant = forms.UUIDField()


class CoordinatorForm(JsonForm):
    """Whom an administrator names or removes: a username of the course's staff."""

    person = forms.CharField(
        label=_("Somebody from the course’s staff"), max_length=150, error_messages={"required": _("Choose a person.")}
    )
