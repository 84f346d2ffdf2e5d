"""`gongqiao fair` on toy folders: each rule of docs/formats-fair.md with its edge."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from api.plainfiles import fair_command
from api.plainfiles.fair_command import plan_folder
from benchmarks.fair_instances import draw
from optimizer import PlanParams
from optimizer.fairs import AIMS
from tests.api.plainfiles.folders import Answer, write_folder

FORMATS = (Path(__file__).parents[3] / "docs/formats-fair.md").read_text(encoding="utf-8")
HOURS = {"start": "09:00", "end": "10:00", "slot_minutes": 15}
TOY = {
    "people": "person_id; an; bo",
    "booths": "booth_id,x,y; A,0,0; B,20,0",
    "pairs": "person_id,booth_id,value; an,A,2; an,B,1; bo,A,1.5",
}


def run(tmp_path: Path, settings: Any = HOURS, **files: str) -> Answer:
    folder = write_folder(tmp_path / "in", settings=settings, **(TOY | files))
    return Answer(plan_folder(folder, tmp_path / "out", PlanParams(time_limit_s=30.0, threads=1)), tmp_path / "out")


def talks(answer: Answer) -> set[tuple[str, str, str]]:
    return {(line["person_id"], line["booth_id"], line["starts"]) for line in answer.table("talks")}


def test_a_toy_fair_is_planned_to_its_optimum(tmp_path: Path) -> None:
    answer = run(tmp_path)

    assert answer.code == 0
    assert answer.summary["status"] == "optimal"
    assert [(one["aim"], one["value"], one["bound"]) for one in answer.summary["aims"]] == [
        ("served1", 2, 2),
        ("served2", 1, 1),
        ("served3", 0, 0),
        ("value", 4.5, 4.5),
    ]
    assert (answer.summary["talks"], answer.summary["gap"], answer.summary["stopped"]) == (3, 0, "done")
    assert answer.table("people") == [
        {"person_id": "an", "talks": "2", "reason": ""},
        {"person_id": "bo", "talks": "1", "reason": ""},
    ]
    assert {line["interviewer"] for line in answer.table("talks")} == {"1"}


def test_what_it_writes_says_what_the_documentation_lists(tmp_path: Path) -> None:
    answer = run(tmp_path)

    assert set(answer.summary) == {
        "status", "aims", "talks", "served1", "served2", "served3", "value", "gap", "stopped", "wall_s", "seed",
        "threads", "audit",
    }  # fmt: skip
    assert sorted(path.name for path in answer.out.iterdir()) == ["people.csv", "summary.json", "talks.csv"]


@pytest.mark.parametrize(
    ("settings", "files", "right"),
    [
        # 20 m are 0.4 minutes: the next slot begins at once, so one free slot must lie between
        ({"end": "09:30"}, {}, 0),
        ({"end": "09:45"}, {}, 1),
        # exactly the gap is in time, a metre more is not
        ({"end": "09:45"}, {"booths": "booth_id,x,y; A,0,0; B,450,600"}, 1),
        ({"end": "09:45"}, {"booths": "booth_id,x,y; A,0,0; B,451,600"}, 0),
        ({"end": "09:45", "metres_a_minute": 51}, {"booths": "booth_id,x,y; A,0,0; B,451,600"}, 1),
        # without both x and y there is no walk
        ({"end": "09:30"}, {"booths": "booth_id,x,y; A,0,0; B,20,"}, 1),
        ({"end": "09:30"}, {"booths": "booth_id; A; B"}, 1),
        ({"end": "09:30"}, {"booths": "booth_id,x,y; A,5,5; B,5,5"}, 1),
        ({"end": "09:30", "pause_slots": 1}, {"booths": "booth_id; A; B"}, 0),
        ({"end": "09:45", "pause_slots": 1}, {"booths": "booth_id; A; B"}, 1),
        # a talk ends by end: 09:44 holds two slots
        ({"end": "09:44"}, {}, 0),
        ({}, {"people": "person_id,most; an,1; bo,"}, 0),
        ({}, {"people": "person_id,leaves; an,09:45; bo,"}, 1),
        ({}, {"people": "person_id,leaves; an,09:44; bo,"}, 0),
        ({}, {"people": "person_id,arrives; an,09:15; bo,"}, 1),
        ({}, {"people": "person_id,arrives; an,09:16; bo,"}, 0),
        ({}, {"booths": "booth_id,opens,closes; A,09:00,09:15; B,09:00,09:15"}, 0),
        # a break from 09:14 to 09:16 touches two slots, one from 09:15 to 09:30 only its own
        ({"end": "09:30"}, {"booths": "booth_id,breaks; A,; B,09:14-09:16"}, 0),
        ({"end": "09:30"}, {"booths": "booth_id,breaks; A,; B,09:15-09:30"}, 1),
        # a break outside the fair's hours, or half outside, keeps nobody from the rest
        ({"end": "09:30"}, {"booths": "booth_id,breaks; A,; B,07:00-08:00|12:00-13:00"}, 1),
        ({"end": "09:30"}, {"booths": "booth_id,breaks; A,; B,08:45-09:10"}, 1),
        ({"end": "09:45"}, {"booths": "booth_id,breaks; A,09:15-09:45; B,09:00-09:15|09:30-09:45"}, 1),
        ({"bans": [["an", "B"]]}, {}, 0),
    ],
)
def test_hours_walks_pauses_and_breaks_hold_to_the_minute(
    tmp_path: Path, settings: dict[str, Any], files: dict[str, str], right: int
) -> None:
    files = files | {"pairs": "person_id,booth_id,value; an,A,2; an,B,1"}

    answer = run(tmp_path, HOURS | settings, **files)

    assert answer.code == 0
    assert (answer.summary["status"], answer.summary["served2"]) == ("optimal", right)


@pytest.mark.parametrize(
    ("files", "settings", "reason"),
    [
        ({"pairs": "person_id,booth_id,value; an,A,2"}, {}, "no_pair"),
        ({}, {"bans": [["bo", "A"]]}, "banned"),
        ({"people": "person_id,arrives,leaves; an,,; bo,09:50,"}, {}, "hours"),
        ({"booths": "booth_id,most; A,1; B,", "pairs": "person_id,booth_id,value; an,A,2; bo,A,1"}, {}, "booths_full"),
        ({"people": "person_id,most; an,; bo,0"}, {}, "clash"),
        ({"pairs": "person_id,booth_id,value; an,A,1; bo,A,-1"}, {"aims": ["value"]}, "clash"),
        ({"booths": "booth_id,interviewers; A,0; B,1"}, {}, "booths_full"),
    ],
)  # fmt: skip
def test_who_has_no_talk_is_told_the_first_reason_that_holds(
    tmp_path: Path, files: dict[str, str], settings: dict[str, Any], reason: str
) -> None:
    answer = run(tmp_path, HOURS | settings, **files)

    assert {line["person_id"]: line["reason"] for line in answer.table("people")}["bo"] == reason


def test_fixed_talks_are_held_at_their_time(tmp_path: Path) -> None:
    answer = run(tmp_path, HOURS | {"fixed": [["an", "B", "09:45"], ["bo", "A", "09:30"]]})

    assert {("an", "B", "09:45"), ("bo", "A", "09:30")} <= talks(answer)
    assert answer.summary["served2"] == 1


def test_fewest_people_move_from_the_plan_before(tmp_path: Path) -> None:
    (tmp_path / "yesterday.csv").write_text("person_id,booth_id,starts\nan,A,09:30\nbo,A,09:30\ngone,A,09:00\n")

    answer = run(tmp_path, HOURS | {"aims": ["served1", "moves", "talks"], "before": "../yesterday.csv"})

    # one of the two keeps A at 09:30, the other moves, and so does the person who is no longer there
    assert [(one["aim"], one["value"]) for one in answer.summary["aims"]] == [
        ("served1", 2),
        ("moves", 2),
        ("talks", 3),
    ]
    assert [one["bound"] for one in answer.summary["aims"]] == [2, 2, 3]


def test_the_way_tables_are_written_does_not_matter(tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "in", settings=HOURS, **TOY)
    text = "\ufeff" + (folder / "people.csv").read_text().replace("\n", "\r\n")
    (folder / "people.csv").write_bytes(text.encode())

    assert plan_folder(folder, tmp_path / "out", PlanParams(time_limit_s=30.0, threads=1)) == 0


@pytest.mark.parametrize(
    "files",
    [
        {"people": "person_id", "pairs": "person_id,booth_id,value"},
        {"booths": "booth_id", "pairs": "person_id,booth_id,value"},
        {"pairs": "person_id,booth_id,value"},
    ],
)
def test_tables_without_a_line_are_a_fair_of_nobody(tmp_path: Path, files: dict[str, str]) -> None:
    answer = run(tmp_path, **files)

    assert (answer.code, answer.summary["status"], answer.table("talks")) == (0, "optimal", [])


@pytest.mark.parametrize("name", [*AIMS, *fair_command.TABLES, "slot_minutes", "metres_a_minute", "not_found_in_time"])
def test_the_documentation_names_it(name: str) -> None:
    assert name in FORMATS


def test_the_first_folder_of_the_documentation_is_planned_as_it_says(tmp_path: Path) -> None:
    answer = run(tmp_path)

    assert json.loads((tmp_path / "in" / "settings.json").read_text()) == HOURS
    assert "served1 2, served2 1, served3 0, value 4.5" in FORMATS
    assert answer.summary["value"] == 4.5


def test_a_signal_ends_with_the_best_plan_so_far(tmp_path: Path) -> None:
    fair = draw("county")
    people = "\n".join(["person_id", *(f"p{one}" for one in range(len(fair.people)))])
    booths = "\n".join(["booth_id,x,y", *(f"b{one},{6 * one},{one % 7}" for one in range(len(fair.booths)))])
    listed = zip(fair.pairs.person.tolist(), fair.pairs.booth.tolist(), fair.pairs.value.tolist(), strict=True)
    pairs = "\n".join(["person_id,booth_id,value", *(f"p{one},b{other},{value}" for one, other, value in listed)])
    folder = write_folder(tmp_path / "in", settings=HOURS | {"end": "13:00", "pause_slots": 1})
    for name, text in (("people", people), ("booths", booths), ("pairs", pairs)):
        (folder / f"{name}.csv").write_text(text + "\n")
    command = [
        sys.executable,
        "-c",
        "from api.cli import main; main()",
        "fair",
        str(folder),
        "--out",
        str(tmp_path / "out"),
    ]

    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, cwd=Path(__file__).parents[3])
    time.sleep(2.0)
    process.send_signal(signal.SIGINT)
    told = process.communicate(timeout=60)[1]

    answer = Answer(process.returncode, tmp_path / "out")
    assert "Traceback" not in told
    assert answer.code in (0, 4)
    assert (answer.code == 0) == answer.out.exists()
    assert answer.code == 4 or answer.summary["stopped"] in ("signal", "done")
