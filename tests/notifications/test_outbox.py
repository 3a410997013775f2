"""Mails are queued with what they tell of, once for each event and person."""

import pytest
from django.core import mail
from django.db import transaction

from mentoring_xblock.models import Message
from mentoring_xblock.notifications import api
from tests import factories as make
from tests.notifications.conftest import CONTEXT

pytestmark = pytest.mark.django_db


def test_one_event_gives_one_person_one_mail(course, person, queue):
    other = make.make_learner()
    assert queue(person, key="published 1") == 1
    assert queue(person, other, key="published 1") == 1
    assert queue(person, other, key="published 1") == 0
    assert queue(person, key="published 2") == 1
    assert sorted(Message.objects.values_list("recipient", flat=True)) == sorted([person.pk, person.pk, other.pk])


def test_nobody_to_tell_is_no_mail(course, queue):
    assert queue() == 0


def test_each_person_gets_their_own_context(course, person):
    other = make.make_learner()
    contexts = {person.pk: {**CONTEXT, "groups": []}, other.pk: CONTEXT}
    assert api.queue_each(make.COURSE_KEY, "group_published", contexts, "key") == 2
    assert {message.recipient_id: message.context for message in Message.objects.all()} == contexts


def test_a_mail_about_what_did_not_happen_is_not_sent(course, person, queue):
    class Undone(Exception):
        pass

    with pytest.raises(Undone), transaction.atomic():
        queue(person)
        raise Undone
    assert not Message.objects.exists()


def test_the_background_job_sends_after_the_commit(course, person, queue, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as callbacks:
        queue(person)
        assert mail.outbox == []
    assert len(callbacks) == 1
    callbacks[0]()
    (letter,) = mail.outbox
    assert letter.to == ["aada@example.org"]


def test_what_was_queued_before_starts_no_job(course, person, queue, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        queue(person, key="again")
    with django_capture_on_commit_callbacks() as callbacks:
        queue(person, key="again")
    assert callbacks == []


def test_a_broker_that_is_down_loses_nothing(course, person, queue, monkeypatch, django_capture_on_commit_callbacks):
    def down(*args, **kwargs):
        raise ConnectionError

    monkeypatch.setattr("mentoring_xblock.tasks.send_due_mail.delay", down)
    with django_capture_on_commit_callbacks(execute=True):
        queue(person)
    assert api.send_due().sent == 1


def test_newer_news_take_the_place_of_what_nobody_has_begun_to_send(course, person, queue):
    other = make.make_learner()
    queue(person, other, key="changed:1")
    api.send_due()
    queue(person, other, key="changed:2")
    assert [api.overtake([person.pk], "changed:") for _ in range(2)] == [1, 0]
    queue(person, other, key="changed:3")
    api.send_due()
    assert [[letter.to[0] for letter in mail.outbox].count(one.email) for one in (person, other)] == [2, 3]


def test_what_is_untold_is_asked_for_in_parts(course, monkeypatch, django_assert_num_queries):
    people = [make.make_learner() for _ in range(5)]
    letters = [api.Letter(make.COURSE_KEY, one.pk, "group_published", CONTEXT, "published") for one in people]
    assert api.queue_letters([letters[0], letters[3]]) == 2
    monkeypatch.setattr(api, "_COUNTED", 2)
    with django_assert_num_queries(3):
        assert api.untold(letters) == [letters[1], letters[2], letters[4]]
