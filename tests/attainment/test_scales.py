"""Five levels in one's own words: any part is kept, what can't be rated is said, and nothing typed is lost."""

import uuid

import pytest

from mentoring_xblock.attainment import api, rules
from mentoring_xblock.attainment.data import LEVEL_LIMIT, WRITTEN, ScaleDraft
from mentoring_xblock.goals.models import Goal, GoalVersion
from mentoring_xblock.kit.errors import Conflict, Invalid, NotFound
from mentoring_xblock.kit.keeping import Reason
from tests.attainment.conftest import LEVELS, scale


@pytest.mark.once
def test_levels_that_are_missing_or_the_same_are_named():
    assert rules.problems(LEVELS) == ()
    assert rules.problems({**LEVELS, 2: " \u200b"}) == ("Level +2 is not written yet.",)
    assert len(rules.problems({})) == 5
    same = "Levels +1 and +2 say the same, so nobody can tell which is reached."
    # Spaces, capitals and other signs for the same letters make no other level.
    assert rules.problems({**LEVELS, 1: "Ｅvery  week", 2: "every week "}) == (same,)
    assert rules.problems({**LEVELS, -2: LEVELS[0]}) == (
        "Levels −2 and 0 say the same, so nobody can tell which is reached.",
    )


@pytest.mark.django_db
def test_a_scale_is_written_bit_by_bit_and_can_be_rated_once_it_is_whole(attaining, world):
    goal = world.save()
    assert attaining.standing(goal).scale is None
    found = attaining.save(goal, ScaleDraft({0: LEVELS[0]}))
    assert (found.version, found.written, found.whole, len(found.problems)) == (1, 1, False, 4)
    with pytest.raises(Invalid) as caught:
        attaining.rate(goal, 0)
    assert "Level +1 is not written yet." in caught.value.fields["level"]
    # Two levels that say the same are kept as well; they only can't be rated.
    found = attaining.save(goal, scale(**{"2": LEVELS[1]}))
    assert (found.version, found.written, found.whole) == (2, 5, False)
    found = attaining.save(goal, scale(baseline=-1, weight=3))
    assert (found.version, found.whole, found.draft.baseline, found.draft.weight) == (3, True, -1, 3)
    assert attaining.save(goal, scale(baseline=-1, weight=3), version=2).version == 3  # the same click again
    kept = GoalVersion.objects.filter(reason=Reason.SCALE).order_by("number")
    assert [(row.number, len(row.content["levels"])) for row in kept] == [(1, 1), (2, 5)]
    assert world.goal(goal).version == goal.version


@pytest.mark.django_db
def test_what_cannot_be_kept_says_where(attaining, world):
    goal = world.save()
    for draft, field in [
        (ScaleDraft({0: " "}), "level_0"),
        (scale(m2="x" * (LEVEL_LIMIT + 1)), "level_m2"),
        (scale(baseline=3), "baseline"),
        (scale(weight=4), "weight"),
    ]:
        with pytest.raises(Invalid) as caught:
            attaining.save(goal, draft)
        assert set(caught.value.fields) == {field}
    assert attaining.standing(goal).scale is None


@pytest.mark.django_db
def test_a_goal_is_scaled_by_whoever_writes_it(attaining, world):
    goal = world.save()
    world.share(goal)
    for person in (world.mentor, world.other_mentee):
        with pytest.raises(NotFound):
            attaining.save(goal, person=person)
        with pytest.raises(NotFound):
            attaining.rate(goal, 0, person=person)
    world.delete(goal)
    with pytest.raises(NotFound):
        attaining.save(goal)


@pytest.mark.django_db
def test_two_devices_lose_neither_text(attaining, world):
    goal = world.save()
    first = attaining.save(goal)
    attaining.save(goal, scale(**{"0": "Typed on the phone"}))
    with pytest.raises(Conflict) as caught:
        attaining.save(goal, scale(**{"0": "Typed on the desk"}), version=first.version)
    assert caught.value.current.draft.texts[0] == "Typed on the phone"
    kept = GoalVersion.objects.get(reason=Reason.CONFLICT)
    assert kept.content["levels"]["0"] == "Typed on the desk"
    assert kept.author_id == world.mentee.user_id
    chosen = attaining.save(goal, scale(**{"0": "Typed on the desk"}), version=caught.value.current.version)
    assert chosen.draft.texts[0] == "Typed on the desk"
    words = {row.content["levels"]["0"] for row in GoalVersion.objects.all()}
    assert {"Typed on the phone", "Typed on the desk"} < words


@pytest.mark.django_db
def test_levels_that_were_rated_say_whether_they_still_mean_the_same(attaining, world):
    goal = world.save()
    attaining.save(goal)
    attaining.rate(goal, -1)
    better = scale(**{"0": "Three free days in four weeks"})
    with pytest.raises(Invalid) as caught:
        attaining.save(goal, better)
    assert set(caught.value.fields) == {"same"}
    attaining.save(goal, scale(weight=2))  # the words stay, so nothing is asked
    assert attaining.save(goal, better, same=True).means_from == 1
    assert attaining.standing(goal).newest().answer.level == -1
    another = attaining.save(goal, scale(**{"0": "Two free days every week"}), same=False)
    assert another.means_from == another.version
    standing = attaining.standing(goal)
    assert standing.newest() is None
    assert [one.answer.level for one in standing.ratings] == [-1]
    # Nobody has rated these yet, so nothing is asked any more.
    attaining.save(goal, scale(**{"0": "One free day every week"}))
    attaining.rate(goal, 1)
    assert attaining.standing(goal).newest().answer.level == 1


@pytest.mark.django_db
def test_a_scale_goes_along_and_begins_where_the_earlier_goal_has_come_to(attaining, world):
    one, other, bare = (world.save(text) for text in ("Ensimmäinen", "Toinen", "Kolmas"))
    attaining.save(one, scale(baseline=-2, weight=2))
    attaining.rate(one, 1)
    pks = {row.public_id: row.pk for row in Goal.objects.all()}
    assert api.copy_scale(pks[one.goal_id], pks[other.goal_id])
    assert not api.copy_scale(pks[one.goal_id], pks[other.goal_id])
    assert not api.copy_scale(pks[bare.goal_id], pks[other.goal_id])
    found = attaining.standing(other)
    assert found.scale.draft == ScaleDraft(LEVELS, baseline=1, weight=2)
    assert found.ratings == ()


@pytest.mark.django_db
def test_reading_many_takes_as_many_queries_and_no_other_goal_comes_along(attaining, world, django_assert_num_queries):
    goals = [world.save(f"Goal {number}") for number in range(4)]
    for goal in goals[:3]:
        attaining.save(goal)
        attaining.rate(goal, 0)
    ids = [goals[0].goal_id, goals[1].goal_id, goals[3].goal_id, uuid.uuid4()]
    with django_assert_num_queries(4):
        found = api.standings(ids)
    assert list(found) == ids
    assert [len(one.ratings) for one in found.values()] == [1, 1, 0, 0]
    assert set(WRITTEN) == set(found[ids[0]].scale.draft.texts)
