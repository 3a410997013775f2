"""What stands beside a paper, and what a reader sees, ready for the templates."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID, uuid4

from mentoring_xblock import host
from mentoring_xblock.journal import api
from mentoring_xblock.journal.data import EntryInfo, SharedEntry
from mentoring_xblock.kit.errors import NotFound
from mentoring_xblock.kit.localised import pick
from mentoring_xblock.kit.place import Place
from mentoring_xblock.kit.questions import Part, parts_of
from mentoring_xblock.privacy.audit import Step
from mentoring_xblock.privacy.policy import Actor
from mentoring_xblock.programme import api as programme
from mentoring_xblock.programme.data import ProgrammeInfo
from mentoring_xblock.sharing import api as sharing
from mentoring_xblock.sharing.data import CommentInfo, ShareInfo, Target


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
    """One step of the trail: `name` of who did it, empty for the author; `whom` it was shared with, if still known."""

    step: Step
    mine: bool
    name: str
    whom: str


@dataclass(frozen=True)
class Side:
    """What stands beside the paper: with whom the entry is and could be shared, who read it, what they say."""

    shares: tuple[ShareInfo, ...]
    targets: tuple[Target, ...]
    threads: tuple[Thread, ...]
    trail: tuple[TrailLine, ...]


@dataclass(frozen=True)
class Reading:
    """An entry opened by somebody it is shared with."""

    shared: SharedEntry
    theme: str
    parts: tuple[Part, ...]
    threads: tuple[Thread, ...]


def theme_name(info: ProgrammeInfo | None, theme_id: str) -> str:
    """Return a theme's name in the reader's language; empty for none, and for one that the plan has dropped."""
    return next((pick(theme.name) for theme in info.plan.themes if theme.id == theme_id), "") if info else ""


def programme_of(place: Place) -> ProgrammeInfo | None:
    return programme.get_programme(place.course_key, place.slug)


def side_of(actor: Actor, place: Place, info: ProgrammeInfo | None, entry: EntryInfo) -> Side:
    shares = api.shares_of(actor, place, [entry.public_id]).get(entry.public_id, ())
    known = sharing.targets(actor, info.round.id) if info and info.round else ()
    given = {(share.group_id, share.audience) for share in shares}
    steps = api.trail(actor, place, entry.public_id)
    names = {id_: person.full_name for id_, person in host.people({s.actor_id for s in steps if s.actor_id}).items()}
    whom = {target.group_id: target.group_name or ", ".join(target.names) for target in known}
    whom |= {share.group_id: share.group_name or share.names for share in shares}
    return Side(
        shares=shares,
        targets=tuple(target for target in known if (target.group_id, target.audience) not in given),
        threads=_author_threads(shares, api.comments(actor, place, entry.public_id)),
        trail=tuple(
            TrailLine(
                step=step,
                mine=step.actor_id == actor.user_id,
                name=names.get(step.actor_id, ""),
                whom=whom.get(step.group_ref, ""),
            )
            for step in steps
        ),
    )


def _author_threads(shares: Iterable[ShareInfo], comments: Sequence[CommentInfo]) -> tuple[Thread, ...]:
    live = {share.share_id: share for share in shares}
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
    return Reading(
        shared=shared,
        theme=theme_name(programme_of(place), shared.entry.theme),
        parts=parts_of(api.published_prompts(shared.entry.usage_key), shared.entry.answers),
        threads=tuple(Thread(id_, "", _said_in(comments, id_), uuid4()) for id_ in shared.share_ids),
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
