"""The gradebook page's rows: every enrolled learner's grade in every graded block.

The platform's precedence: a score from edx-submissions, else one from a grade event, else 0 of `max_score()`.
"""

from dataclasses import dataclass

from django.contrib.auth import get_user_model
from opaque_keys.edx.keys import CourseKey

from demo.models import AuthoredBlock, Enrollment, GradebookScore
from demo.runtime import load_class, load_unbound


@dataclass(frozen=True)
class GradedBlock:
    """A column of the gradebook; `maximum` is what a learner without a score is graded out of."""

    usage_key: str
    title: str
    maximum: float


@dataclass(frozen=True)
class Cell:
    """A learner's grade in one block; `source` is empty when nothing was scored yet."""

    usage_key: str
    earned: float
    possible: float
    source: str


@dataclass(frozen=True)
class LearnerRow:
    """A row of the gradebook."""

    user_id: int
    username: str
    name: str
    cells: tuple[Cell, ...]


def graded_blocks(course_key: CourseKey) -> list[GradedBlock]:
    """Return the published blocks that have a score to give, in course order."""
    rows = AuthoredBlock.objects.filter(course_key=str(course_key), published__isnull=False).select_related("unit")
    found = []
    for row in rows:
        xblock_class = load_class(row.block_type)
        if not getattr(xblock_class, "has_score", False):
            continue
        maximum = load_unbound(row).max_score() or 0
        if maximum:
            found.append(GradedBlock(row.usage_key, row.published.get("display_name") or row.unit.title, maximum))
    return found


def gradebook(course_key: CourseKey) -> tuple[list[GradedBlock], list[LearnerRow]]:
    """Return the columns and, for every enrolled learner, one cell a column."""
    blocks = graded_blocks(course_key)
    scores: dict[tuple[int, str], GradebookScore] = {}
    for score in GradebookScore.objects.filter(course_key=str(course_key)):
        if score.source == GradebookScore.SUBMISSIONS or (score.user_id, score.usage_key) not in scores:
            scores[score.user_id, score.usage_key] = score
    enrolled = Enrollment.objects.filter(course_key=str(course_key), is_active=True).values("user_id")
    learners = get_user_model().objects.filter(id__in=enrolled).select_related("profile").order_by("id")
    return blocks, [
        LearnerRow(
            learner.id,
            learner.username,
            learner.profile.name if hasattr(learner, "profile") else learner.username,
            tuple(_cell(block, scores.get((learner.id, block.usage_key))) for block in blocks),
        )
        for learner in learners
    ]


def _cell(block: GradedBlock, score: GradebookScore | None) -> Cell:
    if score is None:
        return Cell(block.usage_key, 0, block.maximum, "")
    return Cell(block.usage_key, score.earned, score.possible, score.source)
