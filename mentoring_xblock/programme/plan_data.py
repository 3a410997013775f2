"""A plan as frozen data classes, and where its phases lie in the calendar of a round."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

from mentoring_xblock.kit.localised import LANGUAGES, Text, pick
from mentoring_xblock.programme import preset_agendas, preset_agreement, terms
from mentoring_xblock.programme.plan_goals import Milestone, usual_milestones
from mentoring_xblock.programme.plan_relationship import Agenda, Item, Planned, Relations, listed
from mentoring_xblock.programme.reading import as_choice, as_date, as_id, as_number, as_text, as_time_zone, mappings

DEFAULT_TIME_ZONE = "Europe/Helsinki"
DEFAULT_WEEKS = 26

#: Smallest, largest and default number of places: groups that one mentor takes, members of a group.
CAPACITY_LIMITS: Mapping[str, tuple[int, int, int]] = {
    "mentor": (1, 50, 3),
    "small_group": (2, 30, 6),
    "peer_group": (2, 30, 6),
}
#: What a coordinator may see as numbers; never text.
COORDINATOR_SEES = ("goal_counts", "journal_bands")
#: Smallest and largest value.
WEEK_LIMITS = (1, 260)
#: Smallest, largest and default.
MATCHING_LIMITS: Mapping[str, tuple[int, int, int]] = {
    "requests": (1, 10, 3),
    "request_days": (1, 60, 7),
    "decline_days": (0, 60, 7),
}
#: What people choose from when they apply and in the mentor bank, the same in every form, so that answers compare:
#: topics are wished for by one side and offered by the other; values and styles are statements that both sides rate.
LISTS = ("topics", "interests", "challenges", "values", "styles", "fields", "places")
SHARE_DAYS_LIMITS = (0, 365)
#: Days for which journals are kept after a round was closed; 0 keeps them as long as their writers do.
KEPT_DAYS_LIMITS = (0, 3650)
#: Fewer days would not leave people the time between hearing of it and the end.
KEPT_DAYS_LEAST = 30


class Stance(StrEnum):
    """Whether the mentor listens and asks, or advises too."""

    LISTENS = "listens"
    ADVISES = "advises"


class Relationship(StrEnum):
    """Who works with whom: it says how pages speak, and which kind of group a coordinator is offered first."""

    PAIR = "pair"
    SMALL_GROUP = "small_group"
    PEER = "peer"
    REVERSE = "reverse"


class Way(StrEnum):
    """How pairs come about: a coordinator makes them, mentees choose, or first one and then the other."""

    COORDINATOR = "coordinator"
    CHOICE = "choice"
    HYBRID = "hybrid"


@dataclass(frozen=True)
class Matching:
    """How people come together.

    requests: how many mentors a mentee may ask at once. request_days: for how long a mentor may leave that unanswered.
    decline_days: for how many days a published place may be declined; 0 offers no such time.
    """

    way: Way = Way.COORDINATOR
    requests: int = 3
    request_days: int = 7
    decline_days: int = 7

    @classmethod
    def from_dict(cls, raw: Mapping[str, Any]) -> Matching:
        """Read what a plan says; what is missing or can't be used becomes the default."""
        return cls(
            way=as_choice(Way, raw.get("way"), Way.COORDINATOR),
            **{name: as_number(raw.get(name), *limits) for name, limits in MATCHING_LIMITS.items()},
        )

    def to_dict(self) -> dict[str, Any]:
        """Return it as JSON values."""
        return {"way": self.way.value, **{name: getattr(self, name) for name in MATCHING_LIMITS}}

    @property
    def chosen(self) -> bool:
        """Whether mentees ask mentors themselves."""
        return self.way is not Way.COORDINATOR


@dataclass(frozen=True)
class Phase:
    """A stretch of the programme. It begins in a week (0 is the first) or on a day; one of the two is set."""

    id: str
    name: Text
    start_week: int | None = None
    starts_on: dt.date | None = None


@dataclass(frozen=True)
class Theme:
    """Something that goals, entries and meetings can be about."""

    id: str
    name: Text


@dataclass(frozen=True)
class Option:
    """One thing in a list that people choose from, or one statement that they rate."""

    id: str
    name: Text


@dataclass(frozen=True)
class Span:
    """A phase placed in the calendar of a round: its first and its last day, both inclusive."""

    phase: Phase
    number: int
    first_day: dt.date
    last_day: dt.date

    @property
    def days(self) -> int:
        """How many days the phase has."""
        return (self.last_day - self.first_day).days + 1

    def holds(self, day: dt.date) -> bool:
        """Return whether the day is in the phase."""
        return self.first_day <= day <= self.last_day


@dataclass(frozen=True)
class Plan:
    """A programme's plan. `starts_on` is None until an author has chosen a day.

    capacity: how many groups a mentor takes unless their card says otherwise, and how many members a small group and a
    peer group have. share_days_after_close: for how many days what was shared stays readable after a group has closed.
    journal_kept_days: how many days after a round was closed its journals are erased; 0 never erases them.
    lists: what people choose from, by the names in `LISTS`; any of them may be empty. relations: how people work
    together, in numbers. agreement: what an agreement settles; none where there is no agreement. agendas: open
    questions for meetings. planned: meetings of the whole programme. milestones: when people look back at their goals;
    None stands for the usual times, which follow the length. support: whom to turn to in need, as authored.
    """

    languages: tuple[str, ...] = LANGUAGES
    title: Text = field(default_factory=dict)
    aim: Text = field(default_factory=dict)
    stance: Stance = Stance.LISTENS
    terms: Mapping[str, str] = field(default_factory=lambda: dict(terms.DEFAULTS))
    relationship: Relationship = Relationship.PAIR
    time_zone: str = DEFAULT_TIME_ZONE
    starts_on: dt.date | None = None
    length_weeks: int = DEFAULT_WEEKS
    phases: tuple[Phase, ...] = ()
    themes: tuple[Theme, ...] = ()
    capacity: Mapping[str, int] = field(
        default_factory=lambda: {name: default for name, (_, _, default) in CAPACITY_LIMITS.items()}
    )
    coordinator_sees: Mapping[str, bool] = field(default_factory=lambda: dict.fromkeys(COORDINATOR_SEES, True))
    share_days_after_close: int = 0
    journal_kept_days: int = 0
    lists: Mapping[str, tuple[Option, ...]] = field(default_factory=lambda: dict.fromkeys(LISTS, ()))
    matching: Matching = field(default_factory=Matching)
    relations: Relations = field(default_factory=Relations)
    agreement: tuple[Item, ...] = preset_agreement.ITEMS
    agendas: tuple[Agenda, ...] = preset_agendas.agendas_for()
    planned: tuple[Planned, ...] = ()
    milestones: tuple[Milestone, ...] | None = None
    support: Text = field(default_factory=dict)

    @classmethod
    def from_dict(cls, raw: Any) -> Plan:
        """Return the plan that a JSON value describes.

        What is missing or can't be read becomes the default; phases and themes without a usable id are left out.
        Nothing is raised, whatever comes in.
        """
        raw = raw if isinstance(raw, Mapping) else {}
        chosen = raw.get("languages")
        chosen = [code for code in LANGUAGES if code in chosen] if isinstance(chosen, list | tuple) else []
        words, places, sees, lists, matching = (
            _mapping(raw.get(name)) for name in ("terms", "capacity", "coordinator_sees", "lists", "matching")
        )
        phases = _named_once(Phase, raw.get("phases"), _phase_dates)
        themes = _named_once(Theme, raw.get("themes"), lambda entry: {})
        agendas = preset_agendas.agendas_for({phase.id for phase in phases}, {theme.id for theme in themes})
        return cls(
            languages=tuple(chosen) or LANGUAGES,
            title=as_text(raw.get("title")),
            aim=as_text(raw.get("aim")),
            stance=as_choice(Stance, raw.get("stance"), Stance.LISTENS),
            terms={role: terms.known(role, words.get(role)) for role in terms.DEFAULTS},
            relationship=as_choice(Relationship, raw.get("relationship"), Relationship.PAIR),
            time_zone=as_time_zone(raw.get("time_zone"), DEFAULT_TIME_ZONE),
            starts_on=as_date(raw.get("starts_on")),
            length_weeks=as_number(raw.get("length_weeks"), *WEEK_LIMITS, DEFAULT_WEEKS),
            phases=phases,
            themes=themes,
            capacity={
                name: as_number(places.get(name), low, high, default)
                for name, (low, high, default) in CAPACITY_LIMITS.items()
            },
            coordinator_sees={name: sees.get(name) is not False for name in COORDINATOR_SEES},
            share_days_after_close=as_number(raw.get("share_days_after_close"), *SHARE_DAYS_LIMITS, 0),
            journal_kept_days=as_number(raw.get("journal_kept_days"), *KEPT_DAYS_LIMITS, 0),
            lists={name: _named_once(Option, lists.get(name), lambda entry: {}) for name in LISTS},
            matching=Matching.from_dict(matching),
            relations=Relations.from_dict(_mapping(raw.get("relations"))),
            agreement=listed(Item, raw.get("agreement"), preset_agreement.ITEMS),
            agendas=listed(Agenda, raw.get("agendas"), agendas),
            planned=listed(Planned, raw.get("planned"), ()),
            milestones=listed(Milestone, raw.get("milestones"), None),
            support=as_text(raw.get("support")),
        )

    def to_dict(self) -> dict[str, Any]:
        """Return the plan as JSON values; `Plan.from_dict` of it is this plan."""
        return {
            "languages": list(self.languages),
            "title": dict(self.title),
            "aim": dict(self.aim),
            "stance": self.stance.value,
            "terms": dict(self.terms),
            "relationship": self.relationship.value,
            "time_zone": self.time_zone,
            "starts_on": _iso(self.starts_on),
            "length_weeks": self.length_weeks,
            "phases": [
                {
                    "id": phase.id,
                    "name": dict(phase.name),
                    "start_week": phase.start_week,
                    "starts_on": _iso(phase.starts_on),
                }
                for phase in self.phases
            ],
            "themes": [{"id": theme.id, "name": dict(theme.name)} for theme in self.themes],
            "capacity": dict(self.capacity),
            "coordinator_sees": dict(self.coordinator_sees),
            "share_days_after_close": self.share_days_after_close,
            **({"journal_kept_days": self.journal_kept_days} if self.journal_kept_days else {}),
            "lists": {
                name: [{"id": option.id, "name": dict(option.name)} for option in options]
                for name, options in self.lists.items()
            },
            "matching": self.matching.to_dict(),
            "relations": self.relations.to_dict(),
            "agreement": [item.to_dict() for item in self.agreement],
            "agendas": [agenda.to_dict() for agenda in self.agendas],
            "planned": [meeting.to_dict() for meeting in self.planned],
            **({} if self.milestones is None else {"milestones": [one.to_dict() for one in self.milestones]}),
            "support": dict(self.support),
        }

    @property
    def reviews(self) -> tuple[Milestone, ...]:
        """When people look back at their goals: as authored, else at the usual times."""
        return usual_milestones(self.length_weeks) if self.milestones is None else self.milestones

    def named(self, name: str) -> dict[str, str]:
        """Return one of the lists in the reader's language, by id."""
        return {option.id: pick(option.name) for option in self.lists[name]}

    # ---- time ----

    def today(self, now: dt.datetime) -> dt.date:
        """Return which day it is in the programme, by its own time zone. `now` is aware."""
        return now.astimezone(ZoneInfo(self.time_zone)).date()

    def last_day(self, until: dt.datetime) -> dt.date:
        """Return the last day of which something is before a moment, by the programme's clock."""
        return self.today(until - dt.timedelta(seconds=1))

    def ends_on(self, starts_on: dt.date) -> dt.date:
        """Return the last day of a round that starts on this day."""
        return _moved(starts_on, 7 * self.length_weeks - 1)

    def timeline(
        self, starts_on: dt.date, moved: Mapping[str, dt.date] | None = None, ends_on: dt.date | None = None
    ) -> tuple[Span, ...]:
        """Return the phases in the calendar of a round that starts on this day, in order.

        A phase ends on the day before the next one starts, the last one with the round. Phases that begin by day keep
        their distance from the plan's own start, so a later round has them too. A phase that has no beginning, no day
        of its own, or begins outside the round is left out.

        Args:
            moved: first days that a coordinator chose, by the phase's id. One that lies outside, as after an author
                moved the plan, does not count, nor does that of a phase which the plan no longer has.
            ends_on: its last day; as many weeks on as the plan says by default.
        """
        end = ends_on or self.ends_on(starts_on)
        chosen = {key: day for key, day in (moved or {}).items() if starts_on <= day <= end}
        begins = [
            (first, phase)
            for phase in self.phases
            if (first := chosen.get(phase.id) or self._first_day(phase, starts_on)) is not None
        ]
        begins = sorted((pair for pair in begins if starts_on <= pair[0] <= end), key=lambda pair: pair[0])
        lasts = [_moved(later, -1) for _, (later, _) in pairwise(begins)] + [end]
        placed = [(phase, first, last) for (first, phase), last in zip(begins, lasts, strict=False) if first <= last]
        return tuple(Span(phase, number, first, last) for number, (phase, first, last) in enumerate(placed, start=1))

    def phase_on(self, day: dt.date, starts_on: dt.date) -> Phase | None:
        """Return the phase of a round that starts on `starts_on`; None before, after and between phases."""
        return next((span.phase for span in self.timeline(starts_on) if span.holds(day)), None)

    def _first_day(self, phase: Phase, starts_on: dt.date) -> dt.date | None:
        if phase.starts_on is not None:
            return _moved(phase.starts_on, (starts_on - (self.starts_on or starts_on)).days)
        return None if phase.start_week is None else _moved(starts_on, 7 * phase.start_week)

    # ---- words ----

    def words(self, language: str | None = None) -> dict[str, str]:
        """Return the role terms in the cases that sentences need: `mentor_own`, `mentee_plural` and so on.

        See `terms.words`. For a whole translatable sentence: `gettext("You work with %(mentor_own)s.") % plan.words()`.
        """
        return terms.words(self.terms, language)


def _mapping(value: Any) -> Mapping[str, Any]:
    """Return the value if it is an object, else an empty one."""
    return value if isinstance(value, Mapping) else {}


def _named_once(kind: Callable[..., Any], value: Any, more: Callable[[Mapping[str, Any]], dict[str, Any]]) -> tuple:
    """Read a list of things with an id and a name; of two with one id the first counts."""
    found: dict[str, Any] = {}
    for entry in mappings(value):
        identifier = as_id(entry.get("id"))
        if identifier and identifier not in found:
            found[identifier] = kind(id=identifier, name=as_text(entry.get("name")), **more(entry))
    return tuple(found.values())


def _phase_dates(entry: Mapping[str, Any]) -> dict[str, Any]:
    """A day wins over a week when both are given."""
    day = as_date(entry.get("starts_on"))
    week = as_number(entry.get("start_week"), 0, WEEK_LIMITS[1], None)
    return {"start_week": None if day else week, "starts_on": day}


def _iso(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None


def _moved(day: dt.date, days: int) -> dt.date:
    """Move a day, and stop at the ends of the calendar."""
    ordinal = min(max(day.toordinal() + days, dt.date.min.toordinal()), dt.date.max.toordinal())
    return dt.date.fromordinal(ordinal)
