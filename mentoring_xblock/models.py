"""The rooms' models, gathered for Django."""

from mentoring_xblock.agreements.models import Agreement, AgreementVersion, KeptText, Signature
from mentoring_xblock.applications.models import Application, CallLetters, Decision, Watcher
from mentoring_xblock.assessment.models import Extension, HandIn, Score
from mentoring_xblock.attainment.models import Figure, GoalRating, Scale
from mentoring_xblock.bank.models import Invitation, Profile
from mentoring_xblock.calendars.models import Feed
from mentoring_xblock.choices.models import MentorRequest, Pause
from mentoring_xblock.declared.models import Declaration
from mentoring_xblock.goals.models import Goal, GoalAction, GoalVersion
from mentoring_xblock.groups.models import Group, Membership
from mentoring_xblock.help.models import HelpMessage, HelpRequest
from mentoring_xblock.journal.models import Entry, EntryVersion
from mentoring_xblock.meetings.models import Attendance, Meeting, Option, Suits
from mentoring_xblock.notes.models import Action, Note, NoteVersion, Point, Vote
from mentoring_xblock.notifications.models import Message, OptOut
from mentoring_xblock.privacy.models import TrailEntry
from mentoring_xblock.programme.models import (
    Appointment,
    BlockMirror,
    Coordinator,
    Participant,
    PhaseStep,
    Programme,
    Round,
)
from mentoring_xblock.proposals.models import Answered, Change, Offer, Proposal, Seat
from mentoring_xblock.reflections.models import Reflection, ReflectionAnswer
from mentoring_xblock.reviews.models import Rating, Reading, Suggestion
from mentoring_xblock.sharing.models import Comment, Reader, Share
from mentoring_xblock.signups.models import OpenGroup, Waiting

__all__ = [
    "Action",
    "Agreement",
    "AgreementVersion",
    "Answered",
    "Application",
    "Appointment",
    "Attendance",
    "BlockMirror",
    "CallLetters",
    "Change",
    "Comment",
    "Coordinator",
    "Decision",
    "Declaration",
    "Entry",
    "EntryVersion",
    "Extension",
    "Feed",
    "Figure",
    "Goal",
    "GoalAction",
    "GoalRating",
    "GoalVersion",
    "Group",
    "HandIn",
    "HelpMessage",
    "HelpRequest",
    "Invitation",
    "KeptText",
    "Meeting",
    "Membership",
    "MentorRequest",
    "Message",
    "Note",
    "NoteVersion",
    "Offer",
    "OpenGroup",
    "OptOut",
    "Option",
    "Participant",
    "Pause",
    "PhaseStep",
    "Point",
    "Profile",
    "Programme",
    "Proposal",
    "Rating",
    "Reader",
    "Reading",
    "Reflection",
    "ReflectionAnswer",
    "Round",
    "Scale",
    "Score",
    "Seat",
    "Share",
    "Signature",
    "Suggestion",
    "Suits",
    "TrailEntry",
    "Vote",
    "Waiting",
    "Watcher",
]
