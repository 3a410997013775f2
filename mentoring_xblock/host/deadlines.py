"""Until when a block can be worked on, from the fields that the platform mixes into every block.

In the LMS a block that is bound to a person already has that person's own day: their extension, the day of their
section, or a day of their personal schedule. So nothing is looked up here.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from mentoring_xblock.host.data import NO_DEADLINE, Deadline


def deadline(block: Any) -> Deadline:
    """Return the deadline of the person whom a block is bound to, by the platform's own rule.

    A course at one's own pace never closes a block. A day without a time zone, as a plain workbench sets it, is UTC.
    """
    due = getattr(block, "due", None)
    if not isinstance(due, dt.datetime) or getattr(block, "self_paced", False):
        return NO_DEADLINE
    if due.tzinfo is None:
        due = due.replace(tzinfo=dt.UTC)
    grace = getattr(block, "graceperiod", None)
    try:
        closes_at = due + grace if isinstance(grace, dt.timedelta) else due
    except OverflowError:
        # A grace period beyond the last day of the calendar: nothing is ever too late.
        closes_at = None
    return Deadline(due, closes_at)
