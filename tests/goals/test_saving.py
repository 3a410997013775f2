"""Saving goals: unfinished, twice, on two devices at once; nothing typed is lost."""

import datetime as dt
import uuid

import pytest
from django.db.models import F

from mentoring_xblock.goals import api
from mentoring_xblock.goals.data import GoalDraft, Status
from mentoring_xblock.goals.models import Goal, GoalVersion
from mentoring_xblock.goals.saving import SITTING
from mentoring_xblock.kit.errors import Conflict, Invalid, NotFound
from mentoring_xblock.kit.keeping import Reason
from mentoring_xblock.programme.models import Participant
from mentoring_xblock.worksheets.api import SMART, questions_of
from mentoring_xblock.worksheets.data import Worksheet
from tests import factories
from tests.goals.conftest import SECRET, draft, typed

pytestmark = pytest.mark.django_db


def test_an_unfinished_goal_is_saved_and_says_what_is_open(world):
    goal = world.save()
    assert goal.version == 1
    assert goal.title == SECRET
    assert (goal.written, goal.total) == (1, 6)
    # "Why now?" can wait: a goal is whole without it.
    assert goal.missing == (
        "How will you notice progress?",
        "What part of it is in your own hands?",
        "First step",
        "Theme",
        "By when?",
    )


def test_a_finished_goal_misses_nothing(world, last_day):
    answers = {question["id"]: f"Text for {question['id']}" for question in SMART}
    goal = world.save(answers=answers, theme="oma-osaaminen", target_on=last_day, status=Status.ACTIVE)
    assert goal.missing == ()
    assert goal.written == goal.total == 6
    assert goal.theme_name == "My own competence"


def test_several_goals_stand_oldest_first(world):
    titles = ["Ensimmäinen", "Toinen", "Kolmas"]
    for title in titles:
        world.save(title)
    assert [goal.title for goal in world.goals()] == titles


def test_a_save_makes_a_new_version_and_the_same_text_does_not(world):
    goal = world.save()
    changed = world.save("Better words", goal=goal)
    assert (changed.version, changed.title) == (2, "Better words")
    assert world.save("Better words", goal=changed).version == 2


def test_a_double_click_makes_one_goal(world):
    key = uuid.uuid4()
    first, second = world.saved(once_key=key), world.saved(once_key=key)
    assert first.created
    assert not second.created
    assert first.goal.goal_id == second.goal.goal_id
    assert Goal.objects.count() == 1


def test_a_first_save_whose_answer_was_lost_does_not_lose_what_was_typed_since(world):
    key = uuid.uuid4()
    world.saved("One sentence", once_key=key)
    assert world.save("One sentence, and another", once_key=key).title == "One sentence, and another"
    assert Goal.objects.count() == 1


def test_a_double_click_on_a_later_save_is_no_conflict(world):
    goal = world.save()
    world.save("Better words", goal=goal)
    assert world.save("Better words", goal=goal).version == 2


def test_somebody_elses_key_makes_no_goal_and_shows_none(world):
    key = uuid.uuid4()
    world.save(once_key=key)
    with pytest.raises(NotFound):
        world.save("Mine", person=world.other_mentee, once_key=key)
    assert Goal.objects.count() == 1


def test_a_stale_version_keeps_both_texts(world):
    goal = world.save()
    world.save("Typed on the phone", goal=goal)
    with pytest.raises(Conflict) as caught:
        world.save("Typed on the desk", goal=goal)
    assert caught.value.current.title == "Typed on the phone"
    assert world.goal(goal).title == "Typed on the phone"
    kept = GoalVersion.objects.get(reason=Reason.CONFLICT)
    assert kept.content["answers"] == {"statement": "Typed on the desk"}
    assert kept.author == world.mentee.user


def test_the_same_conflict_twice_is_kept_once(world):
    goal = world.save()
    world.save("Typed on the phone", goal=goal)
    for _ in range(2):
        with pytest.raises(Conflict):
            world.save("Typed on the desk", goal=goal)
    assert GoalVersion.objects.filter(reason=Reason.CONFLICT).count() == 1


def test_choosing_ones_own_text_keeps_the_other_one(world):
    goal = world.save()
    world.save("Typed on the phone", goal=goal)
    with pytest.raises(Conflict) as caught:
        world.save("Typed on the desk", goal=goal)
    chosen = world.saved("Typed on the desk", goal=goal, version=caught.value.current.version, joined=True).goal
    assert chosen.title == "Typed on the desk"
    kept = {version.content["answers"]["statement"] for version in GoalVersion.objects.filter(reason=Reason.CONFLICT)}
    assert kept == {"Typed on the phone", "Typed on the desk"}
    assert world.around(goal).kept == 3


def test_one_earlier_text_a_sitting_is_kept(world):
    goal = world.save("First")
    for text in ("Second", "Third"):
        goal = world.save(text, goal=goal)
    kept = GoalVersion.objects.filter(reason=Reason.SAVED)
    assert [one.content["answers"]["statement"] for one in kept] == ["First"]
    kept.update(created_at=F("created_at") - SITTING)
    world.save("Fourth", goal=goal)
    newest = kept.latest("created_at")
    assert (newest.number, newest.content["answers"]["statement"]) == (3, "Third")
    assert newest.content["asked"]["statement"]["en"] == "What do you want?"


def test_an_empty_goal_is_refused(world):
    for text in ("", "   \n\t", "\u200f\u200b"):
        with pytest.raises(Invalid) as caught:
            world.save(text)
        assert list(caught.value.fields) == ["answer_statement"]
    with pytest.raises(Invalid):
        world.save("", theme="oma-osaaminen", target_on=world.sheet().last_day, status=Status.ACTIVE)
    assert not Goal.objects.exists()


def test_a_single_word_anywhere_is_enough(world):
    assert world.save(answers={"relevance": "Nyt"}).title == "Nyt"
    assert world.save(answers={"first_step": "🌙"}).title == "🌙"


def test_a_goal_can_not_be_emptied(world):
    goal = world.save()
    with pytest.raises(Invalid):
        world.save("", goal=goal)
    assert world.goal(goal).title == SECRET


def test_an_answer_of_the_full_length_fits_and_one_more_does_not(world):
    assert world.save("ä" * 2_000).draft.answers["statement"] == "ä" * 2_000
    with pytest.raises(Invalid) as caught:
        world.save("ä" * 2_001)
    assert caught.value.fields == {
        "answer_statement": ["1 character too long. Your text is still here; shorten it where you like."]
    }


def test_questions_that_are_not_on_the_worksheet_are_refused(world):
    with pytest.raises(Invalid):
        world.save(answers={"statement": SECRET, "salary": "4000"})
    assert not Goal.objects.exists()


def test_themes_that_are_not_in_the_programme_are_refused(world):
    with pytest.raises(Invalid) as caught:
        world.save(theme="kalastus")
    assert list(caught.value.fields) == ["theme"]


def test_a_day_outside_the_programme_is_refused_with_the_day_that_fits(world, last_day):
    with pytest.raises(Invalid) as late:
        world.save(target_on=last_day + dt.timedelta(days=1))
    assert late.value.fields["target_on"][0].startswith("The programme ends on ")
    with pytest.raises(Invalid) as early:
        world.save(target_on=world.round.starts_on - dt.timedelta(days=1))
    assert early.value.fields["target_on"][0].startswith("The programme starts on ")
    assert world.save(target_on=last_day).target_on == last_day
    assert world.save(target_on=world.round.starts_on).target_on == world.round.starts_on


def test_a_plan_that_moved_on_locks_nobody_out(world, last_day):
    goal = world.save(theme="oma-osaaminen", target_on=last_day)
    programme = world.round.programme
    programme.plan = {**programme.plan, "length_weeks": 12, "themes": []}
    programme.save()
    changed = world.save("Better words", goal=goal, theme="oma-osaaminen", target_on=last_day)
    assert changed.title == "Better words"
    assert changed.draft.theme == "oma-osaaminen"
    assert changed.theme_name == ""


def test_answers_to_removed_questions_stay_and_are_told_as_such(world):
    goal = world.save(answers={"statement": SECRET, "measure": "Calendar"})
    fewer = questions_of([question for question in SMART if question["id"] != "measure"])
    actor = factories.actor(world.mentee)
    sheet = api.open_sheet(actor, world.place, Worksheet(fewer))
    api.save_goal(actor, sheet, goal.goal_id, draft("Better words"), goal.version, uuid.uuid4())
    found = api.get_goal(actor, sheet, goal.goal_id)
    assert found.draft.answers == {"statement": "Better words", "measure": "Calendar"}
    assert [(part.label, part.earlier) for part in found.parts] == [
        ("What do you want?", False),
        ("How will you notice progress?", True),
    ]
    assert not world.goal(goal).parts[1].earlier


def test_an_answer_remembers_what_it_was_asked(world):
    """Old words are told beside an answer until it is written anew; what was never noted is told as before."""
    goal = world.save(answers={"statement": SECRET, "measure": "Calendar"})
    worded = [{**one, "label": {"en": f"Now: {one['label']['en']}"}} for one in SMART]
    actor = factories.actor(world.mentee)
    sheet = api.open_sheet(actor, world.place, Worksheet(questions_of(worded)))
    was = {part.label: part.was for part in api.get_goal(actor, sheet, goal.goal_id).parts}
    assert was == {
        "Now: What do you want?": "What do you want?",
        "Now: How will you notice progress?": "How will you notice progress?",
    }
    both = GoalDraft({"statement": "Better words", "measure": "Calendar"})
    saved = api.save_goal(actor, sheet, goal.goal_id, both, goal.version, uuid.uuid4()).goal
    assert [part.was for part in saved.parts] == ["", "How will you notice progress?"]
    page = api.get_goal(actor, world.sheet(questions=SMART[:1]), goal.goal_id)
    assert [(part.label, part.was, part.earlier) for part in page.parts] == [
        ("What do you want?", "Now: What do you want?", False),
        ("How will you notice progress?", "", True),
    ]
    Goal.objects.update(asked={})
    fewer = api.get_goal(actor, world.sheet(questions=SMART[:1]), goal.goal_id)
    assert [part.label for part in fewer.parts] == ["What do you want?", "An earlier question"]


def test_everybody_who_takes_part_writes_goals_unless_the_author_says_otherwise(world):
    assert world.save("A mentor learns too", person=world.mentor).owner_id == world.mentor.user_id
    Goal.objects.all().delete()
    actor = factories.actor(world.mentor)
    sheet = api.open_sheet(actor, world.place, Worksheet(questions_of(SMART)), "mentees")
    with pytest.raises(NotFound):
        api.save_goal(actor, sheet, None, draft(), 0, uuid.uuid4())
    with pytest.raises(NotFound):
        world.save(person=factories.make_learner())
    Participant.objects.filter(pk=world.mentee.pk).update(left_at=dt.datetime.now(dt.UTC))
    with pytest.raises(NotFound):
        world.save()
    assert not Goal.objects.exists()


def test_goals_that_somebody_wrote_before_the_author_left_it_to_mentees_stay_theirs(world, call, view, authored):
    """They read, change, withdraw, delete and bring back what they wrote; new ones they write no more."""
    goal = world.save("A mentor learns too", person=world.mentor)
    share = world.share(goal, person=world.mentor, audience="group")
    authored.draft = authored.published = authored.draft | {"writers": "mentees"}
    authored.save()
    page = view(world.mentor)
    for sentence in (
        "One goal, not active yet.",
        "Those that you have written stay yours.",
        "Save my goals as a document",
    ):
        assert sentence in page, sentence
    assert "data-mn-new>" not in page
    refused = call(world.mentor, "save_goal", typed(text="One more"))
    assert refused.status_code == 422
    assert "New goals are written here by those who are mentored." in refused.content.decode()
    assert "One more" in refused.content.decode()
    assert call(world.mentor, "new_goal", {}).status_code == 200
    assert call(world.mentor, "save_goal", typed(goal, "A mentor changes too")).status_code == 200
    assert [one.goal.title for one in world.shared(world.mentee)] == ["A mentor changes too"]
    withdrawn = call(world.mentor, "withdraw_goal", {"goal": goal.goal_id, "share": share.share_id})
    assert withdrawn.status_code == 200
    assert world.shared(world.mentee) == ()
    deleted = call(world.mentor, "delete_goal", {"goal": goal.goal_id}).content.decode()
    assert "Goals are written by the people you work with." in deleted
    restored = call(world.mentor, "restore_goal", {"goal": goal.goal_id}).content.decode()
    assert "A mentor changes too" in restored
    assert "Goals are written by the people you work with." in view(world.other_mentor)


def test_a_goal_is_saved_where_it_was_written(world):
    goal = world.save()
    elsewhere = factories.place_of(world.round, "mentoring_goals", "another")
    with pytest.raises(NotFound):
        world.save("Better words", goal=goal, place=elsewhere)
    other = factories.make_round(factories.make_programme(factories.OTHER_COURSE_KEY))
    factories.enrol(world.mentee.user, factories.OTHER_COURSE_KEY)
    factories.make_mentee(other, user=world.mentee.user)
    with pytest.raises(NotFound):
        world.save("Better words", goal=goal, place=factories.place_of(other, "mentoring_goals", "goals"))
    assert world.goal(goal).title == SECRET


# ---- the same over HTTP: a message in place, in the reader's language, and the text stays ----


def test_both_texts_are_shown_whole_own_first(world, call):
    goal = world.save("Yksi vapaapäivä viikossa")
    world.save("Yksi vapaapäivä ja yksi ilta viikossa", goal=goal)
    answer = call(world.mentee, "save_goal", typed(goal, "Yksi kokonainen vapaapäivä viikossa"))
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "This goal was also changed elsewhere. Nothing is lost." in page
    assert page.index("<ins>kokonainen </ins>") < page.index("<ins>ja yksi ilta </ins>")
    assert 'name="version" value="2"' in page
    assert 'name="answer_statement" value="Yksi kokonainen vapaapäivä viikossa"' in page


def test_after_a_conflict_the_writer_keeps_joins_or_lets_go(world, call):
    goal = world.save("First")
    current = world.save("Phone", goal=goal)
    call(world.mentee, "save_goal", typed(goal, "Desk"))
    resend = {**typed(goal, "Desk"), "version": str(current.version), "joined": "true"}
    joined = call(world.mentee, "join_goal", resend)
    assert joined.status_code == 200
    assert "Desk\n\nPhone" in joined.content.decode()
    assert world.goal(goal).title == "Phone"
    kept = call(world.mentee, "save_goal", resend)
    assert kept.status_code == 200
    assert world.goal(goal).title == "Desk"


def test_a_goal_that_was_deleted_meanwhile_can_be_saved_as_a_new_one(world, call):
    goal = world.save()
    world.delete(goal)
    answer = call(world.mentee, "save_goal", typed(goal, "Still typing"))
    assert answer.status_code == 404
    page = answer.content.decode()
    assert "Still typing" in page
    assert "A new goal" in page
    assert str(goal.goal_id) not in page


def test_drafts_differ_by_every_field():
    assert GoalDraft({"a": "b"}) != GoalDraft({"a": "b"}, status=Status.ACTIVE)
