"""Whom the dashboard shows to whom: mentors their own people, everybody their own news, staff the set-up."""

import json
import uuid

import pytest
from django.urls import reverse

from demo.models import Enrollment
from mentoring_xblock.privacy.audit import ItemKind
from tests import factories, pages
from tests.dashboard import scenes
from tests.dashboard.scenes import said

#: Whom policy lets through is the same on every database.
pytestmark = pytest.mark.once

SECRET = "Kukaan muu ei lue tätä 🌙"


@pytest.fixture
def written(world):
    """Elli has shared a goal and an entry, handed an entry in, and keeps one of each to herself."""
    scenes.goal(world.elli, SECRET)
    scenes.entry(world.elli, SECRET)
    goal = scenes.shared_goal(world.elli, "One whole day off")
    entry = scenes.shared_entry(world.elli, "Everyone was waiting.")
    hand_in = scenes.hand_in(world.elli, scenes.entry(world.elli, "A map"))
    return {
        "open_goal": {"goal": goal.goal_id},
        "open_entry": {"entry": entry.public_id},
        "comment_goal": {
            "goal": goal.goal_id,
            "share": scenes.share_of(ItemKind.GOAL, goal.goal_id),
            "once_key": uuid.uuid4(),
            "body": "Hello",
        },
        "open_hand_in": {"hand_in": hand_in},
        "give_score": {"hand_in": hand_in, "points": 5, "feedback": ""},
        "withdraw_score": {"hand_in": hand_in, "score": uuid.uuid4()},
        "show_mentee": {"mentee": world.elli.public_id},
    }


HANDLERS = (
    "open_goal",
    "open_entry",
    "comment_goal",
    "open_hand_in",
    "give_score",
    "withdraw_score",
    "show_mentee",
)


@pytest.mark.parametrize("handler", HANDLERS)
def test_a_mentee_s_own_mentor_may(world, written, handler):
    assert world.send(world.anna, handler, **written[handler]).status_code == 200


@pytest.mark.parametrize("handler", HANDLERS)
@pytest.mark.parametrize("who", ["kaisa", "noora", "joonas", "coordinator"])
def test_to_everybody_else_there_is_no_such_thing(world, written, handler, who):
    answer = world.send(getattr(world, who), handler, **written[handler])
    assert answer.status_code == 404, said(answer)
    assert "Elli" not in said(answer)


@pytest.mark.parametrize("handler", HANDLERS)
def test_staff_and_superusers_are_nobody_here(world, written, handler):
    superuser = factories.make_staff(name="Root", is_superuser=True, is_staff=True)
    for person in (world.staff, superuser):
        assert world.send(person, handler, **written[handler]).status_code == 404


@pytest.mark.parametrize("handler", HANDLERS)
def test_a_former_mentor_has_nothing(world, written, handler):
    scenes.leave(world.elli)
    assert world.send(world.anna, handler, **written[handler]).status_code == 404
    assert "Elli" not in world.page(world.anna)


@pytest.mark.parametrize("handler", HANDLERS)
def test_a_new_mentor_inherits_no_share_but_the_hand_in(world, written, handler):
    scenes.leave(world.elli)
    factories.make_group(world.kaisa, [world.elli])
    status = world.send(world.kaisa, handler, **written[handler]).status_code
    assert status == (200 if "hand_in" in written[handler] or handler == "show_mentee" else 404)
    page = world.page(world.kaisa)
    assert "One whole day off" not in page
    assert "Elli Saari" in page


@pytest.mark.parametrize("handler", HANDLERS)
def test_a_mentor_who_is_not_enrolled_any_more_has_nothing(world, written, handler):
    Enrollment.objects.filter(user=world.anna.user).update(is_active=False)
    assert world.send(world.anna, handler, **written[handler]).status_code in (403, 404)


def test_a_mentor_sees_their_own_people_only(world, written):
    assert "Noora" not in world.page(world.anna)
    page = world.page(world.kaisa)
    assert "Elli" not in page
    assert "Joonas" not in page


def test_nothing_hints_at_what_is_not_shared(world):
    before = world.page(world.anna)
    scenes.goal(world.elli, SECRET, step=SECRET)
    scenes.entry(world.elli, SECRET)
    assert world.page(world.anna) == before


def test_what_is_withdrawn_is_gone(world):
    entry = scenes.shared_entry(world.elli, "Everyone was waiting.")
    scenes.withdraw_entry(world.elli, entry)
    page = world.page(world.anna)
    assert "Everyone was waiting." not in page
    assert "Nothing waits for you now." in page


def test_a_draft_group_shows_nobody(world):
    mentor = factories.make_mentor(world.round, name="Draft Mentor")
    factories.make_group(mentor, [factories.make_mentee(world.round, name="Draft Mentee")], state="draft")
    assert "Draft Mentee" not in world.page(mentor)


def test_somebody_who_has_left_the_programme_is_nobody_s_mentee(world):
    world.elli.left_at = world.round.created_at
    world.elli.save()
    assert "Elli" not in world.page(world.anna)


def test_a_coordinator_reads_no_text(world, written):
    page = world.markup(world.coordinator)
    for text in ("One whole day off", "Everyone was waiting", "A map", SECRET):
        assert text not in page


def test_a_coordinator_who_mentors_has_both_parts_and_a_switch(world, written):
    factories.give_role(world.anna.user, "staff")
    factories.make_coordinator(world.round.programme, world.anna.user)
    page = world.page(world.anna)
    assert "My mentees The whole programme" in page
    assert "One whole day off" in page
    overview = world.send(world.anna, "show_part", part="overview")
    assert overview.status_code == 200
    assert "One whole day off" not in said(overview)
    back = world.send(world.anna, "show_part", part="mentees")
    assert "One whole day off" in said(back)


@pytest.mark.parametrize(
    ("who", "part"), [("anna", "overview"), ("elli", "mentees"), ("elli", "overview"), ("staff", "overview")]
)
def test_nobody_is_shown_a_part_that_is_not_theirs(world, who, part):
    assert world.send(getattr(world, who), "show_part", part=part).status_code == 403


def test_a_part_that_does_not_exist_is_refused(world):
    assert world.send(world.anna, "show_part", part="secrets").status_code == 422


def test_other_staff_see_the_set_up_and_no_name(world, written):
    page = world.page(world.staff)
    assert "Who sees what on this page" in page
    for name in ("Elli", "Anna", "Joonas", "Carla"):
        assert name not in page


def test_who_is_in_the_course_only_reads_a_sentence(world):
    outsider = factories.make_learner(name="Olli")
    assert "You are in this course, and not in this programme." in world.page(outsider)


def test_a_masquerade_shows_the_set_up(world, written):
    looking = pages.browser(world.coordinator)
    looking.post(reverse("look_as"), {"learner": world.anna.user.username})
    page = looking.get(reverse("unit", kwargs={"unit_id": world.block.unit_id})).content.decode()
    assert "You are viewing this course as somebody else." in page
    for text in ("Elli", "One whole day off", SECRET):
        assert text not in page.partition("data-mn-root>")[2]
    for handler, body in written.items():
        url = reverse(
            "xblock_handler",
            kwargs={"course_id": world.block.course_key, "usage_id": world.block.usage_key, "handler": handler},
        )
        answer = looking.post(url, json.dumps(body, default=str), "application/json")
        assert answer.status_code == 403
        assert "Elli" not in answer.content.decode()


def test_studio_shows_the_set_up(world, written):
    author = factories.make_administrator(name="Author")
    found = pages.see_in_studio(author, world.block)
    assert "Who sees what on this page" in found["html"]
    assert "Elli" not in found["html"]
