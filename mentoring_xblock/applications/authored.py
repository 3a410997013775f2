"""A call as its author sees it in Studio: in words, with what is still to be mended. Reads no learner's row."""

from __future__ import annotations

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _

from mentoring_xblock.applications import pages
from mentoring_xblock.applications.calls import LATER, answerable, readable, span_of
from mentoring_xblock.applications.data import CallSettings, Order, Span
from mentoring_xblock.applications.forms import ApplicationForm
from mentoring_xblock.applications.models import CallRole
from mentoring_xblock.applications.words import KIND_NAMES, label_of, zone_name
from mentoring_xblock.kit.dates import long_day, long_moment
from mentoring_xblock.kit.place import Place
from mentoring_xblock.programme import api as programmes
from mentoring_xblock.programme.data import ProgrammeInfo
from mentoring_xblock.programme.plan import Plan
from mentoring_xblock.programme.reading import as_id

#: What people apply to be, as an author chooses it.
ROLE_LABELS = {
    CallRole.MENTEE: _("to be mentored"),
    CallRole.MENTOR: _("to mentor"),
    CallRole.SUPERVISION_GROUP: _("to be in a supervision group"),
    CallRole.ROLE_GROUP: _("to be in a group of people in the same role"),
}
ORDER_LABELS = {
    Order.SELECTION: _("the coordinators choose"),
    Order.FIRST_COME: _("who applies first"),
}


def shown(settings: CallSettings, place: Place | None) -> dict[str, Any]:
    """Return the context of `applications/setup.html`; two queries."""
    programme = _programme(place)
    plan = programme.plan if programme else Plan()
    span = span_of(settings, plan.time_zone)
    form = ApplicationForm.showing(answerable(settings.questions, plan), {}, 0, committed=False)
    with timezone.override(ZoneInfo(plan.time_zone)):
        opening, closing = _opening(span, plan), _closing(span)
    return {
        "info": {"settings": settings},
        "role_name": gettext("A call to people who apply %(role)s.") % {"role": ROLE_LABELS[settings.role]},
        "opening": opening,
        "closing": closing,
        "first_come": settings.order is Order.FIRST_COME,
        "questions": [(question, str(KIND_NAMES[question.kind])) for question in settings.questions],
        "asked": pages.asked(form, plan, plan.time_zone),
        **pages.form_limits(),
        "problems": problems(settings, place, programme),
    }


def _opening(span: Span, plan: Plan) -> str:
    if span.announced_only:
        return gettext("It is announced, and opens later; nobody can apply before you write when.")
    if span.opens_at is None:
        return gettext("It is open as soon as it is published.")
    return gettext("It opens %(time)s, on the clock of %(place)s.") % {
        "time": long_moment(span.opens_at),
        "place": zone_name(plan.time_zone),
    }


def _closing(span: Span) -> str:
    if span.closes_at is None:
        return gettext("It does not close by itself.")
    if span.closes_on is not None:
        return gettext("It closes at the end of %(day)s.") % {"day": long_day(span.closes_on)}
    return pgettext("a call", "It closes %(time)s.") % {"time": long_moment(span.closes_at)}


def problems(settings: CallSettings, place: Place | None, programme: ProgrammeInfo | None = None) -> list[str]:
    """Return sentences about what keeps people from applying, or from being asked something; two queries."""
    programme = programme or _programme(place)
    found = times(settings.opens_at, settings.closes_at, programme.plan.time_zone if programme else "UTC")
    if place is None:
        return found
    if as_id(place.slug) is None:
        found.append(gettext("The programme needs a name of small letters."))
    elif programme is None:
        found.append(gettext("This course has no published programme of this name, so nobody can apply yet."))
    elif programme.round is None:
        found.append(gettext("The programme’s plan has no first day, so nobody can apply yet."))
    if programme is not None:
        asked = {question.id for question in answerable(settings.questions, programme.plan)}
        found += [
            gettext("“%(question)s” is not asked: the programme’s plan has no list to choose from.")
            % {"question": label_of(question)}
            for question in settings.questions
            if question.id not in asked
        ]
    return found


def times(opens_at: str, closes_at: str, time_zone: str) -> list[str]:
    """Return what is wrong with the times of a call."""
    found = []
    if opens_at and opens_at != LATER and not readable(opens_at):
        found.append(gettext("The opening time can’t be read, so the call stays shut. Write it again."))
    if closes_at and not readable(closes_at):
        found.append(gettext("The closing time can’t be read, so the call stays shut. Write it again."))
    span = span_of(CallSettings(opens_at=opens_at, closes_at=closes_at), time_zone)
    if not found and span.opens_at and span.closes_at and span.closes_at <= span.opens_at:
        found.append(gettext("The call closes before it opens."))
    return found


def _programme(place: Place | None) -> ProgrammeInfo | None:
    return programmes.get_programme(place.course_key, place.slug) if place else None


def split_time(written: str) -> tuple[dt.date | None, dt.time | None]:
    """Return the day and the time of day of a time that an author wrote; None for what is not there."""
    if not readable(written):
        return None, None
    day, _separator, clock = written.partition("T")
    return dt.date.fromisoformat(day), dt.time.fromisoformat(clock) if clock else None


def join_time(day: dt.date | None, clock: dt.time | None) -> str:
    """Return a day and a time of day as they are stored; the day alone where no time is given."""
    if day is None:
        return ""
    return day.isoformat() if clock is None else f"{day.isoformat()}T{clock.isoformat(timespec='minutes')}"
