"""The rooms' models, gathered for Django."""

from mentoring_xblock.applications.models import Application, CallLetters, Decision, Watcher
from mentoring_xblock.assessment.models import HandIn, Score
from mentoring_xblock.bank.models import Invitation, Profile
from mentoring_xblock.choices.models import MentorRequest, Pause
from mentoring_xblock.goals.models import Goal, GoalVersion
from mentoring_xblock.groups.models import Group, Membership
from mentoring_xblock.journal.models import Entry, EntryVersion
from mentoring_xblock.notifications.models import Message
from mentoring_xblock.privacy.models import TrailEntry
from mentoring_xblock.programme.models import Appointment, BlockMirror, Coordinator, Participant, Programme, Round
from mentoring_xblock.proposals.models import Answered, Change, Offer, Proposal, Seat
from mentoring_xblock.reviews.models import Rating, Reading, Suggestion
from mentoring_xblock.sharing.models import Comment, Reader, Share

__all__ = [
    "Answered",
    "Application",
    "Appointment",
    "BlockMirror",
    "CallLetters",
    "Change",
    "Comment",
    "Coordinator",
    "Decision",
    "Entry",
    "EntryVersion",
    "Goal",
    "GoalVersion",
    "Group",
    "HandIn",
    "Invitation",
    "Membership",
    "MentorRequest",
    "Message",
    "Offer",
    "Participant",
    "Pause",
    "Profile",
    "Programme",
    "Proposal",
    "Rating",
    "Reader",
    "Reading",
    "Round",
    "Score",
    "Seat",
    "Share",
    "Suggestion",
    "TrailEntry",
    "Watcher",
]
