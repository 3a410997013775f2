"""A programme half-way through, with a block that shows it."""

import pytest

from tests import factories, pages


@pytest.fixture
def round_(db):
    """A round that is in its twelfth week."""
    return factories.make_round()


@pytest.fixture
def block(round_):
    """The programme's block, published."""
    return pages.publish_block("mentoring_programme", plan=round_.programme.plan, programme="main")
