"""Who may do what, in one table that the routes and the queries both read.

A right says what may be done; a role's scope says on whose rows. A role that is to do more gets a word here, and the
test of exact sets (tests/policy/test_rights.py) gets the same word.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, Literal, TypeAlias, get_args

from labor.viewers import Viewer

Role: TypeAlias = Literal[
    "administrator", "planner", "officer", "broker", "escort", "employer", "organizer", "receiver", "worker"
]
Scope: TypeAlias = Literal["tenant", "subtree", "own_employer", "own_trips", "self"]
Right: TypeAlias = Literal[
    "account.own",  # one's own password, sessions and tokens
    "accounts.manage",
    "aftercare.record",
    "aftercare.see",
    "boarding.tick",
    "claims.decide",  # who brought whom
    "concerns.settle",  # what people ask and are troubled by, from their own pages
    "consents.record",
    "employers.see",
    "fairs.door",  # checking visitors in, calling them to booths, writing down what a talk came to
    "fairs.lead",  # the event, its booths and plan
    "fairs.see",
    "files.import",
    "files.see",
    "health.record",
    "law.see",
    "links.make",  # a person's own page: to make a link to it, and to end one
    "log.see",
    "offers.answer",
    "office.settings",
    "overview.see",
    "own.answer",  # of who came in by a link: yes, no, a wish, a correction, a trouble
    "own.see",
    "papers.make",  # manifests and lists, which hold names
    "people.change",
    "people.erase",
    "people.read_numbers",  # full names, phones and identity numbers, with a purpose, logged
    "people.see",  # masked
    "plans.make",
    "plans.see",
    "postings.change",
    "postings.see",
    "rounds.lead",  # offers, lock, depart, pins, drop-outs
    "scorer.see",
    "stations.change",
    "stations.see",
    "tokens.manage",  # other people's; one's own stand under account.own
    "trips.see",
    "vehicles.change",
    "vehicles.see",
]

ROLES: Final[tuple[Role, ...]] = get_args(Role)
ALL: Final[frozenset[Right]] = frozenset(get_args(Right))

# Of one person alone, by their own link: no account has them.
_OWN: Final[frozenset[Right]] = frozenset({"own.answer", "own.see"})
_EVERYBODY: Final[frozenset[Right]] = frozenset({"account.own", "law.see"})
_BROKER: Final[frozenset[Right]] = _EVERYBODY | {
    "aftercare.record",
    "aftercare.see",
    "consents.record",
    "files.import",
    "files.see",
    "links.make",
    "offers.answer",
    "overview.see",
    "people.see",
    "plans.see",
    "postings.see",
}
_OFFICER: Final[frozenset[Right]] = _BROKER | {
    "boarding.tick",
    "claims.decide",
    "concerns.settle",
    "employers.see",
    "fairs.door",
    "fairs.see",
    "health.record",
    "papers.make",
    "people.change",
    "people.read_numbers",
    "postings.change",
    "stations.see",
    "trips.see",
    "vehicles.see",
}
_PLANNER: Final[frozenset[Right]] = _OFFICER | {
    "fairs.lead",
    "plans.make",
    "rounds.lead",
    "scorer.see",
    "stations.change",
    "vehicles.change",
}

RIGHTS: Final[Mapping[Role, frozenset[Right]]] = MappingProxyType(
    {
        "administrator": ALL - _OWN,
        "planner": _PLANNER,
        "officer": _OFFICER,
        "broker": _BROKER,
        "escort": _EVERYBODY | {"boarding.tick", "trips.see"},
        "employer": _EVERYBODY | {"postings.see", "trips.see"},
        "organizer": _EVERYBODY | {"employers.see", "fairs.door", "fairs.lead", "fairs.see", "postings.see"},
        "receiver": _EVERYBODY | {"boarding.tick", "trips.see"},
        "worker": _EVERYBODY | _OWN,
    }
)

SCOPES: Final[Mapping[Role, Scope]] = MappingProxyType(
    {
        "administrator": "tenant",
        "planner": "tenant",
        "officer": "subtree",
        "broker": "subtree",
        "escort": "own_trips",
        "employer": "own_employer",
        "organizer": "tenant",
        "receiver": "own_trips",
        "worker": "self",
    }
)


# Scopes the queries keep to (data/database/tenants/scopes.py); a role of another scope would see more than its own.
HELD: Final[frozenset[Scope]] = frozenset({"tenant", "subtree", "own_employer"})  # of accounts; "self" by a link
# What reaches everybody, whoever does it: not for somebody whose account stands in a unit.
WHOLE_OFFICE: Final[frozenset[Right]] = frozenset(
    {
        "log.see",
        "office.settings",
        "papers.make",  # a coach's papers hold all its people
        "people.erase",
        "plans.make",
        "rounds.lead",
        "scorer.see",
        "stations.change",
        "vehicles.change",
    }
)


def can_be_given(role: Role) -> bool:
    """Whether an account of this role would see no more than its scope."""
    return SCOPES[role] in HELD


def scope_of(viewer: Viewer) -> Scope:
    """On whose rows a viewer may do what they may: whoever's account stands in a unit sees that unit's."""
    scope: Scope = next((scope for known, scope in SCOPES.items() if known == viewer.role), "self")
    if scope in ("tenant", "subtree"):
        return "tenant" if viewer.organization_id is None else "subtree"
    return scope


def allowed(viewer: Viewer, right: Right) -> bool:
    """Whether this viewer may do it: their role holds the right, and neither a token nor their place narrows it."""
    if viewer.organization_id is not None and right in WHOLE_OFFICE:
        return False
    return right in rights_of(viewer.role) and (viewer.only is None or right in viewer.only)


def rights_of(role: str) -> frozenset[Right]:
    """What a role may do; a role this program does not know may do nothing."""
    return next((rights for known, rights in RIGHTS.items() if known == role), frozenset())
