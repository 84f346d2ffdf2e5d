"""Personal data at rest: AES-GCM columns, keyed look-up hashes, masks, and the log of reads.

One 32-byte key stands above all. It comes from the environment variable ``GONGQIAO_KEY`` (base64) or from a
file only its owner may read, made by ``gongqiao init``. Without the key the columns cannot be read by anyone.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
import secrets
from collections.abc import Iterable
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
WORKING_KEYS = ("sealing", "finding", "filing")
FORMAT_1 = b"\x01"  # first byte of every ciphertext, so that a later format can stand beside this one


class NoKey(LaborError):
    """The key of the personal data is missing, damaged, or not the one the data was written with."""


@dataclass(frozen=True)
class Keyring:
    """The working keys drawn from the one master key: one seals, one finds, one draws the keys of sealed files."""

    sealing: AESGCM
    finding: bytes
    filing: bytes

    @classmethod
    def of(cls, master: bytes) -> Keyring:
        """Draw the working keys (HKDF-SHA256); raises NoKey unless ``master`` is 32 bytes."""
        if len(master) != KEY_BYTES:
            raise NoKey(f"the key must be {KEY_BYTES} bytes (base64), not {len(master)}")
        sealing, finding, filing = (_drawn(master, f"gongqiao {use} 1".encode()) for use in WORKING_KEYS)
        return cls(AESGCM(sealing), finding, filing)

    def fingerprint(self) -> str:
        """Tells two keys apart without telling either."""
        return hmac.new(self.finding, b"fingerprint", hashlib.sha256).hexdigest()[:16]


_held: list[Keyring] = []  # the process's key, read once; a list so that no `global` is needed


def use(keyring: Keyring) -> None:
    """Hold this key for the whole process (tests, and tools that bring their own)."""
    _held[:] = [keyring]


def held() -> Keyring:
    """The process's key: handed to ``use``, from the environment, or from the key file; raises NoKey."""
    if not _held:
        _held.append(Keyring.of(_found_master()))
    return _held[0]


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


def _found_master() -> bytes:
    stated = os.environ.get(KEY_VARIABLE)
    if stated:
        return _decoded(stated.encode(), KEY_VARIABLE)
    path = key_file()
    if not path.is_file():
        raise NoKey(f"no key: set {KEY_VARIABLE}, or run `gongqiao init` to make {path}")
    if os.name == "posix" and path.stat().st_mode & 0o077:
        raise NoKey(f"{path} can be read by others: chmod 600 {path}")
    return _decoded(path.read_bytes(), str(path))


def _decoded(text: bytes, source: str) -> bytes:
    try:
        return base64.b64decode(text.strip(), validate=True)
    except ValueError as error:
        raise NoKey(f"{source} does not hold a base64 key") from error


def _drawn(master: bytes, purpose: bytes) -> bytes:
    return HKDF(algorithm=hashes.SHA256(), length=KEY_BYTES, salt=None, info=purpose).derive(master)


def sealed_bytes(place: str, plain: bytes) -> bytes:
    """Seal with AES-GCM under the process's key; ``place`` is bound in and must be named to open it again."""
    nonce = os.urandom(NONCE_BYTES)
    return FORMAT_1 + nonce + held().sealing.encrypt(nonce, plain, place.encode())


def unsealed_bytes(place: str, value: bytes) -> bytes:
    """Open what ``sealed_bytes`` sealed; raises NoKey with another key, another place or a damaged value."""
    nonce, sealed = value[1 : 1 + NONCE_BYTES], value[1 + NONCE_BYTES :]
    if value[:1] != FORMAT_1:
        raise NoKey(f"{place} holds a value of an unknown format")
    try:
        return held().sealing.decrypt(nonce, sealed, place.encode())
    except InvalidTag as error:
        raise NoKey(f"{place} cannot be read with this key") from error


def file_cipher(salt: bytes) -> AESGCM:
    """The key of one sealed file, drawn from the process's key and the file's own salt."""
    return AESGCM(_drawn(held().filing, b"gongqiao file 1" + salt))


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
