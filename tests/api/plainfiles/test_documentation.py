from pathlib import Path

import pytest

from api.plainfiles import problem_files, settings_file, workers_file
from labor.plan import REASONS
from tests.api.plainfiles.folders import solve, write_folder

FORMATS = (Path(__file__).parents[3] / "docs/formats.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "name", [*workers_file.COLUMNS, *problem_files.POSTINGS, *problem_files.VEHICLES, *settings_file.KNOWN, *REASONS]
)
def test_every_column_setting_and_reason_is_documented(name: str) -> None:
    assert name in FORMATS


def test_the_first_folder_of_the_documentation_is_solved_as_it_says(tmp_path: Path) -> None:
    folder = write_folder(
        tmp_path / "in",
        workers="worker_id,group_id,origin; an,li,Guangyuan; bo,li,Guangyuan; chen,,Langzhong",
        postings="posting_id,openings,destination; sewing,2,Hangzhou; packing,1,Hangzhou",
        pairs="worker_id,posting_id,value; an,sewing,50; bo,sewing,40.5; chen,packing,30",
        vehicles="vehicle_id,origin,destination,seats,fixed_cost,min_load; coach,Guangyuan|Langzhong,Hangzhou,4,10,2",
    )

    answer = solve(folder)

    assert (answer.objective, answer.summary["status"]) == (110.5, "optimal")
    assert "net value 110.5" in FORMATS
