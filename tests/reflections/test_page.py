"""What the journal's page shows of a prompt that a group answers together, and what its buttons do."""

import datetime as dt
import html
import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from mentoring_xblock.groups.models import Kind
from mentoring_xblock.programme import api as programmes
from tests import factories, pages

pytestmark = pytest.mark.django_db

SHOWN_ON = "2031-12-12"


@pytest.fixture
def journal(db):
    """Two peers with a group, one of them also with a mentor, and their journal."""
    round_ = factories.make_round()
    elli, ville = (factories.make_mentee(round_, name=name) for name in ("Elli Saari", "Ville Vuo"))
    factories.make_pair(round_, factories.make_mentor(round_, name="Anna Laine"), elli)
    factories.make_group(None, [elli, ville], Kind.PEER_GROUP, "Peer group Tampere")
    frames = [{"id": "main", "name": {"en": "Half-way"}, "together": True, "shown_on": SHOWN_ON}]
    block = pages.publish_block("mentoring_journal", "journal", frames=frames)
    programmes.mirror_course(round_.programme.course_key)
    return elli, ville, block


def say(person, block, handler, **body):
    answer = pages.send(person, block, handler, body)
    return answer.status_code, " ".join(html.unescape(answer.content.decode()).split())


def write(person, block, text):
    body = {"entry": "", "version": 0, "once_key": uuid.uuid4().hex, "step": 1, "answer_what": text, "frame": "main"}
    return pages.send(person, block, "save_entry", body).json()["entry"]


def group_of(person, name):
    return str(person.memberships.get(group__name=name).group.public_id)


def test_two_people_hand_over_and_read_each_other(journal):
    elli, ville, block = journal
    page = html.unescape(pages.see(elli, block))
    # Peers answer it, so no pair of theirs is asked; and where only two are asked, a number would tell who.
    assert "Together with Peer group Tampere" in page and "Together with Anna Laine" not in page
    assert "on Fri 12 Dec at the latest" in page and "handed theirs over" not in page.replace("all have handed", "")
    group = group_of(elli, "Peer group Tampere")
    status, told = say(elli, block, "hand_over", entry="", group=group)
    assert (status, "Write a word first; then you can hand it over." in told) == (422, True)

    mine, theirs = write(elli, block, "my words"), write(ville, block, "their words")
    status, told = say(elli, block, "hand_over", entry=mine, group=group)
    for sentence in ("Handed over.", "Take it back", "Hand over what stands now"):
        assert (status, sentence in told) == (200, True), sentence
    assert 'hx-swap-oob="true"' in told and "Elli" not in told
    assert "Ville" not in told and "my words" not in html.unescape(pages.see(ville, block))
    other = write(elli, block, "another entry")
    assert "You have handed another entry over." in say(elli, block, "open_entry", entry=other)[1]
    _, told = say(elli, block, "take_over_back", entry=mine, group=group)
    assert "Taken back. Nobody has read it." in told

    say(elli, block, "hand_over", entry=mine, group=group)
    _, told = say(ville, block, "hand_over", entry=theirs, group=group)
    assert "It opened on" in told and "The others read the text that you handed over." in told
    for person, text in ((elli, "their words"), (ville, "my words")):
        page = html.unescape(pages.see(person, block))
        assert "What the others handed over is under “Shared with you”." in page and text in page
    status, told = say(elli, block, "take_over_back", entry=mine, group=group)
    assert (status, "You can withdraw it like any other share." in told) == (409, True)
    # Of what one of them answers with their mentor the other sees nothing.
    assert "Anna" not in say(ville, block, "list_reflections")[1]


def test_it_costs_the_same_for_many_groups_and_nothing_where_nobody_answers_together(journal):
    elli, ville, block = journal

    def cost():
        with CaptureQueriesContext(connection) as asked:
            say(elli, block, "list_reflections")
        return len(asked)

    say(elli, block, "hand_over", entry=write(elli, block, "words"), group=group_of(elli, "Peer group Tampere"))
    say(elli, block, "hand_over", entry=write(elli, block, "words"), group=group_of(elli, ""))
    few = cost()
    factories.make_group(factories.make_mentor(elli.round), [ville, elli], Kind.PEER_GROUP, "Third")
    assert cost() == few
    block.published = {**block.published, "frames": []}
    block.save()
    assert cost() <= few - 5


def test_a_prompt_that_has_not_opened_is_not_answered_yet(journal):
    elli, _ville, block = journal
    phase = elli.round.programme.plan["phases"][-1]["id"]
    [frame] = block.published["frames"]
    block.published = {**block.published, "frames": [{**frame, "opens": phase}]}
    block.save()
    assert "Answered together" not in say(elli, block, "list_reflections")[1]
    elli.round.starts_on -= dt.timedelta(weeks=60)
    elli.round.save()
    assert "Answered together" in say(elli, block, "list_reflections")[1]
