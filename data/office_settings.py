"""What an office sets about itself: the name, numbers and address that stand on papers and in messages."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Final
from urllib.parse import urlsplit

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from data.rounds.unconfirmed_postings import FRESH_DAYS
from data.tables import Setting, Tenant
from data.tables.regions import regions
from data.tables.tenants import tenant_of
from labor.errors import BadInput

HOTLINE: Final = "12333"  # the national labor and social security line, until an office states its own
LONGEST_FRESH_DAYS: Final = 60
_NUMBER: Final = re.compile(r"[0-9][0-9 \-、/转]{2,39}")


@dataclass(frozen=True, slots=True)
class OfficeSettings:
    """The settings of one office; refuses what could not stand on a slip. Empty means not set."""

    office_name: str = ""
    hotline: str = HOTLINE
    receiving_hotline: str = HOTLINE
    public_url: str = ""
    order_fresh_days: int = FRESH_DAYS
    county: int = 0  # GB/T 2260: the home of people whose list names none

    def __post_init__(self) -> None:
        if len(self.office_name) > 60 or re.search(r"[\x00-\x1f<>]", self.office_name):
            raise BadInput("单位名称最多 60 个字，不能有换行和尖括号 / an office's name is at most 60 plain characters")
        for number in (self.hotline, self.receiving_hotline):
            if not _NUMBER.fullmatch(number):
                raise BadInput(
                    f"“{number}”不是电话号码，请只写数字和短横 / {number} is no telephone number: digits and dashes"
                )
        _check_county(self.county)
        if self.public_url:
            _check_address(self.public_url)
        if not 1 <= self.order_fresh_days <= LONGEST_FRESH_DAYS:
            raise BadInput(
                f"核实的有效天数是 1 到 {LONGEST_FRESH_DAYS} 天 / "
                f"an employer's word is good for 1 to {LONGEST_FRESH_DAYS} days"
            )


def county_of(session: Session) -> int:
    """The office's own county, 0 until it is told."""
    said = session.scalar(select(Setting.value).where(Setting.name == "county"))
    return int(said) if said else 0


def keep_county(session: Session, county: int, *, now: datetime) -> None:
    """Write down the office's own county (GB/T 2260); raises BadInput for a code that is none."""
    _check_county(county)
    session.merge(Setting(name="county", value=county, changed=now))
    session.flush()


def _check_county(code: int) -> None:
    if code and (code not in regions() or not code % 10000):
        raise BadInput(f"{code} 不是县区代码 / {code} is no county code")


def _check_address(address: str) -> None:
    try:
        found = urlsplit(address)
        sound = found.scheme in ("http", "https") and bool(found.hostname) and found.port != 0
    except ValueError:
        sound = False
    if not sound or found.query or found.fragment or found.username or len(address) > 120 or re.search(r"\s", address):
        raise BadInput(
            f"“{address[:60]}”不是网址，请写成 https://gongqiao.example.cn / "
            f"{address[:60]} is no web address: write it as https://gongqiao.example.cn"
        )


def current(session: Session) -> OfficeSettings:
    """What is set now, plain defaults for the rest."""
    usual = OfficeSettings()
    names = tuple(asdict(usual))
    kept = {row.name: row.value for row in session.scalars(select(Setting).where(Setting.name.in_(names)))}
    said = {name: kept[name] for name in names if kept.get(name) not in (None, "")}
    return OfficeSettings(**{**asdict(usual), **said})


def hold(session: Session) -> None:
    """Let nobody else change the settings until the session ends: all of them wait for the tenant's own row."""
    own = Tenant.id == tenant_of(session.connection())
    session.execute(update(Tenant).where(own).values(kind=Tenant.kind))


def keep(session: Session, settings: OfficeSettings, *, now: datetime) -> None:
    """Write the settings down; papers and messages made from now on carry them."""
    for name, value in asdict(settings).items():
        session.merge(Setting(name=name, value=value, changed=now))
    session.flush()
