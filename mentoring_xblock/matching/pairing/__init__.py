"""Pairs of mentees and mentors, the best there are, with a proof; and what people ask about them."""

from mentoring_xblock.matching.pairing.certificate import Certificate, certify
from mentoring_xblock.matching.pairing.problem import OBJECTIVES, TOP_SCORE, PairingProblem
from mentoring_xblock.matching.pairing.result import Pairing
from mentoring_xblock.matching.pairing.shortage import Shortage, shortages
from mentoring_xblock.matching.pairing.solving import join, solve
from mentoring_xblock.matching.pairing.spreading import MODES, spread
from mentoring_xblock.matching.pairing.stable import blocking_pairs, stable
from mentoring_xblock.matching.pairing.what_if import (
    AddSeat,
    Difference,
    Force,
    Ranks,
    RemoveSeat,
    Shift,
    Swap,
    ranks,
    what_if,
)

__all__ = [
    "MODES",
    "OBJECTIVES",
    "TOP_SCORE",
    "AddSeat",
    "Certificate",
    "Difference",
    "Force",
    "Pairing",
    "PairingProblem",
    "Ranks",
    "RemoveSeat",
    "Shift",
    "Shortage",
    "Swap",
    "blocking_pairs",
    "certify",
    "join",
    "ranks",
    "shortages",
    "solve",
    "spread",
    "stable",
    "what_if",
]
