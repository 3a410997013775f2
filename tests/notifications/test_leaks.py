"""A whole round in which everything that people write is marked: no mail and no log record carries any of it.

The one thing that a mail carries is a coordinator's letter about an application, with the reason that is told, to its
applicant (decision 16).
"""

from __future__ import annotations

import datetime as dt
import json
import logging
import uuid
from dataclasses import replace

import pytest
from django.core import mail
from django.core.management import call_command
from django.utils import timezone

from mentoring_xblock import host
from mentoring_xblock.applications import api as applications
from mentoring_xblock.applications import deciding
from mentoring_xblock.applications.calls import call_settings
from mentoring_xblock.applications.models import CallRole, Status
from mentoring_xblock.assessment import api as assessment
from mentoring_xblock.assessment.data import Criterion, RubricLevel, Rules
from mentoring_xblock.attainment.data import WRITTEN, ScaleDraft
from mentoring_xblock.bank import api as bank
from mentoring_xblock.choices import api as choices
from mentoring_xblock.goals import api as goals_room
from mentoring_xblock.goals.block import GoalsBlock
from mentoring_xblock.goals.data import ActionDraft
from mentoring_xblock.goals.data import Status as GoalStatus
from mentoring_xblock.models import Application, Appointment, Invitation, MentorRequest, Message, Offer, Profile
from mentoring_xblock.notifications import rendering
from mentoring_xblock.programme import api as programmes
from mentoring_xblock.proposals import api as proposals
from mentoring_xblock.reviews import api as reviews
from mentoring_xblock.sharing.models import Stance
from tests import factories as make
from tests import factories_matching as matching
from tests.attainment.conftest import attaining, world  # noqa: F401
from tests.privacy.watch import mark, marks_in
from tests.proposals.scenes import Scene

pytestmark = [pytest.mark.django_db, pytest.mark.once]

LETTER, TOLD = mark("letter"), mark("told")
LETTERS = {"en": f"Hello, {LETTER}", "fi": f"Hei, {LETTER}"}
MATCHING = {"way": "hybrid", "requests": 3, "request_days": 7, "decline_days": 7}
PARTS = ("letter", "avoid", "organisation", "team", "manager", "wished", "vetoed")
#: What this round brings about; a template that is missing here was rendered by nobody.
TEMPLATES = {
    *("application_received", "application_decided", "application_let_in", "application_withdrawn"),
    *("group_published", "group_closed", "place_declined"),
    *("request_received", "request_declined", "request_expired", "request_taken", "request_over"),
    *("bank_welcome", "bank_invited", "bank_answered", "bank_wanted"),
}


@pytest.fixture
def scene():
    round_ = make.make_round(starts_on=make.weeks_ago(-3), lists=matching.plan_lists(), matching=MATCHING)
    coordinator = make.coordinator_actor(make.make_coordinator(round_.programme, name="Saija Lampi"))
    calls = {role: matching.make_call(round_.programme, role) for role in (CallRole.MENTEE, CallRole.MENTOR)}
    return Scene(round_, make.place_of(round_, "mentoring_dashboard", "dashboard"), coordinator, calls)


def written(name):
    """Return answers of which every free text is marked."""
    marked = {part: mark(f"{name.lower()} {part}") for part in PARTS}
    return {
        "letter": marked["letter"],
        "field": {
            "field": "film",
            "avoid": [marked["avoid"]],
            **{part: marked[part] for part in ("organisation", "team", "manager")},
        },
        "people": {"wished": [marked["wished"]], "vetoed": [marked["vetoed"]]},
    }


def apply(scene, name, role=CallRole.MENTEE):
    """Let somebody send an application as they do on its page."""
    user = make.make_learner(name=name)
    place = make.make_place("mentoring_application", scene.calls[role].usage_key.block_id)
    answers = matching.answers_for(role)
    answers |= {key: value for key, value in written(name).items() if key in answers}
    how = call_settings({"role": role.value}, None)
    more = {"committed": True, "version": 0, "page_key": uuid.uuid4(), "now": timezone.now()}
    applications.submit(make.actor(user), place, how, answers, **more)
    return applications.my_application(make.actor(user), place), user, place


def decide(scene, rows, status, told):
    deciding.decide(
        scene.coordinator,
        scene.place,
        application_ids={row.public_id: row.version for row in rows},
        status=status,
        told=dict.fromkeys(("en", "fi"), told),
        reason=mark("reason of the decision"),
        letters=LETTERS,
        once_key=uuid.uuid4(),
    )


def applications_are_read_and_decided(scene):
    (taken, _, _), (left, _, _), (_, leaver, place) = (apply(scene, name) for name in ("Elli", "Ilkka", "Daniel"))
    mentor, _, _ = apply(scene, "Anna", CallRole.MENTOR)
    matcher = make.actor(matching.make_matcher(scene.round_.programme), matcher=True)
    criteria = reviews.reading_of(scene.round_.pk).criteria
    scores = {criterion.id: 4 for criterion in criteria}
    for row in (taken, mentor):
        reviews.rate(matcher, scene.place, row.public_id, scores, "take", mark("comment"), 0)
    reviews.suggest(matcher, scene.place, taken.public_id, mentor.public_id, mark("note"))
    decide(scene, [taken, mentor], Status.ACCEPTED, "")
    decide(scene, [left], Status.DECLINED, TOLD)
    applications.withdraw(make.actor(leaver), place, timezone.now())
    late = make.make_learner("myöhä")
    until = timezone.now().date() + dt.timedelta(days=9)
    key = scene.calls[CallRole.MENTEE].usage_key
    deciding.let_in_late(scene.coordinator, scene.place, key, late.username, until, timezone.now())


def mentees_ask_mentors(scene):
    ask = [scene.mentee(name, ["events"], **written(name)) for name in ("Aino", "Eero", "Outi", "Ida")]
    mentors = [scene.mentor(name, ["events"], 1, **written(name)) for name in ("Ben", "Cleo", "Dan")]
    for person in (*ask, *mentors):
        card = programmes.my_card(make.actor(person), scene.place)
        programmes.save_card(make.actor(person), scene.place, mark("headline"), mark("contact"), card.version)

    def request(mentee, mentor):
        return choices.ask(make.actor(mentee), scene.place, mentor.public_id, mark("message to a mentor"))

    said_yes = request(ask[0], mentors[0])
    request(ask[0], mentors[1])
    request(ask[1], mentors[0])
    said_no = request(ask[2], mentors[1])
    late = request(ask[3], mentors[2])
    choices.decline(make.actor(mentors[1]), scene.place, said_no.public_id)
    choices.accept(make.actor(mentors[0]), scene.place, said_yes.public_id)
    past = timezone.now() - dt.timedelta(days=1)
    MentorRequest.objects.filter(public_id=late.public_id).update(expires_at=past)
    choices.expire_due(timezone.now())


def a_proposal_is_published_and_somebody_declines(scene):
    info = scene.run()
    proposals.publish(scene.coordinator, scene.place, info.public_id, version=scene.get(info).version)
    offer = Offer.objects.filter(membership__leads=False).first()
    actor = make.actor(offer.membership.participant)
    proposals.answer_offer(actor, scene.place, offer.public_id, keep=False, reason=mark("reason to decline"))


def the_bank_is_searched(scene):
    manager = make.make_learner(name="Esa Esihenkilö")
    Appointment.objects.create(
        programme=scene.round_.programme, user=manager, post="line_manager", named_at=timezone.now()
    )
    words = bank.ProfileWords(headline=mark("headline in the bank"), about=mark("about in the bank"))
    for name, accept in (("Aada", True), ("Olli", False)):
        user = make.make_mentee(scene.round_, name=name).user
        profile = bank.save_profile(make.actor(user), scene.place, replace(words, capacity=2), 0)
        bank.want(make.actor(manager, line_manager=True), scene.place, profile.public_id)
        bank.invite(scene.coordinator, scene.place, profile.public_id, mark("message of a coordinator"))
        asked = Invitation.objects.get(profile=Profile.objects.get(user=user))
        bank.answer_invitation(make.actor(user), scene.place, asked.public_id, accept=accept)
    bank.search(make.actor(manager, line_manager=True), scene.place, bank.Wanted(text=mark("looked for")))
    bank.invite_to_bank(scene.coordinator, scene.place, [make.make_mentor(scene.round_).user_id])


def test_what_people_write_is_in_no_mail_and_no_log(scene, caplog, django_capture_on_commit_callbacks):
    with caplog.at_level(logging.DEBUG), django_capture_on_commit_callbacks(execute=True):
        applications_are_read_and_decided(scene)
        mentees_ask_mentors(scene)
        a_proposal_is_published_and_somebody_declines(scene)
        the_bank_is_searched(scene)
        messages = list(Message.objects.all())
        call_command("mentoring_send_mail")

    assert {message.template for message in messages} == TEMPLATES
    assert {mark(f"elli {part}") for part in PARTS} <= marks_in(repr(list(Application.objects.values_list("answers"))))
    told_nothing_but(messages, {"application_decided": {LETTER, TOLD}})
    assert LETTER in "".join(one.body for one in mail.outbox)
    logged_nothing(caplog)


def told_nothing_but(messages, allowed):
    """Look into mails as they wait, as they are written, and as they were sent."""
    people = host.people({user_id for one in messages for user_id in rendering.people_in(one.context)})
    recipients = host.people({message.recipient_id for message in messages})
    for message in messages:
        fitting = allowed.get(message.template, set())
        assert marks_in(json.dumps(message.context, ensure_ascii=False)) <= fitting, message.template
        for language in ("en", "fi"):
            person = replace(recipients[message.recipient_id], language=language)
            words = rendering.write(message.template, message.context, person, people)
            assert marks_in(f"{words.subject} {words.text} {words.html}") <= fitting, message.template
    for sent in mail.outbox:
        assert marks_in(f"{sent.subject} {sent.extra_headers} {sent.to}") == set()


def logged_nothing(caplog):
    assert marks_in(caplog.text) == set()
    assert not any(marks_in(repr(vars(record))) for record in caplog.records)


def goals_are_written_rated_and_talked_about(pair):
    """Return a goal of which every text is marked, shared and agreed with."""
    goals = pair.goals
    goal = goals.save(mark("statement"), status=GoalStatus.ACTIVE, answers={"statement": mark("statement")})
    pair.save(goal, ScaleDraft({level: mark(f"level {number}") for number, level in enumerate(WRITTEN)}))
    rating = pair.rate(goal, 0, mark("line beside a rating"))
    now, key = timezone.now(), uuid.uuid4()
    goals_room.add_action(make.actor(goals.mentee), goals.sheet(), goal.goal_id, ActionDraft(mark("step")), key, now)
    share = goals.share(goal)
    said = (goal.goal_id, share.share_id, mark("comment with a stance"), uuid.uuid4(), Stance.LOOK)
    goals_room.comment(make.actor(goals.mentor), goals.place, *said)
    pair.agree(goal, rating, share)
    return goal


def a_goal_is_handed_in_asked_again_and_scored(pair, goal):
    """Let points be given by a rubric, after a second hand-in and more time."""
    goals, now = pair.goals, timezone.now()
    block = make.make_block("mentoring_goals", "goals", points=5)
    mentee, mentor = make.actor(goals.mentee), make.actor(goals.mentor)
    levels = tuple(RubricLevel(points, {"en": f"Level {points}"}) for points in (5, 0))
    rules = Rules(rubric=(Criterion("clear", {"en": "Clear"}, {}, levels),))

    def hand_in():
        chosen = (5, GoalsBlock.items, [goal.goal_id], uuid.uuid4(), rules)
        return assessment.hand_in(mentee, goals.place, *chosen)

    assessment.ask_again(mentor, goals.place, hand_in(), mark("words of asking again"), now)
    until = now.date() + dt.timedelta(days=9)
    assessment.give_time(mentor, goals.place, goals.mentee.user_id, block.usage_key, until, 1, now)
    assessment.give_score(mentor, goals.place, hand_in(), None, mark("feedback"), marks={"clear": 5})


def test_what_is_written_of_goals_and_points_is_in_no_mail_and_no_log(
    attaining,  # noqa: F811
    caplog,
    django_capture_on_commit_callbacks,
):
    with caplog.at_level(logging.DEBUG), django_capture_on_commit_callbacks(execute=True):
        goal = goals_are_written_rated_and_talked_about(attaining)
        a_goal_is_handed_in_asked_again_and_scored(attaining, goal)
        messages = list(Message.objects.all())
        call_command("mentoring_send_mail")
    told = {"goal_answered", "hand_in_waits", "revise_asked", "time_given", "points_given"}
    assert {message.template for message in messages} == told
    told_nothing_but(messages, {})
    logged_nothing(caplog)
