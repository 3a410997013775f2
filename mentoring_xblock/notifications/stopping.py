"""Which mails somebody wants: the address in each mail that ends its kind, and what has been ended.

The address is signed and names a person, a course and a topic. It needs no sign-in and never ends, because people use
the mail that they have; all that it can do is to stop mails.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.core import signing
from django.db import transaction
from opaque_keys import InvalidKeyError
from opaque_keys.edx.keys import CourseKey

from mentoring_xblock.addresses import address_of
from mentoring_xblock.notifications.data import TOPICS, Topic
from mentoring_xblock.notifications.models import Message, OptOut

_SALT = "mentoring_xblock.notifications.stopping"


@dataclass(frozen=True)
class Wish:
    """Somebody who may want no more mails of a topic from a course."""

    user_id: int
    course_key: CourseKey
    topic: Topic


def stop_address(message: Message) -> str:
    """Return where a mail's recipient ends its kind; empty for mails that everybody gets, and without a site."""
    topic = TOPICS.get(message.template)
    if topic is None:
        return ""
    token = token_of(Wish(message.recipient_id, message.course_key, topic))
    return address_of(message.course_key, "stop_mails", token)


def token_of(wish: Wish) -> str:
    """Return a wish as a signed word."""
    return signing.dumps([wish.user_id, str(wish.course_key), wish.topic.value], salt=_SALT)


def wish_of(token: str) -> Wish | None:
    """Return the wish that we once signed; None for anything else."""
    try:
        user_id, course_key, topic = signing.loads(token, salt=_SALT)
        return Wish(user_id, CourseKey.from_string(course_key), Topic(topic))
    except (signing.BadSignature, InvalidKeyError, ValueError, TypeError):
        return None


def stop(wish: Wish) -> None:
    """Send this person no more mails of the topic; those that wait are not sent either. Twice is once."""
    OptOut.objects.get_or_create(user_id=wish.user_id, course_key=wish.course_key, topic=wish.topic.value)


def wanted_topics(user_id: int, course_key: CourseKey) -> frozenset[Topic]:
    """Return the topics of which somebody gets mails; one query."""
    ended = OptOut.objects.filter(user_id=user_id, course_key=course_key).values_list("topic", flat=True)
    return frozenset(Topic) - {Topic(topic) for topic in ended}


@transaction.atomic
def want_topics(user_id: int, course_key: CourseKey, topics: Iterable[Topic]) -> None:
    """Send somebody mails of these topics, and of no other topic that they may do without."""
    wanted = frozenset(topics)
    OptOut.objects.filter(user_id=user_id, course_key=course_key, topic__in=[one.value for one in wanted]).delete()
    ended = [OptOut(user_id=user_id, course_key=course_key, topic=one.value) for one in frozenset(Topic) - wanted]
    OptOut.objects.bulk_create(ended, ignore_conflicts=True)


def unwanted(messages: Iterable[Message]) -> set[int]:
    """Return the primary keys of messages whose recipients want none of their kind; at most one query."""
    optional = [message for message in messages if message.template in TOPICS]
    if not optional:
        return set()
    rows = OptOut.objects.filter(user__in={message.recipient_id for message in optional})
    ended = set(rows.values_list("user_id", "course_key", "topic"))
    return {
        message.pk
        for message in optional
        if (message.recipient_id, message.course_key, TOPICS[message.template].value) in ended
    }
