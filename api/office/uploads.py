"""Files on their way in: kept aside, sealed, under a random name until they are imported, a day at most."""

from __future__ import annotations

import json
import os
import re
import secrets
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from data.privacy import sealed_bytes, unsealed_bytes
from labor.errors import BadInput, NotFound

KEPT_S: Final = 24 * 3600
TOKEN: Final = re.compile(r"[0-9a-f]{32}")
PURPOSE: Final = "uploads"
PASTED: Final = "接龙.txt"


@dataclass(frozen=True, slots=True)
class Upload:
    """One file aside; ``name`` is what the sender called it."""

    token: str
    name: str
    path: Path
    kind: str

    @property
    def content(self) -> bytes:
        """The file as it was sent; raises NoKey with another key."""
        return unsealed_bytes(PURPOSE, self.path.read_bytes())


def put_aside(folder: Path, name: str, content: bytes, *, kind: str = "") -> Upload:
    """Keep a file aside, sealed and readable by its owner alone; raises BadInput for an empty one."""
    if not content.strip():
        raise BadInput("文件是空的，请检查后重新选择 / the file is empty: check it and choose again")
    folder.mkdir(parents=True, exist_ok=True)
    sweep(folder)
    token = secrets.token_hex(16)
    path = folder / token
    note = json.dumps({"name": _plain(name), "kind": kind}).encode()
    try:
        for target, plain in ((path, content), (_note(path), note)):
            with os.fdopen(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
                file.write(sealed_bytes(PURPOSE, plain))
    except OSError:  # a full disk: half a file is nobody's
        for target in (path, _note(path)):
            target.unlink(missing_ok=True)
        raise
    return Upload(token, _plain(name), path, kind)


def find(folder: Path, token: str) -> Upload:
    """A file put aside; raises NotFound once it is imported, swept away, or never was."""
    path = folder / token
    if not TOKEN.fullmatch(token) or not path.is_file():
        raise NotFound("这个文件已导入或已过期,请重新上传 / this file is imported or gone: upload it again")
    note = json.loads(unsealed_bytes(PURPOSE, _note(path).read_bytes()))
    return Upload(token, note["name"], path, note["kind"])


def became(folder: Path, token: str) -> int | None:
    """The import a file has become, for who presses twice; None while it waits, or once that is forgotten too."""
    note = _note(folder / token)
    if not TOKEN.fullmatch(token) or not note.is_file():
        return None
    number = json.loads(unsealed_bytes(PURPOSE, note.read_bytes())).get("import")
    return None if number is None else int(number)


def taken_in(upload: Upload, import_id: int) -> None:
    """Remove a file that was imported; what it became is remembered for a day."""
    kept = sealed_bytes(PURPOSE, json.dumps({"import": import_id}).encode())
    upload.path.unlink(missing_ok=True)
    _note(upload.path).write_bytes(kept)


def let_go(upload: Upload) -> None:
    """Remove a file: it holds personal data nobody needs any more."""
    for path in (upload.path, _note(upload.path)):
        path.unlink(missing_ok=True)


def _note(path: Path) -> Path:
    return path.with_name(path.name + ".json")


def _plain(name: str) -> str:
    """The file's own name, without the folders and control signs a sender may put in it."""
    return re.sub(r"[\x00-\x1f]", "", name.replace("\\", "/").rpartition("/")[2])[:120] or "file"


def sweep(folder: Path) -> None:
    """Remove what nobody imported within a day, in the folders of tenants too; a folder not there yet holds nothing."""
    for path in folder.rglob("*") if folder.is_dir() else ():
        if path.is_file() and time.time() - path.stat().st_mtime > KEPT_S:
            path.unlink(missing_ok=True)
