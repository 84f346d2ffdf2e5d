"""Booths of a fair: whose, where, with how many interviewers; what may not stand is refused with its rule."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from data.registers.fairs.events import open_one, refuse
from data.tables import ArrearsListing, Employer, FairBooth, FairEvent, FairPosting, Posting
from data.tables.fairs import BOOTH_STATES
from labor.errors import BadInput, NotFound
from labor.words import Bilingual
from policy.demands import check
from policy.fairs import bars_from_booth

ROW: Final = 10  # booths in a row of the hall
SPACING_M: Final = 4.0
AISLE_M: Final = 8.0
MOST_INTERVIEWERS: Final = 20


@dataclass(frozen=True, slots=True)
class BoothWords:
    """A booth as somebody says it; an empty number is given the next free one."""

    employer_id: int
    number: str = ""
    interviewers: int = 1
    power: bool = False
    opens: int | None = None
    closes: int | None = None
    poster: str = ""


def add_booth(session: Session, fair_id: int, said: BoothWords) -> int:
    """Give an employer a booth with all its open postings; the booth's number in the register.

    Raises BadInput with every fault, and then nothing is kept.
    """
    fair = open_one(session, fair_id)
    employer = session.get(Employer, said.employer_id)
    if employer is None:
        raise NotFound(f"登记册里没有 {said.employer_id} 号单位 / no employer {said.employer_id} in the register")
    number = said.number.strip() or _next_number(session, fair_id)
    refuse(_faults(session, fair, employer, said, number))
    x, y = _place(session, fair_id)
    booth = FairBooth(
        fair_id=fair_id, employer_id=employer.id, number=number, x=x, y=y, power=said.power,
        interviewers=said.interviewers, opens=said.opens, closes=said.closes, poster=said.poster.strip(),
    )  # fmt: skip
    session.add(booth)
    session.flush()
    bring(session, booth.id, open_postings(session, employer.id))
    return booth.id


def _faults(session: Session, fair: FairEvent, employer: Employer, said: BoothWords, number: str) -> list[Bilingual]:
    name = employer.name
    found = [
        Bilingual(f"{name}：{one.zh}", f"{name}: {one.en}")
        for one in [*bars(session, employer, fair), *poster_faults(said.poster, fair)]
    ]
    for taken, whose in session.execute(
        select(FairBooth.number, FairBooth.employer_id).where(FairBooth.fair_id == fair.id)
    ):
        if whose == employer.id:
            found.append(
                Bilingual(
                    f"{name} 已有 {taken} 号展位，一家单位一个展位", f"{name} has booth {taken} already: one each"
                )
            )
        if taken == number:
            found.append(Bilingual(f"{number} 号展位已给别家，请换一个号", f"booth {number} is taken: choose another"))
    if not 1 <= said.interviewers <= MOST_INTERVIEWERS:
        found.append(
            Bilingual(
                f"{name}：面试官请填 1 到 {MOST_INTERVIEWERS} 人", f"{name}: 1 to {MOST_INTERVIEWERS} interviewers"
            )
        )
    opens, closes = (
        fair.opens if said.opens is None else said.opens,
        fair.closes if said.closes is None else said.closes,
    )
    if not fair.opens <= opens < closes <= fair.closes:
        found.append(
            Bilingual(f"{name}：展位时间要在招聘会时间之内", f"{name}: the booth's hours must lie within the fair's")
        )
    return found


def bars(session: Session, employer: Employer, fair: FairEvent) -> list[Bilingual]:
    """Why this employer may have no booth on the day."""
    listings = session.execute(
        select(ArrearsListing.listed, ArrearsListing.removed)
        .where(ArrearsListing.employer_id == employer.id)
        .order_by(ArrearsListing.listed)
    ).all()
    is_agency = employer.kind == "agency"
    found = bars_from_booth(
        day=fair.day, licence_to=employer.licence_to, is_agency=is_agency, listed=None, removed=None
    )
    for listed, removed in listings:
        found += bars_from_booth(day=fair.day, licence_to=None, is_agency=False, listed=listed, removed=removed)
    return list({one.zh: one for one in found}.values())


def barred(session: Session, fair: FairEvent) -> dict[int, list[Bilingual]]:
    """By booth: what by now forbids it to an employer who has one, because a licence ran out or a list grew since."""
    stand = session.execute(
        select(FairBooth.id, Employer)
        .join(Employer, Employer.id == FairBooth.employer_id)
        .where(FairBooth.fair_id == fair.id)
    )
    return {booth: found for booth, employer in stand if (found := bars(session, employer, fair))}


def poster_faults(poster: str, fair: FairEvent) -> list[Bilingual]:
    """Demands a poster may not make, each with the rule it breaks and what to write."""
    return [
        Bilingual(
            f"海报写“{one.phrase}”：{one.reason.zh}（{one.source.zh}）；{one.advice.zh}",
            f"the poster says “{one.phrase}”: {one.reason.en} ({one.source.en}); {one.advice.en}",
        )
        for one in check(poster, on=fair.day)
        if one.refused
    ]


def open_postings(session: Session, employer_id: int) -> list[int]:
    """The postings of an employer that are open."""
    query = select(Posting.id).where(Posting.employer_id == employer_id, Posting.status == "open")
    return list(session.scalars(query.order_by(Posting.id)))


def bring(session: Session, booth_id: int, posting_ids: Sequence[int]) -> int:
    """Bring postings of the booth's employer along; how many are new. Raises BadInput for somebody else's."""
    booth = one(session, booth_id)
    open_one(session, booth.fair_id)
    own = set(session.scalars(select(Posting.id).where(Posting.employer_id == booth.employer_id)))
    if not own.issuperset(posting_ids):
        raise BadInput("只能带本单位的岗位 / a booth shows its own employer's postings only")
    held = set(session.scalars(select(FairPosting.posting_id).where(FairPosting.booth_id == booth_id)))
    new = [number for number in dict.fromkeys(posting_ids) if number not in held]
    session.add_all(FairPosting(booth_id=booth_id, posting_id=number) for number in new)
    session.flush()
    return len(new)


def one(session: Session, booth_id: int) -> FairBooth:
    """A booth; raises NotFound."""
    booth = session.get(FairBooth, booth_id)
    if booth is None:
        raise NotFound(f"没有 {booth_id} 号展位记录 / there is no booth {booth_id}")
    return booth


def of_fair(session: Session, fair_id: int, booth_id: int) -> FairBooth:
    """A booth of this fair; raises NotFound."""
    booth = one(session, booth_id)
    if booth.fair_id != fair_id:
        raise NotFound(f"{fair_id} 号招聘会没有这个展位 / fair {fair_id} has no such booth")
    return booth


def take_away(session: Session, booth_id: int) -> None:
    """Take a booth away."""
    booth = one(session, booth_id)
    open_one(session, booth.fair_id)
    session.delete(booth)
    session.flush()


def stands(
    session: Session, booth_id: int, *, state: str, interviewers: int | None = None, late_until: int | None = None
) -> FairBooth:
    """How a booth stands on the day: there, gone, full; with so many interviewers from now on, or late until then."""
    if state not in BOOTH_STATES:
        raise BadInput(f"没有“{state}”这种展位状态 / no booth stands as {state}")
    booth = one(session, booth_id)
    open_one(session, booth.fair_id)
    if interviewers is not None:
        if not 0 <= interviewers <= MOST_INTERVIEWERS:
            raise BadInput(f"面试官请填 0 到 {MOST_INTERVIEWERS} / 0 to {MOST_INTERVIEWERS} interviewers")
        booth.interviewers = interviewers
    if late_until is not None:
        booth.late_until = late_until
    booth.state = state
    session.flush()
    return booth


def _next_number(session: Session, fair_id: int) -> str:
    taken = set(session.scalars(select(FairBooth.number).where(FairBooth.fair_id == fair_id)))
    return next(name for at in range(1, len(taken) + 2) if (name := str(at)) not in taken)


def _place(session: Session, fair_id: int) -> tuple[float, float]:
    """The next place in the hall, row after row; booths taken away leave theirs free."""
    count = session.scalar(select(func.count()).where(FairBooth.fair_id == fair_id)) or 0
    held = {(x, y) for x, y in session.execute(select(FairBooth.x, FairBooth.y).where(FairBooth.fair_id == fair_id))}
    places = ((SPACING_M * (at % ROW), AISLE_M * (at // ROW)) for at in range(count + 1))
    return next(place for place in places if place not in held)
