"""Who reads whose notes: blind or not, one's own application, the seal, and the queryset twins of the rule."""

import itertools
from dataclasses import replace

import pytest
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from mentoring_xblock.kit.errors import NotAllowed, NotFound
from mentoring_xblock.privacy import policy
from mentoring_xblock.privacy.policy import NOBODY, Action
from mentoring_xblock.reviews import api
from mentoring_xblock.reviews.models import Rating, Reading, Suggestion
from tests import factories
from tests.factories_matching import make_application, make_call, make_matcher
from tests.reviews.conftest import SECRET

pytestmark = pytest.mark.django_db


def test_blind_readers_see_one_another_once_they_have_given_their_own(world):
    application = world.mentee()
    world.rate(world.ben, application, "leave", SECRET)
    before = world.notes(world.aino, application)
    assert (before.hidden, before.others) == (True, ())
    world.rate(world.aino, application)
    after = world.notes(world.aino, application)
    assert not after.hidden
    assert [(one.matcher_id, one.comment) for one in after.others] == [(world.ben.pk, SECRET)]


def test_one_application_read_opens_no_other(world):
    first, second = world.mentee(), world.mentee()
    world.rate(world.ben, second, comment=SECRET)
    world.rate(world.aino, first)
    assert world.notes(world.aino, second).others == ()


def test_who_does_not_read_blind_sees_the_others_at_once(world):
    world.set(blind=False)
    application = world.mentee()
    world.rate(world.ben, application, comment=SECRET)
    notes = world.notes(world.aino, application)
    assert (notes.hidden, notes.own, notes.others[0].comment) == (False, None, SECRET)


@pytest.mark.parametrize("blind", [True, False])
def test_nobody_reads_what_is_said_of_them(world, blind):
    world.set(blind=blind)
    own = world.mentee(applicant=world.aino)
    world.rate(world.ben, own, comment=SECRET)
    with pytest.raises(NotFound):
        world.notes(world.aino, own)
    assert not api.readable_ratings(world.actor(world.aino), api.reading_of(world.round.pk)).exists()


@pytest.mark.parametrize("blind", [True, False])
def test_who_is_no_matcher_reads_no_note(world, blind):
    world.set(blind=blind)
    application = world.mentee()
    world.rate(world.ben, application, comment=SECRET)
    applicant = factories.actor(application.applicant)
    for actor in (world.coordinates, applicant, world.actor(world.ben, matcher=False)):
        with pytest.raises(NotFound):
            api.notes_on(actor, world.place, application.public_id)
        with pytest.raises(NotFound):
            api.applications_to_read(actor, world.place)
        assert not api.readable_ratings(actor, api.reading_of(world.round.pk)).exists()


def test_a_coordinator_in_the_group_reads_as_a_matcher(world):
    application = world.mentee()
    world.rate(world.ben, application, comment=SECRET)
    both = replace(world.coordinates, matcher=True)
    assert api.notes_on(both, world.place, application.public_id).hidden
    api.rate(both, world.place, application.public_id, {}, "take", "", 0)
    assert api.notes_on(both, world.place, application.public_id).others[0].comment == SECRET


def test_reading_through_somebody_elses_eyes_reads_nothing(world):
    application = world.mentee()
    with pytest.raises(NotAllowed):
        api.notes_on(world.actor(world.aino, masquerading=True, staff=True), world.place, application.public_id)


# ---- why something was decided ----


def test_the_kept_reason_is_shown_to_whoever_reads_the_notes(world):
    application = world.mentee()
    application.decisions.create(status="declined", told="Told", reason=SECRET, decided_by=world.coordinator)
    assert world.notes(world.aino, application).decisions == ()
    world.rate(world.aino, application)
    (decision,) = world.notes(world.aino, application).decisions
    assert (decision.told, decision.reason, decision.decided_by_id) == ("Told", SECRET, world.coordinator.pk)


# ---- the twins ----

people = st.integers(0, 4)


class TwinTest(TestCase):
    """Matchers are people 0 to 2; they may apply like anybody else."""

    @classmethod
    def setUpTestData(cls):
        cls.round = factories.make_round()
        call, other = make_call(cls.round.programme), make_call(cls.round.programme, "mentor")
        cls.calls = (call, other)
        cls.people = [make_matcher(cls.round.programme) for _ in range(3)]
        cls.people += [factories.make_learner() for _ in range(2)]
        outsider = make_application(factories.make_round(factories.make_programme(factories.OTHER_COURSE_KEY)), call)
        Rating.objects.create(application=outsider, matcher=cls.people[0], verdict="take")

    @given(
        mentees=st.lists(people, min_size=1, max_size=3, unique=True),
        mentors=st.lists(people, min_size=1, max_size=3, unique=True),
        ratings=st.sets(st.tuples(st.integers(0, 5), st.integers(0, 2)), max_size=9),
        pairs=st.sets(st.tuples(st.integers(0, 2), st.integers(0, 2), st.integers(0, 2)), max_size=5),
        blind=st.booleans(),
        sealed=st.booleans(),
    )
    @settings(max_examples=30, deadline=None)
    def test_the_queryset_twins_read_what_the_rule_reads(self, mentees, mentors, ratings, pairs, blind, sealed):
        """Every note that some group may have written, for everybody who could ask."""
        made = [
            [make_application(self.round, call, self.people[one]) for one in who]
            for call, who in zip(self.calls, (mentees, mentors), strict=True)
        ]
        papers = [*made[0], *made[1]]
        Reading.objects.create(round=self.round, blind=blind, sealed_at=timezone.now() if sealed else None)
        for at, matcher in ratings:
            if at < len(papers):
                Rating.objects.create(application=papers[at], matcher=self.people[matcher], verdict="take")
        for mentee, mentor, matcher in pairs:
            if mentee < len(made[0]) and mentor < len(made[1]):
                Suggestion.objects.create(mentee=made[0][mentee], mentor=made[1][mentor], matcher=self.people[matcher])
        reading = api.reading_of(self.round.pk)
        facts = api.facts_for(reading, {one.pk: one.applicant_id for one in papers})

        def may(actor, matcher_id, *about):
            rules = (replace(facts[id_], owner_id=matcher_id) for id_ in about)
            return all(policy.allowed(Action.NOTES_READ, actor, one) for one in rules)

        for actor in self.actors():
            by_rule = {
                row.pk
                for row in Rating.objects.filter(application__in=papers)
                if may(actor, row.matcher_id, row.application_id)
            }
            assert {row.pk for row in api.readable_ratings(actor, reading)} == by_rule
            by_rule = {
                row.pk for row in Suggestion.objects.all() if may(actor, row.matcher_id, row.mentee_id, row.mentor_id)
            }
            assert {row.pk for row in api.readable_suggestions(actor, reading)} == by_rule

    def actors(self):
        standings = itertools.product((True, False), (True, False), (True, False))
        for person, (matcher, enrolled, masquerading) in itertools.product(self.people, standings):
            yield factories.actor(person, matcher=matcher, enrolled=enrolled, masquerading=masquerading)
        yield from (factories.coordinator_actor(self.people[0]), NOBODY)
