"""A group's own calendar: from the day it begins, for as long as the plan says or a coordinator gives it."""

import datetime as dt

import pytest
from django.utils import timezone

from mentoring_xblock.groups import api as groups
from mentoring_xblock.groups.models import Circle, Group, Kind
from mentoring_xblock.kit.errors import Conflict, Invalid, NotFound
from mentoring_xblock.notifications.models import Message
from mentoring_xblock.programme import api as programmes
from mentoring_xblock.programme import phases
from mentoring_xblock.programme.models import PhaseStep
from tests import factories as make
from tests import pages

pytestmark = pytest.mark.django_db

NON_STOP = {"relations": {"mode": "non_stop"}, "time_zone": "UTC"}
WEEK = dt.timedelta(weeks=1)


@pytest.fixture
def round_():
    return make.make_round(starts_on=make.weeks_ago(40), **NON_STOP)


def begun(group, weeks):
    """Let a group have begun so many weeks ago."""
    group.starts_on = make.weeks_ago(weeks)
    group.save()
    return group


def days(actor, place, group, **values):
    info = groups.get_group(actor, place, group.public_id)
    values = {"ends_on": groups.clock_of(programmes.programme_of(place), info).ends_on, **values}
    return groups.set_days(actor, place, group.public_id, now=timezone.now(), version=info.version, **values)


def test_a_pair_begins_on_the_day_on_which_it_is_published(round_, place, coordinator):
    mentor, mentee = make.make_mentor(round_), make.make_mentee(round_)
    draft = groups.create_group(coordinator, place, Kind.PAIR, leader=mentor.public_id, members=[mentee.public_id])
    assert draft.starts_on is None
    (group,) = groups.publish(coordinator, place).groups
    today = timezone.now().date()
    assert group.starts_on == today
    clock = groups.clock_of(programmes.programme_of(place), group)
    assert (clock.week(today), clock.weeks, clock.phase(today).id) == (1, 26, clock.timeline[0].phase.id)
    (relation,) = groups.relations(make.actor(mentee), place)
    assert (relation.starts_on, relation.ends_on) == (today, today + 26 * WEEK - dt.timedelta(days=1))


def test_the_page_goes_by_the_groups_clock_for_who_joined_late_too(round_):
    mentor, late = make.make_mentor(round_, name="Anna Aalto"), make.make_mentee(round_)
    group = begun(make.make_group(mentor, [make.make_mentee(round_)], Kind.SMALL_GROUP, capacity=3), 11)
    make.join(group, late)
    block = pages.publish_block("mentoring_programme", plan=round_.programme.plan)
    page = pages.see(late, block)
    assert "week 12 of 26" in page
    assert "Phase 4 of 7, Leading myself." in page
    assert "The programme has ended." not in page
    other = begun(make.make_group(mentor, [make.make_mentee(round_)]), 1)
    page = pages.see(mentor, block)
    assert "Each of your groups has its own calendar." in page
    assert "week 12 of 26" in page
    assert "week 2 of 26" in page
    assert other.starts_on != group.starts_on


def test_who_has_no_group_yet_reads_that_nothing_has_begun(round_):
    block = pages.publish_block("mentoring_programme", plan=round_.programme.plan)
    page = pages.see(make.make_mentee(round_), block)
    assert "Everybody begins when they are ready, and has 26 weeks from then on." in page
    assert 'aria-current="step"' not in page


def test_a_peer_group_only_accompanies_and_has_no_clock(round_, place):
    _, mentee, group = make.make_pair(round_)
    begun(group, 3)
    make.make_group(None, [mentee, make.make_mentee(round_)], Kind.PEER_GROUP)
    mine = groups.my_groups(mentee.user_id, round_.pk)
    clocks = groups.clocks_of(programmes.programme_of(place), mine)
    assert [one.circle for one, clock in zip(mine, clocks, strict=True) if clock is None] == [Circle.PEER]


def test_a_pair_is_extended_and_hears_of_it_once(coordinator, place, round_):
    _, mentee, group = make.make_pair(round_)
    begun(group, 25)
    later = timezone.now().date() + 10 * WEEK
    for _ in range(2):
        days(coordinator, place, group, ends_on=later)
    assert Message.objects.filter(template="group_days").count() == 2
    (relation,) = groups.relations(make.actor(mentee), place)
    assert relation.ends_on == later
    assert relation.timeline()[-1].last_day == later


def test_in_a_cohort_only_the_extended_pair_goes_on_after_the_programme():
    round_ = make.make_round(starts_on=make.weeks_ago(27), time_zone="UTC")
    place, coordinator = make.place_of(round_), make.coordinator_actor(make.make_coordinator(round_.programme))
    _, mentee, group = make.make_pair(round_)
    _, other, _ = make.make_pair(round_)
    days(coordinator, place, group, ends_on=timezone.now().date() + WEEK)
    block = pages.publish_block("mentoring_programme", plan=round_.programme.plan)
    assert "Your last day is" in pages.see(mentee, block)
    assert "The programme has ended." in pages.see(other, block)


@pytest.mark.parametrize(
    ("field", "first", "last"),
    [
        ("ends_on", None, -1),
        ("ends_on", 30, 30),
        ("ends_on", None, 2000),
        ("starts_on", 900, 1000),
        ("starts_on", 2_800_000, 9),
    ],
)
def test_days_that_no_group_can_have_are_refused_beside_their_field(coordinator, place, round_, field, first, last):
    group = begun(make.make_pair(round_)[2], 3)
    today = timezone.now().date()
    starts_on = None if first is None else today + dt.timedelta(days=first)
    with pytest.raises(Invalid) as refused:
        days(coordinator, place, group, starts_on=starts_on, ends_on=today + dt.timedelta(days=last))
    assert field in refused.value.fields
    assert not Message.objects.exists()


def test_one_groups_phases_are_moved_and_put_back(coordinator, place, round_):
    group, other = begun(make.make_pair(round_)[2], 12), begun(make.make_pair(round_)[2], 12)
    now, programme = timezone.now(), programmes.programme_of(place)

    def clock(one):
        return groups.clock_of(programme, groups.get_group(coordinator, place, one.public_id))

    before = clock(group)
    coming = phases.coming(before, now.date())
    seen = phases.print_of(before)
    step = groups.move_phase(coordinator, place, group.public_id, coming.phase.id, now.date(), now, seen=seen)
    assert clock(group).phase(now.date()) == coming.phase
    assert clock(other) == before
    with pytest.raises(Conflict):
        groups.move_phase(coordinator, place, group.public_id, coming.phase.id, now.date(), now, seen=seen)
    with pytest.raises(NotFound):
        groups.undo_phase(coordinator, place, other.public_id, step, now)
    groups.undo_phase(coordinator, place, group.public_id, step, now)
    assert clock(group) == before
    assert PhaseStep.objects.filter(group_ref=group.public_id).count() == 2


def test_a_group_of_a_cohort_has_no_phases_of_its_own(coordinator, place, round_):
    programme = round_.programme
    programme.plan = {**programme.plan, "relations": {"mode": "cohort"}}
    programme.save()
    group, now = make.make_pair(round_)[2], timezone.now()
    info = programmes.programme_of(place)
    with pytest.raises(Invalid):
        groups.move_phase(coordinator, place, group.public_id, "x", now.date(), now, seen=phases.print_of(info.clock()))
    assert Group.objects.get(pk=group.pk).phase_days == {}
