"""`manage.py benchmark dashboard|proposals|meetings|goals|journal|pairing|grouping|scoring`: what it all costs."""

import argparse
import contextlib
import json
import sys

from django.core.management.base import BaseCommand

from demo.benchmarks import dashboard, goals, grouping, journal, meetings, pairing, proposals, scoring
from demo.benchmarks.database import own_database
from demo.benchmarks.options import Options

#: Modules with `run(options)`, which yields rows, and with the names of their CASES and FAMILIES.
ENGINE = {"pairing": pairing, "grouping": grouping, "scoring": scoring}
#: Modules with `run(*sizes)`, which yields rows, what they measure, and which sizes they take.
_PEOPLE = ("people", [100, 10_000], "sizes of programmes")
PAGES = {
    "dashboard": (dashboard, "queries and milliseconds of a coordinator's and a mentor's page", [_PEOPLE]),
    "proposals": (
        proposals,
        "queries and milliseconds of what is done with a proposal of the matching desk",
        [_PEOPLE],
    ),
    "meetings": (
        meetings,
        "queries and milliseconds of a mentor's page of meetings, and of a run of the reminders",
        [_PEOPLE],
    ),
    "goals": (
        goals,
        "queries and milliseconds of a worksheet with many goals, and of the page of a mentor of many",
        [("goals", list(goals.SIZES), "goals of one mentee")],
    ),
    "journal": (
        journal,
        "queries and milliseconds of reading back in a journal, plain and sealed, and of a mentor's unread list",
        [("entries", list(journal.ENTRIES), "entries of one writer"), _PEOPLE],
    ),
}
_TOLD = {"page", "size", "queries", "milliseconds"}
_PAGE = "{page:14} {size:>6} {queries:>4} queries {milliseconds:>8} ms"


class Command(BaseCommand):
    help = "Measure pages on data of their own, or the matching engine on invented people."
    # The measured database is not the configured one, which need not even exist.
    requires_system_checks = []
    requires_migrations_checks = False

    def add_arguments(self, parser):
        names = parser.add_subparsers(dest="name", metavar="|".join([*PAGES, *ENGINE]), required=True)
        for name, (_module, words, sizes) in PAGES.items():
            pages = names.add_parser(name, help=words)
            for option, default, what in sizes:
                told = f"{what} (default: %(default)s)"
                pages.add_argument(f"--{option}", type=int, nargs="+", default=default, help=told)
            _add_json(pages)
        for name, module in ENGINE.items():
            self._add_engine(names.add_parser(name, help=module.__doc__.partition("\n")[0]), module)

    def _add_engine(self, parser, module):
        cases, families = list(module.CASES), list(module.FAMILIES)
        parser.add_argument(
            "--cases",
            nargs="+",
            choices=cases,
            default=[],
            metavar="CASE",
            help=f"of {', '.join(cases)} (default: all)",
        )
        parser.add_argument(
            "--families",
            nargs="+",
            choices=families,
            default=[],
            metavar="FAMILY",
            help=f"of {', '.join(families)} (default: those of each case)",
        )
        parser.add_argument("--sizes", type=_whole, nargs="+", default=[], help="how many mentees, or people in groups")
        parser.add_argument("--seeds", type=_whole, nargs="+", default=[], help="one instance is made for each")
        parser.add_argument("--seconds", type=_seconds, help="limit for one solution, where a case has one")
        _add_json(parser)

    def handle(self, *args, **options):
        rows = []
        try:
            # Whatever a library prints must not stand among the rows.
            with contextlib.redirect_stdout(sys.stderr):
                for row, line in _pages(options) if options["name"] in PAGES else _answers(options):
                    rows.append(row)
                    self._tell(line, options["json"])
        finally:
            # Minutes of measuring are not thrown away because a later case failed; the exit code tells that it did.
            if options["json"]:
                self.stdout.write(json.dumps(rows, indent=2))

    def _tell(self, line, as_json):
        """Say a row as soon as it is there: some take minutes."""
        stream = self.stderr if as_json else self.stdout
        stream.write(line, self.style.NOTICE if as_json else None)
        stream.flush()


def _pages(options):
    """Yield rows of pages, and how they are told."""
    with own_database():
        module, _words, sizes = PAGES[options["name"]]
        for row in module.run(*(options[option] for option, _default, _what in sizes)):
            more = [f"{name} {value}" for name, value in row.items() if name not in _TOLD]
            yield row, "  ".join([_PAGE.format(**row), *more])


def _answers(options):
    """Yield rows of the engine, and how they are told."""
    asked = Options(
        cases=tuple(options["cases"]),
        sizes=tuple(options["sizes"]),
        families=tuple(options["families"]),
        seeds=tuple(options["seeds"]),
        seconds=options["seconds"],
    )
    for row in ENGINE[options["name"]].run(asked):
        yield row, "  ".join(f"{name} {value}" for name, value in row.items() if value is not None)


def _add_json(parser):
    parser.add_argument("--json", action="store_true", help="print a list of rows as JSON and nothing else")


def _whole(text):
    return _number(int, "a whole number", text)


def _seconds(text):
    return _number(float, "a number", text)


def _number(kind, what, text):
    try:
        number = kind(text)
    except ValueError:
        number = -1
    if not 0 <= number < float("inf"):
        raise argparse.ArgumentTypeError(f"{text!r} is not {what} of 0 or more")
    return number
