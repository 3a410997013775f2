"""Many groups end at once, with their round or because nothing happens in them: the same promises as one by one."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from django.db.models import F

from mentoring_xblock.groups import mails
from mentoring_xblock.groups.ahead import booked
from mentoring_xblock.groups.data import GroupInfo
from mentoring_xblock.groups.models import CloseReason, Group, Membership, State
from mentoring_xblock.groups.queries import infos_of
from mentoring_xblock.programme.data import ProgrammeInfo

#: Makes one key out of the groups that a mail is about.
_TOGETHER = uuid.UUID("0d5f2f0f-6f0a-4a5e-8a43-3d1a4a2f6a77")


def end_round(programme: ProgrammeInfo, now: datetime) -> int:
    """Close the published groups of the programme's round, throw its drafts away, and tell people that theirs ended.

    Ask policy before, and call it in the transaction that closes the round, with the round under lock. The number of
    queries grows with the groups that one person leads, and not with how many people or groups there are.

    Returns:
        How many published groups ended.
    """
    groups = Group.objects.filter(round_id=programme.round.id)
    # Locked in the order in which everybody locks them, so that whoever is at one of them has finished.
    held = list(groups.exclude(state=State.CLOSED).select_for_update().order_by("pk"))
    groups.filter(state=State.DRAFT).delete()
    running = [group for group in held if group.state == State.PUBLISHED]
    return end_held(programme, running, CloseReason.COMPLETED, now, f"round_closed:{programme.round.public_id}")


def end_held(programme: ProgrammeInfo, held: Sequence[Group], reason: CloseReason, now: datetime, key: str) -> int:
    """Close published groups that are under lock, and tell everybody who was in one; returns how many.

    Args:
        key: of the event, by which its mails are told from others.
    """
    if not held:
        return 0
    ended = infos_of(held)
    keys = [group.pk for group in held]
    ahead = booked(programme, keys, now)
    readable_until = now + timedelta(days=programme.plan.share_days_after_close)
    places = Membership.objects.filter(group__in=keys, seat__isnull=False)
    places.update(left_at=now, left_reason=reason, seat=None, slot=None, readable_until=readable_until)
    Group.objects.filter(pk__in=keys).update(
        state=State.CLOSED, closed_at=now, close_reason=reason, version=F("version") + 1
    )
    quiet = reason is CloseReason.QUIET
    for number, theirs in enumerate(one_each(ended), start=1):
        mails.tell_all_ended(programme, theirs, ahead, readable_until, f"{key}:{number}", quiet=quiet)
    return len(ended)


def key_of(groups: Iterable[GroupInfo]) -> str:
    """Return what names these groups together."""
    return str(uuid.uuid5(_TOGETHER, " ".join(sorted(str(group.public_id) for group in groups))))


def one_each(groups: Iterable[GroupInfo]) -> list[dict[int, GroupInfo]]:
    """Return everybody's first group by user id, then their second one, and so on."""
    mine: dict[int, list[GroupInfo]] = defaultdict(list)
    for group in groups:
        for person in group.people:
            mine[person.user_id].append(group)
    most = max(map(len, mine.values()), default=0)
    return [{user_id: theirs[n] for user_id, theirs in mine.items() if len(theirs) > n} for n in range(most)]
