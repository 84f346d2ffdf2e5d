"""The number on the page is the number on every copy of the manifest."""

from __future__ import annotations

import pytest
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from data.exports import manifest
from data.exports.manifest import Masking
from data.tables import AssignmentRow, Batch, Employer, Worker
from data.views import batches
from tests.builders import a_hub
from tests.data.exports.seasons import READER, a_season


@pytest.fixture
def mixed(session: Session) -> int:
    """Three people of one coach whose villages, companions and pick-ups run against their register numbers."""
    a_season(session)
    batch = session.scalars(select(Batch)).first()
    assert batch is not None
    riders = session.scalars(select(AssignmentRow).where(AssignmentRow.trip_id == batch.trip_id)).all()
    people = [session.get_one(Worker, rider.worker_id) for rider in riders]
    for worker, village in zip(people, ("石桥村", "白云村", "安乐村"), strict=True):
        worker.township, worker.village = "大石镇", village
    riders[1].pickup_hub_id = a_hub(session, "宝轮站").id
    session.execute(update(Worker).where(Worker.id == people[1].id).values(pickup_hub_id=None))
    session.flush()
    return batch.id


def on_the_page(session: Session, batch_id: int) -> dict[int, int]:
    return {line.worker_id: line.serial for line in batches.one(session, batch_id).lines}


@pytest.mark.parametrize("masking", ["escort", "notice"])
def test_list_and_print_number_everybody_alike(session: Session, mixed: int, masking: Masking) -> None:
    made = manifest.sheet(session, mixed, masking, reader=READER)

    assert {line.worker_id: line.serial for line in made.passengers} == on_the_page(session, mixed)
    assert [line.serial for line in made.passengers] == [1, 2, 3]


def test_a_receivers_copy_keeps_the_numbers_of_the_whole_coach(session: Session, mixed: int) -> None:
    page = on_the_page(session, mixed)
    for employer in session.scalars(select(Employer)):
        for line in manifest.sheet(session, mixed, "receiver", reader=READER, employer_id=employer.id).passengers:
            assert line.serial == page[line.worker_id]
