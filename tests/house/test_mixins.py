"""A block is put together from mixins of several rooms: what one keeps for itself no other one takes for itself too."""

from __future__ import annotations

import itertools

import pytest
from xblock.core import XBlock

from tests.privacy.scene import BLOCKS

#: Read once: source text is the same in every environment.
pytestmark = pytest.mark.once


def own(part: type) -> set[str]:
    """Return the names that a class keeps for itself."""
    return {name for name in vars(part) if name.startswith("_") and not name.startswith("__")} - {"_class_tags"}


@pytest.mark.parametrize("block_type", BLOCKS)
def test_no_two_mixins_of_a_block_share_a_private_name(block_type):
    parts = [one for one in XBlock.load_class(block_type).__mro__ if one.__module__.startswith("mentoring_xblock")]
    strangers = [
        (one, other)
        for one, other in itertools.combinations(parts, 2)
        if not issubclass(one, other) and not issubclass(other, one)
    ]
    shared = {(one.__name__, other.__name__): sorted(own(one) & own(other)) for one, other in strangers}
    assert {pair: names for pair, names in shared.items() if names} == {}
