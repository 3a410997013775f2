"""Publishing a proposal: groups, offers and mails in one transaction, or a sentence for each reason against it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.translation import gettext, ngettext

from mentoring_xblock import host
from mentoring_xblock.groups import bulk
from mentoring_xblock.groups.data import GroupInfo, Kind
from mentoring_xblock.groups.places import one_transaction
from mentoring_xblock.kit.dates import long_day
from mentoring_xblock.kit.errors import Full, Invalid
from mentoring_xblock.kit.place import Place
from mentoring_xblock.privacy.policy import Actor
from mentoring_xblock.programme.data import ProgrammeInfo
from mentoring_xblock.programme.page import and_
from mentoring_xblock.programme.plan import Relationship
from mentoring_xblock.proposals import queries
from mentoring_xblock.proposals.criteria import measure
from mentoring_xblock.proposals.editing import opened
from mentoring_xblock.proposals.later_data import Preview, Published
from mentoring_xblock.proposals.models import Answer, Offer, Proposal, Seat, Stage
from mentoring_xblock.proposals.scene import Scene, scene
from mentoring_xblock.proposals.seating import leaders_by_group, members_of_leaders, size_problems
from mentoring_xblock.reviews import api as reviews

_BATCH = 500
#: So many names a sentence names; beyond it counts.
_NAMED = 6


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
    made, now = scene(programme, row), timezone.now()
    wanted = new_groups(made)
    people = {pk for group in wanted for pk in (*((group.leader,) if group.leader else ()), *group.members)}
    led = {group.leader for group in wanted}
    return Preview(
        groups=len(wanted),
        told=len({made.people.who(pk).user_id for pk in people}),
        last_day=last_day(programme, answer_by(programme, now)),
        problems=tuple(problems(made)),
        notes=tuple(_notes(made, now)),
        unplaced=sum(not _placed(seat) for seat in made.seats if not seat.leads),
        surplus=sum(
            bool(made.table.places[one.participant_id]) and one.participant_id not in led for one in made.table.leaders
        ),
        seals=_seals(made),
    )


def _seals(made: Scene) -> bool:
    """Peer groups beside the pairs often come first; the matching group is still reading for the pairs then."""
    return not made.peers or made.programme.plan.relationship is Relationship.PEER


@one_transaction
def publish(actor: Actor, place: Place, proposal_id: UUID, *, version: int) -> Published:
    """Make the proposal's groups visible to the people in them, all or none, and tell each of them once.

    Who has no place is told nothing. From now on people may decline until a day, if the plan gives them days for it.
    The matching group's notes are sealed with it, but not by peer groups of a programme that also makes pairs.
    Publishing twice is publishing once.

    Raises:
        NotAllowed: the actor does not coordinate the programme.
        NotFound: there is no such proposal.
        Invalid: nothing was published, for the reasons in `fields["proposal"]`.
        Full: the same, where the only reason is that somebody has been given another place meanwhile.
        Conflict: somebody has changed it since the caller saw it; `current` is a `Meanwhile`.
    """
    programme = queries.programme_for(actor, place)
    row, now = queries.find(programme, proposal_id, held=True), timezone.now()
    if row.stage == Stage.PUBLISHED:
        return _as_it_was(row, now)
    made = opened(actor, place, proposal_id, version)
    row = made.row
    if found := problems(made):
        raise Invalid(gettext("Nothing was published yet: something needs another look."), {"proposal": found})
    until = answer_by(programme, now)
    try:
        report = bulk.make_published(actor, place, new_groups(made), answer_on=last_day(programme, until))
    except (Invalid, Full) as error:
        raise _in_one_list(error) from None
    if until:
        offer(row, report.groups, until)
    if _seals(made):
        reviews.seal(programme.round.id, now)
    row.stage, row.finished_at, row.version = Stage.PUBLISHED, now, row.version + 1
    row.report = {**row.report, "groups_made": [group.id for group in report.groups], "told": report.told}
    row.save(update_fields=["stage", "finished_at", "version", "report"])
    return Published(queries.info_of(row, now), report.groups, report.told, until)


def _in_one_list(error: Invalid | Full) -> Invalid | Full:
    """Return the error with its sentences, which are kept by groups that do not exist any more, in one list."""
    fields = error.current if isinstance(error, Full) else error.fields
    if not isinstance(fields, Mapping) or not fields:
        return error
    found = {"proposal": list(dict.fromkeys(sentence for sentences in fields.values() for sentence in sentences))}
    message = gettext("Nothing was published yet: something needs another look.")
    return Full(message, found) if isinstance(error, Full) else Invalid(message, found)


def _as_it_was(row: Proposal, now: dt.datetime) -> Published:
    until = Offer.objects.filter(proposal=row).order_by("answer_by").values_list("answer_by", flat=True).first()
    return Published(queries.info_of(row, now), (), row.report.get("told", 0), until)


def offer(row: Proposal | None, groups: Iterable[GroupInfo], until: dt.datetime, only: set[int] | None = None) -> None:
    """Let people decline their places in these groups until a moment.

    Args:
        only: user ids; None for everybody in the groups.
    """
    Offer.objects.bulk_create(
        [
            Offer(proposal=row, membership_id=person.membership_pk, answer_by=until, answer=Answer.OPEN)
            for group in groups
            for person in group.people
            if only is None or person.user_id in only
        ],
        batch_size=_BATCH,
    )


def answer_by(programme: ProgrammeInfo, now: dt.datetime) -> dt.datetime | None:
    """Return until when a place that is published now may be declined: the end of a day in the programme; or None."""
    days = programme.plan.matching.decline_days
    if not days:
        return None
    day = programme.plan.today(now) + dt.timedelta(days=days + 1)
    return dt.datetime.combine(day, dt.time(), tzinfo=ZoneInfo(programme.plan.time_zone))


def last_day(programme: ProgrammeInfo, until: dt.datetime | None) -> dt.date | None:
    """Return the last whole day before a moment, by the programme's clock."""
    return programme.plan.today(until - dt.timedelta(seconds=1)) if until else None


# ---- what is made of it ----


def new_groups(made: Scene) -> list[bulk.NewGroup]:
    """Return the groups that a proposal stands for."""
    if made.peers:
        led, members = leaders_by_group(made), {}
        for seat in made.seats:
            if seat.number is not None and not seat.leads:
                members.setdefault(seat.number, []).append(seat.member_id)
        return [
            bulk.NewGroup(
                Kind.PEER_GROUP,
                led.get(number),
                tuple(pks),
                max(made.brief.sizes[1], len(pks)),
                gettext("Group %(number)s") % {"number": number},
            )
            for number, pks in sorted(members.items())
        ]
    if made.brief.kind is Kind.SMALL_GROUP:
        return [
            bulk.NewGroup(
                Kind.SMALL_GROUP, leader, tuple(seat.member_id for seat in seats), max(made.brief.sizes[1], len(seats))
            )
            for leader, seats in members_of_leaders(made).items()
        ]
    return [bulk.NewGroup(Kind.PAIR, seat.leader_id, (seat.member_id,), 1) for seat in made.seats if seat.leader_id]


def _placed(seat: Seat) -> bool:
    return seat.leader_id is not None or seat.number is not None


def problems(made: Scene) -> list[str]:
    """Say what keeps a proposal from being published, whole sentences."""
    found = []
    if not any(_placed(seat) for seat in made.seats if not seat.leads):
        found.append(gettext("Nobody has a place in this proposal."))
    here = {one.participant_id for one in made.table.members}
    gone = [seat.member_id for seat in made.seats if not seat.leads and _placed(seat) and seat.member_id not in here]
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
    people = {pk for group in new_groups(made) for pk in (*((group.leader,) if group.leader else ()), *group.members)}
    users = {pk: made.people.who(pk).user_id for pk in people}
    enrolled = host.enrolled_ids(made.programme.course_key, set(users.values()))
    return sorted(pk for pk, user_id in users.items() if user_id not in enrolled)


def _notes(made: Scene, now: dt.datetime) -> list[str]:
    """Say what is worth a look before publishing, whole sentences."""
    found = []
    programme = made.programme
    if programme.plan.today(now) >= programme.round.starts_on:
        found.append(
            gettext("The programme began on %(day)s; people hear of their places after that.")
            % {"day": long_day(programme.round.starts_on)}
        )
    if broken := broken_pairs(made):
        sentence = ngettext(
            "%(count)s pair does not meet a must or somebody’s own word: %(names)s.",
            "%(count)s pairs do not meet a must or somebody’s own word: %(names)s.",
            len(broken),
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
    members = {one.participant_id: row for row, one in enumerate(made.table.members)}
    leaders = {one.participant_id: column for column, one in enumerate(made.table.leaders)}
    forbidden = measure(made.ground, made.brief, made.table.members, made.table.leaders).scores.forbidden
    return [
        seat.member_id
        for seat in made.seats
        if seat.member_id in members
        and seat.leader_id in leaders
        and forbidden[members[seat.member_id], leaders[seat.leader_id]]
    ]


def _names(made: Scene, pks: Iterable[int]) -> str:
    return _some(made.people.names(pks))


def _some(names: tuple[str, ...]) -> str:
    if len(names) <= _NAMED:
        return and_(names)
    return gettext("%(names)s and %(count)s others") % {
        "names": ", ".join(names[:_NAMED]),
        "count": len(names) - _NAMED,
    }


__all__ = ["answer_by", "last_day", "new_groups", "offer", "preview", "problems", "publish"]
