"""All groups of a round end at once, because the round does: the same promises as one by one, in bulk."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import F

from mentoring_xblock.groups import mails
from mentoring_xblock.groups.data import GroupInfo
from mentoring_xblock.groups.models import CloseReason, Group, Membership, State
from mentoring_xblock.groups.queries import infos_of
from mentoring_xblock.programme.data import ProgrammeInfo


def end_round(programme: ProgrammeInfo, now: datetime) -> int:
    """Close the published groups of the programme's round, throw its drafts away, and tell people that theirs ended.

    Ask policy before, and call it in the transaction that closes the round, with the round under lock. The number of
    queries grows with the groups that one person leads, and not with how many people or groups there are.

    Returns:
        How many published groups ended.
    """
    groups = Group.objects.filter(round_id=programme.round.id)
    live = groups.exclude(state=State.CLOSED)
    # Locked in the order in which everybody locks them, so that whoever is at one of them has finished.
    held = list(live.select_for_update().order_by("pk"))
    groups.filter(state=State.DRAFT).delete()
    ended = infos_of(group for group in held if group.state == State.PUBLISHED)
    readable_until = now + timedelta(days=programme.plan.share_days_after_close)
    places = Membership.objects.filter(group__in=groups.filter(state=State.PUBLISHED), seat__isnull=False)
    places.update(left_at=now, left_reason=CloseReason.COMPLETED, seat=None, slot=None, readable_until=readable_until)
    groups.filter(state=State.PUBLISHED).update(
        state=State.CLOSED, closed_at=now, close_reason=CloseReason.COMPLETED, version=F("version") + 1
    )
    for number, theirs in enumerate(_one_each(ended), start=1):
        mails.tell_round_ended(programme, theirs, readable_until, f"{programme.round.public_id}:{number}")
    return len(ended)


def _one_each(ended: Iterable[GroupInfo]) -> list[dict[int, GroupInfo]]:
    """Return everybody's first group by user id, then their second one, and so on."""
    mine: dict[int, list[GroupInfo]] = defaultdict(list)
    for group in ended:
        for person in group.people:
            mine[person.user_id].append(group)
    most = max(map(len, mine.values()), default=0)
    return [{user_id: theirs[n] for user_id, theirs in mine.items() if len(theirs) > n} for n in range(most)]
