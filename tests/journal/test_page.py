"""The journal's page and handlers over HTTP, as each of the people who may meet them."""

import re
import uuid

import pytest

from demo.models import StudentState
from mentoring_xblock.journal import api
from mentoring_xblock.journal.models import Entry
from mentoring_xblock.sharing.models import Audience, Comment
from tests import factories
from tests.journal.conftest import SECRET, body, queries, save, text_of

# ---- writing ----


def test_a_mentee_writes_shares_and_is_read(world, call, page):
    told = save(call, world.mentee, "Eilen kokous venyi", title="Kokous")
    assert told["created"] and told["version"] == 1
    assert told["words"] == "3 words"
    assert re.fullmatch(r"Saved \d\d:\d\d", told["state"])

    side = text_of(call(world.mentee, "entry_side", {"entry": told["entry"]}))
    assert "Share this entry" in side and "With whom?" not in side
    form = text_of(call(world.mentee, "entry_side", {"entry": told["entry"], "sharing": "true"}))
    assert "Anna Laine" in form and "Peer group Tampere" in form
    assert "1 person, and nobody who joins later" in form
    shared = text_of(
        call(world.mentee, "share_entry", {"entry": told["entry"], "to": f"{world.pair.public_id} leader"})
    )
    assert "Withdraw from Anna Laine" in shared
    assert "Anna Laine has not opened it" in shared
    assert "Shared with Anna Laine as it was on" in shared
    assert "what has been read cannot be unread" in shared

    assert "Kokous" in page(world.mentor)
    reading = text_of(call(world.mentor, "open_shared", {"entry": told["entry"]}))
    assert "Eilen kokous venyi" in reading
    assert "Elli Saari shares this with you since" in reading
    assert "Anna Laine opened it" in text_of(call(world.mentee, "entry_side", {"entry": told["entry"]}))


def test_the_page_goes_on_with_todays_entry_and_lists_the_others(world, call, page):
    assert "No entries yet" in page(world.mentee)
    save(call, world.mentee, "ensimmäinen")
    newest = save(call, world.mentee, "toinen")["entry"]

    markup = page(world.mentee)
    assert f'name="entry" value="{newest}"' in markup
    assert "ensimmäinen" in markup and "toinen" in markup
    assert markup.count("only you") >= 2


def test_yesterdays_entry_leaves_the_paper_blank(world, call, page):
    save(call, world.mentee, "eilinen")
    Entry.objects.update(updated_at=factories.timezone.now() - factories.dt.timedelta(days=2))
    assert 'name="entry" value=""' in page(world.mentee)


def test_a_conflict_shows_both_texts_and_can_be_chosen(world, call):
    told = save(call, world.mentee, "alku")
    save(call, world.mentee, "puhelimella kirjoitettu", entry=told["entry"], version=1)
    mine = body("koneella kirjoitettu", entry=told["entry"], version=1)
    refused = call(world.mentee, "save_entry", mine)

    assert refused.status_code == 409
    markup = text_of(refused)
    assert "puhelimella" in markup and "koneella" in markup
    assert "<ins>koneella </ins>kirjoitettu" in markup
    assert markup.index("This device") < markup.index("The other device")
    chosen = call(world.mentee, "choose_text", {**mine, "version": "2", "step": "1"})
    assert chosen.status_code == 200
    assert "koneella kirjoitettu" in text_of(chosen)
    assert Entry.objects.get().answers["what"] == "koneella kirjoitettu"
    assert "puhelimella kirjoitettu" in text_of(call(world.mentee, "open_history", {"entry": told["entry"]}))


def test_a_choice_may_meet_a_third_text(world, call):
    told = save(call, world.mentee, "alku")
    save(call, world.mentee, "toinen", entry=told["entry"], version=1)
    save(call, world.mentee, "kolmas", entry=told["entry"], version=2)
    again = call(world.mentee, "choose_text", body("oma", entry=told["entry"], version=2))
    assert again.status_code == 409
    assert "kolmas" in text_of(again)


def test_texts_are_joined_by_hand_and_saved_as_one_goes_on(world, call):
    told = save(call, world.mentee, "alku", title="Otsikko")
    save(call, world.mentee, "puhelimella", entry=told["entry"], version=1)
    joined = text_of(call(world.mentee, "join_texts", body("koneella", entry=told["entry"], version=1)))

    assert "koneella\n\npuhelimella</textarea>" in joined
    assert "data-mn-unsaved" in joined
    assert 'name="version" value="2"' in joined
    assert Entry.objects.get().answers["what"] == "puhelimella"


def test_what_was_deleted_elsewhere_is_kept_and_can_be_brought_back(world, call):
    told = save(call, world.mentee, "alku")
    deleted = call(world.mentee, "delete_entry", {"entry": told["entry"]})
    assert "You can bring it back for 30 days" in text_of(deleted)
    refused = call(world.mentee, "save_entry", body("alku ja jatko", entry=told["entry"], version=1))

    assert refused.status_code == 409
    assert "put into the bin" in text_of(refused)
    restored = text_of(call(world.mentee, "restore_entry", {"entry": told["entry"]}))
    assert f'name="entry" value="{told["entry"]}"' in restored
    assert "alku ja jatko" in text_of(call(world.mentee, "open_history", {"entry": told["entry"]}))


def test_a_preview_is_safe_and_saves_nothing(world, call):
    answer = call(world.mentee, "preview_entry", body("**lihava** <script>alert(1)</script>"))
    assert "<strong>lihava</strong>" in answer.content.decode()
    assert "<script>" not in answer.content.decode()
    assert not Entry.objects.exists()


def test_the_first_entry_leaves_the_platforms_mark_and_completes(world, call, set_fields, monkeypatch):
    completed = []
    monkeypatch.setattr("mentoring_xblock.host.complete", lambda *args: completed.append(args))
    set_fields(completion_rule="entries", completion_entries=2)
    key = uuid.uuid4()
    told = save(call, world.mentee, "yksi", key=key)
    save(call, world.mentee, "yksi kaksi", entry=told["entry"], version=1, key=key, step=2)
    assert completed == []
    save(call, world.mentee, "toinen")

    assert completed == [(world.place.usage_key, [world.mentee.user_id], 1.0)]
    assert StudentState.objects.get(user=world.mentee.user).state == {"touched": True}


def test_a_graded_journal_is_handed_in(world, call, set_fields, page):
    set_fields(points=10)
    told = save(call, world.mentee, SECRET, title="Kokous")
    assert "Handing in" in page(world.mentee)
    assert "Kokous" in text_of(call(world.mentee, "open_panel", {}))
    handed = call(
        world.mentee, "hand_in", {"items[]": told["entry"], "items": [told["entry"]], "once_key": uuid.uuid4()}
    )
    assert handed.status_code == 200, handed.content
    history = api.history(factories.actor(world.mentee), world.place, uuid.UUID(told["entry"])).texts.items
    assert [one.reason for one in history] == ["handed_in"]


# ---- talking ----


def test_a_comment_that_nobody_can_read_any_more_stays_typed(world, call):
    entry = world.write().entry
    share = world.share(entry.public_id)
    form = {"entry": entry.public_id, "share": share.share_id, "once_key": uuid.uuid4(), "body": "Kiitos **tästä**"}
    said = call(world.mentor, "comment_entry", form)
    assert said.status_code == 200
    assert "<strong>tästä</strong>" in said.content.decode()

    world.withdraw(entry.public_id, share.share_id)
    late = call(world.mentor, "comment_entry", {**form, "once_key": uuid.uuid4(), "body": "Vielä yksi"})
    assert late.status_code == 404
    assert "Vielä yksi</textarea>" in text_of(late)
    assert "tästä" not in text_of(late)
    empty = call(world.mentee, "comment_entry", {**form, "once_key": uuid.uuid4(), "body": " "})
    assert empty.status_code == 422
    assert 'aria-invalid="true"' in text_of(empty)
    assert Comment.objects.count() == 1


def test_an_opened_entry_is_new_no_more(world, call):
    entry = world.write().entry
    world.share(entry.public_id)
    assert ">New<" in text_of(call(world.mentor, "list_shared", {}))
    assert 'hx-swap-oob="delete"' in text_of(call(world.mentor, "open_shared", {"entry": entry.public_id}))
    assert ">New<" not in text_of(call(world.mentor, "list_shared", {}))
    assert 'hx-swap-oob="delete"' not in text_of(call(world.mentor, "open_shared", {"entry": entry.public_id}))


# ---- who sees what ----


def test_nothing_hints_at_what_is_not_shared(world, call, page):
    before = {person.pk: page(person) for person in (world.mentor, world.peer, world.other_mentor)}
    save(call, world.mentee, SECRET, title="Salainen otsikko")

    def neutral(markup):
        # The host's token and the key of the blank paper are new each time.
        return re.sub(r'"[0-9a-f-]{32,36}"', "", markup)

    for person in (world.mentor, world.peer, world.other_mentor):
        assert neutral(page(person)) == neutral(before[person.pk])


def test_people_outside_the_programme_get_a_sentence(world, call, page):
    save(call, world.mentee, SECRET)
    coordinator = factories.make_coordinator(world.round.programme)
    superuser = factories.make_user(is_superuser=True, is_staff=True)
    for person in (factories.make_learner(), coordinator, factories.make_staff(), superuser):
        markup = page(person)
        assert "A journal for the people in the programme" in markup
        assert SECRET not in markup
        assert "data-mn-paper" not in markup


@pytest.mark.parametrize(
    "who", ["anonymous", "stranger", "learner", "peer", "other_mentor", "coordinator", "superuser"]
)
def test_nobody_else_gets_anywhere_with_an_entrys_id(world, call, who):
    told = save(call, world.mentee, SECRET)
    person = {
        "anonymous": None,
        "stranger": factories.make_user(),
        "learner": factories.make_learner(),
        "peer": world.peer,
        "other_mentor": world.other_mentor,
        "coordinator": factories.make_coordinator(world.round.programme),
        "superuser": factories.make_user(is_superuser=True, is_staff=True),
    }[who]
    entry = told["entry"]
    bodies = {
        "save_entry": body("toisen sana", entry=entry, version=1),
        "choose_text": body("toisen sana", entry=entry, version=1),
        "join_texts": body("toisen sana", entry=entry, version=1),
        "open_entry": {"entry": entry},
        "entry_side": {"entry": entry},
        "open_history": {"entry": entry},
        "share_entry": {"entry": entry, "to": f"{world.pair.public_id} leader"},
        "withdraw_entry": {"entry": entry, "share": uuid.uuid4()},
        "comment_entry": {"entry": entry, "share": uuid.uuid4(), "once_key": uuid.uuid4(), "body": "hei"},
        "delete_entry": {"entry": entry},
        "restore_entry": {"entry": entry},
        "open_shared": {"entry": entry},
        "mark_read": {"entry": entry, "share": uuid.uuid4()},
        "react": {"entry": entry, "share": uuid.uuid4(), "reaction": "thanks"},
    }
    for handler, sent in bodies.items():
        answer = call(person, handler, sent)
        assert answer.status_code in (403, 404), handler
        assert SECRET not in text_of(answer)
    row = Entry.objects.get()
    assert (row.answers, row.deleted_at, row.version) == ({"what": SECRET}, None, 1)


def test_lists_are_ones_own(world, call):
    save(call, world.mentee, SECRET)
    for person in (world.peer, world.mentor, world.other_mentor):
        for handler in ("list_entries", "list_shared", "new_entry"):
            assert SECRET not in text_of(call(person, handler, {}))


def test_a_page_of_a_list(world, call):
    for number in range(14):
        world.share(world.write(text=f"numero {number}").entry.public_id, world.peers, Audience.GROUP)
    second = text_of(call(world.mentee, "list_entries", {"page": "2", "turned": "true"}))
    assert "numero 0" in second and "numero 13" not in second
    assert "Page 2 of 2" in second
    received = text_of(call(world.peer, "list_shared", {"page": 1}))
    assert "numero 13" in received and "numero 1<" not in received
    assert "From Elli Saari, since" in received


def test_the_page_costs_the_same_with_many_entries(world, page):
    def fill(count):
        for number in range(count):
            world.share(world.write(text=f"numero {number}").entry.public_id)

    fill(1)
    page(world.mentee), page(world.mentor)
    few = queries(lambda: page(world.mentee)), queries(lambda: page(world.mentor))
    fill(30)
    assert (queries(lambda: page(world.mentee)), queries(lambda: page(world.mentor))) == few


# ---- what its author chose ----


def test_the_questions_are_asked_in_the_readers_language(world, page):
    finn = factories.make_mentee(world.round, factories.make_learner(language="fi"))
    assert "Entä sitten? Miksi se on sinulle tärkeää?" in page(finn)
    assert "So what? Why does it matter to you?" in page(world.mentee)


def test_the_authors_own_questions_and_introduction(world, page, set_fields, call):
    told = save(call, world.mentee, "vanha vastaus")
    set_fields(
        prompts=[{"id": "learned", "label": {"en": "What did you learn?"}, "help": {}, "limit": 500}],
        intro={"en": "Write **often**."},
    )
    markup = page(world.mentee)
    assert "What did you learn?" in markup
    assert "Up to 500 characters." in markup
    assert "Write <strong>often</strong>." in markup
    assert "What happened?" in markup and "vanha vastaus" in markup
    answer = call(world.mentee, "save_entry", {**body("", entry=told["entry"], version=1), "answer_learned": "opin"})
    assert answer.status_code == 422
    sent = {**body("", entry=told["entry"], version=1), "answer_learned": "opin"}
    del sent["answer_what"]
    assert call(world.mentee, "save_entry", sent).status_code == 200
    assert Entry.objects.get().answers == {"what": "vanha vastaus", "learned": "opin"}


@pytest.mark.parametrize("damaged", [[], [{"id": ""}], [3, None], [{"label": {"en": "no id"}}]])
def test_damaged_questions_fall_back_to_the_default_ones(page, set_fields, world, damaged):
    set_fields(prompts=damaged)
    assert "What happened?" in page(world.mentee)
