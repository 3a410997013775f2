"""Reading agreements; constant numbers of queries throughout.

Whoever calls asks policy for RELATION_READ before, or shows dates only (`status_of`).
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from uuid import UUID

from django.db.models import FilteredRelation, Q
from django.utils.translation import gettext
from opaque_keys.edx.keys import CourseKey

from mentoring_xblock import host
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
    return standing_of(relation.programme.course_key, relation.group.id, relation.user_ids)


def standing_of(course_key: CourseKey, group_pk: int, people: frozenset[int]) -> AgreementInfo:
    """Return the same for people who are known to be in the group."""
    row = Agreement.objects.filter(group_id=group_pk).first()
    if row is None:
        return AgreementInfo(people)
    live = list(row.versions.filter(ended_at=None).prefetch_related("signatures").order_by("-number"))
    signing = Signing.of(course_key, group_pk, people, (_signed(version) for version in live))
    found = [_info(version, signing) for version in live]
    newest = next(iter(found), None)
    return AgreementInfo(
        people=signing.awaited,
        texts=row.draft,
        version=row.version,
        updated_by=row.updated_by_id,
        updated_at=row.updated_at,
        holding=next((one for one in found if one.holds_from), None),
        pending=newest if newest and not newest.holds_from else None,
    )


@dataclass(frozen=True)
class Signing:
    """Who was in a group from when to when, and whose signature is waited for now, by user id."""

    stays: tuple[Stay, ...]
    awaited: frozenset[int]

    @classmethod
    def of(
        cls, course_key: CourseKey, group_pk: int, people: frozenset[int], signed: Iterable[Collection[int]]
    ) -> Signing:
        """Find it out; one query, and another one where somebody has not signed.

        Args:
            people: who is in the group. signed: who has signed each version that is looked at.
        """
        missing = any(people - set(one) for one in signed)
        awaited = groups.awaited_in(course_key, people) if missing else people
        return cls(groups.stays_in([group_pk])[group_pk], awaited)

    def held_since(self, signed: Mapping[int, dt.datetime]) -> dt.datetime | None:
        """Return since when a version with these signatures holds; None where it does not."""
        return rules.held_since(signed, self.stays, self.awaited)


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
    course_key, people = relation.programme.course_key, relation.user_ids
    return _info(row, Signing.of(course_key, relation.group.id, people, [_signed(row)]))


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


def status_of(course_key: CourseKey, group_pks: Iterable[int]) -> dict[int, Status]:
    """Return where these groups of a course stand, by the groups' primary keys; every one asked for is a key.

    Three queries, and another one where somebody has not signed. Dates and numbers, and not a word of what anybody
    wrote: coordinators may read it.
    """
    group_pks = list(group_pks)
    stays = groups.stays_in(group_pks)
    people = {pk: frozenset(stay.user_id for stay in stays[pk] if stay.until is None) for pk in group_pks}
    signed: dict[int | None, dict[int, dt.datetime]] = defaultdict(dict)
    signatures = Signature.objects.filter(version__agreement__group__in=group_pks, version__ended_at=None)
    for version_pk, user_id, at in signatures.values_list("version_id", "user_id", "signed_at"):
        signed[version_pk][user_id] = at
    rows = Agreement.objects.filter(group__in=group_pks, version__gt=0)
    rows = rows.annotate(live=FilteredRelation("versions", condition=Q(versions__ended_at=None)))
    live = list(
        rows.order_by("live__number").values_list(
            "group_id", "live__pk", "live__number", "live__made_by_id", "live__holds_from"
        )
    )
    lacking = {group_pk for group_pk, pk, *_ in live if pk is not None and people[group_pk] - set(signed[pk])}
    asked = {user_id for group_pk in lacking for user_id in people[group_pk]}
    enrolled = host.enrolled_ids(course_key, asked) if asked else set()
    found = dict.fromkeys(group_pks, Status())
    for group_pk, pk, number, made_by, holds_from in live:
        if pk is None:
            found[group_pk] = Status(drafted=True)
            continue
        there = people[group_pk]
        awaited = groups.awaited(there, enrolled) if group_pk in lacking else there
        since = holds_from or rules.held_since(signed[pk], stays[group_pk], awaited)
        found[group_pk] = Status(
            # What still waits leaves in force what held before.
            holds_from=since or found[group_pk].holds_from,
            number=number,
            made_by=made_by,
            waiting_user_ids=awaited - set(signed[pk]),
            drafted=True,
        )
    return found


def _signed(row: AgreementVersion) -> dict[int, dt.datetime]:
    return {one.user_id: one.signed_at for one in row.signatures.all()}


def _info(row: AgreementVersion, signing: Signing) -> VersionInfo:
    signed = _signed(row)
    since = row.holds_from or (None if row.ended_at else signing.held_since(signed))
    return replace(_plain(row), signed=signed, holds_from=since)


def _plain(row: AgreementVersion) -> VersionInfo:
    clauses = rules.clauses(row.headings, row.content)
    return VersionInfo(
        row.public_id, row.number, clauses, row.made_by_id, row.created_at, {}, row.holds_from, row.ended_at
    )
