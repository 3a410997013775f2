"""Journals: the list and the search of somebody with few and many entries, plain and sealed, and a mentor's dashboard.

An entry has 120 words; one in forty has a word that is looked for. The mentor has ten mentees, who share three entries
each, in a programme of any size; none of them is read yet.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator, Sequence
from typing import Any

from cryptography.fernet import Fernet
from django.test import override_settings
from django.utils import timezone

from demo.benchmarks.dashboard import School, made
from demo.benchmarks.measure import measure, measure_handler
from demo.models import AuthoredBlock
from mentoring_xblock.journal.models import Entry
from mentoring_xblock.kit.sealing import go_over
from mentoring_xblock.programme.models import Participant, Role

#: What is measured unless told otherwise: entries of one writer, and people in the mentor's programme.
ENTRIES, PEOPLE = (20, 2_000), (100, 10_000)
WORDS = 120
#: The mentees of the measured mentor, and how many entries each of them shares.
MENTEES, SHARED = 10, 3
#: A word that stands in one entry of so many, and one that stands in none.
RARE, EVERY, NEVER = "lighthouse", 40, "submarine"
_TEXT = "Everyone in the room was waiting for somebody who was not in the room, and I said what I had come to say."


def run(entries: Sequence[int], people: Sequence[int]) -> Iterator[dict[str, Any]]:
    """Yield for each number of entries three rows, plain and sealed, and for each number of people a mentor's row.

    `sealed` tells whether the texts are encrypted. "search" looks for a rare word, "search in vain" for one that
    stands nowhere, and so reads everything.

    Raises:
        RuntimeError: two renderings of the same page took different numbers of queries.
    """
    key = Fernet.generate_key().decode()
    for number, size in enumerate(entries):
        school = Journals(f"journal{number}")
        writer = school.writer_of(size)
        yield from _looking_back(school, writer, size, sealed=False)
        with override_settings(MENTORING_FERNET_KEYS=[key]):
            go_over()
            yield from _looking_back(school, writer, size, sealed=True)
            go_over(plainly=True)
    for number, size in enumerate(people):
        school = Journals(f"unread{number}")
        yield {**measure("unread", size, school.dashboard, school.mentor_among(size)), "sealed": False}


def _looking_back(school: Journals, writer: Any, size: int, *, sealed: bool) -> Iterator[dict[str, Any]]:
    for page, handler, body in (
        ("timeline", "list_entries", {"page": 1}),
        ("search", "search_entries", {"words": RARE}),
        ("search in vain", "search_entries", {"words": NEVER}),
    ):
        yield {**measure_handler(page, size, school.journal, writer, handler, body), "sealed": sealed}


class Journals(School):
    """A course with a journal."""

    def __init__(self, name: str):
        super().__init__(name)
        self.journal = AuthoredBlock.objects.create(
            course_key=str(self.key),
            usage_key=str(self._block("mentoring_journal")),
            block_type="mentoring_journal",
            unit=self.dashboard.unit,
            published={},
        )

    def writer_of(self, entries: int) -> Any:
        """Make a pair in which the mentee has so many entries, the newest today; returns the mentee's account."""
        mentor = self._participants("mentor", Role.MENTOR, 1)
        mentees = self._participants("mentee", Role.MENTEE, 1)
        self._groups([(mentor[0], mentees[0])], slots=[1])
        self._entries_of(mentees, entries)
        return mentees[0].user

    def mentor_among(self, people: int) -> Any:
        """Make pairs, and a mentor of ten who share what nobody has read; returns that mentor's account."""
        others = people // 2 - MENTEES
        mentors = self._participants("mentor", Role.MENTOR, others + 1, capacity=MENTEES)
        mentees = self._participants("mentee", Role.MENTEE, others + MENTEES)
        leaders = [mentors[0]] * MENTEES + mentors[1:]
        slots = [*range(1, MENTEES + 1), *([1] * others)]
        memberships = self._groups(list(zip(leaders, mentees, strict=True)), slots)
        self._entries_of(mentees, SHARED)
        entries = Entry.objects.filter(round=self.round, owner__in=[one.user_id for one in mentees[:MENTEES]])
        began = timezone.now() - dt.timedelta(days=2)
        moments = {one.user_id: began + dt.timedelta(minutes=number) for number, one in enumerate(mentees)}
        self._share("entry", list(entries.order_by("pk")), memberships, mentors[0], moments)
        return mentors[0].user

    def _entries_of(self, owners: Sequence[Participant], times: int) -> None:
        words = (_TEXT.split() * WORDS)[:WORDS]
        now = timezone.now()
        made(
            Entry,
            (
                Entry(
                    round=self.round,
                    course_key=self.key,
                    usage_key=self._block("mentoring_journal"),
                    owner_id=owner.user_id,
                    title=f"Day {number}",
                    answers={"what": " ".join([RARE, *words[1:]] if number % EVERY == 0 else words)},
                    words=WORDS,
                    day=(now - dt.timedelta(hours=8 * number)).date(),
                    created_at=now - dt.timedelta(hours=8 * number),
                    updated_at=now - dt.timedelta(hours=8 * number),
                    once_key=uuid.uuid4(),
                )
                for number in range(times)
                for owner in owners
            ),
        )
