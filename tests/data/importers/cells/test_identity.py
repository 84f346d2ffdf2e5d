"""Identity numbers and credit codes: sound, or refused with the reason."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from stdnum.cn import uscc

from data.importers.cells.identity import credit_code, identity_number
from labor.market import FEMALE, MALE

TODAY = date(2026, 2, 1)
SOUND = "11010519491231002X"  # the worked example of GB 11643-1999


@pytest.mark.parametrize(
    "written",
    [
        SOUND,
        "11010519491231002x",
        "'11010519491231002X",
        " 110105 19491231 002X ",
        "１１０１０５１９４９１２３１００２Ｘ",
        "身份证号：11010519491231002X",
    ],
)
def test_the_same_number_in_many_spellings(written: str) -> None:
    value, fault, _ = identity_number(written, TODAY)

    assert value is not None and not fault
    assert (value.number, value.birth, value.sex) == (SOUND, date(1949, 12, 31), FEMALE)


@pytest.mark.parametrize(
    ("written", "fault"),
    [
        (5.13021198503121e17, "identity_rounded"),
        (513021198503121000, "identity_rounded"),
        ("5.13E+17", "identity_rounded"),
        ("5.13021E+17", "identity_rounded"),
        ("513021198503121000", "identity_zeroed"),
        ("110105194912310021", "identity_check_digit"),
        ("1101051949123100", "identity_length"),
        (123.0, "identity_length"),
        ("110105491231002", "identity_old"),
        ("O10105194912310023", "identity_length"),
        ("11010519491231002X 440524188001010014", "two_people"),
    ],
)
def test_what_cannot_be_trusted_is_refused_and_never_guessed(written: Any, fault: str) -> None:
    value, found, _ = identity_number(written, TODAY)

    assert value is None and found == fault


def sound(body: str) -> str:
    from stdnum.cn import ric

    return body + str(ric.calc_check_digit(body + "0"))


def test_a_number_with_a_birth_date_that_cannot_be_is_refused() -> None:
    assert identity_number(sound("11010519490230002"), TODAY).fault == "identity_birth"
    assert identity_number(sound("11010520300101002"), TODAY).fault == "identity_birth"


def test_a_number_of_no_province_is_refused() -> None:
    assert identity_number(sound("99010519850312997"), TODAY).fault == "identity_region"


def test_three_zeros_with_a_right_check_digit_are_asked_about() -> None:
    number = next(
        n
        for day in range(10, 29)
        for first in range(1, 10)
        if (n := sound(f"510802198503{day}{first}00")).endswith("000")
    )

    value, fault, _ = identity_number(number, TODAY)

    assert value is not None and fault == "identity_maybe_zeroed"


def test_sex_is_the_last_but_one_digit() -> None:
    value = identity_number(sound("51080219850312997"), TODAY).value

    assert value is not None and value.sex == MALE


def test_credit_codes_are_checked_the_same_way() -> None:
    code = "91110000600037341"
    code += uscc.calc_check_digit(code)

    assert credit_code(f" {code.lower()} ").value == code
    assert credit_code(code[:-1] + ("1" if code[-1] != "1" else "2")).fault == "credit_code_check_digit"
    assert credit_code(code[:-1]).fault == "credit_code_length"
    assert credit_code(9.1e17).fault == "credit_code_rounded"
