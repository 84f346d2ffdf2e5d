"""The region script on small sources of its own: renumbering, mergers, numbers given to somebody else."""

from __future__ import annotations

import csv
import subprocess
import sys
from pathlib import Path

import pytest

from scripts.region_reference import Bearer, earlier_codes, stem, successor

ALIVE = {
    110101: {"level": "3", "name": "东城区"},
    500230: {"level": "3", "name": "丰都县"},
    511024: {"level": "3", "name": "威远县"},
    610118: {"level": "3", "name": "鄠邑区"},
    500000: {"level": "1", "name": "重庆市"},
}
HISTORY = "year,city_name,county_name,city_adcode,county_adcode,city_id,county_id\n"


def history(folder: Path, *rows: str) -> Path:
    path = folder / "history.csv"
    path.write_text(HISTORY + "\n".join(rows) + "\n", encoding="utf-8")
    return path


def test_a_number_given_to_another_county_leads_to_its_last_bearer(tmp_path: Path) -> None:
    source = history(tmp_path, "1981,,威远县,,512324,,511024", "1994,,丰都县,,512324,,511024")

    assert successor(512324, ALIVE, earlier_codes(source)) == 500230


def test_a_renamed_county_is_followed_where_nobody_disputes_it(tmp_path: Path) -> None:
    source = history(tmp_path, "1990,,户县,,612223,,610118")

    assert successor(612223, ALIVE, earlier_codes(source)) == 610118


def test_two_claims_to_one_heir_of_another_name_leave_both_without_one(tmp_path: Path) -> None:
    source = history(tmp_path, "1990,,户县,,612223,,610118", "1990,,长安县,,612224,,610118")

    assert successor(612223, ALIVE, earlier_codes(source)) is None


def test_a_merged_district_has_the_heir_the_state_council_named() -> None:
    assert successor(110103, ALIVE, {110103: Bearer("崇文区", 3, 110103, sure=True)}) == 110101


def test_a_circle_of_renumberings_has_no_heir() -> None:
    earlier = {610001: Bearer("甲县", 3, 610002, sure=True), 610002: Bearer("乙县", 3, 610001, sure=True)}

    assert successor(610001, ALIVE, earlier) is None


def test_a_heading_that_is_no_place_has_no_heir(tmp_path: Path) -> None:
    source = history(tmp_path, "2000,,市辖区,,110199,,110101")

    assert successor(110199, ALIVE, earlier_codes(source)) is None


@pytest.mark.parametrize(
    ("name", "short"), [("石柱土家族自治县", "石柱"), ("利州区", "利州"), ("丰都县", "丰都"), ("儋州市", "儋州")]
)
def test_a_stem_is_the_name_without_kind_and_peoples(name: str, short: str) -> None:
    assert stem(name) == short


def test_the_command_writes_living_regions_with_points_and_retired_ones_without(tmp_path: Path) -> None:
    regions = tmp_path / "regions.csv"
    regions.write_text(
        "code,level,name,lon,lat\n500000,1,重庆市,106.5,29.5\n500157,3,两江新区,,\n500230,3,丰都县,107.7,29.8\n",
        encoding="utf-8",
    )
    source, out = history(tmp_path, "1994,,丰都县,,512324,,511024"), tmp_path / "out.csv"
    command = [sys.executable, "-m", "scripts.region_reference", str(regions), str(source), str(out)]

    subprocess.run(command, check=True, capture_output=True)

    with out.open(encoding="utf-8") as file:
        rows = {row["code"]: row for row in csv.DictReader(file)}
    assert (rows["500157"]["longitude"], rows["500157"]["point_of"]) == ("106.5", "500000")
    assert (rows["512324"]["successor"], rows["512324"]["longitude"]) == ("500230", "")
