"""The door to goals: writing, keeping, sharing, deleting and handing in.

Every function asks policy itself, with facts loaded in its own transaction. What somebody does on their own page, or a
group on its own, takes a `Sheet`, which `open_sheet` and `group_sheets` lay out for them.
"""

from __future__ import annotations

from mentoring_xblock.goals.actions import Becomes, actions_of, add_action, change_action, settle_action
from mentoring_xblock.goals.active import active_goals
from mentoring_xblock.goals.along import earlier_goals, take_along
from mentoring_xblock.goals.binning import delete_goal, purge_deleted, reset, restore_goal
from mentoring_xblock.goals.document import document
from mentoring_xblock.goals.facts import facts_for, readable_goals
from mentoring_xblock.goals.giving import comment, open_shared, share_goal, withdraw_goal
from mentoring_xblock.goals.handing import candidates, freeze
from mentoring_xblock.goals.history import history, moments
from mentoring_xblock.goals.opening import group_sheets, lay_out, open_sheet, sheet_of
from mentoring_xblock.goals.ours import group_goals
from mentoring_xblock.goals.queries import around, counts, get_goal, kept_count, list_goals, list_together
from mentoring_xblock.goals.refs import goal_ref, keep, own_refs, refs_before, refs_of_round
from mentoring_xblock.goals.saving import save_goal
from mentoring_xblock.goals.shared import read_shared, shared_goals, titles

__all__ = [
    "Becomes",
    "actions_of",
    "active_goals",
    "add_action",
    "around",
    "candidates",
    "change_action",
    "comment",
    "counts",
    "delete_goal",
    "document",
    "earlier_goals",
    "facts_for",
    "freeze",
    "get_goal",
    "goal_ref",
    "group_goals",
    "group_sheets",
    "history",
    "keep",
    "kept_count",
    "lay_out",
    "list_goals",
    "list_together",
    "moments",
    "open_shared",
    "open_sheet",
    "own_refs",
    "purge_deleted",
    "read_shared",
    "readable_goals",
    "refs_before",
    "refs_of_round",
    "reset",
    "restore_goal",
    "save_goal",
    "settle_action",
    "share_goal",
    "shared_goals",
    "sheet_of",
    "take_along",
    "titles",
    "withdraw_goal",
]
