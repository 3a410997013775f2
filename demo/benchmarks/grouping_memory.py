"""What grouping takes above its distances: the largest memory of a process of its own."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

_ROOT = Path(__file__).resolve().parents[2]
_SCRIPT = """
import json, resource, sys

from demo.benchmarks.grouping_instances import distances
from mentoring_xblock.matching.grouping import GroupingProblem, group

family, people, seed, groups = json.loads(sys.argv[1])
distance = distances(family, people, seed)


def now():
    with open("/proc/self/statm") as page:
        return int(page.read().split()[1]) * resource.getpagesize() / 1e6


def peak():
    with open("/proc/self/status") as lines:
        return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) * 1024 / 1e6


before = now()
# Makes the highest mark start from here: what making the distances took is not counted.
with open("/proc/self/clear_refs", "w") as marks:
    marks.write("5")
group(GroupingProblem(distance, (people // groups, -(-people // groups)), groups, seed=seed, seconds=1.0))
print(json.dumps(peak() - before))
"""


def megabytes(family: str, people: int, seed: int, groups: int) -> float:
    """Return the megabytes that `group` takes at most above what there was before, distances included in that."""
    asked = json.dumps([family, people, seed, groups])
    ran = subprocess.run([sys.executable, "-c", _SCRIPT, asked], cwd=_ROOT, capture_output=True, text=True, check=True)  # noqa: S603
    return round(float(ran.stdout), 1)
