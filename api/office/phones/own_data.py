"""What a person may do with their own data from their own page: see it, put it right, take it along, end it."""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from sqlalchemy.orm import Session

from api.advice.recommending import forget_market
from api.office import rights as office_rights
from data.privacy import Reader
from data.registers import concerns
from data.rights import personal_rights
from data.rights.personal_rights import Told
from data.rounds import Signature
from data.tables import Worker
from data.views import own_page, personal
from labor.errors import BadInput

MOST_YUAN: Final = 100_000


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a person may put right themselves; names and numbers the office checks first."""

    near: Literal["near", "any"]
    least_pay: int
    lodging: bool
    night: Literal["yes", "no", "unknown"]
    willing: Literal["yes", "later", "no"]
    earliest: date | None = None


def wish(session: Session, worker_id: int, wishes: Wishes, by: Signature) -> None:
    """Keep what they wish from now on; raises BadInput for a pay nobody gets."""
    worker = session.get_one(Worker, worker_id)
    if not 0 <= wishes.least_pay <= MOST_YUAN:
        raise BadInput("最低工资请写一个月多少元，比如 5000 / write the least monthly pay in yuan, like 5000")
    worker.near_only = wishes.near == "near"
    worker.wage_wanted_fen = wishes.least_pay * 100 or None
    worker.lodging_needed = wishes.lodging
    worker.night_shift_ok = {"yes": True, "no": False, "unknown": None}[wishes.night]
    worker.willing, worker.earliest = wishes.willing, wishes.earliest
    if worker.latest and worker.earliest and worker.latest < worker.earliest:
        worker.latest = None
    worker.changed = by.now
    session.flush()
    forget_market()


def agree(session: Session, worker_id: int, employer_id: int, *, today: date, by: Signature) -> None:
    """Let one employer, named, have name and telephone; raises BadInput for one they said no yes to (PIPL 23)."""
    if employer_id not in {one.id for one in own_page.employers_said_yes_to(session, worker_id, today)}:
        raise BadInput("您还没有答应去这家 / you have not said yes to this employer")
    told = Told("employer", today, "page", by.by, by.now, employer_id)
    personal_rights.consent(session, worker_id, told)


def copy_file(session: Session, worker_id: int, reader: Reader) -> bytes:
    """Everything kept of them, in the open."""
    return office_rights.copy_file(session, worker_id, reader)


def all_kinds(session: Session, worker_id: int) -> None:
    """Every kind of work may be shown again."""
    concerns.welcome_again(session, worker_id)


def erase(session: Session, worker_id: int, digits: str, *, reader: Reader, by: Signature) -> None:
    """Forget them, after the last four digits of their telephone were typed again; raises BadInput for others."""
    phone = personal.of_worker(session, worker_id, reader).phone or ""
    if not phone or not hmac.compare_digest(phone[-4:].encode(), digits.strip().encode()):
        raise BadInput("后四位不对，没有删除 / the four digits are wrong, nothing was erased")
    office_rights.erase(session, worker_id, str(worker_id), reader=reader, by=by)
