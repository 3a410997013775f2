"""What a browser may send of an application: flat names, strings and lists of strings.

Forms see to types; what can be kept and what can be sent is the api's to say (`checks.py`).
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext

from mentoring_xblock.applications.answers import FIELD_TEXTS
from mentoring_xblock.applications.checks import unreadable
from mentoring_xblock.applications.questions import CHOICES, SCALES, WORDS, AskedQuestion, QuestionKind
from mentoring_xblock.blocks.forms import JsonForm
from mentoring_xblock.kit.errors import Invalid
from mentoring_xblock.kit.questions import PREFIX
from mentoring_xblock.kit.text import clean

#: Versions stay far below what a database column takes.
_MOST = 1_000_000_000


class ApplicationForm(JsonForm):
    """An application as it is typed.

    `page` names the open page, `version` is what is typed upon. `typed` holds the answers by question id, in the shapes
    of `answers.py` but with whatever was typed in them, so that it is shown again.
    """

    version = forms.IntegerField(min_value=0, max_value=_MOST, widget=forms.HiddenInput)
    page = forms.UUIDField(widget=forms.HiddenInput)
    committed = forms.BooleanField(required=False)

    def __init__(self, body: Mapping[str, Any] | None, *, questions: Iterable[AskedQuestion], **kwargs: Any):
        self.questions = tuple(questions)
        super().__init__(body, **kwargs)
        self.typed: dict[str, Any] = {}
        self.answer_errors: dict[str, list[str]] = {}
        for question in self.questions if body is not None else ():
            try:
                self.typed[question.id] = typed_answer(question, body)
            except TypeError:
                self.answer_errors[question.field] = [unreadable()]

    @classmethod
    def showing(
        cls, questions: Iterable[AskedQuestion], answers: Mapping[str, Any], version: int, *, committed: bool
    ) -> ApplicationForm:
        """Return a form that shows these answers, on a page of its own."""
        initial = {"version": version, "page": uuid.uuid4(), "committed": committed}
        form = cls(None, questions=questions, initial=initial)
        form.typed = dict(answers)
        return form

    def clean(self) -> dict[str, Any]:
        """Refuse a page that does not know what it edits."""
        if {"version", "page"} & set(self._errors):
            raise ValidationError(
                gettext("This page is out of date. Copy what you wrote, and open the application again.")
            )
        return self.cleaned_data

    def require(self) -> dict[str, Any]:
        """Return the cleaned values; see `JsonForm`. Answers of the wrong type are errors beside their questions."""
        values = super().require()
        if self.answer_errors:
            raise Invalid(gettext("Something needs another look. What you typed is still here."), self.answer_errors)
        return values

    def refuse(self, error: Invalid) -> None:
        """Put the api's sentences beside their questions."""
        for name, sentences in error.fields.items():
            if name in self.fields:
                if name not in self.errors:
                    self.add_error(name, sentences)
            else:
                self.answer_errors[name] = sentences

    @property
    def carried(self) -> Iterator[tuple[str, str]]:
        """Typed answers as names and values of hidden fields, for a page that asks something before it goes on."""
        for name, value in self.data.items():
            if not name.startswith(PREFIX):
                continue
            if isinstance(value, list):
                yield from ((f"{clean(name)}[]", clean(item)) for item in value if isinstance(item, str))
            elif isinstance(value, str):
                yield clean(name), clean(value)

    @property
    def leftovers(self) -> tuple[str, ...]:
        """What was typed for questions that the call does not ask any more, so that its writer can copy it."""
        known = {question.field for question in self.questions}
        return tuple(
            clean(value)
            for name, value in self.data.items()
            if name.startswith(PREFIX)
            and name.partition("__")[0] not in known
            and isinstance(value, str)
            and len(value.split()) > 1
        )


class WayForm(JsonForm):
    """How to go on after a conflict: with one's own text, or with both in one."""

    way = forms.ChoiceField(choices=[("mine", ""), ("both", "")])


# ---- from flat names to answers ----


def typed_answer(question: AskedQuestion, body: Mapping[str, Any]) -> Any:
    """Return what was typed for a question, in the shape of its kind's answers; None for nothing.

    Raises:
        TypeError: a value has a JSON type that no page of ours sends.
    """
    name, kind = question.field, question.kind
    if kind in WORDS:
        return _text(body.get(name))
    if kind in CHOICES:
        return _list(body.get(name))
    if kind in SCALES:
        begin = f"{name}__"
        return {key.removeprefix(begin): _number(_text(body[key])) for key in body if key.startswith(begin)}
    return _READERS[kind](name, body)


def _text(value: Any) -> str:
    if value is None:
        return ""
    if not isinstance(value, str):
        raise TypeError
    return clean(value)


def _list(value: Any) -> list[str]:
    if value is None:
        return []
    return [_text(item) for item in (value if isinstance(value, list) else [value])]


def _lines(value: Any) -> list[str]:
    return [" ".join(line.split()) for line in _text(value).splitlines() if line.strip()]


def _number(text: str) -> int | str:
    """Return a short whole number as one, and anything else as it was typed."""
    stripped = text.strip()
    return int(stripped) if stripped.isascii() and stripped.isdigit() and len(stripped) < 10 else stripped


def _hours(name: str, body: Mapping[str, Any]) -> dict[str, Any]:
    columns = [_list(body.get(f"{name}__{part}")) for part in ("weekday", "start", "end")]
    if len({len(column) for column in columns}) > 1:
        raise TypeError
    rules = [
        {"weekday": _number(weekday), "start": start.strip()[:5], "end": end.strip()[:5]}
        for weekday, start, end in zip(*columns, strict=True)
        # A row that nobody has begun to fill in says nothing.
        if start.strip() or end.strip()
    ]
    return {"time_zone": _text(body.get(f"{name}__zone")).strip(), "rules": rules}


def _places(name: str, body: Mapping[str, Any]) -> dict[str, Any]:
    return {"remote": bool(_text(body.get(f"{name}__remote"))), "places": _list(body.get(f"{name}__places"))}


def _field(name: str, body: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "field": _text(body.get(f"{name}__field")),
        **{part: " ".join(_text(body.get(f"{name}__{part}")).split()) for part in FIELD_TEXTS},
        "avoid": _lines(body.get(f"{name}__avoid")),
    }


def _people(name: str, body: Mapping[str, Any]) -> dict[str, Any]:
    return {part: _lines(body.get(f"{name}__{part}")) for part in ("wished", "vetoed")}


_READERS: Mapping[QuestionKind, Callable[[str, Mapping[str, Any]], Any]] = {
    QuestionKind.LANGUAGES: lambda name, body: _list(body.get(name)),
    QuestionKind.HOURS: _hours,
    QuestionKind.PLACES: _places,
    QuestionKind.FIELD: _field,
    QuestionKind.PEOPLE: _people,
    QuestionKind.EXPERIENCE: lambda name, body: _text(body.get(name)),
    QuestionKind.CAPACITY: lambda name, body: _number(_text(body.get(name))),
}


# ---- two versions of one application ----


def joined(questions: Iterable[AskedQuestion], mine: Mapping[str, Any], other: Mapping[str, Any]) -> dict[str, Any]:
    """Return both versions in one for their writer to go over: texts one after the other, else one's own answer."""
    found: dict[str, Any] = {}
    for question in questions:
        one, two = mine.get(question.id), other.get(question.id)
        if question.kind in WORDS:
            texts = dict.fromkeys(filter(None, (str(text or "").strip("\n") for text in (one, two))))
            found[question.id] = "\n\n".join(texts)
        elif question.kind in CHOICES or question.kind is QuestionKind.LANGUAGES:
            found[question.id] = list(dict.fromkeys([*(one or []), *(two or [])]))
        else:
            found[question.id] = one or two
    return found
