"""What pairing takes above the scores it is given: the largest memory of a process of its own."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

_ROOT = Path(__file__).resolve().parents[2]
_SCRIPT = """
import json, resource, sys

from demo.benchmarks.pairing_instances import instance
from mentoring_xblock.matching.pairing import solve
from mentoring_xblock.matching.pairing.exact import first_cells
from mentoring_xblock.matching.pairing.market import ScoreMarket
from mentoring_xblock.matching.pairing.problem import canonical

what, family, mentees, seed = json.loads(sys.argv[1])
problem = instance(family, mentees, seed, objective="total" if what == "total" else "fair")


def now():
    with open("/proc/self/statm") as page:
        return int(page.read().split()[1]) * resource.getpagesize() / 1e6


def peak():
    with open("/proc/self/status") as lines:
        return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) * 1024 / 1e6


before = now()
# Makes the highest mark start from here: what making the scores took is not counted.
with open("/proc/self/clear_refs", "w") as marks:
    marks.write("5")
if what == "candidates":
    order = canonical(problem)
    first_cells(ScoreMarket(order.weights, order.capacity, 1, order.mentee_keys, order.mentor_keys))
else:
    solve(problem)
print(json.dumps(peak() - before))
"""


def megabytes(what: str, family: str, mentees: int, seed: int) -> float:
    """Return the megabytes that a step takes at most above what there was before, scores included in that.

    Args:
        what: "candidates" (the copy in canonical order and the cells to begin with), "total" or "fair" (all of it).
        family, mentees, seed: the instance.
    """
    asked = json.dumps([what, family, mentees, seed])
    ran = subprocess.run([sys.executable, "-c", _SCRIPT, asked], cwd=_ROOT, capture_output=True, text=True, check=True)  # noqa: S603
    return round(float(ran.stdout), 1)
