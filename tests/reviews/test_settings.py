"""How a group reads: what a coordinator can say of it, and what stays when two say it at once."""

import pytest
from django.utils import timezone, translation

from mentoring_xblock.kit.errors import Conflict, Invalid, NotAllowed, NotFound
from mentoring_xblock.reviews import api
from mentoring_xblock.reviews.data import CRITERIA_LIMIT, DEFAULT_CRITERIA, NAME_LIMIT, Criterion
from tests import factories


def named(*names):
    return [Criterion("", {"en": name, "fi": f"{name} (fi)"}) for name in names]


def test_a_group_reads_blind_and_by_three_criteria_unless_told_otherwise(world):
    found = api.reading_of(world.round.pk)
    assert (found.blind, found.criteria, found.version, found.sealed) == (True, DEFAULT_CRITERIA, 0, False)
    assert [one.label for one in found.criteria] == ["Values", "Ability to reflect", "Fit for this programme"]


def test_a_coordinator_names_criteria_in_two_languages(world):
    found = world.set(criteria=named("Courage", "  Humour \n and play "))
    with translation.override("fi"):
        assert [one.label for one in found.criteria] == ["Courage (fi)", "Humour and play (fi)"]
    assert api.reading_of(world.round.pk) == found


def test_a_renamed_criterion_keeps_its_id_and_a_new_one_never_gets_an_old_one(world):
    first = world.set(criteria=[*named("Courage"), DEFAULT_CRITERIA[0]])
    courage, values = first.criteria
    assert values.id == "values"
    second = world.set(criteria=[Criterion(courage.id, {"en": "Boldness"}), Criterion("fit", {"en": "Forged"})])
    assert second.criteria[0].id == courage.id
    assert second.criteria[1].id not in ("fit", courage.id)


def test_two_criteria_never_share_an_id(world):
    values = DEFAULT_CRITERIA[0].id
    found = world.set(criteria=[Criterion(values, {"en": "One"}), Criterion(values, {"en": "Two"})])
    assert len({one.id for one in found.criteria}) == 2


def test_leaving_all_out_brings_the_ready_made_ones_back(world):
    world.set(criteria=named("Courage"))
    assert world.set(criteria=[]).criteria == DEFAULT_CRITERIA


@pytest.mark.parametrize(
    ("criteria", "field"),
    [
        ([Criterion("", {})], "criterion_0"),
        ([Criterion("", {"en": " \n"})], "criterion_0"),
        ([*named("One"), Criterion("", {"fi": "x" * (NAME_LIMIT + 1)})], "criterion_1"),
        ([*named("Same"), *named("sAME")], "criterion_0"),
        (named(*"abcdefghi"), f"criterion_{CRITERIA_LIMIT}"),
    ],
    ids=["empty", "blank", "long", "twice", "nine"],
)
def test_a_name_that_is_none_is_refused_beside_its_field(world, criteria, field):
    with pytest.raises(Invalid) as met:
        world.set(criteria=criteria)
    assert field in met.value.fields
    assert api.reading_of(world.round.pk).version == 0


def test_eight_are_allowed(world):
    assert len(world.set(criteria=named(*"abcdefgh")).criteria) == CRITERIA_LIMIT


def test_the_second_of_two_coordinators_is_told_what_stands(world):
    now = api.reading_of(world.round.pk)
    stands = world.set(blind=False)
    with pytest.raises(Conflict) as met:
        api.set_reading(world.coordinates, world.place, blind=True, criteria=now.criteria, version=now.version)
    assert met.value.current == stands


def test_nothing_changes_after_the_seal(world):
    api.seal(world.round.pk, timezone.now())
    with pytest.raises(Conflict):
        world.set(blind=False)


def test_only_a_coordinator_says_how_the_group_reads(world):
    for actor in (world.actor(world.aino), factories.administrator_actor(factories.make_administrator())):
        with pytest.raises(NotAllowed):
            api.set_reading(actor, world.place, blind=False, criteria=[], version=0)


def test_a_programme_without_a_round_has_no_reading(world):
    factories.make_programme(slug="other", block_id="b2")
    place = factories.make_place("mentoring_dashboard", slug="other")
    with pytest.raises(NotFound):
        api.set_reading(world.coordinates, place, blind=False, criteria=[], version=0)
