"""Authored texts in the reader's language."""

from __future__ import annotations

import pytest
from django.utils import translation

from mentoring_xblock.kit.localised import pick


@pytest.mark.parametrize(
    ("language", "expected"),
    [("fi", "Tavoitteet"), ("fi-fi", "Tavoitteet"), ("fi_FI", "Tavoitteet"), ("en", "Goals"), ("sv", "Goals")],
)
def test_the_readers_language_then_english(language, expected):
    assert pick({"fi": "Tavoitteet", "en": "Goals"}, language) == expected


def test_what_was_written_is_better_than_nothing():
    assert pick({"fi": "Tavoitteet"}, "en") == "Tavoitteet"
    assert pick({"en": "  ", "fi": "Tavoitteet"}, "en") == "Tavoitteet"
    assert pick(None) == ""
    assert pick("Tavoitteet", "en") == "Tavoitteet"


def test_the_active_language_is_the_default():
    with translation.override("fi"):
        assert pick({"fi": "Tavoitteet", "en": "Goals"}) == "Tavoitteet"
