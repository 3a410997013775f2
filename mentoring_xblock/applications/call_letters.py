"""The letters of a call: what its coordinators write once, and what applicants are sent by it from then on.

Some go out at the moment something happens, with nobody at a desk: that an application has arrived and, where first
come is served, the place or the place in the reserve. The others stand ready when a coordinator decides. A letter that
nobody has touched is our ready-made one.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils.translation import gettext
from opaque_keys.edx.keys import UsageKey

from mentoring_xblock.applications.calls import call_settings
from mentoring_xblock.applications.data import Order
from mentoring_xblock.applications.letters import LETTER_LIMIT, ready_letter
from mentoring_xblock.applications.models import CallLetters, CallRole, Status
from mentoring_xblock.kit.errors import Conflict, Invalid, NotFound
from mentoring_xblock.kit.localised import LANGUAGES
from mentoring_xblock.kit.numbers import grouped
from mentoring_xblock.kit.place import Place
from mentoring_xblock.kit.text import clean
from mentoring_xblock.privacy import policy
from mentoring_xblock.privacy.policy import Action, Actor
from mentoring_xblock.programme import api as programmes
from mentoring_xblock.programme.data import BlockInfo, ProgrammeInfo

#: Which letters a call has, and which of them are sent with nobody at a desk.
SENT_OF: Mapping[Order, tuple[Status, ...]] = {
    Order.SELECTION: (Status.RECEIVED, Status.ACCEPTED, Status.RESERVE, Status.DECLINED),
    Order.FIRST_COME: (Status.ACCEPTED, Status.RESERVE, Status.DECLINED),
}
AT_ONCE: Mapping[Order, frozenset[Status]] = {
    Order.SELECTION: frozenset({Status.RECEIVED}),
    Order.FIRST_COME: frozenset({Status.ACCEPTED, Status.RESERVE}),
}

Letters = Mapping[Status, Mapping[str, str]]


@dataclass(frozen=True)
class LettersInfo:
    """The letters of a call, by status and language, all there. `version` is 0 while nobody has changed any."""

    order: Order
    letters: Letters
    version: int = 0
    changed: frozenset[Status] = field(default_factory=frozenset)


def letters_of(usage_key: UsageKey, order: Order, programme: ProgrammeInfo) -> LettersInfo:
    """Return the letters of a call; one query. Ask policy before showing them to anybody."""
    return _info(CallLetters.objects.filter(usage_key=usage_key).first(), order, programme)


def _info(row: CallLetters | None, order: Order, programme: ProgrammeInfo) -> LettersInfo:
    written = row.letters if row else {}
    letters = {
        status: {
            code: written.get(status.value, {}).get(code) or ready_letter(status, programme, code) for code in LANGUAGES
        }
        for status in SENT_OF[order]
    }
    changed = frozenset(status for status in SENT_OF[order] if written.get(status.value))
    return LettersInfo(order, letters, row.version if row else 0, changed)


def call_block(place: Place, usage_key: UsageKey) -> BlockInfo:
    """Return a call of the place's programme, also one that was removed from the course; one query.

    Raises:
        NotFound: there is none of this key.
    """
    block = programmes.block_info(usage_key)
    if (
        block is None
        or block.course_key != place.course_key
        or block.slug != place.slug
        or block.settings.get("role") not in CallRole.values
    ):
        raise NotFound(gettext("There is no such call in this programme."))
    return block


def see_letters(actor: Actor, place: Place, usage_key: UsageKey) -> LettersInfo:
    """Return the letters of a call for a coordinator to read and change.

    Raises:
        NotAllowed: the actor does not coordinate the programme.
        NotFound: there is no such call in it.
    """
    policy.require(Action.APPLICATIONS_MANAGE, actor)
    return letters_of(usage_key, _order(call_block(place, usage_key)), programmes.programme_of(place))


def save_letters(actor: Actor, place: Place, usage_key: UsageKey, letters: Letters, version: int) -> LettersInfo:
    """Write the letters of a call; those that are empty, or as we made them, are ours again.

    Args:
        letters: by status and language; others than the call has are passed over.
        version: of the letters that the page showed.
    Raises:
        NotAllowed, NotFound: as `see_letters`.
        Invalid: one is too long; `fields` are `<status>_<language>`.
        Conflict: somebody else has changed them meanwhile; `current` is what stands.
    """
    policy.require(Action.APPLICATIONS_MANAGE, actor)
    order, programme = _order(call_block(place, usage_key)), programmes.programme_of(place)
    kept = _checked(order, letters, programme)
    with transaction.atomic():
        # The call stands for letters that nobody has written yet: two first saves wait for each other.
        programmes.hold_blocks([usage_key])
        row = CallLetters.objects.select_for_update().filter(usage_key=usage_key).first()
        if (row.version if row else 0) != version:
            raise Conflict(
                gettext("Somebody else has changed these letters meanwhile. Nothing was saved."),
                current=_info(row, order, programme),
            )
        row = row or CallLetters(usage_key=usage_key, programme_id=programme.id, version=0)
        # What another order of the same call would send stays.
        others = {status: texts for status, texts in row.letters.items() if Status(status) not in SENT_OF[order]}
        row.letters, row.version = {**others, **kept}, row.version + 1
        row.save()
    return _info(row, order, programme)


def _order(block: BlockInfo) -> Order:
    return call_settings(block.settings, block.questions).order


def _checked(order: Order, letters: Letters, programme: ProgrammeInfo) -> dict[str, Any]:
    wrong: dict[str, list[str]] = {}
    kept: dict[str, dict[str, str]] = {}
    for status in SENT_OF[order]:
        for code in LANGUAGES:
            text = clean(letters.get(status, {}).get(code, "")).strip()
            if len(text) > LETTER_LIMIT:
                wrong[f"{status.value}_{code}"] = [
                    gettext("This can have %(limit)s characters; it has %(count)s.")
                    % {"limit": grouped(LETTER_LIMIT), "count": grouped(len(text))}
                ]
            elif text and text != ready_letter(status, programme, code):
                kept.setdefault(status.value, {})[code] = text
    if wrong:
        raise Invalid(gettext("Something needs another look. What you typed is still here."), wrong)
    return kept
