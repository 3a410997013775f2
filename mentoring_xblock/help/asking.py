"""Asking, and whatever is said and done about it afterwards. Nothing that was said is ever changed."""

from __future__ import annotations

from uuid import UUID, uuid4

from django.utils import timezone
from django.utils.translation import gettext

from mentoring_xblock.groups import api as groups
from mentoring_xblock.help import mails, standing
from mentoring_xblock.help.data import BODY_LIMIT, RequestInfo, State, Topic
from mentoring_xblock.help.models import HelpMessage, HelpRequest
from mentoring_xblock.kit.errors import Conflict, FormUsed, Invalid, NotFound
from mentoring_xblock.kit.numbers import grouped
from mentoring_xblock.kit.place import Place
from mentoring_xblock.kit.text import clean
from mentoring_xblock.kit.trying import one_change
from mentoring_xblock.privacy import policy
from mentoring_xblock.privacy.policy import Action, Actor
from mentoring_xblock.programme import api as programmes
from mentoring_xblock.programme.data import ProgrammeInfo


@one_change
def ask(
    actor: Actor, place: Place, topic: Topic, body: str, once_key: UUID, group_id: UUID | None = None
) -> RequestInfo:
    """Ask the coordinators for a word, or report a concern; they are told that somebody waits.

    Args:
        body: plain text, at most `BODY_LIMIT` characters.
        once_key: the form's key; the same key again returns the request that it made.
        group_id: public id of the group that it is asked from, also when that is over; None for none.
    Raises:
        NotAllowed: the actor never took part in the programme, or is not in the course.
        NotFound: they are in no such group.
        Invalid: the text is empty or too long.
        Conflict: nobody who coordinates could read it, or the key made another request.
    """
    programme, _ = programmes.my_round(actor.user_id, place)
    if programme is None or programme.round is None:
        raise NotFound(gettext("This programme has not been published yet."))
    policy.require(Action.HELP_ASK, actor, standing.may_ask(actor, programme))
    body = _checked(body)
    if made := HelpRequest.objects.filter(once_key=once_key).first():
        if made.asker_id != actor.user_id:
            raise FormUsed()
        return standing.info_of(made)
    if HelpMessage.objects.filter(once_key=once_key).exists():
        raise FormUsed()
    group = groups.relation(actor, place, group_id).group if group_id else None
    row = HelpRequest(
        round_id=programme.round.id,
        group_id=group.id if group else None,
        asker_id=actor.user_id,
        topic=Topic(topic),
        once_key=once_key,
        changed_at=timezone.now(),
    )
    facts = standing.facts_of([row])[row.pk]
    readers = standing.readers_of(programme.id, facts)
    if not readers:
        raise Conflict(
            gettext("Nobody who coordinates this programme could read it, so nothing was sent. Turn to the contacts.")
        )
    row.save()
    message = HelpMessage.objects.create(
        request=row, author_id=actor.user_id, body=body, state=State.OPEN, once_key=once_key
    )
    mails.tell_readers(programme, message, [person.id for person in readers])
    return standing.info_of(row)


@one_change
def reply(actor: Actor, place: Place, request_id: UUID, body: str, once_key: UUID, *, as_asker: bool) -> RequestInfo:
    """Say something more, as who has asked or as a coordinator. What two coordinators say at once is kept in its order.

    Whoever has asked puts it among those that wait by it, and a coordinator among those that are answered, also once
    it was settled. The others are told.

    Raises:
        NotFound: there is no such request that the actor may answer.
        NotAllowed: it is their own, and they are not in the course any more.
        Invalid: the text is empty or too long.
        Conflict: the key said something else.
    """
    programme = programmes.programme_of(place)
    body = _checked(body)
    row = _held(programme, request_id)
    _require(actor, row, as_asker=as_asker)
    if made := HelpMessage.objects.filter(once_key=once_key).first():
        if (made.request_id, made.author_id) != (row.pk, actor.user_id):
            raise FormUsed()
        return standing.info_of(row)
    message = _step(actor, row, State.OPEN if as_asker else State.ANSWERED, body, once_key)
    _tell(programme, row, message, by_asker=as_asker)
    return standing.info_of(row)


@one_change
def settle(actor: Actor, place: Place, request_id: UUID, *, as_asker: bool, settled: bool, version: int) -> RequestInfo:
    """Settle a request, or open it again; both sides may. What it is already it stays.

    Args:
        version: of the request as the actor saw it, so that nothing is settled that they have not read.
    Raises:
        NotFound: there is no such request that the actor may answer.
        NotAllowed: it is their own, and they are not in the course any more.
        Conflict: something was said or done meanwhile.
    """
    programme = programmes.programme_of(place)
    row = _held(programme, request_id)
    _require(actor, row, as_asker=as_asker)
    if settled is (row.state == State.SETTLED):
        return standing.info_of(row)
    if row.version != version:
        raise Conflict(
            gettext("Something was said or done here meanwhile. Nothing was changed; read it first."),
            standing.info_of(row),
        )
    message = _step(actor, row, State.SETTLED if settled else State.OPEN, "", uuid4())
    if as_asker and not settled:
        _tell(programme, row, message, by_asker=True)
    return standing.info_of(row)


def read(actor: Actor, place: Place, request_id: UUID) -> None:
    """Remember that somebody has read what stands in a request of theirs.

    Raises:
        NotFound: they have asked no such thing.
    """
    programme = programmes.programme_of(place)
    row = HelpRequest.objects.filter(public_id=request_id, round__programme_id=programme.id).first()
    if row is None or row.asker_id != actor.user_id:
        raise nothing()
    policy.require(Action.HELP_READ, actor, standing.facts_of([row])[row.pk])
    newest = HelpMessage.objects.filter(request=row).order_by("-created_at").values_list("created_at", flat=True)
    HelpRequest.objects.filter(pk=row.pk).update(read_at=newest.first())


def nothing() -> NotFound:
    """Say that there is no such request, or none that the actor may know of."""
    return NotFound(gettext("There is nothing here for you to see."))


# ---- steps ----


def _held(programme: ProgrammeInfo, request_id: UUID) -> HelpRequest:
    """Lock a request of the programme.

    Raises:
        NotFound: there is none.
    """
    key = HelpRequest.objects.filter(public_id=request_id, round__programme_id=programme.id).values_list("pk").first()
    row = HelpRequest.objects.select_for_update().filter(pk=key[0]).first() if key else None
    if row is None:
        raise nothing()
    return row


def _require(actor: Actor, row: HelpRequest, *, as_asker: bool) -> None:
    """Go on only for who has asked, or for a coordinator who may answer."""
    if as_asker and row.asker_id != actor.user_id:
        raise nothing()
    policy.require(Action.HELP_ASK if as_asker else Action.HELP_ANSWER, actor, standing.facts_of([row])[row.pk])


def _step(actor: Actor, row: HelpRequest, state: State, body: str, once_key: UUID) -> HelpMessage:
    """Add a step; the message names the state only where it changes it."""
    now = timezone.now()
    changes = row.state != state
    if changes:
        row.state, row.changed_at = state, now
    row.version += 1
    row.save(update_fields=["state", "changed_at", "version"])
    return HelpMessage.objects.create(
        request=row,
        author_id=actor.user_id,
        body=body,
        state=state if changes else "",
        once_key=once_key,
        created_at=now,
    )


def _tell(programme: ProgrammeInfo, row: HelpRequest, message: HelpMessage, *, by_asker: bool) -> None:
    if by_asker:
        readers = standing.readers_of(programme.id, standing.facts_of([row])[row.pk])
        mails.tell_readers(programme, message, [person.id for person in readers])
    else:
        mails.tell_asker(programme, message, row.asker_id)


def _checked(body: str) -> str:
    body = clean(body).strip()
    sentence = ""
    if not body:
        sentence = gettext("Write a sentence at least.")
    elif len(body) > BODY_LIMIT:
        sentence = gettext("This can have %(limit)s characters; it has %(count)s.") % {
            "limit": grouped(BODY_LIMIT),
            "count": grouped(len(body)),
        }
    if sentence:
        raise Invalid(gettext("Something needs another look. What you typed is still here."), {"body": [sentence]})
    return body


__all__ = ["ask", "nothing", "read", "reply", "settle"]
