"""What a browser may send about hand-ins and points.

Forms see to types and to what can be chosen; how much and how long is the api's to say (`rules.py`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from mentoring_xblock.assessment.data import Candidate, HandInDetail
from mentoring_xblock.assessment.rules import FEEDBACK_LIMIT, ITEM_LIMIT
from mentoring_xblock.blocks.forms import JsonForm, OnceForm
from mentoring_xblock.kit.numbers import grouped
from mentoring_xblock.kit.paging import CHOICES
from mentoring_xblock.privacy.audit import ItemKind


class HandInForm(OnceForm):
    """Which of one's own things to hand in."""

    items = forms.MultipleChoiceField(
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": _("Choose at least one."),
            "invalid_list": _("Choose at least one."),
            "invalid_choice": _("One of these is not here any more. Choose again."),
        },
    )

    def __init__(
        self,
        body: Mapping[str, Any] | None = None,
        *,
        kind: ItemKind,
        candidates: Iterable[Candidate] = (),
        **kwargs: Any,
    ):
        super().__init__(body, **kwargs)
        self.fields["items"].label = (
            gettext("Which goals do you hand in?")
            if kind is ItemKind.GOAL
            else gettext("Which entries do you hand in?")
        )
        choices = [(str(one.id), one.title) for one in candidates]
        self.fields["items"].choices = choices
        help_text = (
            gettext("Up to %(limit)s.")
            if len(choices) < CHOICES
            else gettext("Up to %(limit)s. The newest %(shown)s are listed.")
        )
        self.fields["items"].help_text = help_text % {"limit": ITEM_LIMIT, "shown": CHOICES}

    def clean_items(self) -> list[UUID]:
        """Return the chosen ids, each once."""
        return [UUID(one) for one in dict.fromkeys(self.cleaned_data["items"])]


class HandInIdForm(JsonForm):
    """Which hand-in is meant."""

    hand_in = forms.UUIDField()


class WithdrawForm(HandInIdForm):
    """Which points of which hand-in are withdrawn: those that stood when the page was shown."""

    score = forms.UUIDField()


class ScoreForm(JsonForm):
    """Points and feedback for one hand-in. `replaces` is the score that stood when the form was shown."""

    hand_in = forms.UUIDField(widget=forms.HiddenInput)
    replaces = forms.UUIDField(widget=forms.HiddenInput, required=False)
    points = forms.IntegerField()
    feedback = forms.CharField(
        label=_("What will help next?"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, body: Mapping[str, Any] | None = None, *, detail: HandInDetail, **kwargs: Any):
        latest, given = detail.latest, detail.given
        initial = {
            "hand_in": detail.hand_in_id,
            "replaces": latest.score_id if latest else None,
            "points": given.points if given else None,
            "feedback": detail.own_feedback,
        }
        super().__init__(body, initial=initial, **kwargs)
        limits = {"maximum": detail.maximum}
        whole = gettext("Give whole points from 0 to %(maximum)s.") % limits
        self.fields["points"].label = gettext("Points, 0 to %(maximum)s") % limits
        self.fields["points"].widget.attrs.update(min=0, max=detail.maximum)
        self.fields["points"].error_messages.update(required=whole, invalid=whole)
        self.fields["feedback"].help_text = gettext("Up to %(limit)s characters.") % {"limit": grouped(FEEDBACK_LIMIT)}
