"""What other rooms can listen to."""

from __future__ import annotations

from django.dispatch import Signal

#: Sent after the commit of a transaction that queued mails; the background job listens (see `apps.py`).
mail_queued = Signal()

#: Asked before mails are sent that have waited: `letters` (list of `Letter`, each with the outbox's key, of event and
#: person). A receiver returns the keys of those that are not true any more.
still_true = Signal()
