"""Coordinators who decide at the same moment, on the database of production."""

import uuid
from collections import Counter

import pytest

from mentoring_xblock.applications import deciding, reserve
from mentoring_xblock.applications.models import Application, Decision, Status
from mentoring_xblock.kit.errors import Conflict
from mentoring_xblock.models import Message, Participant
from tests.threads import at_once

pytestmark = [pytest.mark.mariadb, pytest.mark.django_db(transaction=True)]

THREADS = 12


@pytest.fixture(autouse=True)
def no_background_job(monkeypatch):
    """Leave the mails in the outbox."""
    monkeypatch.setattr("mentoring_xblock.tasks.send_due_mail.delay", lambda: None)


def outcome(results):
    found = [result.exception() for result in results]
    return Counter("late" if isinstance(error, Conflict) else repr(error) if error else "done" for error in found)


@pytest.fixture
def ask(coordinator, place):
    def work(row, status, key=None):
        told = {"en": "Full."} if status is Status.DECLINED else {}
        return lambda: deciding.decide(
            coordinator, place, {row.public_id: 1}, status, told, "", {"en": "So it is."}, key or uuid.uuid4()
        )

    return work


def test_one_application_is_decided_on_once(applied, ask):
    row = applied("Elli Saari")
    outcomes = [deciding.OUTCOMES[number % 3] for number in range(THREADS)]
    results = at_once([ask(row, status) for status in outcomes])
    row.refresh_from_db()
    # Whoever came after a decision that leaves theirs open decided again, on what they had seen.
    assert outcome(results)["done"] == Decision.objects.count() == Message.objects.count() >= 1
    assert Decision.objects.latest("pk").status == row.status
    assert set(outcome(results)) <= {"done", "late"}


def test_one_click_that_comes_many_times_decides_once(applied, ask):
    row, key = applied("Elli Saari"), uuid.uuid4()
    results = at_once([ask(row, Status.ACCEPTED, key) for _ in range(THREADS)])
    assert outcome(results) == {"done": THREADS}
    assert sorted(result.result().again for result in results) == [False] + [True] * (THREADS - 1)
    assert Decision.objects.count() == Message.objects.count() == Participant.objects.count() == 1


def test_everybody_in_reserve_has_a_place_of_their_own(round_, call, applied, ask):
    rows = [applied(f"Person {number}") for number in range(THREADS)]
    assert outcome(at_once([ask(row, Status.RESERVE) for row in rows])) == {"done": THREADS}
    orders = list(reserve.queue_of(round_.pk, call.usage_key).values_list("reserve_order", flat=True))
    assert orders == list(range(1, THREADS + 1))


def test_moving_in_the_reserve_loses_nobody(round_, call, applied, coordinator, place):
    rows = [applied(f"P {number}", Status.RESERVE, reserve_order=number + 1) for number in range(THREADS)]
    results = at_once(
        [
            lambda row=row, number=number: reserve.move_in_reserve(
                coordinator, place, row.public_id, up=bool(number % 2)
            )
            for number, row in enumerate(rows)
        ]
    )
    assert outcome(results) == {"done": THREADS}
    orders = Application.objects.order_by("reserve_order").values_list("reserve_order", flat=True)
    assert list(orders) == list(range(1, THREADS + 1))
