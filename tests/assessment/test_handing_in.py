"""A mentee hands in what they chose, hands in again, and takes it back."""

import json
import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from submissions.models import Submission

from mentoring_xblock import host
from mentoring_xblock.assessment import api
from mentoring_xblock.assessment.models import HandIn
from mentoring_xblock.kit.errors import Conflict, Invalid, NotAllowed, NotFound
from mentoring_xblock.privacy import audit
from mentoring_xblock.privacy.audit import ItemKind, Verb
from tests import factories
from tests.assessment.conftest import SECRET

pytestmark = pytest.mark.django_db


def verbs(hand_in_id):
    return [step.verb for step in reversed(audit.trail_of(ItemKind.HAND_IN, hand_in_id))]


def test_a_hand_in_freezes_what_was_chosen(world):
    hand_in_id = world.hand_in(None, "First text", "Second text")
    world.shelf.texts.clear()
    detail = world.open(hand_in_id)
    assert [part.text for item in detail.items for part in item.parts] == ["First text", "Second text"]
    assert (detail.number, detail.maximum, detail.owner_name, detail.newest) == (1, 10, "Elli Saari", True)


def test_edx_submissions_gets_references_and_counts_and_no_word(world):
    hand_in_id = world.hand_in(None, SECRET, "one two three")
    row = HandIn.objects.get()
    submission = Submission.objects.get(uuid=row.submission_uuid)
    assert submission.answer == {
        "hand_in": str(hand_in_id),
        "number": 1,
        "items": [{"kind": "goal", "id": item["id"], "version": 3} for item in row.content],
        "count": 2,
        "words": len(SECRET.split()) + 3,
    }
    stored = json.dumps(submission.answer, ensure_ascii=False)
    assert "Kukaan" not in stored
    assert "Title" not in stored


def test_the_largest_hand_in_fits_into_a_submission(world):
    world.hand_in(None, *["word " * 4_000] * api.ITEM_LIMIT)
    assert Submission.objects.get().answer["count"] == api.ITEM_LIMIT


def test_hand_ins_are_numbered_one_person_and_block_at_a_time(world):
    world.hand_in()
    world.hand_in()
    world.hand_in(world.other_mentee)
    numbers = HandIn.objects.order_by("pk").values_list("owner_id", "number")
    assert list(numbers) == [(world.mentee.user_id, 1), (world.mentee.user_id, 2), (world.other_mentee.user_id, 1)]


def test_a_double_click_hands_in_once(world):
    once_key = uuid.uuid4()
    assert world.hand_in(once_key=once_key) == world.hand_in(once_key=once_key)
    assert HandIn.objects.count() == Submission.objects.count() == 1
    assert verbs(HandIn.objects.get().public_id) == [Verb.HANDED_IN]


def test_somebody_elses_click_is_not_mine(world):
    once_key = uuid.uuid4()
    world.hand_in(once_key=once_key)
    with pytest.raises(Conflict):
        world.hand_in(world.other_mentee, once_key=once_key)
    assert HandIn.objects.count() == 1


def test_only_ones_own_things_can_be_handed_in(world):
    theirs = world.shelf.put(world.other_mentee)
    for chosen in ([theirs], [world.shelf.put(world.mentee), theirs], [uuid.uuid4()]):
        with pytest.raises(NotFound):
            api.hand_in(factories.actor(world.mentee), world.place, 10, world.shelf.items, chosen, uuid.uuid4())
    assert not HandIn.objects.exists()
    assert not Submission.objects.exists()


def test_something_has_to_be_chosen_and_not_too_much(world):
    actor = factories.actor(world.mentee)
    with pytest.raises(Invalid) as none:
        api.hand_in(actor, world.place, 10, world.shelf.items, [], uuid.uuid4())
    assert none.value.fields == {"items": ["Choose at least one."]}
    many = [world.shelf.put(world.mentee) for _ in range(api.ITEM_LIMIT + 1)]
    with pytest.raises(Invalid) as too_many:
        api.hand_in(actor, world.place, 10, world.shelf.items, many, uuid.uuid4())
    assert "items" in too_many.value.fields


def test_a_block_without_points_takes_no_hand_in(world):
    with pytest.raises(NotAllowed):
        world.hand_in(maximum=0)


def test_only_mentees_hand_in(world):
    outsider = factories.make_learner()
    for person in (world.mentor, outsider):
        participant = getattr(person, "user", person)
        with pytest.raises(NotAllowed):
            api.hand_in(factories.actor(participant), world.place, 10, world.shelf.items, [uuid.uuid4()], uuid.uuid4())
        assert api.panel(factories.actor(participant), world.place, 10, world.shelf.items) is None


@pytest.mark.parametrize("standing", [{"enrolled": False}, {"masquerading": True}])
def test_one_hands_in_enrolled_and_as_oneself(world, standing):
    actor = factories.actor(world.mentee, **standing)
    with pytest.raises(NotAllowed):
        api.hand_in(actor, world.place, 10, world.shelf.items, [world.shelf.put(world.mentee)], uuid.uuid4())
    assert api.panel(actor, world.place, 10, world.shelf.items) is None


def test_closed_grades_take_no_hand_in(world, frozen):
    with pytest.raises(Conflict) as error:
        world.hand_in()
    assert "closed" in error.value.message
    assert world.panel().frozen


def test_nothing_is_stored_when_the_host_does_not_take_it(world, monkeypatch):
    def refuse(*args):
        raise host.HostFailed("not today")

    monkeypatch.setattr("mentoring_xblock.host.demo.create_submission", refuse)
    with pytest.raises(api.NotStored):
        world.hand_in()
    assert not HandIn.objects.exists()


# ---- taking back ----


def test_taking_back_lets_go_of_the_text_and_keeps_the_reference(world):
    hand_in_id = world.hand_in()
    assert world.take_back(hand_in_id) == 0
    row = HandIn.objects.get()
    assert row.withdrawn_at is not None
    assert [set(item) for item in row.content] == [{"kind", "id", "version"}]
    for person in (world.mentor, world.mentee):
        with pytest.raises(NotFound):
            world.open(hand_in_id, person)
    assert verbs(hand_in_id) == [Verb.HANDED_IN, Verb.TOOK_BACK]


def test_taking_back_twice_is_taking_back_once(world):
    hand_in_id = world.hand_in()
    world.take_back(hand_in_id)
    at = HandIn.objects.get().withdrawn_at
    world.take_back(hand_in_id)
    assert HandIn.objects.get().withdrawn_at == at
    assert verbs(hand_in_id) == [Verb.HANDED_IN, Verb.TOOK_BACK]


def test_taking_back_counts_what_is_left(world):
    world.hand_in()
    assert world.take_back(world.hand_in()) == 1


def test_only_the_author_takes_back(world):
    hand_in_id = world.hand_in()
    for person in (world.mentor, world.other_mentee):
        with pytest.raises(NotFound):
            world.take_back(hand_in_id, person)
    with pytest.raises(NotFound):
        api.take_back(factories.actor(world.mentee), factories.make_place("sheet_test", "elsewhere"), hand_in_id)
    with pytest.raises(NotFound):
        other_course = factories.make_place("sheet_test", "sheet", factories.OTHER_COURSE_KEY)
        api.take_back(factories.actor(world.mentee), other_course, hand_in_id)
    assert HandIn.objects.get().withdrawn_at is None


def test_handing_in_goes_on_counting_after_taking_back(world):
    world.take_back(world.hand_in())
    world.hand_in()
    assert HandIn.objects.get(withdrawn_at=None).number == 2


# ---- the panel ----


def test_the_panel_says_who_reads_and_what_can_be_chosen(world):
    world.shelf.put(world.mentee, "Own thing")
    world.shelf.put(world.other_mentee, "Not own")
    panel = world.panel()
    assert panel.mentors == ("Anna Laine",)
    assert [one.title for one in panel.candidates] == ["Title of Own thin"]
    assert panel.current is None
    assert panel.is_open


def test_the_panel_tells_the_newest_from_the_earlier(world):
    taken_back, first, second = world.hand_in(), world.hand_in(), world.hand_in()
    world.take_back(taken_back)
    panel = world.panel()
    assert panel.current.hand_in_id == second
    assert [one.hand_in_id for one in panel.earlier] == [first, taken_back]
    assert panel.earlier[1].titles == ()
    assert [step.verb for step in panel.steps] == [Verb.HANDED_IN]


def test_an_ungraded_block_has_no_panel(world):
    assert world.panel(maximum=0) is None


def test_the_way_to_take_back_stays_when_points_are_no_longer_given(world):
    hand_in_id = world.hand_in()
    panel = world.panel(maximum=0)
    assert panel.current.hand_in_id == hand_in_id
    assert not panel.is_open
    assert panel.candidates == ()


def test_the_way_to_take_back_stays_when_one_has_left_the_programme(world):
    world.hand_in()
    world.mentee.left_at = world.mentee.created_at
    world.mentee.save()
    assert not world.panel().is_open
    assert world.panel().mentors == ()


def test_the_panel_costs_the_same_for_one_hand_in_and_for_many(world, django_assert_num_queries):
    world.score(world.hand_in(), 3, "Feedback")
    with CaptureQueriesContext(connection) as few:
        world.panel()
    for _ in range(6):
        world.hand_in()
    with django_assert_num_queries(len(few)):
        world.panel()
    assert len(few) <= 14
