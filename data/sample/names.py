"""Names put together from common surnames and given-name characters; any likeness is chance."""

from __future__ import annotations

from typing import Final

import numpy as np

_SURNAMES: Final = {
    640522: "马马马马马马马田田杨杨李李王王张张刘罗冯何苏虎海丁穆金白",
    0: "王王王李李李张张张刘刘陈陈杨杨赵赵黄周吴徐孙胡朱高林何郭罗梁宋郑谢韩唐冯于董萧程"
    "曹袁邓许傅沈曾彭吕苏卢蒋蔡贾魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖",
}
_MEN: Final = "军强伟刚勇斌涛鹏波建国文志明海林平飞龙杰宏亮永福学成德贵兴发云山春生宝全玉忠"
_WOMEN: Final = "芳秀英桂兰玉梅红霞丽娟燕艳敏静婷雪莲翠萍琼花凤淑珍素琴彩云小慧巧春菊月娥晓蓉"


def person_name(rng: np.random.Generator, county: int, sex: int) -> str:
    """A surname of the region and one or two characters."""
    surname = str(rng.choice(list(_SURNAMES.get(county, _SURNAMES[0]))))
    stock = list(_MEN if sex == 1 else _WOMEN)
    count = 2 if rng.random() < 0.82 else 1
    return surname + "".join(str(c) for c in rng.choice(stock, size=count))
