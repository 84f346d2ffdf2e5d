"""The change of keys: one is added, everything is sealed with it, the old one is put away."""

from __future__ import annotations

import os
import secrets
import time
from collections import Counter
from dataclasses import dataclass, replace
from pathlib import Path

from sqlalchemy import Engine

from data.database import resealing
from data.privacy import KEY_BYTES, KEY_VARIABLE, LOOK_AGAIN_S, Ring, held, key_file, look_again, sealed_with
from labor.errors import BadInput


@dataclass(frozen=True, slots=True)
class KeyState:
    """One key of the ring: whether it seals, and how many values it holds."""

    number: int
    seals: bool
    values: int


def states(engine: Engine) -> list[KeyState]:
    """The keys of the ring, oldest first."""
    counted = resealing.counted(engine)
    return [KeyState(number, number == held().newest, counted[number]) for number in sorted(held().sealing)]


def add() -> int:
    """A new random key at the end of the ring; nothing is sealed with it yet. Its number; raises BadInput."""
    path, ring = _own_file()
    waiting = [number for number in ring.masters if number > ring.newest]
    if waiting:
        raise BadInput(
            f"{waiting[0]} 号密钥已加好，还没有用；请运行 gongqiao key rotate / "
            f"key {waiting[0]} is waiting already: run gongqiao key rotate"
        )
    number = max(ring.masters) + 1
    _keep(path, replace(ring, masters={**ring.masters, number: secrets.token_bytes(KEY_BYTES)}))
    return number


def rotate(engine: Engine, *, settle_s: float = 2 * LOOK_AGAIN_S) -> int:
    """Seal with the newest key of the ring from now on, then all that stands; returns how many values were changed.

    Before that it waits until every process has read the file again. Broken off at any moment it is done again, and
    goes on.
    """
    if not os.environ.get(KEY_VARIABLE):
        path, ring = _own_file()
        if ring.newest != max(ring.masters):
            _keep(path, replace(ring, newest=max(ring.masters)))
        time.sleep(settle_s)
        look_again()
    return resealing.reseal(engine)


def retire(engine: Engine, uploads: Path, number: int, away: Path) -> None:
    """Take a key out of the ring into a file of its own, for old backups; raises BadInput while anything needs it."""
    path, ring = _own_file()
    if number not in ring.masters or number == ring.newest:
        raise BadInput(
            f"{number} 号不在密钥串里，或正在使用，不能收起 / key {number} is not in the ring, or is the one that seals"
        )
    left = resealing.counted(engine)[number] + _waiting(uploads)[number]
    if left:
        raise BadInput(
            f"还有 {left} 处内容是用 {number} 号密钥加密的；请先运行 gongqiao key rotate（待导入的文件一天后清除）/ "
            f"{left} values are still sealed with key {number}: run gongqiao key rotate first "
            "(uploads that wait go after a day)"
        )
    if away.exists():
        raise BadInput(f"{away} 已存在，没有覆盖 / {away} is there already and was left alone")
    _keep(away, ring)
    _keep(path, replace(ring, masters={one: key for one, key in ring.masters.items() if one != number}))


def _waiting(uploads: Path) -> Counter[int]:
    found = uploads.rglob("*") if uploads.is_dir() else ()
    return Counter(sealed_with(path.read_bytes()[:3]) or 0 for path in found if path.is_file())


def _own_file() -> tuple[Path, Ring]:
    """The key file and what it says; raises BadInput where the ring comes from the environment."""
    if os.environ.get(KEY_VARIABLE):
        raise BadInput(
            f"密钥来自环境变量 {KEY_VARIABLE}：请在那里改（写法见 docs/operations.md），再重启服务 / "
            f"the ring comes from {KEY_VARIABLE}: change it there (docs/operations.md), then restart the service"
        )
    held()  # refuses a missing or an open file with its sentence
    return key_file(), Ring.read(key_file().read_text(encoding="utf-8"), str(key_file()))


def _keep(path: Path, ring: Ring) -> None:
    """Put a ring in the place of another: whole or not at all, whatever happens to the machine meanwhile."""
    half = path.with_name(f"{path.name}.{secrets.token_hex(4)}.part")
    with os.fdopen(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        file.write(ring.written())
        file.flush()
        os.fsync(file.fileno())
    half.replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
