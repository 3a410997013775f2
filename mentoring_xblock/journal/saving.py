"""Saving while somebody types: one entry per first save, one text per page, and none lost where two devices differ."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext

from mentoring_xblock.journal.data import MOODS, Draft, Saved
from mentoring_xblock.journal.keeping import content_of, keep_text, keep_texts
from mentoring_xblock.journal.linking import Links, links_to
from mentoring_xblock.journal.models import Entry
from mentoring_xblock.journal.queries import count_here, info_of, own_facts, with_links
from mentoring_xblock.kit.errors import Conflict, Invalid, NotFound
from mentoring_xblock.kit.keeping import Reason
from mentoring_xblock.kit.localised import Text
from mentoring_xblock.kit.place import Place
from mentoring_xblock.privacy import audit, policy
from mentoring_xblock.privacy.audit import ItemKind, Verb
from mentoring_xblock.privacy.policy import Action, Actor, Facts
from mentoring_xblock.programme import api as programme

#: A page that has saved nothing for so long begins another sitting; what stood before one is kept.
SITTING = dt.timedelta(minutes=30)
#: The first day that an entry can be about.
FIRST_DAY = dt.date(1970, 1, 1)
#: More marked passages than this are not counted; the column takes no larger number.
_MOST_INSIGHTS = 32_767


@dataclass(frozen=True)
class Writer:
    """The open page that saves. `key` was made when the page was rendered; `step` counts the page's saves from 1."""

    key: UUID
    step: int


def save_entry(
    actor: Actor,
    place: Place,
    entry_id: UUID | None,
    draft: Draft,
    version: int,
    writer: Writer,
    *,
    words: Mapping[str, Text] | None = None,
) -> Saved:
    """Save what has been typed, and make the entry at its first words.

    A save may come twice, late, or after its answer was lost; none of that is a conflict:

    - A first save repeated with the same `writer.key` is the same entry.
    - Saves of the page that saved last are taken whatever version they name; one that was overtaken by a later one of
      the same page changes nothing.
    - A text that already stands changes nothing.

    Everything else that names an old version is a conflict. Both texts are then kept beside the entry before this
    raises, so that whatever the writer chooses, the other one stays. What stood before a sitting is kept as well.

    Args:
        entry_id: None for a new entry.
        draft: answers to questions of the block; answers to questions that it no longer asks stay as they are. Its
            frame counts for a new entry only. Without a day, a new entry is about today, and another keeps its day.
        version: the version that was typed upon, 0 for a new entry.
        words: what the questions say now, by their ids; an answer keeps what its question said.
    Raises:
        NotFound: there is no such entry of the actor's own, or the actor does not take part in the programme.
        Invalid: a new entry without a word in it, or something in the draft that is not to be had; what already stands
            is never refused.
        Conflict: the entry has changed elsewhere, or was put into the bin; `current` is what stands.
    """
    try:
        return _save(actor, place, entry_id, draft, version, writer, words or {})
    except IntegrityError:
        # Another first save with the same key was faster, so the entry is there now. In a new transaction, because the
        # failed one still holds a lock that several like it would wait for in a circle.
        return _save(actor, place, entry_id, draft, version, writer, words or {})


def _save(
    actor: Actor,
    place: Place,
    entry_id: UUID | None,
    draft: Draft,
    version: int,
    writer: Writer,
    words: Mapping[str, Text],
) -> Saved:
    with transaction.atomic():
        row = _row_to_save(actor, place, entry_id, writer)
        created, conflict = row is None, False
        words_before = row.words if row else 0
        if row is None:
            row = _create(actor, place, draft, writer, words)
        else:
            stands = info_of(row).draft
            draft = draft.over(stands)
            links = _accepted(actor, place, draft, stands)
            conflict = _write(row, draft, version, writer, words, links)
        count = count_here(row.owner_id, place)
    if conflict:
        message = (
            gettext("This entry was put into the bin meanwhile. What you wrote since is kept with it.")
            if row.deleted_at
            else gettext("This entry was also changed on another device. Nothing is lost.")
        )
        raise Conflict(message, current=info_of(row))
    return Saved(info_of(row), created, count, words_before)


def _row_to_save(actor: Actor, place: Place, entry_id: UUID | None, writer: Writer) -> Entry | None:
    """Return the locked row that a save is about; None for the first save of a new one."""
    found = {"public_id": entry_id}
    if entry_id is None:
        found = {"once_key": writer.key}
        # Asked without a lock: where there is no row yet, MySQL would lock the gap, and two first saves each other.
        if not Entry.objects.filter(**found).exists():
            return None
    row = with_links(Entry.objects.select_for_update()).filter(**found).first()
    if row is None or row.usage_key != place.usage_key:
        raise NotFound(gettext("There is nothing here for you to see."))
    if not policy.allowed(Action.ITEM_RESTORE, actor, own_facts(row)):
        policy.require(Action.ITEM_WRITE, actor, own_facts(row))
    return row


def _create(actor: Actor, place: Place, draft: Draft, writer: Writer, words: Mapping[str, Text]) -> Entry:
    """Make an entry; IntegrityError if one with this key has just appeared."""
    info, roles = programme.my_round(actor.user_id, place)
    # Only who takes part in a round can become the owner of something in it; also after its end, which is theirs.
    policy.require(Action.ITEM_WRITE, actor, Facts(owner_id=actor.user_id if roles else None))
    if draft.empty:
        raise Invalid(gettext("Write a word first; then it is kept."))
    draft = replace(draft, day=draft.day or timezone.localdate())
    links = _accepted(actor, place, draft, Draft())
    row = Entry(
        round_id=info.round.id,
        course_key=place.course_key,
        usage_key=place.usage_key,
        owner_id=actor.user_id,
        frame=draft.frame,
        once_key=writer.key,
        page_key=writer.key,
        page_step=writer.step,
    )
    put(row, draft, words, links)
    row.save(force_insert=True)
    audit.record(ItemKind.ENTRY, row.public_id, owner_id=row.owner_id, actor_id=row.owner_id, verb=Verb.WROTE)
    return row


def _accepted(actor: Actor, place: Place, draft: Draft, standing: Draft) -> Links:
    """Refuse what is not to be had; returns the rows that the draft is to be linked to, where it names other ones."""
    found = {
        "theme": _wrong_theme(place, draft, standing),
        "day": _wrong_day(draft, standing),
        "mood": _wrong_mood(draft, standing),
    }
    links, wrong = links_to(actor, place, draft, standing)
    problems = {name: [sentence] for name, sentence in {**found, **wrong}.items() if sentence}
    if problems:
        raise Invalid(next(iter(problems.values()))[0], problems)
    return links


def _wrong_theme(place: Place, draft: Draft, standing: Draft) -> str:
    """Say so if the plan does not have a theme; one that it once had may stay."""
    if not draft.theme or draft.theme == standing.theme:
        return ""
    info = programme.get_programme(place.course_key, place.slug)
    if info is not None and draft.theme in {theme.id for theme in info.plan.themes}:
        return ""
    return gettext("This theme is not in the programme any more. Choose another; your text is still here.")


def _wrong_day(draft: Draft, standing: Draft) -> str:
    # One day ahead, for somebody whose clock is ahead of the one that pages go by.
    last = timezone.localdate() + dt.timedelta(days=1)
    if draft.day is None or draft.day == standing.day or FIRST_DAY <= draft.day <= last:
        return ""
    return gettext("Choose a day that has been, or today. Your text is still here.")


def _wrong_mood(draft: Draft, standing: Draft) -> str:
    if draft.mood is None or draft.mood == standing.mood or draft.mood in MOODS:
        return ""
    return gettext("Choose one of the five, or none. Your text is still here.")


def _write(row: Entry, draft: Draft, version: int, writer: Writer, words: Mapping[str, Text], links: Links) -> bool:
    """Put a draft into a locked row; returns whether it stands against something else, and both were kept."""
    stands = info_of(row).draft
    merged = replace(draft, answers={**row.answers, **draft.answers}, frame=row.frame, day=draft.day or row.day)
    same_page = row.page_key == writer.key
    if row.deleted_at is not None or not (same_page or version == row.version or merged == stands):
        mine = content_of(merged, asked_now(merged, words, row))
        keep_texts([(row, row.version, content_of(stands, row.asked)), (row, version, mine)], Reason.CONFLICT)
        return True
    if same_page and writer.step <= row.page_step:
        return False
    now = timezone.now()
    if not same_page or (merged != stands and now - row.updated_at > SITTING):
        keep_text([row], Reason.SAVED)
    row.page_key, row.page_step = writer.key, writer.step
    changed = ["page_key", "page_step"]
    if merged != stands:
        changed += [*put(row, merged, words, links), "version", "updated_at"]
        row.version += 1
        row.updated_at = now
    row.save(update_fields=changed)
    return False


def put(row: Entry, draft: Draft, words: Mapping[str, Text], links: Links) -> tuple[str, ...]:
    """Put a draft into a locked row without saving it; returns the columns that this may have changed."""
    row.asked = asked_now(draft, words, row)
    row.title, row.theme, row.answers = draft.title, draft.theme, dict(draft.answers)
    row.day, row.mood = draft.day, draft.mood
    row.words, row.insights = draft.words, min(draft.insights, _MOST_INSIGHTS)
    row.goal_ref, row.meeting_ref = draft.goal_id, draft.meeting_id
    for column, pk in links.items():
        setattr(row, column, pk)
    return ("title", "theme", "answers", "asked", "day", "mood", "goal", "meeting", "words", "insights")


def asked_now(draft: Draft, words: Mapping[str, Text], row: Entry) -> dict[str, Text]:
    """Return what each question said when its answer was written, by id, for the answers that say something.

    An answer whose text stays keeps the words that it answered, also when its question says something else now.
    """
    written = {id_: text for id_, text in draft.answers.items() if text.strip()}
    same = {id_ for id_, text in written.items() if row.answers.get(id_) == text}
    standing = {id_: row.asked[id_] for id_ in written if id_ in row.asked and (id_ in same or id_ not in words)}
    return {id_: dict(words[id_]) for id_ in written if id_ in words} | standing


__all__ = ["SITTING", "Writer", "asked_now", "keep_text", "put", "save_entry"]
