"""Finding somebody in the bank."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils import timezone

from mentoring_xblock import host
from mentoring_xblock.bank.data import PAGE_SIZE, Found, Wanted
from mentoring_xblock.bank.models import Invitation, Profile
from mentoring_xblock.bank.profiles import words_of
from mentoring_xblock.groups import api as groups
from mentoring_xblock.groups.data import Circle, PlaceInfo, State
from mentoring_xblock.host.data import Person
from mentoring_xblock.kit.paging import Page, page_of
from mentoring_xblock.kit.place import Place
from mentoring_xblock.privacy import policy
from mentoring_xblock.privacy.policy import Action, Actor, Facts
from mentoring_xblock.programme import api as programmes
from mentoring_xblock.programme.data import ProgrammeInfo, Role


def present(programme_id: int) -> QuerySet[Profile]:
    """Return the profiles of those who are in the bank, also while they pause."""
    return Profile.objects.filter(programme_id=programme_id, left_at=None)


def shown(programme_id: int) -> QuerySet[Profile]:
    """Return the profiles that a search finds: the queryset twin of BANK_SEARCH over profiles."""
    return present(programme_id).filter(paused=False)


def options_in_use(programme_id: int) -> dict[str, set[str]]:
    """Return the ids of topics and places that stand in profiles, by the name of their list; one query."""
    words = [words_of(row) for row in present(programme_id)]
    return {name: {id_ for one in words for id_ in getattr(one, name)} for name in ("topics", "places")}


def search(actor: Actor, place: Place, wanted: Wanted | None = None, page: int = 1) -> Page[Found]:
    """Return a page of the bank, those with most free places first; a constant number of queries.

    Whoever has left the course or paused is not found.

    Raises:
        NotAllowed: the actor neither coordinates the programme nor was named a line manager in it.
        NotFound: the programme has not been published.
    """
    policy.require(Action.BANK_SEARCH, actor)
    programme = programmes.programme_of(place)
    manages = policy.allowed(Action.BANK_MANAGE, actor)
    wanted = wanted or Wanted()
    rows = [row for row in shown(programme.id).order_by("pk") if _fits(row, wanted)]
    here = host.enrolled_ids(place.course_key, {row.user_id for row in rows})
    people = host.people(here)
    rows = [row for row in rows if row.user_id in people]
    if wanted.text:
        text = wanted.text.casefold()
        rows = [
            row for row in rows if text in row.headline.casefold() or text in people[row.user_id].full_name.casefold()
        ]
    room = _room(programme, rows, drafts=manages)
    if wanted.free:
        rows = [row for row in rows if room[row.pk].free]
    rows.sort(key=lambda row: (-room[row.pk].free, people[row.user_id].full_name.casefold(), row.pk))
    one_page = page_of(rows, page, PAGE_SIZE)
    waiting = _waiting(programme, one_page.items) if manages else frozenset()
    items = tuple(_found(row, people, room[row.pk], invited=row.pk in waiting) for row in one_page.items)
    return Page(items, one_page.number, one_page.pages, one_page.total)


def my_card(actor: Actor, programme: ProgrammeInfo) -> Found | None:
    """Return one's own profile as others find it, or would if it did not pause; None for who is not in the bank.

    What coordinators have only drafted does not show in the free places. Five queries.

    Raises:
        NotFound: nobody is signed in who is enrolled.
    """
    policy.require(Action.PROFILE_WRITE, actor, Facts(owner_id=actor.user_id))
    row = present(programme.id).filter(user_id=actor.user_id).first()
    if row is None:
        return None
    room = _room(programme, [row], drafts=False)[row.pk]
    return _found(row, host.people({row.user_id}), room, invited=False)


def _found(row: Profile, people: Mapping[int, Person], room: _Room, *, invited: bool) -> Found:
    return Found(
        public_id=row.public_id,
        user_id=row.user_id,
        name=people[row.user_id].full_name,
        words=words_of(row),
        places=room.places,
        free=room.free,
        mentors_now=room.mentors_now,
        invited=invited,
    )


def _waiting(programme: ProgrammeInfo, rows: Iterable[Profile]) -> frozenset[int]:
    """Return the primary keys of profiles whose owners have been asked and may still answer; one query."""
    return frozenset(
        Invitation.objects.filter(
            profile__in=[row.pk for row in rows], open_round=programme.round.id, expires_at__gt=timezone.now()
        ).values_list("profile_id", flat=True)
    )


def _fits(row: Profile, wanted: Wanted) -> bool:
    words = words_of(row)
    return (
        (not wanted.topic or wanted.topic in words.topics)
        and (not wanted.language or wanted.language in words.languages)
        and (not wanted.place or wanted.place in words.places)
        and (not wanted.remote or words.remote)
    )


@dataclass(frozen=True)
class _Room:
    """How many mentees somebody takes, how many places are left, and whether they mentor in the round."""

    places: int
    free: int
    mentors_now: bool


def _room(programme: ProgrammeInfo, rows: Collection[Profile], *, drafts: bool) -> dict[int, _Room]:
    """Return the room that each has in this round, by the profile's primary key; two queries.

    Between two rounds everybody has the room of their profile.

    Args:
        drafts: groups that are not published count too; they are for coordinators only.
    """
    runs = programme.round.closed_at is None
    people = {row.user_id for row in rows} if runs else set()
    mentors = {one.user_id: one for one in programmes.everybody(programme.round.id, Role.MENTOR, user_ids=people)}
    placed = groups.placements([one.id for one in mentors.values()])
    found = {}
    for row in rows:
        mentor = mentors.get(row.user_id)
        places = row.capacity if mentor is None or mentor.capacity is None else mentor.capacity
        led = sum(_leads(place, drafts) for place in placed[mentor.id]) if mentor else 0
        found[row.pk] = _Room(places, max(0, places - led), mentor is not None)
    return found


def _leads(place: PlaceInfo, drafts: bool) -> bool:
    return place.leads and place.circle is Circle.MENTORING and (drafts or place.state is not State.DRAFT)
