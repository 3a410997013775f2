"""What the journal's pages show, gathered in a constant number of queries and ready for the templates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext, ngettext

from mentoring_xblock.journal import api
from mentoring_xblock.journal.data import TITLE_LIMIT, Draft, EntryInfo
from mentoring_xblock.journal.side_pages import programme_of, side_of
from mentoring_xblock.kit.dates import clock, moment
from mentoring_xblock.kit.localised import pick
from mentoring_xblock.kit.place import Place
from mentoring_xblock.kit.questions import Part, Question, parts_of
from mentoring_xblock.privacy.policy import Actor
from mentoring_xblock.programme import api as programme
from mentoring_xblock.programme.data import ProgrammeInfo, Role
from mentoring_xblock.sharing.data import ShareInfo


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
class Home:
    """Who is looking at the journal. `writes`: takes part in the round. `open`: has anything here to write or read."""

    writes: bool
    mentee: bool
    open: bool
    draft_key: str


def home(actor: Actor, place: Place, questions: Sequence[Question], own: Mapping[str, Any]) -> dict[str, Any]:
    """Return the context of the whole page; a constant number of queries.

    Args:
        own: the context of one's own entries, with the page of them that is `listed`.
    """
    info, roles = programme.my_round(actor.user_id, place)
    shared = shared_list(actor, place, 1)
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
    info = info or programme_of(place)
    beside = side_of(actor, place, info, entry) if entry else None
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


def shared_list(actor: Actor, place: Place, page: int) -> dict[str, Any]:
    """Return the context of a page of what others share with the actor in this block, as `SharedEntry`."""
    return {"received": api.shared_entries(actor, place, page=page, here=True)}
