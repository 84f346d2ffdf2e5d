"""What each role may do, as exact sets: a right given or taken turns one of these red."""

from __future__ import annotations

from dataclasses import replace

import pytest

from labor.viewers import local_operator
from policy.rights import (
    ALL,
    HELD,
    RIGHTS,
    ROLES,
    SCOPES,
    WHOLE_OFFICE,
    Role,
    allowed,
    can_be_given,
    rights_of,
    scope_of,
)

EVERYBODY = {"account.own", "law.see"}
BROKER = EVERYBODY | {
    "aftercare.record", "aftercare.see", "consents.record", "files.import", "files.see", "links.make",
    "offers.answer", "overview.see", "people.see", "plans.see", "postings.see",
}  # fmt: skip
OFFICER = BROKER | {
    "boarding.tick", "claims.decide", "concerns.settle", "employers.see", "fairs.door", "fairs.see", "health.record",
    "papers.make",
    "people.change", "people.read_numbers", "postings.change", "stations.see", "trips.see", "vehicles.see",
}  # fmt: skip
PLANNER = OFFICER | {"fairs.lead", "plans.make", "rounds.lead", "scorer.see", "stations.change", "vehicles.change"}
ADMINISTRATOR = PLANNER | {"accounts.manage", "log.see", "office.settings", "people.erase", "tokens.manage"}


@pytest.mark.parametrize(
    ("role", "rights", "scope"),
    [
        ("administrator", ADMINISTRATOR, "tenant"),
        ("planner", PLANNER, "tenant"),
        ("officer", OFFICER, "subtree"),
        ("broker", BROKER, "subtree"),
        ("escort", EVERYBODY | {"boarding.tick", "trips.see"}, "own_trips"),
        ("employer", EVERYBODY | {"postings.see", "trips.see"}, "own_employer"),
        (
            "organizer",
            EVERYBODY | {"employers.see", "fairs.door", "fairs.lead", "fairs.see", "postings.see"},
            "tenant",
        ),
        ("receiver", EVERYBODY | {"boarding.tick", "trips.see"}, "own_trips"),
        ("worker", EVERYBODY | {"own.answer", "own.see"}, "self"),
    ],
)
def test_a_role_has_exactly_these_rights_on_these_rows(role: Role, rights: set[str], scope: str) -> None:
    assert rights_of(role) == rights
    assert SCOPES[role] == scope


def test_every_role_stands_in_both_tables_and_every_right_belongs_to_somebody() -> None:
    assert set(ROLES) == set(RIGHTS) == set(SCOPES)
    assert frozenset().union(*RIGHTS.values()) == ALL


@pytest.mark.parametrize("role", ["", "Administrator", "administrator ", "root", "*"])
def test_a_role_nobody_knows_may_do_nothing(role: str) -> None:
    assert rights_of(role) == frozenset()


def test_a_program_given_less_than_its_maker_may_do_no_more_than_that() -> None:
    program = replace(local_operator("x"), role="broker", only=frozenset({"people.see", "log.see"}))

    assert allowed(program, "people.see")
    assert not allowed(program, "files.see")  # the broker's, and not given
    assert not allowed(program, "log.see")  # given, and never the broker's


def test_an_account_in_a_unit_does_nothing_that_reaches_the_whole_office() -> None:
    assert {
        "log.see", "office.settings", "papers.make", "people.erase", "plans.make", "rounds.lead", "scorer.see",
        "stations.change", "vehicles.change",
    } == WHOLE_OFFICE  # fmt: skip
    for role in ROLES:
        of_a_unit = replace(local_operator("x"), role=role, organization_id=7)
        assert {right for right in ALL if allowed(of_a_unit, right)} == rights_of(role) - WHOLE_OFFICE


@pytest.mark.parametrize(
    ("role", "unit", "scope"),
    [
        ("administrator", None, "tenant"), ("administrator", 7, "subtree"), ("planner", 7, "subtree"),
        ("officer", None, "tenant"), ("officer", 7, "subtree"), ("broker", 7, "subtree"), ("organizer", 7, "subtree"),
        ("employer", None, "own_employer"), ("employer", 7, "own_employer"), ("escort", None, "own_trips"),
        ("receiver", 7, "own_trips"), ("worker", None, "self"), ("nobody knows", None, "self"), ("", 7, "self"),
    ],
)  # fmt: skip
def test_whoever_stands_in_a_unit_sees_that_units_rows(role: str, unit: int | None, scope: str) -> None:
    assert scope_of(replace(local_operator("x"), role=role, organization_id=unit)) == scope


def test_a_role_can_be_given_where_the_queries_keep_to_its_scope() -> None:
    assert {"tenant", "subtree", "own_employer"} == HELD
    assert {role for role in ROLES if not can_be_given(role)} == {"escort", "receiver", "worker"}
