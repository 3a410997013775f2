#!/usr/bin/env python3
"""Draw what was measured, and set it into the documentation: scripts/benchmark_picture.py

Reads docs/benchmarks/*.json, which `manage.py benchmark pairing|grouping|scoring --json` wrote, and writes
docs/pictures/engine.svg and the table in docs/matching.md. `--check` writes nothing and fails if they are not current.
Needs nothing but Python.
"""

import argparse
import json
import math
import re
import statistics
import sys
from html import escape
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ROWS = ROOT / "docs" / "benchmarks"
PICTURE = ROOT / "docs" / "pictures" / "engine.svg"
PAGE = ROOT / "docs" / "matching.md"
#: What every row has; anything else is what its case alone has to tell.
COMMON = {"case", "size", "family", "seed", "seconds", "peer", "peer_seconds", "value", "bound", "gap", "megabytes"}
#: Bars that are about time, which the picture shows; all rows are in the table.
TIMED = {"P2", "P3", "P6", "G3", "C1"}
#: What stands between these on the page is written here.
BEGIN, END = "<!-- measured: begin -->", "<!-- measured: end -->"

WIDTH, LEFT, RIGHT, TOP, STEP, BOTTOM = 1040, 430, 130, 76, 26, 52
STYLE = """
  text { font: 13px system-ui, sans-serif; fill: #2b2b33; }
  .title { font-size: 17px; font-weight: 600; } .quiet { fill: #63636e; } .name { text-anchor: end; }
  .tick { text-anchor: middle; fill: #63636e; } .grid { stroke: #dcdce2; }
  .between { stroke: #b9b9c4; stroke-width: 3; }
  .ours { fill: #17635a; } .peer { fill: #ffffff; stroke: #9a4b1f; stroke-width: 2.5; } .page { fill: #ffffff; }
  @media (prefers-color-scheme: dark) {
    text { fill: #ececf1; } .quiet, .tick { fill: #a9a9b5; } .grid { stroke: #3a3a44; } .between { stroke: #5c5c69; }
    .ours { fill: #63c7b8; } .peer { fill: #1d1d22; stroke: #f0a070; } .page { fill: #1d1d22; }
  }
"""


def measured() -> list[dict]:
    """Return all rows that were kept, in the order of files and cases."""
    rows = [row for path in sorted(ROWS.glob("*.json")) for row in json.loads(path.read_text(encoding="utf-8"))]
    return sorted(
        rows, key=lambda row: [int(part) if part.isdigit() else part for part in re.split(r"(\d+)", row["case"])]
    )


def compared(rows: list[dict]) -> list[dict]:
    """Return one row for each instance of a bar about time, with the medians of both times over seeds."""
    found: dict[tuple, list[dict]] = {}
    for row in rows:
        if row["case"] in TIMED and row.get("peer_seconds") and row.get("seconds"):
            found.setdefault((row["case"], row["size"], row["family"], row["peer"]), []).append(row)
    return [
        rows[0] | {name: statistics.median(row[name] for row in rows) for name in ("seconds", "peer_seconds")}
        for rows in found.values()
    ]


def picture(rows: list[dict]) -> str:
    """Return an SVG with a line for each instance that had a peer: our time, its time, how many times ours it is."""
    rows = compared(rows)
    times = [time for row in rows for time in (row["seconds"], row["peer_seconds"])]
    low, high = math.floor(math.log10(min(times))), math.ceil(math.log10(max(times)))
    height = TOP + STEP * len(rows) + BOTTOM

    def across(time: float) -> float:
        return round(LEFT + (math.log10(time) - low) / (high - low) * (WIDTH - LEFT - RIGHT), 1)

    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img" aria-labelledby="t">',
        f'<title id="t">{escape(_spoken(rows))}</title>',
        f"<style>{STYLE}</style>",
        f'<rect class="page" width="{WIDTH}" height="{height}"/>',
        '<text class="title" x="24" y="32">Seconds that an answer takes, on a logarithmic scale</text>',
        '<circle class="ours" cx="32" cy="53" r="6"/><text x="44" y="57">this engine</text>',
        '<circle class="peer" cx="142" cy="53" r="5"/><text x="154" y="57">the peer, in the same run</text>',
    ]
    for power in range(low, high + 1):
        x = across(10.0**power)
        lines.append(f'<line class="grid" x1="{x}" x2="{x}" y1="{TOP}" y2="{height - BOTTOM + 6}"/>')
        lines.append(f'<text class="tick" x="{x}" y="{height - BOTTOM + 26}">{10.0**power:g} s</text>')
    for number, row in enumerate(rows):
        y = TOP + STEP * number + STEP // 2
        ours, peer = across(row["seconds"]), across(row["peer_seconds"])
        lines += [
            f'<text class="name" x="{LEFT - 16}" y="{y + 4}">{escape(_name(row))}</text>',
            f'<line class="between" x1="{ours}" x2="{peer}" y1="{y}" y2="{y}"/>',
            f'<circle class="peer" cx="{peer}" cy="{y}" r="5"/>',
            f'<circle class="ours" cx="{ours}" cy="{y}" r="6"/>',
            f'<text class="quiet" x="{WIDTH - RIGHT + 24}" y="{y + 4}">{_times(row)}</text>',
        ]
    return "\n".join([*lines, "</svg>", ""])


def table(rows: list[dict]) -> str:
    """Return all rows as a table in Markdown."""
    columns = {
        "bar": lambda row: row["case"],
        "size": lambda row: row["size"],
        "family": lambda row: row["family"],
        "seed": lambda row: row["seed"],
        "seconds": lambda row: _short(row["seconds"]),
        "peer": lambda row: row.get("peer"),
        "its seconds": lambda row: _short(row.get("peer_seconds")),
        "value": lambda row: _short(row.get("value")),
        "bound": lambda row: _short(row.get("bound")),
        "gap": lambda row: _short(row.get("gap")),
        "MB": lambda row: _short(row.get("megabytes")),
        "besides": _besides,
        "asked for": lambda row: _short(row.get("bar")),
        "met": lambda row: {True: "yes", False: "**no**"}.get(row.get("met")),
    }
    lines = [f"| {' | '.join(columns)} |", f"|{' --- |' * len(columns)}"]
    for row in rows:
        cells = [cell(row) for cell in columns.values()]
        lines.append(f"| {' | '.join('' if one is None else str(one).replace('|', '/') for one in cells)} |")
    return "\n".join(lines)


def page(text: str, rows: list[dict]) -> str:
    """Return the page with the table as it is now."""
    before, _begin, rest = text.partition(BEGIN)
    _old, end, after = rest.partition(END)
    if not end:
        raise SystemExit(f"{PAGE} has no place for the table: {BEGIN} and {END}")
    return f"{before}{BEGIN}\n\n{table(rows)}\n\n{END}{after}"


def _name(row: dict) -> str:
    return f"{row['case']}  {row['size']} {row['family']}, {row['peer']}"


def _besides(row: dict) -> str:
    more = {name: value for name, value in row.items() if name not in COMMON and name not in ("bar", "met")}
    return ", ".join(f"{name.replace('_', ' ')} {_short(value)}" for name, value in more.items() if value is not None)


def _times(row: dict) -> str:
    return f"{row['peer_seconds'] / row['seconds']:,.3g} times"


def _short(value: object) -> str | None:
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, int) or float(value).is_integer():
        return f"{int(value):,}"
    return f"{value:,.4g}" if abs(value) < 1000 else f"{value:,.0f}"


def _spoken(rows: list[dict]) -> str:
    return "; ".join(f"{_name(row)}: {row['seconds']} s against {row['peer_seconds']} s" for row in rows)


def main() -> int:
    """Write or check; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--check", action="store_true", help="write nothing, fail if something is not current")
    check = parser.parse_args().check
    rows = measured()
    wanted = {PICTURE: picture(rows), PAGE: page(PAGE.read_text(encoding="utf-8"), rows)}
    stale = [path for path, text in wanted.items() if not path.exists() or path.read_text(encoding="utf-8") != text]
    for path in stale:
        print(f"{'not current' if check else 'written'}: {path.relative_to(ROOT)}")
        if not check:
            path.write_text(wanted[path], encoding="utf-8")
    return int(check and bool(stale))


if __name__ == "__main__":
    sys.exit(main())
