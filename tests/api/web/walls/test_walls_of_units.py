"""Within one office: whose account stands in a township meets no row of the next one, whatever route they ask."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import pytest

from data.database import opened
from data.importers.bringing import Sending, bring_in
from data.tables import (
    Account,
    AssignmentRow,
    Attribution,
    Batch,
    ImportRow,
    Organization,
    Posting,
    TripRow,
    UnplacedRow,
)
from labor.viewers import local_operator
from policy.rights import WHOLE_OFFICE, Role, rights_of
from tests import builders
from tests.api.web.walls.conftest import Walk
from tests.api.web.walls.doors import Way, ask
from tests.api.web.walls.world import Tenancy, signed_in

NEXT_DOOR = "邻镇秘"  # stands in every word of the other township
NAMING_PEOPLE = ("worker_id", "subject_id", "import_id", "row_id")


@dataclass(frozen=True)
class Townships:
    """The walk of two offices; in the first one a second township with people, a claim and a file of its own."""

    walk: Walk
    here: Tenancy
    next_door: dict[str, Any]


@pytest.fixture(scope="module")
def towns(walk: Walk) -> Townships:
    own = walk.own
    with opened(own.engine) as session:
        town = builders.kept(session, Organization(
            kind="township", parent_id=own.ids["county_organization_id"], name=NEXT_DOOR, county=builders.LIZHOU,
            township=NEXT_DOOR))  # fmt: skip
        placed, left = (
            builders.a_worker(session, f"{NEXT_DOOR[:1]}{at}{NEXT_DOOR}", phone=f"1390000{at:04d}", township=NEXT_DOOR,
                              organization_id=town.id, text=NEXT_DOOR) for at in range(2)
        )  # fmt: skip
        session.add(Attribution(worker_id=placed.id, organization_id=town.id, claimed=builders.TODAY, counts=True))
        session.add(AssignmentRow(
            plan_id=own.ids["plan_id"], worker_id=placed.id, posting_id=own.ids["posting_id"], travel="own",
        ))  # fmt: skip
        session.add(UnplacedRow(plan_id=own.ids["plan_id"], worker_id=left.id, reason="no_pair", detail=NEXT_DOOR))
        builders.an_offer(session, placed, _posting(session, own), round_id=own.ids["round_id"], reply="yes")
        text = f"姓名,电话,县区,乡镇\n{NEXT_DOOR},138,利州区,{NEXT_DOOR}\n"
        sent = Sending(text.encode(), f"{NEXT_DOOR}.csv", NEXT_DOOR, unit=town.id)
        bring_in(session, sent, "workers", today=builders.TODAY)
        row = session.query(ImportRow).order_by(ImportRow.id.desc()).first()
        assert row is not None
        next_door = {"worker_id": placed.id, "subject_id": left.id, "import_id": row.import_id, "row_id": row.id,
                     "worker_text": str(placed.id), "pair": f"{placed.id}-{own.ids['posting_id']}"}  # fmt: skip
        cookies, secrets = {}, {}
        for role in ("administrator", "planner", "officer", "broker", "organizer"):
            account = builders.kept(session, Account(
                tenant=own.tenant, role=role, login=f"镇{role}", password_hash="x", password_changed=builders.NOW,
                organization_id=own.ids["organization_id"], second_factor_on=True, made=builders.NOW,
                made_by="x"))  # fmt: skip
            cookies[role], secrets[role] = signed_in(session, account)
    return Townships(walk, replace(own, cookies=cookies, tokens=secrets), own.ids | next_door)


def _posting(session: Any, own: Tenancy) -> Any:
    return session.get_one(Posting, own.ids["posting_id"])


def held(way: Way, role: Role) -> bool:
    return way.right in rights_of(role) - WHOLE_OFFICE


def names_a_person(way: Way) -> bool:
    return any(f"{{{name}}}" in way.path for name in NAMING_PEOPLE)


@pytest.mark.parametrize("role", ["administrator", "officer", "broker"])
def test_a_person_or_a_file_of_the_next_township_is_not_there(towns: Townships, role: Role) -> None:
    client, found = towns.walk.client(), []
    for way in (one for one in towns.walk.ways if one.right and held(one, role)):
        if not (way.method == "GET" or names_a_person(way)):
            continue
        answer = ask(client, way, towns.next_door, headers=towns.here.badge(role, program=way.program))
        if names_a_person(way) and answer.status_code != 404:
            found.append(f"{way}: {answer.status_code}, not 404")
        if answer.status_code >= 500:
            found.append(f"{way}: {answer.status_code}")
        if NEXT_DOOR in answer.text:
            found.append(f"{way} shows the next township's words")

    assert found == []


@pytest.mark.parametrize("role", ["administrator", "planner", "officer"])
def test_what_reaches_the_whole_office_is_refused_to_whoever_stands_in_a_unit(towns: Townships, role: Role) -> None:
    client = towns.walk.client()
    for way in (one for one in towns.walk.ways if one.right in WHOLE_OFFICE):
        answer = ask(client, way, towns.walk.own.ids, headers=towns.here.badge(role, program=way.program))
        assert answer.status_code == 403, way


def test_an_employer_opens_its_own_postings_and_trips_and_no_other_employers(towns: Townships) -> None:
    office, client = towns.walk.own, towns.walk.client()
    with opened(office.engine) as session:
        other = builders.a_posting(session, builders.an_employer(session, NEXT_DOOR), title=NEXT_DOOR).id
        alone = builders.kept(session, TripRow(
            plan_id=office.ids["plan_id"], number=2, vehicle_id=office.ids["vehicle_id"], people=1, seats=49,
            cost_fen=1.0))  # fmt: skip
        batch = builders.kept(session, Batch(round_id=office.ids["round_id"], number="R1-02", trip_id=alone.id)).id
    for way in (one for one in towns.walk.ways if one.right and held(one, "employer") and one.method == "GET"):
        if way.behind_a_link:
            continue
        badge = office.badge("employer", program=way.program)
        own, others = ask(client, way, office.ids, headers=badge), office.ids | {"posting_id": other, "batch_id": batch}
        assert own.status_code == 200, way
        assert not any(word in own.text for word in (NEXT_DOOR, "邻*", "1380000")), way
        if way.names_a_row:
            assert ask(client, way, others, headers=badge).status_code == 404, way


def test_a_person_of_the_next_township_named_in_a_form_is_not_reached(towns: Townships) -> None:
    client = towns.walk.client()
    for way in (one for one in towns.walk.ways if one.right and held(one, "officer") and one.method != "GET"):
        if "/account" in way.path:
            continue
        answer = ask(
            client, way, towns.walk.own.ids, towns.next_door, headers=towns.here.badge("officer", program=way.program)
        )
        assert answer.status_code < 500, (way, answer.text[-300:])
        assert NEXT_DOOR not in answer.text, way


def test_the_same_rows_are_there_for_the_whole_office(towns: Townships) -> None:
    client = towns.walk.client()
    office = towns.walk.own
    for path in ("/workers/{worker_id}", "/imports/{import_id}"):
        way = next(one for one in towns.walk.ways if (one.method, one.path) == ("GET", path))
        answer = ask(client, way, towns.next_door, headers=office.badge("officer", program=False))
        assert answer.status_code == 200
        assert NEXT_DOOR in answer.text or "邻*" in answer.text
    assert local_operator("x").organization_id is None
