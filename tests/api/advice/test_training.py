"""Training as an officer meets it: judged before it is used, a card beside it, and drift told."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from functools import lru_cache
from pathlib import Path

import numpy as np
import pytest
from sqlalchemy import Engine
from starlette.testclient import TestClient

from api.advice.training import KeptModel, card_of, current_scorer, in_use, train_and_keep, watched
from api.settings import Settings
from api.web.app import make_app
from data.database import connect, migrate
from data.sample.season import Season, draw_season
from labor.market import Market
from labor.outcomes import Outcomes
from matching import WeightedScorer, load, save


@lru_cache(maxsize=1)
def season() -> Season:
    return draw_season(workers=120)


@pytest.fixture
def office(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Engine:
    """An office whose books hold a small season's past, all of it or what was offered by a day."""

    def books(_: object, *, until: object) -> tuple[Market, Outcomes]:
        known = season().history.outcomes
        rows = known.offered.astype("datetime64[D]") <= np.datetime64(str(until), "D")
        columns = (getattr(known, name)[rows] for name in Outcomes.__dataclass_fields__)
        return season().past_market(), Outcomes(*columns)

    monkeypatch.setattr("data.markets.load_with_outcomes", books)
    settings.folder.mkdir(parents=True)
    engine = connect(settings.database_url)
    migrate(engine)
    return engine


def trained(office: Engine, settings: Settings, *, back: int = 0, even_if_worse: bool = False) -> KeptModel:
    until = season().today - timedelta(days=back)
    return train_and_keep(office, settings, until=until, seed=1, even_if_worse=even_if_worse)


def test_the_first_model_is_put_to_use_with_its_card_beside_it(office: Engine, settings: Settings) -> None:
    assert isinstance(current_scorer(settings), WeightedScorer)

    kept = trained(office, settings)

    assert kept.in_use and kept.against is None
    assert card_of(settings) == kept.card
    card = kept.card.read_text(encoding="utf-8")
    assert "<svg" in card and "玻璃盒" in card and "src=" not in card
    assert in_use(settings) is not None


def test_a_worse_model_waits_beside_the_one_in_use_for_a_persons_word(office: Engine, settings: Settings) -> None:
    kept = trained(office, settings)
    better = replace(kept.scorer.pedigree, figures={**kept.scorer.pedigree.figures, "auc": 0.99})
    save(replace(kept.scorer, pedigree=better), settings.models / "scorer.skops")

    refused = trained(office, settings)

    assert not refused.in_use and refused.path.name == "candidate.skops" and refused.card.is_file()
    assert load(settings.models / "scorer.skops").pedigree.figures["auc"] == 0.99
    told = trained(office, settings, even_if_worse=True)
    assert told.in_use and not refused.path.exists() and not refused.card.exists()


def test_a_model_that_learned_up_to_an_earlier_day_waits_too(office: Engine, settings: Settings) -> None:
    trained(office, settings)

    older = trained(office, settings, back=365)

    assert older.against is not None and older.against.behind
    assert not older.in_use and older.path.name == "candidate.skops"


def test_drift_is_told_of_the_offers_made_since_the_last_training(office: Engine, settings: Settings) -> None:
    assert watched(office, settings, until=season().today) is None
    trained(office, settings, back=365)

    since = watched(office, settings, until=season().today)
    again = trained(office, settings)

    assert since is not None and since.offers > 300 and since.verdict in ("steady", "look", "train_again")
    assert again.drift == since
    assert again.against is not None and again.in_use


def test_a_folder_that_cannot_be_read_as_a_model_is_no_model(settings: Settings) -> None:
    settings.models.mkdir(parents=True)
    (settings.models / "scorer.skops").write_bytes(b"nonsense")

    assert in_use(settings) is None
    assert card_of(Settings(folder=Path("nowhere"))) is None


def test_an_officer_sees_the_model_its_drift_and_its_card_on_a_page(office: Engine, settings: Settings) -> None:
    with TestClient(make_app(settings, office)) as client:
        before, no_card = client.get("/scorer").text, client.get("/scorer/card")
        trained(office, settings, back=365)
        zh, en = client.get("/scorer").text, client.get("/scorer?lang=en").text
        card = client.get("/scorer/card")

    assert "公开的默认权重" in before and no_card.status_code == 404
    assert "训练以后的推荐" in zh and "Offers since the training" in en
    assert "attachment" in card.headers["content-disposition"] and "<svg" in card.text
