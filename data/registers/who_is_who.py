"""Who is who: telling people of the register apart without opening what is sealed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from data.tables import Worker


class Book:
    """Everybody in the register by what may tell them apart; keyed hashes only, nothing is opened."""

    def __init__(self, session: Session) -> None:
        self.identity: dict[str, int] = {}
        self.identity_of: dict[int, str | None] = {}
        self.phone: dict[tuple[str, str], list[int]] = {}
        self.village: dict[tuple[str, int, str, str], list[int]] = {}
        self.bare: set[int] = set()  # neither phone nor identity number is known
        rows = session.execute(
            select(
                Worker.id, Worker.identity_index, Worker.name_index, Worker.phone_index, Worker.county,
                Worker.township, Worker.village,
            ).order_by(Worker.id)
        )  # fmt: skip
        for number, identity, name, phone, county, township, village in rows:
            self.add(number, identity, name=name, phone=phone, home=(county, township, village))

    def add(
        self, number: int, identity: str | None, *, name: str, phone: str | None, home: tuple[int, str, str]
    ) -> None:
        """Take one more person in; a negative number marks somebody not written yet."""
        self.identity_of[number] = identity
        if identity:
            self.identity[identity] = number
        if phone:
            self.phone.setdefault((name, phone), []).append(number)
        if not phone and not identity:
            self.bare.add(number)
        self.village.setdefault((name, *home), []).append(number)

    def known(self, values: Mapping[str, Any]) -> int | None:
        """The one person these columns speak of; None for a new one."""
        identity, phone = values.get("identity_index"), values.get("phone_index")
        if identity and identity in self.identity:
            return self.identity[identity]
        if phone:
            same = [
                number
                for number in self.phone.get((values["name_index"], phone), ())
                if not identity or self.identity_of[number] in (None, identity)
            ]
            return same[0] if len(same) == 1 else None
        if identity:
            return None
        home = (values["name_index"], values["county"], values.get("township", ""), values.get("village", ""))
        bare = [number for number in self.village.get(home, ()) if number in self.bare]
        return bare[0] if len(bare) == 1 else None
