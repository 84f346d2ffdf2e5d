"""Several stations of one county: whoever lives there may board at any, and vehicles of any serve them."""

from __future__ import annotations

import numpy as np

from labor.arrays import Ragged
from labor.market import Market
from optimizer.model.stations import Stations
from tests.optimizer.model.test_formulation import market, season


def two_stations_of_a_county() -> Market:
    """Two stations in the first worker's county, both at its seat; the worker said the first."""
    base = season()
    county = base.hubs.county.copy()
    home = int(base.workers.county[0])
    county[county == home] = 110101  # somewhere else
    county[:2] = home
    at = base.regions.position(home)
    longitude, latitude = base.hubs.longitude.copy(), base.hubs.latitude.copy()
    longitude[:2], latitude[:2] = base.regions.longitude[at], base.regions.latitude[at]
    longitude[2:], latitude[2:] = 120.0, 30.0
    pickup = base.workers.pickup.copy()
    pickup[0] = 0
    return market(hubs={"county": county, "longitude": longitude, "latitude": latitude}, workers={"pickup": pickup})


def test_people_of_a_county_may_board_at_each_of_its_stations() -> None:
    stations = Stations(two_stations_of_a_county())

    assert stations.members[stations.boarding[0]] == (0, 1)


def test_a_vehicle_of_either_station_serves_them() -> None:
    stations = Stations(two_stations_of_a_county())
    node = int(stations.boarding[0])

    served = stations.serving(Ragged.of([[0], [1], [5]]))

    assert [node in served.row(at) for at in range(3)] == [True, True, False]


def test_they_board_where_the_vehicle_calls_and_where_they_said_if_it_does() -> None:
    stations = Stations(two_stations_of_a_county())
    node = int(stations.boarding[0])

    assert stations.stop_for(node, [1, 7], 0) == 1
    assert stations.stop_for(node, [1, 0], 0) == 0
    assert stations.stop_for(node, [], 0) == 0


def test_a_fare_from_either_station_is_theirs_and_the_cheapest_counts() -> None:
    base = two_stations_of_a_county()
    stations = Stations(base)
    node = int(stations.boarding[0])
    fares = base.fares

    lines = stations.fare_lines(0)

    for end in np.unique(fares.destination[np.isin(fares.origin, (0, 1))]):
        listed = fares.fare_fen[np.isin(fares.origin, (0, 1)) & (fares.destination == end)]
        mine = lines.fare_fen[(lines.origin == node) & (lines.destination == end)]
        assert mine.tolist() == [listed.min()]
