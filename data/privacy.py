"""Personal data at rest: AES-GCM columns, keyed look-up hashes, masks, and the log of reads.

One 32-byte key stands above all. It comes from the environment variable ``GONGQIAO_KEY`` (base64) or from a
file only its owner may read, made by ``gongqiao init``. Without the key the columns cannot be read by anyone.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import math
import os
import secrets
import time
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from sqlalchemy import LargeBinary
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

from labor.errors import LaborError

KEY_VARIABLE = "GONGQIAO_KEY"
KEY_FILE_VARIABLE = "GONGQIAO_KEY_FILE"
DEFAULT_KEY_FILE = Path("var") / "gongqiao.key"
KEY_BYTES = 32
NONCE_BYTES = 12  # NIST SP 800-38D: the length GCM is made for
FORMAT_1 = b"\x01"  # first byte of a ciphertext of key 1
FORMAT_2 = b"\x02"  # of any other key, whose number follows in two bytes
KEY_NUMBERS = 1 << 16
RING = "gongqiao-keys 1"  # first line of a ring of several
LOOK_AGAIN_S = 1.0


class NoKey(LaborError):
    """The key of the personal data is missing, damaged, or not the one the data was written with."""


@dataclass(frozen=True)
class Keyring:
    """The working keys drawn from each master key, by its number: they seal and file; one finds and never changes.

    ``newest`` seals. A ring of one key is number 1, whose ciphertexts name no number.
    """

    sealing: Mapping[int, AESGCM]
    filing: Mapping[int, bytes]
    finding: bytes
    newest: int = 1

    @classmethod
    def of(cls, master: bytes) -> Keyring:
        """The ring of one key (HKDF-SHA256); raises NoKey unless ``master`` is 32 bytes."""
        return cls.of_ring({1: master}, finding_of(master), 1)

    @classmethod
    def of_ring(cls, masters: Mapping[int, bytes], finding: bytes, newest: int) -> Keyring:
        """The ring of several keys; raises NoKey for a key that is not 32 bytes."""
        for master in (*masters.values(), finding):
            _check_length(master)
        sealing = {number: AESGCM(_drawn(master, b"gongqiao sealing 1")) for number, master in masters.items()}
        filing = {number: _drawn(master, b"gongqiao filing 1") for number, master in masters.items()}
        return cls(sealing, filing, finding, newest)

    def fingerprint(self) -> str:
        """Tells two rings apart without telling either; the same before and after a change of keys."""
        return hmac.new(self.finding, b"fingerprint", hashlib.sha256).hexdigest()[:16]


def finding_of(master: bytes) -> bytes:
    """The key that finds, drawn from the first master key; a ring carries it on when that one is retired."""
    _check_length(master)
    return _drawn(master, b"gongqiao finding 1")


def _check_length(master: bytes) -> None:
    if len(master) != KEY_BYTES:
        raise NoKey(
            f"密钥应为 {KEY_BYTES} 字节（base64），现在是 {len(master)} / the key must be {KEY_BYTES} bytes (base64), "
            f"not {len(master)}"
        )


@dataclass(slots=True)
class _Held:
    """The process's ring, and the state of the file it was read from."""

    ring: Keyring
    path: Path | None = None
    stamp: tuple[int, int] = (0, 0)
    looked: float = 0.0


_held: list[_Held] = []  # a list so that no `global` is needed


def use(keyring: Keyring) -> None:
    """Hold this ring for the whole process (tests, and tools that bring their own)."""
    _held[:] = [_Held(keyring)]


def held() -> Keyring:
    """The process's ring: handed to ``use``, from the environment, or from the key file; raises NoKey.

    A key file that changed is read again within a second, so that all processes change keys together.
    """
    if not _held:
        _held.append(_found())
    mine = _held[0]
    if mine.path is not None and (now := time.monotonic()) - mine.looked > LOOK_AGAIN_S:
        mine.looked = now
        if _stamp(mine.path) not in (mine.stamp, None):
            _read_again(mine)
    return _held[0].ring


def look_again() -> None:
    """Look at the key file at the next use, for a process that has just changed it itself."""
    for mine in _held:
        mine.looked = -math.inf


def _read_again(mine: _Held) -> None:
    """Take up a changed file where it is a ring of the same registers; anything else is for the next start to tell."""
    with suppress(NoKey):
        fresh = _found()
        if fresh.ring.fingerprint() == mine.ring.fingerprint():
            _held[:] = [fresh]


def _stamp(path: Path) -> tuple[int, int] | None:
    try:
        state = path.stat()
    except OSError:  # between two names, or gone: go on with what is held
        return None
    return state.st_mtime_ns, state.st_ino


def make_key_file(path: Path = DEFAULT_KEY_FILE) -> bool:
    """Write a new random key readable by its owner alone; False where a key file already stands."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return False
    with os.fdopen(handle, "wb") as file:
        file.write(base64.b64encode(secrets.token_bytes(KEY_BYTES)) + b"\n")
    return True


def key_file() -> Path:
    """Where the key file is looked for."""
    return Path(os.environ.get(KEY_FILE_VARIABLE) or DEFAULT_KEY_FILE)


def _found() -> _Held:
    stated = os.environ.get(KEY_VARIABLE)
    if stated:
        return _Held(_read(stated, KEY_VARIABLE))
    path = key_file()
    if not path.is_file():
        raise NoKey(
            f"没有密钥：把密钥文件放回 {path}，或设置 {KEY_VARIABLE}；新单位运行 gongqiao init / "
            f"no key: bring {path} back, or set {KEY_VARIABLE}; a new office runs `gongqiao init`"
        )
    if os.name == "posix" and path.stat().st_mode & 0o077:
        raise NoKey(f"密钥 {path} 别人也能读，请运行 chmod 600 / {path} can be read by others: chmod 600 {path}")
    stamp = _stamp(path) or (0, 0)
    return _Held(_read(path.read_text(encoding="utf-8", errors="replace"), str(path)), path, stamp, time.monotonic())


def _read(text: str, source: str) -> Keyring:
    """One key in base64, or the lines of a ring."""
    if text.lstrip().startswith(RING):
        ring = Ring.read(text, source)
        return Keyring.of_ring(ring.masters, ring.finding, ring.newest)
    return Keyring.of(decoded(text, source))


def decoded(text: str, source: str) -> bytes:
    """The bytes of a key written in base64; raises NoKey."""
    try:
        return base64.b64decode(text.strip(), validate=True)
    except ValueError as error:
        raise NoKey(f"{source} 里不是 base64 写的密钥 / {source} does not hold a base64 key") from error


@dataclass(frozen=True, slots=True)
class Ring:
    """A ring as it is written down: numbered master keys, the one that seals, and the key that finds."""

    masters: Mapping[int, bytes]
    finding: bytes
    newest: int

    @classmethod
    def read(cls, text: str, source: str) -> Ring:
        """From a key file or variable, of either form (";" may stand for the end of a line); raises NoKey."""
        if not text.lstrip().startswith(RING):
            master = decoded(text, source)
            return cls({1: master}, finding_of(master), 1)
        masters: dict[int, bytes] = {}
        said: dict[str, str] = {}
        for line in text.replace(";", "\n").splitlines()[1:]:
            word, _, rest = line.strip().partition(" ")
            number, _, key = rest.partition(" ")
            if word == "key" and number.isdecimal() and 0 < int(number) < KEY_NUMBERS:
                masters[int(number)] = decoded(key, source)
            elif word:
                said[word] = rest
        newest = said.get("seal", "")
        if not newest.isdecimal() or int(newest) not in masters or "find" not in said:
            raise NoKey(f"{source} 里的密钥串不完整 / {source} holds a ring with parts missing")
        return cls(masters, decoded(said["find"], source), int(newest))

    def written(self) -> str:
        """The lines of the key file."""
        keys = [f"key {number} {base64.b64encode(master).decode()}" for number, master in sorted(self.masters.items())]
        find = f"find {base64.b64encode(self.finding).decode()}"
        return "\n".join([RING, find, *keys, f"seal {self.newest}", ""])


def _drawn(master: bytes, purpose: bytes) -> bytes:
    return HKDF(algorithm=hashes.SHA256(), length=KEY_BYTES, salt=None, info=purpose).derive(master)


def sealed_bytes(place: str, plain: bytes) -> bytes:
    """Seal with AES-GCM under the newest key; ``place`` is bound in and must be named to open it again."""
    nonce, ring = os.urandom(NONCE_BYTES), held()
    mark = FORMAT_1 if ring.newest == 1 else FORMAT_2 + ring.newest.to_bytes(2, "big")
    return mark + nonce + ring.sealing[ring.newest].encrypt(nonce, plain, place.encode())


def unsealed_bytes(place: str, value: bytes) -> bytes:
    """Open what ``sealed_bytes`` sealed; raises NoKey with another key, another place or a damaged value."""
    number = sealed_with(value)
    if number is None:
        raise NoKey(f"{place} 的内容格式不明 / {place} holds a value of an unknown format")
    at, ring = (1 if number == 1 and value[:1] == FORMAT_1 else 3), held()
    if number not in ring.sealing:
        raise _no_such_key(place, number)
    try:
        return ring.sealing[number].decrypt(value[at : at + NONCE_BYTES], value[at + NONCE_BYTES :], place.encode())
    except InvalidTag as error:
        raise NoKey(f"{place} 用这把密钥读不出来 / {place} cannot be read with this key") from error


def sealed_with(value: bytes) -> int | None:
    """The number of the key a value is sealed with; None for a value of no known format."""
    if value[:1] == FORMAT_1:
        return 1
    return int.from_bytes(value[1:3], "big") if value[:1] == FORMAT_2 else None


def file_cipher(salt: bytes, number: int) -> AESGCM:
    """The key of one sealed file, drawn from a key of the ring and the file's own salt; raises NoKey."""
    if number not in held().filing:
        raise _no_such_key("file", number)
    return AESGCM(_drawn(held().filing[number], b"gongqiao file 1" + salt))


def _no_such_key(place: str, number: int) -> NoKey:
    return NoKey(
        f"{place} 是用 {number} 号密钥加密的，这串密钥里没有它；请把它加回来 / "
        f"{place} was sealed with key {number}, which is not in this ring: bring it back"
    )


class Encrypted(TypeDecorator[str]):
    """Text sealed with AES-GCM; the column's name is bound in, so a value moved to another column is refused."""

    impl = LargeBinary
    cache_ok = True

    def __init__(self, column: str) -> None:
        super().__init__()
        self.column = column

    def process_bind_param(self, value: str | None, dialect: Dialect) -> bytes | None:  # noqa: ARG002
        """Seal on the way in."""
        if value is None:
            return None
        return sealed_bytes(self.column, value.encode())

    def process_result_value(self, value: bytes | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        """Open on the way out; raises NoKey with another key or a moved value."""
        if value is None:
            return None
        return unsealed_bytes(self.column, value).decode()


def blind_index(kind: str, value: str) -> str:
    """A keyed hash (128 bits, hex) that finds equal values of one kind without telling them.

    ``kind`` is "name", "phone" or "identity"; values are brought to one spelling first.
    """
    spelled = "".join(value.split()).upper()
    return hmac.digest(held().finding, f"{kind}\0{spelled}".encode(), "sha256").hex()[:32]


def second_index(name: str) -> str | None:
    """The hash of the one character ``masked_name`` hides, so that part of a name finds it; None for a lone character.

    What it leaks: docs/decisions/121-part-of-a-name.md.
    """
    return blind_index("second character", name[1]) if len(name) > 1 else None


def masked_name(name: str) -> str:
    """A name with one character hidden, as on a notice board: 张三 → 张*, 欧阳小明 → 欧*小明."""
    return name[:1] + "*" + name[2:] if len(name) > 1 else "*"


def masked_phone(phone: str) -> str:
    """138****5678."""
    return phone[:3] + "****" + phone[-4:] if len(phone) >= 11 else "****"


def masked_identity(number: str) -> str:
    """The last four alone: with region, birth date and these the whole number could be guessed."""
    return "*" * (len(number) - 4) + number[-4:] if len(number) > 4 else "****"


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads, when, and for what: one entry of the log."""

    name: str
    purpose: str
    now: datetime

    def entry(
        self, subject: str, fields: Iterable[str], *, subject_id: int | None = None, people: int = 1
    ) -> dict[str, object]:
        """The row of ``read_log`` that says so."""
        return {
            "read": self.now,
            "reader": self.name,
            "purpose": self.purpose,
            "subject": subject,
            "subject_id": subject_id,
            "fields": ",".join(fields)[:200],
            "people": people,
        }
