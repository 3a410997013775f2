"""What is quiet is warned once and closed once; any sign of life takes that back. With a clock that moves."""

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from mentoring_xblock import tasks
from mentoring_xblock.groups import api as groups
from mentoring_xblock.groups import quiet
from mentoring_xblock.groups.data import CloseReason
from mentoring_xblock.groups.models import Group
from mentoring_xblock.kit.errors import Over
from mentoring_xblock.models import Message
from tests import factories
from tests.closing.conftest import QUIET, World

pytestmark = pytest.mark.django_db


def test_a_pair_in_which_nothing_happens_is_warned_and_then_closed(world):
    assert world.run(55) == (0, 0, 0)
    assert world.run(56) == (1, 0, 0)
    assert world.mails() == {"closing_warned": 2}
    for day in (56, 60, 70):
        assert world.run(day) == (0, 0, 0)
    assert world.run(71) == (0, 0, 1)
    assert world.run(72) == (0, 0, 0)
    closed = world.state()
    assert (closed.state, closed.close_reason) == ("closed", CloseReason.QUIET)
    assert world.mails() == {"closing_warned": 2, "group_closed": 2}
    assert all(one.context["quiet"] for one in Message.objects.filter(template="group_closed"))


def test_one_press_keeps_it_and_the_quiet_time_begins_anew(world):
    world.run(56)
    groups.keep_on(factories.actor(world.mentee), world.place, world.group.public_id, world.day(60))
    assert world.run(71) == world.run(115) == (0, 0, 0)
    assert world.run(116) == (1, 0, 0)
    assert world.run(131) == (0, 0, 1)
    assert world.mails() == {"closing_warned": 4, "group_closed": 2}


def test_what_is_booked_lies_ahead_and_keeps_it_alive(world):
    world.run(56)
    world.book(90, now=60)
    assert world.run(61) == (0, 1, 0)
    assert world.run(90 + 55) == (0, 0, 0)
    assert world.run(90 + 57) == (1, 0, 0)


@pytest.mark.parametrize("relations", [{"quiet_weeks": 0}, {}])
def test_a_plan_that_closes_nothing_closes_nothing(db, relations):
    assert World(**relations).run(1000) == (0, 0, 0)


def test_nothing_is_quiet_before_its_first_day(db):
    world = World(weeks=-4, **QUIET)
    assert world.run(28 + 54) == (0, 0, 0)
    assert world.run(28 + 57) == (1, 0, 0)


def test_somebody_who_joins_is_a_sign_of_life_and_peer_groups_are_left_alone(world):
    peer = factories.make_group(None, [world.mentee, factories.make_mentee(world.round)], "peer_group")
    world.run(56)
    assert world.state(peer).warned_at is None
    factories.join(world.group, factories.make_mentee(world.round)).delete()
    world.group.memberships.update(joined_at=world.day(57))
    assert world.run(58) == (0, 1, 0)


def test_what_happens_while_the_run_is_looking_counts(world, monkeypatch):
    def faster_than(change, days, now):
        """Book a meeting after somebody has looked, and before they change anything."""
        really = getattr(groups, change)

        def run(*args):
            world.book(days, now=now)
            return really(*args)

        monkeypatch.setattr(groups, change, run)

    faster_than("warn", 90, now=56)
    assert world.run(56) == (0, 0, 0)
    monkeypatch.undo()
    assert world.run(90 + 57) == (1, 0, 0)
    faster_than("end_quiet", 200, now=163)
    assert world.run(163) == (0, 0, 0)
    assert world.state().state == "published"
    assert world.run(163) == (0, 1, 0)


def test_who_presses_a_moment_after_it_closed_is_told_so(world, monkeypatch):
    hold = quiet.hold_one

    def closed_meanwhile(programme, group_id):
        Group.objects.update(state="closed", closed_at=world.day(71))
        return hold(programme, group_id)

    monkeypatch.setattr(quiet, "hold_one", closed_meanwhile)
    with pytest.raises(Over) as told:
        groups.keep_on(factories.actor(world.mentee), world.place, world.group.public_id, world.day(71))
    assert told.value.message == "This group has ended meanwhile. Nothing was changed."


def test_the_run_takes_as_many_queries_for_many_groups_as_for_few(world):
    def queries(day):
        with CaptureQueriesContext(connection) as found:
            world.run(day)
        return len(found)

    few = [queries(day) for day in (1, 56, 71)]
    world.pairs = [factories.make_pair(world.round) for _ in range(9)]
    assert [queries(day) for day in (1, 57, 73)] == few
    assert all(world.state(group).state == "closed" for _, _, group in world.pairs)
    assert world.mails() == {"closing_warned": 20, "group_closed": 20}


def test_the_command_and_the_background_job_do_the_same(world, capsys, monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: world.day(56))
    tasks.close_quiet()
    monkeypatch.setattr("django.utils.timezone.now", lambda: world.day(71))
    call_command("mentoring_close_quiet")
    assert capsys.readouterr().out == "0 warned, 0 alive again, 1 closed\n"
