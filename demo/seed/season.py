"""What people applied with, and what a matching group made of it: read from `content/<season>/*.toml`.

Days are counted from the programme's first day, as in `texts.py`. People of the demo's first course are named without
a `name`; everybody else is made from what stands here.

    mentees.toml, mentors.toml
      [[people]]            username, name, language, on, and the answers by question of the call's ready-made form:
        letter, topics, challenges, interests, languages, experience, capacity
        values, styles      a digit for each statement of the plan's list; "-" where nothing was ticked
        hours               ["ma 16:00-18:00"]
        places              ids, and "remote"
        field, wished, vetoed, avoid, organisation, team, manager
        draft               it was never sent
        late                a day until which a coordinator let them write
        withdrawn           a day
        headline            the card of who was accepted
        opinions            {matcher: "take 545"}: verdict, and a digit for each criterion, "-" for none
        comments            {matcher: text}
    group.toml
      [[decisions]]         on, outcome, reason, told, who (usernames)
      [[suggestions]]       on, by, mentee, mentor, note
    bank.toml
      [[profiles]]          username, on, and the words of a profile; of people of earlier years also name and what they
                            were (was)
"""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "content"

_WEEKDAYS = ("ma", "ti", "ke", "to", "pe", "la", "su")
_AS_THEY_ARE = ("letter", "topics", "challenges", "interests", "languages", "experience", "capacity")


@dataclass(frozen=True)
class Opinion:
    """What a matcher thought: digits by criterion, in the order of the criteria; "-" for one that they left out."""

    verdict: str
    scores: str
    comment: str = ""


@dataclass(frozen=True)
class Applicant:
    """Somebody who wrote an application on a day. `name` is empty for people of the first course."""

    username: str
    name: str
    language: str
    on: float
    raw: Mapping[str, Any]
    headline: str = ""
    draft: bool = False
    late: float | None = None
    withdrawn: float | None = None
    opinions: Mapping[str, Opinion] = field(default_factory=dict)

    def answers(self, plan_lists: Mapping[str, Sequence[str]]) -> dict[str, Any]:
        """Return the answers by question; `plan_lists` has the ids of the plan's statements."""
        raw = self.raw
        found = {name: raw[name] for name in _AS_THEY_ARE if name in raw}
        for scale in ("values", "styles"):
            if scale in raw:
                steps = zip(plan_lists[scale], raw[scale], strict=True)
                found[scale] = {statement: int(step) for statement, step in steps if step != "-"}
        if "hours" in raw:
            found["hours"] = {"time_zone": "Europe/Helsinki", "rules": [_rule(text) for text in raw["hours"]]}
        if "places" in raw:
            places = [place for place in raw["places"] if place != "remote"]
            found["places"] = {"remote": "remote" in raw["places"], "places": places}
        if "field" in raw or "organisation" in raw:
            texts = {name: raw.get(name, "") for name in ("field", "organisation", "team", "manager")}
            found["field"] = {**texts, "avoid": raw.get("avoid", [])}
        if "wished" in raw or "vetoed" in raw:
            found["people"] = {name: raw.get(name, []) for name in ("wished", "vetoed")}
        return found


@dataclass(frozen=True)
class Decided:
    """One click of a coordinator: an outcome for several people.

    `told` is what they are told, by language; it and `reason` may be empty.
    """

    on: float
    outcome: str
    who: tuple[str, ...]
    reason: str = ""
    told: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Suggested:
    """A pair that a matcher would make."""

    on: float
    by: str
    mentee: str
    mentor: str
    note: str


@dataclass(frozen=True)
class Season:
    """All applications of one programme, by call, and what was done with them."""

    mentees: tuple[Applicant, ...]
    mentors: tuple[Applicant, ...]
    decisions: tuple[Decided, ...]
    suggestions: tuple[Suggested, ...]

    @property
    def everybody(self) -> tuple[Applicant, ...]:
        """Mentors, then mentees."""
        return self.mentors + self.mentees


@cache
def season(name: str) -> Season:
    """Return the season of a folder."""
    folder = FOLDER / name
    group = tomllib.loads((folder / "group.toml").read_text(encoding="utf-8"))
    return Season(
        mentees=_applicants(folder / "mentees.toml"),
        mentors=_applicants(folder / "mentors.toml"),
        decisions=tuple(Decided(**{**one, "who": tuple(one["who"])}) for one in group["decisions"]),
        suggestions=tuple(Suggested(**one) for one in group["suggestions"]),
    )


@cache
def bank(name: str) -> tuple[dict[str, Any], ...]:
    """Return the profiles of a season's mentor bank, as they stand in its file."""
    return tuple(tomllib.loads((FOLDER / name / "bank.toml").read_text(encoding="utf-8"))["profiles"])


def _applicants(path: Path) -> tuple[Applicant, ...]:
    return tuple(_applicant(raw) for raw in tomllib.loads(path.read_text(encoding="utf-8"))["people"])


def _applicant(raw: dict[str, Any]) -> Applicant:
    comments = raw.get("comments", {})
    return Applicant(
        username=raw["username"],
        name=raw.get("name", ""),
        language=raw.get("language", "fi"),
        on=raw["on"],
        raw={**raw, "letter": raw["letter"].strip()},
        headline=raw.get("headline", ""),
        draft=raw.get("draft", False),
        late=raw.get("late"),
        withdrawn=raw.get("withdrawn"),
        opinions={
            matcher: Opinion(*text.split(), comment=comments.get(matcher, ""))
            for matcher, text in raw.get("opinions", {}).items()
        },
    )


def _rule(text: str) -> dict[str, Any]:
    """Return a weekly time from "ma 16:00-18:00"."""
    day, times = text.split()
    start, end = times.split("-")
    return {"weekday": _WEEKDAYS.index(day), "start": start, "end": end}
