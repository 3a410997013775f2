"""The coordinator's desk for matching, from an empty programme to a proposal that is worked on."""

import uuid

import pytest
from django.utils import timezone

from mentoring_xblock.proposals.models import Proposal, Seat, Stage
from mentoring_xblock.proposals.running import SILENCE
from tests import factories

pytestmark = pytest.mark.django_db


# ---- nobody yet ----


def test_an_empty_programme_says_what_is_missing_and_offers_no_run(desk):
    said = desk.open()
    assert "There is nobody to match yet." in said
    assert "Accept applications or add people first." in said
    assert "New proposal" not in said


def test_without_mentors_the_first_sentence_says_so(desk):
    factories.make_mentee(desk.round, name="Elli Saari")
    assert "There are no mentors yet." in desk.open()
    said = desk.post("start_proposal", kind="pair", way="even", once_key=uuid.uuid4(), parent="")
    assert desk.status == 422
    assert "There are no mentors yet: accept applications or add people first." in said
    assert not Proposal.objects.exists()


def test_where_nobody_answered_anything_that_is_said_and_places_can_be_filled_evenly(desk):
    for name in ("Elli Saari", "Joonas Hietala"):
        factories.make_mentee(desk.round, name=name)
    factories.make_mentor(desk.round, name="Anna Laine", capacity=2)
    assert "Nobody has answered anything that could be compared." in desk.post("new_proposal")
    made = desk.start(way="even")
    assert set(desk.with_whom(made)) == {"Elli Saari", "Joonas Hietala"}
    said = desk.about(made, "open_proposal")
    assert "Everybody has a mentor." in said
    assert "Worst-off 0" not in said
    assert "Why not?" not in desk.about(made, "open_seat", member=Seat.objects.first().member.public_id)


# ---- asking for a run ----


def test_the_form_offers_what_people_were_asked_and_folds_the_rest(desk, people):
    said = desk.post("new_proposal")
    shown, _, folded = said.partition("Fewer than two people have answered these")
    assert "Languages" in shown
    assert "Matching group" in folded
    assert "wishes 40, working style 20" in said


def test_a_choice_draws_the_form_anew_and_keeps_what_was_typed(desk, people):
    typed = {"once_key": str(uuid.uuid4()), "kind": "peer_group", "way": "fair", "seed": "nine", "weight_wishes": "33"}
    said = desk.post("new_proposal", **typed)
    assert "Together in one group" in said
    assert "Stable" not in said
    assert 'value="nine"' in desk.markup
    assert 'value="33"' in desk.markup
    assert typed["once_key"] in desk.markup


def test_what_a_choice_brings_back_into_the_form_begins_with_what_is_usual(desk, people):
    chosen = {"once_key": uuid.uuid4(), "kind": "small_group", "way": "even"}
    said = desk.post("new_proposal", **chosen)
    assert "The groups are as equal in size as can be, and who comes into which is drawn by lot." in said
    assert "What people answered is not compared." in said
    assert "What counts" not in said
    assert 'name="high" value="4"' in desk.markup
    assert "wishes 40, working style 20" in desk.post("new_proposal", **{**chosen, "way": "fair"})


def test_weights_are_drawn_beside_each_other_and_what_is_no_number_counts_for_nothing(desk, people):
    said = desk.post("weigh_proposal", weight_wishes="60", weight_hours="20", weight_values="many")
    assert "wishes 60, common hours 20. Together 80; only their ratio counts." in said
    assert "Nothing counts yet." in desk.post("weigh_proposal")


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"weight_wishes": "101"}, "Write a whole number from 0 to 100."),
        ({"weight_wishes": "-1"}, "Write a whole number from 0 to 100."),
        ({"seed": "99999999999"}, "Write a whole number from 0 to 2147483647."),
        ({"must_hours": "41"}, "Write a whole number from 1 to 40."),
        ({"kind": "small_group", "low": "5", "high": "3"}, "the fewest are not more than the most"),
        ({"kind": "peer_group", "low": "", "high": ""}, "A group has from 2 to 30 members"),
        ({"weight_wishes": "", "weight_interests": "", "weight_hours": ""}, "Give at least one thing some weight"),
        ({"kind": "peer_group", "low": "2", "high": "3", "together": "Elli Saari, Nobody At All"}, "Nobody At All"),
    ],
)
def test_what_can_not_be_asked_stays_in_the_form_with_a_sentence(desk, people, changes, sentence):
    body = {"kind": "pair", "way": "fair", "weight_wishes": "40", "weight_interests": "3", "weight_hours": "4"}
    said = desk.post("start_proposal", **{**body, "once_key": uuid.uuid4(), "parent": "", **changes})
    assert desk.status == 422
    assert sentence in said
    for typed in changes.values():
        assert typed in desk.markup
    assert not Proposal.objects.exists()


def test_a_choice_that_there_is_not_is_refused(desk, people):
    said = desk.post("start_proposal", kind="pair", way="by magic", once_key=uuid.uuid4(), parent="")
    assert desk.status == 422
    assert "Something needs another look." in said


def test_two_clicks_start_one_run(desk, people):
    body = {"kind": "pair", "way": "fair", "weight_wishes": 1, "once_key": uuid.uuid4(), "parent": ""}
    for _ in range(2):
        assert "Proposal A" in desk.post("start_proposal", **body)
    assert Proposal.objects.count() == 1


def test_people_named_for_peer_groups_are_found_by_name_username_or_address(desk, people):
    elli = people["Elli Saari"].user
    made = desk.start(
        kind="peer_group", low=1 + 1, high=3, together=f"{elli.username}, joonas hietala", members="mentee"
    )
    assert made.stage == Stage.READY
    together = {str(people[name].public_id) for name in ("Elli Saari", "Joonas Hietala")}
    assert [set(one) for one in made.brief["together"]] == [together]


# ---- a run that is under way ----


def test_a_run_says_how_far_it_is_until_it_has_ended(desk, people):
    made = desk.start()
    Proposal.objects.update(stage=Stage.RUNNING, step="solving", progress=40, beat_at=timezone.now())
    said = desk.about(made, "follow_proposal")
    assert "Looking for the best places" in said
    assert 'aria-valuenow="40"' in desk.markup
    assert 'hx-trigger="every' in desk.markup
    assert "Cancel" in desk.open()
    Proposal.objects.update(stage=Stage.READY)
    said = desk.about(made, "follow_proposal")
    assert "Everybody has a mentor." in said
    assert 'hx-trigger="every' not in desk.markup
    assert desk.last.headers["HX-Retarget"].endswith(made.public_id.hex[:12])


def test_a_run_that_was_killed_is_told_and_can_be_started_again(desk, people):
    made = desk.start()
    Proposal.objects.update(stage=Stage.RUNNING, beat_at=timezone.now() - SILENCE * 2)
    said = desk.about(made, "follow_proposal")
    assert "The run was interrupted" in said
    assert "Start it again" in said
    assert "Waiting for its turn" in desk.about(made, "restart_proposal")


def test_a_run_can_be_cancelled(desk, people):
    made = desk.start()
    Proposal.objects.update(stage=Stage.QUEUED, beat_at=timezone.now())
    assert "Cancelled" in desk.about(made, "cancel_proposal")


def test_a_proposal_can_be_put_aside(desk, people):
    made = desk.start()
    said = desk.about(made, "discard_proposal")
    assert "Proposal A is put aside." in said
    assert "Proposals side by side" not in said


def test_proposals_stand_side_by_side_and_the_best_of_each_number_is_marked(desk, people):
    desk.start()
    desk.start(way="random", seed=1)
    said = desk.open()
    assert "Two proposals so far." in said
    assert "best" in said
    assert desk.markup.count("data-mn-proposal=") == 2


def test_a_stale_proposal_names_who_changed_and_who_came(desk, people):
    made = desk.start()
    factories.make_mentee(desk.round, name="Pekka Uusi")
    for said in (desk.open(), desk.about(made, "open_proposal")):
        assert "Came since, and not in it: Pekka Uusi." in said


# ---- one proposal ----


def test_a_proposal_opens_with_the_answer_and_tells_why(desk, people):
    said = desk.about(desk.start(), "open_proposal")
    assert "Everybody has a mentor. A proposal of pairs for 3 people." in said
    assert "Nobody is told anything before you publish." in said
    assert "1 of 1 wish answered: Funding" in said
    assert "no. 1 on their list" in said
    assert "1 of 2 places" in said
    assert "Anything better possible? no, proved" in said
    assert "as high as can be" in said


def test_parts_add_up_to_the_score_that_is_shown(desk, people):
    desk.about(desk.start(), "open_proposal")
    labels = [line.partition('"')[0] for line in desk.markup.split('aria-label="')[1:]]
    scores = [label for label in labels if " of 100: " in label]
    assert len(scores) == 3
    for label in scores:
        total, _, parts = label.partition(" of 100: ")
        assert int(total) == sum(int(part.rsplit(" ", 1)[1]) for part in parts.split(", "))


def test_people_are_ordered_and_found_by_name(desk, people):
    made = desk.start()
    names = ("Elli Saari", "Joonas Hietala", "Noora Lind")

    def order(**body):
        said = desk.about(made, "open_proposal", **body)
        return sorted((name for name in names if f"Move… {name}" in said), key=lambda one: said.index(f"Move… {one}"))

    assert order(order="name") == list(names)
    assert order(order="worst_first")[0] == "Noora Lind"
    assert order(order="worst_last")[-1] == "Noora Lind"
    assert order(order="leader")[0] == "Elli Saari"
    assert order(text="joonas") == ["Joonas Hietala"]
    assert "Nobody found." in desk.about(made, "open_proposal", text="nobody")


def test_somebody_is_moved_and_the_line_gets_the_focus(desk, people):
    made = desk.start()
    noora, anna = people["Noora Lind"].public_id, people["Anna Laine"].public_id
    desk.about(made, "move_seat", member=noora, to=anna)
    assert desk.with_whom(made)["Noora Lind"] == "Anna Laine"
    assert f'{noora.hex[:12]}-name" data-mn-focus' in desk.markup
    said = desk.about(made, "open_proposal")
    assert "Moved: Noora Lind" in said
    assert "Report of the run As the run left it, before changes by hand." in said
    desk.about(made, "undo_change")
    assert desk.with_whom(made)["Noora Lind"] == "Bo Ek"
    desk.about(made, "redo_change")
    assert desk.with_whom(made)["Noora Lind"] == "Anna Laine"


def test_two_change_places_and_somebody_is_left_without(desk, people):
    made = desk.start()
    elli, joonas = people["Elli Saari"].public_id, people["Joonas Hietala"].public_id
    desk.about(made, "move_seat", member=elli, other=joonas, to="")
    assert desk.with_whom(made) == {"Elli Saari": "Bo Ek", "Joonas Hietala": "Anna Laine", "Noora Lind": "Bo Ek"}
    said = desk.about(made, "move_seat", member=elli, to="")
    assert "One person has no place." in said
    assert "Give a place… Elli Saari" in said
    said = desk.about(made, "fill_proposal", mode="best")
    assert "The free places are given." in said
    assert len(desk.with_whom(made)) == 3


def test_with_a_full_mentor_nobody_is_moved_but_people_change_places_and_see_before_what_that_changes(desk, people):
    made = desk.start()
    elli, joonas, bo = (people[name].public_id for name in ("Elli Saari", "Joonas Hietala", "Bo Ek"))
    said = desk.about(made, "open_seat", member=elli)
    assert "Bo Ek no. 2 on their list, no place free" in said
    assert "Move here" not in said
    assert "Change places with Joonas Hietala…" in said
    assert "What if one place more? Bo Ek" in said
    before = desk.with_whom(made)
    said = desk.about(made, "ask_what_if", ask="swap", member=elli, other=joonas)
    assert "2 people would move; 2 of them would be worse off." in said
    assert "Let them change places" in said
    assert desk.with_whom(made) == before
    assert "Ask them before this is published." in desk.about(made, "ask_what_if", ask="seat_more", leader=bo)


def test_where_nobody_can_have_a_place_the_page_says_why_before_anything_else(desk, people):
    said = desk.about(desk.start(must_hours=40), "open_proposal")
    assert "Nobody has a place." in said
    why = said.partition("Without a place")[2]
    assert "Nobody meets the must “40 common hours a week” with anybody" in why
    assert "There is no free place that 3 people could have." in why
    assert "Give the rest the best free places" in why
    assert "Price of that fairness" not in said


def test_a_move_that_can_not_be_made_is_refused_in_words_and_changes_nothing(desk, people):
    made = desk.start()
    before = desk.with_whom(made)
    said = desk.about(made, "move_seat", member=people["Elli Saari"].public_id, to=people["Bo Ek"].public_id)
    assert desk.status == 409
    assert "Bo Ek has 2 places, and all are taken." in said
    assert desk.with_whom(made) == before


def test_a_lock_keeps_somebody_where_they_are_when_it_is_run_again(desk, people):
    made = desk.start()
    noora, anna = people["Noora Lind"].public_id, people["Anna Laine"].public_id
    desk.about(made, "move_seat", member=noora, to=anna)
    said = desk.about(made, "lock_seat", member=noora, locked=True)
    assert "Run again around 1 lock" in said
    said = desk.post("new_proposal", parent=made.public_id)
    assert "Run Proposal A again around 1 lock" in said
    again = desk.start(parent=made.public_id)
    assert (again.letter, desk.with_whom(again)["Noora Lind"]) == ("B", "Anna Laine")
    assert "From Proposal A" in desk.open()


def test_where_somebody_could_go_tells_the_rank_the_room_and_what_forbids_it(desk, people):
    made = desk.start()
    noora = people["Noora Lind"].public_id
    said = desk.about(made, "open_seat", member=noora)
    assert "Where could Noora Lind go? Bo Ek no. 1 on their list, is there now" in said
    assert "Anna Laine no. 2 on their list, 1 place free" in said
    assert "Move here : Anna Laine" in said
    desk.about(made, "lock_seat", member=noora, locked=True)
    said = desk.about(made, "open_seat", member=noora)
    assert "Noora Lind is locked. Unlock them first." in said
    assert "Move here" not in said
    found = desk.about(made, "open_seat", member=people["Elli Saari"].public_id, find="NOORA")
    searched = found.partition("Find somebody to change places with")[2]
    assert "Change places with Noora Lind" in searched
    assert "Joonas Hietala" not in searched
    assert "Nobody found." in desk.about(made, "open_seat", member=people["Elli Saari"].public_id, find="nobody")


# ---- what if ----


def test_what_if_tells_who_would_move_and_who_would_lose(desk, people):
    made = desk.start()
    bo, elli = people["Bo Ek"].public_id, people["Elli Saari"].public_id
    said = desk.about(made, "ask_what_if", ask="seat_less", leader=bo)
    assert "What if Bo Ek had one place less?" in said
    assert "Noora Lind" in said
    assert "worse off" in said
    forced = desk.about(made, "ask_what_if", ask="force", member=elli, leader=bo)
    assert "What if Elli Saari were with Bo Ek?" in forced
    assert "To have it so, let them change places" in forced
    swapped = desk.about(made, "ask_what_if", ask="swap", member=elli, other=people["Noora Lind"].public_id)
    assert "Let them change places" in swapped
    assert "Say whom you ask about." in desk.about(made, "ask_what_if", ask="swap")


def test_a_place_more_can_be_tried_as_another_proposal(desk, people):
    made = desk.start()
    body = {"ask": "seat_more", "leader": people["Bo Ek"].public_id, "once_key": uuid.uuid4()}
    for _ in range(2):
        assert "Proposal B" in desk.about(made, "try_what_if", **body)
    tried = Proposal.objects.get(letter="B")
    assert tried.brief["places"] == {str(people["Bo Ek"].public_id): 3}
    assert tried.parent_id == made.pk


# ---- two coordinators ----


def test_the_second_coordinator_gets_both_versions_and_may_do_theirs_on_top(desk, people, saija):
    made = desk.start()
    seen = made.version
    noora, elli, anna = (people[name].public_id for name in ("Noora Lind", "Elli Saari", "Anna Laine"))
    desk.about(made, "lock_seat", by=saija, member=elli, locked=True)
    mine = {"proposal": made.public_id, "member": noora, "to": anna}
    said = desk.post("move_seat", version=seen, **mine)
    assert desk.status == 409
    assert "Move Noora Lind to this place: Anna Laine." in said
    assert "Locked: Elli Saari Saija Lampi" in said
    assert desk.with_whom(made)["Noora Lind"] == "Bo Ek"
    made.refresh_from_db()
    assert f'"version": "{made.version}"' in desk.markup
    desk.post("move_seat", version=made.version, **mine)
    assert desk.with_whom(made)["Noora Lind"] == "Anna Laine"


def test_who_else_is_here_is_told_and_that_something_has_changed(desk, people, saija):
    made = desk.start()
    seen = made.version
    assert "Saija Lampi" not in desk.about(made, "watch_proposal")
    desk.about(made, "lock_seat", by=saija, member=people["Elli Saari"].public_id, locked=True)
    said = desk.post("watch_proposal", proposal=made.public_id, version=seen)
    assert "Saija Lampi is here too. It has been changed meanwhile." in said
    assert "Saija Lampi is here too." in desk.about(made, "open_proposal")
    assert "is here too" not in desk.post("watch_proposal", by=saija, proposal=made.public_id, version=made.version + 1)


# ---- languages ----


def test_numbers_and_dates_follow_the_language_of_the_reader(desk, people):
    made = desk.start()
    assert desk.about(made, "open_proposal", language="fi")
    assert 'x="0.0%"' in desk.markup


def test_what_can_not_be_shown_changes_nothing(desk, people):
    made = desk.start()
    before = desk.with_whom(made)
    desk.about(made, "move_seat", member=people["Elli Saari"].public_id, to="", order="by luck")
    assert desk.status == 422
    assert desk.with_whom(made) == before
