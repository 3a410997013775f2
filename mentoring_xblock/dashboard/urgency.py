"""What somebody's page opens with: everything that may concern them, the most urgent first.

This is the one place where the order is written down. Whoever keeps somebody else waiting hears of that first, then who
has a day to answer by, then who can't go on without doing something; then comes what is new, and last what others do.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext, ngettext

from mentoring_xblock.bank.data import InvitationInfo
from mentoring_xblock.choices import pages as choosing_words
from mentoring_xblock.choices.data import Choosing, RequestInfo, RequestState
from mentoring_xblock.dashboard.parts import Part
from mentoring_xblock.kit.dates import day
from mentoring_xblock.kit.numbers import opening
from mentoring_xblock.programme.page import NAMED, and_
from mentoring_xblock.programme.plan import Plan, Way
from mentoring_xblock.proposals.later_data import Answer, OfferInfo
from mentoring_xblock.proposals.place_words import answer_until, place_sentence

#: Whoever was said yes to reads it for these days.
_NEW_FOR = dt.timedelta(days=14)


class Matter(StrEnum):
    """Something that concerns somebody, in the order of urgency: a page opens with the first that there is."""

    ASKED = "asked"  # mentees ask the reader, and can't go on before the answer
    INVITED = "invited"  # the coordinators ask the reader to mentor, and wait
    PLACE = "place"  # a new place can be declined until a day
    REFUSED = "refused"  # whom the reader asked can't, and nobody else is asked
    CHOOSE = "choose"  # the reader may ask somebody, and has not
    WAITING = "waiting"  # what others share and hand in waits to be read by a mentor
    NEW = "new"  # the same for everybody else, with what others said about the reader's own things
    ANSWERED = "answered"  # somebody said yes to the reader
    AWAITED = "awaited"  # the reader waits for an answer, and there is nothing to do


#: What the programme's page opens with before it says who is with whom; the rest of it stands further down.
FIRST_OF_ALL = frozenset({Matter.ASKED, Matter.INVITED, Matter.PLACE, Matter.REFUSED, Matter.CHOOSE, Matter.AWAITED})


#: What the dashboard opens with, in the part where something can be done about it.
AT_ONCE = frozenset({Matter.ASKED, Matter.INVITED, Matter.REFUSED, Matter.CHOOSE})


@dataclass(frozen=True)
class Situation:
    """All that the order looks at.

    asked: requests that the reader can answer. offers: their places that can still be declined. choosing: where they
    stand as a mentee who may ask mentors; None for others. waiting, new: how many things wait for them, and are new
    about their own. mentors: whether they mentor, so that what waits is theirs to read.
    """

    now: dt.datetime
    asked: tuple[RequestInfo, ...] = ()
    invitation: InvitationInfo | None = None
    offers: tuple[OfferInfo, ...] = ()
    choosing: Choosing | None = None
    waiting: int = 0
    new: int = 0
    mentors: bool = False


@dataclass(frozen=True)
class Line:
    """What a page says of one matter: a sentence, more about it if there is, and where something can be done about it.

    part: of the dashboard, with the words of the button that leads there; None where there is nothing to do, or it is
    done on the programme's page.
    """

    matter: Matter
    text: str
    more: str = ""
    part: Part | None = None
    button: str = ""


def lines(situation: Situation, plan: Plan) -> tuple[Line, ...]:
    """Return all that concerns somebody, the most urgent first."""
    said = (_SAY[matter](situation, plan) for matter in Matter)
    return tuple(line for line in said if line is not None)


def _asked(situation: Situation, plan: Plan) -> Line | None:
    if not situation.asked:
        return None
    return Line(
        Matter.ASKED,
        choosing_words.asked_by(plan, situation.asked),
        choosing_words.answer_until(situation.asked),
        Part.CHOOSING,
        gettext("Read and answer"),
    )


def _invited(situation: Situation, plan: Plan) -> Line | None:
    if situation.invitation is None:
        return None
    return Line(
        Matter.INVITED,
        gettext("The coordinators ask whether you would mentor in this round."),
        gettext("Answer by %(day)s.") % {"day": day(situation.invitation.answer_by)},
        Part.BANK,
        gettext("Read and answer"),
    )


def _place(situation: Situation, plan: Plan) -> Line | None:
    offers = [one for one in situation.offers if one.open and one.answer is Answer.OPEN]
    if not offers:
        return None
    if len(offers) == 1:
        text = place_sentence(offers[0])
    else:
        names = list(dict.fromkeys(name for one in offers for name in one.names))
        text = _together(names)
    return Line(Matter.PLACE, text, answer_until(min(one.answer_by for one in offers)))


def _together(names: Sequence[str]) -> str:
    if len(names) <= NAMED:
        return gettext("You have been put together with %(names)s.") % {"names": and_(names)}
    return ngettext(
        "You have been put together with %(count)s person.",
        "You have been put together with %(count)s people.",
        len(names),
    ) % {"count": len(names)}


def _open(choosing: Choosing | None) -> list[RequestInfo]:
    return [one for one in choosing.requests if one.state is RequestState.OPEN] if choosing else []


def _looks(choosing: Choosing | None) -> bool:
    """Whether somebody may ask a mentor, and asks nobody."""
    return choosing is not None and choosing.may_ask and not _open(choosing)


def _refused(situation: Situation, plan: Plan) -> Line | None:
    choosing = situation.choosing
    last = choosing_words.last_refused(choosing.requests) if _looks(choosing) else None
    if last is None:
        return None
    return Line(
        Matter.REFUSED,
        choosing_words.refused(plan, last),
        gettext("You can ask somebody else now."),
        Part.CHOOSING,
        gettext("See who has a free place"),
    )


def _choose(situation: Situation, plan: Plan) -> Line | None:
    choosing = situation.choosing
    if not _looks(choosing) or choosing_words.last_refused(choosing.requests) is not None:
        return None
    words = plan.words()
    more = ""
    if plan.matching.way is Way.HYBRID:
        more = gettext("If you ask nobody, the coordinators tell you who %(mentor_own)s is.") % words
    return Line(
        Matter.CHOOSE,
        gettext("You can ask somebody to be %(mentor_own)s.") % words,
        more,
        Part.CHOOSING,
        gettext("See who has a free place"),
    )


def _waiting(situation: Situation, plan: Plan) -> Line | None:
    if not situation.mentors or not situation.waiting:
        return None
    count = situation.waiting
    text = ngettext("%(number)s thing waits for you.", "%(number)s things wait for you.", count)
    return Line(Matter.WAITING, text % {"number": opening(count)})


def _new(situation: Situation, plan: Plan) -> Line | None:
    count = situation.new + situation.waiting
    if situation.mentors or not count:
        return None
    text = ngettext("%(number)s thing is new for you.", "%(number)s things are new for you.", count)
    return Line(Matter.NEW, text % {"number": opening(count)})


def _answered(situation: Situation, plan: Plan) -> Line | None:
    requests = situation.choosing.requests if situation.choosing and situation.choosing.has_mentor else ()
    since = situation.now - _NEW_FOR
    for one in requests:
        if one.state is RequestState.ACCEPTED and one.answered_at and one.answered_at > since:
            text = gettext("%(mentor_own_first)s is %(name)s.") % {**plan.words(), "name": one.name}
            return Line(Matter.ANSWERED, text, gettext("You asked, and they said yes."))
    return None


def _awaited(situation: Situation, plan: Plan) -> Line | None:
    waiting = _open(situation.choosing)
    if not waiting:
        return None
    return Line(
        Matter.AWAITED,
        choosing_words.awaited(waiting),
        choosing_words.awaited_until(waiting, situation.choosing.left),
        Part.CHOOSING,
        gettext("See whom you have asked"),
    )


_SAY: Mapping[Matter, Callable[[Situation, Plan], Line | None]] = {
    Matter.ASKED: _asked,
    Matter.INVITED: _invited,
    Matter.PLACE: _place,
    Matter.REFUSED: _refused,
    Matter.CHOOSE: _choose,
    Matter.WAITING: _waiting,
    Matter.NEW: _new,
    Matter.ANSWERED: _answered,
    Matter.AWAITED: _awaited,
}


__all__ = ["AT_ONCE", "FIRST_OF_ALL", "Line", "Matter", "Situation", "lines"]
