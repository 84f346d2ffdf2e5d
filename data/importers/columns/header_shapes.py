"""Headers nobody has listed, told by how they are made: 报到截止, 几时到厂, 第二意愿地, 随行家属, 可走时间."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

_ARRIVE: Final = r"(?:报[到道]|到[岗厂位达职]|进厂|上岗|入[职厂]|上班|开工)"
_LEAVE: Final = r"(?:走|出发|动身|外出|成行|启程|出行|上岗|到岗|离家|出门)"
_WHEN: Final = r"(?:什么时[候间]|啥时[候间]?|何时|几时|几号|哪[一]?天|多会儿?)"
_AIM: Final = r"(?:意[向愿]|志愿|期望|希望|打算|准备|计划|拟|想|愿意?|首选|备选|次选|选择|第[一二三123])"
_PLACE: Final = r"(?:地[区点域方]?|城市|省[份市]?|区域|去向|方向|哪[里儿]?|[哪那]个?(?:城市|地方|省))"
_KIN: Final = r"(?:家属|家人|亲属|配偶|老乡|人员?|者|对象|亲友)"
_WITH: Final = r"(?:同[行去往]|随行|一[起同块道](?:去|走|外出)?|结伴|陪同|搭伴)"

_MONEY: Final = r"(?:钱|工资|月薪|薪[资水酬]|工钱|工价|报酬|待遇)"
_DAY: Final = r"(?:时间|日期|日子)"
_SHAPES: Final[Mapping[str, Mapping[str, str]]] = {
    "workers": {
        "companions": rf"(?:拟|想|有无)?{_WITH}的?{_KIN}?(?:姓名)?|{_KIN}{_WITH}|[和跟与同]谁.{{0,4}}",
        "latest": rf"最[晚迟后].{{0,3}}{_LEAVE}{_DAY}?",
        "earliest": rf"(?:最早|可以?|能|拟|计划|预计|打算|准备)+{_LEAVE}的?{_DAY}?|{_WHEN}.{{0,3}}{_LEAVE}",
        "wage_wanted": rf"(?:最低|至少|每月|一个?月|月|{_AIM}|要|拿|挣|开|给)*(?:多少|几多|好多|啥|什么)的?{_MONEY}"
        rf"|(?:{_AIM}|要|拿|挣)+(?:最低)?{_MONEY}(?:多少)?",
        "wish_regions": rf"{_AIM}+(?:(?:去|到|前往|务工|就业|工作|外出|打工)?的?)*{_PLACE}[一二三123]?",
    },
    "postings": {
        # 男 and 女性 alone are what stands in a form beside 性别.
        "openings": r"(?:拟?招(?:聘|工|用)?|需求?|用工|缺工)?[男女]"
        r"(?:(?:性|生|士)?(?:人数|数量|名额)|员?工(?:人数|数量|名额)?)"
        r"|(?:拟?招(?:聘|工|用)|需求?|用工|缺工)[男女](?:性|生|士)?",
        "start_by": rf"(?:最[晚迟后]|截[止至])的?{_ARRIVE}{_DAY}?"
        rf"|(?:要求)?{_ARRIVE}{_DAY}?(?:截[止至]|期限|[之以]前){_DAY}?",
        "start_from": rf"(?:要求|预计|计划|可|最早)?{_ARRIVE}的?{_DAY}(?:要求)?"
        rf"|{_WHEN}.{{0,2}}{_ARRIVE}|{_ARRIVE}{_WHEN}",
        "lodging": r"(?!宿舍$)(?:是否|有无|提不提供|管不管|包不包)?(?:提供|包|管|供)?(?:食宿|吃住|住宿|宿舍)"
        r"(?:情况|条件|安排|待遇|福利|说明|与否)?",
    },
    # 19座 and 50座大巴 over a column of prices.
    "vehicles": {"fixed_cost": r"\d{1,2}人?座(?:以[上下])?(?:中巴|大巴|客车|车|型|包车|单程|价格?|报价|费用?)*"},
}
_ORDINAL: Final = re.compile(r"第[一二三123]|首选|[次备]选|志愿[一二三123]|[一二三123]$")


def field_by_shape(kind: str, spelled: str) -> str:
    """The field a header (in the spelling it is compared in) is made like, "" for none."""
    if len(spelled) > 16:
        return ""
    return next((field for field, shape in _SHAPES.get(kind, {}).items() if re.fullmatch(shape, spelled)), "")


def is_one_of_several(spelled: str) -> bool:
    """Whether a header asks for a first, second or third of a kind, so that several columns fill one field."""
    return bool(_ORDINAL.search(spelled))
