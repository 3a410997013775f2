"""How scores reach the gradebook: signals of edx-submissions and `grade` events, with the platform's rules.

A score from submissions wins over one from a grade event; resetting it lets the grade event's show again. Each change
also reaches the completion package, as a "weighted score changed" does on the platform.
"""

from completion.handlers import scorable_block_completion
from django.db import transaction
from opaque_keys.edx.keys import CourseKey

from demo.accounts import user_by_anonymous_id
from demo.models import GradebookScore


def submissions_score_set(sender, **kwargs) -> None:
    """Take a score that edx-submissions announces; an unknown learner or a maximum of 0 is silently ignored."""
    user = user_by_anonymous_id(kwargs["anonymous_user_id"])
    if user is None or kwargs["points_possible"] == 0:
        return
    score = (kwargs["points_earned"], kwargs["points_possible"])
    _store(user.id, kwargs["course_id"], kwargs["item_id"], score, GradebookScore.SUBMISSIONS)
    _completion(user.id, kwargs["course_id"], kwargs["item_id"], score_deleted=False)


def submissions_score_reset(sender, **kwargs) -> None:
    """Drop the score that edx-submissions took back."""
    user = user_by_anonymous_id(kwargs["anonymous_user_id"])
    if user is None:
        return
    GradebookScore.objects.filter(
        user_id=user.id, usage_key=kwargs["item_id"], source=GradebookScore.SUBMISSIONS
    ).delete()
    _completion(user.id, kwargs["course_id"], kwargs["item_id"], score_deleted=True)


def grade_event(user, course_key: CourseKey, block, event: dict) -> None:
    """Take a `grade` event {value, max_value, only_if_higher?, score_deleted?} of the person the block is bound to."""
    usage_key = str(block.scope_ids.usage_id)
    score = _weighted(event["value"], event["max_value"], getattr(block, "weight", None))
    before = GradebookScore.objects.filter(
        user_id=user.id, usage_key=usage_key, source=GradebookScore.STUDENT_MODULE
    ).first()
    if event.get("only_if_higher") and before and _share(before.earned, before.possible) > _share(*score):
        return
    _store(user.id, str(course_key), usage_key, score, GradebookScore.STUDENT_MODULE)
    _completion(
        user.id, str(course_key), usage_key, bool(event.get("score_deleted")), bool(event.get("grader_response"))
    )


def forget_grade_event(user_id: int, usage_key: str) -> None:
    """Drop a learner's score from grade events, which on the platform sits in the deleted state row."""
    GradebookScore.objects.filter(user_id=user_id, usage_key=usage_key, source=GradebookScore.STUDENT_MODULE).delete()


def _store(user_id: int, course_id: str, usage_key: str, score: tuple[float, float], source: str) -> None:
    earned, possible = score
    with transaction.atomic():
        GradebookScore.objects.update_or_create(
            user_id=user_id,
            usage_key=usage_key,
            source=source,
            defaults={"course_key": course_id, "earned": earned, "possible": possible},
        )


def _completion(
    user_id: int, course_id: str, usage_key: str, score_deleted: bool, grader_response: bool = False
) -> None:
    # The completion package listens to the platform's "weighted score changed" signal; this is its message.
    scorable_block_completion(
        None,
        user_id=user_id,
        course_id=course_id,
        usage_id=usage_key,
        score_deleted=score_deleted,
        grader_response=grader_response,
    )


def _weighted(earned: float, possible: float, weight: float | None) -> tuple[float, float]:
    if weight is None or possible == 0:
        return earned, possible
    return earned * weight / possible, weight


def _share(earned: float, possible: float) -> float:
    return earned / possible if possible else 0.0
