"""What the worksheets room tells others, as plain frozen values."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from mentoring_xblock.kit.localised import Text
from mentoring_xblock.kit.questions import Question

#: The template of a sheet whose words are its author's.
OWN = "own"
#: The id of the one prompt of a journal that has no others; entries from before there were others are on it, too.
MAIN = "main"


class Writers(StrEnum):
    """Who writes on a worksheet: everybody who takes part, or mentees only."""

    EVERYBODY = "everybody"
    MENTEES = "mentees"


@dataclass(frozen=True)
class Rights:
    """Where the idea of a sheet comes from, and who may use its words."""

    source: Text
    licence: Text


@dataclass(frozen=True)
class Template:
    """A ready-made sheet, or a ready-made prompt of a journal. `questions` are as authors store them.

    scaled: whether a sheet shows the five levels from the beginning.
    """

    id: str
    name: Text
    sentence: Text
    questions: tuple[Mapping[str, Any], ...]
    rights: Rights
    scaled: bool = False


@dataclass(frozen=True)
class Worksheet:
    """A sheet as authored. `template` is a ready-made one's id, or `OWN`, whose `source` its author may name.

    scaled: whether goals on it can be put on five levels and rated.
    """

    questions: tuple[Question, ...]
    template: str = OWN
    scaled: bool = True
    source: Text = field(default_factory=dict)


@dataclass(frozen=True)
class Frame:
    """A prompt of a journal: questions that one entry answers. `id` is kept in entries and never changes.

    `template` is a ready-made frame's id whose words these are and whose `sentence` says what it is good for, or `OWN`,
    whose `source` its author may name. opens: the id of the phase with which it opens; empty for at once. again: that
    of the phase with which it is asked once more, beside the earlier answer. together: a group answers it, and reads
    one another's answers once all have handed theirs over, at the latest on the day `shown_on` or with the phase
    `shown_phase`.
    """

    id: str
    name: Text
    questions: tuple[Question, ...]
    template: str = OWN
    source: Text = field(default_factory=dict)
    opens: str = ""
    again: str = ""
    together: bool = False
    shown_on: dt.date | None = None
    shown_phase: str = ""
    sentence: Text = field(default_factory=dict)


@dataclass(frozen=True)
class OpenFrame:
    """A prompt on somebody's day. opens_on: when it will open, None where it has, or where nobody can say yet.

    again_since: the first day of the phase in which it is asked once more, once that day has come.
    """

    frame: Frame
    is_open: bool
    opens_on: dt.date | None = None
    again_since: dt.date | None = None


__all__ = ["MAIN", "OWN", "Frame", "OpenFrame", "Rights", "Template", "Worksheet", "Writers"]
