"""Pairs that matchers suggest, before anybody has put them together."""

import pytest

from mentoring_xblock.applications.models import Status
from mentoring_xblock.kit.errors import Invalid, NotFound
from mentoring_xblock.reviews import api
from mentoring_xblock.reviews.data import NOTE_LIMIT
from mentoring_xblock.reviews.models import Suggestion
from tests.reviews.conftest import SECRET


def test_a_pair_is_suggested_once_and_its_note_can_change(world):
    mentee, mentor = world.mentee(), world.mentor()
    first = world.suggest(world.aino, mentee, mentor, "Both play chess")
    again = world.suggest(world.aino, mentee, mentor, SECRET)
    assert (again.suggestion_id, again.note) == (first.suggestion_id, SECRET)
    assert Suggestion.objects.count() == 1


def test_each_end_tells_of_the_pair(world):
    mentee, mentor = world.mentee(), world.mentor()
    said = world.suggest(world.aino, mentee, mentor)
    assert world.notes(world.aino, mentee).suggestions == (said,)
    assert world.notes(world.aino, mentor).suggestions == (said,)
    assert world.notes(world.aino, world.mentee()).suggestions == ()


def test_blind_readers_see_others_pairs_once_they_have_rated_both(world):
    mentee, mentor = world.mentee(), world.mentor()
    world.suggest(world.ben, mentee, mentor, SECRET)
    world.rate(world.aino, mentee)
    assert world.notes(world.aino, mentee).suggestions == ()
    world.rate(world.aino, mentor)
    assert [one.note for one in world.notes(world.aino, mentee).suggestions] == [SECRET]


def test_nobody_sees_or_suggests_a_pair_that_they_are_in(world):
    world.set(blind=False)
    mentee, own = world.mentee(), world.mentor(applicant=world.aino)
    world.suggest(world.ben, mentee, own, SECRET)
    assert world.notes(world.aino, mentee).suggestions == ()
    with pytest.raises(NotFound):
        world.suggest(world.aino, mentee, own)


@pytest.mark.parametrize("wrong", ["two mentees", "turned around", "one person"])
def test_only_a_mentee_and_a_mentor_are_a_pair(world, wrong):
    mentee, mentor = world.mentee(), world.mentor()
    pairs = {
        "two mentees": (mentee, world.mentee()),
        "turned around": (mentor, mentee),
        "one person": (mentee, world.mentor(applicant=mentee.applicant)),
    }
    with pytest.raises(Invalid) as met:
        world.suggest(world.aino, *pairs[wrong])
    assert list(met.value.fields) == ["partner"]


def test_a_note_has_a_limit(world):
    mentee, mentor = world.mentee(), world.mentor()
    with pytest.raises(Invalid) as met:
        world.suggest(world.aino, mentee, mentor, "x" * (NOTE_LIMIT + 1))
    assert list(met.value.fields) == ["note"]
    assert world.suggest(world.aino, mentee, mentor, "x" * NOTE_LIMIT)


def test_who_has_withdrawn_is_nobodys_partner(world):
    with pytest.raises(NotFound):
        world.suggest(world.aino, world.mentee(), world.mentor(status=Status.WITHDRAWN))


def test_only_who_suggested_a_pair_takes_it_back(world):
    said = world.suggest(world.aino, world.mentee(), world.mentor())
    api.unsuggest(world.actor(world.ben), world.place, said.suggestion_id)
    assert Suggestion.objects.exists()
    for _ in range(2):
        api.unsuggest(world.actor(world.aino), world.place, said.suggestion_id)
    assert not Suggestion.objects.exists()


def test_who_is_no_matcher_takes_nothing_back(world):
    said = world.suggest(world.aino, world.mentee(), world.mentor())
    with pytest.raises(NotFound):
        api.unsuggest(world.actor(world.aino, matcher=False), world.place, said.suggestion_id)


def test_others_learn_how_many_suggest_a_pair(world):
    mentee, mentor, other = world.mentee(), world.mentor(), world.mentor()
    for person in (world.aino, world.ben):
        world.suggest(person, mentee, mentor)
    world.suggest(world.ben, mentee, other)
    assert api.suggested(world.round.pk) == {(mentee.pk, mentor.pk): 2, (mentee.pk, other.pk): 1}
