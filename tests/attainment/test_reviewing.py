"""Looking back at one's goals when the plan says so, by a moving clock."""

import datetime as dt
import re
import uuid

import pytest
from django.utils import timezone

from mentoring_xblock.attainment import api
from mentoring_xblock.attainment.data import Answer
from mentoring_xblock.goals.data import Status
from mentoring_xblock.kit.errors import Invalid, NotFound
from mentoring_xblock.models import Goal, GoalRating
from tests import factories
from tests.attainment.conftest import scale

pytestmark = pytest.mark.django_db

WEEK = dt.timedelta(weeks=1)


@pytest.fixture
def year(attaining):
    """The goals' world, eleven weeks after its beginning, with reviews at weeks 2, 13 and 24."""
    return Reviewing(attaining)


class Reviewing:
    def __init__(self, attaining):
        self.attaining, self.world = attaining, attaining.goals
        self.now = timezone.now()

    def goal(self, title="Free days", status=Status.ACTIVE, scaled=True):
        goal = self.world.save(title, status=status)
        if scaled:
            self.attaining.save(goal)
        return goal

    def due(self, person=None, now=None):
        person = person or self.world.mentee
        return api.due_reviews(factories.actor(person), self.world.sheet(person), now or self.now)

    def say(self, milestone, answers, key=None, now=None, person=None):
        person = person or self.world.mentee
        return api.save_review(
            factories.actor(person),
            self.world.sheet(person),
            milestone,
            answers,
            key or uuid.uuid4(),
            now or timezone.now(),
        )

    def left(self, person=None, now=None):
        return [(one.milestone.id, set(one.goals)) for one in self.due(person, now)]


def field(goal, name):
    return f"{name}_{goal.goal_id.hex[:12]}"


def kept():
    return [
        (row.stage, row.milestone, row.level, row.words) for row in GoalRating.objects.order_by("created_at", "level")
    ]


def test_a_review_asks_once_about_each_active_goal_and_the_next_one_asks_again(year):
    scaled, plain = year.goal(), year.goal("A portfolio", scaled=False)
    year.goal("Not yet", Status.DRAFT, scaled=False)
    (due,) = year.due()
    assert (due.milestone.id, due.milestone.stage, set(due.goals)) == ("alku", "start", {scaled.goal_id, plain.goal_id})
    assert due.first_day <= year.now.date() < due.last_day
    # One of the two is left open, and stays so.
    key = uuid.uuid4()
    answers = {scaled.goal_id: Answer(-1, "Every second week\n"), plain.goal_id: Answer(None, "  ")}
    assert [year.say("alku", answers, key) for _click in range(2)] == [1, 0]
    assert year.left() == [("alku", {plain.goal_id})]
    assert year.say("alku", {plain.goal_id: Answer(None, "Three pictures chosen")}) == 1
    assert year.due() == ()
    assert set(kept()) == {
        ("start", "alku", -1, "Every second week"),
        ("start", "alku", None, "Three pictures chosen"),
    }
    # Two weeks on, the half-way review has begun; nothing is open any more long after the end.
    later = year.now + 3 * WEEK
    assert year.left(now=later) == [("puolivali", {scaled.goal_id, plain.goal_id})]
    with pytest.raises(NotFound):
        year.say("alku", {scaled.goal_id: Answer(0)}, now=later)
    assert year.due(now=year.now + 30 * WEEK) == ()
    # What is said outside of a review, on the goal's own card, counts as well where it is said within its days.
    year.attaining.rate(scaled, 0, now=later)
    assert year.left(now=later) == [("puolivali", {plain.goal_id})]


def test_all_of_it_is_kept_or_nothing(year):
    scaled, plain = year.goal(), year.goal("A portfolio", scaled=False)
    theirs = year.world.save(person=year.world.other_mentee, status=Status.ACTIVE)
    with pytest.raises(Invalid) as caught:
        year.say("alku", {scaled.goal_id: Answer(), plain.goal_id: Answer(None, " \u200b")})
    assert caught.value.message == "Write a line or rate one goal."
    with pytest.raises(Invalid) as caught:
        year.say("alku", {scaled.goal_id: Answer(1, "x" * 301), plain.goal_id: Answer(0)})
    assert set(caught.value.fields) == {field(scaled, "words"), field(plain, "level")}
    for answers in ({scaled.goal_id: Answer(1), theirs.goal_id: Answer(1)}, {theirs.goal_id: Answer(None, "Hers")}):
        with pytest.raises(NotFound):
            year.say("alku", answers)
    for milestone in ("puolivali", ""):
        with pytest.raises(NotFound):
            year.say(milestone, {scaled.goal_id: Answer(1)})
    with pytest.raises(NotFound):
        year.say("alku", {scaled.goal_id: Answer(1)}, person=year.world.other_mentee)
    assert kept() == []


def test_a_goal_that_ended_is_asked_about_once_more_and_at_the_end_whatever_was_said(year):
    reached = year.goal("Reached", Status.ACHIEVED)
    year.goal("Let go", Status.DROPPED)
    assert year.left() == [("alku", {reached.goal_id})]
    year.say("alku", {reached.goal_id: Answer(1, "It went well")})
    assert year.due() == ()
    # It ended in the days of the review before, and how was said then.
    assert year.due(now=year.now + 3 * WEEK) == ()
    assert year.left(now=year.now + 14 * WEEK) == [("loppu", {reached.goal_id})]
    # Where nothing was said, the next review asks; one that ended before the review before it is not asked about.
    GoalRating.objects.all().delete()
    assert year.left(now=year.now + 3 * WEEK) == [("puolivali", {reached.goal_id})]
    Goal.objects.filter(public_id=reached.goal_id).update(updated_at=year.now - 10 * WEEK)
    assert year.due(now=year.now + 3 * WEEK) == ()


def test_where_everybody_begins_by_themselves_reviews_follow_their_own_clock(attaining):
    world = attaining.goals
    world.round.programme.plan |= {"relations": {"mode": "non_stop"}}
    world.round.programme.save()
    year = Reviewing(attaining)
    goal = year.goal()
    today = year.now.date()
    world.group.starts_on = today - WEEK
    world.group.save()
    assert year.due() == ()
    world.group.starts_on = today - 2 * WEEK
    world.group.save()
    assert year.left() == [("alku", {goal.goal_id})]
    # Whoever is in no group yet has no calendar, and whoever mentors has goals and reviews of their own.
    world.save(person=factories.make_mentee(world.round), status=Status.ACTIVE)
    own = world.save(person=world.mentor, status=Status.ACTIVE)
    assert year.left(person=world.mentor) == [("alku", {own.goal_id})]


def test_a_review_costs_the_same_for_one_goal_and_for_many(year, django_assert_num_queries):
    year.attaining.rate(year.goal("Rated"), 0)
    for count in (1, 8):
        goals = [year.goal(f"{count}{number}") for number in range(count)]
        actor, sheet = factories.actor(year.world.mentee), year.world.sheet()
        with django_assert_num_queries(7):
            api.due_reviews(actor, sheet, year.now)
        assert year.say("alku", {goal.goal_id: Answer(0, "On its way") for goal in goals}) == count


# ---- on the page ----


def test_the_card_asks_with_the_words_of_the_levels_and_tells_what_is_still_open(year, call, view):
    scaled, plain = year.goal(), year.goal("A portfolio", scaled=False)
    person = year.world.mentee.user
    page = view(person)
    assert "Two goals wait for a line or a rating." in page
    assert "Look back at my goals" in page
    opened = call(person, "open_review", {"milestone": "alku"}).content.decode()
    assert "A free day every second week" in opened
    assert opened.count("I leave it open") == 1
    assert f'name="{field(scaled, "version")}" value="1"' in opened
    assert field(plain, "level") not in opened
    body = {"milestone": "alku", "once_key": str(uuid.uuid4()), field(scaled, "version"): "1"}
    answer = call(person, "save_review", body | {field(scaled, "level"): "", field(plain, "words"): " "})
    assert (answer.status_code, "Write a line or rate one goal." in answer.content.decode()) == (422, True)
    answer = call(person, "save_review", body | {field(scaled, "level"): "9", field(plain, "words"): "Chosen <b>"})
    assert (answer.status_code, "Chosen &lt;b&gt;" in answer.content.decode(), kept()) == (422, True, [])
    for _click in range(2):
        answer = call(person, "save_review", body | {field(scaled, "level"): "1", field(scaled, "words"): "Often"})
        assert answer.status_code == 200
        saved = answer.content.decode()
        assert "Saved. One goal waits for a line or a rating." in saved
        assert "Look at what is left" in saved
    # The small picture in its tab follows.
    assert 'hx-swap-oob="true"' in saved
    # What was typed about a goal that is gone meanwhile stands below, to be copied.
    year.world.delete(plain)
    answer = call(person, "save_review", body | {field(plain, "words"): "Three pictures", field(scaled, "level"): "1"})
    assert (answer.status_code, "Three pictures" in answer.content.decode()) == (422, True)
    assert "waits for a line" not in view(person)
    assert kept() == [("start", "alku", 1, "Often")]


def test_the_ladder_of_the_goal_that_stands_open_follows_unless_something_is_typed_there(year, call, view):
    goal, other = year.goal(), year.goal("A portfolio")
    person = year.world.mentee.user
    opened = re.search(r'name="beside" value="([^"]+)" id="([^"]+)"', view(person))
    assert opened[1] in {str(goal.goal_id), str(other.goal_id)}
    assert f'hx-include="#{opened[2]}"' in call(person, "open_review", {"milestone": "alku"}).content.decode()
    for what in ("levels", "rating"):
        assert opened[2] not in call(person, "edit_scale", {"goal": opened[1], "what": what}).content.decode()

    body = {"milestone": "alku", field(goal, "version"): "1", field(goal, "level"): "1"}
    for beside, follows in ((goal, True), (other, False), (None, False)):
        sent = {**body, "once_key": str(uuid.uuid4()), "beside": str(beside.goal_id) if beside else ""}
        answer = call(person, "save_review", sent)
        assert answer.status_code == 200
        parts = answer.content.decode()
        for part in ("scale", "moved"):
            found = re.search(rf'<section[^>]* id="[^"]*-{part}"[^>]*hx-swap-oob="true"', parts)
            assert bool(found) == follows
        assert ('aria-current="true"' in parts) == follows


def test_levels_that_have_become_others_are_looked_at_again_before_a_review_is_kept(year, call):
    scaled, plain = year.goal(), year.goal("A portfolio", scaled=False)
    person = year.world.mentee.user
    said = {field(scaled, "level"): "1", field(scaled, "words"): "Often", field(plain, "words"): "Chosen"}
    sent = {"milestone": "alku", "once_key": str(uuid.uuid4()), field(scaled, "version"): "1", **said}
    year.attaining.save(scaled, scale(**{"1": "Two free days every week"}))
    late = call(person, "save_review", sent)
    assert (late.status_code, kept()) == (409, [])
    shown = late.content.decode()
    assert shown.count("These levels have changed since you opened this page.") == 1
    assert all(words in shown for words in ("Two free days every week", "Often", "Chosen", 'value="1" checked'))
    sent[field(scaled, "version")] = "2"
    assert f'name="{field(scaled, "version")}" value="2"' in shown
    assert call(person, "save_review", sent).status_code == 200
    # The same click once more is no other answer, whatever the levels have become.
    year.attaining.save(scaled, scale(**{"1": "Three free days"}), same=False)
    assert call(person, "save_review", sent).status_code == 200
    assert len(kept()) == 2
    # Where nothing is left to be chosen, a choice is not dropped without a word.
    year.attaining.save(scaled, scale(**{"2": ""}))
    refused = call(person, "save_review", {**sent, "once_key": str(uuid.uuid4()), field(scaled, "words"): "Later"})
    assert (refused.status_code, "Later" in refused.content.decode(), len(kept())) == (422, False, 2)
