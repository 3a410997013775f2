"""The door to meetings of the whole programme: read, answered, held, and a coordinator's work on them.

Functions that take an `Actor` ask policy themselves; `ahead` and `next_for` tell somebody of their own calendar.
"""

from __future__ import annotations

from mentoring_xblock.gatherings.answering import answer, free_places
from mentoring_xblock.gatherings.attending import TablePart, export_part, save_sheet, sheet
from mentoring_xblock.gatherings.data import (
    PEOPLE_PAGE,
    TITLE_LIMIT,
    Ahead,
    Expected,
    JointDraft,
    JointInfo,
    MeetingsDesk,
    MyJoint,
    Number,
    Sheet,
    ToPlan,
)
from mentoring_xblock.gatherings.desk import desk, joint_meeting
from mentoring_xblock.gatherings.ending import end_round, tell_leaver
from mentoring_xblock.gatherings.following import Following, Shifted, follow_phases, following, left_behind
from mentoring_xblock.gatherings.keeping import announce, call_off, change, discard, make, put
from mentoring_xblock.gatherings.queries import ahead, my_joint, next_for

__all__ = [
    "PEOPLE_PAGE",
    "TITLE_LIMIT",
    "Ahead",
    "Expected",
    "Following",
    "JointDraft",
    "JointInfo",
    "MeetingsDesk",
    "MyJoint",
    "Number",
    "Sheet",
    "Shifted",
    "TablePart",
    "ToPlan",
    "ahead",
    "announce",
    "answer",
    "call_off",
    "change",
    "desk",
    "discard",
    "end_round",
    "export_part",
    "follow_phases",
    "following",
    "free_places",
    "joint_meeting",
    "left_behind",
    "make",
    "my_joint",
    "next_for",
    "put",
    "save_sheet",
    "sheet",
    "tell_leaver",
]
