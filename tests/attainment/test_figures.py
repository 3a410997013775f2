"""The rule for means alone: a pure machine in which people rate, rate again, leave, and the job runs in any order."""

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mentoring_xblock.attainment.data import Stage
from mentoring_xblock.attainment.figures import LEAST, STAGES, to_fix

pytestmark = pytest.mark.once

PEOPLE = range(8)
#: The coordinator's own partner among them.
APART = frozenset({7})

RATE = st.tuples(st.just("rate"), st.sampled_from(PEOPLE), st.sampled_from(STAGES), st.integers(23, 77))
LEAVE = st.tuples(st.just("leave"), st.sampled_from(PEOPLE), st.none(), st.none())
RUN = st.tuples(st.just("run"), st.none(), st.sampled_from(STAGES), st.none())
#: A busy round first, so that there is something to tell, and then whatever comes.
STORIES = st.tuples(
    st.lists(st.integers(23, 77), min_size=24, max_size=24),
    st.lists(RATE | LEAVE | RUN, max_size=30),
)


class Round:
    """What of a round a mean depends on, and what has been told of it."""

    def __init__(self, scores):
        every = [(stage, person) for stage in STAGES for person in PEOPLE]
        self.scores = {stage: {} for stage in STAGES}
        for (stage, person), score in zip(every, scores, strict=True):
            self.scores[stage][person] = float(score)
        self.told = {}

    def do(self, what, person, stage, score):
        if what == "rate":
            self.scores[stage][person] = float(score)
        elif what == "leave":
            for found in self.scores.values():
                found.pop(person, None)
        else:
            for one in to_fix(self.told, [stage], self.scores, APART):
                assert one.stage not in self.told
                self.told[one.stage] = one


@settings(max_examples=80, deadline=dt.timedelta(seconds=2))
@given(STORIES)
def test_what_was_told_stays_as_it_was_and_is_always_over_five(story):
    scores, steps = story
    world = Round(scores)
    for step in steps:
        before = dict(world.told)
        world.do(*step)
        assert before.items() <= world.told.items()
    assert all(one.people >= LEAST and 23 <= one.mean <= 77 for one in world.told.values())


@settings(max_examples=80, deadline=dt.timedelta(seconds=2))
@given(STORIES, st.sampled_from(PEOPLE), st.integers(23, 77))
def test_after_a_mean_is_fixed_nobody_changes_what_is_told_of_that_stage(story, person, score):
    scores, steps = story
    one, other = Round(scores), Round(scores)
    for step in steps:
        one.do(*step)
        # In the other world this person rates otherwise whatever has been fixed; a coordinator can't tell the two.
        for stage in other.told:
            other.scores[stage][person] = float(score)
        other.do(*step)
    assert one.told == other.told


@given(st.integers(23, 77), st.integers(23, 77))
def test_whom_a_coordinator_works_with_is_in_no_mean(first, second):
    everybody = dict.fromkeys(range(5), 50.0)
    told = [to_fix((), [Stage.START], {Stage.START: everybody | {7: score}}, APART) for score in (first, second)]
    assert told[0] == told[1]
    assert [(one.mean, one.people) for one in told[0]] == [(50, 5)]
    assert to_fix((), [Stage.START], {Stage.START: dict.fromkeys(range(4, 9), 50.0)}, APART) == ()
