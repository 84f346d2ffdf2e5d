"""What the openings of a plan were held to be worth to people still to come."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from data.columns import Line
from data.tables import Employer, OpeningPrice, Posting


def of_plan(session: Session, plan_id: int) -> Sequence[Line]:
    """Postings with a price above nothing, dearest first; empty where the plan looked no further than itself."""
    query = (
        select(
            OpeningPrice.posting_id, OpeningPrice.price_fen, Posting.title, Posting.openings,
            Employer.name.label("employer"),
        )
        .join(Posting, Posting.id == OpeningPrice.posting_id)
        .join(Employer, Employer.id == Posting.employer_id)
        .where(OpeningPrice.plan_id == plan_id)
    )  # fmt: skip
    return session.execute(query.order_by(OpeningPrice.price_fen.desc(), OpeningPrice.posting_id)).all()
