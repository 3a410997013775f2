"""Finding the programme that a call is about, and people by what a coordinator typed or pasted."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib.auth import get_user_model
from django.utils.translation import gettext
from opaque_keys.edx.keys import CourseKey

from mentoring_xblock import host
from mentoring_xblock.kit.errors import Invalid, NotFound
from mentoring_xblock.kit.place import Place
from mentoring_xblock.programme.models import Programme

#: Lines of one list of people, stated beside its field.
LIST_LIMIT = 500


def programme_row(place: Place) -> Programme:
    """Return the row of a block's programme, with a round or without.

    Raises:
        NotFound: the programme has not been published.
    """
    row = Programme.objects.filter(course_key=place.course_key, slug=place.slug).first()
    if row is None:
        raise NotFound(gettext("This programme has not been published yet."))
    return row


def lines_of(identifiers: Iterable[str]) -> list[str]:
    """Return the lines of a list of people as they were typed, empty ones left out.

    Raises:
        Invalid: more than `LIST_LIMIT` lines.
    """
    lines = [line.strip() for line in identifiers if line.strip()]
    if len(lines) > LIST_LIMIT:
        sentence = gettext("At most %(limit)s people can be added at once; this list has %(count)s lines.") % {
            "limit": LIST_LIMIT,
            "count": len(lines),
        }
        raise Invalid(sentence, {"people": [sentence]})
    return lines


def enrolled_by_identifier(course_key: CourseKey, identifiers: Iterable[str]) -> dict[str, int]:
    """Return who is meant by each whole username or e-mail address, as ids by what was typed; three queries.

    Case does not matter in an address. Identifiers of nobody, of nobody enrolled, and of more than one person who is
    enrolled are left out.
    """
    typed = set(identifiers)
    accounts = get_user_model().objects.filter(is_active=True)
    # Two look-ups by index each; databases that tell case apart also get the spelling that hosts store.
    by_name = accounts.filter(username__in=typed).values_list("username", "pk")
    by_address = accounts.filter(email__in=typed | {text.lower() for text in typed}).values_list("email", "pk")
    meant: dict[str, set[int]] = {}
    for text, user_id in (*by_name, *by_address):
        meant.setdefault(text.lower(), set()).add(user_id)
    enrolled = host.enrolled_ids(course_key, {user_id for ids in meant.values() for user_id in ids})
    found = {text: meant.get(text.lower(), set()) & enrolled for text in typed}
    return {text: next(iter(ids)) for text, ids in found.items() if len(ids) == 1}
