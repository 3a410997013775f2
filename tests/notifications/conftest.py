"""Somebody in the course, and mails about a pair."""

import pytest

from mentoring_xblock.notifications import api
from tests import factories as make

CONTEXT = {
    "programme": {"en": "Producers’ mentoring", "fi": "Tuottajien mentorointi"},
    "groups": [{"name": "", "kind": "pair", "leads": False, "people": []}],
}


@pytest.fixture
def course():
    return make.make_course()


@pytest.fixture
def person(course):
    return make.make_learner("aada", "Aada Aalto")


@pytest.fixture
def queue():
    """Queue the mail of a new pair for somebody, about an event of its own unless a key is given."""
    numbers = iter(range(1_000))

    def queue(*people, key=None, context=None, template="group_published"):
        ids = [person.pk for person in people]
        key = key or f"event {next(numbers)}"
        return api.queue(make.COURSE_KEY, ids, template, context or CONTEXT, key)

    return queue
