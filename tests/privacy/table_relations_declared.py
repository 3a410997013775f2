"""The same for pairs that declare themselves. See `table.py`."""

from __future__ import annotations

from tests.privacy.rows import NAMED, NOTHING, TAKING_PART, Row, anybody

# In most of the scene everybody begins with the round, so that nobody declares a pair: who asks is told that there is
# no such thing.
_NOWHERE = Row({"mentee": NOTHING}, told={("mentee", ""): 404})
DECLARING = {"declare_pair": _NOWHERE, "answer_declared": _NOWHERE, "withdraw_declared": _NOWHERE}

#: Enrolled: staff who are not take no part, whatever they may do besides.
_ENROLLED = ("learner outside the programme", *NAMED, *TAKING_PART, "author", "superuser")
#: In the programme beside, in which pairs declare themselves: whoever is enrolled may, and of what was declared only
#: its two know. Saying again what one has said changes nothing.
BESIDE = {
    "declare_pair": Row(anybody(_ENROLLED), writes=NOTHING),
    "answer_declared": Row({"own mentor": ("asked",), "other mentor": ("agreed",)}, about="beside", writes=("asked",)),
    "withdraw_declared": Row(
        {"mentee": ("asked",), "other mentee": ("agreed",), "other mentor": ("agreed",)},
        about="beside",
        writes=("asked", "agreed"),
    ),
}

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
