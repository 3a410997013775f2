"""Phases step forward and back: what is seen before, what is kept, and who was faster."""

import datetime as dt
import itertools

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from mentoring_xblock.kit.errors import Conflict, Invalid, NotAllowed, NotFound, Over
from mentoring_xblock.programme import api, phases, stepping
from mentoring_xblock.programme.clock import Clock
from mentoring_xblock.programme.models import PhaseStep, Round
from mentoring_xblock.programme.plan import PRESETS, Plan
from tests import factories as make

START = dt.date(2026, 9, 7)
PLAN = Plan.from_dict(PRESETS["half_year"](START))
DAY = dt.timedelta(days=1)
#: In the fourth of seven phases.
TODAY = START + dt.timedelta(weeks=12)
NOW = dt.datetime.combine(TODAY, dt.time(12), dt.UTC)


def moved(phase_id, day, days=None, **kwargs):
    days = days or {}
    return phases.moved(PLAN, Clock.of(PLAN, START, days), days, phase_id, day, TODAY, **kwargs)


def ids(clock):
    return [span.phase.id for span in clock.timeline]


def test_the_next_phase_begins_today_and_only_its_neighbour_is_shorter():
    clock = Clock.of(PLAN, START)
    coming = phases.coming(clock, TODAY)
    move = moved(coming.phase.id, TODAY)
    assert [shift.before.number for shift in move.shifts] == [4, 5]
    assert (move.now.number, move.then.number) == (4, 5)
    assert move.turns
    assert move.shifts[1].after.first_day == TODAY
    assert move.shifts[1].after.last_day == move.shifts[1].before.last_day


def test_going_back_puts_the_phase_where_the_plan_has_it():
    coming = phases.coming(Clock.of(PLAN, START), TODAY)
    forward = moved(coming.phase.id, TODAY)
    span = phases.undoable(forward.after, TODAY)
    assert span.phase == coming.phase
    assert phases.put_off(PLAN, forward.after, span, TODAY) == coming.first_day
    assert moved(span.phase.id, coming.first_day, forward.days).days == {}


def test_later_phases_come_along_where_that_is_asked_for():
    coming = phases.coming(Clock.of(PLAN, START), TODAY)
    later = coming.first_day + dt.timedelta(days=10)
    alone, along = moved(coming.phase.id, later), moved(coming.phase.id, later, along=True)
    assert [shift.before.number for shift in alone.shifts] == [4, 5]
    assert [shift.before.number for shift in along.shifts] == [4, 5, 6, 7]
    assert along.after.ends_on == alone.after.ends_on == PLAN.ends_on(START)


@pytest.mark.parametrize(
    ("number", "days", "along", "sentence"),
    [
        (5, -80, False, "Leading myself needs a day of its own before it. Choose 1 December 2026 or later."),
        (5, 60, False, "Developing my work begins on"),
        (7, 60, False, "The last phase would begin after the last day, 7 March 2027. Choose an earlier day."),
        (5, 60, True, "The last phase would begin after the last day, 7 March 2027. Choose an earlier day."),
    ],
)
def test_a_day_that_leaves_a_phase_without_one_is_refused(number, days, along, sentence):
    span = PLAN.timeline(START)[number - 1]
    with pytest.raises(Invalid) as refused:
        moved(span.phase.id, span.first_day + dt.timedelta(days=days), along=along)
    assert refused.value.fields["day"][0].startswith(sentence.split(" Choose ")[0].split(" 1 ")[0])


@pytest.mark.parametrize("day", [dt.date.min, dt.date.max])
@pytest.mark.parametrize("along", [True, False])
def test_days_at_the_ends_of_the_calendar_are_refused_too(day, along):
    with pytest.raises(Invalid):
        moved(PLAN.phases[4].id, day, along=along)


@pytest.mark.parametrize("phase_id", ["unknown", PLAN.phases[0].id])
def test_what_is_over_and_the_beginning_stay(phase_id):
    with pytest.raises(Invalid):
        moved(phase_id, TODAY)


steps = st.lists(st.tuples(st.integers(0, 6), st.integers(-200, 200), st.booleans()), max_size=8)


@given(steps, st.integers(-30, 220))
def test_however_phases_are_moved_they_cover_the_calendar_in_order(wanted, gone):
    days, today = {}, START + gone * DAY
    clock = Clock.of(PLAN, START)
    for index, distance, along in wanted:
        span = clock.timeline[index]
        try:
            move = phases.moved(PLAN, clock, days, span.phase.id, span.first_day + distance * DAY, today, along=along)
        except Invalid:
            continue
        back = None
        if not along:
            back = phases.moved(PLAN, move.after, move.days, span.phase.id, span.first_day, START)
            assert back.days == days
        assert Clock.of(PLAN, START, move.days) == move.after
        days, clock = move.days, move.after
        assert ids(clock) == [phase.id for phase in PLAN.phases]
        assert clock.timeline[0].first_day == START
        assert clock.timeline[-1].last_day == clock.ends_on
        assert all(later.first_day - one.last_day == DAY for one, later in itertools.pairwise(clock.timeline))
        assert all(one.days >= 1 for one in clock.timeline)


class TestTheDoor:
    @pytest.fixture
    def round_(self, db):
        return make.make_round(starts_on=START, time_zone="UTC")

    @pytest.fixture
    def place(self, round_):
        return make.place_of(round_)

    @pytest.fixture
    def coordinator(self, round_):
        return make.coordinator_actor(make.make_coordinator(round_.programme))

    @staticmethod
    def seen(place):
        return phases.print_of(api.programme_of(place).clock())

    def test_every_page_follows_and_the_step_is_kept_with_who_and_when(self, place, coordinator, round_):
        before = api.programme_of(place).clock()
        coming = phases.coming(before, TODAY)
        step = stepping.move_phase(coordinator, place, coming.phase.id, TODAY, NOW, seen=self.seen(place))
        assert api.programme_of(place).clock().phase(TODAY) == coming.phase
        (kept,) = stepping.steps_of(round_.pk)
        assert (kept.public_id, kept.by_id, kept.at) == (step, coordinator.user_id, NOW)
        assert (kept.before, kept.after) == (None, TODAY)
        stepping.undo_move(coordinator, place, step, NOW)
        stepping.undo_move(coordinator, place, step, NOW)
        assert api.programme_of(place).clock() == before
        assert PhaseStep.objects.count() == 2

    def test_of_two_coordinators_at_once_the_second_one_is_told(self, place, coordinator):
        seen, ids_ = self.seen(place), [phase.id for phase in PLAN.phases]
        stepping.move_phase(coordinator, place, ids_[4], TODAY, NOW, seen=seen)
        with pytest.raises(Conflict):
            stepping.move_phase(coordinator, place, ids_[5], TODAY + 2 * DAY, NOW, seen=seen)
        assert api.programme_of(place).clock().phase(TODAY).id == ids_[4]

    def test_what_was_moved_again_is_not_taken_back(self, place, coordinator):
        ids_ = [phase.id for phase in PLAN.phases]
        step = stepping.move_phase(coordinator, place, ids_[4], TODAY, NOW, seen=self.seen(place))
        stepping.move_phase(coordinator, place, ids_[5], TODAY + 9 * DAY, NOW, seen=self.seen(place))
        with pytest.raises(Conflict):
            stepping.undo_move(coordinator, place, step, NOW)

    def test_moved_days_stay_when_the_plan_is_published_again_without_another_phase(self, place, coordinator, round_):
        ids_ = [phase.id for phase in PLAN.phases]
        stepping.move_phase(coordinator, place, ids_[4], TODAY, NOW, seen=self.seen(place))
        programme = round_.programme
        programme.plan = {**programme.plan, "phases": [one for one in programme.plan["phases"] if one["id"] != ids_[5]]}
        programme.save()
        clock = api.programme_of(place).clock()
        assert ids_[5] not in ids(clock)
        assert clock.phase(TODAY).id == ids_[4]

    def test_nobody_else_moves_phases_and_a_closed_round_refuses(self, place, coordinator, round_):
        phase_id, seen = PLAN.phases[4].id, self.seen(place)
        for actor in (make.actor(make.make_mentor(round_)), make.staff_actor(make.make_staff())):
            with pytest.raises(NotAllowed):
                stepping.move_phase(actor, place, phase_id, TODAY, NOW, seen=seen)
        with pytest.raises(NotFound):
            stepping.undo_move(coordinator, place, round_.public_id, NOW)
        Round.objects.update(closed_at=timezone.now())
        with pytest.raises(Over):
            stepping.move_phase(coordinator, place, phase_id, TODAY, NOW, seen=seen)
        assert not PhaseStep.objects.exists()
