"""Giving points for a hand-in, and withdrawing them."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext

from mentoring_xblock import host
from mentoring_xblock.assessment import gradebook, queries
from mentoring_xblock.assessment.models import HandIn, Score
from mentoring_xblock.assessment.rules import check_score
from mentoring_xblock.kit.errors import Conflict
from mentoring_xblock.kit.place import Place
from mentoring_xblock.kit.text import clean
from mentoring_xblock.privacy import audit, policy
from mentoring_xblock.privacy.audit import ItemKind, Verb
from mentoring_xblock.privacy.policy import Action, Actor


def give_score(
    actor: Actor, place: Place, hand_in_id: UUID, points: int, feedback: str, replaces: UUID | None = None
) -> UUID:
    """Give points for the newest hand-in of a mentee, and return the score's public id.

    They stand here and in the gradebook together, in place of what stood. Giving the same again changes nothing.

    Args:
        points: whole, 0 to the hand-in's own maximum.
        feedback: Markdown, at most `FEEDBACK_LIMIT` characters; may be empty.
        replaces: the score that stood for this block when the scorer looked; None if none did.
    Raises:
        NotFound: there is no such hand-in in the course, or the actor does not mentor its author now.
        Invalid: points or feedback break their limits.
        Conflict: it was taken back, there is a newer one, other points came to stand meanwhile (`current` says which),
            the course's grades are closed, or the host did not take the points. Nothing was stored.
    """
    feedback = clean(feedback).strip()
    with transaction.atomic():
        row, rows = _locked(actor, place, hand_in_id)
        check_score(points, feedback, row.maximum)
        if row.withdrawn_at is not None:
            raise Conflict(gettext("This was taken back, so no points were given. What you typed is still here."))
        if any(one.withdrawn_at is None and one.number > row.number for one in rows):
            raise Conflict(gettext("There is a newer hand-in, and the newest is the one that gets points."))
        standing = queries.standing_score(row.owner_id, row.usage_key)
        if standing is not None and _same(standing, row, actor, points, feedback):
            return standing.public_id
        if (standing.public_id if standing else None) != replaces:
            raise Conflict(
                gettext("The points were changed meanwhile. Look at what stands now; what you typed is still here."),
                queries.score_info(standing) if standing else None,
            )
        _refuse_when_frozen(place)
        now = timezone.now()
        if standing is not None:
            Score.objects.filter(pk=standing.pk).update(withdrawn_at=now)
        score = Score.objects.create(
            hand_in=row, scorer_id=actor.user_id, points=points, feedback=feedback, scored_at=now, released_at=now
        )
        gradebook.give(row, points, actor.user_id)
        _record(row, actor, Verb.SCORED, points)
        return score.public_id


def withdraw_score(actor: Actor, place: Place, hand_in_id: UUID, score_id: UUID) -> None:
    """Withdraw the points that stand for a hand-in; the gradebook then holds none. Twice is once.

    Args:
        score_id: the points that are meant.
    Raises:
        NotFound: there is no such hand-in in the course, or the actor does not mentor its author now.
        Conflict: other points came to stand meanwhile (`current` says which), the course's grades are closed, or the
            host did not take the change. Nothing was changed.
    """
    with transaction.atomic():
        row, _rows = _locked(actor, place, hand_in_id)
        standing = queries.standing_score(row.owner_id, row.usage_key)
        if standing is None or standing.hand_in_id != row.pk:
            return
        if standing.public_id != score_id:
            raise Conflict(
                gettext("The points were changed meanwhile. Look at what stands now."), queries.score_info(standing)
            )
        _refuse_when_frozen(place)
        gradebook.take(row)
        Score.objects.filter(pk=standing.pk).update(withdrawn_at=timezone.now())
        _record(row, actor, Verb.SCORE_WITHDRAWN, standing.points)


def _locked(actor: Actor, place: Place, hand_in_id: UUID) -> tuple[HandIn, list[HandIn]]:
    row, rows = queries.lock(place, hand_in_id)
    policy.require(Action.HAND_IN_SCORE, actor, queries.facts_of(row))
    return row, rows


def _same(standing: Score, row: HandIn, actor: Actor, points: int, feedback: str) -> bool:
    """Whether this is the same click again."""
    given = (standing.hand_in_id, standing.scorer_id, standing.points, standing.feedback)
    return given == (row.pk, actor.user_id, points, feedback)


def _refuse_when_frozen(place: Place) -> None:
    if host.grades_frozen(place.course_key):
        raise Conflict(gettext("The course’s grades are closed, so points can’t be changed any more."))


def _record(row: HandIn, actor: Actor, verb: Verb, points: int) -> None:
    audit.record(
        ItemKind.HAND_IN,
        row.public_id,
        owner_id=row.owner_id,
        actor_id=actor.user_id,
        verb=verb,
        points=points,
    )
