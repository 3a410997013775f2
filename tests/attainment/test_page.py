"""Five levels on the pages, over HTTP: what is written, rated and read, by whom, and what nobody else reads."""

import datetime as dt
import re
import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.html import strip_tags

from mentoring_xblock.attainment.models import GoalRating, Scale
from mentoring_xblock.goals.data import Status
from mentoring_xblock.goals.models import Goal
from mentoring_xblock.groups.models import Membership
from mentoring_xblock.worksheets.api import TEMPLATES
from tests import factories, pages
from tests.attainment.conftest import LEVELS, scale

pytestmark = pytest.mark.django_db


def levels(goal, version=0, **changes):
    """What a browser sends when levels are saved."""
    texts = {f"level_{name}": LEVELS[int(name.replace("m", "-"))] for name in ("m2", "m1", "0", "1", "2")}
    about = {"goal": str(goal.goal_id), "version": str(version), "baseline": "", "weight": "1"}
    return {**about, **texts, **changes}


def rating(goal, level="0", **changes):
    about = {"goal": str(goal.goal_id), "version": "1", "once_key": str(uuid.uuid4())}
    return {**about, "level": level, "words": "", **changes}


def text(answer):
    """What an answer says, without its markup."""
    content = answer if isinstance(answer, str) else answer.content.decode()
    return " ".join(strip_tags(content).split())


def test_a_scale_is_written_and_rated_in_place(world, call, view):
    goal = world.save(status=Status.ACTIVE)
    assert "Write five levels" in view(world.mentee)
    opened = call(world.mentee, "edit_scale", {"goal": goal.goal_id, "what": "levels"}).content.decode()
    order = [opened.index(f'name="level_{name}"') for name in ("0", "1", "2", "m1", "m2")]
    assert order == sorted(order)
    assert "One thing only; levels must not overlap." in opened
    assert "data-mn-focus" in opened

    part = call(world.mentee, "save_scale", levels(goal, level_2="", level_m1=""))
    assert part.status_code == 200
    assert "Level +2 is not written yet." in text(part)
    assert "Rate where I am" not in text(part)
    same = call(world.mentee, "save_scale", levels(goal, 1, level_2=LEVELS[1]))
    assert "Levels +1 and +2 say the same, so nobody can tell which is reached." in text(same)
    whole = call(world.mentee, "save_scale", levels(goal, 2, baseline="-1"))
    assert "Saved. You can rate where you are." in text(whole)
    assert 'class="mn-gas-was"' in whole.content.decode()

    form = call(world.mentee, "edit_scale", {"goal": goal.goal_id, "what": "rating"}).content.decode()
    assert all(words in form for words in LEVELS.values())
    empty = call(world.mentee, "rate_goal", rating(goal, "", words="Kirjoitin tämän"))
    assert empty.status_code == 422
    assert "Choose one of the five levels." in text(empty)
    assert "Kirjoitin tämän" in empty.content.decode()
    answer = call(world.mentee, "rate_goal", rating(goal, "1", words="Helmikuussa", version="3"))
    assert answer.status_code == 200
    said = text(answer)
    assert "Rated +1." in said
    assert "Start −1, now +1. Never a grade." in said
    assert "Your goal is rated. It comes to 60; 50 is where you expected to be." in said
    for part in ("-moved", "-together", f"-mini-{goal.goal_id}"):
        assert re.search(rf'id="[^"]*{part}"[^>]* hx-swap-oob="true"', answer.content.decode())
    page = view(world.mentee)
    assert "From −1 to +1" in page
    assert "How it moved" in page
    assert "Helmikuussa" in page


def test_what_cannot_be_saved_stays_as_it_was_typed(world, call):
    goal = world.save()
    nothing = call(world.mentee, "save_scale", {"goal": str(goal.goal_id), "version": "0"})
    assert nothing.status_code == 422
    assert "One of the five levels is enough to save." in text(nothing)
    assert 'aria-invalid="true"' in nothing.content.decode()
    call(world.mentee, "save_scale", levels(goal))
    call(world.mentee, "rate_goal", rating(goal))
    asked = call(world.mentee, "save_scale", levels(goal, 1, level_0="Typed today"))
    assert asked.status_code == 422
    assert "Do they still mean the same?" in text(asked)
    assert "Typed today" in asked.content.decode()
    answered = call(world.mentee, "save_scale", levels(goal, 1, level_0="Typed today", same="same"))
    assert answered.status_code == 200
    assert "1 earlier text" in text(answered)
    assert re.search(r'id="[^"]*-history" hx-swap-oob="true"', answered.content.decode())
    stale = call(world.mentee, "save_scale", levels(goal, 1, level_0="Typed elsewhere", same="same"))
    assert stale.status_code == 409
    both = stale.content.decode()
    assert "Typed today" in both
    assert "Typed elsewhere" in both
    assert 'name="version" value="2"' in both
    assert call(world.mentee, "save_scale", levels(goal, 2, level_0="Typed elsewhere", same="same")).status_code == 200


def test_a_double_click_rates_once(world, call):
    goal = world.save()
    call(world.mentee, "save_scale", levels(goal))
    sent = rating(goal, "-1")
    assert [call(world.mentee, "rate_goal", sent).status_code for _click in range(2)] == [200, 200]
    assert GoalRating.objects.count() == 1


def test_on_a_sheet_about_levels_they_stand_open_and_where_an_author_wants_none_there_are_none(world):
    goal = world.save()
    scaled = {"template": "scaled", "questions": list(TEMPLATES["scaled"].questions)}
    for fields, open_, there in [(scaled, True, True), ({"scaled": False}, False, False)]:
        Goal.objects.filter(public_id=goal.goal_id).update(
            usage_key=factories.usage_key("mentoring_goals", str(there)), answers={"statement": "One"}
        )
        block = pages.publish_block("mentoring_goals", str(there), **fields)
        page = pages.see(world.mentee, block)
        assert ('name="level_m2"' in page) == open_
        assert ("How far along?" in page) == there
        assert ("The five levels" in page) == open_
        answer = pages.send(world.mentee, block, "save_scale", levels(goal))
        assert answer.status_code == (200 if there else 404)
        assert Scale.objects.exists() == there
        Scale.objects.all().delete()


def test_a_mentor_reads_agrees_and_never_meets_the_score(world, attaining, call, view):
    """Two goals at +1 come to 62 for their owner, and to nothing for anybody else."""
    peer = factories.make_mentee(world.round, name="Joonas Hietala")
    circle = factories.make_group(None, [world.mentee, peer], kind="peer_group", name="Vertaiset")
    goals = [world.save(title, status=Status.ACTIVE) for title in ("Ensimmäinen", "Toinen")]
    share = world.share(goals[0])
    world.share(goals[0], group=circle, audience="group")
    for goal in goals:
        attaining.save(goal)
        attaining.rate(goal, 1, "Helmikuussa")
    assert re.search(r"\b62\b", text(view(world.mentee)))

    opened = call(world.mentor, "open_shared", {"goal": goals[0].goal_id})
    assert "Agree with +1" in text(opened)
    assert "Helmikuussa" in text(opened)
    assert "Now +1. Never a grade." in text(opened)
    assert "Agree with" not in text(call(peer, "open_shared", {"goal": goals[0].goal_id}))
    newest = attaining.standing(goals[0]).newest()
    sent = {
        "goal": str(goals[0].goal_id),
        "share": str(share.share_id),
        "rating": str(newest.rating_id),
        "once_key": str(uuid.uuid4()),
    }
    agreed = call(world.mentor, "agree_rating", sent)
    assert "agreed with Anna Laine" in text(agreed)
    assert "Agree with +1" not in text(agreed)
    assert "Agreed with the rating" in text(agreed)
    attaining.rate(goals[0], 2)
    late = call(world.mentor, "agree_rating", {**sent, "once_key": str(uuid.uuid4())})
    assert late.status_code == 409
    assert "This goal was rated again meanwhile." in text(late)
    assert "Agree with +2" in text(late)
    assert "agreed with Anna Laine" in view(world.mentee)

    coordinator = factories.make_coordinator(world.round.programme)
    dashboard = pages.publish_block("mentoring_dashboard", "dashboard")
    others = [opened, agreed, late, view(world.mentor), view(peer), view(coordinator)]
    others += [pages.see(person, dashboard) for person in (world.mentor, peer, coordinator)]
    others += [pages.send(world.mentor, dashboard, "open_goal", {"goal": str(goals[0].goal_id)})]
    for one in others:
        assert not re.search(r"\b(62|69)\b", text(one))
        assert "All of them together" not in text(one)


def test_a_group_scales_and_rates_its_goal_together(world, call, view):
    goal = world.save(status=Status.ACTIVE)
    Goal.objects.update(owner=None, group=world.group)
    assert call(world.mentor, "save_scale", levels(goal)).status_code == 200
    rated = call(world.mentee, "rate_goal", rating(goal, "-1"))
    assert rated.status_code == 200
    assert "Now −1. Never a grade." in text(rated)
    assert "All of them together" not in text(rated)
    assert call(world.other_mentee, "rate_goal", rating(goal)).status_code == 404
    assert GoalRating.objects.get().rater_id == world.mentee.user_id
    assert "At −1" in view(world.mentor)
    # The mentee's own goals have no place beside the group's.
    beside = view(world.mentee)
    assert "-moved" in beside
    assert '-together"' not in beside
    # Who comes into the group now reads its goal as it stands, and of its ratings what comes after.
    Membership.objects.filter(participant=world.mentor).update(joined_at=timezone.now())
    assert "At −1" not in view(world.mentor)
    assert LEVELS[0] in view(world.mentor)
    assert "Not rated yet. Never a grade." in text(view(world.mentor))


@pytest.mark.once
def test_thirty_goals_with_levels_take_as_many_queries_as_one(world, attaining, view):
    def fill(number):
        for index in range(number):
            goal = world.save(f"Goal {index} of {number}", status=Status.ACTIVE)
            attaining.save(goal, scale(weight=index % 4))
            attaining.rate(goal, 0)
            attaining.rate(goal, 1)

    def queries():
        with CaptureQueriesContext(connection) as captured:
            view(world.mentee)
        return len(captured)

    fill(1)
    queries()
    one = queries()
    fill(6)
    assert queries() == one


def test_a_rating_by_words_that_have_changed_is_looked_at_again(world, call):
    """A form is open, and on another device, or by somebody of the group, the levels become others."""
    goal = world.save(status=Status.ACTIVE)
    call(world.mentee, "save_scale", levels(goal))
    # Nobody has rated yet, so nobody is asked what a change means; it may mean anything.
    call(world.mentee, "save_scale", levels(goal, 1, level_1="A free day and a half every week"))
    key = str(uuid.uuid4())
    sent = rating(goal, "1", words="Helmikuussa", once_key=key)
    late = call(world.mentee, "rate_goal", sent)
    assert (late.status_code, GoalRating.objects.exists()) == (409, False)
    assert "These levels have changed since you opened this page." in text(late)
    shown = late.content.decode()
    assert "A free day and a half every week" in shown
    assert "Helmikuussa" in shown
    assert re.search(r'value="1" checked', shown)
    assert 'name="version" value="2"' in shown
    again = {**sent, "version": "2", "once_key": str(uuid.uuid4())}
    assert call(world.mentee, "rate_goal", again).status_code == 200
    # Words that mean the same are no reason to ask; others are, though an answer that was lost is not given twice.
    call(world.mentee, "save_scale", levels(goal, 2, level_1="One and a half free days every week", same="same"))
    assert call(world.mentee, "rate_goal", rating(goal, "0", version="2")).status_code == 200
    call(world.mentee, "save_scale", levels(goal, 3, level_1="Two free days every week", same="another"))
    assert call(world.mentee, "rate_goal", rating(goal, "1", version="3")).status_code == 409
    assert call(world.mentee, "rate_goal", again).status_code == 200
    assert GoalRating.objects.count() == 2


def test_what_was_rated_before_a_goal_was_shared_stays_its_owners(world, attaining, call, view):
    """Readers learn the newest level and its day; of words and of earlier levels what comes after the share."""
    goal, now = world.save(status=Status.ACTIVE), timezone.now()
    attaining.save(goal)
    attaining.rate(goal, -2, "Yksin kirjoitettu", now=now - dt.timedelta(days=3))
    attaining.rate(goal, -1, "Itselleni", now=now - dt.timedelta(days=2))
    row = Goal.objects.get(public_id=goal.goal_id)
    GoalRating.objects.create(goal=row, stage="between", words="Pelkkä rivi", once_key=uuid.uuid4())
    assert "of the time before only the newest level and its day" in view(world.mentee)
    world.share(goal)
    others = [pages.publish_block("mentoring_dashboard", "dashboard"), pages.publish_block("mentoring_meetings", "met")]

    def read():
        opened = text(call(world.mentor, "open_shared", {"goal": goal.goal_id}))
        drawn = [pages.see(world.mentor, block) for block in others]
        found = [opened, *(re.search(r'aria-label="((At|From) [^"]*)"', page)[1] for page in drawn)]
        for words in ("Yksin", "Itselleni", "Pelkkä", "From −2", "Rated −2", "Start"):
            assert not [one for one in found if words in one]
        return found

    opened, *drawn = read()
    assert "Now −1. Never a grade." in opened
    assert "Agree with −1" in opened
    assert "How it moved" not in opened
    assert drawn == ["At −1", "At −1"]
    attaining.rate(goal, 0, "Nyt yhdessä")
    # Who reads by two shares reads from the older one on.
    world.share(goal, audience="group")
    opened = text(call(world.mentor, "open_shared", {"goal": goal.goal_id}))
    assert "Now 0. Never a grade." in opened
    assert "How it moved" in opened
    assert all(words in opened for words in ("Rated −1", "Nyt yhdessä"))
    assert not [words for words in ("Rated −2", "Itselleni") if words in opened]
    assert all('aria-label="At 0"' in pages.see(world.mentor, block) for block in others)
    assert "From −2 to 0" in view(world.mentee)
    assert "Itselleni" in view(world.mentee)
