"""A coordinator's work: opening groups that people sign up to, changing what was opened, and ending it."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils.translation import gettext, ngettext

from mentoring_xblock.groups.making import checked_capacity
from mentoring_xblock.groups.models import Kind
from mentoring_xblock.groups.places import one_transaction
from mentoring_xblock.groups.signing import open_empty, tell_leader
from mentoring_xblock.kit.errors import Changed, FormUsed, Invalid, NotFound
from mentoring_xblock.kit.place import Place
from mentoring_xblock.privacy import policy
from mentoring_xblock.privacy.policy import Action, Actor
from mentoring_xblock.programme import api as programmes
from mentoring_xblock.programme.data import ProgrammeInfo
from mentoring_xblock.programme.plan import Plan
from mentoring_xblock.signups import mails
from mentoring_xblock.signups.data import KINDS, ROLES, TEXT_LIMIT, TOWNS_LIMIT, WHERE_LIMIT, Change, Opening
from mentoring_xblock.signups.joining import Opened, hold_of, let_in
from mentoring_xblock.signups.models import OpenGroup


@one_transaction
def open_series(actor: Actor, place: Place, opening: Opening, once_key: UUID, now: dt.datetime) -> UUID:
    """Open a group, or the same one in several towns, and tell everybody who may sign up. The key makes one of it.

    Each group is there at once, without members, led by whom the coordinator chose or by nobody yet.

    Returns:
        The public id of the series.
    Raises:
        NotAllowed: the actor does not coordinate this programme.
        Over: its round has been closed.
        NotFound: there is no such leader in the round.
        Invalid: something can't be used (`fields`), or this person can't lead.
        Full: the leader leads as many groups as they take.
        Conflict: the key opened something in another round.
    """
    policy.require(Action.GROUPS_MANAGE, actor)
    programme = programmes.open_programme(place)
    programmes.hold_open_round(programme.round.id)
    made = OpenGroup.objects.filter(series=once_key).values_list("group__round_id", flat=True).first()
    if made is not None:
        if made != programme.round.id:
            raise FormUsed()
        return once_key
    where = _towns(opening)
    _check(programme.plan, opening.answer_on, opening.text, now)
    opened = []
    # At most a handful of towns, each a group of its own.
    for number, town in enumerate(where or ("",)):
        name = f"{opening.name}, {town}" if town and opening.name else opening.name or town
        key = uuid.uuid5(once_key, str(number))
        held = open_empty(programme, opening.kind, name, opening.places, opening.leader, key, now)
        opened.append(held)
        OpenGroup.objects.create(
            group=held.group,
            series=once_key,
            role=opening.role,
            where=town,
            text=opening.text,
            closes_at=_closes_at(programme.plan, opening.answer_on),
        )
    tell_leader(programme, opened)
    leader = opened[0].leader
    leads = {leader.participant.user_id} if leader else set()
    mails.tell_opened(programme, once_key, opening.role, opening.answer_on, besides=leads)
    return once_key


def _towns(opening: Opening) -> tuple[str, ...]:
    towns = tuple(dict.fromkeys(town.strip() for town in opening.where if town.strip()))
    problems: dict[str, list[str]] = {}
    if len(towns) > TOWNS_LIMIT:
        problems["where"] = [gettext("That can be at most %(count)s towns.") % {"count": TOWNS_LIMIT}]
    elif any(len(town) > WHERE_LIMIT for town in towns):
        problems["where"] = [gettext("A town’s name can have %(count)s characters.") % {"count": WHERE_LIMIT}]
    if opening.kind not in KINDS:
        problems["kind"] = [gettext("People don’t sign up to groups of this kind.")]
    if opening.role not in ROLES:
        problems["role"] = [gettext("People in this role don’t sign up to groups.")]
    if problems:
        raise Invalid(gettext("Something needs another look. What you typed is still here."), problems)
    return towns


def _check(plan: Plan, answer_on: dt.date | None, text: str, now: dt.datetime) -> None:
    problems: dict[str, list[str]] = {}
    if answer_on is not None and answer_on < plan.today(now):
        problems["answer_on"] = [gettext("This day has passed. Choose a later one.")]
    if len(text) > TEXT_LIMIT:
        problems["text"] = [
            gettext("This can have %(limit_value)s characters; it has %(show_value)s.")
            % {"limit_value": TEXT_LIMIT, "show_value": len(text)}
        ]
    if problems:
        raise Invalid(gettext("Something needs another look. What you typed is still here."), problems)


def _closes_at(plan: Plan, answer_on: dt.date | None) -> dt.datetime | None:
    """Return the end of the last day, by the programme's clock."""
    if answer_on is None:
        return None
    after = dt.date.fromordinal(min(answer_on.toordinal() + 1, dt.date.max.toordinal() - 1))
    return dt.datetime.combine(after, dt.time(), ZoneInfo(plan.time_zone)).astimezone(dt.UTC)


@one_transaction
def change_series(actor: Actor, place: Place, series: UUID, change: Change, version: int, now: dt.datetime) -> None:
    """Change the last day, the text and the number of places. More places let in who waits; nobody loses theirs.

    A series that was ended is open again by this.

    Raises:
        NotAllowed: the actor does not coordinate this programme.
        Over: its round has been closed.
        NotFound: it has no such series.
        Invalid: something can't be used (`fields`).
        Conflict: somebody changed it meanwhile.
    """
    programme, opened = _managed(actor, place, series)
    if version != opened[0].row.version:
        raise Changed()
    places = checked_capacity(Kind(opened[0].held.group.kind), change.places)
    most = max(len(one.held.members) for one in opened)
    if most > places:
        sentence = ngettext(
            "%(count)s person is in one of these groups, so it can’t have fewer places than that.",
            "%(count)s people are in one of these groups, so it can’t have fewer places than that.",
            most,
        ) % {"count": most}
        raise Invalid(sentence, {"places": [sentence]})
    before = opened[0].row.closes_at
    closes_at = _closes_at(programme.plan, change.answer_on)
    # What stands may lie in the past; what is new may not.
    _check(programme.plan, change.answer_on if closes_at != before else None, change.text, now)
    _rows(opened).update(closes_at=closes_at, text=change.text, ended_at=None, version=version + 1)
    for one in opened:
        if one.held.group.capacity != places:
            one.held.resized(places)
            let_in(programme, one, now)


@one_transaction
def end_series(actor: Actor, place: Place, series: UUID, now: dt.datetime) -> None:
    """Let nobody sign up any more; the groups go on, and who waits moves up as before. Twice is once.

    Raises:
        NotAllowed: the actor does not coordinate this programme.
        Over: its round has been closed.
        NotFound: it has no such series.
    """
    _, opened = _managed(actor, place, series)
    _rows(opened).filter(ended_at=None).update(ended_at=now, version=opened[0].row.version + 1)


def _managed(actor: Actor, place: Place, series: UUID) -> tuple[ProgrammeInfo, list[Opened]]:
    policy.require(Action.GROUPS_MANAGE, actor)
    programme = programmes.open_programme(place)
    keys = OpenGroup.objects.filter(series=series, group__round_id=programme.round.id)
    group_pks = list(keys.values_list("group_id", flat=True))
    if not group_pks:
        raise NotFound(gettext("There is nothing here for you to see."))
    return programme, list(hold_of(group_pks).values())


def _rows(opened: Collection[Opened]):
    return OpenGroup.objects.filter(pk__in=[one.row.pk for one in opened])


__all__ = ["change_series", "end_series", "open_series"]
