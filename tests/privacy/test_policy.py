"""The rules themselves, one row for each action: who may, on whose things, and that nobody else may."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentoring_xblock.kit.errors import NotAllowed, NotFound
from mentoring_xblock.privacy.policy import NOBODY, RULES, Action, Actor, Facts, allowed, require

OWNER, MENTOR, PEER, OTHER_MENTOR, READER, ABOUT = 1, 2, 3, 4, 5, 6

ACTORS = {
    "anonymous": NOBODY,
    "stranger": Actor(user_id=90),
    "learner": Actor(user_id=91, enrolled=True),
    "owner": Actor(user_id=OWNER, enrolled=True),
    "own mentor": Actor(user_id=MENTOR, enrolled=True),
    "other mentor": Actor(user_id=OTHER_MENTOR, enrolled=True),
    "peer": Actor(user_id=PEER, enrolled=True),
    "reader": Actor(user_id=READER, enrolled=True),
    "coordinator": Actor(user_id=92, staff=True, coordinator=True),
    "matcher": Actor(user_id=98, enrolled=True, matcher=True),
    "matcher it is about": Actor(user_id=ABOUT, enrolled=True, matcher=True),
    "former matcher": Actor(user_id=99, matcher=True),
    "line manager": Actor(user_id=100, enrolled=True, line_manager=True),
    "former line manager": Actor(user_id=101, line_manager=True),
    "former coordinator": Actor(user_id=93, coordinator=True),
    "other staff": Actor(user_id=94, staff=True, author=True),
    "administrator": Actor(user_id=95, staff=True, admin=True, author=True),
    "superuser": Actor(user_id=96, staff=True, author=True),
    "unenrolled owner": Actor(user_id=OWNER),
    "masquerader": Actor(user_id=97, enrolled=True, staff=True, admin=True, coordinator=True, masquerading=True),
}

THING = Facts(
    owner_id=OWNER,
    reader_ids=frozenset({READER}),
    mentor_ids=frozenset({MENTOR}),
    member_ids=frozenset({OWNER, MENTOR, PEER}),
    about_id=ABOUT,
)

IN_COURSE = {
    "learner",
    "owner",
    "own mentor",
    "other mentor",
    "peer",
    "reader",
    "coordinator",
    "matcher",
    "matcher it is about",
    "line manager",
    "other staff",
    "administrator",
    "superuser",
}
MAY = {
    Action.PLAN_EDIT: {"other staff", "administrator", "superuser"},
    Action.PROGRAMME_SEE: IN_COURSE,
    Action.COORDINATOR_NAME: {"administrator"},
    Action.PEOPLE_MANAGE: {"coordinator"},
    Action.ROUND_CLOSE: {"coordinator"},
    Action.ROUND_START: {"coordinator"},
    Action.CARD_EDIT: {"owner"},
    Action.GROUP_SEE: {"owner", "own mentor", "peer", "coordinator"},
    Action.GROUP_CONTACT: {"owner", "own mentor", "peer"},
    Action.GROUPS_MANAGE: {"coordinator"},
    Action.ITEM_WRITE: {"owner"},
    Action.ITEM_READ: {"owner", "reader"},
    Action.ITEM_COMMENT: {"owner", "reader"},
    Action.ITEM_MARK: {"reader"},
    Action.ITEM_SHARE: {"owner"},
    Action.ITEM_RESTORE: set(),
    Action.TRAIL_SEE: {"owner"},
    Action.RATING_AGREE: set(),
    Action.HAND_IN_MAKE: {"owner"},
    Action.HAND_IN_READ: {"owner", "own mentor"},
    Action.HAND_IN_SCORE: {"own mentor"},
    Action.HAND_IN_WITHDRAW: {"owner"},
    Action.POINTS_RELEASE: {"coordinator"},
    Action.TIME_GIVE: {"own mentor", "coordinator"},
    Action.APPLICATION_WRITE: {"owner"},
    Action.APPLICATION_SEE: {"owner"},
    Action.APPLICATION_READ: {"owner", "coordinator", "matcher", "matcher it is about"},
    Action.APPLICATIONS_MANAGE: {"coordinator"},
    Action.MATCHERS_NAME: {"coordinator"},
    Action.NOTES_WRITE: {"matcher"},
    Action.NOTES_READ: {"matcher"},
    Action.PROPOSALS_MANAGE: {"coordinator"},
    Action.PLACE_ANSWER: {"owner"},
    Action.MENTORS_CHOOSE: {"owner"},
    Action.REQUEST_WITHDRAW: {"owner"},
    Action.REQUEST_ANSWER: {"reader"},
    Action.PROFILE_WRITE: {"owner"},
    Action.BANK_SEARCH: {"coordinator", "line manager"},
    Action.BANK_MANAGE: {"coordinator"},
    Action.INVITATION_ANSWER: {"reader"},
    Action.RELATION_WORK: {"owner", "own mentor", "peer"},
    Action.RELATION_READ: {"owner", "own mentor", "peer", "reader"},
    Action.NOTE_OWN: {"owner"},
    Action.GROUP_END: {"owner", "own mentor", "peer", "coordinator"},
    Action.MEETING_SEE: {"owner", "own mentor", "peer", "coordinator"},
    Action.MEETING_ANSWER: {"owner", "own mentor", "peer"},
    Action.MEETING_HOLD: {"owner", "coordinator"},
    Action.MEETINGS_MANAGE: {"coordinator"},
    Action.FEED_KEEP: {"owner"},
    Action.SIGN_UP: {"owner"},
    Action.PAIR_DECLARE: {"owner"},
    Action.PAIR_ANSWER: {"reader"},
    Action.HELP_ASK: {"owner"},
    Action.HELP_READ: {"owner", "coordinator"},
    Action.HELP_ANSWER: {"coordinator"},
    Action.PHASES_MOVE: {"coordinator"},
    Action.MENTEES_SEE: {"owner", "own mentor", "peer"},
    Action.OVERVIEW_SEE: {"coordinator"},
}


def test_who_mentors_somebody_agrees_with_what_is_shared_with_them():
    shared = replace(THING, reader_ids=frozenset({READER, MENTOR}))
    assert {who for who, actor in ACTORS.items() if allowed(Action.RATING_AGREE, actor, shared)} == {"own mentor"}


def test_nobody_marks_their_own_text_as_read():
    both = replace(THING, reader_ids=frozenset({OWNER, READER}))
    assert {who for who, actor in ACTORS.items() if allowed(Action.ITEM_MARK, actor, both)} == {"reader"}


def test_nobody_releases_their_own_points_or_gives_themselves_time():
    own = replace(THING, owner_id=92)
    assert not any(allowed(action, ACTORS["coordinator"], own) for action in (Action.POINTS_RELEASE, Action.TIME_GIVE))


def test_every_action_has_a_rule_and_a_row_here():
    assert set(RULES) == set(Action) == set(MAY)


@pytest.mark.parametrize("action", list(Action))
def test_the_table(action):
    assert {who for who, actor in ACTORS.items() if allowed(action, actor, THING)} == MAY[action]


@pytest.mark.parametrize("action", [a for a in Action if a.startswith(("item.", "hand_in.", "trail."))])
def test_a_deleted_thing_is_gone_for_everybody_but_the_owner_who_brings_it_back(action):
    bin_ = replace(THING, deleted=True)
    may = {who for who, actor in ACTORS.items() if allowed(action, actor, bin_)}
    expected = {
        Action.ITEM_RESTORE: {"owner"},
        # A mentor's score of a hand-in is not about the bin: hand-ins are taken back, not deleted.
        Action.HAND_IN_SCORE: {"own mentor"},
    }
    assert may == expected.get(action, set())


@pytest.mark.parametrize(
    "action",
    [
        Action.APPLICATION_WRITE,
        Action.PLACE_ANSWER,
        Action.MENTORS_CHOOSE,
        Action.REQUEST_WITHDRAW,
        Action.REQUEST_ANSWER,
        Action.INVITATION_ANSWER,
        Action.RELATION_WORK,
        Action.MEETING_ANSWER,
        Action.SIGN_UP,
        Action.PAIR_DECLARE,
        Action.PAIR_ANSWER,
    ],
)
def test_what_is_over_takes_no_more_answers(action):
    over = replace(THING, closed=True)
    assert [who for who, actor in ACTORS.items() if allowed(action, actor, over)] == []


@pytest.mark.parametrize("action", [Action.NOTES_READ, Action.NOTES_WRITE])
def test_sealed_notes_are_closed_to_matchers_too(action):
    sealed = replace(THING, sealed=True)
    assert [who for who, actor in ACTORS.items() if allowed(action, actor, sealed)] == []


def test_blind_matchers_read_what_they_wrote_and_the_rest_once_they_have_given_their_own():
    matcher, reader = ACTORS["matcher"], replace(ACTORS["reader"], matcher=True)
    blind = replace(THING, blind=True)
    assert not allowed(Action.NOTES_READ, matcher, blind)
    assert allowed(Action.NOTES_WRITE, matcher, blind)
    assert allowed(Action.NOTES_READ, reader, blind)
    assert allowed(Action.NOTES_READ, matcher, replace(blind, owner_id=matcher.user_id))


@pytest.mark.parametrize("action", [Action.HELP_READ, Action.HELP_ANSWER])
def test_a_coordinator_who_is_in_the_group_gets_no_plea_from_it_and_answers_none_of_their_own(action):
    for about in (replace(THING, member_ids=THING.member_ids | {92}), replace(THING, owner_id=92)):
        assert not allowed(action, ACTORS["coordinator"], about)


def test_an_action_without_a_rule_is_refused():
    assert not allowed("item.sell", ACTORS["owner"], THING)


def test_what_is_private_is_not_found_and_what_is_public_is_refused():
    with pytest.raises(NotFound):
        require(Action.ITEM_READ, ACTORS["peer"], THING)
    with pytest.raises(NotAllowed):
        require(Action.GROUPS_MANAGE, ACTORS["peer"], THING)
    with pytest.raises(NotAllowed):
        require(Action.ITEM_READ, NOBODY, THING)
    require(Action.ITEM_READ, ACTORS["reader"], THING)


ids = st.integers(min_value=1, max_value=5)
people = st.frozensets(ids, max_size=5)
actors = st.builds(
    Actor,
    user_id=st.none() | ids,
    enrolled=st.booleans(),
    staff=st.booleans(),
    admin=st.booleans(),
    coordinator=st.booleans(),
    matcher=st.booleans(),
    line_manager=st.booleans(),
    author=st.booleans(),
    masquerading=st.booleans(),
)
facts = st.builds(
    Facts,
    owner_id=st.none() | ids,
    reader_ids=people,
    mentor_ids=people,
    member_ids=people,
    about_id=st.none() | ids,
    deleted=st.booleans(),
    closed=st.booleans(),
    sealed=st.booleans(),
    blind=st.booleans(),
)


@given(actor=actors, thing=facts, action=st.sampled_from(list(Action)))
def test_nobody_and_no_masquerader_may_do_anything(actor, thing, action):
    assert not allowed(action, replace(actor, user_id=None), thing)
    assert not allowed(action, replace(actor, masquerading=True), thing)


@given(actor=actors, thing=facts)
def test_no_office_opens_what_somebody_wrote(actor, thing):
    plain = replace(actor, staff=False, admin=False, coordinator=False, author=False)
    written = (Action.ITEM_READ, Action.ITEM_COMMENT, Action.ITEM_MARK, Action.TRAIL_SEE)
    for action in (*written, Action.HAND_IN_READ, Action.HAND_IN_SCORE):
        assert allowed(action, actor, thing) == allowed(action, plain, thing)


@given(actor=actors, thing=facts)
def test_nobody_scores_their_own_work(actor, thing):
    own = replace(thing, owner_id=actor.user_id)
    assert not allowed(Action.HAND_IN_SCORE, actor, own)
