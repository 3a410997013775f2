"""Places that go to whoever comes first: counted, given and queued for under one lock, so that none is given twice."""

from __future__ import annotations

import datetime as dt

from django.db.models import QuerySet
from django.utils.translation import gettext
from opaque_keys.edx.keys import UsageKey

from mentoring_xblock.applications.answers import by_kind
from mentoring_xblock.applications.data import CallInfo, CallSettings, Order
from mentoring_xblock.applications.models import ROLE_OF, Application, CallRole, Decision, Status
from mentoring_xblock.applications.questions import QuestionKind
from mentoring_xblock.applications.reserve import last_orders
from mentoring_xblock.kit.errors import Conflict
from mentoring_xblock.programme import api as programmes


def free(settings: CallSettings, round_id: int, usage_key: UsageKey) -> int | None:
    """Return how many places the next to come can have; None where places are not given that way. One query.

    While somebody waits in the reserve there is none: a place that becomes free is offered to them.
    """
    if settings.order is not Order.FIRST_COME or settings.places is None:
        return None
    return _free(list(_holding(round_id, usage_key)), settings.places)


def _holding(round_id: int, usage_key: UsageKey) -> QuerySet:
    return Application.objects.filter(
        round_id=round_id, usage_key=usage_key, status__in=[Status.ACCEPTED, Status.RESERVE]
    ).values_list("status", flat=True)


def _free(statuses: list[str], places: int) -> int:
    return 0 if Status.RESERVE in statuses else max(0, places - len(statuses))


def hold(usage_key: UsageKey) -> None:
    """Make everybody else who comes to this call wait until this transaction ends; one query. Take this lock first.

    Raises:
        Conflict: the call is being published at this moment.
    """
    if not programmes.hold_block(usage_key):
        raise Conflict(gettext("This call is just being published. Wait a minute, then send it again; it is kept."))


def serve(call: CallInfo, row: Application, now: dt.datetime) -> None:
    """Accept an application that has just been saved, or put it at the end of the reserve; the caller holds the call.

    Nobody decides here, so the decision is kept without a name.
    """
    round_id, limit = row.round_id, call.settings.places
    taken = list(_holding(round_id, row.usage_key).select_for_update())
    if limit is None or _free(taken, limit):
        capacity = by_kind(call.settings.questions, row.answers).get(QuestionKind.CAPACITY)
        capacities = {row.applicant_id: capacity} if capacity and row.role == CallRole.MENTOR else None
        role = ROLE_OF[CallRole(row.role)]
        admitted = programmes.admit(round_id, [row.applicant_id], role, capacities)
        row.status, row.participant_id = Status.ACCEPTED, admitted[row.applicant_id].id
    else:
        row.status = Status.RESERVE
        row.reserve_order = last_orders(round_id, [row.usage_key]).get(row.usage_key, 0) + 1
    row.save(update_fields=["status", "participant", "reserve_order"])
    Decision.objects.create(application=row, status=row.status, decided_at=now)
