"""mentor-match and matching from PyPI, each in an environment of its own, called as processes of their own.

Both install a module named `matching`. The time is that of the peer's own call inside its process: `process_data` of
mentor-match, rules included, and `solve` of matching, the making of its players left out. Making environments, starting
Python, importing and handing over numbers are not counted.
"""

from __future__ import annotations

import json
import subprocess
import sys
import venv
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

_ROOT = Path(__file__).resolve().parents[2]
MENTOR_MATCH = "mentor-match 7.0.1 with munkres 3.0.0"
MATCHING = "matching 1.4.3"

#: One round for each seat; who has a mentor is out of the later rounds, as its authors do it.
_MENTOR_MATCH = """
import json, sys, time
from matching.mentee import Mentee
from matching.mentor import Mentor
from matching.process import process_data
from matching.rules.rule import Disqualify, Rule

asked = json.load(sys.stdin)
scores, forbidden, capacity = asked["scores"], asked["forbidden"], asked["capacity"]


class Score(Rule):
    def apply(self, match):
        return scores[match.mentee.number][match.mentor.number]

    def evaluate(self, match):
        return True


def people(kind, side, count):
    made = [kind(grade=1, email=f"{side}{number}") for number in range(count)]
    for number, person in enumerate(made):
        person.number = number
    return made


mentees = people(Mentee, "mentee", len(scores))
mentors = people(Mentor, "mentor", len(scores[0]))

def impossible(match):
    mentee, mentor = match.mentee, match.mentor
    full = len(mentor.connections) >= capacity[mentor.number]
    return full or len(mentee.connections) > 0 or forbidden[mentee.number][mentor.number]


rules = [[Score(), Disqualify(impossible)] for _ in range(max(capacity))]
started = time.perf_counter()
process_data(mentors, mentees, rules)
seconds = time.perf_counter() - started
found = [mentee.connections[0].number if mentee.connections else -1 for mentee in mentees]
json.dump({"mentor": found, "seconds": seconds}, sys.stdout)
"""

_MATCHING = """
import json, sys, threading, time
from matching.games import HospitalResident

asked = json.load(sys.stdin)


def lists(rows):
    return {number: row for number, row in enumerate(rows)}


def solve():
    game = HospitalResident.create_from_dictionaries(
        lists(asked["mentees"]), lists(asked["mentors"]), lists(asked["capacity"])
    )
    started = time.perf_counter()
    solved = game.solve(optimal="resident")
    seconds = time.perf_counter() - started
    found = [-1] * len(asked["mentees"])
    for mentor, people in solved.items():
        for mentee in people:
            found[mentee.name] = mentor.name
    json.dump({"mentor": found, "seconds": seconds}, sys.stdout)


# The peer copies its players deeply, each of whom knows the others.
sys.setrecursionlimit(10**6)
threading.stack_size(2**29)
runner = threading.Thread(target=solve)
runner.start()
runner.join()
"""


@dataclass(frozen=True, eq=False)
class Answer:
    """The peer's pairs, int64[n], -1 for nobody, and how long it took."""

    mentor: np.ndarray
    seconds: float


def mentor_match(scores: np.ndarray, forbidden: np.ndarray, capacity: np.ndarray) -> Answer:
    """Let mentor-match pair by int[n, m] scores, in as many rounds as the mentor with the most seats has.

    Args:
        scores, forbidden: int[n, m] and bool[n, m].
        capacity: int[m], seats; each mentor gets one mentee a round until they are taken.

    Raises:
        subprocess.CalledProcessError: the environment could not be made, or the peer failed.
    """
    asked = {"scores": scores.tolist(), "forbidden": forbidden.tolist(), "capacity": capacity.tolist()}
    return _ask("peers-pairing", _MENTOR_MATCH, asked)


def matching(mentee_scores: np.ndarray, mentor_scores: np.ndarray, capacity: np.ndarray) -> Answer:
    """Let matching find stable pairs, the best for mentees, by int[n, m] scores without ties.

    Raises:
        subprocess.CalledProcessError: the environment could not be made, or the peer failed.
    """
    asked = {
        "mentees": np.argsort(-mentee_scores, axis=1).tolist(),
        "mentors": np.argsort(-mentor_scores, axis=0).T.tolist(),
        "capacity": capacity.tolist(),
    }
    return _ask("peers-pairing-stable", _MATCHING, asked)


def _ask(name: str, script: str, asked: dict[str, Any]) -> Answer:
    # What runs is this module's own text in an environment that it made itself.
    ran = subprocess.run(  # noqa: S603
        [str(_python(name)), "-c", script], input=json.dumps(asked), capture_output=True, text=True, check=True
    )
    answer = json.loads(ran.stdout)
    return Answer(np.array(answer["mentor"], dtype=np.int64), float(answer["seconds"]))


def _python(name: str) -> Path:
    """Return the interpreter of an environment, made anew whenever its pinned requirements change."""
    home, requirements = _ROOT / "var" / name, _ROOT / "requirements" / f"{name}.txt"
    python, stamp = home / "bin" / "python", home / "requirements.txt"
    wanted = requirements.read_text(encoding="utf-8")
    if not stamp.exists() or stamp.read_text(encoding="utf-8") != wanted:
        venv.create(home, clear=True, with_pip=True)
        install = [str(python), "-m", "pip", "install", "--quiet", "-r", str(requirements)]
        subprocess.run(install, check=True, stdout=sys.stderr)  # noqa: S603
        stamp.write_text(wanted, encoding="utf-8")
    return python
