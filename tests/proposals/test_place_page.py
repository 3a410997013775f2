"""On the programme's page: keep a place, or decline it, after being asked once more."""

import pytest

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
    assert "You have been put together with Anna." in page
    kept = elli("keep_place").content.decode()
    assert "You have said that you keep it." in kept
    assert "Keep it</button>" not in kept
    assert Offer.objects.get(pk=offer.pk).answer == Answer.KEPT


def test_declining_is_asked_once_more(scene, block, offer, elli):
    asked = elli("ask_place").content.decode()
    assert "Decline this place?" in asked and "Only the coordinators read this." in asked
    assert "Your place" in elli("show_place").content.decode()
    assert Offer.objects.get(pk=offer.pk).answer == Answer.OPEN
    done = elli("decline_place", reason="I <b>can't</b>")
    assert "You have declined the place" in done.content.decode()
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
        assert elli(handler, place=named).status_code == 422


def test_who_leads_reads_of_each_member(scene, block, offer):
    own = Offer.objects.get(membership__participant=scene.people["Anna"])
    body = {"place": str(own.public_id)}
    why = pages.send(scene.people["Anna"].user, block, "explain_place", body).content.decode()
    assert "Wished for and offered: Funding" in why
    assert "Only what both of you answered alike is shown here." in why
