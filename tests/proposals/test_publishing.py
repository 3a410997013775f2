"""Publishing: all of it or nothing, everybody told once; then people keep or decline, and places are passed on."""

import datetime as dt
from collections import Counter
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.utils import timezone

from mentoring_xblock.groups import api as groups
from mentoring_xblock.groups.models import Group, Membership, State
from mentoring_xblock.kit.errors import Conflict, Full, Invalid, NotFound
from mentoring_xblock.models import Message
from mentoring_xblock.notifications import api as notifications
from mentoring_xblock.programme.models import Programme
from mentoring_xblock.proposals import api
from mentoring_xblock.proposals.brief import Brief
from mentoring_xblock.proposals.data import Stage
from mentoring_xblock.proposals.models import Answer, Offer
from mentoring_xblock.reviews import api as reviews
from mentoring_xblock.templatetags.mentoring import day
from tests import factories as make
from tests.proposals.scenes import WISHES, actor_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def five(scene):
    """Three mentees for Anna with two places and Mikael with one; one more has no place."""
    scene.mentee("Elli", ["funding"])
    scene.mentee("Daniel", ["animation"])
    scene.mentee("Ilkka", ["animation", "events"])
    scene.mentor("Anna", ["animation", "events"], 2)
    scene.mentor("Mikael", ["funding"], 1)
    return scene


def publish(scene, info, version=None):
    version = scene.get(info).version if version is None else version
    return api.publish(scene.coordinator, scene.place, info.public_id, version=version)


@pytest.fixture
def published(five):
    info = five.run()
    publish(five, info)
    return info


def offer_of(scene, name):
    return Offer.objects.get(membership__participant=scene.people[name], membership__seat__isnull=False)


def answer(scene, name, keep, reason=""):
    offer = offer_of(scene, name)
    return api.answer_offer(actor_of(scene.people[name]), scene.place, offer.public_id, keep=keep, reason=reason)


def pairs(scene):
    """Return who is with whom in published groups, by name."""
    names = {person.pk: name for name, person in scene.people.items()}
    found = {}
    for group in Group.objects.filter(state=State.PUBLISHED):
        rows = list(group.memberships.filter(seat__isnull=False))
        leader = next((names[row.participant_id] for row in rows if row.leads), None)
        found |= {names[row.participant_id]: leader for row in rows if not row.leads}
    return found


def test_everybody_is_told_once(five):
    info = five.run()
    found = publish(five, info)
    assert (found.info.stage, found.groups, found.told) == (Stage.PUBLISHED, 3, 5)
    assert pairs(five) == {"Elli": "Mikael", "Daniel": "Anna", "Ilkka": "Anna"}
    told = Counter(Message.objects.values_list("recipient_id", flat=True))
    assert told == {person.user_id: 1 for person in five.people.values()}
    assert Offer.objects.filter(proposal__public_id=info.public_id).count() == 6


def test_the_mail_tells_until_when_one_may_decline(five, published):
    notifications.send_due()
    assert len(mail.outbox) == 5
    last_day = timezone.localdate(timezone=ZoneInfo("Europe/Helsinki")) + dt.timedelta(days=7)
    for letter in mail.outbox:
        for text in (letter.body, letter.alternatives[0][0]):
            assert "say so on the programme’s page until" in text
            assert day(last_day) in text


def test_there_is_time_until_the_end_of_a_day_in_the_programme(five, published):
    moments = set(Offer.objects.values_list("answer_by", flat=True))
    assert len(moments) == 1
    local = moments.pop().astimezone(ZoneInfo("Europe/Helsinki"))
    today = timezone.localdate(timezone=ZoneInfo("Europe/Helsinki"))
    assert (local.time(), local.date()) == (dt.time(), today + dt.timedelta(days=8))


def test_a_plan_may_give_no_time_to_decline(five):
    programme = Programme.objects.get()
    programme.plan = {**programme.plan, "matching": {"decline_days": 0}}
    programme.save()
    found = publish(five, five.run())
    assert found.answer_by is None
    assert not Offer.objects.exists()
    notifications.send_due()
    assert not any("say so" in letter.body for letter in mail.outbox)


def test_a_double_click_publishes_once(five):
    info = five.run()
    version = five.get(info).version
    first, second = publish(five, info, version), publish(five, info, version)
    assert (first.told, second.told, second.answer_by) == (5, 5, first.answer_by)
    assert Group.objects.count() == 3
    assert Message.objects.count() == 5


def test_somebody_s_change_meanwhile_stops_it(five):
    info = five.run()
    version = five.get(info).version
    api.move(five.coordinator, five.place, info.public_id, five.id("Elli"), version=version)
    with pytest.raises(Conflict) as error:
        publish(five, info, version)
    assert error.value.current.changes[0].names == ("Elli",)
    assert not Group.objects.exists()


def test_who_has_no_place_is_told_nothing(five):
    five.mentee("Left out", ["leading"])
    info = five.run()
    found = api.preview(five.coordinator, five.place, info.public_id)
    assert (found.groups, found.told, found.unplaced, found.surplus) == (3, 5, 1, 0)
    publish(five, info)
    without = next(name for name, leader in five.sits(info).items() if leader is None)
    assert not Message.objects.filter(recipient=five.people[without].user).exists()


def test_the_matching_groups_notes_are_sealed_with_it(five):
    info = five.run()
    assert not reviews.reading_of(five.round_.pk).sealed
    publish(five, info)
    assert reviews.reading_of(five.round_.pk).sealed


def test_nothing_is_published_when_somebody_has_left(five):
    info = five.run()
    elli = five.people["Elli"]
    elli.left_at = timezone.now()
    elli.save()
    with pytest.raises(Invalid) as error:
        publish(five, info)
    assert "Elli" in error.value.fields["proposal"][0]
    assert not Group.objects.exists() and not Message.objects.exists()
    assert five.get(info).stage == Stage.READY


def test_nothing_is_published_for_somebody_who_is_not_enrolled(five):
    info = five.run()
    make.enrol(five.people["Elli"].user, active=False)
    assert "Elli" in api.preview(five.coordinator, five.place, info.public_id).problems[0]
    with pytest.raises(Invalid):
        publish(five, info)
    assert not Group.objects.exists()


def test_an_empty_proposal_is_not_published(scene):
    scene.mentee("Elli", people={"wished": [], "vetoed": ["Anna"]})
    scene.mentor("Anna")
    with pytest.raises(Invalid):
        publish(scene, scene.run())


def test_of_two_proposals_the_second_is_refused_with_names(five):
    first, second = five.run(), five.run(Brief(weights=WISHES, seed=2))
    publish(five, first)
    with pytest.raises((Invalid, Full)) as error:
        publish(five, second)
    said = error.value.fields["proposal"] if isinstance(error.value, Invalid) else error.value.current["proposal"]
    assert "Elli" in " ".join(said)
    assert Group.objects.count() == 3


def test_after_publishing_nothing_is_changed_in_it(five, published):
    for change in (api.undo, api.redo):
        with pytest.raises(Invalid):
            change(five.coordinator, five.place, published.public_id, version=five.get(published).version)
    with pytest.raises(Invalid):
        api.discard(five.coordinator, five.place, published.public_id, version=five.get(published).version)
    assert len(five.open(published).seats) == 3


def test_late_is_said(round_, five):
    round_.starts_on = make.weeks_ago(1)
    round_.save()
    notes = api.preview(five.coordinator, five.place, five.run().public_id).notes
    assert any("The programme began on" in note for note in notes)


# ---- keeping and declining ----


def test_keeping_a_place(five, published):
    assert answer(five, "Elli", True) == Answer.KEPT
    assert answer(five, "Elli", True) == Answer.KEPT
    found = api.my_offers(actor_of(five.people["Elli"]), five.place)
    assert [(one.answer, one.names, one.leads) for one in found] == [(Answer.KEPT, ("Mikael",), False)]


def test_a_mentee_declines_and_the_place_is_free(five, published):
    five.mentee("Newcomer", ["funding"])
    Message.objects.all().delete()
    assert answer(five, "Elli", False, "I am moving abroad") == Answer.DECLINED
    assert pairs(five) == {"Daniel": "Anna", "Ilkka": "Anna"}
    assert api.my_offers(actor_of(five.people["Elli"]), five.place) == ()
    templates = Counter(Message.objects.values_list("template", flat=True))
    assert templates == {"group_closed": 2, "place_declined": 1}
    assert not Message.objects.filter(context__icontains="abroad").exists()
    found = api.after(five.coordinator, five.place)
    assert [(one.who.name, one.reason, one.leads) for one in found.declined] == [("Elli", "I am moving abroad", False)]
    assert [(one.who.name, one.leader.name, one.score) for one in found.free] == [("Newcomer", "Mikael", 100_000)]
    assert found.nobody_for == ()
    assert (found.free_places, found.waiting, found.kept) == (1, 4, 0)


def test_the_coordinators_mail_names_who_declined_and_not_why(five, published):
    Message.objects.all().delete()
    answer(five, "Elli", False, "Unspeakable reasons")
    notifications.send_due()
    letter = next(one for one in mail.outbox if "free again" in one.subject)
    assert "Elli has declined a place." in letter.body
    assert not any("Unspeakable" in one.body for one in mail.outbox)


def test_a_place_is_given_on_with_one_click_and_nobody_moves(five, published):
    five.mentee("Newcomer", ["funding"])
    answer(five, "Elli", False)
    Message.objects.all().delete()
    free = api.after(five.coordinator, five.place).free[0]
    for _ in range(2):
        api.give(five.coordinator, five.place, free.who.participant, free.leader.participant, free.group)
    assert pairs(five) == {"Newcomer": "Mikael", "Daniel": "Anna", "Ilkka": "Anna"}
    told = set(Message.objects.values_list("recipient_id", flat=True))
    assert told == {five.people["Newcomer"].user_id, five.people["Mikael"].user_id}
    assert offer_of(five, "Newcomer").answer == Answer.OPEN
    assert api.after(five.coordinator, five.place).free == ()


def test_a_mentor_declines_and_is_not_asked_again(five, published):
    answer(five, "Mikael", False)
    assert pairs(five) == {"Daniel": "Anna", "Ilkka": "Anna"}
    found = api.after(five.coordinator, five.place)
    assert found.free == ()
    assert [who.name for who in found.nobody_for] == ["Elli"]
    assert found.declined[0].leads


def test_declining_is_for_good(five, published):
    offer = offer_of(five, "Elli")
    answer(five, "Elli", False)
    assert api.answer_offer(actor_of(five.people["Elli"]), five.place, offer.public_id, keep=False) == Answer.DECLINED
    with pytest.raises(Conflict):
        api.answer_offer(actor_of(five.people["Elli"]), five.place, offer.public_id, keep=True)


def test_the_other_of_a_declined_pair_has_nothing_to_answer(five, published):
    theirs = offer_of(five, "Mikael")
    answer(five, "Elli", False)
    with pytest.raises(Conflict):
        api.answer_offer(actor_of(five.people["Mikael"]), five.place, theirs.public_id, keep=False)


def test_when_the_time_is_over_the_place_is_theirs(five, published):
    Offer.objects.update(answer_by=timezone.now() - dt.timedelta(seconds=1))
    with pytest.raises(Conflict) as error:
        answer(five, "Elli", False)
    assert "The time to decline is over" in error.value.message
    assert pairs(five)["Elli"] == "Mikael"
    assert api.my_offers(actor_of(five.people["Elli"]), five.place) == ()


def test_nobody_answers_for_somebody_else(five, published):
    offer = offer_of(five, "Elli")
    for actor in (actor_of(five.people["Mikael"]), five.coordinator):
        with pytest.raises(NotFound):
            api.answer_offer(actor, five.place, offer.public_id, keep=False)
    assert pairs(five)["Elli"] == "Mikael"


def test_a_reason_has_a_limit(five, published):
    with pytest.raises(Invalid) as error:
        answer(five, "Elli", False, "x" * 1001)
    assert "1000" in error.value.fields["reason"][0]


def test_a_leavers_place_is_offered_on(five, published):
    five.mentee("Newcomer", ["animation"])
    groups.leave_programme(five.coordinator, five.place, five.id("Daniel"))
    found = api.after(five.coordinator, five.place)
    assert [(one.who.name, one.leader.name) for one in found.free] == [("Newcomer", "Anna")]


def test_giving_what_is_taken_is_refused(five, published):
    five.mentee("Newcomer", ["funding"])
    with pytest.raises(Full):
        api.give(five.coordinator, five.place, five.id("Newcomer"), five.id("Mikael"))
    assert Membership.objects.filter(participant=five.people["Newcomer"]).count() == 0
    stranger = make.make_mentee(make.make_round(make.make_programme(slug="second", block_id="b2")))
    with pytest.raises(NotFound):
        api.give(five.coordinator, five.place, stranger.public_id, five.id("Mikael"))


def test_why_together_is_told_to_the_two_only(five, published):
    elli, mikael = (actor_of(five.people[name]) for name in ("Elli", "Mikael"))
    group = offer_of(five, "Elli").membership.group
    assert [(name, reasons.topics) for name, reasons in api.why_together(elli, five.place, group.public_id)] == [
        ("Mikael", ("Funding",))
    ]
    assert [name for name, _ in api.why_together(mikael, five.place, group.public_id)] == ["Elli"]
    for actor in (actor_of(five.people["Anna"]), five.coordinator):
        with pytest.raises(NotFound):
            api.why_together(actor, five.place, group.public_id)
