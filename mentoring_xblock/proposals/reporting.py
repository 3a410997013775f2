"""The report of a run in words. What it is read from holds primary keys and numbers only; see `findings.py`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext, ngettext

from mentoring_xblock.programme.page import and_
from mentoring_xblock.programme.plan import Plan
from mentoring_xblock.proposals import findings
from mentoring_xblock.proposals.brief import Brief, Criterion
from mentoring_xblock.proposals.data import RunReport, Wish
from mentoring_xblock.proposals.explaining import label, must, option_name
from mentoring_xblock.proposals.models import Proposal
from mentoring_xblock.proposals.queries import Known

#: So many names a sentence names; beyond it counts.
_NAMED = 6
#: So many people are told of by name who named somebody that can't be told apart.
_LISTED = 200


def report_of(row: Proposal, people: Known, plan: Plan) -> RunReport:
    """Return the report of a proposal's run."""
    raw = {**findings.empty(), **row.report}
    brief = Brief.from_dict(row.brief)
    people.load(people_of(row))
    named = (people.names(pair) for pair in raw["blocking_pairs"])
    return RunReport(
        people=raw["people"],
        placed=raw["placed"],
        mentors=raw["mentors"],
        mentors_used=raw["used"],
        minimum=raw["minimum"],
        total=raw["total"],
        best_total=raw["best_total"],
        fairness_price=raw["price"],
        proved=raw["proved"],
        blocking=raw["blocking"],
        blocking_names=tuple(pair for pair in named if len(pair) == 2),
        shortages=_shortages(raw["shortages"], plan),
        wishes=tuple(Wish(option_name(plan, Criterion.WISHES, topic), count) for topic, count in raw["wishes"]),
        nobody_meets=tuple(_must(one, raw["people"], plan, brief) for one in raw["musts"]),
        broken=tuple(_broken(one, people) for one in raw["broken"]),
        unresolved=tuple(_unresolved(pk, count, people) for pk, count in raw["unresolved"][:_LISTED] if people.has(pk))
        + _dropped(raw["dropped"], people),
        surplus=tuple(people.who(pk) for pk in raw["surplus"] if people.has(pk)),
        seconds=raw["seconds"],
        seed=row.seed,
        input_hash=row.input_hash,
    )


def people_of(row: Proposal) -> set[int]:
    """Return whom the report of a proposal's run names, by primary key."""
    raw = {**findings.empty(), **row.report}
    return {
        *(pk for pair in raw["blocking_pairs"] for pk in pair),
        *(pk for one in raw["broken"] for pk in one["people"]),
        *(pk for pk, _ in raw["unresolved"][:_LISTED]),
        *raw["surplus"],
        *raw["dropped"],
    }


def _shortages(found: Sequence[Mapping[str, Any]], plan: Plan) -> tuple[str, ...]:
    """Say where people share too few places; those who share none at all are counted together."""
    alone = sum(one["people"] for one in found if not one["seats"])
    said = [_shortage(one, plan) for one in found if one["seats"]]
    if alone:
        sentence = ngettext(
            "There is no free place that %(count)s person could have.",
            "There is no free place that %(count)s people could have.",
            alone,
        )
        said.insert(0, sentence % {"count": alone})
    return tuple(said)


def _shortage(one: Mapping[str, Any], plan: Plan) -> str:
    words = {**plan.words(), "people": one["people"], "seats": one["seats"]}
    if not one["option"]:
        return (
            ngettext(
                "%(people)s %(mentee_many)s share %(seats)s place",
                "%(people)s %(mentee_many)s share %(seats)s places",
                one["seats"],
            )
            % words
        )
    words["what"] = option_name(plan, Criterion(one["code"]), one["option"])
    return (
        ngettext(
            "%(people)s %(mentee_many)s share %(seats)s place: %(what)s",
            "%(people)s %(mentee_many)s share %(seats)s places: %(what)s",
            one["seats"],
        )
        % words
    )


def _must(one: Mapping[str, Any], everybody: int, plan: Plan, brief: Brief) -> str:
    code = Criterion(one["code"])
    words = {"must": must(plan, code, brief.musts.get(code, 1)), "count": one["people"]}
    if one["people"] == everybody:
        return gettext("Nobody meets the must “%(must)s” with anybody, so it leaves everybody without a place.") % words
    return (
        ngettext(
            "%(count)s person meets the must “%(must)s” with nobody.",
            "%(count)s people meet the must “%(must)s” with nobody.",
            one["people"],
        )
        % words
    )


def _broken(one: Mapping[str, Any], people: Known) -> str:
    names = people.names(one["people"])
    if one["kind"] == "size":
        return ngettext(
            "%(name)s has only %(count)s person in their group.",
            "%(name)s has only %(count)s people in their group.",
            one["number"],
        ) % {"name": and_(names), "count": one["number"]}
    what = label(Criterion(one["code"]))
    return rule_broken(one["kind"], one["number"], what, and_(names[:_NAMED]))


def rule_broken(kind: str, number: int, what: str, names: str) -> str:
    """Say which rule a peer group does not keep.

    Args:
        kind: of the engine's rules. what: a criterion's name. names: of those whom it concerns, may be empty.
    """
    words = {"number": number, "what": what, "names": names}
    if kind == "not_alone":
        return gettext("Group %(number)s, %(what)s: %(names)s would be the only one of their kind.") % words
    if kind == "alike":
        return gettext("Group %(number)s, %(what)s: not everybody is alike; %(names)s differ.") % words
    if kind == "common":
        return gettext("Group %(number)s has too little in common, %(what)s.") % words
    if names:
        return gettext("Group %(number)s, %(what)s: too many are alike: %(names)s.") % words
    return gettext("Group %(number)s, %(what)s: some are missing for a good mix.") % words


def _unresolved(pk: int, count: int, people: Known) -> str:
    return ngettext(
        "%(name)s named %(count)s person who can’t be told apart, or does not take part.",
        "%(name)s named %(count)s people who can’t be told apart, or do not take part.",
        count,
    ) % {"name": people.who(pk).name, "count": count}


def _dropped(pks: list[int], people: Known) -> tuple[str, ...]:
    names = people.names(pks)
    if not names:
        return ()
    sentence = ngettext(
        "A lock could not be kept, because somebody is not there any more: %(names)s.",
        "%(count)s locks could not be kept, because somebody is not there any more: %(names)s.",
        len(names),
    )
    return (sentence % {"count": len(names), "names": and_(names[:_NAMED])},)
