"""Giving points for a hand-in, and withdrawing them."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext

from mentoring_xblock import host
from mentoring_xblock.assessment import gradebook, mails, queries
from mentoring_xblock.assessment.data import Release
from mentoring_xblock.assessment.models import HandIn, Kind, Score
from mentoring_xblock.assessment.rubric import points_of, read_rubric
from mentoring_xblock.assessment.rules import check_score
from mentoring_xblock.kit.errors import Conflict
from mentoring_xblock.kit.place import Place
from mentoring_xblock.kit.text import clean
from mentoring_xblock.privacy import audit, policy
from mentoring_xblock.privacy.audit import ItemKind, Verb
from mentoring_xblock.privacy.policy import Action, Actor


def give_score(
    actor: Actor,
    place: Place,
    hand_in_id: UUID,
    points: int | None,
    feedback: str,
    replaces: UUID | None = None,
    marks: Mapping[str, int] | None = None,
) -> UUID:
    """Give points for the newest hand-in of a mentee, and return the score's public id.

    They stand here and in the gradebook together, in place of what stood. Where the block's author wants points to be
    released by a coordinator, they are a draft, and what stood goes on standing. Giving the same again changes nothing.

    Args:
        points: whole, 0 to the hand-in's own maximum; not asked for where the hand-in has a rubric.
        feedback: Markdown, at most `FEEDBACK_LIMIT` characters; may be empty.
        replaces: what had been given for this block last when the scorer looked; None if nothing had.
        marks: the points of the chosen level by criterion, for each one of the hand-in's rubric.
    Raises:
        NotFound: there is no such hand-in in the course, or the actor does not mentor its author now.
        Invalid: points, marks or feedback break their limits.
        Conflict: it was taken back, there is a newer one, other points were given meanwhile (`current` says which),
            the course's grades are closed, or the host did not take the points. Nothing was stored.
    """
    feedback = clean(feedback).strip()
    with transaction.atomic():
        row, rows = _locked(actor, place, hand_in_id)
        rubric = read_rubric(row.rubric)
        chosen = marks or {}
        if rubric:
            points = points_of(rubric, chosen)
        kept = {criterion.id: chosen[criterion.id] for criterion in rubric}
        check_score(points, feedback, row.maximum)
        if row.withdrawn_at is not None:
            raise Conflict(gettext("This was taken back, so no points were given. What you typed is still here."))
        if newer(row, rows):
            raise Conflict(gettext("There is a newer hand-in, and the newest is the one that gets points."))
        draft = queries.draft_score(row.owner_id, row.usage_key)
        standing = queries.standing_score(row.owner_id, row.usage_key)
        latest = draft or standing
        if latest is not None and _same(latest, row, actor, points, feedback, kept):
            return latest.public_id
        if (latest.public_id if latest else None) != replaces:
            raise Conflict(
                gettext("The points were changed meanwhile. Look at what stands now; what you typed is still here."),
                queries.score_info(latest) if latest else None,
            )
        refuse_when_frozen(place)
        now = timezone.now()
        at_once = queries.release_of(row.usage_key) is Release.AT_ONCE
        ended = [one.pk for one in (draft, standing if at_once else None) if one is not None]
        Score.objects.filter(pk__in=ended).update(withdrawn_at=now)
        score = Score.objects.create(
            hand_in=row,
            scorer_id=actor.user_id,
            points=points,
            marks=kept,
            feedback=feedback,
            scored_at=now,
            released_at=now if at_once else None,
        )
        if at_once:
            gradebook.give(row, points, actor.user_id)
            record(row, actor.user_id, Verb.SCORED, points)
            mails.tell_points(row, score)
        return score.public_id


def withdraw_score(actor: Actor, place: Place, hand_in_id: UUID, score_id: UUID) -> None:
    """Withdraw what was given for a hand-in: points that stand, of which the gradebook then holds none, or a draft.

    Twice is once.

    Args:
        score_id: the points that are meant.
    Raises:
        NotFound: there is no such hand-in in the course, or the actor does not mentor its author now.
        Conflict: other points were given meanwhile (`current` says which); or, of points that stand, the course's
            grades are closed, or the host did not take the change. Nothing was changed.
    """
    with transaction.atomic():
        row, _rows = _locked(actor, place, hand_in_id)
        found = [queries.draft_score(row.owner_id, row.usage_key), queries.standing_score(row.owner_id, row.usage_key)]
        live = {one.public_id: one for one in found if one is not None and one.hand_in_id == row.pk}
        if not live:
            return
        meant = live.get(score_id)
        if meant is None:
            raise Conflict(
                gettext("The points were changed meanwhile. Look at what stands now."),
                queries.score_info(next(iter(live.values()))),
            )
        if meant.released_at is not None:
            refuse_when_frozen(place)
            gradebook.take(row)
            record(row, actor.user_id, Verb.SCORE_WITHDRAWN, meant.points)
        Score.objects.filter(pk=meant.pk).update(withdrawn_at=timezone.now())


def newer(row: HandIn, rows: list[HandIn]) -> bool:
    """Return whether the author has handed in again since, by all of their hand-ins of the block."""
    return any(one.kind == Kind.CHOSEN and one.withdrawn_at is None and one.number > row.number for one in rows)


def refuse_when_frozen(place: Place) -> None:
    """Let points change, unless the course's grades are closed.

    Raises:
        Conflict: they are.
    """
    if host.grades_frozen(place.course_key):
        raise Conflict(gettext("The course’s grades are closed, so points can’t be changed any more."))


def record(row: HandIn, actor_id: int | None, verb: Verb, points: int) -> None:
    """Write into the author's trail what was done with points; drafts are not in it."""
    audit.record(ItemKind.HAND_IN, row.public_id, owner_id=row.owner_id, actor_id=actor_id, verb=verb, points=points)


def _locked(actor: Actor, place: Place, hand_in_id: UUID) -> tuple[HandIn, list[HandIn]]:
    row, rows = queries.lock(place, hand_in_id)
    policy.require(Action.HAND_IN_SCORE, actor, queries.facts_of(row))
    return row, rows


def _same(latest: Score, row: HandIn, actor: Actor, points: int, feedback: str, marks: Mapping[str, int]) -> bool:
    """Whether this is the same click again."""
    given = (latest.hand_in_id, latest.scorer_id, latest.points, latest.feedback, latest.marks)
    return given == (row.pk, actor.user_id, points, feedback, marks)
