"""Why a run can't give an answer: codes and people, kept with the proposal, and put into words when it is read."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext

from mentoring_xblock.applications.pool import Candidate
from mentoring_xblock.matching.errors import BadInput
from mentoring_xblock.programme.page import and_


@dataclass(eq=False)
class Refused(Exception):
    """The engine can't meet what was asked.

    code: what is wrong, as in the engine's errors. people: primary keys of participants, those who belong together in
    one list: a mentee and the mentor whom they are locked to, or people who can't share a group. figures: numbers.
    """

    code: str
    people: list[list[int]] = field(default_factory=list)
    figures: Mapping[str, Any] = field(default_factory=dict)

    def to_dict(self) -> dict[str, Any]:
        """Return it as JSON values."""
        return {"code": self.code, "people": self.people, "figures": dict(self.figures)}


def refused(error: BadInput, members: Sequence[Candidate], leaders: Sequence[Candidate] = ()) -> Refused:
    """Return an engine's error with people for rows and columns."""
    params = dict(error.params)
    people = [
        [members[row].participant_id, leaders[column].participant_id] for row, column in params.pop("locks", ())
    ] + [[leaders[column].participant_id] for column in params.pop("mentors", ())]
    named = params.get("people")
    if isinstance(named, list):
        del params["people"]
        rows = named if named and isinstance(named[0], list) else [named]
        people += [[members[row].participant_id for row in group] for group in rows]
    return Refused(error.code, people, params)


def sentence(problem: Mapping[str, Any], names: Mapping[int, str]) -> str:
    """Put a refusal into words.

    Args:
        problem: as `Refused.to_dict` gave it.
        names: by primary key of participants.
    """
    figures = problem["figures"]
    say = _SENTENCES.get(figures.get("reason") or problem["code"], _SENTENCES.get(problem["code"], _unknown))
    return say([[names.get(pk, "") for pk in people] for people in problem["people"]], figures)


def _pairs(people: list[list[str]]) -> str:
    return "; ".join(gettext("%(one)s with %(other)s") % {"one": one, "other": other} for one, other in people)


def _together(people: list[list[str]]) -> str:
    return "; ".join(and_(names) for names in people)


def _unknown(people: list[list[str]], figures: Mapping[str, Any]) -> str:
    return gettext("What was asked for can’t be met. Change it and start again.")


def _twice(people: list[list[str]], figures: Mapping[str, Any]) -> str:
    return gettext("Locks contradict each other: %(pairs)s. Unlock one of them.") % {"pairs": _pairs(people)}


def _forbidden(people: list[list[str]], figures: Mapping[str, Any]) -> str:
    return gettext(
        "These are locked together, but a must or somebody’s own word keeps them apart: %(pairs)s. Unlock them, or "
        "give up the must."
    ) % {"pairs": _pairs(people)}


def _crowded(people: list[list[str]], figures: Mapping[str, Any]) -> str:
    return gettext("More people are locked to somebody than they take: %(pairs)s. Unlock some of them.") % {
        "pairs": _pairs(people)
    }


def _out_of_reach(people: list[list[str]], figures: Mapping[str, Any]) -> str:
    return gettext(
        "Somebody is locked to %(names)s, but their group can’t become as large as it has to be. Unlock them, or "
        "allow smaller groups."
    ) % {"names": and_([name for names in people for name in names])}


def _sizes(people: list[list[str]], figures: Mapping[str, Any]) -> str:
    low, high = figures.get("sizes", (0, 0))
    return gettext("%(people)s people can’t be put into groups of %(low)s to %(high)s. Allow other sizes.") % {
        "people": figures.get("people", 0),
        "low": low,
        "high": high,
    }


def _torn(people: list[list[str]], figures: Mapping[str, Any]) -> str:
    return gettext("These are to be together and apart at once: %(names)s.") % {"names": _together(people)}


def _locked_apart(people: list[list[str]], figures: Mapping[str, Any]) -> str:
    return gettext("These are to be together, but are locked in different groups: %(names)s.") % {
        "names": _together(people)
    }


def _too_many(people: list[list[str]], figures: Mapping[str, Any]) -> str:
    return gettext("These have to share a group, and are more than fit into one: %(names)s.") % {
        "names": _together(people)
    }


def _more_than_groups(people: list[list[str]], figures: Mapping[str, Any]) -> str:
    return gettext("These are to be apart, and are more than there are groups: %(names)s.") % {
        "names": _together(people)
    }


def _nobody(people: list[list[str]], figures: Mapping[str, Any]) -> str:
    return gettext("There is nobody without a group.")


_SENTENCES: Mapping[str, Callable[[list[list[str]], Mapping[str, Any]], str]] = {
    "mentee_twice": _twice,
    "placed": _twice,
    "forbidden": _forbidden,
    "capacity": _crowded,
    "minimum_out_of_reach": _out_of_reach,
    "too_few_people": _sizes,
    "too_few_seats": _sizes,
    "contradicts_fixed": _locked_apart,
    "group_too_full": _too_many,
    "block_too_large": _too_many,
    "contradicts_together": _torn,
    "more_than_groups": _more_than_groups,
    "nobody": _nobody,
}
