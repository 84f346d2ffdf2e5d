"""The first page of a person's own: where they are going, what they said yes to, else what they may choose from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from api.office.phones import choosing
from api.office.phones.cards import Card
from api.office.phones.choosing import Shown
from api.settings import Settings
from data.registers import concerns
from data.rounds import places
from data.tables import Concern
from data.views import own_page, rights
from data.views.own_page import OwnTrip

ANSWERS_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Home:
    """Everything the first page shows. ``lacking`` are employers who may not yet be told name and telephone."""

    going: OwnTrip | None
    yeses: Sequence[int]
    changed: Sequence[int]  # postings whose terms changed since their yes
    own: tuple[Card, ...]  # those they are going to, said yes to, or must decide on again
    shown: Shown
    lacking: Sequence[Any]
    old: Sequence[Any]  # employers they worked for
    answered: Sequence[Concern]


def of(session: Session, settings: Settings, worker_id: int, *, today: date, by: str) -> Home:
    """Whoever has a place or said yes is shown that; who has not, three postings."""
    going = own_page.going(session, worker_id, today)
    yeses, changed = places.yeses(session, worker_id, today), own_page.changed_since_yes(session, worker_id, today)
    mine = dict.fromkeys([*([going.posting_id] if going else []), *yeses, *changed])
    decided = bool(yeses) or bool(changed) or (going is not None and going.said != "no")
    shown = Shown(()) if decided else choosing.three(session, settings, worker_id, today=today, by=by)
    listed = {card.job.posting_id for card in shown.cards}
    told = {one.employer_id for one in rights.of_worker(session, worker_id).consents if one.withdrawn is None}
    return Home(
        going, yeses, changed,
        tuple(choosing.one(session, worker_id, one, today=today) for one in mine if one not in listed),
        shown, [one for one in own_page.employers_said_yes_to(session, worker_id, today) if one.id not in told],
        own_page.old_employers(session, worker_id),
        [one for one in concerns.of_worker(session, worker_id) if one.answer][:ANSWERS_SHOWN],
    )  # fmt: skip
