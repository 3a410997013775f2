"""Who may do what with whose goals: every handler with every role, and the queryset twin of the read rule."""

import itertools
import json
import uuid

import pytest
from django.urls import reverse
from django.utils import timezone

from mentoring_xblock.goals import api
from mentoring_xblock.goals.data import Status
from mentoring_xblock.goals.models import Goal
from mentoring_xblock.groups.models import Membership
from mentoring_xblock.privacy import policy
from mentoring_xblock.privacy.policy import NOBODY, Action
from tests import factories
from tests.goals.conftest import SECRET, typed
from tests.pages import browser

#: Whom policy lets through is the same on every database.
pytestmark = [pytest.mark.django_db, pytest.mark.once]


@pytest.fixture
def strangers(world):
    """Everybody but owner and mentor, by what they are; none of them may know that a goal exists."""
    superuser = factories.make_user(is_superuser=True, is_staff=True)
    factories.enrol(superuser)
    left = factories.make_learner()
    factories.enrol(left, active=False)
    return {
        "enrolled learner": factories.make_learner(),
        "other mentee": world.other_mentee,
        "other mentor": world.other_mentor,
        "coordinator": factories.make_coordinator(world.round.programme),
        "other staff": factories.make_staff(),
        "administrator": factories.make_administrator(),
        "superuser": superuser,
        "not enrolled": factories.make_user(),
        "no longer enrolled": left,
    }


HANDLERS = ("open_goal", "save_goal", "join_goal", "delete_goal", "restore_goal", "take_along", "open_shared")


@pytest.mark.parametrize("shared", [False, True], ids=["private", "shared"])
def test_strangers_find_nothing_by_any_handler(world, call, view, strangers, shared):
    goal = world.save()
    share_id = world.share(goal).share_id if shared else uuid.uuid4()
    named = {"goal": goal.goal_id, "share": share_id, "group": world.group.public_id, "audience": "leader"}
    body = {**typed(goal, "Taken over"), **named, "body": "Hello", "once_key": uuid.uuid4()}
    for person in strangers.values():
        for handler in (*HANDLERS, "share_goal", "withdraw_goal", "comment_goal", "comment_shared"):
            answer = call(person, handler, body)
            assert answer.status_code in (403, 404), handler
            assert SECRET not in answer.content.decode()
    found = Goal.objects.get()
    assert (found.answers["statement"], found.version, found.deleted_at) == (SECRET, 1, None)
    assert len(world.goal(goal).shares) == shared
    assert world.around(goal).comments == ()


@pytest.mark.parametrize("shared", [False, True], ids=["private", "shared"])
def test_no_page_of_a_stranger_tells_of_a_goal(world, view, strangers, shared):
    goal = world.save()
    if shared:
        world.share(goal)
    for name, person in strangers.items():
        if name not in ("not enrolled", "no longer enrolled"):
            page = view(person)
            assert SECRET not in page
            assert str(goal.goal_id) not in page


def test_a_mentor_reads_and_comments_and_does_nothing_else(world, call):
    goal = world.save()
    share = world.share(goal)
    named = {"goal": goal.goal_id, "share": share.share_id, "group": world.group.public_id, "audience": "leader"}
    body = {**typed(goal, "Taken over"), **named, "body": "Hello", "once_key": uuid.uuid4()}
    assert call(world.mentor, "open_shared", body).status_code == 200
    assert call(world.mentor, "comment_shared", body).status_code == 200
    for handler in (
        "open_goal",
        "save_goal",
        "join_goal",
        "delete_goal",
        "restore_goal",
        "share_goal",
        "withdraw_goal",
    ):
        assert call(world.mentor, handler, body).status_code == 404, handler
    assert Goal.objects.get().version == 1
    assert len(world.goal(goal).shares) == 1
    for person, handler in ((world.mentor, "comment_goal"), (world.mentee, "comment_shared")):
        other_key = {"once_key": uuid.uuid4(), "body": "By the wrong handler"}
        assert call(person, handler, {**body, **other_key}).status_code == 404
    assert [one.body for one in world.around(goal).comments] == ["Hello"]


def test_a_visitor_is_asked_to_sign_in(world, call):
    goal = world.save()
    for handler in HANDLERS:
        assert call(None, handler, typed(goal)).status_code == 403


def test_who_looks_through_somebody_elses_eyes_meets_the_set_up_and_changes_nothing(world, authored, call):
    goal = world.save()
    staff = factories.make_staff()
    client = browser(staff)
    looked = client.post(reverse("look_as"), {"learner": world.mentee.user.username})
    assert looked.status_code == 302
    page = client.get(reverse("unit", args=[authored.unit_id])).content.decode()
    assert "You are viewing this course as somebody else." in page
    assert SECRET not in page
    for handler in HANDLERS:
        answer = call(None, handler, typed(goal, "Taken over"), client=client)
        assert answer.status_code == 403
        assert SECRET not in answer.content.decode()
    assert Goal.objects.get().version == 1


def test_studio_writes_no_learners_row(world, authored):
    author = factories.make_staff()
    factories.enrol(author)
    factories.make_mentee(world.round, user=author)
    for view in ("component_handler", "preview_handler"):
        url = reverse(view, kwargs={"usage_id": authored.usage_key, "handler": "save_goal"})
        answer = browser(author).post(url, json.dumps(typed()), "application/json")
        assert answer.status_code == 403
    assert not Goal.objects.exists()


def test_losing_the_enrolment_is_losing_access_and_not_the_goal(world, call):
    goal = world.save()
    factories.enrol(world.mentee.user, active=False)
    assert call(world.mentee, "open_goal", {"goal": goal.goal_id}).status_code in (403, 404)
    factories.enrol(world.mentee.user)
    assert SECRET in call(world.mentee, "open_goal", {"goal": goal.goal_id}).content.decode()


def test_the_queryset_twin_reads_what_the_rule_reads(world):
    """Every goal, in every state, for everybody who could ask."""
    peer = factories.make_mentee(world.round)
    circle = factories.make_group(None, [world.mentee, peer], kind="peer_group")
    private, with_mentor, with_peers, withdrawn, ended, binned = (world.save(f"Goal {n}") for n in range(6))
    world.save(person=world.other_mentee)
    world.share(with_mentor)
    world.share(with_peers, group=circle, audience="group")
    world.withdraw(withdrawn, world.share(withdrawn))
    other = factories.make_mentor(world.round)
    pair = factories.make_group(other, [world.mentee], kind="small_group", round_=world.round)
    world.share(ended, group=pair)
    Membership.objects.filter(group=pair, leads=True).update(readable_until=timezone.now())
    world.share(binned)
    world.delete(binned)
    people = [world.mentee, world.mentor, peer, other, world.other_mentee, world.other_mentor]
    actors = [factories.actor(person) for person in people]
    actors += [factories.actor(person, enrolled=False) for person in people]
    actors += [factories.actor(person, masquerading=True, staff=True) for person in people]
    actors += [
        factories.coordinator_actor(factories.make_coordinator(world.round.programme)),
        factories.administrator_actor(factories.make_administrator()),
        factories.actor(factories.make_user(is_superuser=True), staff=True, admin=True, author=True),
        NOBODY,
    ]
    rows = list(Goal.objects.all())
    facts = api.facts_for(rows)
    seen = 0
    for actor, row in itertools.product(actors, rows):
        by_rule = policy.allowed(Action.ITEM_READ, actor, facts[row.public_id])
        by_query = api.readable_goals(actor, row.course_key).filter(pk=row.pk).exists()
        assert by_rule == by_query, (actor, row.answers)
        seen += by_rule
    # mentee: five; other mentee: one; mentor: one; peer: one.
    assert seen == 8
    assert private.goal_id not in {one.goal.goal_id for one in world.shared()}


def test_goals_of_another_course_are_not_read_by_this_ones_roles(world):
    goal = world.save()
    world.share(goal)
    assert not api.readable_goals(factories.actor(world.mentor), factories.OTHER_COURSE_KEY).exists()


def test_counts_tell_how_many_and_no_more(world):
    world.save(status=Status.ACTIVE)
    world.save(status=Status.PARTLY)
    world.delete(world.save(status=Status.ACTIVE))
    world.save(person=world.other_mentee)
    found = api.counts(world.round.pk)
    mine = found[world.mentee.user_id]
    assert (mine.total, mine.active, mine.reached) == (2, 1, 1)
    assert found[world.other_mentee.user_id].total == 1
    assert set(found) == {world.mentee.user_id, world.other_mentee.user_id}
