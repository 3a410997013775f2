"""A round ends and the next one begins: at the coordinator's desk, and for the people who were in it."""

import datetime as dt
import re
import uuid

import pytest
from django.core.management import call_command
from django.utils import timezone

from mentoring_xblock.bank import api as bank
from mentoring_xblock.choices import api as choices
from mentoring_xblock.goals import api as goals
from mentoring_xblock.goals.data import GoalDraft
from mentoring_xblock.groups.models import CloseReason, Kind, State
from mentoring_xblock.journal import api as journal
from mentoring_xblock.journal.data import Draft
from mentoring_xblock.models import (
    Application,
    Appointment,
    Group,
    Invitation,
    Membership,
    MentorRequest,
    Message,
    Participant,
    Proposal,
    Reading,
    Round,
)
from mentoring_xblock.programme import api as programmes
from mentoring_xblock.programme.models import Role
from mentoring_xblock.sharing.data import Audience
from mentoring_xblock.worksheets.api import SMART, questions_of
from mentoring_xblock.worksheets.data import Worksheet
from tests import factories, pages
from tests import factories_matching as matching
from tests.dashboard.scenes import words

pytestmark = pytest.mark.django_db

AHEAD = timezone.now().date() + dt.timedelta(weeks=3)


def first_sentence(page):
    return re.search(r"<h2[^>]*>(.*?)</h2>", page).group(1)


@pytest.fixture
def busy(desk, anna, aino, eero):
    """A round with something of everything, and Aino's and Anna's pair."""
    programme = desk.round.programme
    matches = {"way": "hybrid", "requests": 2, "request_days": 7}
    programme.plan = {**programme.plan, "matching": matches, "share_days_after_close": 30}
    programme.save()
    pair = factories.make_group(anna, [aino])
    factories.make_group(anna, [factories.make_mentee(desk.round)], Kind.SMALL_GROUP)
    factories.make_group(None, [eero], Kind.PEER_GROUP, state=State.DRAFT, round_=desk.round)
    call = matching.make_call(programme)
    matching.make_application(desk.round, call)
    matching.make_application(desk.round, call, status="reserve")
    choices.ask(factories.actor(eero), desk.place, factories.make_mentor(desk.round, name="Bo Ek").public_id, "May I?")
    alumna = factories.make_mentee(desk.round, name="Outi Salo")
    profile = bank.save_profile(factories.actor(alumna), desk.place, bank.ProfileWords(headline="Producer"), 0)
    bank.invite(desk.actor, desk.place, profile.public_id)
    Proposal.objects.create(round=desk.round, kind=Kind.PAIR, letter="A", stage="running")
    Proposal.objects.create(round=desk.round, kind=Kind.PAIR, letter="B", stage="ready")
    matching.make_matcher(programme)
    Message.objects.all().delete()
    return pair


def close(desk):
    return desk.post("close_round", round_id=desk.round.public_id)


def begin(desk, day=AHEAD, after=None):
    return desk.post("start_round", round_id=(after or desk.round).public_id, starts_on=day.isoformat())


def test_a_coordinator_reads_what_ends_before_it_does(desk, busy):
    assert "End round 1…" in words(desk.see())
    asked = desk.post("ask_close_round")
    for sentence in (
        "End round 1 for good?",
        "2 pairs and groups end, and everybody in them gets a mail. 1 draft that nobody knows of is thrown away.",
        "What people wrote stays theirs, and so do their points.",
        "What they shared stays readable for 30 days.",
        "1 application stays without a decision. 1 person in reserve gets no place any more.",
        "1 question to a mentor ends without an answer.",
        "1 invitation to somebody of the mentor bank ends without an answer.",
        "1 proposal that was not published can’t be published any more.",
        "A round that has ended can’t be opened again.",
    ):
        assert sentence in asked
    assert Round.objects.get().closed_at is None
    assert "End round 1 for good?" not in desk.post("show_round")


def test_everything_ends_with_the_round_once(desk, busy, anna, aino):
    assert "The round has ended. 2 groups have ended with it." in close(desk)
    assert desk.first_sentence() == "Round 1 has ended."
    assert set(Group.objects.values_list("state", "close_reason")) == {(State.CLOSED, CloseReason.COMPLETED)}
    assert not Membership.objects.filter(seat__isnull=False).exists()
    assert set(Membership.objects.values_list("left_reason", flat=True)) == {CloseReason.COMPLETED}
    assert None not in set(Membership.objects.values_list("readable_until", flat=True))
    assert MentorRequest.objects.get().state == "expired"
    assert (Invitation.objects.get().state, Invitation.objects.get().open_round) == ("expired", None)
    assert set(Proposal.objects.values_list("letter", "stage")) == {("A", "cancelled"), ("B", "ready")}
    assert Reading.objects.get().sealed_at is not None
    # Whoever led two groups hears of each, and nobody of the draft.
    assert set(Message.objects.values_list("template", flat=True)) == {"group_closed"}
    told = list(Message.objects.order_by("recipient").values_list("recipient", flat=True))
    assert (told.count(anna.user_id), told.count(aino.user_id), len(told)) == (2, 1, 4)

    close(desk)
    call_command("mentoring_send_mail")
    assert desk.status == 200
    assert Message.objects.count() == 4
    # Nobody lost a role, and whom a coordinator named stays named.
    assert not Participant.objects.filter(left_at__isnull=False).exists()
    assert Appointment.objects.exists()


def test_each_desk_says_that_the_round_has_ended(desk, busy):
    close(desk)
    for part in ("overview", "applications", "matching", "groups", "people", "bank"):
        shown = desk.post("show_desk", desk=part)
        assert "Round 1 has ended. Nothing changes in it any more." in shown, part
    assert desk.post("add_people", role="mentee", people="x") and desk.status == 409
    assert "This round has ended, so nothing changes in it any more." in words(desk.markup)
    desk.post("ask_close_round")
    assert desk.status == 409


def test_the_next_round_begins_with_nobody_in_it(desk, busy):
    begin(desk)
    assert desk.status == 409  # the first one still runs
    close(desk)
    for day in (desk.round.starts_on, AHEAD + dt.timedelta(days=3000)):
        assert "Choose a day after the first day of the round before" in begin(desk, day)
        assert desk.status == 422
    assert "Choose a day." in desk.post("start_round", round_id=desk.round.public_id, starts_on="soon")
    begun = begin(desk)
    assert "Round 2 has begun. Nobody takes part in it yet." in begun
    assert "Rounds that have ended Round 1" in begun
    assert "Mentees: 4, Mentors: 2. 2 pairs and groups." in begun
    begin(desk, AHEAD + dt.timedelta(days=7))  # a second click
    assert desk.first_sentence() == "Nobody takes part yet."
    assert list(Round.objects.order_by("number").values_list("number", "starts_on")) == [
        (1, desk.round.starts_on),
        (2, AHEAD),
    ]
    # The call is empty again, and the bank is there: whoever was in the first round is found and can be asked.
    newest = programmes.programme_of(desk.place)
    assert "Nobody has applied yet." in desk.post("show_desk", desk="applications")
    found = bank.search(desk.actor, desk.place)
    assert [one.name for one in found.items] == ["Outi Salo"]
    bank.invite(desk.actor, desk.place, found.items[0].public_id)
    outi = factories.actor(Participant.objects.get(user__profile__name="Outi Salo"))
    invitation = bank.welcome(outi, newest).invitation
    bank.answer_invitation(outi, desk.place, invitation.public_id, accept=True)
    assert programmes.roles_of(outi.user_id, newest.round.id).keys() == {Role.MENTOR}


def test_people_keep_what_they_wrote_and_read_that_the_round_has_ended(desk, busy, anna, aino):
    kinds = ("goals", "journal")
    blocks = {kind: pages.publish_block(f"mentoring_{kind}", kind, programme="main") for kind in kinds}
    blocks["programme"] = pages.publish_block("mentoring_programme", plan=desk.round.programme.plan, programme="main")
    actor, here = factories.actor(aino), factories.place_of(desk.round, "mentoring_goals", "goals")
    sheet = goals.open_sheet(actor, here, Worksheet(questions_of(SMART)))
    goal = goals.save_goal(actor, sheet, None, GoalDraft({"statement": "Learn to lead"}), 0, uuid.uuid4()).goal
    goals.share_goal(actor, here, goal.goal_id, busy.public_id, Audience.LEADER)
    place = factories.place_of(desk.round, "mentoring_journal", "journal")
    journal.save_entry(actor, place, None, Draft(answers={"what": "A long day"}), 0, journal.Writer(uuid.uuid4(), 1))

    def look(person, kind):
        return words(pages.see(person, blocks[kind]))

    close(desk)
    page = look(aino, "programme")
    assert "This round has ended. Round 1 ended on" in page
    assert "You took part in round 1." in page
    assert "You will hear" not in page
    assert "This round has ended." in look(anna, "programme")
    waiting = Application.objects.get(status="reserve")
    applied = pages.publish_block("mentoring_application", waiting.usage_key.block_id, programme="main")
    page = words(pages.see(waiting.applicant, applied))
    assert "The round that you applied to has ended." in page
    assert "What you sent is still yours to read." in page
    assert "in the reserve" not in page
    for moment in ("after the end", "beside the next round"):
        assert "One goal" in look(aino, "goals"), moment
        assert "Learn to lead" in pages.see(aino, blocks["goals"]), moment
        assert "A long day" in pages.see(aino, blocks["journal"]), moment
        # As when a pair ends: for the plan's days the mentor still reads what was shared.
        opened = pages.send(anna, desk.block, "open_goal", {"goal": str(goal.goal_id)})
        assert "Learn to lead" in opened.content.decode(), moment
        begin(desk)
    assert "The next one has begun: to be in it, apply in this course" in look(aino, "programme")

    # In the next round she mentors: a new card and no worksheet, and what she wrote as a mentee is still hers.
    newest = Round.objects.get(number=2)
    factories.make_mentor(newest, aino.user)
    assert "You are a mentor." in look(aino, "programme")
    assert "From an earlier round They stay yours, as you left them. Learn to lead" in look(aino, "goals")
    assert "A long day" in pages.see(aino, blocks["journal"])
    assert "Learn to lead" not in pages.see(factories.make_mentee(newest), blocks["goals"])
