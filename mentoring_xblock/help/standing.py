"""Who may ask, and who may read it: its asker, and the coordinators who share no group with them."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from mentoring_xblock.groups import beside
from mentoring_xblock.help.data import Readers, RequestInfo, State, Topic
from mentoring_xblock.help.models import HelpMessage, HelpRequest
from mentoring_xblock.host.data import Person
from mentoring_xblock.privacy.policy import Actor, Facts
from mentoring_xblock.programme import api as programmes
from mentoring_xblock.programme.data import ProgrammeInfo, Role


def may_ask(actor: Actor, programme: ProgrammeInfo) -> Facts:
    """Return what policy needs to know of somebody who wants to ask: whoever is or was in the programme; one query."""
    inside = actor.user_id is not None and programmes.has_been_in(actor.user_id, programme.id, list(Role))
    return Facts(owner_id=actor.user_id if inside else None)


def facts_of(rows: Iterable[HelpRequest]) -> dict[int, Facts]:
    """Return what policy needs to know of requests, by primary key; three queries at most.

    Whoever is or was in the group that it was asked from is kept out of it, coordinator or not. Where it was asked from
    none, that is everybody who is or was in a group with its asker.
    """
    rows = list(rows)
    of_group = beside.been_in({row.group_id for row in rows if row.group_id is not None})
    of_asker = beside.been_beside({row.asker_id for row in rows if row.group_id is None})
    return {
        row.pk: Facts(
            owner_id=row.asker_id,
            member_ids=of_asker[row.asker_id] if row.group_id is None else of_group[row.group_id],
        )
        for row in rows
    }


def answerable_by(user_id: int, programme_id: int) -> QuerySet[HelpRequest]:
    """Return what a coordinator of a programme reads and answers: the queryset twin of HELP_ANSWER."""
    partners = Q(group__in=beside.groups_been_in(user_id)) | Q(group=None, asker__in=beside.people_been_beside(user_id))
    rows = HelpRequest.objects.filter(round__programme_id=programme_id)
    return rows.exclude(partners).exclude(asker_id=user_id)


def asked_by(user_id: int, programme_id: int) -> QuerySet[HelpRequest]:
    """Return what somebody has asked in a programme, each with whether an answer is `unread`."""
    rows = HelpRequest.objects.filter(round__programme_id=programme_id, asker_id=user_id)
    answers = HelpMessage.objects.filter(request=OuterRef("pk")).exclude(author=F("request__asker")).exclude(body="")
    return rows.annotate(unread=Exists(answers.filter(Q(created_at__gt=OuterRef("read_at")) | _NEVER_READ)))


_NEVER_READ = Q(request__read_at=None)


def info_of(row: HelpRequest) -> RequestInfo:
    """Return a request without its words."""
    return RequestInfo(
        public_id=row.public_id,
        topic=Topic(row.topic),
        state=State(row.state),
        version=row.version,
        asked_at=row.created_at,
        since=row.changed_at,
        unread=getattr(row, "unread", False),
    )


def readers_of(programme_id: int, facts: Facts) -> list[Person]:
    """Return the coordinators who read a request, by name."""
    kept_out = facts.member_ids | {facts.owner_id}
    return [person for person in programmes.coordinators(programme_id) if person.id not in kept_out]


def named_readers(programme_id: int, facts: Facts) -> Readers:
    """Return their names, and those of the coordinators who are kept out; the asker is neither."""
    found = [person for person in programmes.coordinators(programme_id) if person.id != facts.owner_id]
    return Readers(
        names=tuple(person.full_name for person in found if person.id not in facts.member_ids),
        apart=tuple(person.full_name for person in found if person.id in facts.member_ids),
    )


__all__ = [
    "answerable_by",
    "asked_by",
    "facts_of",
    "info_of",
    "may_ask",
    "named_readers",
    "readers_of",
]
