"""What a message names, with exact values and the words as written: sums, counts, days, phones, places, disasters."""

from datetime import date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nlu.entities import find_named
from nlu.normalise import normalise

NOW = datetime.fromisoformat("2026-11-18T12:00:00+08:00")  # a Wednesday


def slot(text, name, now=NOW):
    return find_named(normalise(text), now).slots.get(name)


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("我妈住院花了两万三", 23000),
        ("医院喊交一万五千八", 15800),
        ("手术费要3万8", 38000),
        ("还差两千一", 2100),
        ("一共八千零六十", 8060),
        ("损失23,000元", 23000),
        ("欠了2.3万", 23000),
        ("花了十一万六", 116000),
        ("一包药三块五", 3.5),
        ("亏了5w", 50000),
        ("肥料款４５００元没给", 4500),
        ("学费六千，住宿费一千二，合计七千二", 7200),
        ("住院花了五万，医保报了三万，自己还要出两万", 20000),
        ("总共花了四万二，报完自己掏了一万八千五", 18500),
        ("不是三千，是三千八", 3800),
        ("上次报的八千不对，改成九千五", 9500),
        ("赔了六万，说错了，是七万", 70000),
        ("一个月药费一千二", 1200),
        ("孙子的学费要五千块钱", 5000),
        ("欠信用社贰万元整", 20000),
        ("大棚塌了，亏一万三", 13000),
        ("借了亲戚十五万给儿子治病", 150000),
        ("工资被拖欠一万八千元", 18000),
        ("彩礼花了十八万八", 188000),
        ("The operation cost 23,000 yuan", 23000),
        ("we owe the bank 60000", 60000),
        ("surgery was 40,000, insurance paid 25,000, we paid 15,000 ourselves", 15000),
        ("fees are 5k a year", 5000),
        ("lost two thousand five hundred yuan", 2500),
        ("不是九千是八千", 8000),
    ],
)
def test_an_exact_sum_is_the_one_that_counts(text, amount):
    assert slot(text, "amount") == amount


@pytest.mark.parametrize(
    "text",
    [
        "花了三万多", "借了好几千", "欠了上万块", "几百块钱", "亏了两万几", "将近五万", "七八千块", "一万来块",
        "三千左右",
        "over 3000 yuan", "死了三百只鸡", "我有三亩地", "2021年得的病", "住三楼301室", "一块石头砸下来",
        "今年六十八岁",
        "发烧39度", "我电话13812345678", "离镇上二十里路", "喝了百草枯", "水淹到一米五", "十月二号的事", "120打不通",
        "一家四口", "第一次用", "万一着火怎么办", "千万别发了",
    ],
)  # fmt: skip
def test_what_is_no_exact_sum_sets_none(text):
    assert slot(text, "amount") is None


@pytest.mark.parametrize(
    ("text", "people"),
    [
        ("一家四口没地方住", 4), ("我们仨困在楼上", 3), ("爷孙俩没饭吃", 2), ("屋里7口人", 7), ("我家三口人", 3),
        ("全家5个人", 5),
        ("里面还有两个老人", 2), ("三个孩子没人管", 3), ("俩娃发烧", 2), ("老两口没人照顾", 2), ("隔壁夫妻俩吵架", 2),
        ("船上有六个人", 6), ("two kids are missing", 2), ("there are five of us on the roof", 5),
        ("we are a family of six", 6),
        ("不是三口人，是五口人", 5), ("家里八口人，四个孩子", 8), ("娘儿仨被赶出来了", 3), ("四个工友埋在里面", 4),
        ("一个三岁一个五岁没人带", 2), ("我和我爸妈三个人被困", 3), ("me and my two kids", 3), ("双胞胎饿得哭", 2),
    ],
)  # fmt: skip
def test_how_many_are_concerned(text, people):
    assert slot(text, "people") == people


@pytest.mark.parametrize(
    "text",
    [
        "三个月没发工资",
        "我一个人",
        "下周三娃要上学",
        "两头牛死了",
        "第三组",
        "来了两个干部",
    ],
)
def test_other_numbers_count_no_people(text):
    assert slot(text, "people") is None


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("前天发大水", "2026-11-16"), ("昨晚走丢的", "2026-11-17"), ("昨儿夜里", "2026-11-17"),
        ("上周三摔的", "2026-11-11"),
        ("上个礼拜天", "2026-11-15"), ("十天前住的院", "2026-11-08"), ("3天前", "2026-11-15"),
        ("10月2号下冰雹", "2026-10-02"),
        ("大前天", "2026-11-15"), ("今早发现的", "2026-11-18"), ("十一月三日", "2026-11-03"),
        ("12月25日的事", "2025-12-25"),
        ("去年7月12日", "2025-07-12"), ("2026年3月8日", "2026-03-08"), ("2026-03-08出院", "2026-03-08"),
        ("本月4号", "2026-11-04"),
        ("上个月20号", "2026-10-20"), ("上月二十号", "2026-10-20"), ("这周一", "2026-11-16"),
        ("两个星期前", "2026-11-04"),
        ("不是昨天，是前天", "2026-11-16"), ("日期错了，应该是11月1号", "2026-11-01"),
        ("yesterday evening", "2026-11-17"),
        ("3 days ago", "2026-11-15"), ("last Friday", "2026-11-13"), ("on 12 May", "2026-05-12"),
        ("May 12th", "2026-05-12"),
        ("last night", "2026-11-17"), ("this morning", "2026-11-18"), ("a week ago", "2026-11-11"),
        ("寻日打風", "2026-11-17"),
        ("国庆节那天", "2026-10-01"), ("the day before yesterday", "2026-11-16"), ("前天晚上十点", "2026-11-16"),
        ("昨天摔的，今天肿得更大", "2026-11-17"), ("九月二十八夜里不是，是九月二十九号", "2026-09-29"),
        ("前年5月6号", "2024-05-06"),
        ("腊月初八摔的", "2026-01-26"), ("农历八月十五日", "2026-09-25"), ("正月初四走丢", "2026-02-20"),
        ("大年三十夜里着火", "2026-02-16"), ("大年初五下午", "2026-02-21"), ("重阳节那天", "2026-10-18"),
        ("清明那天", "2026-04-05"), ("去年端午那天", "2025-05-31"), ("九月初二断的腿", "2026-10-11"),
        ("9.28号摔伤", "2026-09-28"), ("昨天下五", "2026-11-17"),
        ("上个月21号", "2026-10-21"),
    ],
)  # fmt: skip
def test_days_count_from_the_time_of_the_message(text, day):
    assert slot(text, "event_date") == date.fromisoformat(day)


@pytest.mark.parametrize(
    "text",
    [
        "上个月",
        "去年",
        "前几天",
        "明天就没药了",
        "前年发大水",
        "最近",
        "2月31号",
        "几个月前",
        "下周三",
        "以前",
        "中秋节前",
        "端午节快乐",
        "孩子初三了",
        "腊月三十一",
    ],
)
def test_vague_and_future_days_are_left_out(text):
    assert slot(text, "event_date") is None


@pytest.mark.parametrize(
    ("text", "phone"),
    [
        ("电话13812345678", "+8613812345678"), ("幺三八幺二三四五六七八", "+8613812345678"),
        ("１３８１２３４５６７８", "+8613812345678"),
        ("138 1234 5678", "+8613812345678"), ("+86 138-1234-5678", "+8613812345678"),
        ("0086 13812345678", "+8613812345678"),
        ("一三八 一二三四 五六七八", "+8613812345678"), ("138.1234.5678", "+8613812345678"),
        ("座机0874-7162345", "+868747162345"),
        ("换成139 0000 1111，不用138 1234 5678了", "+8613812345678"), ("1 3 8 1 2 3 4 5 6 7 8", "+8613812345678"),
        ("门号0912345678", "+886912345678"), ("call me on +44 20 7946 0958", "+442079460958"),
    ],
)  # fmt: skip
def test_phones_are_given_as_e164(text, phone):
    assert slot(text, "phone") == phone


@pytest.mark.parametrize("text", ["120打不通", "一二三四五六七", "身份证530326199001011234", "订单20261118001"])
def test_other_rows_of_digits_are_no_phones(text):
    assert slot(text, "phone") is None


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("我家住在青石村三组", "青石村三组"), ("马路镇王家坪的房子塌了", "马路镇王家坪"), ("家住李家湾", "李家湾"),
        ("我是红旗大队二队的", "红旗大队二队"), ("黑石沟今年旱得厉害", "黑石沟"), ("在朝阳寨，山上掉石头", "朝阳寨"),
        ("老家在赵庄", "赵庄"), ("雲南宣威市東山鎮芙蓉村", "雲南宣威市東山鎮芙蓉村"),
        ("搬到幸福安置点2号楼", "幸福安置点2号楼"),
        ("roof blown off in Shiqiao village", "Shiqiao village"), ("my son fell at Baishuitan", "Baishuitan"),
    ],
)  # fmt: skip
def test_places_keep_the_words_as_written(text, place):
    assert slot(text, "place") == place


@pytest.mark.parametrize(
    "text",
    [
        "村里没水了",
        "我在深圳打工",
        "镇上的干部",
        "在县医院住院",
        "下乡的老师",
        "老乡你好",
        "贫困村有什么政策",
        "躺在床上",
        "I am in hospital",
    ],
)
def test_what_names_no_place_is_left_out(text):
    assert slot(text, "place") is None


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("洪水进屋了", "flood"), ("屋后头山垮了", "landslide"), ("厨房着火烧光了", "fire"),
        ("三个月没下雨地都裂了", "drought"),
        ("下冰雹打了烟叶", "hail"), ("台風把屋頂掀了", "wind"), ("地震把墙震裂了", "earthquake"),
        ("大雪压塌了大棚", "snow_frost"),
        ("蝗虫把谷子吃光了", "pest"), ("暴雨引发泥石流", "landslide"), ("our barn burned down", "fire"),
        ("the river flooded", "flood"),
        ("霜打了，茶叶全毁", "snow_frost"), ("水淹到二楼", "flood"), ("龙卷风刮走了屋顶", "wind"),
    ],
)  # fmt: skip
def test_disasters_are_told_apart(text, kind):
    assert slot(text, "disaster_kind") == kind


@pytest.mark.parametrize("text", ["孩子发烧39度", "不是火灾", "气得我一肚子火", "坐火车去的", "没遭水灾", "中风三年"])
def test_what_only_sounds_like_a_disaster_is_none(text):
    assert slot(text, "disaster_kind") is None


def test_spans_are_places_in_the_original():
    text = "前日，我屋企\u200b花咗兩萬三，打１３８１２３４５６７８"
    found = find_named(normalise(text), NOW)
    written = {entity.type: text[entity.start : entity.end] for entity in found.entities}
    assert written["amount"] == "兩萬三"
    assert written["phone"] == "１３８１２３４５６７８"


@given(
    st.lists(
        st.sampled_from("我爸妈花了三万多昨天前天10月2号家住青山村六组一家四口138 1234 5678着火淹,。千百十亿两")
    ).map("".join)
)
@settings(max_examples=200, deadline=None)
def test_any_jumble_of_entities_is_read_without_an_error(text):
    found = find_named(normalise(text), NOW)
    assert all(text[entity.start : entity.end] for entity in found.entities)
    assert all(value for value in found.slots.values())


def test_a_place_with_blanks_between_its_words_is_one_place():
    found = find_named(normalise("please come to Liujia   Village, the road is gone"), NOW)
    assert found.slots["place"] == "Liujia   Village"
