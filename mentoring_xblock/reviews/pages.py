"""What the matching group's pages show, put together from apis. No text of a matcher leaves the group here."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from mentoring_xblock import host
from mentoring_xblock.applications import api as applications
from mentoring_xblock.applications.data import AnsweredPart
from mentoring_xblock.applications.models import CallRole, Status
from mentoring_xblock.kit.differences import Run, runs
from mentoring_xblock.kit.numbers import opening
from mentoring_xblock.kit.paging import Page
from mentoring_xblock.kit.place import Place
from mentoring_xblock.privacy.policy import Actor
from mentoring_xblock.programme import api as programmes
from mentoring_xblock.programme.plan import Plan
from mentoring_xblock.reviews import api
from mentoring_xblock.reviews.data import (
    Between,
    DecisionInfo,
    HandedIn,
    Notes,
    Opinion,
    Progress,
    ReadingInfo,
    ReadingList,
    SuggestionInfo,
    ToRead,
    Which,
)
from mentoring_xblock.reviews.forms import VERDICT_NAMES, RatingForm
from mentoring_xblock.reviews.pictures import Bar, Scale, bar, scales

#: Accounts that a search may stand for, among everybody in the course.
FOUND = 500
#: Partners that are offered at once; a search narrows them.
PARTNERS = 12

STATUS_NAMES = {
    Status.RECEIVED: _("Not decided yet"),
    Status.ACCEPTED: _("Accepted"),
    Status.RESERVE: _("In reserve"),
    Status.DECLINED: _("Declined"),
}


def role_names(plan: Plan) -> dict[CallRole, str]:
    """Return what each role is called here, for one person."""
    words = plan.words()
    return {
        CallRole.MENTEE: words["mentee_first"],
        CallRole.MENTOR: words["mentor_first"],
        CallRole.SUPERVISION_GROUP: gettext("Supervision group"),
        CallRole.ROLE_GROUP: gettext("Role group"),
    }


def names_of(user_ids: Iterable[int | None]) -> dict[int, str]:
    """Return what people are called; those whose account is gone have a word for a name. `host.people`'s queries."""
    asked = {user_id for user_id in user_ids if user_id is not None}
    known = host.people(asked)
    return {
        user_id: known[user_id].full_name if user_id in known else gettext("Somebody without an account")
        for user_id in asked
    }


def find(place: Place, text: str) -> set[int] | None:
    """Return the accounts that a typed name stands for; None when nothing was typed."""
    text = text.strip()
    return {person.id for person in host.find_people(place.course_key, text, FOUND)} if text else None


# ---- the list ----


@dataclass(frozen=True)
class Line:
    """One application in the list."""

    to_read: ToRead
    name: str
    role_name: str


@dataclass(frozen=True)
class ListView:
    """A page of the list, with what was asked for."""

    found: ReadingList
    lines: Page[Line]
    which: Which
    role: CallRole | None
    text: str
    progress: Bar


def listed(actor: Actor, place: Place, plan: Plan, asked: Mapping[str, Any]) -> ListView:
    """Return a page of a matcher's list; `asked` is a `ListForm`'s values, or empty. A constant number of queries."""
    which, role, text = asked.get("which") or Which.ALL, asked.get("role"), asked.get("text") or ""
    found = api.applications_to_read(actor, place, asked.get("page") or 1, which, role, find(place, text))
    names = names_of(line.paper.applicant_id for line in found.page.items)
    roles = role_names(plan)
    lines = tuple(Line(one, names[one.paper.applicant_id], roles[one.paper.role]) for one in found.page.items)
    page = Page(lines, found.page.number, found.page.pages, found.page.total)
    return ListView(found, page, which, role, text.strip(), bar(found.read, found.total))


def first_sentence(found: ReadingList) -> str:
    """Say how much waits."""
    if not found.total:
        return gettext("There is nothing to read yet.")
    if not found.unread:
        return ngettext(
            "You have read the only application.", "You have read all %(count)s applications.", found.total
        ) % {"count": found.total}
    return ngettext("%(count)s application waits for you.", "%(count)s applications wait for you.", found.unread) % {
        "count": opening(found.unread)
    }


def read_in_words(read: int, total: int) -> str:
    """Say how far somebody has read."""
    return ngettext("%(read)s of %(total)s application read", "%(read)s of %(total)s applications read", total) % {
        "read": read,
        "total": total,
    }


# ---- one application ----


@dataclass(frozen=True)
class Said:
    """What a matcher thinks, in words; `name` is empty for the reader."""

    name: str
    verdict: str
    comment: str


@dataclass(frozen=True)
class Pair:
    """A suggested pair as seen from one of the two. `by` is empty for the reader's own suggestion."""

    info: SuggestionInfo
    partner: str
    by: str


@dataclass(frozen=True)
class Decided:
    """A decision, in words."""

    info: DecisionInfo
    outcome: str
    by: str


@dataclass(frozen=True)
class Partner:
    """Somebody to suggest."""

    application_id: UUID
    name: str
    status: str


@dataclass(frozen=True)
class Pairs:
    """The pairs suggested with an application, and whom else one could suggest. `partner_name` is their role's."""

    pairs: tuple[Pair, ...]
    partners: tuple[Partner, ...]
    more: int
    partner_name: str
    found: bool


@dataclass(frozen=True)
class Sheet:
    """An application before a matcher.

    parts: what was asked and answered. said: what matchers think, the reader first; empty while `hidden`. differs: in
    words what they do not agree on. pairs: None for an application that no pair comes from.
    """

    paper: HandedIn
    name: str
    role_name: str
    parts: tuple[AnsweredPart, ...]
    notes: Notes
    said: tuple[Said, ...]
    scales: tuple[Scale, ...]
    differs: tuple[str, ...]
    pairs: Pairs | None
    decided: tuple[Decided, ...]
    next_id: UUID | None
    between: Between

    @property
    def alone(self) -> bool:
        """Whether nobody else has said anything that the reader may see."""
        return not self.notes.others


def sheet(actor: Actor, place: Place, plan: Plan, reading: ReadingInfo, application_id: UUID) -> Sheet:
    """Return one application with what the group has written about it; a constant number of queries.

    Raises:
        NotFound: there is no such application for the actor to read, or the notes are sealed.
    """
    notes = api.notes_on(actor, place, application_id)
    paper = api.paper_of(actor, place, application_id)
    read = applications.read_application(actor, place, application_id)
    everybody = [*((notes.own,) if notes.own else ()), *notes.others]
    names = names_of(
        [paper.applicant_id, *(one.matcher_id for one in everybody), *(one.decided_by_id for one in notes.decisions)]
    )
    names_in_scales = {one.matcher_id: names[one.matcher_id] for one in notes.others}
    return Sheet(
        paper=paper,
        name=names[paper.applicant_id],
        role_name=role_names(plan)[paper.role],
        parts=read.parts,
        notes=notes,
        said=tuple(_said(one, names_in_scales) for one in everybody),
        scales=scales(everybody, reading, names_in_scales),
        differs=differs(everybody, reading),
        pairs=pairs_of(actor, place, plan, paper, notes),
        decided=tuple(
            Decided(one, str(STATUS_NAMES[one.status]), names.get(one.decided_by_id, "")) for one in notes.decisions
        ),
        next_id=api.next_unread(actor, place, application_id),
        between=api.between(actor, place, application_id),
    )


@dataclass(frozen=True)
class Outcome:
    """What came of saving a rating: on what, in words, the group does not agree now."""

    application_id: UUID
    name: str
    differs: tuple[str, ...]


def outcome(actor: Actor, place: Place, reading: ReadingInfo, application_id: UUID) -> Outcome:
    """Return what to say after the actor has rated an application; a constant number of queries."""
    notes, paper = api.notes_on(actor, place, application_id), api.paper_of(actor, place, application_id)
    given = [*((notes.own,) if notes.own else ()), *notes.others]
    return Outcome(application_id, names_of([paper.applicant_id])[paper.applicant_id], differs(given, reading))


def _said(one: Opinion, names: Mapping[int, str]) -> Said:
    return Said(names.get(one.matcher_id, ""), str(VERDICT_NAMES[one.verdict]), one.comment)


def differs(known: Sequence[Opinion], reading: ReadingInfo) -> tuple[str, ...]:
    """Return in words what these opinions do not agree on, to stand in a list; empty where they do."""
    found = api.disagreement(known)
    said = [gettext("whether to take them")] if found.split else []
    return (*said, *(one.label for one in reading.criteria if one.id in found.apart))


# ---- pairs ----


def pairs_of(
    actor: Actor,
    place: Place,
    plan: Plan,
    paper: HandedIn,
    notes: Notes,
    among: Collection[int] | None = None,
) -> Pairs | None:
    """Return the suggested pairs of an application, and whom to suggest; None where it takes no pair.

    Args:
        among: only these people are offered; None for the first who applied.
    """
    wanted = {CallRole.MENTEE: CallRole.MENTOR, CallRole.MENTOR: CallRole.MENTEE}.get(paper.role)
    if wanted is None:
        return None
    offered = api.applications_to_read(actor, place, 1, Which.ALL, wanted, among)
    shown = [one.paper for one in offered.page.items if one.paper.applicant_id != paper.applicant_id][:PARTNERS]
    other = [one.mentor_id if wanted is CallRole.MENTOR else one.mentee_id for one in notes.suggestions]
    names = names_of([*(one.applicant_id for one in shown), *other, *(one.matcher_id for one in notes.suggestions)])
    return Pairs(
        pairs=tuple(
            Pair(one, names[end], "" if one.matcher_id == actor.user_id else names[one.matcher_id])
            for one, end in zip(notes.suggestions, other, strict=True)
        ),
        partners=tuple(
            Partner(one.application_id, names[one.applicant_id], str(STATUS_NAMES[one.status])) for one in shown
        ),
        more=max(0, offered.page.total - len(shown)),
        partner_name=role_names(plan)[wanted],
        found=among is not None,
    )


# ---- two versions ----


@dataclass(frozen=True)
class Compared:
    """One part of a rating, as typed now and as it stands."""

    label: str
    mine: tuple[Run, ...]
    other: tuple[Run, ...]


def compared(form: RatingForm, stands: Opinion, reading: ReadingInfo) -> tuple[Compared, ...]:
    """Return what was typed beside what stands, part by part; equal parts are left out."""
    values = form.cleaned_data
    found = [(str(form["verdict"].label), str(VERDICT_NAMES[values["verdict"]]), str(VERDICT_NAMES[stands.verdict]))]
    for one in reading.criteria:
        typed, stood = form.scores.get(one.id), stands.scores.get(one.id)
        found.append((one.label, str(typed or ""), str(stood or "")))
    found.append((str(form["comment"].label), values["comment"].strip(), stands.comment))
    return tuple(Compared(label, *runs(mine, other)) for label, mine, other in found if mine != other)


# ---- the coordinator's part ----


@dataclass(frozen=True)
class Matcher:
    """One of the group, and how far they have read."""

    person: host.Person
    progress: Progress
    picture: Bar
    words: str


@dataclass(frozen=True)
class Group:
    """The matching group as a coordinator sees it: who, how far, and on how many applications they do not agree."""

    matchers: tuple[Matcher, ...]
    reading: ReadingInfo
    disagreed: int
    rated: int


def group(actor: Actor, place: Place, programme_id: int, round_id: int) -> Group:
    """Return the coordinator's part; a constant number of queries.

    Raises:
        NotAllowed: the actor does not coordinate the programme.
    """
    people = programmes.appointed(programme_id, programmes.Post.MATCHER)
    found = api.progress(actor, place, [person.id for person in people])
    summaries = api.summaries(round_id)
    return Group(
        matchers=tuple(
            Matcher(person, one, bar(one.read, one.total), read_in_words(one.read, one.total))
            for person in people
            for one in (found[person.id],)
        ),
        reading=api.reading_of(round_id),
        disagreed=sum(one.disagrees for one in summaries.values()),
        rated=len(summaries),
    )
