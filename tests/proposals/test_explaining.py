"""What leaves the coordinator's desk: nothing of anybody but what both answered alike, of four kinds."""

import uuid

import pytest
from django.core import mail
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from mentoring_xblock.applications.pool import Candidate, Pool, pool
from mentoring_xblock.applications.questions import QuestionKind
from mentoring_xblock.models import Message
from mentoring_xblock.notifications import api as notifications
from mentoring_xblock.programme import api as programmes
from mentoring_xblock.proposals import api
from mentoring_xblock.proposals.brief import Brief, Criterion
from mentoring_xblock.proposals.explaining import for_the_pair
from mentoring_xblock.proposals.ground import ground
from mentoring_xblock.proposals.later_data import PairReasons
from mentoring_xblock.proposals.models import Answered, Proposal, Seat
from mentoring_xblock.reviews.models import Rating, Suggestion
from tests import factories_matching as matching
from tests import pages
from tests.proposals.scenes import actor_of

pytestmark = pytest.mark.django_db

TOLD = {QuestionKind.TOPICS, QuestionKind.INTERESTS, QuestionKind.LANGUAGES, QuestionKind.HOURS}
OPTIONS = [f"secret-{number}" for number in range(4)]
CHOSEN = some.lists(some.sampled_from(OPTIONS), unique=True)
RATED = some.dictionaries(some.sampled_from(OPTIONS), some.integers(1, 5))
HOURS = some.just({"time_zone": "Europe/Helsinki", "rules": [{"weekday": 1, "start": "16:00", "end": "18:00"}]})
NAMES = some.lists(some.sampled_from(["secret-name", "secret-person"]), unique=True)
ANSWERS = some.fixed_dictionaries(
    {},
    optional={
        QuestionKind.LETTER: some.just("secret letter"),
        QuestionKind.TEXT: some.just("secret text"),
        QuestionKind.TOPICS: CHOSEN,
        QuestionKind.INTERESTS: CHOSEN,
        QuestionKind.CHALLENGES: CHOSEN,
        QuestionKind.VALUES: RATED,
        QuestionKind.STYLES: RATED,
        QuestionKind.LANGUAGES: some.lists(some.sampled_from(["fi", "sv", "en"]), unique=True),
        QuestionKind.HOURS: HOURS,
        QuestionKind.PLACES: some.fixed_dictionaries({"remote": some.booleans(), "places": CHOSEN}),
        QuestionKind.FIELD: some.fixed_dictionaries(
            {
                "field": some.sampled_from(["", *OPTIONS]),
                "organisation": some.just("secret-organisation"),
                "team": some.just("secret-team"),
                "manager": some.just("secret-manager"),
                "avoid": NAMES,
            }
        ),
        QuestionKind.PEOPLE: some.fixed_dictionaries({"wished": NAMES, "vetoed": NAMES}),
        QuestionKind.EXPERIENCE: some.sampled_from(["newcomer", "experienced"]),
        QuestionKind.CAPACITY: some.integers(1, 50),
    },
)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(left=ANSWERS, right=ANSWERS)
def test_the_two_are_told_only_what_both_answered_alike(round_, left, right):
    programme = programmes.get_programme(round_.programme.course_key, "main")
    one = Candidate(1, uuid.uuid4(), 1, answers=left)
    two = Candidate(2, uuid.uuid4(), 2, answers=right)
    reasons = for_the_pair(ground(programme, Pool((one,), (two,))), one, two)

    def both(kind):
        return {option for option in left.get(kind, ()) if option in right.get(kind, ())}

    assert set(reasons.topics) == both(QuestionKind.TOPICS)
    assert set(reasons.interests) == both(QuestionKind.INTERESTS)
    names = {"fi": "Finnish", "sv": "Swedish", "en": "English"}
    assert set(reasons.languages) == {names[code] for code in both(QuestionKind.LANGUAGES)}
    assert reasons.hours == (2 if QuestionKind.HOURS in left and QuestionKind.HOURS in right else None)
    assert set(vars(reasons)) == {"topics", "interests", "languages", "hours"}


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(left=ANSWERS, right=ANSWERS, other=ANSWERS)
def test_no_other_kind_of_answer_makes_a_difference(round_, left, right, other):
    """Whatever else somebody answers, what the two are told stays the same."""
    programme = programmes.get_programme(round_.programme.course_key, "main")

    def told(answers):
        one, two = Candidate(1, uuid.uuid4(), 1, answers=answers), Candidate(2, uuid.uuid4(), 2, answers=right)
        return for_the_pair(ground(programme, Pool((one,), (two,))), one, two)

    swapped = {kind: left[kind] for kind in left if kind in TOLD}
    swapped |= {kind: value for kind, value in other.items() if kind not in TOLD}
    assert told(left) == told(swapped)


MARKED = {
    "letter": "UNSPEAKABLE letter",
    "challenges": ["unspeakable-challenge"],
    "values": {"unspeakable-value": 5},
    "styles": {"unspeakable-style": 5},
    "places": {"remote": True, "places": ["unspeakable-place"]},
    "field": {
        "field": "unspeakable-field",
        "organisation": "UNSPEAKABLE organisation",
        "team": "",
        "manager": "UNSPEAKABLE manager",
        "avoid": ["UNSPEAKABLE colleague"],
    },
    "people": {"wished": ["UNSPEAKABLE wish"], "vetoed": ["UNSPEAKABLE veto"]},
    "experience": "newcomer",
}


@pytest.fixture
def block(round_):
    return pages.publish_block("mentoring_programme", "b1", plan=round_.programme.plan, programme="main")


@pytest.fixture
def told(scene):
    """A published pair, with a mark in every answer that is nobody else's, and in what the matching group wrote."""
    scene.mentee("Elli", ["funding", "leading"], interests=["music"], languages=["fi"], **MARKED)
    scene.mentor("Anna", ["funding"], 1, interests=["chess"], languages=["fi", "sv"], **MARKED)
    applications = {row.applicant_id: row for row in Rating._meta.get_field("application").related_model.objects.all()}
    elli, anna = (applications[scene.people[name].user_id] for name in ("Elli", "Anna"))
    matcher = matching.make_matcher(scene.round_.programme, name="UNSPEAKABLE matcher")
    Rating.objects.create(application=elli, matcher=matcher, scores={"fit": 1}, comment="UNSPEAKABLE comment")
    Suggestion.objects.create(mentee=elli, mentor=anna, matcher=matcher, note="UNSPEAKABLE note")
    info = scene.run(Brief(weights=dict.fromkeys(Criterion, 5)))
    api.publish(scene.coordinator, scene.place, info.public_id, version=info.version)
    return scene


def test_the_pair_is_told_what_they_share(told):
    (offer,) = api.my_offers(actor_of(told.people["Elli"]), told.place)
    ((name, reasons),) = api.why_together(actor_of(told.people["Elli"]), told.place, offer.group.public_id)
    assert (name, reasons) == ("Anna", PairReasons(("Funding",), (), ("Finnish",), None))


@pytest.mark.parametrize("name", ["Elli", "Anna"])
def test_no_page_tells_more(told, block, name):
    user = told.people[name].user
    page = pages.see(user, block)
    (offer,) = api.my_offers(actor_of(told.people[name]), told.place)
    why = pages.send(user, block, "explain_place", {"group": str(offer.group.public_id)}).content.decode()
    assert "Funding" in why and "Finnish" in why
    assert "unspeakable" not in (page + why).lower()
    # What only one of them answered is nobody else's either.
    assert not {"Leading", "Music", "Chess", "Swedish"} & set(why.replace("<", " ").replace(",", " ").split())


def test_no_mail_tells_more(told):
    offer = api.my_offers(actor_of(told.people["Elli"]), told.place)[0]
    api.answer_offer(
        actor_of(told.people["Elli"]), told.place, offer.public_id, keep=False, reason="UNSPEAKABLE reason"
    )
    notifications.send_due()
    assert len(mail.outbox) >= 4
    sent = " ".join(letter.subject + letter.body + letter.alternatives[0][0] for letter in mail.outbox)
    kept = " ".join(str(message.context) for message in Message.objects.all())
    for text in (sent, kept):
        assert "unspeakable" not in text.lower()
        assert "Funding" not in text and "funding" not in text


def test_what_a_proposal_keeps_names_nobody_and_repeats_no_word(told):
    row = Proposal.objects.get()
    kept = f"{row.brief} {row.inputs} {row.report} {[seat.parts for seat in Seat.objects.all()]}"
    kept += str(list(Answered.objects.values_list("named", "coded")))
    assert "unspeakable" not in kept.lower()
    assert "Elli" not in kept


def test_sealed_notes_count_no_more(told):
    programme = programmes.get_programme(told.place.course_key, "main")
    assert ground(programme, pool(programme)).suggested == {}
