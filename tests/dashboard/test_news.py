"""What is new for somebody who mentors nobody."""

import datetime as dt

from django.utils import timezone

from mentoring_xblock.groups.models import Kind
from mentoring_xblock.reflections.models import Reflection
from mentoring_xblock.sharing.data import Audience
from mentoring_xblock.sharing.models import Comment, Stance
from tests import factories
from tests.dashboard import scenes
from tests.dashboard.scenes import said


def test_when_nothing_is_new_the_page_says_so_and_where_one_writes(world):
    factories.make_block("mentoring_goals", "goals", title={"en": "My goals", "fi": "Tavoitteeni"})
    page = world.page(world.elli)
    assert "Nothing is new for you now." in page
    assert "Where you write in this course My goals" in page
    assert "In the last two weeks" not in page


def test_comments_of_others_are_new_and_one_s_own_are_not(world):
    entry = scenes.shared_entry(world.elli, "Everyone was waiting.", "On waiting")
    scenes.comment(world.elli, entry, "My own words")
    assert "Nothing is new for you now." in world.page(world.elli)
    scenes.comment(world.anna, entry, "For whom?")
    page = world.page(world.elli)
    assert "One thing is new for you." in page
    assert "Anna Laine commented on your entry “On waiting” For whom?" in page
    assert "My own words" not in page


def test_a_stance_on_a_goal_is_told_with_or_without_words(world):
    goal = scenes.shared_goal(world.elli, "A quiet morning")
    scenes.comment_goal(world.anna, goal, "How will you notice?", Stance.LOOK)
    scenes.comment_goal(world.anna, goal, "", Stance.AGREED)
    page = world.page(world.elli)
    assert "Anna Laine asks you to take another look at “A quiet morning” How will you notice?" in page
    assert "Anna Laine agrees with your goal “A quiet morning”" in page
    Comment.objects.filter(stance=Stance.AGREED).update(about=goal.goal_id)
    assert "Anna Laine agrees with how you have rated “A quiet morning”" in world.page(world.elli)


def test_comments_are_new_for_two_weeks(world):
    entry = scenes.shared_entry(world.elli, "Everyone was waiting.")
    scenes.comment(world.anna, entry, "For whom?")
    Comment.objects.update(created_at=timezone.now() - dt.timedelta(days=15))
    assert "For whom?" not in world.page(world.elli)


def test_a_reflection_that_has_opened_is_told_once_to_who_was_in_the_group(world):
    place = factories.place_of(world.round, "mentoring_journal", "journal")
    group, now = scenes.group_of(world.elli), timezone.now()
    row = Reflection.objects.create(round=world.round, group=group, usage_key=place.usage_key, frame="main")
    assert "answered together" not in world.page(world.elli)
    # A minute ahead of the group, which came together in this very moment.
    row.opened_at = now + dt.timedelta(minutes=1)
    row.save()
    page = world.page(world.elli)
    assert "One thing is new for you." in page
    assert page.count("What your group answered together can be read in the journal now") == 1
    Reflection.objects.update(opened_at=now - dt.timedelta(minutes=1))
    assert "answered together" not in world.page(world.elli)


def test_comments_on_what_was_deleted_are_not_told(world):
    entry = scenes.shared_entry(world.elli, "Everyone was waiting.")
    scenes.comment(world.anna, entry, "For whom?")
    scenes.delete_entry(world.elli, entry)
    page = world.page(world.elli)
    assert "For whom?" not in page
    assert "Nothing is new for you now." in page


def test_points_are_new_until_they_are_withdrawn(world):
    hand_in = scenes.hand_in(world.elli, scenes.entry(world.elli, "A map"))
    given = world.send(world.anna, "give_score", hand_in=hand_in, points=8, feedback="")
    assert "Anna Laine gave you 8 of 10 points" in world.page(world.elli)
    score = given.content.decode().partition('name="replaces" value="')[2].partition('"')[0]
    world.send(world.anna, "withdraw_score", hand_in=hand_in, score=score)
    assert "8 of 10" not in world.page(world.elli)


def test_what_peers_share_waits_and_opens_here(world):
    group = factories.make_group(None, [world.elli, world.joonas], kind=Kind.PEER_GROUP)
    entry = scenes.entry(world.joonas, "Between peers")
    scenes.share_entry(world.joonas, entry, group, Audience.GROUP)
    page = world.page(world.elli)
    assert "One thing is new for you." in page
    assert "Joonas Hietala shared an entry: Between peers" in page
    assert "Between peers" in said(world.send(world.elli, "open_entry", entry=entry.public_id))
    refreshed = said(world.send(world.elli, "list_waiting", page=1))
    assert "Between peers" not in refreshed
    assert "Nothing is new for you now." in refreshed


def test_a_mentor_reads_their_own_news_on_the_same_page(world):
    group = factories.make_group(None, [world.anna, world.kaisa], kind=Kind.PEER_GROUP)
    entry = scenes.entry(world.anna, "A mentor learns too")
    scenes.share_entry(world.anna, entry, group, Audience.GROUP)
    scenes.comment(world.kaisa, entry, "So do I")
    assert "Kaisa Virta commented on your entry “A mentor learns too” So do I" in world.page(world.anna)
    assert "For me" not in world.page(world.anna)


def test_who_coaches_a_peer_group_reads_what_it_shares(world):
    coach = factories.make_participant(world.round, "coach", name="Cecilia Coach")
    group = factories.make_group(coach, [world.elli, world.joonas], kind=Kind.PEER_GROUP)
    entry = scenes.entry(world.joonas, "Between peers")
    scenes.share_entry(world.joonas, entry, group, Audience.GROUP)
    assert "Joonas Hietala shared an entry: Between peers" in world.page(coach)


def test_the_news_of_others_are_theirs(world):
    entry = scenes.shared_entry(world.elli, "Everyone was waiting.", "On waiting")
    scenes.comment(world.anna, entry, "For whom?")
    for person in (world.joonas, world.noora, world.kaisa, world.coordinator, world.staff):
        assert "For whom?" not in world.page(person)
