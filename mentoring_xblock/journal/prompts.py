"""The questions that a journal asks."""

from __future__ import annotations

from typing import Any

from mentoring_xblock.journal.data import ANSWER_LIMIT
from mentoring_xblock.kit.questions import Question, read_questions

#: What a journal asks until its author says otherwise: what happened, what it means, what comes of it. The order of the
#: three is an old one among nurses and teachers; the words are ours.
DEFAULT_PROMPTS: list[dict[str, Any]] = [
    {
        "id": "what",
        "label": {"en": "What happened?", "fi": "Mitä tapahtui?"},
        "help": {
            "en": "One moment is enough: who was there, what was said, what did you do.",
            "fi": "Yksi hetki riittää: keitä oli paikalla, mitä sanottiin, mitä teit.",
        },
        "limit": ANSWER_LIMIT,
        "required": False,
    },
    {
        "id": "so_what",
        "label": {"en": "So what? Why does it matter to you?", "fi": "Entä sitten? Miksi se on sinulle tärkeää?"},
        "help": {
            "en": "What did you feel and think, and what does it tell you about yourself or your work?",
            "fi": "Mitä tunsit ja ajattelit, ja mitä se kertoo sinusta tai työstäsi?",
        },
        "limit": ANSWER_LIMIT,
        "required": False,
    },
    {
        "id": "now_what",
        "label": {"en": "Now what? What will you try?", "fi": "Mitä nyt? Mitä aiot kokeilla?"},
        "help": {"en": "One small thing is enough.", "fi": "Yksi pieni asia riittää."},
        "limit": ANSWER_LIMIT,
        "required": False,
    },
]


def prompts_of(authored: Any) -> tuple[Question, ...]:
    """Return the questions in a block's field or its mirror, the default ones where there are none.

    Nothing is ever required of an entry, so `required` in the data is not read.
    """
    return read_questions(authored, DEFAULT_PROMPTS, ANSWER_LIMIT)
