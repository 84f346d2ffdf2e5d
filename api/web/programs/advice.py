"""Advice: three postings for a person, one pair judged and scored, whom to ask for a posting."""

from __future__ import annotations

from math import isnan
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import Field

from api.advice import recommending
from api.web.dependencies import SessionOf, SettingsOf, TodayOf, may
from api.web.programs.problems import answers
from api.web.programs.shapes import LARGEST, Number, Shape, Words
from data.views import workers
from data.views.postings import PostingPage
from matching import Explanation

router = APIRouter(tags=["advice"], responses=answers(409))
OfPlan = Annotated[int | None, Query(ge=1, le=LARGEST, description="as this plan saw the market; else the coming days")]


class Suggested(Shape):
    """One posting with what speaks for it and against it."""

    posting_id: int
    title: str
    employer: str
    place: str
    score: float | None
    road_km: float | None = Field(description="in place of the score, for who wants no personal ranking")
    reasons: list[Words]
    against: Words | None


class Counted(Shape):
    """Something that stands in the way of postings, or would open them."""

    words: Words
    postings: int


class AdviceTold(Shape):
    """Three postings for one person, or what stands in the way, and what would open more."""

    in_market: bool
    scorer: str
    suggested: list[Suggested]
    blocked: list[Counted]
    would_open: list[Counted]


class GroundTold(Shape):
    """A rule that keeps this person from this posting."""

    rule_id: str
    title: Words
    text: Words
    source: Words


class PairJudged(Shape):
    """May this person go there, and how well would it suit?"""

    in_market: bool
    allowed: bool
    grounds: list[GroundTold]
    suggested: Suggested | None
    scorer: str


class InvitedTold(Shape):
    """One person to ask for a posting, masked."""

    worker_id: int
    name: str
    phone: str | None
    township: str
    village: str
    score: float
    road_km: float | None


@router.get("/workers/{worker_id}/recommendations", dependencies=[may("people.see")])
def recommendations(
    session: SessionOf, settings: SettingsOf, today: TodayOf, worker_id: Number, plan_id: OfPlan = None
) -> AdviceTold:
    """Three postings with reasons, or what stands in the way."""
    workers.one(session, worker_id)
    view = recommending.view_of(session, plan_id, today)
    found = recommending.for_worker(session, settings, view, worker_id)
    suggested = [_suggested(one.page, one.advice.why) for one in found.recommended]
    near = [_suggested(one.page, None, one.road_km) for one in found.nearest or ()]
    return AdviceTold(
        in_market=found.here,
        scorer=found.scorer,
        suggested=suggested + near,
        blocked=[Counted(words=Words.of(words), postings=count) for words, count in found.blocked],
        would_open=[Counted(words=Words.of(words), postings=count) for words, count in found.raises],
    )


@router.get("/workers/{worker_id}/postings/{posting_id}", dependencies=[may("people.see")])
def judge_pair(
    session: SessionOf, settings: SettingsOf, today: TodayOf, worker_id: Number, posting_id: Number,
    plan_id: OfPlan = None,
) -> PairJudged:  # fmt: skip
    """One person and one posting: allowed or not and why, and how well it would suit."""
    workers.one(session, worker_id)
    view = recommending.view_of(session, plan_id, today)
    found = recommending.for_pair(session, settings, view, (worker_id, posting_id))
    scored = found.explanation is not None or found.road_km is not None
    return PairJudged(
        in_market=found.here,
        allowed=found.here and not found.grounds,
        grounds=GroundTold.all_of(found.grounds),
        suggested=_suggested(found.page, found.explanation, found.road_km) if scored else None,
        scorer=found.scorer,
    )


@router.get("/postings/{posting_id}/invitations", dependencies=[may("people.see")])
def invitations(session: SessionOf, settings: SettingsOf, today: TodayOf, posting_id: Number) -> list[InvitedTold]:
    """Whom to ask for a posting, best first."""
    view = recommending.view_of(session, None, today)
    found = recommending.for_posting(session, settings, view, posting_id)
    lines = workers.lines(session, [one.worker_id for one in found])
    return [
        InvitedTold(
            worker_id=one.worker_id,
            name=lines[one.worker_id].name,
            phone=lines[one.worker_id].phone,
            township=lines[one.worker_id].township,
            village=lines[one.worker_id].village,
            score=one.score,
            road_km=_known(one.road_km),
        )
        for one in found
        if one.worker_id in lines
    ]


def _suggested(page: PostingPage, why: Explanation | None, road_km: float | None = None) -> Suggested:
    return Suggested(
        posting_id=page.posting.id,
        title=page.posting.title,
        employer=page.employer.name,
        place=page.place,
        score=why.score if why else None,
        road_km=_known(road_km),
        reasons=Words.all_of(why.reasons) if why else [],
        against=Words.of(why.against) if why and why.against else None,
    )


def _known(road_km: float | None) -> float | None:
    """Kilometers; a county whose place is not known has none."""
    return None if road_km is None or isnan(road_km) else road_km
