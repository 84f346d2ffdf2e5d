"""The log of reads as its keeper sees it: where its chains end, and whether they hold."""

from __future__ import annotations

import re
from typing import Final

from sqlalchemy import Engine

from api.texts import say
from data.tables import log_chain
from data.tables.log_chain import Head
from labor.errors import BadInput
from labor.words import Language

HEAD: Final = re.compile(r"(\d{1,9}):(\d{1,9}):([0-9a-f]{64}|)")


def heads(engine: Engine) -> list[Head]:
    """Where each chain ends now: to be kept where nobody who can write the database can write."""
    with engine.connect() as connection:
        return log_chain.heads(connection)


def breaks(engine: Engine, known: list[str], language: Language) -> list[str]:
    """A sentence for each place where a chain does not hold; raises BadInput for a head written otherwise."""
    with engine.connect() as connection:
        found = log_chain.breaks(connection, [_head(one) for one in known])
    return [say(f"keeping.log.{one.kind}", language, position=one.position) for one in found]


def _head(said: str) -> Head:
    found = HEAD.fullmatch(said.strip())
    if found is None:
        raise BadInput(
            f"--head 要写成 gongqiao log head 打印的样子（链号:行数:64位），不是 {said} / "
            f"--head is what gongqiao log head printed (chain:lines:64 signs), not {said}"
        )
    return Head(int(found[1]), int(found[2]), found[3])
