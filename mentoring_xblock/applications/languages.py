"""The languages that people can name when they apply, with names in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping

from django.conf.locale import LANG_INFO
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _

#: Asked for first, in this order; the others are one step away.
COMMON = ("fi", "sv", "en", "et", "ru", "uk", "ar", "so", "de", "fr", "es", "zh-hans")

#: Languages of working life in Finland that Django's own list lacks.
_MORE = {
    "fse": _("Finnish Sign Language"),
    "ku": _("Kurdish"),
    "se": _("Northern Sami"),
    "so": _("Somali"),
}
#: Ways of writing one language, and languages that nobody works in.
_PASSED_OVER = {"sr-latn", "zh-hant", "no", "eo", "ia", "io"}

#: Every code that an answer can hold.
CODES = frozenset(
    {code for code, info in LANG_INFO.items() if "name" in info and ("-" not in code or code == "zh-hans")}
    - _PASSED_OVER
    | _MORE.keys()
)


def name_of(code: str) -> str:
    """Return what a language is called, with a capital letter."""
    name = str(_MORE[code] if code in _MORE else _("Chinese") if code == "zh-hans" else _django_name(code))
    return name[:1].upper() + name[1:]


def _django_name(code: str) -> str:
    return str(get_language_info(code)["name_translated"])


def names() -> Mapping[str, str]:
    """Return all languages by code: the common ones first, then the others by name."""
    others = sorted(((code, name_of(code)) for code in CODES - set(COMMON)), key=lambda pair: pair[1].casefold())
    return {**{code: name_of(code) for code in COMMON}, **dict(others)}
