"""Places of postings while people decide on their telephones: only a yes holds one, the database counts them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final

from sqlalchemy import ColumnElement, Select, exists, func, insert, or_, select, update
from sqlalchemy.orm import Session

from data.columns import in_parts
from data.markets.loading import holders
from data.tables import AssignmentRow, Offer, Placement, Posting, Round

SHOWN: Final = "page"  # the channel of an offer a person was shown on their own page
PASSED: Final = "passed"  # one they looked past without a no
Pair = tuple[int, int]  # worker, posting


def free(session: Session, posting_ids: Iterable[int], *, but: int) -> dict[int, int]:
    """Openings that nobody but this worker holds, by posting; a posting not open has none."""
    found: dict[int, int] = {}
    for part in in_parts(sorted(set(posting_ids))):
        held = Counter(posting for worker, posting in _held(session, part) if worker != but)
        rows = session.execute(select(Posting.id, Posting.openings, Posting.status).where(Posting.id.in_(part)))
        found |= {row.id: max(0, row.openings - held[row.id]) if row.status == "open" else 0 for row in rows}
    return found


def lock(session: Session, posting_id: int) -> None:
    """Let nobody else count or take places of a posting until this session ends."""
    session.execute(update(Posting).where(Posting.id == posting_id).values(openings=Posting.openings))


def _held(session: Session, postings: Sequence[int]) -> set[Pair]:
    """(worker, posting) of who is placed in a round that holds its people, or said yes on the present terms."""
    placed = holders(None).subquery()
    sent = select(placed.c.worker_id, placed.c.posting_id).where(placed.c.posting_id.in_(postings))
    said = _yeses().where(Offer.posting_id.in_(postings))
    return {(worker, posting) for query in (sent, said) for worker, posting in session.execute(query)}


def _yeses() -> Select[int, int]:
    """A query for (worker, posting) of each yes that stands on the present terms and has not ended."""
    newest = select(func.max(Offer.id)).group_by(Offer.worker_id, Offer.posting_id)
    over = exists().where(
        Placement.offer_id == Offer.id, or_(Placement.showed_up.is_(False), Placement.ended.is_not(None))
    )
    return (
        select(Offer.worker_id, Offer.posting_id)
        .join(Posting, Posting.id == Offer.posting_id)
        .where(Offer.id.in_(newest), Offer.reply == "yes", Offer.terms_hash == Posting.terms_hash, ~over)
    )


def yeses(session: Session, worker_id: int, today: date) -> Sequence[int]:
    """The postings still to be gone to at which a worker's yes holds a place, the latest first."""
    mine = _yeses().where(Offer.worker_id == worker_id, *to_come(today))
    return session.scalars(mine.with_only_columns(Offer.posting_id).order_by(Offer.id.desc())).all()


def to_come(today: date) -> tuple[ColumnElement[bool], ...]:
    """Of postings: those that take people yet, or will; a yes of last season to another is history."""
    return (
        Posting.status == "open",
        or_(Posting.start_by.is_(None), Posting.start_by >= today),
        or_(Posting.valid_until.is_(None), Posting.valid_until >= today),
    )


def placed_at(session: Session, worker_id: int, *, but: int) -> str | None:
    """The title of another posting a round about to leave keeps a seat to for this worker, None where none does."""
    query = (
        select(Posting.title)
        .join(AssignmentRow, AssignmentRow.posting_id == Posting.id)
        .join(Round, Round.plan_id == AssignmentRow.plan_id)
        .where(AssignmentRow.worker_id == worker_id, Posting.id != but, Round.status.in_(("confirmed", "locked")))
    )
    return session.scalar(query.limit(1))


def refused(session: Session, worker_id: int) -> set[int]:
    """The postings a worker said no to on the terms that hold now."""
    query = select(Offer.posting_id).join(Posting, Posting.id == Offer.posting_id)
    said_no = (Offer.worker_id == worker_id, Offer.reply == "no", Offer.terms_hash == Posting.terms_hash)
    return set(session.scalars(query.where(*said_no)))


def deciding(session: Session, posting_ids: Iterable[int], *, since: date, but: int) -> list[Pair]:
    """Who else was shown one of these since a day and has not answered, worker by worker."""
    found: list[Pair] = []
    for part in in_parts(sorted(set(posting_ids))):
        query = select(Offer.worker_id, Offer.posting_id).where(
            Offer.posting_id.in_(part), Offer.channel == SHOWN, Offer.reply == "not_asked", Offer.offered >= since,
            Offer.worker_id != but,
        )  # fmt: skip
        found += [(worker, posting) for worker, posting in session.execute(query)]
    return sorted(found)


def shown(session: Session, worker_id: int, *, since: date, channel: str = SHOWN) -> Sequence[int]:
    """What a worker was shown since a day, on the terms that hold now, and has not answered; in that order."""
    query = (
        select(Offer.posting_id)
        .join(Posting, Posting.id == Offer.posting_id)
        .where(
            Offer.worker_id == worker_id, Offer.reply == "not_asked", Offer.channel == channel,
            Offer.offered >= since, Offer.terms_hash == Posting.terms_hash,
        )
        .order_by(Offer.id)
    )  # fmt: skip
    return list(dict.fromkeys(session.scalars(query)))


def show(session: Session, worker_id: int, posting_ids: Sequence[int], *, today: date, by: str) -> None:
    """Write down what a worker is shown, on its present terms; what they were offered today already is the same."""
    terms = {
        row.id: row
        for row in session.execute(
            select(Posting.id, Posting.terms_version, Posting.terms_hash).where(Posting.id.in_(posting_ids))
        )
    }
    own = (Offer.worker_id == worker_id, Offer.offered == today, Offer.reply == "not_asked")
    already = {row.posting_id: row.id for row in session.execute(select(Offer.posting_id, Offer.id).where(*own))}
    for posting in posting_ids:
        now = {"terms_version": terms[posting].terms_version, "terms_hash": terms[posting].terms_hash}
        if posting in already:
            session.execute(update(Offer).where(Offer.id == already[posting]).values(channel=SHOWN, **now))
            continue
        session.execute(
            insert(Offer),
            [
                {
                    "worker_id": worker_id, "posting_id": posting, "offered": today, "reply": "not_asked",
                    "channel": SHOWN, "recorded_by": by, **now,
                }
            ],
        )  # fmt: skip


def pass_over(session: Session, worker_id: int, *, since: date) -> None:
    """Whoever asks for others looks past those shown: no answer, and they wait until nothing else is left."""
    looked_past = update(Offer).where(
        Offer.worker_id == worker_id, Offer.reply == "not_asked", Offer.channel == SHOWN, Offer.offered >= since
    )
    session.execute(looked_past.values(channel=PASSED))
