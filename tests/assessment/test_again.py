"""Asked to revise, handed in again, as often as the author allows and a mentor adds."""

import uuid

import pytest
from django.utils import timezone

from mentoring_xblock.assessment import api
from mentoring_xblock.assessment.data import Rules
from mentoring_xblock.assessment.models import Extension, HandIn
from mentoring_xblock.kit.errors import Conflict, Invalid, NotAllowed, NotFound
from mentoring_xblock.models import Message
from mentoring_xblock.privacy.audit import Verb
from mentoring_xblock.programme.models import BlockMirror
from tests import factories
from tests.assessment.conftest import BLOCK_TYPE, actors, trail
from tests.mails import mails
from tests.notifications.test_letters import letter

pytestmark = pytest.mark.django_db
TWICE = Rules(attempts=2)


def ask(world, hand_in_id, words="Say how you will know.", who=None):
    api.ask_again(factories.actor(who or world.mentor), world.place, hand_in_id, words, timezone.now())


def hand_in(world, rules=TWICE):
    ids = [world.shelf.put(world.mentee)]
    return api.hand_in(factories.actor(world.mentee), world.place, 10, world.shelf.items, ids, uuid.uuid4(), rules)


def panel(world, rules=TWICE):
    return api.panel(factories.actor(world.mentee), world.place, 10, world.shelf.items, rules)


@pytest.fixture
def twice(world):
    """The block can be handed in twice."""
    factories.make_block(BLOCK_TYPE, "sheet", title={"en": "Sheet"}, points=10)
    BlockMirror.objects.filter(usage_key=world.place.usage_key).update(settings={"attempts": 2})
    return world


def test_what_is_asked_stands_beside_the_hand_in_until_points_or_another_one(world):
    first = world.hand_in()
    ask(world, first, "Look at the **measure**.")
    ask(world, first, "Look at the **measure**.")
    seen = world.panel()
    assert (seen.again, seen.again_by) == ("Look at the **measure**.", "Anna Laine")
    assert (world.open(first).again, world.open(first, world.mentee).again) == (seen.again, seen.again)
    assert trail(first)[1:] == [(Verb.ASKED_AGAIN, world.mentor.user_id, None)]
    assert mails(world.mentee) == ["revise_asked"]
    score = world.score(first, 6)
    assert (world.panel().again, world.open(first).again) == ("", "")
    ask(world, first, "Look at the **measure**.")
    assert world.panel().again
    assert mails(world.mentee).count("revise_asked") == 2
    second = world.hand_in()
    assert (world.panel().again, world.panel().standing.points) == ("", 6)
    with pytest.raises(Conflict):
        ask(world, first)
    world.score(second, 9, replaces=score)
    assert world.panel().standing.points == 9


def test_only_the_own_mentor_asks_and_says_what_to_look_at(world):
    hand_in_id = world.hand_in()
    for who, actor in actors(world).items():
        with pytest.raises((NotFound, NotAllowed)):
            api.ask_again(actor, world.place, hand_in_id, "Once more", timezone.now())
            pytest.fail(who)
    for words in ("", " \n", "x" * (api.FEEDBACK_LIMIT + 1)):
        with pytest.raises(Invalid) as error:
            ask(world, hand_in_id, words)
        assert set(error.value.fields) == {"words"}
    world.take_back(hand_in_id)
    with pytest.raises(Conflict):
        ask(world, hand_in_id)
    assert HandIn.objects.get().asked_again_at is None


def test_closed_grades_take_no_question(world, monkeypatch):
    hand_in_id = world.hand_in()
    monkeypatch.setattr("mentoring_xblock.host.demo.grades_frozen", lambda course_key: True)
    with pytest.raises(Conflict):
        ask(world, hand_in_id)


def test_a_hand_in_counts_once_somebody_answered_it(twice):
    world = twice
    world.take_back(hand_in(world))
    assert panel(world).left == 2
    first = hand_in(world)
    ask(world, first)
    world.take_back(first)
    second = hand_in(world)
    assert panel(world).left == 0
    with pytest.raises(Conflict) as error:
        hand_in(world)
    assert "as often as you can" in error.value.message
    with pytest.raises(Conflict) as error:
        ask(world, second)
    assert error.value.message == "Elli Saari has used every hand-in. Give points, or one more hand-in."
    for _click in range(2):
        key = world.place.usage_key
        api.give_time(factories.actor(world.mentor), world.place, world.mentee.user_id, key, None, 1, timezone.now())
    assert (Extension.objects.get().attempts, panel(world).left) == (1, 1)
    ask(world, second)
    hand_in(world)
    assert (panel(world).left, panel(world, Rules()).left) == (0, None)


def test_a_round_counts_its_own_hand_ins_and_what_was_given_on_top_in_it(twice):
    world, key = twice, twice.place.usage_key

    def one_more():
        return api.give_time(
            factories.actor(world.mentor), world.place, world.mentee.user_id, key, None, 1, timezone.now()
        )

    for _attempt in range(2):
        hand_in(world)
    assert one_more()
    world.round.closed_at = timezone.now()
    world.round.save()
    again = factories.make_round(programme=world.round.programme, number=2)
    world.mentor, world.mentee, _group = factories.make_pair(
        again,
        factories.make_mentor(again, user=world.mentor.user),
        factories.make_mentee(again, user=world.mentee.user),
    )
    assert panel(world).left == 2
    assert not one_more()
    assert api.time_desk(factories.actor(world.mentor), world.place, world.mentee.public_id).given == ()
    third, _fourth = hand_in(world), hand_in(world)
    assert (panel(world).left, HandIn.objects.get(public_id=third).number) == (0, 3)
    with pytest.raises(Conflict):
        hand_in(world)
    assert one_more()
    hand_in(world)
    assert (panel(world).left, Extension.objects.get().round) == (0, again)


def test_a_mail_tells_what_was_given_now_and_nothing_that_might_be_less(twice):
    def give(until, attempts):
        key, now = twice.place.usage_key, timezone.now()
        api.give_time(factories.actor(twice.mentor), twice.place, twice.mentee.user_id, key, until, attempts, now)

    for _attempt in range(2):
        hand_in(twice)
    today = factories.today()
    give(today, 0)
    give(None, 1)
    told = [one.context for one in Message.objects.filter(template="time_given").order_by("pk")]
    assert [(one["until_on"], one["more"]) for one in told] == [(str(today), 0), (None, 1)]
    # Nobody knows here how long the course itself gives them.
    words = letter("time_given", "en", until_on="2026-12-14", more=0).text
    assert "at least until" in words
    assert "Where the course itself leaves you more time, that counts." in words


def test_a_draft_of_points_tells_nothing_by_the_number_that_is_left(twice):
    BlockMirror.objects.update(settings={"attempts": 2, "release": "by_coordinator"})
    first = hand_in(twice)
    twice.score(first, 5)
    twice.take_back(first)
    assert panel(twice).left == 2


def test_after_staff_deleted_the_state_one_counts_anew(twice):
    world = twice
    for points in (3, 4):
        made = hand_in(world)
        world.score(made, points, replaces=world.panel().standing and world.panel().standing.score_id)
    assert panel(world).left == 0
    for _again in range(2):
        api.reset_learner(world.place, world.mentee.user_id, None, world.shelf.items)
        assert panel(world).left == 2
