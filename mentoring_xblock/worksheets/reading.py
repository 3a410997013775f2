"""Reading a worksheet out of a block's fields or its mirror, whatever they hold; nothing here raises.

One reading for the page, the editor and the checks, so that a question has the same id in all of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from mentoring_xblock.kit.questions import Question, read_questions
from mentoring_xblock.programme.data import BlockInfo
from mentoring_xblock.programme.reading import as_choice, as_text
from mentoring_xblock.worksheets.builtin_basic import SMART
from mentoring_xblock.worksheets.data import OWN, Worksheet, Writers
from mentoring_xblock.worksheets.templates import FIRST, TEMPLATES

#: The most characters that an author can allow in one answer.
ANSWER_CEILING = 20_000


def questions_of(authored: Any) -> tuple[Question, ...]:
    """Return the questions in a block's field or its mirror, those of SMART where there are none."""
    return read_questions(authored, SMART, ANSWER_CEILING)


def read_worksheet(fields: Mapping[str, Any]) -> Worksheet:
    """Return the worksheet in a block's fields: `questions`, `template`, `scaled`, `source`; any of them may lack."""
    questions = questions_of(fields.get("questions"))
    return Worksheet(
        questions=questions,
        template=template_of(questions, fields.get("template")),
        scaled=fields.get("scaled") is not False,
        source=as_text(fields.get("source")),
    )


def from_mirror(block: BlockInfo | None) -> Worksheet:
    """Return the worksheet of a block as last published; the first ready-made one where nothing was."""
    return read_worksheet({**block.settings, "questions": list(block.questions)} if block else {})


def template_of(questions: Iterable[Question], named: Any) -> str:
    """Return the ready-made sheet whose words these are: the one that is named, else `OWN`.

    Leaving questions out, putting them into another order and changing how long an answer can be leaves the words as
    they are; a word that is changed or added makes the sheet its author's own.
    """
    template = TEMPLATES.get(named if isinstance(named, str) and named else FIRST)
    words = {one.id: (one.label, one.help) for one in questions_of(template.questions)} if template else {}
    return template.id if template and all(words.get(one.id) == (one.label, one.help) for one in questions) else OWN


def writers_of(value: Any) -> Writers:
    """Return who writes on a worksheet; everybody, where a block says something else."""
    return as_choice(Writers, value, Writers.EVERYBODY)
