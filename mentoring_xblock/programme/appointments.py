"""Whom a coordinator named: the matching group, and the line managers who search the mentor bank."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils import timezone

from mentoring_xblock import host
from mentoring_xblock.host.data import Person
from mentoring_xblock.kit.place import Place
from mentoring_xblock.privacy import policy
from mentoring_xblock.privacy.policy import Action, Actor
from mentoring_xblock.programme import finding
from mentoring_xblock.programme.data import AddedLine, AddReport, Outcome
from mentoring_xblock.programme.models import Appointment, Post

#: What a coordinator needs to be allowed to name somebody to a post.
_NAMING = {Post.MATCHER: Action.MATCHERS_NAME, Post.LINE_MANAGER: Action.BANK_MANAGE}


def appointed(programme_id: int, post: Post) -> list[Person]:
    """Return who holds a post and is still in the course, by name; a constant number of queries."""
    rows = dict(
        Appointment.objects.filter(programme_id=programme_id, post=post).values_list("user_id", "programme__course_key")
    )
    course_key = next(iter(rows.values()), None)
    if course_key is None:
        return []
    known = host.people(_still_there(course_key, rows))
    return sorted(known.values(), key=lambda person: (person.full_name.casefold(), person.id))


def _still_there(course_key: object, user_ids: object) -> set[int]:
    wanted = set(user_ids)
    staff = {person.id for person in host.course_staff(course_key)}
    return host.enrolled_ids(course_key, wanted) | (wanted & staff)


def appoint(actor: Actor, place: Place, post: Post, identifiers: Sequence[str]) -> AddReport:
    """Name people to a post, by username or e-mail address; naming twice is naming once.

    Args:
        identifiers: lines as they were typed, of people who are enrolled or on the course's staff; empty ones are
            passed over.
    Returns:
        What became of each line, unknown ones included, so that nothing typed is lost.
    Raises:
        NotAllowed: the actor does not coordinate the programme.
        NotFound: the programme has not been published.
        Invalid: more than `LIST_LIMIT` lines.
    """
    policy.require(_NAMING[post], actor)
    programme = finding.programme_row(place)
    lines = finding.lines_of(identifiers)
    found = finding.enrolled_by_identifier(place.course_key, lines)
    staff = {
        text.lower(): person.id
        for person in host.course_staff(place.course_key)
        for text in (person.username, person.email)
        if text
    }
    meant = {line: found.get(line) or staff.get(line.lower()) for line in lines}
    user_ids = {user_id for user_id in meant.values() if user_id}
    held = set(
        Appointment.objects.filter(programme=programme, post=post, user_id__in=user_ids).values_list(
            "user_id", flat=True
        )
    )
    now = timezone.now()
    Appointment.objects.bulk_create(
        [
            Appointment(programme=programme, user_id=user_id, post=post, named_by_id=actor.user_id, named_at=now)
            for user_id in sorted(user_ids - held)
        ],
        ignore_conflicts=True,
    )
    return AddReport(tuple(_line(line, meant[line], held) for line in lines))


def _line(text: str, user_id: int | None, held: set[int]) -> AddedLine:
    if not user_id:
        return AddedLine(text, Outcome.UNKNOWN, None)
    return AddedLine(text, Outcome.ALREADY if user_id in held else Outcome.ADDED, user_id)


def dismiss(actor: Actor, place: Place, post: Post, user_id: int) -> None:
    """End somebody's post, at once. Dismissing twice is dismissing once.

    Raises:
        NotAllowed: the actor does not coordinate the programme.
        NotFound: the programme has not been published.
    """
    policy.require(_NAMING[post], actor)
    Appointment.objects.filter(programme=finding.programme_row(place), post=post, user_id=user_id).delete()
