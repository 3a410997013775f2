"""What a goal said before: a text a sitting, a page at a time, each as what has changed since."""

import datetime as dt
import uuid
from contextlib import contextmanager
from unittest.mock import patch

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from mentoring_xblock.goals import api
from mentoring_xblock.goals.data import GoalDraft, Status
from mentoring_xblock.goals.history import PAGE_SIZE
from mentoring_xblock.goals.models import GoalVersion
from mentoring_xblock.groups.models import Membership
from mentoring_xblock.kit.differences import Kind
from mentoring_xblock.kit.errors import Conflict, NotFound
from mentoring_xblock.kit.keeping import Reason
from mentoring_xblock.privacy.policy import Action
from mentoring_xblock.worksheets.api import SMART, questions_of
from mentoring_xblock.worksheets.data import Worksheet
from tests import factories

pytestmark = pytest.mark.django_db

START = dt.datetime(2027, 1, 11, 9, tzinfo=dt.UTC)


@contextmanager
def at(moment):
    """Let it be this moment, also for the texts that are kept meanwhile."""
    known = list(GoalVersion.objects.values_list("pk", flat=True))
    with patch.object(timezone, "now", lambda: moment):
        yield
    GoalVersion.objects.exclude(pk__in=known).update(created_at=moment)


def read(world, goal, page=1, person=None, sheet=None, levels=None):
    actor = factories.actor(person or world.mentee)
    return api.history(actor, sheet or world.sheet(person), goal.goal_id, page, levels=levels).page


def told(version):
    """A version as its reason and, for each part, what is marked: -gone, +new, and =what stays."""
    marks = {Kind.GONE: "-", Kind.NEW: "+", Kind.SAME: "="}
    return version.reason, {
        part.label: [marks[one.kind] + one.text.strip() for one in part.changes] for part in version.changes
    }


def test_a_sitting_is_one_text_and_each_says_what_it_changed_into(world):
    with at(START):
        goal = world.save("A free evening a week")
    with at(START + dt.timedelta(minutes=40)):
        goal = world.save("A free day a week", goal=goal, status=Status.ACTIVE)
    with at(START + dt.timedelta(minutes=50)):
        goal = world.save("A free day a week, whatever comes", goal=goal, status=Status.ACTIVE)
    with at(START + dt.timedelta(days=1)):
        world.share(goal)
    with at(START + dt.timedelta(days=2)):
        goal = world.save("Two free days a week", goal=goal, status=Status.ACTIVE)
    page = read(world, goal)
    question = "What do you want?"
    assert [told(one) for one in page.items] == [
        (
            Reason.SAVED,
            {question: ["-A", "+Two", "=free", "-day", "+days", "=a", "-week, whatever comes", "+week"]},
        ),
        (Reason.SHARED, {}),
        (
            Reason.SAVED,
            {
                question: ["=A free", "-evening", "+day", "=a", "-week", "+week, whatever comes"],
                "Where does it stand?": ["-Draft", "+Active"],
            },
        ),
    ]
    assert [one.at for one in page.items] == [
        START + dt.timedelta(days=2),
        START + dt.timedelta(days=1),
        START + dt.timedelta(minutes=40),
    ]
    # The text changed on two days; on the first of them it also became active.
    assert [(one.at, one.kind, one.status) for one in api.moments(GoalVersion.objects.first().goal_id)] == [
        (START + dt.timedelta(minutes=40), "status", Status.ACTIVE),
        (START + dt.timedelta(days=2), "changed", None),
    ]


def test_a_text_that_lost_to_another_is_told_whole_and_nothing_is_compared_with_it(world):
    with at(START):
        goal = world.save("First")
    with at(START + dt.timedelta(hours=1)):
        here = world.save("Second, from here", goal=goal)
    with at(START + dt.timedelta(hours=2)), pytest.raises(Conflict):
        world.save("Second, from elsewhere", goal=goal)
    found = [told(one) for one in read(world, here).items]
    whole = {"What do you want?": ["=Second, from elsewhere"], "Where does it stand?": ["=Draft"]}
    assert found == [
        (Reason.CONFLICT, whole),
        (Reason.SAVED, {"What do you want?": ["-First", "+Second, from here"]}),
    ]


def test_levels_are_compared_with_levels_across_pages(world):
    goal = world.save()
    ref = api.goal_ref(factories.actor(world.mentee), world.place, goal.goal_id, Action.ITEM_WRITE)

    def keep(number, text, minutes, reason=Reason.SCALE):
        content = {"levels": {"0": text}, "baseline": -1, "weight": 1}
        api.keep(ref, number, reason, content, world.mentee.user_id)
        GoalVersion.objects.filter(number=number, reason=reason).update(
            created_at=START + dt.timedelta(minutes=minutes)
        )

    keep(1, "One day", 0)
    for number in range(PAGE_SIZE):
        GoalVersion.objects.create(
            goal_id=ref.pk,
            number=number,
            reason=Reason.SAVED,
            content={"answers": {"statement": f"Text {number}"}, "status": "draft"},
            created_at=START + dt.timedelta(minutes=1 + number),
        )
    keep(2, "Two days", 60)
    now = {"levels": {"0": "Three days"}, "baseline": -2, "weight": 1}
    first, second = read(world, goal, 1, levels=now), read(world, goal, 2, levels=now)
    assert (first.total, first.pages, len(second.items)) == (PAGE_SIZE + 2, 2, 2)
    assert told(first.items[0]) == (
        Reason.SCALE,
        {"Level 0": ["-Two", "+Three", "=days"], "Where it began": ["-−1", "+−2"]},
    )
    # What comes after the newest of a page stands on the page before, be it a text or levels.
    assert told(second.items[0])[1] == {"What do you want?": ["=Text", "-0", "+1"]}
    assert told(second.items[1])[1] == {"Level 0": ["-One day", "+Two days"]}
    assert read(world, goal, 99).number == 2


def test_answers_keep_the_words_that_they_answered(world):
    asked = [{"id": "statement", "label": {"en": "Where do you want to be?"}}, {"id": "gone", "label": {"en": "Who?"}}]
    before, after = Worksheet(questions_of(asked)), Worksheet(questions_of(SMART))
    actor = factories.actor(world.mentee)

    def save(worksheet, answers, goal=None):
        sheet = api.open_sheet(actor, world.place, worksheet)
        draft = GoalDraft(answers)
        goal_id, version = (goal.goal_id, goal.version) if goal else (None, 0)
        return api.save_goal(actor, sheet, goal_id, draft, version, uuid.uuid4()).goal

    with at(START):
        goal = save(before, {"statement": "On stage", "gone": "My team"})
    with at(START + dt.timedelta(hours=1)):
        goal = save(after, {"statement": "On a stage"}, goal)
    [kept] = api.history(actor, api.open_sheet(actor, world.place, after), goal.goal_id, 1).page.items
    assert [part.label for part in kept.changes] == ["What do you want?"]
    with at(START + dt.timedelta(hours=2)):
        save(after, {"statement": "On a big stage"}, goal)
    older = api.history(actor, api.open_sheet(actor, world.place, after), goal.goal_id, 1).page.items[1]
    assert told(older)[1] == {"What do you want?": ["=On", "+a", "=stage"]}


def test_nobody_but_its_owner_reads_it(world):
    goal = world.save()
    world.share(goal)
    for person in (world.mentor, world.other_mentee):
        with pytest.raises(NotFound):
            read(world, goal, person=person)
    world.delete(goal)
    with pytest.raises(NotFound):
        read(world, goal)


def test_a_groups_goal_has_names_and_a_newcomer_reads_what_came_after(world):
    peers = [world.mentee, factories.make_mentee(world.round, name="Joonas Hietala")]
    circle = factories.make_group(None, peers, kind="peer_group", name="Vertaiset", capacity=6)
    newcomer = factories.make_mentee(world.round)
    factories.join(circle, newcomer)
    Membership.objects.filter(group=circle).update(joined_at=START - dt.timedelta(days=9))
    Membership.objects.filter(group=circle, participant=newcomer).update(joined_at=START + dt.timedelta(hours=2))
    type(circle).objects.filter(pk=circle.pk).update(published_at=START - dt.timedelta(days=9))

    def sheet(person):
        found = api.group_sheets(factories.actor(person), world.place, Worksheet(questions_of(SMART)))
        return next(one for one in found if one.group_id == circle.public_id)

    def save(person, text, goal=None):
        draft = GoalDraft({"statement": text})
        goal_id, version = (goal.goal_id, goal.version) if goal else (None, 0)
        return api.save_goal(factories.actor(person), sheet(person), goal_id, draft, version, uuid.uuid4()).goal

    with at(START):
        goal = save(peers[0], "We meet more often")
    with at(START + dt.timedelta(hours=1)):
        goal = save(peers[1], "We meet every week", goal)
    with at(START + dt.timedelta(hours=3)):
        goal = save(peers[0], "We meet every other week", goal)
    names = [one.author for one in read(world, goal, person=peers[0], sheet=sheet(peers[0])).items]
    assert names == ["Joonas Hietala", peers[0].user.profile.name]
    assert [one.author for one in read(world, goal, person=newcomer, sheet=sheet(newcomer)).items] == names[:1]
    with pytest.raises(NotFound):
        read(world, goal, person=peers[0])


def test_a_page_costs_the_same_however_much_was_kept(world):
    goal = world.save()
    pk = api.goal_ref(factories.actor(world.mentee), world.place, goal.goal_id, Action.ITEM_WRITE).pk

    def cost(page):
        sheet = world.sheet()
        with CaptureQueriesContext(connection) as captured:
            api.history(factories.actor(world.mentee), sheet, goal.goal_id, page)
        return len(captured)

    def keep(count):
        content = {"answers": {"statement": "Text"}, "status": "draft"}
        GoalVersion.objects.bulk_create(
            GoalVersion(goal_id=pk, number=number, reason=Reason.SAVED, content=content) for number in range(count)
        )

    keep(1)
    few = cost(1)
    keep(39)
    assert cost(1) == few
    assert cost(3) <= few + 1
