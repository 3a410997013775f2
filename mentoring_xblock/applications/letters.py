"""What applicants are told by mail: the text that a coordinator finds ready, and sending what they made of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from uuid import UUID

from django.utils import translation
from django.utils.translation import gettext

from mentoring_xblock.applications.models import Status
from mentoring_xblock.host.data import Person
from mentoring_xblock.kit.localised import LANGUAGES, pick
from mentoring_xblock.notifications import api as notifications
from mentoring_xblock.notifications.rendering import language_of
from mentoring_xblock.programme.api import mail_context
from mentoring_xblock.programme.data import ProgrammeInfo

#: Characters of a letter. Stated beside the fields.
LETTER_LIMIT = 4_000


def letter_language(person: Person | None) -> str:
    """Return in which of the languages that letters are written in somebody gets theirs; English for all others."""
    code = language_of(person).split("-")[0] if person else ""
    return code if code in LANGUAGES else LANGUAGES[0]


def ready_letter(status: Status, programme: ProgrammeInfo, language: str) -> str:
    """Return the text that a coordinator starts from, in the language of those who get it and with nothing to fill in.

    The greeting is the mail's own; a reason that is told comes after the text.
    """
    with translation.override(language):
        words = {"programme": pick(programme.plan.title) or gettext("the programme")}
        return {
            Status.RECEIVED: gettext(
                "Your application to %(programme)s has arrived. The coordinators and the matching group read it; you "
                "will hear from a coordinator."
            ),
            Status.ACCEPTED: gettext(
                "You have a place in %(programme)s. Thank you for applying.\n\n"
                "In the course you see what happens next. You will hear of your group before the first meeting."
            ),
            Status.RESERVE: gettext(
                "There are more applications to %(programme)s than places, and you are in the reserve. If a place "
                "becomes free, we will write to you.\n\n"
                "On the page of your application you see your place in the reserve. If you can’t take part any more, "
                "withdraw it there."
            ),
            Status.DECLINED: gettext(
                "Thank you for applying to %(programme)s. This time we can’t offer you a place.\n\n"
                "We read every application with care, and you are welcome to apply again."
            ),
        }[status] % words


def tell_decided(
    programme: ProgrammeInfo,
    recipients: Mapping[int, str],
    letters: Mapping[str, str],
    told: Mapping[str, str],
    once_key: UUID,
) -> int:
    """Queue the mail of a decision in its transaction; returns how many people get one.

    Args:
        recipients: user ids with the language of each one's letter.
        letters, told: the letter and the reason by language; a reason may be missing.
    """
    common = mail_context(programme)
    contexts = {
        user_id: {**common, "letter": letters[language], "reason": told.get(language, "")}
        for user_id, language in recipients.items()
    }
    key = f"application_decided:{once_key}"
    return notifications.queue_each(programme.course_key, "application_decided", contexts, key)


def tell_let_in(programme: ProgrammeInfo, user_ids: Iterable[int], until: dt.date, key: str) -> int:
    """Queue the mail that somebody may still apply."""
    context = {**mail_context(programme), "until_on": until.isoformat()}
    return notifications.queue(programme.course_key, user_ids, "application_let_in", context, f"let_in:{key}")
