"""Starting runs, stopping them, starting them again, and putting proposals aside."""

from __future__ import annotations

import itertools
import string
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext

from mentoring_xblock.applications.pool import roster
from mentoring_xblock.groups.data import Kind
from mentoring_xblock.kit.errors import Conflict, FormUsed, Invalid
from mentoring_xblock.kit.place import Place
from mentoring_xblock.kit.trying import one_change, one_of_a_row
from mentoring_xblock.privacy.policy import Actor
from mentoring_xblock.programme.data import ProgrammeInfo
from mentoring_xblock.proposals import queries
from mentoring_xblock.proposals.brief import Brief
from mentoring_xblock.proposals.data import ProposalInfo, Step
from mentoring_xblock.proposals.models import Proposal, Stage
from mentoring_xblock.proposals.running import lost
from mentoring_xblock.proposals.signals import run_wanted
from mentoring_xblock.proposals.table import table


@one_of_a_row
def start(actor: Actor, place: Place, brief: Brief, *, once_key: UUID, parent: UUID | None = None) -> ProposalInfo:
    """Ask for a new proposal. A background job makes it; poll `get_proposal` to see how far it is.

    Args:
        once_key: the form's key; the same key again returns the proposal that it started.
        parent: the proposal whose locks are to be kept.
    Raises:
        NotAllowed: the actor does not coordinate the programme.
        NotFound: there is no such parent.
        Invalid: the brief can't be used, or there is nobody to bring together, with sentences by field.
        Conflict: the key started a proposal of another programme.
    """
    programme = queries.open_programme_for(actor, place)
    if made := Proposal.objects.filter(once_key=once_key).select_related("parent").first():
        if made.round_id != programme.round.id:
            raise FormUsed()
        return queries.info_of(made, timezone.now())
    brief = brief.checked()
    _require_people(programme, brief)
    now = timezone.now()
    row = Proposal.objects.create(
        round_id=programme.round.id,
        kind=brief.kind,
        letter=_letter(Proposal.objects.filter(round_id=programme.round.id).count()),
        brief=brief.to_dict(),
        seed=brief.seed,
        step=Step.WAITING,
        beat_at=now,
        parent=queries.find(programme, parent) if parent else None,
        made_by_id=actor.user_id,
        once_key=once_key,
    )
    _want(row)
    return queries.info_of(row, now)


def _letter(number: int) -> str:
    """Return A, B … Z, AA, AB …; the first for number 0."""
    lengths = (itertools.product(string.ascii_uppercase, repeat=length) for length in itertools.count(1))
    letters = next(itertools.islice(itertools.chain.from_iterable(lengths), number, None))
    return "".join(letters)


def _require_people(programme: ProgrammeInfo, brief: Brief) -> None:
    found = table(programme, roster(programme, offers=brief.kind is Kind.SMALL_GROUP), brief)
    words = programme.plan.words()
    if not found.members:
        sentence = (
            gettext("There is nobody without a place, so there is nothing to propose.")
            if found.settled
            else gettext("There is nobody to bring together yet: accept applications or add people first.")
        )
        raise Invalid(sentence, {"kind": [sentence]})
    if brief.kind is Kind.PEER_GROUP:
        if len(found.members) < brief.sizes[0]:
            sentence = gettext("There are fewer people without a group than the smallest group has.")
            raise Invalid(sentence, {"sizes": [sentence]})
        return
    if not found.leaders:
        sentence = gettext("There are no %(mentor_plural)s yet: accept applications or add people first.") % words
        raise Invalid(sentence, {"kind": [sentence]})
    if not any(found.places.values()):
        sentence = gettext("No place is free with any of the %(mentor_plural)s.") % words
        raise Invalid(sentence, {"kind": [sentence]})


def _want(row: Proposal) -> None:
    # A broker that can't be reached must not turn this into an error: the run is found waiting, and started again.
    transaction.on_commit(lambda: run_wanted.send(sender=Proposal, proposal_id=str(row.public_id)), robust=True)


@one_change
def cancel(actor: Actor, place: Place, proposal_id: UUID) -> ProposalInfo:
    """Stop a run. One that works stops at its next sign of life; one that waits or was killed at once.

    Stopping twice, or what has ended or is being published, changes nothing.

    Raises:
        NotAllowed: the actor does not coordinate the programme.
        NotFound: there is no such proposal.
    """
    programme = queries.programme_for(actor, place)
    row, now = queries.find(programme, proposal_id, held=True), timezone.now()
    if row.stage == Stage.PUBLISHING:
        return queries.info_of(row, now)
    if row.stage == Stage.QUEUED or lost(row, now):
        row.stage, row.finished_at = Stage.CANCELLED, now
        row.save(update_fields=["stage", "finished_at"])
    elif row.stage == Stage.RUNNING and not row.cancel_asked:
        row.cancel_asked = True
        row.save(update_fields=["cancel_asked"])
    return queries.info_of(row, now)


@one_change
def restart(actor: Actor, place: Place, proposal_id: UUID) -> ProposalInfo:
    """Start a run again that failed, was stopped or was killed. What works, is ready or is published is left alone.

    Raises:
        NotAllowed: the actor does not coordinate the programme.
        NotFound: there is no such proposal.
        Invalid: there is nobody to bring together any more.
    """
    programme = queries.open_programme_for(actor, place)
    row, now = queries.find(programme, proposal_id, held=True), timezone.now()
    if row.stage in (Stage.FAILED, Stage.CANCELLED) or (row.stage != Stage.PUBLISHING and lost(row, now)):
        _require_people(programme, Brief.from_dict(row.brief))
        row.stage, row.step, row.progress, row.problem = Stage.QUEUED, Step.WAITING, 0, ""
        row.cancel_asked, row.beat_at, row.finished_at, row.report = False, now, None, {}
        row.save()
        _want(row)
    return queries.info_of(row, now)


@one_change
def discard(actor: Actor, place: Place, proposal_id: UUID, *, version: int) -> None:
    """Put a proposal aside; nobody has heard of it.

    Raises:
        NotAllowed: the actor does not coordinate the programme.
        NotFound: there is no such proposal (any more).
        Invalid: it has been published, or a job is at it.
        Conflict: somebody has changed it meanwhile.
    """
    programme = queries.open_programme_for(actor, place)
    row, now = queries.find(programme, proposal_id, held=True), timezone.now()
    if row.stage == Stage.PUBLISHED:
        raise Invalid(gettext("This proposal has been published. Close its groups instead."))
    if row.stage == Stage.PUBLISHING:
        raise Invalid(gettext("This proposal is being published, so it can’t be put aside."))
    if row.stage in (Stage.QUEUED, Stage.RUNNING) and not lost(row, now):
        raise Invalid(gettext("This proposal is still being made. Stop it first."))
    if row.version != version:
        raise Conflict(
            gettext("Somebody changed this proposal meanwhile. Nothing was put aside."), queries.info_of(row, now)
        )
    row.stage = Stage.DISCARDED
    row.save(update_fields=["stage"])
