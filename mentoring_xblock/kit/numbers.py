"""Small numbers as words, for sentences that open a page; signed ones; large ones in groups of three digits."""

from __future__ import annotations

from django.utils.formats import number_format
from django.utils.translation import ngettext, pgettext_lazy

_WORDS = (
    pgettext_lazy("number in a sentence", "none"),
    pgettext_lazy("number in a sentence", "one"),
    pgettext_lazy("number in a sentence", "two"),
    pgettext_lazy("number in a sentence", "three"),
    pgettext_lazy("number in a sentence", "four"),
    pgettext_lazy("number in a sentence", "five"),
    pgettext_lazy("number in a sentence", "six"),
    pgettext_lazy("number in a sentence", "seven"),
    pgettext_lazy("number in a sentence", "eight"),
    pgettext_lazy("number in a sentence", "nine"),
    pgettext_lazy("number in a sentence", "ten"),
)


def in_words(number: int) -> str:
    """Return a number from 0 to 10 as a word, others as figures."""
    return str(_WORDS[number]) if 0 <= number < len(_WORDS) else str(number)


def opening(number: int) -> str:
    """Return the same for the beginning of a sentence."""
    word = in_words(number)
    return word[:1].upper() + word[1:]


def grouped(number: int) -> str:
    """Return a number as the language groups its digits: 20,000 in English, 20 000 in Finnish."""
    return number_format(number, use_l10n=True, force_grouping=True)


def signed(number: int) -> str:
    """Write a whole number with its sign: +2, 0, −1."""
    return f"+{number}" if number > 0 else f"−{-number}" if number < 0 else "0"


def places_taken(taken: int, places: int, waiting: int) -> str:
    """Say how many of the places are taken, and how many people wait for one."""
    words = {"taken": taken, "places": places, "waiting": waiting}
    if waiting:
        sentence = ngettext(
            "%(taken)s of %(places)s place is taken; on the waiting list: %(waiting)s.",
            "%(taken)s of %(places)s places are taken; on the waiting list: %(waiting)s.",
            places,
        )
    else:
        sentence = ngettext(
            "%(taken)s of %(places)s place is taken.", "%(taken)s of %(places)s places are taken.", places
        )
    return sentence % words
