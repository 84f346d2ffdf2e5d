"""Keys are changed while the service runs: nothing becomes unreadable, whenever the change is broken off."""

from __future__ import annotations

import base64
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from sqlalchemy import Engine, select, text
from sqlalchemy.orm import Session

from api.office import keys
from data import database, privacy
from data.database import backup, resealing, restoring
from data.privacy import NoKey, Ring
from data.tables import Worker, log_chain, read_log
from labor.errors import BadInput
from tests import every_table
from tests.builders import NOW, a_worker
from tests.conftest import TEST_KEY
from tests.data.database.test_backup import rows_of


@pytest.fixture
def key_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The tests' key as a file, as an office has it."""
    path = tmp_path / "gongqiao.key"
    path.touch(mode=0o600)
    path.write_text(base64.b64encode(TEST_KEY).decode())
    monkeypatch.delenv(privacy.KEY_VARIABLE)
    monkeypatch.setenv(privacy.KEY_FILE_VARIABLE, str(path))
    read_anew()
    return path


def read_anew() -> None:
    """As a process that starts."""
    privacy._held.clear()


def names(engine: Engine) -> list[str]:
    with Session(engine.execution_options(tenant=1)) as session:
        return list(session.scalars(select(Worker.name).order_by(Worker.id)))


def test_everything_is_sealed_with_the_new_key_and_the_old_one_put_away(
    owner: Engine, key_path: Path, tmp_path: Path
) -> None:
    every_table.fill(owner)
    before, mark = names(owner), privacy.held().fingerprint()
    (old,) = keys.states(owner)
    assert (old.number, old.seals) == (1, True) and old.values > 50

    assert keys.add() == 2
    changed = keys.rotate(owner, settle_s=0)
    keys.retire(owner, tmp_path / "uploads", 1, tmp_path / "away.key")
    read_anew()

    assert (changed, names(owner), privacy.held().fingerprint()) == (old.values, before, mark)
    assert [(one.number, one.seals, one.values) for one in keys.states(owner)] == [(2, True, old.values)]
    assert set(Ring.read(key_path.read_text(), "").masters) == {2}
    assert set(Ring.read((tmp_path / "away.key").read_text(), "").masters) == {1, 2}
    assert key_path.stat().st_mode & 0o777 == 0o600 == (tmp_path / "away.key").stat().st_mode & 0o777
    database.check_key(owner)


def test_only_sealed_values_change(owner: Engine, key_path: Path) -> None:
    every_table.fill(owner)
    before = rows_of(owner)
    keys.add()
    keys.rotate(owner, settle_s=0)

    after = rows_of(owner)
    for table, rows in before.items():
        for old, new in zip(sorted(rows, key=repr), sorted(after[table], key=repr), strict=True):
            kept = [cell for cell in old if not isinstance(cell, bytes)]
            assert kept == [cell for cell in new if not isinstance(cell, bytes)]


def test_a_running_process_takes_up_the_new_key_and_reads_both(engine: Engine, key_path: Path) -> None:
    with database.opened(engine) as session:
        a_worker(session, "先来的")
    running = privacy._held[0]
    keys.add()
    path, ring = keys._own_file()
    keys._keep(path, Ring(ring.masters, ring.finding, 2))
    privacy._held[:] = [running]
    running.looked -= 2

    with database.opened(engine) as session:
        a_worker(session, "后来的")

    assert names(engine) == ["先来的", "后来的"]
    assert dict(resealing.counted(engine)) == {1: 1, 2: 1}


def test_a_key_file_of_other_registers_is_not_taken_up_by_a_running_process(engine: Engine, key_path: Path) -> None:
    mark = privacy.held().fingerprint()
    key_path.write_text(base64.b64encode(bytes(32)).decode())
    privacy._held[0].looked -= 2

    assert privacy.held().fingerprint() == mark
    read_anew()
    with pytest.raises(NoKey, match="another key"):
        database.check_key(engine)


def test_the_log_still_holds_after_a_change_of_keys(engine: Engine, key_path: Path) -> None:
    with Session(engine) as session:
        read_log.write(session, [privacy.Reader("x", "为什么", NOW).entry("workers", ["name"])] * 3)
    keys.add()
    keys.rotate(engine, settle_s=0)

    with engine.connect() as connection:
        assert log_chain.breaks(connection, log_chain.heads(connection)) == []


def test_an_old_backup_opens_with_the_ring_put_away_and_not_without(
    owner: Engine, key_path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with database.opened(owner) as session:
        a_worker(session, "王小明")
    backup.write(owner, tmp_path / "old.backup", [], now=NOW)
    keys.add()
    keys.rotate(owner, settle_s=0)
    keys.retire(owner, tmp_path / "uploads", 1, tmp_path / "away.key")
    read_anew()

    with pytest.raises(NoKey, match="key 1, which is not in this ring"):
        restoring.read(owner, tmp_path / "old.backup", replace=True)

    monkeypatch.setenv(privacy.KEY_FILE_VARIABLE, str(tmp_path / "away.key"))
    read_anew()
    restoring.read(owner, tmp_path / "old.backup", replace=True)
    assert names(owner) == ["王小明"]


def test_a_key_still_needed_is_not_put_away(engine: Engine, key_path: Path, tmp_path: Path) -> None:
    with database.opened(engine) as session:
        a_worker(session)
    keys.add()
    with pytest.raises(BadInput, match="waiting already"):
        keys.add()
    with pytest.raises(BadInput, match="not in the ring"):
        keys.retire(engine, tmp_path, 7, tmp_path / "away")
    keys.rotate(engine, settle_s=0)
    with pytest.raises(BadInput, match="the one that seals"):
        keys.retire(engine, tmp_path, 2, tmp_path / "away")
    uploads = tmp_path / "uploads"
    uploads.mkdir()
    (uploads / "waiting").write_bytes(privacy.FORMAT_1 + b"x" * 40)
    with pytest.raises(BadInput, match="1 values are still sealed with key 1"):
        keys.retire(engine, uploads, 1, tmp_path / "away")


def test_a_ring_in_the_environment_is_changed_there(
    engine: Engine, key_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with database.opened(engine) as session:
        a_worker(session, "王小明")
    keys.add()
    _, ring = keys._own_file()
    told = Ring(ring.masters, ring.finding, 2).written().strip().replace("\n", ";")
    monkeypatch.setenv(privacy.KEY_VARIABLE, told)
    read_anew()

    with pytest.raises(BadInput, match="change it there"):
        keys.add()
    assert keys.rotate(engine, settle_s=0) == 1
    assert names(engine) == ["王小明"]


@pytest.mark.parametrize("lines", ["", "find AAAA\nseal 1", "key 1 AAAA\nseal 1", "key 0 AAAA", "key 2 !", "seal 9"])
def test_a_ring_with_parts_missing_is_refused(lines: str) -> None:
    with pytest.raises(NoKey):
        privacy._read(f"{privacy.RING}\n{lines}", "the file")


ROTATING = (
    "from api.office import keys; from data import database; import sys; "
    "keys.rotate(database.connect(sys.argv[1]), settle_s=0)"
)


def test_killed_at_any_moment_the_change_is_done_again_and_completes(engine: Engine, key_path: Path) -> None:
    with database.opened(engine) as session:
        for at in range(1_200):
            a_worker(session, f"王{at}", phone=f"138{at:08d}")
    before = names(engine)
    keys.add()
    address = engine.url.render_as_string(hide_password=False)
    for wait in (0.0, 0.02, 0.05):
        process = subprocess.Popen([sys.executable, "-c", ROTATING, address], env=os.environ)
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline and "seal 2" not in key_path.read_text():
            time.sleep(0.01)
        while time.monotonic() < deadline and not resealing.counted(engine)[2] and process.poll() is None:
            time.sleep(0.01)
        time.sleep(wait)
        process.send_signal(signal.SIGKILL)
        process.wait()
        read_anew()
        assert names(engine) == before

    keys.rotate(engine, settle_s=0)

    assert set(resealing.counted(engine)) == {2}
    assert names(engine) == before
    with engine.connect() as connection:
        assert connection.scalar(text("SELECT count(*) FROM workers")) == 1_200
