"""A stream sealed in one file: useless without the key, and any byte changed, cut off or put behind it is noticed.

The first line says in the open what the file is and which key opens it. Then come frames, each AES-GCM under a key
of the file's own, with its number and whether it is the last one bound in (the STREAM construction of Hoang et al.).
"""

from __future__ import annotations

import json
import os
import struct
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, BinaryIO, Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from data.privacy import file_cipher, held
from labor.errors import BadInput

MAGIC: Final = b"gongqiao sealed 1 "
FRAME_BYTES: Final = 1 << 20
SALT_BYTES: Final = 32
HEADER_LIMIT: Final = 16_384
_SIZE: Final = struct.Struct(">I")


def damaged(path: Path) -> BadInput:
    """What is said of a file whose bytes are not those that were written."""
    return BadInput(
        f"{path.name} 已损坏、不完整或被改动过，没有恢复任何内容；请换一份备份 / "
        f"{path.name} is damaged, cut short or was changed, nothing was restored: take another backup"
    )


def write(path: Path, header: dict[str, Any], lines: Iterable[bytes]) -> int:
    """Write the lines compressed and sealed; a file half written has another name. Returns its bytes."""
    salt = os.urandom(SALT_BYTES)
    first = (
        MAGIC
        + json.dumps(header | {"salt": salt.hex(), "sealed_with": held().newest}, ensure_ascii=True).encode()
        + b"\n"
    )
    cipher = file_cipher(salt, held().newest)
    half = path.with_name(path.name + ".part")
    half.unlink(missing_ok=True)
    try:
        with os.fdopen(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(first)
            _write_frames(file, cipher, first, _compressed(lines))
            file.flush()
            os.fsync(file.fileno())
        half.replace(path)
    except BaseException:
        half.unlink(missing_ok=True)
        raise
    return path.stat().st_size


def header_of(path: Path) -> dict[str, Any]:
    """What the first line says; raises BadInput for a file of another kind."""
    with path.open("rb") as file:
        return _header(file.readline(HEADER_LIMIT), path)


def lines_of(path: Path) -> Iterator[bytes]:
    """The lines as they were written; raises BadInput where a byte differs, at the latest at the end."""
    with path.open("rb") as file:
        first = file.readline(HEADER_LIMIT)
        header = _header(first, path)
        cipher = file_cipher(bytes.fromhex(header["salt"]), header.get("sealed_with", 1))
        rest = b""
        for piece in _opened(file, cipher, first, path):
            *whole, rest = (rest + piece).split(b"\n")
            yield from whole
        if rest:
            raise damaged(path)


def _header(first: bytes, path: Path) -> dict[str, Any]:
    if not first.startswith(MAGIC):
        raise BadInput(
            f"{path.name} 不是工桥的备份文件，没有改动任何内容 / "
            f"{path.name} is no backup of Gongqiao, nothing was changed"
        )
    try:
        header: dict[str, Any] = json.loads(first[len(MAGIC) :])
        bytes.fromhex(header["salt"])
    except (ValueError, KeyError, TypeError) as error:
        raise damaged(path) from error
    return header


def _compressed(lines: Iterable[bytes]) -> Iterator[bytes]:
    """Frames of compressed text; the last one may be empty."""
    packer, waiting = zlib.compressobj(6), bytearray()
    for line in lines:
        waiting += packer.compress(line + b"\n")
        while len(waiting) > FRAME_BYTES:
            yield bytes(waiting[:FRAME_BYTES])
            del waiting[:FRAME_BYTES]
    waiting += packer.flush()
    for at in range(0, len(waiting), FRAME_BYTES):
        yield bytes(waiting[at : at + FRAME_BYTES])


def _write_frames(file: BinaryIO, cipher: AESGCM, first: bytes, frames: Iterator[bytes]) -> None:
    number, frame = 0, next(frames, b"")
    for after in frames:
        _write_frame(file, cipher.encrypt(_nonce(number, last=False), frame, first))
        number, frame = number + 1, after
    _write_frame(file, cipher.encrypt(_nonce(number, last=True), frame, first))


def _write_frame(file: BinaryIO, sealed: bytes) -> None:
    file.write(_SIZE.pack(len(sealed)) + sealed)


def _nonce(number: int, *, last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([last])


def _opened(file: BinaryIO, cipher: AESGCM, first: bytes, path: Path) -> Iterator[bytes]:
    unpacker, number, sealed = zlib.decompressobj(), 0, _read_frame(file, path)
    try:
        while sealed is not None:
            after = _read_frame(file, path)
            yield unpacker.decompress(cipher.decrypt(_nonce(number, last=after is None), sealed, first))
            number, sealed = number + 1, after
        if number == 0 or not unpacker.eof or unpacker.unused_data:
            raise damaged(path)
    except (InvalidTag, zlib.error) as error:
        raise damaged(path) from error


def _read_frame(file: BinaryIO, path: Path) -> bytes | None:
    """The next frame, None at the end of the file."""
    size = file.read(_SIZE.size)
    if not size:
        return None
    if len(size) < _SIZE.size or _SIZE.unpack(size)[0] > FRAME_BYTES + 64:
        raise damaged(path)
    sealed = file.read(_SIZE.unpack(size)[0])
    if len(sealed) < _SIZE.unpack(size)[0]:
        raise damaged(path)
    return sealed
