"""Reading hand-ins and points, and locking them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils.translation import gettext
from opaque_keys.edx.keys import UsageKey

from mentoring_xblock import host
from mentoring_xblock.assessment.data import (
    FrozenItem,
    HandInDetail,
    Part,
    Release,
    ScoreInfo,
    Waiting,
)
from mentoring_xblock.assessment.models import HandIn, Kind, Score
from mentoring_xblock.assessment.rubric import marks_of, read_rubric
from mentoring_xblock.groups import api as groups
from mentoring_xblock.kit.errors import NotFound
from mentoring_xblock.kit.place import Place
from mentoring_xblock.privacy import policy
from mentoring_xblock.privacy.policy import Action, Actor, Facts
from mentoring_xblock.programme import api as programmes
from mentoring_xblock.programme.api import Role
from mentoring_xblock.programme.data import ProgrammeInfo, RoundInfo

# ---- locking ----


def lock_all(owner_id: int, usage_key: UsageKey) -> list[HandIn]:
    """Lock every hand-in that a person ever made of a block, of either kind, oldest first, and with them its points."""
    return list(HandIn.objects.select_for_update().filter(owner_id=owner_id, usage_key=usage_key).order_by("number"))


def lock(place: Place, hand_in_id: UUID) -> tuple[HandIn, list[HandIn]]:
    """Lock a hand-in of the course together with its author's others of the block, and return it and all of them.

    Raises:
        NotFound: there is none in this course.
    """
    found = find(place, hand_in_id)
    rows = lock_all(found.owner_id, found.usage_key)
    return next(row for row in rows if row.pk == found.pk), rows


def find(place: Place, hand_in_id: UUID) -> HandIn:
    """Return a hand-in of the course that its author chose to make; what taking part made is for nobody to open.

    Raises:
        NotFound: there is none in this course.
    """
    row = HandIn.objects.filter(public_id=hand_in_id, course_key=place.course_key, kind=Kind.CHOSEN).first()
    if row is None:
        raise NotFound(gettext("There is nothing here for you to see."))
    return row


# ---- facts ----


def round_of_mentee(actor: Actor, place: Place) -> RoundInfo | None:
    """Return the newest round that the actor is in, if they are a mentee there; it may be over. None if there is none.

    Three queries.
    """
    return as_mentee(actor, place)[1]


def as_mentee(actor: Actor, place: Place) -> tuple[ProgrammeInfo | None, RoundInfo | None]:
    """Return the actor's programme, and `round_of_mentee`."""
    programme, roles = programmes.my_round(actor.user_id, place)
    return programme, programme.round if Role.MENTEE in roles else None


def facts_of(row: HandIn) -> Facts:
    """Return what policy needs to know of a hand-in at this moment."""
    # Taking part holds nothing that anybody could read.
    mentors = (
        groups.mentors_of([row.owner_id], row.round_id).get(row.owner_id, frozenset())
        if row.kind == Kind.CHOSEN
        else frozenset()
    )
    return Facts(owner_id=row.owner_id, mentor_ids=mentors, deleted=row.withdrawn_at is not None)


def readable_by_mentor(actor: Actor, round_id: int) -> QuerySet[HandIn]:
    """Return the live hand-ins of a round that the actor reads and scores as a mentor: policy's rule as a query."""
    if actor.user_id is None:
        return HandIn.objects.none()
    # A mentee is in one group of this circle, so who leads it is who mentors them.
    mentors = {
        mentee.member.user_id: frozenset({mentee.group.leader.user_id})
        for mentee in groups.mentees_of(actor.user_id, round_id)
    }
    owners = [
        owner_id
        for owner_id, mentor_ids in mentors.items()
        if policy.allowed(Action.HAND_IN_SCORE, actor, Facts(owner_id=owner_id, mentor_ids=mentor_ids))
    ]
    return HandIn.objects.filter(round_id=round_id, owner_id__in=owners, kind=Kind.CHOSEN, withdrawn_at=None)


# ---- points: who wants those in one of their states asks one of these ----


def standing() -> QuerySet[Score]:
    """Return the points that stand: those in the gradebook, at most one row for a person and a block."""
    return Score.objects.filter(released_at__isnull=False, withdrawn_at=None)


def drafts() -> QuerySet[Score]:
    """Return the points that wait to be released, at most one row for a person and a block.

    Their mentee knows nothing of them.
    """
    return Score.objects.filter(released_at=None, withdrawn_at=None)


def live() -> QuerySet[Score]:
    """Return both: the points that nobody has withdrawn or replaced."""
    return Score.objects.filter(withdrawn_at=None)


def given() -> QuerySet[Score]:
    """Return the points that stand or once stood, which is all that their mentee may know of."""
    return Score.objects.filter(released_at__isnull=False)


def standing_score(owner_id: int, usage_key: UsageKey) -> Score | None:
    """Return the points that stand for a person in a block."""
    return _of_block(standing(), owner_id, usage_key)


def draft_score(owner_id: int, usage_key: UsageKey) -> Score | None:
    """Return the points of a person in a block that wait to be released."""
    return _of_block(drafts(), owner_id, usage_key)


def _of_block(scores: QuerySet[Score], owner_id: int, usage_key: UsageKey) -> Score | None:
    found = scores.filter(hand_in__owner_id=owner_id, hand_in__usage_key=usage_key)
    return found.select_related("hand_in").defer("hand_in__content").order_by("-id").first()


def release_of(usage_key: UsageKey) -> Release:
    """Return when points of a block begin to stand, as its author last published it; one query."""
    block = programmes.block_info(usage_key)
    held = block is not None and block.settings.get("release") == Release.BY_COORDINATOR
    return Release.BY_COORDINATOR if held else Release.AT_ONCE


def score_info(score: Score, people: dict[int, host.Person] | None = None) -> ScoreInfo:
    """Describe points; `people` spares the look-up of the scorer's name."""
    if people is None:
        people = host.people([score.scorer_id] if score.scorer_id else [])
    scorer = people.get(score.scorer_id)
    return ScoreInfo(
        score_id=score.public_id,
        number=score.hand_in.number,
        points=score.points,
        maximum=score.hand_in.maximum,
        feedback=score.feedback,
        scorer_name=scorer.full_name if scorer else "",
        at=score.scored_at,
        stands=score.released_at is not None and score.withdrawn_at is None,
        draft=score.released_at is None and score.withdrawn_at is None,
        marks=marks_of(read_rubric(score.hand_in.rubric), score.marks),
    )


# ---- what a mentee sees ----


def points_since(actor: Actor, round_id: int, since: datetime) -> tuple[ScoreInfo, ...]:
    """Return the points that have come to stand for the actor's own hand-ins of a round since a moment, newest first.

    None by taking part, which the page on which they were earned says at once. A constant number of queries.
    """
    if not policy.allowed(Action.HAND_IN_MAKE, actor, Facts(owner_id=actor.user_id)):
        return ()
    rows = list(
        standing()
        .filter(
            hand_in__owner_id=actor.user_id,
            hand_in__round_id=round_id,
            hand_in__kind=Kind.CHOSEN,
            released_at__gte=since,
        )
        .select_related("hand_in")
        .defer("hand_in__content")
        .order_by("-released_at", "-id")
    )
    people = host.people({row.scorer_id for row in rows if row.scorer_id})
    return tuple(score_info(row, people) for row in rows)


# ---- what a mentor sees ----


def is_asked(row: HandIn) -> bool:
    """Return whether its author is waited for to hand it in again: points that stand and were given since say no."""
    at = row.asked_again_at
    return at is not None and not given().filter(hand_in=row, scored_at__gt=at).exists()


def open_hand_in(actor: Actor, place: Place, hand_in_id: UUID) -> HandInDetail:
    """Return a hand-in for reading.

    Raises:
        NotFound: there is none in this course that the actor may read: their own, or that of somebody they mentor now.
    """
    row = find(place, hand_in_id)
    facts = facts_of(row)
    policy.require(Action.HAND_IN_READ, actor, facts)
    # Drafts are for those who give points, and not for the author, who may open this too.
    may_score = policy.allowed(Action.HAND_IN_SCORE, actor, facts)
    stands = standing_score(row.owner_id, row.usage_key)
    draft = draft_score(row.owner_id, row.usage_key) if may_score else None
    people = host.people({row.owner_id, *(one.scorer_id for one in (stands, draft) if one and one.scorer_id)})
    owner = people.get(row.owner_id)
    newer = HandIn.objects.filter(
        owner_id=row.owner_id, usage_key=row.usage_key, kind=Kind.CHOSEN, withdrawn_at=None, number__gt=row.number
    )
    own = Score.objects.filter(hand_in=row, scorer_id=actor.user_id).order_by("-id")
    return HandInDetail(
        hand_in_id=row.public_id,
        owner_id=row.owner_id,
        owner_name=owner.full_name if owner else "",
        number=row.number,
        at=row.created_at,
        maximum=row.maximum,
        items=tuple(
            FrozenItem(
                kind=item["kind"],
                title=item.get("title", ""),
                parts=tuple(Part(part["label"], part["text"]) for part in item.get("parts", ())),
                gone="parts" not in item,
            )
            for item in row.content
        ),
        newest=not newer.exists(),
        standing=score_info(stands, people) if stands else None,
        draft=score_info(draft, people) if draft else None,
        own_feedback=own.values_list("feedback", flat=True).first() or "",
        may_score=may_score,
        release=release_of(row.usage_key) if may_score else Release.AT_ONCE,
        frozen=host.grades_frozen(row.course_key),
        rubric=read_rubric(row.rubric),
        again=row.asked_again_words if is_asked(row) else "",
        again_at=row.asked_again_at,
        due_at=row.due_at,
    )


def waiting_for(actor: Actor, round_id: int) -> tuple[Waiting, ...]:
    """Return those of `handed_in_to` that wait for the actor, oldest first; the same number of queries."""
    return tuple(one for one in handed_in_to(actor, round_id) if one.waits)


def handed_in_to(actor: Actor, round_id: int, people: dict[int, host.Person] | None = None) -> tuple[Waiting, ...]:
    """Return the newest hand-in of each of the actor's mentees and blocks, oldest first.

    A constant number of queries; `people` spares the look-up of the authors. People who are no longer enrolled are left
    out.
    """
    stand, waiting = (scores.filter(hand_in=OuterRef("pk")).values("points")[:1] for scores in (standing(), drafts()))
    rows = (
        readable_by_mentor(actor, round_id)
        .order_by("number")
        .annotate(points=Subquery(stand), draft=Subquery(waiting))
        .values(
            *("public_id", "owner_id", "course_key", "usage_key", "number", "title", "maximum"),
            *("created_at", "asked_again_at", "points", "draft"),
        )
    )
    newest = list({(row["owner_id"], row["usage_key"]): row for row in rows}.values())
    if people is None:
        people = host.people({row["owner_id"] for row in newest})
    enrolled = _enrolled(newest)
    return tuple(
        Waiting(
            hand_in_id=row["public_id"],
            owner_id=row["owner_id"],
            owner_name=people[row["owner_id"]].full_name,
            usage_key=row["usage_key"],
            title=row["title"],
            number=row["number"],
            at=row["created_at"],
            maximum=row["maximum"],
            points=row["points"] if row["draft"] is None else row["draft"],
            draft=row["draft"] is not None,
            asked=row["asked_again_at"] is not None,
        )
        for row in sorted(newest, key=lambda row: (row["created_at"], row["number"]))
        if row["owner_id"] in people and row["owner_id"] in enrolled
    )


def _enrolled(rows: Iterable[dict]) -> set[int]:
    """Return those owners who are enrolled; a round belongs to one course, so one query does."""
    rows = list(rows)
    return host.enrolled_ids(rows[0]["course_key"], {row["owner_id"] for row in rows}) if rows else set()
