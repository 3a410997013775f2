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
from mentoring_xblock.proposals.refusals import Refused
from mentoring_xblock.proposals.scene import Scene, scene
from mentoring_xblock.proposals.seating import Spot, spots
from mentoring_xblock.proposals.swapping import given, impossible, moving_words, swapped

#: A question that concerns everybody is answered at once for so many pairs that could be.
MOST_PAIRS = 1_000_000

_Change = pairing.AddSeat | pairing.RemoveSeat | pairing.Force


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
    if question.ask is Ask.SWAP:
        return swapped(made, question)
    if made.peers:
        raise Invalid(gettext("In peer groups you can ask what it would be if two people changed places."))
    if len(made.table.members) * len(made.table.leaders) > MOST_PAIRS:
        raise Invalid(
            gettext(
                "There are too many people to answer this at once. Run a proposal with one place more or less, "
                "or move the person by hand and look at what changes."
            )
        )
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
        return impossible(question)
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
        sentence=moving_words(moved),
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
    column = found.columns[made.leader(given(question.leader)).participant_id]
    if question.ask is Ask.FORCE:
        return pairing.Force(found.rows[made.member(given(question.member)).participant_id], column)
    return pairing.AddSeat(column) if question.ask is Ask.SEAT_MORE else pairing.RemoveSeat(column)


def _who(made: Scene, found: Setting, column: int) -> Who | None:
    return made.people.who(found.leaders[column].participant_id) if column >= 0 else None


def _notes(made: Scene, question: Question) -> tuple[str, ...]:
    if question.ask is not Ask.SEAT_MORE:
        return ()
    pk = made.leader(given(question.leader)).participant_id
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


__all__ = ["MOST_PAIRS", "trial_brief", "what_if"]
