"""Who coordinates a programme: named by an administrator of the course from among its staff."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext

from mentoring_xblock import host
from mentoring_xblock.host.data import Person
from mentoring_xblock.kit.errors import Invalid
from mentoring_xblock.kit.place import Place
from mentoring_xblock.privacy import policy
from mentoring_xblock.privacy.policy import Action, Actor
from mentoring_xblock.programme import finding
from mentoring_xblock.programme.data import Coordination
from mentoring_xblock.programme.models import Coordinator


def coordinators(programme_id: int) -> list[Person]:
    """Return who coordinates a programme now, by name; a constant number of queries.

    Somebody who is no longer on the course's staff coordinates nothing.
    """
    rows = Coordinator.objects.filter(programme_id=programme_id).values_list("user_id", "programme__course_key")
    named = dict(rows)
    course_key = next(iter(named.values()), None)
    return [person for person in host.course_staff(course_key) if person.id in named] if course_key else []


def coordinator_ids(programme_id: int) -> frozenset[int]:
    """Return the accounts of everybody who was named, also of those who are no longer on the staff; one query."""
    return frozenset(Coordinator.objects.filter(programme_id=programme_id).values_list("user_id", flat=True))


def coordination(actor: Actor, place: Place) -> Coordination:
    """Return who coordinates, who no longer can, and who could; a constant number of queries.

    Raises:
        NotAllowed: the actor is no administrator of the course.
        NotFound: the programme has not been published.
    """
    policy.require(Action.COORDINATOR_NAME, actor)
    programme = finding.programme_row(place)
    named = set(Coordinator.objects.filter(programme=programme).values_list("user_id", flat=True))
    staff = host.course_staff(place.course_key)
    lapsed = host.people(named - {person.id for person in staff})
    return Coordination(
        named=tuple(person for person in staff if person.id in named),
        lapsed=tuple(sorted(lapsed.values(), key=lambda person: (person.full_name.casefold(), person.id))),
        candidates=tuple(person for person in staff if person.id not in named),
    )


def name_coordinator(actor: Actor, place: Place, user_id: int) -> None:
    """Make a member of the course's staff a coordinator of the programme. Naming twice is naming once.

    Raises:
        NotAllowed: the actor is no administrator of the course.
        NotFound: the programme has not been published.
        Invalid: that person is not on the course's staff.
    """
    policy.require(Action.COORDINATOR_NAME, actor)
    programme = finding.programme_row(place)
    if user_id not in {person.id for person in host.course_staff(place.course_key)}:
        sentence = gettext("Choose somebody from the course’s staff.")
        raise Invalid(sentence, {"person": [sentence]})
    with transaction.atomic():
        Coordinator.objects.get_or_create(
            programme=programme,
            user_id=user_id,
            defaults={"named_by_id": actor.user_id, "named_at": timezone.now()},
        )


def remove_coordinator(actor: Actor, place: Place, user_id: int) -> None:
    """End somebody's coordinating, at once. Removing twice is removing once.

    Raises:
        NotAllowed: the actor is no administrator of the course.
        NotFound: the programme has not been published.
    """
    policy.require(Action.COORDINATOR_NAME, actor)
    Coordinator.objects.filter(programme=finding.programme_row(place), user_id=user_id).delete()
