"""Groups of people who are good for each other: make them, add those who come late, give each a coach."""

from mentoring_xblock.matching.grouping.making import coach_groups, group, join_groups
from mentoring_xblock.matching.grouping.problem import Broken, Grouping, GroupingProblem, Rule

__all__ = ["Broken", "Grouping", "GroupingProblem", "Rule", "coach_groups", "group", "join_groups"]
