"""Registers of an earlier version: a yes that named nobody is a consent to be registered and no more."""

from __future__ import annotations

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from data import database
from data.tables import Consent
from tests.builders import NOW, TODAY, a_posting, a_worker
from tests.data.migrations.test_words_sealed import turned_back


def test_a_yes_that_named_no_employer_becomes_a_consent_to_be_registered(engine: Engine) -> None:
    told = {"given": TODAY, "channel": "paper", "recorded_by": "x", "recorded": NOW}
    with database.opened(engine) as session:
        worker, employer = a_worker(session).id, a_posting(session).employer_id
    turned_back(engine, "0006")
    with database.opened(engine) as session:
        session.add_all(
            Consent(worker_id=worker, purpose="employer", employer_id=named, **told) for named in (None, employer)
        )

    database.migrate(engine)

    with Session(engine) as session:
        kept = session.execute(select(Consent.purpose, Consent.employer_id).order_by(Consent.id)).all()
    assert kept == [("register", None), ("employer", employer)]
