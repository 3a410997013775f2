"""Puts the demo's people and course into the database; run again, it adds what is missing and changes nothing else."""

import hashlib
from collections import Counter

from django.contrib.auth import get_user_model
from django.db import transaction
from opaque_keys.edx.keys import CourseKey

from demo.accounts import anonymous_id_for_user
from demo.models import AuthoredBlock, Course, CourseAccess, Enrollment, Profile, Unit
from demo.publish import publish_blocks
from demo.seed.course import COURSE_KEY, COURSE_NAME, UNITS
from demo.seed.people import LANGUAGE, PEOPLE, TIME_ZONE, Persona


def seed() -> None:
    """Make the people, the course and its published blocks."""
    course_key = CourseKey.from_string(COURSE_KEY)
    with transaction.atomic():
        for persona in PEOPLE:
            _person(persona, course_key)
        course, _ = Course.objects.get_or_create(course_key=COURSE_KEY, defaults={"name": COURSE_NAME})
        _units(course, course_key)
        publish_blocks(course_key, AuthoredBlock.objects.filter(course_key=COURSE_KEY, published__isnull=True))


def _person(persona: Persona, course_key: CourseKey) -> None:
    user, created = get_user_model().objects.get_or_create(username=persona.username, defaults={"email": persona.email})
    if not created:
        return
    user.set_unusable_password()
    user.save(update_fields=["password"])
    Profile.objects.create(user=user, name=persona.name, part=persona.part, language=LANGUAGE, time_zone=TIME_ZONE)
    if persona.role:
        CourseAccess.objects.create(user=user, course_key=str(course_key), role=persona.role)
    if persona.enrolled:
        Enrollment.objects.create(user=user, course_key=str(course_key))
    # Made now, so that the first look at a page writes nothing.
    for course in (course_key, None):
        anonymous_id_for_user(user, course)


def _units(course: Course, course_key: CourseKey) -> None:
    seen: Counter[str] = Counter()
    for position, (title, blocks) in enumerate(UNITS):
        unit, _ = Unit.objects.get_or_create(course=course, title=title, defaults={"position": position})
        for place, (block_type, fields) in enumerate(blocks):
            seen[block_type] += 1
            AuthoredBlock.objects.get_or_create(
                usage_key=str(course_key.make_usage_key(block_type, _block_id(block_type, seen[block_type]))),
                defaults={
                    "course_key": str(course_key),
                    "block_type": block_type,
                    "unit": unit,
                    "draft": fields,
                    "position": place,
                },
            )


def _block_id(block_type: str, number: int) -> str:
    return hashlib.blake2b(f"{block_type}/{number}".encode(), digest_size=16).hexdigest()
