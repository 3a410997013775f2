"""From what people answered to the engine's arrays: one row for each person, one column for each option."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from mentoring_xblock.applications.pool import Candidate
from mentoring_xblock.applications.questions import QuestionKind
from mentoring_xblock.groups.data import Kind
from mentoring_xblock.matching import hours, scoring
from mentoring_xblock.matching.progress import Progress
from mentoring_xblock.programme.data import Role
from mentoring_xblock.proposals.brief import Brief, Criterion
from mentoring_xblock.proposals.coded import LEVELS, RATED, TICKED, Coded
from mentoring_xblock.proposals.ground import KIND_OF, Ground, options

#: Hours a week in common beyond which more make a pair no better.
ENOUGH_HOURS = 4
#: Steps of a scale.
_LEVELS = 5

People = Sequence[Candidate]


@dataclass(frozen=True, eq=False)
class Measured:
    """Scores of some people with some others: `codes` says which criterion each part is."""

    codes: tuple[Criterion, ...]
    scores: scoring.Scores

    def parts(self, row: int, column: int) -> tuple[tuple[Criterion, scoring.Part], ...]:
        """Return what each criterion gives a pair."""
        return tuple(zip(self.codes, self.scores.parts(row, column), strict=True))

    def broken(self, row: int, column: int) -> tuple[Criterion, ...]:
        """Return the musts that a pair does not meet."""
        return tuple(self.codes[index] for index in self.scores.broken(row, column))


def measure(ground: Ground, brief: Brief, left: People, right: People, progress: Progress | None = None) -> Measured:
    """Score everybody on the left with everybody on the right.

    The score of two people is the same in whatever company they are measured.

    Args:
        left: mentees; or for peer groups members, the same as `right`.
        right: mentors.
    Returns:
        scores int32[n, m] with vetoes; without people on one of the sides, empty arrays.
    """
    # A criterion of weight 0 that is no must gives nothing and forbids nothing, and says how many people there are.
    codes = brief.counted or (Criterion.WISHES,)
    sides = _Sides(ground, brief, left, right)
    criteria = tuple(_MAKERS[code](sides, code) for code in codes)
    return Measured(codes, scoring.score(criteria, _vetoes(ground, left, right), progress))


def _vetoes(ground: Ground, left: People, right: People) -> np.ndarray:
    """Return bool[n, m]: who named the other, or their manager; who is in the other's team; and oneself."""
    rows = {one.participant_id: row for row, one in enumerate(left)}
    columns = {one.participant_id: column for column, one in enumerate(right)}
    found = _teams(ground, left)[:, None] == _teams(ground, right)[None, :]
    found &= (_teams(ground, left) >= 0)[:, None]
    for one, other in ground.barred:
        if one in rows and other in columns:
            found[rows[one], columns[other]] = True
    return found


def _teams(ground: Ground, people: People) -> np.ndarray:
    return np.array([ground.teams.get(one.participant_id, -1) for one in people], dtype=np.int64)


@dataclass(frozen=True, eq=False)
class _Sides:
    """Both sides of what is being measured, and the arrays that criteria ask for."""

    ground: Ground
    brief: Brief
    left: People
    right: People

    @property
    def peers(self) -> bool:
        return self.brief.kind is Kind.PEER_GROUP

    def common(self, code: Criterion) -> dict[str, int | bool]:
        """Return what all criteria take: weight and must."""
        least = self.brief.musts.get(code)
        # A must of peer groups is one for a whole group, which is a rule of theirs.
        must = least is not None and not self.peers
        return {"weight": self.brief.weights.get(code, 0), "must": must} | ({"at_least": least} if must else {})

    def both(self, read: Callable[[People], np.ndarray]) -> tuple[np.ndarray, np.ndarray]:
        left = read(self.left)
        return left, left if self.right is self.left else read(self.right)

    def ticked(self, code: Criterion) -> tuple[np.ndarray, np.ndarray]:
        return self.both(lambda people: flags(self.ground, code, people))


def _rows(coded: Coded, people: People) -> np.ndarray:
    return coded.of([one.participant_id for one in people])


def coded(ground: Ground, people: People) -> Coded:
    """Return what people answered as arrays, to be kept."""
    return Coded(
        rows={one.participant_id: row for row, one in enumerate(people)},
        ticked={code: flags(ground, code, people) for code in TICKED},
        rated={code: ratings(ground, code, people) for code in RATED},
        levels={code: levels(ground, code, people) for code in LEVELS},
        hours=free_hours(ground, people),
        remote=_remote(ground, people),
    )


def flags(ground: Ground, code: Criterion, people: People) -> np.ndarray:
    """Return bool[n, k]: which options each has ticked."""
    if ground.coded is not None:
        return ground.coded.ticked[code][_rows(ground.coded, people)]
    columns, kind = ground.columns[code], KIND_OF[code]
    found = np.zeros((len(people), len(columns)), dtype=np.bool_)
    for row, one in enumerate(people):
        for option in options(kind, one.answers.get(kind)):
            found[row, columns[option]] = True
    return found


def ratings(ground: Ground, code: Criterion, people: People) -> np.ndarray:
    """Return int8[n, q]: the step that each chose for each statement from 0, -1 for none."""
    if ground.coded is not None:
        return ground.coded.rated[code][_rows(ground.coded, people)]
    columns, kind = ground.columns[code], KIND_OF[code]
    found = np.full((len(people), len(columns)), -1, dtype=np.int8)
    for row, one in enumerate(people):
        for statement, step in (one.answers.get(kind) or {}).items():
            found[row, columns[statement]] = step - 1
    return found


def free_hours(ground: Ground, people: People) -> np.ndarray:
    """Return bool[n, 168]: the hours of a week in which each is free in all of the programme's weeks."""
    if ground.coded is not None:
        return ground.coded.hours[_rows(ground.coded, people)]
    found = np.zeros((len(people), hours.HOURS), dtype=np.bool_)
    known: dict[tuple, np.ndarray] = {}
    for row, one in enumerate(people):
        answer = one.answers.get(QuestionKind.HOURS)
        if answer and ground.mondays:
            rules = tuple(
                hours.Free(rule["weekday"], _clock(rule["start"]), _clock(rule["end"]), answer["time_zone"])
                for rule in answer["rules"]
            )
            if rules not in known:
                known[rules] = hours.weeks(rules, ground.mondays, ground.programme.plan.time_zone)
            found[row] = known[rules]
    return found


def _clock(text: str) -> dt.time:
    return dt.time.fromisoformat(text)


def levels(ground: Ground, code: Criterion, people: People) -> np.ndarray:
    """Return int64[n]: the one option of each, -1 for none; of several places the first."""
    if ground.coded is not None:
        return ground.coded.levels[code][_rows(ground.coded, people)]
    columns, kind = ground.columns[code], KIND_OF[code]
    named = (options(kind, one.answers.get(kind)) for one in people)
    return np.array([columns[found[0]] if found else -1 for found in named], dtype=np.int64)


# ---- one maker for each criterion ----


def _wishes(sides: _Sides, code: Criterion) -> scoring.Criterion:
    left, right = sides.ticked(code)
    # Among equals nobody offers what another wishes for: what they have in common counts.
    kind = scoring.Interests if sides.peers else scoring.Wishes
    return kind(left=left, right=right, **sides.common(code))


def _interests(sides: _Sides, code: Criterion) -> scoring.Criterion:
    left, right = sides.ticked(code)
    return scoring.Interests(left=left, right=right, **sides.common(code))


def _languages(sides: _Sides, code: Criterion) -> scoring.Criterion:
    left, right = sides.ticked(code)
    return scoring.Languages(left=left, right=right, **sides.common(code))


def _likert(sides: _Sides, code: Criterion) -> scoring.Criterion:
    left, right = sides.both(lambda people: ratings(sides.ground, code, people))
    return scoring.Likert(left=left, right=right, levels=_LEVELS, **sides.common(code))


def _hours(sides: _Sides, code: Criterion) -> scoring.Criterion:
    left, right = sides.both(lambda people: free_hours(sides.ground, people))
    return scoring.Hours(left=left, right=right, enough=ENOUGH_HOURS, **sides.common(code))


def _places(sides: _Sides, code: Criterion) -> scoring.Criterion:
    left, right = sides.ticked(code)
    left_remote, right_remote = sides.both(lambda people: _remote(sides.ground, people))
    return scoring.Place(
        left=left, right=right, left_remote=left_remote, right_remote=right_remote, **sides.common(code)
    )


def _remote(ground: Ground, people: People) -> np.ndarray:
    if ground.coded is not None:
        return ground.coded.remote[_rows(ground.coded, people)]
    answers = (one.answers.get(QuestionKind.PLACES) for one in people)
    return np.array([bool(answer and answer["remote"]) for answer in answers], dtype=np.bool_)


def _field(sides: _Sides, code: Criterion) -> scoring.Criterion:
    left, right = sides.both(lambda people: levels(sides.ground, code, people))
    return scoring.Field(left=left, right=right, wanted=sides.brief.fields.value, **sides.common(code))


def _experience(sides: _Sides, code: Criterion) -> scoring.Criterion:
    left, right = sides.both(lambda people: levels(sides.ground, code, people))
    # A newcomer learns of somebody experienced, or the other way round; equals of equals.
    wanted = "same" if sides.peers else "different"
    return scoring.Field(left=left, right=right, wanted=wanted, **sides.common(code))


def _people(sides: _Sides, code: Criterion) -> scoring.Criterion:
    role = sides.brief.members if sides.peers else Role.MENTEE
    other = role if sides.peers else Role.MENTOR
    return scoring.Mutual(
        left=_wished(sides.ground, sides.left, sides.right, sides.ground.widths[role]),
        right=_wished(sides.ground, sides.right, sides.left, sides.ground.widths[other]),
        **sides.common(code),
    )


def _wished(ground: Ground, people: People, others: People, width: int) -> np.ndarray:
    """Return int64[n, width]: whom each wishes for, at the place that they gave them; -1 for who is not among these."""
    index = {one.user_id: place for place, one in enumerate(others)}
    found = np.full((len(people), width), -1, dtype=np.int64)
    for row, one in enumerate(people):
        for place, user_id in enumerate(ground.wished.get(one.participant_id, ())):
            found[row, place] = index.get(user_id, -1)
    return found


def _reviews(sides: _Sides, code: Criterion) -> scoring.Criterion:
    """Pairs that the matching group would make stand above all others; what it thinks of one person makes no pair."""
    rows = {one.application_id: row for row, one in enumerate(sides.left)}
    columns = {one.application_id: column for column, one in enumerate(sides.right)}
    suggested = np.zeros((len(sides.left), len(sides.right)), dtype=np.int8)
    for mentee, mentor in sides.ground.suggested:
        if mentee in rows and mentor in columns:
            suggested[rows[mentee], columns[mentor]] = 1
    return scoring.Reviews(ratings=suggested, highest=1, **sides.common(code))


_MAKERS: Mapping[Criterion, Callable[[_Sides, Criterion], scoring.Criterion]] = {
    Criterion.WISHES: _wishes,
    Criterion.INTERESTS: _interests,
    Criterion.CHALLENGES: _interests,
    Criterion.VALUES: _likert,
    Criterion.STYLES: _likert,
    Criterion.HOURS: _hours,
    Criterion.LANGUAGES: _languages,
    Criterion.PLACES: _places,
    Criterion.FIELD: _field,
    Criterion.EXPERIENCE: _experience,
    Criterion.PEOPLE: _people,
    Criterion.REVIEWS: _reviews,
}
