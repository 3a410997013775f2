"""Who has been in one group with whom, also once it is over: for what must never reach somebody's partners."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import QuerySet

from mentoring_xblock.groups.models import Membership


def been_in(group_pks: Iterable[int]) -> dict[int, frozenset[int]]:
    """Return the accounts of everybody who is or was in these groups; every key asked for is there. One query."""
    asked = set(group_pks)
    found: dict[int, set[int]] = {key: set() for key in asked}
    if asked:
        rows = _known().filter(group__in=asked)
        for group_pk, user_id in rows.values_list("group_id", "participant__user_id"):
            found[group_pk].add(user_id)
    return {key: frozenset(user_ids) for key, user_ids in found.items()}


def been_beside(user_ids: Iterable[int]) -> dict[int, frozenset[int]]:
    """Return for each account everybody who is or was in a group with it, itself included; two queries."""
    asked = set(user_ids)
    mine: dict[int, set[int]] = defaultdict(set)
    if asked:
        rows = _known().filter(participant__user_id__in=asked)
        for user_id, group_pk in rows.values_list("participant__user_id", "group_id"):
            mine[user_id].add(group_pk)
    people = been_in({group_pk for group_pks in mine.values() for group_pk in group_pks})
    return {user_id: frozenset({user_id}).union(*(people[group_pk] for group_pk in mine[user_id])) for user_id in asked}


def groups_been_in(user_id: int) -> QuerySet:
    """Return the primary keys of the groups that an account is or was in, for a query of another room."""
    return _known().filter(participant__user_id=user_id).values("group_id")


def people_been_beside(user_id: int) -> QuerySet:
    """Return the accounts that are or were in a group with one, for a query of another room."""
    return _known().filter(group__in=groups_been_in(user_id)).values("participant__user_id")


def _known() -> QuerySet[Membership]:
    """Return the places that people know of: nobody joins a draft."""
    return Membership.objects.filter(joined_at__isnull=False)


__all__ = ["been_beside", "been_in", "groups_been_in", "people_been_beside"]
