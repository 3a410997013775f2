"""The same for pairs that declare themselves. See `table.py`."""

from __future__ import annotations

from tests.privacy.rows import NOTHING, Row

# In the scene everybody begins with the round, so that nobody declares a pair: who asks is told that there is no such
# thing. Who may do what where there is stands in the tests of its room.
_NOWHERE = Row({"mentee": NOTHING}, told={("mentee", ""): 404})
DECLARING = {"declare_pair": _NOWHERE, "answer_declared": _NOWHERE, "withdraw_declared": _NOWHERE}

_DECIDES = Row(
    {"coordinator": ("agreed",)},
    about="declared",
    told={("coordinator", "asked"): 409},
    refusal=403,
    writes=("agreed",),
)

#: On the coordinator's page.
DESK = {
    "list_declared": Row({"coordinator": NOTHING}, refusal=403),
    "confirm_declared": _DECIDES,
    "refuse_declared": _DECIDES,
}
