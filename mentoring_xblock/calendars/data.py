"""What the calendars room tells other rooms."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

#: How long a meeting stays in calendars after it was, or after it was called off.
KEPT = dt.timedelta(days=90)


@dataclass(frozen=True)
class FeedInfo:
    """Somebody's own feed. Its address is known to nobody but them: the database holds no more than its digest."""

    created_at: dt.datetime


@dataclass(frozen=True)
class File:
    """A calendar file to save: its name, and its text with the line ends that calendar programs want."""

    name: str
    text: str


__all__ = ["KEPT", "FeedInfo", "File"]
