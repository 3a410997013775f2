"""What the host asks of a graded block: maximum, completion, course search, and “delete learner state”."""

import uuid

import pytest
from completion.models import BlockCompletion
from completion.waffle import ENABLE_COMPLETION_TRACKING_SWITCH as TRACKING
from django.urls import reverse
from edx_toggles.toggles.testutils import override_waffle_switch
from submissions.models import Submission
from xblock.completable import XBlockCompletionMode

from demo.models import GradebookScore, StudentState
from demo.runtime import load_unbound
from mentoring_xblock import host
from mentoring_xblock.assessment import api
from mentoring_xblock.assessment.graded import GradedBlock, Rule
from mentoring_xblock.assessment.models import HandIn, Score
from mentoring_xblock.kit.errors import NotFound
from mentoring_xblock.privacy import audit
from mentoring_xblock.privacy.audit import ItemKind, Verb
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def tracking():
    with override_waffle_switch(TRACKING, active=True):
        yield


def set_fields(authored, **fields):
    authored.published = {**authored.published, **fields}
    authored.save()


def completion(world):
    row = BlockCompletion.objects.filter(user=world.mentee.user, block_key=world.place.usage_key).first()
    return row.completion if row else None


# ---- maximum and search ----


def test_the_class_tells_the_host_what_it_is():
    assert GradedBlock.has_score
    assert GradedBlock.icon_class == "problem"
    assert GradedBlock.has_custom_completion
    assert GradedBlock.completion_mode == XBlockCompletionMode.COMPLETABLE
    assert "weight" not in GradedBlock.fields


@pytest.mark.parametrize(("points", "maximum"), [(10, 10), (0, 0), (-3, 0), (None, 0)])
def test_the_maximum_is_read_from_settings_of_an_unbound_block(authored, points, maximum):
    set_fields(authored, points=points)
    assert load_unbound(authored).max_score() == maximum
    assert load_unbound(authored).has_score is (maximum > 0)


def test_a_new_block_is_not_graded(authored):
    authored.published = {}
    assert load_unbound(authored).max_score() == 0


def test_course_search_indexes_what_authors_wrote(authored):
    assert load_unbound(authored).index_dictionary() == {
        "content": {"display_name": "Sheet"},
        "content_type": "Mentoring",
    }


# ---- completion ----


@pytest.mark.parametrize("rule", ["first_save", "", "no such rule", None])
def test_the_first_save_completes(world, authored, call, tracking, rule):
    set_fields(authored, completion_rule=rule)
    call(world.mentee, "write", {"count": 1})
    assert completion(world) == 1.0


def test_a_number_of_things_completes(world, authored, call, tracking):
    set_fields(authored, completion_rule="entries", completion_entries=3)
    call(world.mentee, "write", {"count": 2})
    assert completion(world) is None
    call(world.mentee, "write", {"count": 3})
    assert completion(world) == 1.0


def hand_in_over_http(world, call):
    answer = call(
        world.mentee,
        "hand_in",
        {"items": [str(world.shelf.put(world.mentee))], "once_key": "5b0a1c1e-7b1d-4f6e-9a53-0d6d3b1f0a11"},
    )
    assert answer.status_code == 200, answer.content
    return HandIn.objects.get(withdrawn_at=None).public_id


def test_handing_in_completes_and_taking_back_undoes_it(world, authored, call, tracking):
    set_fields(authored, completion_rule="hand_in")
    call(world.mentee, "write", {"count": 1})
    assert completion(world) is None
    hand_in_id = hand_in_over_http(world, call)
    assert completion(world) == 1.0
    call(world.mentee, "take_back", {"hand_in": hand_in_id})
    assert completion(world) == 0.0


def test_taking_back_one_of_two_leaves_the_block_complete(world, authored, call, tracking):
    set_fields(authored, completion_rule="hand_in")
    hand_in_over_http(world, call)
    call(world.mentee, "take_back", {"hand_in": world.hand_in()})
    assert completion(world) == 1.0


def test_points_do_not_complete(world, authored, call, tracking):
    set_fields(authored, completion_rule="entries", completion_entries=3)
    world.score(hand_in_over_http(world, call), 8)
    assert completion(world) is None


def test_what_can_not_be_handed_in_completes_on_the_first_save(world, authored, call, tracking):
    set_fields(authored, completion_rule="hand_in", points=0)
    assert load_unbound(authored).rule is Rule.FIRST_SAVE
    call(world.mentee, "write", {"count": 1})
    assert completion(world) == 1.0


def test_nothing_fails_where_the_host_tracks_no_completion(world, authored, call):
    with override_waffle_switch(TRACKING, active=False):
        assert call(world.mentee, "write", {"count": 1}).status_code == 200
    assert completion(world) is None


def test_handing_in_leaves_a_marker_by_which_the_host_finds_the_block(world, authored, call):
    hand_in_over_http(world, call)
    assert StudentState.objects.get(user=world.mentee.user).state == {"touched": True}


# ---- delete learner state ----


@pytest.fixture
def staff(db):
    return factories.make_staff()


def clear(world, authored, staff):
    load_unbound(authored).clear_student_state(
        user_id=host.anonymous_id(world.mentee.user_id, world.place.course_key),
        course_id=authored.course_key,
        item_id=authored.usage_key,
        requesting_user_id=host.anonymous_id(staff.pk, world.place.course_key),
    )


def test_deleting_a_learners_state_takes_everything_back_to_the_start(world, authored, staff, call, tracking):
    hand_in_id = hand_in_over_http(world, call)
    world.score(hand_in_id, 8)
    clear(world, authored, staff)
    assert not GradebookScore.objects.exists()
    assert not Submission.objects.exists()
    assert not Score.objects.filter(withdrawn_at=None).exists()
    assert completion(world) == 0.0
    assert world.shelf.cleared == [(world.mentee.user_id, authored.usage_key, staff.pk)]
    last = audit.trail_of(ItemKind.HAND_IN, hand_in_id)[0]
    assert (last.verb, last.actor_id) == (Verb.STATE_RESET, staff.pk)
    for person in (world.mentor, world.mentee):
        with pytest.raises(NotFound):
            world.open(hand_in_id, person)


def test_staff_do_not_destroy_what_was_frozen(world, authored, staff):
    world.hand_in(None, "Still there")
    clear(world, authored, staff)
    assert HandIn.objects.get().content[0]["parts"][0]["text"] == "Still there"


def test_deleting_it_again_changes_nothing_more(world, authored, staff):
    hand_in_id = world.hand_in()
    world.score(hand_in_id, 8)
    clear(world, authored, staff)
    before = (list(HandIn.objects.values()), list(Score.objects.values()))
    clear(world, authored, staff)
    assert (list(HandIn.objects.values()), list(Score.objects.values())) == before
    assert [step.verb for step in audit.trail_of(ItemKind.HAND_IN, hand_in_id)].count(Verb.STATE_RESET) == 1


def test_it_touches_nobody_else_and_no_other_block(world, authored, staff):
    theirs = world.hand_in(world.other_mentee)
    elsewhere = factories.make_place("sheet_test", "elsewhere")
    mine = [world.shelf.put(world.mentee)]
    other_block = api.hand_in(factories.actor(world.mentee), elsewhere, 10, world.shelf.items, mine, uuid.uuid4())
    clear(world, authored, staff)
    live = set(HandIn.objects.filter(withdrawn_at=None).values_list("public_id", flat=True))
    assert live == {theirs, other_block}


def test_somebody_who_never_wrote_and_an_unknown_learner_are_no_trouble(world, authored, staff):
    clear(world, authored, staff)
    load_unbound(authored).clear_student_state(
        user_id="unknown", course_id=authored.course_key, item_id=authored.usage_key, requesting_user_id="unknown"
    )
    assert world.shelf.cleared == [(world.mentee.user_id, authored.usage_key, staff.pk)]


def test_one_can_begin_again_afterwards(world, authored, staff):
    world.score(world.hand_in(), 8)
    clear(world, authored, staff)
    world.score(world.hand_in(), 3)
    assert GradebookScore.objects.get().earned == 3
    assert HandIn.objects.get(withdrawn_at=None).number == 2


def test_the_hosts_own_button_does_it(world, authored, staff, call, client):
    hand_in_over_http(world, call)
    client.force_login(staff)
    answer = client.post(reverse("delete_state"), {"learner": world.mentee.user.username, "block": authored.usage_key})
    assert answer.status_code == 302
    assert not HandIn.objects.filter(withdrawn_at=None).exists()
