"""Orders not confirmed with their employer lately: a lock needs a note of the call."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from data import rounds
from data.rounds import Signature, unconfirmed_postings
from data.tables import Setting
from labor.errors import BadInput, NotFound, StepRefused
from tests.builders import NOW, TODAY, a_posting
from tests.data.rounds.test_capacity_checks import MAN, people, sent


def test_an_order_nobody_confirmed_for_four_days_is_told_before_the_lock(session: Session) -> None:
    posting = a_posting(session, published=TODAY - timedelta(days=30), confirmed=TODAY - timedelta(days=4))
    round_ = sent(session, posting, people(session, MAN))

    (told,) = rounds.warnings(session, round_.id, "locked", today=TODAY)
    posting.confirmed = TODAY - timedelta(days=3)
    session.flush()

    assert (told.rule, told.posting) == ("order_unconfirmed", posting.id) and "4 days" in told.words.en
    assert rounds.warnings(session, round_.id, "locked", today=TODAY) == []


def test_the_lock_goes_through_with_a_note_of_the_call_and_not_without(session: Session) -> None:
    posting = a_posting(session, published=TODAY - timedelta(days=30))
    round_ = sent(session, posting, people(session, MAN))

    with pytest.raises(StepRefused) as refused:
        rounds.step(session, round_.id, "locked", today=TODAY, signature=Signature("老陈", NOW, "  "))
    assert "telephone the employer" in refused.value.details[0]
    rounds.step(session, round_.id, "locked", today=TODAY, signature=Signature("老陈", NOW, "上午打过电话，照旧"))

    assert round_.status == "locked"


def test_the_employers_word_of_today_takes_the_order_off_the_list(session: Session) -> None:
    posting = a_posting(session, published=TODAY - timedelta(days=30))
    round_ = sent(session, posting, people(session, MAN))

    unconfirmed_postings.confirm(session, posting.id, on=TODAY, today=TODAY)
    unconfirmed_postings.confirm(session, posting.id, on=TODAY - timedelta(days=9), today=TODAY)

    assert posting.confirmed == TODAY
    assert unconfirmed_postings.unconfirmed(session, round_.id, TODAY) == []


def test_an_office_sets_for_how_long_an_employers_word_is_good(session: Session) -> None:
    posting = a_posting(session, published=TODAY - timedelta(days=5))
    round_ = sent(session, posting, people(session, MAN))
    assert unconfirmed_postings.unconfirmed(session, round_.id, TODAY)

    session.add(Setting(name=unconfirmed_postings.SETTING, value=7, changed=NOW))
    session.flush()

    assert unconfirmed_postings.unconfirmed(session, round_.id, TODAY) == []


def test_a_confirmation_of_tomorrow_or_of_no_posting_is_refused(session: Session) -> None:
    posting = a_posting(session)

    with pytest.raises(BadInput, match="yet to come"):
        unconfirmed_postings.confirm(session, posting.id, on=TODAY + timedelta(days=1), today=TODAY)
    with pytest.raises(NotFound):
        unconfirmed_postings.confirm(session, 404, on=TODAY, today=TODAY)
