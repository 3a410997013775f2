"""The coordinator's desk as a page: what it says first, what it shows, and what it answers."""

import re

import pytest

from mentoring_xblock.applications.models import Application, CallRole, Status
from mentoring_xblock.dashboard.block import DashboardBlock
from mentoring_xblock.models import Message, Rating
from tests import factories as make
from tests import factories_matching as matching
from tests.dashboard.scenes import said

pytestmark = pytest.mark.django_db


def test_before_there_is_a_call(desk):
    page = desk.open()
    assert "There is no call yet." in page


def test_the_first_sentence_is_what_needs_doing(desk, call, applied, decide):
    assert "Nobody has applied yet." in desk.open()
    rows = [applied("Elli Saari"), applied("Joonas Hietala")]
    assert "Two applications wait for a decision." in desk.open()
    decide(rows[:1])
    decide(rows[1:], Status.RESERVE)
    page = desk.open()
    assert "Two places are free, and somebody is in reserve." in page
    assert "Joonas Hietala is next in reserve" in page
    assert "1 of 3 places given" in page and "1 in reserve" in page


def test_calls_say_when_they_open_and_close(desk, round_):
    matching.make_call(round_.programme, block_id="soon", opens_at="2099-02-01T12:00")
    matching.make_call(round_.programme, CallRole.MENTOR, block_id="over", closes_at="2020-02-28")
    matching.make_call(round_.programme, CallRole.ROLE_GROUP, block_id="now", closes_at="2099-03-01")
    page = desk.open()
    assert "Opens Sun 1 Feb, 12:00." in page
    assert "Closed at the end of Fri 28 Feb." in page
    assert "Open until the end of Sun 1 Mar." in page


def test_wishes_without_expertise_are_named(desk, call, mentor_call, applied):
    for name in ("Elli", "Joonas", "Noora"):
        applied(name, answers={"topics": ["animation", "funding"]})
    applied("Anna", to=mentor_call, answers={"topics": ["funding"]})
    applied("Declined", Status.DECLINED, to=mentor_call, answers={"topics": ["animation"]})
    applied("Draft", Status.DRAFT, to=mentor_call, answers={"topics": ["animation"]})
    page = desk.open()
    assert "Three wish for the topic “Animation”, and no mentor offers it." in page
    assert "“Funding”, and no" not in page
    assert "wished for by 3, offered by 1" in page


def test_a_surplus_of_mentors_is_said(desk, call, mentor_call, applied, monkeypatch):
    monkeypatch.setattr(DashboardBlock, "invite_to_bank", None)
    for name in ("Anna", "Kaisa", "Bo", "Leena"):
        applied(name, to=mentor_call)
    page = desk.open()
    assert "2 more have applied to “Call: mentor” than the 2 looked for: keep them in reserve." in page


# ---- the list ----


def test_drafts_are_nobodys_to_see_and_what_was_withdrawn_is_closed(desk, call, applied):
    applied("Dora Draft", Status.DRAFT)
    gone = applied("Wilma Withdrawn", Status.WITHDRAWN)
    page = desk.open()
    assert "Dora Draft" not in page and "1 application" in page
    assert "Read Wilma Withdrawn’s application" not in page
    desk.post("open_application", application_id=gone.public_id)
    assert desk.status == 404


def test_what_waits_for_a_decision_comes_first(desk, call, mentor_call, applied):
    for name, status, order in (
        ("Wilma Withdrawn", Status.WITHDRAWN, None),
        ("Dan Declined", Status.DECLINED, None),
        ("Ann Accepted", Status.ACCEPTED, None),
        ("Rolf Second", Status.RESERVE, 2),
        ("Rita First", Status.RESERVE, 1),
        ("Elli Saari", Status.RECEIVED, None),
        ("Joonas Hietala", Status.RECEIVED, None),
    ):
        applied(name, status, reserve_order=order)
    page = desk.post("list_applications")
    names = ("Elli Saari", "Joonas Hietala", "Rita First", "Rolf Second", "Dan Declined", "Ann Accepted", "Wilma With")
    places = [page.index(name) for name in names]
    assert places == sorted(places)


def test_the_list_narrows_by_role_state_and_name(desk, call, mentor_call, applied):
    applied("Elli Saari")
    applied("Joonas Hietala", Status.RESERVE)
    applied("Anna Laine", to=mentor_call)

    def shown(**asked):
        found = desk.post("list_applications", **asked)
        return [name for name in ("Elli Saari", "Joonas Hietala", "Anna Laine") if name in found]

    assert shown() == ["Elli Saari", "Joonas Hietala", "Anna Laine"]
    assert shown(role="mentor") == ["Anna Laine"]
    assert "Mentors, sent" in desk.post("list_applications", role="mentor")
    assert shown(status="reserve") == ["Joonas Hietala"]
    assert shown(text="Elli") == ["Elli Saari"]
    assert shown(text="Nobody at all") == []
    assert "Nobody found." in desk.post("list_applications", role="mentor", text="Elli")


def test_an_application_opens_in_its_place_with_what_stands_out(desk, call, applied):
    people = {"wished": ["Anna Laine", "Nobody Known"], "vetoed": []}
    elli = applied("Elli Saari", answers=matching.answers_for("mentee", people=people))
    applied("Anna Laine")
    page = desk.post("open_application", application_id=elli.public_id)
    assert "I produce documentaries in Tampere" in page
    assert "New to this: says so in the application." in page
    assert "“Nobody Known” fits nobody in this round, or more than one person." in page
    assert "“Anna Laine” fits" not in page
    folded = desk.post("open_application", application_id=elli.public_id, folded=True)
    assert "I produce documentaries" not in folded and "Elli Saari" in folded
    finnish = desk.post("open_application", "fi", application_id=elli.public_id)
    assert "Motivaatiokirje" in finnish


def test_the_matching_groups_numbers_stand_beside_an_application(desk, round_, call, applied):
    elli = applied("Elli Saari")
    for score, verdict in ((5, "take"), (2, "leave")):
        matcher = matching.make_matcher(round_.programme)
        Rating.objects.create(
            application=elli, matcher=matcher, scores={"values": score}, verdict=verdict, comment="A private word"
        )
    page = desk.open()
    assert "Read by 2, 3.5 of 5 on average" in page and "Opinions differ" in page
    opened = desk.post("open_application", application_id=elli.public_id)
    assert "What 2 readers of the matching group think" in opened and "far apart" in opened
    assert "Values" in opened and "3.5 of 5 on average, from 2 to 5" in opened
    assert "Take them: 1 Not sure: 0 Leave them out: 1" in opened
    sheet = desk.post("choose_applications", applications=[elli.public_id], outcome="accepted")
    assert "Read by 2, 3.5 of 5 on average" in sheet
    assert "A private word" not in page + opened + sheet
    applied("Joonas Hietala")
    differing = desk.post("list_applications", differ="yes")
    assert "Elli Saari" in differing and "Joonas Hietala" not in differing and 'name="differ"' in desk.markup
    sheet = desk.post("choose_applications", everything=True, differ="yes", outcome="accepted")
    assert "Accept 1 application?" in sheet and 'name="differ"' in desk.markup


def test_the_reserve_is_ordered_by_buttons(desk, call, applied):
    applied("Elli Saari", Status.RESERVE, reserve_order=1)
    joonas = applied("Joonas Hietala", Status.RESERVE, reserve_order=2)
    page = desk.post("order_reserve", application_id=joonas.public_id, up=True, status="reserve")
    assert page.index("Joonas Hietala") < page.index("Elli Saari")
    assert "In reserve, place 1" in page
    # The reader stays where they were: on the button that they pressed.
    assert len(re.findall("data-mn-focus", desk.markup)) == 1


# ---- deciding ----


def sheet(desk, *rows, outcome="accepted", **changes):
    return desk.post("choose_applications", applications=[row.public_id for row in rows], outcome=outcome, **changes)


def send(desk, **changes):
    """Press the button of the sheet that the newest answer showed, with some fields typed anew."""
    fields = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', desk.markup))
    fields["chosen"] = re.findall(r'name="chosen\[\]" value="([^"]+)"', desk.markup)
    for name, text in re.findall(r'<textarea name="(\w+)"[^>]*>\s*(.*?)</textarea>', desk.markup, re.DOTALL):
        fields[name] = text
    return desk.post("decide_applications", **{**fields, **changes})


def test_the_letter_is_seen_and_edited_before_anything_is_sent(desk, call, applied):
    elli, matti = applied("Elli Saari", language="en"), applied("Matti Maki", language="fi")
    page = sheet(desk, elli, matti)
    assert "Accept 2 applications?" in page and "Elli Saari" in page and "Matti Maki" in page
    assert "You have a place in Producers." in page and "can’t be taken back" in page
    assert "%(" not in page and not Message.objects.exists()
    page = send(desk, letter_en="Welcome, all of you.", letter_fi="Tervetuloa.")
    assert "2 applications were accepted. The letters to 2 people are on their way." in page
    assert desk.last.headers["HX-Retarget"].endswith("-ap")
    texts = {message.recipient: message.context["letter"] for message in Message.objects.all()}
    assert texts == {elli.applicant: "Welcome, all of you.", matti.applicant: "Tervetuloa."}
    elli.refresh_from_db()
    assert elli.status == Status.ACCEPTED


def test_a_language_that_nobody_reads_is_not_asked_for(desk, call, applied):
    page = sheet(desk, applied("Matti Maki", language="fi"))
    assert "Letter in Finnish" in page and "Letter in English" not in page


def test_a_second_click_sends_nothing_more(desk, call, applied):
    sheet(desk, applied("Elli Saari"))
    first = desk.last
    send(desk)
    desk.last = first
    assert "This was sent before; nobody is told twice." in send(desk)
    assert Message.objects.count() == 1


def test_what_was_typed_stays_when_something_is_missing(desk, call, applied):
    elli = applied("Elli Saari")
    sheet(desk, elli, outcome="declined")
    page = send(desk, letter_en="No place, sorry.", told_en=" ", reason="Kept")
    assert desk.status == 422
    assert "Write the reason that they are told." in page and "No place, sorry." in page and "Kept" in page
    send(desk, told_en="Full.")
    elli.refresh_from_db()
    assert elli.status == Status.DECLINED and elli.decisions.get().told == "Full."


def test_who_changed_meanwhile_is_named_and_left_out(desk, call, applied):
    elli, joonas = applied("Elli Saari"), applied("Joonas Hietala")
    sheet(desk, elli, joonas)
    elli.status = Status.WITHDRAWN
    elli.version += 1
    elli.save()
    page = send(desk, letter_en="My own words.")
    assert desk.status == 409
    assert "Nothing was decided and nobody was told" in page and "Elli Saari: Withdrawn." in page
    assert "My own words." in page and not Message.objects.exists()
    send(desk)
    assert list(Message.objects.values_list("recipient", flat=True)) == [joonas.applicant_id]


def test_who_cannot_be_decided_on_is_left_out_and_named(desk, call, applied):
    page = sheet(desk, applied("Elli Saari"), applied("Anna Accepted", Status.ACCEPTED), outcome="declined")
    assert "Decline 1 application?" in page and "Anna Accepted: Accepted" in page
    page = sheet(desk, applied("Bo Accepted", Status.ACCEPTED))
    assert desk.status == 422 and "None of these can be decided on in this way any more." in page
    assert "Choose at least one application." in sheet(desk)


def test_everything_that_was_found_can_be_chosen(desk, call, applied):
    for number in range(30):
        applied(f"Person {number}")
    page = sheet(desk, everything=True, status="received")
    assert "Accept 30 applications?" in page
    send(desk)
    assert Message.objects.count() == 30


def test_who_left_the_course_is_said_to_get_no_mail(desk, call, applied):
    elli = applied("Elli Saari")
    make.enrol(elli.applicant, active=False)
    assert "Elli Saari has left the course and gets no mail." in sheet(desk, elli)


def test_leaving_it_as_it_is_changes_nothing(desk, call, applied):
    sheet(desk, applied("Elli Saari"))
    assert desk.post("leave_applications") == ""
    assert not Message.objects.exists()


# ---- late ----


def test_somebody_is_let_in_late(desk, call):
    make.make_learner("elli", "Elli Saari")
    page = desk.post("let_in_late", call=str(call.usage_key), identifier="elli", until="2099-03-01")
    assert "They can apply until the end of Sun 1 Mar" in page and "nothing sent yet" in page
    page = desk.post("let_in_late", call=str(call.usage_key), identifier="nobody", until="2099-03-01")
    assert desk.status == 422 and "Nobody who is enrolled" in page and 'value="nobody"' in desk.markup
    for body in ({"call": "x"}, {"until": "2001-01-01"}, {"until": "tomorrow"}, {"identifier": 7}):
        desk.post("let_in_late", **{"call": str(call.usage_key), "identifier": "e", "until": "2099-03-01", **body})
        assert desk.status == 422, body


@pytest.mark.parametrize("language", ["en", "fi"])
def test_every_language_has_a_page(desk, call, applied, language):
    applied("Elli Saari")
    assert said(desk.raw("show_desk", language, desk="applications"))
    assert desk.status == 200


def test_surplus_mentors_are_invited_to_the_bank_where_there_is_one(desk, call, mentor_call, applied, monkeypatch):
    mentors = [applied(name, to=mentor_call) for name in ("Anna", "Kaisa", "Bo")]
    mentee = applied("Elli Saari")
    asked = []
    monkeypatch.setattr(
        DashboardBlock, "invite_to_bank", lambda block, call, people: asked.append(set(people)) or len(people)
    )
    assert "keep them in reserve, or invite them to the mentor bank." in desk.open()
    page = desk.post("bank_applicants", applications=[row.public_id for row in (*mentors, mentee)])
    assert "3 people were invited to the mentor bank." in page
    assert asked == [{row.applicant_id for row in mentors}]
    assert set(Application.objects.values_list("status", flat=True)) == {Status.RECEIVED}
    desk.post("bank_applicants", applications=[mentee.public_id])
    assert desk.status == 422 and len(asked) == 1
