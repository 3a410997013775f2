"""What people bring to meetings, note there and promise each other, and what they raise for those of everybody."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from demo.seed.company import Work, moment
from demo.seed.story import once
from demo.seed.working import Working
from mentoring_xblock.groups import api as groups
from mentoring_xblock.notes import api as notes

#: How long after each other people vote, in days.
_APART = 0.05


@dataclass(eq=False)
class Noting(Working):
    """A programme whose groups prepare their meetings."""

    def plan_work(self, work: Work) -> None:
        super().plan_work(work)
        for group in work.groups:
            for point in group.get("points", ()):
                self._plan_point(group["key"], point)
            for promise in group.get("actions", ()):
                self._plan_action(group["key"], promise)
            for note in group.get("notes", ()):
                self._step(moment(note["on"]), self._note, group["key"], note)
        for joint in work.joint:
            for point in joint.get("points", ()):
                self._plan_raised(joint["planned"], point)

    def _once(self, *parts: str) -> Any:
        return once("note", str(self.course_key), *parts)

    # ---- for a group's next meeting ----

    def _plan_point(self, key: str, raw: Mapping[str, Any]) -> None:
        self._step(moment(raw["on"]), self._add_point, key, raw)
        for number, username in enumerate(raw.get("votes", ()), start=1):
            self._step(moment(raw["on"]) + number * _APART, self._vote, key, raw["text"], username)
        if "done" in raw:
            self._step(moment(raw["done"]), self._tick, key, raw)

    def _add_point(self, key: str, raw: Mapping[str, Any]) -> None:
        actor, once_key = self._actor(raw["by"]), self._once("point", key, raw["text"])
        notes.add_point(actor, self._meetings, self.groups[key], raw["text"], None, once_key, self.now)

    def _point_id(self, key: str, username: str, text: str) -> Any:
        relation = groups.relation(self._actor(username), self._meetings, self.groups[key])
        return next(one.point_id for one in notes.group_points(relation, {}) if one.body == text)

    def _tick(self, key: str, raw: Mapping[str, Any]) -> None:
        point_id = self._point_id(key, raw["by"], raw["text"])
        actor = self._actor(raw["by"])
        notes.tick_point(actor, self._meetings, self.groups[key], point_id, self.now, done=True)

    def _vote(self, key: str, text: str, username: str) -> None:
        point_id = self._point_id(key, username, text)
        actor = self._actor(username)
        notes.vote_point(actor, self._meetings, self.groups[key], point_id, self.now, wanted=True)

    # ---- what is promised ----

    def _plan_action(self, key: str, raw: Mapping[str, Any]) -> None:
        self._step(moment(raw["on"]), self._promise, key, raw)
        if "done" in raw:
            self._step(moment(raw["done"]), self._keep, key, raw)

    def _promise(self, key: str, raw: Mapping[str, Any]) -> None:
        due_on = self.moment(raw["due"]).date() if "due" in raw else None
        whose = self._participant(raw.get("whose", raw["by"])).public_id
        once_key = self._once("action", key, raw["text"])
        draft = notes.ActionDraft(raw["text"], whose, due_on)
        notes.add_action(self._actor(raw["by"]), self._meetings, self.groups[key], draft, once_key, self.now)

    def _keep(self, key: str, raw: Mapping[str, Any]) -> None:
        actor = self._actor(raw.get("whose", raw["by"]))
        relation = groups.relation(actor, self._meetings, self.groups[key])
        promised = notes.open_actions(relation, {}, self.now)
        action_id = next(one.action_id for one in promised if one.body == raw["text"])
        notes.settle_action(actor, self._meetings, self.groups[key], action_id, notes.Becomes.DONE, self.now)

    # ---- notes ----

    def _note(self, key: str, raw: Mapping[str, Any]) -> None:
        meeting, own = self.meetings[key, str(raw["about"])], raw.get("own", False)
        actor, text = self._actor(raw["by"]), raw["text"].strip()
        notes.save_note(actor, self._meetings, self.groups[key], meeting.public_id, text, 0, self.now, own=own)

    # ---- for meetings of everybody ----

    def _plan_raised(self, planned: str, raw: Mapping[str, Any]) -> None:
        self._step(moment(raw["on"]), self._raise, planned, raw)
        for number, username in enumerate(raw.get("votes", ()), start=1):
            self._step(moment(raw["on"]) + number * _APART, self._vote_raised, planned, raw["text"], username)

    def _raise(self, planned: str, raw: Mapping[str, Any]) -> None:
        once_key = self._once("raised", planned, raw["text"])
        meeting_id = self._joint(planned).public_id
        notes.raise_point(self._actor(raw["by"]), self._meetings, meeting_id, raw["text"], once_key, self.now)

    def _vote_raised(self, planned: str, text: str, username: str) -> None:
        meeting, actor = self._joint(planned), self._actor(username)
        point_id = next(one.point_id for one in notes.meeting_points(meeting, actor.user_id) if one.body == text)
        notes.vote_raised(actor, self._meetings, meeting.public_id, point_id, self.now, wanted=True)
