"""Answers in words, in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext, ngettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from mentoring_xblock.applications.answers import SCALE, Experience, usable
from mentoring_xblock.applications.data import AnsweredPart
from mentoring_xblock.applications.languages import name_of
from mentoring_xblock.applications.questions import CHOICES, SCALES, WORDS, AskedQuestion, QuestionKind
from mentoring_xblock.kit.localised import pick
from mentoring_xblock.programme.plan import Plan

#: What an author's editor and a page without a label call a question.
KIND_NAMES = {
    QuestionKind.LETTER: _("A letter"),
    QuestionKind.TEXT: _("A text"),
    QuestionKind.TOPICS: _("Topics: wished for by mentees, offered by mentors"),
    QuestionKind.INTERESTS: _("Interests and hobbies"),
    QuestionKind.CHALLENGES: _("Challenges at work"),
    QuestionKind.VALUES: _("Values, rated"),
    QuestionKind.STYLES: _("Ways of working, rated"),
    QuestionKind.LANGUAGES: _("Languages"),
    QuestionKind.HOURS: _("Weekly hours"),
    QuestionKind.PLACES: _("Places, or remote"),
    QuestionKind.FIELD: _("Field, organisation and team"),
    QuestionKind.PEOPLE: _("People wished for, or not"),
    QuestionKind.EXPERIENCE: _("New or experienced"),
    QuestionKind.CAPACITY: _("How many people a mentor takes"),
}
EXPERIENCE_NAMES = {
    Experience.NEWCOMER: pgettext_lazy("a person in a field", "New"),
    Experience.EXPERIENCED: pgettext_lazy("a person in a field", "Experienced"),
}
WEEKDAYS = (
    _("Monday"),
    _("Tuesday"),
    _("Wednesday"),
    _("Thursday"),
    _("Friday"),
    _("Saturday"),
    _("Sunday"),
)


def label_of(question: AskedQuestion) -> str:
    """Return what a question asks; what its kind is called where its author wrote nothing."""
    return pick(question.label) or str(KIND_NAMES[question.kind])


def parts_of(questions: Iterable[AskedQuestion], answers: Mapping[str, Any], plan: Plan) -> tuple[AnsweredPart, ...]:
    """Return what was answered in the order of the questions, unanswered ones left out.

    A text that was written for a question that is not asked any more comes last; other answers to such questions have
    lost their meaning.
    """
    asked = list(questions)
    found = []
    for question in asked:
        text = in_words(question.kind, answers.get(question.id), plan)
        if text:
            found.append(AnsweredPart(label_of(question), text, kind=question.kind))
    known = {question.id for question in asked}
    earlier = [
        AnsweredPart(gettext("An earlier question"), value, earlier=True, kind=QuestionKind.TEXT)
        for id_, value in sorted(answers.items())
        if id_ not in known and isinstance(value, str) and len(value.split()) > 1
    ]
    return (*found, *earlier)


def in_words(kind: QuestionKind, answer: Any, plan: Plan) -> str:
    """Return an answer as text, a line for each thing that was said; empty for none."""
    value = usable(kind, answer)
    if value is None:
        return ""
    if kind in WORDS:
        return value
    if kind in CHOICES:
        return _chosen(value, plan.named(kind.value))
    if kind in SCALES:
        return _rated(value, plan.named(kind.value))
    return "\n".join(_WRITERS[kind](value, plan))


def _chosen(ids: list[str], names: Mapping[str, str]) -> str:
    return "\n".join(names[id_] for id_ in ids if names.get(id_))


def _rated(ratings: Mapping[str, int], names: Mapping[str, str]) -> str:
    return "\n".join(
        gettext("%(statement)s: %(step)s of %(most)s")
        % {"statement": name.rstrip("."), "step": ratings[id_], "most": SCALE[1]}
        for id_, name in names.items()
        if id_ in ratings
    )


def _languages(codes: list[str], plan: Plan) -> list[str]:
    return [name_of(code) for code in codes]


def _hours(hours: Mapping[str, Any], plan: Plan) -> list[str]:
    rules = sorted(hours["rules"], key=lambda rule: (rule["weekday"], rule["start"]))
    lines = [hour_words(rule["weekday"], rule["start"], rule["end"]) for rule in rules]
    return [*lines, gettext("On the clock of %(time_zone)s") % {"time_zone": zone_name(hours["time_zone"])}]


def hour_words(weekday: int, start: str, end: str) -> str:
    """Return one rule of a week in words."""
    values = {"weekday": WEEKDAYS[weekday], "start": start, "end": end}
    if end <= start:
        return gettext("%(weekday)s %(start)s to %(end)s on the next day") % values
    return gettext("%(weekday)s %(start)s to %(end)s") % values


def zone_name(time_zone: str) -> str:
    """Return what a time zone is called in sentences: the city of its name."""
    return time_zone.rpartition("/")[2].replace("_", " ")


def _places(places: Mapping[str, Any], plan: Plan) -> list[str]:
    names = plan.named("places")
    remote = [gettext("Remotely")] if places["remote"] else []
    return [*remote, *(names[id_] for id_ in places["places"] if names.get(id_))]


def _field(field: Mapping[str, Any], plan: Plan) -> list[str]:
    said = (
        (gettext("Field: %(text)s"), plan.named("fields").get(field["field"], "")),
        (gettext("Organisation: %(text)s"), field["organisation"]),
        (gettext("Team: %(text)s"), field["team"]),
        (gettext("Manager: %(text)s"), field["manager"]),
        (gettext("Not to be paired with: %(text)s"), ", ".join(field["avoid"])),
    )
    return [sentence % {"text": text} for sentence, text in said if text]


def _people(people: Mapping[str, Any], plan: Plan) -> list[str]:
    said = (
        (gettext("Wishes for: %(names)s"), people["wished"]),
        (gettext("Does not wish for: %(names)s"), people["vetoed"]),
    )
    return [sentence % {"names": ", ".join(names)} for sentence, names in said if names]


def _experience(value: str, plan: Plan) -> list[str]:
    return [str(EXPERIENCE_NAMES[Experience(value)])]


def _capacity(value: int, plan: Plan) -> list[str]:
    return [ngettext("%(count)s person", "%(count)s people", value) % {"count": value}]


_WRITERS = {
    QuestionKind.LANGUAGES: _languages,
    QuestionKind.HOURS: _hours,
    QuestionKind.PLACES: _places,
    QuestionKind.FIELD: _field,
    QuestionKind.PEOPLE: _people,
    QuestionKind.EXPERIENCE: _experience,
    QuestionKind.CAPACITY: _capacity,
}

__all__ = [
    "EXPERIENCE_NAMES",
    "KIND_NAMES",
    "WEEKDAYS",
    "hour_words",
    "in_words",
    "label_of",
    "parts_of",
    "zone_name",
]
