"""The web server of one office: on loopback, or beyond it for people who sign in."""

from __future__ import annotations

import ipaddress
import sys
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import typer
from sqlalchemy import Engine

from api.cli import offices
from api.office.accounts.signing_in import AccountsHere
from api.settings import Settings
from api.texts import say
from data.database import opened
from data.database.tenants.register import each
from data.plans.runs import under_way_in_all
from labor.errors import BadInput
from labor.words import Language

GRACE_S = 2  # streams of news never end by themselves
# A page gives the interpreter away at each of hundreds of steps of its queries; beside an import that never rests it
# got it back after 5 ms, Python's own figure, each time: a second for a page.
SWITCH_S = 0.0005
DEMO_FOLDER = Path("var") / "demo"


@dataclass(frozen=True, slots=True)
class Listening:
    """Where to listen, and with which certificate."""

    host: str
    port: int
    certfile: Path | None = None
    keyfile: Path | None = None

    @property
    def loopback(self) -> bool:
        """Whether nobody but this machine can knock."""
        if self.host == "localhost":
            return True
        try:
            return ipaddress.ip_address(self.host.strip("[]")).is_loopback
        except ValueError:
            return False

    @property
    def address(self) -> str:
        """What to open."""
        scheme = "https" if self.certfile else "http"
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{scheme}://{host}:{self.port}"


def serve(home: Path | None, place: Listening, *, demo: bool, language: Language, as_of: date | None = None) -> None:
    """Serve until interrupted, as on the day ``as_of``; the demo season is made first where it is missing."""
    import uvicorn  # noqa: PLC0415

    from api.office.uploads import sweep  # noqa: PLC0415
    from api.planning.runs import look_after  # noqa: PLC0415
    from api.web.app import make_app  # noqa: PLC0415

    home = home or (DEMO_FOLDER if demo else None)
    if demo and not ((home or DEMO_FOLDER) / "summary.json").is_file():
        from api.cli import demonstration  # noqa: PLC0415

        typer.echo(say("cli.serve_making", language))
        demonstration.run(home, language=language)
    office = offices.served(home)
    accounts = AccountsHere(office.engine).any()
    listening = listening_options(place, office.settings, accounts=accounts)
    for one in each(office.engine):
        look_after(one)
    sweep(office.settings.uploads)
    typer.echo(say("cli.serve_signed_in" if accounts else "cli.serve_at", language, address=place.address))
    sys.setswitchinterval(SWITCH_S)
    beyond = beyond_this_machine(place, office.settings)
    app = make_app(replace(office.settings, as_of=as_of, second_factor=beyond, sealed=beyond), office.engine)
    app.state.accounts.any()  # before the first request
    try:
        uvicorn.run(app, log_level="warning", timeout_graceful_shutdown=GRACE_S, server_header=False, **listening)
    finally:
        typer.echo(say("cli.serve_ended", language, runs=_open_runs(office.engine)))


def _open_runs(engine: Engine) -> int:
    found = 0
    for one in each(engine):
        with opened(one) as session:
            found += under_way_in_all(session)
    return found


def listening_options(place: Listening, settings: Settings, *, accounts: bool) -> dict[str, Any]:
    """What uvicorn is told; raises BadInput where others could knock and nobody would have to sign in, or unsealed."""
    if (place.certfile is None) != (place.keyfile is None):
        raise BadInput("证书和私钥要一起给（--certfile 和 --keyfile） / give --certfile and --keyfile together")
    for file in (place.certfile, place.keyfile):
        if file is not None and not file.is_file():
            raise BadInput(f"找不到文件 {file} / there is no file {file}")
    if beyond_this_machine(place, settings):
        _refuse_open_doors(place, settings, accounts=accounts)
    return {
        "host": place.host.strip("[]"),
        "port": place.port,
        "ssl_certfile": place.certfile,
        "ssl_keyfile": place.keyfile,
        # Without a named proxy nobody's word on where a request comes from is taken.
        "proxy_headers": bool(settings.proxies),
        "forwarded_allow_ips": list(settings.proxies),
    }


def beyond_this_machine(place: Listening, settings: Settings) -> bool:
    """Whether others can knock: by the address listened on, or by a proxy on this machine, which has a host's name."""
    return bool(not place.loopback or settings.proxies or settings.more_hosts)


def _refuse_open_doors(place: Listening, settings: Settings, *, accounts: bool) -> None:
    if not accounts:
        raise BadInput(
            "本机以外的人能访问时必须先有账号：请运行 gongqiao account add 登录名 --role administrator / "
            "beyond this machine people must sign in: make an account first, gongqiao account add LOGIN --role "
            "administrator"
        )
    if place.certfile is None and not settings.proxies:
        raise BadInput(
            "本机以外不能明文传输：请给证书（--certfile、--keyfile），或者放在 HTTPS 反向代理后面，"
            "用 GONGQIAO_PROXY 写明代理的地址 / "
            "beyond this machine nothing goes unsealed: give --certfile and --keyfile, or serve behind an HTTPS proxy "
            "and name its address in GONGQIAO_PROXY"
        )
    if not settings.more_hosts:
        raise BadInput(
            "请用 GONGQIAO_HOSTS 写明大家用的网址里的主机名，例如 gongqiao.example.gov.cn / "
            "name the host people open in GONGQIAO_HOSTS, such as gongqiao.example.gov.cn"
        )
