"""Files aside: gone after a day, whether or not another comes."""

from __future__ import annotations

import os
import time
from pathlib import Path

from api.office import uploads


def test_what_nobody_imported_within_a_day_is_swept_away(tmp_path: Path) -> None:
    old, new = (uploads.put_aside(tmp_path, "名单.csv", b"x") for _ in range(2))
    os.utime(old.path, (0, time.time() - uploads.KEPT_S - 1))

    uploads.sweep(tmp_path)

    assert (old.path.exists(), new.path.exists()) == (False, True)


def test_sweeping_before_the_first_upload_does_nothing(tmp_path: Path) -> None:
    uploads.sweep(tmp_path / "uploads")

    assert not (tmp_path / "uploads").exists()
