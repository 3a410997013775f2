"""The company's year: three trainings, role groups five weeks on, supervision for those who mentor, and people who come
and go in the middle of it.
"""

from __future__ import annotations

import datetime as dt
import uuid

import pytest

from mentoring_xblock.dashboard import rounds
from mentoring_xblock.gatherings import api as gatherings
from mentoring_xblock.groups import api as groups
from mentoring_xblock.groups.forms import OWN_REASON_NAMES
from mentoring_xblock.groups.models import CloseReason
from mentoring_xblock.kit.errors import NotFound, Over
from mentoring_xblock.meetings import api as meetings
from mentoring_xblock.notes import api as notes
from mentoring_xblock.programme import phases, stepping
from mentoring_xblock.programme.data import Role
from mentoring_xblock.programme.plan import PRESETS
from mentoring_xblock.programme.presets import supervision
from tests import pages
from tests.years.year import everybody

pytestmark = pytest.mark.once

MENTORS, MENTEES = ("Maria Virta", "Mikael Salo", "Minna Koski"), ("Aada Niemi", "Aleksi Lehto", "Anni Kallio")
SECRET = "Esimieheni ei kuuntele"


def plan():
    """The preset, and supervision three times on the way."""
    ready = PRESETS["three_trainings"](dt.date(2022, 1, 10))
    return {**ready, "planned": [*ready["planned"], *supervision((8, 20, 34))]}


def test_a_year_with_three_trainings(begin):
    year = begin("2021-12-13", plan())
    maria, mikael, minna = _start(year)
    _role_groups(year, maria)
    _supervise(year, maria)
    _step(year)
    alma = _come_and_go(year, minna)
    _part(year, mikael)
    _end(year, maria, alma)

    assert year.mails() == {
        "agreement_holds": everybody("Aada Maria"),
        "agreement_put": {"Maria": 1},
        # The last day of the year comes for each pair by itself, for one earlier and for one later.
        "group_closed": {**everybody("Aada Aleksi Alma Anni Maria Mikael"), "Minna": 2},
        "group_days": everybody("Aada Maria"),
        "group_parted": {"Saija": 1},
        "group_published": {**everybody("Aada Aleksi Alma Anni Maria Mikael"), "Minna": 2},
        # Alma, who came in April, of what was ahead then; Anni of what was no longer for her when she left.
        "joint_announced": everybody("Aada Aleksi Alma Anni Maria Mikael Minna Sirkka"),
        "joint_cancelled": {"Anni": 1},
        "meeting_answer": everybody("Aada Aleksi Minna Sirkka"),
        "meeting_booked": {**everybody("Aada Aleksi Maria Mikael Minna", 2), **everybody("Alma Anni")},
        # Of the trainings, the role group and supervision, and of each pair's own.
        "meeting_tomorrow": {
            "Aada": 3 + 1 + 11,
            "Aleksi": 3 + 1 + 4,
            "Alma": 2 + 7,
            "Anni": 1 + 1 + 3,
            "Maria": 3 + 1 + 3 + 11,
            "Mikael": 2 + 1 + 3 + 4,
            "Minna": 3 + 1 + 3 + 3 + 7,
            "Sirkka": 3 + 3,
        },
    }
    year.check_outbox()


def _start(year):
    """Three pairs hear of one another, and of a year's meetings; each books its own."""
    year.on("2021-12-15")
    year.take_in(Role.MENTOR, *MENTORS)
    year.take_in(Role.MENTEE, *MENTEES)
    year.take_in(Role.SUPERVISOR, "Sirkka Rinne")
    year.on("2021-12-20")
    pairs = year.pair_up(("Maria", "Aada"), ("Mikael", "Aleksi"), ("Minna", "Anni"))
    assert year.act(gatherings.put, year.boss, year.place, None, year.now) == 8
    for number in (1, 2, 3):
        year.change_joint(f"tyonohjaus-{number}", leader=year.part_of("Sirkka").public_id)
    year.change_joint("valivalmennus", where="Tampere", answer_on=dt.date(2022, 6, 27))
    assert year.act(gatherings.announce, year.boss, year.place, None, year.now) == (8, 7)
    year.on("2022-01-10", "17:00")
    assert year.there("Saija", "aloitusvalmennus", "Anni") == 6
    year.series("Maria", pairs[0], "2022-01-25", 5, 10)
    year.series("Aleksi", pairs[1], "2022-01-26", 5, 4)
    year.series("Minna", pairs[2], "2022-01-27", 5, 10)
    year.agree(pairs[0], {"themes": SECRET}, "Aada", "Maria")
    return pairs


def _raise(year, name, planned, text):
    meeting = year.joint(planned).public_id
    year.act(notes.raise_point, year.actor(name), year.place, meeting, text, uuid.uuid4(), year.now)


def _raised(year, name, planned):
    """Return what was raised for a meeting, with votes, as somebody may read it."""
    meeting = notes.joint_meeting(year.actor(name), year.place, year.joint(planned).public_id, year.now, work=False)
    return [(one.body, one.votes) for one in notes.meeting_points(meeting, year.people[name].pk)]


def _role_groups(year, maria):
    """Those who mentor and those who are mentored raise and vote among themselves, five weeks on."""
    year.on("2022-01-25", "17:00")
    first = meetings.last_meeting(year.relation("Aada", maria), year.now)
    year.held("Aada", maria, first)
    year.note("Maria", maria, first, SECRET, own=False)
    year.do(notes.add_point, "Aada", maria, SECRET, None, uuid.uuid4())
    year.on("2022-02-01")
    _raise(year, "Maria", "mentorien-ryhma", "Milloin olla hiljaa?")
    _raise(year, "Mikael", "mentorien-ryhma", "Miten kysyn avoimesti?")
    _raise(year, "Aada", "aktorien-ryhma", "Mitä uskallan pyytää?")
    chosen = year.joint("mentorien-ryhma")
    assert chosen.starts_at.date() == dt.date(2022, 2, 14)
    seen = notes.meeting_points(chosen, year.people["Minna"].pk)
    point = next(one.point_id for one in seen if one.body == "Miten kysyn avoimesti?")
    for _ in range(2):
        vote = (year.actor("Minna"), year.place, chosen.public_id, point, year.now)
        year.act(notes.vote_raised, *vote, wanted=True)
    assert _raised(year, "Maria", "mentorien-ryhma") == [("Miten kysyn avoimesti?", 2), ("Milloin olla hiljaa?", 1)]
    for name, planned in (("Aada", "mentorien-ryhma"), ("Sirkka", "mentorien-ryhma"), ("Maria", "aktorien-ryhma")):
        with pytest.raises(NotFound):
            _raised(year, name, planned)
    year.on("2022-02-14", "14:00")
    with pytest.raises(Over):
        _raise(year, "Minna", "mentorien-ryhma", "Vielä yksi")


def _supervise(year, maria):
    """Their supervisor holds supervision and sees who was there, and nothing of the pairs."""
    year.on("2022-03-01")
    _raise(year, "Maria", "tyonohjaus-1", "Oma jaksaminen")
    year.on("2022-03-07", "14:30")
    assert _raised(year, "Sirkka", "tyonohjaus-1") == [("Oma jaksaminen", 1)]
    assert year.there("Sirkka", "tyonohjaus-1", "Mikael") == 2
    sirkka = year.actor("Sirkka")
    assert groups.relations(sirkka, year.place) == ()
    with pytest.raises(NotFound):
        year.relation("Sirkka", maria)
    with pytest.raises(NotFound):
        gatherings.sheet(sirkka, year.place, year.joint("aloitusvalmennus").public_id)
    page = year.page("Sirkka")
    assert "Supervision 2" in page
    assert [name for name in (SECRET, "Aada", "Aleksi", "Anni", "Maria") if name in page] == []
    assert SECRET in year.page("Aada")


def _step(year):
    """The coordinator lets the middle begin too early, and takes it back; nobody gets a mail of it."""

    def phase():
        return year.programme.clock().phase(year.programme.plan.today(year.now)).id

    year.on("2022-03-14")
    move = (year.boss, year.place, "puolimatka", dt.date(2022, 3, 14), year.now)
    seen = phases.print_of(year.programme.clock())
    assert [span.before.phase.id for span in stepping.preview_move(*move).shifts] == ["alkupuoli", "puolimatka"]
    assert phase() == "alkupuoli"
    before = len(year.outbox)
    step = year.act(stepping.move_phase, *move, seen=seen)
    assert phase() == "puolimatka"
    for _ in range(2):
        year.act(stepping.undo_move, year.boss, year.place, step, year.now)
    assert (phase(), phases.print_of(year.programme.clock())) == ("alkupuoli", seen)
    assert len(year.outbox) == before


def _come_and_go(year, minna):
    """Anni leaves the programme, and nobody reminds her of anything any more; Alma comes, and Minna has room."""
    year.on("2022-04-20")
    [left] = year.act(groups.leave_programme, year.boss, year.place, year.part_of("Anni").public_id)
    assert left.public_id == minna
    assert year.relation("Minna", minna).readable_until <= year.now
    year.on("2022-04-25")
    year.take_in(Role.MENTEE, "Alma Saari")
    assert "Training: half-way" in year.page("Alma")
    year.on("2022-04-26")
    [alma] = year.pair_up(("Minna", "Alma"))
    year.series("Alma", alma, "2022-05-03", 5, 7)
    return alma


def _part(year, mikael):
    """Aleksi ends it without anybody's fault: both are told so, coordinators that it was early, and nobody why."""
    year.on("2022-05-20")
    year.book("Mikael", mikael, year.slot("2022-06-15"))
    for name, coming in (("Maria", True), ("Alma", True), ("Mikael", False)):
        year.answer(name, "valivalmennus", coming=coming)
    year.on("2022-06-01")
    for _ in range(2):
        parted = year.do(groups.part, "Aleksi", mikael, CloseReason.ANOTHER)
        assert parted.closed
    assert not any(str(OWN_REASON_NAMES[CloseReason.ANOTHER]) in mail.body for mail in year.outbox)
    # What was booked for later is called off by it, and Aleksi still takes part in what is for everybody.
    assert meetings.next_meeting(year.relation("Mikael", mikael), year.now) is None
    year.on("2022-06-16")


def _end(year, maria, alma):
    """One pair goes on for four weeks; then each ends itself after its own last day, and the round ends empty."""
    year.on("2022-07-04", "17:00")
    assert year.there("Saija", "valivalmennus", "Mikael") == 6
    year.on("2022-12-12")
    year.act(groups.set_days, year.boss, year.place, maria, dt.date(2023, 2, 5), year.now)
    year.book("Aada", maria, year.slot("2023-01-17"))
    year.on("2022-12-19", "17:00")
    year.there("Saija", "paatosvalmennus")
    year.on("2023-01-10")
    assert not year.do(groups.part, "Alma", alma, CloseReason.COMPLETED).early
    assert year.relation("Aada", maria).open
    answer = pages.send(year.people["Aada"], year.meetings_block, "show_ending", {"group": str(maria)})
    assert "5 February" in answer.content.decode()
    year.on("2023-02-06")
    assert not year.do(groups.part, "Maria", maria, CloseReason.COMPLETED).early
    year.on("2023-02-13")
    assert year.act(rounds.close_round, year.boss, year.place, year.programme.round.public_id, year.now) == 0
    year.on("2023-03-01")
