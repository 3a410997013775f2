"""A coordinator steps forward and back, sees before what changes, and gives groups other days."""

import datetime as dt
import re

import pytest
from django.utils import timezone

from mentoring_xblock.gatherings import api as gatherings
from mentoring_xblock.groups.models import Group
from mentoring_xblock.models import Meeting, Message
from mentoring_xblock.programme import api as programmes
from mentoring_xblock.programme import phases
from tests import factories

pytestmark = pytest.mark.django_db

DAY = dt.timedelta(days=1)


def clock(desk):
    return programmes.programme_of(desk.place).clock()


def today():
    return timezone.now().date()


def times():
    return list(Meeting.objects.order_by("pk").values_list("starts_at", "ends_at"))


def seen(desk):
    return re.search(r'"seen": "([0-9a-f]+)"', desk.markup).group(1)


@pytest.fixture
def later(desk):
    """The round in its thirteenth week, when the fourth phase has lasted a while."""
    desk.round.starts_on = factories.weeks_ago(12)
    desk.round.save()
    return phases.coming(clock(desk), today())


def test_the_next_phase_begins_today_and_with_one_press_it_has_not(desk, later, anna, aino):
    factories.make_group(anna, [aino])
    assert "Begin Leading others…" in desk.see()
    said = desk.post("ask_phase", phase=later.phase.id)
    assert "From now on pages show Leading others, and no longer Leading myself." in said
    assert "1 group goes by this calendar. Nobody gets a mail" in said
    said = desk.post("begin_phase", phase=later.phase.id, day=today(), seen=seen(desk))
    assert "Moved. Every page follows." in said
    assert "Leena Ahokas moved Leading others." in said
    assert desk.last.headers["HX-Retarget"].endswith("-co")
    assert clock(desk).phase(today()) == later.phase
    assert "The phases are as they were before." in desk.undo()
    assert clock(desk).phase(today()) != later.phase
    assert not Message.objects.exists()


def test_going_back_proposes_the_day_that_undoes_going_forward(desk, later):
    before = clock(desk)
    desk.post("ask_phase", phase=later.phase.id)
    desk.post("begin_phase", phase=later.phase.id, day=today(), seen=seen(desk))
    said = desk.post("ask_phase", phase=later.phase.id)
    assert "Go back to Leading myself?" in said
    assert f'value="{later.first_day}"' in desk.markup
    desk.post("begin_phase", phase=later.phase.id, day=later.first_day, seen=seen(desk))
    assert clock(desk) == before


def test_a_day_that_does_not_go_stays_in_its_field_and_the_later_phases_may_come_along(desk, later):
    far = later.last_day + 3 * DAY
    said = desk.post("ask_phase", phase=later.phase.id, day=far)
    assert desk.status == 422
    assert "Choose a day before it, or move the later phases as well." in said
    assert f'value="{far}"' in desk.markup
    said = desk.post("ask_phase", phase=later.phase.id, day=later.first_day + 10 * DAY, along="true")
    assert desk.status == 200
    assert desk.markup.count("<ins>") == 4


def test_of_two_coordinators_at_once_the_second_sees_how_it_stands(desk, later):
    desk.post("ask_phase", phase=later.phase.id)
    old = seen(desk)
    desk.post("begin_phase", phase=later.phase.id, day=today() + DAY, seen=old)
    said = desk.post("begin_phase", phase=later.phase.id, day=today(), seen=old)
    assert desk.status == 409
    assert "The phases were moved meanwhile." in said
    assert clock(desk).phase(today()) != later.phase


def test_drafts_go_along_with_their_phase_and_back_and_what_is_announced_is_told(desk, later):
    programme = desk.round.programme
    planned = {"kind": "training", "minutes": 120, "starts": "12:00", "audience": "everybody"}
    names = {"drafted": 16, "by-hand": 17, "told": 18, "earlier": 13}
    all_of_them = [{**planned, "id": key, "week": week, "name": {"en": key.title()}} for key, week in names.items()]
    programme.plan = {**programme.plan, "planned": all_of_them}
    programme.save()
    now = timezone.now()
    assert gatherings.put(desk.actor, desk.place, None, now) == 4
    meetings = {row.planned: row for row in Meeting.objects.all()}
    Meeting.objects.filter(planned="by-hand").update(starts_at=meetings["by-hand"].starts_at + DAY)
    gatherings.announce(desk.actor, desk.place, [meetings["told"].public_id], now)
    begins = times()
    said = desk.post("ask_phase", phase=later.phase.id, day=today())
    assert "The draft of Drafted goes along, from " in said and "Told has been announced, and stays on " in said
    assert "The draft of By-Hand stays on " in said and "Earlier" not in said
    said, went = desk.post("begin_phase", phase=later.phase.id, day=today(), seen=seen(desk)), times()
    days = {row.planned: (row.starts_at.date() - today()).days for row in Meeting.objects.all()}
    assert days == {"drafted": 7, "by-hand": 36, "told": 42, "earlier": 7}
    assert "Told is still on " in said and "Along with its phase it would be on " in said and "By-Hand" not in said
    back = desk.post("ask_phase", phase=later.phase.id, day=later.first_day)
    assert "The draft of Drafted goes along, from " in back and "Told has been announced" not in back
    said = desk.post("begin_phase", phase=later.phase.id, day=later.first_day, seen=seen(desk))
    assert "Told is still on " not in said and times() == begins
    assert "Told is still on " in desk.undo() and times() == went
    assert Message.objects.exclude(template="joint_announced").count() == 0


@pytest.mark.parametrize(
    "body", [{"phase": "unknown"}, {"phase": "x" * 41}, {"phase": ""}, {"day": "32.13.2026"}, {"day": "0001-01-01"}]
)
def test_bad_input_is_answered_in_place(desk, later, body):
    desk.post("ask_phase", **{"phase": later.phase.id, **body})
    assert desk.status == 422
    desk.post("begin_phase", **{"phase": later.phase.id, "seen": "", **body})
    assert desk.status in (409, 422)
    assert clock(desk).phase(today()) != later.phase


def test_a_group_is_extended_on_its_card_and_its_people_hear_of_it(desk, anna, aino):
    group = factories.make_group(anna, [aino])
    said = desk.post("open_group", group_id=group.public_id)
    assert "Last day:" in said
    last = clock(desk).ends_on + 30 * DAY
    assert "Saved. Everybody in the group gets a mail." in desk.change("set_group_days", group, ends_on=last)
    assert Group.objects.get(pk=group.pk).ends_on == last
    assert Message.objects.filter(template="group_days").count() == 2
    said = desk.change("set_group_days", group, ends_on=today() - DAY)
    assert desk.status == 422
    assert "This day is past. To end the group now, close it instead." in said


def test_where_each_begins_by_itself_a_groups_phases_are_moved_on_its_card(desk, anna, aino, later):
    programme = desk.round.programme
    programme.plan = {**programme.plan, "relations": {"mode": "non_stop"}}
    programme.save()
    group = factories.make_group(anna, [aino])
    Group.objects.update(starts_on=factories.weeks_ago(12))
    assert "Begin Leading others…" not in desk.see()
    assert "Begin Leading others…" in desk.post("open_group", group_id=group.public_id)
    said = desk.post("ask_phase", phase=later.phase.id, group=group.public_id)
    assert "Only this group’s calendar changes." in said
    said = desk.post("begin_phase", phase=later.phase.id, day=today(), seen=seen(desk), group=group.public_id)
    assert "Week 13 of 26, Leading others." in said
    assert Group.objects.get(pk=group.pk).phase_days == {later.phase.id: today().isoformat()}
    assert "Week 13 of 26, Leading myself." in desk.undo()
    desk.post("begin_phase", phase=later.phase.id, day=today(), seen="", group=desk.round.public_id)
    assert desk.status == 404


def test_groups_past_their_last_day_and_quiet_ones_need_a_look(desk, anna, aino, eero):
    programme = desk.round.programme
    programme.plan = {**programme.plan, "relations": {"quiet_weeks": 8}}
    programme.save()
    late, quiet = factories.make_group(anna, [aino]), factories.make_group(anna, [eero])
    Group.objects.filter(pk=late.pk).update(ends_on=today() - DAY)
    Group.objects.filter(pk=quiet.pk).update(warned_at=timezone.now())
    page = desk.see()
    assert "1 group is past its last day and not closed" in page
    assert "1 group is closed soon, because nothing happens in it" in page
    assert "Its last day was" in desk.post("list_groups", state="published")
