"""What a plan reaches beside its net value: tiers against their quotas, people at guaranteed employers."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from data.tables import AssignmentRow, Employer, Posting, Worker
from data.tables.regions import regions
from labor.words import Bilingual
from policy.tiers import Tier, tier, tier_words


@dataclass(frozen=True, slots=True)
class TierLine:
    """People placed at one tier; ``quota`` is what the round hoped for, None where nothing was said."""

    tier: str
    name: Bilingual
    people: int
    share: float
    quota: int | None

    @property
    def short(self) -> int:
        """How many are missing to the quota."""
        return max(0, (self.quota or 0) - self.people)


@dataclass(frozen=True, slots=True)
class Favored:
    """People at guaranteed employers, how many postings those have, and the premium a head."""

    people: int
    postings: int
    premium_fen: int


def tiers(session: Session, plan_id: int, weights: Mapping[str, object]) -> list[TierLine]:
    """The four tiers, nearest first; quotas are told and never force anybody anywhere."""
    ends = _ends(session, plan_id)
    people = {one: sum(ends[pair] for pair in pairs) for one, pairs in _pairs_by_tier(ends).items()}
    placed = sum(people.values())
    said = weights.get("quotas")
    quotas = said if isinstance(said, Mapping) else {}
    return [
        TierLine(
            one.name.lower(),
            tier_words(one),
            people.get(one, 0),
            people.get(one, 0) / max(placed, 1),
            quotas.get(one.name.lower()),
        )
        for one in Tier
    ]


def county_pairs(session: Session, plan_id: int, name: str) -> list[tuple[int, int]]:
    """Home and work counties of a plan's people whose move is of this tier."""
    wanted = next((one for one in Tier if one.name.lower() == name), None)
    return [] if wanted is None else _pairs_by_tier(_ends(session, plan_id)).get(wanted, [])


def favored(session: Session, plan_id: int, premium_fen: int) -> Favored:
    """Who goes to employers under labor guarantee."""
    query = (
        select(func.count(), func.count(Posting.id.distinct()))
        .select_from(AssignmentRow)
        .join(Posting, Posting.id == AssignmentRow.posting_id)
        .join(Employer, Employer.id == Posting.employer_id)
        .where(AssignmentRow.plan_id == plan_id, or_(Posting.guaranteed, Employer.guaranteed))
    )
    people, postings = session.execute(query).one()
    return Favored(people, postings, premium_fen)


def _ends(session: Session, plan_id: int) -> dict[tuple[int, int], int]:
    query = (
        select(Worker.county, Posting.county, func.count())
        .select_from(AssignmentRow)
        .join(Worker, Worker.id == AssignmentRow.worker_id)
        .join(Posting, Posting.id == AssignmentRow.posting_id)
        .where(AssignmentRow.plan_id == plan_id)
        .group_by(Worker.county, Posting.county)
    )
    return {(home, work): people for home, work, people in session.execute(query)}


def _pairs_by_tier(ends: Mapping[tuple[int, int], int]) -> dict[Tier, list[tuple[int, int]]]:
    table = regions()
    found: dict[Tier, list[tuple[int, int]]] = defaultdict(list)
    for home, work in ends:
        found[tier(home, work, table)].append((home, work))
    return found
