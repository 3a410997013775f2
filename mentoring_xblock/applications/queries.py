"""Reading applications; nothing here changes a row."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext
from opaque_keys.edx.keys import UsageKey

from mentoring_xblock.applications.answers import by_kind
from mentoring_xblock.applications.calls import answerable
from mentoring_xblock.applications.data import UNREAD, ApplicationInfo, ReadApplication
from mentoring_xblock.applications.models import Application, CallRole, Decision, Status
from mentoring_xblock.applications.questions import AskedQuestion, asked_questions
from mentoring_xblock.applications.reserve import with_rank
from mentoring_xblock.applications.words import parts_of
from mentoring_xblock.kit.errors import NotFound
from mentoring_xblock.kit.paging import Page, page_bounds
from mentoring_xblock.kit.place import Place
from mentoring_xblock.privacy import policy
from mentoring_xblock.privacy.policy import Action, Actor, Facts
from mentoring_xblock.programme import api as programmes
from mentoring_xblock.programme.data import ProgrammeInfo

PAGE_SIZE = 50


def info_of(row: Application, decision: Decision | None = None) -> ApplicationInfo:
    """Return what may be known of an application; a row from `with_rank` has its place in the reserve."""
    return ApplicationInfo(
        id=row.pk,
        public_id=row.public_id,
        round_id=row.round_id,
        course_key=row.course_key,
        usage_key=row.usage_key,
        role=CallRole(row.role),
        applicant_id=row.applicant_id,
        participant_id=row.participant_id,
        status=Status(row.status),
        version=row.version,
        updated_at=row.updated_at,
        submitted_at=row.submitted_at,
        committed_at=row.committed_at,
        late_until=row.late_until,
        answers=row.answers if isinstance(row.answers, Mapping) else {},
        reserve_place=getattr(row, "rank", None) if row.status == Status.RESERVE else None,
        decided_at=decision.decided_at if decision else None,
        told=decision.told if decision else "",
    )


def facts_of(info: ApplicationInfo, *, closed: bool = False) -> Facts:
    """Return what policy needs to know to let others read it: a draft and what was withdrawn are not there."""
    return Facts(owner_id=info.applicant_id, about_id=info.applicant_id, deleted=info.status in UNREAD, closed=closed)


def read_application(actor: Actor, place: Place, application_id: UUID) -> ReadApplication:
    """Return an application of the place's newest round with its answers in the reader's language; six queries.

    `place` may be any block of the programme. What the matching group thinks of it is the reviews room's to tell.

    Raises:
        NotFound: there is none, or it is not the actor's to read.
    """
    programme = programmes.get_programme(place.course_key, place.slug)
    round_id = programme.round.id if programme and programme.round else None
    row = with_rank(Application.objects.filter(round_id=round_id, public_id=application_id)).first()
    if row is None:
        raise NotFound(gettext("There is nothing here for you to see."))
    info = info_of(row, last_decision(row.pk))
    policy.require(Action.APPLICATION_READ, actor, facts_of(info))
    return _read(info, questions_of([(info.usage_key, info.role)])[info.usage_key, info.role], programme)


def waiting_count(round_id: int) -> int:
    """Return how many applications of a round wait for a decision; one query. Ask policy for OVERVIEW_SEE before."""
    return Application.objects.filter(round_id=round_id, status=Status.RECEIVED).count()


def reserve_count(round_id: int) -> int:
    """Return how many people wait in the reserves of a round; one query. Ask policy for OVERVIEW_SEE before."""
    return Application.objects.filter(round_id=round_id, status=Status.RESERVE).count()


def _read(info: ApplicationInfo, asked: tuple[AskedQuestion, ...], programme: ProgrammeInfo) -> ReadApplication:
    shown = answerable(asked, programme.plan)
    return ReadApplication(info, parts_of(shown, info.answers, programme.plan), by_kind(asked, info.answers), asked)


def last_decision(application_id: int) -> Decision | None:
    """Return what was decided last on an application; one query."""
    return Decision.objects.filter(application_id=application_id).order_by("-decided_at", "-pk").first()


def questions_of(
    calls: Iterable[tuple[UsageKey, CallRole | str]],
) -> dict[tuple[UsageKey, CallRole | str], tuple[AskedQuestion, ...]]:
    """Return what each call asks, as last published; one query."""
    wanted = set(calls)
    blocks = programmes.block_infos(list({usage_key for usage_key, _ in wanted}))
    return {
        (usage_key, role): asked_questions(blocks[usage_key].questions if usage_key in blocks else None, role)
        for usage_key, role in wanted
    }


def has_applied(user_id: int, programme_id: int, role: CallRole) -> bool:
    """Return whether somebody has sent an application for a role in any round of a programme; one query."""
    sent = Application.objects.filter(round__programme_id=programme_id, applicant_id=user_id, role=role)
    return sent.exclude(status__in=[Status.DRAFT, Status.WITHDRAWN]).exists()


def application_infos(
    round_id: int,
    *,
    roles: Collection[CallRole] | None = None,
    statuses: Collection[Status] | None = None,
    ids: Collection[UUID] | None = None,
    applicant_ids: Collection[int] | None = None,
    among: QuerySet | None = None,
    without: QuerySet | None = None,
    page: int = 1,
    size: int = PAGE_SIZE,
) -> Page[ApplicationInfo]:
    """Return a page of the applications that others may read, in the order in which they were sent; two queries.

    Ask policy before. Drafts and what was withdrawn are never among them. A page number out of range gives the nearest.

    Args:
        ids: public ids. among, without: only, or without, those whose primary keys another room's queryset gives.
    """
    rows = Application.objects.filter(round_id=round_id).exclude(status__in=UNREAD).order_by("submitted_at", "pk")
    for name, values in (("role", roles), ("status", statuses), ("public_id", ids), ("applicant_id", applicant_ids)):
        if values is not None:
            rows = rows.filter(**{f"{name}__in": list(values)})
    if among is not None:
        rows = rows.filter(pk__in=among)
    if without is not None:
        rows = rows.exclude(pk__in=without)
    total = rows.count()
    number, pages, shown = page_bounds(total, page, size)
    return Page(tuple(info_of(row) for row in rows[shown]), number, pages, total)
