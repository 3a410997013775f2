"""What is shown of requests: to who has asked, and to the coordinators. A constant number of queries each."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Case, IntegerField, Value, When

from mentoring_xblock import host
from mentoring_xblock.groups import api as groups
from mentoring_xblock.groups import beside
from mentoring_xblock.help import standing
from mentoring_xblock.help.asking import nothing
from mentoring_xblock.help.data import PAGE_SIZE, MessageInfo, Readers, RequestInfo, State, Thread, Topic, Waiting
from mentoring_xblock.help.models import HelpMessage, HelpRequest
from mentoring_xblock.kit.paging import CHOICES, Page, page_bounds
from mentoring_xblock.kit.place import Place
from mentoring_xblock.privacy import policy
from mentoring_xblock.privacy.policy import Action, Actor, Facts
from mentoring_xblock.programme import api as programmes
from mentoring_xblock.programme.data import ProgrammeInfo


def who_reads(actor: Actor, place: Place, group_id: UUID | None) -> Readers:
    """Return who would read what the actor asks from this group, or from none.

    Raises:
        NotAllowed: the actor never took part in the programme, or is not in the course.
        NotFound: the actor is in no such group.
    """
    programme = programmes.programme_of(place)
    policy.require(Action.HELP_ASK, actor, standing.may_ask(actor, programme))
    group = groups.relation(actor, place, group_id).group if group_id else None
    kept_out = beside.been_in([group.id])[group.id] if group else beside.been_beside([actor.user_id])[actor.user_id]
    return standing.named_readers(programme.id, Facts(owner_id=actor.user_id, member_ids=kept_out))


def may_ask(actor: Actor, place: Place) -> bool:
    """Return whether somebody may ask here: whoever is or was in the programme, as long as they are in the course."""
    programme = programmes.get_programme(place.course_key, place.slug)
    if programme is None or programme.round is None or not policy.allowed(Action.HELP_ASK, actor, _oneself(actor)):
        return False
    return policy.allowed(Action.HELP_ASK, actor, standing.may_ask(actor, programme))


def mine(actor: Actor, place: Place) -> tuple[RequestInfo, ...]:
    """Return what the actor has asked in this programme, the newest first; one query."""
    if not policy.allowed(Action.HELP_ASK, actor, _oneself(actor)):
        return ()
    rows = standing.asked_by(actor.user_id, programmes.programme_of(place).id).order_by("-pk")[:CHOICES]
    return tuple(standing.info_of(row) for row in rows)


def unread(actor: Actor, programme: ProgrammeInfo) -> int:
    """Return in how many of the actor's requests an answer waits to be read; one query."""
    if not policy.allowed(Action.HELP_ASK, actor, _oneself(actor)):
        return 0
    return standing.asked_by(actor.user_id, programme.id).filter(unread=True).count()


def _oneself(actor: Actor) -> Facts:
    return Facts(owner_id=actor.user_id)


def thread(actor: Actor, place: Place, request_id: UUID) -> Thread:
    """Return a request with all that was said, to who has asked or to a coordinator.

    Raises:
        NotFound: there is no such request that the actor may read.
    """
    programme = programmes.programme_of(place)
    row = HelpRequest.objects.filter(public_id=request_id, round__programme_id=programme.id).first()
    if row is None:
        raise nothing()
    facts = standing.facts_of([row])[row.pk]
    policy.require(Action.HELP_READ, actor, facts)
    messages = list(HelpMessage.objects.filter(request=row).order_by("pk"))
    beside_them = facts.member_ids - {row.asker_id} if row.group_id else frozenset()
    people = host.people({row.asker_id, *beside_them, *(one.author_id for one in messages if one.author_id)})
    return Thread(
        request=standing.info_of(row),
        asker=_name(people, row.asker_id),
        messages=tuple(
            MessageInfo(
                name=_name(people, one.author_id),
                body=one.body,
                state=State(one.state) if one.state else None,
                at=one.created_at,
                mine=one.author_id == actor.user_id,
                asks=one.author_id == row.asker_id,
            )
            for one in messages
        ),
        readers=standing.named_readers(programme.id, facts),
        people=tuple(sorted(_name(people, user_id) for user_id in beside_them)),
    )


def _name(people: dict[int, host.Person], user_id: int | None) -> str:
    person = people.get(user_id) if user_id is not None else None
    return person.full_name if person else ""


# ---- the coordinators ----


def waiting_count(actor: Actor, programme: ProgrammeInfo) -> int:
    """Return how many people wait for a word that the actor may read; one query.

    Raises:
        NotAllowed: the actor does not coordinate the programme.
    """
    policy.require(Action.OVERVIEW_SEE, actor)
    rows = standing.answerable_by(actor.user_id, programme.id).filter(state=State.OPEN)
    return rows.values("asker").distinct().count()


def requests(actor: Actor, place: Place, *, settled: bool = False, page: int = 1) -> Page[Waiting]:
    """Return a page of what the actor may read: those that wait first, concerns before talks, the longest first.

    Args:
        settled: those that are settled instead, the newest first.
    Raises:
        NotAllowed: the actor does not coordinate the programme.
        NotFound: it has not been published.
    """
    policy.require(Action.OVERVIEW_SEE, actor)
    rows = standing.answerable_by(actor.user_id, programmes.programme_of(place).id)
    if settled:
        rows = rows.filter(state=State.SETTLED).order_by("-changed_at", "-pk")
    else:
        first = _first(state=State.OPEN), _first(topic=Topic.CONCERN)
        rows = rows.exclude(state=State.SETTLED).order_by(*first, "changed_at", "pk")
    total = rows.count()
    number, pages, shown = page_bounds(total, page, PAGE_SIZE)
    found = list(rows[shown])
    people = host.people({row.asker_id for row in found}) if found else {}
    items = tuple(Waiting(standing.info_of(row), _name(people, row.asker_id)) for row in found)
    return Page(items, number, pages, total)


def _first(**these: str) -> Case:
    return Case(When(**these, then=Value(0)), default=Value(1), output_field=IntegerField())


__all__ = ["may_ask", "mine", "requests", "thread", "unread", "waiting_count", "who_reads"]
