"""What the page about choosing shows, in words of the reader's language; no query of its own but those of the api."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext, ngettext

from mentoring_xblock.applications.languages import CODES, name_of
from mentoring_xblock.choices.data import Answering, Choosing, OpenMentor, RequestInfo, RequestState
from mentoring_xblock.groups.data import Kind
from mentoring_xblock.kit import dates
from mentoring_xblock.kit.numbers import opening
from mentoring_xblock.programme.page import and_
from mentoring_xblock.programme.plan import Plan

#: Places that are drawn one by one; beyond that the words are enough.
_DRAWN = 12


@dataclass(frozen=True)
class Dot:
    """One place in the picture of a mentor's places: `x` in pixels, taken or free."""

    x: int
    free: bool


@dataclass(frozen=True)
class MentorView:
    """A mentor as the list shows them; `key` tells their element ids from those of others."""

    mentor: OpenMentor
    key: str
    wished: tuple[str, ...]
    topics: tuple[str, ...]
    interests: str
    languages: str
    places: str
    dots: tuple[Dot, ...]
    room: str

    @property
    def width(self) -> int:
        """How wide the picture of the places is, in pixels."""
        return 18 * len(self.dots)


def mentor_view(plan: Plan, mentor: OpenMentor) -> MentorView:
    """Put a mentor into words."""
    topics = plan.named("topics")
    places = _names(plan.named("places"), mentor.meeting_places)
    if mentor.remote:
        places = [*places, gettext("remotely")]
    taken = mentor.places - mentor.free
    return MentorView(
        mentor=mentor,
        key=mentor.participant.hex[:12],
        wished=tuple(_names(topics, mentor.wished)),
        topics=tuple(_names(topics, [topic for topic in mentor.topics if topic not in mentor.wished])),
        interests=", ".join(_names(plan.named("interests"), mentor.common_interests)),
        languages=", ".join(name_of(code) for code in mentor.languages if code in CODES),
        places=", ".join(places),
        dots=tuple(Dot(9 + 18 * at, at >= taken) for at in range(mentor.places)) if mentor.places <= _DRAWN else (),
        room=ngettext("%(free)s of %(count)s place is free", "%(free)s of %(count)s places are free", mentor.places)
        % {"free": mentor.free, "count": mentor.places},
    )


def _names(names: Mapping[str, str], ids: Iterable[str]) -> list[str]:
    return [names[id_] for id_ in ids if id_ in names]


@dataclass(frozen=True)
class RequestView:
    """A request in words. `open` while it can be answered or taken back."""

    request: RequestInfo
    state: str
    topics: str = ""

    @property
    def open(self) -> bool:
        """Whether an answer is waited for."""
        return self.request.state is RequestState.OPEN

    @property
    def accepted(self) -> bool:
        """Whether it was said yes to."""
        return self.request.state is RequestState.ACCEPTED


def request_view(plan: Plan, request: RequestInfo) -> RequestView:
    """Put a request into words."""
    sentences = {
        RequestState.OPEN: gettext("Waits for an answer until %(day)s.") % {"day": dates.day(request.expires_at)},
        RequestState.ACCEPTED: gettext("Said yes."),
        RequestState.DECLINED: gettext("Can’t this time."),
        RequestState.EXPIRED: gettext("No answer in time. You can ask somebody else, or them again."),
        RequestState.TAKEN: gettext("The place went to somebody else, or you found another mentor first."),
        RequestState.WITHDRAWN: gettext("You took it back."),
    }
    return RequestView(request, sentences[request.state], ", ".join(_names(plan.named("topics"), request.topics)))


def for_mentee(plan: Plan, choosing: Choosing, free: int) -> str:
    """Return the sentence on top for somebody who looks for a mentor; `free` mentors have a place."""
    words = plan.words()
    if choosing.has_mentor:
        return gettext("You have %(mentor_one)s.") % words
    if not choosing.may_ask:
        return gettext("Choosing is over for this round.")
    waiting = [one for one in choosing.requests if one.state is RequestState.OPEN]
    if waiting:
        return awaited(waiting)
    if last := last_refused(choosing.requests):
        return refused(plan, last)
    if not free:
        return gettext("Nobody has a free place right now.")
    return ngettext("%(number)s person has a place for you.", "%(number)s people have a place for you.", free) % {
        "number": opening(free)
    }


def rule(plan: Plan, choosing: Choosing) -> str:
    """Say how asking works here."""
    return ngettext(
        "You can ask %(count)s person at a time. The first yes counts. Who does not answer in %(days)s days is no "
        "longer asked.",
        "You can ask %(count)s people at a time. The first yes counts. Who does not answer in %(days)s days is no "
        "longer asked.",
        choosing.limit,
    ) % {"count": choosing.limit, "days": choosing.days}


def for_mentor(plan: Plan, answering: Answering) -> str:
    """Return the sentence on top for a mentor."""
    if answering.requests:
        return asked_by(plan, answering.requests)
    if answering.paused:
        return gettext("You take nobody more for now.")
    return gettext("Nobody asks you right now.") if answering.free else gettext("All your places are taken.")


def asked_by(plan: Plan, requests: Sequence[RequestInfo]) -> str:
    """Say who asks a mentor: one person by name, several by their number."""
    count = len(requests)
    if count == 1 and requests[0].name:
        return gettext("%(name)s would like you as %(mentor_translative)s.") % {
            **plan.words(),
            "name": requests[0].name,
        }
    return ngettext(
        "%(number)s person would like you as %(mentor_translative)s.",
        "%(number)s people would like you as %(mentor_translative)s.",
        count,
    ) % {**plan.words(), "number": opening(count)}


def answer_until(requests: Sequence[RequestInfo]) -> str:
    """Say by when a mentor answers; an empty text where nobody asks."""
    if not requests:
        return ""
    day = dates.day(min(one.expires_at for one in requests))
    if len(requests) == 1:
        return gettext("Answer by %(day)s.") % {"day": day}
    return gettext("The first of them waits until %(day)s.") % {"day": day}


#: How a request can end without the mentee having done anything.
_REFUSED = frozenset({RequestState.DECLINED, RequestState.EXPIRED, RequestState.TAKEN})


def last_refused(requests: Sequence[RequestInfo]) -> RequestInfo | None:
    """Return the newest request, if it has ended without the mentee, so that they must look for somebody else."""
    return next((one for one in requests[:1] if one.state in _REFUSED), None)


def refused(plan: Plan, request: RequestInfo) -> str:
    """Say to a mentee how the last that they asked ended, without them."""
    sentences = {
        RequestState.DECLINED: gettext("%(name)s can’t be %(mentor_own)s this time."),
        RequestState.EXPIRED: gettext("%(name)s did not answer in time."),
        RequestState.TAKEN: gettext("%(name)s has no free place any more."),
    }
    return sentences[request.state] % {**plan.words(), "name": request.name}


def awaited(requests: Sequence[RequestInfo]) -> str:
    """Say to a mentee whose answer they wait for, soonest first."""
    names = and_([one.name for one in sorted(requests, key=lambda one: one.expires_at)])
    return gettext("You wait for an answer from %(names)s.") % {"names": names}


def awaited_until(requests: Sequence[RequestInfo], left: int) -> str:
    """Say until when a mentee waits, and whether they can ask more people meanwhile."""
    day = dates.day(max(one.expires_at for one in requests))
    if left:
        return gettext("You hear at the latest on %(day)s, and can ask somebody else meanwhile.") % {"day": day}
    return gettext("You hear at the latest on %(day)s.") % {"day": day}


def accepted(kind: Kind) -> str:
    """Say to a mentor what their yes made."""
    if kind is Kind.PAIR:
        return gettext("You are a pair now. Both of you get a mail; take the first step soon.")
    return gettext("They are in your group now. Everybody in it gets a mail; take the first step soon.")


def room(answering: Answering) -> str:
    """Say how many more mentees a mentor takes."""
    return ngettext(
        "%(free)s of your %(count)s place is free.", "%(free)s of your %(count)s places are free.", answering.places
    ) % {"free": answering.free, "count": answering.places}


def key_of(participant: UUID) -> str:
    """Return what tells somebody's element ids from those of others."""
    return participant.hex[:12]
