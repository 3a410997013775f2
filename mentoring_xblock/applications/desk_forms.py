"""What the coordinator's desk sends. Ids are public ids; a version is the one that the page was made from."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from mentoring_xblock.applications import deciding
from mentoring_xblock.applications.call_letters import AT_ONCE, SENT_OF, Letters, LettersInfo
from mentoring_xblock.applications.data import Order
from mentoring_xblock.applications.letters import LETTER_LIMIT
from mentoring_xblock.applications.lists import STATUS_NAMES, Narrow
from mentoring_xblock.applications.models import CallRole, Status
from mentoring_xblock.blocks.forms import MOST_IDS, IdsField, JsonForm, OnceForm
from mentoring_xblock.kit.localised import LANGUAGES
from mentoring_xblock.kit.numbers import grouped

#: Characters of what is looked for, and of a block's key.
SEARCH_LIMIT = 150
_KEY_LIMIT = 255
#: Page numbers and versions stay far below what a database takes.
_MOST = 1_000_000
_TOO_LONG = {"max_length": _("This can have %(limit_value)s characters; it has %(show_value)s.")}

LETTER_LABELS = {"en": _("Letter in English"), "fi": _("Letter in Finnish")}
TOLD_LABELS = {"en": _("Reason that they are told, in English"), "fi": _("Reason that they are told, in Finnish")}


def _one_of(choices: Iterable[Any], coerce: type, **kwargs: object) -> forms.TypedChoiceField:
    """A choice that comes out as a member of an enumeration, or None."""
    return forms.TypedChoiceField(
        choices=[(choice.value, choice.value) for choice in choices], coerce=coerce, empty_value=None, **kwargs
    )


class ListForm(JsonForm):
    """Which applications the page shows; sent along with everything that shows the list again.

    again: what the list is narrowed by was not chosen in the form for it, which is to show it.
    """

    role = _one_of(CallRole, CallRole, required=False)
    status = _one_of(STATUS_NAMES, Status, required=False)
    text = forms.CharField(max_length=SEARCH_LIMIT, required=False, error_messages=_TOO_LONG)
    differ = forms.BooleanField(required=False)
    page = forms.IntegerField(required=False, min_value=1, max_value=_MOST)
    again = forms.BooleanField(required=False)

    @property
    def narrow(self) -> Narrow:
        """What was asked for, of a form that is valid."""
        values = self.cleaned_data
        return Narrow(values["role"], values["status"], values["text"], values["differ"])


class OneForm(JsonForm):
    """One application, to be opened or folded."""

    application_id = forms.UUIDField()
    folded = forms.BooleanField(required=False)


class OrderForm(ListForm):
    """Somebody in the reserve who changes places."""

    application_id = forms.UUIDField()
    up = forms.BooleanField(required=False)


class ChosenForm(ListForm):
    """Applications that were chosen: ticked ones, or everything that the list finds."""

    applications = IdsField(required=False)
    everything = forms.BooleanField(required=False)


class ChooseForm(ChosenForm):
    """The same, and what is to be decided on them."""

    outcome = _one_of(deciding.OUTCOMES, Status)


class ChosenField(forms.MultipleChoiceField):
    """Applications, each as its public id and the version that the page showed."""

    def valid_value(self, value: Any) -> bool:
        """Let every value through to `clean`, which reads it."""
        return True

    def clean(self, value: Any) -> dict[UUID, int]:
        """Return the versions by id."""
        texts = super().clean(value)
        if len(texts) > MOST_IDS:
            raise ValidationError(gettext("That is too many at once."))
        try:
            pairs = [text.split(" ") for text in texts]
            found = {UUID(named): int(version) for named, version in pairs}
        except ValueError as error:
            raise ValidationError(gettext("This can’t be read. Choose again.")) from error
        if any(not 0 < version < _MOST for version in found.values()):
            raise ValidationError(gettext("This can’t be read. Choose again."))
        return found


class DecisionForm(ListForm, OnceForm):
    """A decision with its letters. How long they may be, and which of them are needed, is the api's to say."""

    outcome = _one_of(deciding.OUTCOMES, Status)
    chosen = ChosenField(required=False)
    reason = forms.CharField(
        label=_("Reason that is kept"),
        help_text=_("Only the matching group reads it, until its notes are put away. It is in no mail."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, body: Mapping[str, Any] | None = None, **kwargs: Any):
        super().__init__(body, **kwargs)
        for code in LANGUAGES:
            self.fields[f"letter_{code}"] = forms.CharField(
                label=LETTER_LABELS[code],
                help_text=_("At most %(limit)s characters. The greeting above it has everybody’s own name.")
                % {"limit": grouped(LETTER_LIMIT)},
                required=False,
                widget=forms.Textarea(attrs={"rows": 5, "lang": code}),
            )
            self.fields[f"told_{code}"] = forms.CharField(
                label=TOLD_LABELS[code],
                help_text=_("At most %(limit)s characters. It is in the mail and on the page of their application.")
                % {"limit": grouped(deciding.TOLD_LIMIT)},
                required=False,
                widget=forms.Textarea(attrs={"rows": 2, "lang": code}),
            )
        if body is not None:
            # The base class knew of no such fields when it looked at the types.
            self.data = {name: self._typed(name, value) for name, value in body.items()}

    def by_language(self, name: str) -> dict[str, str]:
        """Return the letters, or the reasons that are told, of a form that is valid."""
        return {code: self.cleaned_data[f"{name}_{code}"] for code in LANGUAGES}


class CallForm(JsonForm):
    """A call whose letters are to be seen."""

    call = forms.CharField(max_length=_KEY_LIMIT, widget=forms.HiddenInput)


#: What a letter is sent with, as the heading over it.
OCCASIONS = {
    Status.RECEIVED: _("An application has arrived"),
    Status.ACCEPTED: _("They have a place"),
    Status.RESERVE: _("They are in the reserve"),
    Status.DECLINED: _("They get no place"),
}


class LettersForm(CallForm):
    """The letters of a call, a field for each status and language."""

    version = forms.IntegerField(min_value=0, max_value=_MOST, widget=forms.HiddenInput)

    def __init__(self, body: Mapping[str, Any] | None = None, *, order: Order, **kwargs: Any):
        self.order = order
        letters = {
            f"{status.value}_{code}": forms.CharField(
                label=LETTER_LABELS[code], required=False, widget=forms.Textarea(attrs={"rows": 5, "lang": code})
            )
            for status in SENT_OF[order]
            for code in LANGUAGES
        }
        self.base_fields = {**type(self).base_fields, **letters}
        super().__init__(body, **kwargs)

    @classmethod
    def of(cls, call: str, info: LettersInfo) -> LettersForm:
        """Return the form as it stands."""
        initial: dict[str, Any] = {"call": call, "version": info.version}
        for status, letters in info.letters.items():
            initial |= {f"{status.value}_{code}": text for code, text in letters.items()}
        return cls(order=info.order, initial=initial)

    @property
    def rows(self) -> list[dict[str, Any]]:
        """Each letter: when it is sent, its fields, and whether it goes out with nobody at the desk."""
        return [
            {
                "status": status,
                "occasion": OCCASIONS[status],
                "fields": [self[f"{status.value}_{code}"] for code in LANGUAGES],
                "at_once": status in AT_ONCE[self.order],
            }
            for status in SENT_OF[self.order]
        ]

    @property
    def letters(self) -> Letters:
        """The letters that were typed; after `require`."""
        return {
            status: {code: self.cleaned_data[f"{status.value}_{code}"] for code in LANGUAGES}
            for status in SENT_OF[self.order]
        }

    def moved_to(self, version: int) -> None:
        """Let what was typed be saved upon another version, which its writer has seen."""
        self.data = {**self.data, "version": str(version)}


class LateForm(JsonForm):
    """Somebody to let in late."""

    call = forms.ChoiceField(label=_("Call"))
    identifier = forms.CharField(
        label=_("Username or e-mail address"),
        max_length=_KEY_LIMIT,
        error_messages=_TOO_LONG,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "off", "spellcheck": "false"}),
    )
    until = forms.DateField(
        label=_("Until the end of"),
        help_text=_("On the programme’s own clock."),
        input_formats=["%Y-%m-%d"],
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, body: Mapping[str, Any] | None = None, *, calls: list[tuple[str, str]], **kwargs: Any):
        super().__init__(body, **kwargs)
        self.fields["call"].choices = calls


class TableForm(JsonForm):
    """A table of people; `seal` names the text that was looked at."""

    table = forms.CharField(
        label=_("Table of people"),
        help_text=_(
            "The first line names the columns: address or username, role, and places if you like. Then a line for each "
            "person, at most 10,000."
        ),
        error_messages={"required": _("Write or choose a table first.")},
        strip=False,
        widget=forms.Textarea(attrs={"rows": 5, "spellcheck": "false", "autocapitalize": "off"}),
    )
    seal = forms.CharField(required=False, max_length=64)


class ExportForm(JsonForm):
    """A part of a call's table."""

    call = forms.CharField(max_length=_KEY_LIMIT)
    number = forms.IntegerField(required=False, min_value=1, max_value=_MOST)
