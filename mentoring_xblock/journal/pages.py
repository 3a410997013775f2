"""What the journal's pages show, gathered in a constant number of queries and ready for the templates."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext, ngettext

from mentoring_xblock import host
from mentoring_xblock.journal import api
from mentoring_xblock.journal.data import TITLE_LIMIT, Draft, EntryInfo, SharedEntry, VersionInfo
from mentoring_xblock.kit.dates import clock, moment
from mentoring_xblock.kit.errors import NotFound
from mentoring_xblock.kit.localised import pick
from mentoring_xblock.kit.paging import Page
from mentoring_xblock.kit.place import Place
from mentoring_xblock.kit.questions import Part, Question, parts_of
from mentoring_xblock.privacy.audit import Step
from mentoring_xblock.privacy.policy import Actor
from mentoring_xblock.programme import api as programme
from mentoring_xblock.programme.data import ProgrammeInfo, Role
from mentoring_xblock.sharing import api as sharing
from mentoring_xblock.sharing.data import CommentInfo, ShareInfo, Target


@dataclass(frozen=True)
class Field:
    """One question as it is written on: its text, and the most characters that the text can have."""

    name: str
    label: str
    help: str
    text: str
    limit: int


@dataclass(frozen=True)
class Paper:
    """What somebody writes on.

    entry: None until the first words are saved. key: names this rendering of the paper in its saves. earlier: answers
    to questions that the journal no longer asks; they stay and can't be changed. unsaved: the text stands nowhere yet.
    themes: pairs of id and name; the entry's own is among them even if the plan has dropped it.
    """

    entry: EntryInfo | None
    draft: Draft
    version: int
    key: UUID
    fields: tuple[Field, ...]
    earlier: tuple[Part, ...]
    themes: tuple[tuple[str, str], ...]
    shares: tuple[ShareInfo, ...]
    state: str
    words: str
    title_limit: int = TITLE_LIMIT
    unsaved: bool = False


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
class Row:
    """One of the author's entries in the list."""

    entry: EntryInfo
    theme: str
    shares: tuple[ShareInfo, ...]


@dataclass(frozen=True)
class Reading:
    """An entry opened by somebody it is shared with."""

    shared: SharedEntry
    theme: str
    parts: tuple[Part, ...]
    threads: tuple[Thread, ...]


@dataclass(frozen=True)
class Home:
    """Who is looking at the journal. `writes`: takes part in the round. `open`: has anything here to write or read."""

    writes: bool
    mentee: bool
    open: bool
    draft_key: str


@dataclass(frozen=True)
class KeptText:
    """A text from the history, ready to read."""

    version: VersionInfo
    parts: tuple[Part, ...]


def theme_name(info: ProgrammeInfo | None, theme_id: str) -> str:
    """Return a theme's name in the reader's language; empty for none, and for one that the plan has dropped."""
    return next((pick(theme.name) for theme in info.plan.themes if theme.id == theme_id), "") if info else ""


def _programme(place: Place) -> ProgrammeInfo | None:
    return programme.get_programme(place.course_key, place.slug)


def home(actor: Actor, place: Place, questions: Sequence[Question]) -> dict[str, Any]:
    """Return the context of the whole page; a constant number of queries."""
    info, roles = programme.my_round(actor.user_id, place)
    own, shared = own_list(actor, place, 1, None, info), shared_list(actor, place, 1)
    newest = api.newest_entry(actor, place)
    entry = newest if continues_today(newest) else None
    return {
        "home": Home(
            writes=bool(roles),
            mentee=Role.MENTEE in roles,
            open=bool(roles) or own["listed"].total > 0 or shared["received"].total > 0,
            draft_key=draft_key(actor, place),
        ),
        **own,
        **shared,
        **desk(actor, place, questions, entry, info=info),
    }


def desk(
    actor: Actor,
    place: Place,
    questions: Sequence[Question],
    entry: EntryInfo | None,
    unsaved: Draft | None = None,
    info: ProgrammeInfo | None = None,
) -> dict[str, Any]:
    """Return the context of the paper and of what stands beside it; without an entry the paper is blank."""
    info = info or _programme(place)
    beside = _side(actor, place, info, entry) if entry else None
    return {
        "paper": paper(info, questions, entry, beside.shares if beside else (), unsaved),
        "side": beside,
        "entry": entry,
    }


def paper(
    info: ProgrammeInfo | None,
    questions: Sequence[Question],
    entry: EntryInfo | None,
    shares: tuple[ShareInfo, ...] = (),
    unsaved: Draft | None = None,
) -> Paper:
    """Return the paper for an entry, or a blank one; `unsaved` is a text to go on with instead of the saved one."""
    draft = unsaved or (entry.draft if entry else Draft())
    asked = {question.id for question in questions}
    themes = [(theme.id, pick(theme.name)) for theme in info.plan.themes] if info else []
    if draft.theme and draft.theme not in {id_ for id_, _ in themes}:
        themes.append((draft.theme, gettext("An earlier theme")))
    return Paper(
        entry=entry,
        draft=draft,
        version=entry.version if entry else 0,
        key=uuid4(),
        fields=tuple(
            Field(one.field, pick(one.label), pick(one.help), draft.answers.get(one.id, ""), one.limit)
            for one in questions
        ),
        earlier=parts_of((), {id_: text for id_, text in draft.answers.items() if id_ not in asked}),
        themes=tuple(themes),
        shares=shares,
        state=saved_line(entry.updated_at) if entry else "",
        words=words_line(draft.words),
        unsaved=unsaved is not None,
    )


def joined(mine: Draft, other: Draft) -> Draft:
    """Return both texts in one, mine first, for the writer to join by hand; equal parts stand once."""
    answers = {}
    for id_ in [*mine.answers, *(id_ for id_ in other.answers if id_ not in mine.answers)]:
        texts = dict.fromkeys(
            filter(None, (mine.answers.get(id_, "").strip("\n"), other.answers.get(id_, "").strip("\n")))
        )
        answers[id_] = "\n\n".join(texts)
    return Draft(mine.title or other.title, mine.theme or other.theme, answers)


def saved_line(at: datetime) -> str:
    """Say when something was saved: by the clock today, with the day before that."""
    today = timezone.localtime(at).date() == timezone.localdate()
    return gettext("Saved %(time)s") % {"time": clock(at) if today else moment(at)}


def name_of(entry: EntryInfo) -> str:
    """Return what to call an entry in a list."""
    return entry.heading or gettext("Without words yet")


def words_line(count: int) -> str:
    """Say how many words there are."""
    return ngettext("%(count)s word", "%(count)s words", count) % {"count": count}


def draft_key(actor: Actor, place: Place) -> str:
    """Return the name under which a browser keeps unsaved text: one a person and block, telling neither."""
    return salted_hmac(
        "mentoring_xblock.journal.draft", f"{actor.user_id} {place.usage_key}", algorithm="sha256"
    ).hexdigest()[:32]


def continues_today(entry: EntryInfo | None) -> bool:
    """Return whether a page opens with this entry: one that was last saved today; else with a blank paper."""
    return entry is not None and timezone.localtime(entry.updated_at).date() == timezone.localdate()


def own_list(
    actor: Actor, place: Place, page: int, open_id: UUID | None, info: ProgrammeInfo | None = None
) -> dict[str, Any]:
    """Return the context of a page of the author's entries, as `Row`; `open_id` is the one on the paper."""
    info = info or _programme(place)
    listed = api.list_entries(actor, place, page)
    shares = api.shares_of(actor, place, [entry.public_id for entry in listed.items])
    rows = tuple(Row(one, theme_name(info, one.theme), shares.get(one.public_id, ())) for one in listed.items)
    return {"listed": Page(rows, listed.number, listed.pages, listed.total), "open_id": open_id}


def shared_list(actor: Actor, place: Place, page: int) -> dict[str, Any]:
    """Return the context of a page of what others share with the actor in this block, as `SharedEntry`."""
    return {"received": api.shared_entries(actor, place, page=page, here=True)}


def _side(actor: Actor, place: Place, info: ProgrammeInfo | None, entry: EntryInfo) -> Side:
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
        theme=theme_name(_programme(place), shared.entry.theme),
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


def history(actor: Actor, place: Place, questions: Sequence[Question], entry_id: UUID) -> tuple[KeptText, ...]:
    """Return the texts that were kept beside an entry of the actor's own, newest first."""
    return tuple(
        KeptText(version, parts_of(questions, version.draft.answers)) for version in api.history(actor, place, entry_id)
    )
