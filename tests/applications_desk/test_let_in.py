"""Letting somebody in after the call has closed."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from django.core import mail

from mentoring_xblock.applications import deciding
from mentoring_xblock.applications.models import Application, CallRole, Status
from mentoring_xblock.kit.errors import Invalid, NotAllowed, NotFound
from mentoring_xblock.models import Message
from mentoring_xblock.notifications import api as notifications
from tests import factories as make
from tests import factories_matching as matching

pytestmark = pytest.mark.django_db

NOW = dt.datetime(2026, 3, 1, 12, 0, tzinfo=dt.UTC)
UNTIL = dt.date(2026, 3, 28)


@pytest.fixture
def elli():
    return make.make_learner("elli", "Elli Saari", email="elli@example.org")


@pytest.fixture
def let_in(coordinator, place, call):
    def run(identifier="elli", until=UNTIL, usage_key=call.usage_key, actor=coordinator):
        return deciding.let_in_late(actor, place, usage_key, identifier, until, NOW)

    return run


@pytest.mark.parametrize("identifier", ["elli", " elli ", "elli@example.org", "Elli@Example.org"])
def test_by_username_or_address_until_the_end_of_the_day_there(round_, elli, let_in, identifier):
    assert let_in(identifier).user_id == elli.pk
    row = Application.objects.get(applicant=elli)
    assert (row.status, row.role, row.answers) == (Status.DRAFT, CallRole.MENTEE, {})
    # Helsinki moves its clocks in the night after the 28th: the day still ends at its own midnight.
    assert row.late_until == dt.datetime(2026, 3, 29, tzinfo=ZoneInfo("Europe/Helsinki"))


def test_they_hear_of_it_once(elli, let_in):
    let_in()
    let_in()
    assert Message.objects.count() == 1
    notifications.send_due()
    assert mail.outbox[0].to == ["elli@example.org"]
    assert "Sat 28 Mar" in mail.outbox[0].body
    let_in(until=UNTIL + dt.timedelta(days=1))
    assert Message.objects.filter(template="application_let_in").count() == 2


def test_what_was_written_stays(round_, call, elli, let_in):
    written = matching.make_application(round_, call, elli, status=Status.DRAFT)
    let_in()
    written.refresh_from_db()
    assert written.late_until is not None and written.answers["letter"]
    assert Application.objects.count() == 1


@pytest.mark.parametrize("status", [Status.ACCEPTED, Status.RESERVE, Status.DECLINED])
def test_what_was_decided_is_not_opened_again(round_, call, elli, let_in, status):
    matching.make_application(round_, call, elli, status=status)
    with pytest.raises(Invalid) as caught:
        let_in()
    assert list(caught.value.fields) == ["identifier"]
    assert not Message.objects.exists()


def test_bad_input_is_said_beside_its_field(elli, let_in):
    make.make_user("stranger")
    for identifier in ("", "nobody", "stranger", "Elli Saari", "=elli"):
        with pytest.raises(Invalid) as caught:
            let_in(identifier)
        assert list(caught.value.fields) == ["identifier"]
    with pytest.raises(Invalid) as caught:
        let_in(until=dt.date(2026, 2, 28))
    assert list(caught.value.fields) == ["until"]
    assert not Application.objects.exists()


def test_only_into_a_call_of_this_programme(elli, let_in):
    elsewhere = make.make_programme(slug="second", block_id="b2")
    far = matching.make_call(elsewhere, block_id="far")
    for usage_key in (far.usage_key, make.usage_key("mentoring_application", "none"), make.usage_key()):
        with pytest.raises(NotFound):
            let_in(usage_key=usage_key)
    assert not Application.objects.exists()


def test_only_a_coordinator_lets_somebody_in(elli, let_in):
    for actor in (make.actor(elli), make.staff_actor(make.make_staff()), make.actor()):
        with pytest.raises(NotAllowed):
            let_in(actor=actor)
    assert not Application.objects.exists()
