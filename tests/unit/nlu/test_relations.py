"""Who is concerned, through family words of many regions: not who writes, pays, is away or did it."""

import pytest

from nlu.normalise import normalise
from nlu.relations import choose_relation, find_relations

SAID = {
    "grandparent": [
        "Grandpa’s hip broke, the operation costs ¥9000",
        "我爷爷奶奶带着我，爷爷前天中风了", "爸爸打电话说奶奶走丢了", "我在上海打工，我儿子跟着奶奶，奶奶摔了",
        "爷爷喝了农药，奶奶不在家", "Grandpa wandered off, he has dementia", "奶奶的药吃完了",
        "我奶奶在菜园里摔倒了起不来", "外公外婆没人照顾", "姥姥糖尿病烂脚", "嗲嗲走丢了", "阿嬤跌倒骨折",
        "我是孙女，爷爷倒地上了", "妈妈去世了，爸爸坐牢，我和奶奶过，奶奶病了", "医生叔叔救救我奶奶",
        "grandma fell and cannot get up", "阿公喘不過氣", "奶奶走丢",
    ],
    "parent": [
        "我妈走得早，爸又瘫了，我辍学在家照顾他", "妈妈在哭，爸爸拿刀追她", "爹娘都八十了，住的土房快倒了",
        "我娘家妈病重", "爸，肝硬化，欠三万", "老妈 摔跤 髋骨断", "俺是她闺女，她不吃不喝三天了",
        "俺爹让拖拉机轧了腿", "我爷老子中风了讲不出话", "屋头老的瘫在床上", "我老汉肺病住院",
        "儿子在外打工，我妈瘫在床上没人管", "老婆打电话说我爸晕倒了", "我在广东打工，家里老母亲一个人摔倒了",
        "我姐打电话来讲，我妈心脏病犯了", "爸爸在打妈妈，流了好多血", "我是他儿子，他今天早上走丢了",
        "我哥精神病犯了，拿刀砍我妈", "叔叔，我爸爸不动了", "Dad is paralysed, mum works in the city",
        "my brother says our father collapsed", "I'm in Shanghai, my mother is alone and sick", "俺大查出来胃癌",
        "额大瘫痪了", "阿爸中風", "我爸我妈都病了", "家里老人八十多了瘫在床上", "妈晕倒了", "爸昏迷不醒",
        "我家保姆跑了，老爷子没人喂饭",
    ],
    "spouse": [
        "妻 肺癌 住院", "夫 瘫痪三年", "我老工在工地摔断腿", "我家老爷们儿下井受伤",
        "我家老头子从楼梯上滚下去，头破了", "我老婆肾衰竭，孩子还小", "娃的爸爸在工地上被砸了",
        "媳妇难产，卫生院说转院没有车",
        "婆娘喝农药了", "我堂客要生了大出血", "孩子他爸工地上摔下来了", "我当家的腰断了",
        "my wife is bleeding badly after birth", "我们家那口子肝癌", "我爱人是聋哑人，孩子也有残疾",
        "我媳妇跟我吵架喝了敌敌畏", "我男人在矿上被埋了",
    ],
    "child": [
        "家有双胞胎兄妹，都要上高中", "我儿子站在楼顶不下来",
        "我闺女考上大学交不起学费", "我女儿被她老公打得浑身是伤",
        "My husband works away and my daughter has a high fever", "my kids and I have no food",
        "我崽的老师打他，耳朵打聋了",
        "我崽掉到水塘里了", "细伢子烧得抽筋", "囡囡放学没回家", "我屋里满崽白血病",
        "我老公在外面打工，娃发高烧抽搐", "大哥，我家孩子不见了", "our boy has leukemia", "两个娃的学费交不起",
        "老大今年考上大学，学费没着落", "我家老二生下来就聋哑", "额娃住院了", "我仔跌落井", "個女發燒",
        "我一个人带三个孩子，最小的有脑瘫", "女儿重病",
    ],
    "sibling": [
        "我哥哥欠了赌债，被人关起来了", "我大姐精神分裂，没人看着就往外跑", "叔叔，我弟弟掉井里了",
        "妹妹发烧抽筋，爸妈都不在", "his wife called me, my brother is trapped in the mine",
        "我老弟被狗咬了", "家姐有精神病", "我妹子离家出走了", "我爸打我弟弟，打出血了", "不是我，是我哥病了",
        "我妈照顾我瘫痪的哥哥，自己也病倒了", "弟弟把妹妹推到井里了", "哥出车祸",
    ],
    "other_relative": [
        "嫂子住院了，侄子侄女没人接送",
        "俺哥跟俺嫂都出去打工了，侄子没人管", "婆婆和公公住的老屋塌了", "我弟媳妇生完娃一直流血",
        "我外甥得了白血病", "My mother-in-law fell into the well", "岳母半身不遂，吃喝拉撒都要人",
        "我老表打工时电死了，丢下三个娃", "我公公把我婆婆打伤了", "小姨一家煤气中毒",
        "我二叔脑梗", "姑妈家房子烧了", "舅舅挖煤砸断腿", "我侄儿读不起书", "我表哥被骗到缅甸",
        "替我舅舅报一下，他得了癌症", "我儿媳妇难产，血流不止", "我女婿出车祸了", "不是我爸，是我大伯",
        "my uncle was bitten by a snake", "俺婆婆偏瘫三年", "丈母娘摔断了股骨头", "我岳父胃癌", "我公公肺气肿",
        "我姨妈家的表弟掉河里了", "我老公他妈病了",
    ],
    "neighbour": [
        "楼下那家男人拿刀砍老婆", "后头那户老奶奶几天没出门", "斜对面那户的大爷摔在门口",
        "隔壁的小孩一个人在家三天了", "我们村一个孤老头，躺床上没人管",
        "the old man next door hasn't come out for days", "替我们村的哑巴报一下，他房子塌了",
        "隔壁王大爷没人管", "村里李婆婆一个人住，倒在门口", "对门的老张头喝药了", "邻居家着火了，人还在里面",
        "帮隔壁刘婶报个困难，她男人死了", "my neighbour's house is on fire", "单身汉老李头病在床上",
        "同村的哑巴被车撞了",
    ],
    "self": [
        "我站在桥上了，娃以后谁管", "活着太累了，就是放不下两个孩子",
        "前夫天天来砸门，说要杀我", "我今年七十三了，一个人住，眼睛看不见", "我爸不让我上学，叫我去打工",
        "老公喝醉了掐我脖子",
        "我得了尿毒症", "我自己摔断了腿", "我被厂里辞退了", "后妈不给我饭吃，天天打我", "老公打我，用凳子砸我的头",
        "儿子打我，不让我进屋", "老伴走了三年了，我一个人，腿又断了", "I lost my job and owe rent", "我想自杀",
        "我活不下去了，对不起爸妈", "跟我妈说一声，女儿先走了",
    ],
    None: [
        "我是老师，我班上一个学生没有父母",
    ],
    "grandchild": [
        "两个孙子没爹没妈，跟着我过", "my grandson was hit by a truck",
        "孙子没人带，儿子儿媳都出去了", "我外孙女先天性心脏病",
    ],
}  # fmt: skip


@pytest.mark.parametrize(("text", "relation"), [(text, relation) for relation, texts in SAID.items() for text in texts])
def test_the_one_concerned_is_told_from_the_others(text, relation):
    plain = normalise(text).text
    chosen = choose_relation(plain, find_relations(plain))
    assert (chosen.relation if chosen else None) == relation


@pytest.mark.parametrize(
    "text", ["奶粉吃完了", "老板娘不给工钱", "公路断了", "小儿麻痹", "孙村断水了", "有人晕倒了", "牛奶过期了"]
)
def test_what_only_looks_like_family_is_nobody(text):
    plain = normalise(text).text
    assert [m for m in find_relations(plain) if m.relation != "self"] == []
