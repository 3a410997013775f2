"""What the host tells us, as plain frozen values. No model of any host leaves this package."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from opaque_keys.edx.keys import UsageKey

#: Every block type of ours that a course may hold; `published_blocks` looks for these and no others.
BLOCK_TYPES = (
    "mentoring_programme",
    "mentoring_application",
    "mentoring_goals",
    "mentoring_journal",
    "mentoring_meetings",
    "mentoring_survey",
    "mentoring_dashboard",
)


@dataclass(frozen=True)
class Person:
    """An account.

    `full_name` is the username where no name is known. `language` is the code that the person chose, as the host
    spells it ("fi", "fi-fi"); empty when none was chosen.
    """

    id: int
    username: str
    full_name: str
    email: str
    language: str


@dataclass(frozen=True)
class Viewer:
    """Who is really asking.

    `user_id` is the person at the keyboard, never the learner whose view they look at; None is anonymous.
    `masquerading` is true while a member of staff views the course as somebody else or as a learner in general.
    `time_zone` is a name of the IANA database that this machine knows; empty when the person chose none.
    """

    user_id: int | None
    masquerading: bool
    time_zone: str


@dataclass(frozen=True)
class CourseRoles:
    """What somebody may be in a course, by their own roles.

    `staff`: on the course's or its organisation's staff, or staff of the whole site. `admin`: holds the course's own
    `instructor` role; nothing else makes an administrator.
    """

    staff: bool
    admin: bool


@dataclass(frozen=True)
class BlockContent:
    """One of our blocks as it was last published.

    `fields` holds the JSON value of each content and settings field that the block's class declares, defaults included.
    """

    usage_key: UsageKey
    block_type: str
    fields: Mapping[str, Any]


@dataclass(frozen=True)
class ScoreRecord:
    """The score that stands for one learner in one block. Points are whole, 0 to `points_possible`."""

    points_earned: int
    points_possible: int
    submission_uuid: str
    created_at: datetime


@dataclass(frozen=True)
class Deadline:
    """Until when somebody can work on a block, by the course and the person's own dates in it.

    `due` is the day, `closes_at` is that with the course's grace period; both are aware, and None where there is none.
    """

    due: datetime | None = None
    closes_at: datetime | None = None


#: Of what never closes.
NO_DEADLINE = Deadline()
