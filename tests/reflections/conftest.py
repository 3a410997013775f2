"""A group of peers that answers a prompt together, its journal, and ways to write and hand over as each of them."""

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from mentoring_xblock.groups.models import Kind
from mentoring_xblock.journal import api as journal
from mentoring_xblock.journal.data import Draft
from mentoring_xblock.journal.prompts import DEFAULT_PROMPTS
from mentoring_xblock.programme import api as programmes
from mentoring_xblock.reflections import api
from mentoring_xblock.worksheets.api import frames_from_mirror
from tests import factories

BLOCK_TYPE = "mentoring_journal"
#: The first day of the round, and the phases of the plan by their first days.
FIRST = dt.date(2027, 2, 1)
WEEK = dt.timedelta(weeks=1)
#: The day on which the prompt's answers are read at the latest.
SHOWN_ON = FIRST + 3 * WEEK


@dataclass
class World:
    """Three peers in a group, and a journal whose one prompt they answer together."""

    round: Any
    elli: Any
    ville: Any
    outi: Any
    group: Any
    place: Any
    block: Any

    @property
    def people(self):
        return (self.elli, self.ville, self.outi)

    @property
    def frame(self):
        """The prompt as it was published."""
        return frames_from_mirror(programmes.block_info(self.place.usage_key))[0]

    def publish(self, **changes):
        """Publish the prompt with some of its settings changed."""
        frame = {"id": "main", "name": {"en": "Half-way"}, "together": True, **changes}
        self.block.settings = {"frames": [frame]}
        self.block.save()

    def write(self, person, text, *, entry=None, version=0):
        writer = journal.Writer(uuid.uuid4(), 1)
        draft = Draft(answers={"what": text})
        return journal.save_entry(factories.actor(person), self.place, entry, draft, version, writer).entry

    def hand_over(self, person, entry_id, now=None, group=None):
        group = group or self.group
        api.hand_over(factories.actor(person), self.place, self.frame, entry_id, group.public_id, now or at(1))

    def take_back(self, person, entry_id, now=None):
        api.take_back(factories.actor(person), self.place, self.frame, entry_id, self.group.public_id, now or at(1))

    def seen(self, person, now=None):
        """Return the one reflection as a person sees it."""
        return api.mine(factories.actor(person), self.place, [self.frame], now or at(1))[0]

    def reads(self, person):
        """Return what a person reads of others, as (name of its author, text)."""
        page = journal.shared_entries(factories.actor(person), self.place)
        return sorted((one.owner_name, one.entry.answers["what"]) for one in page.items)


def at(days, hour=12):
    """Return a moment so many days after the first one of the round, by the programme's clock."""
    return dt.datetime.combine(FIRST + dt.timedelta(days=days), dt.time(hour), ZoneInfo("Europe/Helsinki"))


@pytest.fixture
def world(db):
    return make_world()


@pytest.fixture
def transactional_world(transactional_db):
    """The same in real transactions, for threads."""
    return make_world()


def make_world() -> World:
    round_ = factories.make_round(starts_on=FIRST)
    elli, ville, outi = (factories.make_mentee(round_, name=name) for name in ("Elli Saari", "Ville Vuo", "Outi Oja"))
    group = factories.make_group(None, [elli, ville, outi], Kind.PEER_GROUP, "Peer group Tampere", capacity=5)
    block = factories.make_block(BLOCK_TYPE, "journal", questions=DEFAULT_PROMPTS)
    world = World(round_, elli, ville, outi, group, factories.place_of(round_, BLOCK_TYPE, "journal"), block)
    world.publish(shown_on=SHOWN_ON.isoformat())
    return world
