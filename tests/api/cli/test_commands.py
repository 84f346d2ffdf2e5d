"""The command line: help in both languages, quick to load, honest exit codes."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from api.settings import language_of_locale


def gongqiao(*arguments: str, home: Path | None = None, **environment: str) -> subprocess.CompletedProcess[str]:
    surroundings = {name: value for name, value in os.environ.items() if not name.startswith(("GONGQIAO", "LC_"))}
    where = ["--home", str(home)] if home else []
    return subprocess.run(
        [sys.executable, "-c", "from api.cli import main; main()", *arguments, *where],
        env=surroundings | {"COLUMNS": "200", "GONGQIAO_LANG": "en"} | environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_help_speaks_both_languages_by_the_locale() -> None:
    assert "从 Excel 花名册到坐上客车的人" in gongqiao("--help", GONGQIAO_LANG="", LANG="zh_CN.UTF-8").stdout
    assert "From Excel registers" in gongqiao(
        "--help", GONGQIAO_LANG="", LANG="en_US.UTF-8"
    ).stdout or "from Excel" in (gongqiao("--help", GONGQIAO_LANG="", LANG="en_US.UTF-8").stdout)


def test_help_lists_every_command_and_the_exit_codes() -> None:
    told = gongqiao("--help").stdout

    for command in ("init", "import", "train", "plan", "explain", "audit", "export", "solve", "rank", "serve", "demo"):
        assert f" {command} " in told
    assert "2 bad input" in " ".join(told.split())


def test_help_comes_before_a_user_wonders() -> None:
    times = []
    for _ in range(3):
        started = time.process_time(), time.monotonic()
        gongqiao("--help")
        times.append(time.monotonic() - started[1])

    assert min(times) < 2.5  # one second on a quiet machine; these tests share theirs


def test_loading_the_commands_loads_no_solver_no_learner_and_no_web() -> None:
    names = ("ortools", "sklearn", "fastapi", "scipy")
    heavy = f"import sys; import api.cli.commands; print([name for name in {names} if name in sys.modules])"

    told = subprocess.run([sys.executable, "-c", heavy], capture_output=True, text=True, check=True)

    assert told.stdout.strip() == "[]"


def test_a_command_before_init_says_what_to_do_and_ends_with_two(tmp_path: Path) -> None:
    ended = gongqiao("train", home=tmp_path / "new")

    assert ended.returncode == 2
    assert "gongqiao init" in ended.stderr


def test_init_twice_keeps_the_key(tmp_path: Path) -> None:
    environment = {"GONGQIAO_KEY": ""}
    gongqiao("init", home=tmp_path / "office", **environment)
    key = (tmp_path / "office" / "gongqiao.key").read_bytes()
    again = gongqiao("init", home=tmp_path / "office", **environment)

    assert again.returncode == 0
    assert (tmp_path / "office" / "gongqiao.key").read_bytes() == key
    assert (tmp_path / "office" / "gongqiao.key").stat().st_mode & 0o077 == 0
    assert (tmp_path / "office").stat().st_mode & 0o077 == 0


def test_an_import_prints_what_became_of_the_rows(tmp_path: Path) -> None:
    gongqiao("init", home=tmp_path)
    (tmp_path / "村.csv").write_text("姓名,手机号,县区\n卫师傅,13911110004,利州区\n", encoding="utf-8")

    ended = gongqiao("import", str(tmp_path / "村.csv"), home=tmp_path)

    assert ended.returncode == 0
    assert "村.csv" in ended.stdout


def test_an_unreadable_file_ends_with_two_and_a_sentence(tmp_path: Path) -> None:
    gongqiao("init", home=tmp_path)
    (tmp_path / "照片.xlsx").write_bytes(b"\x89PNG\r\n\x1a\n" + b"0" * 64)

    ended = gongqiao("import", str(tmp_path / "照片.xlsx"), home=tmp_path)

    assert ended.returncode == 2
    assert "照片.xlsx" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_an_unknown_plan_ends_with_six(tmp_path: Path) -> None:
    gongqiao("init", home=tmp_path)

    assert gongqiao("audit", "77", home=tmp_path).returncode == 6


def test_a_rate_that_is_no_number_ends_with_two(tmp_path: Path) -> None:
    gongqiao("init", home=tmp_path)

    ended = gongqiao("plan", "2026-03-01", "2026-03-07", "--rate", "nan", home=tmp_path)

    assert ended.returncode == 2
    assert "Traceback" not in ended.stderr


def test_training_without_outcomes_says_so(tmp_path: Path) -> None:
    gongqiao("init", home=tmp_path)

    ended = gongqiao("train", home=tmp_path)

    assert ended.returncode == 2
    assert "no offer" in ended.stderr


@pytest.mark.parametrize(
    ("said", "language"),
    [
        ({"GONGQIAO_LANG": "en"}, "en"),
        ({"GONGQIAO_LANG": "zh", "LANG": "en_US.UTF-8"}, "zh"),
        ({"LANG": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "en_US.UTF-8"}, "en"),
        ({"LANG": "C.UTF-8"}, "zh"),
        ({}, "zh"),
    ],
)
def test_the_language_follows_the_locale_and_is_chinese_where_nothing_is_said(
    monkeypatch: pytest.MonkeyPatch, said: dict[str, str], language: str
) -> None:
    for name in ("GONGQIAO_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in said.items():
        monkeypatch.setenv(name, value)

    assert language_of_locale() == language


def test_the_office_says_its_county_once_and_in_words(tmp_path: Path) -> None:
    people = tmp_path / "名单.csv"
    people.write_text("姓名,电话,出生年月\n张春燕,15400000001,1990年5月\n", encoding="utf-8")

    unknown = gongqiao("init", home=tmp_path / "office")
    wrong = gongqiao("import", str(people), "--county", "威灵县", home=tmp_path / "office")
    brought = gongqiao("import", str(people), "--county", "威宁县", home=tmp_path / "office")
    known = gongqiao("init", home=tmp_path / "office")

    assert "will ask once" in unknown.stdout
    assert wrong.returncode == 2 and "no county is called 威灵县" in wrong.stderr
    assert brought.returncode == 0 and "own county: 贵州省毕节市威宁" in brought.stdout
    assert "own county: 贵州省毕节市威宁" in known.stdout


def test_questions_are_listed_and_one_answer_serves_alike_rows(tmp_path: Path) -> None:
    people = tmp_path / "名单.csv"
    people.write_text("姓名,电话,出生年月\n张春燕,15400000001,1990年5月\n李大国,15400000002,1991年5月\n", "utf-8")
    gongqiao("init", home=tmp_path / "office")
    gongqiao("import", str(people), home=tmp_path / "office")

    listed = gongqiao("questions", home=tmp_path / "office").stdout
    wrong = gongqiao("answer", "1", "keep", home=tmp_path / "office")
    given = gongqiao("answer", "1", "county", "威宁县", home=tmp_path / "office")

    assert "1. The home county is not known" in listed and "2 rows" in listed
    assert wrong.returncode == 2 and "no answer here" in wrong.stderr
    assert "2 rows registered, 0 wait" in given.stdout
    assert gongqiao("questions", home=tmp_path / "office").stdout.strip() == ""
