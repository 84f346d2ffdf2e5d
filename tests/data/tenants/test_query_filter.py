"""The first wall: a query sees its tenant's rows alone, on both databases."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine, Table, delete, exists, func, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, aliased

from data import database
from data.database.tenants.query_filter import OWNED, Unbounded, unbounded
from data.database.tenants.register import add, of_tenant
from data.tables import Base, Consent, Employer, Offer, Setting, Worker
from data.tables.tenants import EVERY, NoTenantNamed
from tests.builders import NOW, TODAY, a_posting, a_worker, an_employer, an_offer

COMMON = {
    # Asked before it is known whose rows may be seen: docs/decisions/202-accounts-outside-the-walls.md.
    "account_sessions",
    "accounts",
    "api_tokens",
    "known_devices",
    "recovery_codes",
    "sign_ins",
    "rate_counts",  # keyed hashes of who tried what, counted at the same door
    "installation_settings",  # the mark of the key
    "log_heads",  # where each tenant's log ends
    "regions",  # codes of the country
    "tenants",  # who shares the installation
}


@pytest.fixture
def two(engine: Engine) -> tuple[Engine, Engine]:
    """Two tenants of one database, each with a worker, a posting and an offer of the same names."""
    both = of_tenant(engine, 1), of_tenant(engine, add(engine, "昭化人力", "hr_company", now=NOW))
    for one in both:
        with database.opened(one) as session:
            worker, posting = a_worker(session, identity="510802198503121237"), a_posting(session)
            an_offer(session, worker, posting)
            session.add(Setting(name="county", value=510802, changed=NOW))
    return both


def test_every_table_is_a_tenants_own_or_named_as_common_to_all() -> None:
    nobodys = {table.name for table in Base.metadata.sorted_tables} - OWNED

    assert nobodys == COMMON, "give a new table Owned (data/tables/tenants.py), or say here why all may see it"


def test_each_sees_its_own_in_whatever_way_it_asks(two: tuple[Engine, Engine]) -> None:
    other = aliased(Worker)
    asked = (
        select(func.count()).select_from(Worker),
        select(func.count(Worker.id)),
        select(func.count(other.id)),
        select(func.count(Offer.id)).join(Worker, Worker.id == Offer.worker_id),
        select(func.count(Worker.id)).join(Offer, Offer.worker_id == Worker.id, isouter=True),
        select(func.count(Worker.id)).where(exists().where(Offer.worker_id == Worker.id)),
        select(func.count(Worker.id)).where(Worker.id.in_(select(Offer.worker_id))),
        select(select(func.count(Offer.id)).scalar_subquery()),
        select(func.count()).select_from(select(Worker.id).union(select(Worker.id).where(Worker.id < 0)).subquery()),
        select(func.count()).select_from(select(Worker.id).cte()),
        select(func.count()).where(Worker.id > 0),
        select(func.count()).select_from(Worker, other).where(other.id == Worker.id),
    )
    for engine in two:
        with database.opened(engine) as session:
            assert [session.scalar(query) for query in asked] == [1] * len(asked)
            assert len(session.scalars(select(Worker)).all()) == len(session.query(Worker).all()) == 1


def test_anothers_row_is_not_found_by_its_number(two: tuple[Engine, Engine]) -> None:
    first, second = two
    with database.opened(first) as session:
        number = session.scalar(select(Worker.id))
    with database.opened(second) as session:
        assert session.get(Worker, number) is None


def test_an_outer_join_keeps_its_left_side(two: tuple[Engine, Engine]) -> None:
    with database.opened(two[0]) as session:
        lonely = a_worker(session, "李四").id
        query = select(Worker.id, Offer.id).join(Offer, Offer.worker_id == Worker.id, isouter=True)
        assert {row[0]: row[1] is None for row in session.execute(query)}[lonely] is True


def test_an_update_or_a_delete_by_any_way_reaches_its_own_alone(two: tuple[Engine, Engine]) -> None:
    first, second = two
    with database.opened(first) as session:
        theirs = session.scalars(select(Worker.id)).one()
    with database.opened(second) as session:
        own = session.scalars(select(Worker.id)).one()
        session.execute(update(Worker).values(township="甲"))
        session.execute(update(Worker), [{"id": own, "village": "乙"}])
        session.execute(update(Worker).where(Worker.id == theirs).values(township="丙"))
        session.execute(delete(Offer))
    with pytest.raises(Exception, match="row"), database.opened(second) as session:
        session.execute(update(Worker), [{"id": theirs, "village": "乙"}])  # matched 0 rows of 1
        assert session.get(Worker, theirs) is not None, "no row"
    with database.opened(first) as session:
        assert session.execute(select(Worker.township, Worker.village)).one() == ("", "")
        assert session.scalar(select(func.count(Offer.id))) == 1
    with database.opened(second) as session:
        assert session.execute(select(Worker.township, Worker.village)).one() == ("甲", "乙")


def test_what_is_unique_is_unique_to_one_tenant(two: tuple[Engine, Engine]) -> None:
    first, _ = two
    with pytest.raises(IntegrityError), database.opened(first) as session:
        a_worker(session, "王五", identity="510802198503121237")


def test_settings_of_one_office_are_merged_beside_anothers(two: tuple[Engine, Engine]) -> None:
    for at, engine in enumerate(two):
        with database.opened(engine) as session:
            session.merge(Setting(name="county", value=at, changed=NOW))
    for at, engine in enumerate(two):
        with database.opened(engine) as session:
            assert session.scalar(select(Setting.value)) == at


def test_a_row_of_another_tenant_cannot_be_written(two: tuple[Engine, Engine]) -> None:
    first, _ = two
    with pytest.raises(Unbounded), database.opened(first) as session:
        an_employer(session, "别家", tenant_id=2)
    with pytest.raises(Unbounded), database.opened(first) as session:
        session.execute(insert(Employer), [{"name": "x", "county": 1, "changed": NOW, "tenant_id": 2}])


def test_a_statement_the_filter_cannot_bind_is_refused(two: tuple[Engine, Engine]) -> None:
    workers = Worker.__table__
    assert isinstance(workers, Table)
    for query in (select(workers.c.id), select(workers.alias().c.id), select(workers.c.id).join(Offer)):
        with pytest.raises(Unbounded, match="no tenant"), database.opened(two[0]) as session:
            session.execute(query)
    with pytest.raises(Unbounded), two[0].connect() as connection:
        connection.execute(select(Worker.id))


def test_where_several_share_nobody_is_guessed(two: tuple[Engine, Engine], engine: Engine) -> None:
    del two
    with pytest.raises(NoTenantNamed, match="--tenant"), database.opened(engine) as session:
        session.scalar(select(func.count(Worker.id)))
    with pytest.raises(NoTenantNamed), database.opened(engine) as session:
        a_worker(session)


def test_with_one_tenant_nobody_need_name_it(engine: Engine) -> None:
    with database.opened(engine) as session:
        a_worker(session)
    with Session(of_tenant(engine, 1)) as session:
        assert session.scalar(select(func.count(Worker.id))) == 1


def test_a_row_that_names_no_tenant_is_nobodys_and_refused(engine: Engine) -> None:
    said = {"purpose": "register", "given": TODAY, "channel": "paper", "recorded_by": "x", "recorded": NOW}
    with database.opened(engine) as session:
        a_worker(session)
    whole = engine.execution_options(tenant=EVERY)
    with pytest.raises(Exception, match=r"(?i)foreign key|row-level security"), whole.begin() as connection:
        connection.execute(insert(Consent), {"worker_id": 1, "tenant_id": 0, **said})


@pytest.mark.parametrize(
    ("sql", "named"),
    [
        ("SELECT a.id FROM workers AS a WHERE a.tenant_id = ?", ()),
        ("SELECT workers.id FROM workers, offers WHERE workers.tenant_id = ?", ("offers",)),
        ("SELECT 1 FROM regions JOIN employers ON employers.id = 1", ("employers",)),
        ('SELECT 1 FROM "plans" AS p1 WHERE EXISTS (SELECT 1 FROM plans AS p2 WHERE p2.tenant_id = ?)', ("p1",)),
        ("UPDATE runs SET status=? WHERE runs.id = ?", ("runs",)),
        ("DELETE FROM pins WHERE pins.id = ?", ("pins",)),
        ("INSERT INTO pins (id) VALUES (?)", ()),
        ("INSERT INTO pins (id) SELECT workers.id FROM workers", ("workers",)),
        ("SELECT reserve.rank, reserve.id FROM reserve WHERE reserve.tenant_id = ?", ()),
    ],
)
def test_what_was_compiled_is_read_once_more(sql: str, named: tuple[str, ...]) -> None:
    assert unbounded(sql) == named
