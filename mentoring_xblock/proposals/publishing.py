"""Publishing a proposal: asked for by a click, and done by a job in one transaction: groups, offers and mails.

A job that is delivered twice, or comes after another, finds the proposal published and does nothing. One that is killed
leaves nothing half done: the proposal says that it is being published, and after a while publishing can be asked for
again.

`Proposal.publishing` is a mapping of: mentors and mentees, what those get who have nobody (see `later_data.Surplus`);
and then `groups`, `told` and `answer_by` (a moment in ISO 8601, or null): what was published.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Mapping
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext

from mentoring_xblock.groups import bulk
from mentoring_xblock.groups.data import GroupInfo
from mentoring_xblock.groups.places import one_transaction
from mentoring_xblock.kit.errors import Invalid, MentoringError
from mentoring_xblock.kit.place import Place
from mentoring_xblock.notifications import api as notifications
from mentoring_xblock.privacy.policy import Actor
from mentoring_xblock.programme import api as programmes
from mentoring_xblock.programme.data import ProgrammeInfo
from mentoring_xblock.proposals import queries
from mentoring_xblock.proposals.data import Step
from mentoring_xblock.proposals.editing import opened
from mentoring_xblock.proposals.later_data import Published, Surplus
from mentoring_xblock.proposals.models import Answer, Offer, Proposal, Stage
from mentoring_xblock.proposals.previewing import problems
from mentoring_xblock.proposals.running import lost
from mentoring_xblock.proposals.scene import Scene, scene
from mentoring_xblock.proposals.signals import publish_wanted
from mentoring_xblock.proposals.terms import answer_by, last_day, new_groups, seals, surplus
from mentoring_xblock.reviews import api as reviews

_BATCH = 500
#: Tells accounts of a programme that they may join its mentor bank; returns how many are told.
Invite = Callable[[ProgrammeInfo, Collection[int]], int]
#: What `Proposal.problem` says of a proposal that was not published.
_NOT_PUBLISHED = "not_published"


def publish(
    actor: Actor,
    place: Place,
    proposal_id: UUID,
    *,
    version: int,
    mentors: Surplus = Surplus.NOTHING,
    mentees: Surplus = Surplus.NOTHING,
) -> Published:
    """Ask for the proposal's groups to become visible to the people in them, all or none, each of them told once.

    A background job does it; poll `get_proposal` until it is not `publishing` any more. Where jobs are done at once, it
    has been published when this returns. Publishing twice is publishing once.

    From now on people may decline until a day, if the plan gives them days for it.
    The matching group's notes are sealed with it, but not by peer groups of a programme that also makes pairs.

    Args:
        mentors, mentees: what those are told who have nobody. The mentor bank is for mentors only; nobody is told
            anything by peer groups.
    Raises:
        NotAllowed: the actor does not coordinate the programme.
        NotFound: there is no such proposal.
        Invalid: nothing was published, for the reasons in `fields["proposal"]`.
        Conflict: somebody has changed it since the caller saw it; `current` is a `Meanwhile`.
    """
    told = {"mentors": mentors.value, "mentees": mentees.value}
    if _asked(actor, place, proposal_id, version, told):
        publish_wanted.send(sender=Proposal, proposal_id=str(proposal_id))
    programme = queries.programme_for(actor, place)
    row = queries.find(programme, proposal_id)
    if row.stage == Stage.READY:
        raise _not_published(problems(scene(programme, row)))
    return _published(row)


@one_transaction
def _asked(actor: Actor, place: Place, proposal_id: UUID, version: int, told: Mapping[str, str]) -> bool:
    """Note that a proposal is to be published; returns whether a job is needed for it."""
    programme = queries.open_programme_for(actor, place)
    row, now = queries.find(programme, proposal_id, held=True), timezone.now()
    if row.stage == Stage.PUBLISHED or (row.stage == Stage.PUBLISHING and not lost(row, now)):
        return False
    if row.stage != Stage.PUBLISHING:
        made = opened(actor, place, proposal_id, version)
        # Nobody waits for a job to hear that it can't be done.
        if found := problems(made):
            raise _not_published(found)
        row = made.row
        # What was chosen then holds also where the job was lost, and is asked for again.
        row.publishing = dict(told)
    row.stage, row.step, row.progress, row.beat_at, row.problem = Stage.PUBLISHING, Step.WAITING, 0, now, ""
    row.save(update_fields=["stage", "step", "progress", "beat_at", "problem", "publishing"])
    return True


def _not_published(found: list[str]) -> Invalid:
    return Invalid(gettext("Nothing was published yet: something needs another look."), {"proposal": found})


def _published(row: Proposal) -> Published:
    done = queries.done_of(row)
    return Published(queries.info_of(row, timezone.now()), done.groups, done.told, done.answer_by)


# ---- the job ----


def run(public_id: UUID, invite: Invite) -> None:
    """Publish a proposal that waits for it; one that has been published, or is none's to publish, is left alone.

    Args:
        invite: tells people that they may join the mentor bank, which is another room's; called in the transaction.
    """
    now = timezone.now()
    waiting = Proposal.objects.filter(public_id=public_id, stage=Stage.PUBLISHING)
    if not waiting.update(step=Step.TELLING, progress=50, beat_at=now):
        return
    try:
        _done(public_id, invite)
    except MentoringError:
        # What is in the way is said, by name, to whoever looks at it next.
        waiting.update(stage=Stage.READY, problem=_NOT_PUBLISHED)


@one_transaction
def _done(public_id: UUID, invite: Invite) -> None:
    row = Proposal.objects.select_related("round__programme").get(public_id=public_id)
    programme = programmes.get_programme(row.round.programme.course_key, row.round.programme.slug)
    row, now = queries.find(programme, public_id, held=True), timezone.now()
    if row.stage != Stage.PUBLISHING:
        return
    made = scene(programme, row)
    if found := problems(made):
        raise _not_published(found)
    until = answer_by(programme, now)
    report = bulk.publish_new(programme, new_groups(made), answer_on=last_day(programme, until))
    if until:
        offer(row, report.groups, until)
    if seals(made):
        reviews.seal(programme.round.id, now)
    row.stage, row.finished_at, row.progress, row.version = Stage.PUBLISHED, now, 100, row.version + 1
    row.publishing = {
        **row.publishing,
        "groups": len(report.groups),
        "told": report.told,
        "answer_by": until.isoformat() if until else None,
    }
    row.save(update_fields=["stage", "finished_at", "progress", "version", "publishing"])
    if not made.peers:
        _tell_surplus(made, row, invite)


def _tell_surplus(made: Scene, row: Proposal, invite: Invite) -> None:
    """Tell those who have nobody what the coordinator chose for them; inside the transaction that publishes."""
    mentors, mentees = surplus(made)
    made.people.load([*mentors, *mentees])
    for chosen, pks, leads in ((row.publishing["mentors"], mentors, True), (row.publishing["mentees"], mentees, False)):
        user_ids = [made.people.who(pk).user_id for pk in pks]
        if chosen == Surplus.RESERVE:
            context = {**programmes.mail_context(made.programme), "leads": leads}
            key = f"place_reserve:{row.public_id}:{'leads' if leads else 'member'}"
            notifications.queue(made.programme.course_key, user_ids, "place_reserve", context, key)
        elif chosen == Surplus.BANK:
            invite(made.programme, user_ids)


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


__all__ = ["offer", "publish", "run"]
