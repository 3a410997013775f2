"""The files that the seed reads, and the door that the demo is served at: nothing here needs a database."""

import datetime as dt
import socket
import tomllib

import pytest
from django.core.management import CommandError

from demo.management.commands import rundemo
from demo.seed import company, people, texts
from demo.seed.course import TIME_ZONE, prompts, starts_on
from demo.seed.groups import GROUPS
from demo.seed.season import season


@pytest.mark.parametrize("day", ["2026-03-30T00:30:00+03:00", "2026-12-31T23:30:00+02:00", "2027-01-01T00:00:00+02:00"])
def test_the_first_day_is_a_monday_thirteen_weeks_before_this_week(day):
    now = dt.datetime.fromisoformat(day)
    first = starts_on(now)
    assert first.weekday() == 0
    assert 91 <= (now.astimezone(TIME_ZONE).date() - first).days <= 97


def test_no_two_texts_are_alike():
    written = [
        text for one in texts.all_texts() for item in one.items for text in item.texts[0].answers.values() if text
    ]
    said = [said.text for one in texts.all_texts() for item in one.items for said in item.said]
    letters = [one.raw["letter"] for name in ("kierros", "ryhmat") for one in season(name).everybody]
    for found in (written, said, letters):
        assert len(set(found)) == len(found)


@pytest.mark.parametrize("folder", ["tuottaja", "pike", "tevere", "polku"])
def test_no_two_agreements_have_one_purpose(folder):
    purposes = [group["agreement"].get("purpose") for group in company.work(folder).groups if "agreement" in group]
    assert len(set(purposes)) == len(purposes) > 2


def test_a_text_that_names_an_unknown_field_is_an_answer_to_a_question_that_exists():
    """A typing error in a file of texts would make an answer that no question asks for."""
    asked = {
        "goals": {"statement", "measure", "own_part", "relevance", "first_step"},
        "diary": {one["id"] for one in prompts()["prompts"]},
        "reflection": {"lahto", "oivallus", "seuraavaksi"},
        "report": {"tavoite", "teot", "jatko"},
    }
    for one in texts.all_texts():
        for item in one.items:
            assert set(item.texts[-1].answers) <= asked[item.block], (one.username, item.key)


def test_the_files_of_texts_are_valid_and_name_people_of_the_demo():
    names = {persona.username for persona in people.PEOPLE}
    for path in texts.FOLDER.glob("*.toml"):
        assert path.stem in names
        assert set(tomllib.loads(path.read_text(encoding="utf-8"))) <= {
            "headline",
            "contact",
            "reads",
            "goals",
            "entries",
            "hand_ins",
        }
    assert {name for group in GROUPS for name in group.members} <= names


def test_a_taken_port_is_passed_over():
    with socket.socket() as taken:
        taken.bind((rundemo.HOST, 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert port < rundemo.free_port(port) < port + rundemo.PORTS_TRIED


def test_no_port_is_said_plainly(monkeypatch):
    monkeypatch.setattr(rundemo, "PORTS_TRIED", 1)
    with socket.socket() as taken:
        taken.bind((rundemo.HOST, 0))
        taken.listen()
        with pytest.raises(CommandError, match="No free port"):
            rundemo.free_port(taken.getsockname()[1])
