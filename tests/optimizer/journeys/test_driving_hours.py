from datetime import date

from labor.words import Bilingual
from optimizer.journeys.driving_hours import Journey, TransportTerms, Way, judge_way
from policy.driving_hours import driving_hours

TERMS = TransportTerms()
LAW = driving_hours(date(2026, 3, 2))
EIGHT, TEN_AT_NIGHT = 8 * 60, 22 * 60


def coach(km: float, drivers: int, *, terms: TransportTerms = TERMS, leaves: int = EIGHT) -> Journey | Bilingual:
    return judge_way(Way(km, "coach", drivers, leaves), terms, LAW)


def journey(km: float, drivers: int, *, terms: TransportTerms = TERMS, leaves: int = EIGHT) -> Journey:
    judged = coach(km, drivers, terms=terms, leaves=leaves)
    assert isinstance(judged, Journey)
    return judged


def test_two_drivers_may_not_cover_1500_km_in_one_go() -> None:
    refused = coach(1500, 2)  # the worked check of the catalogue: 19 h of driving against 16 h in 24 h

    assert isinstance(refused, Bilingual)
    assert "18.8 h" in refused.en and "16 h" in refused.en


def test_a_third_driver_covers_1500_km_by_the_next_morning() -> None:
    # 18 h 45 of driving, breaks at 12:00, 16:20, 20:40 … and 02:00 to 05:00 at a standstill.
    arrival = journey(1500, 3)

    assert arrival.arrives_after_days == 1
    assert arrival.takes_min == 1125 + 180 + 20 * arrival.breaks


def test_a_night_under_way_lets_two_drivers_cover_it_on_the_second_day() -> None:
    arrival = journey(1500, 2, terms=TransportTerms(nights_on_the_way=1))

    # 16 h driven and 4 breaks end at 01:20; the shift begins again 24 h 80 min after 08:00 and needs 2 h 45 more.
    assert (arrival.arrives_after_days, arrival.arrives_minute) == (1, 9 * 60 + 20 + 165)
    assert arrival.nights == 1


def test_four_hours_by_day_ask_for_no_break_and_a_minute_more_does() -> None:
    assert journey(320, 1).takes_min == 240
    assert journey(322, 1).takes_min == 242 + 20


def test_by_night_a_break_is_due_every_two_hours() -> None:
    arrival = journey(200, 1, leaves=TEN_AT_NIGHT)  # 150 min, short haul

    assert (arrival.takes_min, arrival.breaks) == (150 + 20, 1)


def test_a_spell_that_began_by_day_ends_when_the_night_begins() -> None:
    arrival = journey(240, 1, leaves=19 * 60)  # 3 h of driving done at 22:00 exactly: no break yet
    later = journey(280, 1, leaves=19 * 60)  # half an hour more runs into the night after a spell of 3 h

    assert (arrival.breaks, later.breaks) == (0, 1)


def test_a_long_haul_stands_still_between_two_and_five() -> None:
    arrival = journey(390, 1, leaves=TEN_AT_NIGHT)  # 293 min of driving

    # 22:00-24:00, break, 00:20-02:00, still until 05:00, 73 min more.
    assert (arrival.arrives_after_days, arrival.arrives_minute) == (1, 5 * 60 + 73)


def test_a_short_haul_need_not_stand_still() -> None:
    assert journey(80, 1, leaves=60).takes_min == 60
    assert journey(80, 1, leaves=2 * 60).takes_min == 60


def test_one_driver_may_not_go_beyond_400_km() -> None:
    assert isinstance(coach(400, 1), Journey)
    assert isinstance(coach(401, 1), Bilingual)


def test_where_drivers_are_not_said_the_distance_decides() -> None:
    assert coach(401, 0) == coach(401, 2)


def test_a_train_needs_no_drivers_hours() -> None:
    arrival = judge_way(Way(2600, "train", 0, EIGHT), TERMS, LAW)

    assert isinstance(arrival, Journey)
    assert (arrival.driving_min, arrival.arrives_after_days) == (1560, 1)


def test_no_24_hours_ever_hold_more_than_eight_hours_a_driver() -> None:
    terms = TransportTerms(nights_on_the_way=4)
    for leaves in range(0, 1440, 60):
        arrival = journey(3500, 2, terms=terms, leaves=leaves)

        days = -(-arrival.takes_min // 1440)
        assert arrival.driving_min <= 2 * 480 * days
