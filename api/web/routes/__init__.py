"""Who may ask, ask once, answer: one small file a part of the console."""

from typing import Final

from fastapi import APIRouter

from api.web.routes import (
    accounts,
    aftercare,
    batches,
    checks,
    claims,
    health_results,
    imports,
    law,
    office,
    overview,
    own_account,
    own_tokens,
    papers,
    plans,
    questions,
    readings,
    registers,
    rights,
    rounds,
    runs,
    scorer,
    signing_in,
    stations,
    workers,
)

ROUTERS: Final[tuple[APIRouter, ...]] = (
    overview.router,
    imports.router,
    registers.router,
    stations.router,
    workers.router,
    runs.router,
    plans.router,
    questions.router,
    batches.router,
    papers.router,
    aftercare.router,
    rounds.router,
    rights.router,
    readings.router,
    scorer.router,
    office.router,
    checks.router,
    claims.router,
    law.router,
    health_results.router,
    signing_in.router,
    own_account.router,
    own_tokens.router,
    accounts.router,
)
