"""Words for protected traits, taken out of free text before anything is learned from it or likened to it."""

from __future__ import annotations

import re
from typing import Final

# What people say of themselves beside their trade. The trade itself stays: 女装 and 照顾孩子 are work.
_PATTERNS: Final = (
    # Sex.
    r"(?<![子儿妇美少])(?:男|女)(?:性|士|工|生|同志|的)?(?![一-鿿])",
    r"\b(?:fe)?male\b",
    # Age.
    r"(?:年龄|今年)?\s*\d{1,2}\s*周?岁(?:以[上下])?|\d0后|\b\d{2}\s*years?\s+old\b",
    # Ethnicity, hukou, religion.
    r"(?:汉|回|藏|彝|苗|壮|满|蒙古?|维吾尔?|哈萨克|朝鲜|土家?|布依|侗|瑶|白|傣|羌|东乡|撒拉|少数民)族",
    r"(?:农村|农业|非农业?|城镇|本地|外地|外省)?(?:户口|户籍|籍贯)",
    r"信教|信佛|穆斯林|伊斯兰教?|基督教?徒?|佛教徒?|天主教徒?|\b(?:muslim|christian|buddhist)\b",
    # Marriage and children.
    r"已婚|未婚|离异|离婚|丧偶|单身(?!宿舍|公寓)|怀孕|已育|未育|\b(?:un)?married\b|\bdivorced\b",
    r"(?:家里?)?(?:有|没有?|无)(?:[一二两三\d]个)?(?:小孩|孩子|子女)(?:在?上学|在?读书|拖累)?",
    # Disability, poverty, party.
    r"残疾(?!人护理|儿童)|(?:建档立卡)?(?:贫困|脱贫|低保|监测)户|建档立卡|(?:中共)?党员|\bdisabled\b",
)
TRAITS: Final = re.compile("|".join(_PATTERNS))


def without_traits(text: str) -> str:
    """The text (lower case) with a space where a word for a protected trait stood."""
    return TRAITS.sub(" ", text)
