"""Forms over JSON bodies."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from mentoring_xblock.kit.errors import Invalid
from mentoring_xblock.kit.text import clean
from mentoring_xblock.programme.api import LIST_LIMIT

#: More people or things than one form can sensibly name.
MOST_IDS = 2_000


def _say_both_ends(field: forms.IntegerField) -> None:
    """Let one sentence say which numbers a field takes, whatever was wrong with the one that was typed."""
    low, high = field.min_value, field.max_value
    if low is None or high is None or low < 0:
        return
    sentence = gettext("Write a whole number from %(low)s to %(high)s.") % {"low": low, "high": high}
    ordinary = forms.Field.default_error_messages | forms.IntegerField.default_error_messages
    for code in ("required", "invalid", "min_value", "max_value"):
        if field.error_messages.get(code) == ordinary.get(code):
            field.error_messages[code] = sentence


class JsonForm(forms.Form):
    """A Django form over a parsed JSON body.

    A value of the wrong JSON type is an error beside its field and not a crash or a surprise. Text loses control
    characters and keeps everything else. Bound with a plain mapping, so what was typed is rendered again.
    """

    def __init__(self, body: Mapping[str, Any] | None = None, **kwargs: Any):
        self._mistyped: set[str] = set()
        super().__init__(data=None if body is None else dict(body), **kwargs)
        for field in self.fields.values():
            # A browser would cut what is pasted without a word; the answer says instead how much is too much.
            field.widget.attrs.pop("maxlength", None)
            if isinstance(field, forms.IntegerField):
                _say_both_ends(field)
        if body is not None:
            self.data = {name: self._typed(name, value) for name, value in body.items()}

    def _typed(self, name: str, value: Any) -> Any:
        field = self.fields.get(name)
        if field is None or value is None:
            return value
        if isinstance(field, forms.MultipleChoiceField):
            items = value if isinstance(value, list) else [value]
            if all(isinstance(item, str) for item in items):
                return [clean(item) for item in items]
        elif isinstance(value, bool):
            if isinstance(field, forms.BooleanField):
                return value
        elif isinstance(value, int | float):
            return str(value)
        elif isinstance(value, str):
            return clean(value)
        self._mistyped.add(name)
        return None

    def full_clean(self) -> None:
        """Validate, and say of each value of the wrong type that it can't be read."""
        super().full_clean()
        if self.is_bound:
            for name in sorted(self._mistyped):
                self._errors.pop(name, None)
                self.add_error(name, gettext("This can’t be read. Type it again."))

    def require(self) -> dict[str, Any]:
        """Return the cleaned values.

        Raises:
            Invalid: with the sentences for each field; its message stands for the whole form.
        """
        if self.is_valid():
            return self.cleaned_data
        errors = {name: [str(error) for error in found] for name, found in self.errors.items()}
        raise Invalid(gettext("Something needs another look. What you typed is still here."), errors)

    def take(self, error: Invalid) -> None:
        """Put what an api says of the fields beside them, unless the form has said something there already."""
        self.is_valid()
        for name, sentences in error.fields.items():
            if name in self.fields and name not in self.errors:
                self.add_error(name, sentences)


class OnceForm(JsonForm):
    """A form that makes something new: the hidden key makes a double click one thing."""

    once_key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, body: Mapping[str, Any] | None = None, **kwargs: Any):
        kwargs.setdefault("initial", {}).setdefault("once_key", uuid.uuid4())
        super().__init__(body, **kwargs)


class IdsField(forms.MultipleChoiceField):
    """Public ids, as a list or as a single one; which of them exist is for the api to say."""

    def valid_value(self, value: Any) -> bool:
        """Let every value through to `clean`, which reads it."""
        return True

    def clean(self, value: Any) -> tuple[UUID, ...]:
        """Return each id once, in the order given."""
        texts = super().clean(value)
        if len(texts) > MOST_IDS:
            raise ValidationError(gettext("That is too many at once."))
        try:
            return tuple(dict.fromkeys(UUID(text) for text in texts))
        except ValueError as error:
            raise ValidationError(gettext("This can’t be read. Choose again.")) from error


class ManyOnAPageForm(JsonForm):
    """A form of which several stand on one page, so that only what a template names has an id."""

    def __init__(self, body: Mapping[str, Any] | None = None, **kwargs: Any):
        super().__init__(body, **{"auto_id": False, **kwargs})


#: People paste lists from mails and spreadsheets; no username and no address holds one of these.
_BETWEEN_NAMES = re.compile(r"[\n,;\t]+")


def names_in(text: str) -> list[str]:
    """Return the usernames and addresses in a list of people."""
    return _BETWEEN_NAMES.split(text)


class NamingForm(ManyOnAPageForm):
    """People to name to something, one a line or between commas."""

    people = forms.CharField(
        label=_("Usernames or e-mail addresses"),
        help_text=_("One on each line. People have to be enrolled in the course, or on its staff."),
        max_length=LIST_LIMIT * 255,
        error_messages={
            "required": _("Write at least one username or e-mail address."),
            "max_length": _("This can have %(limit_value)s characters; it has %(show_value)s."),
        },
        widget=forms.Textarea(attrs={"rows": 2, "spellcheck": "false", "autocapitalize": "off"}),
    )

    @property
    def names(self) -> list[str]:
        """The lines; after `require`."""
        return names_in(self.cleaned_data["people"])

    @classmethod
    def left_with(cls, lines: Iterable[str], sentence: str) -> NamingForm:
        """Return a form with the lines that fit nobody, and what is wrong with them."""
        form = cls({"people": "\n".join(lines)})
        form.is_valid()
        form.add_error("people", sentence)
        return form


class NamedForm(ManyOnAPageForm):
    """One of those who were named, by username."""

    person = forms.CharField(max_length=255)
