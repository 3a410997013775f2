"""Whose goal it is hears of a reader who agrees or asks for another look: that, and none of the words."""

import json
import uuid

import pytest

from mentoring_xblock.goals import api
from mentoring_xblock.kit.errors import Invalid
from mentoring_xblock.models import Message
from mentoring_xblock.sharing.models import Stance
from tests import factories
from tests.mails import mails

pytestmark = pytest.mark.django_db


def test_a_stance_is_told_once_a_day_and_without_its_words(world):
    goal = world.save()
    share = world.share(goal)

    def say(words, stance=None, person=world.mentor, key=None):
        given = (world.place, goal.goal_id, share.share_id, words, key or uuid.uuid4(), stance)
        api.comment(factories.actor(person), *given)

    say("Only an answer")
    say("And one of mine", person=world.mentee)
    assert mails() == []
    key = uuid.uuid4()
    for _click in range(2):
        say("Look at the secret part", Stance.LOOK, key=key)
    say("", Stance.AGREED)
    with pytest.raises(Invalid):
        say("I agree with myself", Stance.AGREED, person=world.mentee)
    assert mails() == mails(world.mentee) == ["goal_answered"]
    told = Message.objects.get().context
    assert told["by"] == {"people": [world.mentor.user_id]} and told["link"].endswith("@goals")
    assert not [word for word in ("secret", goal.title, "Anna", "Elli") if word in json.dumps(told)]
