"""The desk for matching costs the same for few people and for many."""

import uuid

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from mentoring_xblock.proposals.models import Proposal, Seat
from tests import factories

pytestmark = pytest.mark.django_db

READING = (
    "list_proposals",
    "follow_proposal",
    "open_proposal",
    "watch_proposal",
    "open_seat",
    "preview_proposal",
    "ask_what_if",
)


def fill(desk, proposal, people):
    """Seat more people, each with a mentor of their own."""
    for _ in range(people):
        mentor, mentee = factories.make_mentor(desk.round, name="Matti Malli"), factories.make_mentee(desk.round)
        Seat.objects.create(proposal=proposal, member=mentee, leader=mentor, score=50_000, parts=[])


def costs(desk, proposal, member, leader):
    """Return the queries of each answer."""
    found = {}
    for handler in READING:
        body = {"member": member.public_id, "leader": leader.public_id, "ask": "seat_more", "find": "Matti"}
        with CaptureQueriesContext(connection) as queries:
            desk.about(proposal, handler, **body)
        assert desk.status == 200, handler
        found[handler] = len(queries)
    return found


def test_every_page_costs_the_same_for_few_people_and_for_many(desk, people):
    made = desk.start()
    fill(desk, made, 3)
    elli, bo = people["Elli Saari"], people["Bo Ek"]
    few = costs(desk, made, elli, bo)
    fill(desk, made, 30)
    assert costs(desk, made, elli, bo) == few


def test_several_proposals_cost_no_more_than_few(desk, people):
    desk.start()
    with CaptureQueriesContext(connection) as few:
        desk.open()
    first = Proposal.objects.get()
    for letter in "BCDEF":
        first.pk, first.public_id, first.letter, first.once_key = None, uuid.uuid4(), letter, uuid.uuid4()
        first.save()
    with CaptureQueriesContext(connection) as many:
        desk.open()
    assert len(many) == len(few)
