"""What somebody prepares, reads and writes on the meetings page, and what nobody else ever reads of it."""

from __future__ import annotations

import logging
import re
import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from mentoring_xblock.models import Group, Message, TrailEntry
from tests import pages

pytestmark = pytest.mark.django_db

MARKUP = "<script>x</script> & **all**"
SECRET = "Salaisuus 🌙"


@pytest.fixture
def block(world):
    world.now = timezone.now()
    return pages.publish_block("mentoring_meetings", "meetings")


def words(markup: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", markup).split())


def act(person, block, handler, group=None, status=200, **body):
    body = {**({"group": str(group.public_id)} if group else {}), **body}
    answer = pages.send(person, block, handler, body)
    assert answer.status_code == status, words(answer.content.decode())
    return answer.content.decode()


def test_a_pair_prepares_a_meeting_and_remembers_it(world, block):
    pair, anna, elli = world.pair, world.anna, world.elli
    last, coming = world.meet(-1), world.meet(7)
    page = pages.see(elli, block)
    assert "Nothing is on the list for the next time." in page
    assert "Open questions: " in page
    refused = act(elli, block, "add_point", pair, 422, body=" ", goal="", once_key=str(uuid.uuid4()))
    assert "Write a word first." in refused
    act(elli, block, "add_point", pair, body=MARKUP, goal="", once_key=str(uuid.uuid4()))
    page = pages.see(anna, block)
    assert "&lt;script&gt;x&lt;/script&gt; &amp; **all**" in page and "<script>x" not in page
    assert "raised by Elli Saarelainen" in page
    assert "Open questions: GROW" in act(anna, block, "choose_agenda", pair, agenda="grow")
    # The choice stays with the next meeting, for both; what the plan does not have changes nothing.
    act(anna, block, "choose_agenda", pair, agenda="no such questions")
    assert "Open questions: GROW" in pages.see(elli, block)
    assert "What did you agree?" in act(anna, block, "edit_action", pair)
    promise = {"whose": str(elli.public_id), "due_on": "", "goal": "", "version": 0}
    said = act(anna, block, "add_action", pair, 422, body="", once_key=str(uuid.uuid4()), **promise)
    assert "Write a word first." in said and "What did you agree?" in said
    page = act(anna, block, "add_action", pair, body="Kysy Mirvalta", once_key=str(uuid.uuid4()), **promise)
    action = re.search(r'settle_action" hx-trigger="change" hx-vals=.*?"action": "([^"]+)"', page).group(1)
    assert "It is done." in act(elli, block, "settle_action", pair, action=action, becomes="done")
    note = {"meeting": str(last.public_id), "own": False, "version": 0, "joined": False}
    assert "Saved" in act(elli, block, "save_note", pair, body="Ellin teksti", **note)
    both = act(anna, block, "save_note", pair, 409, body="Annan teksti", **note)
    assert "Nothing is lost." in both and "Ellin" in both and "Annan" in both
    joined = act(anna, block, "join_note", pair, body="Annan teksti", **note)
    assert "Annan teksti\n\nEllin teksti" in joined and "Make them one" in joined
    assert "Notes of the meeting" in act(anna, block, "open_notes", pair, meeting=str(coming.public_id))
    act(anna, block, "save_note", pair, 422, body="x" * 20_001, **note)


def test_a_secret_is_in_nobody_elses_page_and_in_no_mail_log_or_trail(world, block, caplog):
    caplog.set_level(logging.DEBUG)
    meeting = world.meet(-1)
    own = {"meeting": str(meeting.public_id), "own": True, "joined": False}
    page = act(world.anna, block, "save_note", world.pair, body=f"{SECRET} oma", version=0, **own)
    assert "Only you can read this" in page
    act(world.anna, block, "save_note", world.pair, 409, body=f"{SECRET} toinen oma", version=9, **own)
    act(world.anna, block, "add_point", world.pair, body=f"{SECRET} asia", goal="", once_key=str(uuid.uuid4()))
    draft = {"whose": str(world.anna.public_id), "due_on": "", "goal": "", "once_key": str(uuid.uuid4())}
    act(world.anna, block, "add_action", world.pair, body=f"{SECRET} lupaus", **draft)
    page = pages.see(world.elli, block)
    assert f"{SECRET} asia" in page and f"{SECRET} lupaus" in page
    assert f"{SECRET} oma" not in page and "toinen oma" not in page
    assert SECRET not in pages.see(world.mirva, block)
    assert "toinen oma" in pages.see(world.anna, block)
    kept = [*Message.objects.values_list(), *TrailEntry.objects.values_list()]
    assert SECRET not in str(kept) and SECRET not in caplog.text


def test_after_the_end_what_was_shared_goes_and_ones_own_notes_stay(world, block):
    meeting = world.meet(-1)
    world.write(world.anna, meeting, "Yhteinen teksti", 0)
    world.write(world.anna, meeting, "Oma teksti", 0, own=True)
    world.point(world.elli, "Ellin asia")
    Group.objects.filter(pk=world.pair.pk).update(state="closed", closed_at=world.now)
    world.pair.memberships.update(left_at=world.now, seat=None)
    page = pages.see(world.anna, block)
    assert "What you wrote for yourself stays yours" in page
    assert "Ellin asia" not in page
    opened = act(world.anna, block, "open_notes", world.pair, meeting=str(meeting.public_id))
    assert "Oma teksti" in opened and "Yhteinen" not in opened
    own = {"meeting": str(meeting.public_id), "own": True, "joined": False, "version": 1}
    assert "Saved" in act(world.anna, block, "save_note", world.pair, body="Oma teksti, jälkeen", **own)
    act(world.anna, block, "save_note", world.pair, 404, body="x", **{**own, "own": False})


def test_who_has_left_reads_their_own_notes_and_nothing_else(world, block):
    meeting = world.meet(-1)
    world.write(world.elli, meeting, "Yhteinen teksti", 0)
    world.write(world.elli, meeting, "Ellin oma teksti", 0, own=True)
    world.write(world.anna, meeting, "Annan oma teksti", 0, own=True)
    assert "My own notes from earlier groups" not in act(world.elli, block, "open_relation", group="")
    world.pair.memberships.filter(participant=world.elli).update(left_at=world.now, seat=None)
    for page in (act(world.elli, block, "open_relation", group=""), act(world.elli, block, "list_earlier", page=1)):
        assert "My own notes from earlier groups" in page and "Ellin oma teksti" in page
        assert "Yhteinen" not in page and "Annan oma" not in page
    assert "Ellin oma teksti" not in act(world.anna, block, "open_relation", group="")
    # Out of the programme, and still in the course.
    type(world.elli).objects.filter(pk=world.elli.pk).update(left_at=world.now)
    assert "Ellin oma teksti" in pages.see(world.elli, block)


def test_whom_a_meeting_is_for_sees_and_votes(world, block):
    meeting = world.joint(3)
    key = {"meeting": str(meeting.public_id)}
    assert "Raise a point" in act(world.anna, block, "open_raised", **key)
    said = act(world.elli, block, "raise_point", body="Rahoitus", once_key=str(uuid.uuid4()), **key)
    point = re.search(r'"point": "([^"]+)"', said).group(1)
    assert "2 votes" in act(world.anna, block, "vote_raised", point=point, wanted=True, **key)
    assert "Rahoitus" in act(world.anna, block, "open_relation", group="")
    assert "Rahoitus" not in act(world.elli, block, "take_back_raised", point=point, **key)


def test_the_page_takes_as_many_queries_for_much_as_for_little(world, block):
    def more(number: int) -> None:
        for at in range(number):
            world.point(world.elli, f"Asia {at}")
            world.promise(world.anna, f"Lupaus {at}", world.elli)
            world.write(world.elli, world.meet(-2 - at), "Teksti", 0)

    def queries() -> int:
        with CaptureQueriesContext(connection) as found:
            pages.see(world.anna, block)
        return len(found)

    more(1)
    # The first look at a page also fills what the server remembers.
    queries()
    few = queries()
    more(4)
    assert queries() == few
