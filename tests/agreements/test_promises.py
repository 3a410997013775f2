"""Whatever people do in whatever order: nothing holds before everybody of then has signed the same words."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from mentoring_xblock.kit.errors import Conflict, Invalid, NotFound
from mentoring_xblock.models import AgreementVersion, Membership
from tests import factories
from tests.agreements.conftest import World

pytestmark = [pytest.mark.django_db, pytest.mark.once]

ACTS = st.tuples(st.sampled_from(["draft", "put", "sign", "back", "join", "leave"]), st.integers(0, 2))


class AnySequence(TestCase):
    """Two people from the beginning, and a third who may come and go."""

    @settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])
    @given(st.lists(ACTS, max_size=14))
    def test_keeps_the_promises(self, acts):
        world = World()
        third = factories.make_mentee(world.round)
        people, numbers = [world.anna, world.elli, third], []
        group = world.small_group(world.elli)
        # Everybody is there when the first of them does something.
        Membership.objects.filter(group=group).update(joined_at=world.now)
        for step, (act, number) in enumerate(acts):
            try:
                self._do(world, group, act, people[number], third, f"words {step}")
            except (Conflict, Invalid, NotFound):
                continue
            finally:
                found = list(AgreementVersion.objects.order_by("pk").values_list("number", flat=True))
                assert found == [*numbers, *found[len(numbers) :]] == list(range(1, len(found) + 1))
                numbers = found
                self._check(world, group)

    def _do(self, world, group, act, person, third, words):
        if act == "draft":
            world.draft(person, words, group=group)
        elif act == "put":
            world.put(person, group=group)
        elif act == "sign":
            if (version := world.read(person, group).newest) is not None:
                world.sign(person, version, group)
        elif act == "back":
            if (version := world.read(person, group).pending) is not None:
                world.take_back(person, version, group)
        elif act == "join":
            seat = factories.join(group, third)
            Membership.objects.filter(pk=seat.pk).update(joined_at=world._later())
        else:
            seats = Membership.objects.filter(group=group, participant=third, left_at=None)
            seats.update(left_at=world._later(), seat=None, slot=None)

    def _check(self, world, group):
        info = world.read(world.anna, group)
        for version in filter(None, (info.holding, info.pending)):
            since = version.holds_from
            rows = Membership.objects.filter(group=group).values_list(
                "participant__user_id", "joined_at", "left_at", named=True
            )
            if since is not None:
                then = {row[0] for row in rows if row.joined_at <= since and (not row.left_at or since < row.left_at)}
                assert then and all(version.signed[one] <= since for one in then)
        assert info.pending is None or info.unsigned
        assert world.status(group).holds_from == (info.holding.holds_from if info.holding else None)
        assert world.status(group).waiting_user_ids == info.unsigned
