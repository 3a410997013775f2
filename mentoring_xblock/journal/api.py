"""The door to the journal: writing, keeping, sharing, deleting and handing in entries.

Every function asks policy itself, with facts loaded in its own transaction.
"""

from __future__ import annotations

from mentoring_xblock.journal.binning import bin_of, delete_entry, purge_deleted, reset, restore_entry
from mentoring_xblock.journal.clocks import my_clock
from mentoring_xblock.journal.counting import written
from mentoring_xblock.journal.data import band
from mentoring_xblock.journal.giving import (
    comment,
    comments,
    mark_read,
    open_shared,
    react,
    read_shared,
    share_entry,
    shares_of,
    texts_given,
    withdraw_entry,
)
from mentoring_xblock.journal.handing import freeze, published_prompts
from mentoring_xblock.journal.history import history, kept_of, put_back
from mentoring_xblock.journal.keeping import keep_for
from mentoring_xblock.journal.linking import linked, links
from mentoring_xblock.journal.opening import get_entry, trail
from mentoring_xblock.journal.queries import (
    candidates,
    count_here,
    counts,
    earlier_answer,
    facts_for,
    moment_of,
    newest_entry,
    own_days,
    own_page,
    own_rows,
)
from mentoring_xblock.journal.received import named, readable_entries, shared_entries, titles
from mentoring_xblock.journal.retention import erase_round
from mentoring_xblock.journal.saving import Writer, save_entry

__all__ = [
    "Writer",
    "band",
    "bin_of",
    "candidates",
    "comment",
    "comments",
    "count_here",
    "counts",
    "delete_entry",
    "earlier_answer",
    "erase_round",
    "facts_for",
    "freeze",
    "get_entry",
    "history",
    "keep_for",
    "kept_of",
    "linked",
    "links",
    "mark_read",
    "moment_of",
    "my_clock",
    "named",
    "newest_entry",
    "open_shared",
    "own_days",
    "own_page",
    "own_rows",
    "published_prompts",
    "purge_deleted",
    "put_back",
    "react",
    "read_shared",
    "readable_entries",
    "reset",
    "restore_entry",
    "save_entry",
    "share_entry",
    "shared_entries",
    "shares_of",
    "texts_given",
    "titles",
    "trail",
    "withdraw_entry",
    "written",
]
