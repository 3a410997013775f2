"""One draft and several writers: nothing that anybody typed is lost."""

from __future__ import annotations

import pytest

from mentoring_xblock.agreements import api, rules
from mentoring_xblock.groups import api as groups
from mentoring_xblock.kit.errors import Conflict, Invalid
from mentoring_xblock.models import Agreement
from tests import factories

pytestmark = pytest.mark.django_db


def kept(world, person) -> list[dict[str, str]]:
    actor = factories.actor(person)
    relation = groups.relation(actor, world.place, world.pair.public_id)
    return [dict(one.texts) for one in api.kept_of(actor, relation)]


def test_who_was_second_keeps_their_text_and_replaces_the_other_knowingly_only(world):
    world.draft(world.anna, "Anna’s words")
    with pytest.raises(Conflict) as refused:
        world.draft(world.elli, "Elli’s words", version=0)
    assert refused.value.current.texts == {"off_limits": "Anna’s words"}
    assert kept(world, world.elli) == [{"off_limits": "Elli’s words"}]
    world.draft(world.elli, "Elli’s words", version=1, joined=True)
    assert world.read(world.anna).texts == {"off_limits": "Elli’s words"}
    # Each of them gets back what they wrote, and not what the other did.
    assert kept(world, world.anna) == [{"off_limits": "Anna’s words"}]
    assert kept(world, world.elli) == [{"off_limits": "Elli’s words"}]


def test_a_save_that_comes_twice_is_one(world):
    world.draft(world.anna, "Words", version=0)
    assert world.draft(world.anna, "Words", version=0).version == 1
    assert kept(world, world.anna) == []


@pytest.mark.parametrize("text", ["", " \n\u200b", {"unknown": "words"}])
def test_an_empty_draft_is_neither_saved_nor_put_to_be_signed(world, text):
    with pytest.raises(Invalid):
        world.draft(world.anna, text)
    assert not Agreement.objects.exists()
    with pytest.raises(Invalid):
        world.put(world.anna)


def test_too_much_is_refused_beside_its_field(world):
    with pytest.raises(Invalid) as refused:
        world.draft(world.anna, {"themes": "x" * (rules.LIMIT + 3), "off_limits": "x" * rules.LIMIT})
    assert list(refused.value.fields) == ["item_themes"]
    assert refused.value.fields["item_themes"][0].startswith("3 characters too long.")


def test_a_draft_that_has_changed_since_it_was_read_is_not_put(world):
    world.draft(world.anna, "One")
    world.draft(world.elli, "Two")
    with pytest.raises(Conflict):
        world.put(world.anna, version=1)
    assert world.read(world.anna).newest is None


def test_an_item_that_has_left_the_plan_keeps_its_words_and_its_heading(world):
    world.agree({"off_limits": "Words", "themes": "More"})
    programme = world.round.programme
    programme.plan = {**programme.plan, "agreement": [{"id": "new", "name": {"en": "New"}}]}
    programme.save()
    info = world.read(world.elli)
    assert not info.drafted
    world.draft(world.elli, {"new": "Newer", "off_limits": "Words"})
    world.put(world.elli)
    texts = {clause.heading["en"]: clause.text for clause in world.sign(world.anna).holding.clauses}
    assert texts == {"New": "Newer", "What we leave out": "Words"}
