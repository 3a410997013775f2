"""Turning what people write into HTML that is safe to show."""

from __future__ import annotations

import re
import unicodedata

import markdown
import nh3
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import ngettext

_TAGS = {"p", "br", "strong", "em", "h3", "h4", "h5", "h6", "ul", "ol", "li", "blockquote", "a", "code", "pre", "hr"}
_SCHEMES = {"http", "https", "mailto"}
#: Headings start below the block's own h2 and the entry's h3.
_HEADING_SHIFT = {"h1": "h4", "h2": "h5", "h3": "h6"}
_KEPT_CONTROLS = {"\n", "\t"}
#: Categories of characters that say nothing by themselves: spaces, line ends, controls, direction marks.
_SILENT = {"Zs", "Zl", "Zp", "Cc", "Cf"}


def clean(value: str) -> str:
    """Return the text without control characters and with line ends as `\\n`; direction marks and emoji stay."""
    value = value.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(char for char in value if char in _KEPT_CONTROLS or unicodedata.category(char) not in {"Cc", "Cs"})


def says_something(text: str) -> bool:
    """Return whether there is anything to read in the text."""
    return any(unicodedata.category(char) not in _SILENT for char in text)


def too_long(over: int) -> str:
    """Say by how many characters a text is too long."""
    return ngettext(
        "%(over)s character too long. Your text is still here; shorten it where you like.",
        "%(over)s characters too long. Your text is still here; shorten it where you like.",
        over,
    ) % {"over": over}


def _converter() -> markdown.Markdown:
    """A Markdown converter that knows no HTML: tags and entities in the source come out as the characters typed."""
    converter = markdown.Markdown(extensions=["nl2br", "sane_lists"], output_format="html")
    converter.preprocessors.deregister("html_block")
    converter.inlinePatterns.deregister("html")
    converter.inlinePatterns.deregister("entity")
    return converter


def to_html(source: str) -> SafeString:
    """Render Markdown that a person wrote.

    HTML in the source is shown as text, never interpreted. Images are dropped: a reader's browser fetches nothing from
    elsewhere. Links open in a new page and pass nothing on.
    """
    raw = _converter().convert(source)
    for high, low in _HEADING_SHIFT.items():
        raw = raw.replace(f"<{high}>", f"<{low}>").replace(f"</{high}>", f"</{low}>")
    return mark_safe(  # noqa: S308 - nh3 has just reduced it to the tags above
        nh3.clean(
            raw,
            tags=_TAGS,
            attributes={"a": {"href"}},
            url_schemes=_SCHEMES,
            link_rel="noopener noreferrer nofollow",
            set_tag_attribute_values={"a": {"target": "_blank"}},
        )
    )


def word_count(source: str) -> int:
    """Return the number of words, separated by white space."""
    return len(source.split())


#: What Markdown puts around words: emphasis, code, and the address behind a link.
_MARKS = re.compile(r"(\*{1,3}|`+)(?=\S)(.+?)(?<=\S)\1")
_LINK = re.compile(r"!?\[([^\]]*)\]\([^)]*\)")


def first_line(source: str, limit: int = 140) -> str:
    """Return the first line that holds words, cut at `limit` characters, as plain text without Markdown's marks."""
    for line in source.splitlines():
        plain = (
            line.strip().lstrip("#>*- ").strip() if line.lstrip().startswith(("#", ">", "* ", "- ")) else line.strip()
        )
        plain = _MARKS.sub(r"\2", _LINK.sub(r"\1", plain)).strip()
        if plain.strip("#>*-_ `"):
            return plain if len(plain) <= limit else plain[: limit - 1].rstrip() + "…"
    return ""


__all__ = ["clean", "first_line", "says_something", "to_html", "too_long", "word_count"]
