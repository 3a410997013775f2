"""What a search takes for the same: pure, over letters of many languages."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentoring_xblock.lookback.folding import first_place, folded, stand_in, words_of

pytestmark = pytest.mark.once


@pytest.mark.parametrize(
    ("typed", "standing"),
    [
        ("ÄITI", "äiti"),
        ("åbo", "ÅBO"),
        ("strasse", "Straße"),
        ("ΣΟΦΟΣ", "σοφος"),
        ("café", "cafe\u0301"),
        ("ﬁnal", "final"),
        ("１２", "12"),
        ("한글", unicodedata.normalize("NFD", "한글")),
        ("👩🏽\u200d🏫", "kiitos 👩🏽\u200d🏫 sinulle"),
        ("**tärkeää**", "se on **tärkeää** minulle"),
    ],
)
def test_it_is_found_however_it_was_typed(typed, standing):
    assert stand_in(words_of(typed), [standing])
    assert any(run.differs for run in first_place(words_of(typed), standing, 160))


@pytest.mark.parametrize(("typed", "standing"), [("aiti", "äiti"), ("tärkeää", "t**ä**rkeää"), ("ı", "i"), ("a", "å")])
def test_letters_stay_letters(typed, standing):
    assert not stand_in(words_of(typed), [standing])


def test_all_words_have_to_stand_somewhere_in_it():
    assert words_of("  Kokous \n\u00a0kokous OLI ") == ("kokous", "oli")
    assert stand_in(words_of("kokous outo"), ["Outo päivä", "Tämä kokous"])
    assert not stand_in(words_of("kokous tutti"), ["Outo päivä", "Tämä kokous"])
    assert words_of(" \t ") == ()


def test_what_stands_around_the_first_place_is_cut_between_words():
    text = "alku " * 30 + "Sana\n\nja SANA " + "loppu " * 30
    runs = first_place(words_of("sana"), text, 40)
    assert "".join(run.text for run in runs) == "…alku alku alku alku Sana ja SANA loppu…"
    assert [run.text for run in runs if run.differs] == ["Sana", "SANA"]


@pytest.mark.parametrize(
    ("text", "shown"), [("sana", "sana"), ("sana lopussa", "sana lopussa"), ("on sana", "on sana")]
)
def test_at_the_ends_nothing_is_left_out(text, shown):
    assert "".join(run.text for run in first_place(("sana",), text, 160)) == shown


def test_a_text_without_spaces_is_cut_all_the_same():
    runs = first_place(("x",), "a" * 500 + "x" + "b" * 500, 160)
    assert [run.text for run in runs] == ["…", "a" * 80, "x", "b" * 80, "…"]
    assert first_place(("x",), "nothing", 160) == ()


@given(st.text(max_size=40), st.text(min_size=1, max_size=6))
def test_whatever_is_written_is_found_and_shown_as_it_was_typed(text, word):
    """No text breaks it, and what is marked reads as one of the words."""
    words = words_of(word)
    runs = first_place(words, text, 20)
    shown = "".join(run.text for run in runs if run.text != "…")
    assert folded(shown) in folded(text) or not runs
    for run in runs:
        if run.differs:
            assert any(one in folded(run.text) for one in words)
