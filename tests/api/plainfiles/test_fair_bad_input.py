"""Folders of a fair that cannot be used: exit code 2, a sentence with file and line, and nothing written."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from api.plainfiles.fair_command import plan_folder
from api.plainfiles.fair_command import run as run_command
from optimizer import PlanParams
from tests.api.plainfiles.folders import write_folder
from tests.api.plainfiles.test_fair import HOURS, TOY

PARAMS = PlanParams(time_limit_s=30.0, threads=1)


def refused(tmp_path: Path, capsys: pytest.CaptureFixture[str], settings: Any, **files: str) -> list[str]:
    """The lines on stderr of a run that must be refused."""
    folder = write_folder(tmp_path / "in", settings=settings, **(TOY | files))

    assert plan_folder(folder, tmp_path / "out", PARAMS) == 2
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in"]
    return capsys.readouterr().err.splitlines()


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({"pairs": "person_id,booth_id,value; chen,A,1"}, "pairs.csv:2: person_id 'chen' is not in people.csv"),
        ({"pairs": "person_id,booth_id,value; an,C,1"}, "pairs.csv:2: booth_id 'C' is not in booths.csv"),
        ({"pairs": "person_id,booth_id,value; an,A,1; an,A,2"}, "pairs.csv:3: this pair of person_id and booth_id"),
        ({"pairs": "person_id,booth_id,value; an,A,NaN"}, "pairs.csv:2: value 'NaN' is not a plain decimal number"),
        ({"pairs": "person_id,booth_id,value; an,A,"}, "pairs.csv:2: value is empty"),
        ({"pairs": "person_id,booth_id; an,A"}, "pairs.csv:1: the column value is missing"),
        ({"booths": "booth_id; A; B; A"}, "booths.csv:4: booth_id 'A' stands twice, first in line 2"),
        ({"people": "person_id; an; bo; "}, None),
        ({"people": "person_id,most; an,; ,1; bo,"}, "people.csv:3: person_id is empty"),
        ({"people": "person_id; an; an; bo"}, "people.csv:3: person_id 'an' stands twice"),
        ({"people": "person_id,arrives; an,25:00; bo,"}, "people.csv:2: arrives '25:00' is not a time of day"),
        ({"people": "person_id,arrives; an,9:00; bo,"}, "people.csv:2: arrives '9:00' is not a time of day"),
        ({"people": "person_id,leaves; an,09:60; bo,"}, "people.csv:2: leaves '09:60' is not a time of day"),
        ({"people": "person_id,leaves; an,９:00; bo,"}, "people.csv:2: leaves '９:00' is not a time of day"),
        ({"people": "person_id,arrives,leaves; an,10:00,09:00; bo,,"}, "people.csv:2: arrives '10:00' is after"),
        ({"people": "person_id,most; an,-1; bo,"}, "people.csv:2: most '-1' is not a whole number"),
        ({"people": "person_id,most; an,1.5; bo,"}, "people.csv:2: most '1.5' is not a whole number"),
        ({"booths": "booth_id,interviewers; A,-1; B,"}, "booths.csv:2: interviewers '-1' is not a whole number"),
        ({"booths": "booth_id,most; A,1000000000001; B,"}, "booths.csv:2: most '1000000000001' is more than"),
        ({"booths": "booth_id,opens,closes; A,10:00,09:00; B,,"}, "booths.csv:2: opens '10:00' is after closes"),
        ({"booths": "booth_id,breaks; A,09:30; B,"}, "booths.csv:2: breaks '09:30' is not HH:MM-HH:MM"),
        ({"booths": "booth_id,breaks; A,09:30-09:15; B,"}, "booths.csv:2: breaks '09:30-09:15' ends no later"),
        ({"booths": "booth_id,breaks; A,09:30-09:30; B,"}, "booths.csv:2: breaks '09:30-09:30' ends no later"),
        ({"booths": "booth_id,breaks; A,09:30-25:00; B,"}, "booths.csv:2: breaks '25:00' is not a time of day"),
        ({"booths": "booth_id,x,y; A,east,0; B,,"}, "booths.csv:2: x 'east' is not a plain decimal number"),
    ],
)
def test_a_table_that_cannot_be_read_is_refused_in_a_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], files: dict[str, str], said: str | None
) -> None:
    if said is None:  # a blank line is none
        folder = write_folder(tmp_path / "in", settings=HOURS, **(TOY | files))
        assert plan_folder(folder, tmp_path / "out", PARAMS) == 0
        return

    assert refused(tmp_path, capsys, HOURS, **files)[0].startswith(said)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"slot_minutes": 0}, "slot_minutes must be at least 1"),
        ({"slot_minutes": -15}, "slot_minutes -15 is not a whole number of 0 or more"),
        ({"slot_minutes": 7.5}, "slot_minutes 7.5 is not a whole number"),
        ({"slot_minutes": "15"}, 'slot_minutes "15" is not a whole number'),
        ({"slot_minutes": True}, "slot_minutes true is not a whole number"),
        ({"slot_minutes": None}, "slot_minutes is missing"),
        ({"slot_minutes": 61}, "slot_minutes 61 is longer than the fair"),
        ({"slot_minutes": 10**300}, "is not usable JSON: a number of 301 digits"),
        ({"start": "25:00"}, "start '25:00' is not a time of day"),
        ({"start": None}, "start is missing"),
        ({"end": 10}, "end '10' is not a time of day"),
        ({"end": "08:00"}, "end 08:00 is not after start 09:00"),
        ({"pause_slots": -1}, "pause_slots -1 is not a whole number"),
        ({"metres_a_minute": 0}, "metres_a_minute 0 is not a number above 0"),
        ({"metres_a_minute": -50}, "metres_a_minute -50 is not a number above 0"),
        ({"aims": []}, "aims must be a list"),
        ({"aims": "talks"}, "aims must be a list"),
        ({"aims": ["served4"]}, 'aims: "served4" is none of talks'),
        ({"aims": ["talks", "talks"]}, "aims: talks stands twice"),
        ({"aims": [["talks"]]}, 'aims: ["talks"] is none of'),
        ({"aims": ["moves"]}, "the aim moves needs before"),
        ({"before": "nowhere.csv"}, "before 'nowhere.csv': there is no such file"),
        ({"before": 7}, "before 7 is not the name"),
        ({"colour": "red"}, "'colour' is not a setting"),
        ({"bans": [["an"]]}, 'bans: ["an"] is not [person_id, booth_id]'),
        ({"bans": [["chen", "A"]]}, "bans: person_id 'chen' is not in people.csv"),
        ({"fixed": {"an": "A"}}, "fixed must be a list of"),
        ({"fixed": [["an", "A"]]}, 'fixed: ["an", "A"] is not [person_id'),
        ({"fixed": [["an", "A", "9:00"]]}, "fixed: '9:00' is not a time of day"),
        ({"fixed": [["an", "A", "09:10"]]}, "fixed: [an, A, 09:10] does not begin with a slot"),
        ({"fixed": [["an", "A", "10:00"]]}, "fixed: [an, A, 10:00] does not begin with a slot"),
        ({"fixed": [["bo", "B", "09:00"]]}, "fixed: [bo, B, 09:00] is not a listed pair"),
        ({"fixed": [["an", "C", "09:00"]]}, "fixed: booth_id 'C' is not in booths.csv"),
        ({"fixed": [["an", "A", "09:00"], ["an", "A", "09:30"]]}, "fixed: [an, A, 09:30] is this person's second"),
        ({"fixed": [["an", "A", "09:00"], ["an", "A", "09:00"]]}, "fixed: [an, A, 09:00] is this person's second"),
        ({"fixed": [["an", "A", "09:00"], ["an", "B", "09:15"]]}, "fixed: [an, B, 09:15] is too near to another"),
        ({"fixed": [["an", "A", "09:00"], ["bo", "A", "09:00"]]}, "fixed: [bo, A, 09:00] needs one interviewer more"),
        ({"fixed": [["an", "A", "09:00"]], "bans": [["an", "A"]]}, "fixed: [an, A, 09:00] is banned too"),
    ],
)
def test_a_setting_that_cannot_be_used_is_refused_in_a_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], change: dict[str, Any], said: str
) -> None:
    lines = refused(tmp_path, capsys, HOURS | change)

    assert lines[0].startswith(f"settings.json:1: {said}")


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({"people": "person_id,leaves; an,09:15; bo,"}, "lies outside this person's arrival"),
        ({"booths": "booth_id,closes; A,09:30; B,"}, "lies outside this booth's hours"),
        ({"booths": "booth_id,breaks; A,09:30-10:00; B,"}, "lies outside this booth's hours or over one of its breaks"),
        ({"people": "person_id,most; an,0; bo,"}, "is one talk more than this person's most, 0"),
        ({"booths": "booth_id,most; A,0; B,"}, "is one talk more than this booth's most, 0"),
        ({"booths": "booth_id,interviewers; A,0; B,"}, "needs one interviewer more than the booth's 0"),
    ],
)
def test_a_fixed_talk_outside_the_rules_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], files: dict[str, str], said: str
) -> None:
    lines = refused(tmp_path, capsys, HOURS | {"fixed": [["an", "A", "09:30"]]}, **files)

    assert lines[0].startswith(f"settings.json:1: fixed: [an, A, 09:30] {said}")


def test_all_faults_of_all_files_are_told_at_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines = refused(
        tmp_path, capsys, HOURS | {"end": "24:60"}, people="person_id,most; an,x; bo,", booths="booth_id; A; A"
    )

    assert [line.split(":")[0] for line in lines] == ["booths.csv", "pairs.csv", "people.csv", "settings.json"]


def test_a_table_in_another_encoding_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = write_folder(tmp_path / "in", settings=HOURS, **TOY)
    (folder / "people.csv").write_bytes("person_id\nan\nbo\n张三\n".encode("gbk"))

    assert plan_folder(folder, tmp_path / "out", PARAMS) == 2
    assert capsys.readouterr().err.startswith("people.csv:4: is not UTF-8 text")


def test_the_folder_read_is_never_written_over(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = write_folder(tmp_path / "in", settings=HOURS, **TOY)
    people = (folder / "people.csv").read_bytes()

    assert plan_folder(folder, folder, PARAMS) == 2
    assert (folder / "people.csv").read_bytes() == people
    assert "would be overwritten" in capsys.readouterr().err


def test_no_settings_no_fair(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = write_folder(tmp_path / "in", **TOY)

    assert plan_folder(folder, tmp_path / "out", PARAMS) == 2
    assert capsys.readouterr().err.startswith("settings.json:1: there is no such file; it must give start")


def test_no_time_no_plan(tmp_path: Path) -> None:
    folder = write_folder(tmp_path / "in", settings=HOURS, **TOY)

    assert run_command(folder, tmp_path / "out", time_limit=0.001) == 4
    assert not (tmp_path / "out").exists()
    assert run_command(folder, tmp_path / "out", time_limit=-1) == 2
