"""What a goal is written on: the questions that an author chose, and the programme's themes and days."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from mentoring_xblock.groups.relation import Relation
from mentoring_xblock.kit.localised import pick
from mentoring_xblock.kit.place import Place
from mentoring_xblock.kit.questions import Question
from mentoring_xblock.programme.clock import Clock
from mentoring_xblock.programme.plan import Theme
from mentoring_xblock.worksheets.data import Worksheet


@dataclass(frozen=True)
class Sheet:
    """A worksheet laid out for one person, or for one of their groups, in one round of a programme.

    owner_id: who writes on it: the person it was laid out for if they write goals of their own here, else None.
    no_more: they wrote goals here and do not any more, so these stay theirs to change and no new ones come.
    relation: of a group's sheet, the group as its reader sees it; `owner_id` is None then.
    round_id: None until the programme has a round. over: whether that round has ended.
    leads: whether that person mentors, coaches or supervises.
    first_day, last_day: of the round or the group, both inclusive; None without a calendar. clock: that calendar.
    """

    place: Place
    worksheet: Worksheet
    owner_id: int | None = None
    leads: bool = False
    round_id: int | None = None
    themes: tuple[Theme, ...] = ()
    first_day: dt.date | None = None
    last_day: dt.date | None = None
    clock: Clock | None = None
    relation: Relation | None = None
    no_more: bool = False
    over: bool = False

    @property
    def questions(self) -> tuple[Question, ...]:
        """What it asks."""
        return self.worksheet.questions

    @property
    def group_pk(self) -> int | None:
        """The primary key of the group whose sheet it is."""
        return self.relation.group.id if self.relation else None

    @property
    def group_id(self) -> UUID | None:
        """The public id of the group whose sheet it is."""
        return self.relation.group.public_id if self.relation else None

    @property
    def open(self) -> bool:
        """Whether it can be written on by whoever it was laid out for."""
        return self.relation.open if self.relation else self.owner_id is not None

    @property
    def takes_new(self) -> bool:
        """Whether new goals can be written on it."""
        return self.open and not self.no_more

    def theme_name(self, theme_id: str) -> str:
        """Return a theme's name in the reader's language; empty for none and for one that is gone."""
        return next((pick(theme.name) for theme in self.themes if theme.id == theme_id), "")
