"""Reading, commenting and scoring without leaving the page."""

import uuid

import pytest

from mentoring_xblock import host
from mentoring_xblock.privacy import audit
from mentoring_xblock.privacy.audit import ItemKind, Verb
from tests import factories, pages
from tests.dashboard import scenes
from tests.dashboard.scenes import said


def opened_by(kind, item_id):
    return [step.actor_id for step in audit.trail_of(kind, item_id) if step.verb is Verb.OPENED]


def test_opening_a_goal_shows_it_and_tells_its_owner(world):
    goal = scenes.shared_goal(world.elli, "One whole day off", step="Ask Mirva")
    answer = world.send(world.anna, "open_goal", goal=goal.goal_id)
    assert answer.status_code == 200
    assert "Elli Saari shares this with you" in said(answer)
    assert "Ask Mirva" in said(answer)
    assert answer["HX-Trigger"] == "mn-opened"
    assert opened_by(ItemKind.GOAL, goal.goal_id) == [world.anna.user_id]


def test_opening_an_entry_shows_it_and_tells_its_author(world):
    entry = scenes.shared_entry(world.elli, "Everyone was waiting.", "On waiting")
    answer = world.send(world.anna, "open_entry", entry=entry.public_id)
    assert answer.status_code == 200
    assert "On waiting" in said(answer)
    assert answer["HX-Trigger"] == "mn-opened"
    assert opened_by(ItemKind.ENTRY, entry.public_id) == [world.anna.user_id]


def test_looking_at_the_page_opens_nothing(world):
    entry = scenes.shared_entry(world.elli, "Everyone was waiting.")
    world.page(world.anna)
    world.send(world.anna, "show_mentee", mentee=world.elli.public_id)
    assert opened_by(ItemKind.ENTRY, entry.public_id) == []
    assert "new" in world.page(world.anna)


def test_a_comment_on_a_goal_stands_below_it(world):
    goal = scenes.shared_goal(world.elli, "One whole day off")
    share = scenes.share_of(ItemKind.GOAL, goal.goal_id)
    body = {"goal": goal.goal_id, "share": share, "once_key": uuid.uuid4(), "body": "Which day?"}
    answer = world.send(world.anna, "comment_goal", **body)
    assert answer.status_code == 200
    assert "Which day?" in said(answer)
    again = world.send(world.anna, "comment_goal", **body)
    assert said(again).count("Which day?") == 1
    assert "Anna Laine commented on your goal “One whole day off” Which day?" in world.page(world.elli)


@pytest.mark.parametrize("text", ["", "x" * 5_001], ids=["nothing", "too much"])
def test_a_comment_on_a_goal_that_can_t_be_sent_stays_typed(world, text):
    goal = scenes.shared_goal(world.elli, "One whole day off")
    share = scenes.share_of(ItemKind.GOAL, goal.goal_id)
    answer = world.send(world.anna, "comment_goal", goal=goal.goal_id, share=share, once_key=uuid.uuid4(), body=text)
    assert answer.status_code == 422
    assert 'aria-invalid="true"' in answer.content.decode()
    assert text in answer.content.decode()


def test_a_comment_on_an_entry_stands_in_its_thread(world):
    entry = scenes.shared_entry(world.elli, "Everyone was waiting.", "On waiting")
    share = scenes.share_of(ItemKind.ENTRY, entry.public_id)
    body = {"entry": entry.public_id, "share": share, "once_key": uuid.uuid4(), "body": "For whom?"}
    answer = world.send(world.anna, "comment_entry", **body)
    assert answer.status_code == 200
    assert "For whom?" in said(answer)
    assert "Anna Laine commented on your entry “On waiting” For whom?" in world.page(world.elli)


def test_points_are_given_replaced_and_withdrawn_in_place(world):
    hand_in = scenes.hand_in(world.elli, scenes.entry(world.elli, "A map"))
    read = world.send(world.anna, "open_hand_in", hand_in=hand_in)
    assert "A map" in said(read)
    given = world.send(world.anna, "give_score", hand_in=hand_in, points=8, feedback="The map is yours now.")
    assert "8 of 10 points" in said(given)
    assert given["HX-Trigger"] == "mn-scored"
    assert points_of(world) == 8
    score = standing(given)
    replaced = world.send(world.anna, "give_score", hand_in=hand_in, points=9, feedback="", replaces=score)
    assert points_of(world) == 9
    withdrawn = world.send(world.anna, "withdraw_score", hand_in=hand_in, score=standing(replaced))
    assert withdrawn["HX-Trigger"] == "mn-scored"
    assert points_of(world) is None
    assert "waits for points since" in world.page(world.anna)


def standing(answer):
    return answer.content.decode().partition('name="replaces" value="')[2].partition('"')[0]


def points_of(world):
    key = factories.usage_key("mentoring_journal", "journal")
    anonymous = host.anonymous_id(world.elli.user_id, key.course_key)
    score = host.get_score(anonymous, key.course_key, key, "mentoring_journal")
    return score.points_earned if score else None


@pytest.mark.parametrize("points", ["", "11", "-1", "7.5", "many"])
def test_points_that_can_t_be_given_leave_what_was_typed(world, points):
    hand_in = scenes.hand_in(world.elli, scenes.entry(world.elli, "A map"))
    answer = world.send(world.anna, "give_score", hand_in=hand_in, points=points, feedback="Kept words")
    assert answer.status_code == 422
    assert "Give whole points from 0 to 10." in said(answer)
    assert "Kept words" in answer.content.decode()


def test_after_opening_the_page_hears_what_waits_now(world):
    entry = scenes.shared_entry(world.elli, "Everyone was waiting.", "On waiting")
    scenes.shared_goal(world.joonas, "A portfolio")
    world.send(world.anna, "open_entry", entry=entry.public_id)
    answer = world.send(
        world.anna,
        "list_waiting",
        page=1,
        mentee=world.elli.public_id,
        shown=[world.elli.public_id, world.noora.public_id],
    )
    markup = answer.content.decode()
    assert "Waiting for you: 1" in said(answer)
    assert "One thing waits for you." in said(answer)
    # Out of their place: the first sentence, a count for each mentee who is listed, and the card that is open.
    assert markup.count('hx-swap-oob="true"') == 1 + 1 + 1
    assert "On waiting new" not in said(answer)


def test_a_card_that_is_no_longer_a_mentee_s_is_left_out_of_a_refresh(world):
    answer = world.send(world.anna, "list_waiting", page=1, mentee=world.noora.public_id)
    assert answer.status_code == 200
    assert "Noora" not in said(answer)


@pytest.mark.parametrize("body", [{}, {"mentee": "no id"}, {"mentee": ["list"]}, "{", "[]", "null"])
def test_a_request_that_can_t_be_read_is_refused_in_place(world, body):
    answer = pages.send(world.anna, world.block, "show_mentee", body)
    assert answer.status_code == 422
    assert 'role="alert"' in answer.content.decode()


@pytest.mark.parametrize("page", [0, -1, 10**9, "two"])
def test_a_page_number_that_is_none_is_refused(world, page):
    assert world.send(world.anna, "list_waiting", page=page).status_code == 422


def test_a_page_beyond_the_last_is_the_last(world):
    assert "Page 1" not in said(world.send(world.anna, "list_mentees", page=99))
    assert "Elli Saari" in said(world.send(world.anna, "list_mentees", page=99))
