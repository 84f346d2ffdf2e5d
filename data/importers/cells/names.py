"""Names of people: one, several in a cell, or no name at all."""

from __future__ import annotations

import re
from typing import Final

from data.importers.cells.reading import Cell, Reading, plain
from labor.market import FEMALE, MALE

# The surnames of nine in ten people, and the common compound ones (2020 census, Ministry of Public Security).
_SINGLE: Final = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩邓冯曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付傅方邹熊白孟秦邱侯江尹薛闫段雷龙黎史陶贺毛郝顾龚邵万覃武"
    "钱戴严欧莫孔向常汤康易乔文樊兰施洪柏殷牛管包齐葛岳温游阮鲁章伍申尤柴华左聂庞祝翟耿路代关俞解焦辛甘柳莉涂裴霍翁芦鲍童凌宁柯梅盛冉卞边卓米蒙苗冷靳喻屈成谷时党占哈木宗阎吉费纪盖官芮娄仇桂邢安倪褚"
    "巫娜曲应练车鄢席房鹿司仲晏迟双单农郎海丛景匡苟蒲权帅卫拜穆沙虎买古撒者锁糟丹勉敏么罕喇妥桑晁巴银额宝敖色青其乌斯那特格阿照门敬伏伽母仝蓝岑零闭磨凤盘普毕邰麻俄加勒尕杰扎仁德班索尼巩才洛土瓦牟滕涂祁查褚殷闵焉冶郜皮寇逯翦原锺原佟缪迪计欧井封羊旦候佘"
)
_COMPOUND: Final = (
    "欧阳",
    "司马",
    "上官",
    "诸葛",
    "东方",
    "皇甫",
    "尉迟",
    "公孙",
    "慕容",
    "令狐",
    "夏侯",
    "司徒",
    "南宫",
    "呼延",
    "完颜",
)
_HAN: Final = "一-鿿㐀-䶿𠀀-𲎯"
_NAME: Final = re.compile(
    rf"[{_HAN}]{{2,4}}(?:·[{_HAN}]{{1,8}})*|[{_HAN}]{{1,8}}·[{_HAN}·]{{1,20}}|[A-Za-z][A-Za-z .'\-]{{1,40}}"
)
_JOINTS: Final = re.compile(r"\s*(?:[、,,/;;&+\n]|和|与|跟|\s{2,})\s*")
# No name begins with these: they open a remark that somebody wrote where the name should stand.
_NO_NAME: Final = re.compile(
    r"[我你他她它这那有没去要和的想也都不请在是还同收谁哪啥]|姓名|合计|小计|待定|不详|同上|空|无名"
)
_ASIDE: Final = re.compile(r"[(（].*?[)）]")
_KIN: Final = (
    r"(?:老婆|妻子|媳妇|爱人|对象|配偶|老公|丈夫|儿子|女儿|儿媳|弟弟|哥哥|姐姐|妹妹|父亲|母亲"
    r"|(?<=[(（、,，;；/\s])[妻夫弟妹](?=[:：]))"
)
# 江开祥和老婆袁桂芬, 张三（妻：李四）: the kin is named beside the person.
_KIN_NAMED: Final = re.compile(
    rf"\s*[、,，;；(（/\s]?\s*(?:和|与|跟|带着?)?\s*{_KIN}\s*[:：]?\s*"
    r"(?=[一-鿿]{2,4}(?:[)）\s、,，;；/]|$))"
)
# 张三/李四（妻）: the kin stands behind the name it speaks of.
_KIN_BEHIND: Final = re.compile(r"(?<=[一-鿿])[(（](?P<kin>妻子?|老婆|媳妇|丈?夫|老公|配偶|爱人)[)）]")
# 姐姐吴桂英, 我弟王强, 帮李四: who signs for somebody says so before the name.
_KIN_BEFORE: Final = re.compile(
    r"^(?:(?:我|俺|他|她)的?(?:家的?)?|帮|替)?"
    r"(?:老婆|妻子|媳妇|爱人|老公|丈夫|儿子|女儿|儿媳|女婿|弟弟|哥哥|姐姐|妹妹|父亲|母亲|爸爸|妈妈|姐夫|嫂子|弟媳|妹夫"
    r"|侄[子女儿]|外甥女?|表[弟哥姐妹]|堂[弟哥姐妹]|邻居|老乡|朋友|同学|(?<=[我俺他她的])[弟哥姐妹爸妈嫂]|(?<=[帮替]))"
    r"\s*[:：]?\s*(?=[一-鿿]{2,4}$)"
)
_PAIR: Final = r"(?:夫妇|夫妻|两口子|俩口子|父子|母女|兄弟|姐妹)(?:俩|二人|两人|2人)?"
_PAIR_WORD: Final = re.compile(rf"(?<=[一-鿿]{{2}}){_PAIR}$|^{_PAIR}\s*[:：]")
_NUMBERED: Final = re.compile(r"(?:^|(?<=[\s、,，;；]))\s*[(（]?\d{1,2}[)）.、．]\s*(?=[一-鿿])")
_DOTS: Final = re.compile(r"[•・‧∙⋅●▪．.˙ᐧ｡](?=[一-鿿])")


def is_name(text: str) -> bool:
    """Whether a text looks like one person's name: a known surname, or a name with a middle dot or in Latin letters."""
    if not _NAME.fullmatch(text):
        return False
    return "·" in text or text[0].isascii() or text.startswith(_COMPOUND) or text[0] in _SINGLE


_LONG_NAME: Final = re.compile(rf"[{_HAN}]{{2,8}}")
_NO_PERSON: Final = re.compile(
    r"姓名|合计|小计|待定|不详|同上|电话|身份证|备注|公司|工厂|[村镇乡县市省区组社队户厂店院校]$|社区|人员|名单|统计|负责|联系|电话|[一二三四五六七八九十]组"
)


def may_be_a_name(text: str) -> bool:
    """Whether a text may be a name of a people whose names are long or open with any word: 某色苏不惹, 的日么尔各.

    Only for rows whose identity number vouches that there is a person.
    """
    return bool(_LONG_NAME.fullmatch(text)) and not _NO_PERSON.search(text)


def _spelled_like_one(text: str) -> bool:
    return bool(_NAME.fullmatch(text)) and not _NO_NAME.match(text) and len(text) <= 4


def _one_spelling(raw: str) -> str:
    """Dots of every kind as ·, numbers before names away, and the kin a cell names set beside the person."""
    raw = _KIN_BEFORE.sub("", raw.strip())
    text = _DOTS.sub("·", _NUMBERED.sub(" ", _PAIR_WORD.sub("", raw.strip()))).strip()
    named = _KIN_NAMED.sub("、", text)
    return _PAIR_WORD.sub("", named.rstrip(" )）") if named != text else text)


def sexes_of(cell: Cell) -> tuple[int, int] | None:
    """MALE and FEMALE in the order of a cell that names somebody and their husband or wife; None for any other."""
    behind = _KIN_BEHIND.search(plain(cell))
    if behind and behind["kin"] not in ("配偶", "爱人"):
        woman = behind["kin"] not in ("丈夫", "夫", "老公")
        second = bool(_JOINTS.search(plain(cell)[: behind.start()]))
        return (MALE, FEMALE) if woman == second else (FEMALE, MALE)
    match = _KIN_NAMED.search(plain(cell))
    match = re.search(_KIN, match[0]) if match else None
    if not match:
        return None
    if match[0] in ("老婆", "妻子", "媳妇", "妻"):
        return MALE, FEMALE
    return (FEMALE, MALE) if match[0] in ("老公", "丈夫", "夫") else None


def name(cell: Cell) -> Reading[tuple[str, ...]]:
    """The name in a cell, or the several that share it."""
    raw = _one_spelling(cell if isinstance(cell, str) else plain(cell))
    text = _ASIDE.sub("", plain(raw))
    if not text:
        return Reading(())
    # 张 三 is a name set wide; 张三 李四 are two people.
    joined = text.replace(" ", "")
    pieces = [piece.replace(" ", "") for piece in _JOINTS.split(_ASIDE.sub("", raw.strip())) if piece.strip()]
    if len(pieces) == 1 and " " in text and not text[0].isascii():
        words = text.split(" ")
        split = words[0] not in _COMPOUND and all(len(word) >= 2 and is_name(word) for word in words)
        pieces = words if split else [joined]
    told = len(pieces) == 2 and bool(_KIN_BEHIND.search(raw))  # then a rare surname is one all the same
    if len(pieces) > 1 and all(is_name(piece) or (told and _spelled_like_one(piece)) for piece in pieces):
        return Reading(tuple(pieces), "two_people", "、".join(pieces))
    if (
        _NO_NAME.match(joined)
        or any(char.isdigit() for char in joined)
        or not _NAME.fullmatch(joined if not text[0].isascii() else text)
    ):
        return Reading((joined,), "name_unclear", text)
    return Reading((joined if not text[0].isascii() else text,))
