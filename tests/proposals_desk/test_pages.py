"""More proposals than a page holds, side by side on several."""

import pytest

from mentoring_xblock.proposals.models import Proposal, Stage
from mentoring_xblock.proposals.opening import PROPOSALS_SIZE

pytestmark = pytest.mark.django_db


def test_more_proposals_than_a_page_holds_are_on_several(desk):
    Proposal.objects.bulk_create(
        Proposal(round=desk.round, kind="pair", letter=f"A{number}", stage=Stage.CANCELLED)
        for number in range(PROPOSALS_SIZE + 1)
    )
    first = desk.post("list_proposals")
    assert "Page 1 of 2" in first and f"Proposal A{PROPOSALS_SIZE}" in first and "Proposal A0" not in first
    assert f"{PROPOSALS_SIZE + 1} proposals so far." in first
    second = desk.post("list_proposals", page="2")
    assert "Page 2 of 2" in second and "Proposal A0" in second
    desk.post("list_proposals", page="none")
    assert desk.status == 422
