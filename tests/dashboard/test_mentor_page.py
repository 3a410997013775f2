"""What a mentor's page shows, in which order, and in which words."""

import datetime as dt
import re
import uuid
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from mentoring_xblock.goals.data import Status
from mentoring_xblock.groups.models import Kind
from mentoring_xblock.models import Meeting
from mentoring_xblock.notes import api as notes
from mentoring_xblock.sharing.data import Audience
from tests import factories, pages
from tests.dashboard import scenes
from tests.dashboard.scenes import said, words

FINNISH_WEEKDAYS = [
    ("ma", "Maanantai"),
    ("ti", "Tiistai"),
    ("ke", "Keskiviikko"),
    ("to", "Torstai"),
    ("pe", "Perjantai"),
    ("la", "Lauantai"),
    ("su", "Sunnuntai"),
]


def today():
    return timezone.localdate(timezone=ZoneInfo("Europe/Helsinki"))


def tabs(markup):
    return re.findall(r'class="mn-person-name">([^<]*)<', markup.partition("</nav>")[0])


def queue(markup):
    return [
        words(one) for one in re.findall(r'<button class="mn-pick"(?![^>]*data-mn-choose)[^>]*>(.*?)</button>', markup)
    ]


def test_a_mentor_without_mentees_reads_one_sentence(world):
    page = world.page(factories.make_mentor(world.round, name="Uusi"))
    assert "You will hear who your mentees are." in page
    for part in ("Waiting for you", "Shared", "Handed in"):
        assert part not in page


def test_the_page_opens_with_what_waits_and_where_the_programme_is(world):
    assert "Nothing waits for you now." in world.page(world.anna)
    scenes.shared_entry(world.elli, "On waiting")
    assert "One thing waits for you." in world.page(world.anna)
    scenes.shared_goal(world.joonas, "A portfolio")
    page = world.page(world.anna)
    assert "Two things wait for you." in page
    assert re.search(r"Phase \d of 7, ", page)


def test_those_with_something_waiting_come_first(world):
    assert tabs(world.markup(world.anna)) == ["Elli Saari", "Joonas Hietala"]
    scenes.shared_goal(world.joonas, "A portfolio")
    markup = world.markup(world.anna)
    assert tabs(markup) == ["Joonas Hietala", "Elli Saari"]
    assert "Joonas Hietala 1 new" in words(markup)


def test_one_mentee_needs_no_tabs(world):
    page = world.markup(world.kaisa)
    assert "data-mn-choose" not in page
    assert "Noora Lind" in page


def test_the_card_shows_the_next_step_of_the_goal_that_comes_first(world):
    later = {"step": "Ask for a stand", "target_on": today() + dt.timedelta(days=40)}
    scenes.shared_goal(world.elli, "A portfolio", **later)
    scenes.shared_goal(
        world.elli,
        "One whole day off",
        step="Ask Mirva about duty days\nand more",
        target_on=today() + dt.timedelta(days=6),
        theme="osaaminen",
    )
    page = world.page(world.anna)
    assert "festivals, Tampere" in page
    step = page.partition("Next step")[2].partition("Shared goals")[0]
    assert step.strip() == "Ask Mirva about duty days One whole day off Theme: Competence Goal to be reached in 6 days"


def test_what_is_written_down_to_be_done_comes_before_a_first_step(world):
    soon = scenes.shared_goal(world.elli, "One day off", step="Ask Mirva", target_on=today() + dt.timedelta(days=3))
    later = scenes.shared_goal(world.elli, "A portfolio", step="Ask for a stand")
    scenes.to_do(soon, "Any day")
    scenes.to_do(later, "Write to Turku\nand more", due_on=today() + dt.timedelta(days=6))
    scenes.to_do(later, "Done already", due_on=today(), done_at=timezone.now())
    page = world.page(world.anna)
    step = page.partition("Next step")[2].partition("Shared goals")[0]
    assert step.strip() == "Write to Turku A portfolio To be done in 6 days"


def test_a_goal_with_levels_stands_there_with_how_far_it_has_come(world):
    scenes.shared_goal(world.elli, "Without levels")
    scenes.rate(scenes.shared_goal(world.elli, "A day off"), -1, 1)
    scenes.rate(scenes.goal(world.elli, "Hidden"), 2)
    page = world.markup(world.anna)
    assert re.findall(r'aria-label="(From[^"]+|At[^"]+)"', page) == ["From −1 to +1"]


@pytest.mark.parametrize("fields", [{"status": Status.DRAFT}, {"step": ""}], ids=["not active", "no step"])
def test_a_goal_that_is_not_active_or_has_no_step_gives_none(world, fields):
    scenes.shared_goal(world.elli, "A portfolio", **{"step": "Ask", **fields})
    assert "Next step" not in world.page(world.anna)


def test_an_unshared_goal_gives_no_next_step(world):
    scenes.goal(world.elli, "Secret goal", step="Secret step")
    page = world.markup(world.anna)
    assert "Secret" not in page
    assert "Next step" not in page


def test_entries_are_new_until_opened_and_changed_when_written_on(world):
    entry = scenes.shared_entry(world.elli, "Everyone was waiting.", "On waiting")
    assert "On waiting new Everyone was waiting." in world.page(world.anna)
    world.send(world.anna, "open_entry", entry=entry.public_id)
    page = world.page(world.anna)
    assert "On waiting Everyone was waiting." in page
    assert "Waiting for you" not in page
    scenes.write_on(world.elli, entry, "Everyone was waiting still.")
    assert "On waiting changed Everyone was waiting still." in world.page(world.anna)


def test_the_queue_says_what_each_thing_is_oldest_first(world):
    goal = scenes.shared_goal(world.elli, "One whole day off")
    entry = scenes.shared_entry(world.joonas, "On waiting")
    rain = scenes.entry(world.joonas, "Rain, and sun.")
    scenes.share_entry(world.joonas, rain, passages={"what": "Rain"})
    first = scenes.entry(world.elli, "A map.")
    scenes.hand_in(world.elli, first)
    assert [re.sub(r", \w+ \d+ \w+$", "", one) for one in queue(world.markup(world.anna))] == [
        "Elli Saari shared a goal: One whole day off",
        "Joonas Hietala shared an entry: On waiting",
        "Joonas Hietala A passage: Rain",
        "Elli Saari handed in: A map",
    ]
    world.send(world.anna, "open_goal", goal=goal.goal_id)
    for opened in (entry, rain):
        world.send(world.anna, "open_entry", entry=opened.public_id)
    scenes.hand_in(world.elli, first)
    assert [re.sub(r", \w+ \d+ \w+$", "", one) for one in queue(world.markup(world.anna))] == [
        "Elli Saari handed in again: A map",
    ]


def test_an_answer_waits_until_it_is_read(world):
    entry = scenes.shared_entry(world.elli, "On waiting")
    world.send(world.anna, "open_entry", entry=entry.public_id)
    scenes.comment(world.elli, entry, "What about you?")
    assert queue(world.markup(world.anna))[0].startswith("Elli Saari new answer: On waiting")
    world.send(world.anna, "open_entry", entry=entry.public_id)
    assert queue(world.markup(world.anna)) == []
    scenes.comment(world.anna, entry, "My own words never wait for me")
    assert queue(world.markup(world.anna)) == []


def test_a_hand_in_shows_its_points_and_waits_no_more(world):
    hand_in = scenes.hand_in(world.elli, scenes.entry(world.elli, "A map"), maximum=10)
    assert "waits for points since" in world.page(world.anna)
    assert world.send(world.anna, "give_score", hand_in=hand_in, points=8, feedback="").status_code == 200
    page = world.page(world.anna)
    assert "A map 8 of 10 points" in page
    assert "Nothing waits for you now." in page


def test_a_small_group_shows_who_is_in_it_and_what_was_given_to_all(world, small_group):
    bo, aino, _eero, group = small_group
    entry = scenes.entry(aino, "For all of us")
    scenes.share_entry(aino, entry, group, Audience.GROUP)
    page = world.page(bo)
    assert "Aino Korpela Tampereen ryhmä 1 new" in page
    assert "In the group Tampereen ryhmä with Eero Maki" in page
    assert "For all of us new" in page


def test_a_share_for_the_mentor_and_the_group_waits_once(world, small_group):
    bo, aino, _eero, group = small_group
    entry = scenes.entry(aino, "For all of us")
    scenes.share_entry(aino, entry, group, Audience.GROUP)
    scenes.share_entry(aino, entry, group, Audience.LEADER)
    assert "One thing waits for you." in world.page(bo)


def test_peers_of_a_mentor_wait_too_but_are_no_mentees(world):
    group = factories.make_group(None, [world.anna, world.kaisa], kind=Kind.PEER_GROUP)
    entry = scenes.entry(world.kaisa, "Between mentors")
    scenes.share_entry(world.kaisa, entry, group, Audience.GROUP)
    markup = world.markup(world.anna)
    assert queue(markup)[0].startswith("Kaisa Virta shared an entry: Between mentors")
    assert "Kaisa Virta" not in tabs(markup)


def test_pages_of_people_and_of_what_waits(world):
    for number in range(20):
        mentee = factories.make_mentee(world.round, name=f"Mentee {number:02}")
        factories.make_group(world.kaisa, [mentee])
        scenes.shared_entry(mentee, f"Text {number:02}")
    markup = world.markup(world.kaisa)
    assert tabs(markup) == [f"Mentee {number:02}" for number in range(12)]
    assert "Waiting for you: 20" in words(markup)
    assert len(queue(markup)) == 12
    second = world.send(world.kaisa, "list_mentees", page=2).content.decode()
    assert tabs(second) == [*(f"Mentee {number:02}" for number in range(12, 20)), "Noora Lind"]
    assert "Page 2 of 2" in words(second)
    assert len(queue(world.send(world.kaisa, "list_waiting", page=2).content.decode())) == 8


def test_entries_beyond_a_page_can_be_reached(world):
    for number in range(13):
        scenes.shared_entry(world.elli, f"Text {number:02}")
    assert "Text 00" not in words(world.markup(world.anna)).partition("Waiting for you")[0]
    participant = world.elli.public_id
    older = said(world.send(world.anna, "show_mentee", mentee=participant, entries=2))
    assert "Text 00" in older
    assert "Text 12" not in older


def test_what_somebody_wrote_is_text(world):
    scenes.shared_entry(world.elli, "<script>alert(1)</script>", "<b>Bold</b> \u202eודיעה 🌙")
    markup = world.markup(world.anna)
    assert "<script>alert" not in markup
    assert "&lt;b&gt;Bold&lt;/b&gt;" in markup


def test_finnish(world):
    day = today() + dt.timedelta(days=6)
    short, long = FINNISH_WEEKDAYS[day.weekday()]
    scenes.shared_goal(world.elli, "Vapaapäivä", step="Kysyn Mirvalta", target_on=day)
    markup = world.markup(world.anna, "fi")
    assert f"{short} {day.day}.{day.month}." in words(markup)
    assert f"{long} {day.day}.{day.month}." in words(markup)
    assert 'aria-label="Aktorini"' in markup


def test_the_words_for_roles_are_the_plan_s(world):
    plan = {**world.round.programme.plan, "terms": {"mentee": "ohjattava", "mentor": "mentori"}}
    type(world.round.programme).objects.update(plan=plan)
    page = world.page(factories.make_mentor(world.round, name="Uusi"))
    assert "You will hear who your learners are." in page


def test_a_programme_that_is_not_published_yet_has_no_parts(db):
    block = pages.publish_block("mentoring_dashboard", "dashboard")
    learner = factories.make_learner()
    assert "You are in this course, and not in this programme." in pages.see(learner, block)


def queries_of(world, mentor):
    pages.see(mentor, world.block)
    with CaptureQueriesContext(connection) as captured:
        pages.see(mentor, world.block)
    return len(captured)


def mentor_with(world, count):
    mentor = factories.make_mentor(world.round, capacity=count)
    for number in range(count):
        mentee = factories.make_mentee(world.round, name=f"M{number}")
        meet(world, factories.make_group(mentor, [mentee]), mentee)
        goal = scenes.shared_goal(mentee, "A goal", step="A step")
        entry = scenes.shared_entry(mentee, "An entry")
        scenes.comment_goal(mentee, goal, "A word")
        scenes.hand_in(mentee, entry)
    return mentor


def meet(world, group, mentee):
    """A pair that has met, promised something, and meets again."""
    now = timezone.now()
    for days, state in ((-7, "held"), (7, "booked")):
        starts = now + dt.timedelta(days=days)
        when = {"starts_at": starts, "ends_at": starts + dt.timedelta(hours=1), "time_zone": "UTC"}
        Meeting.objects.create(round=world.round, group=group, state=state, **when)
    actor, place = factories.actor(mentee), factories.place_of(world.round, "mentoring_meetings", "meetings")
    draft = notes.ActionDraft("Kysy Mirvalta", mentee.public_id, None)
    notes.add_action(actor, place, group.public_id, draft, uuid.uuid4(), now)


def test_one_and_twenty_mentees_cost_the_same(world):
    factories.make_block("mentoring_meetings", "meetings")
    few, many = mentor_with(world, 1), mentor_with(world, 20)
    assert queries_of(world, few) == queries_of(world, many)
    markup = pages.see(few, world.block)
    page, group = words(markup), Meeting.objects.filter(group__memberships__participant=few).first().group
    assert "Prepare the meeting You last met on" in page and "Kysy Mirvalta" in page
    assert f'data-mn-leads="{group.public_id}"' in markup
    Meeting.objects.filter(group=group, state="booked").delete()
    assert "No meeting is booked. Propose times You last met on" in words(pages.see(few, world.block))
