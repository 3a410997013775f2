"""One query count for one goal and for thirty."""

import uuid

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from mentoring_xblock.attainment.models import GoalRating, Scale
from mentoring_xblock.goals import api, pages
from mentoring_xblock.goals.models import Goal, GoalAction, GoalVersion
from tests import factories

#: How many queries a page takes is the same on every database.
pytestmark = [pytest.mark.django_db, pytest.mark.once]


def queries(action) -> int:
    with CaptureQueriesContext(connection) as captured:
        action()
    return len(captured)


def fill(world, number, more=()):
    """Goals that are shared, opened and talked about, up to a number of them."""
    peer = factories.make_mentee(world.round, name="Joonas Hietala")
    circle = factories.make_group(None, [world.mentee, peer], kind="peer_group", name="Vertaiset")
    yield
    for index in range(number):
        goal = world.save(f"Goal {index}")
        for beside in more:
            beside(world, goal)
        share = world.share(goal)
        world.share(goal, group=circle, audience="group")
        world.open(goal)
        world.comment(goal, share, "Hello")
        world.comment(goal, share, "Hello yourself", person=world.mentee)
        if index == 0:
            yield
    yield


def work(world, goal):
    """Five levels, two ratings, forty earlier texts and three steps of a goal."""
    row = Goal.objects.get(public_id=goal.goal_id)
    row.versions.bulk_create(
        GoalVersion(goal=row, number=number, reason="saved", content={"answers": {"statement": f"Text {number}"}})
        for number in range(40)
    )
    Scale.objects.create(goal=row, levels={str(level): f"Level {level}" for level in range(-2, 3)}, baseline=-1)
    rated = {"goal": row, "rater_id": goal.owner_id, "scale_version": 1}
    GoalRating.objects.bulk_create(
        GoalRating(stage=stage, level=level, once_key=uuid.uuid4(), **rated)
        for stage, level in (("start", -1), ("between", 0))
    )
    GoalAction.objects.bulk_create(
        GoalAction(goal=row, body=f"Step {number}", made_by_id=goal.owner_id, once_key=uuid.uuid4())
        for number in range(3)
    )


def together(world, goal):
    """A goal of the pair, like this one."""
    row = Goal.objects.get(public_id=goal.goal_id)
    row.pk, row.public_id, row.once_key = None, uuid.uuid4(), uuid.uuid4()
    row.owner_id, row.group = None, world.group
    row.save(force_insert=True)


def one_and_thirty(world, action, more=()):
    steps = fill(world, 30, more)
    next(steps)
    next(steps)
    action()  # what is looked up once a process is looked up now
    first = queries(action)
    next(steps)
    return first, queries(action)


def test_the_owners_page(world):
    def read():
        goals = world.goals()
        pages.home(factories.actor(world.mentee), world.laid(), goals[0].goal_id)

    one, thirty = one_and_thirty(world, read)
    assert one == thirty


def test_the_owners_unit(world, view):
    one, thirty = one_and_thirty(world, lambda: view(world.mentee), (work, together))
    assert one == thirty
    assert one <= 90


def test_a_mentors_list(world):
    one, thirty = one_and_thirty(world, world.shared)
    assert one == thirty
    assert one <= 12


def test_a_mentors_list_of_many_people(world):
    """More mentees are no more queries either."""
    one, _ = one_and_thirty(world, world.shared)
    for number in range(5):
        mentee = factories.make_mentee(world.round)
        group = factories.make_group(world.mentor, [mentee])
        goal = world.save(f"Theirs {number}", person=mentee)
        world.share(goal, person=mentee, group=group)
    assert len(world.shared()) == 35
    assert queries(world.shared) == one


def test_handing_in(world):
    actor = factories.actor(world.mentee)
    one, thirty = one_and_thirty(world, lambda: api.candidates(actor, world.place))
    assert one == thirty

    def freeze():
        with transaction.atomic():
            api.freeze(actor, world.place, [goal.goal_id for goal in api.candidates(actor, world.place)])

    freeze()
    with CaptureQueriesContext(connection) as captured:
        freeze()
    assert len(captured) <= 12
    # Goals are locked in the order of their keys, as a review locks them, so that neither waits for the other.
    (locking,) = [one["sql"] for one in captured if '."public_id" IN (' in one["sql"] and "usage_key" in one["sql"]]
    assert locking.endswith('"id" ASC')


def test_counting(world):
    one, thirty = one_and_thirty(world, lambda: api.counts(world.round.pk))
    assert one == thirty == 1


def test_resetting(world):
    """Shares, bin and trail of thirty goals in the queries of one."""

    def reset(person):
        with transaction.atomic():
            api.reset(person.user_id, world.place.usage_key, None)

    other_group = world.other_mentee.memberships.get().group
    world.share(world.save(person=world.other_mentee), person=world.other_mentee, group=other_group)
    for number in range(30):
        world.share(world.save(f"Goal {number}"))
    assert queries(lambda: reset(world.other_mentee)) == queries(lambda: reset(world.mentee))


def test_a_fresh_page_needs_few(world, view):
    assert queries(lambda: view(world.mentee)) <= 60
