"""The five words in which somebody can say how they are."""

from __future__ import annotations

from django.utils.translation import pgettext_lazy

#: From heavy to bright, by the number that is kept.
NAMES = {
    1: pgettext_lazy("mood", "Heavy"),
    2: pgettext_lazy("mood", "Low"),
    3: pgettext_lazy("mood", "Even"),
    4: pgettext_lazy("mood", "Light"),
    5: pgettext_lazy("mood", "Bright"),
}


def mood_name(mood: int | None) -> str:
    """Return the word for a mood; empty for none."""
    return str(NAMES.get(mood, ""))


__all__ = ["NAMES", "mood_name"]
