"""A window with nobody to place or nowhere to go: said at once, with what the registers hold."""

from __future__ import annotations

from sqlalchemy import Engine, func, select

from data.database import opened
from data.tables import Posting, Worker
from labor.errors import NothingToPlan
from labor.market import Market


def refuse_an_empty_market(engine: Engine, market: Market) -> None:
    """Raises NothingToPlan where no worker or no posting is there to be planned in this window."""
    if len(market.workers) and len(market.postings):
        return
    with opened(engine) as session:
        people = session.scalar(select(func.count()).select_from(Worker)) or 0
        willing = session.scalar(select(func.count()).where(Worker.willing.in_(("yes", "unknown")))) or 0
        postings = session.scalar(select(func.count()).select_from(Posting)) or 0
        still_open = session.scalar(select(func.count()).where(Posting.status == "open")) or 0
    first, last = market.window.first, market.window.last
    reasons = []
    if not len(market.workers):
        reasons.append(
            f"没有可安排的人:登记册共 {people} 人,愿意或未表态 {willing} 人,其余不想去、已退出或已在别的轮次。"
            "请先导入花名册,或处理待决定的行 / "
            f"nobody to place: {people} people registered, {willing} willing or not asked yet; "
            "import rosters first, or decide on the rows that wait"
        )
    if not len(market.postings):
        reasons.append(
            f"没有可去的岗位:登记册共 {postings} 个,开放的 {still_open} 个,没有一个在 {first} 至 {last} 之间还能到岗。"
            f"请先导入用工需求,或改日期 / nowhere to go: {postings} postings registered, {still_open} open, "
            f"none to start between {first} and {last}; import orders first, or choose other days"
        )
    raise NothingToPlan("没有可排的计划 / there is nothing to plan", reasons)
