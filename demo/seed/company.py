"""The people of a course and what they do with each other, read from `content/<course>/*.toml`.

A moment is a day counted from the programme's first day, which is day 0, with the time of day: "12 17:00". A number is
a day as in `texts.py`. People are named by username, groups by key.

    people.toml (people of courses other than the first)
      [[people]]            username, name, role, language, headline, contact
    work.toml
      [[groups]]            key, kind ("pair"), leader, members, name, published, closed
                            (a group of the first course has its key alone)
        agreement           on, by, put (when `by` put it to be signed), signed {username: moment}, and the words by
                            item; `again` is a list of the same, for later versions
        booked              [{at, on, by, minutes, where, link}], and what became of it: held, cancelled (moments),
                            said_by (who said that it was held, if not `by`), moved {moment: {at}}
        met                 [{at, on, by, minutes, where}]
        asked               [{on, by, times: [{at, minutes, where, link}], suits: {username: [numbers of times]}}]
        points              [{on, by, text, done (a moment), votes}]
        actions             [{on, by, whose (`by` otherwise), text, due (a day), done (a moment)}]
        notes               [{on, by, about (the place of a booked meeting), text, own}]
      [[joint]]             planned (an id of the plan), announced, where, link, answer_on, leader, coming, not_coming
                            (usernames, or "everybody"), there (usernames, or "everybody"), held, points
                            [{on, by, text, votes}]
      [[sign_ups]]          key, on, name, role, places, where (towns), answer_on, leader, text, who ([username, town],
                            in the order in which they come); its groups are called "key-town"
      [[help]]              key, on, by, topic, group, text, said [{on, by, text}]
      [[declared]]          key, on, by, named, mentors (whether `by` mentors), begins, agreed, confirmed
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "content"


@dataclass(frozen=True)
class Member:
    """Somebody who takes part in a course's programme in a role."""

    username: str
    name: str
    role: str
    language: str = "fi"
    headline: str = ""
    contact: str = ""


@dataclass(frozen=True)
class Work:
    """What groups do, the meetings of everybody and what happens beside them, as it stands in its file."""

    groups: tuple[Mapping[str, Any], ...] = ()
    joint: tuple[Mapping[str, Any], ...] = ()
    sign_ups: tuple[Mapping[str, Any], ...] = ()
    help: tuple[Mapping[str, Any], ...] = ()
    declared: tuple[Mapping[str, Any], ...] = ()


@cache
def members(course: str) -> tuple[Member, ...]:
    """Return the people of a course, in the order of its file."""
    return tuple(Member(**raw) for raw in _read(course, "people")["people"])


@cache
def work(course: str) -> Work:
    """Return what the people of a course do."""
    raw = _read(course, "work")
    return Work(**{name: tuple(rows) for name, rows in raw.items()})


def moment(value: str | float) -> float:
    """Return a moment as a day with its fraction; "12 18:00" is 12.75."""
    if not isinstance(value, str):
        return value
    day, time = value.split()
    hours, minutes = time.split(":")
    return int(day) + (int(hours) * 60 + int(minutes)) / (24 * 60)


def _read(course: str, name: str) -> dict[str, Any]:
    return tomllib.loads((FOLDER / course / f"{name}.toml").read_text(encoding="utf-8"))
