"""A round is ended while others publish in it, on the database of production: nothing runs in it afterwards."""

import pytest
from django.utils import timezone

from mentoring_xblock.dashboard import rounds
from mentoring_xblock.groups import api as groups
from mentoring_xblock.groups.models import State
from mentoring_xblock.kit.errors import NotFound, Over
from mentoring_xblock.models import Group, Membership, Message, Round
from tests import factories as make
from tests.threads import at_once

pytestmark = [pytest.mark.mariadb, pytest.mark.django_db(transaction=True)]


def test_nothing_runs_in_a_round_that_was_ended_while_groups_were_published(monkeypatch):
    monkeypatch.setattr("mentoring_xblock.tasks.send_due_mail.delay", lambda: None)
    round_ = make.make_round()
    place = make.place_of(round_, "mentoring_dashboard", "dashboard")
    leena = make.coordinator_actor(make.make_coordinator(round_.programme))
    make.make_pair(round_)
    drafts = [
        make.make_group(make.make_mentor(round_), [make.make_mentee(round_)], state=State.DRAFT) for _ in range(12)
    ]
    publish = [lambda draft=draft: groups.publish(leena, place, [draft.public_id]) for draft in drafts]
    close = [lambda: rounds.close_round(leena, place, round_.public_id, timezone.now())] * 2

    results = [result.exception() for result in at_once([*publish[:6], *close, *publish[6:]])]

    assert {type(error) for error in results if error} <= {Over, NotFound}
    assert results[6] is results[7] is None
    assert Round.objects.get().closed_at is not None
    # Who was a moment faster was ended with the others; who was slower published nothing, and the drafts are gone.
    assert set(Group.objects.values_list("state", flat=True)) == {State.CLOSED}
    assert Group.objects.count() == 1 + sum(error is None for error in results) - 2
    assert not Membership.objects.filter(seat__isnull=False).exists()
    assert Message.objects.filter(template="group_closed").count() == 2 * Group.objects.count()
