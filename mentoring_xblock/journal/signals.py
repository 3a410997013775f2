"""What other rooms can listen to."""

from __future__ import annotations

from django.dispatch import Signal

#: Sent while entries go to the bin, in the transaction that holds their locks: `entry_ids` are their primary keys. What
#: a receiver changes is changed together with them, or not at all.
put_into_bin = Signal()
