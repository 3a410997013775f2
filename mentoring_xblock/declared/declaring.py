"""Two people declare that they are a pair: one names the other, who agrees or does not."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext

from mentoring_xblock import host
from mentoring_xblock.declared import mails, standing
from mentoring_xblock.declared.data import (
    DAYS_AHEAD,
    DAYS_BACK,
    NAME_LIMIT,
    OPEN_LIMIT,
    DeclarationInfo,
    DeclarationState,
    Declaring,
)
from mentoring_xblock.declared.models import Declaration
from mentoring_xblock.kit.errors import Conflict, Invalid, NotFound
from mentoring_xblock.kit.paging import CHOICES
from mentoring_xblock.kit.place import Place
from mentoring_xblock.kit.text import clean
from mentoring_xblock.kit.trying import one_change
from mentoring_xblock.privacy import policy
from mentoring_xblock.privacy.policy import Action, Actor
from mentoring_xblock.programme import api as programmes
from mentoring_xblock.programme.data import ProgrammeInfo

#: States in which it waits for somebody.
_OPEN = (DeclarationState.ASKED, DeclarationState.AGREED)


def may_declare(actor: Actor, programme: ProgrammeInfo) -> bool:
    """Return whether the actor may declare a pair in the programme's round; no query."""
    return policy.allowed(Action.PAIR_DECLARE, actor, standing.facts(actor, programme))


def declaring(actor: Actor, place: Place) -> Declaring:
    """Return where the actor stands, the newest first; a constant number of queries.

    Raises:
        NotFound: pairs are not declared here, or the actor is not in the course.
    """
    programme = programmes.programme_of(place)
    policy.require(Action.PAIR_DECLARE, actor, standing.facts(actor, programme))
    rows = list(standing.of(actor.user_id, programme.round.id).order_by("-pk")[:CHOICES])
    people = host.people({user_id for row in rows for user_id in (row.mentor_id, row.mentee_id) if user_id})
    named = sum(row.state in _OPEN and row.asked_by_id == actor.user_id for row in rows)
    return Declaring(max(0, OPEN_LIMIT - named), tuple(_info(actor, programme, row, people) for row in rows))


def named_by(actor: Actor, programme: ProgrammeInfo) -> tuple[str, ...]:
    """Return who waits for the actor to say whether they have found each other, by full name, the oldest first.

    One query, and one more where somebody does; none where pairs are not declared.
    """
    if not may_declare(actor, programme):
        return ()
    rows = standing.answerable_by(actor.user_id, programme.round.id).order_by("pk")
    askers = list(rows.values_list("asked_by_id", flat=True))
    people = host.people(set(askers)) if askers else {}
    return tuple(people[user_id].full_name for user_id in askers if user_id in people)


def _info(
    actor: Actor, programme: ProgrammeInfo, row: Declaration, people: Mapping[int, host.Person]
) -> DeclarationInfo:
    asked = row.asked_by_id == actor.user_id
    mentors = row.mentor_id == actor.user_id
    other = people.get(row.mentee_id if mentors else row.mentor_id)
    # Before both have agreed nobody learns who stands behind a username.
    agreed = row.state in {DeclarationState.AGREED, DeclarationState.CONFIRMED} or row.decided_at is not None
    return DeclarationInfo(
        public_id=row.public_id,
        state=DeclarationState(row.state),
        other=row.named if asked and not agreed else other.full_name if other else "",
        mentors=mentors,
        asked=asked,
        starts_on=row.starts_on or programme.plan.today(row.created_at),
        asked_at=row.created_at,
    )


@one_change
def declare(actor: Actor, place: Place, named: str, starts_on: dt.date, *, mentors: bool) -> None:
    """Name somebody as the other one of a pair; they are asked whether they agree. Twice is once.

    Whether somebody in the course is called so is told by nothing: the declaration then waits for nobody.

    Args:
        named: a username.
        starts_on: the pair's first day, in the programme's time zone.
        mentors: whether the actor would be the mentor.
    Raises:
        NotFound: pairs are not declared here, or the actor is not in the course.
        Over: the round has been closed.
        Invalid: the name or the day can't be used; `fields` says which.
        Conflict: the actor has a mentor already, has named as many people as may wait, or this person otherwise.
    """
    programme = programmes.open_programme(place)
    policy.require(Action.PAIR_DECLARE, actor, standing.facts(actor, programme))
    # Two clicks at once must not name one person twice, or more people than may wait.
    programmes.hold_open_round(programme.round.id)
    named = _checked(actor, programme, named, starts_on)
    waiting = list(standing.of(actor.user_id, programme.round.id).filter(state__in=_OPEN))
    mine = [row for row in waiting if row.asked_by_id == actor.user_id]
    for row in mine:
        if row.named.lower() == named.lower():
            if (row.mentor_id == actor.user_id, row.starts_on) == (mentors, starts_on):
                return
            raise Conflict(gettext("You have named this person already. Take that back first."))
    other = programmes.enrolled_by_identifier(place.course_key, [named]).get(named)
    if other is not None and any(other in (row.mentor_id, row.mentee_id) for row in waiting):
        raise Conflict(gettext("This person has named you already. Look at what waits for you."))
    if len(mine) >= OPEN_LIMIT:
        raise Conflict(gettext("You have named as many people as may wait at once. Take something back first."))
    if not mentors and standing.has_mentor(actor.user_id, programme):
        raise Conflict(gettext("You have %(mentor_one)s already.") % programme.plan.words())
    row = Declaration.objects.create(
        round_id=programme.round.id,
        mentor_id=actor.user_id if mentors else other,
        mentee_id=other if mentors else actor.user_id,
        asked_by_id=actor.user_id,
        named=named,
        starts_on=starts_on,
    )
    if other is not None:
        mails.tell_named(programme, row, other)


def _checked(actor: Actor, programme: ProgrammeInfo, named: str, starts_on: dt.date) -> str:
    """Return the name without white space around it.

    Raises:
        Invalid: it is none, an address, or the actor's own; or the day is too far away.
    """
    named, errors = clean(named).strip(), {}
    if not named or len(named) > NAME_LIMIT:
        errors["named"] = [gettext("Write the username of the other one.")]
    elif "@" in named:
        errors["named"] = [gettext("Write the username, not the e-mail address.")]
    elif named.lower() == host.people({actor.user_id})[actor.user_id].username.lower():
        errors["named"] = [gettext("This is your own username. Write that of the other one.")]
    errors |= day_errors(programme, starts_on)
    if errors:
        raise Invalid(gettext("Something needs another look. What you typed is still here."), errors)
    return named


def day_errors(programme: ProgrammeInfo, starts_on: dt.date) -> dict[str, list[str]]:
    """Return what is wrong with a pair's first day, as `fields` of an Invalid."""
    today = programme.plan.today(timezone.now())
    if today - dt.timedelta(days=DAYS_BACK) <= starts_on <= today + dt.timedelta(days=DAYS_AHEAD):
        return {}
    return {"starts_on": [gettext("Choose a day that is at most %(days)s days away.") % {"days": DAYS_AHEAD}]}


@one_change
def answer(actor: Actor, place: Place, declaration_id: UUID, *, agree: bool) -> None:
    """Agree that the two are a pair, so that the coordinators hear of it; or do not, and nobody is told why.

    Raises:
        NotFound: pairs are not declared here, or there is no such declaration that names the actor.
        Over: the round has been closed.
        Conflict: it was answered otherwise or taken back; or the actor has a mentor already.
    """
    programme = programmes.open_programme(place)
    policy.require(Action.PAIR_DECLARE, actor, standing.facts(actor, programme))
    row = held(programme, declaration_id)
    facts = standing.others_facts(row)
    # Whose it is comes first: what is over is said to be over, and another's is not there at all.
    policy.require(Action.PAIR_ANSWER, actor, replace(facts, closed=False))
    if not policy.allowed(Action.PAIR_ANSWER, actor, facts):
        if row.answered_at is not None and agree is (
            row.state in {DeclarationState.AGREED, DeclarationState.CONFIRMED}
        ):
            return
        raise Conflict(gettext("This has been answered or taken back already."))
    if agree and row.mentee_id == actor.user_id and standing.has_mentor(actor.user_id, programme):
        raise Conflict(gettext("You have %(mentor_one)s already.") % programme.plan.words())
    put(row, DeclarationState.AGREED if agree else DeclarationState.DECLINED, answered_at=timezone.now())
    if agree:
        mails.tell_agreed(programme, row)
    else:
        mails.tell_refused(programme, row)


@one_change
def withdraw(actor: Actor, place: Place, declaration_id: UUID) -> None:
    """Take it back before it is decided: who has named somebody, or the other one after agreeing. Twice is once.

    Raises:
        NotFound: pairs are not declared here, or there is no such declaration of the actor's.
        Over: the round has been closed.
        Conflict: it has been decided already.
    """
    programme = programmes.open_programme(place)
    policy.require(Action.PAIR_DECLARE, actor, standing.facts(actor, programme))
    row = held(programme, declaration_id)
    facts = standing.own_facts(actor, row)
    policy.require(Action.PAIR_DECLARE, actor, replace(facts, closed=False))
    if not policy.allowed(Action.PAIR_DECLARE, actor, facts):
        if row.state == DeclarationState.WITHDRAWN:
            return
        raise Conflict(gettext("This has been decided already."))
    put(row, DeclarationState.WITHDRAWN)


def held(programme: ProgrammeInfo, declaration_id: UUID) -> Declaration:
    """Lock a declaration of the round.

    Raises:
        NotFound: there is none.
    """
    key = Declaration.objects.filter(public_id=declaration_id, round_id=programme.round.id).values_list("pk").first()
    row = Declaration.objects.select_for_update().filter(pk=key[0]).first() if key else None
    if row is None:
        raise NotFound(gettext("There is nothing here for you to see."))
    return row


def put(row: Declaration, state: DeclarationState, **values: object) -> None:
    """Put a declaration that is under lock into a state; what is over no longer keeps its two from another one."""
    values |= {"state": state, "open": 1 if state in _OPEN else None}
    for name, value in values.items():
        setattr(row, name, value)
    row.save(update_fields=list(values))


__all__ = ["answer", "day_errors", "declare", "declaring", "held", "may_declare", "named_by", "put", "withdraw"]
