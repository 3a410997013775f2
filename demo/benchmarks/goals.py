"""Goals in depth: a mentee's worksheet with few and many of them, and the page of a mentor with whom they are shared.

Every goal has five levels, three ratings, forty earlier texts and two actions, is shared with the mentor, and has been
talked about. Each of the mentor's mentees has two, and has handed one in, to be scored by a rubric.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator, Sequence
from typing import Any

from django.utils import timezone

from demo.benchmarks.dashboard import School, made
from demo.benchmarks.measure import measure
from demo.models import AuthoredBlock
from mentoring_xblock.assessment.models import HandIn
from mentoring_xblock.attainment.models import GoalRating, Scale
from mentoring_xblock.goals.models import Goal, GoalAction, GoalVersion, Status
from mentoring_xblock.kit.points import maximum
from mentoring_xblock.programme.models import BlockMirror, Participant, Role
from mentoring_xblock.sharing.models import Comment, Share
from mentoring_xblock.worksheets.api import TEMPLATES

#: What is measured unless told otherwise: goals of one mentee, and for each of them so many mentees of one mentor.
SIZES = (5, 50)
MENTEES_A_GOAL = 4
VERSIONS = 40
_SHEET = TEMPLATES["scaled"]
_WORDS = "One whole day off a week"
_STAGES = (("start", -2), ("middle", -1), ("between", 0))
_RUBRIC = [
    {
        "id": id_,
        "name": {"en": name},
        "help": {},
        "levels": [{"points": points, "words": {"en": f"{name}, {points}"}} for points in range(5)],
    }
    for id_, name in (("measure", "Measure"), ("own_part", "Own part"), ("first_step", "First step"))
]


def run(sizes: Sequence[int]) -> Iterator[dict[str, Any]]:
    """Yield for each size a row for the worksheet, and one for the mentor's page.

    Raises:
        RuntimeError: two renderings of the same page took different numbers of queries.
    """
    for number, size in enumerate(sizes):
        school = Goals(f"worksheet{number}")
        yield measure("worksheet", size, school.worksheet, school.mentee_with(size))
        mentees = size * MENTEES_A_GOAL
        school = Goals(f"goals{number}")
        yield measure("mentor", mentees, school.dashboard, school.mentor_with(mentees))


class Goals(School):
    """A course with a worksheet on which goals are scaled and handed in."""

    def __init__(self, name: str):
        super().__init__(name)
        fields = {
            "template": _SHEET.id,
            "questions": [dict(question) for question in _SHEET.questions],
            "scaled": True,
            "rubric": _RUBRIC,
        }
        key = self._block("mentoring_goals")
        self.worksheet = AuthoredBlock.objects.create(
            course_key=str(self.key),
            usage_key=str(key),
            block_type="mentoring_goals",
            unit=self.dashboard.unit,
            published=fields,
        )
        BlockMirror.objects.create(
            usage_key=key,
            course_key=self.key,
            block_type="mentoring_goals",
            slug="main",
            title={"en": "Goals"},
            questions=fields["questions"],
            graded=True,
            points=maximum(fields),
            settings={"template": _SHEET.id, "scaled": True},
            published_at=timezone.now(),
        )

    def mentee_with(self, goals: int) -> Any:
        """Make a pair in which the mentee has so many goals; returns the mentee's account."""
        _mentor, mentees = self._mentored(1, goals)
        return mentees[0].user

    def mentor_with(self, mentees: int) -> Any:
        """Make a mentor with so many mentees, more than a page would let anybody have; returns the mentor's account."""
        mentor, _mentees = self._mentored(mentees, 2)
        return mentor.user

    def _mentored(self, count: int, goals: int) -> tuple[Participant, list[Participant]]:
        mentor = self._participants("mentor", Role.MENTOR, 1, capacity=count)[0]
        mentees = self._participants("mentee", Role.MENTEE, count)
        memberships = self._groups([(mentor, mentee) for mentee in mentees], slots=list(range(1, count + 1)))
        # One mentee after the other, so that the first page of what waits holds the same kinds at every size.
        began = timezone.now() - dt.timedelta(days=2)
        moments = {mentee.user_id: began + dt.timedelta(minutes=number) for number, mentee in enumerate(mentees)}
        texts = {question["id"]: _WORDS for question in _SHEET.questions}
        rows = self._written(Goal, "mentoring_goals", mentees, goals, answers=texts, status=Status.ACTIVE)
        self._beside(rows)
        self._share("goal", rows, memberships, mentor, moments)
        self._talk(mentor)
        made(HandIn, (self._handed_in(goal, moments[goal.owner_id]) for goal in rows[:count]))
        return mentor, mentees

    @staticmethod
    def _beside(goals: Sequence[Goal]) -> None:
        """Give each goal its levels, ratings, earlier texts and actions."""
        levels = {str(level): f"{_WORDS} {level}" for level in range(-2, 3)}
        now = timezone.now()
        made(Scale, (Scale(goal=goal, levels=levels, baseline=-2) for goal in goals))
        made(
            GoalRating,
            (
                GoalRating(
                    goal=goal,
                    rater_id=goal.owner_id,
                    stage=stage,
                    level=level,
                    words=_WORDS,
                    scale_version=1,
                    once_key=uuid.uuid4(),
                )
                for goal in goals
                for stage, level in _STAGES
            ),
        )
        made(
            GoalVersion,
            (
                GoalVersion(
                    goal=goal,
                    number=number,
                    reason="saved",
                    content={"answers": goal.answers},
                    author_id=goal.owner_id,
                    created_at=now - dt.timedelta(hours=VERSIONS - number),
                )
                for goal in goals
                for number in range(1, VERSIONS + 1)
            ),
        )
        made(
            GoalAction,
            (
                GoalAction(goal=goal, made_by_id=goal.owner_id, body=_WORDS, done_at=done, once_key=uuid.uuid4())
                for goal in goals
                for done in (None, now)
            ),
        )

    def _talk(self, mentor: Participant) -> None:
        shares = Share.objects.filter(group__round=self.round)
        made(
            Comment,
            (
                Comment(share=share, author_id=author, body=_WORDS, once_key=uuid.uuid4())
                for share in shares
                for author in (mentor.user_id, share.owner_id)
            ),
        )

    def _handed_in(self, goal: Goal, at: dt.datetime) -> HandIn:
        parts = [{"label": id_, "text": text} for id_, text in goal.answers.items()]
        return HandIn(
            round=self.round,
            course_key=self.key,
            usage_key=goal.usage_key,
            block_type="mentoring_goals",
            owner_id=goal.owner_id,
            number=1,
            content=[{"kind": "goal", "id": str(goal.public_id), "title": _WORDS, "version": 1, "parts": parts}],
            title=_WORDS,
            maximum=maximum({"rubric": _RUBRIC}),
            rubric=_RUBRIC,
            created_at=at,
            once_key=uuid.uuid4(),
        )
