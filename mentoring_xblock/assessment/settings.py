"""What an author decides about a block that gives points: its fields, and how they are read."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext_noop as _
from xblock.fields import String

from mentoring_xblock.assessment import attempts
from mentoring_xblock.assessment.data import ByPart, EntriesRule, GradedBy, PartRule, Release, Rules
from mentoring_xblock.assessment.rubric import read_rubric
from mentoring_xblock.blocks.base import MentoringBlock
from mentoring_xblock.blocks.fields import Integer, List, Scope
from mentoring_xblock.kit.points import ENTRY_POINTS, GOAL_POINTS, whole
from mentoring_xblock.programme.reading import as_choice, as_number

#: How many goals taking part can ask for.
GOALS = range(1, 11)
#: How many entries it can ask for, in how many phases, and with how many words each.
ENTRIES, PHASES, WORDS = range(1, 101), range(21), range(1_001)

#: What taking part asks for, in a block of goals and in a journal, and the points for it.
GOAL_FIELDS = ("part_goals", *GOAL_POINTS)
ENTRY_FIELDS = ("part_entries", "part_phases", "part_words", ENTRY_POINTS)
#: The fields that `read_rules` reads.
RULE_FIELDS = ("attempts", "release", "graded_by", "rubric", *GOAL_FIELDS, *ENTRY_FIELDS)


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


class ByPartFields(MentoringBlock):
    """What the two kinds of blocks have in common that can also give points by taking part."""

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


class PartFields(ByPartFields):
    """The settings of a block of goals that can also give points by taking part."""

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


class EntriesFields(ByPartFields):
    """The settings of a journal that can also give points by taking part: all of them, or none."""

    part_entries = Integer(
        display_name=_("How many entries"),
        help=_("How many entries somebody has to write for the points."),
        scope=Scope.settings,
        default=5,
    )
    part_phases = Integer(
        display_name=_("In how many phases"),
        help=_("In how many phases of the plan they have to be begun. 0: in any."),
        scope=Scope.settings,
        default=0,
    )
    part_words = Integer(
        display_name=_("Words of an entry"),
        help=_("How many words an entry has at least to count."),
        scope=Scope.settings,
        default=0,
    )
    part_entry_points = Integer(
        display_name=_("Points for the entries"),
        help=_("All of them, or none."),
        scope=Scope.settings,
        default=0,
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


def _part_rule(fields: Mapping[str, Any]) -> ByPart:
    """Return what taking part asks for; a block that knows of entries asks for these."""
    if any(fields.get(name) is not None for name in ENTRY_FIELDS):
        return EntriesRule(
            entries=_within(fields, "part_entries", ENTRIES),
            phases=_within(fields, "part_phases", PHASES),
            words=_within(fields, "part_words", WORDS),
            points=whole(fields.get(ENTRY_POINTS)),
        )
    return PartRule(
        goals=_within(fields, "part_goals", GOALS),
        goal_points=whole(fields.get("part_goal_points")),
        rating_points=whole(fields.get("part_rating_points")),
        review_points=whole(fields.get("part_review_points")),
    )


def fields_of(rule: ByPart) -> dict[str, int]:
    """Return a rule as the fields that it was read from, each with a value that can be."""
    if isinstance(rule, EntriesRule):
        values = (rule.entries, rule.phases, rule.words, rule.points)
        return dict(zip(ENTRY_FIELDS, values, strict=True))
    values = (rule.goals, rule.goal_points, rule.rating_points, rule.review_points)
    return dict(zip(GOAL_FIELDS, values, strict=True))


def _within(fields: Mapping[str, Any], name: str, numbers: range) -> int:
    return as_number(fields.get(name), numbers[0], numbers[-1], numbers[0])
