"""Texts as a search sees them: without regard to capitals, to the way a letter is put together, or to white space.

Letters stay letters: ä is not a, and i is not ı. Nothing of Markdown is taken out, so what was typed is what is found.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import pairwise

from mentoring_xblock.kit.differences import Run

#: Jamo that join the one before them into a syllable, though they are no combining marks.
_JOINING = range(0x1160, 0x1200)


def folded(text: str) -> str:
    """Return a text as it is compared: NFKC, case folded, white space as single spaces."""
    # Folding can take a text out of the form that it was put into, as of an ᾳ with its iota below.
    return " ".join(_letters(text).split())


def words_of(typed: str) -> tuple[str, ...]:
    """Return what is looked for: each word once, folded."""
    return tuple(dict.fromkeys(folded(typed).split(" "))) if typed.strip() else ()


def stand_in(words: Iterable[str], texts: Iterable[str]) -> bool:
    """Return whether every word stands in one of the texts. `words` are folded, texts as they were typed."""
    # No word has white space in it, so that of the texts need not be made one.
    whole = _letters("\n".join(texts))
    return all(word in whole for word in words)


def first_place(words: Sequence[str], text: str, around: int) -> tuple[Run, ...]:
    """Return what stands around the first of the words, which differs, in one line; empty where none stands.

    Args:
        words: folded. around: characters of the text to show, as many before the word as behind it.
    """
    spans = _spans(words, text)
    if not spans:
        return ()
    start, end = spans[0]
    left = _back_to_a_word(text, max(0, start - around // 2), start)
    right = _on_to_a_word(text, min(len(text), end + around // 2), end)
    runs, at = [Run("…", False)] if text[:left].strip() else [], left
    for one, two in spans:
        if one >= at and two <= right:
            runs += [Run(text[at:one], False), Run(text[one:two], True)]
            at = two
    runs += [Run(text[at:right], False), *([Run("…", False)] if text[right:].strip() else [])]
    return tuple(_in_one_line(runs))


def _letters(text: str) -> str:
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())


@lru_cache(maxsize=1_000)
def _letter(char: str) -> str:
    """Return one character folded; a text has few different ones."""
    return _letters(char)


def _spans(words: Sequence[str], text: str) -> list[tuple[int, int]]:
    """Return where the words stand in a text as it was typed, as pairs of ends, the first first."""
    folded_whole = _letters(text)
    if not any(word in folded_whole for word in words):
        return []
    pieces, starts, length = [], [], 0
    ends = [*_beginnings(text), len(text)]
    for one, two in pairwise(ends):
        piece = text[one:two]
        pieces.append(_letter(piece) if len(piece) == 1 else _letters(piece))
        starts.append(length)
        length += len(pieces[-1])
    whole = "".join(pieces)
    spans = []
    for word in words:
        at = whole.find(word)
        while at >= 0:
            # A piece is marked whole, as a ligature of which only one letter was looked for.
            spans.append((ends[bisect_right(starts, at) - 1], ends[bisect_right(starts, at + len(word) - 1)]))
            at = whole.find(word, at + len(word))
    return sorted(spans)


def _beginnings(text: str) -> list[int]:
    """Return where the pieces of a text begin that are normalised by themselves: a letter with its marks."""
    return [at for at, char in enumerate(text) if not at or not (unicodedata.combining(char) or ord(char) in _JOINING)]


def _back_to_a_word(text: str, at: int, end: int) -> int:
    """Return where the first whole word behind a place begins, `end` at the latest; the place itself at the start."""
    if at == 0 or text[at - 1].isspace():
        return at
    space = next((number for number in range(at, end) if text[number].isspace()), None)
    return at if space is None else space + 1


def _on_to_a_word(text: str, at: int, start: int) -> int:
    """Return where the last whole word before a place ends, `start` at the earliest."""
    if at == len(text) or text[at].isspace():
        return at
    return next((number for number in range(at - 1, start - 1, -1) if text[number].isspace()), at)


def _in_one_line(runs: Iterable[Run]) -> Iterable[Run]:
    for run in runs:
        text = " ".join(run.text.split())
        before = " " if run.text[:1].isspace() and text else ""
        behind = " " if run.text[-1:].isspace() else ""
        if text or behind:
            yield Run(before + text + behind, run.differs)


__all__ = ["first_place", "folded", "stand_in", "words_of"]
