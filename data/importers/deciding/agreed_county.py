"""The office's own county, told by its own files: where everybody registered so far lives in one county."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from data.importers.deciding.alike import COUNTY, Answer, answer, questions
from data.importers.deciding.settling import Hand
from data.office_settings import county_of
from data.tables import Worker


def agree_on_county(session: Session, hand: Hand) -> int:
    """Answer the rows that wait for a county by the one all others live in; that county, 0 where it is not told."""
    lived_in = list(session.scalars(select(Worker.county).distinct().limit(2)))
    if county_of(session) or len(lived_in) != 1:
        return 0
    asked = next((one.asked for one in questions(session) if one.asked.rule == "county_missing"), None)
    if asked is None:
        return 0
    answer(session, asked, Answer(COUNTY, str(lived_in[0])), hand)
    return lived_in[0]
