"""The door to the mentor bank: one's own profile, searching, and invitations.

Every function asks policy. Ids from a browser are public ids.
"""

from __future__ import annotations

from mentoring_xblock.bank.data import (
    ABOUT_LIMIT,
    ANSWER_DAYS_LIMIT,
    CAPACITY_LIMITS,
    HEADLINE_LIMIT,
    MESSAGE_LIMIT,
    PAGE_SIZE,
    Asked,
    Found,
    InvitationInfo,
    InvitationState,
    ProfileInfo,
    ProfileWords,
    Wanted,
    Welcome,
)
from mentoring_xblock.bank.ending import end_round, open_count
from mentoring_xblock.bank.inviting import (
    answer_by,
    answer_invitation,
    asked,
    expire_due,
    invite,
    invite_to_bank,
    tell_of_bank,
    want,
    withdraw_invitation,
)
from mentoring_xblock.bank.profiles import invitation_to, leave, save_profile, welcome
from mentoring_xblock.bank.searching import my_card, options_in_use, search

__all__ = [
    "ABOUT_LIMIT",
    "ANSWER_DAYS_LIMIT",
    "CAPACITY_LIMITS",
    "HEADLINE_LIMIT",
    "MESSAGE_LIMIT",
    "PAGE_SIZE",
    "Asked",
    "Found",
    "InvitationInfo",
    "InvitationState",
    "ProfileInfo",
    "ProfileWords",
    "Wanted",
    "Welcome",
    "answer_by",
    "answer_invitation",
    "asked",
    "end_round",
    "expire_due",
    "invitation_to",
    "invite",
    "invite_to_bank",
    "leave",
    "my_card",
    "open_count",
    "options_in_use",
    "save_profile",
    "search",
    "tell_of_bank",
    "want",
    "welcome",
    "withdraw_invitation",
]
