"""Reading groups: always a constant number of queries, however many groups or people there are."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from uuid import UUID

from django.core.paginator import Paginator
from django.db.models import F, Q, QuerySet
from opaque_keys.edx.keys import CourseKey

from mentoring_xblock.groups.data import GroupInfo, GroupPage, MemberInfo, Mentee, PlaceInfo, Stay
from mentoring_xblock.groups.models import Circle, CloseReason, Group, Kind, Membership, State
from mentoring_xblock.privacy import policy
from mentoring_xblock.privacy.policy import Action, Actor, Facts
from mentoring_xblock.programme.reading import as_days

PAGE_SIZE = 50


def current() -> QuerySet[Membership]:
    """Return the memberships that count now: published groups, by people who still take part in the round."""
    return Membership.objects.filter(seat__isnull=False, group__state=State.PUBLISHED, participant__left_at=None)


def groups_of_round(round_id: int, state: State | None = None, page: int = 1) -> GroupPage:
    """Return a page of a round's groups with the people in them, oldest first.

    Ask policy for OVERVIEW_SEE or GROUPS_MANAGE before. A page number out of range gives the nearest page.
    """
    rows = Group.objects.filter(round_id=round_id).order_by("pk")
    if state is not None:
        rows = rows.filter(state=state)
    shown = Paginator(rows, PAGE_SIZE).get_page(page)
    return GroupPage(infos_of(shown.object_list), shown.number, shown.paginator.num_pages, shown.paginator.count)


def my_groups(user_id: int, round_id: int) -> list[GroupInfo]:
    """Return the published groups of a round that a person is in now, mentoring first; two queries."""
    mine = current().filter(participant__user_id=user_id).values("group_id")
    return list(infos_of(Group.objects.filter(round_id=round_id, pk__in=mine).order_by("circle", "pk")))


def mentors_of(user_ids: Iterable[int], round_id: int) -> dict[int, frozenset[int]]:
    """Return who mentors each of these people now; every id that was asked for is a key. Two queries."""
    asked = set(user_ids)
    mentoring = current().filter(group__round_id=round_id, circle=Circle.MENTORING)
    groups_by_person = defaultdict(set)
    for user_id, group_id in mentoring.filter(leads=False, participant__user_id__in=asked).values_list(
        "participant__user_id", "group_id"
    ):
        groups_by_person[user_id].add(group_id)
    wanted = set().union(*groups_by_person.values())
    leaders = dict(mentoring.filter(leads=True, group_id__in=wanted).values_list("group_id", "participant__user_id"))
    return {
        user_id: frozenset(leaders[group_id] for group_id in groups_by_person[user_id] if group_id in leaders)
        for user_id in asked
    }


def any_in(user_ids: Iterable[int], round_id: int, circle: Circle) -> frozenset[int]:
    """Return which of these people are in a circle of a round now; one query."""
    rows = current().filter(group__round_id=round_id, circle=circle, participant__user_id__in=set(user_ids))
    return frozenset(rows.values_list("participant__user_id", flat=True))


def mentees_of(user_id: int, round_id: int) -> list[Mentee]:
    """Return whom a person mentors now, with the group in which they do; two queries."""
    led = current().filter(participant__user_id=user_id, leads=True, circle=Circle.MENTORING).values("group_id")
    groups = infos_of(Group.objects.filter(round_id=round_id, pk__in=led).order_by("pk"))
    return [Mentee(member, group) for group in groups for member in group.members]


def current_membership(user_id: int, group_pk: int) -> MemberInfo | None:
    """Return a person's place in a group, or None if they are not in it now."""
    row = current().filter(participant__user_id=user_id, group_id=group_pk).select_related("participant").first()
    return _member(row) if row else None


def hold_group(course_key: CourseKey, slug: str, group_id: UUID) -> GroupInfo | None:
    """Return a published group of a programme as it is, and keep everybody from changing it until the commit.

    Call it inside a transaction. None when there is no such group, or it is a draft or closed.
    """
    # Found first and locked by its key then, so that no row of the round or the programme is locked with it.
    known = (
        Group.objects.filter(public_id=group_id, round__programme__course_key=course_key, round__programme__slug=slug)
        .values_list("pk", flat=True)
        .first()
    )
    return hold_known(known) if known else None


def hold_known(group_pk: int) -> GroupInfo | None:
    """Do the same with a group whose primary key is known."""
    row = Group.objects.select_for_update().filter(pk=group_pk).first()
    return info_of(row) if row is not None and row.state == State.PUBLISHED else None


def who_was(group_pk: int, membership_id: UUID) -> int | None:
    """Return the user id of whoever has, or had, this place in a group; None when the group has no such place."""
    rows = Membership.objects.filter(group_id=group_pk, public_id=membership_id)
    return rows.values_list("participant__user_id", flat=True).first()


def people_in(group_pks: Iterable[int]) -> dict[int, frozenset[int]]:
    """Return who is in each of these groups now, by the groups' primary keys; every one asked for is a key. One query.

    Nobody is in a draft or in a group that is over.
    """
    people: dict[int, set[int]] = {group_pk: set() for group_pk in group_pks}
    for group_pk, user_id in current().filter(group__in=people).values_list("group_id", "participant__user_id"):
        people[group_pk].add(user_id)
    return {group_pk: frozenset(user_ids) for group_pk, user_ids in people.items()}


def stays_in(group_pks: Iterable[int]) -> dict[int, tuple[Stay, ...]]:
    """Return who was in each of these groups from when to when, by the groups' primary keys. One query.

    Every group that was asked for is a key. Nobody has been in a draft.
    """
    found: dict[int, tuple[Stay, ...]] = dict.fromkeys(group_pks, ())
    rows = Membership.objects.filter(group__in=list(found), joined_at__isnull=False).order_by("joined_at", "pk")
    for group_pk, user_id, joined_at, *ends in rows.values_list(
        "group_id", "participant__user_id", "joined_at", "left_at", "participant__left_at"
    ):
        found[group_pk] += (Stay(user_id, joined_at, min(filter(None, ends), default=None)),)
    return found


def placements(participant_pks: Iterable[int]) -> dict[int, tuple[PlaceInfo, ...]]:
    """Return the places that these participants hold now, drafts included; one query. Everybody asked for is a key.

    Ask policy for GROUPS_MANAGE before: drafts are for coordinators only.
    """
    held: dict[int, tuple[PlaceInfo, ...]] = dict.fromkeys(participant_pks, ())
    rows = Membership.objects.filter(participant__in=list(held), seat__isnull=False).select_related("group")
    for row in rows.order_by("pk"):
        place = PlaceInfo(row.group.public_id, Circle(row.circle), State(row.group.state), row.leads)
        held[row.participant_id] += (place,)
    return held


def seated(round_id: int, circle: Circle) -> tuple[set[int], dict[int, int]]:
    """Return who is a member in a circle of a round now, and how many groups each leads there; one query.

    Primary keys of participants, published groups only. Ask policy for GROUPS_MANAGE before.
    """
    rows = Membership.objects.filter(
        group__round_id=round_id, group__state=State.PUBLISHED, circle=circle, seat__isnull=False
    )
    members: set[int] = set()
    led: Counter[int] = Counter()
    for pk, leads in rows.values_list("participant_id", "leads"):
        if leads:
            led[pk] += 1
        else:
            members.add(pk)
    return members, led


def facts_of(group_ids: Iterable[UUID]) -> dict[UUID, Facts]:
    """Return what policy needs to know of these groups, by public id; one query. A draft has no members yet."""
    people: dict[UUID, set[int]] = {group_id: set() for group_id in group_ids}
    rows = current().filter(group__public_id__in=people).values_list("group__public_id", "participant__user_id")
    for group_id, user_id in rows:
        people[group_id].add(user_id)
    return {group_id: Facts(member_ids=frozenset(user_ids)) for group_id, user_ids in people.items()}


def visible_groups(actor: Actor, programme_id: int) -> QuerySet[Group]:
    """Return the groups of a programme that the actor may see: the queryset twin of GROUP_SEE."""
    rows = Group.objects.filter(round__programme_id=programme_id)
    # Who sees a group without being in it sees all of them: coordinators.
    if policy.allowed(Action.GROUP_SEE, actor):
        return rows
    # Whether an actor may be anybody's member at all is policy's to say as well.
    if not policy.allowed(Action.GROUP_SEE, actor, Facts(member_ids=frozenset({actor.user_id}))):
        return rows.none()
    return rows.filter(pk__in=current().filter(participant__user_id=actor.user_id).values("group_id"))


def infos_of(groups: Iterable[Group]) -> tuple[GroupInfo, ...]:
    """Return what other rooms may know of these rows, in their order; one query beside that of the groups."""
    rows = list(groups)
    people = defaultdict(list)
    # Somebody who has left the round counts no longer, but stays in a draft, for a coordinator to see and remove.
    counts = Q(participant__left_at=None) | Q(group__state=State.DRAFT)
    in_it = Q(counts, seat__isnull=False) | Q(left_at=F("group__closed_at"))
    for membership in (
        Membership.objects.filter(in_it, group__in=[row.pk for row in rows])
        .select_related("participant")
        .order_by("-leads", "seat", "pk")
    ):
        people[membership.group_id].append(_member(membership))
    return tuple(_info(row, people[row.pk]) for row in rows)


def info_of(group: Group) -> GroupInfo:
    """Return what other rooms may know of one group."""
    return infos_of([group])[0]


def _info(row: Group, people: list[MemberInfo]) -> GroupInfo:
    return GroupInfo(
        id=row.pk,
        public_id=row.public_id,
        kind=Kind(row.kind),
        circle=Circle(row.circle),
        name=row.name,
        capacity=row.capacity,
        state=State(row.state),
        version=row.version,
        leader=next((person for person in people if person.leads), None),
        members=tuple(person for person in people if not person.leads),
        published_at=row.published_at,
        closed_at=row.closed_at,
        close_reason=CloseReason(row.close_reason) if row.close_reason else None,
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        warned_at=row.warned_at,
        kept_at=row.kept_at,
        phase_days=as_days(row.phase_days),
    )


def _member(row: Membership) -> MemberInfo:
    return MemberInfo(
        membership_id=row.public_id,
        membership_pk=row.pk,
        participant_id=row.participant.public_id,
        user_id=row.participant.user_id,
        leads=row.leads,
        joined_at=row.joined_at,
    )
