"""The goals page over HTTP: what each person meets, and what each click answers."""

import datetime as dt
import uuid

import pytest
from completion.models import BlockCompletion
from django.db import transaction
from django.utils import timezone
from xblock.core import XBlock

from demo.models import StudentState
from demo.runtime import load_unbound
from mentoring_xblock.assessment.models import HandIn
from mentoring_xblock.attainment.models import Scale
from mentoring_xblock.goals.block import GoalsBlock
from mentoring_xblock.goals.data import Status
from mentoring_xblock.goals.models import Goal, GoalAction
from mentoring_xblock.worksheets.api import TEMPLATES
from tests import factories
from tests.goals.conftest import SECRET, typed
from tests.pages import see_in_studio

pytestmark = pytest.mark.django_db


def test_a_mentee_without_goals_meets_one_way_on(world, view):
    page = view(world.mentee)
    assert "No goals yet." in page
    assert "Write the first goal" in page
    assert "/handler/new_goal" in page


def test_the_first_sentence_is_the_answer(world, view):
    world.save("One")
    assert "One goal, not active yet." in view(world.mentee)
    world.save("Two", status=Status.ACTIVE)
    world.save("Three", status=Status.ACTIVE)
    assert "Three goals, two active." in view(world.mentee)


def test_a_goal_is_written_saved_and_opened(world, call):
    blank = call(world.mentee, "new_goal", {})
    assert blank.status_code == 200
    assert "A new goal" in blank.content.decode()
    assert "What do you want?" in blank.content.decode()
    saved = call(world.mentee, "save_goal", typed())
    assert saved.status_code == 200
    page = saved.content.decode()
    assert SECRET in page
    assert "Only you can read this" in page
    assert "1 of 6 parts written" in page
    assert "How will you notice progress?" in page
    goal = Goal.objects.get()
    opened = call(world.mentee, "open_goal", {"goal": goal.public_id})
    assert opened.status_code == 200
    assert SECRET in opened.content.decode()


def test_limits_are_stated_beside_each_question(world, call):
    page = call(world.mentee, "new_goal", {}).content.decode()
    assert page.count("Up to 2,000 characters.") == 5
    assert "From " in page


def test_the_first_save_marks_the_learner_and_completes(world, call):
    call(world.mentee, "save_goal", typed())
    state = StudentState.objects.get(user=world.mentee.user)
    assert state.state == {"touched": True}
    done = BlockCompletion.objects.get(user=world.mentee.user)
    assert done.completion == 1.0


def test_a_number_of_goals_completes_where_the_author_says_so(world, authored, call):
    authored.published = {"completion_rule": "entries", "completion_entries": 2}
    authored.save()
    first = call(world.mentee, "save_goal", typed())
    assert first.status_code == 200
    call(world.mentee, "save_goal", typed(world.goals()[0], "Better words"))
    assert not BlockCompletion.objects.exists()
    call(world.mentee, "save_goal", typed(text="A second one"))
    assert BlockCompletion.objects.get().completion == 1.0


def test_sharing_changes_the_strip_and_leaves_the_worksheet_alone(world, call):
    goal = world.save()
    answer = call(
        world.mentee, "share_goal", {"goal": goal.goal_id, "group": world.group.public_id, "audience": "leader"}
    )
    assert answer.status_code == 200
    part = answer.content.decode()
    assert "Shared with Anna Laine since" in part
    assert 'hx-swap-oob="true"' in part
    assert '-paper"' not in part
    share = world.goal(goal).shares[0]
    answer = call(world.mentee, "withdraw_goal", {"goal": goal.goal_id, "share": share.share_id})
    part = answer.content.decode()
    assert "Only you can read this" in part
    assert "You shared it" in part
    assert world.goal(goal).shares == ()


def test_talking_below_a_goal(world, call):
    goal = world.save()
    share = world.share(goal)
    world.comment(goal, share, "Mitä **vapaapäivä** mahdollistaa?")
    body = {"goal": goal.goal_id, "share": share.share_id, "once_key": "6f6f1c38-0a57-4f3c-8df6-3b4e0f6c1c11"}
    answer = call(world.mentee, "comment_goal", {**body, "body": "Uuden ajatuksen."})
    assert answer.status_code == 200
    part = answer.content.decode()
    assert "Mitä <strong>vapaapäivä</strong> mahdollistaa?" in part
    assert "Uuden ajatuksen." in part
    again = call(world.mentee, "comment_goal", {**body, "body": "Uuden ajatuksen."}).content.decode()
    assert again.count("Uuden ajatuksen.") == 1


def test_a_comment_that_can_not_be_sent_stays_in_its_field(world, call):
    goal = world.save()
    share = world.share(goal)
    body = {"goal": goal.goal_id, "share": share.share_id, "once_key": "6f6f1c38-0a57-4f3c-8df6-3b4e0f6c1c12"}
    assert call(world.mentee, "comment_goal", {**body, "body": "  "}).status_code == 422
    long = "ä" * 5_001
    answer = call(world.mentee, "comment_goal", {**body, "body": long})
    assert answer.status_code == 422
    assert long in answer.content.decode()
    assert "5,000 characters" in answer.content.decode()
    world.withdraw(goal, share)
    ended = call(world.mentee, "comment_goal", {**body, "body": "Too late"})
    assert ended.status_code == 409


def test_deleting_can_be_undone_in_place(world, call):
    goal = world.save()
    world.share(goal)
    gone = call(world.mentee, "delete_goal", {"goal": goal.goal_id})
    assert gone.status_code == 200
    assert "is deleted" in gone.content.decode()
    assert "Bring it back" in gone.content.decode()
    assert world.goals() == ()
    back = call(world.mentee, "restore_goal", {"goal": goal.goal_id})
    assert "The goal is back." in back.content.decode()
    assert [one.shares for one in world.goals()] == [()]


def test_a_peer_reads_what_was_shared_with_the_group(world, view, call):
    peer = factories.make_mentee(world.round, name="Joonas Hietala")
    group = factories.make_group(None, [world.mentee, peer], kind="peer_group", name="Vertaisryhmä Tampere")
    goal = world.save()
    world.share(goal, group=group, audience="group")
    page = view(peer)
    assert "Shared with you" in page
    assert SECRET in page
    opened = call(peer, "open_shared", {"goal": goal.goal_id})
    assert opened.status_code == 200
    assert "Elli Saari shares this with you since" in opened.content.decode()
    share = world.goal(goal).shares[0]
    body = {"goal": goal.goal_id, "share": share.share_id, "once_key": "6f6f1c38-0a57-4f3c-8df6-3b4e0f6c1c13"}
    said = call(peer, "comment_shared", {**body, "body": "Minäkin."})
    assert "Minäkin." in said.content.decode()
    assert "Joonas Hietala opened it" in call(world.mentee, "open_goal", {"goal": goal.goal_id}).content.decode()
    assert call(world.other_mentee, "open_shared", {"goal": goal.goal_id}).status_code == 404


def test_a_mentor_who_writes_no_goals_is_shown_the_way_to_their_own_page(world, authored, view):
    world.share(world.save())
    authored.published = {"writers": "mentees"}
    authored.save()
    assert "What they share with you is on your own page in this course." in view(world.mentor)
    factories.make_block("mentoring_dashboard", "d", title={"en": "My mentees"})
    page = view(world.mentor)
    assert "under “My mentees”" in page
    assert SECRET not in page.split("Shared with you")[0]


def test_who_is_not_in_the_programme_reads_a_sentence(world, view):
    world.save()
    for person, sentence in (
        (factories.make_learner(), "You are not in the programme yet."),
        (factories.make_coordinator(world.round.programme), "Goals belong to those who write them."),
        (factories.make_staff(), "You are not in the programme yet."),
    ):
        page = view(person)
        assert sentence in page
        assert SECRET not in page


def test_a_page_before_the_programme_has_a_round(world, view):
    outsider = factories.make_learner()
    world.round.programme.rounds.all().delete()
    assert "The programme has not begun yet." in view(outsider)


def test_an_author_sees_the_worksheet_and_nobodys_goals(world, authored):
    world.save()
    shown = see_in_studio(factories.make_staff(), authored)["html"]
    assert "A worksheet for goals." in shown
    assert "What do you want?" in shown
    assert "Up to 2,000 characters." in shown
    assert SECRET not in shown


def test_a_graded_block_offers_goals_to_hand_in(world, authored, view, call):
    authored.published = {"points": 10}
    authored.save()
    goal = world.save("Portfolio, jonka voi näyttää")
    page = view(world.mentee)
    assert "Handing in" in page
    assert page.count("Portfolio, jonka voi näyttää") >= 2
    answer = call(
        world.mentee,
        "hand_in",
        {"items": [str(goal.goal_id)], "once_key": "6f6f1c38-0a57-4f3c-8df6-3b4e0f6c1c14"},
    )
    assert answer.status_code == 200
    frozen = HandIn.objects.get().content[0]
    assert frozen["title"] == "Portfolio, jonka voi näyttää"
    assert frozen["parts"] == [{"label": "What do you want?", "text": "Portfolio, jonka voi näyttää"}]


def test_course_search_finds_what_authors_wrote_and_nobodys_goals(world, authored):
    world.save()
    authored.published = {"display_name": "My goals", "points": 7, "intro": {"en": "Begin with one sentence."}}
    block = load_unbound(authored)
    assert block.max_score() == 7
    indexed = block.index_dictionary()["content"]
    assert indexed["display_name"] == "My goals"
    assert indexed["intro"] == "Begin with one sentence."
    assert "What do you want?" in indexed["questions"]
    assert SECRET not in str(indexed)


def test_a_workbench_shows_the_block_by_its_scenario():
    [(title, xml)] = XBlock.load_class("mentoring_goals").workbench_scenarios()
    assert (title, xml) == ("Mentoring: goals", "<mentoring_goals/>")


def test_five_levels_belong_to_a_goal_on_the_sheet_that_is_about_them(world, authored, call):
    """The page says how many are written; a hand-in keeps them, and what is still to be done."""
    authored.published = {"template": "scaled", "questions": list(TEMPLATES["scaled"].questions)}
    authored.save()
    assert call(world.mentee, "save_goal", typed(answer_reality="")).status_code == 200
    (goal,) = world.goals()
    assert "The five levels" in call(world.mentee, "open_goal", {"goal": goal.goal_id}).content.decode()
    row = Goal.objects.get()
    levels = {str(level): f"Level {level}" for level in range(-2, 3)}
    scale = Scale.objects.create(goal=row, levels={**levels, "2": "", "-2": ""})
    assert "The five levels (3 of 5)" in call(world.mentee, "open_goal", {"goal": goal.goal_id}).content.decode()
    Scale.objects.filter(pk=scale.pk).update(levels=levels)
    assert "The five levels" not in call(world.mentee, "open_goal", {"goal": goal.goal_id}).content.decode()
    GoalAction.objects.create(goal=row, body="Ask\nfor help", due_on=dt.date(2027, 3, 5), once_key=uuid.uuid4())
    GoalAction.objects.create(goal=row, body="Done", done_at=timezone.now(), once_key=uuid.uuid4())
    with transaction.atomic():
        (frozen,) = GoalsBlock.items.freeze(factories.actor(world.mentee), world.place, [goal.goal_id])
    told = {part["label"]: part["text"] for part in frozen["parts"]}
    assert "Level 2" in told["Five levels"]
    assert told["Steps"] == "- Ask for help (by 5 March 2027)"


def test_after_the_round_nobody_waits_for_a_group(world, view):
    world.save()
    alone = view(world.mentee)
    world.group.memberships.all().delete()
    world.round.closed_at = timezone.now()
    world.round.save()
    page = view(world.mentee)
    assert "The round has ended." not in alone
    assert "The round has ended." in page
    assert "You are in no group yet" not in page
