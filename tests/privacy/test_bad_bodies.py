"""What nobody should send, to every handler: each gets a sentence, changes nothing, and keeps what was typed.

Sent by somebody who may call the handler, so that what refuses is the body.
"""

from __future__ import annotations

import itertools
import json
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

import pytest

from mentoring_xblock.blocks import request
from mentoring_xblock.blocks.forms import JsonForm
from tests.privacy import walking
from tests.privacy.bodies import body
from tests.privacy.scene import BLOCKS, Scene, Thing
from tests.privacy.table import STUDIO, TABLE, Row
from tests.privacy.walking import TYPED, Told
from tests.privacy.watch import Books

pytestmark = [pytest.mark.django_db, pytest.mark.once]

#: Nothing that a field of ours takes. The last two are not JSON, but Python reads and writes them.
MISFITS: tuple[Any, ...] = (
    [],
    {},
    [[]],
    {"a": {"b": []}},
    True,
    -1,
    1e300,
    2**70,
    "no such thing",
    "\x00",
    "\ud800",
    ["\ud800"],
    [1e999],
    float("nan"),
    float("inf"),
)
LONG = TYPED + "ä" * 20_000

#: Text that is too long is refused here with the text still in its place, in a form that comes back.
GIVES_BACK = {
    ("mentoring_programme", "save_card"): ("headline", "contact"),
    ("mentoring_goals", "save_goal"): ("answer_statement",),
    ("mentoring_goals", "comment_goal"): ("body",),
    ("mentoring_goals", "comment_shared"): ("body",),
    ("mentoring_goals", "add_goal_action"): ("body",),
    ("mentoring_goals", "change_goal_action"): ("body",),
    ("mentoring_goals", "save_scale"): ("level_0", "level_m2"),
    ("mentoring_goals", "rate_goal"): ("words",),
    ("mentoring_journal", "comment_entry"): ("body",),
    ("mentoring_application", "send_application"): ("answer_letter", "answer_field__organisation"),
    ("mentoring_dashboard", "comment_goal"): ("body",),
    ("mentoring_dashboard", "comment_entry"): ("body",),
    ("mentoring_dashboard", "give_score"): ("feedback",),
    ("mentoring_dashboard", "ask_again"): ("words",),
    ("mentoring_dashboard", "create_draft"): ("name",),
    ("mentoring_dashboard", "save_rating"): ("comment",),
    ("mentoring_dashboard", "suggest_pair"): ("note",),
    ("mentoring_dashboard", "decide_applications"): ("letter_en",),
    ("mentoring_dashboard", "let_in_late"): ("identifier",),
    ("mentoring_dashboard", "save_call_letters"): ("received_en",),
    ("mentoring_dashboard", "rename_group"): ("name",),
    ("mentoring_dashboard", "start_proposal"): ("together", "apart"),
}


def principal(scene: Scene, row: Row) -> tuple[str, str, Thing | None]:
    """Return a role that may call the handler, and something that it may call it about."""
    role, names = next(iter(row.may.items()))
    # With an ended share some handlers have less to do; the last of its own things that a role may reach is never one.
    name = next(name for name in (*names, "") if name not in ("withdrawn", "with a former mentor"))
    return role, name, walking.things_of(scene, row.about)[name]


def each(scene: Scene, block_type: str) -> Iterator[tuple[str, str, str, dict[str, Any]]]:
    """Yield (handler, role, address, whole body) for each handler of a block."""
    for handler, row in TABLE[block_type].items():
        role, _, thing = principal(scene, row)
        sent = body(scene, block_type, handler, row.about, thing, TYPED)
        yield handler, role, walking.address(scene, block_type, handler), sent


class _Noted(dict[str, Any]):
    """A body that takes down which of its fields are asked for by name."""

    def __init__(self, body: dict[str, Any], read: set[str]) -> None:
        super().__init__(body)
        self._read = read

    def get(self, name: str, default: Any = None) -> Any:
        self._read.add(name)
        return super().get(name, default)

    def __getitem__(self, name: str) -> Any:
        self._read.add(name)
        return super().__getitem__(name)


@contextmanager
def fields_read() -> Iterator[set[str]]:
    """Take down which fields handlers read, by themselves or by a form, while the context is open."""
    read: set[str] = set()
    parse, clean = request.parse_body, JsonForm.full_clean

    def cleaned(form: JsonForm) -> None:
        read.update(form.fields)
        clean(form)

    def noted(asked: Any, limit: int) -> _Noted:
        return _Noted(parse(asked, limit), read)

    with patch.object(request, "parse_body", noted), patch.object(JsonForm, "full_clean", cleaned):
        yield read


def refused_in_words(told: Told) -> list[str]:
    """Return what is wrong with how a body was refused."""
    found = []
    if not 400 <= told.status < 500:
        found.append(f"answered {told.status}")
    if told.headers.get("X-Mentoring") != "1" or len(told.text) < 30:
        found.append(f"said {told.text[:60]!r}")
    if told.changed:
        found.append(f"changed {told.changed}")
    return found


@pytest.mark.parametrize("block_type", BLOCKS)
def test_a_handler_is_called_by_post_only(scene: Scene, books: Books, block_type: str):
    """By each address; which of the two asks, and by which other method, takes turns."""
    roles, methods = itertools.cycle(("mentee", "coordinator")), itertools.cycle(("GET", "PUT", "DELETE"))
    for handler in (*TABLE[block_type], *STUDIO):
        calls = [(walking.LMS, method) for method in ("GET", "PUT", "DELETE")]
        calls += [(walking.NOBODYS, "GET"), *((url, next(methods)) for url in walking.IN_STUDIO)]
        for (url, method), role in zip(calls, roles, strict=False):
            address = walking.address(scene, block_type, handler, url)
            told = walking.ask(books, scene.clients[role], address, "", method)
            assert (told.status, told.changed, told.text) == (405, (), ""), (handler, role, url, method)
            assert told.headers["Allow"] == "POST"
        # Six calls and two roles: without this each address would be asked by one of them alone.
        next(roles)


NO_OBJECTS = {
    "broken": "{",
    "a list": "[]",
    "nothing": "null",
    "no text": b"\xff\xfe",
    "deep": "[" * 100_000,
    "long": "x" * 600_000,
}


@pytest.mark.parametrize("block_type", BLOCKS)
def test_what_is_no_object_is_refused_in_words(scene: Scene, books: Books, block_type: str):
    """One function reads every body, so each handler meets what can't be read at all, and one of the others in turn."""
    others = itertools.cycle(name for name in NO_OBJECTS if name != "broken")
    for number, (handler, role, address, _) in enumerate(each(scene, block_type)):
        # The first handler of a block meets them all.
        for name in NO_OBJECTS if number == 0 else ("broken", next(others)):
            told = walking.ask(books, scene.clients[role], address, NO_OBJECTS[name])
            assert told.status == 422, (handler, name, told.status)
            assert refused_in_words(told) == [], (handler, name)


@pytest.mark.parametrize("block_type", BLOCKS)
def test_nothing_that_is_sent_in_a_field_makes_a_handler_fail(scene: Scene, books: Books, block_type: str):
    """Whatever stands in a field, the answer is a page or a refusal in words, and a refusal changes nothing.

    The misfits take turns, so that each field that a handler reads meets one of them, and each misfit many fields.
    """
    found, turn = [], itertools.cycle(MISFITS)
    for handler, role, address, sent in each(scene, block_type):
        row = TABLE[block_type][handler]
        with fields_read() as read:
            walking.ask(books, scene.clients[role], address, sent)
        assert read & set(sent) or not row.about, handler
        for name, misfit in zip(sorted(read & set(sent)), turn, strict=False):
            told = walking.ask(books, scene.clients[role], address, {**sent, name: misfit})
            about = f"{handler} {name}={misfit!r}"
            if told.status == 200:
                if told.changed and not row.writes:
                    found.append(f"{about}: changed {told.changed}")
            else:
                found += [f"{about}: {one}" for one in refused_in_words(told)]
    assert found == [], "\n".join(found)


#: What each handler has to be given, and is refused without.
def needed(sent: dict[str, Any], about: str) -> list[str]:
    """Return the fields by which a body names what it is about."""
    names = {
        **dict.fromkeys(("goals", "earlier"), ("goal",)),
        "journal": ("entry",),
        "hand-ins": ("hand_in",),
        "drafts": ("scores",),
        "people": ("participant", "mentee", "participant_id", "mentor"),
        "groups": ("group_id", "group_ids", "membership_id"),
        "applications": ("application", "application_id", "applications", "chosen"),
        "proposals": ("proposal",),
        "offers": ("place", "group"),
        "requests": ("request",),
        "profiles": ("profile",),
        "invitations": ("invitation",),
        "agreements": ("group",),
        **dict.fromkeys(("points", "actions"), ("group",)),
        **dict.fromkeys(("notes", "raised"), ("meeting",)),
        **dict.fromkeys(("own meetings", "joint", "calendar"), ("meeting",)),
        "openings": ("open", "series"),
        "help": ("request",),
        "endings": ("group",),
        "declared": ("pair",),
        "meeting groups": ("group",),
        "steps": ("goal",),
        "scales": ("goal",),
        "ratings": ("goal", "rating"),
    }
    return [name for name in names.get(about, ()) if name in sent]


@pytest.mark.parametrize("block_type", BLOCKS)
@pytest.mark.parametrize("wrong", ["unknown", "in another course", "mistyped", "a list", "an object", "huge"])
def test_what_a_call_is_about_has_to_be_here(scene: Scene, books: Books, block_type: str, wrong: str):
    for handler, role, address, sent in each(scene, block_type):
        row = TABLE[block_type][handler]
        if not row.about:
            continue
        names = needed(sent, row.about)
        if handler == "hand_in":
            names = ["items"]
        values = {
            "unknown": str(uuid.uuid4()),
            "in another course": _elsewhere(scene, row.about),
            "mistyped": 12,
            "a list": [["x"]],
            "an object": {"id": 1},
            "huge": "9" * 20_000,
        }
        told = walking.ask(books, scene.clients[role], address, {**sent, **dict.fromkeys(names, values[wrong])})
        assert refused_in_words(told) == [], handler


def _elsewhere(scene: Scene, about: str) -> str:
    thing = scene.things[about]["in another course"]
    return str(thing.group_id if about == "groups" else thing.id)


@pytest.mark.parametrize(("block_type", "handler"), GIVES_BACK, ids=[" ".join(pair) for pair in GIVES_BACK])
def test_text_that_is_too_long_comes_back_as_it_was_typed(scene: Scene, books: Books, block_type: str, handler: str):
    row = TABLE[block_type][handler]
    role, _, thing = principal(scene, row)
    for name in GIVES_BACK[block_type, handler]:
        with walking.silence():
            told = walking.call(scene, books, role, block_type, handler, row.about, thing, **{name: LONG})
        assert (told.status, told.changed) == (422, ()), name
        assert LONG in told.text, name


@pytest.mark.parametrize("handler", ["save_entry", "choose_text", "join_texts", "preview_entry"])
def test_a_journal_that_saves_by_itself_leaves_the_text_in_the_page(scene: Scene, books: Books, handler: str):
    """The paper under the writer’s hands is never replaced by a refusal, which says how much is too much."""
    row = TABLE["mentoring_journal"][handler]
    role, _, thing = principal(scene, row)
    told = walking.call(scene, books, role, "mentoring_journal", handler, row.about, thing, answer_what=LONG)
    assert (told.status, told.changed) == (422, ())
    if handler == "save_entry":
        assert list(json.loads(told.text)["fields"]) == ["answer_what"]
    else:
        assert told.headers["HX-Reswap"] == "afterbegin"
