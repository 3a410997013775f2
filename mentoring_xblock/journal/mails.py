"""The mail about the end of a journal: on which day, and nothing of what is in it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from mentoring_xblock.notifications.api import Letter
from mentoring_xblock.programme import api as programmes
from mentoring_xblock.programme.data import ProgrammeInfo

_JOURNAL = "mentoring_journal"


def frames(found: Iterable[ProgrammeInfo]) -> dict[int, Mapping[str, Any]]:
    """Return what every such mail says, for programmes by primary key; one query."""
    found = list(found)
    pages = programmes.first_blocks(found, _JOURNAL)
    return {one.id: programmes.leading_to(one, pages.get(one.id), "journal") for one in found}


def ends_letter(
    programme: ProgrammeInfo, frame: Mapping[str, Any], user_id: int, last: dt.date, until: dt.date
) -> Letter:
    """Return the mail to somebody whose journal of a closed round ends.

    Args:
        frame: of `frames`. last: the day by the plan, which names the event. until: the reader's own last day.
    """
    key = f"journal_ends:{programme.round.public_id}:{last.isoformat()}"
    return Letter(programme.course_key, user_id, "journal_ends", {**frame, "until_on": until.isoformat()}, key)


__all__ = ["ends_letter", "frames"]
