"""One round's market, its candidates and the terms of planning to the planning problem, in fen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

import numpy as np

from labor.arrays import FloatArray, IntArray, Ragged
from labor.candidates import Candidates
from labor.errors import BadInput
from labor.market import ANY_NUMBER, FEMALE, MALE, NO, SEX_UNKNOWN, Market
from optimizer.journeys.driving_hours import TransportTerms, VehicleOffer, offer
from optimizer.model.group_filter import whole_group_listed, within_couple_rooms
from optimizer.model.organized import prefer_organized
from optimizer.model.problem import (
    NO_LIMIT,
    UNSAID,
    Fleet,
    Names,
    Objective,
    PairTable,
    PostingTable,
    Problem,
    Rows,
    Tickets,
)
from optimizer.model.stations import Stations, one_station_a_group

SCORE_STEP: Final = 1e-4  # scores are told apart down to here; the tie-break stays below one step
PRIORITY_SHARE, WAITING_SHARE = 0.3, 0.1  # of one step


@dataclass(frozen=True, slots=True)
class PlanTerms:
    """What is worth what: printed on every plan. Refuses nonsense by itself.

    A pair is worth ``rate_fen`` times its score (fen per person expected at work after 30 days), plus
    ``guaranteed_premium_fen`` where the employer is under labor guarantee. At equal fit a priority household
    comes first, then who waits longest (requirements C5): less than one step of the score.

    ``organized_fen`` is what the office would pay, a person, to take people together rather than leave them to own
    tickets where a vehicle goes the same way (decision 150). It is no money spent: costs are told without it, and
    under a budget, which is money, it counts for nothing.
    """

    rate_fen: int = 200_000
    guaranteed_premium_fen: int = 30_000
    objective: Objective = "value"
    budget_fen: int | None = None
    organized_fen: int = 20_000
    local_fare_fen: int = 0  # between two places of one county, where no fare is listed
    transport: TransportTerms = field(default_factory=TransportTerms)

    def __post_init__(self) -> None:
        if self.rate_fen < 1:
            raise BadInput(f"the rate must be at least 1 fen a person, not {self.rate_fen}")
        if min(self.guaranteed_premium_fen, self.local_fare_fen, self.organized_fen) < 0:
            raise BadInput("premiums and the local fare must not be below 0")
        if self.objective not in ("value", "placed_then_value"):
            raise BadInput(f"the objective {self.objective!r} is not known")
        if self.budget_fen is not None and self.budget_fen < 0:
            raise BadInput(f"the budget must not be below 0, not {self.budget_fen}")


@dataclass(frozen=True, slots=True)
class PinnedPair:
    """Worker and posting by position; ``vehicle`` (a position in the offer) holds the trip too, -1 leaves it open."""

    worker: int
    posting: int
    vehicle: int = -1


@dataclass(frozen=True, slots=True)
class ByHand:
    """What the office has decided: pins, banned (worker, posting) pairs, and the pairs of a plan to mend.

    Couples who are pinned or stand somewhere keep their couple room before others who would fit it better.
    """

    pins: Sequence[PinnedPair] = ()
    bans: Sequence[tuple[int, int]] = ()
    standing: Sequence[tuple[int, int]] = ()


def formulate(
    market: Market, candidates: Candidates, terms: PlanTerms, today: date, by_hand: ByHand | None = None
) -> Problem:
    """Write the round as a problem.

    Row i is worker i, posting j is posting j, vehicle v is ``offered[v]`` of the market; ids of
    the registers stand in ``names``. Raises BadInput where a pin is not among the candidates.
    """
    by_hand = by_hand if by_hand is not None else ByHand()
    stations = Stations(market)
    held = [(pin.worker, pin.posting) for pin in by_hand.pins]
    pairs = _pairs(market, candidates, terms, first=[*held, *by_hand.standing])
    offered = offer(market, terms.transport)
    problem = Problem(
        rows=_rows(market, stations, today),
        places=_places(market, stations),
        pairs=pairs,
        fleet=_fleet(market, offered, stations),
        tickets=_tickets(stations, terms),
        travel_is_free=False,  # registers that hold neither vehicles nor fares do not know the costs yet
        objective=terms.objective,
        budget=None if terms.budget_fen is None else float(terms.budget_fen),
        pins=_positions(market, pairs, held, must_stand=True),
        bans=_positions(market, pairs, by_hand.bans, must_stand=False),
        pin_vehicle=np.array([pin.vehicle for pin in by_hand.pins], dtype=np.int64),
        names=Names(
            rows=tuple(map(str, market.workers.id.tolist())),
            postings=tuple(map(str, market.postings.id.tolist())),
            vehicles=tuple(str(market.vehicles.id[at]) for at in offered.vehicle),
            hubs=stations.names,
            fen_in_yuan=True,
        ),
        offered=offered.vehicle,
    )
    # A budget is money, and the preference is none.
    amount = 0.0 if terms.budget_fen is not None else float(terms.organized_fen)
    return prefer_organized(problem, amount, np.array(stations.county, dtype=np.int64))


def _rows(market: Market, stations: Stations, today: date) -> Rows:
    workers, sex = market.workers, market.protection.sex
    first = np.datetime64(max(market.window.first, today), "D")
    return Rows(
        size=np.ones(len(workers), dtype=np.int64),
        men=np.where(sex == SEX_UNKNOWN, UNSAID, sex == MALE).astype(np.int64),
        women=np.where(sex == SEX_UNKNOWN, UNSAID, sex == FEMALE).astype(np.int64),
        group=workers.group.astype(np.int64),
        origin=one_station_a_group(workers.group, stations.boarding),
        earliest=np.fmax(workers.earliest, first),
        latest=np.fmin(workers.latest, np.datetime64(market.window.last, "D")),
    )


def _places(market: Market, stations: Stations) -> PostingTable:
    postings = market.postings
    return PostingTable(
        openings=postings.openings.astype(np.int64),
        min_team=postings.min_team.astype(np.int64),
        destination=stations.leaving,
        beds=np.where(postings.beds < 0, NO_LIMIT, postings.beds),
        beds_m=np.where(postings.beds_m < 0, NO_LIMIT, postings.beds_m),
        beds_f=np.where(postings.beds_f < 0, NO_LIMIT, postings.beds_f),
        start_from=postings.start_from,
        start_by=postings.start_by,
    )


def _pairs(market: Market, candidates: Candidates, terms: PlanTerms, *, first: Sequence[tuple[int, int]]) -> PairTable:
    """Candidates nobody refused, open to the whole group, within the couple rooms; sorted."""
    count = len(market.postings)
    order = np.argsort(candidates.worker * count + candidates.posting, kind="stable")
    worker, posting, score = candidates.worker[order], candidates.posting[order], candidates.score[order]
    key = worker * count + posting
    replies = market.replies
    refused = replies.worker[replies.reply == NO] * count + replies.posting[replies.reply == NO]
    kept = ~np.isin(key, refused) & np.append(True, key[1:] != key[:-1])[: len(key)]
    kept &= whole_group_listed(market.workers.group, worker, posting, kept)
    has_room = np.isin(key, [one * count + place for one, place in first])
    kept &= within_couple_rooms(market, worker, posting, np.where(kept, score + has_room, -1.0))
    kept &= whole_group_listed(market.workers.group, worker, posting, kept)
    worker, posting, score = worker[kept], posting[kept], score[kept]
    step_fen = terms.rate_fen * SCORE_STEP
    value = np.rint(score / SCORE_STEP) * step_fen
    value += terms.guaranteed_premium_fen * market.postings.guaranteed[posting]
    value += step_fen * tie_break(market)[worker]
    return PairTable(worker, posting, value)


def tie_break(market: Market) -> FloatArray:
    """Per worker, 0 to below 1 step of the score: priority households first, then who has waited longest."""
    registered = market.workers.registered
    waiting = np.zeros(len(registered))
    known = np.flatnonzero(~np.isnat(registered))
    if len(known):
        days = (registered[known].max() - registered[known]).astype(np.float64)
        waiting[known] = days / max(1.0, days.max())
    share: FloatArray = PRIORITY_SHARE * market.protection.priority + WAITING_SHARE * waiting
    return share


def _fleet(market: Market, offered: VehicleOffer, stations: Stations) -> Fleet:
    vehicles, at = market.vehicles, offered.vehicle
    days = np.array([journey.arrives_after_days for journey in offered.journeys], dtype="timedelta64[D]")
    return Fleet(
        origins=stations.serving(Ragged.of([vehicles.origins.row(one).tolist() for one in at])),
        destinations=stations.serving(Ragged.of([vehicles.destinations.row(one).tolist() for one in at])),
        seats=vehicles.seats[at].astype(np.int64),
        fixed_cost=vehicles.fixed_cost_fen[at].astype(np.float64),
        cost_per_person=vehicles.cost_per_person_fen[at].astype(np.float64),
        min_load=vehicles.min_load[at].astype(np.int64),
        escorts=vehicles.escorts[at].astype(np.int64),
        available=np.where(vehicles.available[at] == ANY_NUMBER, NO_LIMIT, vehicles.available[at]),
        leaves=vehicles.leaves[at],
        arrives=vehicles.leaves[at] + days,
    )


def _tickets(stations: Stations, terms: PlanTerms) -> Tickets:
    """The fares as listed, and local travel between the places of one county."""
    lines = stations.fare_lines(terms.local_fare_fen)
    return Tickets(lines.origin, lines.destination, lines.fare_fen.astype(np.float64), lines.days)


def _positions(market: Market, pairs: PairTable, wanted: Sequence[tuple[int, int]], *, must_stand: bool) -> IntArray:
    """Where pairs stand in the table; a ban of a pair that is not listed changes nothing."""
    key = pairs.row * len(market.postings) + pairs.posting
    found = []
    for worker, posting in wanted:
        at = int(np.searchsorted(key, worker * len(market.postings) + posting))
        if at < len(key) and pairs.row[at] == worker and pairs.posting[at] == posting:
            found.append(at)
        elif must_stand:
            person, place = market.workers.id[worker], market.postings.id[posting]
            raise BadInput(
                f"{person} 号不能固定去 {place} 号岗位：不在可选之列，或同行的人不能都去（规则、剩下的夫妻房） / "
                f"worker {person} cannot be pinned to posting {place}: the pair is not among the candidates, or not "
                "open to the whole group (a rule, or no couple room left)"
            )
    return np.array(found, dtype=np.int64)
