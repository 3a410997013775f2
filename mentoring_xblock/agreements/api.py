"""The door to agreements: writing the draft together, putting it to be signed, and signing it.

What changes something asks policy, and holds the group until its commit: while somebody signs, nobody else signs, and
nobody joins or leaves. What only reads stands in `queries.py` and is passed on from here.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeVar
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext

from mentoring_xblock.agreements import mails, rules
from mentoring_xblock.agreements.data import AgreementInfo, Clause, KeptInfo, Status, VersionInfo
from mentoring_xblock.agreements.models import Agreement, AgreementVersion, KeptText, Signature
from mentoring_xblock.agreements.queries import (
    Signing,
    current,
    earlier,
    kept_of,
    known_before,
    standing,
    standing_of,
    status_of,
    version_of,
)
from mentoring_xblock.groups import api as groups
from mentoring_xblock.groups.relation import Relation
from mentoring_xblock.kit.errors import Conflict, Invalid, NotFound
from mentoring_xblock.kit.place import Place
from mentoring_xblock.privacy import policy
from mentoring_xblock.privacy.policy import Action, Actor, Facts
from mentoring_xblock.programme.plan_relationship import Item

Value = TypeVar("Value")


def read(actor: Actor, place: Place, group_id: UUID, now: dt.datetime) -> tuple[Relation, AgreementInfo]:
    """Return a relation of the actor's and where it stands with its agreement.

    Raises:
        NotFound: the actor is in no such group, or it has been over for too long.
    """
    relation = groups.relation(actor, place, group_id)
    policy.require(Action.RELATION_READ, actor, relation.facts(now))
    return relation, standing(relation)


def items(relation: Relation, info: AgreementInfo) -> tuple[Item, ...]:
    """Return what there is to write about in a group's agreement."""
    return rules.items_of(relation.plan.agreement, info)


@dataclass(frozen=True)
class _Desk:
    """A group that is held, by somebody in it, with its agreement as it stands."""

    actor: Actor
    relation: Relation
    people: frozenset[int]
    row: Agreement
    now: dt.datetime

    def info(self) -> AgreementInfo:
        return standing_of(self.relation.programme.course_key, self.row.group_id, self.people)


def _at_desk(actor: Actor, place: Place, group_id: UUID, now: dt.datetime, work: Callable[[_Desk], Value]) -> Value:
    """Do something to a group's agreement in a transaction that holds the group."""
    relation = groups.working_relation(actor, place, group_id, now)
    with transaction.atomic():
        group = groups.hold_group(place.course_key, relation.programme.slug, group_id)
        people = frozenset(member.user_id for member in group.people) if group else frozenset()
        # Somebody may have left, or the group may have closed, before it was held.
        policy.require(Action.RELATION_WORK, actor, Facts(member_ids=people, closed=group is None))
        row, _ = Agreement.objects.get_or_create(group_id=group.id, defaults={"updated_at": now})
        desk = _Desk(actor, relation, people, row, now)
        _let_hold(desk)
        return work(desk)


# ---- writing ----


def save_draft(
    actor: Actor,
    place: Place,
    group_id: UUID,
    texts: Mapping[str, str],
    version: int,
    now: dt.datetime,
    *,
    joined: bool = False,
) -> AgreementInfo:
    """Save what was typed into the group's one draft. The same text again changes nothing.

    Where somebody has saved the draft since the page was opened, what was typed is kept for its writer before this
    raises, so that nothing is lost whatever they then choose.

    Args:
        texts: words by item; items that the agreement does not have are not kept.
        version: the save that was typed upon.
        joined: the writer has seen the text that stands and replaces it knowingly, so that it is kept for its writer.
    Raises:
        NotFound: the actor is in no such group, or it is over.
        Invalid: not a single word, or too many in one place.
        Conflict: the draft has been saved meanwhile; `current` is what stands.
    """

    def save(desk: _Desk) -> tuple[AgreementInfo, bool]:
        info, row = desk.info(), desk.row
        found = rules.accepted(texts, items(desk.relation, info))
        if found == row.draft:
            return info, False
        if version != row.version:
            _keep(row, actor.user_id, version, found)
            return info, True
        if joined and row.updated_by_id is not None:
            _keep(row, row.updated_by_id, row.version, row.draft)
        row.draft, row.version = found, row.version + 1
        row.updated_by_id, row.updated_at = actor.user_id, now
        row.save(update_fields=["draft", "version", "updated_by", "updated_at"])
        return desk.info(), False

    info, stale = _at_desk(actor, place, group_id, now, save)
    if stale:
        raise Conflict(gettext("The draft was also changed by somebody else. Nothing is lost."), current=info)
    return info


def _keep(row: Agreement, author_id: int, number: int, content: Mapping[str, str]) -> None:
    kept = KeptText.objects.filter(agreement=row, author_id=author_id, number=number)
    if content and content not in kept.values_list("content", flat=True):
        KeptText.objects.create(agreement=row, author_id=author_id, number=number, content=dict(content))


# ---- signing ----


def put_to_sign(actor: Actor, place: Place, group_id: UUID, version: int, now: dt.datetime) -> AgreementInfo:
    """Make a version of the draft for everybody to sign; whoever makes it signs it by that.

    A version that still waits is overtaken by it; what holds goes on holding. Putting the same words twice is putting
    them once.

    Args:
        version: the save of the draft that the actor has read.
    Raises:
        NotFound: the actor is in no such group, or it is over.
        Invalid: nothing is written, or nothing has changed since the last time.
        Conflict: the draft has been saved meanwhile, or somebody else has just put the same words; see `current`.
    """

    def put(desk: _Desk) -> AgreementInfo:
        info, row = desk.info(), desk.row
        if version != row.version:
            raise Conflict(gettext("The draft has changed since you read it. Read it once more."), current=info)
        if not row.draft:
            raise Invalid(gettext("There is nothing written yet, so there is nothing to sign."))
        if not info.drafted:
            return _put_before(desk, info)
        made = _make_version(desk, info)
        _sign(desk, made)
        mails.tell_put(desk.relation.programme, made, desk.people - {actor.user_id})
        return desk.info()

    return _at_desk(actor, place, group_id, now, put)


def _put_before(desk: _Desk, info: AgreementInfo) -> AgreementInfo:
    if info.pending is None:
        raise Invalid(gettext("Nothing has changed since it was signed, so there is nothing new to sign."))
    if info.pending.made_by != desk.actor.user_id:
        raise Conflict(gettext("Somebody has just put these words to be signed. Read and sign them."), current=info)
    return info


def _make_version(desk: _Desk, info: AgreementInfo) -> AgreementVersion:
    desk.row.versions.filter(holds_from=None, ended_at=None).update(ended_at=desk.now)
    newest = desk.row.versions.order_by("-number").values_list("number", flat=True).first()
    return AgreementVersion.objects.create(
        agreement=desk.row,
        number=(newest or 0) + 1,
        content=dict(desk.row.draft),
        headings=rules.headings(items(desk.relation, info), desk.row.draft),
        made_by_id=desk.actor.user_id,
        created_at=desk.now,
    )


def sign(actor: Actor, place: Place, group_id: UUID, version_id: UUID, now: dt.datetime) -> AgreementInfo:
    """Sign a version. It holds as soon as everybody in the group has signed it. Signing twice is signing once.

    Raises:
        NotFound: the actor is in no such group, it is over, or it has no such version.
        Conflict: another version has taken its place, or it was taken back; nothing is signed. See `current`.
    """

    def do(desk: _Desk) -> AgreementInfo:
        row = _version(desk, version_id)
        info = desk.info()
        if info.newest is None or info.newest.version_id != row.public_id:
            raise Conflict(gettext("This has changed since you opened it. Nothing was signed."), current=info)
        if actor.user_id in info.newest.signed:
            return info
        _sign(desk, row)
        return desk.info()

    return _at_desk(actor, place, group_id, now, do)


def take_back(actor: Actor, place: Place, group_id: UUID, version_id: UUID, now: dt.datetime) -> AgreementInfo:
    """Take back what one has put to be signed, as long as somebody has not signed it. Its words stay in the draft.

    Raises:
        NotFound: the actor is in no such group, it is over, or they have put no such version.
        Conflict: it holds already. See `current`.
    """

    def do(desk: _Desk) -> AgreementInfo:
        row = _version(desk, version_id)
        if row.made_by_id != actor.user_id:
            raise NotFound(gettext("There is nothing here for you to see."))
        if row.holds_from is not None:
            raise Conflict(gettext("Everybody has signed it, so it holds."), current=desk.info())
        if row.ended_at is None:
            row.ended_at = now
            row.save(update_fields=["ended_at"])
        return desk.info()

    return _at_desk(actor, place, group_id, now, do)


def _version(desk: _Desk, version_id: UUID) -> AgreementVersion:
    row = desk.row.versions.filter(public_id=version_id).first()
    if row is None:
        raise NotFound(gettext("There is nothing here for you to see."))
    return row


def _sign(desk: _Desk, row: AgreementVersion) -> None:
    Signature.objects.create(version=row, user_id=desk.actor.user_id, signed_at=desk.now)
    _let_hold(desk)


def _let_hold(desk: _Desk) -> None:
    """Let a version that waits hold, and end what held before it, if everybody who is waited for has signed it."""
    row = desk.row.versions.filter(holds_from=None, ended_at=None).first()
    if row is None:
        return
    signed = dict(row.signatures.values_list("user_id", "signed_at"))
    since = Signing.of(desk.relation.programme.course_key, desk.row.group_id, desk.people, [signed]).held_since(signed)
    if since is None:
        return
    desk.row.versions.filter(ended_at=None).exclude(pk=row.pk).update(ended_at=since)
    row.holds_from = since
    row.save(update_fields=["holds_from"])
    mails.tell_holds(desk.relation.programme, row, desk.people, since)


__all__ = [
    "AgreementInfo",
    "Clause",
    "KeptInfo",
    "Status",
    "VersionInfo",
    "current",
    "earlier",
    "items",
    "kept_of",
    "known_before",
    "put_to_sign",
    "read",
    "save_draft",
    "sign",
    "standing",
    "status_of",
    "take_back",
    "version_of",
]
