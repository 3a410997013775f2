"""Two texts side by side: both stay whole, and what differs is marked."""

from hypothesis import given
from hypothesis import strategies as st

from mentoring_xblock.kit.differences import Run, runs

TEXTS = st.text(alphabet="ab \n", max_size=60)


def test_words_that_only_one_has_are_marked():
    mine, other = runs("one whole day off", "one day off, please")
    assert mine == (Run("one ", False), Run("whole ", True), Run("day ", False), Run("off", True))
    assert other == (Run("one ", False), Run("day ", False), Run("off, please", True))


def test_equal_texts_differ_in_nothing():
    mine, other = runs("the same", "the same")
    assert mine == other == (Run("the same", False),)


def test_a_text_that_only_one_wrote_is_all_different():
    assert runs("", "all of it") == ((), (Run("all of it", True),))


@given(TEXTS, TEXTS)
def test_both_texts_stay_whole(mine, other):
    for text, found in zip((mine, other), runs(mine, other), strict=True):
        assert "".join(run.text for run in found) == text
    shared = ["".join(run.text for run in found if not run.differs) for found in runs(mine, other)]
    assert shared[0] == shared[1]


def test_long_texts_are_compared_by_lines_and_very_long_ones_whole():
    line = "word " * 20 + "\n"
    mine, _ = runs(line * 100 + "mine\n", line * 100 + "other\n")
    assert mine == (Run(line * 100, False), Run("mine\n", True))
    mine, other = runs("a\n" * 2_000, "a\n" * 2_001)
    assert [run.differs for run in mine + other] == [True, True]
