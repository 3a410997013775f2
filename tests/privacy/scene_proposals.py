"""Proposals of the scene, in every state, and what the desk for matching sends about them."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django.utils import timezone

from mentoring_xblock.groups.models import Kind
from mentoring_xblock.proposals import api
from mentoring_xblock.proposals.brief import Brief, Criterion
from mentoring_xblock.proposals.models import Proposal, Seat, Stage
from tests import factories


def gather(scene: Any, thing: Any) -> dict[str, Any]:
    """Return proposals: two drafts with something to undo and to redo, a run that waits, and one elsewhere."""
    draft = _make(scene.round, "A", scene.waiting, leader=scene.other_mentor)
    peers = _make(scene.round, "B", scene.waiting, kind=Kind.PEER_GROUP, number=1)
    Seat.objects.create(proposal=draft, member=scene.peer)
    coordinator, place = factories.coordinator_actor(scene.coordinator), factories.place_of(scene.round)
    for row in (draft, peers):
        for locked in (True, False, True):
            row.refresh_from_db()
            api.lock(coordinator, place, row.public_id, [scene.waiting.public_id], locked, version=row.version)
        row.refresh_from_db()
        api.undo(coordinator, place, row.public_id, version=row.version)
        row.refresh_from_db()
    named = {
        "a draft": draft,
        "peer groups": peers,
        "a run": _make(scene.round, "C", scene.waiting, stage=Stage.QUEUED),
        "in another course": _make(scene.far_round, "A", scene.far_mentee, leader=scene.far_mentor),
    }
    return {name: thing(row.public_id, version=row.version) for name, row in named.items()}


def _make(
    round_: Any, letter: str, member: Any, kind: Kind = Kind.PAIR, stage: Stage = Stage.READY, **seat: Any
) -> Proposal:
    sizes = (1, 1) if kind == Kind.PAIR else (2, 6)
    row = Proposal.objects.create(
        round=round_,
        kind=kind,
        letter=letter,
        stage=stage,
        # However long the walk takes, nobody takes the run for lost.
        beat_at=timezone.now() + dt.timedelta(days=1),
        report={"groups": 1},
        brief=Brief(kind=kind, sizes=sizes, weights={Criterion.WISHES: 40}).to_dict(),
    )
    Seat.objects.create(proposal=row, member=member, **seat)
    return row


def body(scene: Any, handler: str, thing: Any, typed: str) -> dict[str, Any]:
    """Return what the desk for matching sends; of fields that other parts of the page have too only where it asks."""
    sent = {
        "proposal": str(thing.id),
        "parent": "",
        "order": "name",
        "member": str(scene.waiting.public_id),
        "to": str(scene.other_mentor.public_id) if thing is not scene.things["proposals"].get("peer groups") else "1",
        "other": "",
        "locked": True,
        "mode": "even",
        "number": 1,
        "coach": "",
        "ask": "seat_more",
        "way": "fair",
        "weight_wishes": 40,
        "must_hours": "",
        "low": 2,
        "high": 6,
        "seed": 0,
        "together": "",
        "apart": "",
    }
    if handler in ("move_seat", "fill_proposal"):
        sent["to"] = ""
    if handler in ("new_proposal", "start_proposal", "weigh_proposal"):
        sent |= {"kind": "peer_group", "members": "mentee"}
    if handler in ("ask_what_if", "try_what_if"):
        sent |= {"leader": str(scene.other_mentor.public_id)}
    if handler == "ask_what_if" and thing is scene.things["proposals"].get("peer groups"):
        sent |= {"ask": "swap", "other": str(scene.waiting.public_id)}
    if handler == "offer_place":
        sent |= {
            "participant": str(scene.waiting.public_id),
            "leader": str(scene.other_mentor.public_id),
            "group": "",
        }
    return sent | ({"once_key": str(uuid.uuid4())} if handler == "try_what_if" else {})
