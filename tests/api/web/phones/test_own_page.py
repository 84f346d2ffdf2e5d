"""A worker's own page: three postings in plain words, answers the office sees at once, one's own data."""

from __future__ import annotations

import gzip
import re
from datetime import date

import pytest
from sqlalchemy import func, select, update
from starlette.testclient import TestClient

from api.texts import catalog
from data.database import opened
from data.tables import Concern, Consent, DeclinedKind, Offer, Posting, Worker
from tests import builders
from tests.api.conftest import PHONES, Office
from tests.api.web.phones.conftest import LetIn, terms_of

# Words of offices and of machines, which no page for a worker may use.
NOT_PLAIN = re.compile(
    "推荐|匹配|算法|画像|评分|得分|打分|概率|系统|用户|账号|登录|密码|提交|点击|验证|授权|录用|岗位|薪资|薪酬|税前|劳动者|求职|意向"
    "|意愿|转移就业|输出|批次|轮次|派遣|户籍|个人信息|隐私|处理|办理|予以|符合|条件|合规|资质|失败|错误|无效"
)
NOT_PLAIN_EN = re.compile(
    "recommend|algorithm|score|profile|invalid|error|submit|login|password|eligib|compliance|authori|candidate|vacanc"
    "|dispatch|failed|failure"
)
TOLD = (
    "西湖电子厂", "浙江省杭州市西湖区", "大约", "公里", "坐车约", "5,000–6,500", "一天几小时", "包住", "夫妻房",
    "路费谁出", "不收您一分钱", "身份证", "可以先问清楚", "到手", "我去", "不去", "我想先问一句", "12333",
)  # fmt: skip


def reply(telephone: TestClient, office: Office, posting: int, said: str, **more: str) -> str:
    form = {"reply": said, "terms": terms_of(office, posting), **more}
    return telephone.post(f"/my/postings/{posting}/answer", data=form).text


def offers_of(office: Office, worker: int) -> dict[int, tuple[str, str]]:
    with opened(office.engine) as session:
        rows = session.execute(select(Offer.posting_id, Offer.reply, Offer.channel).where(Offer.worker_id == worker))
        return {posting: (said, channel) for posting, said, channel in rows}


def test_a_posting_is_told_in_plain_words_with_everything_one_needs_to_decide(let_in: LetIn) -> None:
    page = let_in(0).get("/my").text

    for told in TOLD:
        assert told in page, told


def test_a_yes_is_seen_by_the_office_at_once_and_its_employer_is_told_nothing_until_the_person_says_so(
    office: Office, client: TestClient, let_in: LetIn
) -> None:
    with opened(office.engine) as session:
        session.execute(update(Consent).values(withdrawn=builders.TODAY))
    telephone, worker, posting = let_in(0), office.workers[0], office.postings[0]

    page = reply(telephone, office, posting, "yes")

    assert "给您留了位置" in page
    assert "能把您的名字和电话告诉“西湖电子厂”吗" in page
    assert offers_of(office, worker)[posting] == ("yes", "page")
    assert "缝纫工" in client.get(f"/workers/{worker}").text
    assert telephone.post("/my/data/consents", data={"employer": str(office.employer)}).status_code == 200
    with opened(office.engine) as session:
        given = session.scalars(select(Consent).where(Consent.worker_id == worker, Consent.withdrawn.is_(None))).one()
        assert (given.employer_id, given.channel, given.recorded_by) == (office.employer, "page", f"本人 {worker}")


def test_a_consent_to_somebody_one_did_not_say_yes_to_is_refused(office: Office, let_in: LetIn) -> None:
    assert let_in(0).post("/my/data/consents", data={"employer": str(office.employer)}).status_code == 422


def test_a_no_costs_nothing_is_not_asked_why_and_another_takes_its_place(office: Office, let_in: LetIn) -> None:
    telephone, posting = let_in(0), office.postings[0]
    with opened(office.engine) as session:
        builders.a_posting(session, title="包装工", order_number="third", wage_low_fen=450_000, wage_high_fen=500_000)
        builders.a_posting(session, title="保洁", order_number="fourth", wage_low_fen=450_000, wage_high_fen=500_000)

    page = reply(telephone, office, posting, "no")

    assert "没关系" in page
    assert f"/my/postings/{posting}/answer" not in page
    assert offers_of(office, office.workers[0])[posting] == ("no", "page")


def test_a_yes_elsewhere_gives_the_first_place_up(office: Office, let_in: LetIn) -> None:
    telephone, (first, second) = let_in(0), office.postings
    reply(telephone, office, first, "yes")
    reply(telephone, office, second, "yes")

    said = offers_of(office, office.workers[0])

    assert said[first][0] == "not_asked"
    assert said[second][0] == "yes"


def test_the_last_place_goes_once_and_who_comes_later_is_shown_the_next_best(office: Office, let_in: LetIn) -> None:
    first, second, posting = let_in(0), let_in(1), office.postings[0]
    with opened(office.engine) as session:
        session.execute(update(Posting).where(Posting.id == posting).values(openings=1))
    assert "给您留了位置" in reply(first, office, posting, "yes")

    page = reply(second, office, posting, "yes")

    assert "刚刚有人了" in page
    assert offers_of(office, office.workers[1]).get(posting, ("not_asked", ""))[0] == "not_asked"
    assert "质检员" in second.get("/my").text
    assert f"/my/postings/{posting}/answer" not in second.get("/my").text
    # Given back, it is there again.
    reply(first, office, posting, "no")
    assert "给您留了位置" in reply(second, office, posting, "yes")


def test_changed_terms_ask_again_and_an_old_page_says_no_yes_to_new_terms(office: Office, let_in: LetIn) -> None:
    telephone, posting = let_in(0), office.postings[0]
    reply(telephone, office, posting, "yes")
    old = terms_of(office, posting)
    with opened(office.engine) as session:
        session.execute(update(Posting).where(Posting.id == posting).values(terms_hash="b" * 64, wage_low_fen=400_000))

    assert "以前的答应不算数" in telephone.get("/my").text
    page = telephone.post(f"/my/postings/{posting}/answer", data={"reply": "yes", "terms": old})
    assert page.status_code == 409
    assert "再看一遍" in page.text
    assert "给您留了位置" in reply(telephone, office, posting, "yes")


def test_whoever_the_law_keeps_from_a_posting_is_told_why_and_no_yes_is_kept(office: Office, let_in: LetIn) -> None:
    telephone, worker, posting = let_in(0), office.workers[0], office.postings[0]
    with opened(office.engine) as session:
        session.execute(update(Worker).where(Worker.id == worker).values(birth=date(2012, 5, 4)))

    page = reply(telephone, office, posting, "yes")

    assert "这个现在去不了" in page
    assert "16" in page
    assert offers_of(office, worker).get(posting, ("not_asked", ""))[0] == "not_asked"


def test_no_more_of_this_kind_hides_the_kind_until_it_is_welcome_again(office: Office, let_in: LetIn) -> None:
    with opened(office.engine) as session:
        session.execute(update(Posting).values(occupation="6-18-02-04"))
    telephone, posting = let_in(0), office.postings[0]
    reply(telephone, office, posting, "no_kind")

    assert "/answer" not in telephone.get("/my").text
    telephone.post("/my/data/kinds")

    assert f"/my/postings/{office.postings[1]}/answer" in telephone.get("/my").text


def test_a_question_and_a_trouble_reach_the_office_and_its_answer_reaches_the_person(
    office: Office, client: TestClient, let_in: LetIn
) -> None:
    telephone = let_in(0)
    reply(telephone, office, office.postings[0], "ask", words="有夫妻房吗")
    telephone.post("/my/trouble", data={"words": "工资比说好的少"})
    telephone.post("/my/trouble", data={"words": "工资比说好的少"})

    page = client.get("/concerns").text
    assert page.index("工资比说好的少") < page.index("有夫妻房吗")
    assert page.count("工资比说好的少") == 1
    with opened(office.engine) as session:
        number = session.scalars(select(Concern.id).where(Concern.kind == "trouble")).one()
    client.post(f"/concerns/{number}", data={"answer": "已经打电话给厂里"})

    assert "已经打电话给厂里" in telephone.get("/my/trouble").text
    assert "工资比说好的少" not in client.get("/concerns").text


def test_one_sees_and_changes_ones_own_data_alone(office: Office, let_in: LetIn) -> None:
    telephone = let_in(0)
    page = telephone.get("/my/data").text

    assert "王小明" in page
    assert PHONES[0] in page
    assert not any(name in page for name in ("李大国", PHONES[1]))
    form = {"near": "near", "willing": "yes", "night": "no", "pay": "6200", "lodging": "true"}
    assert telephone.post("/my/data/wishes", data=form).status_code == 200
    with opened(office.engine) as session:
        mine, other = session.get_one(Worker, office.workers[0]), session.get_one(Worker, office.workers[1])
        assert (mine.near_only, mine.wage_wanted_fen, mine.night_shift_ok, mine.lodging_needed) == (
            True,
            620_000,
            False,
            True,
        )
        assert (other.near_only, other.wage_wanted_fen) == (False, None)


def test_ranking_by_ones_own_data_is_off_in_one_press(office: Office, let_in: LetIn) -> None:
    telephone = let_in(0)

    page = telephone.post("/my/data/ranking", data={"personal": "off"}).text

    assert "只按远近" in page
    assert "缝纫工" in telephone.get("/my").text
    with opened(office.engine) as session:
        assert session.get_one(Worker, office.workers[0]).personal_ranking is False


def test_the_person_sees_who_read_their_data(client: TestClient, office: Office, let_in: LetIn) -> None:
    client.post(f"/workers/{office.workers[0]}", data={"purpose": "核对电话"})

    assert "老陈" in let_in(0).get("/my/data").text
    assert "核对电话" in let_in(0).get("/my/data").text


def test_erasing_asks_for_the_digits_once_more_and_closes_the_page(office: Office, let_in: LetIn) -> None:
    telephone, worker = let_in(0), office.workers[0]

    assert telephone.post("/my/data/erase", data={"digits": "9999"}).status_code == 422
    assert telephone.post("/my/data/erase", data={"digits": PHONES[0][-4:]}).url.path == "/w"

    with opened(office.engine) as session:
        assert session.get_one(Worker, worker).name == "已删除"
        assert session.scalar(select(func.count(DeclinedKind.id))) == 0


def test_an_old_employer_with_work_is_one_press_away_and_one_without_is_rung_by_the_office(
    office: Office, client: TestClient, let_in: LetIn
) -> None:
    with opened(office.engine) as session:
        other = builders.an_employer(session, "老东家").id
        for employer in (office.employer, other):
            builders.a_spell(session, office.workers[0], employer)
    telephone = let_in(0)

    assert "/my/postings/" in telephone.post("/my/return", data={"employer": str(office.employer)}).url.path
    telephone.post("/my/return", data={"employer": str(other)})
    telephone.post("/my/return", data={"employer": "999"})

    assert "想回 老东家" in client.get("/concerns").text
    with opened(office.engine) as session:
        assert session.scalar(select(func.count(Concern.id))) == 1


def test_more_postings_come_by_distance_and_are_sifted_by_what_one_asks_for(office: Office, let_in: LetIn) -> None:
    with opened(office.engine) as session:
        builders.a_posting(
            session, title="近处的活", county=builders.LIZHOU, order_number="near", wage_low_fen=300_000,
            wage_high_fen=320_000,
        )  # fmt: skip
    telephone = let_in(0)
    page = telephone.get("/my/more").text

    assert page.index("近处的活") < page.index("缝纫工")
    assert "近处的活" not in telephone.get("/my/more?pay=5000").text
    assert "缝纫工" not in telephone.get("/my/more?km=30").text
    assert "缝纫工" not in telephone.get("/my/more?trade=质检").text
    assert "近处的活" not in telephone.get("/my/more?lodging=true").text
    assert "缝纫工" in telephone.get("/my/more?pay=abc&km=x").text


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_page_with_all_it_needs_is_small_and_asks_for_one_thing_more(let_in: LetIn, language: str) -> None:
    telephone = let_in(0)
    for address in ("/my", "/my/more", "/my/data", "/my/trouble", "/my/slip"):
        page = telephone.get(address, params={"lang": language})
        wanted = set(re.findall(r'(?:src|href)="(/static/[^"]+)"', page.text))
        size = sum(len(gzip.compress(telephone.get(one).content)) for one in wanted) + len(gzip.compress(page.content))

        assert len(wanted) == 1
        assert "<script" not in page.text
        assert size < 15 * 1024, (address, size)


def test_no_text_for_telephones_uses_a_word_of_offices_or_machines() -> None:
    texts = {key: text for key, text in catalog().items() if key.startswith("phone.")}

    assert len(texts) > 100
    for key, text in texts.items():
        assert not NOT_PLAIN.search(text.zh), (key, text.zh)
        assert not NOT_PLAIN_EN.search(text.en.lower()), (key, text.en)
