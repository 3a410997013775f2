"""The same for agreements: everybody in a group, and nobody else. See `table.py`."""

from __future__ import annotations

from collections.abc import Mapping

from tests.privacy.rows import FOREIGN, Row, Things

PAIR: Things = ("of the pair",)
PEERS: Things = ("of peers",)

GROUPS: Mapping[str, Things] = {
    "mentee": (*PAIR, *PEERS),
    "own mentor": PAIR,
    "peer": PEERS,
    "other mentee": FOREIGN,
    "other mentor": FOREIGN,
}
#: Whoever puts it to be signed signs it by that.
MAKERS: Mapping[str, Things] = {"own mentor": PAIR, "mentee": PEERS, "other mentor": FOREIGN}
SIGNERS: Mapping[str, Things] = {"mentee": PAIR, "peer": PEERS, "other mentee": FOREIGN}

AGREEMENT = {
    "read_agreement": Row(GROUPS, about="agreements", shows=True),
    "write_agreement": Row(GROUPS, about="agreements", shows=True),
    "save_agreement": Row(GROUPS, about="agreements", writes=GROUPS),
    "join_agreement": Row(GROUPS, about="agreements", shows=True),
    "put_agreement": Row(GROUPS, about="agreements", writes=GROUPS, shows=True),
    "sign_agreement": Row(GROUPS, about="agreements", writes=SIGNERS, shows=True),
    "take_back_agreement": Row(MAKERS, about="agreements", writes=MAKERS, shows=True),
}

_NAMES = {"of the pair": "pair", "of peers": "circle", "somebody else’s": "foreign"}

#: By role, the names of the marks that may stand in an answer.
READS: Mapping[str, set[str]] = {
    role: {f"agreement {_NAMES[thing]}{part}" for thing in things for part in ("", " draft")}
    for role, things in GROUPS.items()
}
