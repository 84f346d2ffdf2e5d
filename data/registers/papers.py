"""What comes with a worker: trades, wishes, certificates, official lists, consent."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any, TypeAlias

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from data.registers.records import CertificateRecord, KeptRow, WorkerRecord
from data.registers.rows import Source, said, sliced
from data.tables import Certificate, Consent, WishRegion, WorkerFlag, WorkerTrade

People: TypeAlias = Sequence[tuple[int, KeptRow]]


def keep(session: Session, people: People, source: Source, *, known: set[int]) -> set[int]:
    """Keep the papers of people; ``known`` had a row before. Whose papers changed."""
    old = sorted(known)
    changed = _trades(session, people, old)
    changed |= _wishes(session, people, old)
    changed |= _certificates(session, people, old)
    changed |= _flags(session, people, old, source)
    return changed | _consents(session, people, old, source)


def _record(row: KeptRow) -> WorkerRecord:
    assert isinstance(row.record, WorkerRecord)
    return row.record


def _rows_of(session: Session, old: Sequence[int], *wanted: Any) -> Iterable[Any]:
    """The wanted columns of the known people's rows; the first column is the worker."""
    for part in sliced(old):
        yield from session.execute(select(*wanted).where(wanted[0].in_(part)))


def _trades(session: Session, people: People, old: Sequence[int]) -> set[int]:
    held = {
        (worker, occupation): (number, years)
        for worker, occupation, number, years in _rows_of(
            session, old, WorkerTrade.worker_id, WorkerTrade.occupation, WorkerTrade.id, WorkerTrade.years
        )
    }
    new: dict[tuple[int, str], dict[str, Any]] = {}
    longer: list[dict[str, Any]] = []
    changed: set[int] = set()
    for worker, row in people:
        record = _record(row)
        stated = record.trade_years or (math.nan,) * len(record.trades)
        for occupation, years in zip(record.trades, stated, strict=True):
            known_years = None if math.isnan(years) else years
            number, before = held.get((worker, occupation), (None, None))
            if number is None:
                new[worker, occupation] = {"worker_id": worker, "occupation": occupation, "years": known_years}
            elif known_years is not None and known_years != before:
                longer.append({"id": number, "years": known_years})
                changed.add(worker)
    _insert(session, WorkerTrade, list(new.values()))
    if longer:
        session.execute(update(WorkerTrade), longer)
    return changed | {worker for worker, _ in new}


def _wishes(session: Session, people: People, old: Sequence[int]) -> set[int]:
    """A new list of places replaces the old one: who once said Zhejiang and now says Fujian means Fujian."""
    held: dict[int, set[int]] = defaultdict(set)
    for worker, region in _rows_of(session, old, WishRegion.worker_id, WishRegion.region):
        held[worker].add(region)
    wished = {worker: wish for worker, row in people if (wish := _wish_of(_record(row)))}
    changed = {worker for worker, wish in wished.items() if set(wish) != held.get(worker, set())}
    for part in sliced(sorted(changed & held.keys())):
        session.execute(delete(WishRegion).where(WishRegion.worker_id.in_(part)))
    _insert(
        session,
        WishRegion,
        [{"worker_id": worker, "region": region} for worker in sorted(changed) for region in wished[worker]],
    )
    return changed


def _wish_of(record: WorkerRecord) -> dict[int, None]:
    """The places wished and, with a minus, those refused."""
    return dict.fromkeys((*record.wish_regions, *(-code for code in record.refused_regions)))


def _certificates(session: Session, people: People, old: Sequence[int]) -> set[int]:
    """One certificate is one kind (or, where no kind is known, one wording) of one person."""
    columns = (
        Certificate.worker_id, Certificate.kind, Certificate.words, Certificate.id, Certificate.number,
        Certificate.issuer, Certificate.valid_to, Certificate.review_by,
    )  # fmt: skip
    held = {(row.worker_id, row.kind or row.words): row for row in _rows_of(session, old, *columns)}
    new: dict[tuple[int, str], dict[str, Any]] = {}
    renewed: list[dict[str, Any]] = []
    for worker, row in people:
        for paper in _record(row).certificates:
            key = (worker, paper.kind or paper.words)
            if key not in held:
                new[key] = _certificate(worker, paper)
                continue
            change = {n: v for n, v in _on_paper(paper).items() if getattr(held[key], n) != v}
            if change:
                # A paper that says something new has to be looked at again.
                renewed.append({"id": held[key].id, "worker_id": worker, "verified": False, **change})
    _insert(session, Certificate, list(new.values()))
    if renewed:
        session.execute(update(Certificate), renewed)
    return {worker for worker, _ in new} | {change["worker_id"] for change in renewed}


def _on_paper(paper: CertificateRecord) -> dict[str, Any]:
    return said(
        {
            "number": paper.number,
            "issuer": paper.issuer,
            "valid_to": paper.valid_to,
            "review_by": paper.review_by,
        }
    )


def _certificate(worker: int, paper: CertificateRecord) -> dict[str, Any]:
    return {
        "worker_id": worker,
        "kind": paper.kind,
        "words": paper.words[:200],
        "number": paper.number or None,
        "issuer": paper.issuer,
        "issued": None,
        "valid_to": paper.valid_to,
        "review_by": paper.review_by,
        "verified": False,
    }


def _flags(session: Session, people: People, old: Sequence[int], source: Source) -> set[int]:
    held = {
        (worker, kind)
        for worker, kind, ends in _rows_of(session, old, WorkerFlag.worker_id, WorkerFlag.kind, WorkerFlag.ends)
        if ends is None or ends >= source.today
    }
    new = {
        (worker, kind): {
            "worker_id": worker,
            "kind": kind,
            "source": _record(row).flag_source[:200],
            "listed": source.today,
            "ends": None,
        }
        for worker, row in people
        for kind in _record(row).flags
        if (worker, kind) not in held
    }
    _insert(session, WorkerFlag, list(new.values()))
    return {worker for worker, _ in new}


def _consents(session: Session, people: People, old: Sequence[int], source: Source) -> set[int]:
    """A yes in a file names no recipient: a consent to be registered (PIPL 23). A no withdraws whatever stands."""
    standing: dict[int, list[int]] = defaultdict(list)
    registered: set[int] = set()
    for worker, number, purpose, withdrawn in _rows_of(
        session, old, Consent.worker_id, Consent.id, Consent.purpose, Consent.withdrawn
    ):
        if withdrawn is None:
            standing[worker].append(number)
            registered |= {worker} if purpose == "register" else set()
    answers = {worker: _record(row).consent for worker, row in people if _record(row).consent is not None}
    given = [worker for worker, yes in answers.items() if yes and worker not in registered]
    refused = [worker for worker, yes in answers.items() if not yes and worker in standing]
    told = {"given": source.today, "channel": "paper", "recorded_by": source.by, "recorded": source.now}
    _insert(
        session,
        Consent,
        [{"worker_id": worker, "purpose": "register", "employer_id": None, **told} for worker in given],
    )
    ended = [{"id": number, "withdrawn": source.today} for worker in refused for number in standing[worker]]
    if ended:
        session.execute(update(Consent), ended)
    return {*given, *refused}


def _insert(session: Session, table: Any, rows: list[dict[str, Any]]) -> None:
    if rows:
        session.execute(insert(table.__table__), rows)
