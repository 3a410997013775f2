"""A coordinator makes two who have agreed a pair, or does not."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext

from mentoring_xblock import host
from mentoring_xblock.declared import mails, standing
from mentoring_xblock.declared.data import PAGE_SIZE, AgreedPair, DeclarationState
from mentoring_xblock.declared.declaring import day_errors, held, put
from mentoring_xblock.declared.models import Declaration
from mentoring_xblock.groups import bulk
from mentoring_xblock.groups.data import GroupInfo
from mentoring_xblock.groups.places import one_transaction
from mentoring_xblock.kit.errors import Conflict, Full, Invalid
from mentoring_xblock.kit.paging import Page, page_bounds
from mentoring_xblock.kit.place import Place
from mentoring_xblock.privacy import policy
from mentoring_xblock.privacy.policy import Action, Actor
from mentoring_xblock.programme import api as programmes
from mentoring_xblock.programme.data import ProgrammeInfo, Role


def waiting_count(actor: Actor, programme: ProgrammeInfo) -> int:
    """Return how many pairs wait to be confirmed; one query, none where pairs are not declared.

    Raises:
        NotAllowed: the actor does not coordinate the programme.
    """
    policy.require(Action.OVERVIEW_SEE, actor)
    if not standing.declares(programme):
        return 0
    return Declaration.objects.filter(round_id=programme.round.id, state=DeclarationState.AGREED).count()


def agreed(actor: Actor, place: Place, page: int = 1) -> Page[AgreedPair]:
    """Return a page of those who have both agreed, whoever waits longest first; a constant number of queries.

    Raises:
        NotAllowed: the actor does not coordinate the programme.
        NotFound: it has not been published.
    """
    policy.require(Action.GROUPS_MANAGE, actor)
    programme = programmes.programme_of(place)
    rows = Declaration.objects.filter(round_id=programme.round.id, state=DeclarationState.AGREED)
    total = rows.count()
    number, pages, shown = page_bounds(total, page, PAGE_SIZE)
    found = list(rows.order_by("answered_at", "pk")[shown])
    user_ids = {user_id for row in found for user_id in (row.mentor_id, row.mentee_id)}
    people = host.people(user_ids) if user_ids else {}
    inside = {one.user_id for one in programmes.everybody(programme.round.id, user_ids=user_ids)} if user_ids else set()
    names = {user_id: people[user_id].full_name for user_id in user_ids if user_id in people}
    items = tuple(
        AgreedPair(
            public_id=row.public_id,
            mentor=names.get(row.mentor_id, ""),
            mentee=names.get(row.mentee_id, ""),
            starts_on=row.starts_on,
            agreed_at=row.answered_at,
            new=tuple(names.get(one, "") for one in (row.mentee_id, row.mentor_id) if one not in inside),
        )
        for row in found
    )
    return Page(items, number, pages, total)


@one_transaction
def confirm(actor: Actor, place: Place, declaration_id: UUID, starts_on: dt.date) -> GroupInfo | None:
    """Make the two a pair that begins on a day; whoever is not in the round yet is so by this. Both are told.

    Returns:
        The group; None where it has been made already.
    Raises:
        NotAllowed: the actor does not coordinate the programme.
        NotFound: there is no such declaration in its round.
        Over: the round has been closed.
        Conflict: one of them has taken it back, or another coordinator has decided otherwise.
        Invalid: nothing was made: the day is too far away, or the sentences in `fields["pair"]` say why.
    """
    policy.require(Action.GROUPS_MANAGE, actor)
    programme = programmes.open_programme(place)
    if errors := day_errors(programme, starts_on):
        raise Invalid(gettext("Something needs another look. What you typed is still here."), errors)
    # The round before the declaration, as whoever declares.
    programmes.hold_open_round(programme.round.id)
    row = held(programme, declaration_id)
    if row.state == DeclarationState.CONFIRMED:
        return None
    _require_agreed(row)
    mentor = programmes.admit(programme.round.id, [row.mentor_id], Role.MENTOR)[row.mentor_id]
    mentee = programmes.admit(programme.round.id, [row.mentee_id], Role.MENTEE)[row.mentee_id]
    try:
        made = bulk.pair_up(programme, mentor.id, mentee.id, starts_on=starts_on)
    except (Invalid, Full) as error:
        # Publishing keeps its sentences by the group that was not made.
        found = error.current if isinstance(error, Full) else error.fields
        said = [sentence for some in found.values() for sentence in some] if isinstance(found, Mapping) else []
        message = gettext("The two of them can’t be a pair now. Nothing was changed.")
        raise Invalid(message, {"pair": said or [error.message]}) from error
    put(row, DeclarationState.CONFIRMED, **_decided(actor), starts_on=starts_on, group_id=made.id)
    return made


@one_transaction
def refuse(actor: Actor, place: Place, declaration_id: UUID) -> None:
    """Do not make the two a pair; both are told by mail, and can ask the coordinators why. Twice is once.

    Raises:
        NotAllowed: the actor does not coordinate the programme.
        NotFound: there is no such declaration in its round.
        Over: the round has been closed.
        Conflict: one of them has taken it back, or another coordinator has decided otherwise.
    """
    policy.require(Action.GROUPS_MANAGE, actor)
    programme = programmes.open_programme(place)
    row = held(programme, declaration_id)
    if row.state == DeclarationState.DECLINED and row.decided_at is not None:
        return
    _require_agreed(row)
    put(row, DeclarationState.DECLINED, **_decided(actor))
    mails.tell_declined(programme, row)


def _require_agreed(row: Declaration) -> None:
    if row.state != DeclarationState.AGREED:
        raise Conflict(gettext("This has been taken back or decided meanwhile. Nothing was changed."))


def _decided(actor: Actor) -> dict[str, object]:
    return {"decided_at": timezone.now(), "decided_by_id": actor.user_id}


__all__ = ["agreed", "confirm", "refuse", "waiting_count"]
