"""The producers' supervision group: six places, two towns, first come, first served, until 4 August 2024.

Eight want a place in Seinäjoki. Whoever waits moves up when somebody leaves, also after the last day; nobody else comes
in then. The group has meetings of its own, and what is said in them stays in it.
"""

from __future__ import annotations

import datetime as dt
import uuid

import pytest

from mentoring_xblock.calendars import entries
from mentoring_xblock.dashboard import rounds
from mentoring_xblock.groups import api as groups
from mentoring_xblock.kit.errors import NotAllowed, NotFound, Over
from mentoring_xblock.meetings import api as meetings
from mentoring_xblock.notes import api as notes
from mentoring_xblock.programme.data import Role
from mentoring_xblock.programme.plan import PRESETS
from mentoring_xblock.signups import api as signups
from tests.years.year import everybody

pytestmark = pytest.mark.once

#: In the order in which they come; Ilona comes too late.
MENTORS = (
    "Aila Aho",
    "Benita Berg",
    "Cecilia Cederberg",
    "Daavid Dahl",
    "Elina Eskola",
    "Fredrik Fagerlund",
    "Greta Granö",
    "Hannes Haapala",
    "Ilona Ikonen",
)
IN_GROUP, IN_PAIR = "En jaksa enää tuottaa festivaalia", "Oona harkitsee alan vaihtoa"


def plan():
    """A half-year in which nobody is pressed to book anything."""
    ready = PRESETS["half_year"](dt.date(2024, 5, 15))
    return {**ready, "planned": [], "relations": {**ready["relations"], "remind_weeks": 0}}


def test_a_supervision_group_with_six_places_in_two_towns(begin):
    year = begin("2024-05-13", plan())
    pair = _open(year)
    _sign_up(year)
    group = _close(year)
    _meet(year, group)
    _keep_to_themselves(year, group, pair)
    year.on("2024-11-20")
    assert year.act(rounds.close_round, year.boss, year.place, year.programme.round.public_id, year.now) == 4
    year.on("2024-12-10")

    inside = "Aila Benita Daavid Fredrik Greta Hannes Tiina"
    assert year.mails() == {
        # Who leaves hears that they have left; the others that it is over, with the round.
        "group_closed": {
            **everybody("Daavid Elina Fredrik Greta Hannes Oona"),
            **everybody("Benita Cecilia Tiina", 2),
            "Aila": 3,
        },
        # Not while people sign up: of who goes after the last day and who comes instead, in one mail and not in two.
        "group_moved": everybody("Aila Benita Daavid Fredrik Greta Tiina"),
        # Of a pair, of a peer group, and of supervision, which Tiina leads in two towns.
        "group_published": {
            **everybody("Daavid Elina Fredrik Greta Hannes Oona Tiina"),
            **everybody("Benita Cecilia", 2),
            "Aila": 3,
        },
        "meeting_answered": {"Tiina": 1},
        "meeting_booked": everybody(inside, 2),
        "meeting_cancelled": everybody(inside),
        "meeting_proposed": everybody("Aila Benita Daavid Fredrik Greta Hannes"),
        "meeting_tomorrow": everybody(inside),
        "signup_opened": everybody(" ".join(name.split()[0] for name in MENTORS)),
        # How many come, when signing up is over.
        "signup_over": {"Tiina": 1},
        "signup_waiting": everybody("Greta Hannes"),
    }
    year.check_outbox()


def _series(year):
    return signups.series_of_round(year.programme.round.id, None)[0]


def _town(year, number=0):
    """Return who is in the group of a town, and who waits for a place in it, by first name."""
    names = {user.pk: name for name, user in year.people.items()}
    town = _series(year).towns[number]
    return [names[one.user_id] for one in town.group.members], [names[one] for one in town.waiting]


def _ask(year, name, number=0):
    opened = _series(year).towns[number].public_id
    return year.act(signups.sign_up, year.actor(name), year.place, opened, year.now).value


def _open(year):
    year.on("2024-05-16")
    year.take_in(Role.MENTOR, *MENTORS)
    year.take_in(Role.MENTEE, "Oona Ojala")
    year.take_in(Role.SUPERVISOR, "Tiina Ohjaaja")
    [pair] = year.pair_up(("Aila", "Oona"))
    # Whoever is in a peer group can have supervision beside it.
    peers = [year.part_of(name).public_id for name in ("Aila", "Benita")]
    made = groups.create_group(year.boss, year.place, groups.Kind.PEER_GROUP, "Tuottajakahvit", members=peers)
    year.act(groups.publish, year.boss, year.place, [made.public_id])
    year.on("2024-06-10")
    opening = signups.Opening(
        name="Työnohjaus",
        kind=groups.Kind.SUPERVISION,
        role=Role.MENTOR,
        places=6,
        where=("Seinäjoki", "Tampere"),
        answer_on=dt.date(2024, 8, 4),
        text="Kollegiaalinen ryhmä.",
        leader=year.part_of("Tiina").public_id,
    )
    key = uuid.uuid4()
    for _ in range(2):
        year.act(signups.open_series, year.boss, year.place, opening, key, year.now)
    return pair


def _sign_up(year):
    """The first six are in; the next two wait, and the first of them moves up when somebody leaves."""
    said = []
    for day, name in enumerate(MENTORS[:8], start=11):
        year.on(f"2024-06-{day}")
        said.append(_ask(year, name.split()[0]))
        assert _ask(year, name.split()[0]) == said[-1]
    assert said == ["in"] * 6 + ["waiting"] * 2
    year.on("2024-06-24")
    seinajoki = _series(year).towns[0].public_id
    for _ in range(2):
        year.act(signups.leave, year.actor("Cecilia"), year.place, seinajoki, year.now)
    assert _town(year) == (["Aila", "Benita", "Greta", "Daavid", "Elina", "Fredrik"], ["Hannes"])


def _close(year):
    """The last day ends at midnight by Helsinki's clock; a place that is given back after it goes to who waits."""
    year.on("2024-08-04", "23:59:59")
    assert _ask(year, "Cecilia", 1) == "in"
    assert _town(year, 1) == (["Cecilia"], [])
    year.on("2024-08-05", "00:00")
    for number in (0, 1):
        with pytest.raises(Over) as late:
            _ask(year, "Ilona", number)
        assert "4 Aug" in late.value.message
    assert "Seinäjoki" in year.page("Hannes")
    year.on("2024-08-06")
    year.act(groups.leave_programme, year.boss, year.place, year.part_of("Elina").public_id)
    assert _town(year) == (["Aila", "Benita", "Greta", "Daavid", "Hannes", "Fredrik"], [])
    return _series(year).towns[0].group.public_id


def _meet(year, group):
    """Their supervisor proposes, all six answer, and they meet; the next time is called off."""
    year.on("2024-08-20")
    slots = (year.slot("2024-09-03", where="Kalevankatu"), year.slot("2024-09-05", where="Kalevankatu"))
    asked = year.do(meetings.propose, "Tiina", group, slots, "Europe/Helsinki", uuid.uuid4())
    first = asked.options[0].public_id
    for name in ("Aila", "Benita", "Daavid", "Fredrik", "Greta", "Hannes"):
        year.do(meetings.answer, name, group, asked.public_id, [first])
    year.on("2024-08-21")
    year.do(meetings.confirm, "Tiina", group, asked.public_id, first)
    year.do(notes.add_point, "Aila", group, IN_GROUP, None, uuid.uuid4())
    [point] = notes.group_points(year.relation("Benita", group), {})
    year.do(notes.vote_point, "Benita", group, point.point_id, wanted=True)
    year.on("2024-09-03", "17:00")
    people = year.relation("Tiina", group).group.people
    there = [one.membership_id for one in people if one.user_id != year.people["Greta"].pk]
    held = year.held("Tiina", group, asked, there)
    assert sum(one.attended is True for one in held.attendances.values()) == 6
    year.note("Tiina", group, asked, IN_GROUP, own=False)
    year.do(notes.tick_point, "Tiina", group, point.point_id, done=True)
    second = year.book("Tiina", group, year.slot("2024-10-01"))
    year.on("2024-09-20")
    year.do(meetings.cancel, "Tiina", group, second.public_id, second.version)


def _keep_to_themselves(year, group, pair):
    """Nobody else reads what they say: not the other town, not who has left, not who coordinates or is mentored."""
    year.on("2024-10-10")
    first = meetings.last_meeting(year.relation("Tiina", group), year.now)
    for name in ("Cecilia", "Elina", "Ilona", "Oona", "Saija"):
        with pytest.raises(NotFound):
            groups.working_relation(year.actor(name), year.place, group, year.now)
        with pytest.raises((NotFound, NotAllowed)):
            entries.file_of(year.actor(name), year.place, first.public_id, year.now)
        assert IN_GROUP not in year.page(name)
    # And nothing of a pair comes into the group, of which one of them is a mentor.
    year.do(notes.add_point, "Aila", pair, IN_PAIR, None, uuid.uuid4())
    for name in ("Tiina", "Benita"):
        page = year.page(name, group)
        assert IN_GROUP in page
        assert "Oona" not in page
    assert IN_GROUP not in year.page("Benita") + year.page("Aila", pair)
    assert IN_PAIR in year.page("Oona")
