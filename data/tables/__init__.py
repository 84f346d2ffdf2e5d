"""The tables, one small file a subject; importing this package completes the catalog."""

from data.tables.base import Base
from data.tables.employers import ArrearsListing, Employer
from data.tables.findings import Answer, OpeningPrice, Question, TripCall, VehicleVerdict
from data.tables.imports import Import, ImportRow, SeenRow
from data.tables.log import Reading, Setting
from data.tables.organizations import Attribution, Organization
from data.tables.papers import Certificate, Consent, HealthCheck, Spell
from data.tables.plans import (
    AssignmentRow,
    Batch,
    Placement,
    PlanDifference,
    PlanRow,
    ReserveRow,
    Run,
    TripRow,
    UnplacedRow,
)
from data.tables.postings import Posting, PostingCertificate, PostingHazard, PostingSiteRule, RefusedDemand
from data.tables.regions import Region
from data.tables.rounds import Offer, Pin, RosterChange, Round, RoundStep
from data.tables.transport import Corridor, Fare, Hub, HubName, Vehicle, VehicleStop
from data.tables.workers import WishRegion, Worker, WorkerFlag, WorkerGroup, WorkerTrade

__all__ = [
    "Answer",
    "ArrearsListing",
    "AssignmentRow",
    "Attribution",
    "Base",
    "Batch",
    "Certificate",
    "Consent",
    "Corridor",
    "Employer",
    "Fare",
    "HealthCheck",
    "Hub",
    "HubName",
    "Import",
    "ImportRow",
    "Offer",
    "OpeningPrice",
    "Organization",
    "Pin",
    "Placement",
    "PlanDifference",
    "PlanRow",
    "Posting",
    "PostingCertificate",
    "PostingHazard",
    "PostingSiteRule",
    "Question",
    "Reading",
    "RefusedDemand",
    "Region",
    "ReserveRow",
    "RosterChange",
    "Round",
    "RoundStep",
    "Run",
    "SeenRow",
    "Setting",
    "Spell",
    "TripCall",
    "TripRow",
    "UnplacedRow",
    "Vehicle",
    "VehicleStop",
    "VehicleVerdict",
    "WishRegion",
    "Worker",
    "WorkerFlag",
    "WorkerGroup",
    "WorkerTrade",
]
