"""A mentor gives points for the newest hand-in; they stand here and in the host's gradebook together."""

import uuid

import pytest
from submissions import api as submissions_api
from submissions.models import ScoreAnnotation

from demo.models import GradebookScore
from mentoring_xblock import host
from mentoring_xblock.assessment import api
from mentoring_xblock.assessment.models import HandIn, Score
from mentoring_xblock.kit.errors import Conflict, Invalid, NotAllowed, NotFound
from mentoring_xblock.privacy.audit import Verb
from tests import factories
from tests.assessment.conftest import actors, trail

pytestmark = pytest.mark.django_db


def gradebook(world, person=None):
    """What the demo's gradebook holds, which hears of points as the platform's does: (earned, possible) or None."""
    user_id = (person or world.mentee).user_id
    score = GradebookScore.objects.filter(user_id=user_id, usage_key=str(world.place.usage_key)).first()
    return (score.earned, score.possible) if score else None


def of_host(world):
    anonymous = host.anonymous_id(world.mentee.user_id, world.place.course_key)
    return host.get_score(anonymous, world.place.course_key, world.place.usage_key, world.place.block_type)


def test_points_reach_the_gradebook(world):
    hand_in_id = world.hand_in()
    world.score(hand_in_id, 7, "The map is yours now.")
    assert gradebook(world) == (7, 10)
    assert world.open(hand_in_id).given.feedback == "The map is yours now."
    assert trail(hand_in_id)[-1] == (Verb.SCORED, world.mentor.user_id, 7)
    mine = world.panel()
    assert (mine.standing.points, mine.standing.maximum, mine.standing.scorer_name) == (7, 10, "Anna Laine")


def test_the_host_learns_who_scored_by_anonymous_id_and_no_word(world):
    world.score(world.hand_in(), 7, "Only for Elli")
    annotation = ScoreAnnotation.objects.get()
    assert annotation.creator == host.anonymous_id(world.mentor.user_id, world.place.course_key)
    assert "Elli" not in annotation.reason


@pytest.mark.parametrize("points", [0, 10])
def test_both_ends_can_be_given(world, points):
    world.score(world.hand_in(), points)
    assert of_host(world).points_earned == points


@pytest.mark.parametrize("points", [-1, 11, 7.5, True, "7", None])
def test_points_are_whole_and_not_above_the_maximum(world, points):
    with pytest.raises(Invalid) as error:
        world.score(world.hand_in(), points)
    assert error.value.fields == {"points": ["Give whole points from 0 to 10."]}
    assert of_host(world) is None
    assert not Score.objects.exists()


def test_feedback_has_a_limit(world):
    hand_in_id = world.hand_in()
    with pytest.raises(Invalid) as error:
        world.score(hand_in_id, 5, "x" * (api.FEEDBACK_LIMIT + 1))
    assert set(error.value.fields) == {"feedback"}
    assert "5,001" in error.value.fields["feedback"][0]
    world.score(hand_in_id, 5, "x" * api.FEEDBACK_LIMIT)


# ---- who ----


WHO = [
    "the author",
    "another mentee",
    "another mentor",
    "an enrolled outsider",
    "a stranger",
    "a coordinator",
    "an administrator",
    "staff",
    "a superuser",
    "own mentor, not enrolled",
    "own mentor, masquerading",
    "nobody",
]


@pytest.mark.parametrize("who", WHO)
def test_nobody_but_the_own_mentor_scores(world, who):
    actor = actors(world)[who]
    hand_in_id = world.hand_in()
    score_id = world.score(hand_in_id, 4)
    with pytest.raises((NotFound, NotAllowed)):
        api.give_score(actor, world.place, hand_in_id, 9, "", score_id)
    with pytest.raises((NotFound, NotAllowed)):
        api.withdraw_score(actor, world.place, hand_in_id, score_id)
    if who != "the author":
        with pytest.raises((NotFound, NotAllowed)):
            api.open_hand_in(actor, world.place, hand_in_id)
    assert api.waiting_for(actor, world.round.pk) == ()
    assert gradebook(world) == (4, 10)


def test_the_author_reads_and_does_not_score(world):
    assert not world.open(world.hand_in(), world.mentee).may_score


def test_a_mentor_who_is_mentored_does_not_score_their_own(world):
    """Somebody can be a mentee and a mentor; by no way do they become their own mentor."""
    both = factories.make_mentor(world.round, user=world.mentee.user)
    factories.make_group(both, [world.other_mentee], kind="small_group", capacity=3)
    hand_in_id = world.hand_in()
    with pytest.raises(NotFound):
        world.score(hand_in_id, 10, person=world.mentee)


def test_the_new_mentor_scores_and_the_old_one_can_not(world):
    hand_in_id = world.hand_in()
    new = factories.make_mentor(world.round, name="Bea Uusi")
    world.change_mentor(new)
    with pytest.raises(NotFound):
        world.open(hand_in_id)
    with pytest.raises(NotFound):
        world.score(hand_in_id, 3)
    world.score(hand_in_id, 8, person=new)
    assert gradebook(world) == (8, 10)
    assert world.panel().mentors == ("Bea Uusi",)


def test_another_courses_place_knows_no_such_hand_in(world):
    place = factories.make_place("mentoring_dashboard", "d1", factories.OTHER_COURSE_KEY)
    hand_in_id = world.hand_in()
    for call in (
        lambda: api.open_hand_in(factories.actor(world.mentor), place, hand_in_id),
        lambda: api.give_score(factories.actor(world.mentor), place, hand_in_id, 1, ""),
        lambda: api.withdraw_score(factories.actor(world.mentor), place, hand_in_id, uuid.uuid4()),
    ):
        with pytest.raises(NotFound):
            call()


def test_unknown_ids_are_not_found(world):
    with pytest.raises(NotFound):
        world.score(uuid.uuid4(), 1)


# ---- which ----


def test_only_the_newest_is_scored_and_the_earlier_score_stands_until_replaced(world):
    first = world.hand_in()
    earlier = world.score(first, 4)
    second = world.hand_in()
    with pytest.raises(Conflict):
        world.score(first, 5, replaces=earlier)
    assert gradebook(world) == (4, 10)
    assert world.panel().standing.number == 1
    world.score(second, 9, replaces=earlier)
    assert gradebook(world) == (9, 10)
    assert world.panel().standing.number == 2
    assert Score.objects.filter(withdrawn_at=None).count() == 1


def test_the_one_before_gets_points_again_once_the_newest_is_taken_back(world):
    first = world.hand_in()
    world.take_back(world.hand_in())
    world.score(first, 5)
    assert gradebook(world) == (5, 10)


def test_the_hand_in_keeps_the_maximum_it_was_made_under(world):
    hand_in_id = world.hand_in(maximum=4)
    world.maximum = 20
    with pytest.raises(Invalid):
        world.score(hand_in_id, 5)
    world.score(hand_in_id, 4)
    assert gradebook(world) == (4, 4)


def test_the_same_click_twice_scores_once(world):
    hand_in_id = world.hand_in()
    assert world.score(hand_in_id, 6, "Well") == world.score(hand_in_id, 6, "Well")
    assert Score.objects.count() == 1


def test_who_did_not_see_what_stands_replaces_nothing(world):
    second_mentor = factories.make_mentor(world.round)
    factories.make_group(second_mentor, [world.mentee])
    hand_in_id = world.hand_in()
    seen = world.score(hand_in_id, 6)
    with pytest.raises(Conflict) as error:
        world.score(hand_in_id, 2, person=second_mentor)
    assert error.value.current.points == 6
    assert gradebook(world) == (6, 10)
    world.score(hand_in_id, 2, person=second_mentor, replaces=seen)
    assert gradebook(world) == (2, 10)


def test_what_was_taken_back_meanwhile_gets_no_points(world):
    hand_in_id = world.hand_in()
    world.take_back(hand_in_id)
    with pytest.raises(Conflict) as error:
        world.score(hand_in_id, 6)
    assert "taken back" in error.value.message
    assert of_host(world) is None


# ---- withdrawing ----


def test_withdrawing_resets_the_gradebook_and_stays_in_the_trail(world):
    hand_in_id = world.hand_in()
    score_id = world.score(hand_in_id, 6)
    api.withdraw_score(factories.actor(world.mentor), world.place, hand_in_id, score_id)
    assert gradebook(world) is None
    assert of_host(world) is None
    assert world.panel().standing is None
    api.withdraw_score(factories.actor(world.mentor), world.place, hand_in_id, score_id)
    assert trail(hand_in_id) == [
        (Verb.HANDED_IN, world.mentee.user_id, None),
        (Verb.SCORED, world.mentor.user_id, 6),
        (Verb.SCORE_WITHDRAWN, world.mentor.user_id, 6),
    ]


def test_points_can_be_given_again_after_withdrawing(world):
    hand_in_id = world.hand_in()
    score_id = world.score(hand_in_id, 6)
    api.withdraw_score(factories.actor(world.mentor), world.place, hand_in_id, score_id)
    world.score(hand_in_id, 6)
    assert gradebook(world) == (6, 10)


def test_withdrawing_what_was_replaced_withdraws_nothing(world):
    hand_in_id = world.hand_in()
    first = world.score(hand_in_id, 6)
    world.score(hand_in_id, 8, replaces=first)
    with pytest.raises(Conflict) as error:
        api.withdraw_score(factories.actor(world.mentor), world.place, hand_in_id, first)
    assert error.value.current.points == 8
    assert gradebook(world) == (8, 10)


def test_a_hand_in_that_has_no_points_has_none_to_withdraw(world):
    earlier = world.score(world.hand_in(), 6)
    api.withdraw_score(factories.actor(world.mentor), world.place, world.hand_in(), earlier)
    assert gradebook(world) == (6, 10)


def test_taking_back_a_scored_hand_in_takes_its_points(world):
    hand_in_id = world.hand_in()
    world.score(hand_in_id, 6, "Feedback stays readable")
    world.take_back(hand_in_id)
    assert gradebook(world) is None
    [earlier] = world.panel().earlier
    assert earlier.score.feedback == "Feedback stays readable"
    assert not earlier.score.stands
    assert trail(hand_in_id)[-1] == (Verb.TOOK_BACK, world.mentee.user_id, 6)


def test_taking_back_another_hand_in_leaves_the_points(world):
    first = world.hand_in()
    world.score(first, 6)
    world.take_back(world.hand_in())
    assert gradebook(world) == (6, 10)
    assert world.open(first).newest


# ---- closed grades ----


def test_closed_grades_change_no_points(world, monkeypatch):
    hand_in_id = world.hand_in()
    score_id = world.score(hand_in_id, 6)
    monkeypatch.setattr("mentoring_xblock.host.demo.grades_frozen", lambda course_key: True)
    with pytest.raises(Conflict):
        world.score(hand_in_id, 7, replaces=score_id)
    with pytest.raises(Conflict):
        api.withdraw_score(factories.actor(world.mentor), world.place, hand_in_id, score_id)
    assert gradebook(world) == (6, 10)


def test_after_grades_have_closed_the_text_is_taken_back_and_the_points_stay(world, monkeypatch):
    hand_in_id = world.hand_in()
    world.score(hand_in_id, 6)
    monkeypatch.setattr("mentoring_xblock.host.demo.grades_frozen", lambda course_key: True)
    world.take_back(hand_in_id)
    assert gradebook(world) == (6, 10)
    assert world.panel().standing.points == 6
    with pytest.raises(NotFound):
        world.open(hand_in_id)


# ---- when the host does not do its part ----


def test_a_score_that_the_host_swallowed_does_not_stand_here_either(world, monkeypatch):
    hand_in_id = world.hand_in()
    before = world.score(hand_in_id, 6)
    monkeypatch.setattr("mentoring_xblock.host.demo.set_score", lambda *args: None)
    with pytest.raises(api.NotStored):
        world.score(hand_in_id, 9, replaces=before)
    assert Score.objects.get(withdrawn_at=None).points == 6
    assert Verb.SCORED not in [step[0] for step in trail(hand_in_id)[2:]]


def test_a_reset_that_the_host_swallowed_leaves_the_points(world, monkeypatch):
    hand_in_id = world.hand_in()
    score_id = world.score(hand_in_id, 6)
    monkeypatch.setattr("mentoring_xblock.host.demo.reset_score", lambda *args, **kwargs: None)
    with pytest.raises(api.NotStored):
        api.withdraw_score(factories.actor(world.mentor), world.place, hand_in_id, score_id)
    with pytest.raises(api.NotStored):
        world.take_back(hand_in_id)
    assert HandIn.objects.get().withdrawn_at is None
    assert Score.objects.get().withdrawn_at is None


def test_a_score_for_another_submission_is_not_ours(world, monkeypatch):
    """Whatever else writes to the same item: what is read back has to be this hand-in's."""
    hand_in_id = world.hand_in()
    real = host.demo.set_score

    def other(uuid_, points, maximum, scorer):
        item = {
            "student_id": host.anonymous_id(world.mentee.user_id, world.place.course_key),
            "course_id": str(world.place.course_key),
            "item_id": str(world.place.usage_key),
            "item_type": world.place.block_type,
        }
        real(submissions_api.create_submission(item, {})["uuid"], points, maximum, scorer)

    monkeypatch.setattr("mentoring_xblock.host.demo.set_score", other)
    with pytest.raises(api.NotStored):
        world.score(hand_in_id, 9)
    assert gradebook(world) is None
