"""What the walks watch: every row that we and the host keep, every log record, and what is told in an answer."""

from __future__ import annotations

import hashlib
import logging
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from django.apps import apps
from django.db import connection

from mentoring_xblock.kit.errors import MentoringError

#: What a call could change: our rooms, the demo host's learner states and gradebook, submissions and completion.
_APPS = ("mentoring_xblock", "demo", "submissions", "completion")

#: Tables of which a person has rows, and which Studio has no business to read.
LEARNERS = (
    "comment",
    "entry",
    "entryversion",
    "goal",
    "goalversion",
    "group",
    "handin",
    "membership",
    "message",
    "participant",
    "reader",
    "score",
    "share",
    "trailentry",
)
LEARNERS_TABLES = tuple(f"mentoring_xblock_{name}" for name in LEARNERS)

#: Tables in which no text may stand that a person wrote: mails, trails, and everything of the host's.
_WORDLESS = re.compile(r"^(mentoring_xblock_(message|trailentry|reader|share)|submissions_|completion_|demo_grade)")

#: A name in a statement, as either database quotes it.
_NAME = re.compile(r"[\"`](\w+)[\"`]")

#: Every text that somebody in a walk has written looks like this, so that it can be found wherever it should not be.
MARK = re.compile(r"zq[a-z0-9]+qz")


def mark(name: str) -> str:
    """Return the text that stands for what somebody wrote; `name` in small letters and digits."""
    return f"zq{name.replace(' ', '').replace('-', '').replace('’', '')}qz"


def marks_in(text: str) -> set[str]:
    """Return every marked text that can be read in an answer."""
    return set(MARK.findall(text))


def tables() -> list[str]:
    """Return the names of all tables that a call could change.

    Without the host's anonymous ids, which the host makes whenever it shows a block to somebody for the first time.
    """
    found = {model._meta.db_table for label in _APPS for model in apps.get_app_config(label).get_models()}
    return sorted(found - {"demo_anonymousid"})


class Books:
    """All rows of all tables, as they were when this was made.

    With `earlier` books, only what was `written` since is read again; the rest stands there.
    """

    def __init__(self, earlier: Books | None = None, written: Iterable[str] = ()) -> None:
        self.sums: dict[str, tuple[int, str]] = dict(earlier.sums) if earlier else {}
        self.told: dict[str, set[str]] = dict(earlier.told) if earlier else {}
        with connection.cursor() as cursor:
            for table in sorted(set(written) & set(self.sums)) if earlier else tables():
                cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")  # noqa: S608 - our own names
                rows = sorted(map(repr, cursor.fetchall()))
                text = "\n".join(rows)
                self.sums[table] = (len(rows), hashlib.sha256(text.encode()).hexdigest())
                if _WORDLESS.match(table) and (found := marks_in(text)):
                    self.told[table] = found

    def changed_since(self, earlier: Books) -> list[str]:
        """Return the tables in which a row came, went or changed."""
        return [table for table, found in self.sums.items() if found != earlier.sums[table]]


@contextmanager
def writing() -> Iterator[set[str]]:
    """Collect the names in every statement that is no mere question, the tables that it writes among them."""
    found: set[str] = set()

    def heard(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        if not sql.lstrip().upper().startswith("SELECT"):
            found.update(_NAME.findall(sql))
        return execute(sql, *rest)

    with connection.execute_wrapper(heard):
        yield found


class _Listener(logging.Handler):
    """Keeps the marked texts of every record, with the record's place."""

    def __init__(self) -> None:
        super().__init__(logging.NOTSET)
        self.heard: set[tuple[str, str]] = set()
        self.records = 0
        self._formatter = logging.Formatter("%(message)s")

    def emit(self, record: logging.LogRecord) -> None:
        self.records += 1
        text = " ".join((self._formatter.format(record), repr(record.args), repr(record.__dict__.get("request"))))
        self.heard |= {(record.name, found) for found in marks_in(text)}


@contextmanager
def listening() -> Iterator[_Listener]:
    """Hear every logger while the context is open, tracking events included.

    At every level, but for Django's own loggers, which tell queries and whole contexts of templates to whoever sets
    them to DEBUG.
    """
    listener = _Listener()
    loggers = [logging.root, *(logging.getLogger(name) for name in logging.root.manager.loggerDict)]
    before = [(one, one.level, one.disabled) for one in loggers]
    deaf = [one for one in loggers if not one.propagate or one is logging.root]
    for one in loggers:
        one.setLevel(logging.INFO if one.name.split(".")[0] == "django" else logging.DEBUG)
        one.disabled = False
    for one in deaf:
        one.addHandler(listener)
    try:
        yield listener
    finally:
        for one in deaf:
            one.removeHandler(listener)
        for one, level, disabled in before:
            one.setLevel(level)
            one.disabled = disabled


@contextmanager
def errors_heard(heard: list[str]) -> Iterator[None]:
    """Collect what each of our errors would say in a log, and its sentence, while the context is open."""
    plain = MentoringError.__init__

    def kept(self: MentoringError, message: str = "") -> None:
        plain(self, message)
        heard.append(f"{self!s} {self!r} {message}")

    MentoringError.__init__ = kept
    try:
        yield
    finally:
        MentoringError.__init__ = plain


def queries_of(learners: Iterable[str], captured: Iterable[dict[str, str]]) -> list[str]:
    """Return those captured queries that touch one of the tables."""
    names = [re.compile(rf"\b{table}\b") for table in learners]
    return [query["sql"] for query in captured if any(name.search(query["sql"]) for name in names)]
