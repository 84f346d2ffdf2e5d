"""May this vehicle run, on what condition, and if not, what would let it: before anybody is planned onto it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from labor.vehicle_kinds import BY_TIMETABLE
from labor.words import Bilingual
from optimizer.journeys.driving_hours import (
    DAY_MIN,
    MOST_DRIVERS,
    Journey,
    TransportTerms,
    Travel,
    Way,
    judge_way,
    law_of,
    way_of,
)
from policy.driving_hours import DrivingHours

MOST_NIGHTS: Final = 2
EARLIEST_MIN: Final = 6 * 60  # before six people wait in the dark
NO_PLACE: Final = Bilingual("{why}：请在站点页补上位置", "{why}: give the place its point on the page of stations")
TEXTS: Final = {
    "runs": Bilingual(
        "可以开行：全程{km}公里，约需驾驶{hours}小时，{crew}，{when}到",
        "may run: {km} km, about {hours} h of driving, {crew}, arrives {when}",
    ),
    "condition": Bilingual(
        "有条件可以开行：全程{km}公里，约需驾驶{hours}小时，依规定须配{drivers}名驾驶员；报价没有写驾驶员人数，"
        "按{drivers}名安排，锁定前请向承运单位确认（{when}到）",
        "may run on a condition: {km} km, about {hours} h of driving, the law asks for {drivers} drivers; the offer "
        "does not say how many, it is planned with {drivers}, confirm it before the lock (arrives {when})",
    ),
    "short_crew": Bilingual(
        "不能开行：全程{km}公里须配{needed}名驾驶员，报价是{drivers}名",
        "may not run: {km} km need {needed} drivers, the offer has {drivers}",
    ),
    "hours": Bilingual(
        "{drivers}名驾驶员24小时内至多驾驶{most}小时，全程约需{hours}小时",
        "{drivers} drivers may drive {most} h in 24, the way takes {hours} h of driving",
    ),
    "hours_alone": Bilingual(
        "不能开行：全程{km}公里，约需驾驶{hours}小时，{drivers}名驾驶员24小时内至多驾驶{most}小时",
        "may not run: {km} km take {hours} h of driving, and {drivers} drivers may drive {most} h in 24",
    ),
    "drivers": Bilingual("配{drivers}名驾驶员", "{drivers} drivers"),
    "night": Bilingual("{drivers}名驾驶员、途中休息{nights}晚", "{drivers} drivers and {nights} night(s) of rest"),
    "earlier": Bilingual("提前到{hour}发车", "leaving at {hour} already"),
    "rail": Bilingual("改乘火车", "going by rail"),
}  # fmt: skip
OR: Final = Bilingual("，或", ", or ")
DAYS: Final = (Bilingual("当日", "the same day at "), Bilingual("次日", "the next day at "))


@dataclass(frozen=True, slots=True)
class Relief:
    """One change under which the law lets the vehicle run, or run sooner; ``journey`` is how it then goes."""

    kind: str  # drivers, night, earlier
    text: Bilingual
    way: Way
    journey: Journey


@dataclass(frozen=True, slots=True)
class Verdict:
    """``kind``: runs, condition (drivers not said), refused, no_place. ``reliefs`` were tried by the same timetable."""

    kind: str
    text: Bilingual
    journey: Journey | None
    way: Way | None
    reliefs: tuple[Relief, ...] = ()

    @property
    def may_run(self) -> bool:
        """Whether it can be planned."""
        return self.journey is not None


def verdict_on(travel: Travel, vehicle: int, terms: TransportTerms) -> Verdict:
    """What the law on driving hours says of one vehicle over all its stops, whatever the days of a round."""
    way = way_of(travel, vehicle, terms)
    if isinstance(way, Bilingual):
        return Verdict("no_place", _placeless(way), None, None)
    return verdict_of_way(way, terms, law_of(travel, vehicle))


def verdict_of_way(way: Way, terms: TransportTerms, law: DrivingHours) -> Verdict:
    """The same of a way."""
    judged = judge_way(way, terms, law)
    reliefs = tuple(_reliefs(way, judged, terms, law))
    if isinstance(judged, Journey):
        unknown = way.drivers <= 0 and way.mode not in BY_TIMETABLE and judged.drivers > 1
        kind = "condition" if unknown else "runs"
        return Verdict(kind, _runs(kind, judged, way), judged, way, reliefs)
    return Verdict("refused", _refused(way, terms, law, reliefs), None, way, reliefs)


def _reliefs(way: Way, judged: Journey | Bilingual, terms: TransportTerms, law: DrivingHours) -> Iterator[Relief]:
    if isinstance(judged, Journey):
        yield from _sooner(way, judged, terms, law)
        return
    crew = max(way.drivers, law.drivers_needed(way.distance_km, expressway=terms.expressway))
    ways = [("drivers", replace(way, drivers=drivers)) for drivers in range(crew, MOST_DRIVERS + 1)]
    nights = range(way.nights + 1, MOST_NIGHTS + 1)
    rests = [("night", replace(way, drivers=crew, nights=nights_)) for nights_ in nights]
    for tried in (ways, rests):
        for kind, changed in tried:
            journey = judge_way(changed, terms, law)
            if isinstance(journey, Journey):
                yield Relief(kind, _text(kind, drivers=changed.drivers, nights=changed.nights), changed, journey)
                break


def _sooner(way: Way, judged: Journey, terms: TransportTerms, law: DrivingHours) -> Iterator[Relief]:
    """The least hours earlier that arrive a day sooner."""
    if judged.arrives_after_days == 0:
        return
    for minute in range(way.leaves_minute - 60, EARLIEST_MIN - 1, -60):
        changed = replace(way, leaves_minute=minute)
        journey = judge_way(changed, terms, law)
        if isinstance(journey, Journey) and journey.arrives_after_days < judged.arrives_after_days:
            yield Relief("earlier", _text("earlier", hour=_hour(minute)), changed, journey)
            return


def _runs(kind: str, journey: Journey, way: Way) -> Bilingual:
    figures = {"km": f"{way.distance_km:,.0f}", "hours": f"{journey.driving_min / 60:.1f}", "drivers": journey.drivers}
    crew = _text("night" if journey.nights else "drivers", drivers=journey.drivers, nights=journey.nights)
    if way.mode in BY_TIMETABLE:
        crew = Bilingual("铁路", "by rail")
    return _spoken(kind, {"crew": crew, "when": arrival_words(journey)}, **figures)


def _refused(way: Way, terms: TransportTerms, law: DrivingHours, reliefs: tuple[Relief, ...]) -> Bilingual:
    needed = law.drivers_needed(way.distance_km, expressway=terms.expressway)
    hours = way.distance_km / terms.km_h(way.mode)
    crew = needed if 0 < way.drivers < needed else way.drivers if way.drivers > 0 else MOST_DRIVERS
    figures = {
        "km": f"{way.distance_km:,.0f}", "needed": needed, "hours": f"{hours:.1f}", "drivers": crew,
        "most": crew * law.driver_min_in_24h // 60,
    }  # fmt: skip
    parts = []
    if 0 < way.drivers < needed:
        parts.append(_text("short_crew", **figures | {"drivers": way.drivers}))
        if hours * 60 > needed * law.driver_min_in_24h:
            parts.append(_text("hours", **figures))
    else:
        parts.append(_text("hours_alone", **figures))
    ways_out = [relief.text for relief in reliefs] or [TEXTS["rail"]]
    zh = OR.zh.join(one.zh for one in ways_out)
    en = OR.en.join(one.en for one in ways_out)
    return Bilingual("；".join(p.zh for p in parts) + f"：须{zh}", "; ".join(p.en for p in parts) + f": it takes {en}")


def arrival_words(journey: Journey) -> Bilingual:
    """次日05:25, the next day at 05:25."""
    time, after = _hour(journey.arrives_minute), journey.arrives_after_days
    if after < len(DAYS):
        return Bilingual(f"{DAYS[after].zh}{time}", f"{DAYS[after].en}{time}")
    return Bilingual(f"第{after + 1}天{time}", f"on day {after + 1} at {time}")


def _hour(minute: int) -> str:
    return f"{minute % DAY_MIN // 60:02d}:{minute % 60:02d}"


def _text(key: str, **values: object) -> Bilingual:
    return Bilingual(TEXTS[key].text("zh", **values), TEXTS[key].text("en", **values))


def _spoken(key: str, words: dict[str, Bilingual], **values: object) -> Bilingual:
    zh = TEXTS[key].text("zh", **values, **{name: word.zh for name, word in words.items()})
    return Bilingual(zh, TEXTS[key].text("en", **values, **{name: word.en for name, word in words.items()}))


def _placeless(why: Bilingual) -> Bilingual:
    return Bilingual(NO_PLACE.text("zh", why=why.zh), NO_PLACE.text("en", why=why.en))
