"""Versions of what two may change at once: the ETag read is named again by the change (RFC 9110, 8.8.3 and 13.1)."""

from __future__ import annotations

import hashlib
from typing import Annotated, TypeAlias, TypeVar

from fastapi import Header, Response

from api.web.programs.problems import Refused
from api.web.programs.shapes import Shape

T = TypeVar("T", bound=Shape)
IfMatch: TypeAlias = Annotated[str | None, Header(max_length=200, description="the ETag that was read")]


def etag_of(content: bytes) -> str:
    """The tag of an answer's bytes."""
    return f'"{hashlib.sha256(content).hexdigest()[:32]}"'


def tag(told: Shape) -> str:
    """The tag of what an answer says."""
    return etag_of(told.model_dump_json().encode())


def mark(response: Response, told: T) -> T:
    """The same answer, its headers naming its version."""
    response.headers["etag"] = tag(told)
    return told


def still(if_match: str | None, told: Shape) -> None:
    """Refuse a change of what was never read, or has changed since."""
    if if_match is None:
        raise Refused(428, "say_which_version")
    if not names(if_match, tag(told)):
        raise Refused(412, "changed_meanwhile")


def names(condition: str, version: str) -> bool:
    """Whether a condition of If-Match or If-None-Match names this version."""
    said = [one.strip().removeprefix("W/") for one in condition.split(",")]
    return "*" in said or version in said
