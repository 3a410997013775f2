"""Many at the same moment, on the database of production."""

from collections import Counter

import pytest

from mentoring_xblock import host
from mentoring_xblock.host.data import BlockContent
from mentoring_xblock.programme import api
from mentoring_xblock.programme.api import Role
from mentoring_xblock.programme.models import BlockMirror, Participant, Programme, Round
from tests import factories
from tests.threads import at_once

pytestmark = [pytest.mark.mariadb, pytest.mark.django_db(transaction=True)]

THREADS = 10


def outcomes(results):
    return Counter(type(result.exception()).__name__ if result.exception() else "done" for result in results)


def test_first_publishings_at_once_make_one_programme_and_one_round(monkeypatch):
    fields = {"programme": "main", "plan": factories.plan_dict()}
    contents = [BlockContent(factories.usage_key(), "mentoring_programme", fields)]
    contents += [
        BlockContent(factories.usage_key("mentoring_goals", f"g{number}"), "mentoring_goals", {"programme": "main"})
        for number in range(5)
    ]
    monkeypatch.setattr(host, "published_blocks", lambda course_key: iter(contents))

    results = at_once([lambda: api.mirror_course(factories.COURSE_KEY)] * THREADS)

    assert outcomes(results) == {"done": THREADS}
    assert (Programme.objects.count(), Round.objects.count(), BlockMirror.objects.count()) == (1, 1, 6)


def test_one_list_added_at_once_adds_everybody_once():
    round_ = factories.make_round()
    coordinator = factories.coordinator_actor(factories.make_coordinator(round_.programme))
    names = [factories.make_learner().username for _ in range(20)]
    place = factories.place_of(round_)

    results = at_once([lambda: api.add_participants(coordinator, place, names, Role.MENTEE)] * THREADS)

    assert outcomes(results) == {"done": THREADS}
    assert Participant.objects.count() == 20


def test_of_several_devices_one_writes_the_card():
    mentee = factories.make_mentee(factories.make_round())
    actor, place = factories.actor(mentee), factories.place_of(mentee.round)

    results = at_once(
        [lambda text=str(number): api.save_card(actor, place, text, text, 1) for number in range(THREADS)]
    )

    assert outcomes(results) == {"done": 1, "Conflict": THREADS - 1}
    assert api.my_card(actor, place).version == 2
