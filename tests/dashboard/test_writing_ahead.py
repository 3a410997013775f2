"""Prompts that have opened lately: told by their number until they are written on, and after a week no more."""

import datetime as dt
import uuid

import pytest
from django.utils import timezone

from mentoring_xblock.dashboard.writing_ahead import NOTHING_TO_WRITE, to_write
from mentoring_xblock.journal import api as journal
from mentoring_xblock.journal.data import Draft
from mentoring_xblock.models import Entry
from mentoring_xblock.programme import api as programmes
from tests import factories, pages
from tests.journal.conftest import queries

NAMES = {"en": "Name"}
FRAMES = [
    {"id": "main", "name": NAMES},
    {"id": "new", "name": NAMES, "opens": "now"},
    {"id": "again", "name": NAMES, "opens": "first", "again": "now"},
    {"id": "old", "name": NAMES, "opens": "first"},
    {"id": "ahead", "name": NAMES, "opens": "last"},
]

QUESTIONS = [{"id": one["id"], "frame": one["id"], "label": NAMES} for one in FRAMES]


@pytest.fixture
def asked():
    """A round whose phase "now" began five days ago, and its journal with prompts."""
    weeks = {"first": 0, "now": 10, "last": 12}
    phases = [{"id": id_, "name": NAMES, "start_week": week, "starts_on": None} for id_, week in weeks.items()]
    starts_on = timezone.now().date() - dt.timedelta(weeks=10, days=5)
    round_ = factories.make_round(starts_on=starts_on, phases=phases, time_zone="UTC")
    block = factories.make_block(
        "mentoring_journal",
        "journal",
        questions=QUESTIONS,
    )
    block.settings = {"frames": FRAMES}
    block.save()
    return round_


def found(person, now=None):
    place = factories.place_of(person.round)
    programme, roles = programmes.my_round(person.user_id, place)
    return to_write(factories.actor(person), place, programme, roles, now or timezone.now())


def write(person, frame):
    place = factories.place_of(person.round, "mentoring_journal", "journal")
    draft = Draft(frame=frame, answers={frame: "oma"})
    journal.save_entry(factories.actor(person), place, None, draft, 0, journal.Writer(uuid.uuid4(), 1))


@pytest.mark.django_db
def test_what_opened_or_is_asked_again_is_told_until_it_is_written_on(asked):
    mentor, mentee, _pair = factories.make_pair(asked)
    assert found(mentee).count == 2
    assert found(mentor) == NOTHING_TO_WRITE

    block = pages.publish_block("mentoring_programme", plan=asked.programme.plan, programme="main")
    assert "2 new prompts have opened in your journal." in pages.see(mentee, block)
    write(mentee, "again")
    Entry.objects.update(created_at=timezone.now() - dt.timedelta(weeks=4))
    assert found(mentee).count == 2
    cost = queries(lambda: found(mentee))
    for frame in ("again", "old", "again"):
        write(mentee, frame)
    assert (found(mentee).count, queries(lambda: found(mentee))) == (1, cost)
    write(mentee, "new")
    assert found(mentee) == NOTHING_TO_WRITE


@pytest.mark.django_db
def test_a_week_later_or_in_a_closed_round_nothing_is_told(asked):
    mentee = factories.make_mentee(asked)
    now = timezone.now()
    assert [found(mentee, now + dt.timedelta(days=days)).count for days in (1, 2)] == [2, 0]
    asked.closed_at = now
    asked.save()
    assert found(mentee) == NOTHING_TO_WRITE
