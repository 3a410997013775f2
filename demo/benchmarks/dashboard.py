"""The dashboard: a coordinator's page over programmes of any size, and a mentor's page over few and many mentees."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Model
from django.utils import timezone
from opaque_keys.edx.keys import CourseKey

from demo.benchmarks.measure import measure
from demo.models import AuthoredBlock, Course, CourseAccess, Enrollment, Profile, Unit
from mentoring_xblock.assessment.models import HandIn
from mentoring_xblock.goals.models import Goal, Status
from mentoring_xblock.groups.models import Circle, Group, Kind, Membership, State
from mentoring_xblock.journal.models import Entry
from mentoring_xblock.programme.models import Coordinator, Participant, Programme, Role, Round
from mentoring_xblock.programme.plan import PRESETS
from mentoring_xblock.sharing.models import Audience, Reader, Share

#: How many mentees the mentor of each measured page has.
MENTEES = (3, 60)
BATCH = 1_000
_WEEKS_GONE = 11


def run(sizes: Sequence[int]) -> Iterator[dict[str, Any]]:
    """Yield a row for the coordinator's page of each size, then for the mentor's page of each size of `MENTEES`."""
    for number, size in enumerate(sizes):
        school = School(f"coordinator{number}")
        school.pairs(size // 2)
        yield measure("coordinator", size, school.dashboard, school.coordinator())
    for size in MENTEES:
        school = School(f"mentor{size}")
        yield measure("mentor", size, school.dashboard, school.mentor_of(size))


def made(model: type[Model], rows: Iterable[Model]) -> list[Any]:
    """Store rows in batches."""
    return model.objects.bulk_create(list(rows), batch_size=BATCH)


class School:
    """A course with a programme that is half-way through. `name` tells it from others."""

    def __init__(self, name: str):
        self.name = name
        self.key = CourseKey.from_string(f"course-v1:Benchmark+{name}+1")
        course = Course.objects.create(course_key=str(self.key), name=name)
        unit = Unit.objects.create(course=course, title="Dashboard")
        self.dashboard = AuthoredBlock.objects.create(
            course_key=str(self.key),
            usage_key=str(self._block("mentoring_dashboard")),
            block_type="mentoring_dashboard",
            unit=unit,
            published={},
        )
        starts_on = timezone.now().date() - dt.timedelta(weeks=_WEEKS_GONE)
        self.programme = Programme.objects.create(
            course_key=self.key,
            slug="main",
            usage_key=self._block("mentoring_programme"),
            plan=PRESETS["half_year"](starts_on),
            published_at=timezone.now(),
        )
        self.round = Round.objects.create(programme=self.programme, number=1, starts_on=starts_on)

    def _block(self, block_type: str) -> Any:
        return self.key.make_usage_key(block_type, "b1")

    def coordinator(self) -> Any:
        """Make a coordinator, who is on the course's staff."""
        user = self._people("coordinator", 1)[0]
        CourseAccess.objects.create(user=user, course_key=str(self.key), role="staff")
        Coordinator.objects.create(programme=self.programme, user=user, named_by=None, named_at=timezone.now())
        return user

    def pairs(self, count: int) -> None:
        """Make as many pairs, in which each mentee has a goal and two entries."""
        mentors = self._participants("mentor", Role.MENTOR, count)
        mentees = self._participants("mentee", Role.MENTEE, count)
        self._groups(list(zip(mentors, mentees, strict=True)), slots=[1] * count)
        self._goals(mentees)
        self._entries(mentees, 2)

    def mentor_of(self, count: int) -> Any:
        """Make a mentor with as many mentees, who share a goal and two entries each and have handed one in."""
        mentor = self._participants("mentor", Role.MENTOR, 1, capacity=count)[0]
        mentees = self._participants("mentee", Role.MENTEE, count)
        memberships = self._groups([(mentor, mentee) for mentee in mentees], slots=list(range(1, count + 1)))
        entries = self._entries(mentees, 2)
        # One mentee after the other, so that the first page of what waits holds the same kinds at every size.
        began = timezone.now() - dt.timedelta(days=2)
        moments = {mentee.user_id: began + dt.timedelta(minutes=number) for number, mentee in enumerate(mentees)}
        self._share("goal", self._goals(mentees), memberships, mentor, moments)
        self._share("entry", entries, memberships, mentor, moments)
        made(HandIn, (self._hand_in(entry, moments[entry.owner_id]) for entry in entries[: len(mentees)]))
        return mentor.user

    def _people(self, part: str, count: int) -> list[Any]:
        model = get_user_model()
        names = [f"{self.name}-{part}-{number}" for number in range(count)]
        made(model, (model(username=name, email=f"{name}@example.org") for name in names))
        users = list(model.objects.filter(username__startswith=f"{self.name}-{part}-").order_by("pk"))
        made(Profile, (Profile(user=user, name=user.username) for user in users))
        made(Enrollment, (Enrollment(user=user, course_key=str(self.key)) for user in users))
        return users

    def _participants(self, part: str, role: Role, count: int, **fields: Any) -> list[Participant]:
        users = self._people(part, count)
        made(Participant, (Participant(round=self.round, user=user, role=role, **fields) for user in users))
        return list(Participant.objects.filter(round=self.round, role=role).select_related("user").order_by("pk"))

    def _groups(
        self, pairs: Sequence[tuple[Participant, Participant]], slots: Sequence[int]
    ) -> dict[int, tuple[Membership, Membership]]:
        """Make published pairs; returns the memberships of mentor and mentee by the mentee's user id."""
        now = timezone.now()
        made(
            Group,
            (
                Group(
                    round=self.round, kind=Kind.PAIR, circle=Circle.MENTORING, state=State.PUBLISHED, published_at=now
                )
                for _pair in pairs
            ),
        )
        groups = list(Group.objects.filter(round=self.round).order_by("pk"))
        common = {"circle": Circle.MENTORING, "joined_at": now}
        made(
            Membership,
            (
                Membership(group=group, participant=mentor, leads=True, seat=0, slot=slot, **common)
                for group, (mentor, _mentee), slot in zip(groups, pairs, slots, strict=True)
            ),
        )
        made(
            Membership,
            (
                Membership(group=group, participant=mentee, seat=1, slot=1, **common)
                for group, (_mentor, mentee) in zip(groups, pairs, strict=True)
            ),
        )
        rows = Membership.objects.filter(group__round=self.round).select_related("participant")
        leaders = {row.group_id: row for row in rows if row.leads}
        return {row.participant.user_id: (leaders[row.group_id], row) for row in rows if not row.leads}

    def _written(self, model: type[Model], block_type: str, owners: Sequence[Participant], times: int, **fields: Any):
        rows = (
            model(
                round=self.round,
                course_key=self.key,
                usage_key=self._block(block_type),
                owner_id=owner.user_id,
                once_key=uuid.uuid4(),
                **fields,
            )
            for _time in range(times)
            for owner in owners
        )
        made(model, rows)
        return list(model.objects.filter(round=self.round).order_by("pk"))

    def _goals(self, owners: Sequence[Participant]) -> list[Goal]:
        answers = {"statement": "One whole day off a week", "first_step": "Ask about duty days"}
        return self._written(Goal, "mentoring_goals", owners, 1, answers=answers, status=Status.ACTIVE)

    def _entries(self, owners: Sequence[Participant], times: int) -> list[Entry]:
        answers = {"what": "Everyone in the room was waiting for somebody who was not in the room."}
        return self._written(Entry, "mentoring_journal", owners, times, answers=answers, words=13)

    def _share(
        self,
        kind: str,
        items: Sequence[Any],
        memberships: dict[int, tuple[Membership, Membership]],
        mentor: Participant,
        moments: dict[int, dt.datetime],
    ) -> None:
        made(
            Share,
            (
                Share(
                    item_kind=kind,
                    item_id=item.public_id,
                    owner_id=item.owner_id,
                    group_id=memberships[item.owner_id][1].group_id,
                    owner_membership=memberships[item.owner_id][1],
                    audience=Audience.LEADER,
                    created_at=moments[item.owner_id],
                )
                for item in items
            ),
        )
        shares = Share.objects.filter(item_kind=kind, group__round=self.round)
        made(
            Reader,
            (
                Reader(share=share, membership=memberships[share.owner_id][0], user_id=mentor.user_id)
                for share in shares
            ),
        )

    def _hand_in(self, entry: Entry, at: dt.datetime) -> HandIn:
        part = {"label": "What happened?", "text": entry.answers["what"]}
        frozen = {"kind": "entry", "id": str(entry.public_id), "title": "Entry", "version": 1, "parts": [part]}
        return HandIn(
            round=self.round,
            course_key=self.key,
            usage_key=entry.usage_key,
            block_type="mentoring_journal",
            owner_id=entry.owner_id,
            number=1,
            content=[frozen],
            title=frozen["title"],
            maximum=10,
            created_at=at,
            once_key=uuid.uuid4(),
        )
