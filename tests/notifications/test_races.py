"""Two senders at once, on the database of production."""

from collections import Counter

import pytest
from django.core import mail

from mentoring_xblock.models import Message
from mentoring_xblock.notifications import api
from mentoring_xblock.notifications.models import MessageState
from tests import factories as make
from tests.threads import at_once

pytestmark = [pytest.mark.mariadb, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def no_background_job(monkeypatch):
    """Leave the outbox to the senders of the test."""
    monkeypatch.setattr("mentoring_xblock.tasks.send_due_mail.delay", lambda: None)


@pytest.mark.parametrize("senders", [2, 8])
def test_each_mail_is_sent_by_one_of_them(course, queue, senders):
    people = [make.make_learner() for _ in range(40)]
    queue(*people)
    reports = at_once([api.send_due] * senders)
    assert sum(report.result().sent for report in reports) == 40
    assert Counter(letter.to[0] for letter in mail.outbox) == Counter(person.email for person in people)
    assert set(Message.objects.values_list("state", "attempts")) == {(MessageState.SENT, 1)}


def test_one_event_told_from_every_side_is_one_mail(course):
    person = make.make_learner()
    context = {"programme": {}, "groups": []}
    added = at_once([lambda: api.queue(make.COURSE_KEY, [person.pk], "group_published", context, "same")] * 20)
    assert sum(number.result() for number in added) == 1
    assert Message.objects.count() == 1
