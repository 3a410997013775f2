"""What a group writes together: its people write it, nobody else knows of it, and nothing of two texts is lost."""

import uuid

import pytest
from django.utils import timezone

from mentoring_xblock.goals import api
from mentoring_xblock.goals.data import Status
from mentoring_xblock.goals.models import Goal, GoalVersion
from mentoring_xblock.groups import api as groups
from mentoring_xblock.groups.models import CloseReason
from mentoring_xblock.kit.errors import NotAllowed, NotFound
from mentoring_xblock.kit.keeping import Reason
from mentoring_xblock.privacy.models import TrailEntry
from mentoring_xblock.privacy.policy import Action
from tests import factories
from tests.goals.conftest import SECRET, draft, typed

pytestmark = pytest.mark.django_db


def sheet_of(world, person, group=None):
    """The sheet of a group as one of its people sees it."""
    group = group or world.group
    return world.laid(person).of(group.public_id)


def write(world, person, text, goal=None, group=None, **changes):
    """Save a goal of a group, and return it as its writer sees it."""
    sheet = sheet_of(world, person, group)
    known = (goal.goal_id, goal.version) if goal else (None, 0)
    key = uuid.uuid4()
    return api.save_goal(factories.actor(person), sheet, known[0], draft(text, **changes), known[1], key).goal


def seen(world, person, group=None):
    sheet = sheet_of(world, person, group)
    return api.list_together(factories.actor(person), [sheet])[sheet.group_id]


def test_two_people_write_one_goal_and_nothing_of_theirs_is_lost(world, call):
    """From the first word to the bin, by the page: the mentee begins, the mentor goes on, and then both at once."""
    begun = call(world.mentee, "save_goal", {**typed(), "group": world.group.public_id})
    assert begun.status_code == 200
    assert "Everybody in the group reads and writes this" in begun.content.decode()
    assert "Together: Anna Laine" in begun.content.decode()
    (goal,) = seen(world, world.mentor)
    assert (goal.owner_id, goal.group_id, goal.changed_by) == (None, world.group.public_id, "Elli Saari")
    opened = call(world.mentor, "open_goal", {"goal": goal.goal_id}).content.decode()
    assert "Elli Saari saved this" in opened
    assert "Who can read it" not in opened

    assert call(world.mentor, "save_goal", typed(goal, "Anna wrote this")).status_code == 200
    refused = call(world.mentee, "save_goal", typed(goal, "Elli wrote this"))
    assert refused.status_code == 409
    assert "What Anna Laine saved" in refused.content.decode()
    kept = dict(GoalVersion.objects.values_list("reason", "author__pk"))
    assert kept == {Reason.SAVED: world.mentee.user_id, Reason.CONFLICT: world.mentee.user_id}
    (goal,) = seen(world, world.mentee)
    again = {**typed(goal, "Elli wrote this"), "joined": "true"}
    assert call(world.mentee, "save_goal", again).status_code == 200
    assert GoalVersion.objects.latest("pk").author == world.mentor.user

    deleted = call(world.mentor, "delete_goal", {"goal": goal.goal_id})
    assert "is deleted for everybody in the group" in deleted.content.decode()
    assert seen(world, world.mentee) == ()
    assert call(world.mentee, "restore_goal", {"goal": goal.goal_id}).status_code == 200
    assert [one.title for one in seen(world, world.mentor)] == ["Elli wrote this"]
    assert not TrailEntry.objects.exists()


def test_own_goals_and_a_groups_are_never_mixed_up(world, call):
    """A goal stays where it is, whatever a browser names with it; of others' groups nobody learns anything."""
    own, ours = world.save("Mine"), write(world, world.mentee, "Ours")
    assert (
        call(world.mentee, "save_goal", {**typed(own, "Still mine"), "group": world.group.public_id}).status_code == 200
    )
    assert Goal.objects.get(public_id=own.goal_id).group_id is None
    for sheet, goal in ((world.sheet(), ours), (sheet_of(world, world.mentee), own)):
        for act in (api.get_goal, api.delete_goal, api.restore_goal):
            with pytest.raises(NotFound):
                act(factories.actor(world.mentee), sheet, goal.goal_id)
    theirs = factories.make_group(None, [world.other_mentee, factories.make_mentee(world.round)], kind="peer_group")
    for group in (theirs.public_id, uuid.uuid4(), world.other_mentee.memberships.first().group.public_id):
        for handler in ("new_goal", "save_goal", "join_goal"):
            assert call(world.mentee, handler, {**typed(), "group": group}).status_code == 404
    for handler in ("share_goal", "withdraw_goal", "comment_goal", "open_shared", "comment_shared", "take_along"):
        body = {"goal": ours.goal_id, "group": world.group.public_id, "audience": "leader", "share": uuid.uuid4()}
        more = {"body": "Hello", "once_key": uuid.uuid4()}
        assert call(world.mentee, handler, {**body, **more}).status_code == 404, handler
    with pytest.raises(NotFound):
        api.freeze(factories.actor(world.mentee), world.place, [ours.goal_id])
    assert [one.title for one in world.goals()] == ["Still mine"]
    assert api.counts(world.round.pk)[world.mentee.user_id].total == 1
    assert None not in api.counts(world.round.pk)
    assert all((row.owner_id is None) != (row.group_id is None) for row in Goal.objects.all())
    # Nobody's sheet is nobody's, and not every group's.
    nobody = world.sheet(factories.make_learner())
    assert api.list_goals(factories.actor(world.mentee), nobody) == ()


def test_a_group_that_is_over_reads_and_a_newcomer_writes_on(world, view, call):
    joining = factories.make_mentee(world.round, name="Joonas Hietala")
    circle = factories.make_group(None, [world.mentee, factories.make_mentee(world.round)], kind="peer_group")
    goal = write(world, world.mentee, SECRET, group=circle, status=Status.ACTIVE)
    assert SECRET not in view(joining)
    factories.join(circle, joining)
    goal = write(world, joining, f"{SECRET}, and on Sundays", goal, circle)
    # Of what was before they came only what was written since is theirs to read.
    page = call(joining, "open_goal", {"goal": goal.goal_id}).content.decode()
    assert "1 earlier text" in page
    programme = world.round.programme
    programme.plan = {**programme.plan, "share_days_after_close": 30}
    programme.save()
    coordinator = factories.coordinator_actor(factories.make_coordinator(programme))
    place = factories.place_of(world.round)
    groups.close(coordinator, place, circle.public_id, CloseReason.COMPLETED)
    page = view(joining)
    assert "Together, and over" in page
    assert "and on Sundays" in page
    for handler in ("save_goal", "delete_goal", "join_goal"):
        assert call(world.mentee, handler, typed(goal, "Too late")).status_code == 404
    assert call(world.mentee, "new_goal", {"group": circle.public_id}).status_code == 404
    circle.memberships.update(readable_until=timezone.now())
    assert "and on Sundays" not in view(joining)
    assert call(joining, "open_goal", {"goal": goal.goal_id}).status_code == 404


def test_whoever_goes_on_to_the_next_round_still_reads_what_their_group_wrote(world, view, call):
    """As long as they were promised; it is read only, and opens nobody's page unasked."""
    goal = write(world, world.mentee, SECRET, status=Status.ACTIVE)
    programme = world.round.programme
    programme.plan = {**programme.plan, "share_days_after_close": 60}
    programme.save()
    coordinator = factories.coordinator_actor(factories.make_coordinator(programme))
    groups.close(coordinator, factories.place_of(world.round), world.group.public_id, CloseReason.COMPLETED)
    world.round.closed_at = timezone.now()
    world.round.save()
    again = factories.make_mentee(factories.make_round(programme, 2), user=world.mentee.user)
    newcomer = factories.make_mentee(again.round)
    factories.make_group(None, [again, newcomer], kind="peer_group")
    page = view(again)
    for sentence in (
        "No goals yet.",
        "Write the first goal",
        "From an earlier round",
        "Together, and over: Anna Laine",
    ):
        assert sentence in page, sentence
    opened = call(again, "open_goal", {"goal": goal.goal_id}).content.decode()
    assert "Everybody who was in the group to its end can still read this" in opened
    assert call(again, "open_history", {"goal": goal.goal_id, "page": 1}).status_code == 200
    step = {"goal": goal.goal_id, "body": "Too late", "due_on": "", "once_key": uuid.uuid4()}
    for handler, body in (("save_goal", typed(goal, "Too late")), ("delete_goal", step), ("add_goal_action", step)):
        assert call(again, handler, body).status_code == 404, handler
    assert call(again, "new_goal", {"group": world.group.public_id}).status_code == 404
    for person in (newcomer, world.other_mentee):
        assert call(person, "open_goal", {"goal": goal.goal_id}).status_code == 404
    world.group.memberships.update(readable_until=timezone.now())
    assert "Together, and over" not in view(again)
    assert call(again, "open_goal", {"goal": goal.goal_id}).status_code == 404


@pytest.mark.once
def test_the_twin_of_group_goals_lists_what_the_rule_lets_read(world):
    """For each person of two groups and outside: by the rule on each goal, and by the lists."""
    circle = factories.make_group(None, [world.mentee, factories.make_mentee(world.round)], kind="peer_group")
    write(world, world.mentee, "Pair")
    write(world, world.mentee, "Circle", group=circle)
    binned = write(world, world.mentee, "In the bin")
    api.delete_goal(factories.actor(world.mentee), sheet_of(world, world.mentee), binned.goal_id)
    lists = 0
    for person in (world.mentee, world.mentor, world.other_mentee, world.other_mentor, *circle.memberships.all()):
        person = getattr(person, "participant", person)
        for standing in ({}, {"enrolled": False}, {"masquerading": True, "staff": True}):
            actor = factories.actor(person, **standing)
            by_rule = set()
            for row in Goal.objects.all():
                try:
                    by_rule.add(api.goal_ref(actor, world.place, row.public_id, Action.ITEM_READ).goal_id)
                except (NotFound, NotAllowed):
                    continue
            relations = groups.relations(actor, world.place)
            sheets = api.group_sheets(actor, world.place, world.sheet().worksheet)
            by_list = [one.goal_id for goals in api.list_together(actor, sheets).values() for one in goals]
            by_group = [one.goal_id for relation in relations for one in api.group_goals(relation, timezone.now())]
            assert set(by_list) == set(by_group) == by_rule
            assert len(by_list) == len(by_rule)
            lists += len(by_list)
    assert lists == 6


def test_two_first_saves_of_one_click_are_one_goal_of_the_group(world):
    key, sheet = uuid.uuid4(), sheet_of(world, world.mentee)
    actor = factories.actor(world.mentee)
    saved = [api.save_goal(actor, sheet, None, draft(), 0, key).created for _ in range(2)]
    assert saved == [True, False]
    with pytest.raises(NotFound):
        world.save(once_key=key)
    assert [one.group_id for one in seen(world, world.mentor)] == [world.group.public_id]
