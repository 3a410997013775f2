"""A worksheet and a list to choose from stay as long as one can look through."""

from __future__ import annotations

import uuid

import pytest

from mentoring_xblock.goals import rules
from mentoring_xblock.goals.models import Goal
from mentoring_xblock.journal import api as journal
from mentoring_xblock.journal.models import Entry
from mentoring_xblock.kit.paging import CHOICES
from tests import factories as make
from tests import pages

pytestmark = pytest.mark.django_db


def fill(model, owner, round_, block, count, **fields):
    model.objects.bulk_create(
        model(
            round=round_,
            course_key=make.COURSE_KEY,
            usage_key=block.usage_key,
            owner=owner,
            once_key=uuid.uuid4(),
            **fields,
        )
        for _ in range(count)
    )


def test_one_goal_too_many_is_refused_and_stays_as_typed():
    round_ = make.make_round()
    mentee = make.make_mentee(round_)
    block = pages.publish_block("mentoring_goals", "g1")
    fill(Goal, mentee.user, round_, block, rules.GOALS_LIMIT - 1, answers={"statement": "Pidän vapaapäivän."})
    typed = {"goal": "", "version": "1", "theme": "", "target_on": "", "status": "draft", "joined": ""}

    def save(text):
        body = typed | {"answer_statement": text, "once_key": str(uuid.uuid4())}
        return pages.send(mentee, block, "save_goal", body)

    assert save("Viimeinen, joka mahtuu").status_code == 200
    refused = save("Yksi liikaa")
    assert refused.status_code == 422
    assert "Yksi liikaa" in refused.content.decode()
    assert "no more fit" in refused.content.decode()
    assert Goal.objects.count() == rules.GOALS_LIMIT


def test_a_group_has_room_for_as_many_as_a_person(django_assert_max_num_queries):
    """Each for itself; and two hundred that came by another way are listed, and nothing more is let in."""
    round_ = make.make_round()
    _mentor, mentee, group = make.make_pair(round_)
    block = pages.publish_block("mentoring_goals", "g1")
    fill(Goal, None, round_, block, 200, group=group, answers={"statement": "Pidämme vapaapäivän."})
    typed = {"goal": "", "version": "1", "theme": "", "target_on": "", "status": "draft", "joined": ""}
    body = typed | {"answer_statement": "Yksi liikaa", "once_key": str(uuid.uuid4())}
    refused = pages.send(mentee, block, "save_goal", body | {"group": str(group.public_id)})
    assert refused.status_code == 422
    assert "no more fit" in refused.content.decode()
    assert pages.send(mentee, block, "save_goal", body).status_code == 200
    with django_assert_max_num_queries(90):
        assert pages.see(mentee, block).count("Pidämme vapaapäivän.") >= 200


def test_the_newest_entries_are_there_to_hand_in_and_the_page_says_so():
    round_ = make.make_round()
    mentee = make.make_mentee(round_)
    block = pages.publish_block("mentoring_journal", "j1", points=5)
    place = make.place_of(round_, "mentoring_journal", "j1")
    fill(Entry, mentee.user, round_, block, CHOICES - 1, title="Vanha")
    assert "are listed" not in pages.see(mentee, block)
    fill(Entry, mentee.user, round_, block, 5, title="Uusi")
    found = journal.candidates(make.actor(mentee), place)
    assert [entry.title for entry in found] == ["Uusi"] * 5 + ["Vanha"] * (CHOICES - 5)
    assert f"The newest {CHOICES} are listed." in pages.see(mentee, block)
