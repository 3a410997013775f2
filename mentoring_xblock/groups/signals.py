"""What other rooms can listen to."""

from __future__ import annotations

from django.dispatch import Signal

#: Sent in the transaction in which somebody leaves a programme, after that: `programme` (ProgrammeInfo), `user_id`,
#: `now`.
programme_left = Signal()

#: Sent after the commit of a transaction in which places of groups may have become free: `group_pks`.
places_freed = Signal()
