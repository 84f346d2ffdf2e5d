"""The licence of every locked package, as it states it itself; ``make licences`` writes docs/licences.md."""

from __future__ import annotations

import re
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

ROOT = Path(__file__).parents[1]
LIST = ROOT / "docs" / "licences.md"
PINNED = re.compile(r"^([A-Za-z0-9._-]+)==([^ ;\\]+)", re.MULTILINE)
NEEDED = re.compile(r"^[A-Za-z0-9._-]+")
MOST = 60  # letters: a longer field is the licence's whole text
TAKE_CARE = re.compile(r"GPL|Affero|MPL|Mozilla", re.IGNORECASE)
HEAD = """# Licences of the locked packages

Written by `python -m scripts.licences` from requirements.lock and what each package states of itself.
"Runs" is installed with Gongqiao; the others build, check and test it.
**Bold**: a licence that asks more than its notice to be kept.

| package | version | licence | for |
| --- | --- | --- | --- |
"""


def pinned() -> Iterator[tuple[str, str]]:
    """Name and version of each package of the lock file."""
    yield from PINNED.findall((ROOT / "requirements.lock").read_text(encoding="utf-8"))


def licence_of(name: str) -> str:
    """An SPDX expression where the package has one, else its licence field or its classifiers."""
    told = distribution(name).metadata
    if "License-Expression" in told:
        return str(told["License-Expression"])
    field = str(told["License"]).strip() if "License" in told else ""
    classes = [line.rpartition("::")[2].strip() for line in told.get_all("Classifier") or [] if "License ::" in line]
    short = field if len(field) <= MOST and "\n" not in field else ""
    return ", ".join(dict.fromkeys(filter(None, (short, *classes)))) or field.splitlines()[0]


def running() -> set[str]:
    """Packages Gongqiao needs to run, with what those need in turn."""
    found: set[str] = set()
    waiting = ["gongqiao"]
    while waiting:
        try:
            needs = distribution(waiting.pop()).requires or []
        except PackageNotFoundError:  # for another system
            continue
        for need in needs:
            name = match[0].lower().replace("_", "-") if (match := NEEDED.match(need)) else ""
            if name not in found and "extra ==" not in need.replace("'", '"'):
                found.add(name)
                waiting.append(name)
    return found | {"psycopg-binary"}


def page() -> str:
    """The list as Markdown."""
    runs, lines = running(), []
    for name, version in pinned():
        licence = licence_of(name)
        shown = f"**{licence}**" if TAKE_CARE.search(licence) else licence
        lines.append(f"| {name} | {version} | {shown} | {'runs' if name in runs else 'builds, checks, tests'} |")
    return HEAD + "\n".join(lines) + "\n"


if __name__ == "__main__":
    LIST.write_text(page(), encoding="utf-8")
