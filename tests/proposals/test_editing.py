"""Coordinators change a proposal by hand, take it back, and hear of each other."""

import uuid

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from mentoring_xblock.applications.models import Application
from mentoring_xblock.kit.errors import Conflict, Full, Invalid, MentoringError, NotFound
from mentoring_xblock.proposals import api, running
from mentoring_xblock.proposals.brief import Brief, Criterion, Mode
from mentoring_xblock.proposals.data import Order, Stage, What
from mentoring_xblock.proposals.models import Change, Proposal, Seat
from tests import factories as make
from tests.proposals.scenes import WISHES

pytestmark = pytest.mark.django_db


@pytest.fixture
def five(scene):
    """Three mentees; Anna has two places and Mikael one."""
    scene.mentee("Elli", ["funding"])
    scene.mentee("Daniel", ["animation"])
    scene.mentee("Ilkka", ["animation", "events"])
    scene.mentor("Anna", ["animation", "events"], 2)
    scene.mentor("Mikael", ["funding"], 1)
    return scene


@pytest.fixture
def info(five):
    return five.run()


@pytest.fixture
def edit(five, info):
    """Do something to the proposal as it is now."""

    def do(change, *args, version=None, **more):
        now = five.get(info).version if version is None else version
        return change(five.coordinator, five.place, info.public_id, *args, version=now, **more)

    return do


AT_FIRST = {"Elli": "Mikael", "Daniel": "Anna", "Ilkka": "Anna"}


def test_somebody_moves_with_a_new_score_and_ranks(five, info, edit):
    edit(api.move, five.id("Daniel"))
    assert five.sits(info) == {**AT_FIRST, "Daniel": None}
    edit(api.move, five.id("Elli"), five.id("Anna"))
    assert five.sits(info) == {"Elli": "Anna", "Daniel": None, "Ilkka": "Anna"}
    seat = Seat.objects.get(member=five.people["Elli"])
    assert (seat.score, seat.parts, seat.rank, seat.leader_rank) == (0, [["wishes", 0, 100_000]], 2, 3)
    opened = five.open(info)
    assert [one.who.name for one in opened.unplaced] == ["Daniel"]
    assert opened.unplaced[0].score is None
    assert [(one.who.name, one.free) for one in opened.leaders] == [("Mikael", 1), ("Anna", 0)]


def test_a_mentor_gets_no_more_than_their_places(five, info, edit):
    with pytest.raises(Full) as error:
        edit(api.move, five.id("Elli"), five.id("Anna"))
    assert "Anna has 2 places" in error.value.message
    assert five.sits(info) == AT_FIRST
    assert not Change.objects.exists()


def test_two_swap(five, info, edit):
    edit(api.swap, five.id("Elli"), five.id("Daniel"))
    assert five.sits(info) == {"Elli": "Anna", "Daniel": "Mikael", "Ilkka": "Anna"}


def test_a_swap_with_somebody_without_a_place(five, info, edit):
    edit(api.move, five.id("Elli"))
    edit(api.swap, five.id("Elli"), five.id("Daniel"))
    assert five.sits(info) == {"Elli": "Anna", "Daniel": None, "Ilkka": "Anna"}


def test_undo_and_redo_go_back_and_forth(five, info, edit):
    edit(api.swap, five.id("Elli"), five.id("Daniel"))
    edit(api.lock, [five.id("Elli")], True)
    edit(api.undo)
    edit(api.undo)
    assert five.sits(info) == AT_FIRST
    opened = five.open(info)
    assert (opened.can_undo, opened.can_redo) == (False, True)
    score = Seat.objects.get(member=five.people["Elli"]).score
    assert score == 100_000
    edit(api.redo)
    assert five.sits(info)["Elli"] == "Anna"
    edit(api.redo)
    assert Seat.objects.get(member=five.people["Elli"]).locked
    with pytest.raises(Invalid):
        edit(api.redo)


def test_after_another_change_nothing_is_done_again(five, info, edit):
    edit(api.move, five.id("Elli"))
    edit(api.undo)
    edit(api.move, five.id("Daniel"))
    with pytest.raises(Invalid):
        edit(api.redo)
    assert [change.number for change in Change.objects.all()] == [1]


def test_a_change_that_changes_nothing_is_none(five, info, edit):
    version = five.get(info).version
    edit(api.move, five.id("Elli"), five.id("Mikael"))
    assert five.get(info).version == version
    assert not Change.objects.exists()


def test_who_is_locked_stays(five, info, edit):
    edit(api.lock, [five.id("Elli"), five.id("Daniel")], True)
    assert five.get(info).numbers.locked == 2
    for change, people in ((api.move, ["Elli"]), (api.swap, ["Ilkka", "Elli"])):
        with pytest.raises(Invalid) as error:
            edit(change, *(five.id(name) for name in people))
        assert "Elli is locked" in error.value.message
    edit(api.lock, [five.id("Elli")], False)
    edit(api.move, five.id("Elli"))
    assert [one.what for one in five.open(info).changes] == [What.MOVE, What.UNLOCK, What.LOCK]


def test_without_a_place_there_is_nothing_to_lock(five, info, edit):
    edit(api.move, five.id("Elli"))
    with pytest.raises(Invalid):
        edit(api.lock, [five.id("Elli")], True)


def test_a_second_coordinator_hears_what_the_first_did(five, info, edit):
    other = make.coordinator_actor(make.make_coordinator(five.round_.programme, name="Ville Aho"))
    seen = five.get(info).version
    edit(api.swap, five.id("Elli"), five.id("Daniel"))
    with pytest.raises(Conflict) as error:
        api.move(other, five.place, info.public_id, five.id("Ilkka"), version=seen)
    told = error.value.current
    assert told.info.version == seen + 1
    assert [(one.what, set(one.names), one.by, one.mine) for one in told.changes] == [
        (What.SWAP, {"Elli", "Daniel"}, "Saija Lampi", False)
    ]
    assert five.sits(info)["Ilkka"] == "Anna"
    # On top of it: the same again, with what they have seen by now.
    api.move(other, five.place, info.public_id, five.id("Ilkka"), version=told.info.version)
    assert five.open(info).here == ("Ville Aho",)
    assert api.open_proposal(other, five.place, info.public_id).here == ("Saija Lampi",)


def test_an_undo_is_a_change_too(five, info, edit):
    edit(api.move, five.id("Elli"))
    seen = five.get(info).version
    edit(api.undo)
    with pytest.raises(Conflict) as error:
        edit(api.move, five.id("Ilkka"), version=seen)
    assert [(one.what, one.undone) for one in error.value.current.changes] == [(What.MOVE, True)]


@pytest.mark.parametrize("mode", [Mode.BEST, Mode.EVEN, Mode.RANDOM, Mode.ALPHABETICAL])
def test_the_rest_is_filled_and_nobody_moves(five, info, edit, mode):
    edit(api.swap, five.id("Elli"), five.id("Daniel"))
    edit(api.move, five.id("Ilkka"))
    five.mentee("Newcomer", ["events"])
    five.mentor("Outi", ["leading"], 1)
    edit(api.fill, mode)
    sits = five.sits(info)
    assert (sits["Elli"], sits["Daniel"]) == ("Anna", "Mikael")
    assert None not in sits.values()
    edit(api.undo)
    assert (five.sits(info)["Ilkka"], five.sits(info)["Newcomer"]) == (None, None)


def test_filling_what_is_full_says_so(five, info, edit):
    with pytest.raises(Invalid):
        edit(api.fill, Mode.BEST)
    five.mentee("Newcomer")
    with pytest.raises(Invalid) as error:
        edit(api.fill, Mode.EVEN)
    assert "no free place" in error.value.message


def test_a_run_around_the_locks(five, info, edit):
    edit(api.swap, five.id("Elli"), five.id("Daniel"))
    edit(api.lock, [five.id("Elli")], True)
    again = five.run(parent=info.public_id)
    assert again.parent == "A"
    assert five.sits(again)["Elli"] == "Anna"
    assert Seat.objects.get(proposal__public_id=again.public_id, member=five.people["Elli"]).locked


def test_a_lock_against_a_must_is_named(five, info, edit):
    edit(api.swap, five.id("Elli"), five.id("Daniel"))
    edit(api.lock, [five.id("Elli")], True)
    again = five.run(Brief(weights=WISHES, musts={Criterion.WISHES: 1}), parent=info.public_id)
    assert again.stage == Stage.FAILED
    assert "Elli with Anna" in again.problem
    assert again.restartable


def test_more_locks_than_places_are_named(five, info, edit):
    edit(api.lock, [five.id("Daniel"), five.id("Ilkka")], True)
    again = five.run(Brief(weights=WISHES, places={five.id("Anna"): 1}), parent=info.public_id)
    assert again.stage == Stage.FAILED
    assert "Daniel with Anna" in again.problem and "Ilkka with Anna" in again.problem


def test_a_lock_of_somebody_who_left_is_dropped_and_told(five, info, edit):
    edit(api.lock, [five.id("Elli")], True)
    make_leave(five.people["Mikael"])
    again = five.run(parent=info.public_id)
    report = api.run_report(five.coordinator, five.place, again.public_id)
    assert again.stage == Stage.READY
    assert any("Elli" in sentence and "lock" in sentence for sentence in report.unresolved)


def make_leave(person):
    person.left_at = person.created_at
    person.save()


def test_what_changed_since_is_told_with_names(five, info):
    assert not five.open(info).info.stale
    version = five.get(info).version
    Application.objects.filter(participant=five.people["Elli"]).update(version=2)
    make_leave(five.people["Daniel"])
    five.mentee("Newcomer")
    make.make_group(five.people["Mikael"], [five.people["Ilkka"]])
    stale = five.open(info).info.stale
    assert (stale.changed, stale.left, stale.joined, stale.placed) == (
        ("Elli",),
        ("Daniel",),
        ("Newcomer",),
        ("Ilkka",),
    )
    assert api.proposals(five.coordinator, five.place).items[0].stale == stale
    # Being told changes nothing.
    assert five.get(info).version == version


def test_an_answer_that_changes_during_a_run_makes_it_stale(five, monkeypatch):
    info = five.start()
    made = running.make_pairs

    def slowly(*args):
        Application.objects.filter(participant=five.people["Elli"]).update(version=2)
        return made(*args)

    monkeypatch.setattr(running, "make_pairs", slowly)
    running.run(info.public_id)
    assert five.open(info).info.stale.changed == ("Elli",)


def test_somebody_who_left_keeps_a_name_and_gets_no_place(five, info, edit):
    make_leave(five.people["Elli"])
    assert [seat.who.here for seat in five.open(info, order=Order.NAME).seats] == [True, False, True]
    with pytest.raises(Invalid) as error:
        edit(api.move, five.id("Elli"), five.id("Anna"))
    assert "Elli" in error.value.message
    with pytest.raises(NotFound):
        edit(api.move, uuid.uuid4())


def test_a_late_joiner_can_be_put_in_by_hand(five, info, edit):
    five.mentee("Newcomer", ["events"])
    five.mentor("Outi", ["events"])
    assert [one.who.name for one in five.open(info).unplaced] == ["Newcomer"]
    edit(api.move, five.id("Newcomer"), five.id("Outi"))
    assert five.sits(info)["Newcomer"] == "Outi"


def test_a_must_broken_by_hand_is_named(five):
    info = five.run(Brief(weights=WISHES, musts={Criterion.WISHES: 1}))
    version = five.get(info).version
    api.swap(five.coordinator, five.place, info.public_id, five.id("Elli"), five.id("Daniel"), version=version)
    opened = five.open(info)
    broken = {seat.who.name: seat.broken for seat in opened.seats if seat.broken}
    assert set(broken) == {"Elli", "Daniel"}
    assert "a wish that is answered" in broken["Elli"][0]
    notes = api.preview(five.coordinator, five.place, info.public_id).notes
    assert any("Elli" in note and "must" in note for note in notes)


def test_people_are_searched_and_ordered(five, info):
    names = {order: [seat.who.name for seat in five.open(info, order=order).seats] for order in Order}
    assert names[Order.NAME] == ["Daniel", "Elli", "Ilkka"]
    assert names[Order.LEADER] == ["Daniel", "Ilkka", "Elli"]
    assert [seat.who.name for seat in five.open(info, search=" mikAEL ").seats] == ["Elli"]
    assert five.open(info, search="nobody").total == 0
    assert five.open(info, page=99).page == 1


STEPS = some.lists(
    some.tuples(
        some.sampled_from(["move", "swap", "lock", "unlock", "fill", "undo", "redo"]),
        some.sampled_from(["Elli", "Daniel", "Ilkka"]),
        some.sampled_from(["Anna", "Mikael", None]),
        some.sampled_from(["Elli", "Daniel", "Ilkka"]),
    ),
    max_size=12,
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS)
def test_whatever_is_done_nobody_is_lost_and_no_place_is_given_twice(five, info, edit, steps):
    Change.objects.all().delete()
    history = [five.sits(info)]
    for what, name, leader, other in steps:
        arguments = {
            "move": (api.move, five.id(name), five.id(leader) if leader else None),
            "swap": (api.swap, five.id(name), five.id(other)),
            "lock": (api.lock, [five.id(name)], True),
            "unlock": (api.lock, [five.id(name)], False),
            "fill": (api.fill, Mode.BEST),
            "undo": (api.undo,),
            "redo": (api.redo,),
        }
        try:
            edit(*arguments[what])
        except MentoringError:
            continue
        history.append(five.sits(info))
    sits = five.sits(info)
    assert set(sits) == {"Elli", "Daniel", "Ilkka"}
    assert list(sits.values()).count("Anna") <= 2 and list(sits.values()).count("Mikael") <= 1
    for seat in Seat.objects.filter(proposal__public_id=info.public_id):
        assert (seat.score is None) == (seat.leader_id is None)
        assert seat.score is None or sum(points for _, points, _ in seat.parts) == seat.score
    while Change.objects.filter(undone=False).exists():
        edit(api.undo)
    assert five.sits(info) == history[0]
    assert Proposal.objects.count() == 1
