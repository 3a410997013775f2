"""What is to be done for a goal: written, changed, ticked off, let go, and taken up again."""

import datetime as dt
import uuid

import pytest
from django.utils import timezone

from mentoring_xblock.goals import actions, api
from mentoring_xblock.goals.actions import Becomes
from mentoring_xblock.goals.data import ActionDraft, GoalDraft
from mentoring_xblock.goals.models import Goal, GoalAction
from mentoring_xblock.groups import api as groups
from mentoring_xblock.groups.models import CloseReason
from mentoring_xblock.kit.errors import Conflict, FormUsed, Invalid, NotFound
from mentoring_xblock.worksheets.api import SMART, questions_of
from mentoring_xblock.worksheets.data import Worksheet
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(world):
    """A goal of the mentee's, and what they can do with its steps."""
    return Desk(world, world.save())


class Desk:
    def __init__(self, world, goal):
        self.world, self.goal, self.now = world, goal, timezone.now()

    def add(self, body, due_on=None, *, goal=None, person=None, once_key=None):
        person = person or self.world.mentee
        return actions.add_action(
            factories.actor(person),
            self.world.sheet(person),
            (goal or self.goal).goal_id,
            ActionDraft(body, due_on),
            once_key or uuid.uuid4(),
            self.now,
        )

    def change(self, step, body, due_on=None, version=None):
        return actions.change_action(
            factories.actor(self.world.mentee),
            self.world.sheet(),
            self.goal.goal_id,
            step.action_id,
            ActionDraft(body, due_on),
            version or step.version,
            self.now,
        )

    def settle(self, step, becomes, person=None):
        actor = factories.actor(person or self.world.mentee)
        self.now += dt.timedelta(minutes=1)
        return actions.settle_action(actor, self.world.place, self.goal.goal_id, step.action_id, becomes, self.now)

    def steps(self):
        return actions.actions_of([self.goal.goal_id]).get(self.goal.goal_id, ())


def test_steps_stand_by_their_day_and_what_is_over_stands_last(desk):
    today = timezone.localdate()
    some_day = desk.add("Some day")
    later = desk.add("Later", today + dt.timedelta(days=9))
    soon = desk.add("Soon", today)
    assert [one.body for one in desk.steps()] == ["Soon", "Later", "Some day"]
    desk.settle(soon, Becomes.DONE)
    desk.settle(some_day, Becomes.DROPPED)
    assert desk.settle(later, Becomes.DONE) == desk.settle(later, Becomes.DONE)
    assert [(one.body, one.open) for one in desk.steps()] == [("Later", False), ("Some day", False), ("Soon", False)]
    assert desk.settle(soon, Becomes.OPEN).open
    assert desk.steps()[0].body == "Soon"


def test_a_step_is_changed_and_two_devices_lose_nothing(desk):
    step = desk.add("Ask Mirva")
    assert desk.change(step, "Ask Mirva and her team").version == 2
    with pytest.raises(Conflict) as caught:
        desk.change(step, "Ask Pekka")
    assert caught.value.current.body == "Ask Mirva and her team"
    # The same words again are no change, and so no conflict.
    assert desk.change(step, "Ask Mirva and her team").version == 2


def test_a_double_click_adds_one_and_a_key_belongs_to_one_goal(desk):
    key, other = uuid.uuid4(), desk.world.save("Another goal")
    assert desk.add("Once", once_key=key) == desk.add("Once", once_key=key)
    assert GoalAction.objects.count() == 1
    with pytest.raises(FormUsed):
        desk.add("Once", goal=other, once_key=key)


def test_days_lie_ahead_and_in_the_programme_and_what_stands_is_not_questioned(desk, last_day):
    today = timezone.localdate()
    for day in (today - dt.timedelta(days=1), last_day + dt.timedelta(days=1)):
        with pytest.raises(Invalid) as caught:
            desk.add("Too early, too late", day)
        assert list(caught.value.fields) == ["due_on"]
    step = desk.add("In time", last_day)
    GoalAction.objects.update(due_on=today - dt.timedelta(days=3))
    [late] = desk.steps()
    assert late.overdue
    assert desk.change(step, "Late, but still to be done", late.due_on).due_on == late.due_on


def test_words_are_needed_and_there_is_room_for_sixty_open_ones(desk):
    for body in ("", " \n", "\u200b", "x" * (actions.ACTION_LIMIT + 1)):
        with pytest.raises(Invalid):
            desk.add(body)
    first = desk.add("First")
    GoalAction.objects.bulk_create(
        GoalAction(goal_id=GoalAction.objects.get().goal_id, body=str(number), once_key=uuid.uuid4())
        for number in range(actions.OPEN_LIMIT - 1)
    )
    with pytest.raises(Invalid):
        desk.add("One more")
    desk.settle(first, Becomes.DONE)
    desk.add("One more")
    with pytest.raises(Invalid):
        desk.settle(first, Becomes.OPEN)


def test_only_its_owner_writes_it_and_not_in_the_bin(desk):
    step = desk.add("Mine")
    desk.world.share(desk.goal)
    for person in (desk.world.mentor, desk.world.other_mentee):
        with pytest.raises(NotFound):
            desk.settle(step, Becomes.DONE, person=person)
        with pytest.raises(NotFound):
            desk.add("Theirs", person=person)
    desk.world.delete(desk.goal)
    with pytest.raises(NotFound):
        desk.settle(step, Becomes.DONE)


def test_many_goals_are_one_query_and_of_what_is_over_the_newest_is_shown(desk, django_assert_num_queries):
    other = desk.world.save("Another goal")
    for goal in (desk.goal, other):
        desk.add("Open", goal=goal)
    row = GoalAction.objects.filter(goal__public_id=other.goal_id).values_list("goal_id", flat=True).first()
    GoalAction.objects.bulk_create(
        GoalAction(
            goal_id=row, body=f"Done {number}", once_key=uuid.uuid4(), done_at=desk.now - dt.timedelta(days=number)
        )
        for number in range(actions.SHOWN + 5)
    )
    with django_assert_num_queries(1):
        found = actions.actions_of([desk.goal.goal_id, other.goal_id, uuid.uuid4()])
    assert {goal_id: len(steps) for goal_id, steps in found.items()} == {
        desk.goal.goal_id: 1,
        other.goal_id: 1 + actions.SHOWN,
    }
    assert [one.body for one in found[other.goal_id]][:3] == ["Open", "Done 0", "Done 1"]


def test_steps_over_http_keep_what_was_typed_and_leave_the_worksheet_alone(world, call, view):
    goal = world.save()
    body = {"goal": goal.goal_id, "body": "Ask Mirva", "due_on": "", "once_key": uuid.uuid4()}
    added = call(world.mentee, "add_goal_action", body)
    assert (added.status_code, "Ask Mirva" in added.content.decode()) == (200, True)
    assert '-paper"' not in added.content.decode()
    long = "ä" * (actions.ACTION_LIMIT + 1)
    for typed in ({"body": long}, {"body": "Soon", "due_on": "tomorrow"}):
        refused = call(world.mentee, "add_goal_action", {**body, "once_key": uuid.uuid4(), **typed})
        assert refused.status_code == 422
        assert typed["body"] in refused.content.decode()
    step = actions.actions_of([goal.goal_id])[goal.goal_id][0]
    change = {"goal": goal.goal_id, "action": step.action_id, "version": 1, "due_on": ""}
    assert call(world.mentee, "change_goal_action", {**change, "body": "Ask Pekka"}).status_code == 200
    late = call(world.mentee, "change_goal_action", {**change, "body": "Ask Anna"})
    assert late.status_code == 409
    assert "Ask Anna" in late.content.decode()
    # What was typed stands upon what is there now, so that saving again puts it there.
    assert 'name="version" value="2"' in late.content.decode()
    assert "Ask Pekka" in view(world.mentee)
    world.share(goal)
    read = call(world.mentor, "open_shared", {"goal": goal.goal_id}).content.decode()
    assert "Ask Pekka" in read
    assert "settle_goal_action" not in read


def test_everybody_in_a_group_writes_what_is_to_be_done_for_its_goal_until_it_ends(world):
    peer, stranger = factories.make_mentee(world.round), world.other_mentee
    circle = factories.make_group(None, [world.mentee, peer], kind="peer_group", name="Vertaiset")
    worksheet, now = Worksheet(questions_of(SMART)), timezone.now()

    def sheet(person):
        found = api.group_sheets(factories.actor(person), world.place, worksheet)
        return next(one for one in found if one.group_id == circle.public_id)

    ours = api.save_goal(
        factories.actor(peer), sheet(peer), None, GoalDraft({"statement": "Ours"}), 0, uuid.uuid4()
    ).goal
    about = (ours.goal_id, ActionDraft("Book a room"), uuid.uuid4(), now)
    step = api.add_action(factories.actor(world.mentee), sheet(world.mentee), *about)
    settle = (world.place, ours.goal_id, step.action_id, Becomes.DONE, now)
    assert api.settle_action(factories.actor(peer), *settle).done_at == now
    # On one's own worksheet a group's goal is not there, and on a group's no goal of one's own.
    with pytest.raises(NotFound):
        api.add_action(factories.actor(peer), world.sheet(peer), *about)
    with pytest.raises(NotFound):
        api.settle_action(factories.actor(stranger), *settle)
    coordinator = factories.coordinator_actor(factories.make_coordinator(world.round.programme))
    groups.close(coordinator, world.place, circle.public_id, CloseReason.COMPLETED)
    with pytest.raises(NotFound):
        api.settle_action(factories.actor(peer), *settle)


def test_a_newcomer_knows_of_no_step_that_was_over_before_they_came(world, call):
    joining = factories.make_mentee(world.round, name="Joonas Hietala")
    circle = factories.make_group(None, [world.mentee, factories.make_mentee(world.round)], kind="peer_group")
    about = {"goal": world.save().goal_id, "due_on": ""}
    Goal.objects.update(owner=None, group=circle)
    for body in ("Book it", "Forget it", "Still open"):
        call(world.mentee, "add_goal_action", {**about, "body": body, "once_key": uuid.uuid4()})
    before = timezone.now() - dt.timedelta(days=2)
    GoalAction.objects.filter(body="Book it").update(done_at=before)
    GoalAction.objects.filter(body="Forget it").update(dropped_at=before)
    factories.join(circle, joining)
    still = GoalAction.objects.get(body="Still open")
    step = {**about, "action": still.public_id, "version": 1}
    answers = [
        call(joining, "open_goal", about),
        call(joining, "add_goal_action", {**about, "body": "Mine", "once_key": uuid.uuid4()}),
        call(joining, "change_goal_action", {**step, "body": "Still open, and sooner"}),
        call(joining, "settle_goal_action", {**step, "becomes": "done"}),
    ]
    for answer in answers:
        assert answer.status_code == 200
        assert "Still open" in answer.content.decode()
        assert not [body for body in ("Book it", "Forget it") if body in answer.content.decode()]
    assert "Book it" in call(world.mentee, "open_goal", about).content.decode()
