"""Saving while somebody types: one entry per first save, one text per page, and none lost where two devices differ."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext

from mentoring_xblock.journal.data import Draft, Saved
from mentoring_xblock.journal.models import Entry, EntryVersion
from mentoring_xblock.journal.queries import count_here, draft_of, info_of, own_facts
from mentoring_xblock.kit.errors import Conflict, Invalid, NotFound
from mentoring_xblock.kit.keeping import Reason
from mentoring_xblock.kit.place import Place
from mentoring_xblock.privacy import audit, policy
from mentoring_xblock.privacy.audit import ItemKind, Verb
from mentoring_xblock.privacy.policy import Action, Actor, Facts
from mentoring_xblock.programme import api as programme


@dataclass(frozen=True)
class Writer:
    """The open page that saves. `key` was made when the page was rendered; `step` counts the page's saves from 1."""

    key: UUID
    step: int


def save_entry(actor: Actor, place: Place, entry_id: UUID | None, draft: Draft, version: int, writer: Writer) -> Saved:
    """Save what has been typed, and make the entry at its first words.

    A save may come twice, late, or after its answer was lost; none of that is a conflict:

    - A first save repeated with the same `writer.key` is the same entry.
    - Saves of the page that saved last are taken whatever version they name; one that was overtaken by a later one of
      the same page changes nothing.
    - A text that already stands changes nothing.

    Everything else that names an old version is a conflict. Both texts are then kept beside the entry before this
    raises, so that whatever the writer chooses, the other one stays.

    Args:
        entry_id: None for a new entry.
        draft: answers to questions of the block; answers to questions that it no longer asks stay as they are.
        version: the version that was typed upon, 0 for a new entry.
    Raises:
        NotFound: there is no such entry of the actor's own, or the actor does not take part in the programme.
        Invalid: a new entry without a word in it, or with an unknown theme.
        Conflict: the entry has changed elsewhere, or was put into the bin; `current` is what stands.
    """
    try:
        return _save(actor, place, entry_id, draft, version, writer)
    except IntegrityError:
        # Another first save with the same key was faster, so the entry is there now. In a new transaction, because the
        # failed one still holds a lock that several like it would wait for in a circle.
        return _save(actor, place, entry_id, draft, version, writer)


def _save(actor: Actor, place: Place, entry_id: UUID | None, draft: Draft, version: int, writer: Writer) -> Saved:
    with transaction.atomic():
        row, created = _row_to_save(actor, place, entry_id, draft, writer)
        conflict = False
        if not created:
            _require_theme(place, draft, row.theme)
            conflict = _write(row, draft, version, writer)
        count = count_here(row.owner_id, place)
    if conflict:
        message = (
            gettext("This entry was put into the bin meanwhile. What you wrote since is kept with it.")
            if row.deleted_at
            else gettext("This entry was also changed on another device. Nothing is lost.")
        )
        raise Conflict(message, current=info_of(row))
    return Saved(info_of(row), created, count)


def _row_to_save(actor: Actor, place: Place, entry_id: UUID | None, draft: Draft, writer: Writer) -> tuple[Entry, bool]:
    """Return the locked row that a save is about, and whether this save has just made it."""
    found = {"public_id": entry_id}
    if entry_id is None:
        found = {"once_key": writer.key}
        # Asked without a lock: where there is no row yet, MySQL would lock the gap, and two first saves each other.
        if not Entry.objects.filter(**found).exists():
            return _create(actor, place, draft, writer), True
    row = Entry.objects.select_for_update().filter(**found).first()
    if row is None or row.usage_key != place.usage_key:
        raise NotFound(gettext("There is nothing here for you to see."))
    if not policy.allowed(Action.ITEM_RESTORE, actor, own_facts(row)):
        policy.require(Action.ITEM_WRITE, actor, own_facts(row))
    return row, False


def _create(actor: Actor, place: Place, draft: Draft, writer: Writer) -> Entry:
    """Make an entry; IntegrityError if one with this key has just appeared."""
    info, roles = programme.my_round(actor.user_id, place)
    # Only who takes part in a round can become the owner of something in it; also after its end, which is theirs.
    policy.require(Action.ITEM_WRITE, actor, Facts(owner_id=actor.user_id if roles else None))
    if draft.empty:
        raise Invalid(gettext("Write a word first; then it is kept."))
    _require_theme(place, draft, "")
    row = Entry.objects.create(
        round_id=info.round.id,
        course_key=place.course_key,
        usage_key=place.usage_key,
        owner_id=actor.user_id,
        title=draft.title,
        theme=draft.theme,
        answers=dict(draft.answers),
        words=draft.words,
        once_key=writer.key,
        page_key=writer.key,
        page_step=writer.step,
    )
    audit.record(ItemKind.ENTRY, row.public_id, owner_id=row.owner_id, actor_id=row.owner_id, verb=Verb.WROTE)
    return row


def _require_theme(place: Place, draft: Draft, standing: str) -> None:
    """Refuse a theme that the plan does not have; one that it once had may stay."""
    if not draft.theme or draft.theme == standing:
        return
    info = programme.get_programme(place.course_key, place.slug)
    if info is None or draft.theme not in {theme.id for theme in info.plan.themes}:
        sentence = gettext("This theme is not in the programme any more. Choose another; your text is still here.")
        raise Invalid(sentence, {"theme": [sentence]})


def _write(row: Entry, draft: Draft, version: int, writer: Writer) -> bool:
    """Put a draft into a locked row; returns whether it stands against something else, and both were kept."""
    merged = Draft(draft.title, draft.theme, {**row.answers, **draft.answers})
    standing = Draft(row.title, row.theme, row.answers)
    same_page = row.page_key == writer.key
    if row.deleted_at is not None or not (same_page or version == row.version or merged == standing):
        keep_texts([(row, row.version, standing), (row, version, merged)], Reason.CONFLICT)
        return True
    if same_page and writer.step <= row.page_step:
        return False
    row.page_key, row.page_step = writer.key, writer.step
    changed = ["page_key", "page_step"]
    if merged != standing:
        row.title, row.theme, row.answers = merged.title, merged.theme, dict(merged.answers)
        row.words = merged.words
        row.version += 1
        row.updated_at = timezone.now()
        changed += ["title", "theme", "answers", "words", "version", "updated_at"]
    row.save(update_fields=changed)
    return False


def keep_text(rows: Iterable[Entry], reason: Reason) -> None:
    """Keep each entry's text as it stands, once a version and reason; call it inside a transaction."""
    keep_texts([(row, row.version, Draft(row.title, row.theme, row.answers)) for row in rows], reason)


def keep_texts(texts: Sequence[tuple[Entry, int, Draft]], reason: Reason) -> None:
    """Keep texts beside their entries; what is already kept is not kept again. Two queries."""
    kept = {
        (entry_id, number, _key(draft_of(content)))
        for entry_id, number, content in EntryVersion.objects.filter(
            entry__in=[row.pk for row, _, _ in texts], number__in=[number for _, number, _ in texts], reason=reason
        ).values_list("entry_id", "number", "content")
    }
    EntryVersion.objects.bulk_create(
        EntryVersion(
            entry=row,
            number=number,
            reason=reason,
            content={"title": draft.title, "theme": draft.theme, "answers": dict(draft.answers)},
        )
        for row, number, draft in texts
        if (row.pk, number, _key(draft)) not in kept
    )


def _key(draft: Draft) -> tuple:
    return draft.title, draft.theme, tuple(sorted(draft.answers.items()))
