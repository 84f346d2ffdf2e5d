"""How each township keeps its register: which headers, in which order, and how it writes days."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class VillageLayout:
    """How one township keeps its register: headers in order, how days are written, one sheet or one a village."""

    headers: tuple[tuple[str, str], ...]
    days: str = "cell"
    by_village: bool = False
    bands: tuple[tuple[str, str], ...] = ()  # (key of the first column, band text)
    blank_line: bool = False


FULL: Final = (
    ("no", "序号"), ("name", "姓名"), ("sex", "性别"), ("identity", "身份证号码"), ("phone", "联系电话"),
    ("address", "家庭住址"), ("village", "村(社区)"), ("schooling", "文化程度"), ("trade", "工种(特长)"),
    ("years", "工龄(年)"), ("papers", "持有证书"), ("paper_number", "证书编号"), ("issuer", "发证机关"),
    ("valid_to", "证书有效期至"), ("review_by", "复审日期"), ("wish", "意向地区"), ("wage", "期望工资(元/月)"),
    ("earliest", "可出发日期"), ("latest", "最晚出发日期"), ("home_by", "须返乡日期"), ("group", "同行组"),
    ("couple_room", "夫妻房"), ("lodging", "是否需要住宿"), ("night", "能否夜班"), ("lift", "可负重(公斤)"),
    ("height", "能否登高"), ("willing", "是否愿意外出"), ("consent", "信息授权"), ("pickup", "乘车点"),
    ("broker", "劳务经纪人"), ("priority", "人员类别"), ("registered", "登记日期"), ("remarks", "备注"),
)  # fmt: skip
SHORT: Final = (
    ("name", "名字"), ("phone", "手机号"), ("identity", "身份证"), ("birth", "出生年月"), ("village", "村组"),
    ("trade", "能干什么"), ("years", "工作年限"), ("papers", "证件"), ("issuer", "发证单位"), ("valid_to", "证书到期"),
    ("wish", "想去哪里"), ("wage", "最低工资要求"), ("earliest", "几号走"), ("mates", "跟谁一起"),
    ("couple_room", "要夫妻房"), ("lodging", "要住宿"), ("night", "能上夜班"), ("pickup", "上车地点"),
    ("willing", "愿意外出"), ("consent", "本人同意"), ("registered", "登记时间"), ("remarks", "说明"),
)  # fmt: skip
OFFICIAL: Final = (
    ("no", "编号"), ("county", "所在县"), ("village", "行政村"), ("name", "务工人员姓名"), ("identity", "公民身份号码"),
    ("phone", "手机"), ("trade", "从事工种"), ("years", "从业年限"), ("papers", "资格证书"), ("paper_number", "证书号"),
    ("issuer", "发证单位"), ("valid_to", "有效期"), ("review_by", "复审时间"), ("wish", "务工意向地"),
    ("wage", "工资要求"), ("earliest", "最早出发"), ("latest", "最迟出发"), ("group", "结伴组"),
    ("couple_room", "是否夫妻房"), ("lodging", "住宿需求"), ("night", "夜班"), ("lift", "负重"), ("height", "登高"),
    ("willing", "外出意愿"), ("consent", "是否同意"), ("pickup", "上车点"), ("broker", "经纪人"),
    ("registered", "登记日期"), ("remarks", "备注"),
)  # fmt: skip
AGED: Final = tuple(("age", "年龄") if key == "birth" else (key, header) for key, header in SHORT)
_BANDS: Final = (("no", ""), ("name", "基本信息"), ("trade", "技能"), ("wish", "意愿"), ("willing", "服务"))
LAYOUTS: Final = {
    "荣山镇": VillageLayout(FULL),
    "大石镇": VillageLayout(FULL, days="short", by_village=True),
    "宝轮镇": VillageLayout(FULL, days="long", bands=_BANDS),
    "三堆镇": VillageLayout(OFFICIAL, days="long"),
    "龙潭乡": VillageLayout(SHORT, days="lunar"),
    "海城街道": VillageLayout(OFFICIAL, blank_line=True),
    "三河镇": VillageLayout(FULL, days="long", by_village=True),
    "七营镇": VillageLayout(OFFICIAL, days="short", by_village=True),
    "李旺镇": VillageLayout(FULL, days="lunar", blank_line=True),
    "萨拉齐镇": VillageLayout(OFFICIAL),
    "美岱召镇": VillageLayout(AGED, days="lunar"),
    "金山镇": VillageLayout(FULL, days="long"),
    "百灵庙镇": VillageLayout(OFFICIAL, days="long", by_village=True),
}
GB18030: Final = frozenset({"三堆镇"})  # one .csv, old Excel
UTF8: Final = frozenset({"三河镇", "金山镇"})  # .csv with a byte-order mark
CHAINS: Final = frozenset({"白朝乡", "树台乡"})  # pasted WeChat text
