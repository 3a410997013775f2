"""What a mail looks like: its recipient's language, plain words, and an address that stays the same."""

import itertools
from html.parser import HTMLParser

import pytest
from django.core import mail
from django.utils import translation

from mentoring_xblock.host.data import Person
from mentoring_xblock.models import Message
from mentoring_xblock.notifications import api, rendering
from tests import factories as make

AADA = Person(1, "aada", "Aada Aalto", "aada@example.org", "en")
BO = Person(2, "bo", "Bo <b>Berg</b>", "bo@example.org", "en")
PEOPLE = {1: AADA, 2: BO}


def group(kind="pair", name="", leads=False, people=(2,)):
    return {"kind": kind, "name": name, "leads": leads, "people": list(people)}


def letter(template, language="en", **context):
    person = Person(1, "aada", "Aada Aalto", "aada@example.org", language)
    context = {"programme": {"en": "Producers & co", "fi": "Tuottajat"}, **context}
    return rendering.write(template, context, person, PEOPLE)


GROUPS = [
    group(kind, name, leads, people)
    for kind, name, leads, people in itertools.product(
        ("pair", "small_group", "peer_group"), ("", "Teatteri <i>"), (True, False), ((2,), ())
    )
]
TIMES = [
    {"starts_at": f"2026-{month}-24T13:00:00+00:00", "ends_at": f"2026-{month}-24T14:30:00+00:00", "way": way}
    for month, way in ((11, "remote"), (12, "in_person"))
]
CLOCK = {"time_zone": "Europe/Helsinki", "zone": "Helsinki"}
#: Everything that the groups room can ask to be said, and the room where people sign up to groups.
CONTEXTS = {
    "group_published": [
        *({"groups": [one], "pairs": one["kind"] == "pair"} for one in GROUPS),
        {"groups": GROUPS[-1:], "pairs": False, "waited": True, "ahead": TIMES, **CLOCK},
        {"groups": GROUPS[:3], "pairs": True},
        {"groups": GROUPS[:9], "pairs": False},
    ],
    "group_moved": [
        *({"moved": moved, "group": one} for one in GROUPS for moved in (True, False)),
        {"moved": True, "group": GROUPS[-1], "off": TIMES[:1], "ahead": TIMES, **CLOCK},
    ],
    "group_closed": [
        {"closed": closed, "readable_on": day, "group": one}
        for one in GROUPS
        for closed in (True, False)
        for day in (None, "2026-11-24")
    ]
    + [{"closed": True, "quiet": True, "readable_on": None, "group": one} for one in GROUPS]
    + [{"closed": yes, "readable_on": None, "group": GROUPS[-1], "off": TIMES, **CLOCK} for yes in (True, False)],
    "group_days": [
        {"starts_on": day, "ends_on": "2027-05-24", "group": one} for one in GROUPS for day in (None, "2026-11-24")
    ],
    "group_parted": [
        {"kind": one["kind"], "name": one["name"], "closed": closed, "people": people}
        for one in GROUPS
        for closed in (True, False)
        for people in ([2], [])
    ],
    "signup_waiting": [{"name": name, "in_line": 2} for name in ("", "Teatteri <i>")],
    "signup_over": [
        {"groups": [{"name": name, "taken": 1, "places": places, "waiting": waiting}]}
        for name in ("", "Teatteri <i>")
        for places in (1, 6)
        for waiting in (0, 3)
    ],
    "closing_warned": [{"closes_on": "2026-11-24", "group": one} for one in GROUPS],
}


class Outline(HTMLParser):
    """Collects the tags and the visible text of a page."""

    def __init__(self, markup):
        super().__init__()
        self.tags, self.words, self.language = [], "", ""
        self.feed(markup)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        if tag == "html":
            self.language = dict(attrs)["lang"]

    def handle_data(self, data):
        self.words += data


@pytest.mark.parametrize("template", CONTEXTS)
def test_text_and_html_say_the_same(template):
    for context in CONTEXTS[template]:
        words = letter(template, **context)
        page = Outline(words.html)
        for line in filter(None, words.text.splitlines()):
            assert line in " ".join(page.words.split())
        assert words.subject in page.words
        # Names are shown as they are and never become markup; nothing is fetched from elsewhere.
        assert set(page.tags) <= {"html", "head", "meta", "title", "body", "main", "h1", "p", "ul", "li"}
        assert page.tags.count("h1") == 1
        assert page.language == "en"


@pytest.mark.parametrize("template", CONTEXTS)
def test_a_subject_is_one_plain_line(template):
    for context in CONTEXTS[template]:
        words = letter(template, programme={"en": "Producers\n&\tco"}, **context)
        assert "Producers & co" in words.subject
        assert words.subject == " ".join(words.subject.split())
        assert "&amp;" not in words.text


@pytest.mark.parametrize("language", ["en", "fi"])
@pytest.mark.parametrize("template", CONTEXTS)
def test_no_sentence_has_a_hole(template, language):
    for context in CONTEXTS[template]:
        words = letter(template, language, **context)
        for hole in ("  ", "“”", " .", " ,", "None", "{", "!"):
            assert hole not in words.text, words.text


def test_a_pair_is_told_who_it_is():
    words = letter("group_published", groups=[group()], pairs=True)
    assert words.subject == "Your pair in Producers & co"
    assert words.text == (
        "Hello Aada Aalto,\n\n"
        "You and Bo <b>Berg</b> are a pair.\n\n"
        "On the page of Producers & co in the course you see how to reach each other.\n"
    )


def test_several_groups_are_told_in_one_letter():
    words = letter("group_published", groups=[group(), group("peer_group", "Teatteri", people=(2,))])
    assert words.subject == "Your groups in Producers & co"
    assert "pair" in words.text
    assert "You are in the group “Teatteri”. In it with you: Bo <b>Berg</b>." in words.text


@pytest.mark.parametrize(
    ("template", "more", "pair", "others"),
    [
        ("group_moved", {"moved": True}, "Your new pair in", "Your new group in"),
        ("group_moved", {"moved": False}, "A change in your pair in", "A change in your group in"),
        ("group_closed", {"closed": True}, "Your pair in", "Your group in"),
        ("group_closed", {"closed": False}, "A change in your pair in", "A change in your group in"),
    ],
)
def test_a_pair_is_called_a_pair(template, more, pair, others):
    for kind, begins in (("pair", pair), ("small_group", others), ("peer_group", others)):
        words = letter(template, group=group(kind), readable_on=None, **more)
        assert words.subject.startswith(begins)
        assert ("group" in words.text) == (kind != "pair")


def test_a_closed_group_names_its_last_day_and_no_reason():
    words = letter("group_closed", closed=True, readable_on="2026-11-24", group=group("small_group", "Teatteri"))
    assert "The group “Teatteri” has ended." in words.text
    assert "until Tue 24 Nov" in words.text


def test_who_is_retired_since_is_not_named():
    words = letter("group_published", groups=[group("small_group", "Teatteri", people=(2, 99))])
    assert "In it with you: Bo <b>Berg</b>." in words.text


@pytest.mark.parametrize(
    ("chosen", "used"),
    [
        ("fi", "fi"),
        ("fi-fi", "fi"),
        ("fi-FI", "fi"),
        ("en", "en"),
        ("", "en"),
        ("xx", "en"),
        ("EN-gb", "en"),
        ("a b", "en"),
    ],
)
def test_the_recipients_language_or_the_nearest(chosen, used):
    assert rendering.language_of(Person(1, "a", "A", "a@example.org", chosen)) == used


def test_a_finnish_reader_gets_a_finnish_programme_whoever_sends():
    with translation.override("en"):
        words = letter("group_published", "fi-fi", groups=[group()])
        assert translation.get_language() == "en"
    assert "Tuottajat" in words.subject
    assert Outline(words.html).language == "fi"


@pytest.mark.django_db
def test_the_letter_as_it_is_sent(course, person, queue, settings):
    settings.MENTORING_MAIL_FROM = "Mentorointi <mentorointi@tamk.example>"
    queue(person)
    api.send_due()
    (sent,) = mail.outbox
    raw = sent.message()
    assert raw["From"] == settings.MENTORING_MAIL_FROM
    assert raw["To"] == "aada@example.org"
    assert raw["Message-ID"] == f"<{Message.objects.get().message_id}@tamk.example>"
    assert raw["Auto-Submitted"] == "auto-generated"
    assert [part.get_content_type() for part in raw.get_payload()] == ["text/plain", "text/html"]


@pytest.mark.django_db
def test_the_sender_and_the_message_id_without_a_setting(course, person, queue, settings):
    settings.MENTORING_MAIL_FROM = None
    settings.DEFAULT_FROM_EMAIL = "webmaster@localhost"
    queue(person)
    message = Message.objects.get()
    assert rendering.sender() == "webmaster@localhost"
    assert rendering.message_id(message) == rendering.message_id(message) == f"<{message.message_id}@localhost>"


@pytest.mark.django_db
def test_the_outbox_holds_no_name_of_a_person(course, person, queue):
    other = make.make_learner(name="Bo Berg")
    queue(person, context={"programme": {}, "groups": [group(people=[other.pk])]})
    message = Message.objects.get()
    assert "Berg" not in str(message.context)
    api.send_due()
    assert "Bo Berg" in mail.outbox[0].body
