"""Twenty requests at once, on the database of production: one entry a first save, no text lost, one comment a click."""

import uuid

import pytest

from mentoring_xblock.journal import api
from mentoring_xblock.journal.models import Entry, EntryVersion
from mentoring_xblock.kit.errors import Conflict
from mentoring_xblock.sharing.models import Comment, Share
from tests import factories
from tests.threads import at_once

pytestmark = [pytest.mark.mariadb, pytest.mark.django_db(transaction=True)]

THREADS = 20


@pytest.fixture
def world(transactional_world):
    return transactional_world


def test_a_first_save_sent_again_and_again_is_one_entry(world):
    key = uuid.uuid4()
    results = at_once([lambda step=step: world.write(text="a" * step, key=key, step=step) for step in range(1, 21)])

    assert [result.exception() for result in results if result.exception()] == []
    row = Entry.objects.get()
    assert row.answers == {"what": "a" * 20}
    assert row.page_step == 20
    assert not EntryVersion.objects.exists()


def test_first_saves_of_many_people_do_not_lock_each_other_out(world):
    people = [factories.make_mentee(world.round) for _ in range(THREADS)]
    results = at_once([lambda person=person: world.write(person, "oma") for person in people])
    assert [result.exception() for result in results if result.exception()] == []
    assert Entry.objects.count() == THREADS


def test_of_two_devices_one_stands_and_both_texts_are_kept(world):
    entry = world.write(text="alku").entry
    results = at_once(
        [
            lambda number=number: world.write(text=f"laite {number}", entry=entry.public_id, version=1)
            for number in range(THREADS)
        ]
    )

    refused = [result for result in results if result.exception()]
    assert {type(result.exception()) for result in refused} == {Conflict}
    assert len(refused) == THREADS - 1
    kept = {row.content["answers"]["what"] for row in EntryVersion.objects.all()}
    assert kept == {f"laite {number}" for number in range(THREADS)}
    assert Entry.objects.get().version == 2


def test_a_share_and_a_comment_clicked_twice_are_one(world):
    entry = world.write().entry
    at_once([lambda: world.share(entry.public_id) for _ in range(THREADS)])
    share = Share.objects.get()
    key = uuid.uuid4()
    mentor = factories.actor(world.mentor)
    results = at_once(
        [
            lambda: api.comment(mentor, world.place, entry.public_id, share.public_id, "Kiitos", key)
            for _ in range(THREADS)
        ]
    )
    assert [result.exception() for result in results if result.exception()] == []
    assert Comment.objects.count() == 1
