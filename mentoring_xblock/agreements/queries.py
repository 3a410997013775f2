"""Reading agreements; constant numbers of queries throughout.

Whoever calls asks policy for RELATION_READ before, or shows dates only (`status_of`).
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from uuid import UUID

from django.db.models import FilteredRelation, Q
from django.utils.translation import gettext

from mentoring_xblock.agreements import rules
from mentoring_xblock.agreements.data import AgreementInfo, KeptInfo, Status, VersionInfo
from mentoring_xblock.agreements.models import Agreement, AgreementVersion, KeptText, Signature
from mentoring_xblock.groups import api as groups
from mentoring_xblock.groups.data import Stay
from mentoring_xblock.groups.relation import Relation
from mentoring_xblock.kit.errors import NotFound
from mentoring_xblock.privacy.policy import Actor

#: Earlier versions and texts that a page lists, newest first.
SHOWN = 20


def standing(relation: Relation) -> AgreementInfo:
    """Return where one group stands with its agreement."""
    return standing_of(relation.group.id, relation.user_ids)


def standing_of(group_pk: int, people: frozenset[int]) -> AgreementInfo:
    """Return the same for people who are known to be in the group."""
    row = Agreement.objects.filter(group_id=group_pk).first()
    if row is None:
        return AgreementInfo(people)
    live = row.versions.filter(ended_at=None).prefetch_related("signatures").order_by("-number")
    stays = groups.stays_in([group_pk])[group_pk]
    found = [_info(version, stays) for version in live]
    newest = next(iter(found), None)
    return AgreementInfo(
        people=people,
        texts=row.draft,
        version=row.version,
        updated_by=row.updated_by_id,
        updated_at=row.updated_at,
        holding=next((one for one in found if one.holds_from), None),
        pending=newest if newest and not newest.holds_from else None,
    )


def current(relation: Relation) -> VersionInfo | None:
    """Return what the group has agreed on and signed; None where nothing holds yet."""
    return standing(relation).holding


def version_of(relation: Relation, version_id: UUID) -> VersionInfo:
    """Return one of a group's versions, ended ones included.

    Raises:
        NotFound: the group has no such version.
    """
    row = (
        AgreementVersion.objects.filter(public_id=version_id, agreement__group_id=relation.group.id)
        .prefetch_related("signatures")
        .first()
    )
    if row is None:
        raise NotFound(gettext("There is nothing here for you to see."))
    return _info(row, groups.stays_in([relation.group.id])[relation.group.id])


def earlier(relation: Relation) -> tuple[VersionInfo, ...]:
    """Return the newest `SHOWN` versions that have ended, newest first, without their words."""
    rows = (
        AgreementVersion.objects.filter(agreement__group_id=relation.group.id, ended_at__isnull=False)
        .defer("content", "headings")
        .order_by("-number")[:SHOWN]
    )
    return tuple(
        VersionInfo(row.public_id, row.number, (), row.made_by_id, row.created_at, {}, row.holds_from, row.ended_at)
        for row in rows
    )


def known_before(relation: Relation, version: VersionInfo, user_id: int) -> VersionInfo | None:
    """Return what to compare a version with: the newest one before it that held, or that this person signed."""
    before = AgreementVersion.objects.filter(agreement__group_id=relation.group.id, number__lt=version.number)
    signed = Signature.objects.filter(user_id=user_id, version__in=before).values("version")
    row = (before.filter(holds_from__isnull=False) | before.filter(pk__in=signed)).order_by("-number").first()
    return _plain(row) if row else None


def kept_of(actor: Actor, relation: Relation) -> tuple[KeptInfo, ...]:
    """Return the actor's own texts that lost a conflict over the draft, newest first."""
    rows = KeptText.objects.filter(agreement__group_id=relation.group.id, author_id=actor.user_id)
    return tuple(KeptInfo(row.content, row.created_at) for row in rows.order_by("-created_at", "-pk")[:SHOWN])


def status_of(group_pks: Iterable[int]) -> dict[int, Status]:
    """Return where these groups stand, by the groups' primary keys; every one asked for is a key. Three queries.

    Dates and numbers, and not a word of what anybody wrote: coordinators may read it.
    """
    group_pks = list(group_pks)
    stays = groups.stays_in(group_pks)
    signed: dict[int | None, dict[int, dt.datetime]] = defaultdict(dict)
    signatures = Signature.objects.filter(version__agreement__group__in=group_pks, version__ended_at=None)
    for version_pk, user_id, at in signatures.values_list("version_id", "user_id", "signed_at"):
        signed[version_pk][user_id] = at
    rows = Agreement.objects.filter(group__in=group_pks, version__gt=0)
    rows = rows.annotate(live=FilteredRelation("versions", condition=Q(versions__ended_at=None)))
    found = dict.fromkeys(group_pks, Status())
    for group_pk, pk, number, made_by, holds_from in rows.order_by("live__number").values_list(
        "group_id", "live__pk", "live__number", "live__made_by_id", "live__holds_from"
    ):
        if pk is None:
            found[group_pk] = Status(drafted=True)
            continue
        since = holds_from or rules.held_since(signed[pk], stays[group_pk])
        people = {stay.user_id for stay in stays[group_pk] if stay.until is None}
        found[group_pk] = Status(
            # What still waits leaves in force what held before.
            holds_from=since or found[group_pk].holds_from,
            number=number,
            made_by=made_by,
            waiting_user_ids=frozenset(people - set(signed[pk])),
            drafted=True,
        )
    return found


def _info(row: AgreementVersion, stays: Iterable[Stay]) -> VersionInfo:
    signed = {one.user_id: one.signed_at for one in row.signatures.all()}
    since = row.holds_from or (None if row.ended_at else rules.held_since(signed, stays))
    return replace(_plain(row), signed=signed, holds_from=since)


def _plain(row: AgreementVersion) -> VersionInfo:
    clauses = rules.clauses(row.headings, row.content)
    return VersionInfo(
        row.public_id, row.number, clauses, row.made_by_id, row.created_at, {}, row.holds_from, row.ended_at
    )
