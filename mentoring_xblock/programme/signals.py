"""What other rooms can listen to."""

from __future__ import annotations

from django.dispatch import Signal

#: Sent in the transaction in which phases of a round are moved, or a move is taken back, under the lock of the round:
#: `before`, `after` (ProgrammeInfo), `now`.
phases_moved = Signal()
