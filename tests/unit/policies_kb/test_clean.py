"""Cleaning: every rule by example, and the way back to the source for any text."""

from hypothesis import given
from hypothesis import strategies as st

from policies_kb.clean import clean
from policies_kb.originals import original_from
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


@given(st.text(alphabet=_ALPHABET, max_size=80))
def test_the_record_of_changes_leads_back_to_the_source(source):
    assert clean(source).undone() == source


@given(st.lists(st.text(alphabet=_ALPHABET, min_size=1, max_size=40), min_size=1, max_size=8))
def test_a_citation_spans_the_source_letter_for_letter(lines):
    source = "".join(f"第{n}条 {line}\n" for n, line in enumerate(lines, 1))
    original = original_from(source)
    for passage in original.passages:
        origin = original.provenance(passage.id)
        assert origin.raw == source[origin.start : origin.end] == original.cleaned.raw(passage.start, passage.end)
        assert explained(original.cleaned, passage.start, passage.end)


def explained(cleaned, start, end):
    """Every letter of a quote is the source's own at its place, or there because of a recorded change."""
    made = {(change.start, change.end) for change in cleaned.changes}
    for at in range(start, end):
        first, last = cleaned.span(at, at + 1)
        own = cleaned.source[first:last] == cleaned.text[at]
        if not own and not any(begin <= first and last <= stop for begin, stop in made):
            return False
    # And between two letters of the quote nothing of the source is passed over without a record.
    for at in range(start, end - 1):
        gap = range(cleaned.ends[at], cleaned.starts[at + 1])
        if any(not any(begin <= place < stop for begin, stop in made) for place in gap):
            return False
    return True


def test_a_word_of_another_language_in_brackets_stays():
    assert clean("提高准确度(accuracy)的办法").text == "提高准确度(accuracy)的办法"


def test_sound_text_is_not_mended():
    for text in ("收归己有", "没人会理会", "七十六人队", "东汉末及三国", "以车追人，内外夹击", "年末未成年人"):
        assert clean(text).text == text
        assert not clean(text).changes


def test_lines_broken_by_a_page_are_joined_and_headings_stay():
    page = "关于救助困难群众的若干意见\n为进一步做好我县困难群众基本生活保障工作，根据上级有\n"
    page += "关规定，结合我县实际，现提出以下意见，请各乡镇认真贯\n彻执行。\n— 1 —\n"
    page += (
        "一、加大临时救助力度。对因病因灾造成生活困难的家庭，\n由乡镇人民政府直接给予救助，一次救助金额不超过三千元\n"
    )
    page += "，每年不超过两次。\n二、发挥社会力量作用。"
    text = clean(page).text
    assert text.count("\n") == 3
    assert "请各乡镇认真贯彻执行。" in text
    assert "— 1 —" not in text


def test_headings_become_clause_ids():
    text = "某某办法\n一、总则\n为了什么。\n二、任务\n（一）修路。修村里的路。\n"
    text += "1.村道。硬化。\n2.桥。加固。\n（二）通水。\n三、附则"
    assert [passage.id for passage in split(text)] == ["0", "1", "2", "2.1", "2.1.1", "2.1.2", "2.2", "3"]


def test_chapters_and_articles_do_not_share_an_id():
    text = "第一章 总则\n第一条 目的。\n第二条 范围。\n第二章 分则\n第三条 标准。"
    assert [passage.id for passage in split(text)] == ["ch1", "1", "2", "ch2", "3"]


def test_sections_below_chapters_do_not_take_the_place_of_articles():
    text = "第一章 标准\n第一节 金额\n第一条 甲。\n第二节 材料\n第二条 乙。\n第二章 附则\n第三条 丙。"
    assert [passage.id for passage in split(text)] == ["ch1", "ch1.1", "1", "ch1.2", "2", "ch2", "3"]


def test_parts_and_annexes_begin_their_own_numbers():
    text = "第一编 总则\n第一章 一般\n第一条 甲。\n第二编 分则\n第一章 一般\n第二条 乙。\n附件1\n第一条 丙。"
    found = {passage.id: passage.label for passage in split(text)}
    assert list(found) == ["part1", "ch1", "1", "part2", "part2.ch1", "2", "annex1", "annex1.1"]
    assert found["annex1.1"] == "附件1第一条"


def test_no_clause_hides_another_of_its_number():
    text = "序言在此。\n第一篇 总则\n第一章 一般\n专栏1 甲\n甲的内容。\n专栏1 乙\n乙的内容。"
    ids = [passage.id for passage in split(text)]
    assert len(ids) == len(set(ids)) == 5


def test_a_number_that_counts_something_is_no_heading():
    assert [passage.id for passage in split("一、标准\n1个月内发放。\n2024年起执行。")] == ["1"]


def test_a_label_is_what_stands_on_paper():
    found = {p.id: (p.label, p.label_en) for p in split("一、任务\n（一）修路。修村里的路。\n1.村道。硬化。")}
    assert found["1.1.1"] == ("第一部分（一）1·村道", "part 1(1)(1)")


def test_a_document_without_headings_is_split_by_paragraphs():
    assert [passage.id for passage in split("甲事如此。\n乙事如彼。")] == ["1", "2"]


def test_numerals_are_read():
    assert [number(n) for n in ("七", "十", "十二", "四十九", "一百零三", "30")] == [7, 10, 12, 49, 103, 30]
