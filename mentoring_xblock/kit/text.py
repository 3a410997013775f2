"""Turning what people write into HTML that is safe to show."""

from __future__ import annotations

import re
import unicodedata
from xml.etree import ElementTree

import markdown
import nh3
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import ngettext
from markdown.inlinepatterns import InlineProcessor
from markdown.util import AtomicString, code_escape

_TAGS = {
    "p",
    "br",
    "strong",
    "em",
    "mark",
    "h3",
    "h4",
    "h5",
    "h6",
    "ul",
    "ol",
    "li",
    "blockquote",
    "a",
    "code",
    "pre",
    "hr",
}
_SCHEMES = {"http", "https", "mailto"}
#: Code between one, two or three backticks, looked for from the first of a run only: Markdown's own pattern takes
#: minutes for a few thousand of them.
_CODE = r"(?<![`\\])(`{1,3})(?!`)(.{1,2000}?)(?<!`)\1(?!`)"
#: Signs of one kind in one paragraph beyond which they are characters and no marks: looking for the end of each takes
#: the square of their number.
_SIGNS = 100
#: What these signs are while Markdown looks at the others: characters that stand for none, two of each for one.
_PLAIN = {"[": "\ufdd0\ufdd1", "`": "\ufdd0\ufdd2", "==": "\ufdd0\ufdd3"}
_SIGN = {"[": re.compile(r"\\?\["), "`": re.compile(r"\\?`"), "==": re.compile("(?<!=)==(?!=)")}
#: Characters of a line that are looked at for its beginning.
_LOOKED_AT = 1_000
#: Headings start below the block's own h2 and the entry's h3.
_HEADING_SHIFT = {"h1": "h4", "h2": "h5", "h3": "h6"}
_KEPT_CONTROLS = {"\n", "\t"}
#: A passage that its writer marked. It holds no two signs of equality in a row, so that looking for it takes a walk
#: through the text and no more.
_MARKED = r"(?<!=)==(?=[^\s=])((?:[^=]|=(?!=))+)(?<=\S)==(?!=)"
#: What word processors put at the end of a line or a page, and Unicode's own ends of lines and paragraphs.
_LINE_ENDS = re.compile("[\x0b\x0c\x85\u2028\u2029]")
#: What word processors make of a list when it is pasted as plain text.
_BULLETS = re.compile("^([ \t]*)(?:[•o§·]\t|\uf0b7[ \t]*)", re.MULTILINE)
#: Categories of characters that say nothing by themselves: spaces, line ends, controls, direction marks.
_SILENT = {"Zs", "Zl", "Zp", "Cc", "Cf"}


def clean(value: str) -> str:
    """Return the text without control characters and with line ends as `\\n`; direction marks and emoji stay."""
    value = value.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(char for char in value if char in _KEPT_CONTROLS or unicodedata.category(char) not in {"Cc", "Cs"})


def tidy(value: str) -> str:
    """Return the text as `clean` does, with the line ends and bullets of word processors as what they mean."""
    return _BULLETS.sub(r"\1- ", clean(_LINE_ENDS.sub("\n", value)))


def passages(source: str) -> tuple[str, ...]:
    """Return what stands between `==` and `==` in one paragraph, in order: passages that their writer marked."""
    found = (one for paragraph in re.split(r"\n[ \t]*\n", source) for one in re.findall(_MARKED, paragraph))
    return tuple(one.strip() for one in found)


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


class _Code(InlineProcessor):
    """Makes code of what stands between backticks."""

    def handleMatch(self, m: re.Match[str], data: str) -> tuple[ElementTree.Element, int, int]:  # noqa: N802 - Markdown's
        """Return the element, and where what it was made of begins and ends."""
        found = ElementTree.Element("code")
        found.text = AtomicString(code_escape(m.group(2).strip()))
        return found, m.start(0), m.end(0)


class _Marked(InlineProcessor):
    """Marks a passage, in which other signs go on to mean what they mean."""

    def handleMatch(self, m: re.Match[str], data: str) -> tuple[ElementTree.Element, int, int]:  # noqa: N802 - Markdown's
        """Return the element, and where what it was made of begins and ends."""
        found = ElementTree.Element("mark")
        found.text = m.group(1)
        return found, m.start(0), m.end(0)


def _converter() -> markdown.Markdown:
    """A Markdown converter that knows no HTML: tags and entities in the source come out as the characters typed."""
    converter = markdown.Markdown(extensions=["nl2br", "sane_lists"], output_format="html")
    converter.preprocessors.deregister("html_block")
    converter.inlinePatterns.deregister("html")
    converter.inlinePatterns.deregister("entity")
    converter.inlinePatterns.register(_Code(_CODE), "backtick", 190)
    # After code and links, which keep their signs, and before stars.
    converter.inlinePatterns.register(_Marked(_MARKED), "marked", 65)
    return converter


def _without_traps(source: str) -> str:
    """Return the text with signs that can be no marks any more put aside; a page has to be shown in time."""
    paragraphs = re.split(r"(\n\s*\n)", source)
    for place, one in enumerate(paragraphs):
        for sign, plain in _PLAIN.items():
            if one.count(sign) > _SIGNS:
                one = _SIGN[sign].sub(plain, one)
        paragraphs[place] = one
    return "".join(paragraphs)


def _with_plain(html: str) -> str:
    """Return HTML with the signs that were put aside."""
    for sign, plain in _PLAIN.items():
        html = html.replace(plain, sign)
    return html


def _kept(tag: str, name: str, value: str) -> str | None:
    """Keep where a link leads if it names a whole address, and no word that only a pointer would show.

    A link without a host would lead into the host's own pages, where some do something when they are opened.
    """
    if name == "href":
        return value if value.lower().startswith(("http://", "https://", "mailto:")) else None
    return value if name in {"rel", "target"} else None


def to_html(source: str) -> SafeString:
    """Render Markdown that a person wrote.

    HTML in the source is shown as text, never interpreted. Images are dropped: a reader's browser fetches nothing from
    elsewhere. Links open in a new page and pass nothing on.
    """
    raw = _converter().convert(_without_traps(source))
    for high, low in _HEADING_SHIFT.items():
        raw = raw.replace(f"<{high}>", f"<{low}>").replace(f"</{high}>", f"</{low}>")
    safe = nh3.clean(
        raw,
        tags=_TAGS,
        attributes={"a": {"href"}},
        attribute_filter=_kept,
        url_schemes=_SCHEMES,
        link_rel="noopener noreferrer nofollow",
        set_tag_attribute_values={"a": {"target": "_blank"}},
    )
    return mark_safe(_with_plain(safe))  # noqa: S308 - nh3 has just reduced it to the tags above


def word_count(source: str) -> int:
    """Return the number of words, separated by white space."""
    return len(source.split())


#: What Markdown puts around words: emphasis, code, marked passages, and the address behind a link.
_MARKS = re.compile(r"(\*{1,3}|`+|==)(?=\S)(.+?)(?<=\S)\1")
_LINK = re.compile(r"!?\[([^\]]*)\]\([^)]*\)")


def first_line(source: str, limit: int = 140) -> str:
    """Return the first line that holds words, cut at `limit` characters, as plain text without Markdown's marks."""
    for whole in source.splitlines():
        line = whole[:_LOOKED_AT]
        plain = (
            line.strip().lstrip("#>*- ").strip() if line.lstrip().startswith(("#", ">", "* ", "- ")) else line.strip()
        )
        plain = _MARKS.sub(r"\2", _LINK.sub(r"\1", plain)).strip()
        if plain.strip("#>*-_ `"):
            return plain if len(plain) <= limit else plain[: limit - 1].rstrip() + "…"
    return ""


__all__ = ["clean", "first_line", "passages", "says_something", "tidy", "to_html", "too_long", "word_count"]
