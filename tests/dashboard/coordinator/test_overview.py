"""What the overview tells: where everybody stands, in numbers and bands and never in words of theirs."""

import datetime as dt

import pytest
from django.utils import timezone

from mentoring_xblock.goals.data import Status
from mentoring_xblock.groups.models import Kind, State
from mentoring_xblock.models import Meeting, OpenGroup, Round, Waiting
from tests import factories
from tests import factories_matching as matching
from tests.dashboard import scenes
from tests.dashboard.scenes import words

pytestmark = pytest.mark.django_db


def test_before_publishing_there_is_a_sentence_and_a_way_on(desk):
    desk.round.delete()
    assert desk.first_sentence() == "This programme has not been published yet."
    for handler in ("show_desk", "new_draft", "list_overview", "list_people", "add_people", "preview_publishing"):
        desk.post(handler, desk="groups")
        assert desk.status in (200, 404), handler


def test_the_first_sentence_says_what_needs_doing(desk, anna, aino):
    assert desk.first_sentence() == "One person has no group yet."
    assert 'aria-label="Make a group for Aino Korpela"' in desk.see()
    group = factories.make_group(anna, [aino], state=State.DRAFT)
    assert desk.first_sentence() == "One draft waits to be published."
    assert "Nobody is told anything before you publish." in words(desk.see())
    group.delete()
    factories.make_group(anna, [aino])
    assert desk.first_sentence() == "Everybody has a group."
    assert "Make a group" not in words(desk.see())


def test_many_without_a_group_are_one_line_that_leads_to_matching(desk, anna, aino):
    for number in range(6):
        factories.make_mentee(desk.round, name=f"Mentee {number}")
    markup = desk.see()
    assert "7 people have no group yet Aino Korpela, Mentee 0, Mentee 1, Mentee 2, Mentee 3 and 2 others" in words(
        markup
    )
    assert "Make a group" not in words(markup)
    assert """hx-vals='{"desk": "matching"}'""" in markup


def test_applications_that_wait_are_told_first_and_lead_to_their_desk(desk, anna, aino):
    call = matching.make_call(desk.round.programme)
    for _ in range(2):
        matching.make_application(desk.round, call)
    assert desk.first_sentence() == "Two applications wait for a decision."
    markup = desk.see()
    assert "One person has no group yet." in words(markup)
    assert "2 applications wait for a decision Read and decide" in words(markup)


def test_leaders_beyond_their_number_are_named(desk, anna, aino, eero):
    for mentee in (aino, eero):
        factories.make_group(anna, [mentee])
    anna.capacity = 1
    anna.save()
    assert desk.first_sentence() == "One person leads more groups than they take."
    shown = words(desk.see())
    assert "Anna Laine leads 2 of 1 group More groups than they take" in shown
    assert "Could lead another group" not in shown


def test_leaders_with_room_are_named(desk, anna, aino):
    factories.make_group(anna, [aino])
    full = factories.make_mentor(desk.round, name="Bo Ek", capacity=1)
    factories.make_group(full, [factories.make_mentee(desk.round)])
    room = words(desk.see()).partition("Could lead another group")[2]
    assert "Anna Laine leads 1 of 3 groups" in room
    assert "Bo Ek" not in room


def test_who_has_gone_silent_and_who_waits_for_a_place_is_told(desk, anna, aino, eero):
    now = timezone.now()
    Round.objects.filter(pk=desk.round.pk).update(starts_on=(now - dt.timedelta(weeks=9)).date())
    pair, other = factories.make_group(anna, [aino]), factories.make_group(anna, [eero])
    for group in (pair, other):
        group.published_at = now - dt.timedelta(weeks=8)
        group.save()

    def meet(group, weeks, state):
        starts = now + dt.timedelta(weeks=weeks)
        Meeting.objects.create(
            round=desk.round, group=group, state=state, starts_at=starts, ends_at=starts + dt.timedelta(hours=1)
        )

    assert "2 groups have not met for long, and have nothing booked" in words(desk.see())
    meet(pair, -7, "held")
    meet(other, 1, "booked")
    shown = words(desk.see())
    assert "1 group has not met for long, and has nothing booked Aino Korpela and Anna Laine See the groups" in shown
    assert "Nothing is booked. No goals yet." in shown.partition("Met once, on ")[2]
    assert "Meets next on " in shown.partition("Has not met yet. ")[2]
    # Times that are proposed are a sign of life.
    meet(pair, 2, "asking")
    assert "for long" not in words(desk.see())
    supervision = factories.make_group(None, [aino], Kind.SUPERVISION)
    opened = OpenGroup.objects.create(group=supervision, role="mentee")
    Waiting.objects.create(open_group=opened, participant=eero)
    assert "1 person waits for a place in a full group See the groups" in words(desk.see())


def test_a_peer_programme_asks_who_is_in_no_peer_group(desk, anna, aino):
    desk.round.programme.plan["relationship"] = "peer"
    desk.round.programme.save()
    factories.make_group(anna, [aino])
    assert desk.first_sentence() == "One person has no group yet."
    factories.make_group(None, [aino], Kind.PEER_GROUP)
    assert desk.first_sentence() == "Everybody has a group."


def test_goals_are_counts_and_journals_are_bands_and_nobody_reads_a_word(desk, anna, aino):
    factories.make_group(anna, [aino])
    scenes.goal(aino, "SALAINEN TAVOITE")
    scenes.goal(aino, "SALAINEN SAAVUTUS", status=Status.ACHIEVED)
    for _ in range(4):
        scenes.entry(aino, "SALAINEN MERKINTÄ", title="SALAINEN OTSIKKO")
    markup = desk.see()
    assert "2 goals, 1 reached. Journal: 3–5 entries." in words(markup)
    assert 'aria-label="Aino Korpela and Anna Laine: Began' in markup
    assert markup.count("2 goals, 1 reached.") == 2  # in words, and in the picture's own text
    assert "SALAINEN" not in markup
    scenes.entry(aino, "SALAINEN")
    assert words(desk.see()) == words(markup)


@pytest.mark.parametrize(
    ("sees", "goals", "journals"),
    [
        ({"goal_counts": False, "journal_bands": True}, False, True),
        ({"goal_counts": True, "journal_bands": False}, True, False),
        ({"goal_counts": False, "journal_bands": False}, False, False),
    ],
)
def test_the_plan_says_what_a_coordinator_sees(desk, anna, aino, sees, goals, journals):
    desk.round.programme.plan["coordinator_sees"] = sees
    desk.round.programme.save()
    factories.make_group(anna, [aino])
    scenes.goal(aino, "Oma")
    scenes.entry(aino, "Oma")
    shown = words(desk.see())
    assert ("1 goal." in shown) is goals
    assert ("Journal: 1–2 entries." in shown) is journals


def test_a_small_group_tells_bands_of_its_people_together(desk, anna, aino, eero):
    ilta = factories.make_mentee(desk.round, name="Ilta Salo")
    factories.make_group(anna, [aino, eero, ilta], Kind.SMALL_GROUP, name="Tampere")
    for _ in range(6):
        scenes.entry(aino, "Oma")
    shown = words(desk.see())
    assert "Journals: 2 journals are empty, 1 has 6+ entries." in shown


def test_groups_are_narrowed_by_state_and_kind(desk, anna, aino, eero):
    factories.make_group(anna, [aino])
    factories.make_group(None, [aino, eero], Kind.PEER_GROUP, name="Vertaiset")
    factories.make_group(anna, [eero], state=State.DRAFT, name="Luonnos")
    shown = words(desk.see())
    assert "2 published groups" in shown
    assert "Luonnos" not in shown
    assert "Vertaiset" in desk.post("list_overview", kind="peer_group")
    assert "Aino Korpela and Anna Laine" not in desk.post("list_overview", kind="peer_group")
    assert "0 closed groups" in desk.post("list_overview", state="closed")


def test_lists_come_in_pages(desk):
    for _ in range(30):
        factories.make_pair(desk.round)
    shown = desk.post("list_overview")
    assert "30 published groups" in shown
    assert "Page 1 of 2" in shown
    assert desk.markup.count("<figure") == 24
    desk.post("list_overview", page=2)
    assert desk.markup.count("<figure") == 6
    assert "Page 2 of 2" in desk.post("list_overview", page=99)
    assert "Page 1 of 3" in desk.post("list_people")
    assert "Page 1 of 3" in desk.post("list_groups", state="published")


def test_people_are_found_by_name_and_by_role(desk, anna, aino, eero):
    factories.make_learner(name="Aino Ulkopuolinen")
    assert "1 person AK Aino Korpela" in desk.post("list_people", text="aino")
    assert "1 person AL Anna Laine" in desk.post("list_people", role="mentor")
    assert "Mentee: in no group yet" in desk.post("list_people", text="Mäki")
    factories.make_group(anna, [eero])
    assert "Mentee: in a group" in desk.post("list_people", text="Mäki")
    assert "Nobody found." in desk.post("list_people", text="Nobody")


def test_groups_are_found_by_their_name_and_by_their_people(desk, anna, aino, eero):
    factories.make_group(anna, [aino], name="Tampereen pari")
    factories.make_group(anna, [eero])
    assert "Tampereen pari" in desk.post("list_groups", state="published", text="tampere")
    assert "1 published group" in desk.post("list_groups", state="published", text="Mäki")
    assert "2 published groups" in desk.post("list_groups", state="published", text="Anna")


NUMBERS = {0: "Jokaisella on ryhmä.", 1: "Yksi", 2: "Kaksi", 12: "12"}


@pytest.mark.parametrize("count", [1, 2, 12])
def test_finnish_counts_people_in_the_right_number(desk, count):
    """One takes another form than two, and a number beyond ten is written in figures."""
    for _ in range(count):
        factories.make_mentee(desk.round)
    english = desk.first_sentence()
    finnish = desk.first_sentence("fi")
    assert english == ("One person has no group yet." if count == 1 else english)
    assert finnish != english
    assert finnish.startswith(NUMBERS[count])
    assert ("osallistujaa" in finnish) is (count > 1)
