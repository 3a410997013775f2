"""What a coordinator looks through: the applications of a round, one of them in whole, and who was let in late.

Each function asks policy, and takes a constant number of queries however many applications there are.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.db.models import Case, IntegerField, QuerySet, Value, When
from django.utils.translation import gettext, gettext_lazy
from opaque_keys.edx.keys import UsageKey

from mentoring_xblock import host
from mentoring_xblock.applications.answers import Experience
from mentoring_xblock.applications.data import ReadApplication
from mentoring_xblock.applications.deciding import BATCH_LIMIT
from mentoring_xblock.applications.handed_in import DecisionInfo, decisions_on
from mentoring_xblock.applications.letters import letter_language
from mentoring_xblock.applications.models import Application, CallRole, Status
from mentoring_xblock.applications.queries import read_application
from mentoring_xblock.applications.questions import QuestionKind
from mentoring_xblock.applications.reserve import with_rank
from mentoring_xblock.host.data import Person
from mentoring_xblock.kit.errors import NotFound
from mentoring_xblock.kit.paging import Page, page_bounds
from mentoring_xblock.kit.place import Place
from mentoring_xblock.privacy import policy
from mentoring_xblock.privacy.policy import Action, Actor
from mentoring_xblock.programme import api as programmes
from mentoring_xblock.programme.data import ProgrammeInfo

PAGE_SIZE = 25
#: Accounts that a search may stand for. People are looked for among everybody in the course, so more than are shown.
_FOUND = 500

STATUS_NAMES = {
    Status.RECEIVED: gettext_lazy("Waits for a decision"),
    Status.ACCEPTED: gettext_lazy("Accepted"),
    Status.RESERVE: gettext_lazy("In reserve"),
    Status.DECLINED: gettext_lazy("Declined"),
    Status.WITHDRAWN: gettext_lazy("Withdrawn"),
}
#: In which turn applications stand in a list: what a coordinator has to do comes first.
_TURN = Case(
    *(When(status=status, then=Value(turn)) for turn, status in enumerate((Status.RECEIVED, Status.RESERVE))),
    When(status=Status.WITHDRAWN, then=Value(3)),
    default=Value(2),
    output_field=IntegerField(),
)


@dataclass(frozen=True)
class Narrow:
    """Which applications to show; what is empty narrows nothing.

    differ: only those on which opinions in the matching group differ; whoever asks for them names them in `among`, by
    primary key, since this room does not know them.
    """

    role: CallRole | None = None
    status: Status | None = None
    text: str = ""
    differ: bool = False
    among: frozenset[int] | None = None


@dataclass(frozen=True)
class ApplicationLine:
    """One application in a list. `id` stays inside. `rank`: the place in the reserve, where it is in one. `language`:
    in which the applicant gets letters. `enrolled`: whoever has left the course gets no mail."""

    id: int
    application_id: UUID
    applicant_id: int
    name: str
    username: str
    language: str
    role: CallRole
    role_name: str
    status: Status
    version: int
    submitted_at: dt.datetime | None
    usage_key: UsageKey
    rank: int | None = None
    enrolled: bool = True

    @property
    def key(self) -> str:
        """What tells its element ids from those of others on the page."""
        return self.application_id.hex[:12]

    @property
    def status_name(self) -> str:
        """Where it stands, in words."""
        return str(STATUS_NAMES[self.status])


@dataclass(frozen=True)
class OpenApplication:
    """One application in whole. newcomer: its writer says so. unresolved: names that they typed and that fit nobody of
    the round, or more than one."""

    line: ApplicationLine
    read: ReadApplication
    decisions: tuple[DecisionInfo, ...]
    newcomer: bool
    unresolved: tuple[str, ...]


@dataclass(frozen=True)
class LetInLine:
    """Somebody who was let in late and has not sent anything yet."""

    name: str
    until: dt.datetime
    role: CallRole


def role_name(programme: ProgrammeInfo, role: CallRole) -> str:
    """Return what those who apply to be this are called, as a heading."""
    if role is CallRole.SUPERVISION_GROUP:
        return gettext("Supervision group")
    if role is CallRole.ROLE_GROUP:
        return gettext("Role group")
    return programme.plan.words()[f"{role.value}_plural_first"]


def programme_of(actor: Actor, place: Place) -> ProgrammeInfo:
    """Return the programme that the actor coordinates, with its round; two queries.

    Raises:
        NotAllowed: they do not coordinate it.
        NotFound: it has no round yet.
    """
    policy.require(Action.APPLICATIONS_MANAGE, actor)
    return programmes.programme_of(place)


# ---- the list ----


def application_list(
    actor: Actor, place: Place, narrow: Narrow | None = None, page: int = 1, size: int = PAGE_SIZE
) -> Page[ApplicationLine]:
    """Return a page of the applications that were sent: those that wait for a decision first, then the reserve in its
    own order, then those decided on, and what was withdrawn last; each in the order in which they came.

    Drafts are known to their writers only and are not among them.
    """
    programme = programme_of(actor, place)
    narrow = narrow or Narrow()
    rows = _narrowed(programme, place, narrow)
    total = rows.count()
    number, pages, shown = page_bounds(total, page, size)
    order = ("usage_key", "reserve_order")
    if narrow.status is not Status.RESERVE:
        order = (_TURN, "reserve_order", "submitted_at", "pk")
    # Only those that are shown are ranked: counting who is before each of thousands would take seconds.
    keys = list(rows.order_by(*order).values_list("pk", flat=True)[shown])
    found = list(with_rank(Application.objects.filter(pk__in=keys)).defer("answers").order_by(*order))
    return Page(lines_of(programme, found), number, pages, total)


def _narrowed(programme: ProgrammeInfo, place: Place, narrow: Narrow) -> QuerySet[Application]:
    rows = Application.objects.filter(round_id=programme.round.id).exclude(status=Status.DRAFT)
    if narrow.role is not None:
        rows = rows.filter(role=narrow.role)
    if narrow.status is not None:
        rows = rows.filter(status=narrow.status)
    if narrow.among is not None:
        rows = rows.filter(pk__in=narrow.among)
    if text := narrow.text.strip():
        rows = rows.filter(applicant_id__in=[one.id for one in host.find_people(place.course_key, text, _FOUND)])
    return rows


def chosen_lines(
    actor: Actor, place: Place, ids: Iterable[UUID] = (), narrow: Narrow | None = None
) -> tuple[ApplicationLine, ...]:
    """Return the applications that a coordinator chose: by id, or everything that a list finds.

    At most one more than can be decided on at once. Ids of applications that are not there are passed over.
    """
    programme = programme_of(actor, place)
    rows = _narrowed(programme, place, narrow or Narrow())
    if narrow is None:
        rows = rows.filter(public_id__in=list(ids))
    keys = list(rows.order_by("submitted_at", "pk").values_list("pk", flat=True)[: BATCH_LIMIT + 1])
    found = with_rank(Application.objects.filter(pk__in=keys)).defer("answers")
    return lines_of(programme, found.order_by("submitted_at", "pk"))


def lines_of(programme: ProgrammeInfo, rows: Iterable[Application]) -> tuple[ApplicationLine, ...]:
    """Put names to rows from `with_rank`; the queries of `host.people`, and one."""
    found = list(rows)
    user_ids = {row.applicant_id for row in found}
    people = host.people(user_ids)
    enrolled = host.enrolled_ids(programme.course_key, user_ids)
    return tuple(_line(programme, row, people.get(row.applicant_id), row.applicant_id in enrolled) for row in found)


def _line(programme: ProgrammeInfo, row: Application, person: Person | None, enrolled: bool) -> ApplicationLine:
    return ApplicationLine(
        id=row.pk,
        application_id=row.public_id,
        applicant_id=row.applicant_id,
        name=person.full_name if person else gettext("Somebody without an account"),
        username=person.username if person else "",
        language=letter_language(person),
        role=CallRole(row.role),
        role_name=role_name(programme, CallRole(row.role)),
        status=Status(row.status),
        version=row.version,
        submitted_at=row.submitted_at,
        usage_key=row.usage_key,
        rank=row.rank if row.status == Status.RESERVE and row.reserve_order is not None else None,
        enrolled=enrolled,
    )


def one_line(actor: Actor, place: Place, application_id: UUID) -> ApplicationLine:
    """Return one application as the list shows it.

    Raises:
        NotAllowed: the actor does not coordinate the programme.
        NotFound: its round has none of this id that was sent.
    """
    found = chosen_lines(actor, place, [application_id])
    if not found:
        raise NotFound(gettext("There is nothing here for you to see."))
    return found[0]


# ---- one in whole ----


def open_application(actor: Actor, place: Place, application_id: UUID) -> OpenApplication:
    """Return one application with its answers in the reader's language, and what stands out in it.

    Raises:
        NotAllowed: the actor does not coordinate the programme.
        NotFound: there is none to be read: not sent, withdrawn, or not of this round.
    """
    programme = programme_of(actor, place)
    read = read_application(actor, place, application_id)
    return OpenApplication(
        line=one_line(actor, place, application_id),
        read=read,
        # The kept reason is the matching group's, also where a coordinator wrote it.
        decisions=tuple(replace(one, reason="") for one in decisions_on(read.application.id)),
        newcomer=read.answers.get(QuestionKind.EXPERIENCE) == Experience.NEWCOMER,
        unresolved=_unresolved(programme, read.answers),
    )


def names_in(answers: Mapping[QuestionKind, Any]) -> tuple[str, ...]:
    """Return the names of people that somebody typed, each once."""
    people, field = answers.get(QuestionKind.PEOPLE) or {}, answers.get(QuestionKind.FIELD) or {}
    typed = [*people.get("wished", ()), *people.get("vetoed", ()), *field.get("avoid", ())]
    return tuple(dict.fromkeys(typed))


def _unresolved(programme: ProgrammeInfo, answers: Mapping[QuestionKind, Any]) -> tuple[str, ...]:
    """Return the typed names that stand for nobody of the round or for several people; no query where none was."""
    typed = names_in(answers)
    if not typed:
        return ()
    round_id = programme.round.id
    people = {one.user_id for one in programmes.everybody(round_id)}
    applicants = Application.objects.filter(round_id=round_id).exclude(status__in=(Status.DRAFT, Status.WITHDRAWN))
    meant: dict[str, set[int]] = {}
    for person in host.people(people | set(applicants.values_list("applicant_id", flat=True))).values():
        for text in (person.full_name, person.username, person.email):
            if text:
                meant.setdefault(_folded(text), set()).add(person.id)
    return tuple(name for name in typed if len(meant.get(_folded(name), ())) != 1)


def _folded(name: str) -> str:
    return " ".join(name.split()).casefold()


# ---- let in late ----


def let_in(actor: Actor, place: Place, now: dt.datetime) -> tuple[LetInLine, ...]:
    """Return who was let in late, may still write and has not sent anything, the first deadline first."""
    programme = programme_of(actor, place)
    rows = Application.objects.filter(round_id=programme.round.id, status=Status.DRAFT, late_until__gt=now)
    found = list(rows.order_by("late_until", "pk").values_list("applicant_id", "late_until", "role")[:PAGE_SIZE])
    people = host.people({user_id for user_id, _, _ in found})
    return tuple(
        LetInLine(people[user_id].full_name, until, CallRole(role))
        for user_id, until, role in found
        if user_id in people
    )
