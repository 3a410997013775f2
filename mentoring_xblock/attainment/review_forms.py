"""What a browser sends of a review: for each goal a level, a line, or neither."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _

from mentoring_xblock.attainment.data import LINE_LIMIT, SHOWN, Answer, ScaleInfo
from mentoring_xblock.attainment.forms import MOST_VERSIONS
from mentoring_xblock.attainment.rating import LevelsChanged
from mentoring_xblock.attainment.reviewing import ENDED, Review, field_of
from mentoring_xblock.blocks.forms import JsonForm, OnceForm
from mentoring_xblock.kit.errors import Invalid
from mentoring_xblock.kit.numbers import signed

#: What the names of the fields for lines begin with.
_WORDS = "words_"


class PickReviewForm(JsonForm):
    """Which review is meant."""

    milestone = forms.CharField(max_length=40)


@dataclass(frozen=True)
class Asked:
    """What a review asks about one goal. `level` is None where there are no five levels to choose from.

    levels: value, sign and words of each, the highest first; version: the scale's whose words these are.
    ended: the goal came to an end of its own.
    """

    title: str
    key: str
    ended: bool
    level: forms.BoundField | None
    levels: tuple[tuple[str, str, str], ...]
    version: forms.BoundField | None
    words: forms.BoundField


class ReviewForm(OnceForm):
    """The goals of a review, each with its own fields; those that are still open in it are shown.

    The others have fields too, so that the same click a second time is no mistake. `beside` is the goal that stands
    open on the page, unless its levels are being typed or rated there.
    """

    milestone = forms.CharField(max_length=40, widget=forms.HiddenInput)
    beside = forms.UUIDField(required=False)

    def __init__(self, body: Mapping[str, Any] | None = None, *, review: Review, **kwargs: Any):
        self._review = review
        asked: dict[str, forms.Field] = {}
        for ref in review.refs:
            scale = review.standings[ref.goal_id].scale
            if scale is not None and scale.whole:
                asked[field_of(ref.goal_id, "level")] = _level_field()
                asked[field_of(ref.goal_id, "version")] = _version_field()
            asked[field_of(ref.goal_id, "words")] = _words_field()
        self.base_fields = {**type(self).base_fields, **asked}
        kwargs.setdefault("initial", {"milestone": review.opened.milestone.id, **_versions(review)})
        super().__init__(body, **kwargs)

    @property
    def asked(self) -> list[Asked]:
        """What is asked about each goal, in their order."""
        return [
            Asked(
                title=ref.title,
                key=ref.goal_id.hex[:12],
                ended=ref.status in ENDED,
                level=self[name] if (name := field_of(ref.goal_id, "level")) in self.fields else None,
                levels=_levels(self._review.standings[ref.goal_id].scale),
                version=self[name] if (name := field_of(ref.goal_id, "version")) in self.fields else None,
                words=self[field_of(ref.goal_id, "words")],
            )
            for ref in self._review.left
        ]

    @property
    def answers(self) -> dict[UUID, Answer]:
        """What was said, by the goal's public id; after `require`."""
        found = {}
        for ref in self._review.refs:
            level, words, seen = (
                self.cleaned_data.get(field_of(ref.goal_id, name)) for name in ("level", "words", "version")
            )
            found[ref.goal_id] = Answer(int(level), words, seen or 0) if level else Answer(None, words)
        return found

    @property
    def leftovers(self) -> tuple[str, ...]:
        """What was typed about goals that are not in the review any more, so that its writer can copy it."""
        return tuple(
            value
            for name, value in self.data.items()
            if name.startswith(_WORDS) and name not in self.fields and isinstance(value, str) and value.strip()
        )

    def clean(self) -> dict[str, Any]:
        """Refuse words about a goal that is not in the review any more, and a choice where none is left to be made."""
        if self.leftovers:
            raise ValidationError(
                gettext(
                    "A goal is not in this review any more. What you wrote about it stands below; copy what you want "
                    "to keep, and save again."
                )
            )
        if any(self.data.get(name) and name not in self.fields for name in self._names("level")):
            raise ValidationError(gettext("Only five levels that are all written and all different can be rated."))
        return self.cleaned_data

    def _names(self, what: str) -> list[str]:
        return [field_of(ref.goal_id, what) for ref in self._review.refs]

    def moved(self, review: Review, error: LevelsChanged) -> ReviewForm:
        """Return the same with the words that levels have now, to be looked at again where they have changed."""
        names = {goal_id: field_of(goal_id, "version") for goal_id in error.current}
        standing = {names[goal_id]: str(one.scale.version) for goal_id, one in error.current.items()}
        form = type(self)({**self.data, **standing}, review=review)
        form.is_valid()
        for goal_id in error.current:
            name = field_of(goal_id, "level")
            form.add_error(name if name in form.fields else None, error.message)
        return form

    def refuse(self, error: Invalid) -> None:
        """Put the api's sentences beside their fields; those of the form stand there already."""
        self.is_valid()
        for name, sentences in error.fields.items():
            new = [sentence for sentence in sentences if sentence not in self.errors.get(name, [])]
            if new:
                self.add_error(name if name in self.fields else None, new)


def _level_field() -> forms.ChoiceField:
    sentence = gettext("Choose one of the five levels.")
    return forms.ChoiceField(
        choices=[("", ""), *((str(level), str(level)) for level in SHOWN)],
        required=False,
        error_messages={"invalid_choice": sentence},
    )


def _version_field() -> forms.IntegerField:
    return forms.IntegerField(required=False, min_value=0, max_value=MOST_VERSIONS, widget=forms.HiddenInput)


def _versions(review: Review) -> dict[str, int]:
    scales = {ref.goal_id: review.standings[ref.goal_id].scale for ref in review.refs}
    return {field_of(goal_id, "version"): scale.version for goal_id, scale in scales.items() if scale}


def _words_field() -> forms.CharField:
    return forms.CharField(
        label=_("One line"),
        help_text=gettext("Up to %(limit)s characters.") % {"limit": LINE_LIMIT},
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 1, "dir": "auto"}),
    )


def _levels(scale: ScaleInfo | None) -> tuple[tuple[str, str, str], ...]:
    if scale is None or not scale.whole:
        return ()
    return (
        *((str(level), signed(level), scale.draft.texts[level]) for level in SHOWN),
        ("", "", pgettext("a goal in a review", "I leave it open")),
    )


__all__ = ["Asked", "PickReviewForm", "ReviewForm"]
