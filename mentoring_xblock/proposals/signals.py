"""What the proposals room tells of itself to whoever listens."""

from django.dispatch import Signal

#: Sent after the commit of a transaction that wants a run; `proposal_id` is a public id as text. See `apps.py`.
run_wanted = Signal()

#: Sent inside the transaction that wants a proposal published; `proposal_id` is a public id as text. See `apps.py`.
publish_wanted = Signal()
