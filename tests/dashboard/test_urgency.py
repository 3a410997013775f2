"""The order of urgency: the whole table of what a page opens with, and what of it stands on whose pages."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

import pytest
from opaque_keys.edx.keys import UsageKey

from mentoring_xblock.applications.data import CallState, Span
from mentoring_xblock.applications.models import Status
from mentoring_xblock.applications.outlook import Outlook
from mentoring_xblock.bank.data import InvitationInfo
from mentoring_xblock.choices.data import Choosing, RequestInfo, RequestState
from mentoring_xblock.dashboard.agreeing import Agreeing
from mentoring_xblock.dashboard.goals_ahead import ReviewAhead
from mentoring_xblock.dashboard.parts import Part
from mentoring_xblock.dashboard.urgency import Line, Matter, MeetingToAnswer, Named, Situation, lines
from mentoring_xblock.dashboard.writing_ahead import ToWrite
from mentoring_xblock.groups.data import Circle, GroupInfo, Kind, State
from mentoring_xblock.programme.plan import Plan
from mentoring_xblock.programme.plan_goals import Stage
from mentoring_xblock.proposals.later_data import Answer, OfferInfo

NOW = dt.datetime(2026, 11, 20, 12, tzinfo=dt.UTC)
PLAN = Plan.from_dict({"matching": {"way": "choice"}})
HYBRID = Plan.from_dict({"matching": {"way": "hybrid"}, "terms": {"mentor": "valmentaja"}})


def request(name: str, state: RequestState = RequestState.OPEN, days: int = 4, ago: int = 1) -> RequestInfo:
    ended = None if state is RequestState.OPEN else NOW - dt.timedelta(days=ago)
    until = NOW + dt.timedelta(days=days)
    return RequestInfo(uuid.uuid4(), uuid.uuid4(), name, "", state, NOW, until, answered_at=ended)


def choosing(*requests: RequestInfo, has_mentor: bool = False, may_ask: bool = True, left: int = 1) -> Choosing:
    return Choosing(may_ask and not has_mentor, left, 3, 7, requests, has_mentor)


def offer(
    *names: str, kind: Kind = Kind.PAIR, leads: bool = False, answer: Answer = Answer.OPEN, open_: bool = True
) -> OfferInfo:
    group = GroupInfo(1, uuid.uuid4(), kind, Circle.MENTORING, "", 1, State.PUBLISHED, 1, None, ())
    return OfferInfo(uuid.uuid4(), group, leads, names, answer, dt.datetime(2026, 11, 25, tzinfo=dt.UTC), open_)


def call(
    state: CallState, status: Status | None = None, *, watching: bool = False, title: str = "Be a mentor"
) -> Outlook:
    span = Span(NOW + dt.timedelta(days=3), dt.datetime(2026, 12, 1, 22, tzinfo=dt.UTC))
    key = UsageKey.from_string("block-v1:A+B+C+type@mentoring_application+block@call")
    return Outlook(key, title, span, state, watching, status)


def said(plan: Plan = PLAN, **what: Any) -> tuple[Line, ...]:
    return lines(Situation(NOW, **what), plan)


GOALS = UsageKey.from_string("block-v1:A+B+C+type@mentoring_goals+block@goals")
JOURNAL = UsageKey.from_string("block-v1:A+B+C+type@mentoring_journal+block@journal")
#: One of each, in the order that the enumeration promises.
EVERYTHING: dict[Matter, dict[str, Any]] = {
    Matter.ASKED: {"asked": (request("Aino"),)},
    Matter.NAMED: {"named": Named(("Aino",))},
    Matter.INVITED: {"invitation": InvitationInfo(uuid.uuid4(), NOW, dt.date(2026, 11, 27))},
    Matter.PLACE: {"offers": (offer("Eero"),)},
    Matter.SIGN: {"agreeing": Agreeing({}, ("Anna",))},
    Matter.HELPED: {"helped": 1},
    Matter.REFUSED: {"choosing": choosing(request("Anna", RequestState.DECLINED))},
    Matter.CHOOSE: {"choosing": choosing()},
    Matter.COME: {"meeting": MeetingToAnswer("Kick-off", dt.datetime(2026, 11, 24, 22, tzinfo=dt.UTC))},
    Matter.APPLY: {"calls": (call(CallState.OPEN),)},
    Matter.WAITING: {"waiting": 2, "mentors": True},
    Matter.REVIEW: {"review": ReviewAhead(Stage.MIDDLE, dt.date(2026, 12, 14), GOALS)},
    Matter.NEW: {"new": 1},
    Matter.ANSWERED: {"choosing": choosing(request("Anna", RequestState.ACCEPTED), has_mentor=True)},
    Matter.AWAITED: {"choosing": choosing(request("Anna"))},
    Matter.APPLIED: {"calls": (call(CallState.OPEN, Status.RECEIVED),)},
    Matter.WATCHED: {"calls": (call(CallState.ANNOUNCED, watching=True),)},
    Matter.WRITE: {"to_write": ToWrite(1, JOURNAL)},
}


def test_each_matter_is_told_by_itself_and_has_its_place_in_the_order():
    assert list(EVERYTHING) == list(Matter)
    for matter, what in EVERYTHING.items():
        assert [line.matter for line in said(**what)] == [matter]


@pytest.mark.parametrize("first", Matter)
def test_of_two_matters_the_more_urgent_opens_the_page_and_the_other_is_told_too(first):
    later = list(Matter)[list(Matter).index(first) + 1 :]
    for second in later:
        what = {**EVERYTHING[second], **EVERYTHING[first]}
        found = [line.matter for line in said(**what)]
        # Where somebody stands with choosing, and what waits, is one thing at a time.
        told_apart = set(EVERYTHING[first]) & set(EVERYTHING[second]) or {first, second} == {Matter.WAITING, Matter.NEW}
        assert found == ([first] if told_apart else [first, second])


@pytest.mark.parametrize(
    ("what", "text", "more", "part"),
    [
        ({"asked": (request("Aino"),)}, "Aino would like you as a mentor.", "Answer by Tue 24 Nov.", Part.CHOOSING),
        (
            {"asked": (request("Aino"), request("Eero", days=2), request("Ilta"))},
            "Three people would like you as a mentor.",
            "The first of them waits until Sun 22 Nov.",
            Part.CHOOSING,
        ),
        (
            EVERYTHING[Matter.NAMED],
            "Aino says that the two of you have found each other.",
            "Say on the page about meetings whether you agree.",
            None,
        ),
        (
            EVERYTHING[Matter.INVITED],
            "The coordinators ask whether you would mentor in this round.",
            "Answer by Fri 27 Nov.",
            Part.BANK,
        ),
        (
            EVERYTHING[Matter.PLACE],
            "You have been put together with Eero.",
            "If it is not for you, decline until Tue 24 Nov. If you say nothing, it is yours.",
            None,
        ),
        (
            {"offers": (offer("Eero", "Ilta", kind=Kind.SMALL_GROUP, leads=True),)},
            "You lead a group with Eero and Ilta.",
            "If it is not for you, decline until Tue 24 Nov. If you say nothing, it is yours.",
            None,
        ),
        (
            {"offers": tuple(offer(name) for name in "ABCD")},
            "You have been put together with 4 people.",
            "If it is not for you, decline until Tue 24 Nov. If you say nothing, it is yours.",
            None,
        ),
        (
            EVERYTHING[Matter.SIGN],
            "Anna has put your agreement to be signed.",
            "Read it, and sign it if you agree.",
            None,
        ),
        (
            EVERYTHING[Matter.REFUSED],
            "Anna can’t be your mentor this time.",
            "You can ask somebody else now.",
            Part.CHOOSING,
        ),
        (
            {"choosing": choosing(request("Anna", RequestState.EXPIRED), request("Ben", RequestState.DECLINED))},
            "Anna did not answer in time.",
            "You can ask somebody else now.",
            Part.CHOOSING,
        ),
        (
            {"choosing": choosing(request("Anna", RequestState.TAKEN))},
            "Anna has no free place any more.",
            "You can ask somebody else now.",
            Part.CHOOSING,
        ),
        (EVERYTHING[Matter.CHOOSE], "You can ask somebody to be your mentor.", "", Part.CHOOSING),
        (
            {"choosing": choosing(request("Anna", RequestState.WITHDRAWN))},
            "You can ask somebody to be your mentor.",
            "",
            Part.CHOOSING,
        ),
        (EVERYTHING[Matter.WAITING], "Two things wait for you.", "", None),
        ({"new": 1, "waiting": 2}, "Three things are new for you.", "", None),
        (EVERYTHING[Matter.ANSWERED], "Your mentor is Anna.", "You asked, and they said yes.", None),
        (
            {"choosing": choosing(request("Ben", days=3), request("Anna", days=2))},
            "You wait for an answer from Anna and Ben.",
            "You hear at the latest on Mon 23 Nov, and can ask somebody else meanwhile.",
            Part.CHOOSING,
        ),
        (
            {"choosing": choosing(request("Anna"), left=0)},
            "You wait for an answer from Anna.",
            "You hear at the latest on Tue 24 Nov.",
            Part.CHOOSING,
        ),
    ],
)
def test_each_matter_is_one_whole_sentence_with_what_follows_from_it(what, text, more, part):
    [line] = said(**what)
    assert (line.text, line.more, line.part) == (text, more, part)
    assert bool(line.button) == (part is not None)


@pytest.mark.parametrize(
    "what",
    [
        {},
        {"offers": (offer("Eero", answer=Answer.KEPT),)},
        {"offers": (offer("Eero", open_=False),)},
        {"choosing": choosing(may_ask=False)},
        {"choosing": choosing(request("Anna", RequestState.DECLINED), has_mentor=True)},
        {"choosing": choosing(request("Anna", RequestState.ACCEPTED, ago=20), has_mentor=True)},
        {"mentors": True},
    ],
)
def test_what_is_settled_is_not_told(what):
    assert said(**what) == ()


@pytest.mark.parametrize(
    ("calls", "text", "more"),
    [
        # Until ten in the evening in London is until the end of the day in Helsinki.
        ([call(CallState.OPEN)], "You can apply now: Be a mentor", "Applications are taken until Tue 1 Dec."),
        ([call(CallState.LATE)], "You can apply now: Be a mentor", ""),
        (
            [call(CallState.OPEN), call(CallState.OPEN, Status.DRAFT, title="Be a mentee")],
            "Your application has not been sent yet: Be a mentee",
            "Applications are taken until Tue 1 Dec.",
        ),
        (
            [call(CallState.OPEN), call(CallState.OPEN, watching=True, title="Be a mentee")],
            "You can apply now: Be a mentee",
            "Applications are taken until Tue 1 Dec.",
        ),
        # Who has applied is not asked to apply to everything else.
        (
            [call(CallState.OPEN), call(CallState.OPEN, Status.RECEIVED, title="Be a mentee")],
            "Your application has arrived.",
            "You get a mail when it has been decided on.",
        ),
        (
            [call(CallState.CLOSED, Status.RESERVE)],
            "You are in the reserve.",
            "If a place becomes free for you, you hear at once.",
        ),
        ([call(CallState.OPEN, Status.DECLINED)], "You did not get a place this time.", ""),
        (
            [call(CallState.OPEN, Status.WITHDRAWN)],
            "You have withdrawn your application.",
            "Nobody reads it any more. You can apply again as long as the call is open.",
        ),
        (
            [call(CallState.CLOSED, Status.WITHDRAWN)],
            "You have withdrawn your application.",
            "Nobody reads it any more.",
        ),
        (
            [call(CallState.ANNOUNCED, watching=True)],
            "You get a mail when this call opens: Be a mentor",
            "It opens on Mon 23 Nov.",
        ),
    ],
)
def test_calls_are_told_to_whom_they_concern(calls, text, more):
    [line] = said(calls=tuple(calls))
    assert (line.text, line.more) == (text, more)
    assert line.button and line.call is not None


@pytest.mark.parametrize(
    "one",
    [
        call(CallState.ANNOUNCED),
        call(CallState.CLOSED),
        call(CallState.OPEN, Status.ACCEPTED),
    ],
)
def test_calls_that_lead_nowhere_are_not_told(one):
    assert said(calls=(one,)) == ()


def test_the_plans_own_words_are_used_and_who_need_not_ask_reads_it():
    [line] = said(HYBRID, asked=(request("Aino"),))
    assert line.text == "Aino would like you as a coach."
    [line] = said(HYBRID, choosing=choosing())
    assert line.more == "If you ask nobody, the coordinators tell you who your coach is."


def test_a_meeting_is_answered_by_its_last_day_in_the_programme_s_zone():
    [line] = said(**EVERYTHING[Matter.COME])
    assert (line.text, line.more) == ("Do you come? Kick-off", "Answer by Tue 24 Nov.")
