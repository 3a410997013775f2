"""The texts of the demo's people, read from `content/<username>.toml`.

Days are counted from the programme's first day, which is day 0. A whole number is a day at some hour of it; `12.5` is
the noon of day 12. People are named by username. Things are shared `with` one's mentor unless it says `group`, which is
everybody in one's small group, or `peers`, which is one's peer group.

    headline, contact       the card of the person
    reads                   days on which they read everything that is shared with them and new
    [[goals]]               key, on, theme, target (a day), status, and the answers by question
      scale                 {on, baseline, weight, levels}: the words of the five levels, from the lowest to the highest
      ratings               [{on, level, words, agreed {on, by}}]
      steps                 [{on, text, due (a day), done (a day)}]
    [[entries]]             key, on, block ("diary", "reflection" or "report"), frame, title, theme, day (it is about),
                            mood, goal (a key), meeting (a group's key and a number: "marjatta-aino:0"), and the
                            answers by question; what stands ==between signs== is an insight
      edits                 [{on, ...}]: fields that are written anew later
      shares                [{on, with, until, passage, later, talk, mood}]: until what day, if the share was withdrawn.
                            `with` may be a person of the peer group; passage {question: text} instead of all of it
      opened, read          [{on, by}]
      reactions             [{on, by, as}]
      handed_over           a day: to the peer group, which answers the entry's prompt together
      said                  [{on, by, with, text, stance ("look" or "agreed")}]
      deleted               a day
    [[hand_ins]]            on, block ("goals", "reflection" or "report"), items (keys), taken_back (a day)
      scores                [{on, by, points, feedback, marks (points by criterion)}]
      again                 {on, by, text}: who asked for it to be revised
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from demo.seed.course import DIARY, GOALS

FOLDER = Path(__file__).parent / "content"

#: What a goal or an entry says of itself beside its answers.
_GOAL_FIELDS = {"theme", "target", "status"}
_ENTRY_FIELDS = {"title", "theme", "frame", "day", "mood", "goal", "meeting"}
_EVENTS = {"key", "on", "block", "edits", "shares", "opened", "said", "deleted", "scale", "ratings", "steps"}
_EVENTS |= {"read", "reactions", "handed_over"}


@dataclass(frozen=True)
class Share:
    """A share with `mentor` or `peers` on a day, and the day on which it was withdrawn, if it was.

    `manner` says of an entry what of it, and how, where that is not all of it as it stands.
    """

    on: float
    whom: str
    until: float | None
    manner: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Said:
    """A comment by a person in the thread of the share with `whom`."""

    on: float
    by: str
    whom: str
    text: str
    stance: str


@dataclass(frozen=True)
class Text:
    """All of a goal or an entry as it stood from a day on: its fields, and its answers by question."""

    on: float
    fields: Mapping[str, Any]
    answers: Mapping[str, str]


@dataclass(frozen=True)
class Item:
    """A goal or an entry: its texts, the first one first, and what became of it.

    `opened` holds (day, username), and so does `read`. `scale`, `ratings` and `steps` are a goal's, as they stand in
    the file, and `reactions` and `handed_over` an entry's.
    """

    key: str
    block: str
    texts: tuple[Text, ...]
    shares: tuple[Share, ...]
    opened: tuple[tuple[float, str], ...]
    said: tuple[Said, ...]
    deleted: float | None
    scale: Mapping[str, Any] | None = None
    ratings: tuple[Mapping[str, Any], ...] = ()
    steps: tuple[Mapping[str, Any], ...] = ()
    read: tuple[tuple[float, str], ...] = ()
    reactions: tuple[Mapping[str, Any], ...] = ()
    handed_over: float | None = None


@dataclass(frozen=True)
class Points:
    """Points that `by` gave on a day, with feedback; on a rubric as marks by criterion."""

    on: float
    by: str
    points: int | None
    feedback: str
    marks: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class HandIn:
    """Items handed in on a day, by key; `again` says who asked for them to be revised, as it stands in the file."""

    on: float
    block: str
    items: tuple[str, ...]
    scores: tuple[Points, ...]
    taken_back: float | None
    again: Mapping[str, Any] | None = None


@dataclass(frozen=True)
class Texts:
    """Everything that one person wrote, and what others wrote beneath it."""

    username: str
    headline: str
    contact: str
    reads: tuple[float, ...] = field(default=())
    goals: tuple[Item, ...] = field(default=())
    entries: tuple[Item, ...] = field(default=())
    hand_ins: tuple[HandIn, ...] = field(default=())

    @property
    def items(self) -> tuple[Item, ...]:
        """The goals, then the entries."""
        return self.goals + self.entries


def all_texts() -> list[Texts]:
    """Return the texts of everybody who wrote something, by username."""
    return [read(path) for path in sorted(FOLDER.glob("*.toml"))]


def read(path: Path) -> Texts:
    """Return the texts of one file."""
    raw = tomllib.loads(path.read_text(encoding="utf-8"))
    return Texts(
        username=path.stem,
        headline=raw["headline"],
        contact=raw["contact"].strip(),
        reads=tuple(raw.get("reads", ())),
        goals=tuple(_item(one, GOALS, _GOAL_FIELDS) for one in raw.get("goals", ())),
        entries=tuple(_item(one, DIARY, _ENTRY_FIELDS) for one in raw.get("entries", ())),
        hand_ins=tuple(_hand_in(one) for one in raw.get("hand_ins", ())),
    )


def _item(raw: Mapping[str, Any], block: str, fields: set[str]) -> Item:
    return Item(
        key=raw["key"],
        block=raw.get("block", block),
        texts=_texts(raw, fields),
        shares=tuple(_share(one) for one in raw.get("shares", ())),
        opened=tuple((one["on"], one["by"]) for one in raw.get("opened", ())),
        said=tuple(
            Said(one["on"], one["by"], one.get("with", "mentor"), one["text"].strip(), one.get("stance", ""))
            for one in raw.get("said", ())
        ),
        deleted=raw.get("deleted"),
        scale=raw.get("scale"),
        ratings=tuple(raw.get("ratings", ())),
        steps=tuple(raw.get("steps", ())),
        read=tuple((one["on"], one["by"]) for one in raw.get("read", ())),
        reactions=tuple(raw.get("reactions", ())),
        handed_over=raw.get("handed_over"),
    )


def _share(raw: Mapping[str, Any]) -> Share:
    manner = {name: value for name, value in raw.items() if name not in {"on", "with", "until"}}
    return Share(raw["on"], raw.get("with", "mentor"), raw.get("until"), manner)


def _texts(raw: Mapping[str, Any], fields: set[str]) -> tuple[Text, ...]:
    """Return what was written first and what each edit made of it, by their own days."""
    known, answers, found = {}, {}, []
    for one in (raw, *raw.get("edits", ())):
        known |= {name: value for name, value in one.items() if name in fields}
        answers |= {name: text.strip() for name, text in one.items() if name not in fields | _EVENTS}
        found.append(Text(one["on"], dict(known), dict(answers)))
    return tuple(found)


def _hand_in(raw: Mapping[str, Any]) -> HandIn:
    return HandIn(
        on=raw["on"],
        block=raw["block"],
        items=tuple(raw["items"]),
        scores=tuple(
            Points(one["on"], one["by"], one.get("points"), one["feedback"].strip(), one.get("marks", {}))
            for one in raw.get("scores", ())
        ),
        taken_back=raw.get("taken_back"),
        again=raw.get("again"),
    )
