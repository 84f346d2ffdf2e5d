"""Who asks: the person or program on whose behalf something is read or changed."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Viewer:
    """``name`` is what the logs write; ``role`` is a role of policy/rights.py; no account means the local operator.

    ``only`` narrows what the role may do, for a program that was given less than its maker may; None narrows nothing.
    """

    name: str
    role: str
    tenant_id: int | None
    organization_id: int | None
    account_id: int | None
    employer_id: int | None = None
    only: frozenset[str] | None = None
    worker_id: int | None = None  # who came in by a link of their own
    batch_id: int | None = None  # whose link is for one coach


NOBODY = Viewer("", "", tenant_id=None, organization_id=None, account_id=None)  # not signed in: no role, no right


def local_operator(name: str) -> Viewer:
    """Whoever works on a machine without accounts: administrator of the only tenant there."""
    return Viewer(name, "administrator", tenant_id=None, organization_id=None, account_id=None)
