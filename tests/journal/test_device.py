"""The keys to what lies on somebody's device: their own, the same every time, and kept nowhere."""

import base64

from mentoring_xblock.kit.device import keys_of


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
