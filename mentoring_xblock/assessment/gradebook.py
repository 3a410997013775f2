"""The host's gradebook, with every step checked.

edx-submissions swallows some database errors together with the score, so what was set is read back. Everything here
runs inside the caller's transaction, which its error undoes: points never stand here and not there.
"""

from __future__ import annotations

from django.utils.translation import gettext

from mentoring_xblock import host
from mentoring_xblock.assessment.models import HandIn
from mentoring_xblock.kit.errors import Conflict

#: What the host keeps as the one who gave points that no person gave.
NOBODY = "mentoring"


class NotStored(Conflict):
    """The gradebook did not take the change, and nothing was changed here either."""


def _not_stored() -> NotStored:
    return NotStored(gettext("The gradebook did not take this, so nothing was changed. Try again in a moment."))


def submit(row: HandIn, words: int) -> str:
    """Record a hand-in with the host, by ids and counts, and return the submission's uuid.

    Raises:
        NotStored: the host did not take it.
    """
    answer = {
        "hand_in": str(row.public_id),
        "number": row.number,
        "items": [{name: item[name] for name in ("kind", "id", "version")} for item in row.content],
        "count": len(row.content),
        "words": words,
    }
    try:
        anonymous = host.anonymous_id(row.owner_id, row.course_key)
        return host.create_submission(anonymous, row.course_key, row.usage_key, row.block_type, answer)
    except host.HostError as error:
        raise _not_stored() from error


def give(row: HandIn, points: int, scorer_id: int | None) -> None:
    """Make these points stand for a hand-in.

    Args:
        scorer_id: who gave them; None for points by taking part, and for somebody who is no longer known.

    Raises:
        NotStored: the host did not take them, or holds others than these.
    """
    try:
        anonymous = host.anonymous_ids({row.owner_id, scorer_id} - {None}, row.course_key)
        host.set_score(row.submission_uuid, points, row.maximum, anonymous.get(scorer_id, NOBODY))
        stored = host.get_score(anonymous[row.owner_id], row.course_key, row.usage_key, row.block_type)
    except host.HostError as error:
        raise _not_stored() from error
    wanted = (points, row.maximum, row.submission_uuid)
    if stored is None or (stored.points_earned, stored.points_possible, stored.submission_uuid) != wanted:
        raise _not_stored()


def take(row: HandIn) -> None:
    """Make no points stand for the block of a hand-in.

    Raises:
        NotStored: the host did not reset them.
    """
    try:
        anonymous = host.anonymous_id(row.owner_id, row.course_key)
        host.reset_score(anonymous, row.course_key, row.usage_key, clear_state=False)
        stored = host.get_score(anonymous, row.course_key, row.usage_key, row.block_type)
    except host.HostError as error:
        raise _not_stored() from error
    if stored is not None:
        raise _not_stored()
