"""When a typed goal can be saved, and what is still open in one."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext

from mentoring_xblock.goals.data import GoalDraft
from mentoring_xblock.goals.models import Goal
from mentoring_xblock.goals.worksheet import Sheet
from mentoring_xblock.kit.dates import long_day
from mentoring_xblock.kit.localised import Text, pick
from mentoring_xblock.kit.text import says_something, too_long

#: Goals of one person on one worksheet: far more than anybody works on, and few enough for one page.
GOALS_LIMIT = 50

#: The key of sentences that stand for the whole form.
WHOLE = "__all__"


def merged(draft: GoalDraft, sheet: Sheet, stored: GoalDraft | None) -> dict[str, str]:
    """Return the answers to store: what was typed, and what stood for questions that have left the worksheet.

    Empty answers are not stored.
    """
    asked = {question.id for question in sheet.questions}
    kept = {id_: text for id_, text in (stored.answers if stored else {}).items() if id_ not in asked}
    typed = {id_: text for id_, text in draft.answers.items() if id_ in asked and says_something(text)}
    return {**kept, **typed}


def problems(draft: GoalDraft, sheet: Sheet, stored: GoalDraft | None = None) -> dict[str, list[str]]:
    """Return what keeps the draft from being saved: sentences by field; empty if it can be.

    What already stands in `stored` is never refused again, so that a plan that moved on locks nobody out. Nothing but
    a single word is required.
    """
    found: dict[str, list[str]] = defaultdict(list)
    asked = {question.id: question for question in sheet.questions}
    if set(draft.answers) - set(asked):
        found[WHOLE].append(
            gettext(
                "A question has left this worksheet since you opened it. What you wrote there stands below; copy it."
            )
        )
    for id_, question in asked.items():
        over = len(draft.answers.get(id_, "")) - question.limit
        if over > 0:
            found[question.field].append(too_long(over))
    if not any(map(says_something, merged(draft, sheet, stored).values())):
        found[sheet.questions[0].field].append(
            gettext("There is nothing written yet. One sentence, here or further down, is enough to save.")
        )
    themes = {theme.id for theme in sheet.themes} | {"", stored.theme if stored else ""}
    if draft.theme not in themes:
        found["theme"].append(gettext("This theme is not in the programme. Choose another one, or none."))
    if draft.target_on and draft.target_on != (stored.target_on if stored else None):
        found["target_on"].extend(outside(draft.target_on, sheet))
    return {name: sentences for name, sentences in found.items() if sentences}


def outside(day: dt.date, sheet: Sheet) -> list[str]:
    """Return what is wrong with a day that is not in the sheet's; empty for one that is."""
    if sheet.last_day and day > sheet.last_day:
        return [
            gettext("The programme ends on %(day)s. Choose that day or an earlier one.")
            % {"day": long_day(sheet.last_day)}
        ]
    if sheet.first_day and day < sheet.first_day:
        return [
            gettext("The programme starts on %(day)s. Choose that day or a later one.")
            % {"day": long_day(sheet.first_day)}
        ]
    return []


def missing(draft: GoalDraft, sheet: Sheet) -> tuple[str, ...]:
    """Return what belongs to a whole goal and is still open, in the reader's language; never a reason not to save."""
    open_questions = [
        pick(one.label) for one in sheet.questions if one.required and not says_something(draft.answers.get(one.id, ""))
    ]
    theme = [gettext("Theme")] if sheet.themes and not draft.theme else []
    day = [] if draft.target_on else [gettext("By when?")]
    return (*open_questions, *theme, *day)


def total(sheet: Sheet) -> int:
    """Return how many things belong to a whole goal: what is required, a theme if the programme has any, and a day."""
    return sum(one.required for one in sheet.questions) + bool(sheet.themes) + 1


def asked(draft: GoalDraft, sheet: Sheet, stored: Goal | None) -> dict[str, Text]:
    """Return what each question said when its answer was written, by id, for the answers that are stored.

    An answer whose text stays keeps the words that it answered, also when its question says something else now.
    """
    words = {question.id: dict(question.label) for question in sheet.questions}
    known = stored.asked if stored else {}
    same = {id_ for id_, text in (stored.answers if stored else {}).items() if draft.answers.get(id_) == text}
    standing = {id_: known[id_] for id_ in draft.answers if id_ in known and (id_ in same or id_ not in words)}
    return {id_: words[id_] for id_ in draft.answers if id_ in words} | standing


def content_of(draft: GoalDraft, asked: Mapping[str, Text]) -> dict[str, Any]:
    """Return a goal's text as JSON values, as a version keeps it."""
    return {
        "answers": dict(draft.answers),
        "asked": {id_: dict(words) for id_, words in asked.items()},
        "theme": draft.theme,
        "target_on": draft.target_on.isoformat() if draft.target_on else None,
        "status": str(draft.status),
    }


def answers_in(content: Mapping[str, object]) -> dict[str, str]:
    """Return the answers that a kept version holds."""
    answers = content.get("answers")
    return dict(answers) if isinstance(answers, Mapping) else {}
