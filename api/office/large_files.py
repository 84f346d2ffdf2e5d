"""A large file is looked at and brought in by a process of its own, so that no page waits for its rows.

Why not a thread of the server: docs/decisions/240-large-files-in-a-process-of-their-own.md.
"""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

from api.office.uploads import Upload
from data.privacy import KEY_FILE_VARIABLE, key_file
from labor.errors import BadInput

LARGE_BYTES: Final = 500_000  # about 5,000 rows: what takes a thread of the server longer than a page may wait

_working: set[subprocess.Popen[bytes]] = set()


@dataclass(frozen=True, slots=True)
class FileErrand:
    """What the other process is to do with a file put aside: ``look`` at it, or bring it in."""

    look: bool
    database: str
    tenant: int
    folder: Path
    token: str
    kind: str | None
    form: Mapping[str, str]
    today: date
    by: str
    unit: int | None = None


def is_large(upload: Upload) -> bool:
    """Whether a file has so many rows that reading them here would make pages wait."""
    return upload.path.stat().st_size > LARGE_BYTES


def done_elsewhere(errand: FileErrand) -> Any:
    """What a process of its own makes of the file; its errors are raised here. Raises BadInput where it fell over."""
    process = subprocess.Popen(
        [sys.executable, "-m", "api.office.large_file_process"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=os.environ | {KEY_FILE_VARIABLE: str(key_file().resolve())},
    )
    assert process.stdin is not None and process.stdout is not None
    _working.add(process)
    try:
        process.stdin.write(pickle.dumps(errand))
        process.stdin.flush()  # left open: that it closes tells the other side that we are gone
        answer = process.stdout.read()
    finally:
        _working.discard(process)
        process.kill()
        process.wait()
        process.stdin.close()
        process.stdout.close()
    if not answer:
        raise BadInput(
            "导入中断了；已入库的行保留，请重新发送这个文件，会接着导入 / the import was broken off; "
            "what it kept stands: send the file again, and it goes on from there"
        )
    good, result = pickle.loads(answer)  # noqa: S301 - written by our own process
    if not good:
        raise result
    return result


def end_all() -> None:
    """End what is under way: the server is leaving. Sending a file again takes it up where it stood."""
    for process in list(_working):
        process.kill()
