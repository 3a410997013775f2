"""Puts the demo's people, course and story into the database; run again, it only adds what is missing."""

import hashlib
from collections import Counter

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils import timezone
from opaque_keys.edx.keys import CourseKey

from demo.accounts import anonymous_id_for_user
from demo.models import AuthoredBlock, Course, CourseAccess, Enrollment, Profile, Unit
from demo.publish import mirror, publish_blocks
from demo.seed.course import BLOCKS, COURSE_KEY, COURSE_NAME, starts_on, units
from demo.seed.life import live
from demo.seed.people import PEOPLE, TIME_ZONE, Persona


def seed() -> None:
    """Make the people, the course and its published blocks, and tell what happened in the programme until today."""
    course_key = CourseKey.from_string(COURSE_KEY)
    with transaction.atomic():
        for persona in PEOPLE:
            _person(persona, course_key)
        course, _ = Course.objects.get_or_create(course_key=COURSE_KEY, defaults={"name": COURSE_NAME})
        _units(course, course_key)
        publish_blocks(course_key, AuthoredBlock.objects.filter(course_key=COURSE_KEY, published__isnull=True))
    # Publishing mirrors by itself once it is committed, which is too late inside a caller's transaction.
    mirror(course_key)
    live(course_key, {name: usage_key(course_key, *block) for name, block in BLOCKS.items()})


def _person(persona: Persona, course_key: CourseKey) -> None:
    user, created = get_user_model().objects.get_or_create(username=persona.username, defaults={"email": persona.email})
    if not created:
        return
    user.set_unusable_password()
    user.save(update_fields=["password"])
    Profile.objects.create(
        user=user, name=persona.name, part=persona.part, language=persona.language, time_zone=TIME_ZONE
    )
    if persona.role:
        CourseAccess.objects.create(user=user, course_key=str(course_key), role=persona.role)
    if persona.enrolled:
        Enrollment.objects.create(user=user, course_key=str(course_key))
    # Made now, so that the first look at a page writes nothing.
    for course in (course_key, None):
        anonymous_id_for_user(user, course)


def _units(course: Course, course_key: CourseKey) -> None:
    seen: Counter[str] = Counter()
    for position, (title, blocks) in enumerate(units(starts_on(timezone.now()))):
        unit, _ = Unit.objects.get_or_create(course=course, title=title, defaults={"position": position})
        for place, (block_type, fields) in enumerate(blocks):
            seen[block_type] += 1
            AuthoredBlock.objects.get_or_create(
                usage_key=str(usage_key(course_key, block_type, seen[block_type])),
                defaults={
                    "course_key": str(course_key),
                    "block_type": block_type,
                    "unit": unit,
                    "draft": fields,
                    "position": place,
                },
            )


def usage_key(course_key: CourseKey, block_type: str, number: int):
    """Return the key of the course's block of this type and number, counted from 1."""
    block_id = hashlib.blake2b(f"{block_type}/{number}".encode(), digest_size=16).hexdigest()
    return course_key.make_usage_key(block_type, block_id)
