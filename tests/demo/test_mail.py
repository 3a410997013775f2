"""Mail in the demo: kept as rows, shown on the outbox page."""

import datetime as dt

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from opaque_keys.edx.keys import CourseKey

from demo.models import SentMail
from mentoring_xblock.notifications.models import Message, MessageState

pytestmark = pytest.mark.django_db


@pytest.fixture
def database_backend(settings):
    """The backend that `make run` uses; the test runner had put its own in place."""
    settings.EMAIL_BACKEND = "demo.mail.DatabaseBackend"


def test_every_message_becomes_a_row(database_backend):
    message = mail.EmailMultiAlternatives(
        "Your group", "Plain text", "mentoring@example.org", ["aino@example.org", "anna@example.org"]
    )
    message.extra_headers["Message-ID"] = "<stable@example.org>"
    message.attach_alternative("<p>Text</p>", "text/html")
    assert message.send() == 1
    row = SentMail.objects.get()
    assert (row.subject, row.body, row.html) == ("Your group", "Plain text", "<p>Text</p>")
    assert row.recipients == "aino@example.org, anna@example.org"
    assert row.message_id == "<stable@example.org>"


def test_a_message_without_html_or_id(database_backend):
    mail.send_mail("Subject", "Body", None, ["aino@example.org"])
    row = SentMail.objects.get()
    assert row.html == ""
    assert row.message_id.startswith("<")


def test_the_outbox_shows_what_was_sent_and_escapes_it(database_backend, unit):
    mail.send_mail("A <b>subject</b>", "Line one\n<script>", None, ["aino@example.org"])
    page = Client().get(reverse("outbox")).content.decode()
    assert "A &lt;b&gt;subject&lt;/b&gt;" in page
    assert "Line one\n&lt;script&gt;" in page
    assert "aino@example.org" in page


def test_the_outbox_tells_times_by_the_readers_clock(database_backend, unit, person, signed_in):
    reader = person("aino")
    reader.profile.time_zone = "Europe/Helsinki"
    reader.profile.save()
    mail.send_mail("Subject", "Body", None, ["aino@example.org"])
    SentMail.objects.update(sent_at=dt.datetime(2026, 6, 1, 22, 30, tzinfo=dt.UTC))
    assert "2026-06-02T01:30:00+03:00" in signed_in(reader).get(reverse("outbox")).content.decode()
    assert "2026-06-01T22:30:00+00:00" in Client().get(reverse("outbox")).content.decode()


def test_the_outbox_lists_as_waiting_only_what_has_not_gone_out(database_backend, unit, person):
    course_key = CourseKey.from_string(unit.course.course_key)
    for template, state in (("went_out", MessageState.SENT), ("waits", MessageState.QUEUED)):
        Message.objects.create(
            course_key=course_key, recipient=person(template), template=template, state=state, event_key=template
        )
    page = Client().get(reverse("outbox")).content.decode()
    assert "<td>waits</td>" in page
    assert "<td>went_out</td>" not in page
