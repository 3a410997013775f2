"""Two people at once, on the database of production: one of them is first, and the other one is told."""

from __future__ import annotations

import uuid

import pytest

from mentoring_xblock.models import Meeting, Message
from tests.meetings.conftest import World
from tests.threads import at_once

pytestmark = [pytest.mark.mariadb, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def no_background_job(monkeypatch):
    """Leave the mails in the outbox."""
    monkeypatch.setattr("mentoring_xblock.tasks.send_due_mail.delay", lambda: None)


def outcome(results):
    return sorted(type(one.exception()).__name__ if one.exception() else "done" for one in results)


def test_two_people_confirm_different_times_at_once():
    world = World()
    asked = world.propose(world.mentor, world.slot("2026-12-15"), world.slot("2026-12-17"))
    one, other = world.answer(world.mentee, asked, *asked.options).options
    people = [(world.mentor, one), (world.mentee, other)] * 3
    results = at_once([lambda who=who, time=time: world.confirm(who, asked, time) for who, time in people])
    booked = Meeting.objects.get()
    assert outcome(results) == ["Conflict"] * 3 + ["done"] * 3
    assert {result.exception().current.starts_at for result in results if result.exception()} == {booked.starts_at}
    assert Message.objects.filter(template="meeting_booked").count() == 2


def test_a_form_that_is_sent_many_times_books_once_and_two_forms_for_one_time_book_one():
    world, key = World(), uuid.uuid4()
    slot = world.slot("2026-12-15")
    assert outcome(at_once([lambda: world.book(world.mentor, slot, key=key)] * 5)) == ["done"] * 5
    later = world.slot("2026-12-16")
    results = at_once([lambda: world.book(world.mentor, later), lambda: world.book(world.mentee, later)])
    assert outcome(results) == ["Invalid", "done"]
    assert Meeting.objects.count() == 2
    assert Message.objects.count() == 4


def test_one_moves_a_meeting_while_the_other_calls_it_off():
    world = World()
    booked = world.book(world.mentor, world.slot("2026-12-15"))
    works = [
        lambda: world.move(world.mentor, booked, world.slot("2026-12-16")),
        lambda: world.cancel(world.mentee, booked),
    ]
    results = at_once(works)
    assert outcome(results) == ["Conflict", "done"]
    row = Meeting.objects.get()
    assert (row.version, row.sequence) == (2, 1)
