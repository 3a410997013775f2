"""Goals that others share with the reader, and what goals are called; constant numbers of queries throughout."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext
from opaque_keys.edx.keys import UsageKey

from mentoring_xblock import host
from mentoring_xblock.goals.data import SharedGoal
from mentoring_xblock.goals.facts import readable_goals
from mentoring_xblock.goals.models import Goal
from mentoring_xblock.goals.queries import info_of, title_on
from mentoring_xblock.goals.worksheet import Sheet
from mentoring_xblock.kit.errors import NotFound
from mentoring_xblock.kit.place import Place
from mentoring_xblock.privacy.audit import ItemKind
from mentoring_xblock.privacy.policy import Actor
from mentoring_xblock.programme import api as programmes
from mentoring_xblock.programme.data import ProgrammeInfo
from mentoring_xblock.sharing import api as sharing
from mentoring_xblock.sharing.data import Received
from mentoring_xblock.worksheets import api as worksheets


def shared_goals(
    actor: Actor,
    place: Place,
    owner_ids: Iterable[int] | None = None,
    *,
    people: Mapping[int, host.Person] | None = None,
    programme: ProgrammeInfo | None = None,
) -> tuple[SharedGoal, ...]:
    """Return the goals that others share with the actor in this programme, by owner and age.

    Args:
        owner_ids: whose; None for everybody's. A goal that is not shared with the actor is never among them.
        people, programme: spare the look-up of the owners and of the plan's themes.
    """
    which = {} if owner_ids is None else {"owner_id__in": list(owner_ids)}
    return _shared(actor, place, people, programme, **which)


def read_shared(actor: Actor, place: Place, goal_id: UUID) -> SharedGoal:
    """Return a goal that somebody shares with the actor. `api.open_shared` also tells its owner that it was read.

    Raises:
        NotFound: there is none that is shared with the actor in this programme.
    """
    found = _shared(actor, place, public_id=goal_id)
    if not found:
        raise NotFound(gettext("There is nothing here for you to see."))
    return found[0]


def _shared(
    actor: Actor,
    place: Place,
    people: Mapping[int, host.Person] | None = None,
    programme: ProgrammeInfo | None = None,
    **which: Any,
) -> tuple[SharedGoal, ...]:
    now = timezone.now()
    rows = readable_goals(actor, place.course_key).exclude(owner_id=actor.user_id)
    rows = rows.filter(round__programme__slug=place.slug, **which).order_by("owner_id", "created_at", "pk")
    given = sharing.received(actor.user_id, now, ItemKind.GOAL, [row.public_id for row in rows])
    # Newest first, so the newest share of a goal is the one that remains.
    received = {one.item_id: one for one in reversed(given)}
    oldest = {one.item_id: one.since for one in given}
    rows = [row for row in rows if row.public_id in received]
    comments = sharing.comments_on(ItemKind.GOAL, [row.public_id for row in rows], reader_id=actor.user_id, now=now)
    if people is None:
        people = host.people({row.owner_id for row in rows})
    sheets = sheets_of(place, rows, programme)
    return tuple(
        _shared_info(
            row,
            sheets[row.usage_key],
            received[row.public_id],
            oldest[row.public_id],
            people,
            comments.get(row.public_id, ()),
        )
        for row in rows
    )


def titles(actor: Actor, place: Place, goal_ids: Iterable[UUID], group_pk: int | None = None) -> dict[UUID, str]:
    """Return what to call these goals in a list, by public id; goals that the actor may not read are left out.

    Args:
        group_pk: a group whose own goals come with them; ask policy for RELATION_READ of it before.
    """
    found = readable_goals(actor, place.course_key).filter(public_id__in=list(goal_ids))
    if group_pk is not None:
        found |= Goal.objects.filter(group_id=group_pk, deleted_at=None)
    rows = list(found)
    blocks = programmes.block_infos(list({row.usage_key for row in rows}))
    sheets = {row.usage_key: worksheets.from_mirror(blocks.get(row.usage_key)) for row in rows}
    return {row.public_id: title_on(sheets[row.usage_key].questions, row) for row in rows}


def _shared_info(
    row: Goal, sheet: Sheet, received: Received, read_since: dt.datetime, people: Mapping, comments: tuple
) -> SharedGoal:
    owner = people.get(row.owner_id)
    return SharedGoal(
        goal=info_of(row, sheet),
        owner_name=owner.full_name if owner else "",
        share_id=received.share_id,
        since=received.since,
        read_since=read_since,
        opened_version=received.opened_version,
        comments=comments,
    )


def sheets_of(place: Place, rows: Iterable[Goal], programme: ProgrammeInfo | None) -> dict[UsageKey, Sheet]:
    """Return the worksheets of these goals as last published, by block."""
    usage_keys = {row.usage_key for row in rows}
    blocks = programmes.block_infos(list(usage_keys))
    if programme is None and usage_keys:
        programme = programmes.get_programme(place.course_key, place.slug)
    return {
        key: Sheet(
            Place(place.course_key, key, key.block_type, place.slug),
            worksheets.from_mirror(blocks.get(key)),
            themes=programme.plan.themes if programme else (),
        )
        for key in usage_keys
    }
