"""Messages written for this test alone, in no training data: how many are read for what they are."""

from datetime import datetime
from pathlib import Path

import pytest

import nlu
from nlu.evaluate import Case, evaluate
from nlu.pipeline import read_understand
from nlu.training_data import read_training_data

DATA = Path(nlu.__file__).parent / "data"
NOW = datetime.fromisoformat("2026-11-18T12:00:00+08:00")
SAID = {
    "greet": [
        "您好啊，有没有人值班", "村里的小帮手在不", "下午好，刚下的这个号", "恁好，俺来报个到",
        "Good day, is this the village service",
    ],
    "goodbye": [
        "行了我要去赶车了", "娃醒了，不跟你扯了", "那今天就到这里，改天找你", "talk to you tomorrow",
    ],
    "thanks": [
        "多亏了你们，老头子的药有着落了", "真是麻烦恁了，感激不尽", "钱到账了，谢谢政府",
        "thanks a million for the help",
    ],
    "affirm": [
        "嗯，没问题", "对，照这个报", "要得，你报嘛", "可以的，交上去吧", "yes that is right",
    ],
    "deny": [
        "不是这么回事", "你记错了，我没报这个", "没有啊，我家好好的", "no, that isn't what happened",
    ],
    "cancel": [
        "算了算了不报了", "我不想申请了，撤掉吧", "刚才那条是娃乱发的，别当真", "drop it, I changed my mind",
    ],
    "help": [
        "这个到底怎么用啊", "我该先发什么", "你都能帮些啥", "how does this thing work",
    ],
    "change_language": [
        "能不能说普通话", "请用英文回复", "換成繁體中文", "please reply in Chinese",
    ],
    "opt_out": [
        "以后不要给我发这些短信了", "把我号码从你们那里去掉", "stop texting me please",
    ],
    "opt_in": [
        "我想重新收你们的消息", "上次退了，现在想再加回来", "turn my messages back on",
    ],
    "ask_policy": [
        "残疾人两项补贴是怎么个标准", "大病救助一年最多报多少", "房子被洪水冲垮了国家怎么补",
        "孤儿一个月能领几多钱", "申请低保要些么子材料", "村里修路占了地怎么赔",
        "What does the policy say about house repairs", "脱贫户的孩子上大学有什么补助",
        "监测对象是按什么收入线定的",
    ],
    "check_eligibility": [
        "我家两个残疾人，能吃低保吗", "我在城里买了房还算不算贫困户", "我妈七十了没有养老保险，能领补贴不",
        "俺这种打零工的能不能申请临时救助", "am I entitled to the disability allowance",
        "离婚带娃的，符合困难补助条件吗",
    ],
    "report_hardship": [
        "我爸查出肝癌，家里的钱都花光了", "冰雹把烤烟打坏了一大半", "厂子倒了，三个月没拿到工资",
        "娃考上高中，学费一点着落都没有", "我男人走了，地里的活没人做", "家里的墙裂了好几道口子，一下雨就漏",
        "井干了两个月，天天下山挑水", "儿子智力有残疾，二十几岁了还要人喂饭",
        "老母亲一个人在老家，走路都走不稳，没人照看", "养的鸭子一夜之间全死了，欠了饲料店三万",
        "被车撞了腿断了，老板跑了", "my husband lost two fingers in the factory",
    ],
    "ask_case_status": [
        "上个月报的困难现在到哪一步了", "我的申请有没有通过", "村里来看过了，后来怎么没消息", "钱啥时候能到账",
        "has my application been approved yet",
    ],
    "update_case": [
        "刚才的电话写错了，应该是13812345678", "我妈已经出院了，跟你们说一声", "上次少说了一个人，一共五个",
        "损失改成一万二", "the amount should be 5,600",
    ],
    "request_human": [
        "我想跟你们的工作人员通话", "叫村主任给我打个电话", "机器听不懂，换个人来",
        "I want to speak with a real person", "能不能派个人到我家来",
    ],
    "complain": [
        "评低保的时候村干部先给自己亲戚评", "打了十几次电话没一个人管", "你们办事太慢了，等了四个月",
        "救灾的米发霉了还发给我们", "nobody from the village ever came, this is outrageous",
    ],
    "out_of_scope": [
        "隔壁镇上猪肉卖多少钱", "帮我写一篇作文", "你会唱歌吗", "明天下不下雨", "我快笑死了，隔壁的狗会开门",
        "昨晚那部电视剧太惨了，主角全死了", "who won the football last night", "哪里有卖小猪崽的",
        "老婆做的菜辣得我要喷火", "新闻说日本又地震了", "这首歌叫什么名字",
    ],
}  # fmt: skip
FLOOR = 0.93
CALIBRATION_FLOOR = 0.06


@pytest.fixture(scope="module")
def report():
    understand = read_understand(DATA, DATA.parent / "model")
    return evaluate([Case(text, NOW, (intent,)) for intent, texts in SAID.items() for text in texts], understand)


def test_most_new_messages_are_read_right(report):
    confused = [(row.name, row.confused_with) for row in report.rows if row.confused_with]
    assert report.intent_accuracy >= FLOOR, confused


def test_confidence_is_about_as_high_as_it_is_right(report):
    assert report.calibration_error <= CALIBRATION_FLOOR


def test_no_message_of_this_set_was_trained_on():
    trained = {example.text for example in read_training_data(DATA).examples}
    assert trained.isdisjoint(text for texts in SAID.values() for text in texts)
