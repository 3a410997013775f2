"""Two versions of a text read as one."""

from hypothesis import given
from hypothesis import strategies as st

from mentoring_xblock.kit.differences import Change, Kind, changes

WORDS = st.lists(st.sampled_from(["four", "five", "weeks,", "and", "\n", "🌙"]), max_size=12).map(" ".join)


def test_what_has_gone_stands_before_what_has_come_in_its_place():
    assert changes("Every four weeks.", "Every five weeks.") == (
        Change("Every ", Kind.SAME),
        Change("four ", Kind.GONE),
        Change("five ", Kind.NEW),
        Change("weeks.", Kind.SAME),
    )
    assert changes("", "New") == (Change("New", Kind.NEW),)
    assert changes("Old", "") == (Change("Old", Kind.GONE),)
    assert changes("", "") == ()


@given(WORDS, WORDS)
def test_both_versions_can_be_read_out_of_it(before, after):
    found = changes(before, after)
    assert "".join(one.text for one in found if one.kind is not Kind.NEW) == before
    assert "".join(one.text for one in found if one.kind is not Kind.GONE) == after
