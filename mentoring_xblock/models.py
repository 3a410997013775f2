"""The rooms' models, gathered for Django."""

from mentoring_xblock.assessment.models import HandIn, Score
from mentoring_xblock.goals.models import Goal, GoalVersion
from mentoring_xblock.groups.models import Group, Membership
from mentoring_xblock.journal.models import Entry, EntryVersion
from mentoring_xblock.notifications.models import Message
from mentoring_xblock.privacy.models import TrailEntry
from mentoring_xblock.programme.models import BlockMirror, Coordinator, Participant, Programme, Round
from mentoring_xblock.sharing.models import Comment, Reader, Share

__all__ = [
    "BlockMirror",
    "Comment",
    "Coordinator",
    "Entry",
    "EntryVersion",
    "Goal",
    "GoalVersion",
    "Group",
    "HandIn",
    "Membership",
    "Message",
    "Participant",
    "Programme",
    "Reader",
    "Round",
    "Score",
    "Share",
    "TrailEntry",
]
