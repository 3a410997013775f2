"""What is wrong with what somebody typed, in sentences that stand beside the question."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext, ngettext

from mentoring_xblock.applications.answers import (
    FIELD_TEXTS,
    NAME_LENGTH,
    NAMES_LIMIT,
    RULES_LIMIT,
    SCALE,
    Experience,
    is_clock,
    usable,
)
from mentoring_xblock.applications.languages import CODES
from mentoring_xblock.applications.questions import CHOICES, LIMIT_CEILING, SCALES, WORDS, AskedQuestion, QuestionKind
from mentoring_xblock.kit.numbers import grouped
from mentoring_xblock.programme.api import CAPACITY_LIMIT
from mentoring_xblock.programme.plan import Plan
from mentoring_xblock.programme.reading import as_number, knows_time_zone

_MIDNIGHT = "00:00"


def problems(questions: Iterable[AskedQuestion], answers: Mapping[str, Any], plan: Plan) -> dict[str, list[str]]:
    """Return by field of a question what keeps an application from being sent; empty when nothing does.

    Args:
        answers: by question id, in the shapes of `answers.py`, but with whatever was typed in them.
    """
    found = {question.field: _problems(question, answers.get(question.id), plan) for question in questions}
    return {name: sentences for name, sentences in found.items() if sentences}


def too_long_to_keep(questions: Iterable[AskedQuestion], answers: Mapping[str, Any]) -> dict[str, list[str]]:
    """Return by field which texts are longer than even a draft can be."""
    return {
        question.field: [_too_long(LIMIT_CEILING, len(answers[question.id]))]
        for question in questions
        if question.kind in WORDS
        and isinstance(answers.get(question.id), str)
        and len(answers[question.id]) > LIMIT_CEILING
    }


def _problems(question: AskedQuestion, value: Any, plan: Plan) -> list[str]:
    wrong = _wrong(question, value, plan)
    if not wrong and question.required and usable(question.kind, value) is None:
        return [gettext("Answer this before you send the application.")]
    return wrong


def _wrong(question: AskedQuestion, value: Any, plan: Plan) -> list[str]:
    if value in (None, "", [], {}):
        return []
    kind = question.kind
    if kind in WORDS:
        return _words(question, value)
    if kind in CHOICES:
        return _choices(value, plan.named(kind.value), question.most)
    if kind in SCALES:
        return _ratings(value, plan.named(kind.value))
    return _CHECKS[kind](value, plan)


def unreadable() -> str:
    """Return the sentence for a value of the wrong type, which no page of ours sends."""
    return gettext("This can’t be read. Answer it again.")


def _too_long(limit: int, length: int) -> str:
    return gettext("This can have %(limit)s characters; it has %(count)s.") % {
        "limit": grouped(limit),
        "count": grouped(length),
    }


def _words(question: AskedQuestion, value: Any) -> list[str]:
    if not isinstance(value, str):
        return [unreadable()]
    return [_too_long(question.limit, len(value))] if len(value) > question.limit else []


def _choices(value: Any, names: Mapping[str, str], most: int | None) -> list[str]:
    if not isinstance(value, list):
        return [unreadable()]
    if any(not isinstance(item, str) or item not in names for item in value):
        return [gettext("Something that you chose is not in the list any more. Choose again.")]
    if most is not None and len(set(value)) > most:
        return [
            ngettext("Choose one at most.", "Choose %(most)s at most.", most) % {"most": most},
        ]
    return []


def _ratings(value: Any, names: Mapping[str, str]) -> list[str]:
    if not isinstance(value, Mapping):
        return [unreadable()]
    if not set(value) <= set(names):
        return [gettext("The list has changed since you opened this page. Look at it again.")]
    if any(as_number(step, *SCALE, None) is None for step in value.values()):
        return [gettext("Choose a number from %(low)s to %(high)s.") % {"low": SCALE[0], "high": SCALE[1]}]
    return []


def _languages(value: Any, plan: Plan) -> list[str]:
    if not isinstance(value, list):
        return [unreadable()]
    if any(not isinstance(item, str) or item not in CODES for item in value):
        return [gettext("Something that you chose is not in the list any more. Choose again.")]
    return []


def _hours(value: Any, plan: Plan) -> list[str]:
    rules = value.get("rules", []) if isinstance(value, Mapping) else None
    if not isinstance(rules, list) or any(not isinstance(rule, Mapping) for rule in rules):
        return [unreadable()]
    if not rules:
        return []
    found = []
    if not knows_time_zone(value.get("time_zone")):
        found.append(gettext("There is no such time zone. Choose one from the list."))
    if len(rules) > RULES_LIMIT:
        found.append(gettext("At most %(limit)s times can be given here.") % {"limit": RULES_LIMIT})
    for number, rule in enumerate(rules, start=1):
        if sentence := _rule(rule):
            found.append(gettext("Time %(number)s: %(sentence)s") % {"number": number, "sentence": sentence})
    return found


def _rule(rule: Mapping[str, Any]) -> str:
    start, end = rule.get("start"), rule.get("end")
    if as_number(rule.get("weekday"), 0, 6, None) is None:
        return gettext("Choose a day of the week.")
    if not is_clock(start, end):
        return gettext("Write when it begins and when it ends, for instance 16:00 and 18:30.")
    if start == end and start != _MIDNIGHT:
        return gettext("It begins and ends at the same time.")
    return ""


def _places(value: Any, plan: Plan) -> list[str]:
    if not isinstance(value, Mapping) or not isinstance(value.get("remote", False), bool):
        return [unreadable()]
    return _choices(value.get("places") or [], plan.named("places"), None)


def _field(value: Any, plan: Plan) -> list[str]:
    if not isinstance(value, Mapping) or any(not isinstance(value.get(name, ""), str) for name in FIELD_TEXTS):
        return [unreadable()]
    found = []
    chosen = value.get("field") or ""
    if chosen and (not isinstance(chosen, str) or chosen not in plan.named("fields")):
        found.append(gettext("The field that you chose is not in the list any more. Choose again."))
    found += [
        _too_long(NAME_LENGTH, len(value[name])) for name in FIELD_TEXTS if len(value.get(name, "")) > NAME_LENGTH
    ]
    return [*dict.fromkeys(found), *_names(value.get("avoid") or [])]


def _people(value: Any, plan: Plan) -> list[str]:
    if not isinstance(value, Mapping):
        return [unreadable()]
    wished, vetoed = value.get("wished") or [], value.get("vetoed") or []
    found = [*_names(wished), *_names(vetoed)]
    if not found and {name.casefold() for name in wished} & {name.casefold() for name in vetoed}:
        found = [gettext("Somebody is in both lists. Take them out of one.")]
    return list(dict.fromkeys(found))


def _names(value: Any) -> Sequence[str]:
    if not isinstance(value, list) or any(not isinstance(name, str) for name in value):
        return [unreadable()]
    if len(value) > NAMES_LIMIT:
        return [gettext("At most %(limit)s names can be given here.") % {"limit": NAMES_LIMIT}]
    longest = max(map(len, value), default=0)
    return [_too_long(NAME_LENGTH, longest)] if longest > NAME_LENGTH else []


def _experience(value: Any, plan: Plan) -> list[str]:
    return [] if value in list(Experience) else [gettext("Choose one of the two.")]


def _capacity(value: Any, plan: Plan) -> list[str]:
    if as_number(value, 1, CAPACITY_LIMIT, None) is None:
        return [gettext("Write a whole number from %(low)s to %(high)s.") % {"low": 1, "high": CAPACITY_LIMIT}]
    return []


_CHECKS: Mapping[QuestionKind, Callable[[Any, Plan], list[str]]] = {
    QuestionKind.LANGUAGES: _languages,
    QuestionKind.HOURS: _hours,
    QuestionKind.PLACES: _places,
    QuestionKind.FIELD: _field,
    QuestionKind.PEOPLE: _people,
    QuestionKind.EXPERIENCE: _experience,
    QuestionKind.CAPACITY: _capacity,
}
