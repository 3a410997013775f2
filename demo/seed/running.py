"""A programme of the demo that runs, told from its files: who takes part, who works with whom, and what they do."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from demo.seed import course
from demo.seed.beside import Accompanied
from demo.seed.company import Member, members, moment, work
from demo.seed.story import once
from mentoring_xblock.groups import api as groups
from mentoring_xblock.programme import api as programme
from mentoring_xblock.programme.data import Role

#: Days before the programme begins: people are named and taken in, and write their cards.
_NAMED, _TAKEN_IN, _CARDS = -35.6, -25.6, -24.5
#: How long before a group is published it is made.
_MADE = 1.2


@dataclass(eq=False)
class Running(Accompanied):
    """A programme whose people are `content/<folder>/people.toml`."""

    folder: str = field(kw_only=True)

    def plan_everything(self) -> None:
        self._step(_NAMED, self._name_coordinator, self.coordinator)
        self._step(_TAKEN_IN, self._take_in)
        for number, member in enumerate(self._members):
            self._step(_CARDS + number * 0.1, self._save_card, member)
        told = work(self.folder)
        days: dict[float, list[str]] = defaultdict(list)
        for group in told.groups:
            if "published" not in group:
                continue
            day = moment(group["published"])
            days[day].append(group["key"])
            self._step(day - _MADE, self._make_group, group)
            if "closed" in group:
                self._step(moment(group["closed"]), self._close, group["key"])
        for day, keys in days.items():
            self._step(day, self._publish, keys)
        self.plan_work(told)

    @property
    def _members(self) -> tuple[Member, ...]:
        return members(self.folder)

    def _everybody(self) -> Collection[str]:
        return [member.username for member in self._members]

    def _take_in(self) -> None:
        for role in (Role.MENTOR, Role.MENTEE, Role.COACH, Role.SUPERVISOR):
            names = [member.username for member in self._members if member.role == role]
            if names:
                programme.add_participants(self._coordinator, self._programme, names, role)

    def _save_card(self, member: Member) -> None:
        contact = member.contact or f"{member.username}@example.org"
        programme.save_card(self._actor(member.username), self._programme, member.headline, contact, 1)

    def _make_group(self, raw: Mapping[str, Any]) -> None:
        made = groups.create_group(
            self._coordinator,
            self._programme,
            groups.Kind(raw.get("kind", "pair")),
            raw.get("name", ""),
            leader=self._participant(raw["leader"]).public_id if "leader" in raw else None,
            members=[self._participant(username).public_id for username in raw["members"]],
            once_key=once("group", str(self.course_key), raw["key"]),
        )
        self.groups[raw["key"]] = made.public_id

    def _publish(self, keys: Collection[str]) -> None:
        groups.publish(self._coordinator, self._programme, [self.groups[key] for key in keys])
        if self.info.plan.relations.mode == "non_stop":
            # Their own calendars begin today, which is the day that is being told.
            self.clock.begin_today("mentoring_xblock.Group", "starts_on")
        self._send_mail()

    def _close(self, key: str) -> None:
        groups.close(self._coordinator, self._programme, self.groups[key], groups.CloseReason.EARLY)
        self._send_mail()


def monday(now: dt.datetime, weeks: int) -> dt.date:
    """Return the Monday so many weeks after this week's; before it for a negative number."""
    today = now.astimezone(course.TIME_ZONE).date()
    return today - dt.timedelta(days=today.weekday()) + dt.timedelta(weeks=weeks)
