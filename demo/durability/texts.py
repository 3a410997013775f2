"""What is typed, and how much of it is there afterwards."""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

#: Finnish, Markdown, other scripts, and letters that are two or more in some encodings.
WORDS = (
    *(
        "Tuotantopäivä",
        "venyi",
        "yöhön",
        "ja",
        "huomasin,",
        "että",
        "en",
        "pyytänyt",
        "apua.",
        "Ääni",
        "ei",
        "kantanut.",
    ),
    *(
        "Kysyin",
        "Annalta",
        "miten",
        "hän",
        "jaksaa;",
        "vastaus",
        "yllätti:",
        "”älä",
        "odota”.",
        "Mitä",
        "jos",
        "sanoisin",
        "ei?",
    ),
    *(
        "**tärkeää**",
        "*ehkä*",
        "`koodi`",
        "[linkki](https://example.org/ä)",
        "# otsikko",
        "- kohta",
        "==oivallus==",
        "<b>ei</b>",
    ),
    *("🌙", "🧑🏽", "👩‍🌾", "e\u0301", "مرحبا", "日本", "ß", "&amp;", "\\", "100 %", "'", '"'),
)
#: Letters of a burst, and of a pasted text: in bytes more than a page can send while it is left.
SHORT, PASTED = (5, 60), 17_000
#: One text in so many is pasted.
PASTES = 20
#: Letters that are typed at once.
CHUNK = (1, 6)


@dataclass
class Burst:
    """A text that was typed without a pause. `token` stands in no other one; `text` is what has gone in so far.

    `promised` is whether a pause followed; `about` says in a failure what happened then.
    """

    token: str
    text: str = ""
    promised: bool = False
    about: str = ""


class Texts:
    """Draws texts that can be found again.

    Args:
        draw: what makes them the same in every run of a seed.
    """

    def __init__(self, draw: random.Random):
        self._draw = draw
        self.bursts: list[Burst] = []

    def burst(self) -> Burst:
        """Begin a text; it has no letters yet."""
        self.bursts.append(Burst(f"«{len(self.bursts) + 1:04}»"))
        return self.bursts[-1]

    def chunks(self, burst: Burst) -> Iterator[str]:
        """Yield the letters of a text in the pieces in which they are typed, its token first."""
        left = self._draw.randint(*SHORT)
        words = [burst.token]
        while left > 0:
            words.append(self._draw.choice(WORDS))
            left -= len(words[-1]) + 1
        letters = " ".join(words) + " "
        while letters:
            # The token goes in whole, or it could not be found.
            size = max(self._draw.randint(*CHUNK), len(burst.token) if not burst.text else 0)
            yield letters[:size]
            letters = letters[size:]

    @staticmethod
    def pasted(burst: Burst) -> str:
        """Return a text to paste."""
        return f"{burst.token} {'🌙' * PASTED} "


def lost(burst: Burst, texts: Sequence[str]) -> int:
    """Return how many letters at the end of a text stand nowhere after those before them.

    All of them where its token stands nowhere. White space around it does not count.
    """
    text = burst.text.strip()
    if not any(burst.token in one for one in texts):
        return len(text)
    most, least = len(text), len(burst.token)
    while least < most:
        middle = (least + most + 1) // 2
        if any(text[:middle] in one for one in texts):
            least = middle
        else:
            most = middle - 1
    return len(text) - least


def twice(tokens: Iterable[str], entries: Iterable[str]) -> int:
    """Return how many tokens stand in more than one entry."""
    found = list(entries)
    return sum(sum(token in one for one in found) > 1 for token in tokens)


@dataclass(frozen=True)
class Proof:
    """What became of it, in counts. Letters are characters as Python counts them.

    seed, seconds: what was drawn, and how long it took. least: how many faults of each kind a save has to meet.
    dealt, met: faults by kind, and those of them that a save met. moments: by moment. ways: how it went on.
    typed: letters. promised: those of them that a pause followed. lost: those of the promised that are nowhere.
    lost_at_once: letters lost of those that no pause followed. twice: texts that stand in two entries.
    errors: exceptions of the server that nobody planned, each as its last line.
    losses: a line for each text that is not whole.
    """

    seed: int
    seconds: float
    least: int
    dealt: Mapping[str, int]
    met: Mapping[str, int]
    moments: Mapping[str, int]
    ways: Mapping[str, int]
    typed: int
    promised: int
    lost: int
    lost_at_once: int
    twice: int
    errors: tuple[str, ...]
    losses: tuple[str, ...] = field(default=())

    @property
    def holds(self) -> bool:
        """Whether nothing was lost or doubled, and every kind of fault was met often enough."""
        nothing = not (self.lost or self.twice or self.errors)
        return nothing and self.promised > 0 and all(self.met[kind] >= self.least for kind in self.dealt)


def exceptions(log: str) -> tuple[str, ...]:
    """Return the last line of each traceback in a log."""
    found = re.findall(r"^Traceback .*\n(?:[ \t].*\n|\n)*(.*)", log, re.MULTILINE)
    return tuple(found)


def counted(bursts: Iterable[Burst], standing: Iterable[str]) -> tuple[Counter[str], tuple[str, ...]]:
    """Return letters typed, promised, lost, and lost at once, and a line for each promised text that is not whole."""
    texts, counts, losses = list(standing), Counter(), []
    for burst in bursts:
        letters, gone = len(burst.text.strip()), lost(burst, texts)
        counts["typed"] += letters
        if burst.promised:
            counts["promised"] += letters
        counts["lost" if burst.promised else "lost_at_once"] += gone
        if gone and burst.promised:
            losses.append(f"{burst.token}: {gone} of {letters} letters; {burst.about}")
    return counts, tuple(losses)
