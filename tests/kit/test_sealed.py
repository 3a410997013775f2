"""What people write is sealed in the database where a site has keys, and read whatever was there before."""

from __future__ import annotations

import uuid

import pytest
from cryptography.fernet import Fernet
from django.core.exceptions import FieldError, ImproperlyConfigured
from django.db import connection, models

from mentoring_xblock.kit import sealed
from mentoring_xblock.models import Entry, EntryVersion
from tests import factories as make

OLD, NEW = (Fernet.generate_key().decode() for _ in range(2))
SECRET = "Kukaan muu ei lue tätä 🌙"


@pytest.fixture
def entry(db):
    round_ = make.make_round()
    return Entry(
        round=round_,
        course_key=make.COURSE_KEY,
        usage_key=make.usage_key("mentoring_journal", "j1"),
        owner=make.make_mentee(round_).user,
        title=SECRET,
        answers={"what": SECRET},
        once_key=uuid.uuid4(),
    )


def stored():
    with connection.cursor() as cursor:
        cursor.execute("SELECT title, answers FROM mentoring_xblock_entry")
        return " ".join(map(str, cursor.fetchone()))


def test_a_text_is_sealed_with_keys_and_plain_without(entry, settings):
    entry.save()
    assert "Kukaan" in stored()
    settings.MENTORING_FERNET_KEYS = [OLD]
    assert Entry.objects.get().answers == {"what": SECRET}
    entry.save()
    assert "Kukaan" not in stored()
    settings.MENTORING_FERNET_KEYS = [NEW, OLD]
    row = Entry.objects.get()
    assert (row.title, row.answers) == (SECRET, {"what": SECRET})
    with sealed.storing_plainly():
        row.save()
    assert "Kukaan" in stored()


def test_without_its_key_a_text_is_not_read_and_nothing_of_it_is_said(entry, settings):
    settings.MENTORING_FERNET_KEYS = [OLD]
    entry.save()
    for keys in ([NEW], []):
        settings.MENTORING_FERNET_KEYS = keys
        with pytest.raises(ImproperlyConfigured) as refused:
            Entry.objects.get()
        assert "Kukaan" not in str(refused.value)


@pytest.mark.parametrize("text", [sealed.SEALED + "x", sealed.PLAIN + sealed.SEALED, "", "$"])
def test_a_text_that_looks_sealed_is_what_somebody_typed(entry, text):
    entry.title = text
    entry.save()
    assert Entry.objects.get().title == text


def test_which_columns_are_sealed():
    assert sealed.sealed_fields(Entry) == ("title", "answers")
    assert sealed.sealed_fields(EntryVersion) == ("content",)


def test_a_sealed_column_is_asked_whether_it_is_empty_and_nothing_else(entry):
    entry.save()
    assert Entry.objects.filter(title="").count() == 0
    assert Entry.objects.exclude(title="").count() == 1
    for asked in ({"title": SECRET}, {"answers": {"what": SECRET}}, {"title": models.F("theme")}):
        with pytest.raises(FieldError):
            Entry.objects.filter(**asked).count()
