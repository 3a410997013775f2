"""Puts the demo's people, courses and stories into the database; run again, it only adds what is missing."""

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils import timezone
from opaque_keys.edx.keys import CourseKey, UsageKey

from demo.accounts import make_anonymous_ids
from demo.models import AuthoredBlock, Course, CourseAccess, Enrollment, Profile, Unit
from demo.publish import mirror, publish_blocks
from demo.seed import course, next_round, path, pike, small_groups, tevere
from demo.seed.life import Life
from demo.seed.next_round import NextRound
from demo.seed.path import Path
from demo.seed.people import PEOPLE, TIME_ZONE, Persona
from demo.seed.pike import Pike
from demo.seed.small_groups import SmallGroups
from demo.seed.story import SLUG, Story, tell
from demo.seed.tevere import Tevere
from mentoring_xblock.programme import api as programme


@dataclass(frozen=True)
class CourseToSeed:
    """A course of the demo. `blocks` has the type and the number of those that its story speaks of, by name."""

    key: str
    name: str
    units: Callable[[datetime], course.Units]
    blocks: Mapping[str, tuple[str, int]]
    story: Callable[..., Story]

    @property
    def course_key(self) -> CourseKey:
        """The opaque key."""
        return CourseKey.from_string(self.key)

    @property
    def usage_keys(self) -> dict[str, UsageKey]:
        """The keys of the blocks that its story speaks of, by name."""
        return {name: usage_key(self.course_key, *block) for name, block in self.blocks.items()}


COURSES = (
    CourseToSeed(course.COURSE_KEY, course.COURSE_NAME, course.units, course.BLOCKS, Life),
    CourseToSeed(next_round.COURSE_KEY, next_round.COURSE_NAME, next_round.units, next_round.BLOCKS, NextRound),
    CourseToSeed(
        small_groups.COURSE_KEY, small_groups.COURSE_NAME, small_groups.units, small_groups.BLOCKS, SmallGroups
    ),
    CourseToSeed(pike.COURSE_KEY, pike.COURSE_NAME, pike.units, pike.BLOCKS, Pike),
    CourseToSeed(tevere.COURSE_KEY, tevere.COURSE_NAME, tevere.units, tevere.BLOCKS, Tevere),
    CourseToSeed(path.COURSE_KEY, path.COURSE_NAME, path.units, path.BLOCKS, Path),
)


def seed() -> None:
    """Make the people, the courses and their published blocks, and tell what happened in the programmes until today."""
    now = timezone.now()
    with transaction.atomic():
        make_people(PEOPLE)
        for one in COURSES:
            open_course(one, now)
    for one in COURSES:
        # Publishing mirrors by itself once it is committed, which is too late inside a caller's transaction.
        mirror(one.course_key)
    tell(one.story(one.course_key, one.usage_keys, programme.get_programme(one.course_key, SLUG)) for one in COURSES)


def make_people(personas: Iterable[Persona]) -> None:
    """Make the accounts that are missing, with everything that belongs to them."""
    accounts = get_user_model().objects
    known = set(accounts.values_list("username", flat=True))
    missing = {persona.username: persona for persona in personas if persona.username not in known}
    accounts.bulk_create(
        get_user_model()(username=persona.username, email=persona.email, password=make_password(None))
        for persona in missing.values()
    )
    made = [(user, missing[user.username]) for user in accounts.filter(username__in=missing).order_by("pk")]
    Profile.objects.bulk_create(
        Profile(user=user, name=persona.name, part=persona.part, language=persona.language, time_zone=TIME_ZONE)
        for user, persona in made
    )
    CourseAccess.objects.bulk_create(
        CourseAccess(user=user, course_key=key, role=persona.role)
        for user, persona in made
        if persona.role
        for key in persona.courses
    )
    Enrollment.objects.bulk_create(
        Enrollment(user=user, course_key=key) for user, persona in made if persona.enrolled for key in persona.courses
    )
    # Made now, so that the first look at a page writes nothing.
    make_anonymous_ids({user: [CourseKey.from_string(key) for key in persona.courses] for user, persona in made})


def open_course(one: CourseToSeed, now: datetime) -> None:
    """Make a course with the units that it has at a moment, and publish what is not published yet."""
    made, _ = Course.objects.get_or_create(course_key=one.key, defaults={"name": one.name})
    seen: Counter[str] = Counter()
    for position, (title, blocks) in enumerate(one.units(now)):
        unit, _ = Unit.objects.get_or_create(course=made, title=title, defaults={"position": position})
        for place, (block_type, fields) in enumerate(blocks):
            seen[block_type] += 1
            AuthoredBlock.objects.get_or_create(
                usage_key=str(usage_key(one.course_key, block_type, seen[block_type])),
                defaults={
                    "course_key": one.key,
                    "block_type": block_type,
                    "unit": unit,
                    "draft": fields,
                    "position": place,
                },
            )
    publish_blocks(one.course_key, AuthoredBlock.objects.filter(course_key=one.key, published__isnull=True))


def usage_key(course_key: CourseKey, block_type: str, number: int) -> UsageKey:
    """Return the key of the course's block of this type and number, counted from 1."""
    block_id = hashlib.blake2b(f"{block_type}/{number}".encode(), digest_size=16).hexdigest()
    return course_key.make_usage_key(block_type, block_id)
