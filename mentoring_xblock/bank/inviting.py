"""Asking somebody of the bank to mentor in the round that runs now, and what becomes of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import replace
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext

from mentoring_xblock import host
from mentoring_xblock.bank import mails
from mentoring_xblock.bank.data import ANSWER_DAYS_LIMIT, CAPACITY_LIMITS, MESSAGE_LIMIT, Asked, InvitationState
from mentoring_xblock.bank.models import Invitation, Profile
from mentoring_xblock.bank.searching import present, shown
from mentoring_xblock.kit.errors import Conflict, Invalid, NotFound
from mentoring_xblock.kit.place import Place
from mentoring_xblock.kit.text import clean
from mentoring_xblock.privacy import policy
from mentoring_xblock.privacy.policy import Action, Actor, Facts
from mentoring_xblock.programme import api as programmes
from mentoring_xblock.programme.data import ProgrammeInfo, Role

#: Of those who were asked in a round a coordinator sees the newest.
_ASKED_SHOWN = 50


def answer_by(programme: ProgrammeInfo) -> dt.date:
    """Return the last day on which an answer is waited for unless a coordinator says otherwise."""
    return programme.plan.today(timezone.now()) + dt.timedelta(days=programme.plan.matching.request_days)


def asked(actor: Actor, place: Place) -> tuple[Asked, ...]:
    """Return who was asked for this round, the newest first; whoever has left the bank is not told of any more.

    Two queries. Those who pause are here too, so that what they were asked can be taken back.

    Raises:
        NotAllowed: the actor does not coordinate the programme.
        NotFound: the programme has not been published.
    """
    policy.require(Action.BANK_MANAGE, actor)
    programme = programmes.programme_of(place)
    rows = list(
        Invitation.objects.filter(round_id=programme.round.id, profile__left_at=None)
        .select_related("profile")
        .order_by("-pk")[:_ASKED_SHOWN]
    )
    people, now = host.people({row.profile.user_id for row in rows}), timezone.now()
    return tuple(
        Asked(
            profile=row.profile.public_id,
            name=people[row.profile.user_id].full_name,
            state=_state_of(row, now),
            invited_at=row.created_at,
            answer_by=programme.plan.today(row.expires_at),
        )
        for row in rows
        if row.profile.user_id in people
    )


def _state_of(row: Invitation, now: dt.datetime) -> InvitationState:
    over = row.state == InvitationState.OPEN and row.expires_at <= now
    return InvitationState.EXPIRED if over else InvitationState(row.state)


def _locked(rows: QuerySet[Profile], profile_id: UUID) -> Profile:
    """Lock somebody's profile, so that two invitations wait for each other.

    Raises:
        NotFound: nobody like this is among the rows.
    """
    row = rows.filter(public_id=profile_id).select_for_update().first()
    if row is None:
        raise NotFound(gettext("This person is not in the mentor bank any more."))
    return row


@transaction.atomic
def invite(actor: Actor, place: Place, profile_id: UUID, message: str = "", until: dt.date | None = None) -> None:
    """Ask somebody of the bank to mentor in this round; they are told and answer themselves. Twice is once.

    Args:
        message: plain text for them, at most `MESSAGE_LIMIT` characters; it stands on their page, not in the mail.
        until: the last day on which an answer is waited for, in the programme's time zone; `answer_by` by default.
    Raises:
        NotAllowed: the actor does not coordinate the programme.
        NotFound: nobody like this is in the bank.
        Invalid: the message is too long, or the day has gone by or is too far away; `fields` says which.
        Conflict: they pause, are a mentor of the round already, or are not in the course any more.
    """
    policy.require(Action.BANK_MANAGE, actor)
    programme = programmes.open_programme(place)
    until = until or answer_by(programme)
    message = _checked(programme, message, until)
    row = _locked(present(programme.id), profile_id)
    if row.paused:
        raise Conflict(gettext("This person has paused meanwhile. They can be asked again when they are back."))
    if row.user_id not in host.enrolled_ids(place.course_key, {row.user_id}):
        raise Conflict(gettext("This person is not in the course any more."))
    if Role.MENTOR in programmes.roles_of(row.user_id, programme.round.id):
        raise Conflict(gettext("This person is in the round already."))
    waiting = Invitation.objects.filter(profile=row, open_round=programme.round.id)
    _end(waiting.filter(expires_at__lte=timezone.now()), InvitationState.EXPIRED)
    if waiting.exists():
        return
    made = Invitation.objects.create(
        profile=row,
        round_id=programme.round.id,
        invited_by_id=actor.user_id,
        message=message,
        expires_at=_end_of(until, programme),
        open_round=programme.round.id,
    )
    mails.tell_invited(programme, row.user_id, str(made.public_id), until)


def _end_of(day: dt.date, programme: ProgrammeInfo) -> dt.datetime:
    """Return the last second of a day where the programme is."""
    return dt.datetime.combine(day, dt.time(23, 59, 59), ZoneInfo(programme.plan.time_zone))


def _checked(programme: ProgrammeInfo, message: str, until: dt.date) -> str:
    message = clean(message).strip()
    errors: dict[str, list[str]] = {}
    if len(message) > MESSAGE_LIMIT:
        errors["message"] = [
            gettext("This can have %(limit_value)s characters; it has %(show_value)s.")
            % {"limit_value": MESSAGE_LIMIT, "show_value": len(message)}
        ]
    today = programme.plan.today(timezone.now())
    if not today <= until <= today + dt.timedelta(days=ANSWER_DAYS_LIMIT):
        errors["answer_by"] = [
            gettext("Choose today or a later day, at most %(days)s days from now.") % {"days": ANSWER_DAYS_LIMIT}
        ]
    if errors:
        raise Invalid(gettext("Something needs another look. What you typed is still here."), errors)
    return message


def _end(rows: QuerySet[Invitation], state: InvitationState) -> int:
    """Close invitations that are open; returns how many."""
    return rows.filter(open_round__isnull=False).update(state=state, open_round=None, answered_at=timezone.now())


@transaction.atomic
def withdraw_invitation(actor: Actor, place: Place, profile_id: UUID) -> None:
    """Take back what somebody of the bank was asked, also while they pause. Twice is once; what was answered stays.

    Raises:
        NotAllowed: the actor does not coordinate the programme.
        NotFound: nobody like this is in the bank.
    """
    policy.require(Action.BANK_MANAGE, actor)
    programme = programmes.open_programme(place)
    row = _locked(present(programme.id), profile_id)
    _end(Invitation.objects.filter(profile=row, open_round=programme.round.id), InvitationState.WITHDRAWN)


def expire_due(now: dt.datetime) -> int:
    """Close the invitations that nobody answered in time, in all programmes; returns how many. One query."""
    return _end(
        Invitation.objects.filter(state=InvitationState.OPEN, expires_at__lte=now, round__closed_at=None),
        InvitationState.EXPIRED,
    )


def answerable_by(user_id: int) -> QuerySet[Invitation]:
    """Return the invitations that somebody may answer: the queryset twin of INVITATION_ANSWER."""
    return Invitation.objects.filter(profile__user_id=user_id, open_round__isnull=False, expires_at__gt=timezone.now())


def invitation_facts(row: Invitation) -> Facts:
    """Return what policy needs to know of an invitation, whose profile is loaded."""
    over = row.open_round is None or row.expires_at <= timezone.now()
    return Facts(reader_ids=frozenset({row.profile.user_id}), closed=over)


@transaction.atomic
def answer_invitation(
    actor: Actor, place: Place, invitation_id: UUID, *, accept: bool, capacity: int | None = None
) -> None:
    """Say yes or no to mentoring in this round; a yes makes the actor a mentor of it.

    Args:
        capacity: how many mentees they take in this round; as many as their profile says by default.
    Raises:
        NotFound: there is no such invitation to the actor.
        Invalid: the number of mentees is none; beside `capacity`.
        Conflict: it was answered otherwise, or taken back, or its time is over.
    """
    programme = programmes.open_programme(place)
    known = Invitation.objects.filter(public_id=invitation_id, round_id=programme.round.id).first()
    if known is None:
        raise NotFound(gettext("There is nothing here for you to see."))
    profile = Profile.objects.select_for_update().get(pk=known.profile_id)
    row = Invitation.objects.get(pk=known.pk)
    row.profile = profile
    facts = invitation_facts(row)
    # Whose it is comes first: what is over is said to be over, and another's invitation is not there at all.
    policy.require(Action.INVITATION_ANSWER, actor, replace(facts, closed=False))
    state = InvitationState.ACCEPTED if accept else InvitationState.DECLINED
    if not policy.allowed(Action.INVITATION_ANSWER, actor, facts):
        if row.state == state:
            return
        raise Conflict(gettext("This has been answered or taken back already, or its time is over."))
    if accept:
        places = _places(profile, capacity)
        programmes.admit(programme.round.id, [profile.user_id], Role.MENTOR, {profile.user_id: places})
    row.state, row.open_round, row.answered_at = state, None, timezone.now()
    row.save(update_fields=["state", "open_round", "answered_at"])
    mails.tell_answered(programme, profile.user_id, str(row.public_id), accepted=accept)


def _places(profile: Profile, capacity: int | None) -> int:
    low, high = CAPACITY_LIMITS
    if capacity is None:
        return profile.capacity
    if not low <= capacity <= high:
        sentence = gettext("Write a whole number from %(low)s to %(high)s.") % {"low": low, "high": high}
        raise Invalid(gettext("Something needs another look. What you typed is still here."), {"capacity": [sentence]})
    return capacity


@transaction.atomic
def want(actor: Actor, place: Place, profile_id: UUID) -> None:
    """Tell the coordinators that a line manager would like somebody as a mentor for their people; once a day.

    Raises:
        NotAllowed: the actor neither coordinates the programme nor was named a line manager in it.
        NotFound: nobody like this is found in the bank.
    """
    policy.require(Action.BANK_SEARCH, actor)
    programme = programmes.programme_of(place)
    row = _locked(shown(programme.id), profile_id)
    key = f"{row.public_id}:{actor.user_id}:{timezone.now().date().isoformat()}"
    mails.tell_wanted(programme, row.user_id, actor.user_id, key)


@transaction.atomic
def invite_to_bank(actor: Actor, place: Place, user_ids: Iterable[int]) -> int:
    """Tell people that they may join the bank; who is in it already is passed over. Joining stays theirs.

    Returns:
        How many people are told by this, once a round each.
    Raises:
        NotAllowed: the actor does not coordinate the programme.
        NotFound: it has not been published.
    """
    policy.require(Action.BANK_MANAGE, actor)
    return tell_of_bank(programmes.programme_of(place), user_ids)


def tell_of_bank(programme: ProgrammeInfo, user_ids: Iterable[int]) -> int:
    """Do the same for a job that a coordinator has asked for: ask policy then, and call it in the job's transaction."""
    wanted = set(user_ids)
    inside = set(
        Profile.objects.filter(programme_id=programme.id, left_at=None, user_id__in=wanted).values_list(
            "user_id", flat=True
        )
    )
    return mails.tell_welcome(programme, wanted - inside)
