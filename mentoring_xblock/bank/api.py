"""The door to the mentor bank: one's own profile, searching, and invitations.

Every function asks policy. Ids from a browser are public ids.
"""

from __future__ import annotations

from mentoring_xblock.bank.data import (
    ABOUT_LIMIT,
    CAPACITY_LIMITS,
    HEADLINE_LIMIT,
    PAGE_SIZE,
    Found,
    InvitationInfo,
    InvitationState,
    ProfileInfo,
    ProfileWords,
    Wanted,
    Welcome,
)
from mentoring_xblock.bank.profiles import leave, save_profile, welcome
from mentoring_xblock.bank.searching import (
    answer_invitation,
    invite,
    invite_to_bank,
    search,
    want,
    withdraw_invitation,
)

__all__ = [
    "ABOUT_LIMIT",
    "CAPACITY_LIMITS",
    "HEADLINE_LIMIT",
    "PAGE_SIZE",
    "Found",
    "InvitationInfo",
    "InvitationState",
    "ProfileInfo",
    "ProfileWords",
    "Wanted",
    "Welcome",
    "answer_invitation",
    "invite",
    "invite_to_bank",
    "leave",
    "save_profile",
    "search",
    "want",
    "welcome",
    "withdraw_invitation",
]
