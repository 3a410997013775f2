"""Mails about help: that somebody waits, or that there is an answer. Neither who asks, nor what about."""

from __future__ import annotations

from collections.abc import Iterable

from mentoring_xblock.help.models import HelpMessage
from mentoring_xblock.notifications import api as notifications
from mentoring_xblock.programme import api as programmes
from mentoring_xblock.programme.data import ProgrammeInfo


def tell_readers(programme: ProgrammeInfo, message: HelpMessage, user_ids: Iterable[int]) -> int:
    """Tell coordinators that somebody waits for a word of theirs. A talk and a concern are told in the same words."""
    context = programmes.mail_context(programme)
    return notifications.queue(programme.course_key, user_ids, "help_asked", context, f"help_asked:{message.public_id}")


def tell_asker(programme: ProgrammeInfo, message: HelpMessage, user_id: int) -> int:
    """Tell who has asked that there is an answer."""
    context = programmes.mail_context(programme)
    return notifications.queue(
        programme.course_key, [user_id], "help_answered", context, f"help_answered:{message.public_id}"
    )
