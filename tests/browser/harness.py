"""A headless Chromium that sees the demo as one person, in one language, at one width, in one set of colours.

A visitor goes to a block the way a learner does: the course's page with the unit in an iframe around it. Everything
that a script or the content security policy complains about on the way is kept in `failures`, which has to be empty
in the end.
"""

from __future__ import annotations

import os
import re
import shutil
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from unittest import mock

from axe_playwright_python.base import AXE_FILE_PATH
from django.conf import settings
from django.core.handlers.base import BaseHandler
from django.test import Client
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext, ngettext
from playwright.sync_api import Browser, ConsoleMessage, Frame, FrameLocator, Locator, Page, expect, sync_playwright

from demo.context import THEME_COOKIE
from demo.models import AuthoredBlock, Profile
from demo.views.people import INDIGO_COOKIE

#: Patience with a machine that has other things to do.
TIMEOUT = 20_000
HEIGHT = 900
#: No page lives long enough for its scripts to be worth compiling twice: that took a tenth of the browser's work.
CHROMIUM = ["--no-sandbox", "--disable-dev-shm-usage", "--js-flags=--no-maglev --no-opt"]
#: What axe looks for: everything that WCAG 2.2 asks for at A and AA, and what its makers call good practice.
AXE_TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"]

#: What of it can change with the colours of a page alone.
COLOUR_RULES = ["color-contrast", "link-in-text-block"]

#: The widths and colours that somebody else looks at a page in.
OTHER_WIDTH = {1280: 320, 320: 1280}
OTHER_THEME = {"light": "dark", "dark": "light", "indigo-dark": "light"}

#: Let axe look. What its rules would fetch beforehand (sounds, other servers' styles) is on no page.
LOOK_AT = """async (rules) =>
  (await axe.run(document, { runOnly: rules, resultTypes: ["violations"], preload: false })).violations"""

#: Changes the colours of a page that is open, as the demo's switch does for the next one.
PAINT = """theme => {
  document.body.dataset.theme = theme;
  document.body.classList.toggle("indigo-dark-theme", theme === "indigo-dark");
  document.querySelectorAll(".mn").forEach((root) => {
    if (theme === "indigo-dark") { delete root.dataset.scheme; } else { root.dataset.scheme = theme; }
  });
}"""

#: Nothing is being fetched, swapped or moved.
STILL = """() => !document.querySelector(".htmx-request, .htmx-swapping, .htmx-settling, .htmx-added")
  && document.getAnimations().every((one) => one.playState !== "running")"""

#: What htmx says of a request that a later one has replaced, as when a search is typed while another is under way.
REPLACED = ("htmx:afterRequest", "htmx:sendAbort")

_FRAME = "#unit-frame"
_answering = threading.RLock()


@dataclass(frozen=True)
class Look:
    """How somebody looks at a page. `theme` is a key of `demo.context.THEMES`."""

    language: str = "en"
    width: int = 1280
    theme: str = "light"

    def __str__(self) -> str:
        return f"{self.language}-{self.width}-{self.theme}"


def wordings(language: str) -> Callable[..., str]:
    """Return a function that gives a message of ours in the language, its placeholders filled."""

    def say(message: str, plural: str = "", number: int = 0, /, **values: Any) -> str:
        with translation.override(language):
            said = ngettext(message, plural, number) if plural else gettext(message)
            return said % values if values else said

    return say


#: A message for one and for many, which is counted by the most points that there are.
POINTS = ("%(points)s of %(maximum)s point", "%(points)s of %(maximum)s points")


@contextmanager
def run_chromium() -> Iterator[Browser]:
    """Start the system's Chromium, and let the server answer one request at a time while it runs.

    The test's database is one connection in memory that all threads of the server share: two requests at once would
    be in one transaction.
    """
    answer = BaseHandler.get_response

    def one_at_a_time(handler: BaseHandler, request: Any) -> Any:
        with _answering:
            return answer(handler, request)

    # Playwright keeps an event loop in this thread, which Django takes for an asynchronous caller.
    unsafe = mock.patch.dict(os.environ, {"DJANGO_ALLOW_ASYNC_UNSAFE": "true"})
    with unsafe, mock.patch.object(BaseHandler, "get_response", one_at_a_time), sync_playwright() as playwright:
        expect.set_options(timeout=TIMEOUT)
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=CHROMIUM)
        yield browser
        browser.close()


@contextmanager
def server_at_rest() -> Iterator[None]:
    """Let the server answer nobody meanwhile, so that a test may look into the database."""
    with _answering:
        yield


class Visitor:
    """Somebody at a browser of their own. `page` is what they see, `unit` the unit's iframe in it."""

    def __init__(self, browser: Browser, address: str, user: Any, look: Look):
        self.look = look
        self.say = wordings(look.language)
        self.failures: list[str] = []
        self.context = browser.new_context(
            base_url=address,
            locale={"en": "en-GB", "fi": "fi-FI"}[look.language],
            timezone_id="Europe/Helsinki",
            viewport={"width": look.width, "height": HEIGHT},
            reduced_motion="reduce",
        )
        self.context.set_default_timeout(TIMEOUT)
        self._address = address
        self.sign_in(user)
        self.context.on("console", self._console)
        self.context.on("weberror", lambda error: self.failures.append(str(error.error)))
        self.page = self.context.new_page()

    def sign_in(self, user: Any) -> None:
        """Go on as somebody in this browser, whoever was signed in before; None is nobody."""
        cookies = self._cookies(getattr(user, "user", user))
        self.context.add_cookies([{"name": name, "value": value, "url": self._address} for name, value in cookies])

    def _cookies(self, account: Any) -> Iterator[tuple[str, str]]:
        yield THEME_COOKIE, self.look.theme
        yield INDIGO_COOKIE, "dark" if self.look.theme == "indigo-dark" else "light"
        if account is not None:
            with server_at_rest():
                Profile.objects.filter(user=account).update(language=self.look.language)
                client = Client()
                client.force_login(account)
            yield settings.SESSION_COOKIE_NAME, client.cookies[settings.SESSION_COOKIE_NAME].value

    def _console(self, message: ConsoleMessage) -> None:
        if message.type == "error" and message.text not in REPLACED:
            self.failures.append(f"{message.text} ({message.location.get('url', '')})")

    # ---- where to ----

    @property
    def unit(self) -> FrameLocator:
        """The unit on the page."""
        return self.page.frame_locator(_FRAME)

    @property
    def frame(self) -> Frame:
        """The unit's document, for scripts."""
        return next(frame for frame in self.page.frames if "frame=1" in frame.url)

    def go(self, block: AuthoredBlock) -> FrameLocator:
        """Go to the unit of a block, wait until its script has started, and return the unit."""
        self.page.goto(reverse("learn", kwargs={"unit_id": block.unit_id}))
        self.unit.locator("[data-mn-started]").first.wait_for()
        return self.unit

    def go_to(self, name: str, **kwargs: Any) -> Page:
        """Go to one of the demo's own pages."""
        self.page.goto(reverse(name, kwargs=kwargs))
        return self.page

    def second_tab(self) -> Page:
        """Open another tab of the same browser and return its page."""
        return self.context.new_page()

    # ---- what is on the page, by the words that are on it ----

    def button(self, message: str, **values: Any) -> Locator:
        """Return a button of the unit by a message of ours."""
        return self.unit.get_by_role("button", name=self.say(message, **values), exact=True)

    def heading(self, message: str, **values: Any) -> Locator:
        """Return a heading of the unit by a message of ours."""
        return self.unit.get_by_role("heading", name=self.say(message, **values), exact=True)

    # ---- what has to hold on every page ----

    def check(self, where: str = "", *, colours_only: bool = False) -> None:
        """Let axe look at the page and the unit in it once they are still, and see that nothing scrolls sideways.

        `where` tells in a failure which page it was, besides its address. With `colours_only` axe looks at colours
        alone: the page has been looked at in others.
        """
        where = f"{where or 'page'}: {self.page.url} ({self.look})"
        self.settle()
        for frame in self.page.frames:
            if not frame.evaluate("'axe' in window"):
                frame.evaluate(_axe())
        rules = {"type": "rule", "values": COLOUR_RULES} if colours_only else {"type": "tag", "values": AXE_TAGS}
        violations = self.page.evaluate(LOOK_AT, rules)
        assert not violations, "\n".join([where, *told(violations)])
        for frame in self.page.frames:
            room, width = frame.evaluate("[window.innerWidth, document.scrollingElement.scrollWidth]")
            assert width <= room, f"{where}: {frame.url} is {width} px wide where {room} are"

    def check_around(self, where: str = "") -> None:
        """Check in one's own look and in the opposite one, at the other width in the other colours, and go on in
        one's own."""
        self.check_as(where, (OTHER_WIDTH[self.look.width], OTHER_THEME[self.look.theme]))
        self.check(where)

    def check_everywhere(self, where: str = "") -> None:
        """Check at both widths, light and dark, and go on in one's own look."""
        for width in (1280, 320):
            self.check_as(where, (width, "light"), (width, "dark"))

    def check_as(self, where: str, *looks: tuple[int, str]) -> None:
        """Check at these widths in these colours, the first one at a width for everything, and go on in one's own
        look."""
        seen = set()
        for width, theme in looks:
            self.look_as(width, theme)
            self.check(f"{where}, {width} px, {theme}", colours_only=width in seen)
            seen.add(width)
        self.look_as(self.look.width, self.look.theme)

    def look_as(self, width: int, theme: str) -> None:
        """Change the width and the colours of the page that is open."""
        self.page.set_viewport_size({"width": width, "height": HEIGHT})
        for frame in self.page.frames:
            frame.evaluate(PAINT, theme)

    def settle(self) -> None:
        """Wait until nothing is on its way."""
        for frame in self.page.frames:
            frame.wait_for_function(STILL)

    def forgive(self, pattern: str) -> None:
        """Take complaints that a test provokes off the list; fails if there is none."""
        provoked = [failure for failure in self.failures if re.search(pattern, failure)]
        assert provoked, f"{pattern} is not among {self.failures}"
        self.failures = [failure for failure in self.failures if failure not in provoked]

    def close(self) -> None:
        """Leave, without a word to the pages."""
        self.context.close()


@cache
def _axe() -> str:
    return Path(AXE_FILE_PATH).read_text(encoding="utf-8")


def told(violations: list[dict[str, Any]]) -> list[str]:
    """Return axe's findings, each as one line."""
    return [
        f"{violation['id']}: {' / '.join(map(str, node['target']))}: {node['failureSummary']} {node['html'][:200]}"
        for violation in violations
        for node in violation["nodes"]
    ]
