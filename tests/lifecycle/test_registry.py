"""Nothing is held about a person that export, erasure and retirement do not know."""

from __future__ import annotations

import json
import uuid

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command
from django.db.models import ForeignKey
from django.utils import timezone

from mentoring_xblock import handlers, models
from mentoring_xblock.lifecycle import api
from mentoring_xblock.lifecycle.registry import HOLDINGS
from tests import factories as make

OURS = list(apps.get_app_config("mentoring_xblock").get_models())


def test_every_model_is_registered_once():
    assert sorted(holding.model.__name__ for holding in HOLDINGS) == sorted(model.__name__ for model in OURS)


@pytest.mark.parametrize("holding", HOLDINGS, ids=lambda holding: holding.model.__name__)
def test_every_link_to_an_account_is_cut_by_erasure(holding):
    """A foreign key to the account is deleted or blanked, or hangs on a row that is."""
    account = get_user_model()
    links = {
        field.attname
        for field in holding.model._meta.concrete_fields
        if isinstance(field, ForeignKey) and field.related_model is account
    }
    assert links <= {lookup.split("__")[-1] for lookup in [*holding.deletes, *holding.blanks]}
    assert bool(links) <= bool(holding.about)


@pytest.mark.parametrize("holding", HOLDINGS, ids=lambda holding: holding.model.__name__)
def test_the_docstring_says_what_personal_data_a_table_holds(holding):
    doc = holding.model.__doc__
    if holding.about:
        assert ".. pii:" in doc
        assert ".. pii_types:" in doc
        assert ".. pii_retirement: local_api" in doc
    else:
        assert ".. no_pii:" in doc


SECRET = "En jaksa enää odottaa muiden päätöksiä"
TABLES = {holding.model._meta.model_name for holding in HOLDINGS if holding.about}


def a_life():
    """A mentee and a mentor who have left a row in every table."""
    round_ = make.make_round()
    mentor, mentee, group = make.make_pair(round_)
    mentee.contact = SECRET
    mentee.save()
    key, now = make.usage_key("mentoring_journal", "j1"), timezone.now()
    common = {"round": round_, "course_key": make.COURSE_KEY, "usage_key": key, "owner": mentee.user}
    goal = models.Goal.objects.create(**common, answers={"statement": SECRET}, once_key=uuid.uuid4())
    models.GoalVersion.objects.create(goal=goal, number=1, reason="shared", content={"a": SECRET}, author=mentee.user)
    models.GoalAction.objects.create(goal=goal, made_by=mentee.user, body=SECRET, once_key=uuid.uuid4())
    models.Scale.objects.create(goal=goal, levels={"0": SECRET})
    models.GoalRating.objects.create(
        goal=goal, rater=mentee.user, stage="start", words=SECRET, agreed_by=mentor.user, once_key=uuid.uuid4()
    )
    models.Extension.objects.create(**common, granted_by=mentor.user)
    entry = models.Entry.objects.create(**common, title=SECRET, once_key=uuid.uuid4())
    models.EntryVersion.objects.create(entry=entry, number=1, reason="shared", content={"a": SECRET})
    models.ReflectionAnswer.objects.create(
        reflection=models.Reflection.objects.create(round=round_, group=group, usage_key=key, frame="yhdessa"),
        owner=mentee.user,
        entry=entry,
        text_id=uuid.uuid4(),
    )
    seats = {seat.leads: seat for seat in group.memberships.all()}
    share = models.Share.objects.create(
        item_kind="entry",
        item_id=entry.public_id,
        owner=mentee.user,
        group=group,
        owner_membership=seats[False],
        audience="leader",
    )
    models.Reader.objects.create(share=share, membership=seats[True], user=mentor.user)
    for author in (mentor.user, mentee.user):
        models.Comment.objects.create(share=share, author=author, body=SECRET, once_key=uuid.uuid4())
    hand_in = models.HandIn.objects.create(
        **common, block_type="mentoring_journal", number=1, content=[SECRET], maximum=10, once_key=uuid.uuid4()
    )
    models.Score.objects.create(hand_in=hand_in, scorer=mentor.user, points=8, feedback=SECRET, released_at=now)
    models.TrailEntry.objects.create(
        item_kind="entry", item_id=entry.public_id, owner=mentee.user, actor=mentor.user, verb="opened"
    )
    for user in (mentor.user, mentee.user):
        models.Message.objects.create(
            course_key=make.COURSE_KEY, recipient=user, template="group_published", event_key=str(uuid.uuid4())
        )
        models.Coordinator.objects.create(programme=round_.programme, user=user, named_by=mentor.user, named_at=now)
        models.Feed.objects.create(user=user, digest=user.username)
        models.OptOut.objects.create(user=user, course_key=make.COURSE_KEY, topic="reminders")
    a_life_before_it(round_, mentor, mentee, group)
    a_life_in_need(round_, mentor, mentee, group)
    a_life_agreed(mentor, mentee, group)
    a_life_of_meetings(round_, mentor, mentee, group)
    circle = make.make_group(None, kind="peer_group", capacity=2, round_=round_)
    models.Waiting.objects.create(
        open_group=models.OpenGroup.objects.create(group=circle, role="mentee"), participant=mentee
    )
    models.PhaseStep.objects.create(round=round_, phase="alku", made_by=mentor.user, made_at=timezone.now())
    return mentor.user, mentee.user


def a_life_before_it(round_, mentor, mentee, group):
    """How the two were matched, and what they might do next."""
    programme, now = round_.programme, timezone.now()
    key = make.usage_key("mentoring_application", "a1")
    both = {
        person: models.Application.objects.create(
            round=round_,
            course_key=make.COURSE_KEY,
            usage_key=key,
            role=person.role,
            applicant=person.user,
            participant=person,
            answers={"letter": SECRET},
            status="accepted",
        )
        for person in (mentor, mentee)
    }
    models.Decision.objects.create(application=both[mentee], status="accepted", told=SECRET, decided_by=mentor.user)
    models.Rating.objects.create(application=both[mentee], matcher=mentor.user, comment=SECRET)
    models.Suggestion.objects.create(mentee=both[mentee], mentor=both[mentor], matcher=mentor.user, note=SECRET)
    models.Reading.objects.create(round=round_)
    proposal = models.Proposal.objects.create(round=round_, kind="pair", letter="A", made_by=mentor.user)
    models.Seat.objects.create(proposal=proposal, member=mentee, leader=mentor, score=1, parts=[["wishes", 1]])
    for person, other in ((mentee, mentor), (mentor, mentee)):
        models.Answered.objects.create(
            proposal=proposal, participant=person, coded=b"1", named={"barred": [other.user_id]}
        )
    moved = {"before": {str(mentee.pk): None}, "after": {str(mentee.pk): mentor.pk}}
    models.Change.objects.create(proposal=proposal, number=1, what="move", by=mentor.user, **moved)
    place = group.memberships.get(leads=False)
    models.Offer.objects.create(proposal=proposal, membership=place, answer_by=now, reason=SECRET)
    models.MentorRequest.objects.create(mentee=mentee, mentor=mentor, message=SECRET, expires_at=now)
    models.Pause.objects.create(mentor=mentor)
    profile = models.Profile.objects.create(programme=programme, user=mentor.user, about=SECRET)
    models.Invitation.objects.create(profile=profile, round=round_, invited_by=mentor.user, expires_at=now)
    models.Watcher.objects.create(usage_key=key, programme=programme, user=mentee.user)
    models.Appointment.objects.create(
        programme=programme, user=mentor.user, post="matcher", named_by=mentor.user, named_at=now
    )


def a_life_in_need(round_, mentor, mentee, group):
    """The mentee asked for help, and the mentor, who coordinates, has answered; the two had found each other."""
    asked = models.HelpRequest.objects.create(
        round=round_, group=group, asker=mentee.user, topic="concern", once_key=uuid.uuid4()
    )
    for person, words in ((mentee, SECRET), (mentor, "Come by.")):
        models.HelpMessage.objects.create(request=asked, author=person.user, body=words, once_key=uuid.uuid4())
    models.Declaration.objects.create(
        round=round_,
        mentor=mentor.user,
        mentee=mentee.user,
        asked_by=mentee.user,
        named=mentor.user.username,
        decided_by=mentor.user,
    )


def a_life_agreed(mentor, mentee, group):
    """The two have signed what the mentee put to be signed, and have written more since."""
    texts = {"themes": "Työ ja muu elämä"}
    agreement = models.Agreement.objects.create(group=group, draft=texts, version=1, updated_by=mentee.user)
    version = models.AgreementVersion.objects.create(
        agreement=agreement, number=1, content=texts, headings=[{"id": "themes", "name": {}}], made_by=mentee.user
    )
    for person in (mentor, mentee):
        models.Signature.objects.create(version=version, user=person.user, signed_at=timezone.now())
        models.KeptText.objects.create(agreement=agreement, author=person.user, number=1, content=texts)


def a_life_of_meetings(round_, mentor, mentee, group):
    """The mentee has proposed a time, which suits both."""
    now = timezone.now()
    meeting = models.Meeting.objects.create(round=round_, group=group, state="asking", made_by=mentee.user)
    option = models.Option.objects.create(meeting=meeting, starts_at=now, ends_at=now, where="Finlayson")
    for person in (mentor, mentee):
        models.Suits.objects.create(option=option, user=person.user)
        models.Attendance.objects.create(meeting=meeting, user=person.user, answered_at=now)
    a_life_of_notes(meeting, mentor, mentee, group)


def a_life_of_notes(meeting, mentor, mentee, group):
    """Both have raised a point, voted, promised something and written, for themselves and at once together."""
    shared = models.Note.objects.create(meeting=meeting, body="Yhteinen")
    for person in (mentor, mentee):
        said = {"group": group, "body": "Aikataulu"}
        point = models.Point.objects.create(author=person.user, once_key=uuid.uuid4(), **said)
        models.Vote.objects.create(point=point, user=person.user)
        models.Action.objects.create(owner=person.user, made_by=person.user, once_key=uuid.uuid4(), **said)
        models.Note.objects.create(meeting=meeting, keeper=person.user_id, owner=person.user, body="Omat")
        models.NoteVersion.objects.create(note=shared, author=person.user, body="Toinen")


def rows_about(user) -> int:
    return sum(len(rows) for rows in api.export_person(user.pk).values())


@pytest.mark.django_db
class TestOnePersonsData:
    def test_an_export_holds_everything_and_json_can_carry_it(self):
        mentor, mentee = a_life()
        for_mentee, for_mentor = api.export_person(mentee.pk), api.export_person(mentor.pk)
        assert set(for_mentee) == set(for_mentor) == TABLES
        assert {table for table in TABLES if not for_mentee[table] and not for_mentor[table]} == set()
        assert json.dumps(for_mentee, ensure_ascii=False).count(SECRET) == 17

    def test_points_that_wait_are_their_givers_until_they_are_released(self):
        mentor, mentee = a_life()
        given = models.Score.objects.get()
        waiting = {"hand_in": given.hand_in, "scorer": mentor, "points": 3, "feedback": "Not yet said"}
        models.Score.objects.create(**waiting)
        models.Score.objects.create(**waiting, withdrawn_at=timezone.now())

        def points(person):
            return [row["points"] for row in api.export_person(person.pk)["score"]]

        assert (points(mentee), points(mentor)) == ([8], [8, 3, 3])
        models.Score.objects.filter(withdrawn_at=None).update(released_at=timezone.now())
        assert points(mentee) == [8, 3]

    def test_an_export_names_nobody_else(self):
        mentor, mentee = a_life()
        exported = api.export_person(mentee.pk)
        assert mentor.username not in json.dumps(exported)
        for holding in HOLDINGS:
            accounts = {
                column.name
                for column in holding.model._meta.concrete_fields
                if isinstance(column, ForeignKey) and column.related_model is get_user_model()
            }
            for row in exported.get(holding.model._meta.model_name, []):
                assert {row[name] for name in accounts & set(row)} <= {mentee.pk}

    def test_erasing_a_mentee_leaves_nothing_of_them(self):
        mentor, mentee = a_life()
        erased = api.erase_person(mentee.pk)
        # What is kept of the mentor's answers goes with it: it names the mentee.
        assert (erased["entry"], erased["answered"]) == (1, 2)
        assert rows_about(mentee) == 0
        assert api.erase_person(mentee.pk) == {}
        assert models.Participant.objects.filter(user=mentor).exists()

    def test_erasing_a_mentor_leaves_the_mentees_points_without_name_and_words(self):
        mentor, mentee = a_life()
        api.erase_person(mentor.pk)
        assert rows_about(mentor) == 0
        score = models.Score.objects.get()
        assert (score.points, score.feedback, score.scorer) == (8, "", None)
        assert models.Entry.objects.filter(owner=mentee).exists()
        assert models.TrailEntry.objects.get().actor is None

    def test_erasing_who_answered_leaves_the_answer_and_erasing_who_asked_leaves_nothing(self):
        mentor, mentee = a_life()
        api.erase_person(mentor.pk)
        assert list(models.HelpMessage.objects.filter(author=None).values_list("body", flat=True)) == ["Come by."]
        assert not models.Declaration.objects.exists()
        api.erase_person(mentee.pk)
        assert not models.HelpMessage.objects.exists()

    def test_erasing_who_signed_leaves_what_was_agreed_to_who_signed_it_too(self):
        mentor, mentee = a_life()
        api.erase_person(mentee.pk)
        version = models.AgreementVersion.objects.get()
        assert (version.made_by, version.agreement.updated_by) == (None, None)
        assert version.content == {"themes": "Työ ja muu elämä"}
        assert [one.user for one in version.signatures.all()] == [mentor]
        assert models.KeptText.objects.get().author == mentor

    def test_erasing_a_mentor_leaves_the_mentees_application_and_an_empty_seat_opposite(self):
        mentor, mentee = a_life()
        api.erase_person(mentor.pk)
        assert models.Application.objects.get().applicant == mentee
        assert models.Decision.objects.get().decided_by is None
        seat = models.Seat.objects.get()
        assert (seat.leader, seat.score, seat.parts) == (None, None, [])
        assert not models.MentorRequest.objects.exists()

    def test_erasing_somebody_leaves_no_way_back_to_where_they_sat(self):
        _, mentee = a_life()
        api.erase_person(mentee.pk)
        assert models.Proposal.objects.count() == 1
        assert not models.Change.objects.exists()

    def test_erasing_who_moved_a_phase_leaves_that_it_was_moved(self):
        mentor, _ = a_life()
        api.erase_person(mentor.pk)
        assert models.PhaseStep.objects.get().made_by_id is None

    def test_the_hosts_retirement_erases_and_can_be_repeated(self):
        mentor, mentee = a_life()
        # Somebody who was not in the course then typed their name.
        models.Declaration.objects.update(mentee=None, mentor=mentor, asked_by=mentor, named=mentee.username.upper())
        for _ in range(2):
            handlers.retire_mailings(None, email="old", new_email="new", user=mentee)
            handlers.retire_person(None, user=mentee, retired_username="retired", retired_email="r@example.org")
        assert rows_about(mentee) == 0
        assert not models.Declaration.objects.exists()
        assert rows_about(mentor) > 0
        handlers.retire_mailings(None, email="old", new_email="new", user=None)

    def test_retired_mailings_stop_the_mail_and_nothing_else(self):
        _, mentee = a_life()
        handlers.retire_mailings(None, email="old", new_email="new", user=mentee)
        assert not models.Message.objects.filter(recipient=mentee).exists()
        assert models.Entry.objects.filter(owner=mentee).exists()

    def test_the_command_exports_and_erases(self, capsys):
        _, mentee = a_life()
        call_command("mentoring_person", "export", mentee.username)
        assert SECRET in capsys.readouterr().out
        with pytest.raises(CommandError):
            call_command("mentoring_person", "erase", mentee.username)
        with pytest.raises(CommandError):
            call_command("mentoring_person", "export", "nobody-of-this-name")
        call_command("mentoring_person", "erase", mentee.username, "--yes")
        assert rows_about(mentee) == 0
