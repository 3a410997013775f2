"""What is looked up once in a call."""

import pytest

from mentoring_xblock.kit.remembering import remembered, remembering


class Counter:
    calls = 0

    def __call__(self):
        self.calls += 1
        return self.calls


def test_without_a_call_everything_is_looked_up_anew():
    look = Counter()
    assert [remembered("a", look), remembered("a", look)] == [1, 2]


def test_in_a_call_each_thing_is_looked_up_once_nothing_found_included():
    look = Counter()
    with remembering():
        assert [remembered("a", look), remembered("a", look), remembered("b", look)] == [1, 1, 2]
        assert remembered("none", lambda: None) is None
        assert remembered("none", look) is None


def test_one_call_knows_nothing_of_another_even_if_it_fails():
    look = Counter()
    with pytest.raises(ValueError, match="stop"), remembering():
        remembered("a", look)
        raise ValueError("stop")
    with remembering():
        assert remembered("a", look) == 2
        with remembering():
            assert remembered("a", look) == 3
        assert remembered("a", look) == 2
    assert remembered("a", look) == 4
