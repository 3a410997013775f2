"""What other rooms can listen to."""

from __future__ import annotations

from django.dispatch import Signal

#: Sent in the transaction in which somebody leaves a programme, after that: `programme` (ProgrammeInfo), `user_id`,
#: `role`, `now`.
programme_left = Signal()

#: Asked in the transaction in which people come into groups or go out of them, before they are told: `programme`
#: (ProgrammeInfo), `group_pks`, `now`. A receiver returns what a mail says of meetings that are booked ahead:
#: `ahead.Booked` by the group's primary key, for groups that have any.
booked_ahead = Signal()

#: Sent after the commit of a transaction in which places of groups may have become free: `group_pks`.
places_freed = Signal()
