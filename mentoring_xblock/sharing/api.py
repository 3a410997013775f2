"""The door to shares, their readers and their comments.

Callers load `Facts` of the thing (owner, readers, bin) and pass them in; every function asks policy with them.
"""

from __future__ import annotations

from mentoring_xblock.sharing.giving import forget, give, share, withdraw, withdraw_all
from mentoring_xblock.sharing.marking import mark_opened, mark_read, react
from mentoring_xblock.sharing.queries import (
    comments_on,
    given_to,
    in_groups,
    live_readers,
    read_since,
    readable_ids,
    readers_of,
    received,
    said_to,
    shared_in,
    shares_of,
    unread,
)
from mentoring_xblock.sharing.talking import COMMENT_LIMIT, add_comment, comments
from mentoring_xblock.sharing.targets import targets

__all__ = [
    "COMMENT_LIMIT",
    "add_comment",
    "comments",
    "comments_on",
    "forget",
    "give",
    "given_to",
    "in_groups",
    "live_readers",
    "mark_opened",
    "mark_read",
    "react",
    "read_since",
    "readable_ids",
    "readers_of",
    "received",
    "said_to",
    "share",
    "shared_in",
    "shares_of",
    "targets",
    "unread",
    "withdraw",
    "withdraw_all",
]
