"""The same for asking for help. See `table.py`."""

from __future__ import annotations

from collections.abc import Mapping

from tests.privacy.rows import FOREIGN, NOTHING, TAKING_PART, Row, Things, anybody

#: Whoever has asked, and nobody else: neither who is in the group with them, nor a coordinator in an asker's place.
ASKED: Things = ("from the pair", "from no group")
ASKERS: Mapping[str, Things] = {"mentee": ASKED, "other mentee": FOREIGN}

#: On the pages of meetings and of the programme. To open a request is to read it.
ASKING = {
    "open_help": Row(ASKERS, about="help", writes=ASKERS, shows=True),
    "ask_help": Row(anybody(TAKING_PART), refusal=403, writes=NOTHING),
    "reply_help": Row(ASKERS, about="help", writes=ASKERS, shows=True),
    "settle_help": Row(ASKERS, about="help", writes=ASKERS, shows=True),
}

READ: Mapping[str, Things] = {"coordinator": (*ASKED, *FOREIGN)}

#: On the coordinator's page.
DESK = {
    "list_help": Row(anybody(("coordinator",)), refusal=403),
    "open_help": Row(READ, about="help", refusal=403, shows=True),
    "answer_help": Row(READ, about="help", refusal=403, writes=READ, shows=True),
    "settle_help": Row(READ, about="help", refusal=403, writes=READ, shows=True),
}
