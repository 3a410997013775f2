"""Until when something can be handed in: the course's day, its grace, one's own day, and what was given on top."""

import datetime as dt
import uuid
from types import SimpleNamespace

import pytest
from django.utils import timezone

from mentoring_xblock.assessment import api
from mentoring_xblock.assessment.data import PartRule, Rules
from mentoring_xblock.assessment.models import Extension, HandIn
from mentoring_xblock.assessment.time import span
from mentoring_xblock.host import Deadline
from mentoring_xblock.host.deadlines import deadline
from mentoring_xblock.kit.errors import Conflict, Invalid, MentoringError, NotAllowed, NotFound, Over
from mentoring_xblock.privacy.audit import Verb
from tests import factories
from tests.assessment.conftest import BLOCK_TYPE, actors, trail
from tests.assessment.test_rubric import text
from tests.mails import mails

DUE = dt.datetime(2027, 3, 5, 21, 59, tzinfo=dt.UTC)
DAY, GRACE = dt.timedelta(days=1), dt.timedelta(days=2)
USUAL = {"due": DUE, "graceperiod": None, "self_paced": False}


@pytest.mark.once
@pytest.mark.parametrize(
    ("fields", "until", "moment", "said"),
    [
        # (late, over, extended) by what the course says, what was given on top, and when one looks
        ({}, None, DUE, (False, False, False)),
        ({}, None, DUE + DAY, (True, True, False)),
        ({"graceperiod": GRACE}, None, DUE + DAY, (True, False, False)),
        ({"graceperiod": GRACE}, None, DUE + 3 * DAY, (True, True, False)),
        ({"graceperiod": GRACE}, DUE + DAY, DUE + 3 * DAY, (True, True, False)),
        ({"graceperiod": GRACE}, DUE + 9 * DAY, DUE + 3 * DAY, (True, False, True)),
        ({"graceperiod": GRACE}, DUE + 9 * DAY, DUE + 10 * DAY, (True, True, True)),
        ({"self_paced": True}, None, DUE + 9 * DAY, (False, False, False)),
        ({"due": None}, DUE, DUE + DAY, (False, False, False)),
        ({"due": DUE.replace(tzinfo=None)}, None, DUE + DAY, (True, True, False)),
        ({"due": DUE + 5 * DAY}, DUE + DAY, DUE + 2 * DAY, (False, False, False)),
        ({"due": "2027-03-05"}, None, DUE + DAY, (False, False, False)),
        ({"graceperiod": dt.timedelta.max}, None, DUE + DAY, (True, False, False)),
    ],
)
def test_the_table_of_deadlines(fields, until, moment, said):
    found = span(deadline(SimpleNamespace(**{**USUAL, **fields})), Extension(until=until), moment)
    assert (found.late, found.over, found.extended) == said
    assert span(deadline(SimpleNamespace()), None, moment).closes_at is None


@pytest.fixture
def timed(authored):
    """Set the block's day and grace, as moments from now on; None for no day."""

    def change(due, grace=None):
        at = due and (timezone.now() + due).strftime("%Y-%m-%dT%H:%M:%SZ")
        authored.published = {**authored.published, "due": at, "graceperiod": grace and int(grace.total_seconds())}
        authored.save()

    factories.make_block(BLOCK_TYPE, "sheet", title={"en": "Sheet"}, points=10)
    return change


@pytest.mark.django_db
def test_the_day_the_grace_and_more_time_over_the_page(world, timed, call):
    def send():
        return call(world.mentee, "hand_in", {"items": [str(thing)], "once_key": str(uuid.uuid4())})

    thing = world.shelf.put(world.mentee)
    timed(3 * DAY)
    first = send()
    assert first.status_code == 200
    assert "To be handed in by" in text(first)
    assert HandIn.objects.get().due_at > timezone.now() + 2 * DAY
    timed(-3 * DAY, 2 * DAY)
    lost = {"items": [str(thing)], "once_key": str(HandIn.objects.get().once_key)}
    asked_again = call(world.mentee, "hand_in", lost)
    assert (asked_again.status_code, "Handed in. You can take it back" in text(asked_again)) == (200, True)
    assert HandIn.objects.count() == 1
    timed(-DAY, 2 * DAY)
    assert "Its day has passed; it is taken until" in text(send())
    timed(-3 * DAY, 2 * DAY)
    refused = send()
    assert refused.status_code == 409
    assert text(refused).count("The time for handing in has passed. What you wrote stays yours.") == 2
    assert "Take back hand-in 2" in text(refused)
    assert HandIn.objects.count() == 2

    person = {"participant": str(world.mentee.public_id)}
    form = call(world.mentor, "open_time", person | {"opened": True})
    assert "More time for Elli Saari" in text(form)
    today = factories.today()
    asked = person | {"block": str(world.place.usage_key), "until": "", "attempts": False}
    for day, sentence in (
        ("", "Choose a day, or one more hand-in."),
        (today - 2 * DAY, "This day has passed. Choose today or a later day."),
        (today + 400 * DAY, "This day is more than a year away. Choose an earlier one."),
        ("31.2.2027", "Choose a day from the calendar."),
    ):
        answer = call(world.mentor, "give_time", asked | {"until": str(day)})
        assert (answer.status_code, sentence in text(answer)) == (422, True), day
    assert not Extension.objects.exists()
    for sentence in ("Given. Elli Saari gets a mail", "Elli Saari has this already, so nothing was changed."):
        assert sentence in text(call(world.mentor, "give_time", asked | {"until": str(today + 2 * DAY)}))
    assert "Sheet: time until" in text(call(world.mentor, "open_time", person | {"opened": True}))
    assert mails(world.mentee).count("time_given") == 1
    extended = send()
    assert extended.status_code == 200
    assert "You have more time: until" in text(extended)
    newest = HandIn.objects.order_by("-number").first()
    assert (Verb.MORE_TIME, world.mentor.user_id, None) in trail(HandIn.objects.get(number=2).public_id)
    assert newest.number == 3


@pytest.mark.django_db
def test_who_gives_time_and_to_whom(world, timed):
    def give(actor, owner_id=None, key=None):
        owner = owner_id or world.mentee.user_id
        day = factories.today() + DAY
        return api.give_time(actor, world.place, owner, key or world.place.usage_key, day, 0, timezone.now())

    others = actors(world)
    coordinator = others.pop("a coordinator")
    for who, actor in others.items():
        for ask in (give, lambda actor: api.time_desk(actor, world.place, world.mentee.public_id)):
            with pytest.raises((NotFound, NotAllowed)):
                ask(actor)
                pytest.fail(who)
    mine = factories.actor(world.mentor)
    for wrong in (
        lambda: give(coordinator, world.mentor.user_id),
        lambda: give(mine, world.other_mentee.user_id),
        lambda: give(mine, key=factories.make_place(BLOCK_TYPE, "elsewhere").usage_key),
        lambda: api.time_desk(mine, world.place, uuid.uuid4()),
    ):
        with pytest.raises(NotFound):
            wrong()
    assert not Extension.objects.exists()
    assert give(coordinator)
    assert not give(coordinator)
    given = Extension.objects.get()
    assert (given.until.second, given.granted_by_id) == (59, coordinator.user_id)
    # Another day takes its place, also an earlier one.
    today = factories.today()
    key = world.place.usage_key
    assert api.give_time(mine, world.place, world.mentee.user_id, key, today, 0, timezone.now())
    assert Extension.objects.get().until < given.until
    with pytest.raises(Invalid) as error:
        api.give_time(mine, world.place, world.mentee.user_id, key, None, 1, timezone.now())
    assert error.value.message == "There is no limit to how often this is handed in, so choose a day."


@pytest.mark.django_db
def test_the_first_reason_is_the_one_that_is_said_and_nothing_is_stored(world, timed, monkeypatch):
    past = Deadline(DUE - 900 * DAY, DUE - 900 * DAY)
    part = Rules(part=PartRule(1, 5, 0, 0))
    thing = world.shelf.put(world.mentee)
    mentee = factories.actor(world.mentee)

    def refused(maximum=10, rules=Rules(attempts=1), who=mentee, ids=(thing,)):  # noqa: B008 - frozen
        with pytest.raises(MentoringError) as error:
            api.hand_in(who, world.place, maximum, world.shelf.items, ids, uuid.uuid4(), rules, past)
        return type(error.value), error.value.message

    api.hand_in(mentee, world.place, 10, world.shelf.items, [thing], uuid.uuid4())
    with pytest.raises(Conflict, match="Conflict"):
        api.hand_in(mentee, world.place, 10, world.shelf.items, [thing], uuid.uuid4(), Rules(attempts=1))
    assert refused() == (Conflict, "The time for handing in has passed. What you wrote stays yours.")
    monkeypatch.setattr("mentoring_xblock.host.demo.grades_frozen", lambda course_key: True)
    assert "grades are closed" in refused()[1]
    with pytest.raises(Conflict):
        mentor, key = factories.actor(world.mentor), world.place.usage_key
        api.give_time(mentor, world.place, world.mentee.user_id, key, factories.today(), 0, timezone.now())
    assert refused(ids=())[0] is Invalid
    world.round.closed_at = timezone.now()
    world.round.save()
    assert refused(ids=())[0] is Over
    assert refused(who=factories.actor(world.mentor), ids=())[0] is NotAllowed
    assert refused(maximum=0, who=factories.actor(world.mentor))[0] is NotAllowed
    assert refused(rules=part) == (
        NotAllowed,
        "Points are given for taking part here, so there is nothing to hand in.",
    )
    assert (HandIn.objects.count(), Extension.objects.count()) == (1, 0)
