"""What the report of a run says in words, and what coordinators can ask before they do it."""

import pytest

from mentoring_xblock.applications.models import Application
from mentoring_xblock.kit.errors import Invalid
from mentoring_xblock.proposals import api
from mentoring_xblock.proposals.brief import Brief, Criterion, Mode
from mentoring_xblock.proposals.data import Ask, Question, Stage
from mentoring_xblock.reviews.models import Suggestion
from tests import factories as make
from tests import factories_matching as matching
from tests.proposals.scenes import WISHES

pytestmark = pytest.mark.django_db


def report_of(scene, info):
    return api.run_report(scene.coordinator, scene.place, info.public_id)


def test_a_shortage_is_told_by_what_people_have_in_common(scene):
    for number in range(3):
        scene.mentee(f"Svensk {number}", ["funding"], languages=["sv"])
    scene.mentee("Elli", ["funding"], languages=["fi"])
    scene.mentor("Anna", ["funding"], 1, languages=["sv", "fi"])
    scene.mentor("Mikael", ["funding"], 3, languages=["fi"])
    report = report_of(scene, scene.run(Brief(weights=WISHES, musts={Criterion.LANGUAGES: 1})))
    assert report.placed == 2
    assert report.shortages == ("3 mentees share 1 place: Swedish",)
    assert not report.nobody_meets


def test_more_people_than_places_is_told_too(scene):
    for number in range(3):
        scene.mentee(f"Mentee {number}")
    scene.mentor("Anna")
    report = report_of(scene, scene.run())
    assert report.shortages == ("3 mentees share 1 place",)


def test_a_must_that_nobody_meets_is_named(scene):
    scene.mentee("Elli", ["funding"], languages=["fi"])
    scene.mentee("Daniel", ["funding"], languages=["en"])
    scene.mentor("Anna", ["funding"], 2, languages=["sv"])
    info = scene.run(Brief(weights=WISHES, musts={Criterion.LANGUAGES: 1}))
    assert info.stage == Stage.READY
    assert info.numbers.placed == 0
    report = report_of(scene, info)
    assert report.nobody_meets == (
        "Nobody meets the must “a common language” with anybody, so it leaves everybody without a place.",
    )
    assert report.surplus[0].name == "Anna"


def test_a_must_that_some_meet_with_nobody_is_counted(scene):
    scene.mentee("Elli", ["funding"], languages=["fi"])
    scene.mentee("Daniel", ["funding"], languages=["en"])
    scene.mentor("Anna", ["funding"], 2, languages=["en"])
    report = report_of(scene, scene.run(Brief(weights=WISHES, musts={Criterion.LANGUAGES: 1})))
    assert report.nobody_meets == ("1 person meets the must “a common language” with nobody.",)


def test_wishes_without_expertise_are_named(scene):
    for number in range(3):
        scene.mentee(f"Mentee {number}", ["animation", "funding"])
    scene.mentor("Anna", ["funding"], 3)
    report = report_of(scene, scene.run())
    assert [(wish.topic, wish.people) for wish in report.wishes] == [("Animation", 3)]


def test_two_who_would_rather_have_each_other_are_named(scene):
    scene.mentee("Elli", ["funding", "events"])
    scene.mentee("Daniel", ["funding", "animation", "leading", "networks"])
    scene.mentor("Anna", ["funding", "events"])
    scene.mentor("Mikael", ["events"])
    report = report_of(scene, scene.run())
    assert report.blocking == 1
    assert report.blocking_names == (("Elli", "Anna"),)


def test_names_that_stand_for_nobody_are_counted_and_not_repeated(scene):
    scene.mentee("Elli", people={"wished": ["anna", "Somebody Unheard"], "vetoed": ["Another Unheard"]})
    scene.mentor("Anna")
    info = scene.run(Brief(weights={Criterion.PEOPLE: 1}))
    report = report_of(scene, info)
    assert any("Elli named 2 people" in sentence for sentence in report.unresolved)
    assert "Unheard" not in str(scene.row(info).report)
    assert scene.open(info).seats[0].score == 100_000


@pytest.mark.parametrize(
    ("mentee", "mentor"),
    [
        ({"people": {"wished": [], "vetoed": ["ANNA"]}}, {}),
        ({}, {"people": {"wished": [], "vetoed": ["elli"]}}),
        ({"field": {"manager": "Anna"}}, {}),
        ({"field": {"avoid": ["anna"]}}, {}),
        ({"field": {"organisation": "Yle", "team": "News"}}, {"field": {"organisation": "yle ", "team": "news"}}),
    ],
)
def test_somebody_s_own_word_keeps_two_apart(scene, mentee, mentor):
    scene.mentee("Elli", **mentee)
    scene.mentor("Anna", **mentor)
    info = scene.run()
    assert scene.sits(info) == {"Elli": None}
    option = api.options(scene.coordinator, scene.place, info.public_id, scene.id("Elli"))[0]
    assert option.rank is None and len(option.forbidden) == 1


def test_what_the_matching_group_suggests_counts(scene):
    scene.mentee("Elli")
    scene.mentor("Anna")
    scene.mentor("Mikael")
    rows = {name: person.user_id for name, person in scene.people.items()}
    applications = {row.applicant_id: row for row in applications_of(scene)}
    matcher = matching.make_matcher(scene.round_.programme)
    Suggestion.objects.create(
        mentee=applications[rows["Elli"]], mentor=applications[rows["Mikael"]], matcher=matcher, note="Unheard"
    )
    info = scene.run(Brief(weights={Criterion.REVIEWS: 1}))
    assert scene.sits(info) == {"Elli": "Mikael"}
    words = scene.open(info).seats[0].parts[0].words
    assert words == "1 person in the matching group suggests the two"
    api.publish(scene.coordinator, scene.place, info.public_id, version=info.version)
    [part] = scene.open(info).seats[0].parts
    assert (part.points > 0, part.words) == (True, "What the matching group has noted is put away for good.")


def applications_of(scene):
    return Application.objects.filter(round=scene.round_)


# ---- why not, and what if ----


@pytest.fixture
def three(scene):
    scene.mentee("Elli", ["funding"])
    scene.mentee("Daniel", ["funding"])
    scene.mentor("Anna", ["funding"], 1)
    scene.mentor("Mikael", ["events"], 1)
    return scene


def test_everybody_s_list_with_why(three):
    info = three.run()
    found = api.options(three.coordinator, three.place, info.public_id, three.id("Elli"))
    assert [(one.leader.name, one.rank, one.score, one.free) for one in found] == [
        ("Anna", 1, 100_000, 0),
        ("Mikael", 2, 0, 0),
    ]
    assert [one.now for one in found].count(True) == 1


def ask(scene, info, question, **people):
    named = {key: scene.id(name) for key, name in people.items()}
    return api.what_if(scene.coordinator, scene.place, info.public_id, Question(question, **named))


def test_one_more_place(three):
    info = three.run()
    loser = next(name for name, leader in three.sits(info).items() if leader == "Mikael")
    outcome = ask(three, info, Ask.SEAT_MORE, leader="Anna")
    assert outcome.possible
    assert outcome.total == (100_000, 200_000)
    assert outcome.minimum == (0, 100_000)
    assert [(one.who.name, one.before.name, one.after.name) for one in outcome.moved] == [(loser, "Mikael", "Anna")]
    assert outcome.sentence == "1 person would move, and nobody would lose by it."
    assert outcome.notes == ("Anna offered 1 place. Ask them before this is published.",)
    brief = api.trial_brief(
        three.coordinator, three.place, info.public_id, Question(Ask.SEAT_MORE, leader=three.id("Anna"))
    )
    trial = three.run(brief, parent=info.public_id)
    assert trial.letter == "B"
    assert set(three.sits(trial).values()) == {"Anna"}
    # Their own word stands: it can't be published before they have changed it.
    assert "Ask them first" in api.preview(three.coordinator, three.place, trial.public_id).problems[0]


def test_one_place_less(three):
    outcome = ask(three, three.run(), Ask.SEAT_LESS, leader="Anna")
    assert outcome.placed == (2, 1)
    assert any(one.loses for one in outcome.moved)
    nothing = ask(three, three.run(), Ask.SEAT_LESS, leader="Mikael")
    assert nothing.possible and nothing.placed == (2, 1)


def test_why_not_anna_and_who_would_lose(three):
    info = three.run()
    without = next(name for name, leader in three.sits(info).items() if leader == "Mikael")
    outcome = ask(three, info, Ask.FORCE, member=without, leader="Anna")
    losing = [one.who.name for one in outcome.moved if one.loses]
    assert losing == [name for name in ("Elli", "Daniel") if name != without]
    assert outcome.sentence == "2 people would move; 1 of them would be worse off."


def test_a_swap_asked_before(three):
    info = three.run()
    before = three.sits(info)
    outcome = ask(three, info, Ask.SWAP, member="Elli", other="Daniel")
    assert outcome.total == (100_000, 100_000)
    assert len(outcome.moved) == 2
    assert three.sits(info) == before


def test_what_locks_stand_against_is_said(three):
    info = three.run()
    version = three.get(info).version
    people = [three.id(name) for name in ("Elli", "Daniel")]
    api.lock(three.coordinator, three.place, info.public_id, people, True, version=version)
    for question, people in (
        (Ask.SWAP, {"member": "Elli", "other": "Daniel"}),
        (Ask.SEAT_LESS, {"leader": "Anna"}),
    ):
        outcome = ask(three, info, question, **people)
        assert not outcome.possible
        assert "lock" in outcome.sentence


def test_without_scores_nothing_is_compared(three):
    info = three.run(Brief(mode=Mode.EVEN, weights={}))
    with pytest.raises(Invalid):
        ask(three, info, Ask.SEAT_MORE, leader="Anna")


def test_a_question_without_a_person_is_refused(three):
    info = three.run()
    for question in Ask:
        with pytest.raises(Invalid):
            ask(three, info, question)


def test_what_there_is_to_match(three):
    three.mentor("Outi", ["leading"], 2, languages=["fi"])
    make.make_group(three.people["Anna"], [three.people["Elli"]])
    found = api.standing(three.coordinator, three.place)
    assert (found.mentees, found.mentees_placed, found.mentors, found.places) == (2, 1, 3, 3)
    assert found.asked == {Criterion.WISHES}
