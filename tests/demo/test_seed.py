"""The seed: who is there, what has happened so far, what stays private, and that a second run changes nothing."""

import datetime as dt
from collections import Counter

import pytest
from django.core.management import call_command
from django.db import transaction
from django.test import override_settings
from django.utils import timezone
from opaque_keys.edx.keys import CourseKey

from demo.management.commands import rundemo
from demo.models import AnonymousId, AuthoredBlock, CourseAccess, Enrollment, GradebookScore, Profile, SentMail, Unit
from demo.people import NOTES, demo_people
from demo.seed import people, texts
from demo.seed.course import COURSE_KEY, TIME_ZONE
from demo.seed.run import COURSES
from mentoring_xblock.agreements import api as agreements
from mentoring_xblock.applications.models import Application, Watcher
from mentoring_xblock.assessment.models import HandIn, Score
from mentoring_xblock.attainment.models import Figure, GoalRating
from mentoring_xblock.bank import api as bank
from mentoring_xblock.choices.models import MentorRequest
from mentoring_xblock.declared import api as declared
from mentoring_xblock.goals import api as goals
from mentoring_xblock.goals.models import Goal, GoalAction
from mentoring_xblock.groups import api as groups
from mentoring_xblock.groups.models import Group, Kind, State
from mentoring_xblock.help import api as helping
from mentoring_xblock.journal import api as journal
from mentoring_xblock.journal.models import Entry
from mentoring_xblock.kit.errors import NotFound
from mentoring_xblock.kit.place import Place
from mentoring_xblock.meetings.models import Meeting
from mentoring_xblock.notes.models import Action, Note
from mentoring_xblock.notifications.models import Message, MessageState
from mentoring_xblock.privacy.audit import ItemKind
from mentoring_xblock.privacy.models import TrailEntry
from mentoring_xblock.privacy.policy import Actor
from mentoring_xblock.programme import api as programme
from mentoring_xblock.programme.data import Role
from mentoring_xblock.proposals import api as proposals
from mentoring_xblock.reviews import api as reviews
from mentoring_xblock.sharing import api as sharing
from mentoring_xblock.sharing.models import Comment, Reader, Share
from mentoring_xblock.signups import api as signups
from tests.demo import rows as told

#: In one process, because seeding takes some seconds.
pytestmark = [pytest.mark.django_db, pytest.mark.xdist_group("seeded"), pytest.mark.once]

DATABASE_BACKEND = "demo.mail.DatabaseBackend"
COURSE = CourseKey.from_string(COURSE_KEY)


@pytest.fixture(scope="module")
def seeded(django_db_setup, django_db_blocker):
    """A seeded database for all tests of this module, seeded once because that takes some seconds."""
    # The test runner would keep mails in memory; in the demo they are rows.
    with django_db_blocker.unblock(), transaction.atomic(), override_settings(EMAIL_BACKEND=DATABASE_BACKEND):
        call_command("seed_demo", verbosity=0)
        yield
        transaction.set_rollback(True)


@pytest.fixture
def info(seeded):
    """The programme."""
    return programme.get_programme(COURSE, "main")


@pytest.fixture
def user(seeded, django_user_model):
    """Find an account by username."""
    return lambda username: django_user_model.objects.get(username=username)


# ---- people and course ----


def test_everybody_is_there_in_their_part(seeded):
    numbers = [{part.part: len(part.people) for part in group.parts} for group in demo_people()]
    assert numbers == [
        {"coordinator": 1, "administrator": 1, "author": 1, "supervisor": 1, "mentor": 8, "mentee": 24, "outsider": 1},
        {"coordinator": 1, "matcher": 3, "mentor": 6, "applicant": 47},
        {"coordinator": 1, "matcher": 3, "mentor": 8, "applicant": 15, "line_manager": 1, "alumnus": 5},
        {"coordinator": 1, "coach": 1, "mentor": 11, "mentee": 12},
        {"coordinator": 1, "supervisor": 1, "mentor": 10, "mentee": 11},
        {"coordinator": 1, "mentor": 8, "mentee": 12},
        {"stranger": 1},
    ]
    assert Enrollment.objects.count() == sum(len(one.courses) for one in people.PEOPLE if one.enrolled)
    assert set(CourseAccess.objects.values_list("course_key", "user__username", "role")) == {
        (people.COURSE_KEY, people.COORDINATOR.username, "staff"),
        (people.NEXT_ROUND, people.NEXT_COORDINATOR.username, "staff"),
        (people.SMALL_GROUPS, people.GROUPS_COORDINATOR.username, "staff"),
        (people.PIKE, people.PIKE_COORDINATOR.username, "staff"),
        (people.TEVERE, people.TEVERE_COORDINATOR.username, "staff"),
        (people.PATH, people.PATH_COORDINATOR.username, "staff"),
        *((one.key, people.AUTHOR.username, "staff") for one in COURSES),
        *((one.key, people.ADMINISTRATOR.username, "instructor") for one in COURSES),
    }


def test_each_course_begins_with_some_people_and_folds_the_others(seeded):
    first = [[one.username for part in group.first for one in part.people] for group in demo_people()]
    assert [len(names) for names in first] == [14, 9, 5, 5, 5, 7, 1]
    assert {*first[1]} >= {"outi", "ritva", "helka", "veera", "nelli"}
    assert {*first[2]} >= {"kerttu", "farid", "pirkko"}
    assert set(NOTES) == {name for names in first for name in names}


def test_names_are_different_and_nobody_can_sign_in_with_a_password(seeded, django_user_model):
    assert Profile.objects.values("name").distinct().count() == len(people.PEOPLE)
    assert not any(account.has_usable_password() for account in django_user_model.objects.all())
    assert AnonymousId.objects.count() == sum(1 + len(one.courses) for one in people.PEOPLE)


def test_names_are_short_and_long_and_some_people_read_english(seeded):
    lengths = sorted(len(persona.name) for persona in people.PEOPLE)
    assert lengths[0] <= 8
    assert lengths[-1] > 50
    assert Counter(Profile.objects.values_list("language", flat=True)) == {"fi": len(people.PEOPLE) - 6, "en": 6}


@pytest.mark.parametrize("one", COURSES, ids=lambda one: one.key)
def test_units_and_their_blocks_are_published_and_mirrored(seeded, one):
    wanted = one.units(timezone.now())
    titles = Unit.objects.filter(course__course_key=one.key).values_list("title", flat=True)
    assert list(titles) == [title for title, _blocks in wanted]
    types = [block_type for _title, blocks in wanted for block_type, _fields in blocks]
    found = AuthoredBlock.objects.filter(course_key=one.key)
    assert list(found.values_list("block_type", flat=True)) == types
    assert not any(block.has_changes for block in found)
    assert len(programme.blocks_of(one.course_key, "main")) == len(types)
    plan = found.get(block_type="mentoring_programme").published["plan"]
    assert programme.plan_errors(plan) == {}


def test_the_first_programme_is_half_way_through(info):
    today = info.plan.today(timezone.now())
    first, last = info.round.starts_on, info.plan.ends_on(info.round.starts_on)
    assert first.weekday() == 0
    assert abs((today - first) - (last - today)) <= dt.timedelta(days=14)
    assert info.plan.phase_on(today, first).id == "itsensa-johtaminen"


# ---- groups ----


def test_who_works_with_whom(info):
    assert [programme.role_counts(info.round.id)[role] for role in (Role.MENTOR, Role.MENTEE)] == [8, 24]
    published = Group.objects.filter(round=info.round.id, state=State.PUBLISHED)
    kinds = {Kind.PAIR: 12, Kind.SMALL_GROUP: 3, Kind.PEER_GROUP: 2, Kind.SUPERVISION: 2}
    assert Counter(published.values_list("kind", flat=True)) == kinds
    assert Group.objects.filter(round=info.round.id, state=State.DRAFT).count() == 1
    assert Group.objects.get(round=info.round.id, state=State.CLOSED).kind == Kind.PAIR


def test_every_mentor_has_two_to_four_mentees_and_two_mentees_have_no_mentor(info, user):
    for persona in people.MENTORS:
        assert 2 <= len(groups.mentees_of(user(persona.username).pk, info.round.id)) <= 4
    ids = {user(persona.username).pk: persona.username for persona in people.MENTEES}
    mentors = groups.mentors_of(ids, info.round.id)
    assert {ids[one] for one, theirs in mentors.items() if not theirs} == {"mikael", "toivo"}


def test_the_coordinator_is_named_by_the_administrator(info):
    assert [person.username for person in programme.coordinators(info.id)] == [people.COORDINATOR.username]


def test_everybody_who_takes_part_has_a_card_except_one(info):
    cards = {one.username: one for one in texts.all_texts()}
    assert set(cards) == {persona.username for persona in (*people.MENTORS, *people.MENTEES)}
    assert [one.username for one in cards.values() if not one.contact] == ["toivo"]


def test_mails_are_sent_and_none_is_left(seeded):
    assert set(Message.objects.values_list("state", flat=True)) == {MessageState.SENT}
    assert SentMail.objects.count() == Message.objects.count() > 40
    addresses = {f"{persona.username}@example.org" for persona in people.PEOPLE}
    assert set(SentMail.objects.values_list("recipients", flat=True)) <= addresses


# ---- what people wrote ----


def test_goals_and_entries_are_of_every_number_and_state(info):
    rows = {one.username: one for one in texts.all_texts()}
    mentees = [rows[persona.username] for persona in people.MENTEES]
    assert {len(one.goals) for one in mentees} >= {0, 1, 2, 3}
    assert max(len(one.entries) for one in mentees) >= 8
    assert set(Goal.objects.values_list("status", flat=True)) == {
        "draft",
        "active",
        "achieved",
        "partly",
        "changed",
        "dropped",
    }
    assert Goal.objects.exclude(owner=None).count() == sum(len(one.goals) for one in rows.values())
    assert Goal.objects.filter(owner=None).count() == 1
    assert Entry.objects.count() == sum(len(one.entries) for one in rows.values())
    assert Entry.objects.filter(deleted_at__isnull=False).count() == 1


def test_what_was_shared_was_opened_answered_and_sometimes_withdrawn(seeded):
    assert Share.objects.filter(live=1).count() > 60
    assert Share.objects.filter(withdrawn_at__isnull=False).count() >= 3
    assert Reader.objects.filter(opened_at__isnull=True).exists()
    items = [item for one in texts.all_texts() for item in one.items]
    agreed = sum("agreed" in rating for item in items for rating in item.ratings)
    assert Comment.objects.count() == agreed + sum(len(item.said) for item in items)
    assert GoalRating.objects.exclude(agreed_at=None).count() == agreed > 0


def test_goals_are_scaled_rated_and_counted_for_the_coordinator(info):
    ratings = [rating for one in texts.all_texts() for item in one.goals for rating in item.ratings]
    assert GoalRating.objects.count() == len(ratings) > 10
    assert set(GoalRating.objects.values_list("stage", flat=True)) == {"start", "between"}
    assert list(Figure.objects.values_list("round", "stage", "people")) == [(info.round.id, "start", 6)]
    assert GoalAction.objects.filter(done_at=None).count() > GoalAction.objects.exclude(done_at=None).count() > 0


def test_what_mentors_say_asks(seeded):
    mentors = [persona.username for persona in people.MENTORS]
    said = list(Comment.objects.filter(author__username__in=mentors).exclude(body="").values_list("body", flat=True))
    asking = [body for body in said if "?" in body]
    assert len(asking) == len(said) > 20


def test_one_person_has_written_for_a_year_and_a_group_reads_one_another(info, user):
    assert told.a_year_ago(user("aino"), info) == "Vanhasta vihkosta: kausi on ohi"
    assert told.year_of("aino") == {"insights": 3, "frames": 4, "moods": 6, "goals": 2, "meetings": 4, "parts": 1}
    others = {"helmi", "kaisa", "matleena", "tiina"}
    assert told.reflections() == [(5 * 4, {"aino", *others}), (0, others)]


def test_what_is_private_is_private(info, user):
    """Nobody but its author reads what was not shared, or was withdrawn; not the mentor, not the coordinator."""
    private, withdrawn = told.entry_of("aino", "Kotona"), told.entry_of("aino", "Resurssit loppuivat paperilla")
    assert Share.objects.filter(item_id=withdrawn.public_id, live=None).exists()
    for row in (private, withdrawn):
        place = Place(COURSE, row.usage_key, row.usage_key.block_type)
        for reader in ("marjatta", "helmi", people.COORDINATOR.username):
            with pytest.raises(NotFound):
                journal.open_shared(Actor(user_id=user(reader).pk, enrolled=True, staff=True), place, row.public_id)
    goal = Goal.objects.get(owner__username="aino", status="draft")
    place = Place(COURSE, goal.usage_key, goal.usage_key.block_type)
    with pytest.raises(NotFound):
        goals.read_shared(Actor(user_id=user("marjatta").pk, enrolled=True), place, goal.public_id)


def test_what_was_shared_in_the_closed_pair_ended_with_it(seeded, user):
    goal = Goal.objects.get(owner__username="saana")
    readers = sharing.readers_of(ItemKind.GOAL, [goal.public_id], timezone.now())[goal.public_id]
    assert readers == {user("hannu").pk}


# ---- hand-ins ----


def test_points_stand_in_the_gradebook_and_some_hand_ins_wait(info, user):
    scores = {(row.user.username, row.possible): row.earned for row in GradebookScore.objects.select_related("user")}
    assert len(scores) == 14
    assert scores["aino", 10] == 8
    # Of the reports one has been released, two wait for a coordinator, and one to be revised was handed in again.
    assert scores["helmi", 7] == 7
    assert Score.objects.filter(released_at=None).count() == 2
    assert HandIn.objects.exclude(asked_again_at=None).get().owner.username == "aino"
    waiting = HandIn.objects.filter(scores=None)
    assert waiting.count() >= 5
    assert {"aino", "jenni"} <= set(waiting.values_list("owner__username", flat=True))


def test_one_was_scored_and_handed_in_again(seeded):
    again = HandIn.objects.get(owner__username="eero", number=2)
    assert again.scores.count() == 0
    assert HandIn.objects.get(owner__username="eero", number=1, usage_key=again.usage_key).scores.get().points == 5
    assert GradebookScore.objects.get(user__username="eero", possible=10).earned == 5


# ---- what groups do ----


def test_agreements_hold_wait_are_drafted_or_are_not_begun(info, user):
    status = agreements.status_of(info.course_key, [row.pk for row in Group.objects.filter(round=info.round.id)])
    assert sum(one.holds_from is not None for one in status.values()) >= 8
    waiting = Group.objects.get(round=info.round.id, memberships__participant__user=user("aino"), kind=Kind.PAIR)
    assert status[waiting.pk].waiting_user_ids == {user("aino").pk}
    assert all(one.holds_from is None or one.holds_from < timezone.now() for one in status.values())


def test_half_way_groups_have_met_and_have_more_booked(seeded):
    for key in (COURSE_KEY, people.TEVERE):
        found = told.own_meetings(key)
        assert found["held"] > 30
        assert min(found[state] for state in ("booked", "asking", "cancelled")) >= 1
    now = timezone.now()
    coming = Meeting.objects.filter(state="booked").exclude(group=None)
    assert not coming.filter(starts_at__lt=now).exists()
    assert not Meeting.objects.filter(changed_at__gt=now).exists()


def test_groups_prepare_and_promise_and_some_promises_are_late(info):
    late = Action.objects.filter(done_at=None, due_on__lt=info.plan.today(timezone.now()))
    assert Action.objects.exclude(done_at=None).count() > late.count() > 0
    assert Note.objects.filter(keeper=0).count() > Note.objects.exclude(keeper=0).count() > 0


def test_in_the_first_week_nobody_has_met_and_the_kick_off_is_announced(seeded):
    assert set(told.own_meetings(people.PIKE)) == {"booked", "asking"}
    kick_off = Meeting.objects.get(kind="kick_off", round__programme__course_key=CourseKey.from_string(people.PIKE))
    assert (kick_off.state, kick_off.ends_at - kick_off.starts_at) == ("booked", dt.timedelta(hours=3))
    assert abs(kick_off.starts_at - timezone.now()) < dt.timedelta(days=7)
    said = Counter(kick_off.attendances.values_list("answer", flat=True))
    assert said == {"coming": 20, "not_coming": 2}


def test_on_the_path_every_pair_is_in_a_week_of_its_own(seeded):
    path = programme.get_programme(CourseKey.from_string(people.PATH), "main")
    rows = Group.objects.filter(round=path.round.id, state=State.PUBLISHED)
    begun = {row.pk: (row.starts_on - row.published_at.astimezone(TIME_ZONE).date()).days for row in rows}
    # The pair that found each other chose the day after.
    assert sorted(begun.values()) == [0] * (len(begun) - 1) + [1]
    assert len({row.starts_on for row in rows}) == rows.count() >= 6


def test_a_supervision_group_of_six_is_full_in_one_town_and_has_places_in_the_other(info, user):
    tampere, seinajoki = next(iter(signups.series_of_round(info.round.id))).towns
    assert (tampere.group.free, tampere.waiting) == (0, (user("mikael").pk, user("maria").pk))
    assert (seinajoki.group.free, seinajoki.waiting) == (4, ())
    assert {one.group.leader.user_id for one in (tampere, seinajoki)} == {user(people.SUPERVISOR.username).pk}


def test_some_ask_for_help_and_a_pair_that_found_each_other_waits(info, user):
    leena = Actor(user_id=user("leena").pk, staff=True, coordinator=True)
    assert helping.waiting_count(leena, info) == 1
    key = CourseKey.from_string(people.PATH)
    place = Place(key, programme.get_programme(key, "main").usage_key, "mentoring_programme", "main")
    soile = Actor(user_id=user(people.PATH_COORDINATOR.username).pk, staff=True, coordinator=True)
    assert [one.mentor for one in declared.agreed(soile, place).items] == ["Sampsa Ikonen"]


# ---- the next round, and small groups ----


def test_more_people_want_into_the_next_round_than_there_are_places(seeded):
    found = told.applications(people.NEXT_ROUND)
    assert sum(number for (role, status), number in found.items() if role == "mentee" and status != "draft") == 45
    assert found["mentee", "draft"] == 2
    assert found["mentee", "withdrawn"] == found["mentee", "declined"] == 1
    assert min(found["mentee", status] for status in ("accepted", "reserve", "received")) >= 10
    assert found["mentor", "accepted"] == 8
    round_ = programme.get_programme(CourseKey.from_string(people.NEXT_ROUND), "main").round
    mentors = programme.participants(round_.id, Role.MENTOR, size=50).participants
    assert {mentor.capacity for mentor in mentors} == {1, 2, 3}
    assert sum(mentor.capacity for mentor in mentors) == 18 < found["mentee", "accepted"]
    assert 14 < (round_.starts_on - timezone.now().astimezone(TIME_ZONE).date()).days <= 21


def test_matchers_have_read_most_and_differ_on_some(seeded):
    for key, unread in ((people.NEXT_ROUND, True), (people.SMALL_GROUPS, False)):
        info = programme.get_programme(CourseKey.from_string(key), "main")
        summaries = reviews.summaries(info.round.id)
        assert reviews.reading_of(info.round.id).blind
        assert 0 < sum(one.disagrees for one in summaries.values()) < len(summaries) / 3
        assert ({one.count for one in summaries.values()} != {3}) is unread


def test_a_first_proposal_is_ready_and_has_not_gone_stale(seeded, user):
    place = told.next_place("mentoring_dashboard")
    actor = Actor(user_id=user("outi").pk, enrolled=True, staff=True, coordinator=True)
    (found,) = proposals.proposals(actor, place).items
    assert (found.letter, found.stage.value, bool(found.stale)) == ("A", "ready", False)
    report = proposals.run_report(actor, place, found.public_id)
    assert report.people > report.placed == 17


def test_a_mentor_said_yes_and_another_is_asked(seeded):
    accepted, waiting = MentorRequest.objects.order_by("created_at")
    assert (accepted.state, waiting.state) == ("accepted", "open")
    assert timezone.now() < waiting.expires_at
    # Both ends were moved: the request is as long as the plan says.
    assert abs(waiting.expires_at - waiting.created_at - dt.timedelta(days=14)) < dt.timedelta(seconds=10)
    assert Watcher.objects.filter(told_at=None).count() == 4


def test_who_was_let_in_late_can_still_write(seeded):
    late = Application.objects.filter(late_until__isnull=False)
    assert {one.applicant.username for one in late} == {"nelli", "urpo"}
    assert all(one.late_until > timezone.now() and one.status == "draft" for one in late)
    assert {one.late_until.astimezone(TIME_ZONE).time() for one in late} == {dt.time()}


def test_small_groups_have_mentors_to_spare_and_a_bank(seeded, user):
    found = told.applications(people.SMALL_GROUPS)
    assert (found["mentor", "accepted"], found["mentor", "reserve"], found["mentee", "accepted"]) == (5, 3, 15)
    key = CourseKey.from_string(people.SMALL_GROUPS)
    place = Place(key, programme.get_programme(key, "main").usage_key, "mentoring_programme", "main")
    manager = Actor(user_id=user(people.LINE_MANAGER.username).pk, enrolled=True, line_manager=True)
    shown = bank.search(manager, place, bank.Wanted())
    assert len(shown.items) == 6
    assert not any(one.invited for one in shown.items)
    coordinator = Actor(user_id=user(people.GROUPS_COORDINATOR.username).pk, staff=True, coordinator=True)
    shown = bank.search(coordinator, place, bank.Wanted())
    assert [one.name for one in shown.items if one.invited] == ["Hilma Kaukoranta"]


# ---- time ----


def test_everything_has_happened_by_now_and_in_order(info):
    now = timezone.now()
    # Of the third course some took part a year ago.
    begun = dt.datetime.combine(info.round.starts_on - dt.timedelta(days=430), dt.time(), TIME_ZONE)
    for model, field in ((TrailEntry, "at"), (Comment, "created_at"), (HandIn, "created_at"), (SentMail, "sent_at")):
        times = list(model.objects.order_by("pk").values_list(field, flat=True))
        assert times == sorted(times)
        assert begun < times[0] < times[-1] < now - dt.timedelta(hours=1)


def test_texts_are_read_after_they_are_shared_and_shared_after_they_are_written(seeded):
    for reader in Reader.objects.filter(opened_at__isnull=False).select_related("share"):
        assert reader.share.created_at < reader.opened_at
    written = dict(Entry.objects.values_list("public_id", "created_at"))
    written |= dict(Goal.objects.values_list("public_id", "created_at"))
    assert all(written[share.item_id] < share.created_at for share in Share.objects.all())


# ---- again ----


def test_seeding_again_changes_nothing(seeded):
    AuthoredBlock.objects.filter(block_type="mentoring_goals").update(draft={"display_name": "Changed by an author"})
    before = told.everything()
    call_command("seed_demo", verbosity=0)
    assert told.everything() == before


# ---- the command ----


def test_who_is_who_names_those_to_begin_with_and_counts_the_others(seeded):
    text = rundemo.who_is_who()
    assert all(one.name in text for one in (*COURSES, *(who for who in people.PEOPLE if who.username in NOTES)))
    others = [int(line.split()[1]) for line in text.splitlines() if line.startswith("    and ")]
    assert sum(others) == len(people.PEOPLE) - len(NOTES)
