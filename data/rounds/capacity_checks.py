"""What postings and vehicles hold, counted again before the lock: openings, beds, rooms, least teams, seats."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from data.columns import in_parts
from data.rounds.blockers import Blocker
from data.rounds.going import goes
from data.tables import AssignmentRow, Batch, Posting, Round, TripRow, Vehicle
from labor.arrays import BoolArray, IntArray
from labor.candidates import Pairs
from labor.market import FEMALE, MALE, SEX_UNKNOWN, UNLIMITED, Market
from labor.words import Bilingual

# Rule → what is said of a posting with ``going`` people where only ``left`` fit.
TOO_MANY: Final = {
    "over_full": Bilingual("安排了 {going} 人,只剩 {left} 个名额", "{going} people are planned for {left} openings"),
    "beds_short": Bilingual("安排了 {going} 人,只剩 {left} 个床位", "{going} people are planned for {left} beds"),
    "beds_m_short": Bilingual("安排了 {going} 名男工,只剩 {left} 个男床", "{going} men are planned for {left} beds"),
    "beds_f_short": Bilingual("安排了 {going} 名女工,只剩 {left} 个女床", "{going} women are planned for {left} beds"),
    "couple_rooms_short": Bilingual(
        "安排了 {going} 对要夫妻房的,只剩 {left} 间",
        "{going} couples who want a room are planned for {left} couple rooms",
    ),
    "team_too_small": Bilingual(
        "只安排了 {going} 人,单位要么 {left} 人以上、要么不要",
        "only {going} people, and the employer takes {left} or nobody",
    ),
}
SEX_UNSAID: Final = Bilingual(
    "没有登记性别,而这个岗位的床位分男女", "has no sex on record, and beds at this posting are for men or for women"
)


@dataclass(frozen=True, slots=True, eq=False)
class Going:
    """How many of a round's people go to each posting of its market."""

    people: IntArray
    men: IntArray
    women: IntArray
    couples: IntArray  # who want a room of their own, both going to the same posting

    @classmethod
    def of(cls, market: Market, pairs: Pairs) -> Going:
        """Counted from the standing plan's pairs."""
        sex, postings = market.protection.sex[pairs.worker], len(market.postings)
        return cls(
            np.bincount(pairs.posting, minlength=postings),
            np.bincount(pairs.posting[sex == MALE], minlength=postings),
            np.bincount(pairs.posting[sex == FEMALE], minlength=postings),
            np.bincount(_couples(market, pairs), minlength=postings),
        )


def shortages(session: Session, market: Market, pairs: Pairs) -> list[Blocker]:
    """Postings that no longer hold the round's people: cut since, or taken by a round confirmed meanwhile."""
    going, places = Going.of(market, pairs), market.postings
    checks = (
        ("over_full", going.people, places.openings, going.people > places.openings),
        ("beds_short", going.people, places.beds, _over(going.people, places.beds)),
        ("beds_m_short", going.men, places.beds_m, _over(going.men, places.beds_m)),
        ("beds_f_short", going.women, places.beds_f, _over(going.women, places.beds_f)),
        ("couple_rooms_short", going.couples, places.couple_rooms, going.couples > places.couple_rooms),
        ("team_too_small", going.people, places.min_team, (going.people > 0) & (going.people < places.min_team)),
    )
    found = [
        (rule, int(places.id[at]), int(count[at]), int(left[at]))
        for rule, count, left, short in checks
        for at in np.flatnonzero(short).tolist()
    ]
    title: dict[int, str] = {}
    for part in in_parts(sorted({place for _, place, _, _ in found})):
        titles = select(Posting.id, Posting.title).where(Posting.id.in_(part))
        title.update((row.id, row.title) for row in session.execute(titles))
    return [
        _told(rule, f"{title[place]}({place})", place, going=count, left=left) for rule, place, count, left in found
    ]


def unsaid(market: Market, pairs: Pairs) -> IntArray:
    """Pairs of people without a sex on record and postings whose beds are for men or for women."""
    by_sex = (market.postings.beds_m != UNLIMITED) | (market.postings.beds_f != UNLIMITED)
    return np.flatnonzero((market.protection.sex[pairs.worker] == SEX_UNKNOWN) & by_sex[pairs.posting])


def overfull_vehicles(session: Session, round_id: int, trips_judged: set[int]) -> Iterator[Blocker]:
    """Of these trips those whose vehicle seats fewer than travel on it: changed for a smaller one since the plan."""
    for part in in_parts(sorted(trips_judged)):
        yield from _overfull_of(session, round_id, part)


def _overfull_of(session: Session, round_id: int, trips_judged: Sequence[int]) -> Iterator[Blocker]:
    people, batch = func.count(AssignmentRow.id), Batch.id.label("batch")
    seats = (Vehicle.rated_seats, Vehicle.load_factor, Vehicle.escorts)
    trips = (
        select(TripRow.number, Vehicle.number, *seats, people, batch)
        .join(Round, Round.plan_id == TripRow.plan_id)
        .join(Vehicle, Vehicle.id == TripRow.vehicle_id)
        .join(AssignmentRow, AssignmentRow.trip_id == TripRow.id)
        .outerjoin(Batch, Batch.trip_id == TripRow.id)
        .where(Round.id == round_id, TripRow.id.in_(trips_judged), goes(round_id))
        .group_by(TripRow.id, Vehicle.id, batch)
        .order_by(TripRow.number)
    )
    for number, vehicle, rated, share, escorts, going, of_batch in session.execute(trips):
        left = int(rated * share + 1e-9) - escorts
        if going > left:
            yield Blocker(
                "seats_short",
                Bilingual(
                    f"{number} 号车次（{vehicle}）：坐 {going} 人,除去带队只有 {left} 座",
                    f"trip {number} ({vehicle}): {going} people for {left} seats beside the escorts'",
                ),
                batch=of_batch,
            )


def _over(people: IntArray, beds: IntArray) -> BoolArray:
    over: BoolArray = (beds != UNLIMITED) & (people > beds)
    return over


def _couples(market: Market, pairs: Pairs) -> IntArray:
    """The posting of every couple who want a room and go together: a man and a woman, and nobody else in the group."""
    group, wants = market.workers.group[pairs.worker], market.workers.wants_couple_room[pairs.worker]
    size = np.bincount(market.workers.group[market.workers.group >= 0], minlength=1)
    asking = np.flatnonzero((group >= 0) & wants)
    asking = asking[size[group[asking]] == 2]
    sexes: dict[tuple[int, int], list[int]] = {}
    for at in asking.tolist():
        sexes.setdefault((int(group[at]), int(pairs.posting[at])), []).append(
            int(market.protection.sex[pairs.worker[at]])
        )
    return np.array([place for (_, place), both in sexes.items() if sorted(both) == [MALE, FEMALE]], dtype=np.int64)


def _told(rule: str, posting: str, number: int, *, going: int, left: int) -> Blocker:
    zh, en = (TOO_MANY[rule].text(language).format(going=going, left=left) for language in ("zh", "en"))
    return Blocker(rule, Bilingual(f"{posting}：{zh}", f"{posting}: {en}"), posting=number)
