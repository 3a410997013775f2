"""A prompt that a group answers together: nobody reads before it opens, and it opens once, for all."""

import datetime as dt

import pytest
from django.core.management import call_command
from django.db import DatabaseError
from django.utils import timezone

from mentoring_xblock.groups.models import Kind
from mentoring_xblock.journal import api as journal
from mentoring_xblock.kit.errors import Conflict, Invalid, NotFound
from mentoring_xblock.models import Membership, Message, Reflection, ReflectionAnswer, Share
from mentoring_xblock.privacy import audit
from mentoring_xblock.privacy.audit import ItemKind, Verb
from mentoring_xblock.programme import api as programmes
from mentoring_xblock.reflections import api, opening
from tests import factories
from tests.mails import mails
from tests.reflections.conftest import FIRST, SHOWN_ON, WEEK, at

pytestmark = pytest.mark.django_db

BEFORE, ON = (SHOWN_ON - FIRST).days - 1, (SHOWN_ON - FIRST).days


def refused(error, act):
    """Return the sentence with which something is refused."""
    with pytest.raises(error) as caught:
        act()
    return caught.value.message


def leave(group, person):
    """Let somebody leave a group, with no days after it."""
    now = timezone.now()
    group.memberships.filter(participant=person).update(seat=None, slot=None, left_at=now, readable_until=now)


def test_it_opens_for_all_at_once_when_the_last_one_hands_theirs_over(world):
    texts = {person: world.write(person, f"text of {person.user.username}") for person in world.people}
    for person, answered in ((world.elli, 1), (world.ville, 2)):
        world.hand_over(person, texts[person].public_id)
        seen = world.seen(world.outi)
        assert (seen.answered, seen.people, seen.mine, seen.opened) == (answered, 3, None, False)
        assert seen.opens_on == SHOWN_ON
    # Edited and handed over again before it opens: the newer text takes the place of the earlier one.
    entry = texts[world.elli]
    world.write(world.elli, "a better text", entry=entry.public_id, version=entry.version)
    world.hand_over(world.elli, entry.public_id)
    world.hand_over(world.elli, entry.public_id)
    world.write(world.elli, "not for the others", entry=entry.public_id, version=2)
    assert ReflectionAnswer.objects.count() == 2
    assert [world.reads(person) for person in world.people] == [[], [], []]
    assert mails() == []

    world.hand_over(world.outi, texts[world.outi].public_id, at(2))
    assert world.seen(world.ville).opened_at == at(2)
    others = {"Ville Vuo": f"text of {world.ville.user.username}", "Outi Oja": f"text of {world.outi.user.username}"}
    assert world.reads(world.elli) == sorted(others.items())
    assert world.reads(world.ville) == [("Elli Saari", "a better text"), ("Outi Oja", others["Outi Oja"])]
    assert [mails(person) for person in world.people] == [["reflection_opened"]] * 3
    assert {tuple(sorted(row.context)) for row in Message.objects.all()} == {("link", "name", "page", "programme")}
    steps = [step.verb for step in reversed(audit.trail_of(ItemKind.ENTRY, entry.public_id))]
    assert steps == [Verb.WROTE, Verb.HANDED_OVER, Verb.HANDED_OVER, Verb.SHARED]
    assert api.open_due(at(ON)) == 0
    assert "withdraw it like any other share" in refused(Conflict, lambda: world.take_back(world.elli, entry.public_id))

    # From then on a newer text is shared at once, in place of the earlier one, and can be withdrawn.
    world.hand_over(world.elli, entry.public_id, at(3))
    assert world.reads(world.outi)[0] == ("Elli Saari", "not for the others")
    [share] = journal.shares_of(factories.actor(world.elli), world.place, [entry.public_id])[entry.public_id]
    journal.withdraw_entry(factories.actor(world.elli), world.place, entry.public_id, share.share_id)
    assert [name for name, _ in world.reads(world.outi)] == ["Ville Vuo"]


def test_on_its_day_it_opens_with_what_is_there(world, django_assert_num_queries):
    gone, binned, kept = (world.write(person, "words") for person in world.people)
    for person, entry in zip(world.people[:2], (gone, binned), strict=True):
        world.hand_over(person, entry.public_id)
    world.take_back(world.elli, binned.public_id)
    assert world.seen(world.elli).mine == gone.public_id
    for _ in range(2):
        world.take_back(world.elli, gone.public_id)
    world.hand_over(world.elli, gone.public_id)
    # What is in the bin is no answer: nobody waits for it any longer, and nobody reads it.
    journal.delete_entry(factories.actor(world.ville), world.place, binned.public_id)
    assert (world.seen(world.outi).answered, world.seen(world.ville).mine) == (1, None)
    with django_assert_num_queries(9):
        assert api.open_due(at(BEFORE, 23)) == 0
    late = factories.make_mentee(world.round, name="Mirja Myöhä")
    factories.join(world.group, late)
    assert api.open_due(at(ON, 0)) == 1
    assert api.open_due(at(ON, 1)) == 0
    # Who came before it opened reads, too; who comes after reads nothing that was shared before.
    assert world.reads(late) == world.reads(world.outi) == [("Elli Saari", "words")]
    newcomer = factories.make_mentee(world.round)
    factories.join(world.group, newcomer)
    assert world.reads(newcomer) == []
    world.hand_over(world.outi, kept.public_id, at(ON))
    assert world.reads(newcomer) == [("Outi Oja", "words")]
    assert mails(newcomer) == [] and mails(late) == ["reflection_opened"]


def test_whoever_was_missing_last_leaves_and_the_job_opens_it(world):
    for person in (world.elli, world.ville):
        world.hand_over(person, world.write(person, "words").public_id)
    assert api.open_due(at(2)) == 0
    leave(world.group, world.outi)
    assert (world.seen(world.elli).answered, world.seen(world.elli).people) == (2, 2)
    assert api.open_due(at(2)) == 1
    assert (world.reads(world.elli), world.reads(world.outi)) == ([("Ville Vuo", "words")], [])


def test_for_somebody_who_is_not_in_the_course_nobody_waits_and_what_a_leaver_gave_stays_closed(world):
    factories.enrol(world.outi.user, active=False)
    entries = {person: world.write(person, "words").public_id for person in world.people}
    world.hand_over(world.outi, entries[world.outi])
    world.hand_over(world.elli, entries[world.elli])
    leave(world.group, world.outi)
    assert api.open_due(at(2)) == 0
    world.hand_over(world.ville, entries[world.ville])
    assert Share.objects.filter(item_id=entries[world.outi]).count() == 0
    assert Share.objects.filter(live=1).count() == 2


def test_a_phase_begins_by_the_groups_own_calendar_and_a_day_by_the_plans_clock(world):
    phase = world.round.programme.plan["phases"][1]["id"]
    usual = next(span for span in programmes.programme_of(world.place).timeline() if span.phase.id == phase).first_day
    world.publish(shown_phase=phase)
    world.hand_over(world.elli, world.write(world.elli, "words").public_id)
    assert world.seen(world.elli).opens_on == usual
    world.group.starts_on = FIRST + WEEK
    world.group.save()
    assert world.seen(world.elli).opens_on == usual + WEEK
    days = (usual - FIRST).days
    assert [api.open_due(at(days)), api.open_due(at(days + 7))] == [0, 1]
    # Without a day, a prompt that was taken away, or is no longer answered together, never opens.
    Reflection.objects.update(opened_at=None)
    for changes in ({}, {"together": False, "shown_on": SHOWN_ON.isoformat()}, {"id": "other"}):
        world.publish(**changes)
        assert api.open_due(at(700)) == 0


def test_who_may_not_hand_over_what(world):
    entry = world.write(world.elli, "words").public_id
    alone = factories.make_group(None, [world.elli], Kind.SMALL_GROUP, "Alone")
    stranger = factories.make_group(None, [world.ville, world.outi], Kind.SMALL_GROUP, "Others")
    assert "nobody in this group" in refused(Invalid, lambda: world.hand_over(world.elli, entry, group=alone))
    for person, group in ((world.ville, world.group), (world.elli, stranger)):
        refused(NotFound, lambda one=person, where=group: world.hand_over(one, entry, group=where))
    world.publish(together=False)
    assert "no longer answers" in refused(Conflict, lambda: world.hand_over(world.elli, entry))
    world.publish()
    world.round.closed_at = timezone.now()
    world.round.save()
    for act in (lambda: world.hand_over(world.elli, entry), lambda: world.take_back(world.elli, entry)):
        refused(NotFound, act)
    assert api.mine(factories.actor(world.elli), world.place, [world.frame], at(1)) == ()
    assert (Reflection.objects.count(), Membership.objects.filter(group=alone).count()) == (0, 1)


def test_the_hourly_job_opens_what_is_due(world, capsys):
    world.publish(shown_on=(timezone.now().date() - dt.timedelta(days=1)).isoformat())
    entry = world.write(world.elli, "words").public_id
    world.group.memberships.update(joined_at=at(-501))
    world.hand_over(world.elli, entry, at(-500))
    for _ in range(2):
        call_command("mentoring_remind")
    assert world.reads(world.ville) == [("Elli Saari", "words")]
    assert capsys.readouterr().out.count("1 of reflections") == 1


def test_one_that_the_database_refuses_holds_up_no_other(world, monkeypatch):
    second = factories.make_group(None, [world.elli, world.ville, world.outi], Kind.PEER_GROUP, "Second", capacity=5)
    for group in (world.group, second):
        world.hand_over(world.elli, world.write(world.elli, "words").public_id, group=group)
    give, refusals = opening.sharing.give, iter([DatabaseError("words")])
    monkeypatch.setattr(opening.sharing, "give", lambda *args: raise_next(refusals) or give(*args))
    assert [api.open_due(at(ON)), api.open_due(at(ON, 13)), api.open_due(at(ON, 14))] == [1, 1, 0]
    assert len(world.reads(world.ville)) == 2


def raise_next(errors):
    for error in errors:
        raise error


def test_what_comes_back_from_the_bin_is_not_handed_over(world):
    entries = {person: world.write(person, "words").public_id for person in world.people}
    world.hand_over(world.elli, entries[world.elli])
    journal.delete_entry(factories.actor(world.elli), world.place, entries[world.elli])
    journal.restore_entry(factories.actor(world.elli), world.place, entries[world.elli])
    assert (world.seen(world.elli).mine, world.seen(world.elli).answered) == (None, 0)
    for person in (world.ville, world.outi):
        world.hand_over(person, entries[person])
    assert not world.seen(world.elli).opened
    assert api.open_due(at(ON)) == 1
    assert [name for name, _ in world.reads(world.ville)] == ["Outi Oja"]


def test_who_joins_later_reads_what_is_handed_over_after_that(world):
    entries = {person: world.write(person, "words").public_id for person in world.people}
    for person in (world.elli, world.ville):
        world.hand_over(person, entries[person], at(1))
    late = factories.make_mentee(world.round, name="Mirja Myöhä")
    factories.join(world.group, late)
    world.group.memberships.filter(participant=late).update(joined_at=at(2))
    # Elli knows who is there now, and hands the same over once more.
    for person in (world.elli, world.outi, late):
        world.hand_over(person, entries.get(person) or world.write(late, "words").public_id, at(3))
    assert world.seen(late, at(3)).opened
    assert [name for name, _ in world.reads(late)] == ["Elli Saari", "Outi Oja"]
    assert [name for name, _ in world.reads(world.ville)] == ["Elli Saari", "Mirja Myöhä", "Outi Oja"]


def test_what_was_withdrawn_is_not_told_as_read(world):
    entries = {person: world.write(person, "words").public_id for person in world.people}
    for person, entry in entries.items():
        world.hand_over(person, entry)
    mine, writer = entries[world.elli], factories.actor(world.elli)
    assert world.seen(world.elli).mine == mine
    [share] = journal.shares_of(writer, world.place, [mine])[mine]
    journal.withdraw_entry(writer, world.place, mine, share.share_id)
    assert world.seen(world.elli).mine is None
    world.hand_over(world.elli, mine)
    assert world.seen(world.elli).mine == mine


def test_a_pair_is_asked_where_neither_has_peers_and_a_supervision_group_where_its_members_write(world):
    def asked(person):
        found = api.mine(factories.actor(person), world.place, [world.frame], at(1))
        return [one.group_name or ", ".join(one.names) for one in found]

    mentor, alone, _ = factories.make_pair(world.round)
    factories.make_group(mentor, [world.elli])
    other = factories.make_mentor(world.round)
    supervision = factories.make_group(None, [mentor, other], Kind.SUPERVISION, "Supervision")
    assert (asked(world.elli), asked(alone)) == (["Peer group Tampere"], [mentor.user.profile.name])
    assert (asked(mentor), asked(other)) == ([alone.user.profile.name], [])
    entry = world.write(other, "words").public_id
    assert asked(other) == ["Supervision"] and "Supervision" not in asked(mentor)
    # What has begun goes on for everybody in the group.
    world.hand_over(other, entry, group=supervision)
    assert "Supervision" in asked(mentor)
