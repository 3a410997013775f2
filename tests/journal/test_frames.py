"""Prompts on a person's page: they open with a phase, are asked again beside the earlier answer, and come and go."""

from __future__ import annotations

import datetime as dt
import re
import uuid
from html import unescape

import pytest
from django.db import transaction
from django.utils import timezone

from mentoring_xblock.journal import api
from mentoring_xblock.journal.models import Entry
from mentoring_xblock.kit.dates import day, long_day
from mentoring_xblock.programme import api as programmes
from mentoring_xblock.programme.models import Programme, Round
from mentoring_xblock.programme.plan import Plan
from mentoring_xblock.worksheets.api import FRAMES
from tests import factories
from tests.journal.conftest import body, text_of

pytestmark = pytest.mark.django_db
PHASES = [
    {"id": "alku", "name": {"en": "Beginning"}, "start_week": 0},
    {"id": "keski", "name": {"en": "Middle"}, "start_week": 4},
    {"id": "loppu", "name": {"en": "End"}, "start_week": 8},
]
WHAT = [{**one, "frame": "main"} for one in FRAMES["what"].questions]
KOLB = [{**one, "frame": "kolb"} for one in FRAMES["kolb"].questions]
SETS = [
    {"id": "main", "name": {"en": "Every week"}, "again": "loppu", "source": {"en": "Ours"}},
    {"id": "kolb", "name": FRAMES["kolb"].name, "template": "kolb", "opens": "keski"},
]
FIRST, LATER = "I said too little 🌙", "I said what I think"


@pytest.fixture
def today(world):
    """Return the programme's day."""
    return Plan.from_dict(world.round.programme.plan).today(timezone.now())


@pytest.fixture
def in_week(world, today):
    """Let the programme be in one of its weeks today; returns its first day."""
    plan = {**world.round.programme.plan, "phases": PHASES}
    Programme.objects.update(plan=plan)

    def move(week):
        Round.objects.update(starts_on=today - dt.timedelta(weeks=week))
        return today - dt.timedelta(weeks=week)

    return move


def on_kolb(text, **fields):
    """Return what a paper on Kolb's prompt sends."""
    sent = body("", **{"frame": "kolb", "answer_kolb_experience": text, **fields})
    return {name: value for name, value in sent.items() if name != "answer_what"}


def papers(markup):
    """Return the names of the fields of the paper, and what it can be on: (name of the prompt, whether it is)."""
    fields = re.findall(r'<textarea[^>]* name="(answer_[^"]+)"', markup)
    buttons = re.findall(r'aria-pressed="(true|false)"[^>]* data-mn-frame="[^"]+"[^>]*>([^<]+)</button>', markup)
    return fields, [(name, pressed == "true") for pressed, name in buttons]


def test_a_prompt_opens_with_its_phase_and_is_asked_again_beside_the_earlier_answer(
    world, call, page, set_fields, in_week, today
):
    set_fields(frames=SETS, prompts=WHAT + KOLB)
    begun = in_week(0)
    what, kolb = ([f"answer_{one['id']}" for one in asked] for asked in (WHAT, KOLB))

    # Before its phase: its name and its day, and nothing can be written on it.
    seen = unescape(page(world.mentee))
    assert papers(seen) == (what, [("Every week", True)])
    assert f"opens on {day(begun + dt.timedelta(weeks=4))}." in seen
    asked_for = text_of(call(world.mentee, "new_entry", {"frame": "kolb"}))
    assert papers(asked_for)[0] == what
    refused = call(world.mentee, "save_entry", on_kolb("Too early"))
    assert refused.status_code == 422
    assert "This prompt is not open yet." in refused.json()["message"]
    assert not Entry.objects.exists()

    # In its phase both are there, and each paper has the questions of its prompt.
    long_ago = in_week(4)
    assert call(world.mentee, "save_entry", body(FIRST, frame="main", day=long_ago)).status_code == 200
    seen = text_of(call(world.mentee, "new_entry", {"frame": "kolb"}))
    assert papers(seen) == (kolb, [("Every week", False), (FRAMES["kolb"].name["en"], True)])
    tried = call(world.mentee, "save_entry", on_kolb("I asked"))
    assert tried.status_code == 200
    assert Entry.objects.get(public_id=tried.json()["entry"]).frame == "kolb"

    # In the phase in which it is asked again, it stands first, with what was written then.
    in_week(8)
    Entry.objects.filter(frame="main").update(day=today - dt.timedelta(weeks=4))
    seen = text_of(call(world.mentee, "new_entry", {"frame": ""}))
    assert papers(seen)[1][0] == ("Again: Every week", True)
    assert f"What you wrote on {long_day(today - dt.timedelta(weeks=4))}" in seen
    assert seen.count(FIRST) == 1
    again = call(world.mentee, "save_entry", body(LATER, frame="main", day=today)).json()["entry"]
    opened = text_of(call(world.mentee, "open_entry", {"entry": again}))
    assert FIRST in opened
    assert LATER in opened
    # Whoever is shown the one is not shown the other; and nobody else has anything of theirs beside it.
    world.share(again)
    assert FIRST not in text_of(call(world.mentor, "open_shared", {"entry": again}))
    assert FIRST not in text_of(call(world.peer, "new_entry", {"frame": "main"}))
    earlier = Entry.objects.exclude(public_id=again).get(frame="main").public_id
    assert "What you wrote on" not in text_of(call(world.mentee, "open_entry", {"entry": earlier}))

    # A question that has other words by now says what it asked then: beside the earlier answer, on the entry's own
    # paper, to its reader, and where it is handed in.
    reworded = [WHAT[0] | {"label": {"en": "And what else?"}}, *WHAT[1:]]
    set_fields(prompts=reworded + KOLB)
    programmes.mirror_course(world.place.course_key)
    for who, handler, what in (
        (world.mentee, "new_entry", {"frame": "main"}),
        (world.mentee, "open_entry", {"entry": earlier}),
        (world.mentor, "open_shared", {"entry": again}),
    ):
        assert "it asked: “What happened?”" in text_of(call(who, handler, what))
    with transaction.atomic():
        [frozen] = api.freeze(factories.actor(world.mentee), world.place, [uuid.UUID(again)])
    assert [part["label"] for part in frozen["parts"]] == ["And what else? (it asked: “What happened?”)"]


def test_what_was_written_on_a_prompt_that_is_gone_stays(world, call, page, set_fields, in_week):
    set_fields(frames=SETS, prompts=WHAT + KOLB)
    in_week(6)
    tried = call(world.mentee, "save_entry", on_kolb("I asked")).json()
    on_main = call(world.mentee, "save_entry", body(FIRST)).json()["entry"]
    # A page from before there were several prompts names none; its entry is on the first.
    assert Entry.objects.get(public_id=on_main).frame == "main"

    set_fields(frames=[SETS[1]], prompts=KOLB)
    opened = text_of(call(world.mentee, "open_entry", {"entry": on_main}))
    assert papers(opened)[0] == []
    assert FIRST in opened
    assert "What happened?" in opened
    gone = call(world.mentee, "save_entry", on_kolb("More", frame="main"))
    assert gone.status_code == 422
    assert "This prompt is not asked any more." in gone.json()["message"]
    # One prompt is left, so there is nothing to choose; the entry on it goes on, whatever opens when.
    set_fields(frames=[{**SETS[1], "opens": "loppu"}], prompts=KOLB)
    entry = {"entry": tried["entry"], "version": tried["version"]}
    more = call(world.mentee, "save_entry", on_kolb("I asked twice", **entry))
    assert more.status_code == 200
    assert papers(unescape(page(world.mentee))) == ([f"answer_{one['id']}" for one in KOLB], [])
    blank = text_of(call(world.mentee, "new_entry", {"frame": "kolb"}))
    assert "Nothing can be written here yet." in blank
    assert "data-mn-paper" not in blank
