"""Finding somebody in the bank, and asking them to mentor in the round that runs now."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from dataclasses import replace
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext

from mentoring_xblock import host
from mentoring_xblock.bank import mails
from mentoring_xblock.bank.data import PAGE_SIZE, Found, InvitationState, Wanted
from mentoring_xblock.bank.models import Invitation, Profile
from mentoring_xblock.bank.profiles import words_of
from mentoring_xblock.groups import api as groups
from mentoring_xblock.groups.data import Circle
from mentoring_xblock.kit.errors import Conflict, NotFound
from mentoring_xblock.kit.paging import Page, page_of
from mentoring_xblock.kit.place import Place
from mentoring_xblock.privacy import policy
from mentoring_xblock.privacy.policy import Action, Actor, Facts
from mentoring_xblock.programme import api as programmes
from mentoring_xblock.programme.data import ProgrammeInfo, Role


def shown(programme_id: int) -> QuerySet[Profile]:
    """Return the profiles that a search finds: the queryset twin of BANK_SEARCH over profiles."""
    return Profile.objects.filter(programme_id=programme_id, left_at=None, paused=False)


def search(actor: Actor, place: Place, wanted: Wanted | None = None, page: int = 1) -> Page[Found]:
    """Return a page of the bank, those with most free places first; a constant number of queries.

    Whoever has left the course or paused is not found.

    Raises:
        NotAllowed: the actor neither coordinates the programme nor was named a line manager in it.
        NotFound: the programme has not been published.
    """
    policy.require(Action.BANK_SEARCH, actor)
    programme = programmes.programme_of(place)
    wanted = wanted or Wanted()
    rows = [row for row in shown(programme.id).order_by("pk") if _fits(row, wanted)]
    here = host.enrolled_ids(place.course_key, {row.user_id for row in rows})
    rows = [row for row in rows if row.user_id in here]
    people = host.people(here)
    if wanted.text:
        text = wanted.text.casefold()
        rows = [
            row
            for row in rows
            if text in row.headline.casefold()
            or (row.user_id in people and text in people[row.user_id].full_name.casefold())
        ]
    led, mentors = _led(programme, {row.user_id for row in rows})
    found = [(row, max(0, row.capacity - led[row.user_id])) for row in rows]
    if wanted.free:
        found = [(row, free) for row, free in found if free]
    found.sort(key=lambda pair: (-pair[1], people[pair[0].user_id].full_name.casefold(), pair[0].pk))
    one_page = page_of(found, page, PAGE_SIZE)
    waiting = set(
        Invitation.objects.filter(
            profile__in=[row.pk for row, _ in one_page.items], open_round=programme.round.id
        ).values_list("profile_id", flat=True)
    )
    items = tuple(
        Found(
            public_id=row.public_id,
            user_id=row.user_id,
            name=people[row.user_id].full_name,
            words=words_of(row),
            free=free,
            mentors_now=row.user_id in mentors,
            invited=row.pk in waiting,
        )
        for row, free in one_page.items
    )
    return Page(items, one_page.number, one_page.pages, one_page.total)


def _fits(row: Profile, wanted: Wanted) -> bool:
    words = words_of(row)
    return (
        (not wanted.topic or wanted.topic in words.topics)
        and (not wanted.language or wanted.language in words.languages)
        and (not wanted.place or wanted.place in words.places)
        and (not wanted.remote or words.remote)
    )


def _led(programme: ProgrammeInfo, user_ids: Collection[int]) -> tuple[Counter[int], set[int]]:
    """Return how many mentoring groups each leads in this round, and who is a mentor of it; three queries."""
    people = programmes.everybody(programme.round.id, Role.MENTOR, user_ids=user_ids)
    rows = {person.id: person.user_id for person in people}
    placed = groups.placements(rows)
    led = Counter(
        {
            rows[pk]: sum(place.leads and place.circle is Circle.MENTORING for place in places)
            for pk, places in placed.items()
        }
    )
    return led, set(rows.values())


def _profile(programme: ProgrammeInfo, profile_id: UUID) -> Profile:
    """Lock somebody's profile, so that two invitations wait for each other.

    Raises:
        NotFound: nobody like this is in the bank, or they have left or paused.
    """
    row = shown(programme.id).filter(public_id=profile_id).select_for_update().first()
    if row is None:
        raise NotFound(gettext("This person is not in the mentor bank any more."))
    return row


@transaction.atomic
def invite(actor: Actor, place: Place, profile_id: UUID) -> None:
    """Ask somebody of the bank to mentor in this round; they are told and answer themselves. Twice is once.

    Raises:
        NotAllowed: the actor does not coordinate the programme.
        NotFound: nobody like this is in the bank.
        Conflict: they are a mentor of the round already, or not in the course any more.
    """
    policy.require(Action.BANK_MANAGE, actor)
    programme = programmes.programme_of(place)
    row = _profile(programme, profile_id)
    if row.user_id not in host.enrolled_ids(place.course_key, {row.user_id}):
        raise Conflict(gettext("This person is not in the course any more."))
    if Role.MENTOR in programmes.roles_of(row.user_id, programme.round.id):
        raise Conflict(gettext("This person is in the round already."))
    if Invitation.objects.filter(profile=row, open_round=programme.round.id).exists():
        return
    made = Invitation.objects.create(
        profile=row, round_id=programme.round.id, invited_by_id=actor.user_id, open_round=programme.round.id
    )
    mails.tell_invited(programme, row.user_id, str(made.public_id))


@transaction.atomic
def withdraw_invitation(actor: Actor, place: Place, profile_id: UUID) -> None:
    """Take back what somebody of the bank was asked. Twice is once; what was answered stays.

    Raises:
        NotAllowed: the actor does not coordinate the programme.
        NotFound: nobody like this is in the bank.
    """
    policy.require(Action.BANK_MANAGE, actor)
    programme = programmes.programme_of(place)
    row = _profile(programme, profile_id)
    Invitation.objects.filter(profile=row, open_round=programme.round.id).update(
        state=InvitationState.WITHDRAWN, open_round=None, answered_at=timezone.now()
    )


def answerable_by(user_id: int) -> QuerySet[Invitation]:
    """Return the invitations that somebody may answer: the queryset twin of INVITATION_ANSWER."""
    return Invitation.objects.filter(profile__user_id=user_id, open_round__isnull=False)


def invitation_facts(row: Invitation) -> Facts:
    """Return what policy needs to know of an invitation, whose profile is loaded."""
    return Facts(reader_ids=frozenset({row.profile.user_id}), closed=row.open_round is None)


@transaction.atomic
def answer_invitation(actor: Actor, place: Place, invitation_id: UUID, *, accept: bool) -> None:
    """Say yes or no to mentoring in this round; a yes makes the actor a mentor with the places of their profile.

    Raises:
        NotFound: there is no such invitation to the actor.
        Conflict: it was answered otherwise, or taken back, meanwhile.
    """
    programme = programmes.programme_of(place)
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
        raise Conflict(gettext("This has been answered or taken back already."))
    if accept:
        programmes.admit(programme.round.id, [profile.user_id], Role.MENTOR, {profile.user_id: profile.capacity})
    row.state, row.open_round, row.answered_at = state, None, timezone.now()
    row.save(update_fields=["state", "open_round", "answered_at"])
    mails.tell_answered(programme, profile.user_id, str(row.public_id), accepted=accept)


@transaction.atomic
def want(actor: Actor, place: Place, profile_id: UUID) -> None:
    """Tell the coordinators that a line manager would like somebody as a mentor for their people; once a day.

    Raises:
        NotAllowed: the actor neither coordinates the programme nor was named a line manager in it.
        NotFound: nobody like this is in the bank.
    """
    policy.require(Action.BANK_SEARCH, actor)
    programme = programmes.programme_of(place)
    row = _profile(programme, profile_id)
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
    programme = programmes.programme_of(place)
    wanted = set(user_ids)
    inside = set(
        Profile.objects.filter(programme_id=programme.id, left_at=None, user_id__in=wanted).values_list(
            "user_id", flat=True
        )
    )
    return mails.tell_welcome(programme, wanted - inside)
