"""Texts that an author writes in one or more languages.

A localised text is a dict from language code to string, for instance `{"fi": "Tavoitteet", "en": "Goals"}`.
"""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import get_language

#: The languages that an author can write in, in the order that editors show them.
LANGUAGES = ("en", "fi")

Text = Mapping[str, str]


def pick(text: Text | str | None, language: str | None = None) -> str:
    """Return the text in the reader's language.

    Falls back from `fi-fi` to `fi`, then to English, then to whatever was written; the empty string if nothing was.
    """
    if not text:
        return ""
    if isinstance(text, str):
        return text
    code = (language or get_language() or "en").lower().replace("_", "-")
    for candidate in (code, code.split("-")[0], "en"):
        if text.get(candidate, "").strip():
            return text[candidate]
    return next((value for value in text.values() if value.strip()), "")
