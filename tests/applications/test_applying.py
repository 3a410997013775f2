"""Writing, sending, changing and withdrawing, through the room's own door."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest

from mentoring_xblock.applications import api
from mentoring_xblock.applications.data import CallState
from mentoring_xblock.applications.models import Application, Status
from mentoring_xblock.kit.errors import Conflict, Invalid, NotAllowed, NotFound
from mentoring_xblock.models import Message, Participant
from mentoring_xblock.programme.models import BlockMirror
from tests import factories
from tests.applications.conftest import HELSINKI, NOW, SECRET
from tests.factories_matching import answers_for, make_application, make_matcher

pytestmark = pytest.mark.django_db

BEFORE = dt.datetime(2027, 2, 1, 8, 59, 59, tzinfo=HELSINKI)
LAST_SECOND = dt.datetime(2027, 2, 28, 23, 59, 59, tzinfo=HELSINKI)
AFTER = dt.datetime(2027, 3, 1, 0, 0, 0, tzinfo=HELSINKI)


@pytest.fixture
def person(world):
    return factories.make_learner("elli", "Elli Saari")


# ---- drafts ----


def test_a_draft_keeps_what_can_be_an_answer_and_lets_go_of_the_rest(world, person):
    typed = {
        "letter": "x" * 4000,  # longer than the letter may be, and still kept
        "topics": ["funding", "no id!", "gone"],
        "hours": {
            "time_zone": "Europe/Helsinki",
            "rules": [
                {"weekday": 1, "start": "16:00", "end": ""},
                {"weekday": 2, "start": "16:00", "end": "18:00"},
            ],
        },
        "values": {"play": 9, "honesty": 3},
        "people": {"wished": ["  Anna   Laine "], "vetoed": []},
        "not asked": "x",
    }

    saved = world.draft(person, typed)

    assert saved.created
    kept = saved.application.answers
    assert len(kept["letter"]) == 4000
    assert kept["topics"] == ["funding", "gone"]
    assert kept["hours"]["rules"] == [{"weekday": 2, "start": "16:00", "end": "18:00"}]
    assert kept["values"] == {"honesty": 3}
    assert kept["people"] == {"wished": ["Anna Laine"], "vetoed": []}
    assert "not asked" not in kept


def test_a_text_longer_than_anything_is_refused_whole(world, person):
    with pytest.raises(Invalid) as refused:
        world.draft(person, {"letter": "x" * 20_001})

    assert refused.value.fields == {"answer_letter": ["This can have 20,000 characters; it has 20,001."]}
    assert world.row(person) is None


def test_the_same_page_may_name_an_old_version_and_another_may_not(world, person):
    page = uuid.uuid4()
    world.draft(person, {"letter": "one"}, page=page)
    world.draft(person, {"letter": "two"}, version=0, page=page)

    with pytest.raises(Conflict) as stale:
        world.draft(person, {"letter": "three"}, version=1)

    assert stale.value.current.answers == {"letter": "two"}
    assert stale.value.current.version == 2
    world.draft(person, {"letter": "three"}, version=2)
    assert world.row(person).answers == {"letter": "three"}


def test_the_same_text_again_is_no_new_version(world, person):
    world.draft(person, {"letter": "one"})

    assert world.draft(person, {"letter": "one"}).application.version == 1


def test_a_page_key_of_somebody_else_is_no_way_into_their_application(world, person):
    page = uuid.uuid4()
    world.draft(person, {"letter": "one"}, page=page)

    world.draft(factories.make_learner(), {"letter": "two"}, page=page)

    assert world.row(person).answers == {"letter": "one"}
    assert Application.objects.count() == 2


def test_an_answer_to_a_question_that_has_gone_stays(world, person):
    world.draft(person, {"letter": SECRET})
    world.draft(person, {"aim": "new"}, version=1, questions=[{"id": "aim", "kind": "text"}])

    assert world.row(person).answers == {"letter": SECRET, "aim": "new"}


# ---- sending ----


def test_sending_tells_its_writer_once_and_only_the_writer(world, person):
    page = uuid.uuid4()

    sent = world.send(person, page=page)
    again = world.send(person, page=page)
    changed = world.send(person, answers_for("mentee", letter="Other words"), version=1)

    assert (sent.first, again.first, changed.first) == (True, False, False)
    assert changed.application.status is Status.RECEIVED
    assert (sent.application.version, again.application.version, changed.application.version) == (1, 1, 2)
    (mail,) = Message.objects.all()
    assert (mail.recipient_id, mail.template) == (person.pk, "application_received")
    assert "documentaries" not in str(mail.context)


def test_changing_from_a_stale_page_is_told_with_what_stands(world, person):
    world.send(person)
    world.send(person, answers_for("mentee", letter="Two"), version=1)

    with pytest.raises(Conflict) as stale:
        world.send(person, answers_for("mentee", letter="Three"), version=1)

    assert stale.value.current.answers["letter"] == "Two"


def test_a_draft_saved_after_sending_elsewhere_changes_nothing(world, person):
    world.draft(person)
    world.send(person, version=1)

    with pytest.raises(Conflict):
        world.draft(person, {"letter": "late"}, version=1)

    assert world.row(person).status == Status.RECEIVED


@pytest.mark.parametrize(
    ("commitment", "committed", "expected"),
    [({}, False, None), ({"en": "I take part"}, True, NOW), ({"en": "I take part"}, False, "refused")],
)
def test_a_commitment_is_ticked_where_there_is_one(world, person, commitment, committed, expected):
    if expected == "refused":
        with pytest.raises(Invalid) as refused:
            world.send(person, committed=committed, commitment=commitment)
        assert set(refused.value.fields) == {"committed"}
    else:
        assert world.send(person, committed=committed, commitment=commitment).application.committed_at == expected


def test_a_list_with_nothing_to_choose_from_is_not_asked_for(world, person):
    world.round.programme.plan["lists"] = {}
    world.round.programme.save()
    questions = [{"id": "topics", "kind": "topics", "required": True}, {"id": "letter", "kind": "letter"}]

    assert world.send(person, {"letter": "Hello"}, questions=questions).first


# ---- when ----


@pytest.mark.parametrize(
    ("now", "state"), [(BEFORE, CallState.ANNOUNCED), (NOW, CallState.OPEN), (AFTER, CallState.CLOSED)]
)
def test_the_server_closes_the_call_by_the_programmes_clock(world, person, now, state):
    assert world.open(person, now).state is state
    if state is CallState.OPEN:
        world.send(person, now=now)
        return
    for act in (world.draft, world.send):
        with pytest.raises(NotAllowed) as refused:
            act(person, now=now)
        assert "what you typed is still here" in refused.value.message
    assert not Application.objects.exists()


def test_the_last_second_counts_and_the_first_one_after_does_not(world, person):
    world.send(person, now=LAST_SECOND)

    with pytest.raises(NotAllowed):
        world.send(person, answers_for("mentee", letter="Too late"), version=1, now=AFTER)

    assert world.row(person).version == 1


def test_whoever_is_let_in_late_can_write_and_nobody_else(world, person):
    late = AFTER + dt.timedelta(days=3)
    make_application(world.round, BlockMirror.objects.get(), person, status="draft", answers={}, late_until=late)

    assert world.open(person, AFTER).state is CallState.LATE
    world.send(person, version=1, now=AFTER)
    assert world.row(person).status == Status.RECEIVED
    with pytest.raises(NotAllowed):
        world.send(person, answers_for("mentee", letter="x"), version=2, now=late)
    with pytest.raises(NotAllowed):
        world.send(factories.make_learner(), now=AFTER)


def test_throwing_a_late_draft_away_keeps_the_door_open(world, person):
    late = AFTER + dt.timedelta(days=3)
    make_application(world.round, BlockMirror.objects.get(), person, status="draft", late_until=late)

    assert world.withdraw(person, AFTER) is None

    assert world.row(person).answers == {}
    assert world.open(person, AFTER).state is CallState.LATE


def test_a_closed_round_takes_nothing(world, person):
    world.send(person)
    world.round.closed_at = NOW
    world.round.save()

    assert world.open(person).state is CallState.CLOSED
    with pytest.raises(NotAllowed):
        world.send(factories.make_learner())
    with pytest.raises(Conflict):
        world.withdraw(person)
    # A call that its author has opened for later is the next round's already.
    assert world.open(person, opens_at="2099-01-01T12:00").state is CallState.ANNOUNCED


def test_without_a_round_nothing_can_be_written(world, person):
    world.round.delete()

    with pytest.raises(NotAllowed):
        world.send(person)
    with pytest.raises(NotFound):
        world.withdraw(person)


# ---- who ----


@pytest.mark.parametrize(
    "actor",
    [
        lambda user: factories.actor(user, enrolled=False),
        lambda user: factories.staff_actor(user),
        lambda user: factories.coordinator_actor(user),
        lambda user: factories.masquerading_actor(user),
        lambda user: factories.actor(None),
    ],
    ids=["not enrolled", "staff", "coordinator", "masquerading", "anonymous"],
)
def test_only_who_is_enrolled_applies_and_only_as_themselves(world, person, actor):
    world.send(person)
    who, settings = actor(person), world.settings()

    for act in (
        lambda: api.save_draft(who, world.place, settings, {"letter": "x"}, 1, uuid.uuid4(), NOW),
        lambda: api.submit(
            who, world.place, settings, answers_for("mentee"), committed=True, version=1, page_key=uuid.uuid4(), now=NOW
        ),
        lambda: api.withdraw(who, world.place, NOW),
        lambda: api.watch(who, world.place, settings, NOW),
        lambda: api.unwatch(who, world.place, settings, NOW),
    ):
        with pytest.raises((NotFound, NotAllowed)):
            act()
    assert api.open_call(who, world.place, settings, NOW).application is None
    assert world.row(person).version == 1


def test_another_courses_call_of_the_same_block_name_is_another(world, person):
    world.send(person)
    elsewhere = factories.make_place("mentoring_application", "call", factories.OTHER_COURSE_KEY)

    assert api.my_application(factories.actor(person), elsewhere) is None


@pytest.mark.parametrize("status", [Status.DRAFT, Status.WITHDRAWN])
def test_nobody_else_reads_a_draft_or_what_was_withdrawn(world, person, status):
    row = make_application(world.round, BlockMirror.objects.get(), person, status=status)
    readers = [
        factories.coordinator_actor(factories.make_coordinator(world.round.programme)),
        factories.actor(make_matcher(world.round.programme), matcher=True),
    ]

    for reader in readers:
        with pytest.raises(NotFound):
            api.read_application(reader, world.place, row.public_id)
    assert api.application_infos(world.round.id).items == ()


def test_coordinators_and_the_matching_group_read_what_was_sent_and_nobody_else(world, person):
    application = world.send(person).application
    coordinator = factories.coordinator_actor(factories.make_coordinator(world.round.programme))
    matcher = factories.actor(make_matcher(world.round.programme), matcher=True)

    for reader in (coordinator, matcher):
        read = api.read_application(reader, world.place, application.public_id)
        assert read.parts[0].label == "Motivation letter"
        assert read.parts[0].text.startswith("I produce documentaries")
    for other in (
        factories.actor(factories.make_learner()),
        factories.staff_actor(factories.make_staff()),
        factories.administrator_actor(factories.make_administrator()),
    ):
        with pytest.raises(NotFound):
            api.read_application(other, world.place, application.public_id)


# ---- withdrawing ----


def test_withdrawing_tells_the_coordinators_how_many_are_left_and_no_name(world, person):
    coordinator = factories.make_coordinator(world.round.programme)
    world.send(person)
    world.send(factories.make_learner())

    world.withdraw(person)
    world.withdraw(person)

    (mail,) = Message.objects.filter(template="application_withdrawn")
    assert mail.recipient_id == coordinator.pk
    assert (mail.context["standing"], mail.context["had_place"]) == (1, False)
    assert "Elli" not in str(mail.context)


def test_giving_up_a_place_moves_nobody(world, person):
    call = BlockMirror.objects.get()
    accepted = make_application(world.round, call, person, status=Status.ACCEPTED)
    waiting = make_application(world.round, call, status=Status.RESERVE, reserve_order=4)
    factories.make_coordinator(world.round.programme)

    assert world.withdraw(person).status is Status.WITHDRAWN

    waiting.refresh_from_db()
    assert waiting.status == Status.RESERVE
    assert Participant.objects.get(pk=accepted.participant_id).left_at is None
    assert Message.objects.get(template="application_withdrawn").context["had_place"] is True


def test_a_place_in_the_reserve_is_counted_without_those_who_left(world, person):
    call = BlockMirror.objects.get()
    first = make_application(world.round, call, status=Status.RESERVE, reserve_order=3)
    make_application(world.round, call, person, status=Status.RESERVE, reserve_order=9)
    assert world.open(person).application.reserve_place == 2

    world.withdraw(first.applicant)

    assert world.open(person).application.reserve_place == 1


def test_what_was_declined_stays(world, person):
    make_application(world.round, BlockMirror.objects.get(), person, status=Status.DECLINED)

    with pytest.raises(Conflict):
        world.withdraw(person)
    with pytest.raises(NotAllowed):
        world.send(person, version=1)


def test_deleting_a_learners_state_withdraws_and_erases(world, person):
    other = factories.make_learner()
    world.send(person)
    world.draft(other)

    for owner in (person, other, person):
        api.reset(owner.pk, world.place.usage_key, NOW)

    assert world.row(person).status == Status.WITHDRAWN
    assert world.row(other) is None


# ---- and how many queries that takes ----


def test_opening_a_call_costs_the_same_for_ten_and_for_a_hundred(world, person, django_assert_max_num_queries):
    world.set(order="first_come", places=50)
    call = BlockMirror.objects.get()
    for _ in range(60):
        make_application(world.round, call, status=Status.RESERVE)
    world.send(person)

    with django_assert_max_num_queries(6):
        assert world.open(person).application.reserve_place == 61
