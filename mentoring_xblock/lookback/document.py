"""One's own entries as a document to keep: what each says and said before, what was said of it, and who could read it.

Everything is gathered in a constant number of queries, and nothing of it is in a bin. That somebody took their own
entries away is noted nowhere.
"""

from __future__ import annotations

import datetime as dt
from calendar import monthrange
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from html import unescape
from uuid import UUID

from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.html import strip_tags
from django.utils.translation import gettext

from mentoring_xblock import host
from mentoring_xblock.journal import api as journal
from mentoring_xblock.journal.beside import comments_on, trails, whom_given
from mentoring_xblock.journal.data import EntryInfo, Link, VersionInfo
from mentoring_xblock.journal.history_pages import Told, told_of
from mentoring_xblock.journal.moods import mood_name
from mentoring_xblock.journal.prompts import frame_of
from mentoring_xblock.kit.errors import Invalid
from mentoring_xblock.kit.localised import pick
from mentoring_xblock.kit.numbers import grouped
from mentoring_xblock.kit.place import Place
from mentoring_xblock.kit.questions import Part, Question, parts_of
from mentoring_xblock.lookback.data import FORMS, MOST_RENDERED, span_words
from mentoring_xblock.privacy.audit import Step
from mentoring_xblock.privacy.policy import Actor
from mentoring_xblock.programme import api as programmes
from mentoring_xblock.programme.data import ProgrammeInfo
from mentoring_xblock.sharing import api as sharing
from mentoring_xblock.sharing.data import CommentInfo, GivenTo, ShareInfo
from mentoring_xblock.worksheets import api as worksheets
from mentoring_xblock.worksheets.data import Frame


@dataclass(frozen=True)
class TrailLine:
    """One step of a trail: `name` of who did it, empty for the author; `whom` it was shared with, if still known.

    `passage` tells that only passages of it were shared.
    """

    step: Step
    mine: bool
    name: str
    whom: str
    passage: bool

    @property
    def words(self) -> str:
        """The step in the words of the page, without its moment."""
        shown = render_to_string("mentoring_xblock/privacy/_trail_line.html", {"line": self})
        return " ".join(unescape(strip_tags(shown.partition("<br>")[0])).split())


@dataclass(frozen=True)
class Taken:
    """One entry with everything about it.

    theme, prompt, mood: names, empty for none. kept: earlier texts, newest first, whole; told: the same as what each
    has changed into, where the document shows that. trail: oldest first.
    """

    entry: EntryInfo
    heading: str
    theme: str
    prompt: str
    mood: str
    links: tuple[Link, ...]
    parts: tuple[Part, ...]
    shares: tuple[ShareInfo, ...]
    kept: tuple[VersionInfo, ...]
    told: tuple[Told, ...]
    comments: tuple[CommentInfo, ...]
    trail: tuple[TrailLine, ...]


@dataclass(frozen=True)
class Document:
    """What somebody takes away of their entries in a journal, oldest first; `year` where it holds one year only.

    month: where it holds one of that year only. `programme` is its title in their language, `questions` what the
    journal asks now.
    """

    name: str
    programme: str
    made_on: dt.date
    year: int | None
    questions: tuple[Question, ...]
    entries: tuple[Taken, ...]
    month: int | None = None

    @property
    def span(self) -> str:
        """The month or year in words; empty for everything."""
        return span_words(self.year, self.month)


def document(
    actor: Actor,
    place: Place,
    now: dt.datetime,
    form: str = "html",
    year: int | None = None,
    month: int | None = None,
) -> Document:
    """Return the actor's own entries in this block that are in no bin, of all its rounds; nobody else's.

    A constant number of queries, however many entries and versions there are. Empty for somebody who can't have any.

    Args:
        form: one of `FORMS`. Only what is rendered to be printed is limited, and told in differences.
        year, month: only entries about days of this year, or of this month of it.
    Raises:
        Invalid: more entries than one page for printing holds.
    """
    entries = sorted(journal.own_rows(actor, place, *_days(year, month)), key=lambda one: (one.day, one.created_at))
    printed = form == FORMS[0]
    if printed and len(entries) > MOST_RENDERED:
        raise Invalid(
            gettext("One page for printing holds %(limit)s entries, and these are more. Choose a year.")
            % {"limit": grouped(MOST_RENDERED)}
        )
    programme = programmes.get_programme(place.course_key, place.slug)
    frames = worksheets.frames_from_mirror(programmes.block_info(place.usage_key))
    beside = _beside(actor, place, entries)
    return Document(
        name=beside.names.get(actor.user_id, ""),
        programme=pick(programme.plan.title) if programme else "",
        made_on=timezone.localdate(now),
        year=year,
        questions=worksheets.questions_of_frames(frames),
        entries=tuple(_taken(actor, entry, frames, programme, beside, printed=printed) for entry in entries),
        month=month if year else None,
    )


def _days(year: int | None, month: int | None) -> tuple[dt.date | None, dt.date | None]:
    if year is None:
        return None, None
    first, last = (month, month) if month else (1, 12)
    return dt.date(year, first, 1), dt.date(year, last, monthrange(year, last)[1])


@dataclass(frozen=True)
class _Beside:
    """What there is beside entries, each by their public ids; `given` by that of a share, `names` by user id."""

    links: Mapping[UUID, tuple[Link, ...]]
    shares: Mapping[UUID, tuple[ShareInfo, ...]]
    kept: Mapping[UUID, tuple[VersionInfo, ...]]
    comments: Mapping[UUID, tuple[CommentInfo, ...]]
    trails: Mapping[UUID, tuple[Step, ...]]
    given: Mapping[UUID, GivenTo]
    names: Mapping[int | None, str]


def _beside(actor: Actor, place: Place, entries: Iterable[EntryInfo]) -> _Beside:
    entries = list(entries)
    found = trails(actor, entries)
    steps = [step for steps in found.values() for step in steps]
    people = host.people({actor.user_id, *(step.actor_id for step in steps)} - {None})
    return _Beside(
        links=journal.linked(actor, place, entries),
        shares=journal.shares_of(actor, place, [entry.public_id for entry in entries]),
        kept=journal.kept_of(actor, entries),
        comments=comments_on(actor, entries),
        trails=found,
        given=sharing.given_to({step.share_ref for step in steps if step.share_ref}),
        names={user_id: person.full_name for user_id, person in people.items()},
    )


def _taken(
    actor: Actor,
    entry: EntryInfo,
    frames: tuple[Frame, ...],
    programme: ProgrammeInfo | None,
    beside: _Beside,
    *,
    printed: bool,
) -> Taken:
    questions = worksheets.questions_of_frames(frames)
    themes = {theme.id: pick(theme.name) for theme in programme.plan.themes} if programme else {}
    frame = frame_of(frames, entry.frame) if len(frames) > 1 else None
    kept = beside.kept.get(entry.public_id, ())
    return Taken(
        entry=entry,
        heading=entry.heading or gettext("Without words yet"),
        theme=themes.get(entry.theme, "") or (gettext("An earlier theme") if entry.theme else ""),
        prompt=pick(frame.name) if frame else "",
        mood=mood_name(entry.mood),
        links=beside.links.get(entry.public_id, ()),
        parts=parts_of(questions, entry.answers, entry.asked),
        shares=beside.shares.get(entry.public_id, ()),
        kept=kept,
        told=told_of(kept, entry.draft, questions, programme) if printed else (),
        comments=beside.comments.get(entry.public_id, ()),
        trail=tuple(_line(actor, step, beside) for step in beside.trails.get(entry.public_id, ())),
    )


def _line(actor: Actor, step: Step, beside: _Beside) -> TrailLine:
    given = beside.given.get(step.share_ref) if step.share_ref else None
    return TrailLine(
        step=step,
        mine=step.actor_id == actor.user_id,
        name=beside.names.get(step.actor_id, ""),
        whom=whom_given(given) if given else "",
        passage=given is not None and not given.whole,
    )


__all__ = ["Document", "Taken", "TrailLine", "document"]
