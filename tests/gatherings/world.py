"""A programme that meets as a whole, and a clock that a test moves."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from mentoring_xblock.gatherings import api as gatherings
from mentoring_xblock.gatherings.data import Audience
from mentoring_xblock.meetings.data import Kind, Way
from mentoring_xblock.models import Attendance, Meeting
from mentoring_xblock.programme import api as programmes
from tests import factories
from tests.mails import mails

#: A year with a kick-off and six joint meetings, as PiKe had it; the third training of Tevere has no day yet.
PLANNED = [
    {"id": "kick", "name": {"en": "Kick-off", "fi": "Aloitus"}, "kind": "kick_off", "week": 0, "starts": "12:00",
     "minutes": 180},
    *(
        {"id": f"joint{n}", "name": {"en": f"About theme {n}"}, "kind": "joint", "week": 8 * n, "starts": "17:00",
         "text": {"en": "Come as you are."}}
        for n in range(1, 7)
    ),
    {"id": "mentors", "name": {}, "kind": "role_group", "week": 5, "audience": "mentors"},
    {"id": "open", "name": {"en": "Some day"}, "kind": "training"},
]  # fmt: skip


class JointWorld:
    """Short ways to do what people do; every call goes through the room's door, at `now`."""

    def __init__(self, **plan: Any) -> None:
        self.now = dt.datetime(2026, 8, 20, 9, tzinfo=dt.UTC)
        plan = {"planned": PLANNED, **plan}
        self.round = factories.make_round(starts_on=dt.date(2026, 9, 7), **plan)
        self.place = factories.place_of(self.round, "mentoring_meetings", "meetings")
        self.coordinator = factories.make_coordinator(self.round.programme, name="Saija Lampi")
        self.boss = factories.coordinator_actor(self.coordinator)

    def mentees(self, count: int) -> list[Any]:
        return [factories.make_mentee(self.round, name=f"Mentee {number}") for number in range(1, count + 1)]

    def draft(self, **changes: Any) -> gatherings.JointDraft:
        values = {
            "title": {"en": "Supervision"},
            "kind": Kind.SUPERVISION,
            "day": dt.date(2026, 10, 1),
            "starts": dt.time(17),
            "minutes": 90,
            "way": Way.REMOTE,
            "audience": Audience.EVERYBODY,
        }
        return gatherings.JointDraft(**{**values, **changes})

    def meeting(self, *, announced: bool = True, **changes: Any) -> Meeting:
        """Return a meeting that a coordinator made, announced at once."""
        key = gatherings.make(self.boss, self.place, self.draft(**changes), uuid.uuid4(), self.now)
        if announced:
            gatherings.announce(self.boss, self.place, [key], self.now)
        return Meeting.objects.get(public_id=key)

    def change(self, meeting: Meeting, **changes: Any) -> Any:
        meeting.refresh_from_db()
        return gatherings.change(
            self.boss, self.place, meeting.public_id, self.draft(**changes), meeting.version, self.now
        )

    def say(self, person: Any, meeting: Meeting, *, coming: bool = True) -> str:
        """Answer, a moment after whoever answered before."""
        self.now += dt.timedelta(microseconds=1)
        said = gatherings.answer(factories.actor(person), self.place, meeting.public_id, coming=coming, now=self.now)
        return said.value

    def mine(self, person: Any) -> Any:
        programme, roles = programmes.my_round(person.user_id, self.place)
        return gatherings.my_joint(factories.actor(person), programme, roles, self.now)

    def seen(self, person: Any, meeting: Meeting) -> Any:
        """Return a meeting as somebody sees it on their page; None where they hear of none."""
        return next((one for one in self.mine(person).coming if one.meeting.id == meeting.pk), None)

    @staticmethod
    def seats(meeting: Meeting) -> dict[int, int]:
        rows = Attendance.objects.filter(meeting=meeting, seat__isnull=False)
        return dict(rows.values_list("user_id", "seat"))

    mails = staticmethod(mails)
