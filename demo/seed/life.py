"""What happened in the demo's programme so far, told through the rooms' own doors, in the order in which it happened.

Nothing here writes a row of theirs: whoever may not do a thing in the real programme may not do it here either.
"""

import datetime as dt
import hashlib
import uuid
from dataclasses import dataclass, field

from django.utils import timezone

from demo.models import AuthoredBlock, StudentState
from demo.seed import course, people
from demo.seed.company import work
from demo.seed.groups import GROUPS, Together
from demo.seed.reflecting import Reflecting
from demo.seed.story import once
from demo.seed.texts import HandIn, Item, Points, Said, Share, Text, Texts, all_texts
from mentoring_xblock import host
from mentoring_xblock.assessment import api as assessment
from mentoring_xblock.assessment.data import Rules
from mentoring_xblock.assessment.settings import read_rules
from mentoring_xblock.goals import api as goals
from mentoring_xblock.goals.block import GoalsBlock
from mentoring_xblock.goals.data import GoalDraft, Status
from mentoring_xblock.groups import api as groups
from mentoring_xblock.journal import api as journal
from mentoring_xblock.journal.block import JournalBlock
from mentoring_xblock.kit.place import Place
from mentoring_xblock.privacy.audit import ItemKind
from mentoring_xblock.privacy.policy import Actor
from mentoring_xblock.programme import api as programme
from mentoring_xblock.programme.data import Role
from mentoring_xblock.sharing import api as sharing
from mentoring_xblock.sharing.models import Stance
from mentoring_xblock.worksheets.api import questions_of
from mentoring_xblock.worksheets.data import Worksheet

#: Between these hours, as parts of a day, people do what has no hour of its own.
_MORNING, _EVENING = 0.35, 0.85

_ITEMS = {course.GOALS: GoalsBlock.items, course.REFLECTION: JournalBlock.items, course.REPORT: JournalBlock.items}


@dataclass(eq=False)
class Life(Reflecting):
    """The programme that is half-way through."""

    coordinator: people.Persona = field(kw_only=True, default=people.COORDINATOR)
    # By the keys of the data.
    hand_ins: dict[tuple[str, str], uuid.UUID] = field(default_factory=dict)

    def plan_everything(self) -> None:
        self._step(-20.6, self._name_coordinator, people.COORDINATOR)
        self._step(-6.6, self._take_in_everybody)
        for together in GROUPS:
            self._plan_group(together)
        for texts in all_texts():
            self._plan_person(texts)
            self.plan_goals(texts)
        self.plan_together("tuottaja")
        self._step(90.5, self._release, course.REPORT, "helmi")
        self.plan_work(work("tuottaja"))

    # ---- the programme and its groups ----

    def _take_in_everybody(self) -> None:
        for role, personas in ((Role.MENTOR, people.MENTORS), (Role.MENTEE, people.MENTEES)):
            names = [persona.username for persona in personas]
            programme.add_participants(self._coordinator, self._programme, names, role)
        programme.add_participants(self._coordinator, self._programme, [people.SUPERVISOR.username], Role.SUPERVISOR)

    def _plan_group(self, together: Together) -> None:
        self._step(together.made, self._make_group, together)
        if together.published is not None:
            self._step(together.published, self._publish, together.published)
        for day, username in together.joined:
            self._step(day, self._join, together, username)
        if together.closed is not None:
            self._step(together.closed, self._close, together)

    def _make_group(self, together: Together) -> None:
        made = groups.create_group(
            self._coordinator,
            self._programme,
            together.kind,
            together.name,
            leader=self._participant(together.leader).public_id if together.leader else None,
            members=[self._participant(username).public_id for username in together.members],
            once_key=once("group", together.key),
        )
        self.groups[together.key] = made.public_id

    def _publish(self, day: float) -> None:
        """Publish what is published on one day together, so that everybody concerned gets one mail."""
        ids = [self.groups[together.key] for together in GROUPS if together.published == day]
        groups.publish(self._coordinator, self._programme, ids)
        self._send_mail()

    def _join(self, together: Together, username: str) -> None:
        participant_id = self._participant(username).public_id
        groups.add_member(self._coordinator, self._programme, self.groups[together.key], participant_id)
        self._send_mail()

    def _close(self, together: Together) -> None:
        groups.close(self._coordinator, self._programme, self.groups[together.key], groups.CloseReason.EARLY)
        self._send_mail()

    # ---- what people write ----

    def _plan_person(self, texts: Texts) -> None:
        name = texts.username
        self._step(self._hour(2 + len(name) % 5, name), self._save_card, texts)
        for day in texts.reads:
            self._step(self._hour(day, name), self._read_what_is_new, name)
        for item in texts.items:
            for text in item.texts:
                self._step(self._hour(text.on, name, item.key), self._write, texts, item, text)
            for share in item.shares:
                self._step(self._hour(share.on, name, item.key), self._share, texts, item, share)
                if share.until is not None:
                    self._step(self._hour(share.until, name, item.key), self._withdraw, texts, item, share)
            for day, reader in item.opened:
                self._step(self._hour(day, reader, item.key), self._open, texts, item, reader)
            self.plan_entry(name, item, self._hour)
            for said in item.said:
                self._step(self._hour(said.on, said.by, item.key), self._say, texts, item, said)
            if item.deleted is not None:
                self._step(self._hour(item.deleted, name, item.key), self._delete, texts, item)
        for hand_in in texts.hand_ins:
            self._step(self._hour(hand_in.on, name, hand_in.block), self._hand_in, texts, hand_in)
            for points in hand_in.scores:
                self._step(self._hour(points.on, points.by, hand_in.block), self._score, texts, hand_in, points)
            if hand_in.again is not None:
                again = hand_in.again
                self._step(self._hour(again["on"], again["by"], hand_in.block), self._ask_again, texts, hand_in)
            if hand_in.taken_back is not None:
                self._step(self._hour(hand_in.taken_back, name, hand_in.block), self._take_back, texts, hand_in)

    @staticmethod
    def _hour(day: float, *about: str) -> float:
        """Give a day without an hour one that looks like anybody's."""
        if day != int(day):
            return day
        chance = hashlib.blake2b("/".join(about).encode(), digest_size=2).digest()
        return day + _MORNING + (_EVENING - _MORNING) * int.from_bytes(chance) / 0xFFFF

    def _save_card(self, texts: Texts) -> None:
        programme.save_card(self._actor(texts.username), self._programme, texts.headline, texts.contact, 1)

    def _write(self, texts: Texts, item: Item, text: Text) -> None:
        write = self._write_goal if item in texts.goals else self._write_entry
        with self._in_words_of(texts.username):
            write(texts.username, item, text)
        # The marker that a block leaves when somebody writes in it.
        StudentState.objects.get_or_create(
            user=self._user(texts.username),
            usage_key=str(self.keys[item.block]),
            defaults={"state": {"touched": True}},
        )

    def _write_goal(self, username: str, item: Item, text: Text) -> None:
        actor, place, at = self._actor(username), self._place(item.block), (username, item.key)
        sheet = goals.open_sheet(actor, place, Worksheet(questions_of(programme.block_info(place.usage_key).questions)))
        target = text.fields.get("target")
        draft = GoalDraft(
            answers=text.answers,
            theme=text.fields.get("theme", ""),
            target_on=None if target is None else self.info.round.starts_on + dt.timedelta(days=target),
            status=Status(text.fields.get("status", Status.DRAFT)),
        )
        goal_id, version = self.items.get(at), self.versions.get(at, 1)
        self.clock.settle_now("mentoring_xblock.GoalVersion")
        goal = goals.save_goal(actor, sheet, goal_id, draft, version, once("goal", *at)).goal
        self.items[at], self.versions[at] = goal.goal_id, goal.version

    def _delete(self, texts: Texts, item: Item) -> None:
        actor, place, item_id = self._own(texts, item)
        if item in texts.goals:
            goals.delete_goal(actor, goals.open_sheet(actor, place, Worksheet(())), item_id)
        else:
            journal.delete_entry(actor, place, item_id)

    def _own(self, texts: Texts, item: Item) -> tuple[Actor, Place, uuid.UUID]:
        return self._actor(texts.username), self._place(item.block), self.items[texts.username, item.key]

    # ---- what people share ----

    def _share(self, texts: Texts, item: Item, share: Share) -> None:
        if item in texts.goals:
            whom = self._whom(texts.username, share.whom)
            given = goals.share_goal(*self._own(texts, item), whom.group_id, whom.audience)
        else:
            given = self._share_entry(texts.username, item, share)
        self.shares[texts.username, item.key, share.whom] = given.share_id

    def _withdraw(self, texts: Texts, item: Item, share: Share) -> None:
        withdraw = goals.withdraw_goal if item in texts.goals else journal.withdraw_entry
        withdraw(*self._own(texts, item), self.shares[texts.username, item.key, share.whom])

    def _open(self, texts: Texts, item: Item, reader: str) -> None:
        _, place, item_id = self._own(texts, item)
        look = goals.open_shared if item in texts.goals else journal.open_shared
        look(self._actor(reader), place, item_id)

    def _read_what_is_new(self, username: str) -> None:
        actor = self._actor(username)
        for one in sharing.unread(actor.user_id, self.round_id, timezone.now()):
            look = goals.open_shared if one.item_kind == ItemKind.GOAL else journal.open_shared
            look(actor, self._programme, one.item_id)

    def _say(self, texts: Texts, item: Item, said: Said) -> None:
        _, place, item_id = self._own(texts, item)
        say = goals.comment if item in texts.goals else journal.comment
        share_id = self.shares[texts.username, item.key, said.whom]
        key = once("comment", texts.username, item.key, said.by, str(said.on))
        stance = {"stance": Stance(said.stance)} if said.stance else {}
        say(self._actor(said.by), place, item_id, share_id, said.text, key, **stance)

    # ---- what people hand in ----

    def _hand_in(self, texts: Texts, hand_in: HandIn) -> None:
        actor, place = self._actor(texts.username), self._place(hand_in.block)
        ids = [self.items[texts.username, key] for key in hand_in.items]
        key = once("hand_in", texts.username, hand_in.block, str(hand_in.on))
        with self._in_words_of(texts.username):
            self.hand_ins[texts.username, hand_in.block] = assessment.hand_in(
                actor, place, self._maximum(place), _ITEMS[hand_in.block], ids, key, self._rules(place)
            )
        host.complete(place.usage_key, [actor.user_id], 1.0)

    def _take_back(self, texts: Texts, hand_in: HandIn) -> None:
        actor, place = self._actor(texts.username), self._place(hand_in.block)
        if not assessment.take_back(actor, place, self.hand_ins[texts.username, hand_in.block]):
            host.complete(place.usage_key, [actor.user_id], 0.0)

    def _score(self, texts: Texts, hand_in: HandIn, points: Points) -> None:
        actor, place = self._actor(points.by), self._place(hand_in.block)
        hand_in_id = self.hand_ins[texts.username, hand_in.block]
        detail = assessment.open_hand_in(actor, place, hand_in_id)
        assessment.mark_opened(actor, detail)
        stands = detail.standing.score_id if detail.standing else None
        marks = dict(points.marks) or None
        assessment.give_score(actor, place, hand_in_id, points.points, points.feedback, stands, marks)

    def _ask_again(self, texts: Texts, hand_in: HandIn) -> None:
        again, place = hand_in.again, self._place(hand_in.block)
        hand_in_id = self.hand_ins[texts.username, hand_in.block]
        assessment.ask_again(self._actor(again["by"]), place, hand_in_id, again["text"].strip(), self.now)

    def _release(self, block: str, username: str) -> None:
        """Release the points that a mentor has given somebody."""
        drafts = assessment.drafts(self._coordinator, self.info)
        name = self._user(username).profile.name
        ids = [one.score_id for one in drafts.items if one.owner_name == name]
        assessment.release(self._coordinator, self._place(block), ids, self.now)

    @staticmethod
    def _maximum(place: Place) -> int:
        return programme.block_info(place.usage_key).points

    @staticmethod
    def _rules(place: Place) -> Rules:
        return read_rules(AuthoredBlock.objects.get(usage_key=str(place.usage_key)).published)
