"""Applications of a call as a table to take away, a part at a time, safe to open in a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterable
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.translation import gettext
from opaque_keys.edx.keys import UsageKey

from mentoring_xblock import host
from mentoring_xblock.applications.calls import answerable
from mentoring_xblock.applications.lists import STATUS_NAMES, programme_of
from mentoring_xblock.applications.models import Application, CallRole, Status
from mentoring_xblock.applications.queries import questions_of
from mentoring_xblock.applications.questions import AskedQuestion
from mentoring_xblock.applications.reserve import with_rank
from mentoring_xblock.applications.words import in_words, label_of
from mentoring_xblock.host.data import Person
from mentoring_xblock.kit import sheets
from mentoring_xblock.kit.errors import NotFound
from mentoring_xblock.kit.place import Place
from mentoring_xblock.privacy import audit
from mentoring_xblock.privacy.policy import Actor
from mentoring_xblock.programme.plan import Plan

#: Applications in one part: small enough for one answer, whatever people wrote.
PART = 100


def export_part(actor: Actor, place: Place, usage_key: UsageKey, number: int = 1) -> sheets.TablePart:
    """Return one part of a call's table; a constant number of queries. Parts are counted from 1.

    Everything that was sent is in it; of what was withdrawn only that it was. The trail of each application that is in
    it tells that it was taken away.

    Raises:
        NotAllowed: the actor does not coordinate the programme.
        NotFound: nobody has sent an application to this call in its newest round.
    """
    programme = programme_of(actor, place)
    rows = Application.objects.filter(round_id=programme.round.id, usage_key=usage_key).exclude(status=Status.DRAFT)
    # By the key and not by a page: whoever applies meanwhile moves nobody from one part into another.
    keys = list(rows.order_by("pk").values_list("pk", flat=True)[(number - 1) * PART : number * PART + 1])
    if not keys:
        raise NotFound(gettext("There is nothing to take away yet."))
    found = list(with_rank(Application.objects.filter(pk__in=keys[:PART])).order_by("pk"))
    role = CallRole(found[0].role)
    asked = answerable(questions_of([(usage_key, role)])[usage_key, role], programme.plan)
    people = host.people({row.applicant_id for row in found})
    taken = [(row.public_id, row.applicant_id) for row in found]
    audit.record_taken_away(audit.ItemKind.APPLICATION, taken, actor_id=actor.user_id)
    table = (_row(row, people.get(row.applicant_id), asked, programme.plan) for row in found)
    return sheets.part(_heading(asked), table, number, more=len(keys) > PART)


def _heading(asked: Iterable[AskedQuestion]) -> list[str]:
    return [
        gettext("Name"),
        gettext("Username"),
        gettext("E-mail address"),
        gettext("State"),
        gettext("Place in the reserve"),
        gettext("Sent"),
        *(label_of(question) for question in asked),
    ]


def _row(row: Application, person: Person | None, asked: Iterable[AskedQuestion], plan: Plan) -> list[str]:
    withdrawn = row.status == Status.WITHDRAWN
    sent = timezone.localtime(row.submitted_at, ZoneInfo(plan.time_zone)) if row.submitted_at else None
    return [
        person.full_name if person else "",
        person.username if person else "",
        person.email if person else "",
        str(STATUS_NAMES[Status(row.status)]),
        str(row.rank) if row.status == Status.RESERVE else "",
        sent.strftime("%Y-%m-%d %H:%M") if sent else "",
        *("" if withdrawn else in_words(question.kind, row.answers.get(question.id), plan) for question in asked),
    ]
