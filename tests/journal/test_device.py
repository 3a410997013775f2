"""The keys to what lies on somebody's device, their own, the same every time, and kept nowhere; and whose a page is."""

import base64
import re

from opaque_keys.edx.keys import CourseKey

from mentoring_xblock.kit.device import keys_of, page_tags
from tests import factories, pages


def test_everybody_gets_keys_of_their_own_which_nothing_keeps(world, call):
    mine, again, theirs = (call(one, "device_key", {}) for one in (world.mentee, world.mentee, world.mentor))
    assert mine.json() == again.json()
    (owner,), (key,) = mine.json()["owners"], mine.json()["keys"]
    assert (len(owner), len(base64.b64decode(key))) == (24, 32)
    assert not {owner, key} & {*theirs.json()["owners"], *theirs.json()["keys"]}
    assert base64.b64decode(key).hex()[:24] != owner, "the name of a text would tell its key"
    assert mine.headers["Cache-Control"] == "no-store"
    assert not mine.cookies


def test_what_was_typed_under_an_earlier_secret_can_still_be_opened(settings):
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "the first", []
    before = keys_of(7)
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "the second", ["the first"]
    after = keys_of(7)
    assert (after.owners[1:], after.keys[1:]) == (before.owners, before.keys)
    assert after.keys[0] != before.keys[0]
    settings.SECRET_KEY_FALLBACKS = []
    assert keys_of(7).keys == after.keys[:1]


def test_a_page_says_whom_it_is_for_and_neither_who_that_is_nor_where_their_texts_lie(world, authored, settings):
    here, elsewhere = factories.COURSE_KEY, CourseKey.from_string("course-v1:Other+Course+2026")
    tags = {
        page_tags(person.user_id, course)[0] for person in (world.mentee, world.mentor) for course in (here, elsewhere)
    }
    assert len(tags - {*keys_of(world.mentee.user_id).owners}) == 4
    (told,) = set(re.findall(r'data-mn-page-of="(\w+)"', pages.see(world.mentee, authored)))
    assert (told,) == page_tags(world.mentee.user_id, here)
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "the next", [settings.SECRET_KEY]
    assert told in page_tags(world.mentee.user_id, here)
