"""The pages about help: the panel of a group and of the programme's page, and the coordinators' desk."""

from __future__ import annotations

import html
import json
import logging
import re
import uuid

import pytest
from django.utils import timezone

from mentoring_xblock.help import api
from mentoring_xblock.help.models import HelpRequest
from mentoring_xblock.lifecycle import api as lifecycle
from mentoring_xblock.models import Message
from mentoring_xblock.notifications.sending import send_due
from mentoring_xblock.programme import api as programmes
from tests import factories, pages

pytestmark = pytest.mark.django_db

SECRET = "SECRETWORDS"


@pytest.fixture
def blocks(world):
    plan = world.programme.plan
    return {
        "programme": pages.publish_block("mentoring_programme", "b1", plan=plan, programme="main"),
        "meetings": pages.publish_block("mentoring_meetings", "meetings"),
        "dashboard": pages.publish_block("mentoring_dashboard", "dashboard"),
        "goals": pages.publish_block("mentoring_goals", "goals"),
        "journal": pages.publish_block("mentoring_journal", "journal"),
    }


def body(world, **more):
    return {
        "topic": "concern",
        "body": SECRET,
        "once_key": str(uuid.uuid4()),
        "group": str(world.group.public_id),
        **more,
    }


def text_of(answer, status=200):
    assert answer.status_code == status, answer.content.decode()
    return html.unescape(answer.content.decode())


def test_a_mentee_reads_who_would_read_it_asks_and_reads_the_answer(world, blocks):
    meetings = blocks["meetings"]
    page = html.unescape(pages.see(world.mentee, meetings))
    assert "Talk to the coordinators, or report a concern" in page
    assert "<strong>029 400</strong>" in page
    opened = text_of(pages.send(world.mentee, meetings, "open_help", {"group": str(world.group.public_id)}))
    assert "Only you and the coordinators read this: Petri Aro and Saija Lampi." in opened
    assert "Up to 5,000 characters." in opened
    refused = text_of(pages.send(world.mentee, meetings, "ask_help", body(world, body="x" * 5001)), 422)
    assert "This can have 5,000 characters; it has 5,001." in refused
    assert "x" * 5001 in refused
    sent = text_of(pages.send(world.mentee, meetings, "ask_help", body(world)))
    assert "Sent. The coordinators are told" in sent
    assert "Waits for the coordinators since" in sent
    asked = HelpRequest.objects.get()
    world.reply(world.coordinates, api.mine(world.asks, world.place)[0], "Come by on Tuesday.")
    # Neither the page of the group nor its closed panel says so: the two of them may look at it together.
    assert "You have an answer" not in pages.see(world.mentee, meetings)
    for block in (blocks["programme"], blocks["dashboard"]):
        assert "You have an answer." in html.unescape(pages.see(world.mentee, block))
    assert "You have an answer." in text_of(pages.send(world.mentee, blocks["programme"], "open_help"))
    mine = {"request": str(asked.public_id), "group": ""}
    read = text_of(pages.send(world.mentee, blocks["programme"], "open_help", mine))
    assert "Come by on Tuesday." in read
    assert "You have an answer" not in pages.see(world.mentee, blocks["programme"])
    again = {**mine, "body": "I will.", "once_key": str(uuid.uuid4())}
    assert "I will." in text_of(pages.send(world.mentee, meetings, "reply_help", again))
    stale = text_of(pages.send(world.mentee, meetings, "settle_help", {**mine, "settled": True, "version": 1}), 409)
    assert "Something was said or done here meanwhile." in stale
    version = HelpRequest.objects.get().version
    settled = pages.send(world.mentee, meetings, "settle_help", {**mine, "settled": True, "version": version})
    assert "You settled this" not in text_of(settled)
    assert "Aino Aktori settled this" in text_of(settled)


def test_coordinators_find_who_waits_on_their_page_and_answer(world, blocks):
    desk = blocks["dashboard"]
    world.ask(topic="concern", body=SECRET)
    overview = html.unescape(pages.see(world.coordinator, desk))
    assert "1 person asks for a word" in overview
    assert SECRET not in overview
    listed = text_of(pages.send(world.coordinator, desk, "show_desk", {"desk": "help"}))
    assert "Aino Aktori" in listed
    assert "A concern · Waits since today" in listed
    asked = {"request": str(HelpRequest.objects.get().public_id)}
    opened = text_of(pages.send(world.coordinator, desk, "open_help", asked))
    assert SECRET in opened
    assert "Asked from a group with Anna Mentori. They do not know of it." in opened
    answer = {**asked, "body": "", "once_key": str(uuid.uuid4())}
    assert "Write a sentence at least." in text_of(pages.send(world.coordinator, desk, "answer_help", answer), 422)
    told = pages.send(world.coordinator, desk, "answer_help", {**answer, "body": "Thank you."})
    assert "They are told that there is an answer." in text_of(told)
    late = text_of(pages.send(world.second, desk, "settle_help", {**asked, "settled": True, "version": 1}), 409)
    assert "Thank you." in late
    now = {**asked, "settled": True, "version": HelpRequest.objects.get().version}
    assert "Settled." in text_of(pages.send(world.second, desk, "settle_help", now))
    assert "Nobody waits for you." in text_of(pages.send(world.second, desk, "list_help", {}))
    assert "asks for a word" not in pages.see(world.coordinator, desk)
    # Between two rounds it goes on.
    world.ask(body=SECRET)
    programmes.close_round(world.coordinates, world.place, world.round.public_id, timezone.now())
    assert "1 person asks for a word" in pages.see(world.coordinator, desk)
    assert "Aino Aktori" in text_of(pages.send(world.second, desk, "list_help", {"settled": True}))


def test_nothing_of_it_reaches_the_partner_anywhere(world, blocks, mailoutbox, caplog):
    """Pages, mails, exports, counts and logs of the mentor, who coordinates as well, are the same before and after."""
    factories.give_role(factories.make_coordinator(world.programme, world.mentor.user), "staff")
    handlers = [
        (blocks["dashboard"], "show_desk", {"desk": "overview"}),
        (blocks["dashboard"], "show_desk", {"desk": "help"}),
        (blocks["dashboard"], "show_desk", {"desk": "groups"}),
        (blocks["dashboard"], "show_desk", {"desk": "people"}),
        (blocks["dashboard"], "list_help", {"settled": True}),
        (blocks["meetings"], "open_help", {"group": str(world.group.public_id)}),
        (blocks["programme"], "open_help", {}),
    ]

    def everything():
        seen = [pages.see(world.mentor, block) for block in blocks.values()]
        seen += [pages.send(world.mentor, *one).content.decode() for one in handlers]
        exported = json.dumps(lifecycle.export_person(world.mentor.user_id), default=str)
        return [*map(_still, seen), exported]

    before = everything()
    with caplog.at_level(logging.DEBUG):
        asked = world.ask(topic="concern", body=SECRET)
        pages.send(world.mentee, blocks["meetings"], "ask_help", body(world, group=""))
        world.reply(world.coordinates, asked, SECRET)
        send_due()
    assert everything() == before
    assert not Message.objects.filter(recipient=world.mentor.user).exists()
    assert {mail.to[0] for mail in mailoutbox} == {
        one.email for one in (world.mentee.user, world.coordinator, world.second)
    }
    said = " ".join(f"{mail.subject} {mail.body} {mail.alternatives}" for mail in mailoutbox)
    for word in (SECRET, "concern", "Aino Aktori", "Anna Mentori"):
        assert word not in said.replace("Hello Aino Aktori", "")
    assert SECRET not in caplog.text
    assert SECRET not in json.dumps(list(Message.objects.values("context", "event_key")))
    request = {"request": str(asked.public_id)}
    for block, handler in (
        (blocks["meetings"], "open_help"),
        (blocks["meetings"], "reply_help"),
        (blocks["meetings"], "settle_help"),
        (blocks["dashboard"], "open_help"),
        (blocks["dashboard"], "answer_help"),
        (blocks["dashboard"], "settle_help"),
    ):
        sent = {**request, "body": "Hello", "once_key": str(uuid.uuid4()), "settled": True, "version": 2}
        assert pages.send(world.mentor, block, handler, sent).status_code == 404


def _still(text: str) -> str:
    """Return a page without what is new each time: keys of forms, and the host's tokens."""
    return re.sub(r'(name="once_key" value|data-request-token|csrf\w*" value)="[^"]+"', "", text)


def test_the_panel_costs_the_same_for_one_request_and_for_many(
    world, blocks, django_assert_num_queries, django_assert_max_num_queries
):
    where = {"group": str(world.group.public_id)}
    world.ask()
    pages.send(world.mentee, blocks["meetings"], "open_help", where)
    with django_assert_max_num_queries(45) as few:
        text_of(pages.send(world.mentee, blocks["meetings"], "open_help", where))
    for _ in range(5):
        world.ask()
    with django_assert_num_queries(len(few)):
        text_of(pages.send(world.mentee, blocks["meetings"], "open_help", where))
