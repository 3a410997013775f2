"""Every step that can stand in a trail says in words what happened, whoever did it and whether they are still known."""

from __future__ import annotations

import re
import uuid

import pytest
from django.template.loader import render_to_string
from django.utils import timezone

from mentoring_xblock.journal.side_pages import TrailLine
from mentoring_xblock.privacy.audit import Step, Verb

pytestmark = pytest.mark.once


def words_of(verb, **line):
    step = Step(verb, 1, uuid.uuid4(), None, timezone.now(), uuid.uuid4())
    shown = {"mine": False, "name": "", "whom": "", **line}
    markup = render_to_string("mentoring_xblock/privacy/_trail_line.html", {"line": TrailLine(step, **shown)})
    return re.sub(r"<[^>]*>", "", markup.split("<br>")[0]).strip()


@pytest.mark.parametrize("verb", Verb)
def test_a_step_has_words(verb):
    for line in ({}, {"name": "Anna Laine"}, {"mine": True}, {"whom": "Anna Laine"}):
        said = words_of(verb, **line)
        assert len(said) > 8 and said[0].isupper()


def test_the_words_say_what_was_given_to_whom():
    assert words_of(Verb.SHARED, whom="Anna Laine", passage=True) == "You shared a passage of it with Anna Laine"
    assert words_of(Verb.SHARED, whom="Anna Laine") == "You shared it with Anna Laine"
    assert words_of(Verb.READ, name="Anna Laine") == "Anna Laine has read it"
