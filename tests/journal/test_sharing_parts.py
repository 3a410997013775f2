"""Sharing a passage, an earlier text, a mood, and the same to the same people anew."""

import datetime as dt
import re
import uuid

from mentoring_xblock.journal import api
from mentoring_xblock.journal.data import Draft
from mentoring_xblock.sharing.models import Audience
from tests import factories
from tests.journal.conftest import save, text_of


def test_an_author_shares_a_marked_passage_with_one_person_who_lets_them_know_that_they_have_read_it(world, call):
    third = factories.make_mentee(world.round, name="Aino Aho")
    factories.join(world.peers, third)
    told = save(call, world.mentee, "Alku. ==Kuuntelin ensin.== Loppu.", title="Kokous")
    entry = told["entry"]
    form = text_of(call(world.mentee, "entry_side", {"entry": entry, "sharing": "true"}))
    assert "Only “Kuuntelin ensin.”" in form
    to = re.search(rf'value="({world.peers.public_id} person [^"]+)"[^<]*<span>Ville Vertainen', form)[1]
    what = re.search(r'name="what" value="([0-9a-f]{32})"', form)[1]
    sent = {"entry": entry, "to": to, "what": what, "talk": ""}
    side = text_of(call(world.mentee, "share_entry", sent))
    assert "Ville Vertainen has not opened it" in side
    assert "A passage, as it was on" in side and "Without comments" in side
    assert "A passage of this is shared with Ville Vertainen" in side

    assert "A passage: Kuuntelin ensin." in text_of(call(world.peer, "list_shared", {"page": 1}))
    read = text_of(call(world.peer, "open_shared", {"entry": entry}))
    assert "A passage that Elli Saari chose" in read and "Kuuntelin ensin." in read
    assert "This was shared without comments." in read
    assert not {"Kokous", "Alku", "Loppu"} & set(re.findall(r"\w+", read))
    assert call(third, "open_shared", {"entry": entry}).status_code == 404

    [share] = api.shares_of(factories.actor(world.mentee), world.place, [uuid.UUID(entry)])[uuid.UUID(entry)]
    by = {"entry": entry, "share": share.share_id}
    assert "You have read it, and Elli Saari sees that." in text_of(call(world.peer, "mark_read", by))
    for reaction, pressed in (("thanks", 1), ("with_you", 1), ("", 0)):
        marks = text_of(call(world.peer, "react", {**by, "reaction": reaction}))
        assert marks.count('aria-pressed="true"') == pressed
    call(world.peer, "react", {**by, "reaction": "thinking"})
    assert call(world.peer, "react", {**by, "reaction": "shrug"}).status_code == 422
    side = text_of(call(world.mentee, "entry_side", {"entry": entry}))
    assert re.search(r"Ville Vertainen opened it .+, and has read it .+ “This makes me think”", side)
    trail = side[side.index("Who could read it, and when") :]
    assert "Ville Vertainen has read it" in trail
    assert "You shared a passage of it with Ville Vertainen" in trail
    call(world.mentee, "withdraw_entry", by)
    assert call(world.peer, "mark_read", by).status_code == 404


def test_a_passage_that_has_changed_meanwhile_is_not_shared_and_the_form_stays_as_it_was_sent(world, call):
    key = uuid.uuid4()
    entry = save(call, world.mentee, "==Kuuntelin ensin.==", key=key)["entry"]
    form = text_of(call(world.mentee, "entry_side", {"entry": entry, "sharing": "true"}))
    sent = {
        "entry": entry,
        "to": f"{world.pair.public_id} leader",
        "what": re.search(r'name="what" value="([0-9a-f]{32})"', form)[1],
        "later": "true",
        "talk": "true",
    }
    save(call, world.mentee, "==Puhuin ensin.==", entry=entry, version=1, key=key, step=2)
    answer = call(world.mentee, "share_entry", sent)
    assert answer.status_code == 422
    assert "This passage is not in the saved text any more" in text_of(answer)
    typed = {**sent, "what": "passage", "passage_what": "Kuuntelin <ensin>."}
    answer = call(world.mentee, "share_entry", typed)
    assert answer.status_code == 422
    form = text_of(answer)
    assert "Kuuntelin <ensin>." in form and 'value="true" checked' in form
    assert "Choose with whom to share it." in text_of(call(world.mentee, "share_entry", {**typed, "to": ""}))
    assert world.shared_with(world.mentor).total == 0
    call(world.mentee, "share_entry", {**typed, "passage_what": "  Puhuin ensin.\r\n"})
    assert [shared.entry.heading for shared in world.shared_with(world.mentor).items] == ["Puhuin ensin."]


def test_a_reader_of_an_earlier_text_is_told_so_and_not_that_it_has_changed(world, call):
    key = uuid.uuid4()
    entry = world.write(text="silloin", key=key).entry
    sent = {"entry": entry.public_id, "to": f"{world.pair.public_id} leader", "talk": "true"}
    assert "what you change later is not in it" in text_of(call(world.mentee, "share_entry", sent))
    world.open(entry.public_id)
    world.write(text="nyt", entry=entry.public_id, version=1, key=key, step=2)
    [listed] = world.shared_with(world.mentor).items
    assert (listed.fixed, listed.new, listed.changed) == (True, False, False)
    read = text_of(call(world.mentor, "open_shared", {"entry": entry.public_id}))
    assert "As it was on" in read and "silloin" in read and "nyt" not in read
    # Sharing what stands in its place: the reader is told that it is new.
    side = text_of(call(world.mentee, "share_entry", {**sent, "later": "true"}))
    assert "The entry as it stands, also what you change later" in side
    [listed] = world.shared_with(world.mentor).items
    assert (listed.fixed, listed.new, listed.entry.answers) == (False, True, {"what": "nyt"})


def test_a_mood_is_seen_by_those_with_whom_it_is_shared(world):
    mine, place = factories.actor(world.mentee), world.place
    draft = Draft(answers={"what": "raskas päivä"}, mood=1)
    entry = api.save_entry(mine, place, None, draft, 0, api.Writer(uuid.uuid4(), 1)).entry
    for with_mood, seen in ((False, None), (True, 1)):
        for later in (False, True):
            how = {"later": later, "with_mood": with_mood}
            api.share_entry(mine, place, entry.public_id, world.pair.public_id, Audience.LEADER, **how)
            shared = world.open(entry.public_id)
            assert (shared.mood, shared.entry.mood) == (seen, None)


def test_sharing_anew_with_the_same_people_keeps_what_they_said(world):
    """Somebody who came since reads the entry, and nothing of what was said before."""
    mine, mentor = factories.actor(world.mentee), factories.actor(world.mentor)
    entry = world.write(text="ennen").entry
    share = api.share_entry(mine, world.place, entry.public_id, world.pair.public_id, Audience.LEADER, later=False)
    api.comment(mentor, world.place, entry.public_id, share.share_id, "Hyvä", uuid.uuid4())
    again = world.share(entry.public_id)
    said = api.comments(mentor, world.place, entry.public_id)
    assert [(one.body, one.share_id) for one in said] == [("Hyvä", again.share_id)]

    share = world.share(entry.public_id, world.peers, Audience.GROUP)
    peer = factories.actor(world.peer)
    api.comment(peer, world.place, entry.public_id, share.share_id, "Meidän kesken", uuid.uuid4())
    newcomer = factories.make_mentee(world.round)
    factories.join(world.peers, newcomer)
    world.share(entry.public_id, world.peers, Audience.GROUP)
    assert api.comments(factories.actor(newcomer), world.place, entry.public_id) == ()


def test_a_passage_is_about_the_day_that_it_was_shared_with(world):
    key, mine = uuid.uuid4(), factories.actor(world.mentee)
    entry = world.write(text="alku ja loppu", key=key).entry
    api.share_entry(
        mine, world.place, entry.public_id, world.pair.public_id, Audience.LEADER, passages={"what": "alku"}
    )
    draft = Draft(answers={"what": "alku"}, day=dt.date(2001, 1, 1))
    api.save_entry(mine, world.place, entry.public_id, draft, 1, api.Writer(key, 2))
    assert world.open(entry.public_id).entry.day == entry.day
