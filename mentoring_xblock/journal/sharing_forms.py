"""What a browser may send about sharing entries, and what readers of them send."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from mentoring_xblock.blocks.forms import OnceForm
from mentoring_xblock.journal.forms import PickForm
from mentoring_xblock.kit.text import passages, tidy
from mentoring_xblock.sharing.data import Target
from mentoring_xblock.sharing.models import Audience, Reaction

#: What the names of the fields for passages begin with; the id of a question follows.
PREFIX = "passage_"
#: What of an entry is shared: all of it, passages that were typed or selected, or a marked one by its digest.
ENTRY, PASSAGE = "entry", "passage"


def to_value(target: Target) -> str:
    """Return how a page names somebody to share with."""
    return " ".join(filter(None, (str(target.group_id), target.audience.value, target.seat_id and str(target.seat_id))))


class _ToField(forms.CharField):
    """Whom to share with, as `to_value` says it; gives (group id, audience, id of the one person's place)."""

    def to_python(self, value: Any) -> tuple[UUID, Audience, UUID | None] | None:
        """Read it."""
        parts = super().to_python(value).split()
        if not parts:
            return None
        try:
            group, audience, seat = (*parts, None)[:3]
            return UUID(group), Audience(audience), UUID(seat) if seat else None
        except ValueError as error:
            raise ValidationError(self.error_messages["required"]) from error


class SideForm(PickForm):
    """Which entry is meant, if there is one yet, and whether the reader wants to share it."""

    entry = forms.UUIDField(required=False)
    sharing = forms.BooleanField(required=False)


class ShareForm(PickForm):
    """Whom to share an entry with, what of it, and how.

    It is made with what is saved of the entry, by question id.
    """

    to = _ToField(max_length=120, error_messages={"required": _("Choose with whom to share it.")})
    what = forms.CharField(required=False, max_length=40)
    later = forms.BooleanField(required=False)
    talk = forms.BooleanField(required=False)
    with_mood = forms.BooleanField(required=False)

    def __init__(self, body: Mapping[str, Any] | None = None, *, answers: Mapping[str, str] | None = None):
        self._answers = answers or {}
        self.base_fields = {
            **type(self).base_fields,
            **{PREFIX + id_: forms.CharField(required=False, strip=False) for id_ in self._answers},
        }
        super().__init__(body)

    def _typed(self, name: str, value: Any) -> Any:
        if isinstance(value, str) and name.startswith(PREFIX):
            return tidy(value)
        return super()._typed(name, value)

    def clean(self) -> dict[str, Any]:
        """Refuse a marked passage that has gone: no other one may be meant in its place."""
        what = self.cleaned_data.get("what", "")
        if what not in ("", ENTRY, PASSAGE) and what not in {value for value, _id, _text in marked(self._answers)}:
            self.add_error("what", gettext("This passage is not in the saved text any more. Choose it again."))
        return self.cleaned_data

    @property
    def passages(self) -> Mapping[str, str] | None:
        """The passages to share, by question id; None for the whole entry. After `require`."""
        what = self.cleaned_data["what"]
        if what in ("", ENTRY):
            return None
        if what == PASSAGE:
            return {id_: self.cleaned_data[PREFIX + id_] for id_ in self._answers}
        return next({id_: text} for value, id_, text in marked(self._answers) if value == what)


def marked(answers: Mapping[str, str]) -> list[tuple[str, str, str]]:
    """Return the passages that the writer marked, as (how a page names it, question id, text), each once.

    Named by what it says, so that of a text that has changed meanwhile no other passage can be meant.
    """
    found = [(id_, text) for id_, answer in answers.items() for text in passages(answer)]
    return [(_digest(id_, text), id_, text) for id_, text in dict.fromkeys(found)]


def _digest(question_id: str, text: str) -> str:
    return hashlib.sha256(f"{question_id}\n{text}".encode()).hexdigest()[:32]


class WithdrawForm(PickForm):
    """Which share to take back."""

    share = forms.UUIDField()


class MarkForm(PickForm):
    """By which share an entry was read."""

    share = forms.UUIDField()


class ReactForm(MarkForm):
    """What a reader says without words; nothing to say nothing any more."""

    reaction = forms.TypedChoiceField(choices=Reaction.choices, coerce=Reaction, required=False, empty_value=None)


class CommentForm(OnceForm):
    """A comment in the thread of one share. Its length is the sharing room's to judge."""

    entry = forms.UUIDField()
    share = forms.UUIDField()
    body = forms.CharField(label=_("Comment"), required=False, strip=False)
