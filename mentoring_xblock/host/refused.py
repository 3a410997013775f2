"""What writes a learner's row, where none may be written: Studio and a workbench.

Studio's preview shares the learners' database and checks only that somebody is signed in, so this is not a matter of
missing parts: the functions refuse although some of them would work.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NoReturn

from opaque_keys.edx.keys import CourseKey, UsageKey

from mentoring_xblock.host.data import NO_DEADLINE, Deadline
from mentoring_xblock.host.errors import NotHere


def refuse() -> NoReturn:
    """Raise NotHere."""
    raise NotHere("Learners' rows are written on the learners' side only.")


def create_submission(
    anonymous_id: str, course_key: CourseKey, usage_key: UsageKey, block_type: str, answer: Mapping[str, Any]
) -> str:
    """Refuse."""
    refuse()


def set_score(submission_uuid: str, points: int, maximum: int, scorer_anonymous_id: str) -> None:
    """Refuse."""
    refuse()


def get_score(anonymous_id: str, course_key: CourseKey, usage_key: UsageKey, block_type: str) -> None:
    """Know of no score: nothing here shows a learner's result."""


def reset_score(anonymous_id: str, course_key: CourseKey, usage_key: UsageKey, *, clear_state: bool) -> None:
    """Refuse."""
    refuse()


def complete(usage_key: UsageKey, user_ids: Iterable[int], completion: float) -> None:
    """Refuse."""
    refuse()


def deadline(block: Any) -> Deadline:
    """Know of none: nobody hands anything in here."""
    return NO_DEADLINE


def grades_frozen(course_key: CourseKey) -> bool:
    """Say yes: no grade can be given here."""
    return True


def writes_learners() -> bool:
    """Say no."""
    return False
