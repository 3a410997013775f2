"""Looking back at all of one's goals when the plan says so: a line or a rating for each, saved at once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID, uuid5

from django.utils.translation import gettext

from mentoring_xblock.attainment import rules
from mentoring_xblock.attainment.data import Answer, DueReview, RatingInfo, Stage, Standing
from mentoring_xblock.attainment.rating import Given, store_all
from mentoring_xblock.attainment.reading import forget_standing, remembered_standings, standings
from mentoring_xblock.goals import api as goals
from mentoring_xblock.goals.data import GoalRef, Status
from mentoring_xblock.goals.worksheet import Sheet
from mentoring_xblock.kit.errors import Invalid, NotFound
from mentoring_xblock.kit.text import says_something
from mentoring_xblock.kit.trying import one_change
from mentoring_xblock.privacy.policy import Actor
from mentoring_xblock.programme import api as programmes
from mentoring_xblock.programme.plan_goals import Opened, placed

#: Goals that came to an end of their own; what was let go asks for nothing more.
ENDED = frozenset({Status.ACHIEVED, Status.PARTLY, Status.CHANGED})


@dataclass(frozen=True)
class Review:
    """A review that is open for somebody, and the goals in it, oldest first."""

    opened: Opened
    refs: tuple[GoalRef, ...]
    standings: Mapping[UUID, Standing]

    def said(self, goal_id: UUID) -> RatingInfo | None:
        """Return what was last said of a goal in it; None as long as nothing was."""
        return _said(self.standings[goal_id], self.opened)

    @property
    def left(self) -> tuple[GoalRef, ...]:
        """The goals that nothing was said of in it yet."""
        return tuple(ref for ref in self.refs if self.said(ref.goal_id) is None)

    @property
    def looked_at(self) -> tuple[GoalRef, ...]:
        """The others."""
        return tuple(ref for ref in self.refs if self.said(ref.goal_id) is not None)


def due_reviews(actor: Actor, sheet: Sheet, now: dt.datetime) -> tuple[DueReview, ...]:
    """Return the review that is open for the actor and has goals that they have not looked at in it; at most one.

    No query where no review is open, else the goals and their standings.
    """
    found = review_of(actor, sheet, now)
    if found is None or not found.left:
        return ()
    opened = found.opened
    ids = tuple(ref.goal_id for ref in found.left)
    return (DueReview(opened.milestone, opened.first_day, opened.last_day, ids),)


def review_of(actor: Actor, sheet: Sheet, now: dt.datetime) -> Review | None:
    """Return the review of the actor's own goals on a sheet whose days these are; None without one or without goals.

    Who coordinates or has no sheet here has none, and a group's goals are rated by the group.
    """
    opened, before = _opened(sheet, now)
    if opened is None:
        return None
    refs = goals.own_refs(actor, sheet)
    known = remembered_standings(ref.goal_id for ref in refs)
    wanted = tuple(ref for ref in refs if _belongs(ref, known[ref.goal_id], opened, before))
    return Review(opened, wanted, {ref.goal_id: known[ref.goal_id] for ref in wanted}) if wanted else None


def _opened(sheet: Sheet, now: dt.datetime) -> tuple[Opened | None, Opened | None]:
    """Return the review that is open on a sheet, and the one before it."""
    programme = programmes.get_programme(sheet.place.course_key, sheet.place.slug)
    if programme is None or sheet.owner_id is None or sheet.clock is None:
        return None, None
    today = programme.plan.today(now)
    before = None
    for one in placed(programme.plan.reviews, sheet.clock):
        if one.holds(today):
            return one, before
        before = one
    return None, None


def _belongs(ref: GoalRef, standing: Standing, opened: Opened, before: Opened | None) -> bool:
    """Return whether a goal is looked at in a review.

    That is an active one; at the end every one that came to an end, so that the last ratings are of all; before it, one
    that did so since the review before and that nobody has said anything of since.
    """
    if ref.status is Status.ACTIVE or _said(standing, opened) is not None:
        return True
    if ref.status not in ENDED:
        return False
    if opened.milestone.stage is Stage.END:
        return True
    if before is not None and ref.changed_at.date() < before.first_day:
        return False
    return all(one.at < ref.changed_at for one in standing.ratings)


def _said(standing: Standing, opened: Opened) -> RatingInfo | None:
    return next((one for one in reversed(standing.ratings) if one.milestone == opened.milestone.id), None)


@one_change
def save_review(
    actor: Actor, sheet: Sheet, milestone_id: str, answers: Mapping[UUID, Answer], once_key: UUID, now: dt.datetime
) -> int:
    """Keep what somebody says of their goals in a review: all of it or nothing. The same again is kept once.

    Args:
        answers: by the goal's public id; one without a level and without words is left open.
    Returns:
        Of how many goals something new was kept.
    Raises:
        NotFound: this review is not open for the actor any more, or a goal is not looked at in it.
        Invalid: nothing was said at all; or an answer can't be kept, by fields as `field_of` names them.
        LevelsChanged: some levels were chosen by other words than those that stand.
    """
    given = {goal_id: one for goal_id, one in answers.items() if one.level is not None or says_something(one.words)}
    found = review_of(actor, sheet, now)
    if found is None or found.opened.milestone.id != milestone_id:
        raise not_open()
    if not given:
        raise Invalid(gettext("Write a line or rate one goal."))
    if not given.keys() <= {ref.goal_id for ref in found.refs}:
        raise NotFound(gettext("This goal is not here any more."))
    # In the order of their keys, like everybody who locks several goals at once.
    held = [ref for ref in goals.own_refs(actor, sheet, locked=True) if ref.goal_id in given]
    if len(held) < len(given):
        raise NotFound(gettext("This goal is not here any more."))
    known = standings(given)
    refused = {
        field_of(goal_id, name): sentences
        for goal_id, answer in given.items()
        for name, sentences in rules.answer_refusals(answer, known[goal_id].scale).items()
    }
    if refused:
        raise Invalid(gettext("Something needs another look. What you typed is still here."), refused)
    milestone = found.opened.milestone
    kept = [
        Given(ref, given[ref.goal_id], milestone.stage, milestone.id, uuid5(once_key, str(ref.goal_id))) for ref in held
    ]
    count = store_all(kept, known, actor.user_id, now)
    for goal_id in given:
        forget_standing(goal_id)
    return count


def not_open() -> NotFound:
    """Say that a review can't be answered any more, or never could by whoever asks."""
    return NotFound(gettext("This review is not open any more. Copy what you wrote, and open the page again."))


def field_of(goal_id: UUID, name: str) -> str:
    """Return the name of a goal's field in a review's form: of its `level`, its `words`, or its scale's `version`."""
    return f"{name}_{goal_id.hex[:12]}"


__all__ = ["ENDED", "Review", "due_reviews", "field_of", "not_open", "review_of", "save_review"]
