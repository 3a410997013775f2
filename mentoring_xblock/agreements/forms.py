"""What a browser may send about agreements. What can be saved and signed is the api's to say (`rules.py`)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext

from mentoring_xblock.agreements.data import AgreementInfo
from mentoring_xblock.agreements.rules import LIMIT, PREFIX, field_of
from mentoring_xblock.blocks.forms import JsonForm
from mentoring_xblock.kit.errors import Invalid
from mentoring_xblock.kit.localised import pick
from mentoring_xblock.kit.numbers import grouped
from mentoring_xblock.programme.plan_relationship import Item

#: Saves stay far below what a database column takes.
_MOST = 1_000_000_000


class GroupForm(JsonForm):
    """Which of the reader's groups is meant."""

    group = forms.UUIDField()


class ReadForm(GroupForm):
    """Which version to read: one of the group's, or the newest; or the draft as it stands."""

    which = forms.UUIDField(required=False)
    draft = forms.BooleanField(required=False)


class VersionForm(GroupForm):
    """Which version to sign or to take back."""

    which = forms.UUIDField()


class PutForm(GroupForm):
    """Which save of the draft to put to be signed."""

    version = forms.IntegerField(min_value=0, max_value=_MOST)


def _item_field(item: Item) -> forms.CharField:
    room = gettext("Up to %(limit)s characters.") % {"limit": grouped(LIMIT)}
    return forms.CharField(
        label=pick(item.name) or gettext("From an earlier form"),
        help_text=" ".join(filter(None, [pick(item.help), room])),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )


class DraftForm(GroupForm):
    """The draft as a form, with a field for each item.

    `version` is the save that is typed upon; `joined` tells that the writer has seen the other text after a conflict.
    """

    group = forms.UUIDField(widget=forms.HiddenInput)
    version = forms.IntegerField(min_value=0, max_value=_MOST, widget=forms.HiddenInput)
    joined = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def __init__(self, body: Mapping[str, Any] | None, *, items: Sequence[Item], **kwargs: Any):
        self._items = tuple(items)
        self.base_fields = {**type(self).base_fields, **{field_of(one.id): _item_field(one) for one in self._items}}
        super().__init__(body, **kwargs)

    @property
    def item_fields(self) -> list[forms.BoundField]:
        """The items, in their order."""
        return [self[field_of(item.id)] for item in self._items]

    @property
    def leftovers(self) -> tuple[str, ...]:
        """What was typed for items that are not on the form any more, so that its writer can copy it."""
        return tuple(
            value
            for name, value in self.data.items()
            if name.startswith(PREFIX) and name not in self.fields and isinstance(value, str) and value.strip()
        )

    def clean(self) -> dict[str, Any]:
        """Refuse words for items that the form does not have."""
        if self.leftovers:
            raise ValidationError(
                gettext(
                    "The form has changed since you opened it. What you wrote for an earlier part stands below; copy "
                    "what you want to keep, and save again."
                )
            )
        return self.cleaned_data

    @property
    def texts(self) -> dict[str, str]:
        """What was typed, by item; after `require`."""
        return {item.id: self.cleaned_data[field_of(item.id)] for item in self._items}

    def refuse(self, error: Invalid) -> None:
        """Put the api's sentences beside their fields; the form's own stand there already."""
        for name, sentences in error.fields.items():
            new = [sentence for sentence in sentences if sentence not in self.errors.get(name, [])]
            if new and name in self.fields:
                self.add_error(name, new)

    def show(self, texts: Mapping[str, str]) -> None:
        """Show these words instead of what was typed."""
        self.data = {**self.data, **{field_of(item.id): texts.get(item.id, "") for item in self._items}}

    def moved_to(self, version: int) -> None:
        """Let what was typed be saved upon another save, whose text the writer has seen."""
        self.data = {**self.data, "version": str(version), "joined": "true"}


def first_form(group_id: Any, items: Sequence[Item], info: AgreementInfo) -> DraftForm:
    """Return the form with the draft in it; where nobody has written anything yet, with the plan's suggestions."""
    texts = info.texts if info.version else {item.id: pick(item.suggestion) for item in items}
    words = {field_of(id_): text for id_, text in texts.items()}
    return DraftForm(None, items=items, initial={"group": group_id, "version": info.version, **words})


__all__ = ["DraftForm", "GroupForm", "PutForm", "ReadForm", "VersionForm", "first_form"]
