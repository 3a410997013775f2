"""Passages, kept texts, entries for one person and reflections in the scene, and what a browser sends about them."""

from __future__ import annotations

import uuid
from dataclasses import replace
from typing import Any

from django.utils import timezone

from mentoring_xblock.groups.models import Membership
from mentoring_xblock.journal import api as journal
from mentoring_xblock.journal.data import Draft
from mentoring_xblock.journal.models import EntryVersion
from mentoring_xblock.reflections import api as reflections
from mentoring_xblock.sharing.models import Audience
from mentoring_xblock.worksheets.data import MAIN, Frame
from tests import factories
from tests.privacy.watch import mark

#: The journal's one prompt, which groups answer together; no day on which it opens at the latest.
FRAMES = [{"id": MAIN, "together": True}]

#: Whose words of these anybody may read, by role; joined to the table's.
READS: dict[str, set[str]] = {
    "mentee": {
        *("journal handed over", "journal opened together", "journal of a peer"),
        *("journal a passage", "journal around it", "journal a kept text", "journal kept since"),
        "journal to one person",
    },
    "own mentor": {"journal a passage"},
    "peer": {
        *("journal opened together", "journal of a peer"),
        *("journal a kept text", "journal to one person"),
    },
}


def gather(scene: Any, thing: Any) -> dict[str, dict[str, Any]]:
    """Return further things of the journal, by what calls are about. Things added to `journal` go there directly."""
    scene.things["journal"] |= _answers(scene, thing) | _given(scene, thing)
    return {}


def _answers(scene: Any, thing: Any) -> dict[str, Any]:
    """Return an entry that the mentee has handed over to their mentor, and one that opened with a peer's."""
    place, now = factories.make_place("mentoring_journal", "journal"), timezone.now()
    frame = Frame(MAIN, {}, (), together=True)

    def hand_over(person: Any, name: str, group: Any) -> Any:
        actor, words = factories.actor(person), mark(f"journal {name}")
        writer = journal.Writer(uuid.uuid4(), 1)
        made = journal.save_entry(actor, place, None, Draft(answers={"what": words}), 0, writer).entry
        reflections.hand_over(actor, place, frame, made.public_id, group.public_id, now)
        return made.public_id, words

    handed, words = hand_over(scene.mentee, "handed over", scene.pair)
    opened, shown = hand_over(scene.mentee, "opened together", scene.circle)
    hand_over(scene.peer, "of a peer", scene.circle)
    [share] = journal.shares_of(factories.actor(scene.mentee), place, [opened])[opened]
    return {
        "handed over": thing(handed, words, share_id=uuid.uuid4(), group_id=scene.pair.public_id),
        "opened together": thing(opened, shown, share_id=share.share_id, group_id=scene.circle.public_id),
    }


def _given(scene: Any, thing: Any) -> dict[str, Any]:
    """Return entries of which only a part is shared, an earlier text, or with one person who may not comment."""
    actor, place = factories.actor(scene.mentee), factories.make_place("mentoring_journal", "journal")
    around, since = mark("journal around it"), mark("journal kept since")

    def write(draft: Draft, entry_id: uuid.UUID | None = None, version: int = 0) -> Any:
        writer = journal.Writer(uuid.uuid4(), 1)
        return journal.save_entry(actor, place, entry_id, draft, version, writer).entry

    def share(entry: Any, words: str, group: Any, audience: Audience, **how: Any) -> Any:
        made = journal.share_entry(actor, place, entry.public_id, group.public_id, audience, **how)
        return thing(entry.public_id, words, entry.version, share_id=made.share_id, group_id=group.public_id)

    words = mark("journal a passage")
    entry = write(Draft(around, "", {"what": f"{around} {words} {around}", "so_what": around}, mood=2))
    passage = share(entry, words, scene.pair, Audience.LEADER, passages={"what": words})
    words = mark("journal a kept text")
    entry = write(Draft("", "", {"what": words}, mood=2))
    kept = share(entry, words, scene.circle, Audience.GROUP, later=False)
    later = write(Draft(since, "", {"what": f"{words} {since}"}, mood=4), entry.public_id, entry.version)
    words = mark("journal to one person")
    seat = Membership.objects.get(group=scene.circle, participant=scene.peer).public_id
    entry = write(Draft("", "", {"what": words}))
    alone = share(entry, words, scene.circle, Audience.PERSON, seat_id=seat, talk=False)
    return {"a passage": passage, "a kept text": replace(kept, version=later.version), "to one person": alone}


def body(about: str | None, thing: Any, typed: str) -> dict[str, Any]:
    """Return what a browser sends to handlers of journals in depth, about this thing."""
    made = {"reaction": "thanks"}
    if about != "journal":
        return made
    kept = EntryVersion.objects.filter(entry__public_id=thing.id).order_by("pk").values_list("public_id", flat=True)
    return {**made, "text": str(kept.first() or uuid.uuid4()), **dict.fromkeys(("day", "mood", "goal", "meeting"), "")}
