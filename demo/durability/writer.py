"""Somebody who types into the journal in a real browser, and whose browser is not spared either."""

from __future__ import annotations

import os
import random
import shutil
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import Enum
from importlib import import_module

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.urls import reverse
from playwright.sync_api import Browser, Dialog, Error, Frame, Page, Request, Response, sync_playwright

from demo.durability.faults import SAVES
from demo.durability.texts import Burst
from demo.models import AuthoredBlock

CHROMIUM = ["--no-sandbox", "--disable-dev-shm-usage"]
#: Seconds that a page gets to be there, and to save what it has once everything is well.
PATIENCE = 60
#: Seconds after which what was typed is promised to be kept.
PAUSE = 0.4
#: Seconds without anything to send after which everything is sent: a page says so 1.2 after the last letter.
STILL = 1.5

#: Letters of an answer that leave room for a pasted text, and for what is typed around it.
SHORT = 1_500

_PAPER = "[data-mn-paper] textarea:not([readonly])"
_CONFLICT = "[data-mn-conflict]"
#: What a page has not sent yet, on the page and on the device.
_UNSENT = """() => {
  const state = document.querySelector("[data-mn-state]");
  const now = state ? state.dataset.mnNow || "" : "";
  const stores = [localStorage, sessionStorage].flatMap((store) => Object.keys(store));
  return !["", "saved"].includes(now) || stores.some((name) => /^mentoring-(draft|journal):/.test(name));
}"""


class Way(Enum):
    """How somebody goes on after a fault."""

    GOES_ON = "goes on typing"
    RELOADS = "reloads the page"
    CLOSES = "closes the tab"
    CRASHES = "the tab crashes"


@contextmanager
def chromium() -> Iterator[Browser]:
    """Run the system's Chromium."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=CHROMIUM)
        try:
            yield browser
        finally:
            browser.close()


class Writer:
    """One person's browser, with the journal open in one tab after the other.

    `refused` is called when a save has failed in the network, `answered` with the status of each answer to a save.
    """

    def __init__(self, browser: Browser, address: str, user, block: AuthoredBlock, draw: random.Random):
        self._browser, self._address, self._user, self._draw = browser, address, user, draw
        self._path = reverse("learn", kwargs={"unit_id": block.unit_id})
        self._context = browser.new_context(base_url=address, viewport={"width": 1280, "height": 900})
        self._context.set_default_timeout(5_000)
        self._context.on("requestfailed", self._request_failed)
        self._context.on("response", self._response)
        self.refused: Callable[[], None] = lambda: None
        self.answered: Callable[[int], None] = lambda status: None
        self._page: Page | None = None
        self.sign_in()

    def _request_failed(self, request: Request) -> None:
        if request.url.endswith(SAVES):
            self.refused()

    def _response(self, response: Response) -> None:
        if response.url.endswith(SAVES):
            self.answered(response.status)

    # ---- the browser ----

    def sign_in(self) -> None:
        """Sign in, in whatever tabs are open."""
        cookie = {"name": settings.SESSION_COOKIE_NAME, "value": session_of(self._user), "url": self._address}
        self._context.add_cookies([cookie])

    def go_off_line(self) -> None:
        """Lose the network, for what pages send while they are left as well."""
        self._context.set_offline(True)
        self._context.route("**/*", lambda route: route.abort())

    def go_on_line(self) -> None:
        """Have the network back."""
        self._context.unroute("**/*")
        self._context.set_offline(False)

    def wait(self, seconds: float, until: Callable[[], bool] = lambda: False) -> None:
        """Let time pass in the browser too, at most until something holds."""
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0 and not until():
            self._pass(min(left, 0.05))

    def _pass(self, seconds: float) -> None:
        # Where there is no tab, or it has gone, nothing happens in the browser.
        if self._page is None or not self._try(lambda: self._page.wait_for_timeout(seconds * 1000)):
            time.sleep(seconds)

    def go(self, way: Way) -> None:
        """Go on in one of the ways; a page that has to come anew need not come."""
        if way is Way.RELOADS:
            self._try(lambda: self._page.reload(timeout=5_000, wait_until="commit"))
        elif way is Way.CLOSES:
            self._close()
        elif way is Way.CRASHES:
            self._crash()

    def _close(self) -> None:
        page, self._page = self._page, None
        if self._draw.random() < 0.5:
            self._try(lambda: page.close())
            return
        with page.expect_event("close"):
            page.close(run_before_unload=True)

    def _crash(self) -> None:
        """Kill every process that shows a page."""
        session = self._browser.new_browser_cdp_session()
        processes = session.send("SystemInfo.getProcessInfo")["processInfo"]
        session.detach()
        with self._page.expect_event("crash"):
            for process in processes:
                if process["type"] == "renderer":
                    os.kill(process["id"], signal.SIGKILL)
        page, self._page = self._page, None
        self._try(page.close)

    @staticmethod
    def _try(do: Callable[[], object]) -> bool:
        """Do what a fault may prevent; returns whether it was done."""
        try:
            do()
        except Error:
            return False
        return True

    # ---- the page ----

    def open(self, *, anew: bool = False) -> None:
        """Have a paper to write on, with nothing to choose first; everything has to be well.

        Raises:
            TimeoutError: there is none.
        """
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            if (anew or not self._has_paper()) and not self._try(self._load):
                self.sign_in()  # in case that was what it wanted
                continue
            anew = False
            if self._try(self._choose) and self._has_paper():
                return
        raise TimeoutError(f"No page to write on came; there is {self._there()}.")

    def _there(self) -> str:
        """Say what a page that can't be written on consists of, without a word that was typed."""
        try:
            return self._unit.evaluate(_PARTS)
        except (AttributeError, Error):
            return "no page"

    def _load(self) -> None:
        if self._page is None:
            self._page = self._context.new_page()
            self._page.on("dialog", _leave)
        self._page.goto(self._path)
        self._unit.locator(f"{_PAPER}, {_CONFLICT}").first.wait_for()

    @property
    def _unit(self) -> Frame:
        found = [frame for frame in self._page.frames if "frame=1" in frame.url]
        if not found:
            raise Error("There is no unit on the page.")
        return found[0]

    def _has_paper(self) -> bool:
        try:
            return self._page is not None and self._unit.locator(_PAPER).count() > 0
        except Error:
            return False

    def chooses(self) -> bool:
        """Return whether there are two texts to choose from."""
        try:
            return self._page is not None and self._unit.locator(_CONFLICT).count() > 0
        except Error:
            return False

    def _choose(self) -> None:
        """Keep one of two texts, or both, if there are two."""
        if self.chooses():
            # Both would be too long for a question where one is a pasted text.
            short = self._unit.evaluate(_LONGEST, f"{_CONFLICT} textarea") < SHORT
            keep = self._draw.choice(["mine", "other", "both"] if short else ["mine", "other"])
            self._unit.locator(f"[data-mn-keep={keep}]").click()
            self._unit.locator(_PAPER).first.wait_for()

    def entry(self) -> str:
        """Return the id of the entry on the paper; empty for one that is not saved yet, or where there is no paper."""
        try:
            return self._unit.evaluate(_ENTRY)
        except Error:
            return ""

    def fields(self) -> list[str]:
        """Return what stands in the fields of the paper."""
        try:
            return self._unit.evaluate(_VALUES)
        except Error:
            return []

    def is_short(self) -> bool:
        """Return whether a long text can be pasted into any of the fields."""
        return max(map(len, self.fields()), default=SHORT) < SHORT

    def begin_entry(self) -> None:
        """Begin a new entry, if nothing is in the way."""
        before = self.entry()
        if before and self._try(self._unit.locator("[data-mn-new]").click):
            self.wait(2, lambda: self._has_paper() and not self.entry())

    def save(self) -> bool:
        """Wait until everything is sent, and choose where that is asked; returns whether it was."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            self.open()
            self.press_again()
            self.wait(STILL, self._unsent)
            if not self._unsent():
                return True
        return False

    def press_again(self) -> None:
        """Press "Try again", where the page offers it."""

        def press() -> None:
            again = self._unit.locator("[data-mn-again]:visible")
            if again.count():
                again.click(timeout=1_000)

        self._try(press)

    def _unsent(self) -> bool:
        try:
            return self.chooses() or self._unit.evaluate(_UNSENT)
        except Error:
            return True

    # ---- typing ----

    def type(self, burst: Burst, chunks: Iterator[str], number: int, during: Callable[[int], None]) -> None:
        """Type into the field of this number until it is no longer there; `burst` grows by what has gone in.

        Args:
            during: called with the number of pieces that have gone in, before each.
        """
        try:
            fields = self._unit.locator(_PAPER).element_handles()
            if not fields:
                return  # a choice has just come up, or a page that can't be written on yet
            field = fields[number % len(fields)]
            field.evaluate("node => { node.focus(); node.setSelectionRange(node.value.length, node.value.length); }")
        except Error:
            return
        for gone_in, chunk in enumerate(chunks):
            during(gone_in)
            try:
                if not field.evaluate(_TAKES):
                    return
                self._page.keyboard.insert_text(chunk) if len(chunk) > 50 else self._page.keyboard.type(chunk)
                if not field.evaluate(_HOLDS, burst.text + chunk):
                    return
            except Error:
                return
            burst.text += chunk
            self.wait(self._draw.uniform(0, 0.06))

    def pause(self, bursts: list[Burst]) -> None:
        """Make the pause after which what was typed is promised; not where a choice came up in it."""
        self.wait(PAUSE)
        if not self.chooses():
            for burst in bursts:
                burst.promised = True


_ENTRY = """() => (document.querySelector("[data-mn-paper] [name=entry]") || { value: "" }).value"""
_VALUES = """() => Array.from(document.querySelectorAll("[data-mn-paper] textarea"), (field) => field.value)"""
_LONGEST = """(fields) =>
  Math.max(0, ...Array.from(document.querySelectorAll(fields), (field) => Array.from(field.value).length))"""
_PARTS = """() => Array
  .from(document.querySelectorAll("[data-mn-desk], [data-mn-paper], [data-mn-state], [data-mn-conflict], textarea"))
  .map((node) => [node.tagName, node.name || "", node.dataset.mnNow || "", node.readOnly || ""].join(" ")).join("; ")"""
_TAKES = "node => node.isConnected && node === document.activeElement && !node.readOnly"
_HOLDS = "(node, text) => node.isConnected && node.value.endsWith(text)"


def _leave(dialog: Dialog) -> None:
    """Leave a page that asks whether one means it."""
    dialog.accept()


def session_of(user) -> str:
    """Return the cookie of a new session."""
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    # In one statement, beside a server that may be ending all sessions.
    session.save()
    return session.session_key
