"""One thing that keeps a round from its next step, and what the office does about it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from labor.words import Bilingual
from policy.departure_gate import BY_RULE

MEND: Final = Bilingual("按“重排”", "press “Mend the plan”")
# By rule; whatever is not here is a rule of policy/, which the person or the posting does not meet today.
TO_DO: Final = {
    "no_plan": Bilingual("先做一份计划", "make a plan first"),
    "reply_not_asked": Bilingual(
        "问本人，在“发消息、记答复”里记下", "ask them, and write it down under “Messages and answers”"
    ),
    "reply_terms_changed": Bilingual("按现在的条件再问一次", "ask again on the present terms"),
    "reply_no": Bilingual("记为退出，再按“重排”", "enter a drop-out, then mend the plan"),
    "left": MEND,
    "age_unproven": Bilingual("在名单里补上身份证号，再导入一次", "add the identity number to the list and import it"),
    "health_check_pending": Bilingual("催用人单位安排检查", "press the employer to arrange it"),
    "licence_unseen": Bilingual(
        "在用人单位名单里补上许可证有效期（长期有效就写“长期”），再导入一次",
        "add the licence's last day to the list of employers (or 长期 where it has none) and import it",
    ),
    "consent": Bilingual("在下面“个人信息同意”里记下", "write the consent down below, under consents"),
    "over_full": MEND,
    "beds_short": Bilingual("请单位加床位，或按“重排”", "have the employer add beds, or mend the plan"),
    "beds_m_short": Bilingual("请单位加男床，或按“重排”", "have the employer add beds for men, or mend the plan"),
    "beds_f_short": Bilingual("请单位加女床，或按“重排”", "have the employer add beds for women, or mend the plan"),
    "sex_unsaid": Bilingual(
        "在名单里补上身份证号或性别，再导入一次", "add identity number or sex to the list and import it"
    ),
    "couple_rooms_short": Bilingual(
        "请单位加夫妻房，或问他们能否不要夫妻房，再按“重排”",
        "have the employer add couple rooms or ask whether they can do without, then mend the plan",
    ),
    "team_too_small": Bilingual(
        "再找几个人，或请单位少要几个，再按“重排”",
        "find more people or have the employer take fewer, then mend the plan",
    ),
    "seats_short": Bilingual("换大车，或按“重排”", "get a larger vehicle, or mend the plan"),
    "drivers_unconfirmed": Bilingual(
        "问承运单位配几名驾驶员，在车次页上记下",
        "ask the carrier how many drivers come; enter it on the vehicle's page",
    ),
    "drivers_short": Bilingual(
        "请承运单位加驾驶员或途中安排休息，在车次页上改好，再按“重排”",
        "have the carrier add drivers or a night's rest, enter it on the vehicle's page, then mend the plan",
    ),
    "order_unconfirmed": Bilingual(
        "打电话向单位核实，按“今天已核实”；或在备注里写明怎么核实的",
        "telephone the employer and press “confirmed today”, or write in the note how it was checked",
    ),
}
BY_LAW: Final = Bilingual("换人，或补齐手续后再来", "send somebody else, or bring what is missing")


@dataclass(frozen=True, slots=True)
class Blocker:
    """``rule`` is a stable word, ``words`` name the person or the posting and what is wrong."""

    rule: str
    words: Bilingual
    worker: int | None = None
    posting: int | None = None
    vehicle: int | None = None
    batch: int | None = None

    @property
    def to_do(self) -> Bilingual:
        """What the office does about it; of the gate with the source that lets it pass or not."""
        item = BY_RULE.get(self.rule)
        if item is not None:
            said, source = item.to_do, item.source
            return Bilingual(f"{said.zh}（{source.zh}）", f"{said.en} ({source.en})")
        return TO_DO.get(self.rule, BY_LAW)

    @property
    def told(self) -> str:
        """Both languages in one line, for an error's list of reasons."""
        return f"{self.words.zh}。{self.to_do.zh}。 / {self.words.en}: {self.to_do.en}"
