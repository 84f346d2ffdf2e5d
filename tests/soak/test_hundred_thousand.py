"""A county's whole register: 100,000 rows in under a minute, at under a gigabyte."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
import xlsxwriter

from tests.data.importers.workbooks import HEADER, identity

ROWS = 100_000
SCRIPT = """
import json, resource, sys, time
from datetime import date
from pathlib import Path
from sqlalchemy.orm import Session
from data import database
from data.importers import bring_in

engine = database.connect(f"sqlite:///{sys.argv[2]}")
start = time.process_time()
with Session(engine) as session, session.begin():
    report = bring_in(session, Path(sys.argv[1]), today=date(2026, 2, 1))
seconds = time.process_time() - start  # other programs must not make this test fail
peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(json.dumps({"seconds": seconds, "peak_mb": peak_mb, "kept": report.kept, "rows_in": report.rows_in}))
"""


def write_register(path: Path, rows: int = ROWS) -> None:
    """Twelve columns, nobody twice: the sequence codes 996 to 999 of 25,000 birthdays."""
    header = (*HEADER, "期望工资", "可出发日期", "是否需要住宿", "能否夜班", "登记日期", "备注")
    with xlsxwriter.Workbook(str(path), {"constant_memory": True}) as book:
        sheet = book.add_worksheet("登记表")
        sheet.write_string(0, 0, "四川省广元市利州区2026年外出务工人员登记表")
        sheet.write_row(1, 0, header)
        for at in range(rows):
            born = f"{1960 + at // 4 // 336 % 45}{at // 4 // 28 % 12 + 1:02d}{at // 4 % 28 + 1:02d}"
            county = 510802 + at // 4 // 336 // 45
            row = [f"张{chr(0x4E00 + at % 5000)}", identity(at, born=born, county=county), f"154{at:08d}"]
            row += [
                f"第{at % 80}村",
                "焊工、叉车",
                "杭州、嘉兴",
                "5千到6千",
                "2月25日",
                "需要",
                "能",
                "2026-01-20",
                "做过三年",
            ]
            sheet.write_row(at + 2, 0, row)


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_a_hundred_thousand_rows_come_in_within_a_minute_and_a_gigabyte(tmp_path: Path, sqlite_template: Path) -> None:
    write_register(tmp_path / "register.xlsx")
    database = tmp_path / "registers.db"
    database.write_bytes(sqlite_template.read_bytes())

    done = subprocess.run(
        [sys.executable, "-c", SCRIPT, str(tmp_path / "register.xlsx"), str(database)],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    figures = json.loads(done.stdout)

    assert figures["kept"] == figures["rows_in"] == ROWS
    assert figures["peak_mb"] < 1000
    assert figures["seconds"] < 60
