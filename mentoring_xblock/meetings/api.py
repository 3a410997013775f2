"""The door to meetings.

Everything that changes a meeting asks policy, holds its group, and is safe to call twice. Everything that reads takes a
constant number of queries and leaves policy to the caller. Ids from a browser are public ids.
"""

from __future__ import annotations

from mentoring_xblock.meetings.agendas import choose as choose_agenda
from mentoring_xblock.meetings.agendas import first_choice
from mentoring_xblock.meetings.asking import (
    answer,
    confirm,
    everybody_answered,
    may_book,
    propose,
    suiting_everybody,
    take_back,
)
from mentoring_xblock.meetings.booking import Step, book, book_series, cancel, check_series, move, series
from mentoring_xblock.meetings.data import (
    LINK_LIMIT,
    OPTIONS_LIMIT,
    PAGE_SIZE,
    SERIES_LIMIT,
    WHERE_LIMIT,
    Answer,
    AttendanceInfo,
    Kind,
    MeetingInfo,
    OptionInfo,
    OwnMeetings,
    Rhythm,
    State,
    Way,
)
from mentoring_xblock.meetings.holding import held, met, untimed
from mentoring_xblock.meetings.queries import (
    counted,
    facts_of_meeting,
    groups_that_meet,
    have_met,
    held_dates,
    held_of_groups,
    last_meeting,
    meetings_for_calendar,
    met_before,
    newest_of_groups,
    next_meeting,
    next_of_groups,
    own_meeting,
    own_meetings,
    past_meetings,
)
from mentoring_xblock.meetings.slots import Slot, is_safe_link

__all__ = [
    "LINK_LIMIT",
    "OPTIONS_LIMIT",
    "PAGE_SIZE",
    "SERIES_LIMIT",
    "WHERE_LIMIT",
    "Answer",
    "AttendanceInfo",
    "Kind",
    "MeetingInfo",
    "OptionInfo",
    "OwnMeetings",
    "Rhythm",
    "Slot",
    "State",
    "Step",
    "Way",
    "answer",
    "book",
    "book_series",
    "cancel",
    "check_series",
    "choose_agenda",
    "confirm",
    "counted",
    "everybody_answered",
    "facts_of_meeting",
    "first_choice",
    "groups_that_meet",
    "have_met",
    "held",
    "held_dates",
    "held_of_groups",
    "is_safe_link",
    "last_meeting",
    "may_book",
    "meetings_for_calendar",
    "met",
    "met_before",
    "move",
    "newest_of_groups",
    "next_meeting",
    "next_of_groups",
    "own_meeting",
    "own_meetings",
    "past_meetings",
    "propose",
    "series",
    "suiting_everybody",
    "take_back",
    "untimed",
]
