"""The matching group's page, as a browser meets it."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from mentoring_xblock.applications.models import Status
from mentoring_xblock.programme.models import Appointment
from mentoring_xblock.reviews import api
from mentoring_xblock.reviews.data import COMMENT_LIMIT, Criterion
from mentoring_xblock.reviews.models import Rating, Suggestion
from tests import factories
from tests.dashboard.scenes import said, words
from tests.factories_matching import make_application, make_call
from tests.pages import publish_block, see, send
from tests.reviews.conftest import SECRET

MINE = "Said by me in this form"


@pytest.fixture
def block(world):
    return publish_block("mentoring_dashboard", "dashboard")


@pytest.fixture
def post(world, block):
    """Send something as somebody; Aino unless told otherwise."""

    def send_(handler, user=None, **body):
        ids = {name: str(value) for name, value in body.items() if name in ("application", "partner", "suggestion")}
        return send(user or world.aino, block, handler, {**body, **ids})

    return send_


def rating(application, verdict="take", version=0, **more):
    return {"application": application.public_id, "verdict": verdict, "version": version, "comment": MINE, **more}


def page_of(user, block):
    return words(see(user, block).partition("data-mn-root>")[2].partition("<script")[0])


# ---- what is there ----


def test_a_matcher_meets_the_first_unread_application(world, block):
    world.mentee("Mikko Aho"), world.mentee("Tiina Korhonen")
    shown = page_of(world.aino, block)
    assert "Two applications wait for you." in shown
    assert "0 of 2 applications read" in shown
    assert "I produce documentaries in Tampere" in shown
    assert "Read by the matching group, until the pairs are published" in shown


def test_a_matcher_goes_from_one_application_to_the_next_in_their_order(world, block, post):
    first, middle, last = (world.mentee(name) for name in ("Mikko Aho", "Tiina Korhonen", "Saara Vuori"))
    shown = words(post("open_reading", application=middle.public_id).content.decode())
    assert "2 of 3 Previous Next Next unread All applications" in shown
    assert "3 of 3 Previous Next unread All applications" in words(
        post("open_reading", application=last.public_id).content.decode()
    )
    assert "1 of 3 Next Next unread All applications" in page_of(world.aino, block)
    # What is written in Markdown is read as its writer saw it in the preview.
    first.answers = {"letter": "I *really* want this."}
    first.save()
    assert "I <em>really</em> want this." in see(world.aino, block)


def test_who_applies_themselves_is_told_so(world, block):
    world.mentee(), world.mentor("Aino Laine", applicant=world.aino)
    assert "You have applied yourself." in page_of(world.aino, block)
    assert "One application waits for you." in page_of(world.aino, block)
    assert "You have applied yourself." not in page_of(world.ben, block)


def test_nothing_to_read_and_everything_read_are_said(world, block):
    assert "There is nothing to read yet." in page_of(world.aino, block)
    world.rate(world.aino, world.mentee())
    shown = page_of(world.aino, block)
    assert "You have read the only application." in shown
    assert "Nothing waits for you." in shown


def test_who_reads_and_mentors_switches_between_the_two(world, block):
    factories.make_pair(world.round, factories.make_mentor(world.round, user=world.aino))
    world.mentee("Mikko Aho")
    assert "Applications to read" in page_of(world.aino, block)
    shown = said(send(world.aino, block, "show_part", {"part": "reading"}))
    assert "One application waits for you." in shown
    assert send(world.coordinator, block, "show_part", {"part": "reading"}).status_code == 403


def test_a_dismissed_matcher_has_no_page_and_no_handler(world, block, post):
    application = world.mentee()
    Appointment.objects.filter(user=world.aino).delete()
    assert "wait for you" not in page_of(world.aino, block)
    assert post("save_rating", **rating(application)).status_code == 404
    assert not Rating.objects.exists()


# ---- rating ----


def test_saving_opens_the_next_one(world, post):
    first = world.mentee("Mikko Aho")
    world.mentee("Tiina Korhonen")
    answer = post("save_rating", **rating(first, score_values="4", score_fit=""))
    assert answer.status_code == 200
    assert "Saved what you think of Mikko Aho." in said(answer)
    assert re.search(r"<h3[^>]*data-mn-focus[^>]*>Tiina Korhonen</h3>", answer.content.decode())
    assert Rating.objects.get().scores == {"values": 4}


def test_staying_shows_what_the_others_think(world, post):
    application = world.mentee("Mikko Aho")
    world.mentee()
    world.rate(world.ben, application, "leave", SECRET, values=1)
    before = said(post("open_reading", application=application.public_id))
    assert SECRET not in before
    assert "The group reads blind" in before
    after = said(post("save_rating", **rating(application, score_values="5", stay="true")))
    assert SECRET in after
    assert "Opinions differ: whether to take them, Values." in after
    assert "Take them: you" in after
    assert "1: Ben Ek" in after


def test_a_disagreement_is_told_with_the_next_one(world, post):
    application = world.mentee("Mikko Aho")
    world.mentee()
    world.rate(world.ben, application, "leave", SECRET)
    answer = said(post("save_rating", **rating(application)))
    assert "Saved. Opinions on Mikko Aho differ: whether to take them." in answer
    assert SECRET not in answer


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"verdict": ""}, "Choose what you would do."),
        ({"verdict": "marry"}, "Choose what you would do."),
        ({"score_values": "6"}, "Choose a number from 1 to 5, or leave it out."),
        ({"score_values": "many"}, "Choose a number from 1 to 5, or leave it out."),
        ({"score_gone": "3"}, "The criteria have changed meanwhile."),
        ({"comment": MINE + "ä" * COMMENT_LIMIT}, "This can have 2000 characters"),
        ({"verdict": ["take"]}, "This can’t be read."),
    ],
)
def test_what_cannot_be_saved_stays_with_a_sentence_beside_it(world, post, wrong, sentence):
    answer = post("save_rating", **{**rating(world.mentee()), **wrong})
    assert answer.status_code == 422
    assert sentence in said(answer)
    assert MINE in said(answer)
    assert not Rating.objects.exists()


@pytest.mark.parametrize("wrong", [{"application": "no"}, {"version": "x"}, {"application": None}])
def test_a_page_that_does_not_know_what_it_rates_is_told_and_stays(world, post, wrong):
    answer = post("save_rating", **{**rating(world.mentee()), **wrong})
    assert answer.status_code == 422
    assert answer.headers["HX-Reswap"] == "afterbegin"


def test_two_windows_meet_and_the_writer_chooses(world, post):
    application = world.mentee()
    world.rate(world.aino, application, "leave", SECRET, values=2)
    answer = post("save_rating", **rating(application, score_values="5"))
    assert answer.status_code == 409
    shown = said(answer)
    assert "What you have just typed" in shown
    assert MINE in shown
    assert SECRET in shown
    assert 'name="version" value="1"' in answer.content.decode()
    assert post("save_rating", **rating(application, version=1, stay="true", score_values="5")).status_code == 200
    assert Rating.objects.get().comment == MINE


def test_words_are_words_and_never_markup(world, post):
    world.set(blind=False)
    application = world.mentee()
    world.rate(world.ben, application, comment="<img src=x onerror=alert(1)>")
    shown = post("open_reading", application=application.public_id).content.decode()
    assert "<img" not in shown
    assert "&lt;img src=x" in shown


def test_ones_own_application_opens_for_nobody_here(world, post):
    own = world.mentee(applicant=world.aino)
    assert post("open_reading", application=own.public_id).status_code == 404
    assert post("save_rating", **rating(own)).status_code == 404


# ---- the list ----


def test_the_list_narrows_without_touching_what_is_open(world, post):
    first = world.mentee("Mikko Aho")
    world.mentor("Ulla Salo")
    world.rate(world.aino, first)
    assert "Ulla Salo" not in said(post("list_reading", which="read"))
    assert "Mikko Aho" not in said(post("list_reading", role="mentor"))
    answer = said(post("list_reading", text="Mikko"))
    assert "1 application" in answer
    assert "Ulla Salo" not in answer
    assert "None like this." in said(post("list_reading", text="Nobody"))


@pytest.mark.parametrize("wrong", [{"which": "best"}, {"role": "boss"}, {"page": "x"}, {"text": "x" * 151}])
def test_a_list_that_cannot_be_asked_for_is_refused(world, post, wrong):
    assert post("list_reading", **wrong).status_code == 422


def test_a_decision_is_shown_with_its_kept_reason(world, post):
    application = world.mentee(status=Status.DECLINED)
    application.decisions.create(status="declined", told="You were told", reason=SECRET, decided_by=world.coordinator)
    assert SECRET not in said(post("open_reading", application=application.public_id))
    shown = said(post("save_rating", **rating(application, stay="true")))
    assert SECRET in shown
    assert "Saija Lampi" in shown


# ---- pairs ----


def test_a_pair_is_suggested_from_either_side_and_taken_back(world, post):
    mentee, mentor = world.mentee("Mikko Aho"), world.mentor("Ulla Salo")
    answer = post("suggest_pair", application=mentor.public_id, partner=mentee.public_id, note="Chess")
    assert "Suggested." in said(answer)
    assert "Mikko Aho suggested by you" in said(answer)
    made = Suggestion.objects.get()
    assert (made.mentee, made.mentor) == (mentee, mentor)
    assert "Ulla Salo suggested by you" in said(post("open_reading", application=mentee.public_id))
    answer = post("withdraw_pair", application=mentee.public_id, suggestion=made.public_id)
    assert "None yet." in said(answer)
    assert not Suggestion.objects.exists()


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"partner": ""}, "Choose somebody."),
        ({"partner": "no"}, "Choose somebody."),
        ({"note": MINE + "x" * 500}, "This can have 500 characters"),
    ],
)
def test_a_pair_that_cannot_be_suggested_keeps_the_note(world, post, wrong, sentence):
    mentee, mentor = world.mentee(), world.mentor("Ulla Salo")
    body = {"application": mentee.public_id, "partner": mentor.public_id, "note": MINE, **wrong}
    answer = post("suggest_pair", **body)
    assert answer.status_code == 422
    assert sentence in said(answer)
    assert MINE in said(answer)


def test_partners_are_found_by_name_among_those_who_applied(world, post):
    mentee = world.mentee()
    world.mentor("Ulla Salo"), world.mentor("Olli Virta")
    factories.make_learner(name="Ulla Outside")
    answer = said(post("find_partner", application=mentee.public_id, find="Ulla", note=MINE))
    assert "Ulla Salo" in answer
    assert "Ulla Outside" not in answer
    assert "Olli Virta" not in answer
    assert MINE in answer
    assert "Nobody like this has applied." in said(post("find_partner", application=mentee.public_id, find="Zorro"))


def test_a_group_of_equals_takes_no_pair(world, block, post):
    application = make_application(world.round, make_call(world.programme, "supervision_group"))
    assert "Suggested pairs" not in said(post("open_reading", application=application.public_id))
    assert post("find_partner", application=application.public_id).status_code == 404


# ---- the seal ----


def test_after_publishing_the_page_says_that_the_notes_are_sealed_and_shows_none(world, block, post):
    application = world.mentee("Mikko Aho")
    world.rate(world.aino, application, comment=SECRET)
    api.seal(world.round.pk, timezone.now())
    shown = page_of(world.aino, block)
    assert "The matching group’s work is done." in shown
    assert SECRET not in shown
    assert "Mikko Aho" not in shown
    opened = said(post("open_reading", application=application.public_id))
    assert "sealed" in opened
    assert SECRET not in opened


def test_who_was_about_to_save_is_told_and_keeps_the_page(world, post):
    application = world.mentee()
    api.seal(world.round.pk, timezone.now())
    answer = post("save_rating", **rating(application))
    assert answer.status_code == 409
    assert answer.headers["HX-Reswap"] == "afterbegin"
    assert "Nothing was saved." in said(answer)
    assert post("find_partner", application=application.public_id).status_code == 404


def test_named_criteria_stand_on_the_page_in_its_language(world, block):
    world.set(criteria=[Criterion("", {"en": "Courage", "fi": "Rohkeus"})])
    world.mentee()
    assert "Courage" in see(world.aino, block)
    assert "Rohkeus" in see(world.aino, block, "fi")


# ---- one number of queries for ten and three hundred ----


def test_the_page_and_a_saved_rating_take_as_many_queries_for_ten_as_for_three_hundred(world, block, post):
    papers = []

    def fill(number):
        while len(papers) < number:
            papers.append(world.mentor() if len(papers) % 2 else world.mentee())
            if len(papers) % 3 == 0:
                world.rate(world.ben, papers[-1], "leave", values=2)

    def counted(action):
        with CaptureQueriesContext(connection) as captured:
            action()
        return len(captured)

    actions = {
        "page": lambda: see(world.aino, block),
        "list": lambda: post("list_reading", which="unread"),
        "partners": lambda: post("find_partner", application=papers[0].public_id, find=""),
        "part": lambda: post("name_matchers", world.coordinator, people=world.ben.username),
    }
    fill(10)
    for action in actions.values():
        action()  # what is looked up once a process is looked up now
    ten = {name: counted(action) for name, action in actions.items()}
    ten["save"] = counted(lambda: post("save_rating", **rating(papers[4])))
    fill(300)
    hundreds = {name: counted(action) for name, action in actions.items()}
    hundreds["save"] = counted(lambda: post("save_rating", **rating(papers[6])))
    assert hundreds == ten
    assert ten["page"] <= 60
    assert ten["save"] <= 75
