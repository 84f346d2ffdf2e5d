"""Subscriptions: who is told of plans and batches, the secret shown once, and what became of each message."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Request, Response
from pydantic import Field, StringConstraints

from api.office import webhooks
from api.web.dependencies import SessionOf, SettingsOf, ViewerOf, may, now
from api.web.programs.problems import answers
from api.web.programs.shapes import Asked, ListOf, Number, Shape, Text, listed, place
from data.plans import subscriptions
from data.views import subscriptions as views
from data.views.cursors import After

router = APIRouter(tags=["news"], responses=answers(409))
Event = Literal["plan.made", "round.stepped", "batch.departed", "batch.departure_taken_back"]


class SubscriptionTold(Shape):
    """Who is told of what."""

    id: int
    url: str
    events: list[str]
    made: datetime
    made_by: str


class NewSubscription(SubscriptionTold):
    """The same with the secret its messages are signed with: it is shown this once."""

    secret: str


class SubscriptionAsked(Asked):
    """Where to send which news."""

    url: Annotated[Text, StringConstraints(min_length=8, max_length=500)] = Field(
        examples=["https://county.example.cn/news"]
    )
    events: Annotated[list[Event], Field(min_length=1, max_length=20)]


class Delivery(Shape):
    """One message and what became of it: waiting, delivered or given_up."""

    id: int
    event: str
    happened: datetime
    status: str
    attempts: int
    next_try: datetime
    answered: int | None = Field(description="the receiver's last HTTP status")
    trouble: str


@router.get("/subscriptions", dependencies=[may("office.settings")])
def all_subscriptions(session: SessionOf, after: Annotated[After, Depends(place)]) -> ListOf[SubscriptionTold]:
    """Subscriptions, newest first."""
    return listed(SubscriptionTold, views.all_of(session, number=after))


@router.post("/subscriptions", dependencies=[may("office.settings")], status_code=201)
def subscribe(
    request: Request, response: Response, session: SessionOf, settings: SettingsOf, viewer: ViewerOf,
    asked: SubscriptionAsked,
) -> NewSubscription:  # fmt: skip
    """Be told of plans and batches from now on."""
    webhooks.check_address(asked.url, private=settings.private_webhooks)
    secret = webhooks.new_secret()
    signed = (viewer.name, now())
    made = subscriptions.subscribe(session, url=asked.url, events=asked.events, secret=secret, signed=signed)
    response.headers["location"] = f"{request.scope['root_path']}/subscriptions/{made}/deliveries"
    told = SubscriptionTold.of(views.one(session, made))
    return NewSubscription(**told.model_dump(), secret=secret)


@router.delete("/subscriptions/{subscription_id}", dependencies=[may("office.settings")], status_code=204)
def unsubscribe(session: SessionOf, subscription_id: Number) -> None:
    """Be told no more."""
    subscriptions.end(session, subscription_id)


@router.get("/subscriptions/{subscription_id}/deliveries", dependencies=[may("office.settings")])
def deliveries(
    session: SessionOf, after: Annotated[After, Depends(place)], subscription_id: Number
) -> ListOf[Delivery]:
    """The delivery log of one subscription, newest first."""
    views.one(session, subscription_id)
    return listed(Delivery, views.deliveries(session, subscription_id, number=after))
