"""Cleaning: every rule by example, and the way back to the source for any text."""

from hypothesis import given
from hypothesis import strategies as st

from policies_kb.clean import clean
from policies_kb.split import number, split

_ALPHABET = st.sampled_from(
    "脱贫攻坚战人入闲输地投力，。 \n(zhàn)戰學?;A(chǔ)設施一二（三)、1.第章专栏30|来源:时间点击abc"
)


def test_spaces_inside_words_are_taken_out():
    assert clean("打赢脱贫攻坚 战,\n抓紧 制定标准。").text == "打赢脱贫攻坚战,\n抓紧制定标准。"


def test_a_misread_character_is_mended_only_where_the_words_fit_better():
    assert clean("加大政府投人力度").text == "加大政府投入力度"
    assert clean("支持贫闲地区").text == "支持贫困地区"
    for right in ("招收人员名单", "提高收入水平", "工作人员下乡", "闲置房屋", "本人自己申请", "周末休息"):
        assert clean(right).text == right


def test_pinyin_behind_a_character_is_taken_out_and_a_real_bracket_stays():
    cleaned = clean("打贏攻堅戰(zhàn)，無贍養人撫(扶)養人")
    assert cleaned.text == "打赢攻坚战，无赡养人抚(扶)养人"
    assert cleaned.raw(0, 5) == "打贏攻堅戰(zhàn)"[:5]
    assert "pinyin after a character" in {change.rule for change in cleaned.changes}


def test_characters_read_off_the_grid_are_put_back():
    cleaned = clean("受制于當?shù)匕l(fā)展條件")
    assert cleaned.text == "受制于当地发展条件"
    assert [change.certain for change in cleaned.changes if change.rule == "characters read off the grid"] == [True]


def test_the_page_around_a_document_is_taken_off():
    page = "当前位置:首页 > 要闻\n标题在此\n发布时间:2020-01-02 作者:\n正文第一句。\n扫一扫在手机打开当前页\n"
    assert clean(page).text == "标题在此\n正文第一句。"


@given(st.text(alphabet=_ALPHABET, max_size=60))
def test_every_clean_character_knows_its_place_in_the_source(source):
    cleaned = clean(source)
    assert len(cleaned.starts) == len(cleaned.ends) == len(cleaned.text)
    changed = [(change.start, change.end) for change in cleaned.changes]
    for at, character in enumerate(cleaned.text):
        first, last = cleaned.span(at, at + 1)
        assert 0 <= first < last <= len(source)
        if not any(start < last and first < end for start, end in changed):
            assert source[first:last] == character
    assert list(cleaned.starts) == sorted(cleaned.starts)
    assert list(cleaned.ends) == sorted(cleaned.ends)


@given(st.text(alphabet=_ALPHABET, max_size=60))
def test_nothing_of_the_source_is_lost_without_a_record(source):
    cleaned = clean(source)
    covered = set()
    for start, end in zip(cleaned.starts, cleaned.ends, strict=True):
        covered.update(range(start, end))
    for change in cleaned.changes:
        covered.update(range(change.start, change.end))
    assert covered == set(range(len(source)))


def test_headings_become_clause_ids():
    text = "某某办法\n一、总则\n为了什么。\n二、任务\n（一）修路。修村里的路。\n"
    text += "1.村道。硬化。\n2.桥。加固。\n（二）通水。\n三、附则"
    assert [passage.id for passage in split(text)] == ["0", "1", "2", "2.1", "2.1.1", "2.1.2", "2.2", "3"]


def test_chapters_and_articles_do_not_share_an_id():
    text = "第一章 总则\n第一条 目的。\n第二条 范围。\n第二章 分则\n第三条 标准。"
    assert [passage.id for passage in split(text)] == ["ch1", "1", "2", "ch2", "3"]


def test_a_document_without_headings_is_split_by_paragraphs():
    assert [passage.id for passage in split("甲事如此。\n乙事如彼。")] == ["1", "2"]


def test_numerals_are_read():
    assert [number(n) for n in ("七", "十", "十二", "四十九", "一百零三", "30")] == [7, 10, 12, 49, 103, 30]
