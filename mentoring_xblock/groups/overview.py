"""What a coordinator's lists ask of a round: which groups fit, who has a place, which leaders have room.

Ask policy for OVERVIEW_SEE or GROUPS_MANAGE before. Every function takes a constant number of queries; those that
return a queryset of participants' primary keys are for the inside of another room's query, and take none of their own.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime, timedelta

from django.core.paginator import Paginator
from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from mentoring_xblock.groups.clocks import main_circle
from mentoring_xblock.groups.data import GroupPage
from mentoring_xblock.groups.models import LEADING_ROLES, Circle, Group, Kind, Membership, Participant, State
from mentoring_xblock.groups.queries import infos_of
from mentoring_xblock.programme.data import ProgrammeInfo

#: Groups on one page of a coordinator's list.
LIST_SIZE = 24


def find_groups(
    round_id: int,
    *,
    state: State | None = None,
    kind: Kind | None = None,
    circle: Circle | None = None,
    text: str = "",
    user_ids: Iterable[int] = (),
    with_room: bool = False,
    page: int = 1,
    size: int = LIST_SIZE,
) -> GroupPage:
    """Return a page of a round's groups with the people in them, newest first; three queries.

    Args:
        text: with it, only groups that have it in their name, or one of `user_ids` among their people.
        user_ids: accounts that the text may stand for.
        with_room: only groups with a free place for a member.
    """
    rows = Group.objects.filter(round_id=round_id).order_by("-pk")
    for name, value in (("state", state), ("kind", kind), ("circle", circle)):
        if value is not None:
            rows = rows.filter(**{name: value})
    if text:
        theirs = Membership.objects.filter(
            Q(seat__isnull=False) | Q(left_at=F("group__closed_at")),
            group__round_id=round_id,
            participant__user_id__in=list(user_ids),
        )
        rows = rows.filter(Q(name__icontains=text) | Q(pk__in=theirs.values("group_id")))
    if with_room:
        members = Membership.objects.filter(group=OuterRef("pk"), seat__gt=0).order_by()
        taken = members.values("group").annotate(members=Count("pk")).values("members")
        rows = rows.annotate(taken=Coalesce(Subquery(taken), Value(0))).filter(taken__lt=F("capacity"))
    shown = Paginator(rows, size).get_page(page)
    return GroupPage(infos_of(shown.object_list), shown.number, shown.paginator.num_pages, shown.paginator.count)


def state_counts(round_id: int) -> dict[State, int]:
    """Return how many groups of a round are drafts, published and closed; one query."""
    rows = Group.objects.filter(round_id=round_id).values("state").annotate(groups=Count("pk")).order_by("state")
    counts = {row["state"]: row["groups"] for row in rows}
    return {state: counts.get(state.value, 0) for state in State}


def ended_counts(round_ids: Collection[int]) -> dict[int, int]:
    """Return how many groups of each round have ended; rounds without any are left out. One query."""
    rows = Group.objects.filter(round__in=round_ids, state=State.CLOSED).values_list("round_id")
    return dict(rows.annotate(groups=Count("pk")).order_by("round_id"))


def past_end(programme: ProgrammeInfo, now: datetime, size: int = LIST_SIZE) -> GroupPage:
    """Return the first groups that nobody has closed after their last day, the oldest first; three queries."""
    return _first(Group.objects.filter(_late(programme, now), round_id=programme.round.id, state=State.PUBLISHED), size)


def _late(programme: ProgrammeInfo, now: datetime) -> Q:
    today = programme.plan.today(now)
    gone = timedelta(weeks=programme.plan.length_weeks)
    late = Q(ends_on__lt=today) | Q(ends_on=None, starts_on__lte=today - gone)
    # Those without a first day of their own have the round's, but where each group begins by itself.
    if not programme.non_stop and programme.clock().ends_on < today:
        late |= Q(ends_on=None, starts_on=None)
    return late


def warned(programme: ProgrammeInfo, size: int = LIST_SIZE) -> GroupPage:
    """Return the first groups that close unless something happens in them, the oldest first; three queries at most."""
    rows = Group.objects.filter(round_id=programme.round.id, state=State.PUBLISHED, warned_at__isnull=False)
    return _first(rows if programme.plan.relations.quiet_weeks else rows.none(), size)


def under_way(
    programme: ProgrammeInfo, since: datetime, without: QuerySet, now: datetime, size: int = LIST_SIZE
) -> GroupPage:
    """Return the first groups that the programme is about and that had begun then, the oldest first; three queries.

    Groups past their last day and those that were warned are not among them: `past_end` and `warned` have those.

    Args:
        without: primary keys of groups that are not meant.
    """
    day = programme.plan.today(since)
    begun = Q(starts_on__lte=day)
    if programme.non_stop or programme.round.starts_on <= day:
        begun |= Q(starts_on=None)
    rows = Group.objects.filter(
        begun,
        round_id=programme.round.id,
        state=State.PUBLISHED,
        circle=main_circle(programme.plan),
        published_at__lte=since,
    )
    if programme.plan.relations.quiet_weeks:
        rows = rows.filter(warned_at=None)
    return _first(rows.exclude(_late(programme, now)).exclude(pk__in=without), size)


def _first(rows: QuerySet[Group], size: int) -> GroupPage:
    shown = Paginator(rows.order_by("pk"), size).get_page(1)
    return GroupPage(infos_of(shown.object_list), 1, shown.paginator.num_pages, shown.paginator.count)


def placed(round_id: int, circle: Circle, *, drafts: bool = False) -> QuerySet:
    """Return the participants who are members of a group of the circle now; with `drafts`, of a draft too."""
    states = [State.PUBLISHED, State.DRAFT] if drafts else [State.PUBLISHED]
    return Membership.objects.filter(
        group__round_id=round_id, group__state__in=states, circle=circle, leads=False, seat__isnull=False
    ).values("participant_id")


def leaders_with_room(round_id: int, circle: Circle, usual: int) -> QuerySet:
    """Return the participants who could lead another group; `usual` is for those without a number of their own."""
    return _leaders(round_id, circle, usual).filter(led__lt=F("room")).values("pk")


def leaders_beyond(round_id: int, circle: Circle, usual: int) -> QuerySet:
    """Return the participants who lead more published groups than they take, as after a lowered number."""
    return _leaders(round_id, circle, usual).filter(led__gt=F("room")).values("pk")


def _leaders(round_id: int, circle: Circle, usual: int) -> QuerySet[Participant]:
    leading = Membership.objects.filter(participant=OuterRef("pk"), leads=True, circle=circle, slot__isnull=False)
    # Counted in a subquery: MariaDB knows no column in HAVING that is not selected.
    led = leading.order_by().values("participant").annotate(groups=Count("pk")).values("groups")
    return Participant.objects.filter(round_id=round_id, left_at=None, role__in=LEADING_ROLES[circle]).annotate(
        led=Coalesce(Subquery(led), Value(0)), room=Coalesce("capacity", Value(usual))
    )


__all__ = [
    "LIST_SIZE",
    "ended_counts",
    "find_groups",
    "leaders_beyond",
    "leaders_with_room",
    "past_end",
    "placed",
    "state_counts",
    "under_way",
    "warned",
]
