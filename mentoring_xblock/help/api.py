"""The door to asking for help.

Every function asks policy. Ids from a browser are public ids.
"""

from __future__ import annotations

from mentoring_xblock.help.asking import ask, read, reply, settle
from mentoring_xblock.help.data import (
    BODY_LIMIT,
    PAGE_SIZE,
    MessageInfo,
    Readers,
    RequestInfo,
    State,
    Thread,
    Topic,
    Waiting,
)
from mentoring_xblock.help.reading import may_ask, mine, requests, thread, unread, waiting_count, who_reads

__all__ = [
    "BODY_LIMIT",
    "PAGE_SIZE",
    "MessageInfo",
    "Readers",
    "RequestInfo",
    "State",
    "Thread",
    "Topic",
    "Waiting",
    "ask",
    "may_ask",
    "mine",
    "read",
    "reply",
    "requests",
    "settle",
    "thread",
    "unread",
    "waiting_count",
    "who_reads",
]
