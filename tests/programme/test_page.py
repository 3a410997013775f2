"""What the programme's page says to whom."""

import pytest

from tests import factories, pages

pytestmark = pytest.mark.django_db


def test_a_mentee_reads_who_the_mentor_is(round_, block):
    mentor = factories.make_mentor(round_, name="Anna Lehtovaara", headline="teatteri, Tampere")
    mentee = factories.make_mentee(round_)
    factories.make_group(mentor, [mentee])

    page = pages.see(mentee, block)
    assert "Your mentor is Anna Lehtovaara." in page
