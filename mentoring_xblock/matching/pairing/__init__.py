"""Pairs of mentees and mentors, the best there are, with a proof; and what people ask about them."""

from mentoring_xblock.matching.pairing.certificate import Certificate, certify
from mentoring_xblock.matching.pairing.problem import OBJECTIVES, TOP_SCORE, PairingProblem
from mentoring_xblock.matching.pairing.result import Pairing
from mentoring_xblock.matching.pairing.solving import join, solve
from mentoring_xblock.matching.pairing.spreading import MODES, spread

__all__ = [
    "MODES",
    "OBJECTIVES",
    "TOP_SCORE",
    "Certificate",
    "Pairing",
    "PairingProblem",
    "certify",
    "join",
    "solve",
    "spread",
]
