"""What people say to a machine to see what it does: are you a robot, tell a joke. Neither an answer nor a question."""

import re

from dialogs.alarm import alarm_of
from dialogs.replies import is_question
from dialogs.said import is_rude
from dialogs.types import Say, Turn
from dialogs.wording import marked as _

_SURE = 0.5
# Read on the plain spelling.
_ROBOT = re.compile(
    r"机器人|机械人|(是不?是|系不?系|是)(个)?(真人|活人|人还是|机器|电脑|ai\b|人工智能)|chat ?gpt"
    r"|\bare (you|u) (a |an )?(robot|bot|machine|computer|ai|human|person|real)"
)
# Asked of nobody but a machine; and what is asked so only where the whole message is taken for nothing of ours.
_PLAY = re.compile(
    r"笑话|讲(个|一个)?故事|唱(个|首|支)?(歌|曲|戏|山歌)|算(个|一)(命|卦)|你会算命|看手相|陪我(聊|玩|说说)|奥特曼|孙悟空"
    r"|\b(tell|know)\b.{0,10}\bjokes?\b|\bcan you sing\b|tell me a story|my horoscope"
)
_IDLE = re.compile(
    r"算命|手相|面相|属相|无聊|彩票|中奖|股票|天气|(下|落)雨(吗|么|不)|等于几|世界杯|球赛|游戏|外星人|(写|做)(个|一下)?(作业|作文)"
    r"|女朋友|男朋友|[爱愛]我|^\W*(哈|嘿|嘻|呵|哼){2,}|\bweather|lottery|fortune|homework|\bhaha"
)
_ABOUT_YOU = re.compile(
    r"^\W*(那|喂|哎)?你.{0,14}(吗|么|呢|没有?|不|\?|谁|几岁|多大|男|女|名字|聪明|笨|傻)(了|啊|呀)*\W*(哈|嘿|嘻)*\W*$"
)
_KIND = re.compile(
    r"^\W*(你)?(吃(饭|过)?(了)?(没有?|吗|么)|睡(了)?(没有?|吗)|忙(不忙|吗)|在干(嘛|什么|啥)|辛苦(了|吗)?)\W*$"
)
_FACTS = frozenset({"amount", "people", "phone", "place", "disaster_kind"})

_I_AM = Say(_("A machine of the township answers here; cadres see what you report. For a person: PERSON."))
_CANNOT = Say(_("That I cannot do. With a hardship at home or a policy I can help."))
_LISTENING = Say(_("I am listening. A hardship at home, a policy: just say it."))
_THANKS = Say(_("Kind of you to ask. I am here."))


def jest(turn: Turn) -> Say | None:
    """What is answered to words that only try us out; None where they are about something."""
    if turn.meant.risk_types or turn.meant.urgency.level != "normal" or _FACTS & set(turn.meant.slots):
        return None
    if is_rude(turn) or alarm_of(turn) is not None:
        return None
    if turn.meant.intent == "request_human" and not _ROBOT.search(turn.plain):
        return None
    if _ROBOT.search(turn.plain):
        return _I_AM
    if _KIND.match(turn.plain):
        return _THANKS
    if _PLAY.search(turn.plain):
        return _CANNOT
    sure = turn.meant.intent == "out_of_scope" and turn.meant.confidence >= _SURE
    if sure and _ABOUT_YOU.match(turn.plain):
        return _CANNOT
    if sure and _IDLE.search(turn.plain):
        return _CANNOT if is_question(turn) else _LISTENING
    return None
