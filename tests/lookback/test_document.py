"""One's own entries as a file to keep: printed, as Markdown, and for machines."""

import datetime as dt
import json
import re
import time
import uuid
from html.parser import HTMLParser

import pytest
from django.utils import timezone

from mentoring_xblock.journal import api
from mentoring_xblock.lookback import document, document_text
from mentoring_xblock.sharing.models import Audience
from tests import factories
from tests.lookback.conftest import later

FORMS = ("html", "markdown", "json")


class Tags(HTMLParser):
    """Everything in a page that could do or fetch something."""

    def __init__(self, markup):
        super().__init__()
        self.found = []
        self.feed(markup)

    def handle_starttag(self, tag, attrs):
        self.found += [tag, *(name for name, _ in attrs)]


def saved(call, person, form, **more):
    answer = call(person, "open_document", {"form": form, **more})
    assert answer.status_code == 200, answer.content
    return answer.json()


@pytest.fixture
def told(world, call):
    """An entry with everything beside it; returns the three files."""
    one = world.write(text="A free **evening** <img src=x onerror=alert(1)>\n\n# Mine", title="On waiting").entry
    share = world.share(one.public_id)
    world.open(one.public_id)
    api.comment(factories.actor(world.mentor), world.place, one.public_id, share.share_id, "Say *when*.", uuid.uuid4())
    world.write(text="A free **day**, ==rested==", title="On waiting", entry=one.public_id, version=1)
    world.withdraw(one.public_id, share.share_id)
    gone = world.write(text="Thrown away").entry
    api.delete_entry(factories.actor(world.mentee), world.place, gone.public_id)
    world.write(world.peer, "Not mine")
    return {form: saved(call, world.mentee, form) for form in FORMS}


def test_each_form_holds_everything_of_ones_own_and_nothing_else(told):
    for form, ending in zip(FORMS, ("html", "md", "json"), strict=True):
        assert re.fullmatch(rf"journal-\d{{4}}-\d\d-\d\d\.{ending}", told[form]["name"])
        for words in ("Elli Saari", "On waiting", "What happened?", "Anna Laine"):
            assert words in told[form]["text"], (form, words)
        for words in ("Thrown away", "Not mine"):
            assert words not in told[form]["text"], (form, words)


def test_the_page_for_printing_runs_and_fetches_nothing(told):
    text = told["html"]["text"]
    assert text.startswith("<!doctype html>")
    for words in (
        "A free <strong>day</strong>, <mark>rested</mark>",
        "<del>**evening** &lt;img",
        "Say <em>when</em>.",
        "You shared it with Anna Laine",
        "You withdrew it from Anna Laine",
        "Anna Laine opened it",
    ):
        assert words in text, words
    found = Tags(text).found
    assert "style" in found and "blockquote" in found
    assert not {"script", "link", "img", "src", "iframe", "form", "onerror", "object"} & set(found)
    assert "url(" not in text and "@import" not in text


def test_markdown_keeps_what_was_typed_below_its_own_headings(told):
    text = told["markdown"]["text"]
    assert text.count("\n# ") == 0 and text.startswith("# My journal\n")
    for words in (
        "\n### What happened?\n\nA free **day**, ==rested==\n",
        "> Say *when*.",
        "\n#### Mine\n",
        "\\<img src",
    ):
        assert words in text, words


def test_json_is_for_machines(told):
    file = json.loads(told["json"]["text"])
    assert (file["schema"], file["writer"], len(file["entries"])) == ("mentoring-journal/1", "Elli Saari", 1)
    [entry] = file["entries"]
    assert entry["answers"] == [{"question": "What happened?", "asked": None, "text": "A free **day**, ==rested=="}]
    assert entry["insights"] == ["rested"] and entry["read_by"] == [] and entry["version"] == 2
    [said] = entry["comments"]
    assert (said["by"], said["text"]) == ("Anna Laine", "Say *when*.")
    assert [step["what"] for step in entry["trail"]] == ["wrote", "shared", "opened", "commented", "withdrew"]
    assert "<img src=x" in entry["earlier_texts"][0]["answers"][0]["text"]
    assert uuid.UUID(entry["id"]) and entry["day"] == timezone.localdate().isoformat()


@pytest.mark.django_db
def test_nobody_saves_anybody_elses(world, call):
    world.share(world.write(text="Mine alone").entry.public_id)
    for person in (world.mentor, world.peer, factories.make_coordinator(world.round.programme)):
        text = saved(call, person, "html")["text"]
        assert "You have written no entries here yet." in text and "Mine alone" not in text


@pytest.mark.django_db
def test_what_one_person_of_a_group_was_given_is_not_told_as_the_groups(world, call):
    factories.join(world.peers, factories.make_mentee(world.round, name="Third Person"))
    entry = world.write(text="A free evening, and rain").entry.public_id
    seat = world.peers.memberships.get(participant=world.peer).public_id
    writer, given = factories.actor(world.mentee), {"seat_id": seat, "passages": {"what": "A free evening"}}
    api.share_entry(writer, world.place, entry, world.peers.public_id, Audience.PERSON, **given)
    for form in FORMS:
        text = saved(call, world.mentee, form)["text"]
        assert "Ville Vertainen" in text and "Third Person" not in text, form
    [step] = [line for line in json.loads(text)["entries"][0]["trail"] if line["what"] == "shared"]
    assert step["with"] == "Ville Vertainen"
    assert "You shared a passage of it with Ville Vertainen" in saved(call, world.mentee, "html")["text"]


@pytest.mark.django_db
def test_a_page_for_printing_holds_a_year_of_very_many(world, call, page, entries, first, monkeypatch):
    monkeypatch.setattr(document, "MOST_RENDERED", 2)
    monkeypatch.setattr("mentoring_xblock.lookback.pages.MOST_RENDERED", 2)
    entries(*((f"number {number}", later(first, days=-400 * number)) for number in range(3)))
    refused = call(world.mentee, "open_document", {"form": "html"})
    assert refused.status_code == 422 and "Choose a year." in refused.content.decode()
    year = saved(call, world.mentee, "html", year=first.year)
    assert (
        year["name"] == f"journal-{first.year}.html" and "number 0" in year["text"] and "number 1" not in year["text"]
    )
    assert len(json.loads(saved(call, world.mentee, "json")["text"])["entries"]) == 3
    assert f"{first.year}, for printing" in page(world.mentee)
    entries(("number 3", dt.date(first.year, 1, 5)), ("number 4", dt.date(first.year, 12, 5)))
    assert call(world.mentee, "open_document", {"form": "html", "year": first.year}).status_code == 422
    shown = page(world.mentee)
    assert f"January {first.year}, for printing" in shown and f"{first.year - 1}, for printing" in shown
    month = saved(call, world.mentee, "html", year=first.year, month=1)
    assert month["name"] == f"journal-{first.year}-01.html" and f"January {first.year}" in month["text"]
    assert "number 3" in month["text"] and "number 4" not in month["text"]
    assert call(world.mentee, "open_document", {"form": "pdf"}).status_code == 422


ALIVE = "![p](https://a.fi/p.png) [x](javascript:y) [z](https://a.fi)"


@pytest.mark.once
@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("# One\n## Two ##\n####### no", "#### One\n##### Two ##\n####### no"),
        ("#tag stays\n\\# too", "#tag stays\n\\# too"),
        ("Under\n=====\n\ntext\n\nAnd\n---", "#### Under\n\ntext\n\n##### And"),
        ("a\n- list\n\n---", "a\n- list\n\n---"),
        ("<b>x</b> 1 < 2 <https://a.fi>", "\\<b>x\\</b> 1 < 2 <https://a.fi>"),
        (ALIVE, "\\![p](https://a.fi/p.png) [x]\\(javascript:y) [z](https://a.fi)"),
        ("[r]: javascript:x", "[r]\\: javascript:x"),
    ],
)
def test_what_other_programs_could_bring_alive_stays_text(typed, kept):
    assert document_text.below(typed) == kept


@pytest.mark.once
@pytest.mark.parametrize(
    "typed", ["](" + " " * 20_000, "](\n" * 5_000, "](<" + "\t" * 20_000, "](" + "a" * 20_000, "]:" * 10_000]
)
def test_no_text_costs_more_than_its_length(typed):
    started = time.process_time()
    document_text.below(typed)
    assert time.process_time() - started < 0.5
