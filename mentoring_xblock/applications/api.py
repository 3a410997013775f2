"""The door to calls and applications.

Functions that take an `Actor` ask policy themselves. What coordinators decide stands in `deciding.py` and `reserve.py`,
and who can be matched in `pool.py`.
"""

from __future__ import annotations

from mentoring_xblock.applications.applying import (
    my_application,
    open_call,
    reset,
    save_draft,
    submit,
    why_not,
    withdraw,
)
from mentoring_xblock.applications.calls import call_settings, span_of
from mentoring_xblock.applications.data import (
    UNREAD,
    AnsweredPart,
    ApplicationInfo,
    CallInfo,
    CallSettings,
    CallState,
    Order,
    ReadApplication,
    Saved,
    Sent,
    Span,
)
from mentoring_xblock.applications.models import CallRole, Status
from mentoring_xblock.applications.pool import Candidate, Pool, pool
from mentoring_xblock.applications.queries import (
    application_infos,
    facts_of,
    questions_of,
    read_application,
    reserve_count,
    waiting_count,
)
from mentoring_xblock.applications.telling import announce_open_calls
from mentoring_xblock.applications.watching import unwatch, watch

__all__ = [
    "UNREAD",
    "AnsweredPart",
    "ApplicationInfo",
    "CallInfo",
    "CallRole",
    "CallSettings",
    "CallState",
    "Candidate",
    "Order",
    "Pool",
    "ReadApplication",
    "Saved",
    "Sent",
    "Span",
    "Status",
    "announce_open_calls",
    "application_infos",
    "call_settings",
    "facts_of",
    "my_application",
    "open_call",
    "pool",
    "questions_of",
    "read_application",
    "reserve_count",
    "reset",
    "save_draft",
    "span_of",
    "submit",
    "unwatch",
    "waiting_count",
    "watch",
    "why_not",
    "withdraw",
]
