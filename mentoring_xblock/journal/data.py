"""What the journal tells other rooms and its pages, as plain frozen values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext
from opaque_keys.edx.keys import UsageKey

from mentoring_xblock.kit.keeping import Reason
from mentoring_xblock.kit.localised import Text
from mentoring_xblock.kit.paging import Page
from mentoring_xblock.kit.text import first_line, passages, word_count
from mentoring_xblock.sharing.models import Reaction

#: Characters of an entry's title.
TITLE_LIMIT = 200
#: Characters of the answer to one prompt, at most; an author may set less.
ANSWER_LIMIT = 20_000
#: Characters of a prompt's id.
FRAME_LIMIT = 40
#: Entries on one page of a list.
PAGE_SIZE = 12
#: How somebody can say that they are, from heavy to bright.
MOODS = range(1, 6)


@dataclass(frozen=True)
class Draft:
    """What somebody has typed. `answers` maps prompt ids to Markdown; `theme` is a theme's id or empty.

    frame: the id of the prompt that it answers. day: what day it is about, None for the day on which it is first saved.
    goal_id, meeting_id: public ids of what it is linked to. left: names of fields of which nothing was said, and which
    stay as they stand.
    """

    title: str = ""
    theme: str = ""
    answers: Mapping[str, str] = field(default_factory=dict)
    frame: str = ""
    day: date | None = None
    mood: int | None = None
    goal_id: UUID | None = None
    meeting_id: UUID | None = None
    left: tuple[str, ...] = field(default=(), compare=False)

    def over(self, standing: Draft) -> Draft:
        """Return this with what it leaves as it stands."""
        return replace(self, **{name: getattr(standing, name) for name in self.left})

    @property
    def empty(self) -> bool:
        """Whether there is not a single word in it; a chosen theme is none."""
        return not self.title.strip() and not any(text.strip() for text in self.answers.values())

    @property
    def words(self) -> int:
        """The number of words in the answers."""
        return sum(word_count(text) for text in self.answers.values())

    @property
    def insights(self) -> int:
        """The number of passages that are marked in the answers."""
        return sum(len(passages(text)) for text in self.answers.values())


@dataclass(frozen=True)
class EntryInfo:
    """An entry as it stands; `version` grows with each save. For eyes that policy has let through.

    goal_id, meeting_id: public ids of what it is linked to, where the row was read for its writer; else None. once_key:
    names the page that saved it first.
    """

    public_id: UUID
    owner_id: int
    round_id: int
    usage_key: UsageKey
    title: str
    theme: str
    answers: Mapping[str, str]
    words: int
    version: int
    created_at: datetime
    updated_at: datetime
    deleted_at: datetime | None = None
    asked: Mapping[str, Text] = field(default_factory=dict)
    frame: str = ""
    day: date | None = None
    mood: int | None = None
    insights: int = 0
    goal_id: UUID | None = None
    meeting_id: UUID | None = None
    once_key: UUID | None = None

    @property
    def draft(self) -> Draft:
        """What its writer typed."""
        links = {"goal_id": self.goal_id, "meeting_id": self.meeting_id}
        return Draft(self.title, self.theme, self.answers, self.frame, self.day, self.mood, **links)

    @property
    def excerpt(self) -> str:
        """The first line that holds words, as plain text."""
        return next(filter(None, map(first_line, self.answers.values())), "")

    @property
    def heading(self) -> str:
        """What to call it in a list: its title, else its beginning; empty while nothing is written."""
        return self.title.strip() or self.excerpt


@dataclass(frozen=True)
class Saved:
    """The answer to a save. `created`: this save made the entry. `count`: the author's entries in this block now.

    words_before: how many words it had before this save.
    """

    entry: EntryInfo
    created: bool
    count: int
    words_before: int = 0


@dataclass(frozen=True)
class VersionInfo:
    """A text that was kept beside the entry. `version` is the version that it was, or was written upon.

    `version_id` is its public id. `asked` is what its questions said.
    """

    version: int
    reason: Reason
    draft: Draft
    at: datetime
    version_id: UUID
    asked: Mapping[str, Text] = field(default_factory=dict)


@dataclass(frozen=True)
class EntryHistory:
    """A page of the texts that were kept beside an entry, newest first.

    after: the text that stood after the newest one on the page, to see what it has become.
    """

    entry: EntryInfo
    texts: Page[VersionInfo]
    after: Draft


@dataclass(frozen=True)
class Written:
    """What somebody has written, as points by taking part count it: entries that are long enough, and their phases."""

    entries: int
    phases: int


@dataclass(frozen=True)
class Link:
    """Something that an entry can be linked to. `kind` is "goal" or "meeting", `id` its public id."""

    kind: str
    id: UUID
    title: str


@dataclass(frozen=True)
class Binned:
    """An entry in its writer's bin. `ends_on`: the last day on which it can be brought back."""

    entry: EntryInfo
    ends_on: date


@dataclass(frozen=True)
class SharedEntry:
    """What somebody shares of an entry with the reader. `entry` holds the text that was shared, and nothing else.

    since: when the newest share of it to this reader began. share_id: the newest share that gives this text; share_ids:
    all of theirs. talk_ids: those of them in which they may comment. stamp: a number for exactly what the reader sees.
    opened_stamp: the one of what they opened last, None before the first time. whole: false for passages. fixed: the
    text is as it was when it was shared, at `kept_at`. mood: how the writer said they were, if they share it. passages:
    further ones, which other shares give and which do not stand in this text. read_at, reaction: what the reader said
    of it.
    """

    entry: EntryInfo
    owner_name: str
    since: datetime
    share_id: UUID
    share_ids: tuple[UUID, ...]
    talk_ids: tuple[UUID, ...]
    stamp: int
    opened_stamp: int | None
    whole: bool = True
    fixed: bool = False
    kept_at: datetime | None = None
    mood: int | None = None
    passages: tuple[EntryInfo, ...] = ()
    read_at: datetime | None = None
    reaction: Reaction | None = None

    @property
    def heading(self) -> str:
        """What to call it in a list; passages are called so."""
        if self.whole:
            return self.entry.heading
        return gettext("A passage: %(beginning)s") % {"beginning": self.entry.heading}

    @property
    def new(self) -> bool:
        """Whether the reader has never opened it."""
        return self.opened_stamp is None

    @property
    def changed(self) -> bool:
        """Whether what the reader sees of it has changed since they opened it."""
        return not self.fixed and not self.new and self.opened_stamp != self.stamp


#: The bands that a coordinator sees, as (smallest number of entries, what it is called).
BANDS = ((6, "6+"), (3, "3–5"), (1, "1–2"), (0, "0"))


def band(count: int) -> str:
    """Return the band of a number of entries; exact counts could embarrass."""
    return next(name for least, name in BANDS if count >= least)
