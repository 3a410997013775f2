"""Deciding: whole batches, one letter each, and nothing in between."""

import uuid

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from mentoring_xblock.applications import deciding, lists, reserve
from mentoring_xblock.applications.models import CallRole, Decision, Status
from mentoring_xblock.kit.errors import Conflict, Invalid, NotAllowed, NotFound, Over
from mentoring_xblock.models import Message, Participant
from mentoring_xblock.notifications import api as notifications
from mentoring_xblock.programme.models import Role
from tests import factories as make
from tests import factories_matching as matching

pytestmark = pytest.mark.django_db


def state(row):
    row.refresh_from_db()
    return Status(row.status)


def test_accepting_gives_the_role_and_tells_once(round_, applied, decide):
    elli, joonas = applied("Elli Saari"), applied("Joonas Hietala")
    report = decide([elli, joonas])
    assert report.mailed == 2 and not report.again
    assert state(elli) is state(joonas) is Status.ACCEPTED
    people = Participant.objects.filter(round=round_, role=Role.MENTEE, left_at=None)
    assert set(people.values_list("user_id", flat=True)) == {elli.applicant_id, joonas.applicant_id}
    assert elli.participant == people.get(user=elli.applicant)
    assert Message.objects.filter(template="application_decided").count() == 2


def test_a_mentor_takes_as_many_as_they_wrote(mentor_call, applied, decide):
    anna = applied("Anna Laine", to=mentor_call, answers=matching.answers_for(CallRole.MENTOR, capacity=2))
    silent = applied("Kaisa Virta", to=mentor_call, answers=matching.answers_for(CallRole.MENTOR, capacity=None))
    decide([anna, silent])
    anna.refresh_from_db()
    silent.refresh_from_db()
    assert (anna.participant.role, anna.participant.capacity) == (Role.MENTOR, 2)
    assert silent.participant.capacity is None


@pytest.mark.parametrize("role", [CallRole.SUPERVISION_GROUP, CallRole.ROLE_GROUP])
def test_groups_of_equals_take_peers(round_, applied, decide, role):
    row = applied(to=matching.make_call(round_.programme, role))
    decide([row])
    row.refresh_from_db()
    assert row.participant.role == Role.PEER


def test_both_roles_in_one_batch(mentor_call, applied, decide):
    elli, anna = applied("Elli Saari"), applied("Anna Laine", to=mentor_call)
    decide([elli, anna])
    elli.refresh_from_db()
    anna.refresh_from_db()
    assert (elli.participant.role, anna.participant.role) == (Role.MENTEE, Role.MENTOR)


def test_reserve_is_a_queue_in_the_order_of_submitting(round_, call, applied, decide):
    now = timezone.now()
    late = applied("Late", submitted_at=now)
    early = applied("Early", submitted_at=now - timezone.timedelta(days=3))
    decide([late, early], Status.RESERVE)
    last = applied("Last")
    decide([last], Status.RESERVE)
    queue = reserve.with_rank(reserve.queue_of(round_.pk, call.usage_key))
    assert [(row.pk, row.rank) for row in queue] == [(early.pk, 1), (late.pk, 2), (last.pk, 3)]
    # Somebody leaves the middle: nobody's row changes, and everybody behind is one place further.
    decide([late], Status.ACCEPTED)
    queue = reserve.with_rank(reserve.queue_of(round_.pk, call.usage_key))
    assert [(row.pk, row.rank) for row in queue] == [(early.pk, 1), (last.pk, 2)]


def test_the_letter_goes_out_in_each_language_with_its_reason(applied, decide):
    elli, matti = applied("Elli Saari", language="en"), applied("Matti Maki", language="fi")
    other = applied("Sven Ek", language="sv")
    with_letters = {"en": "No place <b>yet</b>, & sorry.", "fi": "Ei paikkaa vielä."}
    decide([elli, matti, other], Status.DECLINED, letters=with_letters)
    notifications.send_due()
    sent = {one.to[0]: one for one in mail.outbox}
    english, finnish = sent[elli.applicant.email], sent[matti.applicant.email]
    assert "No place <b>yet</b>, & sorry." in english.body and "Too few places." in english.body
    assert "Ei paikkaa vielä." in finnish.body and "Paikkoja on liian vähän." in finnish.body
    assert "No place" in sent[other.applicant.email].body
    markup = english.alternatives[0][0]
    assert "No place &lt;b&gt;yet&lt;/b&gt;, &amp; sorry." in markup and "<b>" not in markup
    # The matching group's own reason is in no mail, and nothing of the letter stays in the outbox.
    assert not any("Reflects little" in one.body + one.alternatives[0][0] for one in mail.outbox)
    assert set(Message.objects.values_list("context", flat=True).distinct()[0]) == set()


def test_what_was_decided_is_kept_for_good(applied, decide, carla):
    row = applied("Matti", language="fi")
    decide([row], Status.RESERVE)
    decide([row], Status.DECLINED)
    kept = list(Decision.objects.filter(application=row).order_by("pk"))
    assert [one.status for one in kept] == [Status.RESERVE, Status.DECLINED]
    assert [one.told for one in kept] == ["", "Paikkoja on liian vähän."]
    assert {one.reason for one in kept} == {"Reflects little."} and {one.decided_by for one in kept} == {carla}
    assert row.reserve_order is not None
    row.refresh_from_db()
    assert row.reserve_order is None


def test_a_second_click_decides_nothing(applied, decide):
    row, key = applied("Elli"), uuid.uuid4()
    first, second = decide([row], once_key=key), decide([row], once_key=key)
    assert (first.again, second.again) == (False, True)
    assert first.application_ids == second.application_ids
    assert Decision.objects.count() == Message.objects.count() == 1


@pytest.mark.parametrize(
    ("before", "outcome"),
    [
        (Status.ACCEPTED, Status.DECLINED),
        (Status.ACCEPTED, Status.RESERVE),
        (Status.ACCEPTED, Status.ACCEPTED),
        (Status.WITHDRAWN, Status.ACCEPTED),
        (Status.WITHDRAWN, Status.DECLINED),
        (Status.RESERVE, Status.RESERVE),
        (Status.DECLINED, Status.DECLINED),
    ],
)
def test_what_cannot_be_decided_any_more(applied, decide, before, outcome):
    changed, other = applied("Changed", before), applied("Other")
    with pytest.raises(Conflict) as caught:
        decide([changed, other], outcome)
    assert [(one.application_id, one.status) for one in caught.value.current] == [(changed.public_id, before)]
    # All or nothing.
    assert state(changed) is before and state(other) is Status.RECEIVED
    assert not Message.objects.exists() and not Decision.objects.exists()


def test_whoever_was_declined_can_be_accepted_later(applied, decide):
    row = applied("Elli")
    decide([row], Status.DECLINED)
    decide([row], Status.ACCEPTED)
    assert state(row) is Status.ACCEPTED and Message.objects.count() == 2


def test_an_application_that_was_edited_meanwhile_is_looked_at_again(coordinator, place, applied):
    row = applied("Elli")
    seen = {row.public_id: row.version}
    row.version += 1
    row.save()
    with pytest.raises(Conflict):
        deciding.decide(coordinator, place, seen, Status.ACCEPTED, {}, "", {"en": "In."}, uuid.uuid4())
    assert state(row) is Status.RECEIVED


def test_nobody_hears_of_a_decision_without_a_letter(applied, decide):
    rows = [applied("Elli", language="en"), applied("Matti", language="fi")]
    with pytest.raises(Invalid) as caught:
        decide(rows, letters={"en": "You are in.", "fi": "  \n"})
    assert list(caught.value.fields) == ["letter_fi"]
    with pytest.raises(Invalid) as caught:
        decide(rows, Status.DECLINED, told={"fi": "Täynnä."})
    assert list(caught.value.fields) == ["told_en"]
    assert not Message.objects.exists()


def test_a_language_that_nobody_reads_needs_no_letter(applied, decide):
    decide([applied("Elli", language="en")], letters={"en": "You are in."})
    assert Message.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"letters": {"en": "x" * (deciding.LETTER_LIMIT + 1)}}, "letter_en"),
        ({"told": {"en": "x" * (deciding.TOLD_LIMIT + 1)}}, "told_en"),
        ({"reason": "x" * (deciding.REASON_LIMIT + 1)}, "reason"),
        ({"status": Status.WITHDRAWN}, "status"),
        ({"application_ids": {}}, "applications"),
        ({"application_ids": {uuid.uuid4(): 1 for _ in range(deciding.BATCH_LIMIT + 1)}}, "applications"),
    ],
)
def test_bad_input_is_said_beside_its_field(applied, decide, changes, field):
    row = applied("Elli")
    with pytest.raises(Invalid) as caught:
        decide([row], **changes)
    assert list(caught.value.fields) == [field]
    assert state(row) is Status.RECEIVED


@pytest.mark.parametrize("status", [Status.DRAFT])
def test_a_draft_is_known_to_its_writer_only(applied, decide, status):
    with pytest.raises(NotFound):
        decide([applied("Elli", status)])


def test_applications_of_another_programme_are_not_there(round_, applied, decide):
    elsewhere = make.make_round(make.make_programme(slug="second", block_id="b2"))
    foreign = matching.make_application(elsewhere, matching.make_call(elsewhere.programme, block_id="far"))
    with pytest.raises(NotFound):
        decide([applied("Elli"), foreign])
    assert not Message.objects.exists()


def test_a_round_that_is_over_decides_nothing(round_, applied, decide):
    row = applied("Elli")
    round_.closed_at = timezone.now()
    round_.save()
    with pytest.raises(Over):
        decide([row])


def test_only_a_coordinator_decides(round_, place, applied, carla):
    row = applied("Elli")
    matcher = make.actor(matching.make_matcher(round_.programme), matcher=True)
    others = [
        make.actor(),
        make.actor(row.applicant),
        make.actor(make.make_mentor(round_)),
        make.staff_actor(make.make_staff()),
        make.administrator_actor(make.make_administrator()),
        make.masquerading_actor(carla),
        matcher,
    ]
    for actor in others:
        with pytest.raises((NotAllowed, NotFound)):
            deciding.decide(actor, place, {row.public_id: 1}, Status.ACCEPTED, {}, "", {"en": "In."}, uuid.uuid4())
        with pytest.raises((NotAllowed, NotFound)):
            reserve.move_in_reserve(actor, place, row.public_id, up=True)
    assert state(row) is Status.RECEIVED


def test_a_batch_costs_the_same_for_two_and_for_sixty(applied, decide, mentor_call):
    def cost(people, outcome):
        rows = [applied(to=mentor_call if number % 2 else None) for number in range(people)]
        for row in rows:
            row.refresh_from_db()
        chosen = {row.public_id: row.version for row in rows}
        with CaptureQueriesContext(connection) as queries:
            decide([], outcome, application_ids=chosen)
        return len(queries)

    for outcome in deciding.OUTCOMES:
        assert cost(60, outcome) == cost(2, outcome) <= 32, outcome


# ---- the order of the reserve ----


@pytest.fixture
def queue(round_, call, applied):
    rows = [applied(name, Status.RESERVE, reserve_order=order) for name, order in (("A", 2), ("B", 5), ("C", 9))]

    def names():
        return [row.applicant.profile.name for row in reserve.queue_of(round_.pk, call.usage_key)]

    return rows, names


def test_the_reserve_can_be_put_in_another_order(coordinator, place, queue):
    (first, second, third), names = queue
    reserve.move_in_reserve(coordinator, place, third.public_id, up=True)
    assert names() == ["A", "C", "B"]
    reserve.move_in_reserve(coordinator, place, first.public_id, up=False)
    assert names() == ["C", "A", "B"]
    # At an end nothing changes, and nobody is told anything.
    reserve.move_in_reserve(coordinator, place, third.public_id, up=True)
    reserve.move_in_reserve(coordinator, place, second.public_id, up=False)
    assert names() == ["C", "A", "B"]
    assert not Message.objects.exists()


def test_who_left_the_reserve_is_not_moved(coordinator, place, queue, decide):
    (first, _, _), names = queue
    decide([first])
    with pytest.raises(Conflict):
        reserve.move_in_reserve(coordinator, place, first.public_id, up=True)
    with pytest.raises(NotFound):
        reserve.move_in_reserve(coordinator, place, uuid.uuid4(), up=True)
    assert names() == ["B", "C"]


def test_each_call_has_a_reserve_of_its_own(coordinator, place, queue, applied, mentor_call):
    _, names = queue
    anna = applied("Anna", Status.RESERVE, to=mentor_call, reserve_order=1)
    reserve.move_in_reserve(coordinator, place, anna.public_id, up=False)
    assert names() == ["A", "B", "C"]


def test_the_kept_reason_stays_with_the_matching_group(coordinator, place, applied, decide):
    elli = applied("Elli Saari")
    decide([elli], Status.DECLINED)
    assert Decision.objects.get().reason == "Reflects little."
    opened = lists.open_application(coordinator, place, elli.public_id)
    assert [one.reason for one in opened.decisions] == [""]
    assert "Reflects" not in repr(opened)
