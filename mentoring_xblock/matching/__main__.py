"""`python -m mentoring_xblock.matching pair|group IN OUT`: the engine for people outside Django."""

from __future__ import annotations

import argparse
import contextlib
import signal
import sys
import textwrap
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from mentoring_xblock.matching import files
from mentoring_xblock.matching.errors import BadInput
from mentoring_xblock.matching.files_problems import (
    grouping_answer,
    grouping_problem,
    pairing_answer,
    pairing_problem,
)
from mentoring_xblock.matching.grouping import group
from mentoring_xblock.matching.pairing import solve
from mentoring_xblock.matching.progress import Progress

DONE, BAD_INPUT, CONTRADICTION = 0, 2, 3
#: What is asked for can't all be had, although each field is right by itself.
_CONTRADICTIONS = {
    "block_too_large",
    "cannot_be_met",
    "contradictory_locks",
    "contradicts_fixed",
    "contradicts_together",
    "group_too_full",
    "minimum_out_of_reach",
    "more_than_groups",
    "not_found",
    "too_few_people",
    "too_few_seats",
}
#: Seconds between two lines of progress about the same stage.
_PAUSE = 0.5
#: Characters of figures behind an error; there may be thousands of people in them.
_LONGEST = 400

_EXIT_CODES = """
exit codes:
  0    the answer is in OUT
  2    the command line or IN is wrong (the message names the field), or a file can't be read or written
  3    IN asks for what contradicts itself: locks against seats, together against apart, sizes against people
  130  stopped by an interrupt (Ctrl-C)
  143  stopped by a request to terminate
OUT is written whole, after all the work, and left alone with any other exit code than 0. Messages and progress go to
the standard error, nothing to the standard output.
"""

_PAIR = """
Pair mentees (rows) with mentors (columns). Indices count from 0.

IN, a .json object, or arrays of the same names in a .npz:
  scores      n x m whole numbers, 0 to 100000: how well the two fit
  capacity    m whole numbers: how many mentees a mentor takes
  forbidden   optional. .json: a list of [i, j]; .npz: n x m truths
  locks       optional list of [i, j], pairs that are decided already
  minimum     optional, m whole numbers: a mentor has no mentee, or at least so many
  seed        optional whole number, 0: decides among equally good answers
  objective   optional. "fair": as many pairs as possible, then the lowest score as high as possible, then the largest
              total. "total": as many pairs as possible, then the largest total
  mentee_ids, mentor_ids
              optional texts, no two the same: with them the answer does not depend on the order of rows and columns

OUT, a .json object:
  pairs       list of [i, j], in the order of mentees
  matched     how many pairs
  total       the sum of their scores
  minimum     the lowest of their scores, null if there are none
  for the objective "total" also, over scores to each of which the bonus is added:
  bonus       what being matched is worth, so that more pairs come first
  prices      m whole numbers: what a mentor's seat is worth
  gap         how far the total is from the upper bound that the prices prove; 0 if it is the largest
"""

_GROUP = """
Put people into groups. The sum of the distances within groups is made as large as can be, so a distance says how good
two people are for each other. Indices count from 0.

IN, a .json object, or arrays of the same names in a .npz (there together, apart and rules may be texts in JSON):
  distance    n x n numbers, symmetric; larger is better together
  sizes       [lo, hi], how many people a group has
  groups      how many groups
  together, apart
              optional lists of lists of indices: people who share a group, people of whom no two do
  rules       optional list of objects with
                kind     "mix" (every group has its share of each value), "alike" (one value in a group), "not_alone"
                         (nobody is the only one with a value) or "common" (something that all of a group have)
                values   for each person a number or a text, null if not known; for "common" a list of texts, or a row
                         of true and false
                minimum  for "common": how many things in common, 1
              or of lists [kind, values]
  fixed       optional, n whole numbers: the group that somebody is locked in, -1 if in none
  seconds     optional: work for so long. Without it the work depends on n alone, and so the answer is always the same
  seed        optional whole number, 0
  objective   optional. "total", or "worst": the smallest sum of a group as large as possible first
  ids         optional texts, no two the same: with them the answer does not depend on the order of rows

OUT, a .json object:
  groups      lists of indices
  value       the sum of the distances within groups
  bound       no groups of these sizes have a larger value
  broken      list of objects with rule (its index), kind, group, people and level: what could not be met
"""


class _Stopped(Exception):
    """Somebody wants the program to end."""

    def __init__(self, number: int):
        super().__init__(number)
        self.number = number


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return its exit code. Ends the process for help and for wrong usage, as argparse does."""
    options = _parser().parse_args(arguments)
    try:
        with _stoppable():
            _run(options.source, options.target, *options.work)
    except BadInput as error:
        _say(f"error: {error.field}: {error.message}{_figures(error.params)}")
        return CONTRADICTION if error.code in _CONTRADICTIONS else BAD_INPUT
    except MemoryError:
        _say("error: IN: The problem is too large for this machine's memory.")
        return BAD_INPUT
    except _Stopped as stopped:
        _say("stopped; nothing was written")
        return 128 + stopped.number
    return DONE


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m mentoring_xblock.matching",
        description="Find pairs with the largest scores, or groups, from a file.",
        epilog=_EXIT_CODES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = parser.add_subparsers(metavar="pair|group", required=True)
    for name, description, work in (
        ("pair", _PAIR, (pairing_problem, solve, pairing_answer)),
        ("group", _GROUP, (grouping_problem, group, grouping_answer)),
    ):
        command = commands.add_parser(
            name,
            help=description.strip().partition(". ")[0],
            description=description,
            epilog=_EXIT_CODES,
            formatter_class=argparse.RawDescriptionHelpFormatter,
        )
        command.add_argument("source", metavar="IN", type=Path, help="a .json or .npz file")
        command.add_argument("target", metavar="OUT", type=Path, help="a .json file")
        command.set_defaults(work=work)
    return parser


def _run(
    source: Path,
    target: Path,
    problem: Callable[[Mapping[str, Any]], Any],
    solution: Callable[[Any, Progress], Any],
    answer: Callable[[Any], dict[str, Any]],
) -> None:
    started = time.monotonic()
    files.check_writable(target, source)
    _say(f"reading {source}")
    asked = problem(files.read(source))
    found = answer(solution(asked, _Teller()))
    files.write(target, found)
    _say(f"wrote {target} after {time.monotonic() - started:.1f} s")


class _Teller:
    """Writes how far the work is, not too often."""

    def __init__(self):
        self.stage = ""
        self.told = 0.0

    def __call__(self, stage: str, done: float) -> bool:
        now = time.monotonic()
        if stage != self.stage or now - self.told >= _PAUSE:
            self.stage, self.told = stage, now
            _say(f"{stage.replace('_', ' ')}: {done:.0%} of all")
        return True


@contextlib.contextmanager
def _stoppable() -> Iterator[None]:
    """Let signals raise `_Stopped` wherever the program is; a second signal ends it without that."""

    def stop(number: int, _frame: object) -> None:
        signal.signal(number, signal.SIG_DFL)
        raise _Stopped(number)

    before = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _figures(params: Mapping[str, Any]) -> str:
    told = ", ".join(f"{name} {value}" for name, value in params.items())
    return f" ({textwrap.shorten(told, _LONGEST, placeholder=' ...')})" if told else ""


def _say(line: str) -> None:
    # Whoever reads the progress may have gone; the answer is still wanted.
    with contextlib.suppress(BrokenPipeError):
        print(line, file=sys.stderr, flush=True)  # noqa: T201 - a command's own output


if __name__ == "__main__":
    sys.exit(main())
