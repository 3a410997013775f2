"""No more mails of a kind: one click, no sign-in, and no way for anybody else."""

from __future__ import annotations

import re
import uuid

import pytest
import vobject
from django.core import mail
from django.test import Client
from opaque_keys.edx.keys import CourseKey

from demo.models import Profile
from mentoring_xblock.models import Message, OptOut
from mentoring_xblock.notifications import api, stopping
from mentoring_xblock.notifications.data import TOPICS, Topic
from mentoring_xblock.notifications.models import MessageState, Reason
from tests import factories as make
from tests.house import tree

pytestmark = pytest.mark.django_db

REMINDER = {
    "programme": {"en": "Producers’ mentoring", "fi": "Tuottajien mentorointi"},
    "link": "https://learn.example.org/page",
    "weeks": 6,
    "people": [],
}


@pytest.fixture(autouse=True)
def site(settings):
    settings.LMS_ROOT_URL = "https://learn.example.org"
    settings.DEFAULT_FROM_EMAIL = "Mentoring <mentoring@example.org>"


@pytest.fixture
def remind(queue):
    def remind(*people):
        queue(*people, template="meeting_quiet", context=REMINDER)
        api.send_due()
        return mail.outbox[-1] if mail.outbox else None

    return remind


def path_in(letter):
    """Return what the mail program and the reader are given, which is the same, without the site."""
    header = re.fullmatch(
        r"<https://learn\.example\.org(/api/mentoring/mail/[^>]+)>", letter.extra_headers["List-Unsubscribe"]
    )
    assert letter.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert header[1] in letter.body and header[1] in letter.alternatives[0][0]
    return header[1]


def test_looking_changes_nothing_and_one_click_ends_it(course, person, remind):
    path = path_in(remind(person))
    browser = Client(enforce_csrf_checks=True)
    asked = browser.get(path)
    assert "Do you want no more reminders of meetings and of reviews of your goals" in asked.content.decode()
    assert browser.head(path).status_code == 200
    assert not OptOut.objects.exists()
    # As RFC 8058 has mail programs post it: without a cookie, and the same twice.
    for _ in range(2):
        done = browser.post(path, "List-Unsubscribe=One-Click", content_type="application/x-www-form-urlencoded")
        assert "You get no more reminders" in done.content.decode()
    assert list(OptOut.objects.values_list("user", "topic")) == [(person.pk, "reminders")]
    assert not done.cookies and done["Cache-Control"] == "no-store" and done["Referrer-Policy"] == "no-referrer"


def test_what_waits_is_not_sent_any_more_and_other_mails_are(course, person, queue, remind):
    other = make.make_learner()
    path = path_in(remind(person))
    Client().post(path)
    mail.outbox.clear()
    queue(person, other, template="meeting_quiet", context=REMINDER)
    queue(person)
    report = api.send_due()
    assert (report.sent, report.dropped) == (2, 1)
    assert sorted(letter.to[0] for letter in mail.outbox) == sorted([person.email, other.email])
    kept = Message.objects.get(recipient=person, state=MessageState.FAILED)
    assert kept.reason == Reason.UNWANTED
    # Trying again what was given up does not bring it back.
    assert api.queue_again() == 0


def test_a_mail_that_everybody_gets_offers_no_end(course, person, queue):
    queue(person)
    api.send_due()
    assert "List-Unsubscribe" not in mail.outbox[0].extra_headers
    assert "/api/mentoring/" not in mail.outbox[0].body


def test_it_is_about_one_person_one_course_and_one_kind(course, person):
    elsewhere = CourseKey.from_string("course-v1:Else+Where+1")
    stopping.stop(stopping.Wish(person.pk, course_of(course), Topic.REMINDERS))
    assert stopping.wanted_topics(person.pk, course_of(course)) == set(Topic) - {Topic.REMINDERS}
    assert stopping.wanted_topics(person.pk, elsewhere) == set(Topic)
    assert stopping.wanted_topics(make.make_learner().pk, course_of(course)) == set(Topic)


def course_of(course):
    return CourseKey.from_string(str(course.course_key))


def test_an_address_that_we_did_not_give_ends_nothing(course, person, remind):
    path = path_in(remind(person))
    token = path.rpartition("/")[2]
    other = stopping.token_of(stopping.Wish(person.pk, make.COURSE_KEY, Topic.MEETINGS)).split(":")
    mixed = ":".join([other[0], *token.split(":")[1:]])
    gone = stopping.token_of(stopping.Wish(999_999, make.COURSE_KEY, Topic.MEETINGS))
    for made_up in (token[:-1], token + "x", token.upper(), mixed, gone, "x", ":::", "%00"):
        for call in (Client().get, Client().post):
            answer = call(f"/api/mentoring/mail/{made_up}")
            assert (answer.status_code, answer.content) == (404, b"Not found"), made_up
    assert not OptOut.objects.exists()


def test_the_page_speaks_the_persons_language(course, person, remind):
    Profile.objects.update_or_create(user=person, defaults={"language": "fi"})
    page = Client(headers={"accept-language": "en"}).get(path_in(remind(person))).content.decode()
    assert '<html lang="fi"' in page


def test_each_kind_that_may_be_ended_has_its_mails():
    folder = tree.ROOT / "templates/mentoring_xblock/mail"
    assert [name for name in TOPICS if not (folder / f"{name}.subject.txt").exists()] == []
    assert set(TOPICS.values()) == set(Topic)
    # Somebody would travel to it.
    assert not {name for name in TOPICS if name.endswith("_cancelled")}


def test_the_table_of_mails_names_each_and_says_what_ends_it():
    rows = [line.split("|") for line in (tree.ROOT / "docs/mails.md").read_text().splitlines() if "| `" in line]
    told = {row[1].strip(" `"): row[-2].strip() for row in rows}
    folder = tree.ROOT / "templates/mentoring_xblock/mail"
    known = [path.name.removesuffix(".subject.txt") for path in folder.glob("*.subject.txt")]
    assert told == {name: TOPICS[name].value if name in TOPICS else "" for name in known}


@pytest.mark.parametrize(("cancelled", "method"), [(False, "REQUEST"), (True, "CANCEL")])
def test_a_mail_about_a_meeting_changes_the_calendar_by_itself(course, person, queue, cancelled, method):
    meeting = str(uuid.uuid4())
    part = {
        "meeting": meeting,
        "sequence": 4,
        "starts_at": "2026-11-24T13:00:00+00:00",
        "ends_at": "2026-11-24T14:30:00+00:00",
        "time_zone": "Europe/Helsinki",
        "changed_at": "2026-11-01T08:00:00+00:00",
        "cancelled": cancelled,
        "kind": "own",
        "number": None if cancelled else 3,
        "of": 6,
    }
    queue(person, template="meeting_quiet", context={**REMINDER, "calendar": [part]})
    api.send_due()
    raw = mail.outbox[0].message()
    file = next(part for part in raw.walk() if part.get_content_type() == "text/calendar")
    assert file.get_param("method") == method
    found = vobject.readOne(file.get_payload(decode=True).decode())
    event = found.vevent
    assert found.method.value == method
    assert (event.uid.value, event.sequence.value) == (f"{meeting}@mentoring-xblock", "4")
    which = "Mentoring meeting" if cancelled else "Mentoring meeting 3 of 6"
    assert event.summary.value == f"{which}: Producers’ mentoring"
    assert event.dtstart.value.isoformat() == "2026-11-24T15:00:00+02:00"
    assert event.url.value == REMINDER["link"]
    assert event.organizer.value == "mailto:mentoring@example.org"
    assert event.attendee.value == f"mailto:{person.email}"
    # What people typed has no place in it.
    assert not {"location", "description", "comment"} & event.contents.keys()


def test_a_mail_about_several_meetings_has_a_file_for_each(course, person, queue):
    """A calendar program takes one meeting out of a file that asks for something, so there is one for each."""
    part = {"sequence": 1, "time_zone": "Europe/Helsinki", "cancelled": True, "kind": "own", "number": None, "of": 6}
    part["changed_at"] = "2026-11-01T08:00:00+00:00"
    parts = [
        {
            **part,
            "meeting": f"meeting-{day}",
            "starts_at": f"2026-12-0{day}T22:30:00Z",
            "ends_at": f"2026-12-0{day}T23:00:00Z",
        }
        for day in (8, 9)
    ]
    queue(person, template="meeting_quiet", context={**REMINDER, "calendar": parts})
    api.send_due()
    raw = mail.outbox[0].message()
    files = [one for one in raw.walk() if one.get_content_type() == "text/calendar"]
    assert [one.get_filename() for one in files] == ["2026-12-09-1.ics", "2026-12-10-2.ics"]
    assert {(one.get_param("method"), one.get_content_disposition()) for one in files} == {("CANCEL", "attachment")}
    found = [vobject.readOne(one.get_payload(decode=True).decode()) for one in files]
    assert [one.vevent.uid.value for one in found] == ["meeting-8@mentoring-xblock", "meeting-9@mentoring-xblock"]
