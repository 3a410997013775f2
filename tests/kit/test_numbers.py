"""Small numbers as words."""

import pytest
from django.utils import translation

from mentoring_xblock.kit.numbers import grouped, in_words, opening


def test_small_numbers_are_words_and_others_figures():
    assert [in_words(number) for number in (0, 1, 10, 11, 240)] == ["none", "one", "ten", "11", "240"]
    assert in_words(-1) == "-1"


def test_a_sentence_opens_with_a_capital():
    assert [opening(number) for number in (3, 12)] == ["Three", "12"]


@pytest.mark.parametrize(("language", "expected"), [("en", "20,000"), ("fi", "20\xa0000")])
def test_large_numbers_are_grouped_as_the_language_does(language, expected):
    with translation.override(language):
        assert grouped(20_000) == expected
        assert grouped(500) == "500"
