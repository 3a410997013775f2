"""Points that wait for a coordinator: nobody but mentors and coordinators knows of them before they stand."""

import random
import uuid
from importlib import import_module

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.db import connection
from django.db.models import F
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from submissions.models import ScoreAnnotation

from mentoring_xblock import host
from mentoring_xblock.assessment import api
from mentoring_xblock.assessment.data import PartRule
from mentoring_xblock.assessment.models import HandIn, Score
from mentoring_xblock.attainment.data import Reached
from mentoring_xblock.host import Deadline
from mentoring_xblock.kit.errors import Conflict, Invalid, MentoringError, NotAllowed, NotFound
from mentoring_xblock.lifecycle.api import erase_person
from mentoring_xblock.privacy.audit import Verb
from mentoring_xblock.programme import api as programmes
from mentoring_xblock.programme.models import BlockMirror
from tests import factories, pages
from tests.assessment.conftest import BLOCK_TYPE, SECRET, actors, trail
from tests.mails import mails

pytestmark = pytest.mark.django_db


@pytest.fixture
def held(world):
    """The block's author wants points to be released by a coordinator."""
    factories.make_block(BLOCK_TYPE, "sheet", title={"en": "Sheet"}, points=10)
    release_by(world, "by_coordinator")
    return world


@pytest.fixture
def coordinator(world):
    return factories.coordinator_actor(factories.make_coordinator(world.round.programme, name="Leena Ahokas"))


def release_by(world, whom):
    BlockMirror.objects.filter(usage_key=world.place.usage_key).update(settings={"release": whom})


def stored(world, person=None):
    """What the host holds: the points, or None."""
    anonymous = host.anonymous_id((person or world.mentee).user_id, world.place.course_key)
    score = host.get_score(anonymous, world.place.course_key, world.place.usage_key, BLOCK_TYPE)
    return score.points_earned if score else None


def waiting(world, coordinator, page=1):
    return api.drafts(coordinator, programmes.programme_of(world.place), page)


def release(world, coordinator, *score_ids):
    return api.release(coordinator, world.place, score_ids, timezone.now())


def test_a_draft_is_between_mentors_and_coordinators_until_it_is_released(held, coordinator):
    began, hand_in_id = timezone.now(), held.hand_in()
    first = held.score(hand_in_id, 6, "Not yet")
    draft = held.score(hand_in_id, 8, "Only for Elli", replaces=first)
    me = factories.actor(held.mentee)
    assert stored(held) is None
    assert trail(hand_in_id) == [(Verb.HANDED_IN, held.mentee.user_id, None)]
    assert (held.panel().standing, held.panel().current.score) == (None, None)
    assert api.points_since(me, held.round.pk, began) == ()
    assert held.open(hand_in_id, held.mentee).draft is None
    assert "points_given" not in mails(held.mentee)

    seen = held.open(hand_in_id)
    assert (seen.given.points, seen.given.draft, seen.standing) == (8, True, None)
    [listed] = api.handed_in_to(factories.actor(held.mentor), held.round.pk)
    assert (listed.points, listed.draft, listed.waits) == (8, True, False)

    [one] = waiting(held, coordinator).items
    assert (one.score_id, one.points, one.maximum) == (draft, 8, 10)
    assert (one.block_title, one.owner_name, one.scorer_name) == ("Sheet", "Elli Saari", "Anna Laine")
    assert release(held, coordinator, draft).given == 1
    assert waiting(held, coordinator).items == ()

    assert stored(held) == 8
    assert ScoreAnnotation.objects.get().creator == host.anonymous_id(held.mentor.user_id, held.place.course_key)
    assert trail(hand_in_id)[1:] == [
        (Verb.SCORED, held.mentor.user_id, 8),
        (Verb.RELEASED, coordinator.user_id, 8),
    ]
    standing = held.panel().standing
    assert (standing.points, standing.feedback, standing.draft) == (8, "Only for Elli", False)
    assert [one.points for one in api.points_since(me, held.round.pk, began)] == [8]
    assert mails(held.mentee).count("points_given") == 1


def test_points_that_stand_go_on_standing_until_the_draft_takes_their_place(held, coordinator):
    release_by(held, "at_once")
    earlier = held.score(held.hand_in(), 4)
    release_by(held, "by_coordinator")
    second = held.hand_in()
    draft = held.score(second, 9, replaces=earlier)
    assert (stored(held), held.panel().standing.points, held.open(second).standing.points) == (4, 4, 4)
    with pytest.raises(Conflict) as error:
        held.score(second, 7, replaces=earlier)
    assert (error.value.current.points, error.value.current.draft) == (9, True)
    release(held, coordinator, draft)
    assert (stored(held), held.panel().standing.points) == (9, 9)
    # From now on it is changed as any points are: by another draft.
    held.score(second, 10, replaces=draft)
    assert stored(held) == 9


def test_points_from_before_there_were_drafts_stand(world):
    world.score(world.hand_in(), 6)
    Score.objects.update(released_at=None)
    import_module("mentoring_xblock.migrations.0015_points_that_stand").release(apps, None)
    assert world.panel().standing.points == 6


def test_a_draft_is_given_up_without_a_trace_for_its_mentee(held, coordinator):
    hand_in_id = held.hand_in()
    draft = held.score(hand_in_id, 6)
    for _ in range(2):
        api.withdraw_score(factories.actor(held.mentor), held.place, hand_in_id, draft)
    assert waiting(held, coordinator).items == ()
    assert [step[0] for step in trail(hand_in_id)] == [Verb.HANDED_IN]
    [one] = api.waiting_for(factories.actor(held.mentor), held.round.pk)
    assert one.points is None


def test_the_mentors_page_says_that_points_are_a_draft(held, call):
    given = {"hand_in": held.hand_in(), "points": 6, "feedback": "", "replaces": ""}
    told = call(held.mentor, "give_score", given).content.decode()
    assert "Kept as a draft. You can change it until a coordinator releases it." in told
    assert "Draft. Elli Saari sees it when a coordinator has released it." in told
    assert "Until then Elli Saari sees nothing of them" in told
    named = {"hand_in": given["hand_in"], "score": Score.objects.get().public_id}
    assert (
        "The draft is withdrawn. Nobody was told of it." in call(held.mentor, "withdraw_score", named).content.decode()
    )


def test_a_draft_outlives_who_gave_it_and_its_mentee_hears_of_it(held, coordinator):
    draft = held.score(held.hand_in(), 6, "Only for Elli")
    erase_person(held.mentor.user_id)
    assert release(held, coordinator, draft).given == 1
    assert (stored(held), held.panel().standing.feedback) == (6, "")
    assert mails(held.mentee).count("points_given") == 1


def test_a_draft_stays_one_when_the_author_changes_their_mind(held, coordinator):
    first = held.hand_in()
    draft = held.score(first, 6)
    release_by(held, "at_once")
    assert (stored(held), waiting(held, coordinator).total) == (None, 1)
    held.score(first, 7, replaces=draft)
    assert (stored(held), waiting(held, coordinator).total) == (7, 0)
    assert release(held, coordinator, draft).given == 0


def test_what_can_not_be_released_is_skipped_and_said_and_keeps_no_other_back(held, coordinator):
    """Of six people one is released."""
    names = ("Back", "Again", "Changed", "Twice", "Good")
    people = {name: factories.make_mentee(held.round, name=name) for name in names}
    for person in people.values():
        factories.make_group(held.mentor, [person])
    own = factories.make_mentee(held.round, user=factories.make_staff(name="Leena"))
    people["Leena"] = own
    factories.enrol(own.user)
    factories.make_group(held.mentor, [own])
    coordinator = factories.coordinator_actor(factories.make_coordinator(held.round.programme, own.user))
    hand_ins = {name: held.hand_in(person) for name, person in people.items()}
    drafts = {name: held.score(hand_in_id, 5) for name, hand_in_id in hand_ins.items()}
    # Of their own points a coordinator is told as little as any other mentee.
    assert (waiting(held, coordinator).total, api.held(coordinator, programmes.programme_of(held.place))) == (5, 5)
    held.take_back(hand_ins["Back"], people["Back"])
    held.hand_in(people["Again"])
    held.score(hand_ins["Changed"], 6, replaces=drafts["Changed"])
    release(held, coordinator, drafts["Twice"])
    assert [one.owner_name for one in waiting(held, coordinator).items] == ["Changed", "Good"]

    done = release(held, coordinator, *drafts.values(), uuid.uuid4())
    assert done.given == 1
    assert dict(done.skipped) == {
        "Back": "What was handed in was taken back.",
        "Again": "Something newer was handed in, and the newest is what gets points.",
        "Changed": "These points were changed or withdrawn meanwhile.",
        "Twice": "These points have been released already.",
        "Leena": "These are your own points. Another coordinator releases them.",
    }
    assert [stored(held, people[name]) for name in ("Good", "Twice", "Leena", "Again")] == [5, 5, None, None]


@pytest.mark.parametrize("step", ["set_score", "get_score"])
def test_what_the_gradebook_does_not_take_stays_a_draft(held, coordinator, monkeypatch, step):
    draft = held.score(held.hand_in(), 6)
    other = held.score(held.hand_in(held.other_mentee), 7, person=held.other_mentor)
    real = getattr(host.demo, step)
    anonymous = host.anonymous_id(held.mentee.user_id, held.place.course_key)
    mine = HandIn.objects.get(owner_id=held.mentee.user_id).submission_uuid

    def failing(first, *rest):
        return None if first in (mine, anonymous) else real(first, *rest)

    monkeypatch.setattr(host.demo, step, failing)
    done = release(held, coordinator, draft, other)
    assert (done.given, [name for name, _why in done.skipped]) == (1, ["Elli Saari"])
    monkeypatch.setattr(host.demo, step, real)
    assert (stored(held), stored(held, held.other_mentee)) == (None, 7)
    assert [one.score_id for one in waiting(held, coordinator).items] == [draft]


def test_closed_grades_release_nothing_and_a_draft_can_still_be_given_up(held, coordinator, monkeypatch):
    hand_in_id = held.hand_in()
    draft = held.score(hand_in_id, 6)
    monkeypatch.setattr("mentoring_xblock.host.demo.grades_frozen", lambda course_key: True)
    with pytest.raises(Conflict):
        release(held, coordinator, draft)
    assert stored(held) is None
    api.withdraw_score(factories.actor(held.mentor), held.place, hand_in_id, draft)
    assert waiting(held, coordinator).total == 0


def test_only_coordinators_see_drafts_and_release_them(held, coordinator):
    draft, programme = held.score(held.hand_in(), 6), programmes.programme_of(held.place)
    asking = actors(held)
    del asking["a coordinator"]
    for name, actor in {**asking, "the mentor": factories.actor(held.mentor)}.items():
        for ask in (
            lambda actor=actor: api.drafts(actor, programme),
            lambda actor=actor: api.held(actor, programme),
            lambda actor=actor: release(held, actor, draft),
        ):
            with pytest.raises(NotAllowed):
                ask()
            assert stored(held) is None, name
    for nothing in ((), [uuid.uuid4() for _ in range(26)]):
        with pytest.raises(Invalid):
            release(held, coordinator, *nothing)
    with pytest.raises(NotFound):
        release(held, coordinator, uuid.uuid4())


def test_the_desk_lists_a_page_at_the_same_cost_and_no_word_of_what_was_handed_in(held, coordinator, monkeypatch):
    monkeypatch.setattr("mentoring_xblock.assessment.release.PAGE_SIZE", 3)
    desk = pages.publish_block("mentoring_dashboard", "desk", programme="main")
    user = get_user_model().objects.get(pk=coordinator.user_id)

    def cost():
        with CaptureQueriesContext(connection) as queries:
            answer = pages.send(user, desk, "list_points", {"page": 1})
        assert answer.status_code == 200
        return len(queries)

    held.score(held.hand_in(), 5, "Sealed feedback")
    few = [cost(), cost()][-1]
    for number in range(3):
        person = factories.make_mentee(held.round, name=f"Person {number}")
        factories.make_group(held.mentor, [person])
        held.score(held.hand_in(person), 5, "Sealed feedback")
    assert cost() == few
    shown = waiting(held, coordinator)
    assert (shown.total, shown.pages, [one.owner_name for one in shown.items]) == (
        4,
        2,
        ["Elli Saari", "Person 0", "Person 1"],
    )
    assert "Points for 4 hand-ins wait to be released" in pages.see(user, desk)
    held.take_back(HandIn.objects.get(owner_id=held.mentee.user_id).public_id)
    chosen = [str(one.score_id) for one in shown.items]
    told = pages.send(user, desk, "release_points", {"scores": chosen, "page": 1}).content.decode()
    assert "The points for 2 hand-ins are released." in told
    assert "What was handed in was taken back." in told
    assert "Person 2" in told and "Person 0" not in told
    assert not any(word in told for word in ("Sealed", "Title of", SECRET[:8]))
    assert " checked" in told
    none = pages.send(user, desk, "release_points", {"scores": []}).content.decode()
    assert "Choose at least one." in none and " checked" not in none


# ---- one path ----


RULE = PartRule(goals=1, goal_points=2, rating_points=2, review_points=1)


@pytest.mark.parametrize("seed", range(3))
def test_whatever_happens_the_gradebook_holds_the_points_that_stand(held, coordinator, seed):
    """Forty steps in any order: at most one draft, and at most one row that stands, which is what the host holds."""
    pick = random.Random(seed)  # noqa: S311
    me, mentor = factories.actor(held.mentee), factories.actor(held.mentor)

    def some(rows):
        rows = list(rows)
        return pick.choice(rows).public_id if rows else uuid.uuid4()

    def give():
        # A draft before what stands: that is what a mentor sees.
        latest = Score.objects.filter(withdrawn_at=None).order_by(F("released_at").asc(nulls_first=True)).first()
        held.score(some(HandIn.objects.all()), pick.randint(0, 10), replaces=latest.public_id if latest else None)

    steps = [
        held.hand_in,
        give,
        give,
        lambda: release(held, coordinator, some(Score.objects.all())),
        lambda: release(held, coordinator, some(Score.objects.filter(released_at=None, withdrawn_at=None))),
        lambda: api.withdraw_score(mentor, held.place, some(HandIn.objects.all()), some(Score.objects.all())),
        lambda: held.take_back(some(HandIn.objects.all())),
        lambda: release_by(held, pick.choice(["at_once", "by_coordinator"])),
        lambda: api.take_part(
            me,
            held.place,
            RULE,
            Reached(1, bool(pick.randint(0, 1)), bool(pick.randint(0, 1))),
            Deadline(),
            timezone.now(),
        ),
    ]
    done = 0
    for _ in range(40):
        try:
            pick.choice(steps)()
            done += 1
        except MentoringError:
            pass
        live = list(Score.objects.filter(withdrawn_at=None))
        standing = [score for score in live if score.released_at]
        assert len(standing) <= 1 and len(live) - len(standing) <= 1
        assert stored(held) == (standing[0].points if standing else None)
    assert done > 15
