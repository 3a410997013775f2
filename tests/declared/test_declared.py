"""Two who have found each other: named, agreed, confirmed; and that nobody learns by it who is in the course."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from mentoring_xblock.declared import api, standing
from mentoring_xblock.declared.models import Declaration
from mentoring_xblock.groups.models import Group, Membership
from mentoring_xblock.kit.errors import Conflict, Invalid, NotAllowed, NotFound, Over
from mentoring_xblock.models import Message, Participant
from mentoring_xblock.privacy import policy
from mentoring_xblock.privacy.policy import Action
from mentoring_xblock.programme import api as programmes
from mentoring_xblock.programme.data import Role
from tests import factories
from tests.declared.conftest import World, mails

pytestmark = pytest.mark.django_db


def test_two_find_each_other_and_a_coordinator_makes_them_a_pair(world):
    """Neither of them was in the programme before."""
    for _ in range(2):
        world.declare()
    assert mails(world.anna) == ["declared_asked"]
    # Before she has agreed he sees what he typed, and she sees who he is.
    assert (world.one(world.aino).other, world.one(world.anna).other) == ("anna", "Aino Aktori")
    assert api.waiting_count(world.coordinates, programmes.programme_of(world.place)) == 0
    for _ in range(2):
        world.answer(world.anna)
    assert world.one(world.aino).other == "Anna Mentori"
    assert mails(world.coordinator) == ["declared_agreed"]
    [waiting] = api.agreed(world.coordinates, world.place).items
    assert (waiting.mentee, waiting.mentor, waiting.starts_on) == ("Aino Aktori", "Anna Mentori", world.day)
    assert waiting.new == ("Aino Aktori", "Anna Mentori")
    later = world.day + dt.timedelta(days=7)
    made = [api.confirm(world.coordinates, world.place, waiting.public_id, later) for _ in range(2)]
    assert made[1] is None
    group = Group.objects.get()
    assert (group.kind, group.state, group.starts_on) == ("pair", "published", later)
    roles = {one.user_id: one.role for one in Participant.objects.all()}
    assert roles == {world.aino.pk: Role.MENTEE, world.anna.pk: Role.MENTOR}
    assert mails(world.aino) == ["group_published"]
    assert mails(world.anna) == ["declared_asked", "group_published"]
    assert api.agreed(world.coordinates, world.place).total == 0
    with pytest.raises(Conflict):
        api.withdraw(factories.actor(world.aino), world.place, waiting.public_id)


def test_nobody_learns_who_is_in_the_course(world):
    """An unknown name, somebody outside of the course, and somebody in it: until they answer all is the same."""
    factories.make_user("outside", name="Olli Ulkona")
    seen = []
    for person, name in ((factories.make_learner(), one) for one in ("nobody", "outside", "anna")):
        world.declare(person, name)
        found = world.declaring(person)
        [one] = found.mine
        seen.append((found.left, one.state, one.other == name, one.asked, one.starts_on, one.to_withdraw))
        with pytest.raises(Conflict):
            world.declare(person, name, mentors=True)
        world.declare(person, name)
        api.withdraw(factories.actor(person), world.place, one.public_id)
        seen.append(world.one(person).state)
    assert len(set(seen)) == 2
    assert Message.objects.count() == 1


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"named": " "}, "named"),
        ({"named": "anna@example.org"}, "named"),
        ({"named": "AINO"}, "named"),
        ({"named": "x" * 151}, "named"),
        ({"day": dt.date(2020, 1, 1)}, "starts_on"),
        ({"day": dt.date(2999, 1, 1)}, "starts_on"),
    ],
)
def test_what_can_not_be_used_is_told_by_field(world, change, field):
    with pytest.raises(Invalid) as refused:
        world.declare(**change)
    assert set(refused.value.fields) == {field}
    assert not Declaration.objects.exists()


def test_a_no_is_told_without_a_reason_and_they_can_name_somebody_else(world):
    world.declare()
    for _ in range(2):
        world.answer(world.anna, agree=False)
    assert mails(world.aino) == ["declared_refused"]
    assert Message.objects.get(template="declared_refused").context["people"] == []
    with pytest.raises(Conflict):
        world.answer(world.anna)
    assert world.declaring(world.aino).left == api.OPEN_LIMIT
    world.declare()


def test_only_so_many_wait_at_once_and_what_is_taken_back_frees_its_place(world):
    for number in range(api.OPEN_LIMIT):
        world.declare(named=f"person-{number}")
    with pytest.raises(Conflict):
        world.declare()
    for _ in range(2):
        api.withdraw(factories.actor(world.aino), world.place, world.newest)
    world.declare()
    # Whoever was named finds it there, and names them no second time.
    with pytest.raises(Conflict):
        world.declare(world.anna, "aino", mentors=True)


def test_either_takes_it_back_after_both_have_agreed_and_then_nothing_is_confirmed(world):
    pair = world.agreed()
    api.withdraw(factories.actor(world.anna), world.place, pair)
    for decide in (
        lambda: api.confirm(world.coordinates, world.place, pair, world.day),
        lambda: api.refuse(world.coordinates, world.place, pair),
    ):
        with pytest.raises(Conflict):
            decide()
    assert not Group.objects.exists()


def test_a_coordinator_declines_and_both_are_told(world):
    pair = world.agreed()
    for _ in range(2):
        api.refuse(world.coordinates, world.place, pair)
    assert [mails(one)[-1] for one in (world.aino, world.anna)] == ["declared_declined"] * 2
    assert {world.one(one).state for one in (world.aino, world.anna)} == {"declined"}
    with pytest.raises(Conflict):
        api.confirm(world.coordinates, world.place, pair, world.day)


def test_places_are_respected_and_nothing_is_left_of_what_did_not_fit(world):
    mentor = factories.make_mentor(world.round, world.anna, capacity=1)
    pair = world.agreed()
    factories.make_group(mentor, [factories.make_mentee(world.round)])
    with pytest.raises(Invalid) as refused:
        api.confirm(world.coordinates, world.place, pair, world.day)
    assert "Anna Mentori" in refused.value.fields["pair"][0]
    assert not Participant.objects.filter(user=world.aino).exists()
    assert Group.objects.count() == 1
    factories.enrol(world.aino, active=False)
    Membership.objects.update(slot=None, seat=None)
    with pytest.raises(Invalid) as refused:
        api.confirm(world.coordinates, world.place, pair, world.day)
    assert "Aino Aktori is not enrolled" in refused.value.fields["pair"][0]
    taken = factories.make_pair(world.round)[1]
    with pytest.raises(Conflict):
        world.declare(taken)


def test_others_neither_see_nor_decide_it(world):
    pair = world.agreed()
    other = factories.make_mentor(world.round)
    actor = factories.actor(other)
    assert world.declaring(other).mine == ()
    for call in (
        lambda: api.answer(actor, world.place, pair, agree=False),
        lambda: api.withdraw(actor, world.place, pair),
        lambda: api.declaring(factories.actor(world.aino, enrolled=False), world.place),
    ):
        with pytest.raises(NotFound):
            call()
    for call in (
        lambda: api.agreed(actor, world.place),
        lambda: api.confirm(actor, world.place, pair, world.day),
        lambda: api.refuse(actor, world.place, pair),
    ):
        with pytest.raises(NotAllowed):
            call()


def test_who_may_answer_is_what_policy_says(world):
    """The queryset twin of PAIR_ANSWER."""
    eero = factories.make_learner("eero", name="Eero")
    world.agreed()
    world.declare(eero)
    world.declare(eero, named="nobody")
    world.declare(world.anna, "nobody", mentors=True)
    rows = list(Declaration.objects.all())
    for person in (world.aino, world.anna, eero):
        actor = factories.actor(person)
        answerable = set(standing.answerable_by(person.pk, world.round.pk).values_list("pk", flat=True))
        assert answerable == {
            row.pk for row in rows if policy.allowed(Action.PAIR_ANSWER, actor, standing.others_facts(row))
        }


@pytest.mark.parametrize("plan", [{"relations": {"mode": "cohort"}}, {"relationship": "peer"}])
def test_elsewhere_no_pairs_are_declared(db, plan):
    world = World(**plan)
    assert not api.may_declare(factories.actor(world.aino), programmes.programme_of(world.place))
    with pytest.raises(NotFound):
        world.declare()


def test_a_round_that_is_over_takes_no_more(world):
    pair = world.agreed()
    programmes.close_round(world.coordinates, world.place, world.round.public_id, timezone.now())
    for call in (world.declare, lambda: api.confirm(world.coordinates, world.place, pair, world.day)):
        with pytest.raises(Over):
            call()


def test_the_lists_cost_the_same_for_one_and_for_many(world, django_assert_num_queries):
    def another(number):
        person = factories.make_learner(f"mentee{number}", name=f"Mentee {number:02}")
        world.declare(person)
        world.answer(world.anna)

    another(0)
    with django_assert_num_queries(7) as desk:
        assert api.agreed(world.coordinates, world.place).total == 1
    with django_assert_num_queries(5) as own:
        assert len(world.declaring(world.anna).mine) == 1
    for number in range(1, 14):
        another(number)
    with django_assert_num_queries(len(desk)):
        shown = api.agreed(world.coordinates, world.place)
    assert (shown.total, shown.pages, shown.items[0].mentee) == (14, 2, "Mentee 00")
    with django_assert_num_queries(len(own)):
        world.declaring(world.anna)
