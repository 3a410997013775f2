"""Which mails the outbox holds."""

from __future__ import annotations

from typing import Any

from mentoring_xblock.models import Message


def mails(person: Any = None) -> list[str]:
    """Return the templates of the mails to a participant, or to anybody, in the order in which they were queued."""
    rows = Message.objects.order_by("pk")
    if person is not None:
        rows = rows.filter(recipient_id=person.user_id)
    return list(rows.values_list("template", flat=True))
