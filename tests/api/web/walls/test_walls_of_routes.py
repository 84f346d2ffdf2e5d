"""Route by route: another office's row is not there, one's own without the right is refused, signed out is out."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import event, select
from sqlalchemy.orm import Session

from data.database.tenants import query_filter
from data.tables import Account, Base
from policy.rights import ROLES, Role, can_be_given, rights_of
from tests.api.web.walls.conftest import Walk
from tests.api.web.walls.doors import Way, ask
from tests.api.web.walls.world import MARK, Tenancy

# One's own row, and yet nothing there: what they show is made by steps no row alone can stand for.
NOT_MADE_YET = {"GET /plans/{plan_id}/papers/slips", "GET /scorer/card"}
# A form that names what the office has none of: no file, no open question, no other name of the station.
NOTHING_TO_DO = {
    "POST /imports/answers", "POST /api/v1/questions/answers", "POST /stations/{station_id}/part",
    "POST /api/v1/stations/{station_id}/part",
}  # fmt: skip
ENDS_THE_WALK = {"POST /account/sessions/end", "POST /account/sessions/{session_id}/end"}


def faults_of(walk: Walk, role: Role) -> list[str]:
    """Where a role of the first office meets the second's rows, or is let in without the right."""
    client, found = walk.client(), []
    for way in walk.ways:
        if way.right is None or str(way) == "POST /account/sessions/end":
            continue
        held = way.right in rights_of(role) and not way.behind_a_link
        if held and way.method != "GET" and not way.names_a_row:
            continue  # makes something new of one's own: the walk of bodies has it
        ids = walk.others.ids if held and way.names_a_row else walk.own.ids
        answer = ask(client, way, ids, headers=walk.own.badge(role, program=way.program))
        if way.behind_a_link:
            due = 303 if way.method == "GET" else 401
        elif way.program and role not in walk.own.tokens:
            due = 401
        else:
            due = 404 if held and way.names_a_row else 200 if held else 403
        if answer.status_code != due and str(way) not in NOT_MADE_YET:
            found.append(f"{way}: {answer.status_code}, not {due}")
        if MARK in answer.text:
            found.append(f"{way} shows the other office's words")
    return found


def everything(tenancy: Tenancy) -> str:
    """A fingerprint of all an office's rows as they lie in the database, its accounts too."""
    lines = []
    with tenancy.engine.connect() as connection:
        for table in Base.metadata.sorted_tables:
            column = table.c.get("tenant_id", table.c.get("tenant") if table.name == Account.__tablename__ else None)
            if column is not None:
                rows = connection.execute(select(table).where(column == tenancy.tenant).order_by(*table.primary_key))
                lines += [f"{table.name} {row!r}" for row in rows]
    assert len(lines) > 60
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()


@pytest.mark.parametrize("role", ROLES)
def test_another_offices_row_is_not_there_and_ones_own_needs_the_right(walk: Walk, role: Role) -> None:
    before = everything(walk.others)

    assert faults_of(walk, role) == []
    assert everything(walk.others) == before


def test_signed_out_every_page_leads_to_the_door_and_every_program_is_refused(walk: Walk) -> None:
    client = walk.client()
    for way in (one for one in walk.ways if one.right is not None):
        answer = ask(client, way, walk.own.ids)
        if way.program or way.method != "GET":
            assert answer.status_code == 401, way
        else:
            door = "/w" if way.behind_a_link else "/sign-in"
            assert (answer.status_code, answer.headers["location"][: len(door)]) == (303, door), way


def test_ones_own_rows_are_there_for_whoever_has_the_right(walk: Walk) -> None:
    client = walk.client()
    for way in walk.ways:
        if way.right is None or way.method != "GET" or str(way) in NOT_MADE_YET or "{token" in way.path:
            continue
        if way.behind_a_link:
            continue  # tests/api/web/phones walks them
        role = next(
            role for role in reversed(ROLES) if way.right in rights_of(role) and can_be_given(role)
        )  # whoever may do least
        if way.program and role not in walk.own.tokens:
            role = "administrator"
        ids = walk.own.ids | {"subject": "worker"}
        due = 303 if way.path == "/runs/{run_id}" else 200  # a run that is done leads to its plan
        answer = ask(client, way, ids, headers=walk.own.badge(role, program=way.program))
        assert answer.status_code == due, (way, role)


def changing(walk: Walk) -> list[Way]:
    """What changes something, those that take rows away last."""
    ways = [
        way
        for way in walk.ways
        if way.right and way.method != "GET" and not way.behind_a_link and str(way) not in ENDS_THE_WALK
    ]
    last = ("/erase", "/delete", "/invite", "/uninvite", "/away", "/disable", "/place", "/reset", "/revoke")
    return sorted(ways, key=lambda way: (way.method == "DELETE", way.path.endswith(last), way.path.endswith("/join")))


def test_a_row_of_another_office_named_in_a_form_is_not_reached(walk: Walk) -> None:
    client, before = walk.client(), everything(walk.others)
    for way in changing(walk):
        answer = ask(
            client, way, walk.own.ids, walk.others.ids, headers=walk.own.badge("administrator", program=way.program)
        )
        assert answer.status_code < 500, (way, answer.text[-300:])
        assert MARK not in answer.text, way

    assert everything(walk.others) == before


def test_the_same_forms_reach_the_office_they_were_made_for(walk: Walk) -> None:
    """Or the walks above would prove nothing: a form that is refused for its own sake meets no wall."""
    client, missed = walk.client(), []
    for way in changing(walk):
        answer = ask(client, way, walk.others.ids, headers=walk.others.badge("administrator", program=way.program))
        if answer.status_code in (401, 403, 404) or answer.status_code >= 500:
            missed.append(f"{way}: {answer.status_code}")

    gone = (
        "stations",
        "/accounts/",
        "/account/tokens/",
        "DELETE",
        "/deliveries",
        "{token}/preview",
        "/several",
        "/talks/",
        "/handover",
    )  # what a walk took away before
    assert [one for one in missed if one[:-5] not in NOTHING_TO_DO and not any(word in one for word in gone)] == []


@contextmanager
def without_the_filter(walk: Walk) -> Iterator[None]:
    """The first wall really taken down: selects are no longer bound, nor looked at once more."""
    base = walk.app.state.engine
    event.remove(Session, "do_orm_execute", query_filter._bind_selects)
    event.remove(base, "before_cursor_execute", query_filter._look_again)
    try:
        yield
    finally:
        event.listen(Session, "do_orm_execute", query_filter._bind_selects)
        event.listen(base, "before_cursor_execute", query_filter._look_again, named=True)


def test_without_the_filter_of_queries_the_walk_finds_it_and_postgresql_still_holds(walk: Walk) -> None:
    # The last one: with the wall down forms mix the offices' rows.
    with without_the_filter(walk):
        found = faults_of(walk, "broker")

    if walk.own.engine.dialect.name == "postgresql":
        assert found == []  # the second wall alone
    else:
        assert any("shows the other office's words" in line for line in found)
        assert any("not 404" in line for line in found)
