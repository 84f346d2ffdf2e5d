"""Every error of the trade has a status and an exit code."""

from __future__ import annotations

import pytest
from starlette.testclient import TestClient

from api.errors import EXIT_CODE_OF, STATUS_OF, exit_code_of, status_of
from data.database import opened
from labor import errors
from tests import builders
from tests.api.conftest import Office

KINDS = [kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, errors.LaborError)]


@pytest.mark.parametrize("kind", KINDS)
def test_every_error_has_a_status_and_an_exit_code(kind: type[errors.LaborError]) -> None:
    error = kind(
        *{errors.AuditFailed: ("rule 1", "text"), errors.FirstDoThis: ("text", "/account")}.get(kind, ("text",))
    )

    assert 400 <= status_of(error) < 600
    assert 1 <= exit_code_of(error) <= 6


def test_bad_input_ends_with_two_and_a_clash_with_three() -> None:
    assert EXIT_CODE_OF[errors.BadInput] == 2
    assert exit_code_of(errors.Infeasible("clash")) == 3
    assert STATUS_OF[errors.NotFound] == 404


def test_obstacles_and_clashes_are_told_one_by_one() -> None:
    assert errors.StepRefused("no", ["first", "second"]).details == ("first", "second")
    assert errors.Infeasible("no", ["pin 3"]).details == ("pin 3",)


HUGE = "9" * 30


@pytest.mark.parametrize(
    "path",
    [
        f"/postings/{HUGE}",
        f"/postings?employer={HUGE}",
        f"/workers/{HUGE}",
        f"/workers?county={HUGE}",
        f"/rounds/{HUGE}",
        f"/imports/{HUGE}",
        f"/readings?subject=x&id={HUGE}",
        f"/pairs/{HUGE}/1",
        f"/plans/{HUGE}/papers/summary",
        "/workers?q=%00",
        "/postings?q=%00",
        "/vehicles?q=%00",
        "/check/R1-01/%00",
    ],
)
def test_numbers_and_letters_no_register_holds_never_end_in_a_fault_of_ours(
    client: TestClient, office: Office, path: str
) -> None:
    assert office and client.get(path).status_code < 500


@pytest.mark.parametrize(
    ("path", "form"),
    [
        ("/rounds/1/step", {"to": "gone"}),
        ("/rounds/1/step", {"to": "offered", "note": "\0"}),
        ("/rounds/1/changes", {"kind": "dropped_out", "workers": "²"}),
        ("/rounds/1/changes", {"kind": "dropped_out", "workers": HUGE}),
        ("/rounds/1/pins", {"worker": HUGE, "posting": "1", "kind": "pin"}),
        (f"/postings/{HUGE}/confirm", {}),
        ("/workers/1/claims", {"broker": HUGE}),
        (f"/workers/{HUGE}/copy", {"purpose": "他自己来取"}),
        (f"/workers/{HUGE}/ranking", {"personal": "on"}),
        (f"/imports/rows/{HUGE}", {"decision": "keep"}),
        ("/settings", {"office_name": "\0", "hotline": "12333", "receiving_hotline": "12333", "order_fresh_days": "3"}),
        ("/workers/1/consents", {"day": "2026-02-01", "channel": "phone", "purpose": "employer", "employer": HUGE}),
    ],
)
def test_wrong_forms_are_refused_and_never_end_in_a_fault_of_ours(
    client: TestClient, office: Office, path: str, form: dict[str, str]
) -> None:
    with opened(office.engine) as session:
        builders.a_plan(session, builders.a_round(session))

    assert 400 <= client.post(path, data=form).status_code < 500
