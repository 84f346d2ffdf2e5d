"""The tables, one small file a subject; importing this package completes the catalog."""

from data.tables.accounts import Account, AccountSession, ApiToken, KnownDevice, RateCount, RecoveryCode, SignIn
from data.tables.base import Base
from data.tables.employers import ArrearsListing, Employer
from data.tables.fairs import FairAim, FairBooth, FairEvent, FairPair, FairPosting, FairTalk, FairVisitor
from data.tables.findings import OpeningPrice, PlanQuestion, TripCall, VehicleVerdict, VerifiedChange
from data.tables.imports import Import, ImportRow, SeenRow
from data.tables.log import InstallationSetting, LogHead, ReadLogEntry, Setting
from data.tables.organizations import Attribution, Organization
from data.tables.papers import Certificate, Consent, HealthCheck, PaperInHand, Spell
from data.tables.phones import Concern, DeclinedKind, PersonalLink, PersonalSession, SignUp, VillageCode
from data.tables.plans import (
    AssignmentRow,
    BackgroundRun,
    Batch,
    Placement,
    PlanDifference,
    PlanRow,
    ReserveRow,
    TripRow,
    UnplacedRow,
)
from data.tables.postings import Posting, PostingCertificate, PostingHazard, PostingSiteRule, RefusedDemand
from data.tables.programs import FirstAnswer, NewsDelivery, Subscription
from data.tables.regions import Region
from data.tables.rounds import Offer, Pin, RosterChange, Round, RoundStep, TripStep
from data.tables.tenants import Owned, Tenant
from data.tables.transport import Corridor, Fare, Hub, HubName, Vehicle, VehicleStop
from data.tables.workers import WishRegion, Worker, WorkerFlag, WorkerGroup, WorkerTrade

__all__ = [
    "Account",
    "AccountSession",
    "ApiToken",
    "ArrearsListing",
    "AssignmentRow",
    "Attribution",
    "BackgroundRun",
    "Base",
    "Batch",
    "Certificate",
    "Concern",
    "Consent",
    "Corridor",
    "DeclinedKind",
    "Employer",
    "FairAim",
    "FairBooth",
    "FairEvent",
    "FairPair",
    "FairPosting",
    "FairTalk",
    "FairVisitor",
    "Fare",
    "FirstAnswer",
    "HealthCheck",
    "Hub",
    "HubName",
    "Import",
    "ImportRow",
    "InstallationSetting",
    "KnownDevice",
    "LogHead",
    "NewsDelivery",
    "Offer",
    "OpeningPrice",
    "Organization",
    "Owned",
    "PaperInHand",
    "PersonalLink",
    "PersonalSession",
    "Pin",
    "Placement",
    "PlanDifference",
    "PlanQuestion",
    "PlanRow",
    "Posting",
    "PostingCertificate",
    "PostingHazard",
    "PostingSiteRule",
    "RateCount",
    "ReadLogEntry",
    "RecoveryCode",
    "RefusedDemand",
    "Region",
    "ReserveRow",
    "RosterChange",
    "Round",
    "RoundStep",
    "SeenRow",
    "Setting",
    "SignIn",
    "SignUp",
    "Spell",
    "Subscription",
    "Tenant",
    "TripCall",
    "TripRow",
    "TripStep",
    "UnplacedRow",
    "Vehicle",
    "VehicleStop",
    "VehicleVerdict",
    "VerifiedChange",
    "VillageCode",
    "WishRegion",
    "Worker",
    "WorkerFlag",
    "WorkerGroup",
    "WorkerTrade",
]
