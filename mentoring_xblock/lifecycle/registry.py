"""Every model we have: how its rows relate to people, what a person gets of them, and what is left after erasure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model

from mentoring_xblock import models


@dataclass(frozen=True)
class Holding:
    """What we hold of people in one table.

    about: look-ups from a row to the person it is about; its rows are in that person's export.
    told: what has to be so for a look-up of `about` to count: `{look-up: {field look-up: value}}`. Of the rows where it
        is not, the person knows nothing yet, and the export is no way around whoever tells them.
    hidden: fields that the export leaves out, because they name other people or are ours.
    deletes: look-ups to the person whose erasure deletes the row, and with it what hangs on it.
    deletes_named: fields that may hold a username that somebody typed; the erasure of that person deletes the row.
    blanks: look-ups to the person whose erasure only empties fields: `{look-up: {field: value}}`.
    No look-up at all says that the table holds nothing about a person.
    """

    model: type[Model]
    about: tuple[str, ...] = ()
    told: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    hidden: frozenset[str] = frozenset()
    deletes: tuple[str, ...] = ()
    deletes_named: tuple[str, ...] = ()
    blanks: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)


#: In the order of erasure: what a person said to others first, then what they wrote, then who they were.
HOLDINGS: tuple[Holding, ...] = (
    # A private note is its owner's; what was written together stays with the others, without the name of who wrote.
    Holding(models.Vote, about=("user_id",), hidden=frozenset({"point"}), deletes=("user_id",)),
    Holding(
        models.Point,
        about=("author_id",),
        hidden=frozenset({"group", "meeting", "once_key"}),
        deletes=("author_id",),
    ),
    Holding(
        models.NoteVersion,
        about=("note__owner_id", "author_id"),
        hidden=frozenset({"note", "author"}),
        deletes=("note__owner_id", "author_id"),
    ),
    Holding(
        models.Note,
        about=("owner_id",),
        hidden=frozenset({"keeper", "updated_by"}),
        deletes=("owner_id",),
        blanks={"updated_by_id": {"updated_by_id": None}},
    ),
    Holding(
        models.Action,
        about=("owner_id",),
        hidden=frozenset({"group", "meeting", "made_by", "once_key"}),
        deletes=("owner_id",),
        blanks={"made_by_id": {"made_by_id": None}},
    ),
    Holding(models.KeptText, about=("author_id",), hidden=frozenset({"agreement", "author"}), deletes=("author_id",)),
    # What two people agreed is kept for the other one, who signed it too.
    Holding(models.Signature, about=("user_id",), hidden=frozenset({"version"}), deletes=("user_id",)),
    Holding(
        models.AgreementVersion,
        about=("signatures__user_id", "made_by_id"),
        hidden=frozenset({"agreement", "made_by"}),
        blanks={"made_by_id": {"made_by_id": None}},
    ),
    Holding(
        models.Agreement,
        about=("updated_by_id",),
        hidden=frozenset({"updated_by"}),
        blanks={"updated_by_id": {"updated_by_id": None}},
    ),
    Holding(models.Suits, about=("user_id",), hidden=frozenset({"option"}), deletes=("user_id",)),
    # What somebody proposed is in their export; it stays for the others, who were asked.
    Holding(models.Option, about=("meeting__made_by_id",), hidden=frozenset({"meeting"})),
    Holding(models.Attendance, about=("user_id",), hidden=frozenset({"seat"}), deletes=("user_id",)),
    Holding(
        models.Meeting,
        about=("made_by_id", "leader_id"),
        hidden=frozenset({"made_by", "leader", "once_key"}),
        blanks={"made_by_id": {"made_by_id": None}, "leader_id": {"leader_id": None}},
    ),
    Holding(models.Feed, about=("user_id",), hidden=frozenset({"digest"}), deletes=("user_id",)),
    Holding(
        models.HelpMessage,
        about=("author_id", "request__asker_id"),
        hidden=frozenset({"author", "request", "once_key"}),
        deletes=("request__asker_id",),
        blanks={"author_id": {"author_id": None}},
    ),
    Holding(models.HelpRequest, about=("asker_id",), hidden=frozenset({"once_key"}), deletes=("asker_id",)),
    Holding(
        models.Waiting,
        about=("participant__user_id",),
        hidden=frozenset({"participant"}),
        deletes=("participant__user_id",),
    ),
    Holding(models.OpenGroup),
    Holding(
        models.Declaration,
        about=("mentor_id", "mentee_id"),
        hidden=frozenset({"mentor", "mentee", "named", "asked_by", "decided_by"}),
        deletes=("mentor_id", "mentee_id", "asked_by_id"),
        deletes_named=("named",),
        blanks={"decided_by_id": {"decided_by_id": None}},
    ),
    Holding(models.OptOut, about=("user_id",), deletes=("user_id",)),
    Holding(models.Comment, about=("author_id",), hidden=frozenset({"share", "once_key"}), deletes=("author_id",)),
    Holding(models.Reader, about=("user_id",), hidden=frozenset({"share", "membership"}), deletes=("user_id",)),
    Holding(
        models.Share, about=("owner_id",), hidden=frozenset({"owner_membership", "seat_key"}), deletes=("owner_id",)
    ),
    # The points stay with the mentee, who earned them; the words go with the mentor who wrote them. Drafts are the
    # mentor's alone.
    Holding(
        models.Score,
        about=("hand_in__owner_id", "scorer_id"),
        told={"hand_in__owner_id": {"released_at__isnull": False}},
        hidden=frozenset({"scorer", "hand_in", "released_by"}),
        blanks={"scorer_id": {"scorer_id": None, "feedback": ""}, "released_by_id": {"released_by_id": None}},
    ),
    Holding(
        models.HandIn,
        about=("owner_id",),
        hidden=frozenset({"once_key", "asked_again_by"}),
        deletes=("owner_id",),
        blanks={"asked_again_by_id": {"asked_again_by_id": None, "asked_again_words": ""}},
    ),
    Holding(
        models.Extension,
        about=("owner_id",),
        hidden=frozenset({"granted_by"}),
        deletes=("owner_id",),
        blanks={"granted_by_id": {"granted_by_id": None}},
    ),
    # Of a group's goal the words that stand are the group's; what somebody rated, or wrote before, goes with them.
    Holding(
        models.GoalRating,
        about=("goal__owner_id", "rater_id"),
        hidden=frozenset({"goal", "rater", "agreed_by", "once_key"}),
        deletes=("goal__owner_id", "rater_id"),
        blanks={"agreed_by_id": {"agreed_by_id": None}},
    ),
    Holding(models.Scale, about=("goal__owner_id",), hidden=frozenset({"goal"}), deletes=("goal__owner_id",)),
    Holding(models.Figure),
    Holding(
        models.GoalAction,
        about=("goal__owner_id", "made_by_id"),
        hidden=frozenset({"goal", "made_by", "once_key"}),
        deletes=("goal__owner_id",),
        blanks={"made_by_id": {"made_by_id": None}},
    ),
    Holding(
        models.GoalVersion,
        about=("goal__owner_id", "author_id"),
        hidden=frozenset({"goal", "author"}),
        deletes=("goal__owner_id", "author_id"),
    ),
    Holding(
        models.Goal,
        about=("owner_id",),
        hidden=frozenset({"once_key", "group", "updated_by", "taken_from"}),
        deletes=("owner_id",),
        blanks={"updated_by_id": {"updated_by_id": None}},
    ),
    # What a group opened together stays shared by the others; a person's own part of it goes with them.
    Holding(
        models.ReflectionAnswer,
        about=("owner_id",),
        hidden=frozenset({"reflection", "entry", "text_id"}),
        deletes=("owner_id",),
    ),
    Holding(models.Reflection),
    Holding(models.EntryVersion, about=("entry__owner_id",), hidden=frozenset({"entry"}), deletes=("entry__owner_id",)),
    Holding(
        models.Entry,
        about=("owner_id",),
        hidden=frozenset({"once_key", "page_key", "page_step", "goal", "meeting"}),
        deletes=("owner_id",),
    ),
    Holding(
        models.TrailEntry,
        about=("owner_id",),
        hidden=frozenset({"actor"}),
        deletes=("owner_id",),
        blanks={"actor_id": {"actor_id": None}},
    ),
    # What matchers say of somebody is in the export of the one it is about, as the law gives it to them, without
    # the name of who said it; it goes with the application.
    Holding(
        models.Rating,
        about=("application__applicant_id", "matcher_id"),
        hidden=frozenset({"matcher", "application"}),
        deletes=("matcher_id",),
    ),
    Holding(
        models.Suggestion,
        about=("matcher_id",),
        hidden=frozenset({"mentee", "mentor"}),
        deletes=("matcher_id", "mentee__applicant_id", "mentor__applicant_id"),
    ),
    Holding(
        models.Decision,
        about=("application__applicant_id",),
        hidden=frozenset({"decided_by", "application"}),
        deletes=("application__applicant_id",),
        blanks={"decided_by_id": {"decided_by_id": None}},
    ),
    Holding(
        models.Application,
        about=("applicant_id",),
        hidden=frozenset({"once_key", "participant"}),
        deletes=("applicant_id",),
    ),
    Holding(models.Watcher, about=("user_id",), deletes=("user_id",)),
    # A request is also the mentor's, who may have been told something in it; it goes with either of the two.
    Holding(
        models.MentorRequest,
        about=("mentee__user_id",),
        hidden=frozenset({"mentee", "mentor", "open_mentor", "once_key"}),
        deletes=("mentee__user_id", "mentor__user_id"),
    ),
    Holding(models.Pause, about=("mentor__user_id",), hidden=frozenset({"mentor"}), deletes=("mentor__user_id",)),
    Holding(
        models.Offer,
        about=("membership__participant__user_id",),
        hidden=frozenset({"membership", "proposal"}),
        deletes=("membership__participant__user_id",),
    ),
    # The same in words is in the person's application. Others may have named them, so all of a proposal's rows go: they
    # are read anew where they are needed.
    Holding(
        models.Answered,
        about=("participant__user_id",),
        hidden=frozenset({"proposal", "participant", "coded", "named"}),
        deletes=("proposal__answered__participant__user_id",),
    ),
    # Undoing goes by people's ids; once one of them is gone there is nothing to go back to.
    Holding(
        models.Change,
        about=("by_id",),
        hidden=frozenset({"proposal", "before", "after", "by"}),
        deletes=("proposal__seats__member__user_id",),
        blanks={"by_id": {"by_id": None}},
    ),
    Holding(
        models.Seat,
        about=("member__user_id",),
        hidden=frozenset({"member", "leader", "parts", "score", "rank", "leader_rank", "proposal"}),
        deletes=("member__user_id",),
        blanks={"leader__user_id": {"leader_id": None, "score": None, "parts": [], "rank": None, "leader_rank": None}},
    ),
    Holding(
        models.Proposal,
        about=("made_by_id",),
        hidden=frozenset({"inputs", "report", "brief", "parent", "made_by", "once_key"}),
        blanks={"made_by_id": {"made_by_id": None}},
    ),
    Holding(models.Reading),
    Holding(models.CallLetters),
    Holding(
        models.Invitation,
        about=("profile__user_id", "invited_by_id"),
        hidden=frozenset({"profile", "invited_by", "open_round"}),
        deletes=("profile__user_id",),
        blanks={"invited_by_id": {"invited_by_id": None, "message": ""}},
    ),
    Holding(models.Profile, about=("user_id",), deletes=("user_id",)),
    Holding(models.Message, about=("recipient_id",), hidden=frozenset({"event_key"}), deletes=("recipient_id",)),
    Holding(
        models.Coordinator,
        about=("user_id",),
        hidden=frozenset({"named_by"}),
        deletes=("user_id",),
        blanks={"named_by_id": {"named_by_id": None}},
    ),
    Holding(
        models.Appointment,
        about=("user_id",),
        hidden=frozenset({"named_by"}),
        deletes=("user_id",),
        blanks={"named_by_id": {"named_by_id": None}},
    ),
    Holding(
        models.Membership,
        about=("participant__user_id",),
        hidden=frozenset({"participant"}),
        deletes=("participant__user_id",),
    ),
    Holding(models.Participant, about=("user_id",), deletes=("user_id",)),
    Holding(models.Group),
    Holding(
        models.PhaseStep,
        about=("made_by_id",),
        hidden=frozenset({"made_by", "before", "after"}),
        blanks={"made_by_id": {"made_by_id": None}},
    ),
    Holding(models.Round),
    Holding(models.BlockMirror),
    Holding(models.Programme),
)
