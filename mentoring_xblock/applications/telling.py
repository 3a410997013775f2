"""Mails around a call. They hold the programme's name, a role, numbers and the coordinators' own letter, and nothing
that an applicant wrote."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections import defaultdict

from django.db import transaction
from opaque_keys.edx.keys import UsageKey

from mentoring_xblock import host
from mentoring_xblock.applications.call_letters import letters_of
from mentoring_xblock.applications.calls import call_settings, span_of
from mentoring_xblock.applications.data import CallState, Order
from mentoring_xblock.applications.letters import letter_language
from mentoring_xblock.applications.models import Application, CallRole, Status, Watcher
from mentoring_xblock.notifications import api as notifications
from mentoring_xblock.programme import api as programmes
from mentoring_xblock.programme.data import BlockInfo, ProgrammeInfo


def tell_received(programme: ProgrammeInfo, row: Application, order: Order) -> int:
    """Send an applicant their call's letter: that their application has arrived or, where first come is served, what
    came of it."""
    status = Status(row.status)
    language = letter_language(host.people([row.applicant_id]).get(row.applicant_id))
    letter = letters_of(row.usage_key, order, programme).letters[status][language]
    context = {**programmes.mail_context(programme), "letter": letter}
    template = "application_received" if status is Status.RECEIVED else "application_decided"
    key = f"application_received:{row.public_id}:{row.version}"
    return notifications.queue(row.course_key, [row.applicant_id], template, context, key)


def tell_withdrawn(programme: ProgrammeInfo, row: Application, had: Status, standing: int) -> int:
    """Tell the coordinators that somebody has withdrawn, and how many applications to that call are left."""
    context = {
        **programmes.mail_context(programme),
        "role": row.role,
        "had_place": had is Status.ACCEPTED,
        "standing": standing,
    }
    recipients = [person.id for person in programmes.coordinators(programme.id)]
    key = f"application_withdrawn:{row.public_id}:{row.version}"
    return notifications.queue(row.course_key, recipients, "application_withdrawn", context, key)


def announce_open_calls(now: dt.datetime) -> int:
    """Tell everybody who wanted to hear it that a call has opened; returns how many mails that made.

    Safe to repeat, and at the same moment: each person is told of an opening once. Three queries, and a few for each
    programme and call that has something to tell.
    """
    waiting: dict[int, list[UsageKey]] = defaultdict(list)
    calls = Watcher.objects.filter(told_at=None).values_list("usage_key", "programme_id").distinct()
    for usage_key, programme_id in calls:
        waiting[programme_id].append(usage_key)
    blocks = programmes.block_infos([key for keys in waiting.values() for key in keys])
    known = programmes.programmes_by_id(waiting)
    return sum(
        _announce(known[programme_id], blocks[key], now)
        for programme_id, keys in waiting.items()
        for key in keys
        if programme_id in known and key in blocks
    )


def _announce(programme: ProgrammeInfo, block: BlockInfo, now: dt.datetime) -> int:
    settings = call_settings(block.settings, block.questions)
    if not block.active or not programme.active or programme.round is None or programme.round.closed_at is not None:
        return 0
    span = span_of(settings, programme.plan.time_zone)
    if span.state(now) is not CallState.OPEN:
        return 0
    context = {
        **programmes.mail_context(programme),
        "role": CallRole(settings.role).value,
        "closes_on": programme.plan.last_day(span.closes_at).isoformat() if span.closes_at else None,
    }
    opening = hashlib.sha256(f"{block.usage_key} {programme.round.id} {settings.opens_at}".encode()).hexdigest()[:32]
    with transaction.atomic():
        rows = Watcher.objects.select_for_update().filter(usage_key=block.usage_key, told_at=None).order_by("pk")
        told = list(rows.values_list("pk", "user_id"))
        Watcher.objects.filter(pk__in=[pk for pk, _ in told]).update(told_at=now)
        return notifications.queue(
            block.course_key, [user_id for _, user_id in told], "call_opened", context, f"call_opened:{opening}"
        )
