"""What people read in their mails about a group's own meetings, and what stays on the page."""

from __future__ import annotations

import pytest
from django.core import mail

from mentoring_xblock.notifications import api as notifications

pytestmark = pytest.mark.django_db

SECRETS = ("Salainen kahvila", "meet.example.org")


def letters(world, person):
    """Send what waits, and return the texts of somebody's mails, in the order in which they were queued."""
    notifications.send_due()
    mine = [letter for letter in mail.outbox if letter.to == [person.user.email]]
    words = "".join(str(part) for one in mail.outbox for part in (one.subject, one.body, *one.alternatives))
    assert not any(secret in words for secret in SECRETS)
    mail.outbox.clear()
    return mine


def test_who_where_and_when_but_nothing_that_was_typed(world):
    place = {"way": "in_person", "where": SECRETS[0]}
    link = {"link": f"https://{SECRETS[1]}/room"}
    asked = world.propose(world.mentor, world.slot("2026-12-15", **place), world.slot("2026-12-17", "09:00", **link))
    [letter] = letters(world, world.mentee)
    assert "Anna Lehtovaara proposes times for your next meeting." in letter.body
    assert "- Tue 15 Dec, 15:00–16:30, in person" in letter.body
    assert "- Thu 17 Dec, 09:00–10:30, remote" in letter.body
    assert "Times are by the clock of Helsinki." in letter.body
    world.answer(world.mentee, asked, asked.options[1])
    [letter] = letters(world, world.mentor)
    assert "one of the times that you proposed suits everybody" in letter.body
    booked = world.confirm(world.mentor, asked, asked.options[1])
    [letter] = letters(world, world.mentee)
    assert "Anna Lehtovaara has booked a meeting for you." in letter.body
    assert "METHOD:REQUEST" in str(letter.alternatives[-1][0])
    moved = world.move(world.mentee, booked, world.slot("2026-12-18", **place))
    [mine] = letters(world, world.mentee)
    assert "The meeting of Thu 17 Dec, 09:00–10:30 has a new time." in mine.body
    assert "another time" in mine.subject
    elsewhere = world.move(world.mentee, moved, world.slot("2026-12-18", **link))
    [letter] = letters(world, world.mentor)
    assert "Elli Saarelainen has changed where you meet; the time stays." in letter.body
    world.cancel(world.mentee, elsewhere)
    [letter] = letters(world, world.mentor)
    assert "Elli Saarelainen has called this meeting off:" in letter.body
    assert "METHOD:CANCEL" in str(letter.alternatives[-1][0])


def test_a_series_is_one_mail_with_every_day(world):
    world.series(world.mentor, [world.slot(day) for day in ("2026-12-01", "2026-12-29", "2027-01-26")])
    [letter] = letters(world, world.mentee)
    assert letter.subject.startswith("3 meetings are booked")
    assert all(day in letter.body for day in ("Tue 1 Dec", "Tue 29 Dec", "Tue 26 Jan"))
