"""Before publishing: what it would do, what keeps it from being done, and what is worth another look."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import replace
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext, ngettext

from mentoring_xblock import host
from mentoring_xblock.groups.data import Kind
from mentoring_xblock.kit.dates import long_day
from mentoring_xblock.kit.errors import Invalid
from mentoring_xblock.kit.place import Place
from mentoring_xblock.privacy.policy import Actor
from mentoring_xblock.programme.page import and_
from mentoring_xblock.proposals import queries
from mentoring_xblock.proposals.criteria import measure
from mentoring_xblock.proposals.later_data import Preview
from mentoring_xblock.proposals.models import Stage
from mentoring_xblock.proposals.scene import Scene, scene
from mentoring_xblock.proposals.seating import leaders_by_group, members_of_leaders, size_problems
from mentoring_xblock.proposals.terms import answer_by, last_day, new_groups, seals, seated_people, surplus

#: So many names a sentence names; beyond it counts.
_NAMED = 6
#: So many pairs are held against musts and vetoes at once.
_AT_ONCE = 250


def preview(actor: Actor, place: Place, proposal_id: UUID) -> Preview:
    """Say what publishing a proposal would do; nothing is written and nobody is told.

    Raises:
        NotAllowed: the actor does not coordinate the programme.
        NotFound: there is no such proposal.
        Invalid: it is not ready, or published already.
    """
    programme = queries.programme_for(actor, place)
    row = queries.find(programme, proposal_id)
    if row.stage == Stage.PUBLISHED:
        raise Invalid(gettext("This proposal has been published."))
    if row.stage == Stage.PUBLISHING:
        raise Invalid(gettext("This proposal is being published already."))
    made, now = scene(programme, row), timezone.now()
    wanted = new_groups(made)
    people = seated_people(made)
    made.people.load(people)
    mentors, members = surplus(made)
    return Preview(
        groups=len(wanted),
        told=len({made.people.who(pk).user_id for pk in people}),
        last_day=last_day(programme, answer_by(programme, now)),
        problems=tuple(problems(made)),
        notes=tuple(_notes(made, now)),
        unplaced=len(members),
        surplus=0 if made.peers else len(mentors),
        seals=seals(made),
    )


def problems(made: Scene) -> list[str]:
    """Say what keeps a proposal from being published, whole sentences."""
    found = []
    if not any(line.placed for line in made.seats if not line.leads):
        found.append(gettext("Nobody has a place in this proposal."))
    here = {one.participant_id for one in made.table.members}
    gone = [line.member_id for line in made.seats if not line.leads and line.placed and line.member_id not in here]
    if gone:
        found.append(
            gettext("These have left or have a place by now; take them out first: %(names)s.")
            % {"names": _names(made, gone)}
        )
    found += _beyond_their_word(made)
    outside = _not_enrolled(made)
    if outside:
        found.append(gettext("These are not enrolled in this course: %(names)s.") % {"names": _names(made, outside)})
    return found


def _beyond_their_word(made: Scene) -> list[str]:
    """Name those who have more people in the proposal than they take: their number is theirs to give."""
    counts: dict[int, int] = {pk: len(seats) for pk, seats in members_of_leaders(made).items()}
    for pk in leaders_by_group(made).values():
        counts[pk] = counts.get(pk, 0) + 1
    found = []
    for pk, count in counts.items():
        said = made.table.said.get(pk)
        if said is None:
            found.append(gettext("%(name)s has left. Move their people first.") % {"name": made.people.who(pk).name})
        elif count > said:
            found.append(
                gettext(
                    "%(name)s has %(count)s people here, and takes %(said)s. Ask them first, and change their number "
                    "of places among the people."
                )
                % {"name": made.people.who(pk).name, "said": said, "count": count}
            )
    return found


def _not_enrolled(made: Scene) -> list[int]:
    people = seated_people(made)
    made.people.load(people)
    users = {pk: made.people.who(pk).user_id for pk in people}
    enrolled = host.enrolled_ids(made.programme.course_key, set(users.values()))
    return sorted(pk for pk, user_id in users.items() if user_id not in enrolled)


def _notes(made: Scene, now: dt.datetime) -> list[str]:
    """Say what is worth a look before publishing, whole sentences."""
    found = []
    programme = made.programme
    if not programme.non_stop and programme.plan.today(now) >= programme.round.starts_on:
        found.append(
            gettext("The programme began on %(day)s; people hear of their places after that.")
            % {"day": long_day(programme.round.starts_on)}
        )
    if broken := broken_pairs(made):
        sentence = (
            ngettext(
                "%(count)s pair does not meet a must or somebody’s own word: %(names)s.",
                "%(count)s pairs do not meet a must or somebody’s own word: %(names)s.",
                len(broken),
            )
            if made.brief.kind is Kind.PAIR
            else ngettext(
                "%(count)s person is with a mentor against a must or somebody’s own word: %(names)s.",
                "%(count)s people are with mentors against a must or somebody’s own word: %(names)s.",
                len(broken),
            )
        )
        found.append(sentence % {"count": len(broken), "names": _names(made, broken)})
    if small := size_problems(made):
        sentence = gettext("These have smaller groups than they should be: %(names)s.")
        found.append(sentence % {"names": _names(made, small)})
    stale = made.stale
    for names, sentence in (
        (stale.changed, gettext("What these answered has changed since: %(names)s.")),
        (stale.joined, gettext("These came after this was made: %(names)s.")),
        (stale.left, gettext("These have left since: %(names)s.")),
    ):
        if names:
            found.append(sentence % {"names": _some(names)})
    return found


def broken_pairs(made: Scene) -> list[int]:
    """Return the members of pairs that are forbidden by a must or a veto as things are now, by primary key."""
    if made.peers:
        return []
    members = {one.participant_id: one for one in made.table.members}
    leaders = {one.participant_id: one for one in made.table.leaders}
    pairs = [line for line in made.seats if line.member_id in members and line.leader_id in leaders]
    found, brief = [], replace(made.brief, weights={})
    # A few at a time: what the others of them are to each other is measured with them, and thrown away.
    for first in range(0, len(pairs), _AT_ONCE):
        some = pairs[first : first + _AT_ONCE]
        columns = {pk: column for column, pk in enumerate(dict.fromkeys(line.leader_id for line in some))}
        left = [members[line.member_id] for line in some]
        forbidden = measure(made.ground, brief, left, [leaders[pk] for pk in columns]).scores.forbidden
        found += [line.member_id for row, line in enumerate(some) if forbidden[row, columns[line.leader_id]]]
    return found


def _names(made: Scene, pks: Iterable[int]) -> str:
    return _some(made.people.names(pks))


def _some(names: tuple[str, ...]) -> str:
    if len(names) <= _NAMED:
        return and_(names)
    return gettext("%(names)s and %(count)s others") % {
        "names": ", ".join(names[:_NAMED]),
        "count": len(names) - _NAMED,
    }


__all__ = ["preview", "problems"]
