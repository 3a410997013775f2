"""What the page of a call shows, ready for the templates."""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext

from mentoring_xblock.applications import words
from mentoring_xblock.applications.answers import NAME_LENGTH, NAMES_LIMIT, RULES_LIMIT, SCALE, Experience, usable
from mentoring_xblock.applications.data import UNREAD, CallInfo, CallState, Order
from mentoring_xblock.applications.forms import ApplicationForm
from mentoring_xblock.applications.languages import COMMON, names
from mentoring_xblock.applications.models import CallRole, Status
from mentoring_xblock.applications.pictures import Day, week
from mentoring_xblock.applications.questions import CHOICES, LISTED, SCALES, WORDS, AskedQuestion, QuestionKind
from mentoring_xblock.kit.dates import day, long_moment, moment
from mentoring_xblock.kit.differences import Run, runs
from mentoring_xblock.kit.localised import pick
from mentoring_xblock.kit.place import Place
from mentoring_xblock.privacy.policy import Actor
from mentoring_xblock.programme.api import CAPACITY_LIMIT
from mentoring_xblock.programme.plan import Plan

#: Which template shows a question.
_TEMPLATES = {
    **dict.fromkeys(WORDS, "applications/kinds/words.html"),
    **dict.fromkeys((*CHOICES, QuestionKind.LANGUAGES), "applications/kinds/choices.html"),
    **dict.fromkeys(SCALES, "applications/kinds/scales.html"),
    QuestionKind.HOURS: "applications/kinds/hours.html",
    QuestionKind.PLACES: "applications/kinds/places.html",
    QuestionKind.FIELD: "applications/kinds/field.html",
    QuestionKind.PEOPLE: "applications/kinds/people.html",
    QuestionKind.EXPERIENCE: "applications/kinds/experience.html",
    QuestionKind.CAPACITY: "applications/kinds/capacity.html",
}
#: Prefixes of places that only old software knows are left out of the list.
_REGIONS = ("Africa/", "America/", "Antarctica/", "Asia/", "Atlantic/", "Australia/", "Europe/", "Indian/", "Pacific/")


@dataclass(frozen=True)
class Choice:
    """Something to choose or to rate. `step` is the rating given, else None."""

    id: str
    name: str
    chosen: bool = False
    step: int | None = None


@dataclass(frozen=True)
class Rule:
    """A row of the weekly hours."""

    weekday: int
    start: str
    end: str


@dataclass(frozen=True)
class Asked:
    """A question on the page, with what was typed.

    value: the typed answer in its kind's shape. choices: in the order of their list; `more` is what stands behind a
    disclosure. left: characters left of a text, negative when there are too many. errors: sentences beside it.
    """

    question: AskedQuestion
    label: str
    help: str
    template: str
    value: Any
    errors: tuple[str, ...] = ()
    prompts: tuple[str, ...] = ()
    choices: tuple[Choice, ...] = ()
    more: tuple[Choice, ...] = ()
    left: int = 0
    rules: tuple[Rule, ...] = ()
    zones: tuple[tuple[str, str], ...] = ()
    zone: str = ""
    week: tuple[Day, ...] = ()

    @property
    def name(self) -> str:
        """The beginning of the names of its inputs."""
        return self.question.field


@dataclass(frozen=True)
class Compared:
    """One question in two versions, each in runs."""

    label: str
    mine: tuple[Run, ...]
    other: tuple[Run, ...]


# ---- the form ----


def asked(form: ApplicationForm, plan: Plan, time_zone: str) -> tuple[Asked, ...]:
    """Return the questions of a form for the page; `time_zone` is the reader's own."""
    return tuple(_asked(question, form, plan, time_zone) for question in form.questions)


def _asked(question: AskedQuestion, form: ApplicationForm, plan: Plan, time_zone: str) -> Asked:
    value = form.typed.get(question.id)
    return Asked(
        question=question,
        label=words.label_of(question),
        help=pick(question.help),
        template=f"mentoring_xblock/{_TEMPLATES[question.kind]}",
        value=value,
        errors=tuple(form.answer_errors.get(question.field, ())),
        prompts=tuple(filter(None, map(pick, question.prompts))),
        **_details(question, value, plan, time_zone),
    )


def _details(question: AskedQuestion, value: Any, plan: Plan, time_zone: str) -> dict[str, Any]:
    kind = question.kind
    if kind in WORDS:
        return {"left": question.limit - len(value or "")}
    if kind in LISTED:
        return {"choices": _choices(plan.named(kind.value), value)}
    if kind is QuestionKind.LANGUAGES:
        known = names()
        chosen = [code for code in value or () if code in known and code not in COMMON]
        first = {code: known[code] for code in (*COMMON, *chosen)}
        others = {code: name for code, name in known.items() if code not in first}
        return {"choices": _choices(first, value), "more": _choices(others, value)}
    if kind is QuestionKind.HOURS:
        return _hours(value, time_zone)
    if kind is QuestionKind.PLACES:
        return {"choices": _choices(plan.named("places"), (value or {}).get("places"))}
    if kind is QuestionKind.FIELD:
        return {"choices": _choices(plan.named("fields"), [(value or {}).get("field")])}
    if kind is QuestionKind.EXPERIENCE:
        return {"choices": _choices({one.value: str(words.EXPERIENCE_NAMES[one]) for one in Experience}, [value])}
    return {}


def _choices(known: Mapping[str, str], value: Any) -> tuple[Choice, ...]:
    ratings = value if isinstance(value, Mapping) else {}
    chosen = value if isinstance(value, list) else ()
    return tuple(Choice(id_, name, id_ in chosen, ratings.get(id_)) for id_, name in known.items())


def _hours(value: Any, time_zone: str) -> dict[str, Any]:
    given = value if isinstance(value, Mapping) else {}
    rules = [rule for rule in given.get("rules") or () if isinstance(rule, Mapping)]
    whole = usable(QuestionKind.HOURS, given)
    zone = given.get("time_zone") or time_zone
    return {
        "rules": tuple(Rule(_weekday(rule), str(rule.get("start", "")), str(rule.get("end", ""))) for rule in rules),
        "zone": zone,
        "zones": tuple((name, name.replace("_", " ")) for name in sorted({*_zones(), zone})),
        "week": week(whole["rules"] if whole else ()),
    }


def _weekday(rule: Mapping[str, Any]) -> int:
    number = rule.get("weekday")
    return number if number in range(7) else 0


@functools.cache
def _zones() -> frozenset[str]:
    return frozenset(name for name in available_timezones() if name == "UTC" or name.startswith(_REGIONS))


def blank_rule() -> Rule:
    """Return the row that stands ready to be filled in."""
    return Rule(0, "", "")


# ---- the page ----


def seen_by_others(call: CallInfo) -> str:
    """Say which answers other participants may come to see; the rooms that show them show no more than this."""
    role, plan = call.settings.role, call.programme.plan if call.programme else Plan()
    if role is CallRole.MENTOR and plan.matching.chosen:
        return gettext(
            "Whoever chooses a mentor sees your topics, languages and places, and which interests you share. Other "
            "participants see none of your answers."
        )
    if role in (CallRole.MENTEE, CallRole.MENTOR):
        return gettext(
            "Other participants see none of your answers. Only your own pair is told what you have in common: topics, "
            "interests, languages and hours."
        )
    return gettext("Other participants see none of your answers.")


def when(at: dt.datetime, plan: Plan, on: dt.date | None = None) -> str:
    """Write a moment on the programme's clock, and say whose clock it is where the reader's shows another time.

    Args:
        on: the last day of a call that closes at its end.
    """
    zone = ZoneInfo(plan.time_zone)
    with timezone.override(zone):
        written = gettext("the end of %(day)s") % {"day": day(on)} if on else moment(at)
    if at.astimezone(zone).utcoffset() == timezone.localtime(at).utcoffset():
        return written
    return _by_the_clock(written, plan)


def opening(at: dt.datetime, plan: Plan) -> str:
    """Write when a call opens: maybe far ahead, so with its year, and always by whose clock."""
    with timezone.override(ZoneInfo(plan.time_zone)):
        return _by_the_clock(long_moment(at), plan)


def _by_the_clock(written: str, plan: Plan) -> str:
    return gettext("%(time)s, on the clock of %(place)s") % {
        "time": written,
        "place": words.zone_name(plan.time_zone),
    }


def closing(call: CallInfo) -> str:
    """Say until when this person can write; empty where there is no end, or it is over."""
    own, plan = call.application, call.programme.plan if call.programme else None
    if call.state is CallState.LATE:
        last = own.late_until.astimezone(ZoneInfo(plan.time_zone)) - dt.timedelta(seconds=1)
        return when(own.late_until, plan, last.date() if last.time() >= dt.time(23, 59, 59) else None)
    if call.state is CallState.OPEN and call.span.closes_at is not None:
        return when(call.span.closes_at, plan, call.span.closes_on)
    return ""


def first_sentence(call: CallInfo) -> str:
    """Say in one sentence where the reader stands with this call."""
    status = call.application.status if call.application else None
    if status not in {None, Status.DRAFT, Status.WITHDRAWN}:
        return gettext("The round that you applied to has ended.") if call.over else _standing(call)
    if call.programme is None or call.programme.round is None:
        return gettext("This call has not been published yet.")
    if call.state is CallState.ANNOUNCED:
        if call.span.opens_at is None:
            return gettext("This call opens later.")
        return gettext("This call opens %(time)s.") % {"time": opening(call.span.opens_at, call.programme.plan)}
    if status is Status.WITHDRAWN:
        return gettext("You have withdrawn your application.")
    if call.state is CallState.CLOSED:
        return gettext("This call has closed.")
    if call.state is CallState.LATE:
        return gettext("The call has closed, and you can still apply until %(time)s.") % {"time": closing(call)}
    until = closing(call)
    return gettext("You can apply until %(time)s.") % {"time": until} if until else gettext("You can apply now.")


def _standing(call: CallInfo) -> str:
    own = call.application
    if own.status is Status.ACCEPTED:
        return gettext("You have a place.")
    if own.status is Status.RESERVE:
        return gettext("You are number %(place)s in the reserve.") % {"place": own.reserve_place}
    if own.status is Status.DECLINED:
        return gettext("You did not get a place this time.")
    return gettext("Your application has arrived.")


def draft_key(actor: Actor, place: Place) -> str:
    """Return the name under which a browser keeps unsaved text: one a person and call, telling neither."""
    what = f"{actor.user_id} {place.usage_key}"
    return salted_hmac("mentoring_xblock.applications.draft", what, algorithm="sha256").hexdigest()[:32]


def form_of(call: CallInfo) -> ApplicationForm:
    """Return the form with what stands in the application, or an empty one."""
    own = call.application
    return ApplicationForm.showing(
        call.questions,
        own.answers if own else {},
        own.version if own else 0,
        committed=bool(own and own.committed_at and own.status not in UNREAD),
    )


def page(
    actor: Actor,
    place: Place,
    call: CallInfo,
    time_zone: str,
    *,
    form: ApplicationForm | None = None,
    editing: bool = False,
) -> dict[str, Any]:
    """Return the context of the whole page.

    Args:
        form: what was typed; without it the form shows what stands.
        editing: show the form although an application has been sent, or withdrawn.
    """
    own = call.application
    plan = call.programme.plan if call.programme else Plan()
    writes = call.writable and actor.enrolled
    fresh = own is None or own.status is Status.DRAFT
    if form is None and writes and (fresh or editing):
        form = form_of(call)
    show = form is not None and writes
    return {
        "info": call,
        "own": own,
        "readable": own is not None and own.status not in UNREAD,
        "sentence": first_sentence(call),
        "closing": closing(call),
        "can_write": writes,
        "can_withdraw": bool(
            own
            and not call.over
            and own.status not in {Status.WITHDRAWN, Status.DECLINED}
            and (own.answers or own.status not in UNREAD)
        ),
        "form": form if show else None,
        "asked": asked(form, plan, time_zone) if show else (),
        "parts": words.parts_of(call.questions, own.answers, plan) if own and not show else (),
        "seen_by_others": seen_by_others(call),
        "draft_key": draft_key(actor, place),
        "autosaves": fresh or bool(own and own.status is Status.WITHDRAWN),
        "first_come": call.settings.order is Order.FIRST_COME,
        **form_limits(),
    }


def form_limits() -> dict[str, Any]:
    """Return what the form's templates say of its limits."""
    return {
        "blank_rule": blank_rule(),
        "weekdays": words.WEEKDAYS,
        "steps": range(SCALE[0], SCALE[1] + 1),
        "rules_limit": RULES_LIMIT,
        "names_limit": NAMES_LIMIT,
        "name_length": NAME_LENGTH,
        "capacity_limit": CAPACITY_LIMIT,
    }


def compare(
    questions: Sequence[AskedQuestion], mine: Mapping[str, Any], other: Mapping[str, Any], plan: Plan
) -> tuple[Compared, ...]:
    """Return both versions of an application side by side, in words; what is empty in both is left out."""
    found = []
    for question in questions:
        one, two = (words.in_words(question.kind, answers.get(question.id), plan) for answers in (mine, other))
        if one or two:
            found.append(Compared(words.label_of(question), *runs(one, two)))
    return tuple(found)
