"""The applications that lie before a matcher: everybody's but their own, one after the other."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from django.utils.translation import gettext

from mentoring_xblock.applications import handed_in
from mentoring_xblock.applications.models import CallRole
from mentoring_xblock.kit.errors import NotFound
from mentoring_xblock.kit.paging import Page, page_of
from mentoring_xblock.kit.place import Place
from mentoring_xblock.kit.remembering import remembered
from mentoring_xblock.privacy import policy
from mentoring_xblock.privacy.policy import Action, Actor, Facts
from mentoring_xblock.reviews.data import (
    Between,
    HandedIn,
    Notes,
    Progress,
    ReadingInfo,
    ReadingList,
    ToRead,
    Which,
)
from mentoring_xblock.reviews.queries import (
    counts_read,
    disagreed,
    facts_for,
    opinion_of,
    read_by,
    readable_ratings,
    readable_suggestions,
    suggestion_infos,
)
from mentoring_xblock.reviews.settings import reading_of, round_of

#: Applications on one page of the list.
PAGE_SIZE = 20


def paper_of(actor: Actor, place: Place, application_id: UUID) -> HandedIn:
    """Return an application of the newest round that the actor reads as a matcher.

    Raises:
        NotFound: there is none, it is the actor's own, or they are no matcher.
    """
    return _paper(actor, round_of(place), application_id)


def _paper(actor: Actor, round_id: int, application_id: UUID) -> HandedIn:
    found = handed_in.handed_in_by_id(round_id, [application_id]).get(application_id)
    if found is None:
        raise NotFound(gettext("There is nothing here for you to see."))
    # The application, whose notes may be sealed or hidden.
    policy.require(Action.NOTES_READ, actor, Facts(about_id=found.applicant_id))
    return found


def papers_of(actor: Actor, reading: ReadingInfo) -> tuple[tuple[HandedIn, ...], int]:
    """Return what the actor reads as a matcher, in the order handed in, and how many are their own; one query, once a
    call.

    Raises:
        NotFound: the actor is no matcher.
    """
    policy.require(Action.NOTES_READ, actor)
    everything = remembered(("handed in", reading.round_id), lambda: handed_in.handed_in(reading.round_id))
    others = tuple(
        one for one in everything if policy.allowed(Action.NOTES_READ, actor, Facts(about_id=one.applicant_id))
    )
    return others, len(everything) - len(others)


def applications_to_read(
    actor: Actor,
    place: Place,
    page: int = 1,
    which: Which = Which.ALL,
    role: CallRole | None = None,
    applicant_ids: Collection[int] | None = None,
) -> ReadingList:
    """Return a page of what the actor reads as a matcher; a constant number of queries.

    Args:
        applicant_ids: only applications of these people.
    Raises:
        NotFound: the actor is no matcher, or the programme has no round yet.
    """
    reading = reading_of(round_of(place))
    papers, own = papers_of(actor, reading)
    read = read_by(actor.user_id, reading.round_id)
    differ = disagreed(actor, reading) if which is Which.DIFFER else None
    chosen = [
        one
        for one in papers
        if (role is None or one.role is role)
        and (applicant_ids is None or one.applicant_id in applicant_ids)
        and _is(which, one, read, differ or set())
    ]
    shown = page_of(chosen, page, PAGE_SIZE)
    if differ is None:
        differ = disagreed(actor, reading, [one.id for one in shown.items])
    lines = tuple(ToRead(one, one.id in read, one.id in differ) for one in shown.items)
    return ReadingList(
        page=Page(lines, shown.number, shown.pages, shown.total),
        read=sum(one.id in read for one in papers),
        total=len(papers),
        own=own,
    )


def _is(which: Which, paper: HandedIn, read: Collection[int], differ: Collection[int]) -> bool:
    if which is Which.UNREAD:
        return paper.id not in read
    if which is Which.READ:
        return paper.id in read
    return which is Which.ALL or paper.id in differ


def next_unread(actor: Actor, place: Place, after: UUID | None = None) -> UUID | None:
    """Return the next application that the actor has not rated, in the order handed in; the first one after the last.

    None once they have rated all others. A constant number of queries.

    Raises:
        NotFound: the actor is no matcher, or the programme has no round yet.
    """
    reading = reading_of(round_of(place))
    papers, _ = papers_of(actor, reading)
    read = read_by(actor.user_id, reading.round_id)
    at = next((number for number, one in enumerate(papers) if one.application_id == after), -1)
    waiting = (
        one.application_id
        for one in (*papers[at + 1 :], *papers[: max(at, 0)])
        if one.id not in read and one.application_id != after
    )
    return next(waiting, None)


def between(actor: Actor, place: Place, application_id: UUID) -> Between:
    """Return which of all applications this is, and those before and after it, in the order handed in.

    Raises:
        NotFound: the actor is no matcher, or the programme has no round yet.
    """
    papers, _ = papers_of(actor, reading_of(round_of(place)))
    ids = [one.application_id for one in papers]
    at = ids.index(application_id) if application_id in ids else -1
    return Between(
        number=at + 1,
        total=len(ids),
        before=ids[at - 1] if at > 0 else None,
        after=ids[at + 1] if at + 1 < len(ids) else None,
    )


def notes_on(actor: Actor, place: Place, application_id: UUID) -> Notes:
    """Return what the group has written about an application, as far as the actor may read it.

    Raises:
        NotFound: there is no such application for them to read, or the notes are sealed.
    """
    reading = reading_of(round_of(place))
    paper = _paper(actor, reading.round_id, application_id)
    facts = facts_for(reading, {paper.id: paper.applicant_id})[paper.id]
    policy.require(Action.NOTES_WRITE, actor, facts)
    hidden = not policy.allowed(Action.NOTES_READ, actor, facts)
    given = [
        opinion_of(row, reading)
        for row in readable_ratings(actor, reading).filter(application_id=paper.id).order_by("pk")
    ]
    pairs = readable_suggestions(actor, reading)
    pairs = pairs.filter(mentor_id=paper.id) if paper.role is CallRole.MENTOR else pairs.filter(mentee_id=paper.id)
    return Notes(
        own=next((one for one in given if one.matcher_id == actor.user_id), None),
        others=tuple(one for one in given if one.matcher_id != actor.user_id),
        suggestions=suggestion_infos(pairs),
        decisions=() if hidden else handed_in.decisions_on(paper.id),
        hidden=hidden,
    )


def progress(actor: Actor, place: Place, matcher_ids: Collection[int]) -> dict[int, Progress]:
    """Return how far these matchers have read, for a coordinator: counts, and nothing of what they think.

    Raises:
        NotAllowed: the actor does not coordinate the programme.
        NotFound: it has no round yet.
    """
    policy.require(Action.MATCHERS_NAME, actor)
    round_id = round_of(place)
    everything, read = handed_in.handed_in(round_id), counts_read(round_id)
    own = {id_: sum(one.applicant_id == id_ for one in everything) for id_ in matcher_ids}
    return {id_: Progress(id_, read.get(id_, 0), len(everything) - own[id_]) for id_ in matcher_ids}
