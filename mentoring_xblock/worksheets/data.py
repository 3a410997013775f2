"""What the worksheets room tells others, as plain frozen values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from mentoring_xblock.kit.localised import Text
from mentoring_xblock.kit.questions import Question

#: The template of a sheet whose words are its author's.
OWN = "own"


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
    """A ready-made sheet. `questions` are as authors store them; `scaled` shows the five levels from the beginning."""

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


__all__ = ["OWN", "Rights", "Template", "Worksheet", "Writers"]
