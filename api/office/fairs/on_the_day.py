"""What is typed at the door and pressed at a booth, and which minute of the fair it is."""

from __future__ import annotations

import re
from datetime import date, datetime

from pydantic import BaseModel, Field

from api.office.fairs.setting_up import minute_of
from api.planning.fair_days import Clocked
from data.importers.cells.phones import phones
from data.importers.cells.trades import trades
from data.registers.records import WorkerRecord
from data.views.fairs import FairLine
from labor.days import CHINA
from labor.errors import BadInput
from labor.words import Bilingual


class WalkInForm(BaseModel):
    """Somebody at the door who was not invited, as typed."""

    name: str = Field(max_length=40)
    phone: str = Field(default="", max_length=40)
    trade: str = Field(default="", max_length=80)
    village: str = Field(default="", max_length=60)
    channel: str = Field(default="", max_length=60)


def clocked(line: FairLine, at: str, *, today: date, now: datetime, by: str) -> Clocked:
    """The minute it is; on any other day than the fair's own, the one said or the fair's first: a rehearsal."""
    local = now.astimezone(CHINA)
    if is_rehearsal(line, now):
        minute = minute_of(at, Bilingual("时间", "time")) if at.strip() else line.fair.opens
    else:
        minute = local.hour * 60 + local.minute
    return Clocked(minute, now, today, by)


def is_rehearsal(line: FairLine, now: datetime) -> bool:
    """Whether it is not the fair's day by the clock."""
    return bool(now.astimezone(CHINA).date() != line.fair.day)


def record_of(form: WalkInForm, county: int) -> WorkerRecord:
    """Who walked in, as a record for the register. Raises BadInput for a name or phone that is none."""
    name = "".join(form.name.split())
    if not re.fullmatch(r"[\u3400-\u9fff·•]{2,20}|[A-Za-z·.' ]{2,40}", name):
        raise BadInput(f"姓名“{form.name}”请写全名 / “{form.name}” is no whole name")
    said = phones(form.phone)
    if said.fault or (form.phone.strip() and not said.value):
        raise BadInput(
            f"电话“{form.phone}”不对，请写11位手机号，没有就不填 / “{form.phone}”: write 11 digits, or nothing"
        )
    return WorkerRecord(
        name, phone=said.value[0] if said.value else "", county=county, village=form.village.strip(),
        trades=trades(form.trade).value.codes, text=form.trade.strip(), willing="yes",
    )  # fmt: skip
