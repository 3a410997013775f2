"""A relationship ends early, at its end, or goes on in a smaller group; what each page and mail says then."""

import datetime as dt

import pytest
import vobject

from mentoring_xblock.groups import api as groups
from mentoring_xblock.groups.data import CloseReason
from mentoring_xblock.kit.errors import NotFound
from mentoring_xblock.meetings.queries import meetings_for_calendar
from mentoring_xblock.models import Message
from mentoring_xblock.notifications import api as notifications
from mentoring_xblock.programme import api as programmes
from tests import factories, pages
from tests.closing.conftest import World

pytestmark = pytest.mark.django_db


def text(answer, status=200):
    assert answer.status_code == status, answer.content
    return answer.content.decode()


def told(template):
    return set(Message.objects.filter(template=template).values_list("recipient_id", flat=True))


def end(world, person, status=200, **body):
    body = {"reason": "time", "version": world.state().version, **body}
    return text(world.send(person, "end_relation", **body), status)


def test_either_of_a_pair_ends_it_and_nobody_hears_why(world):
    asked = text(world.send(world.mentee, "ask_ending"))
    assert "You may end it at any time, and nobody is at fault." in asked
    assert "What was shared stays readable for 30 days." in asked
    assert "The coordinators hear that it ended before its last day." in asked
    page = end(world, world.mentee)
    assert "You worked together until" in page
    closed = world.state()
    assert (closed.state, closed.close_reason) == ("closed", CloseReason.TIME)
    assert told("group_closed") == {world.mentor.user_id, world.mentee.user_id}
    assert told("group_parted") == {world.coordinator.pk}
    assert "time" not in str(list(Message.objects.values_list("context", flat=True)))
    assert "What you shared with each other stays readable until" in pages.see(world.mentor, world.block)
    end(world, world.mentee)
    assert world.mails() == {"group_closed": 2, "group_parted": 1}
    card = pages.publish_block("mentoring_dashboard", "dashboard")
    shown = text(pages.send(world.coordinator, card, "list_groups", {"state": "closed"}))
    assert "There was not enough time for it" in shown


def test_in_a_small_group_one_leaves_and_the_others_go_on(db):
    world = World()
    mentor, mentees = factories.make_mentor(world.round), [factories.make_mentee(world.round) for _ in range(3)]
    world.group = factories.make_group(mentor, mentees, "small_group", "Teatteri")
    assert "The others go on without you." in text(world.send(mentees[0], "ask_ending"))
    page = end(world, mentees[0], reason="changed")
    assert "You are not in this group any more. The others go on." in page
    assert world.state().state == "published"
    assert told("group_moved") == {person.user_id for person in (mentor, *mentees[1:])}
    assert told("group_closed") == {mentees[0].user_id}
    assert "End this group for everybody?" in text(world.send(mentor, "ask_ending"))
    end(world, mentor)
    assert world.state().state == "closed"
    assert world.mails()["group_parted"] == 2


def files(mailoutbox, person):
    """Send what waits; return what the calendar files of somebody's newest mail ask for: (method, sequence) by day."""
    mailoutbox.clear()
    notifications.send_due()
    [mail] = [one for one in mailoutbox if one.to == [person.user.email]]
    parts = [one for one in mail.message().walk() if one.get_content_type() == "text/calendar"]
    found = [vobject.readOne(one.get_payload(decode=True).decode()) for one in parts]
    assert all(one.method.value == part.get_param("method") for one, part in zip(found, parts, strict=True))
    assert len({one.vevent.uid.value for one in found}) == len(found)
    return {one.vevent.dtstart.value.date(): (one.method.value, one.vevent.sequence.value) for one in found}


def test_what_was_booked_for_later_leaves_everybodys_calendar_by_the_mail_about_the_end(world, mailoutbox):
    for day in (-1, 9, 16):
        world.book(day, -2)
    Message.objects.all().delete()
    end(world, world.mentee)
    off = {world.day(day).date(): ("CANCEL", "1") for day in (9, 16)}
    assert files(mailoutbox, world.mentor) == off
    [letter] = [one for one in mailoutbox if one.to == [world.mentor.user.email]]
    # Who is in several pairs learns which one it is.
    assert f"Your pair with {world.mentee.user.profile.name} has ended." in letter.body
    assert "Meetings that were booked for later do not take place any more." in letter.body
    # The feed says the same, with the same number.
    kept = meetings_for_calendar(world.mentor.user_id, world.day(-7))
    assert [(one.cancelled, one.sequence) for one in kept] == [(False, 0), (True, 1), (True, 1)]


def test_who_leaves_a_group_that_goes_on_and_who_comes_gets_its_meetings_alone(db, mailoutbox):
    world = World()
    mentor, mentees = factories.make_mentor(world.round), [factories.make_mentee(world.round) for _ in range(3)]
    world.mentor, world.group = mentor, factories.make_group(mentor, mentees[:2], "small_group", "Teatteri", capacity=3)
    world.book(9, 0)
    day, boss = world.day(9).date(), factories.coordinator_actor(world.coordinator)
    Message.objects.all().delete()
    end(world, mentees[0], reason="changed")
    assert files(mailoutbox, mentees[0]) == {day: ("CANCEL", "1")}
    assert [mail.alternatives[1:] for mail in mailoutbox if mail.to == [mentor.user.email]] == [[]]
    groups.add_member(boss, world.place, world.group.public_id, mentees[2].public_id)
    assert files(mailoutbox, mentees[2]) == {day: ("REQUEST", "0")}
    assert "These meetings are booked already." in str([mail.body for mail in mailoutbox])
    # Whoever comes back has the newer word, or programs would keep to the older one.
    groups.add_member(boss, world.place, world.group.public_id, mentees[0].public_id)
    assert files(mailoutbox, mentees[0]) == {day: ("REQUEST", "1")}


def test_at_its_end_people_finish_without_a_word_to_the_coordinators(db):
    world = World(weeks=27)
    page = pages.see(world.mentee, world.block)
    assert "Your last day was" in page
    assert "We have finished…" in page
    asked = text(world.send(world.mentee, "ask_ending"))
    assert "The coordinators hear" not in asked
    end(world, world.mentor, reason="completed")
    assert world.mails() == {"group_closed": 2}


def test_before_the_end_the_page_says_when_it_is_and_after_an_extension_it_is_later(db):
    world = World(weeks=23)
    programme = programmes.programme_of(world.place)
    assert "Your last day is" in text(world.send(world.mentee, "show_ending"))
    actor = factories.coordinator_actor(world.coordinator)
    later = programme.clock().ends_on + dt.timedelta(weeks=12)
    groups.set_days(actor, world.place, world.group.public_id, later, world.day(0))
    assert "Your last day is" not in text(world.send(world.mentee, "show_ending"))
    assert told("group_days") == {world.mentor.user_id, world.mentee.user_id}


def test_a_warned_pair_reads_it_and_says_with_one_press_that_it_goes_on(world):
    world.run(56)
    page = pages.see(world.mentor, world.block)
    assert page.count("Nothing has happened here for a while.") == 1
    kept = text(world.send(world.mentor, "keep_on"))
    assert "Good to hear." in kept
    assert "Nothing has happened here" not in kept
    assert world.state().warned_at is None
    assert world.state().version == world.group.version


@pytest.mark.parametrize(
    ("body", "status", "sentence"),
    [
        ({"reason": ""}, 422, "Choose one of the reasons."),
        ({"reason": "mistake"}, 422, "Choose one of the reasons."),
        ({"version": 7}, 409, "Somebody else changed this meanwhile."),
    ],
)
def test_what_cannot_end_says_why_and_ends_nothing(world, body, status, sentence):
    assert sentence in end(world, world.mentee, status, **body)
    assert world.state().state == "published"
    assert not Message.objects.exists()


def test_nobody_else_ends_or_keeps_a_pair(world):
    stranger, other = factories.make_learner(), factories.make_pair(world.round)[1]
    for person in (stranger, other, world.coordinator):
        for handler in ("show_ending", "ask_ending", "keep_on"):
            text(world.send(person, handler), 404)
        end(world, person, 404)
    with pytest.raises(NotFound):
        actor = factories.actor(other)
        groups.part(actor, world.place, world.group.public_id, CloseReason.EARLY, world.day(0))
    assert world.state().state == "published"
