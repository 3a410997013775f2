"""One's own goals as a file to keep."""

import re
import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from mentoring_xblock.assessment import api as assessment
from mentoring_xblock.attainment import api as attainment
from mentoring_xblock.attainment.data import Answer, ScaleDraft
from mentoring_xblock.goals import api
from mentoring_xblock.goals.actions import Becomes
from mentoring_xblock.goals.block import GoalsBlock
from mentoring_xblock.goals.data import ActionDraft, Status
from mentoring_xblock.goals.models import Goal, GoalAction, GoalVersion
from mentoring_xblock.kit.keeping import Reason
from tests import factories

pytestmark = pytest.mark.django_db


def saved(call, person):
    answer = call(person, "open_document", {})
    assert answer.status_code == 200
    return answer.json()


def test_it_holds_everything_of_ones_own_and_nobody_elses_words(world, call):
    actor, now = factories.actor(world.mentee), timezone.now()
    goal = world.save("A free <b>evening</b>", target_on=world.sheet().last_day, status=Status.ACTIVE)
    share = world.share(goal)
    world.comment(goal, share, "What the mentor said")
    goal = world.save("A free day", goal=goal, target_on=world.sheet().last_day, status=Status.ACTIVE)
    step = api.add_action(actor, world.sheet(), goal.goal_id, ActionDraft("Ask Mirva"), uuid.uuid4(), now)
    api.settle_action(actor, world.place, goal.goal_id, step.action_id, Becomes.DONE, now)
    texts = {level: f"Reached {level}" for level in (-2, -1, 0, 1, 2)}
    attainment.save_scale(actor, world.place, goal.goal_id, ScaleDraft(texts, -1), 0, same=None, now=now)
    attainment.rate(actor, world.place, goal.goal_id, Answer(-1, "It has begun"), uuid.uuid4(), now)
    made = assessment.hand_in(actor, world.place, 10, GoalsBlock.items, [goal.goal_id], uuid.uuid4())
    assessment.give_score(factories.actor(world.mentor), world.place, made, 7, "Say **when**.")
    world.save("Not mine", person=world.other_mentee)
    file = saved(call, world.mentee)
    assert re.fullmatch(r"goals-\d{4}-\d\d-\d\d\.html", file["name"])
    text = file["text"]
    for words in (
        "Elli Saari",
        "Round 1",
        "A free day",
        "<del>&lt;b&gt;evening&lt;/b&gt;</del>",
        "Ask Mirva",
        "Reached 2",
        "It has begun",
        "Your goal is rated.",
        "7 of 10 points",
        "Say <strong>when</strong>.",
    ):
        assert words in text, words
    for words in ("What the mentor said", "Not mine", "<script", "<style", "style=", "<link", "<img"):
        assert words not in text, words
    assert text.startswith("<!doctype html>")


def test_who_has_written_nothing_saves_an_empty_one_and_nobody_anybody_elses(world, call):
    world.share(world.save("Mine alone"))
    for person in (world.mentor, world.other_mentee, factories.make_coordinator(world.round.programme)):
        text = saved(call, person)["text"]
        assert "You have written no goals yet." in text
        assert "Mine alone" not in text


def test_what_is_in_the_bin_is_not_in_it(world, call):
    gone = world.save("Thrown away")
    world.delete(gone)
    assert "Thrown away" not in saved(call, world.mentee)["text"]


def test_many_goals_with_many_versions_are_no_more_queries(world, call):
    def grow(goals, versions):
        for number in range(goals):
            world.save(f"Goal {number}")
        for pk in Goal.objects.values_list("pk", flat=True):
            content = {"answers": {"statement": "Before"}, "status": "draft"}
            GoalVersion.objects.bulk_create(
                GoalVersion(goal_id=pk, number=number, reason=Reason.SAVED, content=content)
                for number in range(versions)
            )
            GoalAction.objects.create(goal_id=pk, body="A step", once_key=uuid.uuid4())

    def cost():
        saved(call, world.mentee)
        with CaptureQueriesContext(connection) as captured:
            saved(call, world.mentee)
        return len(captured)

    grow(1, 1)
    one = cost()
    grow(8, 9)
    assert cost() == one
