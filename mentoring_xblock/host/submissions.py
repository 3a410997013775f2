"""Scores and completion for another learner, through edx-submissions and edx-completion.

The LMS and the demo carry the same two packages, so both use this module. Arguments and errors are described on the
functions of the same name in `mentoring_xblock.host`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from opaque_keys.edx.keys import CourseKey, UsageKey

from mentoring_xblock.host.data import ScoreRecord
from mentoring_xblock.host.errors import HostFailed, ScoreRefused

#: Both are required with a creator: without a reason the annotation violates NOT NULL, and edx-submissions swallows
#: that error together with the score.
ANNOTATION_TYPE = "mentoring"
ANNOTATION_REASON = "Assessed in the mentoring programme"


def create_submission(
    anonymous_id: str, course_key: CourseKey, usage_key: UsageKey, block_type: str, answer: Mapping[str, Any]
) -> str:
    from submissions import api

    try:
        submission = api.create_submission(_item(anonymous_id, course_key, usage_key, block_type), dict(answer))
    except api.SubmissionRequestError:
        # The original quotes the answer, so it is not chained.
        raise ScoreRefused("The submission was not accepted.") from None
    except api.SubmissionInternalError:
        raise HostFailed("The submission was not stored.") from None
    return str(submission["uuid"])


def set_score(submission_uuid: str, points: int, maximum: int, scorer_anonymous_id: str) -> None:
    from submissions import api

    if not _is_count(points) or not _is_count(maximum) or maximum == 0 or points > maximum:
        raise ScoreRefused("Points are whole numbers from 0 to a maximum of at least 1.")
    try:
        api.set_score(
            submission_uuid,
            points,
            maximum,
            annotation_creator=scorer_anonymous_id,
            annotation_type=ANNOTATION_TYPE,
            annotation_reason=ANNOTATION_REASON,
        )
    except (api.SubmissionNotFoundError, api.SubmissionRequestError):
        raise ScoreRefused("There is no such submission.") from None
    except api.SubmissionInternalError:
        raise HostFailed("The score was not stored.") from None


def get_score(anonymous_id: str, course_key: CourseKey, usage_key: UsageKey, block_type: str) -> ScoreRecord | None:
    from submissions import api

    score = api.get_score(_item(anonymous_id, course_key, usage_key, block_type))
    if score is None:
        return None
    return ScoreRecord(
        points_earned=score["points_earned"],
        points_possible=score["points_possible"],
        submission_uuid=str(score["submission_uuid"]),
        created_at=score["created_at"],
    )


def reset_score(anonymous_id: str, course_key: CourseKey, usage_key: UsageKey, *, clear_state: bool) -> None:
    from submissions import api

    try:
        api.reset_score(anonymous_id, str(course_key), str(usage_key), clear_state=clear_state)
    except api.SubmissionInternalError:
        raise HostFailed("The score was not reset.") from None


def complete(usage_key: UsageKey, user_ids: Iterable[int], completion: float) -> None:
    from completion.services import CompletionService
    from django.contrib.auth import get_user_model

    service = CompletionService(None, usage_key.context_key)
    if not service.completion_tracking_enabled():
        return
    # Accounts, not ids: given ids, the service refuses the whole call for one that is repeated or no longer exists.
    users = list(get_user_model().objects.filter(pk__in=set(user_ids)))
    service.submit_group_completion(usage_key, completion, users=users)


def _item(anonymous_id: str, course_key: CourseKey, usage_key: UsageKey, block_type: str) -> dict[str, str]:
    return {
        "student_id": anonymous_id,
        "course_id": str(course_key),
        "item_id": str(usage_key),
        "item_type": block_type,
    }


def _is_count(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0
