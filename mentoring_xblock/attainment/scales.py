"""Saving a goal's five levels: any part of them, and none of two texts lost where two devices differ."""

from __future__ import annotations

import datetime as dt
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext

from mentoring_xblock.attainment import rules
from mentoring_xblock.attainment.data import ScaleDraft, ScaleInfo
from mentoring_xblock.attainment.models import GoalRating, Scale
from mentoring_xblock.attainment.reading import draft_of, forget_standing, scale_info, standing_of
from mentoring_xblock.goals import api as goals
from mentoring_xblock.goals.data import GoalRef
from mentoring_xblock.kit.errors import Conflict, Invalid
from mentoring_xblock.kit.keeping import Reason
from mentoring_xblock.kit.place import Place
from mentoring_xblock.kit.trying import one_change
from mentoring_xblock.privacy.policy import Action, Actor


def save_scale(
    actor: Actor, place: Place, goal_id: UUID, draft: ScaleDraft, version: int, *, same: bool | None, now: dt.datetime
) -> ScaleInfo:
    """Save the levels of a goal, finished or not. A save that comes twice is one.

    What stood before is kept beside the goal. Where the scale has changed since the page was opened, what was typed is
    kept there before this raises, so that nothing is lost whatever the writer then chooses.

    Args:
        version: the scale's that was typed upon; 0 where there was none.
        same: whether levels whose words change mean what they meant; only asked, and then needed, where they have been
            rated. Ratings on levels that meant something else do not count any more.
    Raises:
        NotFound: the goal is not the actor's to write.
        Invalid: nothing was written, a level is too long, or `same` is needed (field "same").
        Conflict: the scale has changed elsewhere; `current` is what stands.
    """
    found, stale = _save(actor, place, goal_id, draft, version, same=same, now=now)
    forget_standing(goal_id)
    if stale:
        raise Conflict(gettext("These levels were also changed elsewhere. Nothing is lost."), current=found)
    return found


@one_change
def _save(
    actor: Actor, place: Place, goal_id: UUID, draft: ScaleDraft, version: int, *, same: bool | None, now: dt.datetime
) -> tuple[ScaleInfo, bool]:
    """Save within a transaction of its own; returns what stands then, and whether that is somebody else's text."""
    ref = goals.goal_ref(actor, place, goal_id, Action.ITEM_WRITE, locked=True)
    row = Scale.objects.select_for_update().filter(goal_id=ref.pk).first()
    draft = _accepted(draft, draft_of(row) if row else None)
    stale = not _write(ref, row, draft, version, actor.user_id, same=same, now=now)
    return scale_info(Scale.objects.get(goal_id=ref.pk), goal_id), stale


def _accepted(draft: ScaleDraft, standing: ScaleDraft | None) -> ScaleDraft:
    found = rules.refusals(draft, standing)
    if found:
        raise Invalid(gettext("Something needs another look. What you typed is still here."), found)
    return ScaleDraft(rules.texts_in(rules.kept_texts(draft)), draft.baseline, draft.weight)


def _write(
    ref: GoalRef,
    row: Scale | None,
    draft: ScaleDraft,
    version: int,
    author_id: int | None,
    *,
    same: bool | None,
    now: dt.datetime,
) -> bool:
    """Put a draft into the locked row; returns False if another version stands there and the draft was kept."""
    if row is None:
        Scale.objects.create(
            goal_id=ref.pk,
            levels=rules.kept_texts(draft),
            baseline=draft.baseline,
            weight=draft.weight,
            updated_at=now,
        )
        return True
    standing = draft_of(row)
    if draft == standing:
        return True
    if version != row.version:
        goals.keep(ref, version, Reason.CONFLICT, rules.content_of(draft), author_id)
        return False
    # Where nobody has rated nobody is asked, and whoever has the earlier words before them looks again.
    another = draft.texts != standing.texts and not (_rated(row) and _same(same))
    goals.keep(ref, row.version, Reason.SCALE, rules.content_of(standing), author_id)
    row.levels, row.baseline, row.weight = rules.kept_texts(draft), draft.baseline, draft.weight
    row.version += 1
    row.means_from = row.version if another else row.means_from
    row.updated_at = now
    row.save(update_fields=["levels", "baseline", "weight", "version", "means_from", "updated_at"])
    return True


def _rated(row: Scale) -> bool:
    """Whether somebody has rated these levels since they mean what they mean."""
    return GoalRating.objects.filter(
        goal_id=row.goal_id, level__isnull=False, scale_version__gte=row.means_from
    ).exists()


def _same(same: bool | None) -> bool:
    if same is None:
        sentence = gettext("You have rated this goal on these levels. Say whether they still mean the same.")
        raise Invalid(sentence, {"same": [sentence]})
    return same


def copy_scale(from_pk: int, to_pk: int) -> bool:
    """Give a goal that was taken along the levels of the one that it was taken from; False where that has none.

    It begins where the earlier goal has come to. Call it inside the transaction that makes the new goal, whose owner
    both goals are; twice is once.
    """
    row = Scale.objects.filter(goal_id=from_pk).select_related("goal").first()
    if row is None or Scale.objects.filter(goal_id=to_pk).exists():
        return False
    reached = standing_of(from_pk, row.goal.public_id).newest()
    baseline = reached.answer.level if reached else row.baseline
    Scale.objects.create(
        goal_id=to_pk, levels=row.levels, baseline=baseline, weight=row.weight, updated_at=timezone.now()
    )
    return True


__all__ = ["copy_scale", "save_scale"]
