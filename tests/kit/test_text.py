"""What people write is shown as they wrote it, and does nothing else."""

from __future__ import annotations

import re
import time

import pytest
from django.utils.html import strip_tags
from hypothesis import given
from hypothesis import strategies as st

from mentoring_xblock.kit.text import clean, first_line, to_html, word_count


def test_markdown_becomes_html():
    shown = to_html("**Viikko** oli *raskas*.\n\n- yksi\n- kaksi")
    assert "<strong>Viikko</strong>" in shown
    assert "<em>raskas</em>" in shown
    assert "<li>yksi</li>" in shown


def test_headings_start_below_the_blocks_own():
    assert to_html("# Alku") == "<h4>Alku</h4>"


@pytest.mark.parametrize(
    "source",
    [
        "<script>alert(1)</script>",
        '<img src=x onerror="alert(1)">',
        "[l](javascript:alert(1))",
        "[l](data:text/html;base64,PHNjcmlwdD4=)",
        "![kuva](https://elsewhere.example/seuranta.png)",
        "<svg/onload=alert(1)>",
        "<a href='x' style='position:fixed'>x</a>",
        "</div></div><h1>x",
    ],
)
def test_nothing_that_is_written_runs_or_fetches(source):
    shown = to_html(source)
    assert not re.search(r"<(script|img|svg|div|h1|style)\b", shown)
    assert "javascript:" not in re.findall(r'href="([^"]*)"', shown)
    assert not re.search(r"<[^>]+\s(on\w+|style|src)=", shown)


def test_typed_html_is_shown_as_typed():
    assert "&lt;b&gt;" in to_html("paino <b>x</b>")
    assert to_html("R&D `a<b`") == "<p>R&amp;D <code>a&lt;b</code></p>"


def test_links_open_elsewhere_and_pass_nothing_on():
    shown = to_html("[ohje](https://example.org)")
    assert 'rel="noopener noreferrer nofollow"' in shown
    assert 'target="_blank"' in shown


@given(st.text(max_size=300))
def test_no_text_at_all_makes_a_foreign_tag(source):
    allowed = {"p", "br", "strong", "em", "h4", "h5", "h6", "ul", "ol", "li", "blockquote", "a", "code", "pre", "hr"}
    tags = set(re.findall(r"</?([a-zA-Z0-9]+)", to_html(source)))
    assert tags <= allowed | {"h3"}


@given(st.text(max_size=200))
def test_cleaning_twice_is_cleaning_once(source):
    once = clean(source)
    assert clean(once) == once
    assert "\x00" not in once
    assert "\r" not in once


def test_cleaning_keeps_right_to_left_text_and_emoji():
    text = "שלום \u200fعالم 👩🏽‍🎤 ääkköset"
    assert clean(text) == text


@pytest.mark.parametrize(
    ("source", "line"),
    [
        ("\n\n> # Odotin *taas*\nToinen", "Odotin taas"),
        ("**Kuusi** tuntia *viikossa*, `a*b`", "Kuusi tuntia viikossa, a*b"),
        ("[ohje](https://example.org) luettu", "ohje luettu"),
        ("2 * 3 * 4 ja snake_case_nimi", "2 * 3 * 4 ja snake_case_nimi"),
        ("---\n- kohta", "kohta"),
        ("x" * 500, "x" * 139 + "…"),
        (" \n ", ""),
    ],
)
def test_first_line_is_plain_and_short(source, line):
    assert first_line(source) == line


def test_words_are_counted_by_white_space():
    assert word_count("yksi  kaksi\nkolme") == 3


@pytest.mark.parametrize("many", ["`", "[", "![", "[a ", "`a ", "[](", "[a](", "*", "<", ">", "- "])
def test_no_text_keeps_a_page_waiting(many):
    """Markdown's own patterns take minutes for a few thousand of some of these; this would not come to its end."""
    source = many * (20_000 // len(many))
    assert len(first_line(source)) <= 140
    assert to_html(source).startswith("<")


@pytest.mark.parametrize("many", ["`a", "`a` ", "` x", "``a`", "==a ==b== ", "==a==b", "[a](http://b) "])
def test_signs_beyond_a_hundred_in_a_paragraph_are_characters(many):
    source = many * (20_000 // len(many))
    began = time.process_time()
    shown = to_html(f"{source}\n\n`code` ==mark==")
    assert time.process_time() - began < 0.5
    beginning, _, rest = shown.partition("</p>")
    assert not any(tag in beginning for tag in ("<code", "<mark", "<a "))
    assert strip_tags(beginning).strip() == source.strip()
    assert "<code>code</code> <mark>mark</mark>" in rest


def test_code_and_links_are_made_as_before():
    assert to_html("`a < b` and ``x ` y``") == "<p><code>a &lt; b</code> and <code>x ` y</code></p>"
    assert to_html("\\`no code\\`") == "<p>`no code`</p>"
    links = " ".join(f"[{number}](https://example.org/{number})" for number in range(100))
    assert to_html(links).count("<a ") == 100
    assert "<a " not in to_html(links + " [one](https://example.org) too many")


@pytest.mark.parametrize("address", ["/logout", "logout", "?a=1", "#top", "//example.org/x", "javascript:alert(1)"])
def test_a_link_leads_to_a_whole_address_or_nowhere(address):
    assert "href" not in to_html(f'[there]({address} "words")')
    assert "title" not in to_html('[there](https://example.org "words")')
