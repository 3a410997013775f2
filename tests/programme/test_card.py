"""Writing one's own card, and reaching a partner, from the page."""

import pytest

from mentoring_xblock.programme.models import Participant
from tests import factories, pages

pytestmark = pytest.mark.django_db

SCRIPT = "<script>alert('x')</script>"


@pytest.fixture
def mentee(round_):
    return factories.make_mentee(round_, name="Aino")


def kept(participant):
    participant.refresh_from_db()
    return participant.headline, participant.contact, participant.version


def card(headline="Teatteri, Tampere", contact="040 1234567", version=1):
    return {"headline": headline, "contact": contact, "version": version}


def test_the_form_opens_with_what_is_kept(mentee, block):
    Participant.objects.update(headline="Tampere", contact="040 1", version=4)
    answer = pages.send(mentee, block, "edit_card").content.decode()
    assert 'value="Tampere"' in answer
    assert "040 1</textarea>" in answer
    assert 'name="version" value="4"' in answer
    assert "At most 500 characters." in answer
    assert "People in your groups read this" in answer


def test_no_browser_cuts_what_is_pasted(mentee, block):
    assert "maxlength" not in pages.send(mentee, block, "edit_card").content.decode()


def test_saving_shows_the_card_and_ends_the_waiting(mentee, block):
    answer = pages.send(mentee, block, "save_card", card())
    assert answer.status_code == 200
    assert kept(mentee) == ("Teatteri, Tampere", "040 1234567", 2)
    page = answer.content.decode()
    assert "Saved" in page
    assert 'hx-swap-oob="delete"' in page


def test_numbers_as_a_browser_sends_them(mentee, block):
    assert pages.send(mentee, block, "save_card", card(version="1")).status_code == 200


def test_an_empty_card_is_allowed_and_still_waits(mentee, block):
    answer = pages.send(mentee, block, "save_card", card("", ""))
    assert answer.status_code == 200
    assert 'hx-swap-oob="delete"' not in answer.content.decode()


def test_a_double_click_saves_once(mentee, block):
    for _ in range(2):
        assert pages.send(mentee, block, "save_card", card()).status_code == 200
    assert kept(mentee)[2] == 2


def test_a_stale_form_keeps_both_texts(mentee, block):
    Participant.objects.update(headline="Toinen laite", contact="050 9", version=2)
    answer = pages.send(mentee, block, "save_card", card(version=1))
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Also changed on another device. Nothing is lost." in page
    assert "Toinen laite" in page
    assert "040 1234567</textarea>" in page
    assert kept(mentee) == ("Toinen laite", "050 9", 2)

    assert 'name="version" value="2"' in page
    assert pages.send(mentee, block, "save_card", card(version=2)).status_code == 200
    assert kept(mentee) == ("Teatteri, Tampere", "040 1234567", 3)


@pytest.mark.parametrize(
    ("body", "field"),
    [
        (card(headline="x" * 201), "headline"),
        (card(contact="x" * 20_000), "contact"),
        (card(headline=["a", "b"]), "headline"),
        (card(contact={"a": 1}), "contact"),
        (card(contact=True), "contact"),
    ],
)
def test_what_cannot_be_used_is_said_at_its_field(mentee, block, body, field):
    answer = pages.send(mentee, block, "save_card", body)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert f"-{field}-error-1" in page
    assert 'aria-invalid="true"' in page
    assert kept(mentee) == ("", "", 1)


def test_what_was_typed_stays_when_something_else_is_wrong(mentee, block):
    page = pages.send(mentee, block, "save_card", card(headline="x" * 201)).content.decode()
    assert "x" * 201 in page
    assert "040 1234567</textarea>" in page


@pytest.mark.parametrize("version", [None, "", "new", 0, -1, {}])
def test_a_form_without_its_version_saves_nothing(mentee, block, version):
    answer = pages.send(mentee, block, "save_card", card(version=version))
    assert answer.status_code == 422
    assert "040 1234567</textarea>" in answer.content.decode()
    assert kept(mentee)[2] == 1


@pytest.mark.parametrize("raw", ["{", "[1]", '"text"', b"\xff\xfe", "{" * 5_000])
def test_a_body_that_is_no_object_is_answered_in_words(mentee, block, raw):
    answer = pages.send(mentee, block, "save_card", raw)
    assert answer.status_code == 422
    assert "can’t be read" in answer.content.decode()


@pytest.mark.parametrize("text", [SCRIPT, "שלום עולם", "👩‍🏫🎭", "O'Brien & <b>", "a\x00b\x07c"])
def test_any_text_is_text(mentee, block, text):
    page = pages.send(mentee, block, "save_card", card(contact=text)).content.decode()
    assert SCRIPT not in page
    assert "<b>" not in page
    assert kept(mentee)[1] == text.replace("\x00", "").replace("\x07", "")


def test_lines_stay_lines(mentee, block):
    pages.send(mentee, block, "save_card", card(contact="Ma 9–16\r\nTi 12–18"))
    assert kept(mentee)[1] == "Ma 9–16\nTi 12–18"
    assert "Ma 9–16<br>Ti 12–18" in pages.send(mentee, block, "show_card").content.decode()


@pytest.mark.parametrize("handler", ["show_card", "edit_card", "save_card"])
def test_who_takes_no_part_has_no_card(round_, block, handler):
    for user in (
        factories.make_learner(),
        factories.make_coordinator(round_.programme),
        factories.make_staff(),
        factories.make_user(),
    ):
        answer = pages.send(user, block, handler, card())
        assert answer.status_code in (403, 404)
    assert not Participant.objects.exists()


def test_somebody_unenrolled_writes_nothing(mentee, block):
    factories.enrol(mentee.user, active=False)
    assert pages.send(mentee, block, "save_card", card()).status_code == 403
    assert kept(mentee) == ("", "", 1)


def test_nobody_writes_another_persons_card(mentee, block, round_):
    other = factories.make_mentee(round_)
    pages.send(other, block, "save_card", {**card(), "participant": str(mentee.public_id), "user": mentee.user_id})
    assert kept(mentee) == ("", "", 1)
    assert kept(other)[2] == 2


# ---- reaching a partner ----


@pytest.fixture
def pair(round_):
    anna = factories.make_mentor(round_, name="Anna", contact="040 1234567\nkello 9–16")
    aino = factories.make_mentee(round_, name="Aino")
    factories.make_group(anna, [aino])
    return anna, aino


def reach(user, block, participant):
    return pages.send(user, block, "show_contact", {"participant": str(participant.public_id)})


def test_partners_see_how_to_reach_each_other(pair, block):
    anna, aino = pair
    assert "040 1234567<br>kello 9–16" in reach(aino, block, anna).content.decode()
    assert "They have not written yet how to reach them." in reach(anna, block, aino).content.decode()


def test_members_of_a_small_group_see_each_other_too(round_, block):
    aino, eero = factories.make_mentee(round_), factories.make_mentee(round_, contact="050 77")
    factories.make_group(factories.make_mentor(round_), [aino, eero], kind="small_group")
    assert "050 77" in reach(aino, block, eero).content.decode()


def test_nobody_else_learns_how_to_reach_somebody(round_, block, pair):
    anna, aino = pair
    stranger = factories.make_mentee(round_)
    for user in (
        stranger,
        factories.make_learner(),
        factories.make_coordinator(round_.programme),
        factories.make_administrator(),
        factories.make_user(is_staff=True, is_superuser=True),
    ):
        answer = reach(user, block, anna)
        assert answer.status_code in (403, 404)
        assert "040" not in answer.content.decode()
    assert reach(aino, block, stranger).status_code == 404


def test_partners_of_a_draft_or_a_closed_group_are_none(round_, block):
    for state in ("draft", "closed"):
        mentor, mentee = factories.make_mentor(round_, contact="040 1"), factories.make_mentee(round_)
        factories.make_group(mentor, [mentee], state=state)
        assert reach(mentee, block, mentor).status_code == 404


@pytest.mark.parametrize("participant", ["", "no-id", None, 7, [], "0d9716d3-faf3-4531-a448-79dc1f4faa09"])
def test_an_unknown_partner_is_answered_in_words(pair, block, participant):
    answer = pages.send(pair[1], block, "show_contact", {"participant": participant})
    assert answer.status_code in (404, 422)
    assert 'role="alert"' in answer.content.decode()


def test_a_get_changes_and_shows_nothing(mentee, block):
    client = pages.browser(mentee)
    for handler in ("show_card", "edit_card", "save_card", "show_contact", "name_coordinator", "remove_coordinator"):
        answer = client.get(f"/courses/{block.course_key}/xblock/{block.usage_key}/handler/{handler}")
        assert answer.status_code == 405


def test_what_people_type_reaches_no_log(mentee, block, caplog):
    marker = "salaisuus-4711"
    pages.send(mentee, block, "save_card", card(headline=marker, contact=marker))
    pages.send(mentee, block, "save_card", card(headline=marker * 50, contact=marker))
    assert marker not in caplog.text
