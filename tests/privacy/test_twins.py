"""The queryset twins of the rules about applying, asking, places and the bank say what the rules say.

Rows in every state that a round can bring about, some of which no page makes any more; the twins of the rules for
goals, entries, groups, hand-ins and notes have their tests beside their rooms.
"""

from __future__ import annotations

import datetime as dt
import itertools
from dataclasses import replace

from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from mentoring_xblock.applications import api as applications
from mentoring_xblock.applications.models import Application, Status
from mentoring_xblock.applications.queries import info_of
from mentoring_xblock.bank import api as bank
from mentoring_xblock.bank import inviting, searching
from mentoring_xblock.bank.models import Invitation, InvitationState, Profile
from mentoring_xblock.choices import standing
from mentoring_xblock.choices.models import MentorRequest, RequestState
from mentoring_xblock.groups.models import Group, Membership, State
from mentoring_xblock.kit.errors import NotAllowed
from mentoring_xblock.privacy import policy
from mentoring_xblock.privacy.policy import NOBODY, Action, Actor, Facts
from mentoring_xblock.proposals import offers
from mentoring_xblock.proposals.models import Answer, Offer
from tests import factories
from tests.factories_matching import make_application, make_call

#: Who can ask at all: the twins are for people in the course who look through their own eyes; nobody else gets there.
PEOPLE = 4
people = st.integers(0, PEOPLE - 1)
some = settings(max_examples=25, deadline=None)


def everybody(users: list) -> list[Actor]:
    """Return each of the people in every standing that the rules tell apart."""
    standings = itertools.product((True, False), repeat=4)
    return [
        NOBODY,
        *(factories.coordinator_actor(user) for user in users),
        *(
            factories.actor(user, enrolled=enrolled, matcher=matcher, line_manager=manager, masquerading=masquerading)
            for user, (enrolled, matcher, manager, masquerading) in itertools.product(users, standings)
        ),
    ]


def comes_in(actor: Actor) -> bool:
    """Return whether an actor is somebody who takes part, before it is asked what in."""
    return actor.enrolled and not actor.masquerading and actor.user_id is not None


class TwinTest(TestCase):
    """Four people, each a mentee and a mentor of one round."""

    @classmethod
    def setUpTestData(cls) -> None:
        cls.round = factories.make_round()
        cls.programme = cls.round.programme
        cls.place = factories.place_of(cls.round, "mentoring_dashboard", "dashboard")
        cls.users = [factories.make_learner() for _ in range(PEOPLE)]
        cls.mentees = [factories.make_mentee(cls.round, user) for user in cls.users]
        cls.mentors = [factories.make_mentor(cls.round, user) for user in cls.users]
        cls.far = factories.make_programme(factories.OTHER_COURSE_KEY)
        cls.far_round = factories.make_round(cls.far)
        cls.actors = everybody(cls.users)
        cls.now = timezone.now()

    @given(st.lists(st.tuples(people, people, st.sampled_from(RequestState), st.integers(-1, 1)), max_size=8))
    @some
    def test_what_was_asked_is_answered_and_taken_back_by_whom_the_rules_say(self, asked):
        for mentee, mentor, state, hours in asked:
            MentorRequest.objects.create(
                mentee=self.mentees[mentee],
                mentor=self.mentors[mentor],
                state=state,
                expires_at=self.now + dt.timedelta(hours=hours),
            )
        rows = list(MentorRequest.objects.select_related("mentee", "mentor"))
        facts = {row.pk: standing.request_facts(row, self.now) for row in rows}
        twins = {
            Action.REQUEST_ANSWER: standing.answerable_by,
            Action.REQUEST_WITHDRAW: standing.withdrawable_by,
        }
        for actor, (action, twin) in itertools.product(self.actors, twins.items()):
            by_rule = {pk for pk, known in facts.items() if policy.allowed(action, actor, known)}
            found = {row.pk for row in twin(actor.user_id, self.now)} if comes_in(actor) else set()
            assert found == by_rule, (action, actor)

    @given(
        st.lists(
            st.tuples(people, st.booleans(), st.sampled_from(State), st.sampled_from(Answer), st.integers(-1, 1)),
            max_size=6,
        )
    )
    @some
    def test_a_place_is_kept_or_declined_by_whoever_holds_it_in_time(self, places):
        """`seated` is false for somebody who has left the group meanwhile."""
        for person, seated, state, answer, hours in places:
            group = Group.objects.create(round=self.round, kind="pair", circle="mentoring", capacity=1, state=state)
            membership = Membership.objects.create(
                group=group, participant=self.mentees[person], circle="mentoring", seat=1 if seated else None
            )
            Offer.objects.create(
                membership=membership, answer=answer, answer_by=self.now + dt.timedelta(hours=hours, minutes=1)
            )
        rows = Offer.objects.select_related("membership__participant", "membership__group")
        facts = {row.pk: self._place(row) for row in rows}
        for actor in self.actors:
            by_rule = {pk for pk, known in facts.items() if policy.allowed(Action.PLACE_ANSWER, actor, known)}
            twin = offers.offers_of(actor.user_id, self.round.pk).filter(answer_by__gt=self.now)
            found = {row.pk for row in twin} if comes_in(actor) else set()
            assert found == by_rule, actor

    def _place(self, row: Offer) -> Facts:
        held = row.membership.seat is not None and row.membership.group.state == State.PUBLISHED
        over = not held or row.answer == Answer.DECLINED or row.answer_by <= self.now
        return Facts(owner_id=row.membership.participant.user_id, closed=over)

    @given(
        st.dictionaries(people, st.tuples(st.booleans(), st.booleans(), st.booleans())),
        st.sets(st.tuples(people, st.sampled_from(InvitationState)), max_size=6),
    )
    @some
    def test_the_bank_is_searched_and_invitations_answered_by_whom_the_rules_say(self, profiles, invitations):
        """Of each person it is known whether they left, whether they pause, and whether their time is over."""
        made = {
            person: Profile.objects.create(
                programme=self.programme, user=self.users[person], left_at=self.now if left else None, paused=paused
            )
            for person, (left, paused, _) in profiles.items()
        }
        Profile.objects.create(programme=self.far, user=self.users[0])
        for person, state in invitations:
            if person in made:
                still = self.round.pk if state is InvitationState.OPEN else None
                Invitation.objects.create(
                    profile=made[person],
                    round=self.round,
                    state=state,
                    open_round=still,
                    expires_at=self.now + dt.timedelta(hours=-1 if profiles[person][2] else 1),
                )
        standing_now = {row.user_id for at, row in made.items() if profiles[at][:2] == (False, False)}
        facts = {row.pk: inviting.invitation_facts(row) for row in Invitation.objects.select_related("profile")}
        assert {row.user_id for row in searching.shown(self.programme.pk)} == standing_now
        for actor in self.actors:
            by_rule = {pk for pk, known in facts.items() if policy.allowed(Action.INVITATION_ANSWER, actor, known)}
            found = {row.pk for row in inviting.answerable_by(actor.user_id)} if comes_in(actor) else set()
            assert found == by_rule, actor
            by_rule = standing_now if policy.allowed(Action.BANK_SEARCH, actor) else None
            assert self._searched(actor) == by_rule, actor

    def _searched(self, actor: Actor) -> set[int] | None:
        """Return whom a search finds; None for somebody who may not search."""
        try:
            return {one.user_id for one in bank.search(actor, self.place).items}
        except NotAllowed:
            return None

    @given(st.dictionaries(people, st.sampled_from(Status), min_size=1))
    @some
    def test_lists_of_applications_hold_what_their_readers_may_read(self, written):
        call = make_call(self.programme, block_id=f"call-{timezone.now().timestamp()}")
        for person, status in written.items():
            make_application(self.round, call, self.users[person], status=status)
        rows = [info_of(row) for row in Application.objects.filter(round=self.round)]
        listed = {one.id for one in applications.application_infos(self.round.pk).items}
        reader = factories.make_learner()
        for actor in (factories.coordinator_actor(reader), factories.actor(reader, matcher=True)):
            by_rule = {
                one.id for one in rows if policy.allowed(Action.APPLICATION_READ, actor, applications.facts_of(one))
            }
            assert listed == by_rule, actor
            blind = replace(actor, masquerading=True)
            assert not any(policy.allowed(Action.APPLICATION_READ, blind, applications.facts_of(one)) for one in rows)
