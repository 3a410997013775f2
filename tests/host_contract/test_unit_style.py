"""Our pages look the same inside a unit of the LMS, whatever its stylesheet says of plain elements.

`unit_style.json` records its selectors and what they set; the values are made up so that nothing goes unnoticed.
"""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders

from mentoring_xblock.blocks.base import STYLES
from mentoring_xblock.kit.text import to_html
from tests import factories as make
from tests import pages
from tests.browser.scene import make_scene

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]

RECORD = json.loads(Path(__file__).with_name("unit_style.json").read_text(encoding="utf-8"))
OURS = "\n".join(Path(finders.find(style)).read_text(encoding="utf-8") for style in STYLES)
THEIRS = "\n".join(
    f"{rule['selector']} {{ {'; '.join(f'{name}: {value}' for name, value in rule['sets'].items())} }}"
    for rule in RECORD["rules"]
)

#: How every element of ours looks: by its place, tag and classes.
LOOKS = """[...document.querySelectorAll('[data-mn-root], [data-mn-root] *')].map((one, index) => {
  const look = getComputedStyle(one);
  const names = ['backgroundColor', 'backgroundImage', 'borderTopWidth', 'borderRightWidth', 'borderBottomColor',
    'borderTopLeftRadius', 'boxShadow', 'color', 'display', 'fontFamily', 'fontSize', 'fontStyle', 'fontWeight',
    'letterSpacing', 'lineHeight', 'listStyleType', 'marginTop', 'marginRight', 'marginBottom', 'marginLeft',
    'paddingTop', 'paddingRight', 'paddingBottom', 'paddingLeft', 'textAlign', 'textDecorationLine', 'textShadow',
    'textTransform'];
  return [`${index} ${one.tagName} ${one.className.baseVal ?? one.className}`,
    names.map((name) => `${name}: ${look[name].replace(/^start$/, 'left')}`)];
})"""

#: How many elements there are, and what `rules` change in their looks. Compared there: it is far more than it tells.
COMPARE = f"""(rules) => {{
  const looks = () => {LOOKS};
  const alone = looks();
  document.getElementById('theirs').textContent = rules;
  const inside = looks();
  return [alone.length, alone.flatMap(([name, before], place) => before.flatMap((was, number) => {{
    const now = inside[place][1][number];
    return was === now ? [] : [`${{name}}: ${{was}} -> ${{now}}`];
  }}))];
}}"""


@pytest.fixture
def different(chromium):
    """Return what the LMS changes in the looks of a page: different(markup), with our root somewhere in it."""
    page = chromium.new_page()

    def compare(markup: str) -> list[str]:
        around = "".join(f'<div class="{names}">' for names in RECORD["around"])
        ours = page.evaluate(
            "(text) => new DOMParser().parseFromString(text, 'text/html').querySelector('[data-mn-root]').outerHTML",
            markup,
        )
        # The type is the host's by design.
        styles = f"<style id=theirs></style><style>body {{ font-family: monospace }} {OURS}</style>"
        page.set_content(f"<!doctype html>{styles}{around}{ours}{'</div>' * len(RECORD['around'])}")
        elements, changes = page.evaluate(COMPARE, THEIRS)
        assert elements > 3
        return changes

    yield compare
    page.close()


def test_pages_look_the_same_in_a_unit(different):
    scene = make_scene()
    make.make_pair(scene.round, scene.mentor, scene.mentee)
    readers = (scene.mentee, scene.mentor, scene.coordinator, scene.author)
    found = {
        f"{block.block_type} {number}": different(pages.see(reader, block))
        for block in scene.blocks
        for number, reader in enumerate(readers)
    }
    assert {name: changes for name, changes in found.items() if changes} == {}


def test_what_people_write_looks_the_same_in_a_unit(different):
    written = to_html("A *word* and [a link](https://example.org/).\n\n- one\n- two\n\n1. three\n\n> said\n\n# Heading")
    shown = (
        f'<div class="mn" data-mn-root><div class="mn-text">{written}</div><ul class="mn-list"><li>x</li></ul></div>'
    )
    assert "<ul>" in shown
    assert "<a " in shown
    assert different(shown) == []
