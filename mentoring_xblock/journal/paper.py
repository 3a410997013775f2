"""The paper that somebody writes on, laid out for a prompt and an entry."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

from django.utils import timezone
from django.utils.translation import gettext, ngettext

from mentoring_xblock.journal import api
from mentoring_xblock.journal.data import TITLE_LIMIT, Draft, EntryInfo, Link
from mentoring_xblock.journal.linking import GOAL, MEETING
from mentoring_xblock.journal.moods import NAMES
from mentoring_xblock.journal.prompts import EarlierAnswer, Prompts, earlier_answers, prompts_for
from mentoring_xblock.journal.saving import FIRST_DAY
from mentoring_xblock.kit.dates import clock, moment
from mentoring_xblock.kit.localised import pick
from mentoring_xblock.kit.place import Place
from mentoring_xblock.kit.questions import Part, Question, earlier_words, parts_of
from mentoring_xblock.privacy.policy import Actor
from mentoring_xblock.programme.data import ProgrammeInfo
from mentoring_xblock.sharing.data import ShareInfo
from mentoring_xblock.worksheets import api as worksheets
from mentoring_xblock.worksheets.data import Frame


@dataclass(frozen=True)
class Asked:
    """What a journal asks: its prompts, and whether people can say how they are."""

    frames: tuple[Frame, ...]
    moods: bool = False


@dataclass(frozen=True)
class Field:
    """One question as it is written on: its text, and the most characters that the text can have.

    was: what it said when it was answered, where it says something else now. earlier: what its writer answered when it
    was asked before, where it is asked again.
    """

    name: str
    label: str
    help: str
    text: str
    limit: int
    was: str = ""
    earlier: EarlierAnswer | None = None


@dataclass(frozen=True)
class Paper:
    """What somebody writes on.

    entry: None until the first words are saved. key: names this rendering of the paper in its saves. prompts: with the
    one that it is on, and what else a blank one can be on. earlier: answers to questions that the prompt does not ask;
    they stay and can't be changed. themes: pairs of id and name; the entry's own is among them even if the plan has
    dropped it, as are the goal and the meeting that it is linked to. moods: pairs of number and word; empty where
    people are not asked. unsaved: the text stands nowhere yet.
    """

    entry: EntryInfo | None
    draft: Draft
    version: int
    key: UUID
    prompts: Prompts
    fields: tuple[Field, ...]
    earlier: tuple[Part, ...]
    themes: tuple[tuple[str, str], ...]
    goals: tuple[Link, ...]
    meetings: tuple[Link, ...]
    moods: tuple[tuple[int, str], ...]
    shares: tuple[ShareInfo, ...]
    state: str
    words: str
    last_day: date
    first_day: date = FIRST_DAY
    title_limit: int = TITLE_LIMIT
    unsaved: bool = False

    @property
    def day(self) -> date:
        """The day that it is about."""
        return self.draft.day or timezone.localdate()

    @property
    def closed(self) -> bool:
        """Whether nothing can be written on yet."""
        return self.entry is None and self.prompts.chosen is None

    @property
    def frame_id(self) -> str:
        """The id of its prompt, which an entry keeps."""
        return self.entry.frame if self.entry else self.prompts.frame.id if self.prompts.frame else ""


def lay_out(
    actor: Actor,
    place: Place,
    info: ProgrammeInfo | None,
    asked: Asked,
    entry: EntryInfo | None,
    *,
    shares: tuple[ShareInfo, ...] = (),
    unsaved: Draft | None = None,
    frame_id: str = "",
    meeting_id: UUID | None = None,
) -> Paper:
    """Return the paper for an entry, or a blank one; a constant number of queries.

    Args:
        unsaved: a text to go on with instead of the saved one.
        frame_id: the prompt of a blank paper; the first that is open where it is none of those. meeting_id: the meeting
            that a blank paper is about, if it is one of those that can be chosen.
    """
    draft = unsaved or (entry.draft if entry else Draft(meeting_id=meeting_id))
    prompts = prompts_for(actor, place, asked.frames, entry, frame_id)
    questions = prompts.frame.questions if prompts.frame else ()
    before = earlier_answers(actor, place, prompts.chosen, entry)
    goals, meetings = _linkable(actor, place, draft)
    return Paper(
        entry=entry,
        draft=draft,
        version=entry.version if entry else 0,
        key=uuid4(),
        prompts=prompts,
        fields=tuple(
            Field(
                name=one.field,
                label=pick(one.label),
                help=pick(one.help),
                text=draft.answers.get(one.id, ""),
                limit=one.limit,
                was=_was(one, entry),
                earlier=before.get(one.id),
            )
            for one in questions
        ),
        earlier=_earlier(asked, draft, entry, {question.id for question in questions}),
        themes=_themes(info, draft),
        goals=goals,
        meetings=meetings,
        moods=tuple((number, str(name)) for number, name in NAMES.items()) if asked.moods else (),
        shares=shares,
        state=saved_line(entry.updated_at) if entry else "",
        words=words_line(draft.words),
        last_day=timezone.localdate() + timedelta(days=1),
        unsaved=unsaved is not None,
    )


def _was(question: Question, entry: EntryInfo | None) -> str:
    answered = entry is not None and entry.answers.get(question.id, "").strip()
    return earlier_words(question, entry.asked.get(question.id)) if answered else ""


def _earlier(asked: Asked, draft: Draft, entry: EntryInfo | None, ids: set[str]) -> tuple[Part, ...]:
    """Return what the paper shows and does not ask, under the words that were answered."""
    rest = {id_: text for id_, text in draft.answers.items() if id_ not in ids}
    elsewhere = {one.id: one.label for one in worksheets.questions_of_frames(asked.frames)}
    words = {**elsewhere, **(entry.asked if entry else {})}
    return parts_of((), rest, words)


def _themes(info: ProgrammeInfo | None, draft: Draft) -> tuple[tuple[str, str], ...]:
    themes = [(theme.id, pick(theme.name)) for theme in info.plan.themes] if info else []
    if draft.theme and draft.theme not in {id_ for id_, _ in themes}:
        themes.append((draft.theme, gettext("An earlier theme")))
    return tuple(themes)


def _linkable(actor: Actor, place: Place, draft: Draft) -> tuple[tuple[Link, ...], tuple[Link, ...]]:
    found = api.links(actor, place)
    goals = [one for one in found if one.kind == GOAL]
    meetings = [one for one in found if one.kind == MEETING]
    if draft.goal_id and draft.goal_id not in {one.id for one in goals}:
        goals.append(Link(GOAL, draft.goal_id, gettext("An earlier goal")))
    if draft.meeting_id and draft.meeting_id not in {one.id for one in meetings}:
        meetings.append(Link(MEETING, draft.meeting_id, gettext("An earlier meeting")))
    return tuple(goals), tuple(meetings)


def joined(mine: Draft, other: Draft) -> Draft:
    """Return both texts in one, mine first, for the writer to join by hand; equal parts stand once.

    Of what there can be one of only, mine is taken, and the other's where I said nothing.
    """
    answers = {}
    for id_ in [*mine.answers, *(id_ for id_ in other.answers if id_ not in mine.answers)]:
        texts = dict.fromkeys(
            filter(None, (mine.answers.get(id_, "").strip("\n"), other.answers.get(id_, "").strip("\n")))
        )
        answers[id_] = "\n\n".join(texts)
    return Draft(
        title=mine.title or other.title,
        theme=mine.theme or other.theme,
        answers=answers,
        frame=other.frame,
        day=mine.day or other.day,
        mood=other.mood if mine.mood is None else mine.mood,
        goal_id=mine.goal_id or other.goal_id,
        meeting_id=mine.meeting_id or other.meeting_id,
    )


def saved_line(at: datetime) -> str:
    """Say when something was saved: by the clock today, with the day before that."""
    today = timezone.localtime(at).date() == timezone.localdate()
    return gettext("Saved %(time)s") % {"time": clock(at) if today else moment(at)}


def words_line(count: int) -> str:
    """Say how many words there are."""
    return ngettext("%(count)s word", "%(count)s words", count) % {"count": count}


__all__ = ["Asked", "Field", "Paper", "joined", "lay_out", "saved_line", "words_line"]
