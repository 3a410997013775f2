"""The bank on the dashboard: one's own profile, the search, and the coordinator's desk."""

from __future__ import annotations

import pytest

from mentoring_xblock.models import Invitation, Profile
from tests import factories, pages

pytestmark = pytest.mark.django_db

BODY = {"headline": "Producer", "about": "Festivals", "capacity": 2, "version": 0, "remote": True, "topics": ["events"]}


@pytest.fixture
def block(world):
    return pages.publish_block("mentoring_dashboard", "dashboard")


def part(person, block, name="bank"):
    return pages.send(person, block, "show_part", {"part": name})


def test_a_mentor_joins_changes_and_leaves(world, block):
    mentor = factories.make_mentor(world.round)
    page = part(mentor, block).content.decode()
    assert "Would you mentor?" in page
    # Before they join they are told what it means, and who by name would read what they write.
    assert "Leaving empties your profile at once" in page
    assert "Coordinators: Saija Lampi" in page
    assert "Line managers: Esa Esihenkilö" in page
    assert "Find somebody" not in page
    joined = pages.send(mentor, block, "save_profile", BODY)
    assert joined.status_code == 200
    assert "You can be found in the mentor bank." in joined.content.decode()
    assert "What others see of you" in joined.content.decode()
    again = pages.send(mentor, block, "save_profile", {**BODY, "version": 1, "paused": True})
    assert "You are in the mentor bank, and pause." in again.content.decode()
    left = pages.send(mentor, block, "leave_bank", {})
    assert "your profile is empty" in left.content.decode()
    assert Profile.objects.get().headline == ""


def test_what_is_wrong_stands_beside_its_field_and_nothing_typed_is_lost(world, block):
    mentor = factories.make_mentor(world.round)
    refused = pages.send(mentor, block, "save_profile", {**BODY, "headline": "<b>" * 100, "capacity": "many"})
    text = refused.content.decode()
    assert refused.status_code == 422
    assert text.count('aria-invalid="true"') == 2
    assert "&lt;b&gt;&lt;b&gt;" in text
    assert 'value="events" checked' in text


def test_two_devices_see_both_texts(world, block):
    mentor = factories.make_mentor(world.round)
    pages.send(mentor, block, "save_profile", BODY)
    pages.send(mentor, block, "save_profile", {**BODY, "version": 1, "about": "From the phone"})
    refused = pages.send(mentor, block, "save_profile", {**BODY, "version": 1, "about": "From the desk"})
    text = refused.content.decode()
    assert refused.status_code == 409
    assert "From the phone" in text
    assert "From the desk" in text
    assert pages.send(mentor, block, "save_profile", {**BODY, "version": 2, "about": "Both"}).status_code == 200


def test_a_line_manager_finds_somebody_and_tells_the_coordinators(world, block):
    world.alumna("Aino Niittylä")
    page = part(world.manager, block).content.decode()
    assert "Aino Niittylä" in page
    assert "Ask for this round" not in page
    body = {"profile": str(Profile.objects.get().public_id), "text": "aino"}
    told = pages.send(world.manager, block, "want_mentor", body)
    assert "The coordinators have been told." in told.content.decode()
    assert "1 person" in told.content.decode()


def test_a_coordinator_asks_somebody_and_lets_line_managers_search(world, block):
    world.alumna("Aino Niittylä")
    desk = pages.send(world.coordinator, block, "show_desk", {"desk": "bank"}).content.decode()
    assert "Ask for this round" in desk
    assert "Esa Esihenkilö" in desk
    body = {"profile": str(Profile.objects.get().public_id), "message": "x" * 1001, "answer_by": "2020-01-01"}
    wrong = pages.send(world.coordinator, block, "invite_mentor", body)
    assert wrong.status_code == 422
    assert "x" * 1001 in wrong.content.decode()
    asked = pages.send(
        world.coordinator, block, "invite_mentor", {**body, "message": "Like last year?"} | {"answer_by": ""}
    )
    assert "Waits for an answer until" in asked.content.decode()
    taken_back = pages.send(world.coordinator, block, "uninvite_mentor", body)
    assert "You took it back." in taken_back.content.decode()
    other = factories.make_learner(username="toinen", name="Toinen Esihenkilö")
    named = pages.send(world.coordinator, block, "name_managers", {"people": "toinen\nnobody@example.org"})
    assert named.status_code == 422
    assert "nobody@example.org" in named.content.decode()
    assert "Toinen Esihenkilö" in named.content.decode()
    gone = pages.send(world.coordinator, block, "dismiss_manager", {"person": other.username})
    assert "does not search the bank any more" in gone.content.decode()
    assert part(other, block).status_code == 403


def test_an_invitation_is_the_first_thing_on_the_page_with_who_asks_for_what_until_when(world, block):
    former = world.alumna("Aino Niittylä")
    body = {"profile": str(Profile.objects.get().public_id), "message": "Could you & Ben?"}
    assert pages.send(world.coordinator, block, "invite_mentor", body).status_code == 200
    page = pages.see(former, block)
    assert "Saija Lampi asks whether you would mentor." in page
    assert page.index("asks whether you would mentor") < page.index("What others see of you")
    assert "Could you &amp; Ben?" in page
    answer = {"invitation": str(Invitation.objects.get().public_id), "accept": "true"}
    wrong = pages.send(former, block, "answer_invitation", {**answer, "capacity": 51})
    assert wrong.status_code == 422
    assert 'value="51"' in wrong.content.decode()
    yes = pages.send(former, block, "answer_invitation", {**answer, "capacity": 4})
    assert "You are a mentor of this round now" in yes.content.decode()
    assert "4 of 4 places are free" in yes.content.decode()


def test_what_is_looked_for_is_in_no_log(world, block, caplog):
    with caplog.at_level("DEBUG"):
        pages.send(world.manager, block, "search_bank", {"text": "somebody in particular", "topic": "events"})
    assert caplog.records
    assert "particular" not in caplog.text


def test_a_search_that_finds_nobody_says_whether_there_is_anybody(world, block):
    empty = pages.send(world.manager, block, "search_bank", {}).content.decode()
    assert "Nobody is in the bank yet." in empty
    world.alumna("Aino")
    narrowed = pages.send(world.manager, block, "search_bank", {"text": "zzz"}).content.decode()
    assert "Nobody matches all of this." in narrowed
    assert "Show everybody" in narrowed


@pytest.mark.parametrize("handler", ["want_mentor", "invite_mentor", "uninvite_mentor", "answer_invitation"])
@pytest.mark.parametrize("value", [None, "x", 3, [], "11111111-1111-4111-8111-111111111111"])
def test_ids_that_are_none_are_refused(world, block, handler, value):
    body = {"profile": value, "invitation": value}
    assert pages.send(world.coordinator, block, handler, body).status_code in {404, 422}


@pytest.mark.parametrize("body", [{"topics": "events"}, {"topics": [1]}, {"topics": {"a": 1}}, {"version": -1}, {}])
def test_bad_input_is_told_and_breaks_nothing(world, block, body):
    mentor = factories.make_mentor(world.round)
    assert pages.send(mentor, block, "save_profile", {**BODY, **body} if body else {}).status_code in {200, 422}
