"""What would happen, before it is done: a place more or less, two who change places, somebody's first wish."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from uuid import UUID

import numpy as np
from django.utils.translation import gettext, ngettext

from mentoring_xblock.kit.errors import Invalid
from mentoring_xblock.kit.place import Place
from mentoring_xblock.matching import pairing
from mentoring_xblock.matching.errors import BadInput
from mentoring_xblock.matching.pairing.result import figures
from mentoring_xblock.privacy.policy import Actor
from mentoring_xblock.proposals import queries
from mentoring_xblock.proposals.brief import Brief
from mentoring_xblock.proposals.data import Ask, Moved, Outcome, Question, Who
from mentoring_xblock.proposals.making import Lock, Setting, setting
from mentoring_xblock.proposals.making import Place as Seated
from mentoring_xblock.proposals.making_groups import circle, scored
from mentoring_xblock.proposals.refusals import Refused
from mentoring_xblock.proposals.scene import Scene, scene
from mentoring_xblock.proposals.seating import Spot, spots

_Change = pairing.AddSeat | pairing.RemoveSeat | pairing.Force | pairing.Swap


def what_if(actor: Actor, place: Place, proposal_id: UUID, question: Question) -> Outcome:
    """Say what a change would do to a proposal; nothing is written. A constant number of queries.

    A place more or less, or a pair that is to be, is answered by the best there is then around what is locked; two who
    change places move nobody else.

    Raises:
        NotAllowed: the actor does not coordinate the programme.
        NotFound: there is no such proposal or person.
        Invalid: the proposal is not ready, was not made by scores, or this can't be asked of peer groups.
    """
    programme = queries.programme_for(actor, place)
    made = scene(programme, queries.find(programme, proposal_id))
    if not made.brief.scored:
        raise Invalid(gettext("This proposal was made without scores, so there is nothing to compare."))
    if made.peers:
        return _in_groups(made, question)
    return _in_pairs(made, question)


def trial_brief(actor: Actor, place: Place, proposal_id: UUID, question: Question) -> Brief:
    """Return the brief of another proposal that tries a place more or less; `start` it with this one as its parent.

    Raises:
        As `what_if` does; Invalid also for questions that are answered by moving somebody by hand.
    """
    programme = queries.programme_for(actor, place)
    made = scene(programme, queries.find(programme, proposal_id))
    if question.ask not in (Ask.SEAT_MORE, Ask.SEAT_LESS) or made.peers or question.leader is None:
        raise Invalid(gettext("Only a number of places can be tried as another proposal. Move people by hand instead."))
    leader = made.leader(question.leader)
    more = 1 if question.ask is Ask.SEAT_MORE else -1
    places = max(0, made.table.places[leader.participant_id] + more)
    return replace(made.brief, places={**made.brief.places, leader.participant: places}).checked()


def _in_pairs(made: Scene, question: Question) -> Outcome:
    now = spots(made)
    here = {one.participant_id for one in made.table.members}
    locks = [Lock(pk, spot.leader) for pk, spot in now.items() if spot.locked and spot.leader and pk in here]
    try:
        found = setting(made.ground, made.brief, made.table, locks)
        difference = pairing.what_if(found.problem, _as_it_is(found, now), _asked(made, found, question))
    except (BadInput, Refused):
        return _impossible(question)
    before, after = difference.before, difference.after
    moved = tuple(
        Moved(
            who=made.people.who(found.members[row].participant_id),
            before=_who(made, found, old),
            after=_who(made, found, new),
            score_before=int(found.problem.scores[row, old]) if old >= 0 else 0,
            score_after=int(found.problem.scores[row, new]) if new >= 0 else 0,
        )
        for row, old, new in difference.moved
    )
    return Outcome(
        question=question,
        possible=True,
        sentence=_sentence(moved),
        placed=(before.matched, after.matched),
        minimum=(before.minimum, after.minimum),
        total=(before.total, after.total),
        moved=moved,
        notes=_notes(made, question),
    )


def _as_it_is(found: Setting, now: Mapping[int, Spot]) -> pairing.Pairing:
    """Return the proposal with its changes by hand as the engine's pairing."""
    mentor = np.full(len(found.members), -1, dtype=np.int64)
    for row, one in enumerate(found.members):
        leader = now.get(one.participant_id, Spot()).leader
        mentor[row] = found.columns.get(leader, -1)
    return pairing.Pairing(mentor, *figures(found.problem.scores, mentor), found.brief.objective.value, "")


def _asked(made: Scene, found: Setting, question: Question) -> _Change:
    if question.ask is Ask.SWAP:
        people = (made.member(_given(who)).participant_id for who in (question.member, question.other))
        return pairing.Swap(*(found.rows[pk] for pk in people))
    column = found.columns[made.leader(_given(question.leader)).participant_id]
    if question.ask is Ask.FORCE:
        return pairing.Force(found.rows[made.member(_given(question.member)).participant_id], column)
    return pairing.AddSeat(column) if question.ask is Ask.SEAT_MORE else pairing.RemoveSeat(column)


def _given(who: UUID | None) -> UUID:
    if who is None:
        raise Invalid(gettext("Say whom you ask about."))
    return who


def _who(made: Scene, found: Setting, column: int) -> Who | None:
    return made.people.who(found.leaders[column].participant_id) if column >= 0 else None


def _impossible(question: Question) -> Outcome:
    sentence = {
        Ask.SWAP: gettext("The two can’t change places: a must, somebody’s own word or a lock is against it."),
        Ask.FORCE: gettext("The two can’t be together: a must, somebody’s own word or a lock is against it."),
        Ask.SEAT_MORE: gettext("This can’t be tried around the locks as they are."),
        Ask.SEAT_LESS: gettext("There is no place to take away, or a lock needs it."),
    }[question.ask]
    return Outcome(question, False, sentence, (0, 0), (None, None), (0, 0), ())


def _sentence(moved: tuple[Moved, ...]) -> str:
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


def _notes(made: Scene, question: Question) -> tuple[str, ...]:
    if question.ask is not Ask.SEAT_MORE:
        return ()
    pk = made.leader(_given(question.leader)).participant_id
    said, places = made.table.said[pk], made.table.places[pk]
    if places + 1 <= said:
        return ()
    return (
        ngettext(
            "%(name)s offered %(count)s place. Ask them before this is published.",
            "%(name)s offered %(count)s places. Ask them before this is published.",
            said,
        )
        % {"name": made.people.who(pk).name, "count": said},
    )


def _in_groups(made: Scene, question: Question) -> Outcome:
    if question.ask is not Ask.SWAP:
        raise Invalid(gettext("In peer groups you can ask what it would be if two people changed places."))
    one, two = (made.member(_given(who)).participant_id for who in (question.member, question.other))
    now = spots(made)
    after = {**now, one: now.get(two, Spot()), two: now.get(one, Spot())}
    problem = circle(made.ground, made.brief, made.table, groups=made.row.report.get("groups") or 1)
    here = set(problem.rows)

    def scores(spots_: Mapping[int, Spot]) -> dict[int, int]:
        places = [Seated(pk, number=spot.number) for pk, spot in spots_.items() if spot.number and pk in here]
        return {place.member: place.score or 0 for place in scored(problem, places)}

    before_scores, after_scores = scores(now), scores(after)
    moved = tuple(
        Moved(made.people.who(pk), None, None, before_scores.get(pk, 0), after_scores.get(pk, 0))
        for pk in before_scores.keys() | after_scores.keys()
        if pk in (one, two) or before_scores.get(pk) != after_scores.get(pk)
    )
    return Outcome(
        question=question,
        possible=True,
        sentence=_sentence(moved),
        placed=(len(before_scores), len(after_scores)),
        minimum=(min(before_scores.values(), default=None), min(after_scores.values(), default=None)),
        total=(sum(before_scores.values()), sum(after_scores.values())),
        moved=tuple(sorted(moved, key=lambda one: (one.score_after - one.score_before, one.who.name))),
    )


__all__ = ["trial_brief", "what_if"]
