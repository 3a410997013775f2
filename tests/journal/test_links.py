"""What an entry says beside its text: its day, how its writer was, and the goal and the meeting that it is about."""

import datetime as dt
import uuid
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from mentoring_xblock.goals.models import Goal
from mentoring_xblock.groups.models import Membership
from mentoring_xblock.journal import api
from mentoring_xblock.journal.models import Entry
from mentoring_xblock.meetings.models import Meeting, State
from mentoring_xblock.sharing.models import Audience
from tests import factories
from tests.journal.conftest import body, queries, save, text_of


def make_goal(world, words, owner=None, group=None):
    place = factories.make_place("mentoring_goals", "goals")
    return Goal.objects.create(
        round=world.round,
        course_key=place.course_key,
        usage_key=place.usage_key,
        owner=owner and owner.user,
        group=group,
        answers={"statement": words},
        once_key=uuid.uuid4(),
    )


def make_meeting(world, group, weeks=1, state=State.HELD):
    noon = dt.datetime.combine(world.round.starts_on, dt.time(12), dt.UTC)
    starts_at = noon + dt.timedelta(weeks=weeks)
    return Meeting.objects.create(
        round=world.round,
        group=group,
        state=state,
        starts_at=starts_at,
        ends_at=starts_at + dt.timedelta(hours=1),
        time_zone="Europe/Helsinki",
    )


def pair_of(mentor):
    return Membership.objects.get(participant=mentor).group


def me(world):
    return factories.actor(world.mentee)


def test_ones_own_goals_and_those_of_ones_groups_can_be_chosen(world, call, page):
    mine, ours = make_goal(world, "Oma tavoite", world.mentee), make_goal(world, "Parin tavoite", group=world.pair)
    theirs, strange = make_goal(world, "Vertaisen oma", world.peer), make_goal(world, "Vieras pari", group=None)
    make_goal(world, "Roskissa", world.mentee)
    Goal.objects.filter(answers__statement="Roskissa").update(deleted_at=timezone.now())
    meeting, foreign = make_meeting(world, world.pair), make_meeting(world, pair_of(world.other_mentor))
    make_meeting(world, world.pair, 2, State.CANCELLED)

    found = api.links(me(world), world.place)
    assert [(one.kind, one.id) for one in found] == [
        ("goal", mine.public_id),
        ("goal", ours.public_id),
        ("meeting", meeting.public_id),
    ]
    assert [one.title for one in found[:2]] == ["Oma tavoite", "Parin tavoite"]
    assert "Anna Laine" in found[2].title

    told = save(call, world.mentee, "näin", goal=mine.public_id, meeting=meeting.public_id)
    markup = page(world.mentee)
    assert f'<option value="{mine.public_id}" selected>Oma tavoite</option>' in markup
    assert f'<option value="{meeting.public_id}" selected>' in markup
    for name, wrong in (("goal", theirs), ("goal", strange), ("meeting", foreign)):
        answer = call(world.mentee, "save_entry", body("x", entry=told["entry"], version=1, **{name: wrong.public_id}))
        assert (answer.status_code, list(answer.json()["fields"])) == (422, [name])

    # Readers get nothing of it, not even that there is something.
    for group, audience in ((world.pair, Audience.LEADER), (world.peers, Audience.GROUP)):
        world.share(uuid.UUID(told["entry"]), group, audience)
    for person in (world.mentor, world.peer):
        [shared] = world.shared_with(person).items
        assert (shared.entry.goal_id, shared.entry.meeting_id) == (None, None)
        assert api.linked(factories.actor(person), world.place, [shared.entry]) == {}
        reading = text_of(call(person, "open_shared", {"entry": told["entry"]}))
        assert "Oma tavoite" not in reading and str(meeting.public_id) not in reading


def test_a_link_that_stands_is_kept_though_it_can_no_longer_be_chosen(world, call, page):
    goal = make_goal(world, "Oma tavoite", world.mentee)
    key = uuid.uuid4()
    told = save(call, world.mentee, "a", key=key, goal=goal.public_id)
    Goal.objects.update(deleted_at=timezone.now())
    sent = {"entry": told["entry"], "version": 1, "key": key}
    save(call, world.mentee, "a b", **sent, step=2, goal=goal.public_id)
    assert Entry.objects.get().goal_id == goal.pk
    assert f'<option value="{goal.public_id}" selected>An earlier goal</option>' in page(world.mentee)
    save(call, world.mentee, "a b", **sent, step=3, goal="")
    assert Entry.objects.get().goal_id is None


def test_titles_of_many_entries_cost_the_same(world):
    def written(count):
        rows = [make_goal(world, f"Tavoite {number}", world.mentee) for number in range(count)]
        meeting = make_meeting(world, world.pair)
        for goal in rows:
            entry = world.write(text="x").entry
            Entry.objects.filter(public_id=entry.public_id).update(goal=goal, meeting=meeting)

    written(1)
    actor = me(world)
    few = queries(lambda: api.linked(actor, world.place, list(api.own_rows(actor, world.place))))
    written(8)
    entries = list(api.own_rows(actor, world.place))
    assert queries(lambda: api.linked(actor, world.place, list(api.own_rows(actor, world.place)))) == few
    assert {len(links) for links in api.linked(actor, world.place, entries).values()} == {2}
    assert queries(lambda: api.linked(actor, world.place, [])) == 0


def test_an_entry_is_about_today_until_its_writer_says_otherwise(world, call):
    today = timezone.localdate(timezone=ZoneInfo("Europe/Helsinki"))
    told = save(call, world.mentee, "a")
    assert Entry.objects.get().day == today
    # What a page without days sends leaves it as it is.
    Entry.objects.update(day=dt.date(2020, 2, 29))
    save(call, world.mentee, "a b", entry=told["entry"], version=1)
    assert Entry.objects.get().day == dt.date(2020, 2, 29)
    wrong = [today + dt.timedelta(days=2), dt.date(1969, 12, 31), "31.2.2026", "9999-99-99"]
    for day in wrong:
        answer = call(world.mentee, "save_entry", body("a", entry=told["entry"], version=2, day=day))
        assert (answer.status_code, list(answer.json()["fields"])) == (422, ["day"])
    for day in (today + dt.timedelta(days=1), dt.date(1970, 1, 1)):
        save(call, world.mentee, "a", entry=told["entry"], version=Entry.objects.get().version, day=day)
        assert Entry.objects.get().day == day


def test_how_somebody_is_can_be_said_where_the_author_asks(world, call, page, set_fields):
    assert "How are you?" not in page(world.mentee)
    set_fields(moods=True)
    assert "How are you?" in page(world.mentee)
    told = save(call, world.mentee, "a", mood="2")
    assert Entry.objects.get().mood == 2
    assert 'name="mood" value="2" checked' in page(world.mentee)
    assert call(world.mentee, "save_entry", body("a", entry=told["entry"], version=1, mood=6)).status_code == 422
    # Where the author no longer asks, the page sends what stands.
    set_fields(moods=False)
    assert '<input type="hidden" name="mood" value="2">' in page(world.mentee)


def test_two_devices_that_differ_in_more_than_the_text(world, call, set_fields):
    set_fields(moods=True)
    goal = make_goal(world, "Oma tavoite", world.mentee)
    told = save(call, world.mentee, "a")
    save(call, world.mentee, "puhelin", entry=told["entry"], version=1, day="2026-01-05", mood="5", theme="osaaminen")
    mine = body("kone", entry=told["entry"], version=1, day="2026-01-06", mood="", goal=goal.public_id)
    markup = text_of(call(world.mentee, "save_entry", mine))
    for words in ("Competence", "January", "Bright", "Oma tavoite"):
        assert words in markup
    assert f'name="goal" value="{goal.public_id}"' in markup and 'name="day" value="2026-01-06"' in markup

    joined = text_of(call(world.mentee, "join_texts", mine))
    assert "kone\n\npuhelin</textarea>" in joined
    assert 'name="day" value="2026-01-06"' in joined
    assert 'value="5" checked' in joined
    assert f'<option value="{goal.public_id}" selected>' in joined
    kept = api.history(me(world), world.place, uuid.UUID(told["entry"])).texts.items
    assert {(one.draft.day.day, one.draft.mood) for one in kept if one.reason == "conflict"} == {(5, 5), (6, None)}


@pytest.mark.parametrize("narrowed", [{"mood": 4}, {"theme": "osaaminen"}, {"insights": True}, {"frame": "main"}])
def test_ones_own_entries_can_be_narrowed(world, narrowed):
    found = world.write(text="tämä ==oivallus== jäi").entry
    world.write(text="muu")
    Entry.objects.filter(public_id=found.public_id).update(mood=4, theme="osaaminen", day=dt.date(2026, 3, 1))
    Entry.objects.exclude(public_id=found.public_id).update(frame="gibbs")
    rows = api.own_rows(me(world), world.place, **narrowed)
    assert [one.public_id for one in rows] == [found.public_id]
    assert api.own_page(me(world), world.place, 1, dt.date(2026, 2, 1), dt.date(2026, 3, 1)).total == 1
    assert api.own_days(me(world), world.place, 2026)[0] == (dt.date(2026, 3, 1), 3, found.public_id)
    assert list(api.own_rows(factories.actor(world.peer), world.place)) == []
    assert list(api.own_rows(factories.masquerading_actor(world.mentee.user), world.place)) == []
