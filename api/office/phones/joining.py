"""Five fields from a poster: through the importer's own checks, counted under the poster's code."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from sqlalchemy.orm import Session

from data.importers.bringing import Sending, bring_in
from data.importers.cells.names import name
from data.importers.cells.phones import phones
from data.registers import personal_links, village_codes
from data.registers.personal_links import Making
from data.tables import SignUp, VillageCode
from data.tables.tenants import tenant_of
from labor.errors import BadInput

HEADERS: Final = (
    "姓名", "联系电话", "工种", "去哪里", "期望工资", "乡镇", "村", "是否愿意外出", "本人同意", "备注",
)  # fmt: skip
FIRST: Final = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class Five:
    """The five fields, whether a relative typed them, and the person's word that they may be kept."""

    name: str
    phone: str
    work: str
    near: bool
    least_pay: str
    by_relative: bool
    agreed: bool


@dataclass(frozen=True, slots=True)
class SignedUp:
    """What became of a sign-up: the secret of the new person's page and its link, or empty where it waits."""

    secret: str = ""
    code: str = ""


def join(session: Session, code: VillageCode, five: Five, *, today: date, now: datetime) -> SignedUp:
    """Register somebody who scanned a poster; raises BadInput with what to put right.

    Somebody who may be registered already is never let in by a name and a number: they get a link from the office.
    """
    _check(five)
    sending = Sending(
        _table(code, five), name=f"扫码登记 {code.name}.csv", sender=f"扫码 {code.code}", home=code.county
    )
    report = bring_in(session, sending, "workers", today=today)
    tally = report.tallies[0] if report.tallies else None
    if tally is None:
        raise BadInput("没读懂，请检查姓名和电话 / this could not be read: check name and telephone")
    faults = [fault for row in report.judged for fault in row.faults if row.outcome == "refused"]
    if faults:
        raise BadInput("; ".join(f"{fault.what.zh} / {fault.what.en}" for fault in faults[:2]))
    if not report.already:
        session.add(SignUp(village_code_id=code.id, import_id=tally.import_id, by_relative=five.by_relative, made=now))
    worker = village_codes.worker_of(session, tally.import_id) if tally.new == 1 and tally.kept == 1 else None
    if worker is None:
        return SignedUp()
    making = Making(f"扫码 {code.code}", now, now, now + FIRST)
    spelled = personal_links.make_for_worker(session, worker, making)
    tenant = tenant_of(session.connection())
    secret = personal_links.opened_by(session, spelled, now=now)
    return SignedUp(f"{tenant}-{secret}", f"{tenant}-{spelled}")


def _check(five: Five) -> None:
    """Name and telephone as the importer reads them must be one of each, whom else could a link be sent to?"""
    if not five.agreed:
        raise BadInput("要先答应登记才能继续 / agree to be registered first")
    called, numbers = name(five.name), phones(five.phone)
    if called.fault or len(called.value) != 1:
        raise BadInput("姓名请写一个人的，比如：王小明 / write the name of one person")
    if numbers.fault or len(numbers.value) != 1:
        raise BadInput("电话请写一个，手机是 11 位数字 / write one telephone number: 11 digits for a mobile")


def _table(code: VillageCode, five: Five) -> bytes:
    """The five fields as the table any office would send."""
    filled = io.StringIO()
    table = csv.writer(filled)
    table.writerow(HEADERS)
    said = "亲属代填" if five.by_relative else ""
    person, number, work, pay = (" ".join(said.split()) for said in (five.name, five.phone, five.work, five.least_pay))
    table.writerow(
        [
            person, number, work, "就近" if five.near else "", pay, code.township, code.village, "愿意", "同意", said,
        ]
    )  # fmt: skip
    return filled.getvalue().encode()
