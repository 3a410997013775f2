"""What groups do once they are there: agreements, meetings of their own, and meetings of everybody."""

import datetime as dt
import uuid
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone

from demo.seed.company import Work, moment
from demo.seed.course import MEETINGS, TIME_ZONE
from demo.seed.people import Persona
from demo.seed.story import Story, once
from mentoring_xblock.agreements import api as agreements
from mentoring_xblock.gatherings import api as gatherings
from mentoring_xblock.gatherings.data import JointDraft
from mentoring_xblock.gatherings.queries import all_of_round
from mentoring_xblock.kit.place import Place
from mentoring_xblock.meetings import asking, booking, holding
from mentoring_xblock.meetings.data import MeetingInfo, Way
from mentoring_xblock.meetings.slots import Slot
from mentoring_xblock.privacy.policy import Actor
from mentoring_xblock.programme import api as programme
from mentoring_xblock.programme.plan_relationship import Audience

_ZONE = str(TIME_ZONE)
#: The day on which coordinators put the plan's meetings into the calendar, and how long before it is announced a
#: meeting is written.
_PUT = -18.4
_LITTLE = 0.01
_EVERYBODY = "everybody"
#: What an agreement says of itself beside its words.
_AGREED = {"on", "by", "put", "signed", "again"}


@dataclass(eq=False)
class Working(Story):
    """A programme whose groups meet."""

    coordinator: Persona = field(kw_only=True)
    # Public ids, by the keys of the data.
    groups: dict[str, uuid.UUID] = field(default_factory=dict)
    meetings: dict[tuple[str, str], MeetingInfo] = field(default_factory=dict)

    @property
    def _coordinator(self) -> Actor:
        return self._actor(self.coordinator.username)

    @property
    def _meetings(self) -> Place:
        return self._place(MEETINGS)

    def plan_work(self, work: Work) -> None:
        """Collect the steps of what groups do, and of the meetings of everybody."""
        for group in work.groups:
            if "agreement" in group:
                self._plan_agreement(group["key"], group["agreement"])
            for number, meeting in enumerate(group.get("booked", ())):
                self._plan_booked(group["key"], str(number), meeting)
            for number, meeting in enumerate(group.get("met", ())):
                self._step(moment(meeting["on"]), self._meet, group["key"], str(number), meeting)
            for number, asked in enumerate(group.get("asked", ())):
                self._plan_asked(group["key"], str(number), asked)
        if self.info.plan.planned:
            self._step(_PUT, self._put_all)
        for joint in work.joint:
            self._plan_joint(joint)

    # ---- agreements ----

    def _plan_agreement(self, key: str, raw: Mapping[str, Any]) -> None:
        for version in (raw, *raw.get("again", ())):
            texts = {name: text for name, text in version.items() if name not in _AGREED}
            self._step(moment(version["on"]), self._draft, key, version["by"], texts)
            if "put" in version:
                self._step(moment(version["put"]), self._put_to_sign, key, version["by"])
            for username, at in version.get("signed", {}).items():
                self._step(moment(at), self._sign, key, username)

    # Signatures are compared with when people joined and left, so all of it is told by one clock; see `Clock`.

    def _draft(self, key: str, username: str, texts: Mapping[str, str]) -> None:
        actor, now = self._actor(username), timezone.now()
        _, info = agreements.read(actor, self._meetings, self.groups[key], now)
        agreements.save_draft(actor, self._meetings, self.groups[key], {**info.texts, **texts}, info.version, now)

    def _put_to_sign(self, key: str, username: str) -> None:
        actor, now = self._actor(username), timezone.now()
        _, info = agreements.read(actor, self._meetings, self.groups[key], now)
        agreements.put_to_sign(actor, self._meetings, self.groups[key], info.version, now)
        self._send_mail()

    def _sign(self, key: str, username: str) -> None:
        actor, now = self._actor(username), timezone.now()
        _, info = agreements.read(actor, self._meetings, self.groups[key], now)
        agreements.sign(actor, self._meetings, self.groups[key], info.newest.version_id, now)
        self._send_mail()

    # ---- a group's own meetings ----

    def _plan_booked(self, key: str, number: str, raw: Mapping[str, Any]) -> None:
        self._step(moment(raw["on"]), self._book, key, number, raw)
        for at, slot in raw.get("moved", {}).items():
            self._step(moment(at), self._move, key, number, raw["by"], {**raw, **slot})
        if "cancelled" in raw:
            self._step(moment(raw["cancelled"]), self._cancel, key, number, raw["by"])
        if "held" in raw:
            self._step(moment(raw["held"]), self._hold, key, number, raw.get("said_by", raw["by"]))

    def _slot(self, raw: Mapping[str, Any]) -> Slot:
        minutes = raw.get("minutes", self.info.plan.relations.minutes)
        way = Way.IN_PERSON if "where" in raw else Way.REMOTE
        starts_at = self.moment(moment(raw["at"])).astimezone(dt.UTC)
        return Slot.of(starts_at, minutes, way, raw.get("where", ""), raw.get("link", ""))

    def _book(self, key: str, number: str, raw: Mapping[str, Any]) -> None:
        self.meetings[key, number] = booking.book(
            self._actor(raw["by"]),
            self._meetings,
            self.groups[key],
            self._slot(raw),
            _ZONE,
            once("meeting", str(self.course_key), key, number),
            self.now,
        )
        self._send_mail()

    def _move(self, key: str, number: str, username: str, raw: Mapping[str, Any]) -> None:
        known, slot = self.meetings[key, number], self._slot(raw)
        actor, group_id = self._actor(username), self.groups[key]
        self.meetings[key, number] = booking.move(
            actor, self._meetings, group_id, known.public_id, slot, _ZONE, known.version, self.now
        )
        self._send_mail()

    def _cancel(self, key: str, number: str, username: str) -> None:
        known, actor = self.meetings[key, number], self._actor(username)
        booking.cancel(actor, self._meetings, self.groups[key], known.public_id, known.version, self.now)
        self._send_mail()

    def _hold(self, key: str, number: str, username: str) -> None:
        known, actor = self.meetings[key, number], self._actor(username)
        holding.held(actor, self._meetings, self.groups[key], known.public_id, None, known.version, self.now)

    def _meet(self, key: str, number: str, raw: Mapping[str, Any]) -> None:
        once_key = once("met", str(self.course_key), key, number)
        actor, slot = self._actor(raw["by"]), self._slot(raw)
        holding.met(actor, self._meetings, self.groups[key], slot, _ZONE, None, once_key, self.now)

    def _plan_asked(self, key: str, number: str, raw: Mapping[str, Any]) -> None:
        self._step(moment(raw["on"]), self._propose, key, number, raw)
        for place, (username, suits) in enumerate(raw.get("suits", {}).items(), start=1):
            self._step(moment(raw["on"]) + place * 0.1, self._answer_times, key, number, username, suits)

    def _propose(self, key: str, number: str, raw: Mapping[str, Any]) -> None:
        slots = [self._slot(one) for one in raw["times"]]
        once_key = once("asked", str(self.course_key), key, number)
        self.meetings[key, f"asked {number}"] = asking.propose(
            self._actor(raw["by"]), self._meetings, self.groups[key], slots, _ZONE, once_key, self.now
        )
        self._send_mail()

    def _answer_times(self, key: str, number: str, username: str, suits: Collection[int]) -> None:
        meeting = self.meetings[key, f"asked {number}"]
        chosen = [option.public_id for place, option in enumerate(meeting.options) if place in suits]
        asking.answer(self._actor(username), self._meetings, self.groups[key], meeting.public_id, chosen, self.now)
        self._send_mail()

    # ---- meetings of everybody ----

    def _put_all(self) -> None:
        gatherings.put(self._coordinator, self._programme, None, self.now)

    def _plan_joint(self, raw: Mapping[str, Any]) -> None:
        announced = moment(raw["announced"])
        self._step(announced - _LITTLE, self._write_joint, raw)
        self._step(announced, self._announce, raw["planned"])
        for coming, answered in ((True, raw.get("coming", ())), (False, raw.get("not_coming", ()))):
            for number, username in enumerate(self._those(answered), start=1):
                self._step(announced + number * 0.2, self._answer_joint, raw["planned"], username, coming)
        if "held" in raw:
            self._step(moment(raw["held"]), self._save_sheet, raw["planned"], raw["there"])

    def _those(self, named: str | Collection[str]) -> list[str]:
        return list(self._everybody()) if named == _EVERYBODY else list(named)

    def _everybody(self) -> Collection[str]:
        """Everybody who takes part, by username."""
        raise NotImplementedError

    def _joint(self, planned: str) -> MeetingInfo:
        return next(one for one in all_of_round(self.round_id) if one.planned == planned)

    def _write_joint(self, raw: Mapping[str, Any]) -> None:
        known = self._joint(raw["planned"])
        starts = known.starts_at.astimezone(TIME_ZONE)
        answer_on = raw.get("answer_on")
        draft = JointDraft(
            title=known.title,
            kind=known.kind,
            day=starts.date(),
            starts=starts.time(),
            minutes=known.minutes,
            way=Way.IN_PERSON if "where" in raw else Way.REMOTE,
            audience=Audience(known.audience),
            where=raw.get("where", ""),
            link=raw.get("link", ""),
            places=known.places,
            answer_on=None if answer_on is None else self.moment(answer_on).date(),
            leader=self._participant(raw["leader"]).public_id if "leader" in raw else None,
        )
        gatherings.change(self._coordinator, self._programme, known.public_id, draft, known.version, self.now)

    def _announce(self, planned: str) -> None:
        gatherings.announce(self._coordinator, self._programme, [self._joint(planned).public_id], self.now)
        self._send_mail()

    def _answer_joint(self, planned: str, username: str, coming: bool) -> None:
        meeting = self._joint(planned)
        gatherings.answer(self._actor(username), self._meetings, meeting.public_id, coming=coming, now=self.now)
        self._send_mail()

    def _save_sheet(self, planned: str, there: str | Collection[str]) -> None:
        meeting = self._joint(planned)
        everybody = {person.user_id: person.public_id for person in programme.everybody(self.round_id)}
        came = [everybody[self._user(username).pk] for username in self._those(there)]
        gatherings.save_sheet(
            self._coordinator, self._meetings, meeting.public_id, list(everybody.values()), came, self.now
        )
