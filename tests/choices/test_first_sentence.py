"""What choosing puts on top of the dashboard and of the programme's page, and where it leads from there."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from mentoring_xblock.models import Invitation, Profile
from tests import factories, pages
from tests.dashboard.scenes import words

pytestmark = pytest.mark.django_db


@pytest.fixture
def blocks(world):
    """The programme's page, and a dashboard that is published as Studio does."""
    factories.make_block("mentoring_dashboard", "dashboard", title={"en": "My page", "fi": "Oma sivuni"})
    dashboard = pages.publish_block("mentoring_dashboard", "dashboard")
    return pages.publish_block("mentoring_programme", "b1", plan=world.programme.plan, programme="main"), dashboard


def first(page: str) -> str:
    return re.search(r"<h2[^>]*>(.*?)</h2>", page).group(1)


def opened(page: str) -> str:
    """Return the part of the dashboard that is shown."""
    return words(re.search(r'aria-pressed="true".*?</button>', page, re.S).group(0).partition(">")[2])


def test_a_mentor_whom_three_ask_reads_it_first_on_both_pages_and_is_led_there(world, blocks):
    programme, dashboard = blocks
    anna = world.mentor("Anna", capacity=3)
    page = pages.see(anna, dashboard)
    assert (first(page), opened(page)) == ("You will hear who your mentees are.", "My mentees")
    world.ask(world.mentee("Aino"), anna)
    page = pages.see(anna, programme)
    assert first(page) == "Aino would like you as a mentor."
    assert re.search(r"Answer by \w+ \d+ \w+\.", page)
    link = re.search(r'<a class="mn-button" href="([^"]+)" target="_parent">Read and answer</a>', page)
    assert "mentoring_dashboard" in link.group(1)
    for _ in range(2):
        world.ask(world.mentee(), anna)
    page = pages.see(anna, dashboard)
    assert (first(page), opened(page)) == ("Three people would like you as a mentor.", "Choosing")
    # Whoever goes to another part still reads it there, with the way back.
    other = pages.send(anna, dashboard, "show_part", {"part": "mentees"}).content.decode()
    assert first(other) == "Three people would like you as a mentor."
    assert "Nothing waits for you now." not in other
    assert "Read and answer" in other


def test_a_mentee_reads_how_their_asking_stands(world, blocks):
    programme, dashboard = blocks
    aino, anna, ben = world.mentee("Aino"), world.mentor("Anna"), world.mentor("Ben")
    assert first(pages.see(aino, programme)) == "You can ask somebody to be your mentor."
    assert opened(pages.see(aino, dashboard)) == "Choosing"
    to_anna = world.ask(aino, anna)
    page = pages.see(aino, programme)
    assert first(page) == "You wait for an answer from Anna."
    # Nothing is to be done: the dashboard opens as it does on other days, and says it.
    page = pages.see(aino, dashboard)
    assert (first(page), opened(page)) == ("You wait for an answer from Anna.", "For me")
    world.decline(anna, to_anna)
    for block in blocks:
        assert first(pages.see(aino, block)) == "Anna can’t be your mentor this time."
    world.ask(aino, ben)
    world.let_time_pass(expires_at=timezone.now() - dt.timedelta(minutes=1))
    assert first(pages.see(aino, programme)) == "Ben did not answer in time."
    world.accept(anna, world.ask(aino, anna))
    for block in blocks:
        assert first(pages.see(aino, block)) == "Your mentor is Anna."
    assert "You can ask" not in pages.see(aino, programme)


def test_an_invitation_of_the_bank_opens_the_pages_of_somebody_outside_the_round(world, blocks):
    programme, dashboard = blocks
    hilma = factories.make_learner(name="Hilma")
    assert first(pages.see(hilma, programme)).startswith("You can apply now")
    profile = Profile.objects.create(programme=world.programme, user=hilma, headline="Theatre")
    Invitation.objects.create(
        profile=profile,
        round=world.round,
        open_round=world.round.pk,
        expires_at=timezone.now() + dt.timedelta(days=7),
    )
    page = pages.see(hilma, programme)
    assert first(page) == "The coordinators ask whether you would mentor in this round."
    assert "Read and answer" in page
    assert "You can apply now" in page
    assert "handler/answer_invitation" in pages.see(hilma, dashboard)


def test_the_pages_cost_the_same_for_one_who_asks_and_for_many(world, blocks):
    anna = world.mentor("Anna", capacity=9)

    def cost(block):
        pages.see(anna, block)
        with CaptureQueriesContext(connection) as captured:
            pages.see(anna, block)
        return len(captured)

    world.ask(world.mentee(), anna)
    few = [cost(block) for block in blocks]
    for _ in range(7):
        world.ask(world.mentee(), anna)
    assert [cost(block) for block in blocks] == few
