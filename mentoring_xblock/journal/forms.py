"""What a browser may send about entries. Texts that are too long come back as typed, with a sentence beside them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from mentoring_xblock.blocks.forms import JsonForm, OnceForm
from mentoring_xblock.journal.api import Writer
from mentoring_xblock.journal.data import FRAME_LIMIT, MOODS, TITLE_LIMIT, Draft
from mentoring_xblock.kit.localised import Text
from mentoring_xblock.kit.questions import PREFIX, Question
from mentoring_xblock.kit.text import tidy
from mentoring_xblock.sharing.models import Audience

#: Versions, steps and pages stay far below what a database column takes.
_MOST = 1_000_000_000
#: What a page may send nothing of, and what it is called in a draft.
_LEFT = {"title": "title", "theme": "theme", "mood": "mood", "goal": "goal_id", "meeting": "meeting_id"}


class LimitedText(forms.CharField):
    """A text of at most `limit` characters, kept as typed but for what word processors leave in it (`tidy`)."""

    def __init__(self, limit: int, **kwargs: Any):
        self.limit = limit
        super().__init__(required=False, strip=False, **kwargs)

    def validate(self, value: str) -> None:
        """Say by how much a text is too long."""
        super().validate(value)
        excess = len(value) - self.limit
        if excess > 0:
            raise ValidationError(
                ngettext(
                    "%(count)s character too long. Your text is kept; shorten it where you like.",
                    "%(count)s characters too long. Your text is kept; shorten it where you like.",
                    excess,
                )
                % {"count": excess}
            )


class EntryForm(JsonForm):
    """One save, or what was typed when a page asks for something else to be done with it.

    `once_key` was made when the page was rendered and `step` counts its saves; `version` is what was typed upon.
    """

    entry = forms.UUIDField(required=False)
    version = forms.IntegerField(min_value=0, max_value=_MOST)
    once_key = forms.UUIDField()
    step = forms.IntegerField(min_value=0, max_value=_MOST)
    title = LimitedText(TITLE_LIMIT)
    theme = forms.CharField(required=False, max_length=64)
    frame = forms.CharField(required=False, max_length=FRAME_LIMIT)
    day = forms.DateField(required=False)
    mood = forms.IntegerField(required=False, min_value=MOODS[0], max_value=MOODS[-1])
    goal = forms.UUIDField(required=False)
    meeting = forms.UUIDField(required=False)

    def __init__(self, body: Mapping[str, Any], *, questions: Sequence[Question]):
        self._questions = tuple(questions)
        self.base_fields = {
            **type(self).base_fields,
            **{question.field: LimitedText(question.limit) for question in self._questions},
        }
        self._strange = any(name.startswith(PREFIX) and name not in self.base_fields for name in body)
        super().__init__(body)

    def _typed(self, name: str, value: Any) -> Any:
        if isinstance(value, str) and isinstance(self.fields.get(name), LimitedText):
            return tidy(value)
        return super()._typed(name, value)

    def clean(self) -> dict[str, Any]:
        """Refuse answers to questions that the journal does not ask."""
        if self._strange:
            raise ValidationError(
                gettext("The questions have changed meanwhile. Copy your text, reload the page and go on.")
            )
        return self.cleaned_data

    @property
    def draft(self) -> Draft:
        """What was typed; after `require`. What was not sent, as by a page of before, is left as it stands."""
        values = self.cleaned_data
        answers = {question.id: values[question.field] for question in self._questions if question.field in self.data}
        return Draft(
            title=values["title"],
            theme=values["theme"],
            answers=answers,
            frame=values["frame"],
            day=values["day"],
            mood=values["mood"],
            goal_id=values["goal"],
            meeting_id=values["meeting"],
            left=tuple(column for name, column in _LEFT.items() if name not in self.data),
        )

    @property
    def words(self) -> dict[str, Text]:
        """What the questions say now, by their ids."""
        return {question.id: question.label for question in self._questions}

    @property
    def writer(self) -> Writer:
        """The page that sent it; after `require`."""
        return Writer(self.cleaned_data["once_key"], self.cleaned_data["step"])


class PickForm(JsonForm):
    """Which entry is meant."""

    entry = forms.UUIDField()


class NewForm(JsonForm):
    """Which prompt a blank paper is on, the first that is open without one; and which meeting it is about."""

    frame = forms.CharField(required=False, max_length=FRAME_LIMIT)
    meeting = forms.UUIDField(required=False)


class HistoryForm(PickForm):
    """Which entry's history, and which page of it."""

    page = forms.IntegerField(required=False, min_value=1, max_value=_MOST)


class PutBackForm(PickForm):
    """Which of the texts that were kept beside an entry is to stand again."""

    text = forms.UUIDField()


class SideForm(JsonForm):
    """Which entry is meant, if there is one yet."""

    entry = forms.UUIDField(required=False)


class PageForm(JsonForm):
    """Which page of a list, which entry is open beside it, and whether the reader has turned the page themselves."""

    page = forms.IntegerField(required=False, min_value=1, max_value=_MOST)
    turned = forms.BooleanField(required=False)
    entry = forms.UUIDField(required=False)


class ShareForm(PickForm):
    """With whom to share an entry."""

    group = forms.UUIDField()
    audience = forms.ChoiceField(choices=Audience.choices)


class WithdrawForm(PickForm):
    """Which share to take back."""

    share = forms.UUIDField()


class CommentForm(OnceForm):
    """A comment in the thread of one share. Its length is the sharing room's to judge."""

    entry = forms.UUIDField()
    share = forms.UUIDField()
    body = forms.CharField(label=_("Comment"), required=False, strip=False)
