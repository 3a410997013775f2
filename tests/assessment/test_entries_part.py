"""Points for writing a journal: entries are counted by words and phases, all or nothing, and nobody reads them."""

import datetime as dt
import uuid

import pytest
from completion.models import BlockCompletion
from django.utils import timezone
from submissions.models import Submission

from mentoring_xblock import host
from mentoring_xblock.assessment import partaking
from mentoring_xblock.assessment.data import EntriesRule
from mentoring_xblock.assessment.models import HandIn, Score
from mentoring_xblock.assessment.settings import read_rules
from mentoring_xblock.journal.data import Written
from mentoring_xblock.journal.studio import JournalEditor
from mentoring_xblock.kit.points import maximum
from mentoring_xblock.models import Entry
from mentoring_xblock.programme import api as programmes
from tests import factories, pages
from tests.studio.test_plan_editor import questions_body

pytestmark = pytest.mark.django_db

FIELDS = {
    "graded_by": "part",
    "part_entries": 2,
    "part_phases": 2,
    "part_words": 3,
    "part_entry_points": 10,
    "completion_rule": "part",
    "programme": "main",
}
#: The first day of the round, and of its phases.
FIRST = dt.date(2027, 2, 1)


def test_what_a_journal_asks_is_all_or_nothing():
    rule = read_rules(FIELDS).part
    assert rule == EntriesRule(entries=2, phases=2, words=3, points=10)
    assert (rule.maximum, maximum(FIELDS)) == (10, 10)
    for reached, points in (
        (Written(1, 1), 0),
        (Written(5, 1), 0),
        (Written(1, 2), 0),
        (Written(2, 2), 10),
        (Written(9, 4), 10),
    ):
        assert partaking.earned(rule, reached) == points
    [line] = partaking.lines(rule, Written(9, 1))
    assert (line.text, line.points, line.done) == ("2 entries of at least 3 words", 10, False)
    assert line.under == ("2 of 2 entries count so far.", "They were begun in 1 of 2 phases.")
    # What an import has damaged is as in a new block.
    assert read_rules({**FIELDS, "part_entries": 0, "part_phases": "x", "part_words": -1}).part == EntriesRule(
        1, 0, 0, 10
    )


@pytest.fixture
def journal(db):
    """A journal of a round whose second phase has begun, its mentee, and their mentor."""
    round_ = factories.make_round(starts_on=FIRST)
    mentor, mentee, _group = factories.make_pair(round_)
    block = pages.publish_block("mentoring_journal", "journal", **FIELDS)
    programmes.mirror_course(round_.programme.course_key)
    return mentor, mentee, block, factories.place_of(round_, "mentoring_journal", "journal")


def second_phase(place):
    """Return noon of the first day of the second phase."""
    day = programmes.programme_of(place).timeline()[1].first_day
    return timezone.make_aware(dt.datetime.combine(day, dt.time(12)))


def stored(person, place):
    """What the host holds: (points, maximum) or None."""
    score = host.get_score(
        host.anonymous_id(person.user_id, place.course_key), place.course_key, place.usage_key, place.block_type
    )
    return (score.points_earned, score.points_possible) if score else None


def test_writing_counts_while_somebody_types(journal):
    mentor, mentee, block, place = journal

    def save(text, entry="", version=0, person=mentee):
        body = {"entry": entry, "version": version, "once_key": uuid.uuid4().hex, "step": 1, "answer_what": text}
        return pages.send(person, block, "save_entry", body).json()

    page = pages.see(mentee, block)
    for sentence in (
        "You have 0 of 10 points so far.",
        "2 entries of at least 3 words",
        "0 of 2 entries count so far.",
        "All or nothing. Your entries are counted, and nobody reads them for it.",
        "which you and the course’s staff see",
    ):
        assert sentence in page
    assert "Which entries do you hand in?" not in page and "Points by taking part" not in pages.see(mentor, block)

    first = save("three whole words")
    Entry.objects.update(created_at=timezone.make_aware(dt.datetime.combine(FIRST, dt.time(12))))
    second = save("not yet")
    assert (first["counted"], second["counted"], stored(mentee, place)) == (True, False, None)
    Entry.objects.filter(public_id=second["entry"]).update(created_at=second_phase(place))
    assert "1 of 2 entries count so far." in pages.send(mentee, block, "open_panel").content.decode()
    # A mentor writes for themselves, and gets no points.
    assert save("three whole words", person=mentor)["created"] and not HandIn.objects.exists()

    # The second one is long enough while it is typed.
    told = save("not yet long", second["entry"], 1)
    assert (told["created"], told["counted"], stored(mentee, place)) == (False, True, (10, 10))
    assert save("not yet long enough", second["entry"], 2)["counted"] is False
    assert BlockCompletion.objects.get(user=mentee.user).completion == 1.0
    page = pages.send(mentee, block, "open_panel").content.decode()
    assert "You have 10 of 10 points so far." in page and "Done, 10 points" in page
    [row] = HandIn.objects.all()
    assert (row.content, row.title, Submission.objects.get().answer["items"]) == ([], "", [])

    # Upwards only: what goes to the bin takes nothing away.
    for entry in (first, second):
        pages.send(mentee, block, "delete_entry", {"entry": entry["entry"]})
    assert (stored(mentee, place), Score.objects.filter(withdrawn_at=None).count()) == ((10, 10), 1)
    assert "You have 10 of 10 points so far." in pages.see(mentee, block)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({}, {}),
        ({"part_entry_points": "0"}, {"part_entry_points": ["Give at least one point."]}),
        ({"part_entry_points": "1001"}, {"part_entry_points": ["Write a whole number from 0 to 1000."]}),
        ({"part_entries": "2"}, {"part_phases": ["Ask for as many entries as phases, or more."]}),
        (
            {"graded_by": "mentor"},
            {"completion_rule": ["Choose this where points are given for taking part."]},
        ),
    ],
)
def test_an_author_sets_points_that_can_be_earned(changes, said):
    part = {"graded_by": "part", "part_entry_points": "5", "part_phases": "3", "completion_rule": "part"}
    editor = JournalEditor(questions_body(**{**part, **changes}))
    editor.is_valid()
    assert {name: list(errors) for name, errors in editor.errors.items()} == said
