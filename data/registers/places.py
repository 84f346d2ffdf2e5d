"""Hubs by the names office files call them."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from data.tables import Hub


class HubBook:
    """All hubs, found by name: in the county named first, else anywhere if the name is unmistakable."""

    def __init__(self, session: Session) -> None:
        self._in_county: dict[tuple[int, str], int] = {}
        self._anywhere: dict[str, list[int]] = {}
        for number, county, name in session.execute(select(Hub.id, Hub.county, Hub.name).order_by(Hub.id)):
            self._in_county[county, _spelled(name)] = number
            self._anywhere.setdefault(_spelled(name), []).append(number)

    def find(self, name: str, county: int = 0) -> int | None:
        """The hub's id; None for an unknown or ambiguous name."""
        own = self._in_county.get((county, _spelled(name)))
        same_name = self._anywhere.get(_spelled(name), [])
        return own if own is not None else (same_name[0] if len(same_name) == 1 else None)


def _spelled(name: str) -> str:
    return "".join(name.split()).casefold()
