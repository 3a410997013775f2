"""Points by taking part: counted upwards only, by the same path to the gradebook; nobody reads anything for them."""

import datetime as dt
import uuid

import pytest
from completion.models import BlockCompletion
from django.utils import timezone
from submissions.models import ScoreAnnotation, Submission

from mentoring_xblock import host
from mentoring_xblock.assessment import api
from mentoring_xblock.assessment.data import PartRule
from mentoring_xblock.assessment.models import HandIn, Kind, Score
from mentoring_xblock.attainment.data import Reached
from mentoring_xblock.goals.studio import GoalsEditor
from mentoring_xblock.host import NO_DEADLINE, Deadline
from mentoring_xblock.kit.errors import Conflict, NotAllowed, NotFound
from mentoring_xblock.privacy.audit import Verb
from mentoring_xblock.programme import api as programmes
from tests import factories, pages
from tests.assessment.conftest import BLOCK_TYPE, actors, trail
from tests.mails import mails
from tests.studio.test_plan_editor import questions_body

pytestmark = pytest.mark.django_db

RULE = PartRule(goals=2, goal_points=2, rating_points=2, review_points=1)
ALL = Reached(active=2, rated=True, reviewed=True)


def take_part(world, reached=ALL, rule=RULE, person=None, deadline=NO_DEADLINE):
    return api.take_part(factories.actor(person or world.mentee), world.place, rule, reached, deadline, timezone.now())


def stored(world, block_type=BLOCK_TYPE, place=None):
    """What the host holds: (points, maximum) or None."""
    place = place or world.place
    score = host.get_score(
        host.anonymous_id(world.mentee.user_id, place.course_key), place.course_key, place.usage_key, block_type
    )
    return (score.points_earned, score.points_possible) if score else None


def test_each_thing_that_is_done_adds_its_points_once(world):
    for reached, points in (
        (Reached(active=1), 0),
        (Reached(active=2), 2),
        (Reached(active=3), 2),
        (Reached(active=3, rated=True), 4),
        (Reached(active=3, rated=True, reviewed=True), 5),
        # A goal that went to the bin takes nothing away again.
        (Reached(rated=True), 5),
    ):
        panel = take_part(world, reached)
        assert (panel.points, panel.maximum, panel.why) == (points, 5, "")
        assert stored(world) == ((points, 5) if points else None)
    [row] = HandIn.objects.all()
    assert (row.kind, row.content, row.maximum) == (Kind.PART, [], 5)
    assert Submission.objects.get().answer["items"] == []
    assert {one.creator for one in ScoreAnnotation.objects.all()} == {"mentoring"}
    assert trail(row.public_id) == [(Verb.SCORED, None, points) for points in (2, 4, 5)]


def test_there_is_nothing_for_anybody_to_open_score_or_take_back(world):
    take_part(world)
    row = HandIn.objects.get()
    assert api.handed_in_to(factories.actor(world.mentor), world.round.pk) == ()
    assert not api.readable_by_mentor(factories.actor(world.mentor), world.round.pk)
    for ask in (world.open, world.take_back, lambda hand_in_id: world.score(hand_in_id, 1)):
        with pytest.raises(NotFound):
            ask(row.public_id)
    panel = world.panel()
    assert (panel.current, panel.earlier) == (None, ())
    assert api.points_since(factories.actor(world.mentee), world.round.pk, world.round.created_at) == ()
    assert mails(world.mentee) == []
    assert stored(world) == (5, 5)


def test_another_maximum_later_takes_nothing_away(world):
    take_part(world, Reached(active=2))
    more = PartRule(goals=2, goal_points=4, rating_points=6, review_points=0)
    assert take_part(world, Reached(active=2), more).points == 2
    assert take_part(world, Reached(active=2, rated=True), more).points == 10
    assert stored(world) == (10, 10)
    assert [row.withdrawn_at is None for row in HandIn.objects.order_by("number")] == [False, True]
    less = PartRule(goals=2, goal_points=1, rating_points=1, review_points=0)
    assert (take_part(world, ALL, less).points, stored(world)) == (10, (10, 10))


def test_it_says_why_nothing_is_counted_and_stores_nothing(world, monkeypatch):
    def why(**changes):
        found = take_part(world, **changes)
        assert (found.points, HandIn.objects.count(), stored(world)) == (0, 0, None)
        return found.why

    past = timezone.now() - dt.timedelta(minutes=1)
    assert "not mentored in this round" in why(person=world.mentor)
    assert "The time for this has passed" in why(deadline=Deadline(due=past, closes_at=past))
    with monkeypatch.context() as patch:
        patch.setattr("mentoring_xblock.host.demo.grades_frozen", lambda course_key: True)
        assert "grades are closed" in why()
    world.round.closed_at = timezone.now()
    world.round.save()
    assert "This round has ended" in why()

    for name, actor in actors(world).items():
        seen = api.part_panel(actor, world.place, RULE, ALL, NO_DEADLINE, timezone.now())
        assert (seen is None) == (name not in ("the author", "another mentee")), name
    with pytest.raises(NotAllowed):
        api.take_part(factories.actor(), world.place, RULE, ALL, NO_DEADLINE, timezone.now())


def test_more_time_for_one_person_is_more_time_for_this_too(world):
    past = timezone.now() - dt.timedelta(minutes=1)
    factories.make_block(BLOCK_TYPE, "sheet", points=5)
    api.give_time(
        factories.actor(world.mentor),
        world.place,
        world.mentee.user_id,
        world.place.usage_key,
        timezone.now().date() + dt.timedelta(days=1),
        0,
        timezone.now(),
    )
    assert take_part(world, deadline=Deadline(due=past, closes_at=past)).points == 5


def test_a_block_that_becomes_graded_another_way_and_back(world):
    take_part(world, Reached(active=2))
    hand_in_id = world.hand_in()
    seen = world.open(hand_in_id)
    assert (seen.standing.points, seen.given, seen.newest) == (2, None, True)
    mentors = world.score(hand_in_id, 9, replaces=seen.standing.score_id)
    assert stored(world) == (9, 10)
    panel = take_part(world)
    assert (panel.points, panel.maximum, stored(world)) == (9, 10, (9, 10))
    assert "They stand, so nothing else is counted." in panel.why
    api.withdraw_score(factories.actor(world.mentor), world.place, hand_in_id, mentors)
    assert (take_part(world).points, stored(world)) == (5, (5, 5))
    # What was handed in before is still the newest that a mentor reads.
    world.score(hand_in_id, 7, replaces=Score.objects.get(withdrawn_at=None).public_id)
    assert (stored(world), Score.objects.filter(withdrawn_at=None).count()) == ((7, 10), 1)


def test_what_the_gradebook_does_not_take_is_counted_the_next_time(world, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr("mentoring_xblock.host.demo.set_score", lambda *args: None)
        with pytest.raises(Conflict):
            take_part(world)
    assert (HandIn.objects.count(), Score.objects.count(), stored(world)) == (0, 0, None)
    assert take_part(world).points == 5


def test_saving_and_rating_goals_counts_on_their_page(world, monkeypatch):
    """The whole way: a worksheet that gives points for taking part."""
    fields = {
        "graded_by": "part",
        "part_goal_points": 2,
        "part_rating_points": 2,
        "part_review_points": 1,
        "completion_rule": "part",
        "programme": "main",
    }
    block = pages.publish_block("mentoring_goals", "goals", **fields)
    programmes.mirror_course(world.place.course_key)
    place = factories.place_of(world.round, "mentoring_goals", "goals")

    def send(handler, **body):
        answer = pages.send(world.mentee, block, handler, {"once_key": uuid.uuid4().hex, **body})
        assert answer.status_code == 200, answer.content.decode()
        return answer.content.decode()

    page = pages.see(world.mentee, block)
    assert "You have 0 of 5 points so far." in page and "0 of 1 whole goal is active" in page
    assert "Which goals do you hand in?" not in page
    assert "Points by taking part" not in pages.see(world.mentor, block)
    texts = {f"answer_{name}": "Read maps" for name in ("statement", "measure", "own_part", "first_step")}
    goal = {"goal": "", "version": 0, "theme": "", "target_on": "", "joined": "", "group": "", **texts}
    with monkeypatch.context() as patch:
        patch.setattr("mentoring_xblock.host.demo.set_score", lambda *args: None)
        told = send("save_goal", **goal, status="active")
    assert "Saved. The points are counted with the next thing that you save." in told
    made = {"goal": told.partition('name="goal" value="')[2].partition('"')[0]}
    assert "You have 0 of 5 points so far." in told
    assert "What you have done is counted with the next thing that you save." in pages.see(world.mentee, block)
    told = send("save_goal", **{**goal, **made, "version": 1, "answer_measure": "Fewer detours"}, status="active")
    assert "You have 2 of 5 points so far." in told
    levels = {f"level_{name}": f"Level {name}" for name in ("m2", "m1", "0", "1", "2")}
    send("save_scale", **made, **levels, version=0, baseline="-1", weight="1", same="")
    told = send("rate_goal", **made, version=1, level="0", words="")
    # In the days of a review a rating is one.
    assert 'hx-swap-oob="true"' in told and "You have 5 of 5 points so far." in told
    assert stored(world, "mentoring_goals", place) == (5, 5)
    assert BlockCompletion.objects.get(user=world.mentee.user).completion == 1.0


# ---- what an author may set ----


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({}, {}),
        ({"part_review_points": "991"}, {"part_goal_points": ["Together the three can give 1,000 points at most."]}),
        (
            {"part_goal_points": "0", "part_rating_points": "0"},
            {"part_goal_points": ["Give points for at least one of the three."]},
        ),
        ({"part_goals": "11"}, {"part_goals": ["Write a whole number from 1 to 10."]}),
        (
            {"completion_rule": "hand_in"},
            {"completion_rule": ["Nothing is handed in where points are given for taking part. Choose another rule."]},
        ),
        (
            {"graded_by": "mentor"},
            {"completion_rule": ["Choose this where points are given for taking part."]},
        ),
    ],
)
def test_an_author_sets_points_that_can_be_earned(changes, said):
    """A block for whose points somebody takes part, and which is complete once everything is done."""
    part = {"graded_by": "part", "part_goal_points": "5", "part_rating_points": "5", "completion_rule": "part"}
    editor = GoalsEditor(questions_body(**{**part, **changes}))
    editor.is_valid()
    assert {name: list(errors) for name, errors in editor.errors.items()} == said
