"""What nobody should send, and what people do send: each gets a message in place, and what was typed stays."""

import re
import uuid

import pytest
from django.urls import reverse
from django.utils import translation

from demo.models import Profile
from mentoring_xblock.goals.models import Goal
from mentoring_xblock.worksheets.api import SMART
from tests import factories
from tests.goals.conftest import SECRET, typed
from tests.pages import browser

pytestmark = pytest.mark.django_db

ARABIC = "مرحبا، هذا نصّ من اليمين إلى اليسار."
SCRIPT = '<script>alert("x")</script><img src=x onerror=alert(1)> & <b>bold</b>'


def test_an_empty_goal(world, call):
    answer = call(world.mentee, "save_goal", typed(text=""))
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "There is nothing written yet." in page
    assert 'aria-invalid="true"' in page
    assert "Not saved" in page


@pytest.mark.parametrize("length", [2_001, 20_000])
def test_too_long_an_answer_stays_typed(world, call, length):
    text = "ä" * length
    answer = call(world.mentee, "save_goal", typed(text=text, answer_measure="The rest stays too"))
    assert answer.status_code == 422
    page = answer.content.decode()
    assert text in page
    assert "The rest stays too" in page
    assert f"{length - 2_000} character" in page
    assert not Goal.objects.exists()


def test_more_text_than_can_be_sent(world, call):
    answer = call(world.mentee, "save_goal", typed(text="ä" * 100_000))
    assert answer.status_code == 422
    assert answer["HX-Reswap"] == "afterbegin"
    assert "more text than can be sent at once" in answer.content.decode()


@pytest.mark.parametrize("value", [{"a": 1}, ["a", "b"], True, [["x"]]])
def test_an_answer_of_the_wrong_type(world, call, value):
    answer = call(world.mentee, "save_goal", typed(answer_measure=value))
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "This can’t be read. Type it again." in page
    assert SECRET in page


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("theme", "kalastus", "This theme is not in the programme."),
        ("theme", {"id": "x"}, "This can’t be read."),
        ("target_on", "31.2.2027", "This is not a day."),
        ("target_on", "2027-02-31", "This is not a day."),
        ("target_on", [2027], "This can’t be read."),
        ("target_on", "9999-12-31", "The programme ends on"),
        ("target_on", "0001-01-01", "The programme starts on"),
        ("status", "famous", "Choose where the goal stands."),
        ("status", None, "Choose where the goal stands."),
        ("version", "abc", "This page is out of date."),
        ("version", -1, "This page is out of date."),
        ("version", 10**30, "This page is out of date."),
        ("once_key", "1", "This page is out of date."),
        ("once_key", None, "This page is out of date."),
        ("goal", "not-an-id", "This page is out of date."),
        ("goal", 7, "This page is out of date."),
        ("answer_salary", "4000", "The questions have changed since you opened this goal."),
    ],
)
def test_a_field_that_can_not_be_used(world, call, field, value, sentence):
    answer = call(world.mentee, "save_goal", {**typed(), field: value})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert page.count(sentence) == 1
    assert SECRET in page
    assert not Goal.objects.exists()


def test_an_answer_to_a_question_that_left_can_be_copied(world, call):
    page = call(world.mentee, "save_goal", typed(answer_salary="Neljä tuhatta")).content.decode()
    assert "An earlier question" in page
    assert "Neljä tuhatta" in page
    assert 'name="answer_salary"' not in page


def test_a_page_from_before_the_questions_changed_is_read_again_before_it_is_saved(world, call, authored):
    """An answer never stands under words that its writer has not seen."""

    def seen(page: str) -> str:
        return re.search(r'name="questions" value="(\w+)"', page)[1]

    opened = typed(questions=seen(call(world.mentee, "new_goal", {}).content.decode()))
    worded = [{**one, "label": {"en": f"Now: {one['label']['en']}"}} for one in SMART]
    authored.draft = authored.published = authored.draft | {"questions": worded}
    authored.save()
    refused = call(world.mentee, "save_goal", opened)
    page = refused.content.decode()
    assert refused.status_code == 422
    assert page.count("The questions have changed since you opened this page.") == 1
    assert "Now: What do you want?" in page
    assert SECRET in page
    assert not Goal.objects.exists()
    assert call(world.mentee, "save_goal", opened | {"questions": seen(page)}).status_code == 200
    assert Goal.objects.get().asked["statement"] == {"en": "Now: What do you want?"}
    # Another order is no other question.
    authored.draft = authored.published = authored.draft | {"questions": worded[::-1]}
    authored.save()
    assert seen(call(world.mentee, "new_goal", {}).content.decode()) == seen(page)


@pytest.mark.parametrize("handler", ["open_goal", "delete_goal", "restore_goal", "open_shared"])
@pytest.mark.parametrize("body", [{}, {"goal": "x"}, {"goal": None}, {"goal": {}}, {"goal": ["a"]}])
def test_no_goal_named(world, call, handler, body):
    assert call(world.mentee, handler, body).status_code == 422


@pytest.mark.parametrize("handler", ["open_goal", "delete_goal", "restore_goal", "open_shared"])
def test_a_goal_that_nobody_has(world, call, handler):
    answer = call(world.mentee, handler, {"goal": uuid.uuid4()})
    assert answer.status_code == 404
    assert answer["HX-Reswap"] == "afterbegin"


def test_saving_to_an_unknown_goal_keeps_the_text(world, call):
    answer = call(world.mentee, "save_goal", {**typed(), "goal": str(uuid.uuid4())})
    assert answer.status_code == 404
    assert SECRET in answer.content.decode()
    assert not Goal.objects.exists()


@pytest.mark.parametrize(
    "raw", ["", "{", "[]", '"text"', "null", "[" * 100_000, "\ud800".encode("utf-8", "surrogatepass")]
)
def test_broken_json(world, call, raw):
    answer = call(world.mentee, "save_goal", None, raw=raw)
    assert answer.status_code == 422
    assert not Goal.objects.exists()


def test_goals_of_another_course_do_not_exist_here(world, call):
    programme = factories.make_programme(factories.OTHER_COURSE_KEY)
    elsewhere = factories.make_round(programme)
    factories.enrol(world.mentee.user, factories.OTHER_COURSE_KEY)
    factories.make_mentee(elsewhere, user=world.mentee.user)
    goal = world.save(place=factories.place_of(elsewhere, "mentoring_goals", "goals"))
    for handler in ("open_goal", "delete_goal", "open_shared"):
        assert call(world.mentee, handler, {"goal": goal.goal_id}).status_code == 404
    group = {"group": world.group.public_id, "audience": "leader"}
    assert call(world.mentee, "share_goal", {"goal": goal.goal_id, **group}).status_code == 404
    assert Goal.objects.get().deleted_at is None


def test_sharing_with_a_group_one_is_not_in(world, call):
    goal = world.save()
    foreign = factories.make_group(world.other_mentor, [], round_=world.round)
    for group_id in (foreign.public_id, uuid.uuid4()):
        body = {"goal": goal.goal_id, "group": group_id, "audience": "leader"}
        assert call(world.mentee, "share_goal", body).status_code == 404
    assert call(world.mentee, "share_goal", {"goal": goal.goal_id, "group": "x", "audience": "all"}).status_code == 422
    assert world.goal(goal).shares == ()


def test_html_and_script_are_text(world, call, view):
    page = call(world.mentee, "save_goal", typed(text=SCRIPT)).content.decode()
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    goal = world.goals()[0]
    assert goal.draft.answers["statement"] == SCRIPT
    world.share(goal)
    read = call(world.mentor, "open_shared", {"goal": goal.goal_id}).content.decode()
    assert "<script>" not in read
    assert "<img" not in read
    assert "&lt;script&gt;" in read
    assert "<script>alert" not in view(world.mentee)


def test_right_to_left_text_and_emoji_come_back_as_typed(world, call):
    text = f"{ARABIC} \u2067مرحبا\u2069 👩‍👩‍👧‍👦 e\u0301"
    page = call(world.mentee, "save_goal", typed(text=text)).content.decode()
    assert text in page
    assert 'dir="auto"' in page
    assert world.goals()[0].draft.answers["statement"] == text


def test_control_characters_and_line_ends_are_cleaned(world, call):
    call(world.mentee, "save_goal", typed(text="one\x00\x07\r\ntwo\rthree"))
    assert world.goals()[0].draft.answers["statement"] == "one\ntwo\nthree"


def test_a_double_click_over_http(world, call):
    body = typed()
    client = browser(world.mentee)
    assert [call(None, "save_goal", body, client=client).status_code for _ in range(2)] == [200, 200]
    assert Goal.objects.count() == 1


def test_messages_are_in_the_readers_language(world, call):
    """What an author wrote is picked, whatever of the interface has been translated by now."""
    Profile.objects.filter(user=world.mentee.user).update(language="fi")
    page = call(world.mentee, "save_goal", typed(text="")).content.decode()
    assert "Mitä haluat?" in page
    with translation.override("fi"):
        assert world.sheet().questions[0].label["fi"] == "Mitä haluat?"


def test_a_get_changes_nothing(world, authored):
    keys = {"course_id": authored.course_key, "usage_id": authored.usage_key, "handler": "save_goal"}
    assert browser(world.mentee).get(reverse("xblock_handler", kwargs=keys)).status_code == 405


def test_what_people_write_is_in_no_log(world, call, view, caplog):
    marker = "merkkijonokukaeilokissa"
    with caplog.at_level("DEBUG"):
        call(world.mentee, "save_goal", typed(text=marker))
        goal = world.goals()[0]
        share = world.share(goal)
        body = {"goal": goal.goal_id, "share": share.share_id, "once_key": uuid.uuid4(), "body": marker}
        call(world.mentee, "comment_goal", body)
        call(world.mentee, "save_goal", typed(goal, marker * 1_000))
        view(world.mentee)
    assert caplog.records
    assert marker not in caplog.text
