"""Reading proposals: a constant number of queries, however many people they seat."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from django.db.models import Count, Min, Q, Sum
from django.utils.translation import gettext

from mentoring_xblock import host
from mentoring_xblock.groups.data import Kind
from mentoring_xblock.kit.errors import NotFound
from mentoring_xblock.kit.place import Place
from mentoring_xblock.privacy import policy
from mentoring_xblock.privacy.policy import Action, Actor
from mentoring_xblock.programme.api import open_programme, programme_of
from mentoring_xblock.programme.data import ProgrammeInfo
from mentoring_xblock.proposals import refusals
from mentoring_xblock.proposals.brief import Brief
from mentoring_xblock.proposals.data import THIN, ChangeInfo, Done, Numbers, ProposalInfo, StaleInfo, Step, What, Who
from mentoring_xblock.proposals.models import Answer, Change, Offer, Participant, Proposal, Seat, Stage
from mentoring_xblock.proposals.running import lost
from mentoring_xblock.proposals.table import Table

#: Stages in which a proposal has its seats.
MADE = frozenset({Stage.READY, Stage.PUBLISHING, Stage.PUBLISHED})
#: Changes by hand that a page shows.
CHANGES_SHOWN = 20


def programme_for(actor: Actor, place: Place) -> ProgrammeInfo:
    """Ask policy, and return the programme whose proposals these are.

    Raises:
        NotAllowed: the actor does not coordinate it.
        NotFound: it has not been published, or has no round.
    """
    policy.require(Action.PROPOSALS_MANAGE, actor)
    return programme_of(place)


def open_programme_for(actor: Actor, place: Place) -> ProgrammeInfo:
    """Return the same to whoever is about to change something.

    Raises:
        NotAllowed: the actor does not coordinate it.
        NotFound: it has not been published, or has no round.
        Over: its round has been closed.
    """
    policy.require(Action.PROPOSALS_MANAGE, actor)
    return open_programme(place)


def find(programme: ProgrammeInfo, proposal_id: UUID, *, held: bool = False) -> Proposal:
    """Return a proposal of the programme's round; with `held` under lock.

    Raises:
        NotFound: there is none with this id, or it has been put aside.
    """
    rows = Proposal.objects.filter(public_id=proposal_id, round_id=programme.round.id)
    if held:
        # Locked by its key and without its joins, so that nothing else is locked with it.
        row = Proposal.objects.select_for_update().filter(pk=rows.values_list("pk", flat=True).first()).first()
    else:
        row = rows.select_related("parent").first()
    if row is None or row.stage == Stage.DISCARDED:
        raise NotFound(gettext("This proposal is not there any more."))
    return row


# ---- people ----


class Known:
    """People of a round by primary key of the participant, those who left included; loaded when they are asked for.

    `load` them before, all at once: whoever is asked for without that costs queries of their own.
    """

    def __init__(self, round_id: int):
        self._round_id = round_id
        self._whos: dict[int, Who | None] = {}

    def load(self, pks: Iterable[int] | None = None) -> None:
        """Load people, None for everybody; three queries, none for people who are known already."""
        wanted = None if pks is None else set(pks) - self._whos.keys()
        if wanted is not None and not wanted:
            return
        rows = Participant.objects.filter(round_id=self._round_id)
        if wanted is not None:
            self._whos.update(dict.fromkeys(wanted))
            rows = rows.filter(pk__in=wanted)
        rows = list(rows.values_list("pk", "public_id", "user_id", "left_at"))
        accounts = host.people({user_id for _, _, user_id, _ in rows})
        nameless = gettext("Somebody without an account")
        for pk, public_id, user_id, left_at in rows:
            name = accounts[user_id].full_name if user_id in accounts else nameless
            self._whos[pk] = Who(public_id, user_id, name, left_at is None)

    def has(self, pk: int) -> bool:
        """Return whether somebody is, or was, in the round; not so once their account was erased."""
        if pk not in self._whos:
            self.load([pk])
        return self._whos[pk] is not None

    def who(self, pk: int) -> Who:
        """Return somebody who is known."""
        if pk not in self._whos:
            self.load([pk])
        found = self._whos[pk]
        if found is None:
            raise NotFound(gettext("This person does not take part in this round."))
        return found

    def names(self, pks: Iterable[int]) -> tuple[str, ...]:
        """Return names in this order; those who are not known any more are left out."""
        keys = list(pks)
        self.load(keys)
        return tuple(who.name for who in (self._whos[pk] for pk in keys) if who is not None)

    def pk(self, who: UUID) -> int | None:
        """Return somebody's primary key, None for nobody of this round; one query."""
        found = Participant.objects.filter(round_id=self._round_id, public_id=who)
        return found.values_list("pk", flat=True).first()

    def everybody(self) -> tuple[Who, ...]:
        """Return everybody who is or was in the round; three queries."""
        self.load()
        return tuple(who for who in self._whos.values() if who is not None)


def known(round_id: int) -> Known:
    """Return the people of a round, of whom nobody is loaded yet."""
    return Known(round_id)


# ---- proposals ----


def infos(
    rows: Sequence[Proposal],
    now: dt.datetime,
    stale: Mapping[int, StaleInfo] | None = None,
    people: Known | None = None,
) -> tuple[ProposalInfo, ...]:
    """Return what pages may know of proposals, in their order; three queries, and those for names."""
    figures = numbers([row.pk for row in rows if row.stage in MADE])
    declined = _declined([row.pk for row in rows if row.stage == Stage.PUBLISHED])
    makers = host.people({row.made_by_id for row in rows if row.made_by_id})
    if people is None and rows:
        people = known(rows[0].round_id)
    return tuple(
        ProposalInfo(
            public_id=row.public_id,
            letter=row.letter,
            kind=Kind(row.kind),
            stage=Stage(row.stage),
            brief=Brief.from_dict(row.brief),
            version=row.version,
            step=Step(row.step or Step.WAITING),
            progress=row.progress,
            lost=lost(row, now),
            problem=_problem(row, people),
            parent=row.parent.letter if row.parent_id else "",
            by=makers[row.made_by_id].full_name if row.made_by_id in makers else "",
            created_at=row.created_at,
            finished_at=row.finished_at,
            numbers=figures.get(row.pk),
            stale=(stale or {}).get(row.pk, StaleInfo()),
            done=done_of(row, declined[row.pk]) if row.stage == Stage.PUBLISHED else None,
        )
        for row in rows
    )


def info_of(row: Proposal, now: dt.datetime, stale: StaleInfo | None = None) -> ProposalInfo:
    """Return what pages may know of one proposal."""
    return infos([row], now, {row.pk: stale} if stale else None)[0]


def _problem(row: Proposal, people: Known | None) -> str:
    if row.stage == Stage.READY and row.problem:
        return gettext(
            "It could not be published, and nobody was told anything. See what is in the way, and try again."
        )
    if row.stage != Stage.FAILED or people is None:
        return ""
    problem = row.report.get("problem")
    if not problem:
        return ""
    named = [pk for group in problem["people"] for pk in group]
    people.load(named)
    return refusals.sentence(problem, {pk: people.who(pk).name for pk in named if people.has(pk)})


def _declined(pks: list[int]) -> Counter[int]:
    """Return how many places of proposals were declined, by primary key; one query, none if nothing is published."""
    if not pks:
        return Counter()
    offers = Offer.objects.filter(proposal__in=pks, answer=Answer.DECLINED)
    return Counter(offers.values_list("proposal_id", flat=True))


def done_of(row: Proposal, declined: int = 0) -> Done:
    """Return what publishing a proposal did, as its job noted it; nothing yet while the job is waited for."""
    raw = row.publishing
    until = raw.get("answer_by")
    return Done(
        groups=raw.get("groups", 0),
        told=raw.get("told", 0),
        answer_by=dt.datetime.fromisoformat(until) if until else None,
        declined=declined,
    )


def numbers(pks: Iterable[int]) -> dict[int, Numbers]:
    """Return how proposals stand now, by primary key; one query."""
    placed = Q(leader__isnull=False) | Q(number__isnull=False)
    rows = (
        Seat.objects.filter(proposal__in=list(pks), leads=False)
        .values("proposal_id")
        .order_by("proposal_id")
        .annotate(
            people=Count("pk"),
            placed=Count("pk", filter=placed),
            minimum=Min("score"),
            total=Sum("score"),
            thin=Count("pk", filter=Q(score__lt=THIN)),
            held=Count("pk", filter=Q(locked=True)),
        )
    )
    return {
        row["proposal_id"]: Numbers(
            row["people"], row["placed"], row["minimum"], row["total"] or 0, row["thin"], row["held"]
        )
        for row in rows
    }


def stale_of(row: Proposal, found: Table, people: Known, settled: Iterable[int]) -> StaleInfo:
    """Return what has changed since a proposal was made.

    Args:
        found: who is to be placed now, by the proposal's brief.
        settled: primary keys of those who have a place of the kind by now.
    """
    if row.stage != Stage.READY:
        return StaleInfo()
    then = {pk: (application, version) for pk, application, version in _people_then(row)}
    now = {one.participant_id: (one.application_id, one.version) for one in (*found.members, *found.leaders)}
    placed = set(settled) & then.keys() - now.keys()
    changed = {pk for pk in then.keys() & now.keys() if then[pk] != now[pk]}
    joined, left = now.keys() - then.keys(), then.keys() - now.keys() - placed
    people.load(changed | joined | left | placed)
    return StaleInfo(
        changed=_sorted(people, changed),
        joined=_sorted(people, joined),
        left=_sorted(people, left),
        placed=_sorted(people, placed),
    )


def _people_then(row: Proposal) -> list[list]:
    return [one for name in ("members", "leaders") for one in row.inputs.get(name, ())]


def _sorted(people: Known, pks: Iterable[int]) -> tuple[str, ...]:
    return tuple(sorted(people.names(pks), key=str.casefold))


# ---- changes by hand ----


def changes_of(
    proposal: Proposal, people: Known, reader_id: int | None, since: int | None = None, limit: int = CHANGES_SHOWN
) -> tuple[ChangeInfo, ...]:
    """Return the latest changes, newest first; with `since` those that a page of that version has not seen.

    One query, and those for names.
    """
    rows = Change.objects.filter(proposal=proposal).order_by("-version", "-number")
    if since is not None:
        rows = rows.filter(version__gt=since)
    rows = list(rows[:limit])
    makers = host.people({row.by_id for row in rows if row.by_id})
    return tuple(
        ChangeInfo(
            number=row.number,
            what=What(row.what),
            names=people.names(_moved(row)),
            by=makers[row.by_id].full_name if row.by_id in makers else "",
            at=row.at,
            undone=row.undone,
            mine=row.by_id is not None and row.by_id == reader_id,
        )
        for row in rows
    )


def _moved(row: Change) -> list[int]:
    keys = {**row.before, **row.after}
    named = [int(key) for key in keys if key.isdecimal()]
    coaches = [pk for key in keys if not key.isdecimal() for pk in (row.after.get(key),) if pk]
    return [*named, *coaches]
