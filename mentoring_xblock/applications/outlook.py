"""What a programme's calls hold for one person who is not applying at this moment: for pages that are not a call's."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from opaque_keys.edx.keys import UsageKey

from mentoring_xblock.applications.calls import call_settings, span_of
from mentoring_xblock.applications.data import CallState, Span
from mentoring_xblock.applications.models import Application, Status, Watcher
from mentoring_xblock.kit.localised import pick
from mentoring_xblock.privacy import policy
from mentoring_xblock.privacy.policy import Action, Actor, Facts
from mentoring_xblock.programme import api as programmes
from mentoring_xblock.programme.data import ProgrammeInfo

_CALL = "mentoring_application"


@dataclass(frozen=True)
class Outlook:
    """A call as one person finds it. `title` is in their language; `status` is that of their application, if any.

    state: `late` for whom a coordinator lets in after the end. watching: whether they wanted to hear when it opens, and
    have not been told yet or have not answered by applying.
    """

    usage_key: UsageKey
    title: str
    span: Span
    state: CallState
    watching: bool
    status: Status | None


def outlooks(actor: Actor, programme: ProgrammeInfo | None, now: dt.datetime, *, inside: bool) -> tuple[Outlook, ...]:
    """Return the calls that concern somebody; three queries, one for who is inside and waits for none.

    Args:
        programme: with the round that runs; nothing once it is over.
        inside: whether they take part in it, so that only calls for which they wait concern them.
    """
    may = policy.allowed(Action.APPLICATION_WRITE, actor, Facts(owner_id=actor.user_id))
    if programme is None or programme.round is None or programme.round.closed or not may:
        return ()
    watched = set(
        Watcher.objects.filter(programme_id=programme.id, user_id=actor.user_id).values_list("usage_key", flat=True)
    )
    if inside and not watched:
        return ()
    mine = {
        row.usage_key: row for row in Application.objects.filter(round_id=programme.round.id, applicant=actor.user_id)
    }
    blocks = programmes.blocks_of(programme.course_key, programme.slug)
    found = []
    for block in blocks:
        if block.block_type != _CALL or (inside and block.usage_key not in watched):
            continue
        row = mine.get(block.usage_key)
        span = span_of(call_settings(block.settings, block.questions), programme.plan.time_zone)
        found.append(
            Outlook(
                usage_key=block.usage_key,
                title=pick(block.title),
                span=span,
                state=span.state(now, row.late_until if row else None),
                watching=block.usage_key in watched,
                status=Status(row.status) if row else None,
            )
        )
    return tuple(found)


__all__ = ["Outlook", "outlooks"]
