"""The agreement on the meetings page: what somebody reads, writes and signs there."""

from __future__ import annotations

import re

import pytest
from completion.models import BlockCompletion
from django.db import connection
from django.test.utils import CaptureQueriesContext

from mentoring_xblock.models import Membership
from tests import factories, pages
from tests.agreements.conftest import SECRET

pytestmark = pytest.mark.django_db

MARKUP = "<script>x</script> & **all**"


@pytest.fixture
def block(world):
    return pages.publish_block("mentoring_meetings", "meetings")


def words(markup: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", markup).split())


def act(person, block, handler, group, status=200, **body):
    answer = pages.send(person, block, handler, {"group": str(group.public_id), **body})
    assert answer.status_code == status, words(answer.content.decode())
    return answer.content.decode()


def test_a_pair_comes_to_an_agreement_and_to_another_one(world, block):
    pair, anna, elli = world.pair, world.anna, world.elli
    assert "Begin the agreement" in pages.see(elli, block)
    form = act(elli, block, "write_agreement", pair)
    assert "You and Anna Laine can read this" in form
    assert "What we say stays between us." in form
    saved = act(elli, block, "save_agreement", pair, version=0, item_off_limits=SECRET, item_rhythm="Every four weeks")
    assert "Saved by Elli Saari" in words(saved)
    assert "A draft, last saved by Elli Saari" in words(pages.see(anna, block))
    assert "Put it to be signed" in act(anna, block, "read_agreement", pair, draft=True)
    put = words(act(anna, block, "put_agreement", pair, version=1))
    assert "You have put it to be signed" in put
    assert "It waits for Elli Saari." in put
    page = pages.see(elli, block)
    assert "Read it and sign" in page
    # Once beside the meetings, and once before them where the page is narrow.
    assert page.count("The agreement waits for your signature.") == 1
    assert "The agreement waits for your signature." not in pages.see(anna, block)
    which = re.search(r'sign_agreement" hx-vals=.*?"which": "([^"]+)"', act(elli, block, "read_agreement", pair)).group(
        1
    )
    assert "It has held since" in act(elli, block, "sign_agreement", pair, which=which)
    act(elli, block, "save_agreement", pair, version=1, item_off_limits=SECRET, item_rhythm="Every five weeks")
    act(elli, block, "put_agreement", pair, version=2)
    page = pages.see(anna, block)
    assert "Every <del>four </del><ins>five </ins>weeks" in page
    assert SECRET not in page
    assert "Version 1, which everybody had signed, holds until everybody has signed this one." in words(page)
    assert "Agreement, version 1" in act(anna, block, "read_agreement", pair, which=which)


def test_who_joins_later_is_asked_to_sign_and_the_signature_of_who_left_stays(world, block):
    leaver, late = (factories.make_mentee(world.round, name=name) for name in ("Leevi Lehto", "Lotta Laakso"))
    group = world.small_group(world.elli, leaver)
    for number, text in enumerate(("The first words", "Other words"), 1):
        world.draft(world.anna, text, group=group)
        world.put(world.anna, group=group)
        signed = [world.sign(one, group=group) for one in (world.elli, leaver)][-1]
        assert signed.holding.number == number
        if number == 1:
            before = signed.holding.version_id
    seats = Membership.objects.filter(group=group, participant=leaver)
    seats.update(left_at=world._later(), seat=None, slot=None)
    factories.join(group, late, at=world._later())
    assert "The agreement waits for your signature." in pages.see(late, block)
    read = words(act(late, block, "read_agreement", group))
    assert "Who signs it" in read and "Sign version 2" in read
    assert "Somebody who has left signed" in read and "Leevi" not in read
    earlier = words(act(late, block, "read_agreement", group, which=str(before)))
    assert "Who signed it" in earlier and "Somebody who has left signed" in earlier and "Lotta" not in earlier


def test_a_block_that_asks_for_an_agreement_is_complete_for_everybody_once_all_have_signed(world):
    block = pages.publish_block("mentoring_meetings", "meetings", completion_rule="agreed")
    world.draft(world.anna)
    act(world.anna, block, "put_agreement", world.pair, version=1)
    assert not BlockCompletion.objects.exists()
    which = str(world.read(world.elli).newest.version_id)
    act(world.elli, block, "sign_agreement", world.pair, which=which)
    done = BlockCompletion.objects.filter(completion=1.0)
    assert {one.user_id for one in done} == {world.anna.user_id, world.elli.user_id}


def test_what_two_wrote_at_once_stands_side_by_side_and_can_be_joined(world, block):
    pair, texts = world.pair, {"item_themes": "Elli’s & mine"}
    world.draft(world.anna, {"themes": "Anna’s words"})
    both = act(world.elli, block, "save_agreement", pair, 409, version=0, **texts)
    assert "Nothing is lost." in both
    assert "Elli’s &amp; mine" in both
    assert "Anna’s" in both
    joined = act(world.elli, block, "join_agreement", pair, version=0, **texts)
    assert "Elli’s &amp; mine\n\nAnna’s words" in joined
    act(world.elli, block, "save_agreement", pair, version=1, joined="true", item_themes="Both")
    assert world.read(world.anna).texts == {"themes": "Both"}
    assert "Anna’s words" in act(world.anna, block, "read_agreement", pair, draft=True)
    assert "Anna’s words" not in act(world.elli, block, "read_agreement", pair, draft=True)


def test_signing_what_has_just_been_overtaken_shows_what_has_changed(world, block):
    world.draft(world.anna, "Every four weeks")
    old = world.put(world.anna).pending
    world.draft(world.anna, "Every five weeks")
    world.put(world.anna)
    refused = act(world.elli, block, "sign_agreement", world.pair, 409, which=str(old.version_id))
    assert "Nothing was signed." in refused
    assert "<del>four </del><ins>five </ins>" in refused
    assert "Sign version 2" in refused
    assert world.read(world.elli).unsigned == {world.elli.user_id}


def test_what_people_wrote_is_shown_as_text(world, block):
    world.agree(MARKUP)
    shown = act(world.elli, block, "read_agreement", world.pair)
    assert "&lt;script&gt;x&lt;/script&gt; &amp; <strong>all</strong>" in shown
    assert "&lt;script&gt;" in act(world.elli, block, "write_agreement", world.pair)


@pytest.mark.parametrize(
    ("handler", "body", "status"),
    [
        ("save_agreement", {"version": "x", "item_themes": "Words"}, 422),
        ("save_agreement", {"version": 0, "item_themes": ["Words"]}, 422),
        ("save_agreement", {"version": 0, "item_gone": "Words"}, 422),
        ("save_agreement", {"version": 0, "item_themes": "x" * 2_001}, 422),
        ("save_agreement", {"version": 0}, 422),
        ("put_agreement", {"version": 0}, 422),
        ("put_agreement", {"version": 7}, 409),
        ("sign_agreement", {"which": "nothing"}, 422),
        ("sign_agreement", {"which": "6a1ef9bc-6a3c-4a55-9d0e-2a2f6a5f7c11"}, 404),
        ("take_back_agreement", {"which": "6a1ef9bc-6a3c-4a55-9d0e-2a2f6a5f7c11"}, 404),
        ("read_agreement", {"which": "6a1ef9bc-6a3c-4a55-9d0e-2a2f6a5f7c11"}, 404),
    ],
)
def test_bad_input_is_answered_in_words_and_keeps_what_was_typed(world, block, handler, body, status):
    shown = act(world.elli, block, handler, world.pair, status, **body)
    typed = body.get("item_themes", body.get("item_gone"))
    if isinstance(typed, str):
        assert typed in shown
    assert world.read(world.elli).version == 0


def test_the_panel_costs_the_same_for_two_and_for_many(world, block):
    def queries(person, group) -> int:
        pages.send(person, block, "open_relation", {"group": str(group.public_id)})
        with CaptureQueriesContext(connection) as captured:
            assert pages.send(person, block, "open_relation", {"group": str(group.public_id)}).status_code == 200
        return len(captured)

    world.agree()
    pair = queries(world.elli, world.pair)
    mentees = [factories.make_mentee(world.round) for _ in range(6)]
    group = world.small_group(*mentees)
    world.agree(SECRET, group, *mentees)
    assert queries(mentees[0], group) == pair
