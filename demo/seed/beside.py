"""What happens beside the groups: supervision to sign up to, asking for help, and pairs that found each other."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from demo.seed.company import Work, moment
from demo.seed.noting import Noting
from demo.seed.story import once
from mentoring_xblock.declared import api as declared
from mentoring_xblock.help import api as helping
from mentoring_xblock.help.models import Topic
from mentoring_xblock.programme.data import Role
from mentoring_xblock.signups import api as signups

#: How long after each other people sign up, in days.
_APART = 0.13


@dataclass(eq=False)
class Accompanied(Noting):
    """A programme in which there is more than groups and meetings."""

    # Public ids: of requests for help by key, of groups that are open by key and town.
    requests: dict[str, UUID] = field(default_factory=dict)
    openings: dict[tuple[str, str], UUID] = field(default_factory=dict)

    def plan_work(self, work: Work) -> None:
        super().plan_work(work)
        for opened in work.sign_ups:
            self._step(moment(opened["on"]), self._open_groups, opened)
            for number, (username, town) in enumerate(opened["who"], start=1):
                self._step(moment(opened["on"]) + 1 + number * _APART, self._sign_up, opened["key"], username, town)
        for request in work.help:
            self._step(moment(request["on"]), self._ask_for_help, request)
            for number, said in enumerate(request.get("said", ())):
                self._step(moment(said["on"]), self._say_of_help, request, str(number), said)
        for pair in work.declared:
            self._step(moment(pair["on"]), self._declare, pair)
            self._step(moment(pair["agreed"]), self._agree, pair["named"])
            if "confirmed" in pair:
                self._step(moment(pair["confirmed"]), self._confirm, pair)

    # ---- groups to sign up to ----

    def _open_groups(self, raw: Mapping[str, Any]) -> None:
        opening = signups.Opening(
            name=raw["name"],
            role=Role(raw["role"]),
            places=raw["places"],
            where=tuple(raw["where"]),
            answer_on=self._day(raw["answer_on"]),
            text=raw["text"].strip(),
            leader=self._participant(raw["leader"]).public_id,
        )
        once_key = once("sign up", str(self.course_key), raw["key"])
        series_id = signups.open_series(self._coordinator, self._programme, opening, once_key, self.now)
        found = next(one for one in signups.series_of_round(self.round_id) if one.public_id == series_id)
        for town in found.towns:
            self.openings[raw["key"], town.where] = town.public_id
            self.groups[f"{raw['key']}-{town.where}"] = town.group.public_id
        self._send_mail()

    def _sign_up(self, key: str, username: str, town: str) -> None:
        signups.sign_up(self._actor(username), self._meetings, self.openings[key, town], self.now)
        self._send_mail()

    def _day(self, day: int) -> dt.date:
        return self.info.round.starts_on + dt.timedelta(days=day)

    # ---- help ----

    def _ask_for_help(self, raw: Mapping[str, Any]) -> None:
        actor, once_key = self._actor(raw["by"]), once("help", str(self.course_key), raw["key"])
        group_id = self.groups[raw["group"]] if "group" in raw else None
        asked = helping.ask(actor, self._meetings, Topic(raw["topic"]), raw["text"].strip(), once_key, group_id)
        self.requests[raw["key"]] = asked.public_id
        self._send_mail()

    def _say_of_help(self, raw: Mapping[str, Any], number: str, said: Mapping[str, Any]) -> None:
        asker = said["by"] == raw["by"]
        once_key = once("help", str(self.course_key), raw["key"], number)
        request_id, actor = self.requests[raw["key"]], self._actor(said["by"])
        helping.reply(actor, self._meetings, request_id, said["text"].strip(), once_key, as_asker=asker)
        self._send_mail()

    # ---- pairs that found each other ----

    def _declare(self, raw: Mapping[str, Any]) -> None:
        actor = self._actor(raw["by"])
        declared.declare(actor, self._meetings, raw["named"], self._day(raw["begins"]), mentors=raw["mentors"])
        self._send_mail()

    def _agree(self, username: str) -> None:
        actor = self._actor(username)
        asked = next(one for one in declared.declaring(actor, self._meetings).mine if one.to_answer)
        declared.answer(actor, self._meetings, asked.public_id, agree=True)
        self._send_mail()

    def _confirm(self, raw: Mapping[str, Any]) -> None:
        waiting = declared.agreed(self._coordinator, self._programme).items[0]
        made = declared.confirm(self._coordinator, self._programme, waiting.public_id, self._day(raw["begins"]))
        self.groups[raw["key"]] = made.public_id
        self._send_mail()
