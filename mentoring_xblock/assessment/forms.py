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

from mentoring_xblock.assessment.data import Candidate, Criterion, HandInDetail
from mentoring_xblock.assessment.rubric import missing
from mentoring_xblock.assessment.rules import FEEDBACK_LIMIT, ITEM_LIMIT
from mentoring_xblock.blocks.forms import IdsField, JsonForm, OnceForm
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
        self.of_goals = kind is ItemKind.GOAL
        self.fields["items"].label = (
            gettext("Which goals do you hand in?") if self.of_goals else gettext("Which entries do you hand in?")
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


class AgainForm(HandInIdForm):
    """What to look at again, for one hand-in."""

    words = forms.CharField(
        label=_("What should they look at again?"),
        strip=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Say what to look at again.")},
    )

    def __init__(self, body: Mapping[str, Any] | None = None, **kwargs: Any):
        super().__init__(body, **kwargs)
        self.fields["words"].help_text = gettext("Up to %(limit)s characters.") % {"limit": grouped(FEEDBACK_LIMIT)}


class PersonTimeForm(JsonForm):
    """Of whom more time is asked; `opened` asks for the form, without it for the line that leads to it."""

    participant = forms.UUIDField()
    opened = forms.BooleanField(required=False)


class TimeForm(PersonTimeForm):
    """More time, or one more hand-in, for one person in one block."""

    block = forms.ChoiceField(
        label=_("For what"),
        error_messages={
            "required": _("Choose one of the list."),
            "invalid_choice": _("This is not here any more. Choose again."),
        },
    )
    until = forms.DateField(
        label=_("Until the end of this day"),
        required=False,
        help_text=_("By the programme’s clock. Where the course gives longer, that stands."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": _("Choose a day from the calendar.")},
    )
    attempts = forms.BooleanField(label=_("One more hand-in"), required=False)

    def __init__(self, body: Mapping[str, Any] | None = None, *, blocks: Iterable[tuple[str, str]], **kwargs: Any):
        super().__init__(body, **kwargs)
        self.fields["block"].choices = list(blocks)


class ScoreForm(JsonForm):
    """Points and feedback for one hand-in. `replaces` is what had been given last when the form was shown.

    With a rubric there is a field for each criterion, by `Criterion.field`, and none for points.
    """

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
        self._rubric = detail.rubric
        self.base_fields = {**self.base_fields, **{one.field: _level_field(one) for one in detail.rubric}}
        if detail.rubric:
            del self.base_fields["points"]
        initial = {
            "hand_in": detail.hand_in_id,
            "replaces": latest.score_id if latest else None,
            "points": given.points if given else None,
            "feedback": detail.own_feedback,
            **_marks_given(detail),
        }
        super().__init__(body, initial=initial, **kwargs)
        self.fields["feedback"].help_text = gettext("Up to %(limit)s characters.") % {"limit": grouped(FEEDBACK_LIMIT)}
        if detail.rubric:
            return
        limits = {"maximum": detail.maximum}
        whole = gettext("Give whole points from 0 to %(maximum)s.") % limits
        self.fields["points"].label = gettext("Points, 0 to %(maximum)s") % limits
        self.fields["points"].widget.attrs.update(min=0, max=detail.maximum)
        self.fields["points"].error_messages.update(required=whole, invalid=whole)

    @property
    def marks(self) -> dict[str, int]:
        """The levels that were chosen, by criterion; empty without a rubric."""
        return {one.id: self.cleaned_data[one.field] for one in self._rubric}

    @property
    def criteria(self) -> list[tuple[Criterion, forms.BoundField]]:
        """The criteria with their fields, for the page."""
        return [(one, self[one.field]) for one in self._rubric]


def _level_field(criterion: Criterion) -> forms.TypedChoiceField:
    sentence = missing(criterion)
    return forms.TypedChoiceField(
        choices=[(level.points, level.points) for level in criterion.levels],
        coerce=int,
        error_messages={"required": sentence, "invalid_choice": sentence},
    )


def _marks_given(detail: HandInDetail) -> dict[str, int]:
    """Return what was chosen last for this hand-in; each criterion has a mark, or none has."""
    marks = detail.given.marks if detail.given else ()
    return {one.field: mark.points for one, mark in zip(detail.rubric, marks, strict=True)} if marks else {}


class PointsForm(JsonForm):
    """Which page of the points that wait to be released."""

    page = forms.IntegerField(required=False, min_value=1, max_value=1_000_000)


class ReleaseForm(PointsForm):
    """Which points are released."""

    scores = IdsField(error_messages={"required": _("Choose at least one.")})
