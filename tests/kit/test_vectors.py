"""Known lists of cross-site scripting vectors: whichever way they are written, only our own tags come out.

The lists come with the package brs-kb; nothing of them is copied here, and none is printed.
"""

from html.parser import HTMLParser

import brs_kb
import pytest

from mentoring_xblock.kit.text import to_html

pytestmark = pytest.mark.once

#: Ways of writing a vector: as it is, as an address, as one in pointed brackets, as an image, as an insight, in code.
WAYS = ("{}", "[x]({})", "<{}>", "![x]({})", "=={}==", "`{}`")
#: How many go through at once; each is a paragraph of its own.
BATCH = 100
TAGS = {
    *("p", "br", "strong", "em", "mark", "h3", "h4", "h5", "h6", "ul", "ol", "li", "blockquote"),
    *("a", "code", "pre", "hr"),
}
ATTRIBUTES = {"a": {"href", "rel", "target"}, "ol": {"start"}}
SCHEMES = ("http://", "https://", "mailto:")


class Strange(HTMLParser):
    """Collects what is not ours in a page, as a kind of mistake without the text that it was made by."""

    def __init__(self):
        super().__init__()
        self.found = []

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag not in TAGS:
            self.found.append(("tag", tag))
        self.found += [("attribute", name) for name in given.keys() - ATTRIBUTES.get(tag, set())]
        if "href" in given and not given["href"].lower().startswith(SCHEMES):
            self.found.append(("address", "scheme"))
        if any(ord(letter) < 32 for value in given.values() for letter in value or ""):
            self.found.append(("address", "control character"))

    def handle_decl(self, decl):
        self.found.append(("declaration", ""))

    def handle_pi(self, data):
        self.found.append(("instruction", ""))

    def handle_comment(self, data):
        self.found.append(("comment", ""))


@pytest.fixture(scope="module")
def vectors():
    found = sorted({one["payload"] for one in brs_kb.get_all_payloads().values()})
    assert len(found) > 4_000
    return found


@pytest.mark.parametrize("way", WAYS)
def test_no_vector_brings_more_than_our_tags(vectors, way):
    strange = Strange()
    for at in range(0, len(vectors), BATCH):
        strange.feed(to_html("\n\n".join(way.replace("{}", vector) for vector in vectors[at : at + BATCH])))
    strange.close()
    assert strange.found == []


def test_what_is_not_ours_is_seen():
    strange = Strange()
    strange.feed(
        '<p onclick="x()"><script></script><a href="javascript:x()">a</a><a href="https://a/\n">b</a></p><!-- -->'
    )
    kinds = [kind for kind, _what in strange.found]
    assert kinds == ["attribute", "tag", "address", "address", "comment"]
