"""Rule 1 and exit code 2: everything that is wrong with a folder, at once, and nothing written."""

from pathlib import Path
from typing import Any

import pytest

from tests.api.plainfiles.folders import solve, write_folder

GOOD = {
    "workers": "worker_id,group_id,origin,size; a,g,A,1; b,g,A,2; c,,B,1",
    "postings": "posting_id,openings,destination; p,3,C; q,1,C",
    "pairs": "worker_id,posting_id,value; a,p,5; b,p,4.25; c,q,-3",
    "vehicles": "vehicle_id,origin,destination,seats,fixed_cost; v,A|B,C,4,10",
    "fares": "origin,destination,fare; B,C,2",
}

# What is written instead, and the line of the fault with words it must hold.
BAD = [
    ({"workers": "id; a"}, "workers.csv:1:", "worker_id is missing"),
    ({"workers": "worker_id,size,size; a,1,1; b,1,1; c,1,1"}, "workers.csv:1:", "size stands twice"),
    ({"workers": "worker_id; a; b; c; a"}, "workers.csv:5:", "'a' stands twice, first in line 2"),
    ({"workers": "worker_id,size; a,1; b,1; c,1; ,1"}, "workers.csv:5:", "worker_id is empty"),
    ({"workers": "worker_id,size; a,0; b,1; c,1"}, "workers.csv:2:", "at least 1"),
    ({"workers": "worker_id,size; a,1.5; b,1; c,1"}, "workers.csv:2:", "whole number"),
    ({"workers": "worker_id,size; a,1e2; b,1; c,1"}, "workers.csv:2:", "plain decimal"),
    ({"workers": "worker_id,size; a; b,1; c,1"}, "workers.csv:2:", "has 1 cells, the header has 2"),
    ({"workers": "worker_id,sex; a,male; b,F; c,M"}, "workers.csv:2:", "neither M nor F"),
    ({"workers": "worker_id,sex,size; a,M,2; b,F,1; c,M,1"}, "workers.csv:2:", "sex is for one person"),
    ({"workers": "worker_id,size,men,women; a,3,1,1; b,1,,; c,1,,"}, "workers.csv:2:", "together must be the size"),
    ({"workers": "worker_id,men,women; a,1,; b,,; c,,"}, "workers.csv:2:", "both be given"),
    ({"workers": "worker_id,sex,men,women; a,M,0,1; b,,,; c,,,"}, "workers.csv:2:", "does not agree"),
    ({"workers": "worker_id,group_id,origin; a,g,A; b,g,B; c,,"}, "workers.csv:3:", "another origin in line 2"),
    ({"workers": "worker_id,group_id,origin; a,g,A; b,g,; c,,"}, "workers.csv:3:", "another origin"),
    ({"workers": "worker_id,earliest; a,2026-2-1; b,; c,"}, "workers.csv:2:", "ISO date"),
    ({"workers": "worker_id,latest; a,20260201; b,; c,"}, "workers.csv:2:", "ISO date"),
    ({"workers": "worker_id,latest; a,2026-02-29; b,; c,"}, "workers.csv:2:", "not a day of the calendar"),
    ({"workers": "worker_id,size; a,1000000000000; b,1; c,1"}, "workers.csv:2:", "people in one row"),
    ({"workers": "worker_id,size; a,1" + "0" * 30 + "; b,1; c,1"}, "workers.csv:2:", "is beyond"),
    ({"workers": "worker_id,size; a,1e400; b,1; c,1"}, "workers.csv:2:", "plain decimal"),
    ({"workers": "worker_id,size; a,nan; b,1; c,1"}, "workers.csv:2:", "plain decimal"),
    ({"workers": "worker_id,size; a,-0; b,1; c,1"}, "workers.csv:2:", "at least 1"),
    ({"workers": "worker_id,men,women; a,1000000000001,0; b,,; c,,"}, "workers.csv:2:", "is more than 1000000000000"),
    ({"workers": "worker_id,latest; a,10000-01-01; b,; c,"}, "workers.csv:2:", "ISO date"),
    ({"workers": "worker_id,earliest; a,0000-01-01; b,; c,"}, "workers.csv:2:", "not a day of the calendar"),
    ({"postings": "posting_id; p; q"}, "postings.csv:1:", "openings is missing"),
    ({"postings": "posting_id,openings; p,1000000000001; q,1"}, "postings.csv:2:", "leave the cell empty"),
    ({"postings": "posting_id,openings,start_by; p,1,99999-12-31; q,1,"}, "postings.csv:2:", "ISO date"),
    ({"postings": "posting_id,openings; p,; q,1"}, "postings.csv:2:", "openings is empty"),
    ({"postings": "posting_id,openings; p,-1; q,1"}, "postings.csv:2:", "whole number"),
    ({"postings": "posting_id,openings,beds_m; p,1,two; q,1,"}, "postings.csv:2:", "beds_m 'two'"),
    ({"pairs": "worker_id,posting_id,value; a,p,5; a,p,6"}, "pairs.csv:3:", "stands twice"),
    ({"pairs": "worker_id,posting_id,value; c,q,5; a,p,6; c,q,7"}, "pairs.csv:4:", "stands twice"),
    ({"pairs": "worker_id,posting_id,value; x,p,5"}, "pairs.csv:2:", "'x' is not in workers.csv"),
    ({"pairs": "worker_id,posting_id,value; a,x,5"}, "pairs.csv:2:", "'x' is not in postings.csv"),
    ({"pairs": "worker_id,posting_id,value; a,p,"}, "pairs.csv:2:", "value is empty"),
    ({"pairs": "worker_id,posting_id,value; a,p,nan"}, "pairs.csv:2:", "plain decimal"),
    ({"pairs": "worker_id,posting_id,value; a,p,inf"}, "pairs.csv:2:", "plain decimal"),
    ({"pairs": "worker_id,posting_id,value; a,p,1_000"}, "pairs.csv:2:", "plain decimal"),
    ({"pairs": "worker_id,posting_id,value; a,p,1e3"}, "pairs.csv:2:", "plain decimal"),
    ({"pairs": "worker_id,posting_id,value; a,p,１"}, "pairs.csv:2:", "plain decimal"),
    ({"pairs": "worker_id,posting_id,value; a,p," + "9" * 400}, "pairs.csv:2:", "(400 characters) is beyond"),
    ({"pairs": "worker_id,posting_id,value; a,p,-1" + "0" * 19}, "pairs.csv:2:", "is beyond"),
    ({"pairs": "worker_id,posting_id,value; a,p,1e400"}, "pairs.csv:2:", "plain decimal"),
    ({"pairs": 'worker_id,posting_id,value; a,p,"1\n2"'}, "pairs.csv:2:", "plain decimal"),
    ({"pairs": ""}, "pairs.csv:1:", "worker_id is missing"),
    ({"vehicles": "vehicle_id,origin,destination,seats; v,A,C,4"}, "vehicles.csv:1:", "fixed_cost is missing"),
    ({"vehicles": "vehicle_id,origin,destination,seats,fixed_cost; v,A,C,4,-1"}, "vehicles.csv:2:", "below 0"),
    ({"vehicles": "vehicle_id,origin,destination,seats,fixed_cost; v,A||B,C,4,1"}, "vehicles.csv:2:", "no hub"),
    ({"vehicles": "vehicle_id,origin,destination,seats,fixed_cost; v,,C,4,1"}, "vehicles.csv:2:", "no hub"),
    ({"vehicles": GOOD["vehicles"] + "; v,A,C,4,1"}, "vehicles.csv:3:", "stands twice"),
    (
        {"vehicles": "vehicle_id,origin,destination,seats,fixed_cost,available; v,A,C,4,1,many"},
        "vehicles.csv:2:",
        "many",
    ),
    (
        {"vehicles": "vehicle_id,origin,destination,seats,fixed_cost; v,A,C,4," + "9" * 5000},
        "vehicles.csv:2:",
        "(5000 characters) is beyond",
    ),
    ({"fares": "origin,destination,fare; B,,2"}, "fares.csv:2:", "destination is empty"),
    ({"fares": "origin,destination,fare; B,C,2; B,C,3"}, "fares.csv:3:", "stands twice"),
    ({"fares": "origin,destination,fare,days; B,C,2,-1"}, "fares.csv:2:", "whole number"),
    ({"settings": {"objective": "most"}}, "settings.json:1:", "'most' is not value or placed_then_value"),
    ({"settings": {"budget": -1}}, "settings.json:1:", "number of 0 or more"),
    ({"settings": {"budget": 10**310}}, "settings.json:1:", "is not usable JSON: a number of 311 digits"),
    ({"settings": {"budget": -(10**298)}}, "settings.json:1:", "number of 0 or more"),
    ({"settings": {"budget": "12"}}, "settings.json:1:", "number of 0 or more"),
    ({"settings": {"budget": True}}, "settings.json:1:", "number of 0 or more"),
    ({"settings": {"budgets": 1}}, "settings.json:1:", "is not a setting"),
    ({"settings": {"pins": [["a", "q"]]}}, "settings.json:1:", "is not a listed pair"),
    ({"settings": {"pins": [["x", "q"]]}}, "settings.json:1:", "'x' is not in workers.csv"),
    ({"settings": {"bans": [["a", "x"]]}}, "settings.json:1:", "'x' is not in postings.csv"),
    ({"settings": {"pins": ["a", "p"]}}, "settings.json:1:", "is not [worker_id, posting_id]"),
    ({"settings": {"pins": "a"}}, "settings.json:1:", "must be a list"),
    ({"settings": [1]}, "settings.json:1:", "must hold one object"),
]


@pytest.mark.parametrize(("instead", "where", "words"), BAD, ids=[f"{where} {words}" for _, where, words in BAD])
def test_bad_input_is_named_by_file_and_line(
    instead: dict[str, Any], where: str, words: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    answer = solve(write_folder(tmp_path / "in", **(GOOD | instead)))

    lines = capsys.readouterr().err.splitlines()
    assert answer.code == 2
    assert any(line.startswith(where) and words in line for line in lines), lines
    assert not answer.out.exists()


def test_the_good_folder_is_good(tmp_path: Path) -> None:
    assert solve(write_folder(tmp_path / "in", **GOOD)).code == 0


def test_all_faults_of_all_files_come_at_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    bad = GOOD | {"workers": "worker_id,size; a,x; b,y; c,1", "postings": "posting_id,openings; p,-3; q,1"}

    solve(write_folder(tmp_path / "in", settings={"budget": None, "objective": "most"}, **bad))

    files = [line.split(":")[0] for line in capsys.readouterr().err.splitlines()]
    assert files == ["postings.csv", "settings.json", "workers.csv", "workers.csv"]


def test_a_line_that_cannot_be_read_is_not_told_again_where_its_id_is_used(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bad = GOOD | {"postings": "posting_id,openings; p,3,extra; q,1", "pairs": "worker_id,posting_id,value; a,p,5"}

    assert solve(write_folder(tmp_path / "in", **bad)).code == 2
    assert capsys.readouterr().err.splitlines() == ["postings.csv:2: has 3 cells, the header has 2"]


@pytest.mark.parametrize("name", ["workers", "postings", "pairs"])
def test_a_missing_file_is_named(name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = write_folder(tmp_path / "in", **GOOD)
    (folder / f"{name}.csv").unlink()

    assert solve(folder).code == 2
    assert f"{name}.csv:1: there is no such file" in capsys.readouterr().err


def test_a_folder_that_is_not_there_is_bad_input(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert solve(tmp_path / "nowhere").code == 2
    assert "is not a folder" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("junk", "words"),
    [
        (b"\xff\xfe\x00w", "UTF-8"),
        (b"worker_id\na\n\xc0\xaf\n", "UTF-8"),
        (b"\x89PNG\r\n\x1a\n", "UTF-8"),
        (b'worker_id\n"a\n', "CSV"),
        (b"", "empty"),
    ],
)
def test_junk_in_place_of_a_table_is_named(
    junk: bytes, words: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = write_folder(tmp_path / "in", **GOOD)
    (folder / "workers.csv").write_bytes(junk)

    assert solve(folder).code == 2
    assert words in capsys.readouterr().err


def test_broken_json_is_named_by_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = write_folder(tmp_path / "in", **GOOD)
    (folder / "settings.json").write_text('{\n"budget": 1,\n"pins": [\n}')

    assert solve(folder).code == 2
    assert "settings.json:4: is not JSON" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("told", "line", "words"),
    [
        ('{\n"budget": ' + "9" * 5000 + "}", 2, "a number of 5000 digits"),
        ('{"pins": [[\n' + "1" * 4301 + ', "p"]]}', 2, "a number of 4301 digits"),
        ('{"budget":\n\n-' + "9" * 5000 + "}", 3, "a number of 5001 digits"),
        ('{\n"budget": NaN}', 2, "NaN is not a number"),
        ('{\n"budget": -Infinity}', 2, "-Infinity is not a number"),
        ('{\n"budget": 1e400}', 2, "'inf' is not a number of 0 or more"),
        ('{"budget": 1.' + "0" * 5000 + "e999}", 1, "'inf' is not a number of 0 or more"),
    ],
)
def test_numbers_no_computer_holds_are_named_by_line(
    told: str, line: int, words: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = write_folder(tmp_path / "in", **GOOD)
    (folder / "settings.json").write_text(told)

    assert solve(folder).code == 2
    (said,) = capsys.readouterr().err.splitlines()
    assert said.startswith(f"settings.json:{line}:") and words in said and len(said) < 200


def test_more_people_than_a_country_sends_are_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    crews = "; ".join(f"w{number},1000000" for number in range(51))
    folder = write_folder(tmp_path / "in", workers=f"worker_id,size; {crews}", postings="posting_id,openings; p,1",
                          pairs="worker_id,posting_id,value; w0,p,1")  # fmt: skip

    assert solve(folder).code == 2
    assert "workers.csv:1: the rows stand for 51000000 people" in capsys.readouterr().err


def test_a_budget_of_minus_nothing_is_nothing(tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "in", **GOOD)
    (folder / "settings.json").write_text('{"budget": -0.0}')

    assert solve(folder).objective == 0.0


def test_a_line_break_within_a_quoted_cell_keeps_later_line_numbers_right(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = write_folder(tmp_path / "in", **GOOD)
    (folder / "workers.csv").write_text('worker_id,note,size\na,"two\nlines",1\nb,,1\n\nc,,x\n')

    assert solve(folder).code == 2
    assert capsys.readouterr().err.startswith("workers.csv:6: size 'x'")


def test_an_id_that_differs_by_a_space_is_told_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = write_folder(tmp_path, workers="worker_id;w1 ", postings="posting_id,openings;p1,1",
                          pairs="worker_id,posting_id,value;w1,p1,5")  # fmt: skip
    (folder / "workers.csv").write_text("worker_id\nw1 \n", encoding="utf-8")

    assert solve(folder).code == 2
    assert "pairs.csv:2: worker_id 'w1' is not in workers.csv, where 'w1 ' stands" in capsys.readouterr().err


def test_counts_beyond_everybody_are_planned(tmp_path: Path) -> None:
    many = "999999999999"
    folder = write_folder(
        tmp_path,
        workers="worker_id,origin;w1,A;w2,A",
        postings=f"posting_id,openings,destination,min_team,beds;p1,{many},C,2,{many}",
        pairs="worker_id,posting_id,value;w1,p1,10;w2,p1,20",
        vehicles=f"vehicle_id,origin,destination,seats,fixed_cost,available;v1,A,C,{many},5,{many}",
    )

    assert solve(folder).objective == pytest.approx(25.0)
