"""What a person may ask of the office, as forms bring it: consent, withdrawal, a copy, erasure, no ranking."""

from __future__ import annotations

import json
from datetime import date
from typing import Literal

from pydantic import BaseModel
from sqlalchemy.orm import Session

from api.advice.recommending import forget_market
from data.privacy import Reader
from data.rights import personal_rights
from data.rights.personal_rights import Told
from data.rounds import Signature, manual_changes, round_of
from data.tables import Employer, Worker
from data.views import personal, rights
from labor.errors import BadInput, NotFound


class ConsentForm(BaseModel):
    """A consent heard on the telephone or face to face; 0 names no employer."""

    day: date
    channel: Literal["phone", "in_person"]
    purpose: Literal["register", "employer", "transport", "insurer"] = "employer"
    employer: int = 0

    def told(self, by: Signature, today: date) -> Told:
        """The entry to make; raises BadInput for a day to come or an employer not named (PIPL 23)."""
        if self.day > today:
            raise BadInput(f"日期 {self.day} 还没到 / {self.day} is yet to come")
        if (self.purpose == "employer") != (self.employer > 0):
            raise BadInput(
                "给用人单位的同意要写明是哪一家，其他用途不写单位 / "
                "a consent to hand data to an employer names which one; other purposes name none"
            )
        return Told(self.purpose, self.day, self.channel, by.by, by.now, self.employer or None)


class RoundForm(ConsentForm):
    """The same for several people of one employer: ``agreed`` says that each was asked and said yes."""

    agreed: Literal["yes"]
    worker: list[int]


def record(session: Session, worker_id: int, told: Told) -> None:
    """Write down one consent; raises NotFound for an employer not in the register."""
    if told.employer_id is not None and session.get(Employer, told.employer_id) is None:
        raise NotFound(f"没有 {told.employer_id} 号用人单位 / there is no employer {told.employer_id}")
    personal_rights.consent(session, worker_id, told)


def record_for_round(session: Session, round_id: int, workers: list[int], told: Told) -> None:
    """Write down the consents of people who said yes to a posting of this employer; all of them or none."""
    round_of(session, round_id)
    waiting = {one.employer_id: one.people for one in rights.lacking(session, round_id)}
    known = {worker for worker, _ in waiting.get(told.employer_id or 0, ())}
    if not set(workers) <= known:
        raise BadInput(
            "名单里有人没说“去”、撤回过同意或已经记过，请刷新页面 / "
            "somebody on the list has not said yes, withdrew, or is written down already: reload the page"
        )
    for worker in workers:
        personal_rights.consent(session, worker, told)


def copy_file(session: Session, worker_id: int, reader: Reader) -> bytes:
    """Everything kept of one person as JSON, in the open; logged as read."""
    found = personal_rights.copy_of(session, worker_id, reader)
    return json.dumps(found, ensure_ascii=False, indent=2, default=str).encode()


def rank(session: Session, worker_id: int, *, personally: bool, by: Signature) -> None:
    """Allow or end ranking postings by this person's own data (PIPL 24)."""
    worker = session.get(Worker, worker_id)
    if worker is None:
        raise NotFound(f"工人 {worker_id} 不在登记册里 / no worker {worker_id} in the register")
    worker.personal_ranking, worker.changed = personally, by.now


def erase(session: Session, worker_id: int, typed: str, *, reader: Reader, by: Signature) -> None:
    """Forget a person whose register number was typed again; out of every round yet to leave, and logged."""
    if typed.strip() != str(worker_id):
        raise BadInput(f"要删除请再填一遍编号 {worker_id} / to erase, type the register number {worker_id} again")
    for round_id in rights.live_rounds(session, worker_id):
        manual_changes.drop_out(session, round_id, worker_id, signature=by)
    personal_rights.erase(session, worker_id, signature=by)
    personal.log(session, reader.entry("workers", ["erased"], subject_id=worker_id))
    forget_market()
