"""Codes of posters and brokers: whoever signs up by one is counted under it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from data.registers.accounts.secret_words import spoken
from data.tables import Import, SignUp, VillageCode, Worker
from labor.errors import BadInput, NotFound

LETTERS = 6


@dataclass(frozen=True, slots=True)
class Where:
    """Where a code hangs; whoever signs up by it is taken to live there."""

    name: str
    county: int
    township: str = ""
    village: str = ""


@dataclass(frozen=True, slots=True)
class CodeCount:
    """A code with what came by it: sign-ups, and how many of them are people new to the register."""

    code: VillageCode
    sign_ups: int
    new: int


def make(session: Session, where: Where, *, by: str, now: datetime) -> VillageCode:
    """A new code; raises BadInput without a name or a county."""
    if not where.name.strip() or not where.county:
        raise BadInput("请写贴在哪里，并选县区 / say where it hangs, and name the county")
    row = VillageCode(
        code=spoken(1, LETTERS), name=where.name.strip()[:60], county=where.county,
        township=where.township.strip()[:40], village=where.village.strip()[:40], made=now, made_by=by,
    )  # fmt: skip
    session.add(row)
    session.flush()
    return row


def found(session: Session, code: str) -> VillageCode:
    """The code of a poster that still hangs; raises NotFound."""
    row = session.scalars(
        select(VillageCode).where(VillageCode.code == code.strip().lower(), VillageCode.closed.is_(None))
    ).first()
    if row is None:
        raise NotFound("这个码没有了，请打电话给县里 / this code is no longer in use: please call the office")
    return row


def close(session: Session, code_id: int, *, now: datetime) -> None:
    """Nobody can sign up by it any more; what came by it stays counted. Raises NotFound."""
    row = session.get(VillageCode, code_id)
    if row is None:
        raise NotFound(f"没有 {code_id} 号码 / there is no code {code_id}")
    row.closed = row.closed or now
    session.flush()


def everywhere(session: Session) -> list[CodeCount]:
    """Every code with what came by it, those that hang first."""
    counted = (
        select(SignUp.village_code_id, func.count(SignUp.id), func.sum(Import.rows_new))
        .join(Import, Import.id == SignUp.import_id)
        .group_by(SignUp.village_code_id)
    )
    came = {code: (sign_ups, int(new or 0)) for code, sign_ups, new in session.execute(counted)}
    codes = session.scalars(select(VillageCode).order_by(VillageCode.closed.is_not(None), VillageCode.id.desc()))
    return [CodeCount(code, *came.get(code.id, (0, 0))) for code in codes]


def worker_of(session: Session, import_id: int) -> int | None:
    """The person an import of one row made."""
    return session.scalar(select(Worker.id).where(Worker.import_id == import_id).limit(1))
