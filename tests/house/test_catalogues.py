"""The catalogues are complete, current with the source, and compiled."""

import gettext
import importlib.util
import re

import pytest

from tests.house import tree

_spec = importlib.util.spec_from_file_location("catalogues", tree.ROOT / "scripts" / "catalogues.py")
catalogues = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(catalogues)

TRANSLATED = [
    pytest.param(catalogue.po(catalogues.TRANSLATION), id=catalogue.folder) for catalogue in catalogues.CATALOGUES
]


@pytest.mark.gettext
@pytest.mark.parametrize("catalogue", catalogues.CATALOGUES, ids=lambda catalogue: catalogue.folder)
def test_a_catalogue_is_current_with_the_source(catalogue):
    assert catalogues.stale(catalogue) == []


@pytest.mark.parametrize("path", TRANSLATED)
def test_every_message_is_translated(path):
    assert catalogues.messages(path)
    assert catalogues.incomplete(path) == []


@pytest.mark.parametrize("path", TRANSLATED)
def test_a_translation_keeps_the_placeholders(path):
    assert catalogues.mismatched(path) == []


@pytest.mark.parametrize("path", TRANSLATED)
def test_the_compiled_catalogue_says_the_same(path):
    assert not catalogues.uncompiled(path)


def test_finnish_is_found_under_the_platforms_name_and_djangos():
    """The platform asks for fi-fi, whose folder is fi_FI; Django alone asks for fi."""
    found = {
        language: gettext.find("django", tree.ROOT / "mentoring_xblock" / "locale", [language])
        for language in ("fi", "fi_FI")
    }
    assert all(found.values()), found


@pytest.mark.parametrize("language", catalogues.PSEUDO_LANGUAGES)
def test_a_pseudo_language_keeps_placeholders_and_tags(language):
    text = 'Hello <a href="%(url)s">%(name)s</a>, {count} &amp; %s'
    pseudo = catalogues._pseudo(text, language)
    assert pseudo != text
    assert catalogues._KEEP.findall(pseudo) == catalogues._KEEP.findall(text)


def _finnish():
    for path in (catalogue.po(catalogues.TRANSLATION) for catalogue in catalogues.CATALOGUES):
        for translation, plurals, _ in catalogues.messages(path).values():
            yield from [translation, *(text for _, text in plurals)]


def test_finnish_never_raises_its_voice_and_quotes_as_finnish_does():
    assert [text for text in _finnish() if re.search(r'!|[“"](?![^<]*>)', text)] == []


def test_finnish_bends_no_name_title_or_number():
    """A case ending after a placeholder would bend what stands in it; role terms have a placeholder for each case."""
    assert [text for text in _finnish() if re.search(r"%\(\w+\)s:?[a-zäö]", text)] == []
