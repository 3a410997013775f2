"""What a browser may send about choosing a mentor."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from mentoring_xblock.applications.languages import COMMON, name_of
from mentoring_xblock.blocks.forms import ManyOnAPageForm
from mentoring_xblock.choices.data import MESSAGE_LIMIT, Wanted
from mentoring_xblock.kit.numbers import grouped
from mentoring_xblock.programme.plan import Plan

#: Numbers of pages stay far below what a database takes.
_MOST = 1_000_000


class FindMentorForm(ManyOnAPageForm):
    """How the list of mentors is narrowed, and which page of it is shown."""

    topic = forms.CharField(label=_("Topic"), required=False, max_length=40, widget=forms.Select)
    language = forms.CharField(label=_("Language"), required=False, max_length=16, widget=forms.Select)
    place = forms.CharField(label=_("Place"), required=False, max_length=40, widget=forms.Select)
    remote = forms.BooleanField(label=_("Meets remotely"), required=False)
    page = forms.IntegerField(required=False, min_value=1, max_value=_MOST)

    def named(self, plan: Plan) -> FindMentorForm:
        """Offer what the plan's lists hold, in the reader's language."""
        languages = sorted(((code, name_of(code)) for code in COMMON), key=lambda pair: pair[1].casefold())
        for name, options in (
            ("topic", plan.named("topics").items()),
            ("language", languages),
            ("place", plan.named("places").items()),
        ):
            self.fields[name].widget.choices = [("", gettext("any")), *options]
        return self

    @property
    def wanted(self) -> Wanted:
        """What a valid form asks for."""
        values = self.cleaned_data
        return Wanted(values["topic"], values["language"], values["place"], values["remote"])


class MentorForm(ManyOnAPageForm):
    """Which mentor, by public id of their participant."""

    mentor = forms.UUIDField(widget=forms.HiddenInput)


class AskForm(MentorForm):
    """A message to a mentor. `once_key` is made with the form, so that a double click asks once."""

    message = forms.CharField(
        label=_("Your message"), widget=forms.Textarea(attrs={"rows": 4}), max_length=MESSAGE_LIMIT
    )
    once_key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, body: Mapping[str, Any] | None = None, **kwargs: Any):
        super().__init__(body, **kwargs)
        self.fields["message"].help_text = gettext(
            "Why them, and what you would like to talk about. Up to %(limit)s characters. Only they read it."
        ) % {"limit": grouped(MESSAGE_LIMIT)}

    @classmethod
    def to(cls, mentor: uuid.UUID) -> AskForm:
        """Return an empty form for a message to this mentor."""
        return cls(initial={"mentor": mentor, "once_key": uuid.uuid4()})


class PauseForm(ManyOnAPageForm):
    """Whether a mentor lets nobody ask for now."""

    paused = forms.BooleanField(required=False)


class RequestForm(ManyOnAPageForm):
    """Which request, by public id."""

    request = forms.UUIDField(widget=forms.HiddenInput)
