"""Where things are on this machine, read once from the environment."""

from __future__ import annotations

import getpass
import ipaddress
import os
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from labor.errors import BadInput
from labor.words import Language

UPLOAD_LIMIT_BYTES = 40 * 1024 * 1024
FORM_LIMIT_BYTES = 2 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Settings:
    """``folder`` holds everything that is not code: the database, uploads, models, exports."""

    folder: Path = Path("var")
    database: str = ""  # an SQLAlchemy address; empty = SQLite in the folder
    operator: str = "local"
    tenant: str = ""  # number or name of whose rows are meant, where several share the installation
    private_webhooks: bool = False  # news may go to private addresses, and by plain http
    more_hosts: frozenset[str] = frozenset()  # names the door answers to besides loopback
    proxies: tuple[str, ...] = ()  # addresses whose X-Forwarded-For and X-Forwarded-Proto are believed
    second_factor: bool = False  # whether those who read full numbers must sign in with a second factor
    sealed: bool = False  # whether every request must have come by TLS
    as_of: date | None = None  # the day pages take for today; None is today
    map_file: Path = Path(__file__).parent / "web" / "static" / "map" / "china.json"

    @property
    def database_url(self) -> str:
        """The address data/database connects to."""
        return self.database or f"sqlite:///{(self.folder / 'gongqiao.db').resolve()}"

    @property
    def uploads(self) -> Path:
        """Files as they came."""
        return self.folder / "uploads"

    @property
    def models(self) -> Path:
        """Trained scorers."""
        return self.folder / "models"

    @property
    def exports(self) -> Path:
        """Manifests and lists."""
        return self.folder / "exports"


def from_environment(folder: Path | None = None) -> Settings:
    """Settings from GONGQIAO_HOME, _DATABASE, _OPERATOR, _MAP, _HOSTS, _PROXY and _PRIVATE_WEBHOOKS."""
    usual = Settings()
    map_file = Path(os.environ.get("GONGQIAO_MAP", usual.map_file))
    if not map_file.is_file():
        raise BadInput(f"GONGQIAO_MAP points to {map_file}, and no file stands there")
    return Settings(
        folder=folder or Path(os.environ.get("GONGQIAO_HOME", usual.folder)),
        database=os.environ.get("GONGQIAO_DATABASE", ""),
        operator=os.environ.get("GONGQIAO_OPERATOR") or _who(),
        tenant=os.environ.get("GONGQIAO_TENANT", ""),
        map_file=map_file,
        private_webhooks=os.environ.get("GONGQIAO_PRIVATE_WEBHOOKS", "") == "1",
        more_hosts=frozenset(name.lower() for name in _listed("GONGQIAO_HOSTS")),
        proxies=_addresses("GONGQIAO_PROXY"),
    )


def _listed(variable: str) -> tuple[str, ...]:
    return tuple(one.strip() for one in os.environ.get(variable, "").split(",") if one.strip())


def _addresses(variable: str) -> tuple[str, ...]:
    """Addresses or networks; ``*`` would believe anybody who says where they come from."""
    for said in _listed(variable):
        try:
            ipaddress.ip_network(said, strict=False)
        except ValueError as wrong:
            raise BadInput(
                f"{variable} 要写代理服务器的 IP 地址或网段，不能写 {said} / "
                f"{variable} names the proxy by address or network, not {said}"
            ) from wrong
    return _listed(variable)


def language_of_locale() -> Language:
    """GONGQIAO_LANG, else the locale: Chinese for zh*, English for every other named language, Chinese unset."""
    said = os.environ.get("GONGQIAO_LANG") or os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES")
    said = said or os.environ.get("LANG") or ""
    if said.lower().startswith("zh"):
        return "zh"
    return "zh" if said in ("", "C", "POSIX", "C.UTF-8") and "GONGQIAO_LANG" not in os.environ else "en"


def _who() -> str:
    """The account's name; containers may have none."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "local"
