"""What a run is asked: whom to bring together, by what, and how."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.utils.translation import gettext

from mentoring_xblock.groups.data import Kind
from mentoring_xblock.kit.errors import Invalid
from mentoring_xblock.programme.data import Role
from mentoring_xblock.programme.plan import CAPACITY_LIMITS
from mentoring_xblock.programme.reading import as_choice, as_number


class Mode(StrEnum):
    """How places are given.

    BEST: by the scores, exactly. STABLE: so that no two people would both rather be with each other. EVEN, RANDOM and
    ALPHABETICAL ask nothing of the scores: every mentor gets as many, by the seed alone, or in the order of names.
    """

    BEST = "best"
    STABLE = "stable"
    EVEN = "even"
    RANDOM = "random"
    ALPHABETICAL = "alphabetical"


#: The ways that look at what people answered.
SCORED = frozenset({Mode.BEST, Mode.STABLE})


class Objective(StrEnum):
    """What is best: as many people as possible in any case, and then that the worst-off is well off, or the total."""

    FAIR = "fair"
    TOTAL = "total"


class Criterion(StrEnum):
    """What a score is made of. All but REVIEWS compare what two people answered."""

    WISHES = "wishes"
    INTERESTS = "interests"
    CHALLENGES = "challenges"
    VALUES = "values"
    STYLES = "styles"
    HOURS = "hours"
    LANGUAGES = "languages"
    PLACES = "places"
    FIELD = "field"
    EXPERIENCE = "experience"
    PEOPLE = "people"
    REVIEWS = "reviews"


class Fields(StrEnum):
    """Whether the field of work is better the same or another."""

    SAME = "same"
    DIFFERENT = "different"


class Rule(StrEnum):
    """What peer groups keep to, of a criterion that sorts people: spread them, keep them together, leave none alone."""

    MIX = "mix"
    ALIKE = "alike"
    NOT_ALONE = "not_alone"


#: What a run starts from; of what nobody was asked, nothing is counted.
DEFAULT_WEIGHTS: Mapping[Criterion, int] = {
    Criterion.WISHES: 40,
    Criterion.STYLES: 20,
    Criterion.HOURS: 15,
    Criterion.INTERESTS: 15,
    Criterion.REVIEWS: 10,
}
#: Smallest and largest weight of one criterion.
WEIGHT_LIMITS = (0, 100)
#: What can be a must, with the smallest, largest and usual number that has to be met: wishes answered, interests or
#: challenges in common, per cent of closeness, hours a week in common, languages in common, and 1 for yes.
MUSTS: Mapping[Criterion, tuple[int, int, int]] = {
    Criterion.WISHES: (1, 10, 1),
    Criterion.INTERESTS: (1, 10, 1),
    Criterion.CHALLENGES: (1, 10, 1),
    Criterion.VALUES: (1, 100, 50),
    Criterion.STYLES: (1, 100, 50),
    Criterion.HOURS: (1, 40, 2),
    Criterion.LANGUAGES: (1, 3, 1),
    Criterion.PLACES: (1, 1, 1),
    Criterion.FIELD: (1, 1, 1),
    Criterion.EXPERIENCE: (1, 1, 1),
}
#: Of peer groups, what all of a group can be asked to have in common.
COMMON = (Criterion.LANGUAGES, Criterion.HOURS)
#: What sorts people, for the rules of peer groups.
SORTING = (Criterion.FIELD, Criterion.EXPERIENCE, Criterion.PLACES)
#: Members of a small group and of a peer group: smallest, largest.
SIZE_LIMITS: Mapping[Kind, tuple[int, int]] = {
    Kind.SMALL_GROUP: (2, CAPACITY_LIMITS["small_group"][1]),
    Kind.PEER_GROUP: (2, CAPACITY_LIMITS["peer_group"][1]),
}
#: Largest seed; they begin at 0.
SEED_LIMIT = 2**31 - 1


@dataclass(frozen=True)
class Brief:
    """What a run is asked.

    kind: pairs, small groups with a mentor, or peer groups. weights: points by criterion, 0..100 each; only their
    ratio counts. musts: by criterion of `MUSTS`, what a pair has to meet at least; for peer groups those of `COMMON`,
    for the whole group. fields: whether the same field of work is wanted, or another.
    sizes: members of a group, fewest and most; (1, 1) for pairs. A mentor of small groups has nobody, or the fewest.
    places: how many mentees a mentor takes in this proposal, by participant, other than what they said; asked of them
    before it is published.

    Of peer groups only: members: which role they are of. rules: by criterion of `SORTING`. together, apart: people who
    have to be in one group, or not in the same. coaches: whether groups get somebody who leads them.
    """

    kind: Kind = Kind.PAIR
    mode: Mode = Mode.BEST
    objective: Objective = Objective.FAIR
    weights: Mapping[Criterion, int] = field(default_factory=lambda: dict(DEFAULT_WEIGHTS))
    musts: Mapping[Criterion, int] = field(default_factory=dict)
    fields: Fields = Fields.SAME
    sizes: tuple[int, int] = (1, 1)
    places: Mapping[UUID, int] = field(default_factory=dict)
    seed: int = 0
    members: Role = Role.MENTEE
    rules: Mapping[Criterion, Rule] = field(default_factory=dict)
    together: tuple[tuple[UUID, ...], ...] = ()
    apart: tuple[tuple[UUID, ...], ...] = ()
    coaches: bool = False

    @property
    def scored(self) -> bool:
        """Whether what people answered decides."""
        return self.mode in SCORED

    @property
    def counted(self) -> tuple[Criterion, ...]:
        """The criteria that take part in a score, in their usual order."""
        return tuple(one for one in Criterion if self.weights.get(one) or one in self.musts)

    def checked(self) -> Brief:
        """Return the brief with its numbers checked.

        Raises:
            Invalid: with sentences by field: weights, musts, sizes, places, seed, rules, together.
        """
        problems = {name: sentence for name, check in _CHECKS.items() if (sentence := check(self))}
        if problems:
            message = gettext("Something needs another look. Nothing was started yet.")
            raise Invalid(message, {name: [sentence] for name, sentence in problems.items()})
        return self

    def to_dict(self) -> dict[str, Any]:
        """Return it as JSON values."""
        return {
            "kind": self.kind.value,
            "mode": self.mode.value,
            "objective": self.objective.value,
            "weights": {one.value: points for one, points in self.weights.items()},
            "musts": {one.value: least for one, least in self.musts.items()},
            "fields": self.fields.value,
            "sizes": list(self.sizes),
            "places": {str(who): places for who, places in self.places.items()},
            "seed": self.seed,
            "members": self.members.value,
            "rules": {one.value: rule.value for one, rule in self.rules.items()},
            "together": [[str(who) for who in people] for people in self.together],
            "apart": [[str(who) for who in people] for people in self.apart],
            "coaches": self.coaches,
        }

    @classmethod
    def from_dict(cls, raw: Mapping[str, Any]) -> Brief:
        """Return a stored brief; what this release does not know becomes the default."""
        kind = as_choice(Kind, raw.get("kind"), Kind.PAIR)
        return cls(
            kind=kind,
            mode=as_choice(Mode, raw.get("mode"), Mode.BEST),
            objective=as_choice(Objective, raw.get("objective"), Objective.FAIR),
            weights=_by_criterion(raw.get("weights"), lambda value: as_number(value, *WEIGHT_LIMITS, None)),
            musts=_by_criterion(raw.get("musts"), lambda value: as_number(value, 1, 100, None)),
            fields=as_choice(Fields, raw.get("fields"), Fields.SAME),
            sizes=tuple(raw.get("sizes") or (1, 1)),
            places={UUID(who): places for who, places in (raw.get("places") or {}).items()},
            seed=as_number(raw.get("seed"), 0, SEED_LIMIT, 0),
            members=as_choice(Role, raw.get("members"), Role.MENTEE),
            rules=_by_criterion(raw.get("rules"), lambda value: as_choice(Rule, value, None)),
            together=_people(raw.get("together")),
            apart=_people(raw.get("apart")),
            coaches=raw.get("coaches") is True,
        )


def _by_criterion(raw: Any, read: Callable[[Any], Any]) -> dict[Criterion, Any]:
    known = {one.value for one in Criterion}
    pairs = ((Criterion(name), read(value)) for name, value in (raw or {}).items() if name in known)
    return {criterion: value for criterion, value in pairs if value is not None}


def _people(raw: Any) -> tuple[tuple[UUID, ...], ...]:
    return tuple(tuple(UUID(who) for who in people) for people in raw or ())


# ---- checks: each returns a sentence, or an empty string ----


def _check_weights(brief: Brief) -> str:
    low, high = WEIGHT_LIMITS
    if any(not low <= points <= high for points in brief.weights.values()):
        return gettext("A weight is a number from %(low)s to %(high)s.") % {"low": low, "high": high}
    if brief.scored and not any(brief.weights.values()):
        return gettext("Give at least one thing some weight, or fill the places evenly instead.")
    return ""


def _check_musts(brief: Brief) -> str:
    possible = COMMON if brief.kind is Kind.PEER_GROUP else MUSTS
    if any(one not in possible or not MUSTS[one][0] <= least <= MUSTS[one][1] for one, least in brief.musts.items()):
        return gettext("One of these can’t be a must with that number.")
    return ""


def _check_sizes(brief: Brief) -> str:
    low, high = brief.sizes
    if brief.kind is Kind.PAIR:
        return "" if (low, high) == (1, 1) else gettext("A pair has one place beside the one who leads it.")
    least, most = SIZE_LIMITS[brief.kind]
    if least <= low <= high <= most:
        return ""
    return gettext("A group has from %(least)s to %(most)s members, and the fewest are not more than the most.") % {
        "least": least,
        "most": most,
    }


def _check_places(brief: Brief) -> str:
    low, high = 0, CAPACITY_LIMITS["mentor"][1]
    if all(low <= places <= high for places in brief.places.values()):
        return ""
    return gettext("Somebody can take from %(low)s to %(high)s people.") % {"low": low, "high": high}


def _check_seed(brief: Brief) -> str:
    if 0 <= brief.seed <= SEED_LIMIT:
        return ""
    return gettext("The seed is a whole number from 0 to %(limit)s.") % {"limit": SEED_LIMIT}


def _check_rules(brief: Brief) -> str:
    if all(one in SORTING for one in brief.rules):
        return ""
    return gettext("One of these can’t be a rule for groups.")


def _check_together(brief: Brief) -> str:
    if all(len(set(people)) > 1 for people in (*brief.together, *brief.apart)):
        return ""
    return gettext("Name at least two people who are to be together, or apart.")


def _check_members(brief: Brief) -> str:
    if brief.members in (Role.MENTEE, Role.MENTOR, Role.PEER):
        return ""
    return gettext("Peer groups are for those who mentor, those who are mentored, or for equals.")


_CHECKS: Mapping[str, Callable[[Brief], str]] = {
    "weights": _check_weights,
    "musts": _check_musts,
    "sizes": _check_sizes,
    "places": _check_places,
    "seed": _check_seed,
    "rules": _check_rules,
    "together": _check_together,
    "members": _check_members,
}
