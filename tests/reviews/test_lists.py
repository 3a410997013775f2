"""What waits for a matcher, where opinions differ, and how many queries that takes."""

from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from mentoring_xblock.applications.models import CallRole, Status
from mentoring_xblock.kit.errors import NotAllowed
from mentoring_xblock.reviews import api
from mentoring_xblock.reviews.data import Verdict, Which
from mentoring_xblock.reviews.papers import PAGE_SIZE
from tests.factories_matching import make_matcher


def shown(found):
    return [line.paper.id for line in found.page.items]


def test_a_matcher_reads_what_was_handed_in_in_that_order_and_not_their_own(world):
    first, second, mentor = world.mentee(), world.mentee(), world.mentor()
    world.mentee(status=Status.DRAFT)
    world.mentee(status=Status.WITHDRAWN)
    world.mentor(applicant=world.aino)
    found = world.read(world.aino)
    assert shown(found) == [first.pk, second.pk, mentor.pk]
    assert (found.total, found.read, found.unread, found.own) == (3, 0, 3, 1)
    assert world.read(world.ben).own == 0


def test_the_list_narrows_to_a_role_to_people_and_to_what_is_unread(world):
    first, second, mentor = world.mentee(), world.mentee(), world.mentor()
    world.rate(world.aino, first)
    assert shown(world.read(world.aino, which=Which.UNREAD)) == [second.pk, mentor.pk]
    assert shown(world.read(world.aino, which=Which.READ)) == [first.pk]
    assert shown(world.read(world.aino, role=CallRole.MENTOR)) == [mentor.pk]
    assert shown(world.read(world.aino, applicant_ids={second.applicant_id})) == [second.pk]
    assert world.read(world.aino, role=CallRole.MENTOR).read == 1


def test_a_page_beyond_the_last_is_the_last(world):
    for _ in range(PAGE_SIZE + 1):
        world.mentee()
    found = world.read(world.aino, page=9)
    assert (found.page.number, found.page.pages, len(found.page.items)) == (2, 2, 1)


def test_the_next_one_is_the_next_unread_and_the_first_after_the_last(world):
    papers = [world.mentee() for _ in range(3)]
    actor = world.actor(world.aino)
    ids = [one.public_id for one in papers]
    assert api.next_unread(actor, world.place) == ids[0]
    assert api.next_unread(actor, world.place, ids[0]) == ids[1]
    assert api.next_unread(actor, world.place, ids[2]) == ids[0]
    world.rate(world.aino, papers[1])
    assert api.next_unread(actor, world.place, ids[0]) == ids[2]
    world.rate(world.aino, papers[2])
    assert api.next_unread(actor, world.place, ids[0]) is None
    world.rate(world.aino, papers[0])
    assert api.next_unread(actor, world.place) is None


# ---- disagreement ----


@pytest.mark.parametrize(
    ("one", "other", "differs"),
    [
        (("take", {}), ("leave", {}), True),
        (("take", {}), ("unsure", {}), False),
        (("take", {"fit": 2}), ("take", {"fit": 4}), True),
        (("take", {"fit": 2}), ("take", {"fit": 3}), False),
        (("take", {"fit": 1}), ("take", {"values": 5}), False),
    ],
)
def test_take_and_leave_or_two_points_apart_is_a_disagreement(world, one, other, differs):
    application = world.mentee()
    world.rate(world.aino, application, one[0], **one[1])
    world.rate(world.ben, application, other[0], **other[1])
    assert world.read(world.aino).page.items[0].differs == differs
    assert shown(world.read(world.aino, which=Which.DIFFER)) == ([application.pk] if differs else [])
    assert api.summaries(world.round.pk)[application.pk].disagrees == differs


def test_blind_readers_are_not_told_of_a_disagreement_before_their_own(world):
    application = world.mentee()
    world.rate(world.aino, application, "take")
    world.rate(world.ben, application, "leave")
    assert not world.read(world.cleo).page.items[0].differs
    assert shown(world.read(world.cleo, which=Which.DIFFER)) == []
    world.set(blind=False)
    assert world.read(world.cleo).page.items[0].differs


def test_a_disagreement_on_oneself_is_hidden(world):
    world.set(blind=False)
    own = world.mentee(applicant=world.cleo)
    world.rate(world.aino, own, "take")
    world.rate(world.ben, own, "leave")
    assert shown(world.read(world.cleo, which=Which.DIFFER)) == []


# ---- numbers for others ----


def test_a_summary_is_numbers_and_no_words(world):
    application, unread = world.mentee(), world.mentee()
    world.rate(world.aino, application, "take", "Words", values=5, fit=4)
    world.rate(world.ben, application, "unsure", "Words", values=3)
    found = api.summaries(world.round.pk)
    assert unread.pk not in found
    summary = found[application.pk]
    assert (summary.count, summary.mean, summary.spread) == (2, 4.0, 2)
    assert summary.verdicts == {Verdict.TAKE: 1, Verdict.UNSURE: 1, Verdict.LEAVE: 0}
    assert "Words" not in repr(found)


def test_a_rating_without_scores_has_no_mean(world):
    application = world.mentee()
    world.rate(world.aino, application)
    assert api.summaries(world.round.pk)[application.pk].mean == 0


def test_how_far_each_has_read_leaves_their_own_out(world):
    first, own = world.mentee(), world.mentee(applicant=world.aino)
    world.rate(world.aino, first)
    world.rate(world.ben, own)
    ids = [one.pk for one in (world.aino, world.ben, world.cleo)]
    found = api.progress(world.coordinates, world.place, ids)
    assert [(found[id_].read, found[id_].total) for id_ in ids] == [(1, 1), (1, 2), (0, 2)]


def test_what_was_withdrawn_after_reading_counts_for_nothing(world):
    application = world.mentee()
    world.rate(world.aino, application)
    application.status = Status.WITHDRAWN
    application.save()
    assert api.progress(world.coordinates, world.place, [world.aino.pk])[world.aino.pk].read == 0
    assert world.read(world.aino).total == 0


def test_a_coordinator_learns_nothing_in_numbers_of_themselves_or_before_they_have_read_blind(world):
    application, own = world.mentee(), world.mentee(applicant=world.coordinator)
    for one in (application, own):
        world.rate(world.aino, one)
    coordinates, both = world.coordinates, replace(world.coordinates, matcher=True)
    assert set(api.summaries_for(coordinates, world.round.pk)) == {application.pk}
    assert api.summaries_for(coordinates, world.round.pk, [own.pk]) == {}
    assert api.summaries_for(both, world.round.pk) == {}
    api.rate(both, world.place, application.public_id, {}, "take", "", 0)
    assert api.summaries_for(both, world.round.pk)[application.pk].count == 2
    with pytest.raises(NotAllowed):
        api.summaries_for(world.actor(world.aino), world.round.pk)


# ---- one number of queries for ten and three hundred ----


def queries(action) -> int:
    with CaptureQueriesContext(connection) as captured:
        action()
    return len(captured)


@pytest.mark.once
def test_lists_and_numbers_take_as_many_queries_for_ten_as_for_three_hundred(world):
    matchers = [world.aino, world.ben, *(make_matcher(world.programme) for _ in range(3))]
    papers = []

    def fill(number):
        while len(papers) < number:
            papers.append(world.mentee() if len(papers) % 2 else world.mentor())
            for person in matchers[: len(papers) % 5]:
                world.rate(person, papers[-1], "take", "Words", values=len(papers) % 5 + 1)

    actions = {
        "list": lambda: world.read(world.aino, which=Which.DIFFER),
        "unread": lambda: world.read(world.aino, which=Which.UNREAD),
        "next": lambda: api.next_unread(world.actor(world.aino), world.place),
        "notes": lambda: world.notes(world.aino, papers[3]),
        "summaries": lambda: api.summaries(world.round.pk),
        "suggested": lambda: api.suggested(world.round.pk),
        "progress": lambda: api.progress(world.coordinates, world.place, [one.pk for one in matchers]),
    }
    fill(10)
    ten = {name: queries(action) for name, action in actions.items()}
    fill(300)
    assert {name: queries(action) for name, action in actions.items()} == ten
    assert ten == {
        "list": 6,
        "unread": 6,
        "next": 5,
        "notes": 8,
        "summaries": 2,
        "suggested": 2,
        "progress": 4,
    }
