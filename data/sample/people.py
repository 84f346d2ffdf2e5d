"""Draw the workers: trades from the census margins, ages, pay and wishes from the 2024 migrant worker survey."""

from __future__ import annotations

import csv
from dataclasses import dataclass, replace
from datetime import date, timedelta
from importlib.resources import files

import numpy as np

from data.sample.identity import identity_number, phone
from data.sample.names import person_name
from data.sample.places import CORRIDORS, ORIGINS, Origin, Township
from data.sample.trades import TRADES, Trade

# Survey 2024 (NBS): men 62.4 %; up to 40 43.7 %, 41-50 24.7 %, above 50 31.6 %; nearly a third past fifty.
MEN_SHARE = 0.624
AGE_BANDS = ((17, 25, 0.13), (26, 40, 0.307), (41, 50, 0.247), (51, 62, 0.316))
MINORS = 0.012
# Haiyuan moved from 固原地区 to 中卫市 in 2003: older numbers carry the county's retired code.
OLD_CODES = {640522: 642222}


@dataclass(frozen=True, slots=True)
class SampleCertificate:
    """One certificate as its paper says it."""

    words: str
    number: str
    issuer: str
    valid_to: date
    review_by: date | None = None


@dataclass(frozen=True, slots=True)
class Person:
    """One synthetic worker as the office would know them, before any sheet garbles it."""

    serial: int
    name: str
    sex: int
    birth: date
    identity_number: str
    phone: str
    county: int
    township: str
    village: str
    pickup: str
    broker: str
    schooling: str
    trades: tuple[Trade, ...]
    years: tuple[float, ...]
    wage_yuan: int  # -1 not said
    wish: tuple[int, ...]
    near_only: bool
    lodging: bool
    night_ok: bool | None
    lift_kg: int  # -1 not said
    height_ok: bool | None
    earliest: date
    latest: date | None
    home_by: date | None
    priority: bool
    registered: date
    certificates: tuple[SampleCertificate, ...] = ()
    group: int = -1
    couple_room: bool = False
    willing: bool = True
    consent: bool = True
    steadiness: float = 0.0  # hidden: a person's own leaning, never written to any file

    @property
    def text(self) -> str:
        """What the clerk writes under remarks."""
        words = [
            f"{trade.word}{years:.0f}年" for trade, years in zip(self.trades, self.years, strict=True) if trade.code
        ]
        if self.couple_room:
            words.append("两口子要夫妻房")
        return ",".join(words) or "什么都能学"


def margins() -> dict[int, dict[str, float]]:
    """The census shares of each sending county (data/sample/margins.csv)."""
    text = files("data.sample").joinpath("margins.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(text.splitlines())
    return {int(row["county"]): {k: float(v) for k, v in row.items() if k not in {"county", "name"}} for row in rows}


def draw_people(rng: np.random.Generator, count: int, today: date) -> list[Person]:
    """All workers, village by village, each alone: ``companions.pair_up`` brings some together."""
    shares = margins()
    people: list[Person] = []
    taken: dict[tuple[int, date, int], int] = {}
    for origin in ORIGINS:
        total = sum(t.weight for t in origin.townships)
        for township in origin.townships:
            wanted = round(count * origin.share * township.weight / total)
            for at in range(wanted):
                village = township.villages[at % len(township.villages)]
                person = _person(rng, (origin, township, village), shares[origin.code], today)
                people.append(_numbered(person, len(people), taken))
    return people


def _numbered(person: Person, serial: int, taken: dict[tuple[int, date, int], int]) -> Person:
    """Give a number nobody else in the sample has; a birthday moves on when its two codes are used up."""
    birth = person.birth
    while taken.get((person.county, birth, person.sex), 0) > 1:
        birth += timedelta(days=1)
    key = (person.county, birth, person.sex)
    turn = taken.get(key, 0)
    taken[key] = turn + 1
    issued = OLD_CODES.get(person.county, person.county) if birth.year < 2003 else person.county
    number = identity_number(issued, birth, person.sex, turn)
    return replace(person, serial=serial, birth=birth, identity_number=number, phone=phone(serial + 1))


def _birth(rng: np.random.Generator, today: date) -> date:
    if rng.random() < MINORS:
        return today - timedelta(days=int(rng.integers(int(16.2 * 365.25), int(17.8 * 365.25))))
    low, high, _ = AGE_BANDS[int(rng.choice(len(AGE_BANDS), p=[band[2] for band in AGE_BANDS]))]
    return today - timedelta(days=int(rng.integers(int(max(low, 18.2) * 365.25), int((high + 1) * 365.25))))


def _trade(rng: np.random.Generator, shares: dict[str, float], sex: int, corridor: str) -> Trade:
    # Farming is what people do at home: those who leave are spread over the other industries.
    weights = np.array([shares[t.industry] * (t.men if sex == 1 else t.women) for t in TRADES])
    # Where people go decides what they learn: manufacturing takes the survey's 27.9 % of those away.
    weights *= [2.2 if t.industry == "manufacturing" else 1.0 for t in TRADES]
    weights *= [1.0 if corridor in t.corridors else 0.25 for t in TRADES]
    return TRADES[int(rng.choice(len(TRADES), p=weights / weights.sum()))]


def _schooling(rng: np.random.Generator, shares: dict[str, float], sex: int) -> str:
    keys = [f"{level}_{'men' if sex == 1 else 'women'}" for level in ("primary", "junior", "senior")]
    weights = np.array([shares[key] for key in keys])
    return ("小学", "初中", "高中")[int(rng.choice(3, p=weights / weights.sum()))]


def _certificates(rng: np.random.Generator, trade: Trade, today: date) -> tuple[SampleCertificate, ...]:
    """Papers as their law has them: welders 6 years with a review every 3, forklift 4, site trades 6 by 2."""
    ends = today + timedelta(days=int(rng.integers(120, 1900)))
    number = f"T{int(rng.integers(10**9, 10**10))}"
    if not trade.certificate or rng.random() > 0.8:
        return ()
    if trade.certificate in {"熔化焊接与热切割作业", "低压电工作业"}:
        return (SampleCertificate(trade.certificate, number, "应急管理局", ends, ends - timedelta(days=60)),)
    if trade.certificate == "建筑架子工证":
        return (SampleCertificate(trade.certificate, number, "住建厅", ends, ends - timedelta(days=60)),)
    issuers = {"叉车证": "市场监管局", "健康证": "疾控中心", "保安证": "公安局", "B2驾驶证": "交警"}
    return (SampleCertificate(trade.certificate, number, issuers[trade.certificate], ends),)


def _wishes(rng: np.random.Generator, origin: Origin) -> tuple[tuple[int, ...], bool]:
    draw = rng.random()
    if draw < 0.07:
        return (origin.code // 100 * 100,), True  # near only: the home prefecture
    wish = CORRIDORS[origin.corridor].wish
    if draw < 0.37:
        return (wish[0],), False
    if draw < 0.55:
        return (wish[int(rng.integers(1, 3))],), False
    return (), False


def _leaving(rng: np.random.Generator, today: date) -> tuple[date, date | None, date | None]:
    earliest = today + timedelta(
        days=int(rng.choice([0, 1, 2, 4, 7, 9, 12], p=[0.3, 0.2, 0.16, 0.12, 0.1, 0.08, 0.04]))
    )
    latest = earliest + timedelta(days=int(rng.integers(3, 14))) if rng.random() < 0.25 else None
    home_by = date(today.year, 6, int(rng.integers(1, 15))) if rng.random() < 0.1 else None
    return earliest, latest, home_by


def _person(
    rng: np.random.Generator, home: tuple[Origin, Township, str], shares: dict[str, float], today: date
) -> Person:
    origin, township, village = home
    sex = 1 if rng.random() < MEN_SHARE else 2
    birth = _birth(rng, today)
    age = (today - birth).days / 365.25
    first = _trade(rng, shares, sex, origin.corridor)
    second = _trade(rng, shares, sex, origin.corridor) if rng.random() < 0.25 else first
    trades = (first,) if second is first else (first, second)
    years = tuple(float(round(min(max(age - 18, 0), rng.gamma(2.0, 3.5)))) for _ in trades)
    pay = first.pay_yuan * (1 + 0.006 * years[0]) * rng.normal(0.97, 0.10)
    wish, near_only = _wishes(rng, origin)
    earliest, latest, home_by = _leaving(rng, today)
    night, height = (rng.random(), rng.random())
    return Person(
        serial=-1,
        name=person_name(rng, origin.code, sex),
        sex=sex,
        birth=birth,
        identity_number="",
        phone="",
        county=origin.code,
        township=township.name,
        village=village,
        pickup=township.pickup,
        broker=f"{village}劳务经纪人(样例)",
        schooling=_schooling(rng, shares, sex),
        trades=trades,
        years=years,
        wage_yuan=int(round(pay, -2)) if rng.random() < 0.85 else -1,
        wish=wish,
        near_only=near_only,
        lodging=bool(rng.random() < 0.88),
        night_ok=None if night < 0.4 else bool(night < 0.8),
        lift_kg=-1 if rng.random() < 0.5 else int(rng.choice([10, 20, 30, 50] if sex == 1 else [5, 10, 15, 25])),
        height_ok=None if height < 0.5 else bool(height < 0.75 or any(t.height for t in trades)),
        earliest=earliest,
        latest=latest,
        home_by=home_by,
        priority=bool(rng.random() < 0.11),
        registered=today - timedelta(days=int(rng.gamma(1.6, 12)) + 1),
        certificates=_certificates(rng, first, today),
        willing=bool(rng.random() > 0.025),
        consent=bool(rng.random() > 0.03),
        steadiness=float(rng.normal(0, 0.45)),
    )
