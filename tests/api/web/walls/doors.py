"""Every route there is, with an address and a body made of one office's rows, by introspection."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from types import NoneType, UnionType
from typing import Annotated, Any, Final, Literal, Union, get_args, get_origin

from fastapi import FastAPI, UploadFile
from fastapi.routing import APIRoute
from pydantic import BaseModel
from starlette.routing import Mount
from starlette.testclient import TestClient

from policy.rights import Right
from tests import builders
from tests.api.web.test_route_rights import demanded, routes
from tests.builders import TODAY, WINDOW

# What a field of that name asks for, where its type alone would draw nonsense; a callable takes the office's rows.
SAID: Final[dict[str, Any]] = {
    "agreed": "yes", "again": "wo-xin-de-mima-9", "batch": "=batch_number", "broker": "=organization_id",
    "broker_id": "=organization_id", "channel": "phone", "choice": "keep", "code": "123456", "county": "利州区",
    "county_code": builders.LIZHOU, "day": TODAY, "decision": "keep", "employer": "=employer_id",
    "batch_ids": ["=batch_id"], "employer_id": "=employer_id",
    "events": ["plan.made"], "first_day": WINDOW.first, "fit": "yes",
    "hotline": "12333", "import_id": "=import_id", "into": "=other_station_id", "last_day": WINDOW.last,
    "login": "某某", "name": "某站", "new": "wo-xin-de-mima-9", "note": "写错了", "of": "=import_id",
    "organization": "=organization_id", "organization_id": "=organization_id", "pair": ["=pair"], "personal": False,
    "posting": "=posting_id", "posting_id": "=posting_id", "purpose": "核对车次", "receiving_hotline": "12333",
    "role": "planner", "text": "1 王小明 13800000001", "to": "offered", "token": "=token", "tokens": ["=token"],
    "url": "https://example.org/x", "why": "本人要求", "worker": "=worker_id", "worker_id": "=worker_id",
    "worker_ids": ["=worker_id"], "workers": "=worker_id",
}  # fmt: skip
OF_A_ROUTE: Final[dict[str, dict[str, Any]]] = {
    "/rounds/{round_id}/batches/step": {"batch": ["=batch_id"]},
    "/rounds/{round_id}/departures": {"batch": "=batch_id"},
    "/rounds/{round_id}/departures/back": {"batch": "=batch_id"},
    "/batches/{batch_id}/links": {"role": "escort", "name": "某某", "phone": "13800000001"},
    "/rounds/{round_id}/messages": {"purpose": "核对车次"},
    "/units": {"kind": "broker", "under": "=organization_id"},
    "/fairs/{fair_id}/invite": {"county": str(builders.LIZHOU), "count": 5},
    "/fairs/{fair_id}/status": {"status": "closed"},
    "/fairs/{fair_id}/talks/{talk_id}": {"what": "call"},
    "/fairs/{fair_id}/talks/{talk_id}/later": {"stage": 7, "said": "working"},
    "/fairs/{fair_id}/handover": {"round": "=round_id", "talk": ["=talk_id"]},
    "/check": {"number": "R1-01", "code": "12345678"},
    "/rounds/{round_id}/pins": {"kind": "pin"},
    "/rounds/{round_id}/changes": {"kind": "dropped_out"},
    "/rounds/{round_id}/aftercare": {"said": "arrived"},
    "/workers/{worker_id}/consents": {"purpose": "employer"},
    "/workers/{worker_id}/consents/withdraw": {"purpose": "employer"},
    "/rounds/{round_id}/consents": {"purpose": "employer"},
    "/workers/{worker_id}/erase": {"number": "=worker_text"},
    "/workers/{worker_id}/ranking": {"personal": "off"},
}  # fmt: skip


@dataclass(frozen=True)
class Way:
    """One method of one address; ``program`` asks with a token, a page with a cookie."""

    method: str
    path: str
    right: Right | None
    program: bool
    route: APIRoute

    def __str__(self) -> str:
        return f"{self.method} {self.path}"

    def address(self, ids: dict[str, Any]) -> str:
        return re.sub(r"\{(\w+)\}", lambda found: str(ids[found[1]]), self.path)

    @property
    def behind_a_link(self) -> bool:
        """Entered by a link and four digits; whoever has an account alone is nobody there."""
        return self.path.startswith("/my")

    @property
    def takes_a_file(self) -> bool:
        """Whether its form sends a file."""
        return any(_bare(one.field_info.annotation) is UploadFile for one in self.route.dependant.body_params)

    @property
    def names_a_row(self) -> bool:
        return "{" in self.path


def ways(app: FastAPI) -> list[Way]:
    """All of them, the interface's too."""
    return list(_ways(app, ""))


def _ways(app: Any, prefix: str) -> Iterator[Way]:
    for route in routes(app):
        if isinstance(route, APIRoute):
            right = next(iter(demanded(route)), None)
            for method in sorted(route.methods):
                yield Way(method, prefix + route.path, right, bool(prefix), route)
        elif isinstance(route, Mount) and isinstance(route.app, FastAPI):
            yield from _ways(route.app, route.path)


def ask(client: TestClient, way: Way, ids: dict[str, Any], body: dict[str, Any] | None = None, **more: Any) -> Any:
    """Send it with a full body made of an office's rows; ``body``'s rows may be another's than the address's."""
    sent = _body(way, ids if body is None else body)
    how: dict[str, Any] = {} if way.method in ("GET", "DELETE") else {"json" if way.program else "data": sent}
    if way.takes_a_file:
        how["files"] = {"file": ("展位.csv", "单位名称,展位号\n某厂,A9\n".encode())}
    headers = more.pop("headers", {}) | ({"if-match": "*"} if way.method in ("PUT", "PATCH", "DELETE") else {})
    return client.request(way.method, way.address(ids), headers=headers, **how, **more)


def _body(way: Way, ids: dict[str, Any]) -> dict[str, Any]:
    said = SAID | OF_A_ROUTE.get(way.path.removeprefix("/api/v1"), {})
    found: dict[str, Any] = {}
    for field in way.route.dependant.body_params:
        kind, name = field.field_info.annotation, field.field_info.alias or field.name
        if _is_model(kind):
            found |= _model(kind, said, ids)
        elif field.field_info.is_required() or name in said:
            found[name] = _value(name, kind, said, ids)
    return found


def _model(kind: type[BaseModel], said: dict[str, Any], ids: dict[str, Any]) -> dict[str, Any]:
    return {
        field.alias or name: _value(field.alias or name, field.annotation, said, ids)
        for name, field in kind.model_fields.items()
        if field.is_required() or (field.alias or name) in said
    }


def _value(name: str, kind: Any, said: dict[str, Any], ids: dict[str, Any]) -> Any:
    many = get_origin(_bare(kind)) in (list, tuple, set)
    if name in said:
        meant = _meant(said[name], ids)
        return [meant] if many and not isinstance(meant, list) else meant
    return _of_type(_bare(kind), said, ids)


def _meant(word: Any, ids: dict[str, Any]) -> Any:
    if isinstance(word, list):
        return [_meant(one, ids) for one in word]
    if isinstance(word, date):
        return word.isoformat()
    return ids[word[1:]] if isinstance(word, str) and word.startswith("=") else word


def _bare(kind: Any) -> Any:
    if get_origin(kind) is Annotated:
        return _bare(get_args(kind)[0])
    if get_origin(kind) in (Union, UnionType):
        return _bare(next(one for one in get_args(kind) if one is not NoneType))
    return kind


def _is_model(kind: Any) -> bool:
    return isinstance(_bare(kind), type) and issubclass(_bare(kind), BaseModel)


def _of_type(kind: Any, said: dict[str, Any], ids: dict[str, Any]) -> Any:
    if _is_model(kind):
        return _model(kind, said, ids)
    if get_origin(kind) in (list, tuple, set):
        return [_value("", get_args(kind)[0], said, ids)]
    if get_origin(kind) is dict:
        return {"1": "甲"}
    if get_origin(kind) is Literal:
        return get_args(kind)[0]
    plain = {int: 2, float: 60.0, bool: True, str: "甲甲", date: TODAY.isoformat()}
    return next((value for known, value in plain.items() if kind is known), "甲甲")
