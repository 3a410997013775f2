"""The pages over HTTP: a mentee's panel, a mentor's reading and scoring, and what each refuses."""

import logging
import re
import uuid

import pytest

from demo.models import GradebookScore
from mentoring_xblock.assessment.document import points_on
from mentoring_xblock.assessment.models import HandIn, Score
from mentoring_xblock.host import Viewer
from tests import factories
from tests.assessment.conftest import SECRET

pytestmark = pytest.mark.django_db


def text(answer):
    """The answer's text as a reader meets it."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


@pytest.fixture
def body(world):
    """A hand-in as the page sends it."""
    return {"items": [str(world.shelf.put(world.mentee))], "once_key": str(uuid.uuid4())}


# ---- the mentee ----


def test_handing_in_answers_with_who_reads_it_now(world, call, body):
    answer = call(world.mentee, "hand_in", body)
    assert answer.status_code == 200
    assert "You and Anna Laine can read it until you take it back" in text(answer)
    assert "also if you withdraw the share" in text(answer)
    assert "It waits for points." in text(answer)
    assert 'role="status"' in answer.content.decode()
    assert answer["Cache-Control"] == "no-store"


def test_one_choice_arrives_as_a_string_and_several_as_a_list(world, call):
    one, two = world.shelf.put(world.mentee), world.shelf.put(world.mentee)
    assert call(world.mentee, "hand_in", {"items": str(one), "once_key": str(uuid.uuid4())}).status_code == 200
    assert (
        call(world.mentee, "hand_in", {"items": [str(one), str(two)], "once_key": str(uuid.uuid4())}).status_code == 200
    )
    assert [len(row.content) for row in HandIn.objects.order_by("number")] == [1, 2]


def test_a_double_click_answers_alike(world, call, body):
    first, second = call(world.mentee, "hand_in", body), call(world.mentee, "hand_in", body)
    assert first.status_code == second.status_code == 200
    assert HandIn.objects.count() == 1


@pytest.mark.parametrize(
    "change",
    [
        {"items": []},
        {"items": None},
        {"items": 7},
        {"items": [7]},
        {"items": {"a": 1}},
        {"items": ["not an id"]},
        {"items": [str(uuid.uuid4())]},
        {"items": ["<script>alert(1)</script>"]},
        {"once_key": "not a key"},
        {"once_key": None},
        {"once_key": ["x"]},
    ],
)
def test_what_can_not_be_used_is_said_in_place(world, call, body, change):
    answer = call(world.mentee, "hand_in", {**body, **change})
    assert answer.status_code == 422
    assert 'role="alert"' in answer.content.decode()
    assert "<script>" not in answer.content.decode()
    assert not HandIn.objects.exists()


def test_the_choice_stays_when_something_is_wrong(world, call, body):
    answer = call(world.mentee, "hand_in", {**body, "items": [*body["items"], str(uuid.uuid4())]})
    assert answer.status_code == 422
    assert f'value="{body["items"][0]}" checked' in answer.content.decode()
    assert "One of these is not here any more. Choose again." in text(answer)


@pytest.mark.parametrize("raw", ["", "{", "[]", '"text"', "null", "[" * 10_000])
def test_broken_json_gets_a_sentence(world, call, raw):
    for handler in ("hand_in", "take_back"):
        assert call(world.mentee, handler, None, raw=raw).status_code == 422
    for handler in ("open_hand_in", "give_score", "withdraw_score"):
        assert call(world.mentor, handler, None, raw=raw).status_code == 422


def test_points_and_feedback_reach_the_mentee_as_safe_markdown(world, call, body):
    call(world.mentee, "hand_in", body)
    world.score(HandIn.objects.get().public_id, 7, "**Good** <script>alert(1)</script> שלום")
    panel = world_page(world, call)
    assert "7 of 10 points" in text(panel)
    assert "<strong>Good</strong>" in panel.content.decode()
    assert "<script>" not in panel.content.decode()
    assert "שלום" in panel.content.decode()
    assert "Anna Laine gave 7 points" in text(panel)


def world_page(world, call):
    """The panel as the page shows it, by way of a take-back that takes nothing back again."""
    taken = world.hand_in()
    world.take_back(taken)
    return call(world.mentee, "take_back", {"hand_in": str(taken)})


def test_an_earlier_score_is_said_to_stand(world, call):
    world.score(world.hand_in(), 4)
    world.hand_in()
    assert "You have 4 of 10 points for an earlier hand-in." in text(world_page(world, call))


def test_one_point_is_said_as_one(world, call):
    world.maximum = 1
    first = world.hand_in()
    given = world.score(first, 1)
    document = points_on(factories.actor(world.mentee), world.place)
    assert "1 of 1 point, given on" in next(iter(document.values()))[0].lines[0].label
    second = world.hand_in()
    assert "You have 1 of 1 point for an earlier hand-in. It stands until" in text(world_page(world, call))
    read = text(call(world.mentor, "open_hand_in", {"hand_in": str(second)}))
    assert "1 of 1 point stands for hand-in 1 until a new one is given." in read
    world.score(second, 0, replaces=given)
    shown = text(world_page(world, call))
    assert "0 of 1 point" in shown
    assert "1 of 1 point, which no longer counts" in shown
    assert "1 points" not in shown + read


def test_taking_back_says_so(world, call, body):
    call(world.mentee, "hand_in", body)
    answer = call(world.mentee, "take_back", {"hand_in": HandIn.objects.get().public_id})
    assert answer.status_code == 200
    assert "Taken back. Nobody else can read it any more." in text(answer)
    assert "Which goals do you hand in?" in text(answer)
    assert "with its levels, your newest rating with its line, and the steps that are open" in text(answer)


@pytest.mark.parametrize("hand_in", [None, 7, "nonsense", ["x"], ""])
def test_an_unreadable_id_is_no_hand_in(world, call, hand_in):
    assert call(world.mentee, "take_back", {"hand_in": hand_in}).status_code == 422


def test_an_unknown_id_is_not_found(world, call):
    for person, handler in ((world.mentee, "take_back"), (world.mentor, "open_hand_in")):
        assert call(person, handler, {"hand_in": str(uuid.uuid4())}).status_code == 404


def test_closed_grades_are_said_in_the_panel(world, call, body, frozen):
    answer = call(world.mentee, "hand_in", body)
    assert answer.status_code == 409
    assert "grades are closed" in text(answer)
    assert not HandIn.objects.exists()


def test_the_panel_speaks_to_a_mentee_without_a_mentor(world, call):
    lonely = factories.make_mentee(world.round)
    answer = call(lonely, "hand_in", {"items": [str(world.shelf.put(lonely))], "once_key": str(uuid.uuid4())})
    assert "It waits until you have a mentor." in text(answer)
    assert "so only you can read it" in text(answer)
    assert "until you take it back" not in text(answer)


def test_the_panel_uses_the_programmes_words(world, call, body):
    programme = world.round.programme
    programme.plan["terms"] = {"mentee": "valmennettava", "mentor": "valmentaja"}
    programme.save()
    assert "Your coach can read what you hand in" in text(call(world.mentee, "hand_in", body))


# ---- the mentor ----


@pytest.fixture
def handed_in(world):
    return world.hand_in(None, f"# Heading\n\n{SECRET} <b>not bold</b>")


def test_opening_shows_what_was_frozen_as_safe_markdown(world, call, handed_in):
    answer = call(world.mentor, "open_hand_in", {"hand_in": handed_in})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert SECRET in page
    assert "<b>not bold</b>" not in page
    assert "Handed in by Elli Saari, for you to read and score" in text(answer)
    assert "Points, 0 to 10" in text(answer)
    assert page.count('type="radio"') == 11
    assert "Anna Laine opened it" in text(world_page(world, call))


def test_many_points_are_typed_as_a_number(world, call):
    hand_in_id = world.hand_in(maximum=21)
    page = call(world.mentor, "open_hand_in", {"hand_in": hand_in_id}).content.decode()
    assert 'type="radio"' not in page
    assert re.search(r'<input type="number"[^>]* max="21"', page)


def test_giving_points_shows_them_and_tells_the_page(world, call, handed_in):
    answer = call(
        world.mentor, "give_score", {"hand_in": handed_in, "replaces": "", "points": "8", "feedback": "Hyvä\n\nElli"}
    )
    assert answer.status_code == 200
    assert answer["HX-Trigger"] == "mn-scored"
    assert "8 of 10 points" in text(answer)
    # The form that has been answered steps back; what is refused in it lies open.
    assert "<details><summary>Change</summary>" in answer.content.decode()
    given = {"hand_in": handed_in, "replaces": str(Score.objects.get().public_id), "points": "11"}
    assert "<details open><summary>Change</summary>" in call(world.mentor, "give_score", given).content.decode()
    assert GradebookScore.objects.get().earned == 8
    assert Score.objects.get().feedback == "Hyvä\n\nElli"


@pytest.mark.parametrize("points", ["", None, "11", "-1", "7.5", 7.5, True, [8], {"a": 1}, "eight", "1e1"])
def test_points_that_can_not_be_given_keep_the_feedback(world, call, handed_in, points):
    answer = call(
        world.mentor, "give_score", {"hand_in": handed_in, "points": points, "feedback": "Keep <me>, שלום 🙂"}
    )
    assert answer.status_code == 422
    assert "Keep &lt;me&gt;, שלום 🙂" in answer.content.decode()
    assert 'role="alert"' in answer.content.decode()
    assert not Score.objects.exists()


def test_feedback_that_is_too_long_stays_in_its_field(world, call, handed_in):
    long = "ä" * 20_000
    answer = call(world.mentor, "give_score", {"hand_in": handed_in, "points": 8, "feedback": long})
    assert answer.status_code == 422
    assert long in answer.content.decode()
    assert "Feedback can have 5,000 characters; this has 20,000." in text(answer)
    assert re.search(r'name="points" value="8" checked', answer.content.decode())


def test_an_older_hand_in_answers_409(world, call, handed_in):
    world.hand_in()
    answer = call(world.mentor, "give_score", {"hand_in": handed_in, "points": 8, "feedback": ""})
    assert answer.status_code == 409
    assert "There is a newer hand-in" in text(answer)


def test_after_a_conflict_the_same_form_replaces_what_is_shown(world, call, handed_in):
    second = factories.make_mentor(world.round)
    factories.make_group(second, [world.mentee])
    world.score(handed_in, 6, person=second)
    typed = {"hand_in": handed_in, "replaces": "", "points": "9", "feedback": "Mine"}
    answer = call(world.mentor, "give_score", typed)
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "6 of 10 points" in text(answer)
    assert "Mine" in page
    shown = re.search(r'name="replaces" value="([0-9a-f-]+)"', page).group(1)
    assert call(world.mentor, "give_score", {**typed, "replaces": shown}).status_code == 200
    assert GradebookScore.objects.get().earned == 9


def test_withdrawing_empties_the_gradebook(world, call, handed_in):
    score_id = world.score(handed_in, 6)
    answer = call(world.mentor, "withdraw_score", {"hand_in": handed_in, "score": score_id})
    assert answer.status_code == 200
    assert answer["HX-Trigger"] == "mn-scored"
    assert not GradebookScore.objects.exists()
    assert "Withdraw the points" not in text(answer)


def test_feedback_stays_in_its_field_when_the_points_are_withdrawn(world, call, handed_in):
    score_id = world.score(handed_in, 6, "Written with care")
    answer = call(world.mentor, "withdraw_score", {"hand_in": handed_in, "score": score_id})
    assert re.search(r"<textarea[^>]*>\s*Written with care</textarea>", answer.content.decode())


def test_another_mentors_words_are_not_put_into_my_mouth(world, call, handed_in):
    second = factories.make_mentor(world.round)
    factories.make_group(second, [world.mentee])
    world.score(handed_in, 6, "Hers", person=second)
    page = call(world.mentor, "open_hand_in", {"hand_in": handed_in}).content.decode()
    assert "<p>Hers</p>" in page
    assert re.search(r"<textarea[^>]*>\s*</textarea>", page)


def test_closed_grades_leave_reading_and_take_the_form_away(world, call, handed_in, frozen):
    answer = call(world.mentor, "open_hand_in", {"hand_in": handed_in})
    assert "points can’t be changed any more" in text(answer)
    assert "<form" not in answer.content.decode()


# ---- who ----


def people(world):
    course = world.round.programme.course_key
    return {
        "another mentor": world.other_mentor.user,
        "another mentee": world.other_mentee.user,
        "an outsider": factories.make_learner(),
        "a stranger": factories.make_user(),
        "a coordinator": factories.make_coordinator(world.round.programme),
        "an administrator": factories.make_administrator(course_key=course),
        "staff": factories.make_staff(course_key=course),
        "a superuser": factories.make_user(is_staff=True, is_superuser=True),
        "nobody": None,
    }


@pytest.mark.parametrize(
    "who",
    [
        "another mentor",
        "another mentee",
        "an outsider",
        "a stranger",
        "a coordinator",
        "an administrator",
        "staff",
        "a superuser",
        "nobody",
    ],
)
def test_nobody_else_gets_a_word_or_changes_a_thing(world, call, handed_in, who):
    score_id = world.score(handed_in, 4, "Feedback for Elli")
    before = (list(HandIn.objects.values()), list(Score.objects.values()))
    person = people(world)[who]
    for handler, sent in (
        ("open_hand_in", {}),
        ("give_score", {"points": 9, "feedback": "", "replaces": str(score_id)}),
        ("withdraw_score", {"score": str(score_id)}),
        ("take_back", {}),
    ):
        answer = call(person, handler, {"hand_in": handed_in, **sent})
        assert answer.status_code in (403, 404)
        assert "Elli" not in answer.content.decode()
        assert "Kukaan" not in answer.content.decode()
    assert (list(HandIn.objects.values()), list(Score.objects.values())) == before


def test_a_masquerading_mentor_changes_nothing(world, call, handed_in, monkeypatch):
    real = world.mentor.user_id
    monkeypatch.setattr("mentoring_xblock.host.demo.viewer", lambda block: Viewer(real, True, "UTC"))
    for handler in ("open_hand_in", "give_score", "withdraw_score", "hand_in", "take_back"):
        answer = call(world.mentor, handler, {"hand_in": handed_in, "points": 3})
        assert answer.status_code == 403
        assert "Kukaan" not in answer.content.decode()
    assert not Score.objects.exists()


# ---- what is not logged, and which language is spoken ----


def test_no_log_holds_a_word(world, call, caplog, body):
    marker = "Salaisuus123"
    with caplog.at_level(logging.DEBUG):
        item = str(world.shelf.put(world.mentee, marker))
        call(world.mentee, "hand_in", {"items": [item], "once_key": str(uuid.uuid4())})
        hand_in_id = HandIn.objects.get().public_id
        call(world.mentor, "open_hand_in", {"hand_in": hand_in_id})
        call(world.mentor, "give_score", {"hand_in": hand_in_id, "points": 8, "feedback": marker})
        call(world.mentor, "give_score", {"hand_in": hand_in_id, "points": 80, "feedback": marker})
        call(world.mentee, "take_back", {"hand_in": hand_in_id})
    records = [record for record in caplog.records if not record.name.startswith("django.db")]
    assert records
    assert not any(marker in record.getMessage() for record in records)


def test_every_part_has_ids_of_its_own_and_no_label_points_nowhere(world, call, handed_in):
    page = call(world.mentor, "open_hand_in", {"hand_in": handed_in}).content.decode()
    ids = re.findall(r'\sid="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    pointed_at = re.findall(r'(?:for|aria-labelledby|aria-describedby)="([^"]+)"', page)
    assert {one for names in pointed_at for one in names.split()} <= set(ids)


def test_bodies_are_json_only(world, call, handed_in):
    raw = "hand_in=" + str(handed_in)
    assert call(world.mentor, "open_hand_in", None, raw=raw).status_code == 422
