"""The door to the journal: writing, keeping, sharing, deleting and handing in entries.

Every function asks policy itself, with facts loaded in its own transaction.
"""

from __future__ import annotations

from mentoring_xblock.journal.binning import delete_entry, purge_deleted, reset, restore_entry
from mentoring_xblock.journal.data import band
from mentoring_xblock.journal.giving import comment, comments, open_shared, share_entry, shares_of, withdraw_entry
from mentoring_xblock.journal.handing import freeze, published_prompts
from mentoring_xblock.journal.opening import get_entry, history, trail
from mentoring_xblock.journal.queries import (
    candidates,
    count_here,
    counts,
    draft_of,
    facts_for,
    list_entries,
    newest_entry,
)
from mentoring_xblock.journal.received import readable_entries, shared_entries, titles
from mentoring_xblock.journal.saving import Writer, save_entry

__all__ = [
    "Writer",
    "band",
    "candidates",
    "comment",
    "comments",
    "count_here",
    "counts",
    "delete_entry",
    "draft_of",
    "facts_for",
    "freeze",
    "get_entry",
    "history",
    "list_entries",
    "newest_entry",
    "open_shared",
    "published_prompts",
    "purge_deleted",
    "readable_entries",
    "reset",
    "restore_entry",
    "save_entry",
    "share_entry",
    "shared_entries",
    "shares_of",
    "titles",
    "trail",
    "withdraw_entry",
]
