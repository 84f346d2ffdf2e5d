"""Derive the sample's margins from the 2020 census by county.

Source: China's seventh census (2020) by county, github leiii/census, MIT licence. Usage:

    python -m scripts.census_margins county_2020.csv > data/sample/margins.csv

Only shares of the five counties the sample draws from leave the source table.
"""

from __future__ import annotations

import csv
import sys
from pathlib import Path
from typing import Final

COUNTIES: Final = {
    "510802": "利州区",
    "640522": "海原县",
    "150221": "土默特右旗",
    "150222": "固阳县",
    "150223": "达茂旗",
}
LEVELS: Final = {"primary": "小学", "junior": "初中", "senior": "高中"}
INDUSTRIES: Final = {
    "farming": "农林牧渔业",
    "mining": "采矿业",
    "manufacturing": "制造业",
    "construction": "建筑业",
    "trade": "批发和零售业",
    "transport": "交通运输仓储和邮政业",
    "catering": "住宿和餐饮业",
    "services": "居民服务修理和其服务业",
}


def margins_of(row: dict[str, str]) -> dict[str, str]:
    """One county's shares: rural and of working age, schooling by sex, occupation by industry."""
    people = float(row["人口数_合计"])
    schooled = {
        f"{level}_{sex}": float(row[f"{word}_{zh}"])
        for level, word in LEVELS.items()
        for sex, zh in (("men", "男"), ("women", "女"))
    }
    working = {name: float(row[column]) for name, column in INDUSTRIES.items()}
    shares = {
        "rural": float(row["乡村人口"]) / people,
        "aged_20_to_59": float(row["人口_20到59岁"]) / people,
        **{name: count / sum(schooled.values()) for name, count in schooled.items()},
        **{name: count / sum(working.values()) for name, count in working.items()},
    }
    return {"county": row["code"], "name": COUNTIES[row["code"]]} | {k: f"{v:.4f}" for k, v in shares.items()}


def main(source: str) -> None:
    """Print the margins as CSV."""
    with Path(source).open(encoding="utf-8-sig", newline="") as handle:
        found = {row["code"]: margins_of(row) for row in csv.DictReader(handle) if row["code"] in COUNTIES}
    rows = [found[code] for code in COUNTIES]
    writer = csv.DictWriter(sys.stdout, fieldnames=list(rows[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)


if __name__ == "__main__":
    main(sys.argv[1])
