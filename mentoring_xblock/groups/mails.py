"""What mails about groups say: who, which group, which programme. The words are in the templates."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from mentoring_xblock.groups.ahead import Booked, to_leaver
from mentoring_xblock.groups.data import GroupInfo, Kind
from mentoring_xblock.notifications import api as notifications
from mentoring_xblock.programme import api as programmes
from mentoring_xblock.programme.data import Clock, ProgrammeInfo

#: Makes the key of a publication out of the groups in it.
_PUBLICATION = uuid.UUID("5c0f6f1e-9d3e-4a55-9d0e-2a2f6a5f7c11")


def tell_published(programme: ProgrammeInfo, groups: Iterable[GroupInfo], answer_on: date | None = None) -> int:
    """Tell everybody who is in these groups, each person once; returns how many people that are.

    Args:
        answer_on: the last day on which they may decline, if they may.
    """
    published, about = list(groups), programmes.mail_context(programme)
    if answer_on is not None:
        about = {**about, "answer_on": answer_on.isoformat()}
    mine: dict[int, list[dict]] = defaultdict(list)
    for group in published:
        for person in group.people:
            mine[person.user_id].append(_group(group, person.user_id))
    key = uuid.uuid5(_PUBLICATION, " ".join(sorted(str(group.public_id) for group in published)))
    return notifications.queue_each(
        programme.course_key,
        "group_published",
        {user_id: {**about, **_groups(groups_of_person)} for user_id, groups_of_person in mine.items()},
        f"group_published:{key}",
    )


def tell_joined(
    programme: ProgrammeInfo,
    group: GroupInfo,
    newcomer_id: int,
    answer_on: date | None = None,
    *,
    others: Collection[int] | None = None,
    waited: bool = False,
    ahead: Mapping[str, Any] | None = None,
) -> int:
    """Tell somebody that they are in a published group, and the others that its people have changed.

    Args:
        others: which of them, by user id; None tells all of them. waited: whether a place has become free for them.
            ahead: `ahead.to_newcomer`.
    """
    key = f"{group.public_id}:{group.version}"
    context = {**programmes.mail_context(programme), **_groups([_group(group, newcomer_id)]), "waited": waited}
    context |= ahead or {}
    if answer_on is not None:
        context["answer_on"] = answer_on.isoformat()
    told = notifications.queue(programme.course_key, [newcomer_id], "group_published", context, f"group_joined:{key}")
    return told + tell_changed(programme, [group], besides={newcomer_id}, among=others)


def tell_moved(programme: ProgrammeInfo, group: GroupInfo, moved_id: int, ahead: Mapping[str, Any]) -> int:
    """Tell somebody into which group they have moved.

    Args:
        ahead: `ahead.to_mover`.
    """
    context = {**programmes.mail_context(programme), **ahead, "moved": True, "group": _group(group, moved_id)}
    key = f"group_moved:{group.public_id}:{group.version}"
    return notifications.queue(programme.course_key, [moved_id], "group_moved", context, key)


def tell_changed(
    programme: ProgrammeInfo, groups: Iterable[GroupInfo], besides: set[int], among: Collection[int] | None = None
) -> int:
    """Tell the people of published groups that others are in them now; with `among` only those of them.

    Where somebody goes and somebody else comes at once, as from a line of people who wait, one mail tells of both.
    """
    told, about = 0, programmes.mail_context(programme)
    for group in groups:
        contexts = {
            person.user_id: {**about, "moved": False, "group": _group(group, person.user_id)}
            for person in group.people
            if person.user_id not in besides and (among is None or person.user_id in among)
        }
        event = f"group_changed:{group.public_id}:"
        notifications.overtake(contexts, event)
        key = f"{event}{group.version}"
        told += notifications.queue_each(programme.course_key, "group_moved", contexts, key)
    return told


def tell_days(programme: ProgrammeInfo, group: GroupInfo, clock: Clock, *, first_too: bool) -> int:
    """Tell the people of a group its new last day, and with `first_too` its first one."""
    about = {
        **programmes.mail_context(programme),
        "starts_on": clock.starts_on.isoformat() if first_too else None,
        "ends_on": clock.ends_on.isoformat(),
    }
    contexts = {person.user_id: {**about, "group": _group(group, person.user_id)} for person in group.people}
    key = f"group_days:{group.public_id}:{group.version}"
    return notifications.queue_each(programme.course_key, "group_days", contexts, key)


def tell_parted(
    programme: ProgrammeInfo, group: GroupInfo, user_ids: Iterable[int], coordinator_ids: Iterable[int], *, closed: bool
) -> int:
    """Tell the coordinators that people have ended their part in a group before its last day; no reason is given."""
    about = {**programmes.mail_context(programme), "closed": closed, "kind": group.kind.value, "name": group.name}
    key = f"group_parted:{group.public_id}:{group.version}"
    context = {**about, "people": sorted(user_ids)}
    return notifications.queue(programme.course_key, coordinator_ids, "group_parted", context, key)


def tell_warned(programme: ProgrammeInfo, groups: Mapping[int, GroupInfo], closes_on: date, key: str) -> int:
    """Tell people, by user id, that a group of theirs in which nothing happens closes after a day."""
    about = {**programmes.mail_context(programme), "closes_on": closes_on.isoformat()}
    contexts = {user_id: {**about, "group": _group(group, user_id)} for user_id, group in groups.items()}
    return notifications.queue_each(programme.course_key, "closing_warned", contexts, key)


def tell_ended(
    programme: ProgrammeInfo,
    group: GroupInfo,
    user_ids: Iterable[int],
    here: Booked | None,
    *,
    closed: bool,
    readable_until: datetime,
) -> int:
    """Tell people that a group has ended, or that they are not in it any more; no reason is given.

    Args:
        here: what was booked in it, which the mail takes out of their calendars.
    """
    about = {**_ended(programme, readable_until, closed=closed), **to_leaver(here)}
    contexts = {user_id: {**about, "group": _group(group, user_id)} for user_id in user_ids}
    key = f"group_closed:{group.public_id}:{group.version}"
    return notifications.queue_each(programme.course_key, "group_closed", contexts, key)


def tell_all_ended(
    programme: ProgrammeInfo,
    groups: Mapping[int, GroupInfo],
    ahead: Mapping[int, Booked],
    readable_until: datetime,
    key: str,
    *,
    quiet: bool = False,
) -> int:
    """Tell people, by user id, that the group that they were in has ended: with its round, or because it was quiet.

    Args:
        ahead: what was booked in groups, by their primary keys.
    """
    about = {**_ended(programme, readable_until, closed=True), "quiet": quiet}
    contexts = {
        user_id: {**about, **to_leaver(ahead.get(group.id)), "group": _group(group, user_id)}
        for user_id, group in groups.items()
    }
    return notifications.queue_each(programme.course_key, "group_closed", contexts, key)


def _ended(programme: ProgrammeInfo, readable_until: datetime, *, closed: bool) -> dict[str, Any]:
    readable = programme.plan.share_days_after_close > 0
    day = readable_until.astimezone(ZoneInfo(programme.plan.time_zone)).date() if readable else None
    about = programmes.mail_context(programme)
    return {**about, "closed": closed, "readable_on": day.isoformat() if day else None}


def _groups(groups: list[dict]) -> dict:
    """Return the groups of one mail; `pairs` chooses its words where all of them are pairs."""
    return {"groups": groups, "pairs": all(group["kind"] == Kind.PAIR.value for group in groups)}


def _group(group: GroupInfo, reader_id: int) -> dict:
    return {
        "name": group.name,
        "kind": group.kind.value,
        "leads": group.leader is not None and group.leader.user_id == reader_id,
        "people": [person.user_id for person in group.people if person.user_id != reader_id],
    }
