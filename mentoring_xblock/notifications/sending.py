"""Sending what is due, so that a mail goes out once however many senders run.

A sender claims each message just before it sends it, by an UPDATE that only one sender's can match. Claiming a whole
batch would be fewer queries, but a sender that dies would leave all of them in doubt instead of one.
"""

from __future__ import annotations

import logging
import smtplib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from traceback import extract_tb
from types import TracebackType

from django.core import mail
from django.core.mail.backends.base import BaseEmailBackend
from django.db.models import F
from django.template import TemplateDoesNotExist
from django.utils import timezone

from mentoring_xblock import host
from mentoring_xblock.host.data import Person
from mentoring_xblock.notifications.data import Letter, SendReport
from mentoring_xblock.notifications.models import Message, MessageState, Reason
from mentoring_xblock.notifications.rendering import mail_for, people_in
from mentoring_xblock.notifications.signals import still_true
from mentoring_xblock.notifications.stopping import unwanted

log = logging.getLogger(__name__)

#: A message that is claimed for longer than this lost its sender.
LEASE = timedelta(minutes=15)

#: How long a mail that is known not to have been sent waits before each next try; after the last it has failed.
WAITS = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240, 720))

#: Why a recipient gets no mail, however often it is tried.
_RECIPIENT_REASONS = (Reason.NOT_ENROLLED, Reason.NO_ADDRESS, Reason.UNWANTED)

#: Why somebody can't be reached by mail, which is no fault of the site's: also by what their own mail server said.
OUT_OF_REACH = (*_RECIPIENT_REASONS, Reason.REFUSED)

#: SMTP answers from here on are final: the same mail would be refused again.
_FINAL = 500


@dataclass(frozen=True)
class _Outcome:
    """What became of one claimed message; `again` says that it is worth another try."""

    state: MessageState
    reason: Reason | str = ""
    again: bool = False


_SENT = _Outcome(MessageState.SENT)
_UNREACHABLE = _Outcome(MessageState.FAILED, Reason.UNREACHABLE, again=True)
_UNKNOWN = _Outcome(MessageState.UNKNOWN, Reason.INTERRUPTED)


class MailsBroke(Exception):
    """Some mails could not be written, or the mail server's backend failed in a way of its own.

    The others of the batch have been handled, as `report` says. The text names the kinds of errors and the lines of
    code: what they say themselves may be somebody's address.
    """

    def __init__(self, report: SendReport, breaks: Iterable[str]):
        super().__init__(", ".join(sorted(set(breaks))))
        self.report = report


class _Breaks:
    """Holds errors back until the batch is done, so that one mail does not keep the others from going out."""

    def __init__(self) -> None:
        self.found: list[str] = []

    def __enter__(self) -> None:
        pass

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> bool:
        if not isinstance(error, Exception):
            return False
        line = extract_tb(traceback)[-1]
        self.found.append(f"{type(error).__name__} ({Path(line.filename).name}:{line.lineno})")
        return True


def send_due(limit: int = 200) -> SendReport:
    """Send the mails that are due, oldest first, and mark those whose sender was lost.

    Call it outside of a transaction. Two at once are safe: each mail is sent by one of them.

    Args:
        limit: how many mails this call handles at most.
    Raises:
        MailsBroke: after the whole batch; what became of the mails that broke is unknown, and they are marked so.
    """
    now = timezone.now()
    counts: Counter[str] = Counter(unknown=_give_up_lost(now))
    waiting = list(Message.objects.filter(state=MessageState.QUEUED, due_at__lte=now).order_by("due_at", "pk")[:limit])
    due = _still_true(waiting)
    counts["dropped"] += len(waiting) - len(due)
    retries: list[datetime] = []
    breaks = _Breaks()
    if due:
        people = host.people({message.recipient_id for message in due} | set(_named(due)))
        present = _in_course(due)
        refused = unwanted(due)
        clocks = host.time_zones({one.recipient_id for one in due if one.context.get("time_zone")})
        connection = mail.get_connection()
        reachable = _opened(connection)
        try:
            for message in due:
                if not _claim(message):
                    continue
                person = people.get(message.recipient_id)
                if message.recipient_id not in present[message.course_key]:
                    outcome = _Outcome(MessageState.FAILED, Reason.NOT_ENROLLED)
                elif message.pk in refused:
                    outcome = _Outcome(MessageState.FAILED, Reason.UNWANTED)
                elif person is None or not person.email:
                    outcome = _Outcome(MessageState.FAILED, Reason.NO_ADDRESS)
                elif not reachable:
                    outcome = _UNREACHABLE
                else:
                    outcome = _UNKNOWN
                    with breaks:
                        outcome = _send(message, person, people, clocks.get(person.id, ""), connection)
                retry_at = _settle(message, outcome)
                counts[_counted_as(outcome, retry_at)] += 1
                retries += [retry_at] if retry_at else []
                if outcome is _UNKNOWN:
                    # After an interruption nothing is known of this connection either.
                    connection = mail.get_connection()
                    reachable = _opened(connection)
        finally:
            _closed(connection)
    report = SendReport(**counts, more=len(waiting) == limit, retry_at=min(retries, default=None))
    if waiting or report.unknown:
        log.info(
            "mails: %d sent, %d dropped, %d postponed, %d failed, %d unknown",
            report.sent,
            report.dropped,
            report.postponed,
            report.failed,
            report.unknown,
        )
    if breaks.found:
        raise MailsBroke(report, breaks.found)
    return report


def queue_again() -> int:
    """Make mails due whose outcome is unknown or that have failed, because a person decided so; returns how many.

    Those that are not sent because of their recipient stay as they are. Some people may get a mail twice; it has the
    same Message-ID then.
    """
    given_up = Message.objects.filter(state__in=(MessageState.UNKNOWN, MessageState.FAILED))
    return given_up.exclude(reason__in=_RECIPIENT_REASONS).update(
        state=MessageState.QUEUED, due_at=timezone.now(), claimed_at=None, attempts=0
    )


def _give_up_lost(now: datetime) -> int:
    lost = Message.objects.filter(state=MessageState.SENDING, claimed_at__lt=now - LEASE)
    return lost.update(state=MessageState.UNKNOWN, reason=Reason.INTERRUPTED)


def _still_true(messages: list[Message]) -> list[Message]:
    """Leave out what is not true any more, and forget it, so that it is told again should it become true again."""
    letters = [Letter(one.course_key, one.recipient_id, one.template, one.context, one.event_key) for one in messages]
    overtaken = {key for _, keys in still_true.send(sender=Message, letters=letters) for key in keys}
    gone = {one.pk for one in messages if one.event_key in overtaken}
    if gone:
        Message.objects.filter(pk__in=gone, state=MessageState.QUEUED).delete()
    return [one for one in messages if one.pk not in gone]


def _named(messages: Iterable[Message]) -> Iterable[int]:
    for message in messages:
        yield from people_in(message.context)


def _in_course(messages: Iterable[Message]) -> dict:
    """Return who of the recipients is enrolled or on the course's staff, by course; two look-ups for each course.

    Coordinators need not be enrolled. The staff is asked for only where somebody is not.
    """
    recipients = defaultdict(set)
    for message in messages:
        recipients[message.course_key].add(message.recipient_id)
    found = {course_key: host.enrolled_ids(course_key, user_ids) for course_key, user_ids in recipients.items()}
    for course_key, user_ids in recipients.items():
        if others := user_ids - found[course_key]:
            staff = {person.id for person in host.course_staff(course_key)}
            found[course_key] = found[course_key] | (staff & others)
    return found


def _claim(message: Message) -> bool:
    """Make the message ours; False if another sender was faster or it waits again."""
    return bool(
        Message.objects.filter(pk=message.pk, state=MessageState.QUEUED, attempts=message.attempts).update(
            state=MessageState.SENDING, claimed_at=timezone.now(), attempts=F("attempts") + 1
        )
    )


def _opened(connection: BaseEmailBackend) -> bool:
    """Connect once for all mails; False if there is no getting through, in which case nothing was sent."""
    try:
        connection.open()
    except (smtplib.SMTPException, OSError) as error:
        log.warning("no connection to the mail server: %s", type(error).__name__)
        return False
    return True


def _closed(connection: BaseEmailBackend) -> None:
    try:
        connection.close()
    except (smtplib.SMTPException, OSError) as error:
        log.warning("the mail server did not end the connection: %s", type(error).__name__)


def _send(
    message: Message, person: Person, people: Mapping[int, Person], clock: str, connection: BaseEmailBackend
) -> _Outcome:
    """Hand one mail to the server. An answer of refusal means that it was not sent; anything else leaves it unknown."""
    try:
        letter = mail_for(message, person, people, connection, clock)
    except TemplateDoesNotExist:
        # Queued by a newer release while this one still runs.
        return _Outcome(MessageState.FAILED, Reason.NO_TEMPLATE, again=True)
    try:
        accepted = letter.send()
    except smtplib.SMTPRecipientsRefused as error:
        return _refused(code for code, _ in error.recipients.values())
    except smtplib.SMTPResponseException as error:
        return _refused([error.smtp_code])
    except (smtplib.SMTPException, OSError) as error:
        log.warning("a mail was interrupted while it was sent: %s", type(error).__name__)
        return _UNKNOWN
    return _SENT if accepted else _UNREACHABLE


def _refused(codes: Iterable[int]) -> _Outcome:
    return _Outcome(MessageState.FAILED, Reason.REFUSED, again=any(code < _FINAL for code in codes))


def _settle(message: Message, outcome: _Outcome) -> datetime | None:
    """Write down what became of a claimed message; returns when it is tried again, if it is.

    Only while the claim holds: a sender that comes back after its lease changes nothing but that the mail was sent.
    """
    now = timezone.now()
    claimed = Message.objects.filter(pk=message.pk, state=MessageState.SENDING)
    tries = message.attempts + 1
    if outcome is _SENT:
        # Whom and what it named is not needed any more.
        Message.objects.filter(pk=message.pk).update(state=MessageState.SENT, sent_at=now, reason="", context={})
    elif outcome.again and tries <= len(WAITS):
        retry_at = now + WAITS[tries - 1]
        claimed.update(state=MessageState.QUEUED, due_at=retry_at, claimed_at=None, reason=outcome.reason)
        return retry_at
    else:
        claimed.update(state=outcome.state, reason=outcome.reason)
    return None


def _counted_as(outcome: _Outcome, retry_at: datetime | None) -> str:
    if retry_at is not None:
        return "postponed"
    if outcome.reason in _RECIPIENT_REASONS:
        return "dropped"
    return {MessageState.SENT: "sent", MessageState.UNKNOWN: "unknown"}.get(outcome.state, "failed")
