"""Encryption at rest: keys come, change and go while rows stand, and what people wrote stays what it was."""

from __future__ import annotations

import json
import uuid
from io import StringIO

import pytest
from cryptography.fernet import Fernet
from django.core.exceptions import FieldError
from django.core.management import CommandError, call_command
from django.db import connection

from mentoring_xblock.kit import sealed, sealing
from mentoring_xblock.models import Comment, Entry, EntryVersion, HandIn, Share
from tests import factories as make

pytestmark = pytest.mark.django_db

FIRST, SECOND = (Fernet.generate_key().decode() for _ in range(2))
SECRET = "zqsealedqz"
COLUMNS = {
    "mentoring_xblock_entry": ("title", "answers"),
    "mentoring_xblock_entryversion": ("content",),
    "mentoring_xblock_handin": ("title", "content"),
    "mentoring_xblock_comment": ("body",),
}


@pytest.fixture
def rows():
    """Three entries with everything that hangs on them, each text of it the same."""
    round_ = make.make_round()
    mentor, mentee, group = make.make_pair(round_)
    where = {"round": round_, "course_key": make.COURSE_KEY, "usage_key": make.usage_key("mentoring_journal", "j")}
    for _number in range(3):
        entry = Entry.objects.create(
            **where, owner=mentee.user, title=SECRET, answers={"what": SECRET}, once_key=uuid.uuid4()
        )
        EntryVersion.objects.create(entry=entry, number=1, reason="shared", content={"title": SECRET})
    membership = group.memberships.get(participant=mentee)
    share = Share.objects.create(
        item_kind="entry",
        item_id=entry.public_id,
        owner=mentee.user,
        group=group,
        owner_membership=membership,
        audience="leader",
    )
    Comment.objects.create(share=share, author=mentor.user, body=SECRET, once_key=uuid.uuid4())
    handed = {"owner": mentee.user, "block_type": "mentoring_journal", "number": 1, "maximum": 5}
    HandIn.objects.create(**where, **handed, title=SECRET, content=[{"title": SECRET}], once_key=uuid.uuid4())


def stored():
    """What stands in the database, a text a column and row."""
    found = []
    with connection.cursor() as cursor:
        for table, columns in COLUMNS.items():
            cursor.execute(f"SELECT {', '.join(columns)} FROM {table}")  # noqa: S608 - our own names
            found += [str(value) for row in cursor.fetchall() for value in row]
    return found


def read():
    """What our code reads, as one text."""
    found = [*Entry.objects.values_list("title", "answers"), *EntryVersion.objects.values_list("content")]
    return repr(
        [found, list(HandIn.objects.values_list("title", "content")), list(Comment.objects.values_list("body"))]
    )


def go_over(*options):
    said = StringIO()
    call_command("mentoring_seal", "--json", *options, stdout=said)
    return json.loads(said.getvalue())


def test_the_command_covers_every_sealed_column():
    found = {model._meta.db_table: set(sealed.sealed_fields(model)) for model in sealing.sealed_tables()}
    assert found == {table: set(columns) for table, columns in COLUMNS.items()}


def test_keys_come_change_and_go(rows, settings):
    before = read()
    told = {"Comment": 1, "Entry": 3, "EntryVersion": 3, "HandIn": 1}
    told = {f"mentoring_xblock.{name}": count for name, count in told.items()}
    assert all(SECRET in text for text in stored())

    settings.MENTORING_FERNET_KEYS = [FIRST]
    assert go_over() == go_over() == told
    assert not any(SECRET in text for text in stored())
    assert read() == before

    settings.MENTORING_FERNET_KEYS = [SECOND, FIRST]
    assert go_over() == told
    settings.MENTORING_FERNET_KEYS = [SECOND]
    assert read() == before
    assert not any(SECRET in text for text in stored())

    assert go_over("--open") == told
    settings.MENTORING_FERNET_KEYS = []
    assert all(SECRET in text for text in stored())
    assert read() == before


def test_a_batch_after_the_other_reaches_every_row(rows, settings, monkeypatch):
    settings.MENTORING_FERNET_KEYS = [FIRST]
    monkeypatch.setattr(sealing, "STATEMENT", 1)
    assert sealing.go_over(batch=2)["mentoring_xblock.Entry"] == 3
    assert not any(SECRET in text for text in stored())


def test_the_command_says_what_is_missing_and_nothing_of_what_was_written(rows, settings):
    with pytest.raises(CommandError, match="MENTORING_FERNET_KEYS is empty"):
        go_over()
    settings.MENTORING_FERNET_KEYS = [FIRST]
    go_over()
    settings.MENTORING_FERNET_KEYS = [SECOND]
    with pytest.raises(CommandError, match="a key that MENTORING_FERNET_KEYS does not list") as refused:
        go_over()
    assert SECRET not in str(refused.value)


@pytest.mark.parametrize(
    "asked",
    [
        {"title__contains": SECRET},
        {"title__icontains": SECRET},
        {"title__in": [SECRET]},
        {"answers__what": SECRET},
        {"answers__has_key": "what"},
        {"answers__what__icontains": SECRET},
    ],
)
def test_the_database_is_never_asked_about_a_sealed_text(asked):
    """Also where there are no keys: it would find nothing the day there are."""
    with pytest.raises(FieldError):
        Entry.objects.filter(**asked).count()
    assert Entry.objects.exclude(title="").count() == 0
