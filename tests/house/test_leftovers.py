"""What a page is sent is used: no style without an element, no icon and no template without a place."""

import re

import pytest

from mentoring_xblock.kit.icons import ICONS
from tests.house import tree

#: Read once: source text is the same in every environment.
pytestmark = pytest.mark.once

STYLES = ("mentoring.css", "studio.css")
TEMPLATES = tree.ROOT / "templates"
#: Names put together while a page is rendered: the widths of the road's phases, in weeks.
COUNTED = re.compile(r"mn-g\d+")


def pages():
    """Return everything that can name a class, a template or an icon."""
    return "\n".join(
        path.read_text(encoding="utf-8")
        for folder in ("templates", "mentoring_xblock", "static")
        for path in tree.files(folder)
        if path.suffix in {".html", ".txt", ".py", ".js"} and path.name != "icons.py"
    )


@pytest.mark.parametrize("name", STYLES)
def test_every_class_with_a_style_is_on_some_page(name):
    style = (tree.ROOT / "static/mentoring_xblock" / name).read_text(encoding="utf-8")
    used = set(re.findall(r"mn-[a-z0-9]+(?:-[a-z0-9]+)*", pages()))
    styled = {one for one in re.findall(r"\.(mn-[a-z0-9-]+)", style) if not COUNTED.fullmatch(one)}
    assert styled - used == set()


def test_every_icon_is_on_some_page():
    named = set(re.findall(r"""(?:icon |")["']?([a-z]+)["']""", pages()))
    assert set(ICONS) - named == set()


def test_every_template_has_a_place():
    source = pages()
    homeless = []
    for path in tree.files("templates"):
        name = path.relative_to(TEMPLATES).as_posix()
        # Mails are named by their event, editors by their room.
        if "/mail/" in name or "/studio/" in name or f'{name}"' in source:
            continue
        if f'"{name.removeprefix("mentoring_xblock/")}"' not in source:
            homeless.append(name)
    assert homeless == []
