"""What people do for their goals: five levels, ratings on them, steps, and what a group writes together."""

import datetime as dt
import tomllib
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from demo.seed.beside import Accompanied
from demo.seed.course import GOALS
from demo.seed.story import once
from demo.seed.texts import FOLDER, Item, Texts
from mentoring_xblock.attainment import api as attainment
from mentoring_xblock.attainment.data import SHOWN, Answer, ScaleDraft
from mentoring_xblock.goals import api as goals
from mentoring_xblock.goals.data import ActionDraft, GoalDraft, Status
from mentoring_xblock.goals.worksheet import Sheet
from mentoring_xblock.programme import api as programme
from mentoring_xblock.worksheets.reading import from_mirror

#: The first day on which what was rated in the first review is counted.
_COUNTED = 91.0


@dataclass(eq=False)
class Striving(Accompanied):
    """A programme whose people scale their goals and rate them."""

    # Public ids, by the keys of the data.
    items: dict[tuple[str, str], uuid.UUID] = field(default_factory=dict)
    shares: dict[tuple[str, str, str], uuid.UUID] = field(default_factory=dict)

    def plan_goals(self, texts: Texts) -> None:
        """Collect what somebody does for their goals beside writing them."""
        for item in texts.goals:
            if item.scale is not None:
                self._step(item.scale["on"], self._scale, texts.username, item)
            for rating in item.ratings:
                self._step(rating["on"], self._rate, texts.username, item, rating)
                if "agreed" in rating:
                    self._step(rating["agreed"]["on"], self._agree_with, texts.username, item, rating["agreed"])
            for step in item.steps:
                self._plan_step((texts.username, item.key), texts.username, step)

    def plan_together(self, course: str) -> None:
        """Collect what the groups of a course write together, and the counting of what was rated."""
        path = FOLDER / course / "together.toml"
        for raw in tomllib.loads(path.read_text(encoding="utf-8"))["goals"]:
            self._step(raw["on"], self._write_together, raw, raw["by"], raw["statement"], 0)
            for version, edit in enumerate(raw.get("edits", ()), start=1):
                self._step(edit["on"], self._write_together, raw, edit["by"], edit["statement"], version)
            for step in raw.get("steps", ()):
                self._plan_step((raw["group"], raw["key"]), step["by"], step)
        self._step(_COUNTED, lambda: attainment.fix_due(self.now))

    # ---- one's own ----

    def _scale(self, username: str, item: Item) -> None:
        raw, at = item.scale, (username, item.key)
        texts = dict(zip(sorted(SHOWN), raw["levels"], strict=True))
        draft = ScaleDraft(texts, raw["baseline"], raw["weight"])
        with self._in_words_of(username):
            attainment.save_scale(
                self._actor(username), self._place(GOALS), self.items[at], draft, 0, same=None, now=self.now
            )

    def _rate(self, username: str, item: Item, raw: Mapping[str, Any]) -> None:
        at, key = (username, item.key), once("rating", username, item.key, str(raw["on"]))
        answer = Answer(raw["level"], raw["words"])
        attainment.rate(self._actor(username), self._place(GOALS), self.items[at], answer, key, self.now)

    def _agree_with(self, username: str, item: Item, raw: Mapping[str, Any]) -> None:
        goal_id, actor = self.items[username, item.key], self._actor(raw["by"])
        rating_id = attainment.standings([goal_id])[goal_id].ratings[-1].rating_id
        share_id, key = self.shares[username, item.key, "mentor"], once("agreed", username, item.key, str(raw["on"]))
        attainment.agree(actor, self._place(GOALS), goal_id, rating_id, share_id, key, self.now)

    # ---- steps ----

    def _plan_step(self, at: tuple[str, str], username: str, raw: Mapping[str, Any]) -> None:
        self._step(raw["on"], self._add_step, at, username, raw)
        if "done" in raw:
            self._step(raw["done"], self._do_step, at, username, raw["text"])

    def _add_step(self, at: tuple[str, str], username: str, raw: Mapping[str, Any]) -> None:
        due_on = self.info.round.starts_on + dt.timedelta(days=raw["due"]) if "due" in raw else None
        sheet = goals.sheet_of(self._laid(username), self.items[at])
        key = once("goal step", *at, raw["text"])
        goals.add_action(self._actor(username), sheet, self.items[at], ActionDraft(raw["text"], due_on), key, self.now)

    def _do_step(self, at: tuple[str, str], username: str, text: str) -> None:
        goal_id = self.items[at]
        found = next(one for one in goals.actions_of([goal_id])[goal_id] if one.body == text)
        done = goals.Becomes.DONE
        goals.settle_action(self._actor(username), self._place(GOALS), goal_id, found.action_id, done, self.now)

    # ---- together ----

    def _laid(self, username: str) -> Any:
        place = self._place(GOALS)
        return goals.lay_out(self._actor(username), place, from_mirror(programme.block_info(place.usage_key)))

    def _write_together(self, raw: Mapping[str, Any], username: str, statement: str, version: int) -> None:
        at = (raw["group"], raw["key"])
        sheet: Sheet = self._laid(username).of(self.groups[raw["group"]])
        draft = GoalDraft(answers={**raw["answers"], "statement": statement}, status=Status.ACTIVE)
        self.clock.settle_now("mentoring_xblock.GoalVersion")
        saved = goals.save_goal(self._actor(username), sheet, self.items.get(at), draft, version, once("together", *at))
        self.items[at] = saved.goal.goal_id
