"""What stands beside a paper, and what a reader sees, ready for the templates."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.utils.translation import gettext

from mentoring_xblock import host
from mentoring_xblock.journal import api
from mentoring_xblock.journal.beside import whom_given
from mentoring_xblock.journal.data import EntryInfo, SharedEntry, VersionInfo
from mentoring_xblock.journal.moods import mood_name
from mentoring_xblock.journal.reactions import NAMES as REACTIONS
from mentoring_xblock.journal.reactions import reaction_name
from mentoring_xblock.journal.sharing_forms import ENTRY, PREFIX, ShareForm, marked, to_value
from mentoring_xblock.kit.errors import NotFound
from mentoring_xblock.kit.localised import pick
from mentoring_xblock.kit.place import Place
from mentoring_xblock.kit.questions import Part, Question, parts_of
from mentoring_xblock.privacy.audit import Step
from mentoring_xblock.privacy.policy import Actor
from mentoring_xblock.programme import api as programme
from mentoring_xblock.programme.data import ProgrammeInfo
from mentoring_xblock.sharing import api as sharing
from mentoring_xblock.sharing.data import CommentInfo, ReaderInfo, ShareInfo, Target


@dataclass(frozen=True)
class Thread:
    """What was said in one share. `share_id` is None for shares that have ended: these are only read.

    `names` are the readers' names for the author's eyes, and empty for a reader's.
    """

    share_id: UUID | None
    names: str
    comments: tuple[CommentInfo, ...]
    once_key: UUID
    limit: int = sharing.COMMENT_LIMIT


@dataclass(frozen=True)
class TrailLine:
    """One step of the trail: `name` of who did it, empty for the author; `whom` it was shared with, if still known.

    `passage` tells that only passages of it were shared.
    """

    step: Step
    mine: bool
    name: str
    whom: str
    passage: bool = False


@dataclass(frozen=True)
class ShareLine:
    """One share for the author's eyes: the passages that it gives, the mood, and (reader, their reaction)."""

    share: ShareInfo
    kept: VersionInfo | None
    mood: str
    readers: tuple[tuple[ReaderInfo, str], ...]


@dataclass(frozen=True)
class Side:
    """What stands beside the paper: with whom the entry is and could be shared, who read it, what they say."""

    shares: tuple[ShareInfo, ...]
    lines: tuple[ShareLine, ...]
    targets: tuple[Target, ...]
    threads: tuple[Thread, ...]
    trail: tuple[TrailLine, ...]


@dataclass(frozen=True)
class Choice:
    """Somebody to share with: `value` names them in the form, `again` tells that they read it already."""

    target: Target
    value: str
    again: bool


@dataclass(frozen=True)
class PassageField:
    """Where a passage of one answer is chosen."""

    name: str
    label: str
    text: str


@dataclass(frozen=True)
class Offer:
    """The form with which an entry is shared; what was chosen and typed so far is in it.

    insights: pairs of value and text of the passages that the writer has marked. mood: the word for it, if they gave
    one. errors: sentences by field, "" for all of it.
    """

    choices: tuple[Choice, ...]
    insights: tuple[tuple[str, str], ...]
    fields: tuple[PassageField, ...]
    mood: str
    to: str
    what: str
    later: bool
    talk: bool
    with_mood: bool
    errors: Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Marks:
    """What a reader can let the author know without words; `reactions` are (value, words, whether it is said)."""

    share_id: UUID
    owner_name: str
    read_at: datetime | None
    reactions: tuple[tuple[str, str, bool], ...]


@dataclass(frozen=True)
class Reading:
    """An entry opened by somebody it is shared with. `passages` are the parts of further passages."""

    shared: SharedEntry
    theme: str
    mood: str
    parts: tuple[Part, ...]
    passages: tuple[tuple[Part, ...], ...]
    marks: Marks
    threads: tuple[Thread, ...]


def theme_name(info: ProgrammeInfo | None, theme_id: str) -> str:
    """Return a theme's name in the reader's language; empty for none, and for one that the plan has dropped."""
    return next((pick(theme.name) for theme in info.plan.themes if theme.id == theme_id), "") if info else ""


def programme_of(place: Place) -> ProgrammeInfo | None:
    return programme.get_programme(place.course_key, place.slug)


def side_of(actor: Actor, place: Place, info: ProgrammeInfo | None, entry: EntryInfo) -> Side:
    shares = api.shares_of(actor, place, [entry.public_id]).get(entry.public_id, ())
    known = sharing.targets(actor, info.round.id) if info and info.round else ()
    return Side(
        shares=shares,
        lines=tuple(_share_lines(actor, entry, shares)),
        targets=known,
        threads=_author_threads(shares, api.comments(actor, place, entry.public_id)),
        trail=_trail(actor, place, entry, known),
    )


def _share_lines(actor: Actor, entry: EntryInfo, shares: Iterable[ShareInfo]) -> Iterable[ShareLine]:
    texts = api.texts_given(actor, entry, shares)
    for share in shares:
        kept = texts.get(share.manner.text_id)
        mood = kept.draft.mood if kept else entry.mood
        yield ShareLine(
            share=share,
            kept=kept,
            mood=mood_name(mood) if share.manner.with_mood else "",
            readers=tuple((reader, reaction_name(reader.reaction)) for reader in share.readers),
        )


def _trail(actor: Actor, place: Place, entry: EntryInfo, known: Iterable[Target]) -> tuple[TrailLine, ...]:
    """Return the trail with the names of those whom each share gave it to, also where it has ended."""
    steps = api.trail(actor, place, entry.public_id)
    people = host.people({step.actor_id for step in steps if step.actor_id})
    given = sharing.given_to({step.share_ref for step in steps if step.share_ref})
    # Steps from before a share was named in them have the group alone.
    groups = {target.group_id: target.group_name or ", ".join(target.names) for target in known}
    return tuple(
        TrailLine(
            step=step,
            mine=step.actor_id == actor.user_id,
            name=people[step.actor_id].full_name if step.actor_id in people else "",
            whom=whom_given(given[step.share_ref]) if step.share_ref in given else groups.get(step.group_ref, ""),
            passage=step.share_ref in given and not given[step.share_ref].whole,
        )
        for step in steps
    )


def offer(questions: Sequence[Question], side: Side, entry: EntryInfo, form: ShareForm | None = None) -> Offer:
    """Return the form with which an entry is shared, blank or as it was sent; no query."""
    read = {(share.group_id, share.audience, share.seat_id) for share in side.shares}
    choices = tuple(
        Choice(one, to_value(one), (one.group_id, one.audience, one.seat_id) in read) for one in side.targets
    )
    sent = form.data if form is not None else {"talk": True}
    only = choices[0].value if len(choices) == 1 else ""
    return Offer(
        choices=choices,
        insights=tuple((value, text) for value, _id, text in marked(entry.answers)),
        fields=tuple(
            PassageField(PREFIX + id_, label, str(sent.get(PREFIX + id_) or ""))
            for id_, label in _labels(questions, entry)
        ),
        mood=mood_name(entry.mood),
        to=str(sent.get("to") or only),
        what=str(sent.get("what") or ENTRY),
        later=_ticked(sent.get("later")),
        talk=_ticked(sent.get("talk")),
        with_mood=_ticked(sent.get("with_mood")),
        errors=form.errors if form is not None else {},
    )


def _labels(questions: Sequence[Question], entry: EntryInfo) -> Iterable[tuple[str, str]]:
    """Return id and label of each question that is answered, those that are not asked any more last."""
    labels = {one.id: pick(one.label) for one in questions}
    for id_ in sorted(entry.answers, key=lambda id_: list(labels).index(id_) if id_ in labels else len(labels)):
        if entry.answers[id_].strip():
            yield id_, labels.get(id_) or pick(entry.asked.get(id_)) or gettext("An earlier question")


def _ticked(value: Any) -> bool:
    return str(value).lower() in ("true", "on", "yes", "1")


def _author_threads(shares: Iterable[ShareInfo], comments: Sequence[CommentInfo]) -> tuple[Thread, ...]:
    live = {share.share_id: share for share in shares if share.manner.talk}
    found = [Thread(id_, share.names, _said_in(comments, id_), uuid4()) for id_, share in live.items()]
    ended = tuple(said for said in comments if said.share_id not in live)
    return (*found, *((Thread(None, "", ended, uuid4()),) if ended else ()))


def _said_in(comments: Iterable[CommentInfo], share_id: UUID) -> tuple[CommentInfo, ...]:
    return tuple(said for said in comments if said.share_id == share_id)


def reading(actor: Actor, place: Place, entry_id: UUID) -> Reading:
    """Open an entry that somebody shares with the actor, for `journal/_read.html`; its author's trail says so.

    Works on any page of the course; `place` may be another block's.

    Raises:
        NotFound: it is not shared with the actor now.
    """
    shared = api.open_shared(actor, place, entry_id)
    comments = api.comments(actor, place, entry_id)
    prompts = api.published_prompts(shared.entry.usage_key)
    return Reading(
        shared=shared,
        theme=theme_name(programme_of(place), shared.entry.theme),
        mood=mood_name(shared.mood),
        parts=parts_of(prompts, shared.entry.answers, shared.entry.asked),
        passages=tuple(parts_of(prompts, one.answers, one.asked) for one in shared.passages),
        marks=_marks(shared),
        threads=tuple(Thread(id_, "", _said_in(comments, id_), uuid4()) for id_ in shared.talk_ids),
    )


def marks(actor: Actor, place: Place, entry_id: UUID) -> Marks:
    """Return what a reader has let the author know, to show it again.

    Raises:
        NotFound: the entry is not shared with the actor now.
    """
    return _marks(api.read_shared(actor, place, entry_id))


def _marks(shared: SharedEntry) -> Marks:
    return Marks(
        share_id=shared.share_id,
        owner_name=shared.owner_name,
        read_at=shared.read_at,
        reactions=tuple((one.value, str(words), one == shared.reaction) for one, words in REACTIONS.items()),
    )


def thread(actor: Actor, place: Place, entry_id: UUID, share_id: UUID) -> Thread:
    """Return the thread of one share anew, for `journal/_thread.html` after a comment.

    Empty for somebody who may no longer read the entry: what they have typed stays before them all the same.
    """
    try:
        said = _said_in(api.comments(actor, place, entry_id), share_id)
    except NotFound:
        said = ()
    return Thread(share_id, "", said, uuid4())
