"""Meetings: a mentor's page of them, and a run of the reminders, over programmes of any size.

Everybody is in a pair. Every pair has met twice and meets today; every tenth one has met a long time ago instead and
has nothing booked. A run reminds all of them; the next one finds nothing new.
"""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Iterator, Sequence
from typing import Any

from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from demo.benchmarks.dashboard import School
from demo.benchmarks.measure import measure
from demo.models import AuthoredBlock
from mentoring_xblock.groups.models import Group
from mentoring_xblock.meetings import reminding
from mentoring_xblock.meetings.models import Kind, Meeting, State
from mentoring_xblock.programme.models import Role

BATCH = 1_000
#: Every so many pairs have nothing booked.
QUIET = 10
_HOUR = dt.timedelta(hours=1)


def run(sizes: Sequence[int]) -> Iterator[dict[str, Any]]:
    """Yield for each size a row for the page, for the first run of the reminders, and for the next one.

    A run has `mails`, `batches` of at most `reminding.BATCH` groups, `queries_a_batch`, and `ms_a_thousand` people.
    """
    for number, size in enumerate(sizes):
        # Never committed: nobody is sent a mail, a run is measured without what sending takes, and the next size is
        # alone with its reminders.
        with transaction.atomic():
            school = PairsThatMeet(f"meetings{number}")
            yield measure("meetings", size, school.meetings, school.pairs_that_meet(size // 2))
            batches = -(-(size // 2) // reminding.BATCH)
            yield _run("reminders", size, batches)
            yield _run("once more", size, batches)
            transaction.set_rollback(True)


def _run(name: str, size: int, batches: int) -> dict[str, Any]:
    with CaptureQueriesContext(connection) as captured:
        began = time.perf_counter()
        report = reminding.run(timezone.now())
        seconds = time.perf_counter() - began
    return {
        "page": name,
        "size": size,
        "queries": len(captured),
        "milliseconds": round(seconds * 1000, 1),
        "mails": report.tomorrow + report.answers + report.quiet,
        "batches": batches,
        "queries_a_batch": round(len(captured) / batches, 1),
        "ms_a_thousand": round(seconds * 1_000_000 / size, 1),
    }


class PairsThatMeet(School):
    """A course in which pairs meet, with a block for their meetings."""

    def __init__(self, name: str):
        super().__init__(name)
        self.meetings = AuthoredBlock.objects.create(
            course_key=str(self.key),
            usage_key=str(self._block("mentoring_meetings")),
            block_type="mentoring_meetings",
            unit=self.dashboard.unit,
            published={},
        )

    def pairs_that_meet(self, count: int, quiet: int = QUIET) -> Any:
        """Make so many pairs with their meetings; returns the first mentor's account.

        Args:
            quiet: every so many have nothing booked, the first one never; 0 for none.
        """
        mentors = self._participants("mentor", Role.MENTOR, count)
        mentees = self._participants("mentee", Role.MENTEE, count)
        self._groups(list(zip(mentors, mentees, strict=True)), slots=[1] * count)
        now = timezone.now()
        Group.objects.filter(round=self.round).update(published_at=now - dt.timedelta(weeks=10))
        groups = Group.objects.filter(round=self.round).order_by("pk").values_list("pk", flat=True)
        rows = []
        for number, group in enumerate(groups, 1):
            if quiet and number % quiet == 0:
                rows.append(self._meeting(group, now - dt.timedelta(weeks=8), State.HELD))
                continue
            rows += [self._meeting(group, now - dt.timedelta(weeks=weeks), State.HELD) for weeks in (5, 3)]
            # Whatever the hour is, nine o'clock of the day before has passed.
            rows.append(self._meeting(group, now + 6 * _HOUR, State.BOOKED))
        Meeting.objects.bulk_create(rows, batch_size=BATCH)
        return mentors[0].user

    def _meeting(self, group: int, starts: dt.datetime, state: State) -> Meeting:
        heard = timezone.now() - dt.timedelta(weeks=9)
        return Meeting(
            round=self.round,
            group_id=group,
            kind=Kind.OWN,
            state=state,
            starts_at=starts,
            ends_at=starts + _HOUR,
            time_zone="Europe/Helsinki",
            created_at=heard,
            changed_at=heard,
        )
