"""The part of the meetings page about calendars and mails, and the file of one meeting."""

from __future__ import annotations

import html
import re

import pytest
import vobject
from django.test import Client

from mentoring_xblock.models import Feed, OptOut
from tests import factories as make
from tests import pages

pytestmark = pytest.mark.django_db


def send(person, world, handler, **body):
    return pages.send(person, world.block, handler, body)


def test_an_address_is_shown_once_replaced_and_ended(world):
    page = pages.see(world.mentee, world.block)
    assert "Make an address" in page and "Make a new address" not in page
    made = send(world.mentee, world, "make_feed").content.decode()
    address = html.unescape(re.search(r'value="(http[^"]+\.ics)"', made)[1])
    path = "/api/" + address.split("/api/")[1]
    assert Client().get(path).status_code == 200
    page = pages.see(world.mentee, world.block)
    assert address not in page and "Make a new address" in page
    send(world.mentee, world, "make_feed")
    assert Client().get(path).status_code == 404
    assert "The address leads nowhere now." in send(world.mentee, world, "end_feed").content.decode()
    assert not Feed.objects.exists()


def test_people_choose_which_mails_they_get(world):
    saved = send(world.mentee, world, "save_mails", meetings="on", answers="on").content.decode()
    assert "Saved." in saved
    assert re.search(r'name="meetings"[^>]* checked', saved)
    assert not re.search(r'name="reminders"[^>]* checked', saved)
    assert list(OptOut.objects.values_list("user", "topic")) == [(world.mentee.user_id, "reminders")]
    send(world.mentee, world, "save_mails", meetings="on", reminders="on", answers="on")
    assert not OptOut.objects.exists()


def test_one_meeting_is_a_file_that_adds_it_or_strikes_it_out(world):
    meeting = world.meeting(sequence=3)
    answer = send(world.mentee, world, "download_meeting", meeting=str(meeting.public_id)).json()
    assert answer["name"] == f"{meeting.starts_at:%Y-%m-%d}.ics"
    found = vobject.readOne(answer["text"])
    assert (found.method.value, found.vevent.sequence.value) == ("PUBLISH", "3")
    assert found.vevent.dtstart.value == meeting.starts_at
    type(meeting).objects.filter(pk=meeting.pk).update(state="cancelled", sequence=4)
    answer = send(world.mentee, world, "download_meeting", meeting=str(meeting.public_id)).json()
    found = vobject.readOne(answer["text"])
    assert (found.method.value, found.vevent.status.value) == ("CANCEL", "CANCELLED")


def test_somebody_elses_meeting_is_no_meeting(world):
    _, stranger, group = make.make_pair(world.round)
    meeting = world.meeting()
    foreign = send(stranger, world, "download_meeting", meeting=str(meeting.public_id))
    nothing = send(stranger, world, "download_meeting", meeting=str(group.public_id))
    assert foreign.status_code == nothing.status_code == 404
    assert foreign.content == nothing.content
    draft = world.meeting(group=None, kind="joint", audience="everybody", state="draft")
    assert send(world.mentee, world, "download_meeting", meeting=str(draft.public_id)).status_code == 404
