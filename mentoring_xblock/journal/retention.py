"""Journals are kept as long as their programme says, and their writers hear of the end thirty days before.

An end holds for a person only once their mail about this very day has been out for `NOTICE_DAYS`: whoever shortens the
days of a plan, runs the job late, or sends no mails, takes nobody's thirty days away. Another day is told anew. Who
can't be reached by mail keeps their journal for `UNREACHED_DAYS` after it was tried, and reads of it on the page.
While a mail waits, or the site could not send it, nothing ends, and every run counts whose journal that keeps.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction

from mentoring_xblock.journal import mails
from mentoring_xblock.journal.models import Entry
from mentoring_xblock.notifications import api as notifications
from mentoring_xblock.notifications.api import Letter, Told
from mentoring_xblock.privacy import audit
from mentoring_xblock.privacy.audit import ItemKind
from mentoring_xblock.programme import api as programmes
from mentoring_xblock.programme.data import ProgrammeInfo
from mentoring_xblock.programme.plan import KEPT_DAYS_LEAST
from mentoring_xblock.sharing import api as sharing

#: Days between hearing of the end and the end.
NOTICE_DAYS = KEPT_DAYS_LEAST
#: Days from queueing a mail whose recipient can't be reached to the end.
UNREACHED_DAYS = 180
#: People whose entries are erased in one transaction.
_TOGETHER = 20
_BLOCK_TYPE = "mentoring_journal"


@dataclass(frozen=True)
class HandedIn:
    """What the job needs of the room that keeps texts as they were handed in, which stands above this one.

    writers: whose there are, by round; of rounds by primary key and a block type. let_go: erases the texts of these
    people in a round, of a block type, and returns of how many hand-ins.
    """

    writers: Callable[[Collection[int], str], Mapping[int, set[int]]]
    let_go: Callable[[int, str, Collection[int]], int]


@dataclass(frozen=True)
class RetentionReport:
    """What one run did: people told, entries erased, hand-ins whose text was let go.

    waiting: people whose day by the plan is over, and whose mail has not gone out.
    """

    told: int = 0
    entries: int = 0
    hand_ins: int = 0
    waiting: int = 0

    def __add__(self, other: RetentionReport) -> RetentionReport:
        """Count two together."""
        return RetentionReport(
            self.told + other.told,
            self.entries + other.entries,
            self.hand_ins + other.hand_ins,
            self.waiting + other.waiting,
        )


@dataclass(frozen=True)
class Kept:
    """For how long the journals of a round are kept. `until` is the last day; None while the round runs."""

    days: int
    until: dt.date | None


def ends_on(programme: ProgrammeInfo) -> dt.date | None:
    """Return the last day of a round's journals by its plan; None while it runs, and where they are kept."""
    days = programme.plan.journal_kept_days
    if not days or programme.round is None or programme.round.closed_at is None:
        return None
    return programme.plan.today(programme.round.closed_at) + dt.timedelta(days=max(days, KEPT_DAYS_LEAST))


def kept_for(programme: ProgrammeInfo | None, user_id: int | None, now: dt.datetime) -> Kept | None:
    """Return for how long somebody's journal is kept; None where it is not erased.

    One query in the last days, none before.
    """
    if programme is None or programme.round is None or not programme.plan.journal_kept_days:
        return None
    days = max(programme.plan.journal_kept_days, KEPT_DAYS_LEAST)
    last = ends_on(programme)
    if last is None or user_id is None or not _is_near(programme, now):
        return Kept(days, last)
    letter = mails.ends_letter(programme, {}, user_id, last, last)
    return Kept(days, _last_day(programme, last, notifications.told([letter]).get(_key(letter)), now))


def run(now: dt.datetime, handed_in: HandedIn) -> RetentionReport:
    """Tell whose journals end within thirty days, and erase those whose day is over. Safe to repeat, also at once.

    A constant number of queries for each batch of rounds, and for every twenty people whose journals are erased.
    """
    total = RetentionReport()
    for batch in programmes.each_closed_round():
        near = [one for one in batch if _is_near(one, now)]
        if near:
            total += _look_at(near, now, handed_in)
    return total


def _is_near(programme: ProgrammeInfo, now: dt.datetime) -> bool:
    last = ends_on(programme)
    return last is not None and programme.plan.today(now) >= last - dt.timedelta(days=NOTICE_DAYS)


def _last_day(programme: ProgrammeInfo, last: dt.date, told: Told | None, now: dt.datetime) -> dt.date:
    """Return the last day of somebody's journal, whose mail became this; as if it went out now while it has not."""
    days = UNREACHED_DAYS if told and told.at and not told.reached else NOTICE_DAYS
    return max(last, programme.plan.today((told and told.at) or now) + dt.timedelta(days=days))


def _look_at(found: Sequence[ProgrammeInfo], now: dt.datetime, handed_in: HandedIn) -> RetentionReport:
    writers = _writers([one.round.id for one in found], handed_in)
    frames = mails.frames(found)
    letters: dict[int, list[Letter]] = {}
    for one in found:
        last = ends_on(one)
        until = _last_day(one, last, None, now)
        letters[one.round.id] = [
            mails.ends_letter(one, frames[one.id], user_id, last, until) for user_id in sorted(writers[one.round.id])
        ]
    told = notifications.told(letter for some in letters.values() for letter in some)
    with transaction.atomic():
        new = notifications.queue_letters(
            letter for some in letters.values() for letter in some if _key(letter) not in told
        )
    report = RetentionReport(told=new)
    for one in found:
        today, last = one.plan.today(now), ends_on(one)
        over = [
            letter.recipient_id
            for letter in letters[one.round.id]
            if _key(letter) in told and today > _last_day(one, last, told[_key(letter)], now)
        ]
        unsent = [key for key in map(_key, letters[one.round.id]) if key in told and told[key].at is None]
        report += RetentionReport(waiting=len(unsent) if today > last else 0)
        for some in _some(over):
            with transaction.atomic():
                entries = erase_round(one.round.id, some)
                gone = handed_in.let_go(one.round.id, _BLOCK_TYPE, some)
            report += RetentionReport(entries=entries, hand_ins=gone)
    return report


def _key(letter: Letter) -> tuple[str, int]:
    return letter.event_key, letter.recipient_id


def _writers(round_ids: Collection[int], handed_in: HandedIn) -> Mapping[int, set[int]]:
    """Return who has something to lose in which round. What is in a bin ends by itself, and sooner."""
    found: dict[int, set[int]] = defaultdict(set)
    rows = Entry.objects.filter(round__in=round_ids, deleted_at=None)
    for round_id, owner_id in rows.values_list("round_id", "owner_id").distinct():
        found[round_id].add(owner_id)
    for round_id, owner_ids in handed_in.writers(round_ids, _BLOCK_TYPE).items():
        found[round_id] |= owner_ids
    return found


def _some(people: Sequence[int]) -> Iterator[Sequence[int]]:
    for first in range(0, len(people), _TOGETHER):
        yield people[first : first + _TOGETHER]


def erase_round(round_id: int, owner_ids: Collection[int]) -> int:
    """Erase for ever what these people wrote in the journals of a round, with all that hangs on it.

    The bin, earlier texts, shares, comments and trails go too. Call it inside a transaction.

    Returns:
        How many entries there were.
    """
    rows = Entry.objects.select_for_update().filter(round=round_id, owner__in=owner_ids).order_by("pk")
    found: list[tuple[int, UUID]] = list(rows.values_list("pk", "public_id"))
    if found:
        item_ids = [public_id for _, public_id in found]
        sharing.forget(ItemKind.ENTRY, item_ids)
        audit.forget(ItemKind.ENTRY, item_ids)
        Entry.objects.filter(pk__in=[pk for pk, _ in found]).delete()
    return len(found)


__all__ = [
    "NOTICE_DAYS",
    "HandedIn",
    "Kept",
    "RetentionReport",
    "ends_on",
    "erase_round",
    "kept_for",
    "run",
]
