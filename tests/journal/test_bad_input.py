"""What can't be saved, and what can although it looks dangerous: a clear answer in place, and the text as typed."""

import html as entities
import json
import uuid

import pytest
from django.test import Client
from django.urls import reverse

from mentoring_xblock.journal.models import Entry
from tests import factories
from tests.journal.conftest import SECRET, body, save, text_of


@pytest.mark.parametrize(
    ("raw", "status"),
    [
        ("{", 422),
        ("[]", 422),
        ('"text"', 422),
        ("", 422),
        ("{}", 422),
        (b"\xff\xfe", 422),
        ("[" * 100_000, 422),
    ],
)
def test_a_body_that_is_no_save_changes_nothing(world, call, raw, status):
    assert call(world.mentee, "save_entry", raw=raw).status_code == status
    assert not Entry.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"title": "x" * 201}, "title"),
        ({"answer_what": "x" * 20_001}, "answer_what"),
        ({"answer_what": ["a"]}, "answer_what"),
        ({"answer_what": {"a": 1}}, "answer_what"),
        ({"title": True}, "title"),
        ({"entry": "17"}, "entry"),
        ({"version": "first"}, "version"),
        ({"version": -1}, "version"),
        ({"version": 10**30}, "version"),
        ({"step": None}, "step"),
        ({"once_key": "again"}, "once_key"),
        ({"theme": "x" * 65}, "theme"),
        ({"theme": "not-a-theme"}, "theme"),
        ({"day": "yesterday"}, "day"),
        ({"day": ["2026-01-01"]}, "day"),
        ({"mood": 0}, "mood"),
        ({"mood": "fine"}, "mood"),
        ({"goal": "17"}, "goal"),
        ({"goal": str(uuid.uuid4())}, "goal"),
        ({"meeting": str(uuid.uuid4())}, "meeting"),
        ({"frame": "x" * 41}, "frame"),
        ({"answer_shoe_size": "43"}, "__all__"),
    ],
)
def test_what_cannot_be_saved_is_said_beside_its_field(world, call, wrong, field):
    answer = call(world.mentee, "save_entry", {**body("sana"), **wrong})
    assert answer.status_code == 422
    told = answer.json()
    assert told["message"]
    assert list(told["fields"]) == [field]
    assert not Entry.objects.exists()


def test_the_message_says_how_much_too_long_a_text_is(world, call):
    told = call(world.mentee, "save_entry", body("x" * 20_212)).json()
    assert told["fields"]["answer_what"] == ["212 characters too long. Your text is kept; shorten it where you like."]


def test_a_text_far_too_long_is_answered_with_its_own_sentence_and_what_no_page_sends_is_not_read(world, call):
    """A hundred thousand characters of four bytes each are more than other handlers take at all."""
    told = call(world.mentee, "save_entry", body("🌙" * 130_000)).json()
    assert told["fields"]["answer_what"][0].startswith("110000 characters too long.")
    assert call(world.mentee, "choose_text", body("🌙" * 130_000)).status_code == 422
    assert "more text than can be sent" not in text_of(call(world.mentee, "preview_entry", body("🌙" * 130_000)))
    more = call(world.mentee, "save_entry", raw=json.dumps(body("🌙" * 600_000), default=str, ensure_ascii=False))
    assert "more text than can be sent" in text_of(more)
    assert "more text than can be sent" in text_of(call(world.mentee, "new_entry", body("🌙" * 130_000)))
    assert not Entry.objects.exists()


def test_a_text_over_the_authors_own_limit(world, call, set_fields):
    set_fields(prompts=[{"id": "what", "label": {"en": "In a word?"}, "limit": 60}])
    assert call(world.mentee, "save_entry", body("x" * 61)).status_code == 422
    save(call, world.mentee, "🌙" * 60)


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script><img src=x onerror=alert(1)>",
        "مرحبا بالعالم ‏שלום",
        "👩‍👩‍👧‍👦 🌙",
        "a" * 20_000,
        "\n  kaksi riviä  \n\n",
        "</textarea><script>alert(1)</script>",
        "%s %(count)s {{ 7|add:1 }} {% now %}",
        "-" * 5_000,
        "> " * 900,
    ],
)
def test_any_text_is_kept_as_typed_and_shown_as_text(world, call, page, text):
    told = save(call, world.mentee, text)
    assert Entry.objects.get().answers == {"what": text}
    world.share(uuid.UUID(told["entry"]))
    for markup in (
        page(world.mentee),
        page(world.mentor),
        call(world.mentee, "open_entry", {"entry": told["entry"]}).content.decode(),
        call(world.mentor, "open_shared", {"entry": told["entry"]}).content.decode(),
    ):
        assert "<script>alert" not in markup
        assert "<img src=x" not in markup
    # An HTML parser drops the first line break of a text area, so there is one more than was typed.
    assert (
        f">\n{entities.escape(text, quote=True)}</textarea>"
        in call(world.mentee, "open_entry", {"entry": told["entry"]}).content.decode()
    )


def test_control_characters_are_left_out(world, call):
    save(call, world.mentee, "a\x00b\x07c\r\nd")
    assert Entry.objects.get().answers == {"what": "abc\nd"}


def test_what_a_word_processor_leaves_in_a_text_is_read_as_what_it_means(world, call):
    pasted = "Otsikko\x0bLista:\r\n•\tyksi\n  o\tkaksi\n\uf0b7 kolme\n§\tneljä\x0c\u2028loppu\u2029• ei\u0085x\u200d"
    told = save(call, world.mentee, pasted, title="Otsikko\x0b\x07")
    text = "Otsikko\nLista:\n- yksi\n  - kaksi\n- kolme\n- neljä\n\nloppu\n• ei\nx\u200d"
    row = Entry.objects.get()
    assert (row.title.strip(), row.answers) == ("Otsikko", {"what": text})
    # What has been tidied once is left as it is.
    save(call, world.mentee, text, entry=told["entry"], version=1, title=row.title)
    assert Entry.objects.get().version == 1


def test_the_errors_speak_the_readers_language_and_carry_no_text(world, call, caplog):
    save(call, world.mentee, SECRET)
    call(world.mentee, "save_entry", {**body(SECRET * 1000), "title": SECRET * 20})
    call(world.mentee, "save_entry", raw=json.dumps({"answer_what": SECRET})[:-1])
    assert SECRET not in caplog.text


def test_studio_writes_nothing_and_shows_the_set_up(world, authored, call):
    author = factories.make_staff()
    client = Client()
    client.force_login(author)
    preview = client.get(reverse("preview", kwargs={"usage_id": authored.usage_key}))
    assert preview.status_code == 200
    address = reverse("preview_handler", kwargs={"usage_id": authored.usage_key, "handler": "save_entry"})
    answer = client.post(address, json.dumps(body(), default=str), "application/json")
    assert answer.status_code == 403
    assert not Entry.objects.exists()


def test_get_changes_nothing(world, authored):
    client = Client()
    client.force_login(world.mentee.user)
    address = reverse(
        "xblock_handler",
        kwargs={"course_id": authored.course_key, "usage_id": authored.usage_key, "handler": "new_entry"},
    )
    assert client.get(address).status_code == 405
