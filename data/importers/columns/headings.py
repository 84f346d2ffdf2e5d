"""What stands above a table, on its sheet's tab or in its file's name: whose table it is."""

from __future__ import annotations

import re
from typing import Final

_FRONT: Final = re.compile(
    r"^(?:附件\s*\d*|表\s*\d+|关于|企业|单位|公司|厂家|[甲乙丙]方|(?:招聘|用工|用人|发布|委托|需求)(?:方|单位|企业|公司)|[(（]?[一二三四五六七八九十\d]+[)）]?)*\s*[、.．::：\-—)）\s]+|^[【\[《“\"]+"
)
_FORMAL: Final = re.compile(r".*(?:公司|集团|合作社|项目部|经营部|事务所)(?:[(（][^()（）]{2,20}[)）])?")
_PLAIN: Final = re.compile(
    r".*(?:厂|车间|酒店|宾馆|饭店|酒楼|医院|超市|商场|农场|牧场|养殖场|基地|门市部|工作室|服务站)"
)
_DATED: Final = re.compile(r"^\d{4}年(?:\d{1,2}月)?(?:份)?|^\d{4}[-./]?\d{0,2}")
_GENERAL: Final = re.compile(
    r"全[县市省区]|各|重点|企业|规上|规模以上|用工|工业|招聘|岗位|部分|帮扶|就业|社区|本地|省外|省内|年|月|度|春风行动"
    r"|工厂|名单|客运|包车|有限|责任|集团|公司|[县市省区镇乡村]|\d"
)


def company_in(text: str) -> str:
    """The firm a title names: 东莞市长安鸿泰电子有限公司用工需求表; "" for 全县重点企业用工需求表."""
    for part in re.split(r"[\s|]+", text.strip()):
        name = _named(part)
        if name:
            return name
    return ""


def _named(text: str) -> str:
    for _ in range(3):
        text = _DATED.sub("", _FRONT.sub("", text))
    match = _FORMAL.match(text) or _PLAIN.match(text)
    name = match[0].strip('：:、，,。.;；】]》”" ') if match else ""
    return name if 4 <= len(name) <= 60 and len(_GENERAL.sub("", name)) >= 2 + (not _FORMAL.match(name)) else ""
