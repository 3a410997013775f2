"""A journal's whole life with marked texts: each is read by whom it is shared with, and stands nowhere else.

Everything goes through the handlers, as browsers call them, and every answer is looked at. Afterwards the marks are in
no log record, mail, event, cache, session, submission, learner state, trail, error, address or header; and where there
are keys, in no column of the database either.
"""

from __future__ import annotations

import json
import pickle
import uuid
from datetime import timedelta
from unittest import mock

import pytest
from cryptography.fernet import Fernet
from django.apps import apps
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.cache import caches
from django.core.management import call_command
from django.db import DatabaseError, connection
from django.utils import timezone

from mentoring_xblock.groups.models import Membership
from mentoring_xblock.lifecycle import api as lifecycle
from mentoring_xblock.models import Entry, HandIn, Message, Share
from tests import factories, pages
from tests.privacy.watch import Books, errors_heard, listening, mark, marks_in

pytestmark = [pytest.mark.django_db, pytest.mark.once]

#: What is written where.
TITLE, WHAT, THEN, PASSAGE = (mark(f"leak {part}") for part in ("title", "what", "then", "passage"))
OTHER, WHOLE, ALONE, TOGETHER, PEERS = (
    mark(f"leak {part}") for part in ("conflict", "whole", "alone", "together", "of a peer")
)
COMMENT, ANSWERED, SOUGHT = (mark(f"leak {part}") for part in ("comment", "answer", "sought"))
MINE = {TITLE, WHAT, THEN, PASSAGE, OTHER, WHOLE, ALONE, TOGETHER}
#: Columns that are sealed where there are keys; whatever else holds a mark is a leak.
TEXTS = {
    "mentoring_xblock_entry",
    "mentoring_xblock_entryversion",
    "mentoring_xblock_comment",
    "mentoring_xblock_handin",
}


class Journal:
    """The block, and everybody's browser. `shown` has the marks that each person has met in any answer."""

    def __init__(self, world):
        self.world = world
        common = {"frames": [{"id": "main", "together": True}], "moods": True, "graded": True, "points": 5}
        self.block = pages.publish_block("mentoring_journal", "journal", **common)
        self.desk = pages.publish_block("mentoring_dashboard", "desk")
        mirror = factories.make_block("mentoring_journal", "journal", points=5)
        mirror.settings = {"frames": common["frames"], "moods": True}
        mirror.save()
        self.coordinator = factories.make_coordinator(world.round.programme)
        self.staff = factories.make_staff()
        self.shown, self.told = {}, []

    @property
    def strangers(self):
        """Whoever may read nothing at all of the mentee's."""
        return {
            "another mentor": self.world.other_mentor,
            "a coordinator": self.coordinator,
            "the staff": self.staff,
            "a newcomer": factories.make_mentee(self.world.round),
        }

    def send(self, person, handler, block=None, expect=200, **body):
        """Call a handler; returns the answer."""
        answer = pages.send(person, block or self.block, handler, json.dumps(body, default=str))
        assert answer.status_code == expect, (handler, answer.status_code)
        self.note(person, answer.content.decode())
        self.told += [
            answer.request["PATH_INFO"],
            answer.request["QUERY_STRING"],
            str(answer.headers),
            str(answer.cookies),
        ]
        return answer

    def note(self, person, text):
        self.shown.setdefault(person, set()).update(marks_in(text))

    def look(self, person):
        """Open the pages; returns the marks on them."""
        seen = set()
        for block in (self.block, self.desk):
            seen |= marks_in(pages.see(person, block))
        self.shown.setdefault(person, set()).update(seen)
        return seen

    def save(self, person, what, entry="", version=0, step=1, key=None, expect=200, **more):
        """Save a text; returns the entry's id."""
        body = {
            "entry": entry,
            "version": version,
            "once_key": key or uuid.uuid4(),
            "step": step,
            "title": "",
            "theme": "",
        }
        answer = self.send(person, "save_entry", expect=expect, **{**body, "answer_what": what, **more})
        return answer.json()["entry"] if expect == 200 else entry

    def share(self, entry, group, audience, seat=None, what="entry", **more):
        """Share an entry of the mentee's; returns the share's id."""
        to = " ".join(map(str, filter(None, (group.public_id, audience, seat))))
        self.send(self.world.mentee, "share_entry", entry=entry, to=to, what=what, later=True, talk=True, **more)
        return Share.objects.get(item_id=entry, live=1, audience=audience).public_id


@pytest.fixture(params=["plain", "sealed"])
def keys(request, settings):
    """A site without keys, and one with a key."""
    settings.MENTORING_FERNET_KEYS = [Fernet.generate_key().decode()] if request.param == "sealed" else []
    return settings.MENTORING_FERNET_KEYS


@pytest.fixture
def journal(world, keys):
    return Journal(world)


def an_entry_is_written(journal):
    """Save by two devices, look at it, look for it, and look back; returns the entry."""
    mentee, key = journal.world.mentee, uuid.uuid4()
    entry = journal.save(mentee, WHAT, key=key, title=TITLE, mood=4)
    text = f"{WHAT} {PASSAGE}"
    journal.save(mentee, text, entry, 1, 2, key, title=TITLE, answer_so_what=THEN)
    journal.save(mentee, OTHER, entry, 1, expect=409, title=TITLE)
    typed = {"entry": entry, "version": 2, "once_key": key, "step": 3, "title": TITLE, "answer_what": text}
    for handler in ("preview_entry", "join_texts"):
        journal.send(mentee, handler, **typed)
    for words in (SOUGHT, PASSAGE):
        journal.send(mentee, "search_entries", words=words)
    for handler, body in (
        ("open_history", {"entry": entry}),
        ("list_entries", {"page": 1}),
        ("open_year", {}),
        ("open_insights", {}),
        ("device_key", {}),
    ):
        journal.send(mentee, handler, **body)
    return entry


def it_is_shared_in_each_manner(journal, entry):
    """Share a passage, a whole entry, and one with one person; talk about them; withdraw one."""
    world = journal.world
    share = journal.share(entry, world.pair, "leader", what="passage", passage_what=PASSAGE)
    assert journal.look(world.mentor) == {PASSAGE}
    journal.send(world.mentor, "open_shared", entry=entry)
    for handler in ("mark_read", "react"):
        journal.send(world.mentor, handler, entry=entry, share=share, reaction="thanks")
    for person, words in ((world.mentor, COMMENT), (world.mentee, ANSWERED)):
        journal.send(person, "comment_entry", entry=entry, share=share, body=words, once_key=uuid.uuid4())

    journal.send(world.mentor, "open_shared", entry=entry)

    whole = journal.save(world.mentee, WHOLE)
    share = journal.share(whole, world.pair, "leader")
    journal.send(world.mentor, "open_entry", journal.desk, entry=whole)
    journal.send(world.mentee, "withdraw_entry", entry=whole, share=share)

    seat = Membership.objects.get(group=world.peers, participant=world.peer).public_id
    alone = journal.save(world.mentee, ALONE)
    journal.share(alone, world.peers, "person", seat=seat)
    journal.send(world.peer, "open_shared", entry=alone)

    for person, words in ((world.mentee, TOGETHER), (world.peer, PEERS)):
        handed = journal.save(person, words)
        assert TOGETHER not in journal.look(world.peer)
        journal.send(person, "hand_over", entry=handed, group=world.peers.public_id)
    assert TOGETHER in journal.look(world.peer)


def withdrawn_is_gone(journal):
    """See that the mentor still has the passage, and that the entry which was withdrawn is nowhere any more."""
    world, before = journal.world, journal.shown[journal.world.mentor]
    assert before == {PASSAGE, COMMENT, ANSWERED, WHOLE}
    assert WHOLE not in journal.look(world.mentor)
    whole = Entry.objects.get(words=1, title="", public_id__in=withdrawn()).public_id
    for handler, block in (("open_shared", None), ("open_entry", journal.desk)):
        journal.send(world.mentor, handler, block, expect=404, entry=whole)


def withdrawn():
    return Share.objects.filter(withdrawn_at__isnull=False).values_list("item_id", flat=True)


def it_is_handed_in_and_taken_away(journal, entry):
    """Hand an entry in, have it scored, and take everything away as each kind of file."""
    world = journal.world
    journal.send(world.mentee, "hand_in", items=[entry], once_key=uuid.uuid4())
    hand_in = HandIn.objects.get().public_id
    journal.send(world.mentor, "open_hand_in", journal.desk, hand_in=hand_in)
    journal.send(world.mentor, "give_score", journal.desk, hand_in=hand_in, points=4, feedback="", replaces="")
    for form in ("html", "markdown", "json"):
        journal.send(world.mentee, "open_document", form=form)
    assert MINE - {OTHER} <= marks_in(json.dumps(lifecycle.export_person(world.mentee.user_id)))


def a_save_fails(journal):
    """Let the database fail in the middle of a save; the host logs what it logs."""
    with mock.patch.object(Entry, "save", side_effect=DatabaseError("the disk is full")), pytest.raises(DatabaseError):
        pages.send(journal.world.mentee, journal.block, "save_entry", saved_anew(journal))
    client = pages.browser(journal.world.mentee)
    client.raise_request_exception = False
    with mock.patch.object(Entry, "save", side_effect=DatabaseError("the disk is full")):
        answer = client.post(journal.told[0], saved_anew(journal), content_type="application/json")
    assert answer.status_code == 500
    assert marks_in(answer.content.decode()) == set()


def saved_anew(journal):
    body = {"entry": "", "version": 0, "once_key": str(uuid.uuid4()), "step": 1, "title": TITLE, "answer_what": WHAT}
    return json.dumps({**body, "theme": ""})


def it_comes_to_its_end(journal, entry):
    """Delete an entry and empty the bin, let the round end, tell everybody, and erase what is kept no longer."""
    world, now = journal.world, timezone.now()
    journal.send(world.mentee, "delete_entry", entry=entry)
    Entry.objects.filter(public_id=entry).update(deleted_at=now - timedelta(days=31))
    programme = world.round.programme
    programme.plan = {**programme.plan, "journal_kept_days": 60}
    programme.save()
    world.round.closed_at = now - timedelta(days=40)
    world.round.save()
    call_command("mentoring_purge")
    call_command("mentoring_send_mail")


def everything_outside():
    """Everything that is kept where no text belongs, as one text."""
    kept = [pickle.dumps(dict(getattr(cache, "_cache", {}))).decode("latin-1") for cache in caches.all()]
    kept += [repr(session.get_decoded()) for session in Session.objects.all()]
    kept += [f"{one.subject} {one.body} {one.alternatives} {one.extra_headers}" for one in mail.outbox]
    kept += [repr(row) for row in Message.objects.values_list()]
    return " ".join(kept)


def columns_with_marks():
    """The tables in which a mark can be read by whoever has the database alone."""
    found = set()
    with connection.cursor() as cursor:
        for model in apps.get_models():
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(model._meta.db_table)}")  # noqa: S608 - our own
            if marks_in(repr(cursor.fetchall())):
                found.add(model._meta.db_table)
    return found


def test_what_is_written_in_a_journal_is_where_it_belongs_and_nowhere_else(
    journal, keys, django_capture_on_commit_callbacks, capsys
):
    world, errors = journal.world, []
    with listening() as heard, errors_heard(errors), django_capture_on_commit_callbacks(execute=True):
        entry = an_entry_is_written(journal)
        it_is_shared_in_each_manner(journal, entry)
        withdrawn_is_gone(journal)
        it_is_handed_in_and_taken_away(journal, entry)
        a_save_fails(journal)
        strangers = {name: journal.look(person) for name, person in journal.strangers.items()}
        assert columns_with_marks() == (set() if keys else TEXTS)
        assert Books().told == {}
        it_comes_to_its_end(journal, entry)

    assert all(seen == set() for seen in strangers.values()), strangers
    assert journal.shown[world.peer] == {PEERS, ALONE, TOGETHER}
    assert journal.shown[world.mentor] - {PASSAGE, COMMENT, ANSWERED, WHOLE} == {TITLE, WHAT, THEN}  # handed in
    assert journal.shown[world.mentee] >= MINE | {COMMENT, ANSWERED}
    assert heard.records > 0
    assert heard.heard == set()
    assert marks_in(" ".join([*errors, *journal.told, *capsys.readouterr()])) == set()
    assert marks_in(everything_outside()) == set()
    assert {message.template for message in Message.objects.all()} >= {"reflection_opened", "journal_ends"}
