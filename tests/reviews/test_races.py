"""Clicks that compete, on the database of production: nothing is written after the seal, and nothing said is lost."""

import pytest
from django.db import transaction
from django.utils import timezone

from mentoring_xblock.kit.errors import Conflict
from mentoring_xblock.reviews import api
from mentoring_xblock.reviews.models import Rating, Reading, Suggestion
from tests.threads import at_once

pytestmark = [pytest.mark.mariadb, pytest.mark.django_db(transaction=True)]

THREADS = 12


def errors(results):
    return [result.exception() for result in results if result.exception()]


def test_a_double_click_is_one_rating(world):
    application = world.mentee()
    results = at_once([lambda: world.rate(world.aino, application, comment="Once", values=3)] * THREADS)
    assert errors(results) == []
    assert {result.result().version for result in results} == {1}
    assert Rating.objects.get().comment == "Once"


def test_of_two_windows_at_once_one_is_told_of_the_other(world):
    application = world.mentee()
    results = at_once(
        [lambda text=f"Window {number}": world.rate(world.aino, application, comment=text) for number in range(THREADS)]
    )
    told = errors(results)
    assert len(told) == THREADS - 1
    assert all(isinstance(error, Conflict) for error in told)
    stands = Rating.objects.get()
    assert stands.version == 1
    assert {error.current.comment for error in told} == {stands.comment}


def test_the_same_pair_at_once_is_one_suggestion(world):
    mentee, mentor = world.mentee(), world.mentor()
    assert errors(at_once([lambda: world.suggest(world.aino, mentee, mentor, "Chess")] * THREADS)) == []
    assert Suggestion.objects.count() == 1


def test_the_first_clicks_of_a_round_make_one_reading(world):
    papers = [world.mentee() for _ in range(THREADS)]
    results = at_once([lambda one=one: world.rate(world.aino, one) for one in papers])
    assert errors(results) == []
    assert Reading.objects.count() == 1


def test_nothing_is_written_after_the_seal(world):
    papers = [world.mentee() for _ in range(THREADS)]
    sealed_at = timezone.now()

    def seal():
        with transaction.atomic():
            api.seal(world.round.pk, sealed_at)

    rates = [lambda one=one: world.rate(world.aino, one) for one in papers]
    results = at_once([*rates[:6], seal, *rates[6:]])
    told = errors(results)
    assert all(isinstance(error, Conflict) for error in told)
    assert Rating.objects.count() == THREADS - len(told)
    with pytest.raises(Conflict):
        world.rate(world.ben, papers[0])


def test_two_coordinators_at_once_leave_one_set_of_criteria(world):
    results = at_once([lambda: world.set(blind=False), lambda: world.set(criteria=[])])
    assert len(errors(results)) <= 1
    assert all(isinstance(error, Conflict) for error in errors(results))
    assert Reading.objects.get().version == 2 - len(errors(results))
