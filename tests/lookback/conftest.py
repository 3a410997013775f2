"""The journal of `tests.journal`, and many entries in it at once, on days of the round."""

import datetime as dt
import uuid

import pytest
from django.utils import timezone

from mentoring_xblock.journal.models import Entry
from mentoring_xblock.programme.api import get_programme
from tests.journal.conftest import authored, call, page, set_fields, world

__all__ = ["authored", "call", "page", "set_fields", "world"]


@pytest.fixture
def entries(world):
    """Make entries without asking anybody: `entries(("text", day, {columns}), ...)`; returns their public ids."""

    def make(*wanted, person=None):
        owner = person or world.mentee
        rows = [
            Entry(
                **{
                    "round_id": world.round.pk,
                    "course_key": world.place.course_key,
                    "usage_key": world.place.usage_key,
                    "owner_id": owner.user_id,
                    "day": day,
                    "once_key": uuid.uuid4(),
                    "words": len(text.split()),
                    "answers": {"what": text},
                    "insights": text.count("==") // 2,
                    **dict(*columns),
                }
            )
            for text, day, *columns in wanted
        ]
        Entry.objects.bulk_create(rows)
        return [row.public_id for row in rows]

    return make


@pytest.fixture
def first(world):
    """The first day of the round; days of entries are counted from it."""
    return world.round.starts_on


@pytest.fixture
def clock(world):
    """The calendar of everybody in the round."""
    return get_programme(world.place.course_key, world.place.slug).clock()


def later(day, **more):
    return day + dt.timedelta(**more)


def noon(day):
    """Return the middle of a day, so that no hour of a test makes it another one."""
    return timezone.make_aware(dt.datetime.combine(day, dt.time(12)))
