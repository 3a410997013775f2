"""What an author decides about a block that gives points: its fields, and how they are read."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext_noop as _
from xblock.fields import String

from mentoring_xblock.assessment import attempts
from mentoring_xblock.assessment.data import GradedBy, PartRule, Release, Rules
from mentoring_xblock.assessment.rubric import read_rubric
from mentoring_xblock.blocks.base import MentoringBlock
from mentoring_xblock.blocks.fields import Integer, List, Scope
from mentoring_xblock.kit.points import whole
from mentoring_xblock.programme.reading import as_choice, as_number

#: How many goals taking part can ask for.
GOALS = range(1, 11)


#: The fields that `read_rules` reads.
RULE_FIELDS = (
    "attempts",
    "release",
    "graded_by",
    "rubric",
    "part_goals",
    "part_goal_points",
    "part_rating_points",
    "part_review_points",
)


class Rule(StrEnum):
    """When a block is complete for a learner; its author chooses."""

    FIRST_SAVE = "first_save"
    ENTRIES = "entries"
    HAND_IN = "hand_in"
    PART = "part"


class GradingFields(MentoringBlock):
    """The settings of a block that can be handed in."""

    points = Integer(
        display_name=_("Points"),
        help=_("The most points that a mentor can give for this block. 0: not graded."),
        scope=Scope.settings,
        default=0,
    )
    rubric = List(
        display_name=_("Rubric"),
        help=_("Criteria with levels and their points. With a rubric, the points are its sum."),
        scope=Scope.settings,
        default=[],
    )
    attempts = Integer(
        display_name=_("How often it can be handed in"),
        help=_("0: as often as somebody likes."),
        scope=Scope.settings,
        default=0,
    )
    release = String(
        display_name=_("Points are seen"),
        help=_("Whether points stand as soon as a mentor gives them, or once a coordinator has released them."),
        scope=Scope.settings,
        default=Release.AT_ONCE.value,
        values=[
            {"display_name": _("as soon as a mentor gives them"), "value": Release.AT_ONCE.value},
            {"display_name": _("once a coordinator has released them"), "value": Release.BY_COORDINATOR.value},
        ],
    )
    completion_rule = String(
        display_name=_("Complete when"),
        help=_("What a learner does to complete this block."),
        scope=Scope.settings,
        default=Rule.FIRST_SAVE.value,
        values=[
            {"display_name": _("something is saved for the first time"), "value": Rule.FIRST_SAVE.value},
            {"display_name": _("a number of goals or entries is written"), "value": Rule.ENTRIES.value},
            {"display_name": _("it is handed in"), "value": Rule.HAND_IN.value},
            {"display_name": _("everything that gives points is done"), "value": Rule.PART.value},
        ],
    )
    completion_entries = Integer(
        display_name=_("How many"),
        help=_("How many goals or entries complete the block, where their number does."),
        scope=Scope.settings,
        default=1,
    )


class PartFields(MentoringBlock):
    """The settings of a block that can also give points by taking part."""

    graded_by = String(
        display_name=_("Points are given for"),
        help=_("What a mentor reads, or taking part."),
        scope=Scope.settings,
        default=GradedBy.MENTOR.value,
        values=[
            {"display_name": _("what is handed in, by a mentor"), "value": GradedBy.MENTOR.value},
            {"display_name": _("taking part"), "value": GradedBy.PART.value},
        ],
    )
    part_goals = Integer(
        display_name=_("How many goals"),
        help=_("How many whole goals have to be, or have been, active."),
        scope=Scope.settings,
        default=1,
    )
    part_goal_points = Integer(
        display_name=_("Points for the goals"), help=_("0: none."), scope=Scope.settings, default=0
    )
    part_rating_points = Integer(
        display_name=_("Points for a first rating"), help=_("0: none."), scope=Scope.settings, default=0
    )
    part_review_points = Integer(
        display_name=_("Points for a review"), help=_("0: none."), scope=Scope.settings, default=0
    )


def read_rules(fields: Mapping[str, Any]) -> Rules:
    """Return how a block with these fields is graded; what cannot be read is as in a new block."""
    graded_by = as_choice(GradedBy, fields.get("graded_by"), GradedBy.MENTOR)
    by_part = graded_by is GradedBy.PART
    return Rules(
        attempts=as_number(fields.get("attempts"), 0, attempts.LIMIT, 0),
        release=as_choice(Release, fields.get("release"), Release.AT_ONCE),
        graded_by=graded_by,
        rubric=() if by_part else read_rubric(fields.get("rubric")),
        part=_part_rule(fields) if by_part else None,
    )


def _part_rule(fields: Mapping[str, Any]) -> PartRule:
    return PartRule(
        goals=as_number(fields.get("part_goals"), GOALS.start, GOALS.stop - 1, 1),
        goal_points=whole(fields.get("part_goal_points")),
        rating_points=whole(fields.get("part_rating_points")),
        review_points=whole(fields.get("part_review_points")),
    )
