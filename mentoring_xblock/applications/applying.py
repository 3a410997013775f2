"""An applicant's side: opening a call, writing, sending, changing and withdrawing an application.

Whether the call is open is judged by the server's clock at the moment of saving. A draft is its writer's alone; from
the moment it is sent it can be read, and every later change is a whole new answer, never half of one.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable, Iterable, Mapping
from typing import Any, TypeVar

from django.db import IntegrityError, transaction
from django.utils.translation import gettext

from mentoring_xblock.applications import checks, places
from mentoring_xblock.applications.answers import usable
from mentoring_xblock.applications.calls import answerable, span_of
from mentoring_xblock.applications.data import (
    UNREAD,
    ApplicationInfo,
    CallInfo,
    CallSettings,
    CallState,
    Order,
    Saved,
    Sent,
    Span,
)
from mentoring_xblock.applications.models import Application, Status, Watcher
from mentoring_xblock.applications.queries import info_of, last_decision
from mentoring_xblock.applications.questions import AskedQuestion
from mentoring_xblock.applications.reserve import with_rank
from mentoring_xblock.applications.telling import tell_received, tell_withdrawn
from mentoring_xblock.kit.errors import Conflict, Invalid, NotAllowed, NotFound
from mentoring_xblock.kit.place import Place
from mentoring_xblock.privacy import policy
from mentoring_xblock.privacy.policy import Action, Actor, Facts
from mentoring_xblock.programme import api as programmes

#: Makes the name of a page that writes out of its key, its writer and its call, so that nobody can use another's.
_PAGES = uuid.UUID("0d0a2b2e-6d5b-4d0c-9a55-2a7b7d0c1f10")
#: What can still be taken back.
_STANDING = frozenset({Status.RECEIVED, Status.ACCEPTED, Status.RESERVE})

Result = TypeVar("Result")


def open_call(actor: Actor, place: Place, settings: CallSettings, now: dt.datetime) -> CallInfo:
    """Return a call as the actor meets it at this moment, with their own application; six queries at most."""
    programme = programmes.get_programme(place.course_key, place.slug)
    if programme is None or programme.round is None:
        return CallInfo(settings, programme, Span(), CallState.ANNOUNCED)
    own = _own(actor, place, programme.round.id)
    span = span_of(settings, programme.plan.time_zone)
    state = span.state(now, own.late_until if own else None)
    # A call that opens later is the next round's; people can wish to hear of it before that begins.
    if programme.round.closed and state is not CallState.ANNOUNCED:
        state = CallState.CLOSED
    watching = state is CallState.ANNOUNCED and _watches(actor, place)
    return CallInfo(
        settings=settings,
        programme=programme,
        span=span,
        state=state,
        application=own,
        questions=answerable(settings.questions, programme.plan),
        free=places.free(settings, programme.round.id, place.usage_key),
        watching=watching,
    )


def _watches(actor: Actor, place: Place) -> bool:
    return Watcher.objects.filter(usage_key=place.usage_key, user_id=actor.user_id, told_at=None).exists()


def my_application(actor: Actor, place: Place) -> ApplicationInfo | None:
    """Return the actor's own application to this call in the newest round, also a draft; None if there is none."""
    programme = programmes.get_programme(place.course_key, place.slug)
    return _own(actor, place, programme.round.id) if programme and programme.round else None


def _own(actor: Actor, place: Place, round_id: int) -> ApplicationInfo | None:
    if not policy.allowed(Action.APPLICATION_SEE, actor, Facts(owner_id=actor.user_id)):
        return None
    row = with_rank(_rows(actor, place, round_id)).first()
    if row is None:
        return None
    return info_of(row, None if row.status in UNREAD | {Status.RECEIVED} else last_decision(row.pk))


def _rows(actor: Actor, place: Place, round_id: int) -> Any:
    return Application.objects.filter(
        round_id=round_id, usage_key=place.usage_key, course_key=place.course_key, applicant_id=actor.user_id
    )


# ---- writing ----


def save_draft(
    actor: Actor,
    place: Place,
    settings: CallSettings,
    answers: Mapping[str, Any],
    version: int,
    page_key: uuid.UUID,
    now: dt.datetime,
) -> Saved:
    """Keep what has been typed so far, whole or not; nobody else can read it.

    Args:
        answers: by question id, with whatever was typed; what can't be an answer yet is left out of what is kept.
        version: the version that was typed upon, 0 for none. A page that saved last may name any, because the answer to
            its save may have been lost.
        page_key: names the open page.
    Raises:
        NotFound: the actor can't apply here.
        NotAllowed: the call is not open to the actor; the message says why.
        Invalid: a text is longer than anything that could be sent.
        Conflict: another page saved since, or sent the application; `current` is what stands.
    """
    call = open_call(actor, place, settings, now)
    _require_writable(actor, call)
    too_long = checks.too_long_to_keep(call.questions, answers)
    if too_long:
        raise Invalid(gettext("Something needs another look. What you typed is still here."), too_long)
    return _trying_twice(lambda: _save_draft(actor, place, call, answers, version, page_key, now))


def _save_draft(
    actor: Actor,
    place: Place,
    call: CallInfo,
    answers: Mapping[str, Any],
    version: int,
    page_key: uuid.UUID,
    now: dt.datetime,
) -> Saved:
    page = _page(actor, place, call, page_key)
    with transaction.atomic():
        row = _locked(actor, place, call, now)
        if row is None:
            row = _new(actor, place, call)
            _write(row, _merged({}, answers, call.questions), page, now)
            row.version = 1
            row.save()
            return Saved(info_of(row), created=True)
        kept = _merged(row.answers, answers, call.questions)
        if row.status not in UNREAD:
            raise Conflict(gettext("This application has been sent from another page. Nothing is lost."), info_of(row))
        if row.status == Status.DRAFT and kept == row.answers:
            return Saved(info_of(row), created=False)
        _require_current(row, version, page)
        row.status = Status.DRAFT
        _write(row, kept, page, now)
        row.save(update_fields=["answers", "status", "version", "updated_at", "once_key"])
    return Saved(info_of(row), created=False)


def submit(
    actor: Actor,
    place: Place,
    settings: CallSettings,
    answers: Mapping[str, Any],
    *,
    committed: bool,
    version: int,
    page_key: uuid.UUID,
    now: dt.datetime,
) -> Sent:
    """Send an application, or change one that has been sent. Sending the same twice is sending once.

    The first time its writer gets a mail. Where first come is served, it is accepted at once, or put into the reserve
    behind everybody who waits; that also gives the role.

    Args:
        answers: by question id, with whatever was typed.
        committed: the commitment was ticked; asked for where the call has one.
        version, page_key: as in `save_draft`.
    Raises:
        NotFound, NotAllowed, Conflict: as in `save_draft`.
        Invalid: something is missing or wrong; `fields` has the sentences by field.
    """
    call = open_call(actor, place, settings, now)
    _require_writable(actor, call)
    wrong = checks.problems(call.questions, answers, call.programme.plan)
    if any(settings.commitment.values()) and not committed:
        wrong["committed"] = [gettext("Tick this before you send the application.")]
    if wrong:
        raise Invalid(gettext("Something needs another look. What you typed is still here."), wrong)
    return _trying_twice(lambda: _submit(actor, place, call, answers, version, page_key, now))


def _submit(
    actor: Actor,
    place: Place,
    call: CallInfo,
    answers: Mapping[str, Any],
    version: int,
    page_key: uuid.UUID,
    now: dt.datetime,
) -> Sent:
    page = _page(actor, place, call, page_key)
    with transaction.atomic():
        if call.settings.order is Order.FIRST_COME:
            places.hold(place.usage_key)
        row = _locked(actor, place, call, now)
        created = row is None
        row = row or _new(actor, place, call)
        first = row.status in UNREAD
        kept = _merged(row.answers, answers, call.questions)
        if not first and kept == row.answers:
            return Sent(info_of(row), first=False)
        if not created:
            _require_current(row, version, page)
        _write(row, kept, page, now)
        row.version = 1 if created else row.version
        if any(call.settings.commitment.values()):
            row.committed_at = row.committed_at if not first and row.committed_at else now
        if first:
            row.status, row.submitted_at, row.reserve_order = Status.RECEIVED, now, None
        row.save()
        if first and call.settings.order is Order.FIRST_COME:
            places.serve(call, row, now)
        if first:
            tell_received(call.programme, row, call.settings.order)
    return Sent(info_of(with_rank(Application.objects.filter(pk=row.pk)).get()), first=first)


def withdraw(actor: Actor, place: Place, now: dt.datetime) -> ApplicationInfo | None:
    """Take an application back, or throw a draft away. Doing it twice is doing it once.

    Nobody reads a withdrawn application any more. A role that came with it stays until a coordinator ends it: they are
    told at once, and see who is next. Writing again is possible while the call is open.

    Returns:
        What stands then; None after a draft.
    Raises:
        NotFound: the actor has no application here.
        Conflict: it was declined, or its round is over.
    """
    programme = programmes.get_programme(place.course_key, place.slug)
    if programme is None or programme.round is None:
        raise NotFound(gettext("There is nothing here for you to see."))
    with transaction.atomic():
        row = _rows(actor, place, programme.round.id).select_for_update().first()
        facts = Facts(owner_id=row.applicant_id if row else None, closed=programme.round.closed_at is not None)
        if facts.closed and policy.allowed(Action.APPLICATION_SEE, actor, facts):
            raise Conflict(gettext("This round is over, so applications to it stay as they are."))
        policy.require(Action.APPLICATION_WRITE, actor, facts)
        if row.status == Status.DRAFT:
            _throw_away(row)
            return None
        if row.status == Status.DECLINED:
            raise Conflict(gettext("This application was declined, so there is nothing to withdraw."))
        if row.status in _STANDING:
            had = Status(row.status)
            row.status, row.reserve_order, row.updated_at = Status.WITHDRAWN, None, now
            row.version += 1
            row.save(update_fields=["status", "reserve_order", "updated_at", "version"])
            standing = Application.objects.filter(
                round_id=row.round_id, usage_key=row.usage_key, status__in=_STANDING
            ).count()
            tell_withdrawn(programme, row, had, standing)
    return info_of(row)


def reset(owner_id: int, usage_key: Any, now: dt.datetime) -> None:
    """Take a person back to the start, because staff deleted the learner's state; safe to repeat.

    Who may ask for this is the host's decision. Their drafts go, and what they sent is withdrawn.
    """
    with transaction.atomic():
        rows = Application.objects.select_for_update().filter(applicant_id=owner_id, usage_key=usage_key)
        for row in list(rows.order_by("pk")):
            if row.status == Status.DRAFT:
                _throw_away(row)
            elif row.status in _STANDING:
                row.status, row.reserve_order, row.updated_at = Status.WITHDRAWN, None, now
                row.version += 1
                row.save(update_fields=["status", "reserve_order", "updated_at", "version"])
        Watcher.objects.filter(user_id=owner_id, usage_key=usage_key).delete()


def _throw_away(row: Application) -> None:
    if row.late_until is None:
        row.delete()
        return
    # The row also holds that a coordinator lets its writer in late.
    row.answers, row.version = {}, row.version + 1
    row.save(update_fields=["answers", "version"])


# ---- within a transaction ----


def _trying_twice(save: Callable[[], Result]) -> Result:
    """Save; where the same click was a moment faster, in a new transaction, which finds what it made.

    The refused one holds a lock on MySQL that would make two latecomers wait for each other.
    """
    try:
        return save()
    except IntegrityError:
        return save()


def _require_writable(actor: Actor, call: CallInfo) -> None:
    """Let somebody write in this call, or tell them why not."""
    facts = Facts(owner_id=actor.user_id, closed=not call.writable)
    if not policy.allowed(Action.APPLICATION_WRITE, actor, facts) and policy.allowed(
        Action.APPLICATION_SEE, actor, facts
    ):
        raise NotAllowed(why_not(call))
    policy.require(Action.APPLICATION_WRITE, actor, facts)


def why_not(call: CallInfo) -> str:
    """Say why nothing can be written in this call now."""
    if call.programme is None or call.programme.round is None or call.state is CallState.ANNOUNCED:
        return gettext("This call has not opened yet. Nothing was saved; what you typed is still here.")
    if call.state is CallState.CLOSED:
        return gettext("This call has closed. Nothing was saved; what you typed is still here, so you can copy it.")
    return gettext("This application has been decided on, so it stays as it was sent. Nothing was saved.")


def _locked(actor: Actor, place: Place, call: CallInfo, now: dt.datetime) -> Application | None:
    """Return the actor's locked row, judged anew: what the page knew may have changed since."""
    rows = _rows(actor, place, call.programme.round.id)
    # Asked without a lock: where there is no row yet, MySQL would lock the gap, and two first saves each other.
    if not rows.exists():
        return None
    row = rows.select_for_update().first()
    if row is not None and row.status in {Status.ACCEPTED, Status.RESERVE, Status.DECLINED}:
        info = info_of(row)
        if call.settings.order is not Order.FIRST_COME or row.status == Status.DECLINED:
            raise Conflict(gettext("This application has been decided on, so it stays as it was sent."), info)
    return row


def _new(actor: Actor, place: Place, call: CallInfo) -> Application:
    return Application(
        round_id=call.programme.round.id,
        course_key=place.course_key,
        usage_key=place.usage_key,
        role=call.settings.role,
        applicant_id=actor.user_id,
        version=0,
    )


def _merged(
    stored: Mapping[str, Any], answers: Mapping[str, Any], questions: Iterable[AskedQuestion]
) -> dict[str, Any]:
    """Return what is kept: the usable answers, and those to questions that the call no longer asks."""
    asked = {question.id: usable(question.kind, answers.get(question.id)) for question in questions}
    earlier = {id_: value for id_, value in (stored or {}).items() if id_ not in asked}
    return {**earlier, **{id_: value for id_, value in asked.items() if value is not None}}


def _require_current(row: Application, version: int, page: uuid.UUID) -> None:
    if version != row.version and row.once_key != page:
        raise Conflict(gettext("This application was also changed on another device. Nothing is lost."), info_of(row))


def _write(row: Application, answers: dict[str, Any], page: uuid.UUID, now: dt.datetime) -> None:
    row.answers, row.once_key, row.updated_at = answers, page, now
    row.version += 1


def _page(actor: Actor, place: Place, call: CallInfo, page_key: uuid.UUID) -> uuid.UUID:
    return uuid.uuid5(_PAGES, f"{actor.user_id} {place.usage_key} {call.programme.round.id} {page_key}")
