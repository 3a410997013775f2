"""The door to mails: queue them in the transaction that they tell of, send those that are due."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from opaque_keys.edx.keys import CourseKey

from mentoring_xblock.notifications.data import Letter, SendReport
from mentoring_xblock.notifications.models import Message, MessageState
from mentoring_xblock.notifications.sending import OUT_OF_REACH, MailsBroke, queue_again, send_due
from mentoring_xblock.notifications.signals import mail_queued

#: Rows of one INSERT statement, and of one look at which of them are new: databases take only so many values at once.
_BATCH, _COUNTED = 500, 10_000


def queue(
    course_key: CourseKey, recipient_ids: Iterable[int], template: str, context: Mapping[str, Any], event_key: str
) -> int:
    """Queue the same mail for some people; see `queue_each`."""
    return queue_each(course_key, template, dict.fromkeys(recipient_ids, context), event_key)


def queue_each(course_key: CourseKey, template: str, contexts: Mapping[int, Mapping[str, Any]], event_key: str) -> int:
    """Queue one mail for each person; call it inside the transaction of what the mail tells.

    They are sent soon after the transaction ends, by a background job, and by `mentoring_send_mail` in any case.

    Args:
        template: `templates/mentoring_xblock/mail/<template>.{subject.txt,body.txt,body.html}`.
        contexts: JSON values by recipient: ids, names of programmes and groups, dates; never what a person wrote.
            `rendering.py` says which keys are resolved.
        event_key: names the event, at most 160 characters; the same key gives the same person no second mail.
    Returns:
        How many mails this call added.
    """
    return queue_letters(
        Letter(course_key, recipient_id, template, context, event_key) for recipient_id, context in contexts.items()
    )


def queue_letters(letters: Iterable[Letter]) -> int:
    """Queue mails about many events at once, as `queue_each` does for one.

    The number of queries does not grow with that of the events, but with every 500 mails.
    """
    messages = [
        Message(
            message_id=uuid.uuid4(),
            course_key=letter.course_key,
            recipient_id=letter.recipient_id,
            template=letter.template,
            context=dict(letter.context),
            event_key=f"{letter.event_key}:{letter.recipient_id}",
        )
        for letter in letters
    ]
    added = sum(_added(messages[first : first + _COUNTED]) for first in range(0, len(messages), _COUNTED))
    if added:
        # A broker that can't be reached must not turn what has just been saved into an error: the command sends it.
        transaction.on_commit(_announce, robust=True)
    return added


def _added(messages: list[Message]) -> int:
    # The unique key decides, not a look beforehand: the same event may be told twice at the same moment.
    Message.objects.bulk_create(messages, ignore_conflicts=True, batch_size=_BATCH)
    return Message.objects.filter(message_id__in=[message.message_id for message in messages]).count()


def untold(letters: Iterable[Letter]) -> list[Letter]:
    """Return those of which the outbox does not know yet, so that a job that comes again has little to write.

    One query for each ten thousand. Whether a mail is added is still for `queue_letters` to say: another process may be
    about the same.
    """
    asked = {f"{letter.event_key}:{letter.recipient_id}": letter for letter in letters}
    keys, known = list(asked), set()
    for first in range(0, len(keys), _COUNTED):
        some = Message.objects.filter(event_key__in=keys[first : first + _COUNTED])
        known.update(some.values_list("event_key", flat=True))
    return [letter for key, letter in asked.items() if key not in known]


@dataclass(frozen=True)
class Told:
    """What became of a mail: `at` is when it went out, or was queued if its recipient can't be reached; else None.

    reached: whether it went out. One that waits, or is not known to have gone out by a fault of the site's, may still.
    """

    at: datetime | None
    reached: bool


def told(letters: Iterable[Letter]) -> dict[tuple[str, int], Told]:
    """Return what became of each of these mails, by (event key, recipient); those never queued are left out.

    One query for each ten thousand.
    """
    asked = {f"{letter.event_key}:{letter.recipient_id}": (letter.event_key, letter.recipient_id) for letter in letters}
    keys, found = list(asked), {}
    for first in range(0, len(keys), _COUNTED):
        rows = Message.objects.filter(event_key__in=keys[first : first + _COUNTED])
        for key, state, reason, queued_at, sent_at in rows.values_list(
            "event_key", "state", "reason", "created_at", "sent_at"
        ):
            sent, out_of_reach = state == MessageState.SENT, state == MessageState.FAILED and reason in OUT_OF_REACH
            found[asked[key]] = Told(sent_at if sent else queued_at if out_of_reach else None, sent)
    return found


def overtake(recipient_ids: Iterable[int], event: str) -> int:
    """Take back mails of events whose keys begin like this, unless their sending has begun; returns how many.

    For news that a newer mail tells more of. Call it in the transaction that queues that one. One query.
    """
    waiting = Message.objects.filter(state=MessageState.QUEUED, recipient__in=list(recipient_ids))
    return waiting.filter(event_key__startswith=event).delete()[0]


def _announce() -> None:
    mail_queued.send(sender=Message)


__all__ = [
    "Letter",
    "MailsBroke",
    "SendReport",
    "Told",
    "overtake",
    "queue",
    "queue_again",
    "queue_each",
    "queue_letters",
    "send_due",
    "told",
    "untold",
]
