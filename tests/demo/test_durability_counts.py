"""What the proof of durability counts: that it fails when it should, and deals its faults evenly."""

import random
import traceback
from collections import Counter
from dataclasses import replace

from demo.durability.faults import Kind, Switch, When, deck, faulty
from demo.durability.texts import Burst, Proof, Texts, counted, exceptions, twice

KINDS = {kind.value: 10 for kind in Kind}
PROOF = Proof(
    seed=1,
    seconds=1.0,
    least=10,
    dealt=KINDS,
    met=KINDS,
    moments={},
    ways={},
    typed=10,
    promised=10,
    lost=0,
    lost_at_once=3,
    twice=0,
    errors=(),
)


def test_a_proof_holds_only_where_nothing_promised_is_lost_and_every_kind_was_met():
    assert PROOF.holds
    for change in (
        {"lost": 1},
        {"twice": 1},
        {"errors": ("ValueError",)},
        {"promised": 0},
        {"met": {**KINDS, "409": 9}},
    ):
        assert not replace(PROOF, **change).holds, change


def test_letters_are_missed_from_where_a_text_breaks_off():
    whole, cut, gone, hasty = (
        Burst("«0001»", "«0001» yötä 🌙 ", promised=True),
        Burst("«0002»", "«0002» päivää", promised=True),
        Burst("«0003»", "«0003» ei", promised=True),
        Burst("«0004»", "«0004» oho"),
    )
    counts, losses = counted([whole, cut, gone, hasty], ["alku «0001» yötä 🌙 «0002» pä", "«000"])
    assert counts == {"typed": 45, "promised": 35, "lost": 13, "lost_at_once": 10}
    assert [line[:6] for line in losses] == ["«0002»", "«0003»"]
    assert counted([whole], ["«0002»", whole.text])[0]["lost"] == 0


def test_a_text_in_two_entries_is_doubled_and_one_twice_in_an_entry_is_not():
    assert twice(["«0001»", "«0002»"], ["«0001» «0001»", "«0002»", "a «0002»"]) == 1


def test_an_error_of_the_server_is_told_by_its_last_line():
    try:
        raise ValueError("nobody planned it")
    except ValueError:
        log = f"2026 ERROR django.request\n{traceback.format_exc()}2026 WARNING Forbidden\n"
    assert exceptions(log) == ("ValueError: nobody planned it",)
    assert exceptions("2026 ERROR django.request Internal Server Error\n") == ()


def test_every_six_faults_have_each_kind_and_every_eighteen_each_moment_of_it():
    faults = deck(102, seed=6)
    assert [fault.number for fault in faults] == list(range(102))
    assert faults == deck(200, seed=6)[:102]
    assert faults != deck(102, seed=7)
    assert Counter(fault.kind for fault in faults) == dict.fromkeys(Kind, 17)
    assert all(len({fault.kind for fault in faults[at : at + 6]}) == 6 for at in range(0, 102, 6))
    assert len({(fault.kind, fault.when) for fault in faults[:18]}) == len(Kind) * len(When)


def test_texts_are_the_same_by_the_same_seed_and_their_tokens_go_in_whole():
    def typed(seed):
        texts = Texts(random.Random(seed))  # noqa: S311 - as the proof draws
        return [list(texts.chunks(texts.burst())) for _number in range(30)]

    assert typed(1) == typed(1) != typed(2)
    assert all(chunks[0].startswith(f"«{number:04}»") for number, chunks in enumerate(typed(1), 1))


def test_a_fault_meets_saves_of_the_page_and_of_no_other_device(tmp_path):
    switch, calls = Switch(tmp_path), []

    def site(environ, start_response):
        calls.append(environ["PATH_INFO"])
        start_response("200 OK", [])
        return [b"saved"]

    def ask(path, **headers):
        said = []
        body = b"".join(faulty(site, switch)({"PATH_INFO": path, **headers}, lambda *began: said.append(began[0])))
        return said, body

    faults = {(one.kind, one.when): one for one in deck(18, seed=1)}
    fault = faults[Kind.ANSWERS_500, When.AFTER]
    switch.set(fault)
    assert ask("/handler/save_entry")[0] == ["500 Internal Server Error"]
    assert calls == ["/handler/save_entry"]
    assert ask("/unit/1/") == (["200 OK"], b"saved")
    assert ask("/handler/save_entry", HTTP_X_OTHER_DEVICE="yes") == (["200 OK"], b"saved")
    assert switch.met() == {fault.number}

    switch.set(faults[Kind.ANSWERS_500, When.BEFORE])
    assert ask("/unit/1/")[0] == ask("/handler/save_entry")[0] == ["500 Internal Server Error"]
    assert len(calls) == 3
    switch.clear()
    assert ask("/handler/save_entry") == (["200 OK"], b"saved")
