"""How many branches the tests take, and whether the floors hold: ``make coverage`` and ``make coverage-quick``."""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

# What rechecks, judges and guards has the highest floor; the whole has what it stands at, so that it never sinks.
GUARDED = {
    "audit": ("optimizer/audit.py", 95.0),
    "recount": ("optimizer/recount.py", 95.0),
    "policy": ("policy/*", 95.0),
    "rights": ("data/rights/*", 95.0),
    "privacy": ("data/privacy.py", 95.0),
}
WHOLE = {"the whole": ("*", 85.0)}


@dataclass(frozen=True, slots=True)
class Share:
    """Branches taken of one part, beside its floor."""

    name: str
    taken: int
    branches: int
    floor: float

    @property
    def percent(self) -> float:
        """100 where there is nothing to branch."""
        return 100.0 * self.taken / self.branches if self.branches else 100.0

    @property
    def holds(self) -> bool:
        """Whether the floor is reached."""
        return self.percent >= self.floor


def shares(files: Mapping[str, Any], floors: Mapping[str, tuple[str, float]]) -> list[Share]:
    """The branches of every part; a part no file belongs to has moved, and raises."""
    found = []
    for name, (pattern, floor) in floors.items():
        totals = [told["summary"] for path, told in files.items() if fnmatch(path, pattern)]
        if not totals:
            raise ValueError(f"no measured file is {pattern}: has {name} moved?")
        taken, branches = (sum(one[key] for one in totals) for key in ("covered_branches", "num_branches"))
        found.append(Share(name, taken, branches, floor))
    return found


def measured() -> Mapping[str, Any]:
    """What coverage wrote down, by file."""
    tool = Path(sys.executable).with_name("coverage")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "coverage.json"
        subprocess.run([tool, "json", "-q", "-o", path], check=True)  # noqa: S603 (our own tool)
        files: Mapping[str, Any] = json.loads(path.read_text(encoding="utf-8"))["files"]
        return files


def main() -> None:
    """Print one line a part; ends with 1 where a floor is broken."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--guarded", action="store_true", help="only what rechecks, judges and guards")
    told = shares(measured(), GUARDED if asked.parse_args().guarded else GUARDED | WHOLE)
    for one in told:
        word = "" if one.holds else f"  below its floor of {one.floor:g} %"
        print(f"{one.name:10} {one.percent:6.1f} %  {one.taken} of {one.branches} branches{word}")
    sys.exit(not all(one.holds for one in told))


if __name__ == "__main__":
    main()
