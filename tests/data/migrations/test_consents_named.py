"""Registers of an earlier version: a yes that named nobody is a consent to be registered and no more."""

from __future__ import annotations

from sqlalchemy import Engine, column, insert, select, table
from sqlalchemy.orm import Session

from data import database
from data.tables import Consent
from data.tables.tenants import EVERY
from tests.builders import NOW, TODAY, a_posting, a_worker
from tests.data.migrations.test_words_sealed import turned_back


def test_a_yes_that_named_no_employer_becomes_a_consent_to_be_registered(engine: Engine, owner: Engine) -> None:
    told = {"given": TODAY, "channel": "paper", "recorded_by": "x", "recorded": NOW}
    with database.opened(engine) as session:
        worker, employer = a_worker(session).id, a_posting(session).employer_id
    turned_back(owner, "0006")
    old = table("consents", *(column(name) for name in ("worker_id", "purpose", "employer_id", *told)))
    with engine.execution_options(tenant=EVERY).begin() as connection:
        connection.execute(
            insert(old),
            [{"worker_id": worker, "purpose": "employer", "employer_id": it, **told} for it in (None, employer)],
        )

    database.migrate(owner)

    with Session(engine) as session:
        kept = session.execute(select(Consent.purpose, Consent.employer_id).order_by(Consent.id)).all()
    assert kept == [("register", None), ("employer", employer)]
