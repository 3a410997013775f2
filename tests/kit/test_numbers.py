"""Small numbers as words."""

from mentoring_xblock.kit.numbers import in_words, opening


def test_small_numbers_are_words_and_others_figures():
    assert [in_words(number) for number in (0, 1, 10, 11, 240)] == ["none", "one", "ten", "11", "240"]
    assert in_words(-1) == "-1"


def test_a_sentence_opens_with_a_capital():
    assert [opening(number) for number in (3, 12)] == ["Three", "12"]
