"""A course in which everybody stands beside everybody: who could ask, and what each of them could ask for.

Made once a module and never changed, because every call of a walk is rolled back. Whatever anybody writes is a mark
(`watch.mark`), so that an answer tells by itself whose words are in it.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from demo.accounts import anonymous_id_for_user
from demo.models import AuthoredBlock
from mentoring_xblock.applications import api as applications
from mentoring_xblock.assessment import api as assessment
from mentoring_xblock.goals import api as goals
from mentoring_xblock.goals.block import GoalsBlock
from mentoring_xblock.goals.data import GoalDraft, Status
from mentoring_xblock.groups import api as groups
from mentoring_xblock.groups.models import CloseReason, Membership
from mentoring_xblock.journal import api as journal
from mentoring_xblock.journal.block import JournalBlock
from mentoring_xblock.journal.data import Draft
from mentoring_xblock.programme import api as programmes
from mentoring_xblock.programme.models import BlockMirror, Participant, Programme
from mentoring_xblock.proposals.models import Offer
from mentoring_xblock.sharing.data import Audience
from mentoring_xblock.worksheets.api import SMART, questions_of
from mentoring_xblock.worksheets.data import Worksheet
from tests import factories, pages
from tests.factories_matching import make_application, plan_lists
from tests.privacy import (
    scene_agreements,
    scene_calendar,
    scene_choosing,
    scene_closing,
    scene_declared,
    scene_goals,
    scene_help,
    scene_joint,
    scene_journal,
    scene_meetings,
    scene_notes,
    scene_proposals,
    scene_reading,
)
from tests.privacy.watch import mark

HERE, ELSEWHERE = factories.COURSE_KEY, factories.OTHER_COURSE_KEY
BLOCKS = (
    "mentoring_programme",
    "mentoring_goals",
    "mentoring_journal",
    "mentoring_application",
    "mentoring_dashboard",
    "mentoring_meetings",
)
POINTS = 10
PLAN = {"lists": plan_lists(), "matching": scene_choosing.MATCHING}


@dataclass(frozen=True)
class Thing:
    """Something that a call can be about.

    `words` is the mark that its owner wrote in it. `share_id` and `group_id` name a share of it, ended or not, and the
    group that it is or could be shared with; `membership_id` is somebody's place in a group.
    """

    id: uuid.UUID
    words: str = ""
    version: int = 1
    share_id: uuid.UUID | None = None
    group_id: uuid.UUID | None = None
    membership_id: uuid.UUID | None = None
    score_id: uuid.UUID | None = None


@dataclass
class Room:
    """Goals or journal: how things of it are made, by the same names for both."""

    block_type: str
    block_id: str
    items: Any

    def place(self, course_key: Any = HERE) -> Any:
        return factories.make_place(self.block_type, self.block_id, course_key)

    def write(self, person: Participant, name: str, course_key: Any = HERE) -> Thing:
        actor, place, words = factories.actor(person), self.place(course_key), mark(f"{self.block_id} {name}")
        if self.block_type == "mentoring_goals":
            sheet = goals.open_sheet(actor, place, Worksheet(questions_of(SMART)))
            draft = GoalDraft(answers={"statement": words, "first_step": words}, status=Status.ACTIVE)
            made = goals.save_goal(actor, sheet, None, draft, 0, uuid.uuid4()).goal
            return Thing(made.goal_id, words, made.version)
        draft, writer = Draft(title="", answers={"what": words}), journal.Writer(uuid.uuid4(), 1)
        made = journal.save_entry(actor, place, None, draft, 0, writer).entry
        return Thing(made.public_id, words, made.version)

    def rewrite(self, person: Participant, thing: Thing, words: str) -> Thing:
        """Change the words of a thing; the earlier ones stay where they were kept."""
        actor, place = factories.actor(person), self.place()
        if self.block_type == "mentoring_goals":
            sheet = goals.open_sheet(actor, place, Worksheet(questions_of(SMART)))
            draft = GoalDraft({"statement": words})
            saved = goals.save_goal(actor, sheet, thing.id, draft, thing.version, uuid.uuid4()).goal
        else:
            draft, writer = Draft(answers={"what": words}), journal.Writer(uuid.uuid4(), 1)
            saved = journal.save_entry(actor, place, thing.id, draft, thing.version, writer).entry
        return Thing(thing.id, words, saved.version, thing.share_id, thing.group_id)

    def share(self, person: Participant, thing: Thing, group: Any, audience: Audience, course_key: Any = HERE) -> Thing:
        give = goals.share_goal if self.block_type == "mentoring_goals" else journal.share_entry
        shared = give(factories.actor(person), self.place(course_key), thing.id, group.public_id, audience)
        return Thing(thing.id, thing.words, thing.version, shared.share_id, group.public_id)

    def withdraw(self, person: Participant, thing: Thing) -> None:
        take = goals.withdraw_goal if self.block_type == "mentoring_goals" else journal.withdraw_entry
        take(factories.actor(person), self.place(), thing.id, thing.share_id)

    def comment(self, person: Participant, thing: Thing, words: str) -> None:
        say = goals.comment if self.block_type == "mentoring_goals" else journal.comment
        say(factories.actor(person), self.place(), thing.id, thing.share_id, words, uuid.uuid4())

    def delete(self, person: Participant, thing: Thing) -> None:
        actor = factories.actor(person)
        if self.block_type == "mentoring_goals":
            goals.delete_goal(actor, goals.open_sheet(actor, self.place(), Worksheet(questions_of(SMART))), thing.id)
        else:
            journal.delete_entry(actor, self.place(), thing.id)

    def hand_in(self, person: Participant, name: str, course_key: Any = HERE) -> Thing:
        """Write something and hand it in."""
        actor, place = factories.actor(person), self.place(course_key)
        written = self.write(person, name, course_key)
        made = assessment.hand_in(actor, place, POINTS, self.items, [written.id], uuid.uuid4())
        return Thing(made, written.words)


GOALS = Room("mentoring_goals", "goals", GoalsBlock.items)
JOURNAL = Room("mentoring_journal", "journal", JournalBlock.items)


@contextmanager
def scene_for_a_module(blocker: Any) -> Iterator[Scene]:
    """Set the scene for the tests of a module, each of which undoes what it does; `blocker` is pytest-django's.

    On SQLite, where no test closes the connection: what uses it is marked `once`.
    """
    with blocker.unblock(), transaction.atomic():
        yield Scene()
        transaction.set_rollback(True)


class Scene:
    """Everybody and everything; `who` are accounts by role, `things` what they own, by kind and name."""

    def __init__(self) -> None:
        self.blocks = self._publish(HERE)
        self._publish(ELSEWHERE)
        programme = Programme.objects.get(course_key=HERE)
        self.round, self.far_round = programme.rounds.get(), Programme.objects.get(course_key=ELSEWHERE).rounds.get()
        self._invite(programme)
        before = {room.block_id: self._share_before(room) for room in (GOALS, JOURNAL)}
        self._change_mentor()
        self.things: dict[str, dict[str, Thing]] = {
            room.block_id: self._write(room, before[room.block_id]) for room in (GOALS, JOURNAL)
        }
        self.things |= scene_goals.gather(self, Thing) | scene_journal.gather(self, Thing)
        self.things["applications"] = scene_reading.gather(self, programme, self._apply())
        self.things["hand-ins"] = self._hand_in()
        self.things["drafts"] = scene_goals.drafts(self, Thing)
        self.things["offers"] = self._offer()
        self.things |= scene_choosing.gather(self, programme, Thing)
        self.things |= scene_help.gather(self, Thing) | scene_declared.gather(self, Thing)
        self.things |= scene_calendar.gather(self, Thing)
        self.things |= scene_meetings.gather(self, Thing)
        self.things |= scene_agreements.gather(self, Thing, ELSEWHERE)
        self.things |= scene_joint.gather(self, Thing)
        self.things |= scene_notes.gather(self, Thing)
        self.things |= scene_closing.gather(self, Thing)
        self.things["proposals"] = scene_proposals.gather(self, Thing)
        self.things["people"] = self._people()
        self.things["groups"] = self._groups()
        for found in self.things.values():
            found["unknown"] = Thing(uuid.uuid4(), "", 1, *(uuid.uuid4() for _ in range(4)))
        self.who = self._roles(programme)
        self._number(filter(None, self.who.values()))
        self.clients = {role: self._client(role) for role in self.who}

    # ---- the course ----

    @staticmethod
    def _publish(course_key: Any) -> dict[str, AuthoredBlock]:
        points = {"points": POINTS}
        found = {
            "mentoring_programme": pages.publish_block(
                "mentoring_programme", "b1", course_key, plan=factories.plan_dict(**PLAN), programme="main"
            ),
            "mentoring_goals": pages.publish_block("mentoring_goals", "goals", course_key, **points),
            "mentoring_journal": pages.publish_block(
                "mentoring_journal", "journal", course_key, frames=scene_journal.FRAMES, **points
            ),
            "mentoring_application": pages.publish_block("mentoring_application", "call", course_key),
            "mentoring_dashboard": pages.publish_block("mentoring_dashboard", "dashboard", course_key),
            "mentoring_meetings": pages.publish_block("mentoring_meetings", "meetings", course_key),
        }
        programmes.mirror_course(course_key)
        return found

    # ---- people and their groups ----

    def _invite(self, programme: Programme) -> None:
        def person(role: str, name: str) -> Participant:
            contact = {"headline": mark(f"headline {name}"), "contact": mark(f"contact {name}")}
            user = factories.make_learner(f"{name}-in-the-walk", name=mark(f"name {name}"))
            return factories.make_participant(self.round, role, user, **contact)

        self.mentee, self.mentor = person("mentee", "mentee"), person("mentor", "mentor")
        self.former_mentor, self.peer = person("mentor", "former"), person("mentee", "peer")
        self.other_mentor, self.other_mentee = person("mentor", "othermentor"), person("mentee", "othermentee")
        self.waiting = person("mentee", "waiting")
        self.coordinator = factories.make_coordinator(programme, name=mark("name coordinator"))
        self.before = factories.make_group(self.former_mentor, [self.mentee])
        self.far_mentee, self.far_mentor = (
            factories.make_participant(self.far_round, role, one.user)
            for role, one in (("mentee", self.mentee), ("mentor", self.mentor))
        )
        for one in (self.mentee, self.mentor):
            factories.enrol(one.user, ELSEWHERE)
        self.far_pair = factories.make_group(self.far_mentor, [self.far_mentee])
        self.other_pair = factories.make_group(self.other_mentor, [self.other_mentee])
        self.circle = factories.make_group(None, [self.mentee, self.peer], kind="peer_group", name="Circle", capacity=4)

    def _write(self, room: Room, before: Thing) -> dict[str, Thing]:
        """Return the mentee's things of a room in every state, and others' that the mentee has no part in."""
        mentee = self.mentee
        shared = room.share(mentee, room.write(mentee, "first"), self.pair, Audience.LEADER)
        shared = room.rewrite(mentee, shared, mark(f"{room.block_id} shared"))
        room.comment(self.mentor, shared, mark(f"{room.block_id} comment mentor"))
        peers = room.share(mentee, room.write(mentee, "with peers"), self.circle, Audience.GROUP)
        room.comment(self.peer, peers, mark(f"{room.block_id} comment peer"))
        withdrawn = room.share(mentee, room.write(mentee, "withdrawn"), self.pair, Audience.LEADER)
        room.withdraw(mentee, withdrawn)
        deleted = room.share(mentee, room.write(mentee, "deleted"), self.pair, Audience.LEADER)
        room.delete(mentee, deleted)
        foreign = room.share(
            self.other_mentee, room.write(self.other_mentee, "foreign"), self.other_pair, Audience.LEADER
        )
        far = room.share(
            self.far_mentee, room.write(self.far_mentee, "far", ELSEWHERE), self.far_pair, Audience.LEADER, ELSEWHERE
        )
        private = room.write(mentee, "private")
        return {
            "private": Thing(private.id, private.words, private.version, uuid.uuid4(), self.pair.public_id),
            "shared": shared,
            "with peers": peers,
            "withdrawn": withdrawn,
            "with a former mentor": before,
            "deleted": deleted,
            "somebody else’s": foreign,
            "in another course": far,
        }

    def _share_before(self, room: Room) -> Thing:
        thing = room.share(self.mentee, room.write(self.mentee, "before"), self.before, Audience.LEADER)
        room.comment(self.former_mentor, thing, mark(f"{room.block_id} comment former"))
        return thing

    def _change_mentor(self) -> None:
        """The mentee's first pair closes, and another one begins; nobody inherits what was shared in the first."""
        coordinator = factories.coordinator_actor(self.coordinator)
        groups.close(coordinator, factories.place_of(self.round), self.before.public_id, CloseReason.EARLY)
        self.pair = factories.make_group(self.mentor, [self.mentee])

    def _hand_in(self) -> dict[str, Thing]:
        scored = GOALS.hand_in(self.mentee, "scored")
        score_id = assessment.give_score(
            factories.actor(self.mentor), GOALS.place(), scored.id, 7, mark("feedback mentor")
        )
        taken = JOURNAL.hand_in(self.mentee, "taken")
        assessment.take_back(factories.actor(self.mentee), JOURNAL.place(), taken.id)
        return {
            "scored": Thing(scored.id, scored.words, score_id=score_id),
            "taken back": taken,
            "waiting": JOURNAL.hand_in(self.mentee, "waiting"),
            "somebody else’s": JOURNAL.hand_in(self.other_mentee, "foreign handed"),
            "in another course": JOURNAL.hand_in(self.far_mentee, "far handed", ELSEWHERE),
        }

    def _apply(self) -> dict[str, Thing]:
        """The mentee writes a draft, and the other mentee sends an application; the peer is in reserve."""
        place, now = factories.make_place("mentoring_application", "call"), timezone.now()
        call, key = applications.call_settings({"role": "mentee"}, None), uuid.uuid4()
        words = {name: mark(f"application {name}") for name in ("draft", "sent", "reserve", "far")}
        draft, sent, reserve, far = (scene_reading.written("mentee", name) for name in words)
        written = applications.save_draft(factories.actor(self.mentee), place, call, draft, 0, key, now).application
        received = applications.submit(
            factories.actor(self.other_mentee), place, call, sent, committed=True, version=0, page_key=key, now=now
        ).application
        mirror = BlockMirror.objects.get(usage_key=place.usage_key)
        waiting = make_application(self.round, mirror, self.peer.user, status="reserve", answers=reserve)
        told, kept = mark("told reserve"), mark("reason reserve")
        waiting.decisions.create(status="reserve", told=told, reason=kept, decided_by=self.coordinator)
        elsewhere = BlockMirror.objects.get(course_key=ELSEWHERE, block_type="mentoring_application")
        foreign = make_application(self.far_round, elsewhere, self.far_mentee.user, answers=far)
        named = {"a draft": written, "sent": received, "in reserve": waiting, "in another course": foreign}
        return {
            name: Thing(one.public_id, text, one.version)
            for (name, one), text in zip(named.items(), words.values(), strict=True)
        }

    def _offer(self) -> dict[str, Thing]:
        """Places that can be declined still, or not any more."""
        tomorrow = timezone.now() + dt.timedelta(days=1)
        left = Membership.objects.get(group=self.before, participant=self.mentee)
        Offer.objects.create(membership=left, answer="declined", reason=mark("reason declined"), answer_by=tomorrow)
        named = {
            "a place": (self.pair, self.mentee, tomorrow),
            "their mentor’s": (self.pair, self.mentor, tomorrow),
            "somebody else’s": (self.other_pair, self.other_mentee, tomorrow),
            "a settled place": (self.circle, self.mentee, timezone.now() - dt.timedelta(days=1)),
            "in another course": (self.far_pair, self.far_mentee, tomorrow),
        }
        return {
            name: Thing(
                Offer.objects.create(
                    membership=Membership.objects.get(group=group, participant=person), answer_by=moment
                ).public_id,
                group_id=group.public_id,
            )
            for name, (group, person, moment) in named.items()
        }

    def _people(self) -> dict[str, Thing]:
        named = {
            "the mentee": self.mentee,
            "their mentor": self.mentor,
            "their peer": self.peer,
            "another mentee": self.other_mentee,
            "somebody without a group": self.waiting,
            "in another course": self.far_mentee,
        }
        return {name: Thing(one.public_id, one.contact) for name, one in named.items()}

    def _groups(self) -> dict[str, Thing]:
        draft = factories.make_group(None, [self.waiting], kind="small_group", state="draft", capacity=3)
        peer = factories.make_group(self.other_mentor, [self.peer], state="draft")
        named = {
            "a draft": draft,
            "a whole draft": peer,
            "published": self.circle,
            "closed": self.before,
            "in another course": self.far_pair,
        }
        places = {group: Membership.objects.filter(group=group).order_by("pk").first() for group in named.values()}
        return {
            name: Thing(
                places[group].participant.public_id,
                version=group.version,
                group_id=group.public_id,
                membership_id=places[group].public_id,
            )
            for name, group in named.items()
        }

    # ---- who asks ----

    def _roles(self, programme: Programme) -> Mapping[str, Any]:
        superuser = factories.make_learner("superuser-in-the-walk", is_superuser=True, is_staff=True)
        author = factories.make_staff("author-in-the-walk")
        factories.enrol(author)
        powerful = factories.make_coordinator(programme)
        factories.give_role(powerful, "instructor")
        return {
            "anonymous": None,
            "stranger": factories.make_user("stranger-in-the-walk"),
            "learner outside the programme": factories.make_learner("outside-in-the-walk"),
            "matcher": self.matcher,
            "former matcher": self.former_matcher,
            "line manager": self.line_manager,
            "mentee": self.mentee.user,
            "own mentor": self.mentor.user,
            "former mentor": self.former_mentor.user,
            "peer": self.peer.user,
            "other mentee": self.other_mentee.user,
            "other mentor": self.other_mentor.user,
            "coordinator": self.coordinator,
            "other staff": factories.make_staff("staff-in-the-walk"),
            "administrator": factories.make_administrator("administrator-in-the-walk"),
            "author": author,
            "superuser": superuser,
            "looking as the mentee": powerful,
            "looking as a learner": powerful,
        }

    @staticmethod
    def _number(people: Iterable[Any]) -> None:
        """Give everybody the host's anonymous ids, which each call would make, and undo, otherwise."""
        for person in people:
            for course_key in (HERE, None):
                anonymous_id_for_user(person, course_key)

    def _client(self, role: str) -> Client:
        client = pages.browser(self.who[role])
        client.raise_request_exception = False
        if role.startswith("looking as"):
            learner = self.mentee.user.username if role == "looking as the mentee" else "*"
            assert client.post(reverse("look_as"), {"learner": learner}).status_code == 302
        return client
