"""What the programme's page says to whom."""

import datetime as dt
import re
import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from demo.models import CourseAccess
from mentoring_xblock.groups.models import Kind, State
from mentoring_xblock.journal import api as journal
from mentoring_xblock.journal.data import Draft
from mentoring_xblock.programme.api import Role
from mentoring_xblock.programme.models import Appointment, Post
from mentoring_xblock.sharing.models import Audience
from tests import factories, pages

pytestmark = pytest.mark.django_db


def first_sentence(page):
    return re.search(r"<h2[^>]*>(.*?)</h2>", page).group(1)


def headings(page):
    return re.findall(r"<h3[^>]*>(.*?)</h3>", page)


def names_in(page):
    return re.findall(r'class="mn-person-name">(.*?)<', page)


@pytest.fixture
def anna(round_):
    """A mentor with a card."""
    return factories.make_mentor(round_, name="Anna Lehtovaara", headline="teatteri, Tampere", contact="040 1234567")


# ---- the first sentence, and with whom ----


def test_a_mentee_reads_who_the_mentor_is(round_, block, anna):
    mentee = factories.make_mentee(round_, name="Aino Korpela")
    factories.make_group(anna, [mentee])

    page = pages.see(mentee, block)

    assert first_sentence(page) == "Your mentor is Anna Lehtovaara."
    assert "You are a mentee." in page
    assert "My mentor" in headings(page)
    assert names_in(page) == ["Anna Lehtovaara"]
    assert "teatteri, Tampere" in page


def test_a_mentor_reads_who_the_mentees_are(round_, block, anna):
    mentees = [factories.make_mentee(round_, name=name) for name in ("Aino", "Eero", "Ilta", "Oiva")]
    expected = {
        1: "Your mentee is Aino.",
        2: "Your mentees are Aino and Eero.",
        3: "Your mentees are Aino, Eero and Ilta.",
        4: "You have 4 mentees.",
    }
    for number, mentee in enumerate(mentees, start=1):
        factories.make_group(anna, [mentee])
        assert first_sentence(pages.see(anna, block)) == expected[number]
    assert names_in(pages.see(anna, block)) == ["Aino", "Eero", "Ilta", "Oiva"]


def test_a_small_group_shows_everybody_in_it(round_, block, anna):
    aino, eero = (factories.make_mentee(round_, name=name) for name in ("Aino", "Eero"))
    factories.make_group(anna, [aino, eero], kind=Kind.SMALL_GROUP, name="Tampereen ryhmä")
    page = pages.see(aino, block)
    assert "Tampereen ryhmä" in headings(page)
    assert names_in(page) == ["Anna Lehtovaara", "Eero"]
    assert names_in(pages.see(anna, block)) == ["Aino", "Eero"]


def test_peers_read_how_many_they_are(round_, block):
    aino, eero, ilta = (factories.make_mentee(round_, name=name) for name in ("Aino", "Eero", "Ilta"))
    factories.make_group(None, [aino, eero, ilta], kind=Kind.PEER_GROUP)
    page = pages.see(aino, block)
    assert first_sentence(page) == "You are in a peer group with 2 other people."
    assert "My peer group" in headings(page)
    assert names_in(page) == ["Eero", "Ilta"]


def test_equals_read_how_many_they_are(round_, block):
    equals = [factories.make_participant(round_, Role.PEER) for _ in range(3)]
    factories.make_group(None, equals, kind=Kind.PEER_GROUP)
    assert first_sentence(pages.see(equals[0], block)) == "You are in a peer group with 2 other people."


@pytest.mark.parametrize(
    ("role", "sentence"),
    [
        (Role.MENTEE, "You will hear who your mentor is."),
        (Role.MENTOR, "You will hear who your mentees are."),
        (Role.COACH, "You will hear which groups you lead."),
        (Role.SUPERVISOR, "You will hear which groups you lead."),
        (Role.PEER, "You will hear which group you are in."),
    ],
)
def test_before_groups_are_published_everybody_is_told_what_will_come(round_, block, role, sentence):
    participant = factories.make_participant(round_, role)
    page = pages.see(participant, block)
    assert first_sentence(page) == sentence
    assert "Your group is not ready yet." in page


def test_a_draft_shows_nothing_to_those_in_it(round_, block, anna):
    mentee = factories.make_mentee(round_)
    factories.make_group(anna, [mentee], state=State.DRAFT)
    assert names_in(pages.see(mentee, block)) == []


def test_a_coach_reads_how_many_groups_they_lead(round_, block):
    coach = factories.make_participant(round_, Role.COACH)
    factories.make_group(coach, [factories.make_mentee(round_)], kind=Kind.PEER_GROUP)
    assert first_sentence(pages.see(coach, block)) == "You lead 1 group."


def test_somebody_in_two_roles_sees_both_groups(round_, block, anna):
    eero = factories.make_mentee(round_, name="Eero")
    factories.make_group(anna, [eero])
    factories.make_group(factories.make_mentor(round_, user=eero.user), [factories.make_mentee(round_, name="Aino")])
    page = pages.see(eero, block)
    assert first_sentence(page) == "Your mentor is Anna Lehtovaara."
    assert "You are a mentee." in page
    assert "You are a mentor." in page
    assert names_in(page) == ["Anna Lehtovaara", "Aino"]


def test_the_plans_own_words_stand_in_the_sentences(db):
    round_ = factories.make_round(terms={"mentee": "actor", "mentor": "valmentaja"})
    block = pages.publish_block("mentoring_programme", plan=round_.programme.plan)
    actor = factories.make_mentee(round_, name="Aino")
    factories.make_group(factories.make_mentor(round_, name="Anna"), [actor])
    page = pages.see(actor, block)
    assert first_sentence(page) == "Your coach is Anna."
    assert "You are an actor." in page


def test_a_name_is_text_and_never_markup(round_, block):
    mentor = factories.make_mentor(round_, name="<script>alert(1)</script>", headline="<b>x</b>")
    mentee = factories.make_mentee(round_)
    factories.make_group(mentor, [mentee])
    page = pages.see(mentee, block)
    assert "<script>alert(1)" not in page
    assert "<b>x</b>" not in page
    assert "&lt;b&gt;x&lt;/b&gt;" in page


# ---- where we are ----


def starting(weeks, **plan):
    """A round that began some weeks ago, with its block and a mentee."""
    round_ = factories.make_round(starts_on=factories.weeks_ago(weeks), time_zone="UTC", **plan)
    block = pages.publish_block("mentoring_programme", plan=round_.programme.plan)
    return block, factories.make_mentee(round_), round_


def test_the_roadmap_says_where_we_are_and_what_is_next(db):
    block, mentee, _ = starting(11)
    page = pages.see(mentee, block)
    assert "Phase 4 of 7, Leading myself. Leading others begins in 28 days." in page
    assert "Next phase: Leading others" in page
    assert "week 12 of 26" in page
    assert page.count('aria-current="step"') == 1
    assert 'aria-label="Today is in week 12 of 26."' in page


def test_the_last_day_of_a_phase_names_tomorrow(db):
    round_ = factories.make_round(starts_on=factories.weeks_ago(3) + dt.timedelta(days=1), time_zone="UTC")
    block = pages.publish_block("mentoring_programme", plan=round_.programme.plan)
    page = pages.see(factories.make_mentee(round_), block)
    assert "Phase 1 of 7, Beginning. My own competence begins tomorrow." in page


def test_the_last_phase_names_the_end(db):
    block, mentee, _ = starting(24)
    assert "Phase 7 of 7, Closing. The programme ends in 14 days." in pages.see(mentee, block)


def test_before_the_beginning_and_after_the_end(db):
    block, mentee, _ = starting(-2)
    page = pages.see(mentee, block)
    assert "The programme begins on" in page
    assert "mn-line-top" not in page
    assert 'aria-current="step"' not in page


def test_after_the_end_the_page_says_so(db):
    block, mentee, _ = starting(26)
    page = pages.see(mentee, block)
    assert first_sentence(page) == "The programme has ended."
    assert "What you wrote is still yours to read." in page
    assert "mn-next" not in page


def test_a_programme_that_was_never_mirrored_is_being_prepared(db):
    block = pages.publish_block("mentoring_programme", plan=factories.plan_dict())
    page = pages.see(factories.make_learner(), block)
    assert first_sentence(page) == "The programme is still being prepared."


def test_a_programme_without_a_first_day_is_being_prepared(db):
    programme = factories.make_programme()
    programme.plan = {}
    programme.save()
    block = pages.publish_block("mentoring_programme", plan={})
    assert first_sentence(pages.see(factories.make_learner(), block)) == "The programme is still being prepared."


# ---- who sees what ----


@pytest.fixture
def pair(round_, anna):
    """Anna and her mentee Aino."""
    aino = factories.make_mentee(round_, name="Aino Korpela", contact="aino@oma.example")
    factories.make_group(anna, [aino])
    return anna, aino


def sees_nobody(page):
    return not any(text in page for text in ("Anna Lehtovaara", "Aino Korpela", "040 1234567", "aino@oma.example"))


def test_a_coordinator_sees_the_roadmap_and_a_sentence(round_, block, pair):
    page = pages.see(factories.make_coordinator(round_.programme), block)
    assert first_sentence(page) == "You coordinate this programme."
    assert "mn-road" in page
    assert sees_nobody(page)


def test_other_staff_see_how_it_is_set_up(round_, block, pair):
    page = pages.see(factories.make_staff(), block)
    assert first_sentence(page) == "This is how the programme is set up."
    assert "Operating environment" in page
    assert "Who coordinates" not in page
    assert sees_nobody(page)


def test_a_superuser_is_staff_and_no_more(round_, block, pair):
    page = pages.see(factories.make_user(is_staff=True, is_superuser=True), block)
    assert first_sentence(page) == "This is how the programme is set up."
    assert "Who coordinates" not in page
    assert sees_nobody(page)


def test_an_administrator_also_sees_who_coordinates(round_, block, pair):
    factories.make_coordinator(round_.programme, name="Marjut Ahola")
    page = pages.see(factories.make_administrator(name="Arja"), block)
    assert "Who coordinates" in page
    assert "Remove Marjut Ahola" in page
    assert sees_nobody(page)


def test_the_matching_group_and_line_managers_read_where_their_work_is(round_, block, pair):
    matcher, manager = factories.make_learner(), factories.make_learner()
    for user, post in ((matcher, Post.MATCHER), (manager, Post.LINE_MANAGER)):
        Appointment.objects.create(programme=round_.programme, user=user, post=post, named_at=timezone.now())
    read, searched = pages.see(matcher, block), pages.see(manager, block)
    assert first_sentence(read) == "You read applications in the matching group, on the dashboard in this course."
    assert first_sentence(searched) == "You look for mentors in the mentor bank, on the dashboard in this course."
    assert "ask them" not in read + searched


def test_somebody_only_in_the_course_sees_the_roadmap(round_, block, pair):
    page = pages.see(factories.make_learner(), block)
    assert first_sentence(page) == "You are in this course, and not in this programme."
    assert "If you should be in it, ask them." in page
    assert "mn-road" in page
    assert "My card" not in page
    assert sees_nobody(page)


def test_another_mentee_sees_their_own_and_nobody_elses(round_, block, pair):
    page = pages.see(factories.make_mentee(round_), block)
    assert sees_nobody(page)


def test_no_page_carries_an_account_address_or_an_unasked_contact(round_, block, pair):
    anna, aino = pair
    for reader, partner in ((anna, aino), (aino, anna)):
        page = pages.see(reader, block)
        assert partner.user.email not in page
        assert partner.contact not in page


def test_somebody_who_was_unenrolled_sees_nothing(round_, block, pair):
    _, aino = pair
    CourseAccess.objects.create(user=aino.user, course_key=str(factories.COURSE_KEY), role="staff")
    factories.enrol(aino.user, active=False)
    assert first_sentence(pages.see(aino, block)) == "This is how the programme is set up."


def test_participants_read_who_coordinates(round_, block, pair):
    factories.make_coordinator(round_.programme, name="Marjut Ahola")
    assert "Turn to the coordinators with anything about the programme: Marjut Ahola." in pages.see(pair[1], block)


def test_a_masquerader_sees_how_it_is_set_up(round_, block, pair):
    _, aino = pair
    coordinator = factories.make_coordinator(round_.programme)
    client = pages.browser(coordinator)
    client.post("/people/look-as/", {"learner": aino.user.username})
    page = client.get(f"/unit/{block.unit_id}/").content.decode()
    assert "You are viewing this course as somebody else." in page
    assert "Anna Lehtovaara" not in page
    assert "aino@oma.example" not in page


# ---- what waits ----


def test_an_empty_card_waits(round_, block, anna):
    mentee = factories.make_mentee(round_)
    factories.make_group(anna, [mentee])
    page = pages.see(mentee, block)
    assert "Your partners do not know yet how to reach you." in page
    assert "Your group is not ready yet." not in page


def test_nothing_waits_for_who_has_card_and_group(pair, block):
    page = pages.see(pair[0], block)
    assert "What waits for you" not in page


# ---- cost ----


def test_the_page_costs_the_same_for_one_partner_and_for_many(round_, block, anna):
    client = pages.browser(anna)
    address = reverse("unit", kwargs={"unit_id": block.unit_id})
    client.get(address)  # what the host caches on a first visit is its own
    factories.make_group(anna, [factories.make_mentee(round_)])
    with CaptureQueriesContext(connection) as few:
        client.get(address)
    for _ in range(5):
        factories.make_group(anna, [factories.make_mentee(round_) for _ in range(6)], kind=Kind.SMALL_GROUP)
    with CaptureQueriesContext(connection) as many:
        client.get(address)
    assert len(few) == len(many)
    assert sum("mentoring_xblock_" in query["sql"] for query in many) == 30


# ---- what waits ----


def test_the_page_tells_what_a_mentor_said_and_a_mentor_what_was_shared(round_, block):
    mentor, mentee, group = factories.make_pair(round_)
    place = factories.place_of(round_, "mentoring_journal", "j1")
    writer = journal.Writer(uuid.uuid4(), 1)
    assert "thing waits for you" not in pages.see(mentor, block)
    saved = journal.save_entry(
        factories.actor(mentee), place, None, Draft("Odotus", "", {"what": "Odotin."}), 1, writer
    )
    shared = journal.share_entry(
        factories.actor(mentee), place, saved.entry.public_id, group.public_id, Audience.LEADER
    )
    assert "One thing waits for you." in pages.see(mentor, block)
    journal.open_shared(factories.actor(mentor), place, saved.entry.public_id)
    journal.comment(
        factories.actor(mentor), place, saved.entry.public_id, shared.share_id, "Mitä odotit?", uuid.uuid4()
    )
    assert "thing waits for you" not in pages.see(mentor, block)
    page = pages.see(mentee, block)
    assert "One thing is new for you." in page
    assert "Mitä odotit?" in page
