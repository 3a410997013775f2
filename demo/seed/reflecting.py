"""What people do with their journals: write on a prompt, share all or a passage of it, read, and answer together."""

import datetime as dt
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.utils import timezone

from demo.seed import course
from demo.seed.story import once
from demo.seed.striving import Striving
from demo.seed.texts import Item, Share, Text
from mentoring_xblock import host
from mentoring_xblock.groups import api as groups
from mentoring_xblock.journal import api as journal
from mentoring_xblock.journal.data import Draft
from mentoring_xblock.privacy.audit import ItemKind
from mentoring_xblock.programme import api as programme
from mentoring_xblock.reflections import api as reflections
from mentoring_xblock.sharing import api as sharing
from mentoring_xblock.sharing.data import ShareInfo, Target
from mentoring_xblock.sharing.models import Audience, Reaction
from mentoring_xblock.worksheets.api import frames_from_mirror
from mentoring_xblock.worksheets.data import Frame

#: Entries that complete the diary, as its block says.
_DIARY_COMPLETE = 3
#: With whom a text says that something is shared, beside people by their usernames.
_AUDIENCES = frozenset({"mentor", "group", "peers"})


@dataclass(eq=False)
class Reflecting(Striving):
    """A programme whose people keep journals."""

    # By the keys of the data.
    versions: dict[tuple[str, str], int] = field(default_factory=dict)

    def plan_entry(self, username: str, item: Item, hour: Callable[..., float]) -> None:
        """Collect the steps of what becomes of an entry beside what becomes of goals, too."""
        for day, reader in item.read:
            self._step(hour(day, reader, item.key), self._mark_read, username, item, reader)
        for raw in item.reactions:
            self._step(hour(raw["on"], raw["by"], item.key), self._react, username, item, raw["by"], raw["as"])
        if item.handed_over is not None:
            self._step(hour(item.handed_over, username, item.key), self._hand_over, username, item)

    # ---- writing ----

    @cached_property
    def _frames(self) -> dict[str, tuple[Frame, ...]]:
        """The prompts of the journals, by the names of the blocks."""
        names = (course.DIARY, course.REFLECTION, course.REPORT)
        return {name: frames_from_mirror(programme.block_info(self.keys[name])) for name in names}

    def _frame(self, item: Item, text: Text) -> Frame:
        frames = self._frames[item.block]
        return next((one for one in frames if one.id == text.fields.get("frame")), frames[0])

    def _text_of(self, username: str, item: Item, text: Text, frame: Frame) -> Draft:
        day, goal, meeting = (text.fields.get(name) for name in ("day", "goal", "meeting"))
        about = self.info.round.starts_on + dt.timedelta(days=int(item.texts[0].on) if day is None else day)
        return Draft(
            title=text.fields.get("title", ""),
            theme=text.fields.get("theme", ""),
            answers=text.answers,
            frame=frame.id,
            day=about,
            mood=text.fields.get("mood"),
            goal_id=self.items[username, goal] if goal else None,
            meeting_id=self.meetings[tuple(meeting.split(":"))].public_id if meeting else None,
        )

    def _write_entry(self, username: str, item: Item, text: Text) -> None:
        actor, place, at = self._actor(username), self._place(item.block), (username, item.key)
        entry_id, version = self.items.get(at), self.versions.get(at, 0)
        frame = self._frame(item, text)
        draft, words = self._text_of(username, item, text, frame), {one.id: one.label for one in frame.questions}
        writer = journal.Writer(once("entry", *at, str(version)), 1)
        saved = journal.save_entry(actor, place, entry_id, draft, version, writer, words=words)
        self.items[at], self.versions[at] = saved.entry.public_id, saved.entry.version
        if item.block == course.DIARY and saved.count >= _DIARY_COMPLETE:
            host.complete(place.usage_key, [actor.user_id], 1.0)

    # ---- sharing ----

    def _share_entry(self, username: str, item: Item, share: Share) -> ShareInfo:
        manner = {"passage": None, "later": True, "talk": True, "mood": False, **share.manner}
        whom = self._whom(username, share.whom)
        return journal.share_entry(
            self._actor(username),
            self._place(item.block),
            self.items[username, item.key],
            whom.group_id,
            whom.audience,
            seat_id=whom.seat_id,
            later=manner["later"],
            passages=manner["passage"],
            talk=manner["talk"],
            with_mood=manner["mood"],
        )

    def _whom(self, username: str, whom: str) -> Target:
        """Return with whom somebody shares: their mentor, their small group, their peers, or one of their peers."""
        circle = groups.Circle.MENTORING if whom in {"mentor", "group"} else groups.Circle.PEER
        mine = groups.my_groups(self._user(username).pk, self.round_id)
        # A mentor may lead pairs beside a small group.
        group = next(one for one in mine if one.circle == circle and (whom != "group" or one.kind != groups.Kind.PAIR))
        if whom in _AUDIENCES:
            audience = Audience.LEADER if whom == "mentor" else Audience.GROUP
            return Target(group.public_id, group.name, audience, ())
        seats = {member.user_id: member.membership_id for member in group.people}
        return Target(group.public_id, group.name, Audience.PERSON, (), seats[self._user(whom).pk])

    # ---- what readers do ----

    def _given_to(self, username: str, item: Item, reader: str) -> tuple[Any, ...]:
        actor, item_id = self._actor(reader), self.items[username, item.key]
        found = sharing.received(actor.user_id, timezone.now(), ItemKind.ENTRY, [item_id])
        return actor, self._place(item.block), item_id, found[0].share_id

    def _mark_read(self, username: str, item: Item, reader: str) -> None:
        journal.mark_read(*self._given_to(username, item, reader))

    def _react(self, username: str, item: Item, reader: str, reaction: str) -> None:
        journal.react(*self._given_to(username, item, reader), Reaction(reaction))

    # ---- together ----

    def _hand_over(self, username: str, item: Item) -> None:
        entry_id: uuid.UUID = self.items[username, item.key]
        group_id = self._whom(username, "peers").group_id
        frame = self._frame(item, item.texts[0])
        # By the story's clock: a prompt opens on a day, too, and is read by who was in the group on theirs.
        self.clock.settle_now("mentoring_xblock.Membership")
        actor, place = self._actor(username), self._place(item.block)
        reflections.hand_over(actor, place, frame, entry_id, group_id, self.now)
        self._send_mail()
