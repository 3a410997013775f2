"""anti-clustering from PyPI, in an environment of its own, called as a process of its own.

The time is that of the peer's public call inside that process; making the environment, starting Python and importing
are not counted.
"""

from __future__ import annotations

import json
import subprocess
import sys
import venv
from dataclasses import dataclass
from pathlib import Path

import numpy as np

_ROOT = Path(__file__).resolve().parents[2]
_REQUIREMENTS = _ROOT / "requirements" / "peers-grouping.txt"
_HOME = _ROOT / "var" / "peers-grouping"
NAME = "anti-clustering 0.4.1 (exchange heuristic)"

#: Reads rows of coordinates and a number of groups, and writes the groups and the seconds of the call.
_SCRIPT = """
import json, sys, time
import pandas
from anti_clustering import ExchangeHeuristicAntiClustering

asked = json.load(sys.stdin)
names = [f"c{number}" for number in range(len(asked["rows"][0]))]
frame = pandas.DataFrame(asked["rows"], columns=names)
solver = ExchangeHeuristicAntiClustering(random_seed=asked["seed"])
started = time.perf_counter()
found = solver.run(
    df=frame, numerical_columns=names, categorical_columns=[], num_groups=asked["groups"], destination_column="group"
)
seconds = time.perf_counter() - started
json.dump({"group": [int(group) for group in found["group"]], "seconds": seconds}, sys.stdout)
"""


@dataclass(frozen=True, eq=False)
class Answer:
    """The peer's groups, int64[n], and how long it took."""

    group: np.ndarray
    seconds: float


def anti_clustering(points: np.ndarray, groups: int, seed: int) -> Answer:
    """Let the peer make groups of people with float64[n, d] coordinates.

    Raises:
        subprocess.CalledProcessError: the environment could not be made, or the peer failed.
    """
    asked = json.dumps({"rows": points.tolist(), "groups": groups, "seed": seed})
    # What runs is this module's own text in an environment that it made itself.
    ran = subprocess.run(  # noqa: S603
        [str(_python()), "-c", _SCRIPT], input=asked, capture_output=True, text=True, check=True
    )
    answer = json.loads(ran.stdout)
    return Answer(np.array(answer["group"], dtype=np.int64), float(answer["seconds"]))


def _python() -> Path:
    """Return the interpreter of the peer's environment, made anew whenever the pinned requirements change."""
    python, stamp = _HOME / "bin" / "python", _HOME / "requirements.txt"
    wanted = _REQUIREMENTS.read_text(encoding="utf-8")
    if not stamp.exists() or stamp.read_text(encoding="utf-8") != wanted:
        venv.create(_HOME, clear=True, with_pip=True)
        install = [str(python), "-m", "pip", "install", "--quiet", "-r", str(_REQUIREMENTS)]
        subprocess.run(install, check=True, stdout=sys.stderr)  # noqa: S603
        stamp.write_text(wanted, encoding="utf-8")
    return python
