"""Known lists of cross-site scripting vectors in everything that people and authors write: in a real browser under a
strict content security policy nothing of them runs, and the policy has nothing to stop.

The vectors come with the package brs-kb; nothing of them is copied here, and none is printed.
"""

from __future__ import annotations

import uuid

import brs_kb
import pytest
from playwright.sync_api import expect

from demo.publish import publish_blocks
from mentoring_xblock.journal.data import ANSWER_LIMIT, TITLE_LIMIT
from mentoring_xblock.journal.models import Entry, EntryVersion
from mentoring_xblock.sharing.models import Audience, Comment, Reader, Share
from mentoring_xblock.sharing.talking import COMMENT_LIMIT
from tests import factories, pages
from tests.browser.harness import server_at_rest

#: Answers that one entry has, with room for what stands between.
FIELDS, ROOM = ("what", "so_what", "now_what"), ANSWER_LIMIT - 500
#: What a vector would do if it ran, and what the policy says of one that tried: each is a complaint on the console.
WATCH = """(() => {
  const ran = (name) => () => console.error(`a vector ran: ${name}`);
  for (const name of ["alert", "confirm", "prompt", "print", "open"]) { window[name] = ran(name); }
  document.addEventListener("securitypolicyviolation", (event) => console.error(`stopped: ${event.violatedDirective}`));
})()"""
#: Nothing on the page that could run, fetch or submit but what we have put there.
ALIVE = """() => Array.from(document.querySelectorAll(".mn *")).filter((node) =>
  /^(script|iframe|object|embed|img|video|audio|link|base|meta|math)$/i.test(node.tagName)
  || Array.from(node.attributes).some((one) => /^on/i.test(one.name))
  || /^\\s*(javascript|data|vbscript):/i.test(node.getAttribute("href") || "")).map((node) => node.tagName)"""
FROM_A_FILE = ALIVE.replace('".mn *"', '"body *"')


def batches(texts, room):
    """Put texts together, an empty line between two, as many as fit."""
    found, size = [], room + 1
    for text in texts:
        if size + len(text) + 2 > room:
            found.append([])
            size = 0
        found[-1].append(text)
        size += len(text) + 2
    return ["\n\n".join(one) for one in found]


@pytest.fixture(scope="module")
def vectors():
    found = sorted({one["payload"] for one in brs_kb.get_all_payloads().values()})
    assert len(found) > 4_000
    return [one for one in found if len(one) < ROOM]


@pytest.fixture
def written(paired, vectors):
    """All vectors in entries, every second one as a link; some in titles, earlier texts, comments, and what authors
    write. All entries are shared with the mentor, one as an earlier text. Returns the entries."""
    ways = [f"[there]({one})" if number % 2 else one for number, one in enumerate(vectors)]
    texts = batches(ways, ROOM)
    short = [one for one in vectors if len(one) <= TITLE_LIMIT and "\x00" not in one]
    membership = paired.mentee.memberships.get()
    reader = paired.mentor.memberships.get()
    where = {"round": paired.round, "course_key": factories.COURSE_KEY, "usage_key": paired.journal.usage_key}
    entries = []
    for number, at in enumerate(range(0, len(texts), len(FIELDS))):
        answers = dict(zip(FIELDS, texts[at : at + len(FIELDS)], strict=False))
        title = short[number * 7 % len(short)]
        entry = Entry.objects.create(
            **where, owner=paired.mentee.user, title=title, answers=answers, words=9, insights=1, once_key=uuid.uuid4()
        )
        kept = EntryVersion.objects.create(entry=entry, number=1, reason="shared", content={"answers": answers})
        share = Share.objects.create(
            item_kind="entry",
            item_id=entry.public_id,
            owner=paired.mentee.user,
            group=membership.group,
            owner_membership=membership,
            audience=Audience.LEADER,
            text_id=kept.public_id if number == 1 else None,
        )
        Reader.objects.create(share=share, membership=reader, user=paired.mentor.user)
        entries.append(entry)
    for text in batches(short, COMMENT_LIMIT)[:5]:
        Comment.objects.create(share=share, author=paired.mentor.user, body=text, once_key=uuid.uuid4())
    label = {"en": short[-1], "fi": short[-2]}
    prompts = [
        {"id": name, "label": label, "help": {"en": short[number]}, "limit": ANSWER_LIMIT}
        for number, name in enumerate(FIELDS)
    ]
    paired.journal.draft = {"display_name": short[5], "prompts": prompts, "intro": {"en": texts[0]}}
    publish_blocks(factories.COURSE_KEY, [paired.journal])
    membership.group.name = short[9][:100]
    membership.group.save()
    return entries


@pytest.fixture
def watched(visit, live_server):
    """A browser as somebody, in which nothing may run, ask another server, or lead away."""

    def open_(person, block):
        visitor, asked = visit(person), []
        visitor.context.add_init_script(WATCH)
        visitor.context.on("request", lambda request: asked.append(request.url))
        visitor.page.on("dialog", lambda dialog: visitor.failures.append("a dialog"))
        unit = visitor.go(block)
        visitor.asked = asked
        return visitor, unit

    return open_


def nothing_lives(visitor, where):
    visitor.settle()
    assert visitor.frame.evaluate(ALIVE) == [], where


def strangers(visitor, address):
    """Return how many requests left for somewhere else."""
    return len([url for url in visitor.asked if not url.startswith((address, "data:", "blob:"))])


def test_no_vector_runs_for_who_wrote_it(written, paired, vectors, watched, live_server, tmp_path):
    writer, unit = watched(paired.mentee, paired.journal)
    nothing_lives(writer, "the journal")
    for number, entry in enumerate(written):
        unit.locator(f"[data-mn-list] [data-mn-open-entry][hx-vals*='{entry.public_id}']").click()
        expect(unit.locator("[data-mn-paper] [name=entry]")).to_have_value(str(entry.public_id))
        unit.locator("[data-mn-paper] textarea:not([readonly])").first.wait_for()
        unit.locator("[data-mn-preview-button]").click()
        expect(unit.locator("[data-mn-preview] p").first).to_be_visible()
        nothing_lives(writer, f"a paper and its preview, {number}")
    unit.locator("[data-mn-history]").click()
    expect(unit.locator("[id$=-history] details").first).to_be_attached()
    for part in ("insights", "year"):
        unit.locator(f"[data-mn-{part}] summary").first.click()
        expect(unit.locator(f"[id$=-{part}] p").first).to_be_attached()
    nothing_lives(writer, "earlier texts, insights, a year")
    for words in [one for one in vectors if one.isascii() and one.isprintable() and "<" in one and len(one) < 60][:5]:
        with writer.page.expect_response("**/handler/search_entries"):
            unit.locator("[data-mn-search] [name=words]").fill(words)
        expect(unit.locator("[data-mn-hits] mark").first).to_be_visible()
        nothing_lives(writer, "the search")
    assert strangers(writer, live_server.url) == 0

    with server_at_rest():
        made = pages.send(paired.mentee, paired.journal, "open_document", {"form": "html"}).json()["text"]
    (tmp_path / "journal.html").write_text(made, encoding="utf-8")
    writer.asked.clear()
    document = writer.second_tab()
    document.goto(f"file://{tmp_path}/journal.html")
    assert document.evaluate(FROM_A_FILE) == []
    assert [url for url in writer.asked if not url.startswith("file://")] == []
    assert document.url.endswith("journal.html")


def test_no_vector_runs_for_who_reads_it(written, paired, watched, live_server):
    reader, unit = watched(paired.mentor, paired.journal)
    for number, entry in enumerate(written):
        unit.locator(f"[data-mn-open-shared][hx-vals*='{entry.public_id}']").click()
        expect(unit.locator(f"[data-mn-reading] [hx-vals*='{entry.public_id}']").first).to_be_attached()
        nothing_lives(reader, f"reading, {number}")
    reader.go(paired.desk)
    nothing_lives(reader, "the mentor's page")
    assert strangers(reader, live_server.url) == 0
