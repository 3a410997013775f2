"""Reading goals, one's own and those of one's groups; constant numbers of queries throughout."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext

from mentoring_xblock import host
from mentoring_xblock.goals import rules
from mentoring_xblock.goals.data import (
    Around,
    GoalCounts,
    GoalDraft,
    GoalInfo,
    Status,
    TrailStep,
)
from mentoring_xblock.goals.models import Goal, GoalVersion
from mentoring_xblock.goals.together import act_on, group_rows, readable
from mentoring_xblock.goals.worksheet import Sheet
from mentoring_xblock.groups.relation import Relation
from mentoring_xblock.kit.errors import NotFound
from mentoring_xblock.kit.place import Place
from mentoring_xblock.kit.questions import Part, Question, parts_of
from mentoring_xblock.kit.text import first_line
from mentoring_xblock.privacy import audit, policy
from mentoring_xblock.privacy.audit import ItemKind, Step, Verb
from mentoring_xblock.privacy.policy import Action, Actor, Facts
from mentoring_xblock.programme import api as programmes
from mentoring_xblock.sharing import api as sharing
from mentoring_xblock.sharing.data import Audience, ShareInfo
from mentoring_xblock.worksheets import api as worksheets

#: A share and its step in the trail are written within one transaction.
_ONE_ACT = dt.timedelta(seconds=5)


# ---- one's own, and a group's ----


def own_rows(sheet: Sheet) -> QuerySet[Goal]:
    """Return the goals on this worksheet that are in no bin, oldest first; none on a sheet that is nobody's."""
    rows = Goal.objects.filter(usage_key=sheet.place.usage_key, deleted_at=None).order_by("created_at", "pk")
    if sheet.relation is not None:
        return rows.filter(group_id=sheet.group_pk)
    # Without this, "nobody's" would read as "every group's": their owner is empty as well.
    if sheet.owner_id is None:
        return rows.none()
    return rows.filter(owner_id=sheet.owner_id, round_id=sheet.round_id)


def list_goals(actor: Actor, sheet: Sheet) -> tuple[GoalInfo, ...]:
    """Return the goals on the actor's own worksheet with their shares, oldest first; two queries.

    Empty for somebody who has no worksheet here.
    """
    if sheet.owner_id is None or not policy.allowed(Action.ITEM_READ, actor, Facts(owner_id=sheet.owner_id)):
        return ()
    rows = list(own_rows(sheet).annotate(source_id=F("taken_from__public_id")))
    shares = sharing.shares_of(ItemKind.GOAL, [row.public_id for row in rows], timezone.now())
    return tuple(info_of(row, sheet, shares.get(row.public_id, ()), row.source_id) for row in rows)


def list_together(actor: Actor, sheets: Iterable[Sheet]) -> dict[UUID, tuple[GoalInfo, ...]]:
    """Return the goals on the worksheets of the actor's groups, oldest first, by the group's public id; one query."""
    now = timezone.now()
    by_group = {sheet.group_pk: sheet for sheet in sheets if sheet.relation and readable(actor, sheet.relation, now)}
    found: dict[UUID, list[GoalInfo]] = {sheet.group_id: [] for sheet in by_group.values()}
    if by_group:
        place = next(iter(by_group.values())).place
        rows = group_rows(sheet.relation for sheet in by_group.values())
        for row in rows.filter(usage_key=place.usage_key, course_key=place.course_key):
            sheet = by_group[row.group_id]
            found[sheet.group_id].append(info_of(row, sheet))
    return {group_id: tuple(goals) for group_id, goals in found.items()}


def get_goal(actor: Actor, sheet: Sheet, goal_id: UUID) -> GoalInfo:
    """Return one of the goals on this worksheet, the actor's own or their group's.

    Raises:
        NotFound: there is none, or it is in the bin.
    """
    row = row_on(actor, sheet, goal_id, Action.ITEM_READ if sheet.relation else Action.ITEM_WRITE)
    shares = {} if sheet.relation else sharing.shares_of(ItemKind.GOAL, [goal_id], timezone.now())
    return info_of(row, sheet, shares.get(goal_id, ()))


def row_on(actor: Actor, sheet: Sheet, goal_id: UUID, action: Action, *, locked: bool = False) -> Goal:
    """Return a goal of this worksheet on which the actor may do this; own goals and a group's are never mixed up.

    Raises:
        NotFound: there is none, or policy refuses.
    """
    row = own_row(actor, sheet.place, goal_id, action, locked=locked, relation=sheet.relation)
    if row.group_id != sheet.group_pk:
        raise NotFound(gettext("This goal is not here any more."))
    return row


def own_row(
    actor: Actor,
    place: Place,
    goal_id: UUID,
    action: Action,
    *,
    locked: bool = False,
    relation: Relation | None = None,
) -> Goal:
    """Return a goal of this block's on which the actor may do this.

    Raises:
        NotFound: there is none, or policy refuses.
    """
    rows = Goal.objects.select_for_update() if locked else Goal.objects
    row = rows.filter(public_id=goal_id, usage_key=place.usage_key, course_key=place.course_key).first()
    if row is None:
        raise NotFound(gettext("This goal is not here any more."))
    act_on(action, actor, place, row, timezone.now(), relation)
    return row


def around(actor: Actor, sheet: Sheet, goal: GoalInfo) -> Around:
    """Return what stands beside one of the actor's own goals: with whom to share, what was said, who read it.

    Raises:
        NotFound: it is not the actor's.
    """
    facts = Facts(owner_id=goal.owner_id)
    policy.require(Action.TRAIL_SEE, actor, facts)
    targets = sharing.targets(actor, sheet.round_id)
    return Around(
        # A goal is talked about in a pair or a group; for one person there are entries.
        targets=tuple(target for target in targets if target.audience != Audience.PERSON),
        comments=sharing.comments(actor, ItemKind.GOAL, goal.goal_id, facts),
        trail=_trail(goal, {target.group_id: target.group_name for target in targets}),
        kept=kept_count(goal.goal_id),
        over=sheet.over,
    )


def _trail(goal: GoalInfo, groups: Mapping[UUID, str]) -> tuple[TrailStep, ...]:
    steps = audit.trail_of(ItemKind.GOAL, goal.goal_id)
    people = host.people({step.actor_id for step in steps if step.actor_id not in (None, goal.owner_id)})
    return tuple(
        TrailStep(
            step=step,
            mine=step.actor_id == goal.owner_id,
            name=people[step.actor_id].full_name if step.actor_id in people else "",
            whom=_meant(step, goal) or groups.get(step.group_ref, ""),
        )
        for step in steps
    )


def _meant(step: Step, goal: GoalInfo) -> str:
    """Return who the readers of a share that still lives are, if this step is how it began; never a guess."""
    if step.verb is not Verb.SHARED:
        return ""
    made = (share for share in goal.shares if share.group_id == step.group_ref and share.since <= step.at)
    newest = max(made, key=lambda share: share.since, default=None)
    return newest.names if newest and step.at - newest.since < _ONE_ACT else ""


def kept_count(goal_id: UUID, since: dt.datetime | None = None) -> int:
    """Return how many texts were kept beside a goal that the caller has read, all or since a moment; one query."""
    kept = GoalVersion.objects.filter(goal__public_id=goal_id)
    return (kept.filter(created_at__gte=since) if since else kept).count()


def title_of(parts: Iterable[Part]) -> str:
    """Return the beginning of the first answer, as plain text."""
    return next(filter(None, (first_line(part.text) for part in parts)), gettext("A goal"))


def title_on(questions: Iterable[Question], row: Goal) -> str:
    """Return the same of a goal that was written on these questions."""
    return title_of(parts_of(questions, row.answers, row.asked))


def published_sheet(place: Place) -> Sheet:
    """Return the worksheet of a block as last published, for reading; nobody can write on it. Three queries."""
    worksheet = worksheets.from_mirror(programmes.block_info(place.usage_key))
    programme = programmes.get_programme(place.course_key, place.slug)
    return Sheet(place, worksheet, themes=programme.plan.themes if programme else ())


# ---- for the coordinator ----


def counts(round_id: int, user_ids: Iterable[int] | None = None) -> dict[int, GoalCounts]:
    """Return how many goals each person of a round has, by user id; people without goals are left out. One query.

    Ask policy for OVERVIEW_SEE before. `user_ids` narrows it to these people.
    """
    mine = Goal.objects.filter(round_id=round_id, deleted_at=None, owner__isnull=False)
    if user_ids is not None:
        mine = mine.filter(owner_id__in=list(user_ids))
    rows = (
        mine.values("owner_id")
        .annotate(
            total=Count("pk"),
            active=Count("pk", filter=Q(status=Status.ACTIVE)),
            reached=Count("pk", filter=Q(status__in=[Status.ACHIEVED, Status.PARTLY])),
        )
        .order_by("owner_id")
    )
    return {row["owner_id"]: GoalCounts(row["total"], row["active"], row["reached"]) for row in rows}


# ---- from rows to values ----


def draft_of(row: Goal) -> GoalDraft:
    """Return a goal's text alone."""
    return GoalDraft(row.answers, row.theme, row.target_on, Status(row.status))


def _other(row: Goal, sheet: Sheet) -> str:
    """Return who of the others in a group wrote what stands; empty on one's own sheet, and for the reader."""
    mine = sheet.relation is None or row.updated_by_id == sheet.relation.me.user_id
    return "" if mine else sheet.relation.name(row.updated_by_id)


def info_of(row: Goal, sheet: Sheet, shares: tuple[ShareInfo, ...] = (), taken_from: UUID | None = None) -> GoalInfo:
    """Return what may be told of a goal to somebody who may read it.

    Its `shares`, and the goal that it was `taken_from`, are for the owner only.
    """
    draft = draft_of(row)
    parts = parts_of(sheet.questions, draft.answers, row.asked)
    return GoalInfo(
        goal_id=row.public_id,
        owner_id=row.owner_id,
        usage_key=row.usage_key,
        title=title_of(parts),
        draft=draft,
        parts=parts,
        theme_name=sheet.theme_name(draft.theme),
        missing=rules.missing(draft, sheet),
        total=rules.total(sheet),
        version=row.version,
        created_at=row.created_at,
        updated_at=row.updated_at,
        shares=shares,
        group_id=sheet.group_id if row.group_id else None,
        changed_by=_other(row, sheet),
        taken_from=taken_from,
        pk=row.pk,
    )
