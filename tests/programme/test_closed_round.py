"""Nothing changes in a round that is over, whichever room is asked, and whoever asks is told why."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable, Mapping
from typing import Any

import pytest
from django.apps import apps
from django.core.management import call_command
from django.utils import timezone

from mentoring_xblock.applications import api as applications
from mentoring_xblock.applications import deciding, importing, reserve
from mentoring_xblock.applications.models import CallRole, Status
from mentoring_xblock.assessment import api as assessment
from mentoring_xblock.bank import api as bank
from mentoring_xblock.choices import api as choices
from mentoring_xblock.groups import api as groups
from mentoring_xblock.groups.models import CloseReason, Kind, State
from mentoring_xblock.kit.errors import Conflict, NotAllowed, Over
from mentoring_xblock.models import MentorRequest, Offer, Round
from mentoring_xblock.programme import api as programmes
from mentoring_xblock.programme.models import Role
from mentoring_xblock.proposals import api as proposals
from mentoring_xblock.proposals.brief import Brief
from mentoring_xblock.reviews import api as reviews
from tests import factories as make
from tests import factories_matching as matching
from tests.proposals.scenes import WISHES, Scene

pytestmark = pytest.mark.django_db


class World:
    """A round with something in every room that somebody could still change."""

    def __init__(self) -> None:
        plan = {"way": "hybrid", "requests": 2, "request_days": 7, "decline_days": 7}
        self.round = make.make_round(lists=matching.plan_lists(), matching=plan)
        programme = self.round.programme
        self.place = make.place_of(self.round, "mentoring_dashboard", "dashboard")
        self.leena = make.coordinator_actor(make.make_coordinator(programme))
        self.matcher = make.actor(matching.make_matcher(programme), matcher=True)
        calls = {role: matching.make_call(programme, role) for role in (CallRole.MENTEE, CallRole.MENTOR)}
        self.call = calls[CallRole.MENTEE]
        scene = Scene(self.round, self.place, self.leena, calls)
        self.mentor, self.asking = scene.mentor("Anna", ["events"], 3), scene.mentee("Aino", ["events"])
        self.proposal = scene.run(Brief(weights=WISHES))
        _, self.paired, self.pair = make.make_pair(self.round)
        place = self.pair.memberships.get(participant=self.paired)
        self.offer = Offer.objects.create(membership=place, answer_by=timezone.now() + dt.timedelta(days=3))
        self.draft = make.make_group(make.make_mentor(self.round), [make.make_mentee(self.round)], state=State.DRAFT)
        self.request = choices.ask(make.actor(self.asking), self.place, self.mentor.public_id, "May I?")
        self.applied = matching.make_application(self.round, self.call)
        self.waiting = matching.make_application(self.round, self.call, status=Status.RESERVE)
        matching.make_application(self.round, self.call, status=Status.RESERVE)
        self.offered = matching.make_application(self.round, calls[CallRole.MENTOR])
        self.profile = bank.save_profile(
            make.actor(self.paired), self.place, bank.ProfileWords(headline="Producer", topics=("events",)), 0
        ).public_id
        bank.invite(self.leena, self.place, self.profile)
        self.invitation = bank.welcome(make.actor(self.paired), programmes.programme_of(self.place)).invitation
        self.learner = make.make_learner()

    @property
    def call_place(self) -> Any:
        return programmes_place(self.round, self.call)

    @property
    def settings(self) -> Any:
        info = programmes.block_info(self.call.usage_key)
        return applications.call_settings(info.settings, info.questions)

    def apply(self, person: Any, **more: Any) -> None:
        answers, now = matching.answers_for(CallRole.MENTEE), timezone.now()
        applications.submit(
            make.actor(person), self.call_place, self.settings, answers, committed=True, version=0,
            page_key=uuid.uuid4(), now=now,
        )  # fmt: skip

    def decide(self) -> None:
        letters = {"en": "Welcome.", "fi": "Tervetuloa."}
        chosen = {self.applied.public_id: self.applied.version}
        deciding.decide(self.leena, self.place, chosen, Status.ACCEPTED, {}, "", letters, uuid.uuid4())


def programmes_place(round_: Round, call: Any) -> Any:
    return make.place_of(round_, "mentoring_application", call.usage_key.block_id)


GROUPS: Mapping[str, Callable[[World], Any]] = {
    "make a group": lambda w: groups.create_group(w.leena, w.place, Kind.PAIR),
    "rename": lambda w: groups.rename(w.leena, w.place, w.pair.public_id, "Tampere"),
    "resize": lambda w: groups.resize(w.leena, w.place, w.draft.public_id, 1),
    "throw a draft away": lambda w: groups.delete_draft(w.leena, w.place, w.draft.public_id),
    "add": lambda w: groups.add_member(w.leena, w.place, w.draft.public_id, w.asking.public_id),
    "take out": lambda w: groups.remove_member(
        w.leena, w.place, w.pair.public_id, w.paired.public_id, CloseReason.LEFT
    ),
    "lead": lambda w: groups.set_leader(w.leena, w.place, w.draft.public_id, w.mentor.public_id),
    "move": lambda w: groups.move(w.leena, w.place, w.pair.memberships.last().public_id, w.draft.public_id),
    "close": lambda w: groups.close(w.leena, w.place, w.pair.public_id, CloseReason.EARLY),
    "publish": lambda w: groups.publish(w.leena, w.place),
    "leave": lambda w: groups.leave_programme(w.leena, w.place, w.paired.public_id),
}
PEOPLE: Mapping[str, Callable[[World], Any]] = {
    "add people": lambda w: programmes.add_participants(w.leena, w.place, [w.learner.username], Role.MENTEE),
    "places of a mentor": lambda w: programmes.set_capacity(w.leena, w.place, w.mentor.public_id, 2),
    "end a part": lambda w: programmes.remove_participant(w.leena, w.place, w.mentor.public_id),
}
APPLICATIONS: Mapping[str, Callable[[World], Any]] = {
    "apply": lambda w: w.apply(w.learner),
    "withdraw": lambda w: applications.withdraw(make.actor(w.applied.applicant), w.call_place, timezone.now()),
    "decide": lambda w: w.decide(),
    "order the reserve": lambda w: reserve.move_in_reserve(w.leena, w.place, w.waiting.public_id, up=False),
    "let in late": lambda w: deciding.let_in_late(
        w.leena, w.place, w.call.usage_key, w.learner.username, dt.date(2099, 1, 1), timezone.now()
    ),
    "import": lambda w: importing.take_in(w.leena, w.place, f"address,role\n{w.learner.username},mentee"),
}
READING: Mapping[str, Callable[[World], Any]] = {
    "rate": lambda w: reviews.rate(w.matcher, w.place, w.applied.public_id, {"values": 5}, "take", "", 0),
    "suggest": lambda w: reviews.suggest(w.matcher, w.place, w.applied.public_id, w.offered.public_id, ""),
    "take back": lambda w: reviews.unsuggest(w.matcher, w.place, uuid.uuid4()),
    "set the reading": lambda w: reviews.set_reading(w.leena, w.place, blind=False, criteria=(), version=0),
}
MATCHING: Mapping[str, Callable[[World], Any]] = {
    "start": lambda w: proposals.start(w.leena, w.place, Brief(), once_key=uuid.uuid4()),
    "change": lambda w: proposals.move(
        w.leena, w.place, w.proposal.public_id, w.asking.public_id, version=w.proposal.version
    ),
    "undo": lambda w: proposals.undo(w.leena, w.place, w.proposal.public_id, version=w.proposal.version),
    "publish": lambda w: proposals.publish(w.leena, w.place, w.proposal.public_id, version=w.proposal.version),
    "run again": lambda w: proposals.restart(w.leena, w.place, w.proposal.public_id),
    "put aside": lambda w: proposals.discard(w.leena, w.place, w.proposal.public_id, version=w.proposal.version),
    "give a place": lambda w: proposals.give(w.leena, w.place, w.asking.public_id, w.mentor.public_id),
    "decline": lambda w: proposals.answer_offer(make.actor(w.paired), w.place, w.offer.public_id, keep=False),
}
ASKING: Mapping[str, Callable[[World], Any]] = {
    "ask": lambda w: choices.ask(make.actor(w.asking), w.place, w.mentor.public_id, "May I?"),
    "take back": lambda w: choices.withdraw(make.actor(w.asking), w.place, w.request.public_id),
    "say yes": lambda w: choices.accept(make.actor(w.mentor), w.place, w.request.public_id),
    "say no": lambda w: choices.decline(make.actor(w.mentor), w.place, w.request.public_id),
    "invite": lambda w: bank.invite(w.leena, w.place, w.profile),
    "take an invitation back": lambda w: bank.withdraw_invitation(w.leena, w.place, w.profile),
    "answer an invitation": lambda w: bank.answer_invitation(
        make.actor(w.paired), w.place, w.invitation.public_id, accept=True
    ),
    "hand in": lambda w: assessment.hand_in(make.actor(w.paired), w.place, 10, None, [], uuid.uuid4()),
}
ROOMS = {"groups": GROUPS, "people": PEOPLE, "applications": APPLICATIONS, "reading": READING}
ROOMS |= {"matching": MATCHING, "asking": ASKING}


def rows() -> dict[str, list]:
    """Return everything that is stored of ours, by table."""
    models = apps.get_app_config("mentoring_xblock").get_models()
    return {model.__name__: list(model.objects.order_by("pk").values_list()) for model in models}


@pytest.mark.parametrize("room", ROOMS)
def test_nothing_changes_in_a_round_that_is_over(room):
    world = World()
    # Only the round is closed: what would end with it still stands, so that nothing but the guard is in the way.
    Round.objects.update(closed_at=timezone.now())
    MentorRequest.objects.update(expires_at=timezone.now())
    before = rows()
    for name, act in ROOMS[room].items():
        with pytest.raises((Over, Conflict, NotAllowed)) as told:
            act(world)
        sentence = told.value.message
        assert "round" in sentence or "call has closed" in sentence, (name, sentence)
    call_command("mentoring_send_mail")
    after = rows()
    assert {name for name in before if before[name] != after[name]} <= {"Message"}
