"""Twenty requests at once, on the database of production: one entry a first save, no text lost, one comment a click."""

import datetime as dt
import uuid

import pytest
from django.utils import timezone

from mentoring_xblock.groups import api as groups
from mentoring_xblock.groups.models import Membership
from mentoring_xblock.journal import api
from mentoring_xblock.journal.models import Entry, EntryVersion
from mentoring_xblock.kit.errors import Conflict, NotFound
from mentoring_xblock.sharing import api as sharing
from mentoring_xblock.sharing.models import Audience, Comment, Share
from tests import factories
from tests.journal.conftest import SECRET
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
    # Also what stood before the sitting of the device that was first.
    assert kept == {"alku", *(f"laite {number}" for number in range(THREADS))}
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


def test_of_shares_at_once_with_the_same_people_one_stands(world):
    """In two manners, over and over: the database holds one live share, and its text is one of the two."""
    entry = world.write().entry
    mine, group = factories.actor(world.mentee), world.pair.public_id

    def share(number):
        return api.share_entry(mine, world.place, entry.public_id, group, Audience.LEADER, later=number % 2 == 0)

    results = at_once([lambda number=number: share(number) for number in range(THREADS)])
    assert [result.exception() for result in results if result.exception()] == []
    assert Share.objects.filter(live=1).count() == 1
    assert world.shared_with(world.mentor).items[0].entry.heading == SECRET


def test_who_leaves_while_it_is_shared_with_them_reads_nothing_afterwards(world):
    """Whichever is first: a share that names somebody who has left is told to its author, or it ends as they leave."""
    entry = world.write().entry
    place = Membership.objects.get(group=world.peers, participant=world.peer)
    mine = factories.actor(world.mentee)
    coordinator = factories.coordinator_actor(factories.make_coordinator(world.round.programme))
    programme = factories.place_of(world.round)

    def share():
        return api.share_entry(
            *(mine, world.place, entry.public_id, world.peers.public_id, Audience.PERSON), seat_id=place.public_id
        )

    def leave():
        return groups.remove_member(coordinator, programme, world.peers.public_id, world.peer.public_id)

    shared, left = at_once([share, leave])
    assert left.exception() is None
    assert shared.exception() is None or type(shared.exception()) is Conflict
    readable = sharing.live_readers(timezone.now() + dt.timedelta(days=1000))
    assert not readable.exists()


def test_a_comment_on_what_is_withdrawn_at_once_is_said_or_refused_and_never_half(world):
    entry = world.write().entry
    share = world.share(entry.public_id)
    mentor = factories.actor(world.mentor)

    def comment():
        api.comment(mentor, world.place, entry.public_id, share.share_id, "Kiitos", uuid.uuid4())

    said, taken = at_once([comment, lambda: world.withdraw(entry.public_id, share.share_id)])
    assert taken.exception() is None
    assert said.exception() is None or isinstance(said.exception(), NotFound | Conflict)
    assert Comment.objects.count() == (said.exception() is None)
    assert world.shared_with(world.mentor).total == 0
