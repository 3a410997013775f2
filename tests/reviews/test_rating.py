"""What a matcher thinks of an application: said once, changed later, and never of themselves."""

import pytest
from django.utils import timezone

from mentoring_xblock.applications.models import Status
from mentoring_xblock.kit.errors import Conflict, Invalid, NotAllowed, NotFound
from mentoring_xblock.reviews import api
from mentoring_xblock.reviews.data import COMMENT_LIMIT, Criterion, Verdict
from mentoring_xblock.reviews.models import Rating
from tests import factories
from tests.reviews.conftest import SECRET


def test_a_rating_is_what_was_said(world):
    said = world.rate(world.aino, world.mentee(), "unsure", f"  {SECRET}\n", values=4, fit=2)
    assert (said.verdict, said.comment, dict(said.scores), said.version) == (
        Verdict.UNSURE,
        SECRET,
        {"values": 4, "fit": 2},
        1,
    )


def test_saying_the_same_again_changes_nothing_whatever_the_page_was_made_from(world):
    application = world.mentee()
    first = world.rate(world.aino, application, "take", SECRET, values=4)
    again = world.rate(world.aino, application, "take", SECRET, values=4)
    assert again == first
    assert Rating.objects.count() == 1


def test_another_opinion_takes_the_place_of_the_first(world):
    application = world.mentee()
    world.rate(world.aino, application, "take", SECRET, values=4, fit=5)
    changed = world.rate(world.aino, application, "leave", "", version=1, values=2)
    assert (changed.version, dict(changed.scores), changed.comment) == (2, {"values": 2}, "")
    assert world.notes(world.aino, application).own == changed


def test_two_windows_are_told_of_each_other_and_nothing_is_lost(world):
    application = world.mentee()
    stands = world.rate(world.aino, application, "take", SECRET)
    with pytest.raises(Conflict) as met:
        world.rate(world.aino, application, "leave", "Typed in the other window")
    assert met.value.current == stands
    assert Rating.objects.get().comment == SECRET


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"verdict": ""}, "verdict"),
        ({"verdict": "marry"}, "verdict"),
        ({"values": 0}, "score_values"),
        ({"values": 6}, "score_values"),
        ({"charm": 3}, "verdict"),
        ({"comment": "x" * (COMMENT_LIMIT + 1)}, "comment"),
    ],
)
def test_what_cannot_be_said_is_refused_beside_its_field(world, typed, field):
    application = world.mentee()
    with pytest.raises(Invalid) as met:
        world.rate(world.aino, application, **{"verdict": "take", **typed})
    assert list(met.value.fields) == [field]
    assert not Rating.objects.exists()


def test_the_longest_comment_fits(world):
    assert len(world.rate(world.aino, world.mentee(), comment="å" * COMMENT_LIMIT).comment) == COMMENT_LIMIT


@pytest.mark.parametrize("status", [Status.DRAFT, Status.WITHDRAWN])
def test_what_was_not_handed_in_is_not_there(world, status):
    application = world.mentee(status=status)
    with pytest.raises(NotFound):
        world.rate(world.aino, application)
    with pytest.raises(NotFound):
        world.notes(world.aino, application)


@pytest.mark.parametrize("status", [Status.RECEIVED, Status.ACCEPTED, Status.RESERVE, Status.DECLINED])
def test_what_was_decided_on_is_still_read(world, status):
    assert world.rate(world.aino, world.mentee(status=status)).version == 1


def test_nobody_rates_themselves(world):
    own = world.mentee(applicant=world.aino)
    with pytest.raises(NotFound):
        world.rate(world.aino, own)
    assert world.rate(world.ben, own).version == 1


def test_only_matchers_rate(world):
    application = world.mentee()
    outsiders = [
        world.coordinates,
        factories.actor(factories.make_learner()),
        factories.administrator_actor(factories.make_administrator()),
        world.actor(world.aino, enrolled=False),
        world.actor(world.aino, masquerading=True, staff=True),
    ]
    for actor in outsiders:
        with pytest.raises((NotFound, NotAllowed)):
            api.rate(actor, world.place, application.public_id, {}, "take", "", 0)
    assert not Rating.objects.exists()


def test_an_application_of_another_programme_is_not_there(world):
    elsewhere = factories.make_place("mentoring_dashboard", course_key=factories.OTHER_COURSE_KEY)
    factories.make_round(factories.make_programme(factories.OTHER_COURSE_KEY))
    with pytest.raises(NotFound):
        api.rate(world.actor(world.aino), elsewhere, world.mentee().public_id, {}, "take", "", 0)


# ---- criteria that come and go ----


def test_scores_count_on_the_criteria_of_today_and_come_back_with_theirs(world):
    application = world.mentee()
    world.rate(world.aino, application, values=1, fit=5)
    ready = api.reading_of(world.round.pk).criteria
    world.set(criteria=[one for one in ready if one.id != "fit"])
    assert dict(world.notes(world.aino, application).own.scores) == {"values": 1}
    world.rate(world.aino, application, version=1, values=3)
    assert Rating.objects.get().scores == {"fit": 5, "values": 3}


def test_a_named_criterion_is_rated_like_a_ready_made_one(world):
    named = world.set(criteria=[Criterion("", {"en": "Courage", "fi": "Rohkeus"})]).criteria[0]
    said = world.rate(world.aino, world.mentee(), **{named.id: 5})
    assert dict(said.scores) == {named.id: 5}


# ---- the seal ----


def test_after_the_seal_nothing_is_written_and_nothing_read(world):
    application, mentor = world.mentee(), world.mentor()
    world.rate(world.aino, application, comment=SECRET)
    world.suggest(world.aino, application, mentor, SECRET)
    api.seal(world.round.pk, timezone.now())
    with pytest.raises(Conflict) as met:
        world.rate(world.aino, application, "leave", version=1)
    assert met.value.current is None
    with pytest.raises(Conflict):
        world.suggest(world.aino, application, mentor, "Again")
    with pytest.raises(NotFound):
        world.notes(world.aino, application)
    assert api.summaries(world.round.pk) == {}
    assert api.suggested(world.round.pk) == {}
    assert Rating.objects.get().verdict == "take"


def test_sealing_twice_keeps_the_first_moment(world):
    first = timezone.now()
    api.seal(world.round.pk, first)
    api.seal(world.round.pk, timezone.now())
    assert api.reading_of(world.round.pk).sealed_at == first


def test_the_seal_is_of_one_round(world):
    application = world.mentee()
    other = factories.make_round(factories.make_programme(factories.OTHER_COURSE_KEY))
    api.seal(other.pk, timezone.now())
    assert world.rate(world.aino, application).version == 1
