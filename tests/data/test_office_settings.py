"""What an office sets about itself, and what it may not."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy.orm import Session

from data import office_settings
from data.exports.office import office
from data.office_settings import OfficeSettings
from data.rounds import unconfirmed_postings
from labor.errors import BadInput
from tests.builders import NOW


def test_what_is_set_stands_on_papers_and_is_read_back(session: Session) -> None:
    made = OfficeSettings("利州区农民工服务中心", "0839-12345", "0571-1", "https://gq.example.cn", 5)

    office_settings.keep(session, made, now=NOW)
    session.expire_all()

    printed = office(session)
    assert office_settings.current(session) == made
    assert (printed.name, printed.hotline, printed.public_url) == (made.office_name, made.hotline, made.public_url)
    assert unconfirmed_postings.fresh_days(session) == 5


def test_an_office_that_set_nothing_has_plain_defaults(session: Session) -> None:
    assert office_settings.current(session) == OfficeSettings("", "12333", "12333", "", 3)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("office_name", "字" * 61),
        ("office_name", "<b>中心</b>"),
        ("office_name", "两\n行"),
        ("hotline", ""),
        ("hotline", "打给老王"),
        ("receiving_hotline", "12"),
        ("public_url", "javascript:alert(1)"),
        ("public_url", "gongqiao.example.cn"),
        ("public_url", "https://a b.cn"),
        ("public_url", "https://gq.example.cn/?x=1"),
        ("public_url", "https://user@gq.example.cn"),
        ("public_url", "https://gq.example.cn:99999"),
        ("order_fresh_days", 0),
        ("order_fresh_days", 61),
    ],
)
def test_what_could_not_stand_on_a_slip_is_refused(field: str, value: Any) -> None:
    with pytest.raises(BadInput, match=" / "):
        OfficeSettings(**{field: value})


def test_an_office_tells_its_own_county_once(session: Session) -> None:
    assert office_settings.county_of(session) == 0

    office_settings.keep_county(session, 520526, now=NOW)

    assert office_settings.county_of(session) == 520526
    assert office_settings.current(session).county == 520526


@pytest.mark.parametrize("code", [999999, 520000, 1])
def test_a_code_of_no_county_is_no_offices_own(session: Session, code: int) -> None:
    with pytest.raises(BadInput, match="county"):
        office_settings.keep_county(session, code, now=NOW)
