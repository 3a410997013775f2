"""A journal in a course, the people around it, and ways to write in it as each of them."""

import html as entities
import json
import uuid
from dataclasses import dataclass
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from demo.models import AuthoredBlock, Unit
from mentoring_xblock.groups.models import Kind, Membership
from mentoring_xblock.journal import api
from mentoring_xblock.journal.data import Draft
from mentoring_xblock.sharing.models import Audience
from tests import factories

BLOCK_TYPE = "mentoring_journal"
THEMES = [{"id": "osaaminen", "name": {"fi": "Oma osaaminen", "en": "Competence"}}]
SECRET = "Kukaan muu ei lue tätä 🌙"


@dataclass
class World:
    """A pair, another pair with a mentor of its own, a peer group of both mentees, and a journal."""

    round: Any
    mentee: Any
    mentor: Any
    pair: Any
    peer: Any
    other_mentor: Any
    peers: Any
    place: Any

    def write(self, person=None, text=SECRET, *, entry=None, version=0, key=None, step=1, place=None, **fields):
        """Save a text as the answer to `what`; returns what the api told."""
        draft = Draft(fields.pop("title", ""), fields.pop("theme", ""), {"what": text, **fields})
        writer = api.Writer(key or uuid.uuid4(), step)
        return api.save_entry(
            factories.actor(person or self.mentee), place or self.place, entry, draft, version, writer
        )

    def share(self, entry_id, group=None, audience=Audience.LEADER, person=None):
        group = group or self.pair
        return api.share_entry(factories.actor(person or self.mentee), self.place, entry_id, group.public_id, audience)

    def withdraw(self, entry_id, share_id, person=None):
        api.withdraw_entry(factories.actor(person or self.mentee), self.place, entry_id, share_id)

    def open(self, entry_id, person=None):
        return api.open_shared(factories.actor(person or self.mentor), self.place, entry_id)

    def shared_with(self, person):
        return api.shared_entries(factories.actor(person), self.place)

    def leave(self, group, person, now):
        """Let somebody leave a group, with no days after it."""
        Membership.objects.filter(group=group, participant=person).update(
            seat=None, slot=None, left_at=now, readable_until=now
        )


@pytest.fixture
def world(db):
    return make_world()


@pytest.fixture
def transactional_world(transactional_db):
    """The same in real transactions, for threads."""
    return make_world()


def make_world() -> World:
    round_ = factories.make_round(themes=THEMES)
    mentor, mentee, pair = factories.make_pair(
        round_, factories.make_mentor(round_, name="Anna Laine"), factories.make_mentee(round_, name="Elli Saari")
    )
    other_mentor, peer, _pair = factories.make_pair(round_, None, factories.make_mentee(round_, name="Ville Vertainen"))
    return World(
        round=round_,
        mentee=mentee,
        mentor=mentor,
        pair=pair,
        peer=peer,
        other_mentor=other_mentor,
        peers=factories.make_group(None, [mentee, peer], Kind.PEER_GROUP, "Peer group Tampere"),
        place=factories.place_of(round_, BLOCK_TYPE, "journal"),
    )


@pytest.fixture
def authored(world):
    """The journal as its author published it, with the default questions."""
    unit = Unit.objects.create(course=factories.make_course(), title="Journal")
    fields = {"display_name": "Journal"}
    return AuthoredBlock.objects.create(
        course_key=str(world.place.course_key),
        usage_key=str(world.place.usage_key),
        block_type=BLOCK_TYPE,
        unit=unit,
        draft=fields,
        published=fields,
    )


@pytest.fixture
def set_fields(authored):
    """Publish the journal with some fields changed."""

    def change(**fields):
        authored.draft = authored.published = {**authored.published, **fields}
        authored.save()

    return change


def _client(person) -> Client:
    client = Client()
    if person is not None:
        client.force_login(getattr(person, "user", person))
    return client


@pytest.fixture
def call(authored):
    """Call a handler over HTTP: `call(person, "save_entry", {...})`; None is nobody, `raw` a body as it is."""

    def post(person, handler, body=None, *, raw=None):
        url = reverse(
            "xblock_handler",
            kwargs={"course_id": authored.course_key, "usage_id": authored.usage_key, "handler": handler},
        )
        content = raw if raw is not None else json.dumps(body, default=str)
        return _client(person).post(url, content, "application/json")

    return post


@pytest.fixture
def page(authored):
    """Return the journal's page as somebody sees it."""

    def get(person) -> str:
        return _client(person).get(reverse("unit", kwargs={"unit_id": authored.unit_id})).content.decode()

    return get


def queries(work) -> int:
    """Return how many queries a piece of work costs."""
    with CaptureQueriesContext(connection) as asked:
        work()
    return len(asked)


def body(text=SECRET, *, entry=None, version=0, key=None, step=1, title="", theme="", **answers):
    """What the page sends when it saves."""
    return {
        "entry": entry,
        "version": version,
        "once_key": key or uuid.uuid4(),
        "step": step,
        "title": title,
        "theme": theme,
        "answer_what": text,
        **answers,
    }


def text_of(answer) -> str:
    """Return an answer's markup with its entities resolved."""
    return entities.unescape(answer.content.decode())


def save(call, person, *args, **kwargs):
    """Save by the handler, and return what the page is told."""
    answer = call(person, "save_entry", body(*args, **kwargs))
    assert answer.status_code == 200, answer.content
    return answer.json()
