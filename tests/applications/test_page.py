"""The call's page over HTTP: what each person meets, and what each click answers."""

from __future__ import annotations

import json

import pytest

from demo.models import StudentState
from mentoring_xblock.applications.models import Application, Status, Watcher
from mentoring_xblock.programme.models import BlockMirror
from tests import factories, pages
from tests.applications.conftest import BLOCK, SECRET, body_for
from tests.factories_matching import make_application

pytestmark = pytest.mark.django_db


def learner(**fields):
    return factories.make_learner(**fields)


def test_an_open_call_meets_one_with_its_form(view):
    page = view(learner())

    assert "You can apply now." in page
    assert "Only you can read this until you send it" in page
    assert "Where do you work at the moment?" in page
    assert "Up to 3,000 characters." in page
    assert "handler/send_application" in page
    for words in ("Finnish Sign Language", "Funding", "Tampere", "Chess", "1: not at all. 5: very much."):
        assert words in page


def test_who_is_not_enrolled_sees_the_call_and_no_form(open_world, view):
    page = view(factories.make_staff())

    assert "Only people who are enrolled in the course can apply." in page
    assert "handler/send_application" not in page.replace("data-", "")


def test_a_draft_is_kept_and_stands_there_the_next_time(call, view, open_world):
    person = learner()
    body = body_for()

    answer = call(person, "save_application", body)

    assert answer.status_code == 200, answer.content.decode()
    assert answer.json()["version"] == 1
    assert answer.json()["state"].startswith("Saved ")
    row = open_world.row(person)
    assert row.status == Status.DRAFT
    assert row.answers["people"] == {"wished": ["Anna Laine"], "vetoed": []}
    assert row.answers["field"]["avoid"] == ["Matti Meikäläinen", "maija"]
    assert row.answers["hours"]["rules"] == [{"weekday": 1, "start": "16:00", "end": "18:30"}]
    page = view(person)
    assert SECRET in page
    assert "Your draft is kept, and not sent yet." in page
    assert 'value="16:00"' in page
    assert StudentState.objects.filter(user=person).exists()


def test_sending_shows_what_was_sent_and_who_reads_it(call, view, open_world):
    person = learner()

    answer = call(person, "send_application", body_for())

    page = answer.content.decode()
    assert answer.status_code == 200, page
    assert "Your application has arrived." in page
    assert "Read by the coordinators and the matching group" in page
    assert "Other participants see none of your answers" in page
    assert "Tuesday 16:00 to 18:30" in page
    assert "Honesty: 5 of 5" in page
    assert open_world.row(person).status == Status.RECEIVED
    assert "Change it" in view(person)


@pytest.mark.parametrize(
    ("role", "way", "words"),
    [
        ("mentee", "coordinator", "Only your own pair is told what you have in common"),
        ("mentee", "choice", "Only your own pair is told what you have in common"),
        ("mentor", "coordinator", "Only your own pair is told what you have in common"),
        ("mentor", "hybrid", "Whoever chooses a mentor sees your topics, languages and places"),
        ("role_group", "coordinator", "Other participants see none of your answers."),
    ],
)
def test_the_strip_says_which_answers_others_may_come_to_see(open_world, view, role, way, words):
    open_world.set(role=role)
    open_world.round.programme.plan["matching"] = {"way": way}
    open_world.round.programme.save()

    assert words in view(learner())


def test_what_is_missing_is_said_beside_it_and_nothing_typed_is_lost(call, open_world):
    person = learner()
    body = body_for(answer_letter=" ", answer_languages=[], answer_topics=["funding", "gone"])

    answer = call(person, "send_application", body)

    page = answer.content.decode()
    assert answer.status_code == 422
    assert page.count("Answer this before you send the application.") == 2
    assert "Something that you chose is not in the list any more." in page
    assert "Kuvatalo" in page
    assert "Matti Meikäläinen\nmaija" in page
    assert 'aria-invalid="true"' in page
    assert not Application.objects.exists()


def test_a_changed_application_stays_received(call, open_world):
    person = learner()
    call(person, "send_application", body_for())
    opened = call(person, "open_application").content.decode()
    assert "What you sent stays as it is until you send the changes." in opened
    assert "data-mn-save" not in opened

    answer = call(person, "send_application", body_for(version="1", answer_letter="Toinen kirje"))

    assert answer.status_code == 200
    row = open_world.row(person)
    assert (row.status, row.version, row.answers["letter"]) == (Status.RECEIVED, 2, "Toinen kirje")


def test_a_save_says_what_it_could_not_keep_yet(call, open_world):
    person = learner()
    begun = {"answer_hours__weekday": ["1", "2"], "answer_hours__start": ["16:00", "9:0"]}
    half = call(person, "save_application", body_for(**begun, answer_hours__end=["18:30", ""]))
    version = str(half.json()["version"])
    whole = call(person, "save_application", body_for(version=version))
    assert half.json()["state"].endswith(", but for hours of which one end is missing")
    assert "but for" not in whole.json()["state"]
    assert len(open_world.row(person).answers["hours"]["rules"]) == 1


def test_two_devices_see_both_versions_and_can_join_them(call, open_world):
    person = learner()
    call(person, "save_application", body_for(answer_letter="Yksi"))

    answer = call(person, "save_application", body_for(answer_letter="Kaksi", answer_topics=["animation"]))

    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Yksi" in page
    assert "Kaksi" in page
    assert page.count('name="version"') == page.count('name="page"') == 1
    assert open_world.row(person).answers["letter"] == "Yksi"
    both = call(
        person, "join_application", {**body_for(answer_letter="Kaksi", answer_topics=["animation"]), "way": "both"}
    )
    joined = both.content.decode()
    assert "Kaksi\n\nYksi" in joined
    assert joined.index('value="animation" checked') > 0
    assert joined.index('value="funding" checked') > 0
    assert 'name="version" value="1"' in joined
    assert open_world.row(person).answers["letter"] == "Yksi"
    mine = call(person, "join_application", {**body_for(answer_letter="Kaksi"), "way": "mine"}).content.decode()
    assert "Kaksi" in mine
    assert "Yksi" not in mine


def test_half_a_character_breaks_no_page(call, open_world):
    """A script can send half of a surrogate pair, which no page could be written with."""
    person = learner()
    call(person, "send_application", body_for())
    broken = body_for(answer_letter="Other \ud800 words", answer_gone="two \ud800 words")

    conflict = call(person, "send_application", json.dumps(broken))

    assert conflict.status_code == 409
    assert "Other  words" in conflict.content.decode()


def test_a_preview_saves_nothing_and_says_what_is_left(call, open_world):
    page = call(learner(), "preview_application", body_for(answer_languages=[])).content.decode()

    assert SECRET in page
    assert "Before you send it, look again at: Languages that you can talk in" in page
    assert not Application.objects.exists()


def test_a_withdrawn_application_can_be_sent_again(call, open_world, view):
    person = learner()
    call(person, "send_application", body_for())

    page = call(person, "withdraw_application").content.decode()

    assert "Withdrawn. Nobody reads it any more." in page
    assert "Apply again" in page
    assert open_world.row(person).status == Status.WITHDRAWN
    assert SECRET in call(person, "open_application").content.decode()
    call(person, "send_application", body_for(version="2"))
    assert open_world.row(person).status == Status.RECEIVED


def test_a_draft_can_be_thrown_away(call, open_world):
    person = learner()
    call(person, "save_application", body_for())

    assert "The draft is erased." in call(person, "withdraw_application").content.decode()
    assert open_world.row(person) is None


@pytest.mark.parametrize(
    ("status", "fields", "words"),
    [
        (Status.ACCEPTED, {}, "You have a place."),
        (Status.RESERVE, {"reserve_order": 7}, "You are number 1 in the reserve."),
        (Status.DECLINED, {}, "You did not get a place this time."),
    ],
)
def test_each_decision_is_the_first_sentence(open_world, view, status, fields, words):
    person = learner()
    row = make_application(open_world.round, BlockMirror.objects.get(), person, status=status, **fields)
    row.decisions.create(status=status, told="Tänä vuonna hakijoita oli paljon.", reason="Vain ryhmälle")

    page = view(person)

    assert words in page
    assert "Tänä vuonna hakijoita oli paljon." in page
    assert "Vain ryhmälle" not in page
    assert "Change it" not in page


def test_nobody_meets_somebody_elses_application(call, view, open_world):
    call(learner(), "send_application", body_for())

    for other in (learner(), factories.make_coordinator(open_world.round.programme)):
        assert SECRET not in view(other)


def test_an_announced_call_can_be_watched(open_world):
    open_world.set(opens_at="later")
    person = learner()
    page = pages.see(person, open_world.block)
    assert "This call opens later." in page
    assert "Tell me when it opens" in page
    assert "send_application" not in page

    open_world.set(opens_at="2099-02-01T09:00", target=18)
    page = pages.see(person, open_world.block)
    assert "This call opens Sun 1 Feb 2099, 09:00, on the clock of Helsinki." in page
    assert "We look for 18 people." in page
    assert "You get a mail when it opens." in pages.send(person, open_world.block, "watch_call").content.decode()
    pages.send(person, open_world.block, "watch_call")
    assert Watcher.objects.count() == 1
    assert "Tell me when it opens" in pages.send(person, open_world.block, "unwatch_call").content.decode()
    assert not Watcher.objects.exists()


def test_a_closed_call_keeps_what_was_typed_to_be_copied(open_world, call):
    open_world.set(closes_at="2020-01-01", target=18)
    person = learner()

    answer = call(person, "send_application", body_for())

    page = answer.content.decode()
    assert answer.status_code == 403
    assert "This call has closed. Nothing was saved" in page
    assert SECRET in page
    assert "We look for" not in page
    saved = call(person, "save_application", body_for())
    assert saved.status_code == 403
    assert "This call has closed." in saved.json()["message"]
    assert not Application.objects.exists()


def test_first_come_says_how_many_places_are_free(open_world, view, call):
    open_world.set(order="first_come", places=1)
    assert "1 place is free." in view(learner())
    assert "You have a place." in call(learner(), "send_application", body_for()).content.decode()
    assert "All places are taken" in view(learner())
    assert "You are number 1 in the reserve." in call(learner(), "send_application", body_for()).content.decode()


def test_the_page_speaks_to_whoever_reads_it_elsewhere_by_their_own_clock(open_world):
    open_world.set(closes_at="2099-02-28")
    abroad = learner(time_zone="America/New_York")

    assert "You can apply until the end of Sat 28 Feb, on the clock of Helsinki." in pages.see(abroad, open_world.block)
    assert "You can apply until the end of Sat 28 Feb." in pages.see(
        learner(time_zone="Europe/Helsinki"), open_world.block
    )


def test_studio_shows_the_call_and_what_is_amiss(open_world):
    open_world.set(opens_at="2027-13-45", questions=[{"id": "t", "kind": "topics"}], text={"en": "Come and *apply*"})
    open_world.round.programme.plan["lists"] = {}
    open_world.round.programme.save()

    shown = pages.see_in_studio(factories.make_staff(), open_world.block)

    assert "The opening time can’t be read" in shown["html"]
    assert "<em>apply</em>" in shown["html"]
    assert "is not asked: the programme’s plan has no list to choose from." in json.dumps(shown, ensure_ascii=False)


def test_a_block_without_a_programme_says_so(db):
    block = pages.publish_block(BLOCK, "alone")

    assert "This call has not been published yet." in pages.see(learner(), block)


def test_who_has_a_place_is_told_to_wait_for_a_group_only_until_there_is_one(open_world, view):
    mentee = factories.make_mentee(open_world.round)
    make_application(open_world.round, BlockMirror.objects.get(), mentee.user, status=Status.ACCEPTED)
    assert "You will hear of your group before the first meeting." in view(mentee)

    factories.make_group(factories.make_mentor(open_world.round), [mentee])

    page = view(mentee)
    assert "You have a place." in page
    assert "You will hear of your group" not in page
