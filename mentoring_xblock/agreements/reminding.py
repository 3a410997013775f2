"""Whoever comes into a group after its agreement was put to be signed is told that it waits for them, too.

Run it as often as wanted, also several times at once: a version has one mail for each person, and those who were there
when it was put have theirs.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from mentoring_xblock.agreements import mails
from mentoring_xblock.agreements.models import AgreementVersion, Signature
from mentoring_xblock.groups.running import Running, running_groups
from mentoring_xblock.notifications import api as notifications
from mentoring_xblock.notifications.api import Letter
from mentoring_xblock.programme import api as programmes


def run() -> int:
    """Queue every mail that is due and has not been queued; returns how many. Six queries for each batch of groups."""
    return sum(_queued(batch) for batch in running_groups())


@transaction.atomic
def _queued(batch: Sequence[Running]) -> int:
    return notifications.queue_letters(notifications.untold(_letters(batch)))


def _letters(batch: Sequence[Running]) -> list[Letter]:
    newest = _newest([one.group.id for one in batch])
    signed = set(Signature.objects.filter(version__in=newest.values()).values_list("version_id", "user_id"))
    waiting = [
        (one.programme_id, newest[one.group.id], member.user_id)
        for one in batch
        if one.group.id in newest
        for member in one.group.people
        if (newest[one.group.id].pk, member.user_id) not in signed
    ]
    found = programmes.programmes_by_id({programme_id for programme_id, _, _ in waiting})
    frames = {pk: programmes.mail_context(programme) for pk, programme in found.items() if programme.active}
    return [
        Letter(
            found[pk].course_key,
            user_id,
            "agreement_put",
            {**frames[pk], **mails.put_context(version)},
            mails.put_key(version),
        )
        for pk, version, user_id in waiting
        if pk in frames
    ]


def _newest(group_pks: Sequence[int]) -> dict[int, AgreementVersion]:
    """Return the version that somebody signs who signs now, by the group's primary key, without its words."""
    rows = AgreementVersion.objects.filter(agreement__group__in=group_pks, ended_at=None)
    rows = rows.select_related("agreement").defer("content", "headings", "agreement__draft").order_by("number")
    return {row.agreement.group_id: row for row in rows}


__all__ = ["run"]
