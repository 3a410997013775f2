"""One's own entries by the days that they are about: narrowed, by phases, and a year ago."""

import datetime as dt
import uuid

import pytest

from mentoring_xblock.goals.models import Goal
from mentoring_xblock.kit.remembering import remembering
from mentoring_xblock.lookback import api
from mentoring_xblock.lookback.data import Filter
from mentoring_xblock.lookback.pages import listed
from mentoring_xblock.lookback.timeline import NEAR
from tests import factories
from tests.journal.conftest import queries, text_of
from tests.lookback.conftest import later, noon

pytestmark = pytest.mark.django_db


def texts(page):
    return [entry.answers["what"] for entry in page.items]


def test_it_goes_by_the_days_that_entries_are_about(world, entries, first):
    entries(("older", later(first, weeks=1)), ("newest", later(first, weeks=3)), ("of old", dt.date(2024, 2, 29)))
    entries(("somebody else's", later(first, weeks=2)), person=world.peer)
    me = factories.actor(world.mentee)
    found = api.timeline(me, world.place, Filter())
    assert texts(found) == ["newest", "older", "of old"] and found.total == 3
    assert texts(api.timeline(me, world.place, Filter(), page=9)) == texts(found)
    for nobody in (factories.actor(world.mentee, masquerading=True), factories.actor(world.mentee, enrolled=False)):
        assert api.timeline(nobody, world.place, Filter()).total == 0
        assert api.search(nobody, world.place, "newest").found == ()
        assert api.year(nobody, world.place, first.year).entries == 0
        assert api.insights(nobody, world.place).total == 0
        assert api.a_year_ago(nobody, world.place, later(first, days=372)) is None


def test_it_is_narrowed_by_every_column_and_by_what_others_can_read(world, entries, first, clock):
    goal = Goal.objects.create(
        round=world.round,
        course_key=world.place.course_key,
        usage_key=world.place.usage_key,
        owner_id=world.mentee.user_id,
        once_key=uuid.uuid4(),
    )
    day = later(first, weeks=2)
    plain, marked, _ = entries(
        ("plain", day),
        ("with ==this== in it", day, {"theme": "osaaminen", "frame": "gibbs", "mood": 4, "goal": goal}),
        ("last year", later(day, days=-366)),
    )
    world.share(plain)
    me = factories.actor(world.mentee)

    def found(**asked):
        return sorted(text.split()[0] for text in texts(api.timeline(me, world.place, Filter(**asked))))

    for asked in ({"theme": "osaaminen"}, {"frame": "gibbs"}, {"mood": 4}, {"goal_id": goal.public_id}):
        assert found(**asked) == ["with"], asked
        assert found(**asked, shared=True) == [], asked
    assert found(insights=True) == ["with"]
    # Entries from before there were several prompts are on the first.
    assert found(frame="main") == ["last", "plain"]
    assert found(shared=True) == ["plain"] and found(shared=False) == ["last", "with"]
    assert found(year=day.year) == ["plain", "with"] and found(year=day.year, month=day.month) == ["plain", "with"]
    assert found(year=day.year, month=day.month % 12 + 1) == []
    phases = [span.phase.id for span in clock.timeline if span.holds(day)]
    assert found(phase=phases[0]) == ["plain", "with"] and found(phase=phases[0], year=1999) == []
    assert found(phase="gone") == []
    assert marked and found(mood=1) == []


def test_entries_stand_under_the_phases_of_ones_calendar(world, entries, first, clock):
    opening, second = clock.timeline[:2]
    entries(
        ("ahead of it", later(first, days=-1)),
        ("first day", first),
        ("last day", opening.last_day),
        ("second", second.first_day),
    )
    now = noon(later(second.first_day, days=1))
    shown = listed(factories.actor(world.mentee), world.place, Filter(), now=now)
    names = [stretch.phase for stretch in shown["stretches"]]
    assert names == [second.phase.name["en"], opening.phase.name["en"], "Before it began"]
    assert shown["stretches"][0].days.startswith("since ")
    assert [row.entry.answers["what"] for row in shown["stretches"][1].rows] == ["last day", "first day"]
    assert shown["line"].name.startswith("Three entries.")
    narrowed = listed(factories.actor(world.mentee), world.place, Filter(shared=False), now=now)
    assert (narrowed["line"], narrowed["told"]) == (None, "Four entries")


@pytest.mark.parametrize(
    ("today", "then"),
    [
        (dt.date(2026, 11, 22), dt.date(2025, 11, 22)),
        (dt.date(2028, 2, 29), dt.date(2027, 2, 28)),
        (dt.date(2026, 1, 1), dt.date(2025, 1, 1)),
    ],
)
def test_a_year_ago_is_the_nearest_day(world, entries, today, then):
    me = factories.actor(world.mentee)
    entries(("too early", later(then, days=-NEAR - 1)), ("too late", later(then, days=NEAR + 1)))
    assert api.a_year_ago(me, world.place, today) is None
    entries(("near", later(then, days=NEAR)), ("nearer", later(then, days=-1)), ("this year", today))
    assert api.a_year_ago(me, world.place, today).answers["what"] == "nearer"
    assert queries(lambda: api.a_year_ago(me, world.place, today)) == 1


def test_four_hundred_entries_take_as_many_queries_as_three(world, entries, first):
    me, now = factories.actor(world.mentee), noon(later(first, weeks=8))
    today = now.date()

    def whole_list():
        with remembering():
            listed(me, world.place, Filter(), now=now)

    def cost():
        return {
            "list": queries(whole_list),
            "narrowed": queries(lambda: api.timeline(me, world.place, Filter(shared=True))),
            "search": queries(lambda: api.search(me, world.place, "nowhere")),
            "year": queries(lambda: api.year(me, world.place, today.year)),
            "insights": queries(lambda: api.insights(me, world.place)),
            "html": queries(lambda: api.document(me, world.place, now)),
            "json": queries(lambda: api.document(me, world.place, now, "json")),
        }

    for entry_id in entries(*(("some ==words== here", later(first, weeks=week)) for week in range(3))):
        world.share(entry_id)
    before = cost()
    assert (before["narrowed"], before["search"], before["year"], before["insights"]) == (3, 1, 2, 2)
    newest = entries(*(("more ==words== here", later(first, days=day % 90)) for day in range(397)))[89]
    world.share(newest)
    assert cost() == before, before
    assert before["list"] <= 18


def test_the_page_narrows_its_list_and_keeps_that(world, entries, call, page, first):
    assert "data-mn-search" not in page(world.mentee)
    assert "data-mn-search" not in text_of(call(world.mentee, "list_entries", {}))
    plain, _ = entries(
        ("the first of all", later(first, weeks=1)),
        *((f"kept ==thought== {number}", later(first, weeks=2)) for number in range(1)),
    )
    world.share(plain)
    markup = page(world.mentee)
    assert "data-mn-search" in markup and "Narrow the list" in markup and 'value="osaaminen"' in markup
    shown = text_of(call(world.mentee, "list_entries", {"shared": "yes", "insights": None, "theme": ""}))
    assert "the first of all" in shown and "kept" not in shown and "One entry</p>" in shown
    assert "shared with Anna Laine" in shown
    month = {"year": str(first.year - 1), "month": "3", "turned": "true"}
    empty = text_of(call(world.mentee, "list_entries", month))
    assert "No entry fits what you chose." in empty and f"March {first.year - 1}" in empty
    assert 'name="month" value="3"' in empty and "data-mn-focus" in empty
    assert call(world.mentee, "list_entries", {"month": "13"}).status_code == 422


def test_with_the_first_entry_comes_what_it_can_be_looked_for_by(world, entries, call, first):
    entries(("the first of all", later(first, weeks=1)))
    assert "data-mn-search" in text_of(call(world.mentee, "list_entries", {"page": "1"}))
    assert "data-mn-search" not in text_of(call(world.mentee, "list_entries", {"shared": "no"}))


def test_the_page_reminds_of_a_year_ago(world, entries, page):
    today = factories.timezone.localdate()
    then = today.replace(year=today.year - 1, day=min(today.day, 28))
    entries(("first line\n\nthen ==I keep protecting them== so", then, {"title": "The budget meeting"}))
    markup = page(world.mentee)
    start = markup.index("A year ago")
    assert "I keep protecting them" in markup[start : start + 400] and "The budget meeting" in markup[start:]
    assert "A year ago" not in page(world.peer)


def test_insights_are_gathered_with_where_they_stand(world, entries, call, first):
    entries(
        ("a ==*first* thought== and a ==second==", later(first, weeks=1), {"title": "Monday"}),
        ("== nothing ==", later(first, weeks=1), {"insights": 1}),
        ("nothing", later(first, weeks=2)),
    )
    entries(("==not mine==", first), person=world.peer)
    shown = text_of(call(world.mentee, "open_insights", {}))
    assert "<em>first</em> thought" in shown and "second" in shown and "Read “Monday”" in shown
    assert "not mine" not in shown
    assert "Nothing is marked yet" in text_of(call(world.other_mentor, "open_insights", {}))


def test_a_year_is_shown_with_its_months(world, entries, call):
    ids = entries(("one", dt.date(2025, 3, 3)), ("two", dt.date(2025, 10, 1)), ("three", dt.date(2024, 10, 1)))
    world.share(ids[1])
    shown = text_of(call(world.mentee, "open_year", {"year": "2025"}))
    assert "You wrote 2 entries on 2 days." in shown and "October: 1 entry, 1 of them shared" in shown
    assert '"year": "2024"' in shown and '"month": "3"' in shown and "shared, 1" in shown
    assert "Nothing in 2023 yet." in text_of(call(world.mentee, "open_year", {"year": 2023}))
    assert '"year": "2025"' in text_of(call(world.mentee, "open_year", {}))
