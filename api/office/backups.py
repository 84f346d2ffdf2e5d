"""A whole office into one sealed file, and back: its tables and its trained models."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from sqlalchemy import Engine

from api.settings import Settings
from data.database import backup, restoring


def write(engine: Engine, settings: Settings, path: Path, *, now: datetime) -> backup.Written:
    """Write everything that cannot be made anew; what does not go along is named in docs/operations.md."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    return backup.write(engine, path, _models(settings.models), now=now)


def read(engine: Engine, settings: Settings, path: Path, *, replace: bool) -> restoring.Restored:
    """Bring everything back; models are put in place once the tables stand."""
    restored = restoring.read(engine, path, replace=replace)
    for name, content in restored.files.items():
        _put(settings.models / Path(name).name, content)
    return restored


def _models(folder: Path) -> Iterator[tuple[str, bytes]]:
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        if path.is_file() and not path.name.endswith(".part"):
            yield path.name, path.read_bytes()


def _put(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    half = path.with_name(path.name + ".part")
    half.write_bytes(content)
    half.replace(path)
