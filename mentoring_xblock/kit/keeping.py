"""How long a deleted text waits for its author, and why an earlier text is kept beside the one that stands."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

#: Days that what was deleted can be brought back.
BIN_DAYS = 30


class Reason(StrEnum):
    """Why a text was kept beside what it was, or would have been. Values are stored."""

    SHARED = "shared"
    HANDED_IN = "handed_in"
    CONFLICT = "conflict"
    SAVED = "saved"
    SCALE = "scale"
    EXCERPT = "excerpt"
    PUT_BACK = "put_back"


def bin_ends(now: datetime) -> datetime:
    """Return the moment before which something must have been deleted to be out of reach now."""
    return now - timedelta(days=BIN_DAYS)
