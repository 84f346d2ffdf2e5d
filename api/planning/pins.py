"""Pins and bans as planning takes them: every pin judged by planning's own rules, none dropped in silence."""

from __future__ import annotations

from datetime import date

import numpy as np
from sqlalchemy.orm import Session

from api.planning.orders import PlanOrder
from data.rounds import Signature, manual_changes, pin_checks, round_of
from data.rounds.blockers import Blocker
from data.rounds.manual_changes import PinnedTo
from labor.arrays import IntArray
from labor.candidates import Candidates, Pairs
from labor.errors import BadInput, Infeasible, StepRefused
from labor.market import Market
from labor.words import Bilingual
from matching import StageScorer
from optimizer import ByHand, PinnedPair, TransportTerms, offer, verdict_on
from policy import judge

TAKE_BACK = "先取消这些固定，或改正登记，再编制或重排 / take these pins back, or mend the registers, then plan again"


def decide(
    session: Session, round_id: int, worker_id: int, *, kind: str, to: PinnedTo | None, today: date,
    signature: Signature,
) -> None:  # fmt: skip
    """Set a pin or a ban, or take back what was decided on somebody; raises StepRefused for a pin no plan may obey."""
    if kind == "release":
        manual_changes.release(session, round_id, worker_id)
    elif kind == "ban":
        posting_id = None if to is None else to.posting_id
        manual_changes.ban(session, round_id, worker_id, posting_id=posting_id, signature=signature)
    elif to is None:
        raise BadInput("固定要写明岗位编号 / a pin names a posting")
    else:
        manual_changes.pin(session, round_id, worker_id, to=to, signature=signature)
        market = pin_checks.market_of(session, round_id, today)
        reasons = pin_checks.why_not(session, round_id, worker_id, to=to, seen=(market, today))
        reasons += _unlawful(market, to, TransportTerms())
        if reasons:
            raise StepRefused(
                f"{worker_id} 号不能固定去 {to.posting_id} 号岗位 / "
                f"worker {worker_id} cannot be pinned to posting {to.posting_id}",
                [_said(reason) for reason in reasons],
            )


def barred(session: Session, round_id: int, today: date, market: Market | None = None) -> dict[int, list[Blocker]]:
    """The round's pins that no plan may obey today: worker → everything that stands against it."""
    pins = manual_changes.pinned(session, round_id)
    if not pins or round_of(session, round_id).status in manual_changes.CLOSED:
        return {}
    here = market or pin_checks.market_of(session, round_id, today)
    judged = {
        worker: pin_checks.why_not(session, round_id, worker, to=to, seen=(here, today))
        + _unlawful(here, to, TransportTerms())
        for worker, to in pins.items()
    }
    return {worker: reasons for worker, reasons in judged.items() if reasons}


def refuse_barred(session: Session, round_id: int, today: date, market: Market | None = None) -> None:
    """Name each pin of a round that no plan may obey, with its reasons; raises Infeasible."""
    found = barred(session, round_id, today, market)
    if found:
        lines = [f"{worker} 号 / worker {worker}: {_said(one)}" for worker, why in found.items() for one in why]
        raise Infeasible(
            f"有 {len(found)} 个人工固定不能照办 / {len(found)} pins cannot be obeyed", [*lines, TAKE_BACK]
        )


def by_hand(market: Market, made: manual_changes.Pins, order: PlanOrder) -> ByHand:
    """Pins and bans as planning takes them; a ban from everywhere is a ban from each posting."""
    offered = {int(vehicle): at for at, vehicle in enumerate(offer(market, order.terms.transport).vehicle)}
    held = zip(made.worker.tolist(), made.posting.tolist(), made.vehicle.tolist(), strict=True)
    everywhere = range(len(market.postings))
    bans = [
        (worker, posting)
        for worker, banned in zip(made.ban_worker.tolist(), made.ban_posting.tolist(), strict=True)
        for posting in (everywhere if banned < 0 else (banned,))
    ]
    return ByHand(
        tuple(PinnedPair(worker, posting, offered.get(vehicle, -1)) for worker, posting, vehicle in held), bans
    )


def with_pinned(market: Market, listed: Candidates, hands: ByHand, scorer: StageScorer, today: date) -> Candidates:
    """The shortlist with the pairs that pins ask for, companions included, however they score."""
    asked = [(one, pin.posting) for pin in hands.pins for one in pin_checks.companions_of(market, pin.worker)]
    if not asked:
        return listed
    worker, posting = np.array(sorted(set(asked)), dtype=np.int64).T
    return with_pairs(market, listed, Pairs(worker, posting), scorer, today)


def with_pairs(market: Market, listed: Candidates, pairs: Pairs, scorer: StageScorer, today: date) -> Candidates:
    """The shortlist with those of ``pairs`` that are allowed, however they score today."""
    allowed = judge(market, pairs, today).allowed
    pairs = Pairs(pairs.worker[allowed], pairs.posting[allowed])
    width = len(market.postings)
    new = ~np.isin(_keys(pairs.worker, pairs.posting, width), _keys(listed.worker, listed.posting, width))
    more = Pairs(pairs.worker[new], pairs.posting[new])
    score = scorer.score(market, more)
    return Candidates(
        np.concatenate([listed.worker, more.worker]),
        np.concatenate([listed.posting, more.posting]),
        np.concatenate([listed.score, score]),
    )


def _keys(worker: IntArray, posting: IntArray, width: int) -> IntArray:
    keys: IntArray = worker * width + posting
    return keys


def _unlawful(market: Market, to: PinnedTo, terms: TransportTerms) -> list[Blocker]:
    """Why a vehicle of the market that a pin names may not run; a pin without one has nothing to say here."""
    at = int(np.searchsorted(market.vehicles.id, to.vehicle_id)) if to.vehicle_id is not None else len(market.vehicles)
    if at >= len(market.vehicles) or market.vehicles.id[at] != to.vehicle_id:
        return []
    refused = next((one.why for one in offer(market, terms).refused if one.vehicle == at), None)
    if refused is None:
        return []
    judged = verdict_on(market, at, terms)
    why = refused if judged.may_run else judged.text
    told = Bilingual(f"{to.vehicle_id} 号车次：{why.zh}", f"vehicle {to.vehicle_id}: {why.en}")
    return [Blocker("vehicle_refused", told, vehicle=to.vehicle_id)]


def _said(reason: Blocker) -> str:
    return f"{reason.words.zh} / {reason.words.en}"
