"""Whoever travels with a coach sees that coach alone, for its days, and ticks people off without a script."""

from __future__ import annotations

import re

from sqlalchemy import select, update
from starlette.testclient import TestClient

from api.web.app import make_app
from data.database import opened
from data.rounds.parties import parties
from data.tables import PersonalLink, Placement, ReadLogEntry, Setting
from tests.api.conftest import ORIGIN, Office
from tests.api.planning.test_mending_after_a_departure import FIRST, on_the_way
from tests.api.web.phones.conftest import LINK

__all__ = ["on_the_way"]


def escort_of(office: Office, client: TestClient) -> tuple[TestClient, int]:
    """A telephone let in to the coach that has left."""
    with opened(office.engine) as session:
        batch = next(one.batch_id or 0 for one in parties(session, 1) if one.has_left)
        session.get_one(Setting, "today").value = FIRST.isoformat()
    made = client.post(f"/batches/{batch}/links", data={"role": "escort", "name": "李队长", "phone": "139 0000 1234"})
    found = LINK.search(made.text)
    assert found, made.text
    telephone = TestClient(make_app(office.settings, office.engine), headers=ORIGIN)
    assert telephone.post(f"/w/{found[1]}", data={"digits": "1234"}).url.path == "/my/coach"
    return telephone, batch


def hidden(page: str) -> dict[str, str]:
    return dict(re.findall(r'<input type="hidden" name="([a-z0-9-]+)" value="([^"]*)">', page))


def test_the_roll_shows_names_and_telephones_of_this_coach_alone_and_the_reading_is_logged(
    client: TestClient, on_the_way: Office
) -> None:
    telephone, batch = escort_of(on_the_way, client)
    page = telephone.get("/my/coach").text
    with opened(on_the_way.engine) as session:
        mine = set(session.scalars(select(Placement.worker_id).where(Placement.batch_id == batch)))
        readers = set(session.scalars(select(ReadLogEntry.reader).where(ReadLogEntry.purpose.is_not(None))))

    assert len(re.findall(r'href="tel:1380000', page)) == len(mine) == 3
    assert "李队长 (escort)" in readers


def test_ticks_without_a_script_are_the_offices_own_ticks(client: TestClient, on_the_way: Office) -> None:
    telephone, batch = escort_of(on_the_way, client)
    form = hidden(telephone.get("/my/coach").text)
    first, second, third = sorted(int(name.removeprefix("seen-")) for name in form)
    said = form | {f"boarded-{first}": "on", f"home-{second}": "on"}
    asked = telephone.post("/my/coach/ticks", data=said)
    if asked.status_code == 409:  # before the trip's day
        asked = telephone.post("/my/coach/ticks", data=hidden(asked.text) | {"sure": "yes"})

    assert "到了 1 人，一共 3 人" in asked.text
    with opened(on_the_way.engine) as session:
        rows = session.scalars(select(Placement).where(Placement.batch_id == batch))
        stands = {one.worker_id: (one.boarded is not None, one.showed_up) for one in rows}
    assert stands == {first: (True, None), second: (False, False), third: (False, None)}


def test_a_link_to_a_coach_opens_no_worker_s_page_and_none_of_the_offices(
    client: TestClient, on_the_way: Office
) -> None:
    telephone, batch = escort_of(on_the_way, client)

    assert telephone.get("/my").status_code == 403
    assert telephone.get("/my/data").status_code == 403
    telephone.app.state.accounts.seen = True  # type: ignore[attr-defined]
    assert telephone.get(f"/batches/{batch}", follow_redirects=False).status_code == 303


def test_after_the_coach_s_days_the_roll_is_closed(client: TestClient, on_the_way: Office) -> None:
    telephone, _ = escort_of(on_the_way, client)
    with opened(on_the_way.engine) as session:
        session.execute(update(PersonalLink).values(ends=PersonalLink.begins))

    assert telephone.get("/my/coach").url.path == "/w"
