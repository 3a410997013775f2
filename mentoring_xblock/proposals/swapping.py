"""What would happen if two people changed places: only these are compared, and those who share a group with them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from uuid import UUID

from django.utils.translation import gettext, ngettext

from mentoring_xblock.applications.pool import Candidate
from mentoring_xblock.kit.errors import Invalid
from mentoring_xblock.proposals.criteria import measure
from mentoring_xblock.proposals.data import Ask, Moved, Outcome, Question
from mentoring_xblock.proposals.making import Place
from mentoring_xblock.proposals.making_groups import circle, scored
from mentoring_xblock.proposals.scene import Scene
from mentoring_xblock.proposals.seating import Spot, spots

#: Scores by member; nobody who has no place is in it.
_Scores = Mapping[int, int]


def swapped(made: Scene, question: Question) -> Outcome:
    """Say what would come of it.

    Raises:
        NotFound, Invalid: as `Scene.member`.
    """
    one, other = (made.member(given(who)) for who in (question.member, question.other))
    return _in_groups(made, question, one, other) if made.peers else _in_pairs(made, question, one, other)


def _in_pairs(made: Scene, question: Question, one: Candidate, other: Candidate) -> Outcome:
    now = spots(made)
    before = {who.participant_id: now.get(who.participant_id, Spot()) for who in (one, other)}
    after = dict(zip(before, reversed(before.values()), strict=True))
    leaders = {who.participant_id: who for who in made.table.leaders}
    wanted = [leaders[spot.leader] for spot in before.values() if spot.leader in leaders]
    columns = {who.participant_id: column for column, who in enumerate(wanted)}
    measured = measure(made.ground, made.brief, [one, other], wanted).scores
    rows = {who.participant_id: row for row, who in enumerate((one, other))}
    if any(spot.locked for spot in before.values()) or any(
        spot.leader in columns and measured.forbidden[rows[pk], columns[spot.leader]] for pk, spot in after.items()
    ):
        return impossible(question)

    def scores(spots_: Mapping[int, Spot]) -> dict[int, int]:
        return {
            pk: int(measured.scores[rows[pk], columns[spot.leader]])
            for pk, spot in spots_.items()
            if spot.leader in columns
        }

    made.people.load([*before, *columns])
    changed = [pk for pk in before if before[pk].leader != after[pk].leader]
    old, new = scores(before), scores(after)
    moved = tuple(
        Moved(
            who=made.people.who(pk),
            before=made.people.who(before[pk].leader) if before[pk].leader in columns else None,
            after=made.people.who(after[pk].leader) if after[pk].leader in columns else None,
            score_before=old.get(pk, 0),
            score_after=new.get(pk, 0),
        )
        for pk in changed
    )
    return _outcome(made, question, old, new, moved)


def _in_groups(made: Scene, question: Question, one: Candidate, other: Candidate) -> Outcome:
    now = spots(made)
    pks = (one.participant_id, other.participant_id)
    numbers = {now.get(pk, Spot()).number for pk in pks} - {None}
    concerned = {pk for pk, spot in now.items() if spot.number in numbers} | set(pks)
    members = tuple(who for who in made.table.members if who.participant_id in concerned)
    here = {who.participant_id for who in members}
    problem = circle(
        made.ground,
        made.brief,
        replace(made.table, members=members),
        groups=made.row.report.get("groups") or 1,
    )
    before = {pk: now.get(pk, Spot()) for pk in here}
    after = {**before, pks[0]: before[pks[1]], pks[1]: before[pks[0]]}

    def scores(spots_: Mapping[int, Spot]) -> dict[int, int]:
        places = [Place(pk, number=spot.number) for pk, spot in spots_.items() if spot.number]
        return {place.member: place.score or 0 for place in scored(problem, places)}

    old, new = scores(before), scores(after)
    changed = [pk for pk in here if pk in pks or old.get(pk) != new.get(pk)]
    made.people.load(changed)
    moved = (Moved(made.people.who(pk), None, None, old.get(pk, 0), new.get(pk, 0)) for pk in changed)
    order = sorted(moved, key=lambda one: (one.score_after - one.score_before, one.who.name))
    return _outcome(made, question, old, new, tuple(order))


def _outcome(made: Scene, question: Question, old: _Scores, new: _Scores, moved: tuple[Moved, ...]) -> Outcome:
    """Put what changes together with what stays as the seats say it."""
    concerned = old.keys() | new.keys()
    placed = [line for line in made.seats if not line.leads and line.placed]
    rest = [line.score for line in placed if line.member_id not in concerned and line.score is not None]
    count = len(placed)
    return Outcome(
        question=question,
        possible=True,
        sentence=moving_words(moved),
        placed=(count, count),
        minimum=(min([*rest, *old.values()], default=None), min([*rest, *new.values()], default=None)),
        total=(sum(rest) + sum(old.values()), sum(rest) + sum(new.values())),
        moved=moved,
    )


def given(who: UUID | None) -> UUID:
    """Return who is asked about.

    Raises:
        Invalid: the question names nobody.
    """
    if who is None:
        raise Invalid(gettext("Say whom you ask about."))
    return who


def impossible(question: Question) -> Outcome:
    """Return that something can't be, and why not."""
    sentence = {
        Ask.SWAP: gettext("The two can’t change places: a must, somebody’s own word or a lock is against it."),
        Ask.FORCE: gettext("The two can’t be together: a must, somebody’s own word or a lock is against it."),
        Ask.SEAT_MORE: gettext("This can’t be tried around the locks as they are."),
        Ask.SEAT_LESS: gettext("There is no place to take away, or a lock needs it."),
    }[question.ask]
    return Outcome(question, False, sentence, (0, 0), (None, None), (0, 0), ())


def moving_words(moved: tuple[Moved, ...]) -> str:
    """Say how many would move, and how many would lose by it."""
    losing = sum(one.loses for one in moved)
    if not moved:
        return gettext("Nobody would move.")
    if not losing:
        return ngettext(
            "%(count)s person would move, and nobody would lose by it.",
            "%(count)s people would move, and nobody would lose by it.",
            len(moved),
        ) % {"count": len(moved)}
    return ngettext(
        "%(count)s person would move; %(losing)s would be worse off.",
        "%(count)s people would move; %(losing)s of them would be worse off.",
        len(moved),
    ) % {"count": len(moved), "losing": losing}
