"""Scores are weighted sums whose parts add up to the point, the same in blocks, in one piece and in a plain loop."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from demo.benchmarks.naive_scoring import naive
from mentoring_xblock.matching import scoring
from mentoring_xblock.matching.errors import BadInput, Cancelled
from mentoring_xblock.matching.scoring import FULL, score, shares
from mentoring_xblock.matching.scoring.criteria import (
    AGAINST,
    FITS,
    NOTHING_SAID,
    SUGGESTED,
    Field,
    Hours,
    Interests,
    Languages,
    Likert,
    Mutual,
    Place,
    Reviews,
    Verdict,
    Wishes,
)


def flags(*rows):
    return np.array([[mark == "x" for mark in row] for row in rows])


def only(criterion):
    """Score with one criterion, as a plain list of rows."""
    return score([criterion]).scores.tolist()


@st.composite
def pools(draw):
    """Criteria of every kind, in any weights and number, about the same few people."""
    n, m = draw(st.integers(1, 6)), draw(st.integers(1, 5))
    k = draw(st.integers(0, 5))

    def ticked(width=k):
        return [draw(arrays.arrays(np.bool_, (people, width))) for people in (n, m)]

    def whole(shape, lowest, highest):
        return draw(arrays.arrays(np.int8, shape, elements=st.integers(lowest, highest)))

    def wished(people, others):
        width = draw(st.integers(0, 3))
        lists = [draw(st.permutations(range(-width, others)))[:width] for _person in range(people)]
        return np.maximum(np.array(lists, dtype=np.int64).reshape(people, width), -1)

    def common():
        return {"weight": draw(st.integers(0, 9)), "must": draw(st.booleans())}

    levels = draw(st.integers(2, 7))
    rated = draw(st.sampled_from([(n, m), (n, 1), (1, m)]))
    every = [
        Interests(*ticked(), **common(), at_least=draw(st.integers(0, 3))),
        Wishes(*ticked(), **common(), at_least=draw(st.integers(0, 3))),
        Languages(*ticked(), **common()),
        Hours(*ticked(168), draw(st.integers(1, 99)), **common()),
        Place(*ticked(), *(side[:, 0] for side in ticked(1)), draw(st.integers(0, 100)), **common()),
        Likert(whole((n, k), -1, levels - 1), whole((m, k), -1, levels - 1), levels, **common()),
        Field(whole(n, -1, 2), whole(m, -1, 2), draw(st.sampled_from(["same", "different"])), **common()),
        Reviews(whole(rated, -1, 5), 5, **common()),
        Verdict(whole((n, m), AGAINST, SUGGESTED), **common()),
        Mutual(wished(n, m), wished(m, n), **common()),
    ]
    return [every[0], *draw(st.lists(st.sampled_from(every[1:]), max_size=9, unique=True))]


@settings(deadline=None, max_examples=150)
@given(pools())
def test_a_plain_loop_finds_the_same_to_the_integer(criteria):
    found = score(criteria)
    scores, forbidden = naive(criteria, found.most, *found.scores.shape)
    assert found.scores.dtype == np.int32
    assert found.scores.tolist() == scores
    assert found.forbidden.tolist() == forbidden


@settings(deadline=None)
@given(pools())
def test_parts_add_up_to_the_score_and_broken_musts_to_the_mask(criteria):
    found = score(criteria)
    assert sum(found.most) == (FULL if any(criterion.weight for criterion in criteria) else 0)
    for mentee, mentor in np.ndindex(found.scores.shape):
        parts = found.parts(mentee, mentor)
        assert sum(part.points for part in parts) == found.scores[mentee, mentor]
        assert all(0 <= part.points <= part.most and 0 <= part.got <= part.of for part in parts)
        assert [part.most for part in parts] == list(found.most)
        assert bool(found.broken(mentee, mentor)) == found.forbidden[mentee, mentor]


@settings(deadline=None)
@given(pools(), st.integers(1, 4))
def test_blocks_of_any_size_give_the_same(criteria, size):
    whole = score(criteria)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(scoring, "BLOCK", size)
        found = score(criteria)
    assert np.array_equal(found.scores, whole.scores)
    assert np.array_equal(found.forbidden, whole.forbidden)


def test_more_rows_than_a_block_are_all_scored():
    draw = np.random.default_rng(1)
    left, right = draw.random((scoring.BLOCK * 2 + 3, 9)) < 0.3, draw.random((4, 9)) < 0.3
    whole = score([Interests(left, right, weight=3, must=True)])
    for first in range(0, len(left), 100):
        piece = score([Interests(left[first : first + 100], right, weight=3, must=True)])
        assert np.array_equal(piece.scores, whole.scores[first : first + 100])
        assert np.array_equal(piece.forbidden, whole.forbidden[first : first + 100])


@settings(deadline=None)
@given(arrays.arrays(np.bool_, (4, 5)), arrays.arrays(np.bool_, (3, 5)))
def test_what_is_in_common_is_the_same_from_either_side(left, right):
    for kind in (Interests, Languages):
        assert np.array_equal(
            score([kind(left, right, weight=1)]).scores, score([kind(right, left, weight=1)]).scores.T
        )


@given(st.lists(st.integers(0, 10**6), max_size=12))
def test_shares_add_up_and_are_within_a_point_of_what_is_due(weights):
    found = shares(weights)
    total = sum(weights)
    assert sum(found) == (FULL if total else 0)
    assert all(abs(share * total - FULL * weight) < max(total, 1) for share, weight in zip(found, weights, strict=True))


def test_equal_remainders_go_to_the_earlier():
    assert shares([1, 1, 1]) == (33_334, 33_333, 33_333)
    assert shares([50, 0, 50]) == (50_000, 0, 50_000)


def test_half_a_point_is_rounded_up():
    """Two wishes of eight out of 100,000 / 3 points: 33,333 / 4 is a quarter over, 33,334 / 4 half a point over."""
    eight = flags("xxxxxxxx")
    two = flags("xx......")
    found = score([Wishes(eight, two, weight=1), Wishes(eight, two, weight=1), Wishes(eight, two, weight=1)])
    assert found.most == (33_334, 33_333, 33_333)
    assert [part.points for part in found.parts(0, 0)] == [8_334, 8_333, 8_333]
    assert found.scores.tolist() == [[25_000]]


def test_all_weights_zero_score_nothing_and_musts_still_hold():
    found = score([Languages(flags("x.", ".x"), flags("x."), weight=0, must=True)])
    assert found.scores.tolist() == [[0], [0]]
    assert found.forbidden.tolist() == [[False], [True]]


def test_interests_are_shared_over_all_that_either_ticked():
    assert only(Interests(flags("xx..", "...."), flags("x.x.", "...."), weight=7)) == [[33_333, 0], [0, 0]]


def test_wishes_are_answered_or_were_never_made():
    found = score([Wishes(flags("xxx.", "....", ".x.."), flags("x.x."), weight=1, must=True, at_least=2)])
    assert found.scores.tolist() == [[66_667], [100_000], [0]]
    assert found.forbidden.tolist() == [[False], [False], [True]]


def test_a_must_on_wishes_asks_for_no_more_than_were_made():
    found = score([Wishes(flags("x..", "xx."), flags("x.."), weight=1, must=True, at_least=2)])
    assert found.forbidden.tolist() == [[False], [True]]


def test_enough_hours_are_enough():
    left, right = np.zeros((3, 168), dtype=bool), np.ones((1, 168), dtype=bool)
    left[0, :10] = left[1, :2] = True
    found = score([Hours(left, right, 4, weight=1, must=True)])
    assert found.scores.tolist() == [[100_000], [50_000], [0]]
    assert found.forbidden.tolist() == [[False], [False], [True]]


def test_places_come_before_remote():
    near, away = flags("x."), flags(".x", "x.")
    yes, both = np.array([True]), np.array([True, True])
    assert only(Place(near, away, yes, both, 60, weight=1)) == [[60_000, 100_000]]
    assert only(Place(near, away, ~yes, both, 60, weight=1)) == [[0, 100_000]]


def test_a_must_on_places_takes_remote_whatever_it_is_worth():
    yes = np.array([True])
    found = score([Place(flags("x."), flags(".x"), yes, yes, 0, weight=1, must=True)])
    assert (found.scores.tolist(), found.forbidden.tolist()) == ([[0]], [[False]])


def test_scales_compare_what_both_answered():
    left = np.array([[0, 4, -1], [2, 2, 2], [-1, -1, -1]])
    found = score([Likert(left, np.array([[0, 0, 4]]), 5, weight=1, must=True)])
    assert found.scores.tolist() == [[50_000], [50_000], [0]]
    assert found.forbidden.tolist() == [[False], [False], [True]]


def test_fields_are_known_or_count_for_nothing():
    left, right = np.array([0, 1, -1]), np.array([0, -1])
    assert only(Field(left, right, "same", weight=1)) == [[100_000, 0], [0, 0], [0, 0]]
    assert only(Field(left, right, "different", weight=1)) == [[0, 0], [100_000, 0], [0, 0]]


def test_ratings_are_of_pairs_or_of_people():
    people = Languages(flags("x", "x"), flags("x", "x"), weight=0)
    pairs = Reviews(np.array([[5, 0], [-1, 4]]), 5, weight=1, must=True)
    found = score([people, pairs])
    assert found.scores.tolist() == [[100_000, 0], [0, 80_000]]
    assert found.forbidden.tolist() == [[False, True], [True, False]]
    assert score([people, Reviews(np.array([[5], [1]]), 5, weight=1)]).scores.tolist() == [[100_000] * 2, [20_000] * 2]
    assert score([people, Reviews(np.array([[5, 1]]), 5, weight=1)]).scores.tolist() == [[100_000, 20_000]] * 2


def test_a_verdict_against_forbids_where_it_is_a_must():
    verdicts = np.array([[AGAINST, NOTHING_SAID, FITS, SUGGESTED]])
    found = score([Verdict(verdicts, weight=1, must=True)])
    assert found.scores.tolist() == [[0, 33_333, 66_667, 100_000]]
    assert found.forbidden.tolist() == [[True, False, False, False]]
    assert not score([replace(found.criteria[0], must=False)]).forbidden.any()


def test_wishes_by_name_count_on_both_sides():
    left, right = np.array([[1, 0], [0, -1]]), np.array([[1, -1], [-1, -1]])
    assert only(Mutual(left, right, weight=1)) == [[25_000, 50_000], [100_000, 0]]
    found = score([Mutual(left, right, weight=1, must=True, at_least=2)])
    assert found.forbidden.tolist() == [[True, True], [False, True]]


def test_a_side_that_was_not_asked_does_not_count():
    assert only(Mutual(np.array([[0, -1]]), np.zeros((2, 0), dtype=int), weight=1)) == [[100_000, 0]]


def test_a_veto_forbids_and_is_told_apart_from_musts():
    vetoes = flags(".x")
    found = score([Languages(flags("x."), flags(".x", "x."), weight=1, must=True)], vetoes)
    assert found.forbidden.tolist() == [[True, True]]
    assert (found.broken(0, 0), found.vetoed(0, 0)) == ((0,), False)
    assert (found.broken(0, 1), found.vetoed(0, 1)) == ((), True)
    assert vetoes.tolist() == [[False, True]]


def test_nobody_is_a_pool_too():
    nobody, few = np.zeros((0, 3), dtype=bool), np.zeros((2, 3), dtype=bool)
    assert score([Interests(nobody, few, weight=1)]).scores.shape == (0, 2)
    assert score([Interests(few, nobody, weight=1)]).scores.shape == (2, 0)


def test_who_asked_can_stop_it():
    told = []
    criterion = Interests(np.ones((scoring.BLOCK + 1, 1), dtype=bool), flags("x"), weight=1)
    score([criterion], progress=lambda stage, done: told.append((stage, done)) or True)
    assert [stage for stage, _done in told] == ["scores", "scores"] and told[-1][1] == 1.0
    with pytest.raises(Cancelled):
        score([criterion], progress=lambda stage, done: False)


def _two(**changes):
    return {"left": flags("x."), "right": flags(".x"), "weight": 1, **changes}


@pytest.mark.parametrize(
    ("make", "field", "code"),
    [
        (lambda: Interests(**_two(left=np.array([[1, 0]]))), "interests.left", "wrong_type"),
        (lambda: Interests(**_two(left=[[True, False]])), "interests.left", "wrong_type"),
        (lambda: Interests(**_two(right=np.array([True, False]))), "interests.right", "wrong_shape"),
        (lambda: Wishes(**_two(right=flags("x"))), "wishes.right", "wrong_shape"),
        (lambda: Languages(**_two(weight=-1)), "languages.weight", "out_of_range"),
        (lambda: Languages(**_two(weight=True)), "languages.weight", "wrong_type"),
        (lambda: Languages(**_two(weight=0.5)), "languages.weight", "wrong_type"),
        (lambda: Languages(**_two(at_least=-1)), "languages.at_least", "out_of_range"),
        (lambda: Hours(**_two(), enough=0), "hours.enough", "out_of_range"),
        (
            lambda: Place(**_two(), left_remote=np.array([True] * 2), right_remote=np.array([True])),
            "place.left_remote",
            "wrong_shape",
        ),
        (lambda: Likert(np.array([[5]]), np.array([[0]]), 5, weight=1), "likert.left", "out_of_range"),
        (lambda: Likert(np.array([[0.5]]), np.array([[0]]), 5, weight=1), "likert.left", "wrong_type"),
        (lambda: Likert(np.array([[0]]), np.array([[0]]), 1, weight=1), "likert.levels", "out_of_range"),
        (lambda: Field(np.array([0]), np.array([0]), "alike", weight=1), "field.wanted", "out_of_range"),
        (lambda: Reviews(np.array([[6]]), 5, weight=1), "reviews.ratings", "out_of_range"),
        (lambda: Verdict(np.array([[3]]), weight=1), "verdict.verdicts", "out_of_range"),
        (lambda: Mutual(np.array([[1]]), np.array([[0]]), weight=1), "mutual.left", "out_of_range"),
        (lambda: Mutual(np.array([[0, 0]]), np.array([[-1]]), weight=1), "mutual.left", "duplicates"),
        (lambda: score([]), "criteria", "no_people"),
        (lambda: score([Reviews(np.array([[1], [2]]), 5, weight=1)]), "criteria", "no_people"),
        (
            lambda: score([Interests(**_two()), Interests(**_two(left=flags("x.", "..")))]),
            "criteria[1]",
            "wrong_shape",
        ),
        (lambda: score([Interests(**_two())], np.zeros((2, 1), dtype=bool)), "vetoes", "wrong_shape"),
        (lambda: score([Interests(**_two())], np.zeros((1, 1))), "vetoes", "wrong_type"),
        (lambda: score([Interests(**_two())]).parts(1, 0), "mentee", "out_of_range"),
        (lambda: score([Interests(**_two())]).broken(0, -1), "mentor", "out_of_range"),
    ],
)
def test_what_has_no_meaning_is_refused_by_name(make, field, code):
    with pytest.raises(BadInput) as refused:
        make()
    assert (refused.value.field, refused.value.code) == (field, code)
