"""On the programme's page: keep a place, or decline it, after being asked once more."""

import pytest
from django.utils import timezone

from mentoring_xblock.proposals import api
from mentoring_xblock.proposals.models import Answer, Offer
from tests import pages

pytestmark = pytest.mark.django_db


@pytest.fixture
def block(round_):
    return pages.publish_block("mentoring_programme", "b1", plan=round_.programme.plan, programme="main")


@pytest.fixture
def offer(scene):
    scene.mentee("Elli", ["funding"])
    scene.mentor("Anna", ["funding"])
    info = scene.run()
    api.publish(scene.coordinator, scene.place, info.public_id, version=info.version)
    return Offer.objects.get(membership__participant=scene.people["Elli"])


@pytest.fixture
def elli(scene, offer, block):
    """Send something from Elli's page."""
    user = scene.people["Elli"].user

    def send(handler, **body):
        return pages.send(user, block, handler, {"place": str(offer.public_id), **body})

    return send


def test_the_place_stands_on_the_page_until_it_is_answered(scene, block, offer, elli):
    page = pages.see(scene.people["Elli"].user, block)
    assert page.count("You have been put together with Anna.") == 1
    assert page.count("If it is not for you, decline until") == 1
    answer = elli("keep_place")
    assert answer.headers["HX-Retarget"].endswith("-page")
    kept = answer.content.decode()
    assert "The place is yours." in kept
    assert "You have said that you keep it." in kept
    assert "Your mentor is Anna." in kept
    assert "Keep it</button>" not in kept
    assert Offer.objects.get(pk=offer.pk).answer == Answer.KEPT


def test_declining_is_asked_once_more(scene, block, offer, elli):
    asked = elli("ask_place").content.decode()
    assert "Decline this place?" in asked and "Only the coordinators read this." in asked
    assert "Your place" in elli("show_place").content.decode()
    assert Offer.objects.get(pk=offer.pk).answer == Answer.OPEN
    done = elli("decline_place", reason="I <b>can't</b>")
    assert done.headers["HX-Retarget"].endswith("-page")
    page = done.content.decode()
    assert "You have declined the place" in page
    # All of the page knows of it, and not only the part that was pressed.
    assert "You will hear who your mentor is." in page
    assert "Anna" not in page
    assert Offer.objects.get(pk=offer.pk).reason == "I <b>can't</b>"
    assert "put together with Anna" not in pages.see(scene.people["Elli"].user, block)


def test_too_long_a_reason_stays_typed(offer, elli):
    answer = elli("decline_place", reason="x" * 1001)
    assert answer.status_code == 422
    assert "x" * 1001 in answer.content.decode()
    assert "it has 1001" in answer.content.decode()
    assert Offer.objects.get(pk=offer.pk).answer == Answer.OPEN


def test_declining_twice_is_declining_once(elli):
    assert elli("decline_place").status_code == 200
    assert elli("decline_place").status_code == 200
    assert elli("keep_place").status_code == 409
    assert elli("ask_place").status_code == 404


@pytest.mark.parametrize("named", ["", "nonsense", None, 7, ["a"]])
def test_a_place_that_is_none_is_refused(offer, elli, named):
    for handler in ("keep_place", "decline_place", "ask_place", "explain_place"):
        assert elli(handler, place=named, group=named).status_code == 422


def test_both_find_why_they_are_together_also_when_the_place_is_theirs_for_good(scene, block, offer):
    Offer.objects.update(answer_by=timezone.now())
    body = {"group": str(offer.membership.group.public_id)}
    for name in ("Elli", "Anna"):
        user = scene.people[name].user
        page = pages.see(user, block)
        assert "Why together?" in page and "Your place" not in page
        why = pages.send(user, block, "explain_place", body).content.decode()
        assert "Wished for and offered: Funding" in why
        assert "Only what both of you answered alike is shown here." in why
    other = scene.mentee("Eero", ["funding"])
    assert pages.send(other.user, block, "explain_place", body).status_code == 404
