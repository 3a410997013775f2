"""From a queued message to a mail in its recipient's language.

A context holds JSON values. Some keys are resolved when the mail is written, at any depth: `people` is a list of user
ids and becomes their names; a key that ends in `_on` is an ISO date and becomes a date, one that ends in `_at` an ISO
moment and becomes one; `programme` is a text by language and becomes the recipient's. So the outbox holds no name of a
person. A `time_zone` is the clock by which the mail tells times to whoever chose none. A `calendar`, as
`attached.py` has it, goes with the mail as files.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.base import BaseEmailBackend
from django.template.loader import render_to_string
from django.utils import timezone, translation

from mentoring_xblock.host.data import Person
from mentoring_xblock.kit.localised import pick
from mentoring_xblock.kit.zones import city, kept
from mentoring_xblock.notifications.attached import attached, mail_domain, sender
from mentoring_xblock.notifications.models import Message
from mentoring_xblock.notifications.stopping import stop_address

FOLDER = "mentoring_xblock/mail"


@dataclass(frozen=True)
class Words:
    """The parts of a mail: a subject of one line, plain text, and the same as HTML."""

    subject: str
    text: str
    html: str


def message_id(message: Message) -> str:
    """Return the Message-ID header: the same whenever this message is sent, so that mail servers see a repetition."""
    return f"<{message.message_id}@{mail_domain()}>"


def mail_for(
    message: Message, person: Person, people: Mapping[int, Person], connection: BaseEmailBackend, clock: str = ""
) -> Any:
    """Write the mail.

    Args:
        person: the recipient, with an address.
        people: by user id, at least everybody whom `people_in` names. clock: the recipient's, if they chose one.
    Raises:
        TemplateDoesNotExist: this release does not know the message's template.
    """
    stop = stop_address(message)
    words = write(message.template, message.context, person, people, stop, clock)
    headers = {"Message-ID": message_id(message), "Auto-Submitted": "auto-generated"}
    if stop:
        # RFC 8058: the button of a mail program does by itself what our page asks first.
        headers |= {"List-Unsubscribe": f"<{stop}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    mail = EmailMultiAlternatives(
        subject=words.subject,
        body=words.text,
        from_email=sender(),
        to=[person.email],
        headers=headers,
        connection=connection,
    )
    mail.attach_alternative(words.html, "text/html")
    if "calendar" in message.context:
        with translation.override(language_of(person)):
            files = attached(message.context, person)
        if len(files) == 1:
            # As the mail itself in another form: programs show what they can do with it, and not a file.
            mail.attach_alternative(files[0].text, files[0].content_type)
        else:
            for file in files:
                mail.attach(file.name, file.text, file.content_type)
    return mail


def write(
    template: str,
    context: Mapping[str, Any],
    person: Person,
    people: Mapping[int, Person],
    stop: str = "",
    clock: str = "",
) -> Words:
    """Render the three templates of a mail in the recipient's language.

    Args:
        stop: where somebody says that they want no more of its kind; empty for a mail that everybody gets.
            clock: by which the recipient lives; a mail that tells times tells them by it, and says so. Empty stands for
            the mail's own.
    """
    language = language_of(person)
    if context.get("time_zone") and clock:
        context = {**context, "time_zone": clock, "zone": city(clock)}
    shown = kept(context["time_zone"]) if context.get("time_zone") else timezone.get_current_timezone()
    with translation.override(language), timezone.override(shown):
        values = {
            **_resolved(context, people),
            "recipient": person.full_name,
            "stop": stop,
            "language": language,
            "right_to_left": translation.get_language_bidi(),
        }

        def rendered(part: str) -> str:
            return render_to_string(f"{FOLDER}/{template}.{part}", values)

        return Words(" ".join(rendered("subject.txt").split()), _tidy(rendered("body.txt")), rendered("body.html"))


def language_of(person: Person) -> str:
    """Return the code of the site's language that is nearest to what the person chose; the site's own if none is."""
    try:
        return translation.get_supported_language_variant((person.language or settings.LANGUAGE_CODE).lower())
    except LookupError:
        return settings.LANGUAGE_CODE


def people_in(context: Any) -> Iterable[int]:
    """Yield the user ids that a context names."""
    if isinstance(context, Mapping):
        for key, value in context.items():
            if key == "people":
                yield from value
            else:
                yield from people_in(value)
    elif isinstance(context, list):
        for value in context:
            yield from people_in(value)


def _resolved(value: Any, people: Mapping[int, Person]) -> Any:
    if isinstance(value, Mapping):
        return {key: _resolved_key(key, inner, people) for key, inner in value.items()}
    if isinstance(value, list):
        return [_resolved(inner, people) for inner in value]
    return value


def _resolved_key(key: str, value: Any, people: Mapping[int, Person]) -> Any:
    if key == "people":
        return [people[user_id].full_name for user_id in value if user_id in people]
    if key == "programme":
        return pick(value)
    if key.endswith("_on") and value:
        return date.fromisoformat(value)
    if key.endswith("_at") and value:
        return datetime.fromisoformat(value)
    return _resolved(value, people)


def _tidy(text: str) -> str:
    """Drop the lines that template tags leave behind: no line ends in blanks, and no gap is wider than one line."""
    lines: list[str] = []
    for line in text.splitlines():
        line = line.strip()
        if line or (lines and lines[-1]):
            lines.append(line)
    return "\n".join(lines).strip() + "\n"
