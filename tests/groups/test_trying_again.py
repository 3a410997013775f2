"""A change that loses a race is tried again, but neither for ever nor inside somebody else's transaction."""

import pytest
from django.db import IntegrityError, OperationalError, transaction

from mentoring_xblock.groups import places
from mentoring_xblock.kit import trying
from mentoring_xblock.kit.errors import Changed, Conflict, Full, Invalid

DEADLOCK = OperationalError(1213, "Deadlock found when trying to get lock; try restarting transaction")
TIMEOUT = OperationalError(1205, "Lock wait timeout exceeded; try restarting transaction")
LOCKED = OperationalError("database is locked")
GONE = OperationalError(2006, "Server has gone away")


@pytest.fixture(autouse=True)
def no_waiting(monkeypatch):
    monkeypatch.setattr(trying.time, "sleep", lambda seconds: None)


class Work:
    """Raises each of some errors in turn, then succeeds."""

    def __init__(self, *errors):
        self.errors = list(errors)
        self.calls = 0

    def __call__(self):
        self.calls += 1
        if self.errors:
            raise self.errors.pop(0)
        return "done"


def run(work):
    # `wraps` wants a name.
    return places.one_transaction(lambda: work())()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("error", [DEADLOCK, TIMEOUT, LOCKED, IntegrityError("taken")])
def test_a_lost_race_is_run_again(error):
    work = Work(error, error)
    assert run(work) == "done"
    assert work.calls == 3


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("error", "told"), [(DEADLOCK, Conflict), (IntegrityError("taken"), Full)])
def test_it_ends_after_some_tries(error, told):
    work = Work(*[error] * 100)
    with pytest.raises(told) as refusal:
        run(work)
    assert type(refusal.value) is told
    assert refusal.value.message
    assert work.calls == trying.ATTEMPTS


@pytest.mark.django_db(transaction=True)
def test_who_gives_no_places_away_says_nothing_of_places_and_soon():
    work = Work(*[IntegrityError("taken")] * 100)
    with pytest.raises(Changed):
        trying.one_change(lambda: work())()
    assert work.calls == trying.COLLISIONS


@pytest.mark.django_db(transaction=True)
def test_it_ends_when_patience_does(monkeypatch):
    monkeypatch.setattr(trying, "PATIENCE", -1)
    work = Work(TIMEOUT, TIMEOUT)
    with pytest.raises(Conflict):
        run(work)
    assert work.calls == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("error", [GONE, Invalid("no")])
def test_other_errors_are_not_tried_again(error):
    work = Work(error)
    with pytest.raises(type(error)):
        run(work)
    assert work.calls == 1


@pytest.mark.django_db(transaction=True)
def test_inside_another_transaction_a_deadlock_is_its_owners():
    """MySQL has undone the whole of it, so running our part again would save half of a change."""
    work = Work(DEADLOCK)
    with pytest.raises(OperationalError), transaction.atomic():
        run(work)
    assert work.calls == 1
    taken = Work(IntegrityError("taken"))
    with transaction.atomic():
        assert run(taken) == "done"
