"""What a browser may send about help."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from mentoring_xblock.blocks.forms import ManyOnAPageForm
from mentoring_xblock.help.data import BODY_LIMIT, Topic
from mentoring_xblock.kit.numbers import grouped

#: Numbers of pages and versions stay far below what a database takes.
_MOST = 1_000_000


class WhereForm(ManyOnAPageForm):
    """The group from whose page it is asked, if it is one, and one of one's requests, if one is opened."""

    group = forms.UUIDField(required=False)
    request = forms.UUIDField(required=False)


class _WordsForm(ManyOnAPageForm):
    """Words, and a key of the form, so that a double click says them once."""

    body = forms.CharField(
        label=_("What you want to say"),
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _("Write a sentence at least.")},
    )
    once_key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, body: Mapping[str, Any] | None = None, **kwargs: Any):
        kwargs.setdefault("initial", {}).setdefault("once_key", uuid.uuid4())
        super().__init__(body, **kwargs)
        # How long it may be is the api's to say, beside the field.
        self.fields["body"].help_text = gettext("Up to %(limit)s characters.") % {"limit": grouped(BODY_LIMIT)}


class AskForm(_WordsForm):
    """What somebody asks the coordinators."""

    topic = forms.TypedChoiceField(choices=[(one.value, one.value) for one in Topic], coerce=Topic)
    group = forms.UUIDField(required=False)

    @classmethod
    def about(cls, topic: Topic) -> AskForm:
        """Return an empty form."""
        return cls(initial={"topic": topic})._labelled(topic)

    def _labelled(self, topic: Topic) -> AskForm:
        labels = {
            Topic.TALK: gettext("What you would like to talk about"),
            Topic.CONCERN: gettext("What has happened, or what worries you"),
        }
        self.fields["body"].label = labels[topic]
        return self

    @classmethod
    def typed(cls, body: Mapping[str, Any]) -> AskForm:
        """Return the form that somebody sent."""
        form = cls(body)
        asked = body.get("topic")
        return form._labelled(Topic(asked)) if asked in Topic.values else form


class ReplyForm(_WordsForm):
    """Something more about a request."""

    request = forms.UUIDField()
    group = forms.UUIDField(required=False)

    @classmethod
    def to(cls, request: UUID) -> ReplyForm:
        """Return an empty form."""
        return cls(initial={"request": request})


class SettleForm(ManyOnAPageForm):
    """Whether a request is settled, and its version as the page showed it."""

    request = forms.UUIDField()
    settled = forms.BooleanField(required=False)
    version = forms.IntegerField(min_value=1, max_value=_MOST)
    group = forms.UUIDField(required=False)


class ListForm(ManyOnAPageForm):
    """Which requests the coordinators' list shows."""

    settled = forms.BooleanField(required=False)
    page = forms.IntegerField(required=False, min_value=1, max_value=_MOST)


class RequestForm(ManyOnAPageForm):
    """One request."""

    request = forms.UUIDField()
