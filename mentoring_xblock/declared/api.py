"""The door to declared pairs.

Every function asks policy. Ids from a browser are public ids.
"""

from __future__ import annotations

from mentoring_xblock.declared.confirming import agreed, confirm, refuse, waiting_count
from mentoring_xblock.declared.data import (
    DAYS_AHEAD,
    NAME_LIMIT,
    OPEN_LIMIT,
    AgreedPair,
    DeclarationInfo,
    DeclarationState,
    Declaring,
)
from mentoring_xblock.declared.declaring import answer, declare, declaring, may_declare, named_by, withdraw
from mentoring_xblock.declared.standing import declares

__all__ = [
    "DAYS_AHEAD",
    "NAME_LIMIT",
    "OPEN_LIMIT",
    "AgreedPair",
    "DeclarationInfo",
    "DeclarationState",
    "Declaring",
    "agreed",
    "answer",
    "confirm",
    "declare",
    "declares",
    "declaring",
    "may_declare",
    "named_by",
    "refuse",
    "waiting_count",
    "withdraw",
]
