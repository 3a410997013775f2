"""How a round's matching group reads: blind or not, by which criteria, and until when."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import uuid4

from django.db import transaction
from django.utils.translation import gettext

from mentoring_xblock.kit.errors import Conflict, Invalid
from mentoring_xblock.kit.localised import LANGUAGES
from mentoring_xblock.kit.place import Place
from mentoring_xblock.kit.remembering import forget, remembered
from mentoring_xblock.kit.text import clean
from mentoring_xblock.privacy import policy
from mentoring_xblock.privacy.policy import Action, Actor
from mentoring_xblock.programme import api as programmes
from mentoring_xblock.reviews.data import (
    CRITERIA_LIMIT,
    DEFAULT_CRITERIA,
    NAME_LIMIT,
    READY_MADE,
    Criterion,
    ReadingInfo,
)
from mentoring_xblock.reviews.models import Reading


def reading_of(round_id: int) -> ReadingInfo:
    """Return how the group of a round reads; blind and by the ready-made criteria unless a coordinator said otherwise.

    One query, once a call.
    """
    return remembered(("reading", round_id), lambda: _reading_of(round_id))


def _reading_of(round_id: int) -> ReadingInfo:
    row = Reading.objects.filter(round_id=round_id).first()
    return _info(row) if row else ReadingInfo(round_id)


def _info(row: Reading) -> ReadingInfo:
    return ReadingInfo(row.round_id, row.blind, _criteria(row.criteria), row.version, row.sealed_at)


def _criteria(stored: Any) -> tuple[Criterion, ...]:
    found = (Criterion(one["id"], one["name"]) for one in stored)
    return tuple(found) or DEFAULT_CRITERIA


def locked(round_id: int) -> Reading:
    """Return the row of a round under its lock, made if need be; inside a transaction.

    Rating, suggesting and sealing take this lock first, so that nothing is written after the seal.
    """
    rows = Reading.objects.select_for_update().filter(round_id=round_id)
    if not Reading.objects.filter(round_id=round_id).exists():
        # The first clicks of a round wait for each other here: to insert twice and then lock is a deadlock.
        programmes.hold_round(round_id)
        return rows.first() or Reading.objects.create(round_id=round_id, version=0)
    return rows.get()


def locked_info(round_id: int) -> ReadingInfo:
    """Return the same as other modules of the room read it."""
    return _info(locked(round_id))


def round_of(place: Place) -> int:
    """Return the newest round of the programme; two queries.

    Raises:
        NotFound: it has not been published, or has no round yet.
    """
    return programmes.programme_of(place).round.id


def open_round_of(place: Place) -> int:
    """Return the same to whoever is about to write in it.

    Raises:
        NotFound: it has not been published, or has no round yet.
        Over: the round has been closed.
    """
    return programmes.open_programme(place).round.id


def sealed() -> str:
    """Say that nothing can be written any more."""
    return gettext("The pairs have been published, and the notes of the matching group are sealed. Nothing was saved.")


def set_reading(actor: Actor, place: Place, *, blind: bool, criteria: Sequence[Criterion], version: int) -> ReadingInfo:
    """Say how the group reads.

    Args:
        criteria: in their order; one with an empty id is new, and a ready-made one needs no name. None at all stands
            for the ready-made ones. Scores that were given on a criterion that is left out are no longer counted.
        version: of the settings that the page showed.
    Raises:
        NotAllowed: the actor does not coordinate the programme.
        NotFound: it has no round yet.
        Invalid: too many criteria, or a name that can't be one; `fields` are `criterion_<number>`, counted from 0.
        Conflict: somebody else has changed the settings meanwhile, or the notes are sealed; `current` is what stands.
    """
    policy.require(Action.MATCHERS_NAME, actor)
    round_id = open_round_of(place)
    names = _checked(criteria)
    with transaction.atomic():
        row = locked(round_id)
        if row.sealed_at is not None:
            raise Conflict(sealed(), current=_info(row))
        if row.version != version:
            raise Conflict(
                gettext("Somebody else has changed this meanwhile. Look at what stands now, and change it again."),
                current=_info(row),
            )
        known = {one.id for one in _criteria(row.criteria)}
        row.criteria = _stored(names, [one.id for one in criteria], known)
        row.blind, row.version = blind, row.version + 1
        row.save(update_fields=["blind", "criteria", "version"])
    forget()
    return _info(row)


def _checked(criteria: Sequence[Criterion]) -> list[dict[str, str]]:
    if len(criteria) > CRITERIA_LIMIT:
        sentence = gettext("There can be at most %(limit)s criteria.") % {"limit": CRITERIA_LIMIT}
        raise Invalid(sentence, {f"criterion_{CRITERIA_LIMIT}": [sentence]})
    names = [_name(one.name) for one in criteria]
    used = Counter((code, text.casefold()) for name in names for code, text in name.items())
    wrong = {
        f"criterion_{number}": found
        for number, (one, name) in enumerate(zip(criteria, names, strict=True))
        if (found := _wrong(name, used, ready=one.id in READY_MADE))
    }
    if wrong:
        raise Invalid(gettext("Something needs another look. What you typed is still here."), wrong)
    return names


def _stored(names: Sequence[Mapping[str, str]], ids: Sequence[str], known: set[str]) -> list[dict[str, Any]]:
    """Keep the ids that there are, once each; a new criterion gets one that none has had, as scores are kept by it."""
    kept = []
    for id_, name in zip(ids, names, strict=True):
        mine = id_ if id_ in known else f"c{uuid4().hex[:12]}"
        known.discard(mine)
        kept.append({"id": mine, "name": name})
    return kept


def _name(name: Mapping[str, str]) -> dict[str, str]:
    cleaned = {code: " ".join(clean(name.get(code, "")).split()) for code in LANGUAGES}
    return {code: text for code, text in cleaned.items() if text}


def _wrong(name: Mapping[str, str], used: Counter, *, ready: bool) -> list[str]:
    found = []
    if not name and not ready:
        found.append(gettext("Write a name in at least one language."))
    if any(len(text) > NAME_LIMIT for text in name.values()):
        found.append(gettext("A name can have %(limit)s characters.") % {"limit": NAME_LIMIT})
    if any(used[code, text.casefold()] > 1 for code, text in name.items()):
        found.append(gettext("Two criteria have this name."))
    return found


def seal(round_id: int, now: dt.datetime) -> None:
    """Put the notes of a round away for good; inside the transaction that publishes its pairs. Twice is once."""
    row = locked(round_id)
    if row.sealed_at is None:
        row.sealed_at = now
        row.save(update_fields=["sealed_at"])
    forget()
