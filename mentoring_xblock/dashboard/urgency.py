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
from opaque_keys.edx.keys import UsageKey

from mentoring_xblock.applications.data import CallState
from mentoring_xblock.applications.models import Status
from mentoring_xblock.applications.outlook import Outlook
from mentoring_xblock.bank.data import InvitationInfo
from mentoring_xblock.choices import pages as choosing_words
from mentoring_xblock.choices.data import Choosing, RequestInfo, RequestState
from mentoring_xblock.dashboard.agreeing import NOTHING, Agreeing
from mentoring_xblock.dashboard.goals_ahead import ReviewAhead
from mentoring_xblock.dashboard.parts import Part
from mentoring_xblock.dashboard.writing_ahead import NOTHING_TO_WRITE, ToWrite
from mentoring_xblock.gatherings.data import JointInfo
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
    NAMED = "named"  # somebody says that they and the reader have found each other, and waits for the answer
    INVITED = "invited"  # the coordinators ask the reader to mentor, and wait
    PLACE = "place"  # a new place can be declined until a day
    SIGN = "sign"  # others have put an agreement to be signed, and it holds once the reader has signed
    HELPED = "helped"  # the coordinators have answered what the reader asked them
    REFUSED = "refused"  # whom the reader asked can't, and nobody else is asked
    CHOOSE = "choose"  # the reader may ask somebody, and has not
    COME = "come"  # a meeting of the programme waits for the reader's answer until a day
    APPLY = "apply"  # a call is open that the reader waited for, or began to answer; for outsiders any call
    WAITING = "waiting"  # what others share and hand in waits to be read by a mentor
    REVIEW = "review"  # a review of the reader's own goals is open until a day
    NEW = "new"  # the same for everybody else, with what others said about the reader's own things
    ANSWERED = "answered"  # somebody said yes to the reader
    AWAITED = "awaited"  # the reader waits for an answer, and there is nothing to do
    APPLIED = "applied"  # the same for an application
    WATCHED = "watched"  # a call opens later, and the reader is told then
    WRITE = "write"  # a prompt has opened in the reader's journal


#: What the programme's page opens with before it says who is with whom; the rest of it stands further down.
FIRST_OF_ALL = frozenset(
    {
        Matter.ASKED,
        Matter.NAMED,
        Matter.INVITED,
        Matter.PLACE,
        Matter.REFUSED,
        Matter.CHOOSE,
        Matter.AWAITED,
    }
)


#: Where nothing is to be done.
_CALM = frozenset({Matter.ANSWERED, Matter.AWAITED, Matter.APPLIED, Matter.WATCHED})
#: What the dashboard opens with, in the part where something can be done about it.
AT_ONCE = frozenset({Matter.ASKED, Matter.INVITED, Matter.REFUSED, Matter.CHOOSE})
#: What is read, or done, on the programme's page.
_AT_HOME = frozenset({Matter.PLACE, Matter.HELPED})


@dataclass(frozen=True)
class Named:
    """Who waits for the reader to agree that they are a pair, by full name, and the block where that is done."""

    names: tuple[str, ...] = ()
    block: UsageKey | None = None


@dataclass(frozen=True)
class MeetingToAnswer:
    """A meeting of the programme, by when to answer, and the block where that is done."""

    title: str
    until: dt.datetime
    block: UsageKey | None = None


@dataclass(frozen=True)
class Situation:
    """All that the order looks at.

    asked: requests that the reader can answer. offers: their places that can still be declined. choosing: where they
    stand as a mentee who may ask mentors; None for others. waiting, new: how many things wait for them, and are new
    about their own. mentors: whether they mentor, so that what waits is theirs to read. calls: those that concern them.
    helped: how many of their requests for help have an answer that they have not read. agreeing: where their groups
    stand with their agreements. named: who says that they and the reader have found each other. meeting: what waits
    for the reader's answer. review: of their goals, if one is open. joint: the programme's next meeting at which they
    are expected. to_write: prompts that opened lately.
    """

    now: dt.datetime
    asked: tuple[RequestInfo, ...] = ()
    invitation: InvitationInfo | None = None
    offers: tuple[OfferInfo, ...] = ()
    choosing: Choosing | None = None
    waiting: int = 0
    new: int = 0
    mentors: bool = False
    calls: tuple[Outlook, ...] = ()
    helped: int = 0
    named: Named = Named()
    agreeing: Agreeing = NOTHING
    meeting: MeetingToAnswer | None = None
    review: ReviewAhead | None = None
    joint: JointInfo | None = None
    to_write: ToWrite = NOTHING_TO_WRITE


@dataclass(frozen=True)
class Line:
    """What a page says of one matter: a sentence, more about it if there is, and where something can be done about it.

    part, call: a part of the dashboard, or the block of a call, of meetings, goals or a journal, with the words of the
    button that leads there; neither where there is nothing to do, or it is done on the programme's page. address: where
    it leads from another page, once somebody has looked it up.
    """

    matter: Matter
    text: str
    more: str = ""
    part: Part | None = None
    button: str = ""
    call: UsageKey | None = None
    address: str = ""

    @property
    def calm(self) -> bool:
        """Whether nothing is to be done, so that the button is not the first on the page."""
        return self.matter in _CALM

    @property
    def at_home(self) -> bool:
        """Whether it is read, or done, on the programme's page."""
        return self.matter in _AT_HOME


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


def _named(situation: Situation, plan: Plan) -> Line | None:
    names = situation.named.names
    if not names:
        return None
    text = ngettext(
        "%(names)s says that the two of you have found each other.",
        "%(names)s say that each of them and you have found each other.",
        len(names),
    ) % {"names": and_(list(names))}
    more = gettext("Say on the page about meetings whether you agree.")
    block = situation.named.block
    return Line(Matter.NAMED, text, more, button=gettext("Read and answer") if block else "", call=block)


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


def _sign(situation: Situation, plan: Plan) -> Line | None:
    makers = situation.agreeing.makers
    if not makers:
        return None
    if len(makers) > 1:
        text = gettext("%(count)s agreements wait for your signature.") % {"count": opening(len(makers))}
    elif makers[0]:
        text = gettext("%(name)s has put your agreement to be signed.") % {"name": makers[0]}
    else:
        text = gettext("Your agreement waits for your signature.")
    return Line(
        Matter.SIGN,
        text,
        gettext("Read it, and sign it if you agree."),
        button=gettext("Go to the agreement") if situation.agreeing.block else "",
        call=situation.agreeing.block,
    )


def _helped(situation: Situation, plan: Plan) -> Line | None:
    if not situation.helped:
        return None
    return Line(
        Matter.HELPED,
        gettext("You have an answer."),
        gettext("You read it under “If you need help” on the programme’s page."),
    )


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


_UNSENT = frozenset({None, Status.DRAFT})


def _come(situation: Situation, plan: Plan) -> Line | None:
    meeting = situation.meeting
    if meeting is None:
        return None
    return Line(
        Matter.COME,
        gettext("Do you come? %(title)s") % {"title": meeting.title},
        gettext("Answer by %(day)s.") % {"day": day(plan.last_day(meeting.until))},
        button=gettext("Go to the meeting"),
        call=meeting.block,
    )


def _review(situation: Situation, plan: Plan) -> Line | None:
    review = situation.review
    if review is None:
        return None
    more = gettext("A line and a rating for each goal is enough.")
    return Line(Matter.REVIEW, review.text, more, button=gettext("Look back at my goals"), call=review.block)


def _apply(situation: Situation, plan: Plan) -> Line | None:
    calls = [one for one in situation.calls if one.state in {CallState.OPEN, CallState.LATE} and one.status in _UNSENT]
    if any(one.status not in {*_UNSENT, Status.WITHDRAWN} for one in situation.calls):
        # Who has applied to one call is not asked to apply to all others.
        calls = [one for one in calls if one.watching or one.status is Status.DRAFT]
    # What somebody has begun comes first, then what they waited for.
    calls.sort(key=lambda one: (one.status is None, not one.watching))
    if not calls:
        return None
    call = calls[0]
    closes = call.span.closes_at if call.state is CallState.OPEN else None
    more = gettext("Applications are taken until %(day)s.") % {"day": day(plan.last_day(closes))} if closes else ""
    if call.status is Status.DRAFT:
        text = gettext("Your application has not been sent yet: %(title)s")
        button = gettext("Go on with the application")
    else:
        text = gettext("You can apply now: %(title)s")
        button = gettext("Read the call")
    return Line(Matter.APPLY, text % {"title": call.title}, more, button=button, call=call.usage_key)


def _applied(situation: Situation, plan: Plan) -> Line | None:
    sent = {one.status: one for one in reversed(situation.calls)}
    button = gettext("See your application")
    if call := sent.get(Status.RESERVE):
        more = gettext("If a place becomes free for you, you hear at once.")
        return Line(Matter.APPLIED, gettext("You are in the reserve."), more, button=button, call=call.usage_key)
    if call := sent.get(Status.RECEIVED):
        more = gettext("You get a mail when it has been decided on.")
        return Line(Matter.APPLIED, gettext("Your application has arrived."), more, button=button, call=call.usage_key)
    if call := sent.get(Status.DECLINED):
        text = gettext("You did not get a place this time.")
        return Line(Matter.APPLIED, text, button=button, call=call.usage_key)
    if call := sent.get(Status.WITHDRAWN):
        more = gettext("Nobody reads it any more.")
        if call.state in {CallState.OPEN, CallState.LATE}:
            more = gettext("Nobody reads it any more. You can apply again as long as the call is open.")
        text = gettext("You have withdrawn your application.")
        return Line(Matter.APPLIED, text, more, button=button, call=call.usage_key)
    return None


def _watched(situation: Situation, plan: Plan) -> Line | None:
    calls = [one for one in situation.calls if one.state is CallState.ANNOUNCED and one.watching]
    if not calls:
        return None
    call = min(calls, key=lambda one: (one.span.opens_at is None, one.span.opens_at or situation.now))
    opens = call.span.opens_at
    return Line(
        Matter.WATCHED,
        gettext("You get a mail when this call opens: %(title)s") % {"title": call.title},
        gettext("It opens on %(day)s.") % {"day": day(plan.today(opens))} if opens else "",
        button=gettext("Read the call"),
        call=call.usage_key,
    )


def _write(situation: Situation, plan: Plan) -> Line | None:
    found = situation.to_write
    button = gettext("Open the journal")
    return Line(Matter.WRITE, found.text, found.more, button=button, call=found.block) if found.count else None


_SAY: Mapping[Matter, Callable[[Situation, Plan], Line | None]] = {
    Matter.ASKED: _asked,
    Matter.NAMED: _named,
    Matter.INVITED: _invited,
    Matter.PLACE: _place,
    Matter.SIGN: _sign,
    Matter.HELPED: _helped,
    Matter.REFUSED: _refused,
    Matter.CHOOSE: _choose,
    Matter.COME: _come,
    Matter.APPLY: _apply,
    Matter.WAITING: _waiting,
    Matter.REVIEW: _review,
    Matter.NEW: _new,
    Matter.ANSWERED: _answered,
    Matter.AWAITED: _awaited,
    Matter.APPLIED: _applied,
    Matter.WATCHED: _watched,
    Matter.WRITE: _write,
}


__all__ = ["AT_ONCE", "FIRST_OF_ALL", "Line", "Matter", "MeetingToAnswer", "Named", "Situation", "lines"]
