"""Which tables a viewer of less than the whole office may ask at all: a new table is named here, or a test fails."""

from __future__ import annotations

from functools import cache
from typing import Final

from data.tables import (
    ArrearsListing,
    AssignmentRow,
    BackgroundRun,
    Base,
    Batch,
    Corridor,
    Employer,
    FairAim,
    FairBooth,
    FairEvent,
    FairPair,
    FairPosting,
    FairTalk,
    Fare,
    FirstAnswer,
    Hub,
    HubName,
    Import,
    ImportRow,
    NewsDelivery,
    Offer,
    OpeningPrice,
    Organization,
    PersonalSession,
    Placement,
    PlanQuestion,
    PlanRow,
    Posting,
    PostingCertificate,
    PostingHazard,
    PostingSiteRule,
    ReadLogEntry,
    RefusedDemand,
    Round,
    RoundStep,
    SeenRow,
    Setting,
    SignUp,
    Subscription,
    TripCall,
    TripRow,
    Vehicle,
    VehicleStop,
    VehicleVerdict,
    VillageCode,
    WorkerGroup,
)

OF_A_FILE: Final[tuple[type[Base], ...]] = (ImportRow,)
# Of no person: what a unit must know of its whole office to advise and to answer.
OPEN_TO_A_UNIT: Final[frozenset[type[Base]]] = frozenset({
    ArrearsListing, BackgroundRun, Batch, Corridor, Employer, FairAim,
    FairBooth, FairEvent, FairPosting, Fare, FirstAnswer, Hub, HubName, NewsDelivery,
    OpeningPrice, Organization, PlanQuestion, PlanRow, Posting, PostingCertificate, PostingHazard, PostingSiteRule,
    ReadLogEntry, RefusedDemand, Round, RoundStep, SeenRow, Setting, Subscription, TripCall, TripRow, Vehicle,
    VehicleStop, VehicleVerdict, VillageCode, WorkerGroup, PersonalSession,
})  # fmt: skip
# Of people nobody registered yet, of links, or of a fair's visitors: the whole office's alone.
CLOSED_TO_A_UNIT: Final[tuple[type[Base], ...]] = (SignUp, FairPair, FairTalk)
FILES: Final[frozenset[type[Base]]] = frozenset({Import, *OF_A_FILE})
# By its own postings, and of people by those it may see.
CARRIED_TO_AN_EMPLOYER: Final[tuple[type[Base], ...]] = (
    AssignmentRow, Offer, Placement, PostingCertificate, PostingHazard, PostingSiteRule,
)  # fmt: skip
OPEN_TO_AN_EMPLOYER: Final[frozenset[type[Base]]] = frozenset({
    FirstAnswer, Hub, HubName, Round, Setting, TripCall, VehicleStop,
})  # fmt: skip


@cache
def owned_classes() -> frozenset[type[Base]]:
    """Every class whose rows belong to a tenant."""
    return frozenset(one.class_ for one in Base.registry.mappers if "tenant_id" in one.columns)
