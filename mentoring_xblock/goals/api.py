"""The door to goals: writing, keeping, sharing, deleting and handing in.

Every function asks policy itself, with facts loaded in its own transaction. What a mentee does on their own page takes
a `Sheet`, which `open_sheet` lays out for them.
"""

from __future__ import annotations

from mentoring_xblock.goals.actions import Becomes, actions_of, add_action, change_action, get_action, settle_action
from mentoring_xblock.goals.binning import delete_goal, purge_deleted, reset, restore_goal
from mentoring_xblock.goals.giving import comment, open_shared, share_goal, withdraw_goal
from mentoring_xblock.goals.handing import candidates, freeze
from mentoring_xblock.goals.opening import open_sheet
from mentoring_xblock.goals.queries import (
    around,
    counts,
    earlier_goals,
    facts_for,
    get_goal,
    list_goals,
    readable_goals,
)
from mentoring_xblock.goals.saving import save_goal
from mentoring_xblock.goals.shared import read_shared, shared_goals, titles

__all__ = [
    "Becomes",
    "actions_of",
    "add_action",
    "around",
    "candidates",
    "change_action",
    "comment",
    "counts",
    "delete_goal",
    "earlier_goals",
    "facts_for",
    "freeze",
    "get_action",
    "get_goal",
    "list_goals",
    "open_shared",
    "open_sheet",
    "purge_deleted",
    "read_shared",
    "readable_goals",
    "reset",
    "restore_goal",
    "save_goal",
    "settle_action",
    "share_goal",
    "shared_goals",
    "titles",
    "withdraw_goal",
]
