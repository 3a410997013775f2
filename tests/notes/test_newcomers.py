"""Somebody joins a group that has met before: what was written by then stays among those who were there."""

from __future__ import annotations

import datetime as dt
import json
import uuid

import pytest
from django.utils import timezone

from mentoring_xblock.kit.errors import NotFound
from mentoring_xblock.lifecycle import api as lifecycle
from mentoring_xblock.models import Action, Group, Membership, Point
from mentoring_xblock.notes import api
from mentoring_xblock.privacy import policy
from tests import factories, pages

pytestmark = pytest.mark.django_db

DAY = dt.timedelta(days=1)


@pytest.fixture
def small(world):
    """A mentor and a mentee who began a month ago, and Mirva, who joined them five days ago."""
    world.now = timezone.now()
    began = world.now - 30 * DAY
    leader = factories.make_mentor(world.round, name="Anja Koski")
    first = factories.make_mentee(world.round, name="Eeva Salo")
    group = factories.make_group(leader, [first], kind="small_group", capacity=3)
    Group.objects.filter(pk=group.pk).update(published_at=began)
    Membership.objects.filter(group=group).update(joined_at=began)
    mirva = factories.make_mentee(world.round, name="Mirva Aalto")
    factories.join(group, mirva, at=world.now - 5 * DAY)
    return group, leader, first, mirva


def readable(world, person, group):
    relation = world.relation(person, group)
    return {one.meeting_id for one in api.noted_meetings(relation, 1, shared=True).items}


def test_a_newcomer_reads_what_comes_after_they_joined(world, small):
    group, leader, first, mirva = small
    before, during, since, ahead = (world.meet(days, group=group) for days in (-9, -5.02, -2, 4))
    for meeting in (before, during, since, ahead):
        world.write(leader, meeting, "Meidän muistiinpano", 0, group=group)
    world.write(leader, before, "Vain Anjalle", 0, own=True, group=group)
    # What lists give is what the rule says of each meeting; one that went on while somebody joined is theirs too.
    for person, known in ((leader, {before, during, since, ahead}), (mirva, {during, since, ahead})):
        relation, actor = world.relation(person, group), factories.actor(person)
        allowed = {
            one.public_id
            for one in (before, during, since, ahead)
            if policy.allowed(policy.Action.RELATION_READ, actor, relation.facts(world.now, at=one.ends_at))
        }
        assert readable(world, person, group) == allowed == {one.public_id for one in known}
    with pytest.raises(NotFound):
        world.write(mirva, before, "Jälkikäteen", 1, group=group)
    assert world.write(mirva, before, "Omani", 0, own=True, group=group).version == 1
    assert world.write(mirva, since, "Mirvakin kirjoittaa", 1, group=group).version == 2

    world.point(leader, "Puhuttu jo", group=group)
    Point.objects.update(done_at=world.now - 9 * DAY, created_at=world.now - 10 * DAY)
    world.point(leader, "Odottaa yhä", group=group)
    for body, whose in (("Vanha lupaus", leader), ("Uusi lupaus", first)):
        draft = api.ActionDraft(body, whose.public_id)
        world.do(api.add_action, leader, draft, uuid.uuid4(), group=group)
    Action.objects.filter(body="Vanha lupaus").update(created_at=world.now - 10 * DAY)
    relation = world.relation(mirva, group)
    assert [one.body for one in api.group_points(relation, {})] == ["Odottaa yhä"]
    assert api.talked_about(relation, {}) == ()
    assert [one.body for one in api.open_actions(relation, {}, world.now)] == ["Uusi lupaus"]
    goal_id = uuid.uuid4()
    Action.objects.filter(body__contains="lupaus").update(goal_id=goal_id)
    for person, known in ((leader, ["Vanha lupaus", "Uusi lupaus"]), (mirva, ["Uusi lupaus"])):
        found = api.promised_for([world.relation(person, group)], goal_id, world.now)
        assert [one.body for one in found] == known
    old_point, old_action = Point.objects.get(body="Puhuttu jo"), Action.objects.get(body="Vanha lupaus")
    with pytest.raises(NotFound):
        world.do(api.tick_point, mirva, old_point.public_id, group=group, done=False)
    with pytest.raises(NotFound):
        world.do(api.settle_action, mirva, old_action.public_id, api.Becomes.DONE, group=group)
    # What was promised to be theirs is theirs, whenever it was written down.
    old_action.owner = mirva.user
    old_action.save()
    assert len(api.open_actions(relation, {}, world.now)) == 2
    assert "Meidän" not in json.dumps(lifecycle.export_person(mirva.user_id))


def test_the_page_tells_writers_and_the_newcomer(world, small):
    group, leader, _, mirva = small
    block = pages.publish_block("mentoring_meetings", "meetings")
    before = world.meet(-9, group=group)
    world.write(leader, before, "Meidän muistiinpano", 0, group=group)
    told = "What was written, promised and talked about before that stays among those who were there."
    assert "Whoever joins this group later does not read what was written" in pages.see(leader, block)
    page = pages.see(mirva, block)
    assert told in page and "Meidän" not in page
    body = {"group": str(group.public_id), "meeting": str(before.public_id)}
    assert "Meidän" in pages.send(leader, block, "open_notes", body).content.decode()
    opened = pages.send(mirva, block, "open_notes", body)
    assert opened.status_code == 200 and "Meidän" not in opened.content.decode()
    typed = {**body, "body": "x", "version": 1, "own": "", "joined": ""}
    assert pages.send(mirva, block, "save_note", typed).status_code == 404
    assert pages.send(mirva, block, "join_note", typed).status_code == 404
