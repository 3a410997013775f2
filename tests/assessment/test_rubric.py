"""A rubric: written by an author, seen before handing in, frozen with it, scored on by a mentor."""

import re
import uuid

import pytest

from demo.runtime import load_unbound
from mentoring_xblock.assessment.forms import ScoreForm
from mentoring_xblock.assessment.models import HandIn, Score
from mentoring_xblock.assessment.rubric import problems, read_rubric
from mentoring_xblock.assessment.studio import CriterionRow
from mentoring_xblock.kit.errors import Invalid
from mentoring_xblock.kit.points import maximum
from mentoring_xblock.programme import api as programmes
from tests import factories, pages

RUBRIC = [
    {
        "id": "measure",
        "name": {"en": "Measure", "fi": "Mittari"},
        "help": {"en": "How one will know."},
        "levels": [
            {"points": 0, "words": {"en": "Nothing to see", "fi": "Ei mitään"}},
            {"points": 3, "words": {"en": "Says what will be seen", "fi": "Kertoo, mitä näkyy"}},
        ],
    },
    {
        "id": "step",
        "name": {"en": "First step"},
        "help": {},
        "levels": [{"points": 2, "words": {"en": "This week"}}, {"points": 0, "words": {"en": "Some day"}}],
    },
]


def text(answer):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


@pytest.fixture
def rated(authored):
    authored.published = {**authored.published, "rubric": RUBRIC}
    authored.save()
    return authored


@pytest.mark.django_db
def test_a_mentor_chooses_a_level_of_each_and_the_mentee_reads_what_was_chosen(world, rated, call):
    mine = {"items": [str(world.shelf.put(world.mentee))], "once_key": str(uuid.uuid4())}
    before = text(call(world.mentee, "hand_in", mine | {"items": []}))
    assert "What the points are given for Measure How one will know. 3 points: Says what will be seen" in before
    assert "up to 5 points" in before
    call(world.mentee, "hand_in", mine)
    row = HandIn.objects.get()
    assert (row.maximum, read_rubric(row.rubric)) == (5, read_rubric(RUBRIC))

    # The author changes their mind: what was handed in keeps what it was handed in under.
    rated.published = {**rated.published, "rubric": [], "points": 100}
    rated.save()
    given = {"hand_in": str(row.public_id), "feedback": "Good start", "points": 5}
    for body in (given, given | {"mark_measure": "3"}, given | {"mark_measure": "3", "mark_step": "1"}):
        answer = call(world.mentor, "give_score", body)
        assert answer.status_code == 422
        assert "Choose a level for “First step”." in text(answer)
        assert "Good start" in answer.content.decode()
    assert not Score.objects.exists()
    answer = call(world.mentor, "give_score", given | {"mark_measure": "3", "mark_step": "0"})
    assert "3 of 3 points: Says what will be seen" in text(answer)
    score = Score.objects.get()
    assert (score.points, score.marks) == (3, {"measure": 3, "step": 0})
    [measure, step] = world.panel().standing.marks
    assert (measure.name, measure.points, measure.words, step.words) == (
        "Measure",
        3,
        "Says what will be seen",
        "Some day",
    )
    assert ScoreForm(detail=world.open(row.public_id)).initial["mark_step"] == 0
    with pytest.raises(Invalid) as error:
        world.score(row.public_id, 5, replaces=score.public_id)
    assert set(error.value.fields) == {"mark_measure", "mark_step"}


@pytest.mark.django_db
@pytest.mark.parametrize("rubric", [[], RUBRIC])
@pytest.mark.parametrize("graded_by", ["mentor", "part"])
def test_the_gradebooks_maximum_is_the_one_that_is_published(publish, rubric, graded_by):
    fields = {"points": 4, "rubric": rubric, "graded_by": graded_by, "part_goal_points": 6, "part_rating_points": 3}
    block = publish("mentoring_goals", **fields)
    most = 9 if graded_by == "part" else 5 if rubric else 4
    seen = " ".join(pages.see_in_studio(factories.make_staff("kirsi"), block)["html"].split())
    assert ("3 points: Says what will be seen" in seen) is (most == 5)
    assert f"up to {most} points" in seen
    mirrored = programmes.block_info(load_unbound(block).scope_ids.usage_id)
    assert load_unbound(block).max_score() == maximum(fields) == mirrored.points == most


@pytest.fixture
def publish():
    def make(block_type, **fields):
        block = pages.publish_block(block_type, **fields)
        programmes.mirror_course(factories.COURSE_KEY)
        return block

    return make


# ---- in Studio ----


def row(**typed):
    return CriterionRow({"id": "measure", "name__en": "Measure", "levels__en": "3 Seen\n0 Not seen", **typed})


def test_levels_are_lines_with_points_and_words():
    form = row(levels__fi="\n0  Ei näy\n\n3 Näkyy ")
    assert form.is_valid(), form.errors
    assert form.cleaned_data["levels"] == [
        {"points": 3, "words": {"en": "Seen", "fi": "Näkyy"}},
        {"points": 0, "words": {"en": "Not seen", "fi": "Ei näy"}},
    ]


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"levels__en": ""}, "Write this in at least one language."),
        ({"levels__en": "three Seen\n0 Not"}, "Begin each line with whole points from 0 to 100."),
        ({"levels__en": "101 Seen\n0 Not"}, "Begin each line with whole points from 0 to 100."),
        ({"levels__en": "-1 Seen\n0 Not"}, "Begin each line with whole points from 0 to 100."),
        ({"levels__en": "٣ Seen\n0 Not"}, "Begin each line with whole points from 0 to 100."),
        ({"levels__en": "3 Seen\n0"}, "Say on each line, after the points, what a work on this level is like."),
        ({"levels__en": "3 Seen\n3 Not"}, "Give each level other points."),
        ({"levels__en": "3 Seen"}, "Write 2 to 6 levels."),
        ({"levels__en": "\n".join(f"{one} x" for one in range(7))}, "Write 2 to 6 levels."),
        ({"levels__fi": "2 Näkyy\n0 Ei"}, "Both languages need levels with the same points."),
    ],
)
def test_what_is_wrong_with_levels_is_said_beside_them(typed, sentence):
    form = row(**typed)
    assert not form.is_valid()
    assert [sentence] in [list(errors) for errors in form.errors.values()]


def test_a_rubric_that_cannot_be_read_is_said():
    assert problems([]) == problems(RUBRIC) == problems(None) == []
    assert problems([*RUBRIC, {"id": "x"}])[0].startswith("Part of the rubric can’t be read")
    assert problems("text")
