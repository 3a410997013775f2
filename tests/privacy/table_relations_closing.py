"""The same for how relationships end, and for the calendar that they go by. See `table.py`."""

from __future__ import annotations

from tests.privacy.rows import NOTHING, Row
from tests.privacy.table_relations_agreements import GROUPS

_STAYS = {("coordinator", thing): 422 for thing in ("a draft", "a whole draft", "closed")}

ENDING = {
    "show_ending": Row(GROUPS, about="endings"),
    "ask_ending": Row(GROUPS, about="endings"),
    "end_relation": Row(GROUPS, about="endings", writes=GROUPS),
    "keep_on": Row(GROUPS, about="endings", writes=GROUPS),
}

#: On the coordinator's page.
DESK = {
    "show_phases": Row({"coordinator": NOTHING}, refusal=403),
    "ask_phase": Row({"coordinator": NOTHING}, refusal=403),
    "begin_phase": Row({"coordinator": NOTHING}, refusal=403, writes=NOTHING),
    # Nothing was moved in the scene, so that there is nothing to take back.
    "undo_phase": Row({"coordinator": NOTHING}, told={("coordinator", ""): 404}, refusal=403),
    "set_group_days": Row(
        {"coordinator": ("published",)}, about="groups", told=_STAYS, refusal=403, writes=("published",)
    ),
}
