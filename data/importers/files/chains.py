"""Pasted WeChat chains (接龙): one entry a person, in the order people happen to write."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator
from itertools import accumulate
from typing import Final

from data.importers.cells.companions import companions
from data.importers.cells.names import is_name
from data.importers.cells.places import known_places
from data.importers.cells.reading import Cell, plain
from data.importers.cells.trades import trades
from data.importers.columns.tables import DataRow, SkippedRow, Table
from data.importers.words.vocabulary import words

# Read by the same mapping as any table of workers; the last column keeps the entry as it stood.
HEADERS: Final = (
    "序号",
    "姓名",
    "联系电话",
    "身份证号",
    "性别",
    "年龄",
    "工种",
    "意向地区",
    "期望工资",
    "可出发日期",
    "同行人",
    "上车点",
    "备注",
)
# 麻建军-男-31-199…-义乌: what stands between the parts of an entry, where it stands three times.
_BETWEEN: Final = {mark: re.compile(rf"{re.escape(mark)}+") for mark in "-—–_|+*~～·"}
_COUPLE: Final = re.compile(r"夫妻(?!房)|夫妇|[两俩]口子")
_ENTRY: Final = re.compile(
    r"^\s*(?:[(\[【〔]\s*(?=\d{1,3}\s*[)\]】〕]))?(\d{1,3})\s*(?:[.、．,,)）::\]】〕]\s*|[/\-—]\s*(?=[^\d\s])|\s+)(?=\S)(?!\d{1,2}[日号月:：])"
)
_SAID_NUMBER: Final = re.compile(
    r"(?:第\s*(\d{1,3})\s*(?:[个位号]\s*[::：,，.、]?|[::：,，.、\s])"
    r"|no\.?\s?(\d{1,3})(?!\d)\s*[::：,，.、]?|(\d{1,3})号\s*[::：,，.、])\s*",
    re.IGNORECASE,
)
_IDENTITY: Final = re.compile(
    r"(?<!\d)\d{17}[\dXx](?![\dA-Za-z])|(?<!\d)\d{14,17}(?:[\dXx*]{0,4})(?!\d)|\d\.\d+[eE]\+\d+"
)
_PHONE: Final = re.compile(r"(?<!\d)(?:(?:\+?86[\s-]?)?1[3-9]\d(?:[\s-]?\d){6,9}|1[3-9]\d[*xX]{4}\d{4})(?!\d)")
_PAY: Final = re.compile(
    r"(?:工资|月薪|薪资|待遇|最低|至少|要求|想要|期望)?[::]?\s*"
    r"((?:\d{4,5}|\d+(?:\.\d)?\s*[kK千万]|[一二两三四五六七八九]千[一二两三四五六七八九五]?|日薪\d{3}|\d{2}(?:\.\d)?\s*(?:元|块)?\s*(?:钱)?[/每一]个?小时|\d{3}\s*(?:元|块)?[/一每]?天)(?:\s*[-~—到至]\s*(?:\d{4,5}|\d+(?:\.\d)?\s*[kK千]|[一二两三四五六七八九]千[一二两三四五六七八九]?))?(?:\s*(?:元|块))?(?:/月)?(?:以上|左右|起|\+)?)"
)
_AGE: Final = re.compile(r"(?<!\d)([1-7]\d)\s*岁")
# 男 35 and 女,45岁: two digits beside the sex are the age.
_AGE_BESIDE: Final = re.compile(r"(?:男|女)[\s,,、]*([1-7]\d)(?![\d.月/日号年岁])")
# 梁老辉47、吴培香44: two digits run together with the name.
_AGE_BEHIND_NAME: Final = re.compile(r"((?:^|(?<=[\s,，、]))[一-鿿]{2,4})([1-7]\d)(?=$|[\s,，、;；]|[男女两俩夫])")
_SEX: Final = re.compile(r"(?:(?<=[\s,,、(（])|^)(男|女)(?=[\s,,、)）\d]|$)")
_WISH: Final = re.compile(
    r"(?<!不)(?<!不想)(?<!不要)(?:想去|要去|去过?(?!不)|到(?!\s*[一二两三四五六七八九]千|不)|意向|愿去|希望去|往)\s*[::]?\s*(?!哪|啥|什么|随便|任何)([^\s,,。;;0-9]{2,16}?)(?=(?:打工|上班|干活|务工|做工|工作|那边|都行|都可|也行)|[\s,,。;;]|$)"
)
# 就是不去浙江和福建, 除了浙江, 广东以外都行: no wish for these places, and no wish only because 去 stands before them.
_REFUSED: Final = re.compile(
    r"(?:(?:就是|但是?|只是)?不(?:想|要|愿意?)?[去到]|除了?|除开)(?P<place>[一-鿿、和跟与及]{2,16}?)(?:以外|之外|外)?"
    r"(?:(?:的地方)?(?:哪里|哪儿|其他)?的?都?(?:行|可以?|去))?(?=$|[\s,，。;；(（])"
)
_NEAR: Final = re.compile(
    r"(?:哪里|哪儿|远近|地方)(?:都?行|都去得?|都可以|都去|都可|不限|可以)|随便|本地|家门口|附近|就近|本县|县内|不出远门|都行|都可以|不限地方"
)
_DAY: Final = re.compile(
    r"((?:(?:农历|阴历)?(?:闰)?(?:正|腊|冬|十[一二]?|[二三四五六七八九])月(?:初[DIGIT十]|廿[DIGIT]?|三十|二?十[DIGIT]?|[0-3]?\d(?!\d)(?=[日号]|\D|$))|初[DIGIT十]|(?:\d{1,2}月|下个?月|这个?月|本月)[上中下]旬|(?:下个?月|这个?月|本月)\d{1,2}[日号]|下个?月|过(?:完|了)年|年后|(?<![\d.月])\d{1,2}[号日](?=\s*(?:以|之|过)?[后前]|左右|就?能?走|出发)|\d{1,2}(?:月|[./])\d{1,2}[日号]|\d{1,2}月\d{1,2}(?!\d|\s*(?:元|块|千|岁))|(?:过?(?:完|了)?(?:元宵|端午|中秋|重阳|春节|小年)|除夕|大年(?:三十|初[DIGIT十]))(?:节)?(?:过?后)?|随时)(?:以?后|之后|过后|左右|[之以]?前)?)\s*(?:就?可以|就?能|就?可)?\s*(?:走|出发|动身|去)?".replace(
        "DIGIT",
        "一二三四五六七八九",  # 一-九 as a range of characters would leave out 二, 四, 五, 六 and 八
    )
)
_PICKUP: Final = re.compile(r"(?:在)?([^\s,,。]{2,12}?)上车")
_EMPTY_ASIDE: Final = re.compile(r"[(（][\s,，、/;；]*[)）]")
_COMES_ALONG: Final = re.compile(
    r"(?:带着?|带上|和|跟|与|同|加)\s*(老婆|妻子|媳妇|爱人|老公|丈夫|配偶)\s*[:：]?\s*([一-鿿]{2,4}?)(?=[\s,，。;；(（)）]|$)"
)
_SPOUSE_OF: Final = re.compile(
    r"(?:^|(?<=[\s,，、。;；]))(?:[一-鿿]{2,4}?[的之](?:丈夫|老公|妻子?|老婆|媳妇|爱人|配偶)|[^\W和跟与带同加]{2,3}(?:丈夫|老公|妻子|老婆|媳妇|爱人|配偶)(?=$|[\s,，、。;；]))"
)
# A line of a notebook: a name, then whatever is known of them, a telephone among it.
_PERSON_LINE: Final = re.compile(r"^\s*(?![^\s,，:：]{0,8}[:：])([一-鿿·]{2,8})(?=[\s,，、(（/;；\d男女])")
_LEADS: Final = re.compile(r"\s*([一-鿿·]{2,8}?)(?=[\s,，、(（/;；\d男女]|$)")
_ALONG: Final = re.compile(
    r"(?:和|跟着?|与|带着?)(?:老婆|妻子|媳妇|爱人|老公|丈夫|对象)?[:：]?(?P<name>[一-鿿]{2,4}?)(?=[\s,，。;；、(（)）一同去]|$)"
)
_AS_ABOVE: Final = re.compile(r"同上|同前|时间(?:也)?(?:一样|相同)|(?:一样|同样)的?时间|同一天")
_EDGES: Final = re.compile(r"^[\s,、。;]+|[\s,、。;]+$")
_NOISE: Final = re.compile(
    r"^#?接龙|^报名|^格式|^姓名|^例[::]|^【|^——|^-{3,}|^@|^收到|^谢谢|^还有|^\d{1,3}\s*[.、．,)）]?\s*$|^\[[^\]]+\]$"
)


def is_chain(text: str) -> bool:
    """Whether a text is a chain: numbered entries, one of them at least with a phone, or a text that says so.

    A notebook is one too: lines that begin with a name and hold a telephone.
    """
    lines = [line for line in text.splitlines() if line.strip()]
    numbered = [line for line in lines if _ENTRY.match(_spelled(line))]
    if "\t" in text:
        return False
    if not numbered:
        return _is_notebook(lines)
    said_so = any("接龙" in line for line in lines[:3])
    # 1,张三,138… is a table without a header, not a chain.
    tabular = sum(line.count(",") >= 3 for line in numbered) > len(numbered) / 2
    return said_so or (not tabular and len(numbered) >= len(lines) / 2 and any(map(_PHONE.search, numbered)))


def _is_notebook(lines: list[str]) -> bool:
    people = [line for line in lines if _is_person(line)]
    tabular = sum(line.count(",") >= 3 for line in people) > len(people) / 2
    return len(people) >= 2 and 2 * len(people) >= len(lines) and not tabular


def _is_person(line: str) -> bool:
    match = _PERSON_LINE.match(line)
    if match is None or not _PHONE.search(plain(line)):
        return False
    return not re.search(r"村|镇|乡|组|公司|厂|招|岗|电话|联系|地址|主任|书记|名单", match[1])


def _numbered(text: str) -> str:
    """The lines of a notebook with numbers before the people, everything else as it is."""
    lines = text.splitlines()
    if any(_ENTRY.match(_spelled(line)) for line in lines if line.strip()):
        return text
    people = accumulate(int(_is_person(line)) for line in lines)
    return "\n".join(f"{at}. {line}" if _is_person(line) else line for at, line in zip(people, lines, strict=True))


def chain_table(name: str, text: str) -> Table:
    """The chain as a table with the headers above; ``row`` is the line an entry begins on."""
    rows: list[DataRow] = []
    skipped: list[SkippedRow] = []
    entries = list(_entries(_numbered(text)))
    signed = {lead[1] for _, entry in entries if (lead := _LEADS.match(_ENTRY.sub("", entry)))}
    for line, entry in entries:
        if match := _ENTRY.match(entry):
            rows.append(DataRow(line, entry_cells(match[1], entry[match.end() :], signed)))
        else:
            skipped.append(SkippedRow(line, "title", entry[:200]))
    title = " ".join([name, *(row.text for row in skipped)])
    return Table(name, HEADERS, title, rows, tuple(skipped), 0)


def _entries(text: str) -> Iterator[tuple[int, str]]:
    """(line number, text) of each entry; lines that go on an entry are joined to it."""
    held: tuple[int, str] | None = None
    for number, raw in enumerate(text.splitlines(), start=1):
        line = _spelled(raw)
        if not line:
            continue
        starts = bool(_ENTRY.match(line))
        if starts or held is None or _NOISE.match(line) or not _ENTRY.match(held[1]):
            if held:
                yield held
            held = (number, line)
        else:
            held = (held[0], f"{held[1]} {line}")
    if held:
        yield held


def _spelled(line: str) -> str:
    """A line whose number is drawn as one sign (①, ❶, 1\ufe0f\u20e3) with the number written out."""
    bare = line.strip()
    if said := _SAID_NUMBER.match(bare):
        return plain(f"{said[1] or said[2] or said[3]}. {bare[said.end() :]}")
    drawn = re.match(r"(\d{1,2})\ufe0f?\u20e3", bare)
    if drawn:
        return plain(f"{drawn[1]}. {bare[drawn.end() :]}")
    if bare and unicodedata.category(bare[0]) == "No":
        return plain(f"{unicodedata.numeric(bare[0]):.0f}. {bare[1:].lstrip('.、．)） ')}")
    return plain(line)


def entry_cells(serial: str, said: str, signed: Collection[str] = ()) -> list[Cell]:
    """What an entry says of its person, under the headers above; ``signed`` have entries of their own."""
    rest = said.replace("/", " ") if said.count("/") >= 3 else said
    identity, rest = _taken(_IDENTITY, rest)
    phone, rest = _phones(rest)
    rest = _AGE_BEHIND_NAME.sub(r"\1 \2岁", rest)
    rest = next((_BETWEEN[mark].sub(" ", rest) for mark in _BETWEEN if rest.count(mark) >= 3), rest)
    age, rest = _ages(rest)
    sex, rest = _taken(_SEX, rest)
    day, rest = _taken(_DAY, rest)
    pickup, rest = _taken(_PICKUP, rest)
    rest = _EMPTY_ASIDE.sub(" ", rest)
    together = [*_together(rest), *_signed_too(rest, signed)]
    for phrase in together:
        rest = rest.replace(phrase, " ")
    name, rest = _name(rest, of_two=any(_COUPLE.search(phrase) for phrase in together))
    name, rest = _with_kin(name, rest)
    if not day and (as_above := _AS_ABOVE.search(rest)):
        day, rest = "同上", f"{rest[: as_above.start()]} {rest[as_above.end() :]}"
    told = rest
    wish, rest = _wish(rest)
    pay, rest = _taken(_PAY, rest)
    trade = next((_EDGES.sub("", words) for words in (rest, told) if _is_work(words)), "")
    return [
        serial,
        name,
        phone,
        identity,
        sex,
        age,
        trade,
        wish,
        pay,
        day,
        " ".join(f"{words}一起" if words[:1] in "和跟与" and "一" not in words else words for words in together),
        pickup,
        _without_numbers(said),
    ]


def _signed_too(text: str, signed: Collection[str]) -> list[str]:
    """Who is said to come along and signs in an entry of their own: 和老公韦老宝, 跟韦天明一路."""
    return [match[0] for match in _ALONG.finditer(text) if match["name"] in signed]


def _is_work(words: str) -> bool:
    return bool(trades(words).value.codes or re.search(r"啥都|什么都|普工|杂工", words))


def _phones(text: str) -> tuple[str, str]:
    """Every telephone of an entry, the first one's first; a number cut short is kept for somebody to mend."""
    found = [match[0] for match in _PHONE.finditer(text)]
    rest = _PHONE.sub(" ", text)
    if not found and (short := re.search(r"(?<!\d)1[3-9]\d{5,12}(?!\d)", rest)):
        return short[0], rest.replace(short[0], " ")
    return "、".join(found), rest


def _ages(text: str) -> tuple[str, str]:
    """The ages in the order they are written: two where two people share an entry."""
    found = sorted([*_AGE.finditer(text), *_AGE_BESIDE.finditer(text)], key=lambda match: match.start())[:2]
    for match in reversed(found):
        end = match.end() if match.re is _AGE else match.end(1)
        text = f"{text[: match.start(1)]} {text[end:]}"
    return "、".join(match[1] for match in found), text


def _with_kin(name: str, text: str) -> tuple[str, str]:
    """The name with the husband or wife who comes along: 带老婆阿合尔洗 further on in the entry."""
    match = _COMES_ALONG.search(text)
    if not name or not match or not is_name(match[2]):
        return name, text
    return f"{name}和{match[1]}{match[2]}", f"{text[: match.start()]} {text[match.end() :]}"


def _taken(pattern: re.Pattern[str], text: str) -> tuple[str, str]:
    match = pattern.search(text)
    if not match:
        return "", text
    value = match[1] if pattern.groups else match[0]
    return value.strip(), f"{text[: match.start()]} {text[match.end() :]}"


def _together(text: str) -> list[str]:
    """The phrases that say who comes along, e.g. 老婆一起 or 和李四、王五一起."""
    named = re.findall(r"(?:和|跟|与|带着?)\s*[一-鿿、,,\s]{2,24}?(?:一起|一块|同去|同行|一同|结伴)", text)
    loose = re.findall(
        r"(?:和|跟|与)?\s*\d{1,3}\s*号?\s*(?:一起|一块)|[一-鿿]{0,4}(?:老婆|媳妇|老公|丈夫|对象|儿子|女儿|弟|哥|姐|妹|老乡)[^\s,,。;;]{0,5}?(?:一起|一块|同去|同行)|两口子|夫妻(?:俩|两人|一起)?|俩口子",
        text,
    )
    rooms = re.findall(r"要?夫妻房", text)
    found = [phrase for phrase in (named or loose or _SPOUSE_OF.findall(text)) if companions(phrase).words]
    return sorted({*found, *rooms[:1]}, key=len, reverse=True)  # the longest first: 夫妻 stands inside 夫妻房


def _name(text: str, *, of_two: bool = False) -> tuple[str, str]:
    """The name leads the entry, alone or run together with what follows; two names stand side by side."""
    text = re.sub(r"^\s*([一-鿿·]{2,8}?)\s*[(（]([^()（）]*)[)）]", r"\1，\2，", text)
    words = [word for word in re.split(r"[\s,,，::;;。.]+", text) if word.strip("、/")]
    if not words:
        return "", ""
    if of_two and len(words) > 1 and is_name(words[0].strip("、")) and is_name(words[1].strip("、")):
        return f"{words[0].strip('、')}、{words[1].strip('、')}", " ".join(words[2:])
    head = [words[0].strip("、"), " ".join(words[1:])]
    first = re.sub(r"^(?:姓名|我是|本人)[::]?", "", head[0])
    if is_name(first) or ("、" in first and all(map(is_name, first.split("、")))):
        return first, head[1]
    for length in (3, 2, 4):
        if len(first) > length and is_name(first[:length]) and trades(first[length:]).value.codes:
            return first[:length], f"{first[length:]} {head[1]}"
    return first, head[1]


def _wish(text: str) -> tuple[str, str]:
    if (refused := _REFUSED.search(text)) and known_places().find(refused["place"]).value:
        rest = f"{text[: refused.start()]} {text[refused.end() :]}"
        wished, rest = _wished(rest)
        return f"{wished or '都行'}，不去{refused['place']}", rest
    return _wished(text)


def _wished(text: str) -> tuple[str, str]:
    wish, rest = _taken(_WISH, text)
    if wish:
        return wish, rest
    near, rest = _taken(_NEAR, text)
    if near:
        return near, rest
    # A place alone, as in 李四 138… 普工 杭州.
    bare = next((word for word in re.split(r"[\s,,、。;;]+", text) if _names_a_place(word)), "")
    return bare, text.replace(bare, " ") if bare else text


def _names_a_place(word: str) -> bool:
    return bool(known_places().find(word).value) or any(town in word for town in words("places")["alias"])


def _without_numbers(said: str) -> str:
    return re.sub(r"\s+", " ", _PHONE.sub("", _IDENTITY.sub("", said))).strip()
