"""The door for telephones: a link's code and the last four digits of the telephone open one person's page."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import Engine

from api.office.accounts.attempts import Attempts
from data.database import opened
from data.database.tenants.register import of_tenant
from data.registers import personal_links
from data.registers.personal_links import LetIn
from labor.errors import NotSignedIn
from labor.viewers import Viewer

# 1-abcdefghjkmnpqrs: whose office it is of, and what nobody guesses. Said before the rows may be looked at.
_SECRET: Final = re.compile(r"([0-9]{1,6})-([A-Za-z0-9_-]{8,80})")
_DIGITS: Final = re.compile(r"[0-9]{4}")
NO_OFFICE: Final = 0  # owns nothing


@dataclass(frozen=True, slots=True)
class Knock:
    """What was typed at the door, and where from."""

    code: str
    digits: str
    address: str


def let_in(engine: Engine, attempts: Attempts, knock: Knock, *, now: datetime) -> str | None:
    """The secret to keep in the telephone; one and the same None for whatever was wrong, and for too many tries."""
    tenant, letters = _parted(knock.code.strip().lower())
    if not attempts.link(f"{tenant}-{letters}", knock.address):
        return None
    digits = knock.digits.strip()
    with opened(of_tenant(engine, tenant)) as session:
        secret = personal_links.let_in(session, letters, digits if _DIGITS.fullmatch(digits) else "", now=now)
    if secret is None:
        attempts.link_wrong(knock.address)
        return None
    attempts.link_right(f"{tenant}-{letters}")
    return f"{tenant}-{secret}"


def viewer_of(engine: Engine, kept: str, *, now: datetime) -> Viewer:
    """Whose page a telephone may see, and no other row; raises NotSignedIn."""
    tenant, secret = _parted(kept)
    with opened(of_tenant(engine, tenant)) as session:
        found = personal_links.found(session, secret, now=now)
    if found is None:
        raise NotSignedIn("请重新打开您的链接 / open your link again")
    return Viewer(
        _called(found), found.role, tenant, None, None, worker_id=found.worker_id if found.role == "worker" else None,
        batch_id=found.batch_id,
    )  # fmt: skip


def close(engine: Engine, kept: str) -> None:
    """Forget this telephone."""
    tenant, secret = _parted(kept)
    with opened(of_tenant(engine, tenant)) as session:
        personal_links.end(session, secret)


def _called(found: LetIn) -> str:
    """What the logs write: the person alone reads their own page."""
    return f"本人 {found.worker_id}" if found.role == "worker" else f"{found.name} ({found.role})"


def _parted(said: str) -> tuple[int, str]:
    parts = _SECRET.fullmatch(said)
    return (int(parts[1]), parts[2]) if parts else (NO_OFFICE, "")
