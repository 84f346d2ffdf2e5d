"""The list of licences is the lock file's, and nothing in it is without one."""

from __future__ import annotations

from scripts.licences import LIST, page, pinned


def test_the_list_is_what_the_command_writes_today() -> None:
    assert LIST.read_text(encoding="utf-8") == page(), "run make licences"


def test_every_package_states_a_licence_and_what_it_is_for() -> None:
    rows = [line.split(" | ") for line in page().splitlines() if line.startswith("| ") and "==" not in line][2:]

    assert len(rows) == len(list(pinned())) > 60
    assert [row for row in rows if len(row[2].strip("* ")) < 3] == []
    assert {"| numpy", "| sqlalchemy"} <= {row[0] for row in rows if row[3].startswith("runs")}
    assert {"| pytest", "| ruff"} <= {row[0] for row in rows if row[3].startswith("builds")}
