"""The libraries' year: a kick-off, six joint meetings every second month, and what three pairs make of it.

Days and hours are PiKe's: applying until 16 January 2021, the kick-off on Thursday 4 February from 12 to 15.
"""

from __future__ import annotations

import datetime as dt
import uuid

import pytest

from mentoring_xblock.applications import api as applications
from mentoring_xblock.applications import deciding
from mentoring_xblock.applications.calls import call_settings
from mentoring_xblock.applications.questions import default_questions
from mentoring_xblock.dashboard import rounds
from mentoring_xblock.gatherings import api as gatherings
from mentoring_xblock.groups import api as groups
from mentoring_xblock.groups.models import CloseReason
from mentoring_xblock.journal import api as journal
from mentoring_xblock.journal.data import Draft
from mentoring_xblock.kit.errors import NotAllowed, NotFound
from mentoring_xblock.meetings import api as meetings
from mentoring_xblock.models import Application
from mentoring_xblock.notes import api as notes
from mentoring_xblock.notifications import stopping
from mentoring_xblock.notifications.data import Topic
from mentoring_xblock.programme.data import Role
from mentoring_xblock.programme.plan import PRESETS
from mentoring_xblock.sharing.models import Audience
from tests import factories, pages
from tests.factories_matching import answers_for, plan_lists
from tests.years.year import everybody

pytestmark = pytest.mark.once

MENTORS, MENTEES = ("Maija Mentori", "Matti Mentori", "Mirja Mentori"), ("Eetu Aktori", "Elli Aktori", "Essi Aktori")
SIX = [f"yhteinen-{number}" for number in range(1, 7)]
OWN, SHARED, ENTRY = "Vain minun silmilleni", "Puhuimme esihenkilötyöstä", "Oivalsin jotakin"


def plan():
    """The preset, with hours for joint meetings, a reminder after six quiet weeks, and days to read after the end."""
    ready = PRESETS["six_meetings"](dt.date(2021, 2, 4))
    hours = {"mentors": "10:00", "mentees": "13:00", "everybody": "14:00"}
    return {
        **ready,
        "lists": plan_lists(),
        "share_days_after_close": 30,
        "relations": {**ready["relations"], "remind_weeks": 6},
        "planned": [{**one, "starts": one["starts"] or hours[one["audience"]]} for one in ready["planned"]],
    }


def test_a_year_with_six_joint_meetings(begin):
    year = begin("2020-12-01", plan())
    _apply(year)
    _match(year)
    pairs = _begin(year)
    _spring(year, *pairs)
    _summer(year, pairs[0])
    _autumn(year, pairs[0])
    _end(year, *pairs)

    assert year.mails() == {
        "agreement_holds": {**everybody("Eetu Maija", 2), **everybody("Elli Essi Matti Mirja")},
        "agreement_put": everybody("Eetu Elli Essi Maija"),
        "application_decided": everybody("Eero Eetu Elli Essi Maija Matti Mirja"),
        "application_received": everybody("Eero Eetu Elli Essi Maija Matti Mirja"),
        "call_opened": {"Eetu": 1},
        "group_closed": everybody("Eetu Elli Essi Maija Matti Mirja"),
        "group_published": everybody("Eetu Elli Essi Maija Matti Mirja"),
        "joint_announced": everybody("Eetu Elli Essi Maija Matti Mirja Outi"),
        # Elli had said that she can't come.
        "joint_moved": everybody("Eetu Essi Maija Matti Mirja Outi"),
        "meeting_answered": {"Maija": 1},
        "meeting_booked": {**everybody("Eetu Maija", 4), **everybody("Elli Essi Matti Mirja")},
        "meeting_cancelled": everybody("Eetu Maija"),
        "meeting_moved": everybody("Eetu Maija"),
        "meeting_proposed": {"Eetu": 1},
        "meeting_quiet": everybody("Elli Matti"),
        # Ten of the programme's for everybody, thirteen for who leads them, and each pair's own.
        "meeting_tomorrow": {
            "Eetu": 10 + 8,
            "Elli": 9 + 9,
            "Essi": 4 + 4,
            "Maija": 10 + 8,
            "Matti": 10 + 9,
            "Mirja": 10 + 10,
            "Outi": 13,
        },
    }
    # What Essi would have been reminded of since she wanted no reminders any more.
    year.check_outbox(unwanted=6 + 6)


def _apply(year):
    """People apply until the last minute of 16 January by Helsinki's clock, and not a minute longer."""
    calls = {}
    for role, names in (("mentor", MENTORS), ("mentee", (*MENTEES, "Eero Aktori"))):
        fields = {"role": role, "opens_at": "2020-12-07T09:00", "closes_at": "2021-01-16", "order": "selection"}
        asked = default_questions(role)
        place = year.publish("mentoring_application", f"call-{role}", questions=asked, **fields)
        calls[role] = (place, call_settings(fields, asked))
        for name in names:
            year.person(name)
    year.act(applications.watch, year.actor("Eetu"), *calls["mentee"], year.now)

    def send(name, role):
        place, settings = calls[role]
        answers = answers_for(role, capacity=1) if role == "mentor" else answers_for(role)
        actor = year.actor(name)
        arguments = {"committed": True, "version": 0, "page_key": uuid.uuid4(), "now": year.now}
        return year.act(applications.submit, actor, place, settings, answers, **arguments)

    for day, role, name in (
        ("2020-12-10", "mentor", "Maija"),
        ("2020-12-14", "mentee", "Eetu"),
        ("2021-01-04", "mentor", "Matti"),
        ("2021-01-11", "mentee", "Elli"),
        ("2021-01-12", "mentee", "Eero"),
        ("2021-01-15", "mentor", "Mirja"),
    ):
        year.on(day)
        send(name, role)
    year.on("2021-01-16", "23:59")
    send("Essi", "mentee")
    year.on("2021-01-17", "00:00")
    year.person("Ville Viimeinen")
    with pytest.raises(NotAllowed):
        send("Ville", "mentee")


def _match(year):
    """In the nineteen days before the kick-off the coordinator decides, and publishes three pairs."""
    year.on("2021-01-20")
    rows = {row.applicant_id: row for row in Application.objects.all()}
    declined = rows.pop(year.people["Eero"].pk)
    letters, told = {"en": "Welcome.", "fi": "Tervetuloa."}, {"en": "Too few.", "fi": "Liian vähän."}
    for chosen, status, reason in (
        (rows.values(), applications.Status.ACCEPTED, {}),
        ([declined], applications.Status.DECLINED, told),
    ):
        versions = {row.public_id: row.version for row in chosen}
        decided = (versions, status, reason, "", letters, uuid.uuid4())
        year.act(deciding.decide, year.boss, year.place, *decided)
    year.on("2021-01-28")
    year.take_in(Role.COACH, "Outi Valmentaja")


def _begin(year):
    """Everybody hears of their pair and, in one mail, of the year's joint meetings; then they meet."""
    pairs = year.pair_up(("Maija", "Eetu"), ("Matti", "Elli"), ("Mirja", "Essi"))
    assert year.act(gatherings.put, year.boss, year.place, None, year.now) == 13
    for planned in plan()["planned"]:
        year.change_joint(planned["id"], leader=year.part_of("Outi").public_id)
    assert year.act(gatherings.announce, year.boss, year.place, None, year.now) == (13, 7)
    year.on("2021-02-04", "15:30")
    assert year.there("Outi", "kick-off", "Essi") == 5
    # Mirja and Essi book all of their year at once.
    year.series("Mirja", pairs[2], "2021-02-10", 5, 10)
    return pairs


def _spring(year, maija, matti, mirja):
    """Times are proposed, ticked and confirmed; one meeting is moved; a pair that has booked nothing is asked once."""
    year.on("2021-02-08")
    options = (year.slot("2021-02-16"), year.slot("2021-02-18"), year.slot("2021-02-23", where="Pasila"))
    asked = year.do(meetings.propose, "Maija", maija, options, "Europe/Helsinki", uuid.uuid4())
    suits = [one.public_id for one in asked.options[1:]]
    year.on("2021-02-09")
    year.do(meetings.answer, "Eetu", maija, asked.public_id, suits)
    year.do(meetings.confirm, "Maija", maija, asked.public_id, suits[0])
    year.agree(maija, {"rhythm": "Kerran kuussa"}, "Eetu", "Maija")
    year.on("2021-02-18", "17:00")
    year.held("Eetu", maija, asked)
    year.note("Eetu", maija, asked, SHARED, own=False)
    year.note("Maija", maija, asked, OWN, own=True)
    year.on("2021-03-15")
    second = year.book("Eetu", maija, year.slot("2021-04-12"))
    year.on("2021-03-18", "15:45")
    assert year.mails()["meeting_quiet"] == everybody("Elli Matti")
    year.there("Outi", "yhteinen-1")
    year.series("Elli", matti, "2021-03-30", 5, 9)
    year.agree(matti, {"rhythm": "Joka viides viikko"}, "Matti", "Elli")
    year.on("2021-04-05")
    year.do(meetings.move, "Eetu", maija, second.public_id, year.slot("2021-04-20"), "Europe/Helsinki", second.version)
    year.on("2021-04-20", "17:00")
    year.held("Maija", maija, second)
    year.on("2021-04-25")
    assert "Meeting 4 of 10" in year.page("Mirja")
    year.agree(mirja, {"rhythm": "Joka viides viikko"}, "Mirja", "Essi")


def _summer(year, maija):
    """A meeting is called off, one is logged late, and one of six wants no reminders any more."""
    year.on("2021-05-02")
    third = year.book("Maija", maija, year.slot("2021-06-08"))
    year.on("2021-05-13", "16:00")
    year.there("Outi", "yhteinen-2", "Elli")
    year.on("2021-05-25")
    year.do(meetings.cancel, "Eetu", maija, third.public_id, third.version)
    year.on("2021-05-31")
    late = (year.slot("2021-05-27"), "Europe/Helsinki", None, uuid.uuid4())
    assert [year.do(meetings.met, "Maija", maija, *late).number for _ in range(2)] == [3, 3]
    year.on("2021-06-01")
    year.act(stopping.stop, stopping.Wish(year.people["Essi"].pk, factories.COURSE_KEY, Topic.REMINDERS))
    year.on("2021-06-15")
    year.series("Maija", maija, "2021-08-17", 4, 6)
    year.answer("Elli", "yhteinen-4", coming=False)


def _autumn(year, maija):
    """A joint meeting is moved by an hour, and an agreement is changed and signed anew."""
    leader = year.part_of("Outi").public_id
    year.on("2021-08-20")
    year.change_joint("yhteinen-4", starts=dt.time(15), leader=leader)
    year.on("2021-09-15")
    agreed = year.agree(maija, {"rhythm": "Joka neljäs viikko", "off_limits": "Ei lomautuksista"}, "Maija", "Eetu")
    assert agreed.holding.number == 2
    year.on("2021-12-23", "16:00")
    year.there("Outi", "yhteinen-6", "Elli", "Essi")


def _end(year, maija, matti, mirja):
    """One pair ends itself after the last day, the others with the round; what was shared stays for thirty days."""
    place = year.publish("mentoring_journal", "journal")
    year.on("2022-01-10")
    draft = Draft("", "", {"what": ENTRY})
    saved = year.act(journal.save_entry, year.actor("Eetu"), place, None, draft, 0, journal.Writer(uuid.uuid4(), 1))
    entry = saved.entry.public_id
    year.act(journal.share_entry, year.actor("Eetu"), place, entry, maija, Audience.LEADER)
    year.on("2022-02-03")
    parted = year.do(groups.part, "Eetu", maija, CloseReason.COMPLETED)
    assert parted.closed
    assert not parted.early
    year.on("2022-02-10")
    assert year.act(rounds.close_round, year.boss, year.place, year.programme.round.public_id, year.now) == 2
    table = gatherings.export_part(year.boss, year.place, dict.fromkeys(Role, "role")).text.splitlines()
    assert table[0].count("2021-") == 4
    assert sum(line.count("was there") for line in table[1:]) == 5 + 6 + 5 + 4

    year.on("2022-03-04")
    assert ENTRY in str(journal.open_shared(year.actor("Maija"), place, entry))
    assert _notes(year, maija) == [SHARED, OWN]
    year.on("2022-03-06")
    with pytest.raises(NotFound):
        journal.open_shared(year.actor("Maija"), place, entry)
    assert _notes(year, maija) == [OWN]
    year.on("2022-04-01")


def _notes(year, group):
    """Return which notes of their first meeting Maija can read."""
    [meeting] = notes.noted_meetings(year.relation("Maija", group), 1, shared=False).items
    body = {"group": str(group), "meeting": str(meeting.meeting_id)}
    answer = pages.send(year.people["Maija"], year.meetings_block, "open_notes", body)
    assert answer.status_code == 200
    return [text for text in (SHARED, OWN) if text in answer.content.decode()]
