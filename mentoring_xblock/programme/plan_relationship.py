"""What a plan says of the relationship itself: its clock, its meetings, what an agreement is about, and who helps."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from mentoring_xblock.kit.localised import Text, pick
from mentoring_xblock.programme.reading import as_choice, as_date, as_id, as_number, as_text, mappings

#: Smallest, largest and default, by name.
RELATIONSHIP_LIMITS: Mapping[str, tuple[int, int, int]] = {
    "meetings": (0, 60, 6),
    "minutes": (15, 480, 90),
    "every_weeks": (1, 26, 4),
    "remind_weeks": (0, 52, 6),
    "quiet_weeks": (0, 104, 0),
    "warn_days": (1, 60, 14),
}
#: Minutes of a planned meeting for everybody: smallest, largest and default; a day at most.
LENGTH_LIMITS = (15, 24 * 60, 90)
PLACES_LIMITS = (1, 2_000)
#: A time of day.
CLOCK = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]")


class Mode(StrEnum):
    """When a relationship begins: with the round for everybody, or for each group when it is ready."""

    COHORT = "cohort"
    NON_STOP = "non_stop"


class Audience(StrEnum):
    """Whom a meeting of the whole programme is for."""

    EVERYBODY = "everybody"
    MENTORS = "mentors"
    MENTEES = "mentees"


class Gathering(StrEnum):
    """What kind a meeting of the whole programme is."""

    KICK_OFF = "kick_off"
    JOINT = "joint"
    TRAINING = "training"
    ROLE_GROUP = "role_group"
    SUPERVISION = "supervision"
    INFORMAL = "informal"


@dataclass(frozen=True)
class Relations:
    """How people work together, in numbers.

    mode: whose clock counts. meetings: how many a group has of its own; 0 says nothing about it. minutes, every_weeks:
    how long, and how often. remind_weeks: after how many weeks without a meeting a group is reminded; 0 never does.
    quiet_weeks: after how many weeks in which nothing happened a group is closed; 0 never does. warn_days: how many
    days before that it is warned. kick_off_counts: whether the kick-off is the first of the joint meetings.
    """

    mode: Mode = Mode.COHORT
    meetings: int = 6
    minutes: int = 90
    every_weeks: int = 4
    remind_weeks: int = 6
    quiet_weeks: int = 0
    warn_days: int = 14
    kick_off_counts: bool = False

    @classmethod
    def from_dict(cls, raw: Mapping[str, Any]) -> Relations:
        """Read what a plan says; what is missing or can't be used becomes the default."""
        return cls(
            mode=as_choice(Mode, raw.get("mode"), Mode.COHORT),
            kick_off_counts=raw.get("kick_off_counts") is True,
            **{name: as_number(raw.get(name), *limits) for name, limits in RELATIONSHIP_LIMITS.items()},
        )

    def to_dict(self) -> dict[str, Any]:
        """Return it as JSON values."""
        return {
            "mode": self.mode.value,
            "kick_off_counts": self.kick_off_counts,
            **{name: getattr(self, name) for name in RELATIONSHIP_LIMITS},
        }


@dataclass(frozen=True)
class Item:
    """One thing that an agreement settles: its heading, what it is about, and words to begin with."""

    id: str
    name: Text
    help: Text = field(default_factory=dict)
    suggestion: Text = field(default_factory=dict)

    @classmethod
    def from_dict(cls, raw: Mapping[str, Any]) -> Item | None:
        """Read an item; None without a usable id."""
        identifier = as_id(raw.get("id"))
        if identifier is None:
            return None
        return cls(identifier, as_text(raw.get("name")), as_text(raw.get("help")), as_text(raw.get("suggestion")))

    def to_dict(self) -> dict[str, Any]:
        """Return it as JSON values."""
        return {
            "id": self.id,
            "name": dict(self.name),
            "help": dict(self.help),
            "suggestion": dict(self.suggestion),
        }


@dataclass(frozen=True)
class Agenda:
    """Open questions for a meeting, one a line of `text`.

    phase, theme: the ids for whose meetings it is offered first; empty where it fits any.
    """

    id: str
    name: Text
    text: Text = field(default_factory=dict)
    phase: str = ""
    theme: str = ""

    @classmethod
    def from_dict(cls, raw: Mapping[str, Any]) -> Agenda | None:
        """Read an agenda; None without a usable id."""
        identifier = as_id(raw.get("id"))
        if identifier is None:
            return None
        return cls(
            identifier,
            as_text(raw.get("name")),
            as_text(raw.get("text")),
            as_id(raw.get("phase")) or "",
            as_id(raw.get("theme")) or "",
        )

    def to_dict(self) -> dict[str, Any]:
        """Return it as JSON values."""
        return {
            "id": self.id,
            "name": dict(self.name),
            "text": dict(self.text),
            "phase": self.phase,
            "theme": self.theme,
        }

    def questions(self) -> tuple[str, ...]:
        """Return its questions in the reader's language."""
        return tuple(line.strip() for line in pick(self.text).splitlines() if line.strip())


@dataclass(frozen=True)
class Planned:
    """A meeting of the whole programme, as its author plans it before a coordinator puts it into the calendar.

    It is in a week of the round (0 is the first) or on a day. starts: its time of day by the programme's clock, as
    "HH:MM"; empty where it is left open. places: how many people it has room for; None for as many as come.
    """

    id: str
    name: Text
    kind: Gathering = Gathering.JOINT
    audience: Audience = Audience.EVERYBODY
    week: int | None = None
    day: dt.date | None = None
    starts: str = ""
    minutes: int = LENGTH_LIMITS[2]
    remote: bool = True
    places: int | None = None
    text: Text = field(default_factory=dict)

    @classmethod
    def from_dict(cls, raw: Mapping[str, Any]) -> Planned | None:
        """Read a planned meeting; None without a usable id. A day wins over a week when both are given."""
        identifier = as_id(raw.get("id"))
        if identifier is None:
            return None
        day, starts = as_date(raw.get("day")), raw.get("starts")
        return cls(
            id=identifier,
            name=as_text(raw.get("name")),
            kind=as_choice(Gathering, raw.get("kind"), Gathering.JOINT),
            audience=as_choice(Audience, raw.get("audience"), Audience.EVERYBODY),
            week=None if day else as_number(raw.get("week"), 0, 260, None),
            day=day,
            starts=starts if isinstance(starts, str) and CLOCK.fullmatch(starts) else "",
            minutes=as_number(raw.get("minutes"), *LENGTH_LIMITS),
            remote=raw.get("remote") is not False,
            places=as_number(raw.get("places"), *PLACES_LIMITS, None),
            text=as_text(raw.get("text")),
        )

    def to_dict(self) -> dict[str, Any]:
        """Return it as JSON values."""
        return {
            "id": self.id,
            "name": dict(self.name),
            "kind": self.kind.value,
            "audience": self.audience.value,
            "week": self.week,
            "day": self.day.isoformat() if self.day else None,
            "starts": self.starts,
            "minutes": self.minutes,
            "remote": self.remote,
            "places": self.places,
            "text": dict(self.text),
        }


def listed(kind: Any, raw: Any, default: tuple | None) -> tuple | None:
    """Read a list of things that have an id; of two with one id the first counts, and no list is the default."""
    if not isinstance(raw, list | tuple):
        return default
    found: dict[str, Any] = {}
    for entry in mappings(raw):
        one = kind.from_dict(entry)
        if one is not None:
            found.setdefault(one.id, one)
    return tuple(found.values())
