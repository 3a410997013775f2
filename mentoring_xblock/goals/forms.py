"""What a browser may send about goals.

Forms see to types and to what can be chosen; what makes a goal that can be saved is the api's to say (`rules.py`).
"""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from mentoring_xblock.blocks.forms import JsonForm, OnceForm
from mentoring_xblock.goals.data import STATUS_LABELS, GoalDraft, GoalInfo, Status
from mentoring_xblock.goals.worksheet import Sheet
from mentoring_xblock.kit.dates import long_day
from mentoring_xblock.kit.errors import Invalid
from mentoring_xblock.kit.localised import pick
from mentoring_xblock.kit.numbers import grouped
from mentoring_xblock.kit.questions import PREFIX, Question
from mentoring_xblock.sharing.api import COMMENT_LIMIT
from mentoring_xblock.sharing.data import Audience, Stance

#: Versions stay far below what a database column takes.
_MOST = 1_000_000_000


def answer_field(question: Question) -> forms.CharField:
    """Return the field of one question; its help says how much fits."""
    room = gettext("Up to %(limit)s characters.") % {"limit": grouped(question.limit)}
    return forms.CharField(
        label=pick(question.label),
        help_text=" ".join(filter(None, [pick(question.help), room])),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
    )


def words_of(questions: Iterable[Question]) -> str:
    """Return what tells these questions, whatever their order, from the same ones in other words of any language."""
    asked = json.dumps({one.id: dict(one.label) for one in questions}, sort_keys=True)
    return hashlib.sha256(asked.encode()).hexdigest()[:16]


class GoalForm(JsonForm):
    """The worksheet as a form.

    `goal` is empty for a new goal, `group` then names the group whose goal it is to be. `once_key` makes a double click
    one goal, `version` is what is typed upon, and `joined` tells that the writer has seen the other text after a
    conflict. `questions` tells on which words it is typed; a page that does not send them is taken at its word.
    """

    goal = forms.UUIDField(required=False, widget=forms.HiddenInput)
    group = forms.UUIDField(required=False, widget=forms.HiddenInput)
    version = forms.IntegerField(min_value=0, max_value=_MOST, widget=forms.HiddenInput)
    once_key = forms.UUIDField(widget=forms.HiddenInput)
    joined = forms.BooleanField(required=False, widget=forms.HiddenInput)
    questions = forms.CharField(required=False, widget=forms.HiddenInput)
    theme = forms.ChoiceField(
        label=_("Theme"),
        required=False,
        error_messages={"invalid_choice": _("This theme is not in the programme. Choose another one, or none.")},
    )
    target_on = forms.DateField(
        label=_("By when?"),
        required=False,
        input_formats=["%Y-%m-%d"],
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        error_messages={"invalid": _("This is not a day. Write it as year-month-day, for instance 2027-03-07.")},
    )
    status = forms.ChoiceField(
        label=_("Where does it stand?"),
        choices=[(status.value, label) for status, label in STATUS_LABELS.items()],
        error_messages={
            "required": _("Choose where the goal stands."),
            "invalid_choice": _("Choose where the goal stands."),
        },
    )

    def __init__(self, body: Mapping[str, Any] | None, *, sheet: Sheet, goal: GoalInfo | None = None, **kwargs: Any):
        self._questions = sheet.questions
        self.base_fields = {**{one.field: answer_field(one) for one in sheet.questions}, **type(self).base_fields}
        self._asked = _asked(sheet, goal) if goal else {}
        words = words_of(sheet.questions)
        kwargs.setdefault("initial", {"group": sheet.group_id, "questions": words, **_initial(goal)})
        super().__init__(body, **kwargs)
        self._reworded = self.is_bound and self.data.get("questions") not in (None, "", words)
        if self._reworded:
            # The answer asks them in their new words, on which it can be saved.
            self.data = {**self.data, "questions": words}
        self.fields["theme"].choices = _theme_choices(sheet, goal)
        if not sheet.themes and not (goal and goal.draft.theme):
            del self.fields["theme"]
        if sheet.first_day and sheet.last_day:
            self.fields["target_on"].help_text = gettext("From %(first)s to %(last)s.") % {
                "first": long_day(sheet.first_day),
                "last": long_day(sheet.last_day),
            }

    @property
    def answer_fields(self) -> list[tuple[forms.BoundField, str]]:
        """The questions, in their order, and what each said when it was answered, where it says something else now."""
        return [(self[question.field], self._asked.get(question.id, "")) for question in self._questions]

    @property
    def other_fields(self) -> list[forms.BoundField]:
        """The fields that every goal has."""
        return [self[name] for name in ("target_on", "theme", "status") if name in self.fields]

    @property
    def leftovers(self) -> tuple[str, ...]:
        """What was typed for questions that are not on the worksheet any more, so that its writer can copy it."""
        return tuple(
            value
            for name, value in self.data.items()
            if name.startswith(PREFIX) and name not in self.fields and isinstance(value, str) and value.strip()
        )

    def clean(self) -> dict[str, Any]:
        """Refuse answers to questions that the worksheet does not ask, and a page that does not know what it edits."""
        if any(name.startswith(PREFIX) and name not in self.fields for name in self.data):
            raise ValidationError(
                gettext(
                    "The questions have changed since you opened this goal. What you wrote for an earlier one stands "
                    "below; copy what you want to keep, and save again."
                )
            )
        if self._reworded:
            raise ValidationError(
                gettext("The questions have changed since you opened this page. Look at them, and save again.")
            )
        if {"goal", "group", "version", "once_key"} & set(self._errors):
            raise ValidationError(gettext("This page is out of date. Copy what you wrote, and open the goal again."))
        return self.cleaned_data

    @property
    def draft(self) -> GoalDraft:
        """What was typed; after `require`."""
        values = self.cleaned_data
        return GoalDraft(
            answers={question.id: values[question.field] for question in self._questions},
            theme=values.get("theme", ""),
            target_on=values["target_on"],
            status=Status(values["status"]),
        )

    def refuse(self, error: Invalid) -> None:
        """Put the api's sentences beside their fields; the form's own stand there already."""
        for name, sentences in error.fields.items():
            new = [sentence for sentence in sentences if sentence not in self.errors.get(name, [])]
            if new:
                self.add_error(name if name in self.fields else None, new)

    def take(self, draft: GoalDraft) -> None:
        """Show this text instead of what was typed."""
        texts = {question.field: draft.answers.get(question.id, "") for question in self._questions}
        day = draft.target_on.isoformat() if draft.target_on else ""
        self.data = {**self.data, **texts, "theme": draft.theme, "target_on": day, "status": draft.status.value}

    def moved_to(self, version: int) -> None:
        """Let what was typed be saved upon another version, whose text the writer has seen."""
        self.data = {**self.data, "version": str(version), "joined": "true"}

    def as_new(self, group_id: uuid.UUID | None) -> None:
        """Let what was typed be saved as a new goal, of a group or of the writer's own."""
        new = {"goal": "", "group": str(group_id or ""), "version": "0", "once_key": str(uuid.uuid4()), "joined": ""}
        self.data = {**self.data, **new}


def _asked(sheet: Sheet, goal: GoalInfo) -> dict[str, str]:
    """Return what the questions that are answered said then, by id; empty where they say the same now."""
    answered = [one.id for one in sheet.questions if goal.draft.answers.get(one.id, "").strip()]
    return dict(zip(answered, [part.was for part in goal.parts if not part.earlier], strict=True))


def _initial(goal: GoalInfo | None) -> dict[str, Any]:
    if goal is None:
        return {"version": 0, "once_key": uuid.uuid4(), "status": Status.DRAFT.value}
    return {
        "goal": goal.goal_id,
        "version": goal.version,
        "once_key": uuid.uuid4(),
        "theme": goal.draft.theme,
        "target_on": goal.draft.target_on,
        "status": goal.draft.status.value,
        **{PREFIX + id_: text for id_, text in goal.draft.answers.items()},
    }


def _theme_choices(sheet: Sheet, goal: GoalInfo | None) -> list[tuple[str, str]]:
    known = [(theme.id, pick(theme.name)) for theme in sheet.themes]
    gone = goal.draft.theme if goal and goal.draft.theme not in {"", *dict(known)} else ""
    return [("", gettext("No theme")), *known, *([(gone, gettext("An earlier theme"))] if gone else [])]


class PickForm(JsonForm):
    """Which goal is meant."""

    goal = forms.UUIDField()


class MeantForm(JsonForm):
    """Which goal is meant, or on which group's worksheet a new one is to be; the writer's own without either."""

    goal = forms.UUIDField(required=False)
    group = forms.UUIDField(required=False)


class TakeForm(OnceForm):
    """Which goal of an earlier round to take along."""

    goal = forms.UUIDField(widget=forms.HiddenInput)

    @classmethod
    def of(cls, goal_id: uuid.UUID) -> TakeForm:
        """Return the form for one goal."""
        return cls(initial={"goal": goal_id})


class ShareForm(PickForm):
    """With whom to share a goal."""

    group = forms.UUIDField()
    audience = forms.ChoiceField(choices=Audience.choices)


class WithdrawForm(PickForm):
    """Which share to take back."""

    share = forms.UUIDField()


class CommentForm(OnceForm):
    """A comment in the thread of one share. Its length, and whose the stance is, are the sharing room's to judge."""

    goal = forms.UUIDField(widget=forms.HiddenInput)
    share = forms.UUIDField(widget=forms.HiddenInput)
    stance = forms.ChoiceField(
        required=False,
        choices=[(one.value, one.value) for one in Stance],
        error_messages={"invalid_choice": _("Choose what you say beside your words.")},
    )
    body = forms.CharField(
        label=_("Answer"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
    )

    def __init__(self, body: Mapping[str, Any] | None = None, **kwargs: Any):
        super().__init__(body, **kwargs)
        self.fields["body"].help_text = gettext("Up to %(limit)s characters.") % {"limit": grouped(COMMENT_LIMIT)}

    @property
    def taken(self) -> Stance | None:
        """The stance that a reader takes; after `require`."""
        stance = self.cleaned_data["stance"]
        return Stance(stance) if stance else None
