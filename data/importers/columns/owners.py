"""Whose a column is: the person's own, or the head of household's, a helper's, a relative's, an official's."""

from __future__ import annotations

import re
from typing import Final

_SELF: Final = re.compile(r"本人|自己|个人|劳动者|务工者|务工人员|外出人员|求职者|求职人|报名人|登记对象|人员(?=姓名)")
_OTHERS: Final = re.compile(
    r"户主|家长|监护|配偶|爱人|妻子|丈夫|老婆|老公|父亲|母亲|父母|子女|儿子|女儿|兄弟|姐妹|家属|家人|亲属|亲戚|直系"
    r"|帮扶(?!车间)|包保|包联|包户|结对|挂联|联户|责任人|负责人|联系人|联络人|联系干部|对接人|经办|代办|受理|录入|登记人|填报|填表|采集|核实人|审核人"
    r"|村干部|村主任|村支书|村长|支书|书记|主任|组长|社长|队长|网格员|协管员|协理员|信息员|专干|楼栋长|驻村|第一书记|干部|领导"
    r"|介绍人|推荐人|引荐|经纪人|中介|带头人|带队|领队|能人|致富|老板|雇主|招聘|企业|单位|公司|房东|担保|证明人|紧急|应急|同行|同伴|结伴|同去|伴侣|一起"
    r"|代理|师傅|班主任|老师|学校|医生"
    r"|emergency|spouse|headof(?:the)?household|householdhead|guardian|nextofkin|helper|contactperson|villageofficial"
)
_PERSONAL: Final = re.compile(
    r"姓名|名字|^名$|电话|手机|联系方式|号码|身份证|证件号|性别|年龄|出生|生日|民族|住址|地址|学历|文化程度|微信|职务|关系|name|phone|mobile|tel|idnumber|idcard|idno|^id$"
)
OTHER: Final = "other"
_NUMBER: Final = re.compile(
    r"phone|mobile|tel|number|card|^.*id$|电话|手机|联系方式|号码|身份证|证件|性别|年龄|出生|生日|民族|住址|地址|学历|文化|微信|单位|职务"
)
_CLOSE: Final = re.compile(
    r"紧急|应急|家属|家人|亲属|亲戚|直系|联系人|联络人|监护|父亲|母亲|父母|子女|儿子|女儿|兄弟|姐妹|emergency|guardian|nextofkin|contactperson"
)
_HEAD: Final = re.compile(r"户主|户代表|家长|household")
_SPOUSE: Final = re.compile(r"配偶|爱人|妻子|丈夫|老婆|老公|spouse")
_COMPANION: Final = re.compile(r"同行|同伴|结伴|同去|一起")
_BROKER: Final = re.compile(r"经纪人|介绍人|推荐人|引荐|登记人|填报人|采集人")
_WISH: Final = re.compile(r"意向|意愿|愿意|想去|要去|希望|期望|求职")
_KIN: Final = re.compile(r"与?户主(?:的)?(?:之)?关系|家庭关系|成员关系|与本人关系|^关系$")


def of_another(header: str) -> bool:
    """Whether a header (in the spelling it is compared in) speaks of somebody beside the person of the row."""
    return bool(_OTHERS.search(header)) and not _SELF.search(header) and not _KIN.search(header)


def is_personal(header: str) -> bool:
    """Whether a header asks for a name, a number or the like, whosever it may be."""
    return bool(_PERSONAL.search(header))


def field_of_another(header: str) -> tuple[str, str]:
    """The field a column about somebody else fills, "" and "other" where it fills none of the person's."""
    if _CLOSE.search(header) and not re.search(r"身份证|证件|性别|年龄|出生|民族|学历|文化|收入", header):
        return "emergency_contact", "like"
    if _WISH.search(header) and not is_personal(header):
        return "", ""
    for pattern, field in ((_HEAD, "household"), (_SPOUSE, "spouse"), (_COMPANION, "companions"), (_BROKER, "broker")):
        if pattern.search(header) and not _NUMBER.search(header):
            return field, "like"
    return "", OTHER


def leads_to_a_contact(header: str) -> bool:
    """Whether a telephone right after this column is that other person's: 帮扶人 | 联系电话."""
    return of_another(header) and not _HEAD.search(header) and not _NUMBER.search(header)


def is_head(header: str) -> bool:
    """Whether a header speaks of the head of household."""
    return bool(_HEAD.search(header))


def is_kinship(header: str) -> bool:
    """Whether a header asks how somebody is related to the head of household: of the person again."""
    return bool(_KIN.search(header))
