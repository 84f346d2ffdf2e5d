"""Two offices of one installation with a row of each in every table, every word of the second one marked as its own."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Connection, Engine, Table, insert, select
from sqlalchemy.orm import Session

from api.office import uploads
from api.office.accounts import passwords
from api.web.cookies import SESSION
from data.database import opened
from data.database.tenants.register import add, of_tenant
from data.importers.bringing import Sending, bring_in
from data.privacy import Reader
from data.registers.accounts import sessions, tokens
from data.registers.accounts.sessions import Browser, viewer_of
from data.registers.accounts.tokens import NEVER
from data.tables import (
    Account,
    AssignmentRow,
    Attribution,
    BackgroundRun,
    Base,
    Batch,
    Concern,
    Consent,
    FairAim,
    FairBooth,
    FairEvent,
    FairTalk,
    FairVisitor,
    ImportRow,
    Organization,
    PersonalLink,
    PlanDifference,
    Subscription,
    TripRow,
    UnplacedRow,
    VehicleVerdict,
    VillageCode,
)
from data.views import personal
from optimizer import PlanParams, PlanTerms
from optimizer.fairs import USUAL_AIMS
from policy.rights import ALL, ROLES, Role, allowed
from tests import builders, every_table

MARK: Final = "昭化秘"  # stands in every word of the second office, and in no answer to the first
HASHED: Final = passwords.hashed("gonglu-haishi-tielu-7")


@dataclass(frozen=True)
class Tenancy:
    """One office: its rows by the name routes give them, and a cookie and a token for each role."""

    engine: Engine
    tenant: int
    ids: dict[str, Any]
    cookies: dict[Role, str]
    tokens: dict[Role, str]

    def badge(self, role: Role, *, program: bool) -> dict[str, str]:
        """What somebody of this role shows: a token, or the cookie of a browser that signed in."""
        if program:
            return (
                {"authorization": f"Bearer {self.tokens[role]}"}
                if role in self.tokens
                else {"authorization": "Bearer x"}
            )
        return {"cookie": f"{SESSION}={self.cookies[role]}"}


def two_offices(engine: Engine, folder: Path) -> tuple[Tenancy, Tenancy]:
    """Both offices, each filled alike."""
    second = add(engine, f"{MARK}人力", "hr_company", now=builders.NOW)
    return tuple(
        _filled(of_tenant(engine, number), number, mark, folder) for number, mark in ((1, "利州"), (second, MARK))
    )  # type: ignore[return-value]


def _filled(engine: Engine, tenant: int, mark: str, folder: Path) -> Tenancy:
    with opened(engine) as session:
        ids = _rows(session, mark)
        cookies, secrets = _people(session, tenant, mark, ids)
    with engine.begin() as connection:
        for table in Base.metadata.sorted_tables:
            if "tenant_id" in table.c:
                _at_least_one(connection, table, tenant, mark)
    with opened(engine) as session:
        for name, table in (("link_id", PersonalLink), ("concern_id", Concern), ("code_id", VillageCode)):
            ids[name] = session.scalars(select(table.id).order_by(table.id)).first()
        ids["code"] = "x"
    ids["token"] = uploads.put_aside(
        folder / str(tenant), f"{mark}.csv", f"姓名,电话\n{mark},13800000009".encode()
    ).token
    return Tenancy(engine, tenant, ids, cookies, secrets)


def _rows(session: Session, mark: str) -> dict[str, Any]:
    """What the routes show: a round with a plan, a coach, people placed and left, a file with a row to decide."""
    kept = builders.kept
    county = kept(session, Organization(kind="county", name=f"{mark}公司", county=builders.LIZHOU))
    town = kept(
        session,
        Organization(
            kind="township", parent_id=county.id, name=f"{mark}镇", county=builders.LIZHOU, township=f"{mark}镇"
        ),
    )
    start, end = (builders.a_hub(session, f"{mark}{name}", longitude=east, latitude=north)
                  for name, east, north in (("汽车站", 105.8, 32.4), ("东站", 120.1, 30.3)))  # fmt: skip
    joined = builders.a_hub(session, f"{mark}旧站")
    employer = builders.an_employer(session, f"{mark}电子厂")
    posting = builders.a_posting(session, employer, title=f"{mark}普工", destination_hub_id=end.id, address=f"{mark}路")
    people = [
        builders.a_worker(session, f"{mark[:1]}{at}{mark}", phone=f"1380000{at:04d}", pickup_hub_id=start.id,
                          township=f"{mark}镇", village=f"{mark}村", organization_id=town.id, text=mark)
        for at in range(3)
    ]  # fmt: skip
    worker, left, gone = people
    list_ = f"姓名,电话,县区,乡镇\n{worker.name},,利州区,{mark}镇\n{mark},138,利州区,{mark}镇\n"
    bring_in(session, Sending(list_.encode(), f"{mark}.csv", mark), "workers", today=builders.TODAY)
    row = session.scalars(select(ImportRow).where(ImportRow.outcome == "to_decide")).first()
    assert row is not None
    coach = builders.a_coach(
        session, [start], [end], number=f"{mark}1", label=mark, leaves=builders.WINDOW.first, drivers=2
    )
    round_ = builders.a_round(session, f"{mark}第一批")
    run = kept(
        session,
        BackgroundRun(kind="plan", round_id=round_.id, status="done", message=mark, asked=builders.NOW, asked_by=mark),
    )
    plan = builders.a_plan(session, round_, run_id=run.id, params=asdict(PlanParams()), weights=asdict(PlanTerms()))
    trip = kept(session, TripRow(
        plan_id=plan.id, number=1, vehicle_id=coach.id, people=1, seats=49, cost_fen=1.0, leaves=builders.WINDOW.first,
        arrives=builders.WINDOW.first))  # fmt: skip
    batch = kept(session, Batch(round_id=round_.id, number=f"R{round_.id}-01", trip_id=trip.id))
    session.add_all([
        AssignmentRow(plan_id=plan.id, worker_id=worker.id, posting_id=posting.id, trip_id=trip.id, travel="trip",
                      pickup_hub_id=start.id, score=0.5),
        UnplacedRow(plan_id=plan.id, worker_id=left.id, reason="no_pair", detail=mark, detail_zh=mark),
        VehicleVerdict(plan_id=plan.id, vehicle_id=coach.id, law="runs", law_zh=mark, law_en=mark, use="", use_zh=mark,
                       use_en=mark),
        PlanDifference(plan_id=plan.id, worker_id=gone.id, kind="removed", posting_before=posting.id),
    ])  # fmt: skip
    builders.an_offer(session, worker, posting, round_id=round_.id, reply="yes", replied=builders.TODAY)
    session.add(Consent(
        worker_id=worker.id, purpose="employer", employer_id=employer.id, given=builders.TODAY, channel="phone",
        recorded_by=mark, recorded=builders.NOW,
    ))  # fmt: skip
    session.add(Attribution(worker_id=worker.id, organization_id=town.id, claimed=builders.TODAY, counts=True))
    fair = kept(session, FairEvent(
        name=f"{mark}招聘会", day=builders.TODAY, county=builders.LIZHOU, venue=f"{mark}广场", opens=540, closes=720,
        slot_minutes=15, most_talks=2, filing_days=15, made=builders.NOW, made_by=mark))  # fmt: skip
    booth = kept(session, FairBooth(fair_id=fair.id, employer_id=employer.id, number=f"A{mark}1"))
    visitor = kept(session, FairVisitor(fair_id=fair.id, worker_id=worker.id, code="123456", channel=mark, arrives=540))
    talk = kept(session, FairTalk(
        visitor_id=visitor.id, booth_id=booth.id, posting_id=posting.id, begins=540, interviewer=0))  # fmt: skip
    session.add_all([FairAim(fair_id=fair.id, way="plan", aim=aim, value=1.0) for aim in ("talks", *USUAL_AIMS)])
    personal.log(
        session, Reader(mark, f"/workers {mark}", builders.NOW).entry("workers", ("name",), subject_id=worker.id)
    )
    told = kept(session, Subscription(url=f"https://example.org/{mark}", secret=mark, events=["plan.made"],
                                      made=builders.NOW, made_by=mark))  # fmt: skip
    return {
        "organization_id": town.id, "county_organization_id": county.id, "import_id": row.import_id,
        "station_id": joined.id,
        "other_station_id": start.id, "employer_id": employer.id, "posting_id": posting.id, "worker_id": worker.id,
        "row_id": row.id, "vehicle_id": coach.id, "round_id": round_.id, "run_id": run.id, "plan_id": plan.id,
        "fair_id": fair.id, "booth_id": booth.id, "visitor_id": visitor.id, "talk_id": talk.id,
        "batch_id": batch.id, "batch_number": batch.number,
        "worker_text": str(worker.id), "pair": f"{worker.id}-{posting.id}", "subscription_id": told.id,
        "subject": "worker",        "subject_id": left.id, "name": "unplaced",
    }  # fmt: skip


def _people(session: Session, tenant: int, mark: str, ids: dict[str, Any]) -> tuple[dict[Role, str], dict[Role, str]]:
    """An account of each role, signed in, with a token of all it may give away."""
    cookies: dict[Role, str] = {}
    secrets: dict[Role, str] = {}
    now = datetime.now(UTC)
    for role in ROLES:
        account = builders.kept(session, Account(
            tenant=tenant, role=role, login=f"{mark}{role}".casefold(), password_hash=HASHED, password_changed=now,
            employer_id=ids["employer_id"] if role == "employer" else None, second_factor_on=True, made=now,
            made_by=mark))  # fmt: skip
        cookies[role], secret = signed_in(session, account)
        if secret:
            secrets[role] = secret
        if role == "officer":
            ids["account_id"] = account.id
            ids["session_id"] = sessions.of_account(session, account.id, now=now)[0].id
            ids["token_id"] = tokens.of_account(session, account.id)[0].id
    return cookies, secrets


def signed_in(session: Session, account: Account) -> tuple[str, str]:
    """A session of an account's, and a token of all it may give away; "" where it has nothing to give."""
    now, viewer = datetime.now(UTC), viewer_of(account)
    cookie = sessions.begin(session, account, "full", Browser("10.0.0.1", account.login), now=now)
    given = [right for right in ALL - NEVER if allowed(viewer, right)]
    secret = (
        tokens.make(session, viewer, account.login, given, lifetime=(now, now + timedelta(days=9))) if given else ""
    )
    session.flush()
    return cookie, secret


def _at_least_one(connection: Connection, table: Table, tenant: int, mark: str) -> None:
    """A row in a table nothing above filled, drawn from the table itself: one added tomorrow is filled too."""
    if connection.execute(select(table.c.tenant_id).where(table.c.tenant_id == tenant)).first():
        return
    row = every_table.drawn(table, tenant) | {"tenant_id": tenant}
    for column in table.columns:
        if column.foreign_keys and column.name != "tenant_id":
            (key,) = column.foreign_keys
            target = key.column.table
            owned = (
                select(key.column).where(target.c.tenant_id == tenant)
                if "tenant_id" in target.c
                else select(key.column)
            )
            row[column.name] = connection.scalar(owned.order_by(key.column))
        elif isinstance(row.get(column.name), str) and (getattr(column.type, "length", None) or 200) >= 200:
            row[column.name] = mark
    connection.execute(insert(table).values(**{name: value for name, value in row.items() if value is not None}))
