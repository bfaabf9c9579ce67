"""How many are concerned, where they are named one by one: 我和老汉在里头, 婆、爷、娃加我, my wife and two kids."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from nlu.numerals import DIGITS, read_number
from nlu.patterns import later

_FEW = r"[一二两三四五六七八九俩仨]"
_KIN = (
    r"(?:外公|外婆|姥姥|姥爷|阿[公婆爸妈爷嬷]|[公婆]公|婆婆|家[公婆]|爷爷|奶奶|[后继老]?[爸妈爹娘]|老?母亲?(?![女子"
    r"])|老?父亲?(?![女子])|爸爸"
    r"|妈妈|爷|奶|婆|老[公婆伴娘汉]儿?"
    r"|男人|丈夫|堂客|婆娘|屋里的|[儿弟侄孙]?媳妇|[大二三小]?(?:哥哥?|嫂嫂?|嫂子|姐姐?|弟弟?|妹妹?|舅舅?"
    r"|叔叔?|姨妈?|姑妈?|伯伯?|婶婶?)"
    r"|[表堂][哥弟姐妹]|[大小幺满]?(?:儿子|女儿|闺女|姑娘|崽儿?|娃儿?|伢子?|孩子|孙子|孙女|外孙女?)|侄[子女儿]"
    r"|外甥女?|小的|邻居)"
)
_OWN = r"(?:我|俺|咱|他|她|他家|我家)?"
_ONE = rf"(?:{_OWN}{_KIN}|我|俺)"
_STATE = r"(?:[傻瞎聋哑瘫病小老]|(?:瘫痪|残疾|生病|[一二三四五六七八九十\d]{1,3}岁)的)?"
_AND = r"(?:和|跟|同|与|加|带着?)"
# what is said of both of them
_BOTH_ARE = (
    r"(?=都|两个|俩|两人|二人|昨天|今天|从[前昨今]|饿|在家|头[晕昏痛]|一起|一块|同时|双双|全|[还仍]?在(?:[里下上]"
    r"|[屋房车船楼井洞家棚窑][^,。]{0,2}[里上下"
    r"顶]?)|被|困|掉[进到下在]|淹|压|埋|躲"
    r"|挤|瘫|倒在|昏|晕|病|失业|失踪|走失|落水|没(?:人[照管看做]|吃|饭|回来|出来|上来|下来)|去[^世,。]{1,6}没回)(?!都?"
    r"(?:不接|没回|说|讲|吵|离|去世|走了|死了|不在|打工|出去|外出|在外|分))"
)
_PAIR = later(rf"(?:{_ONE}|他|她){_AND}(?:{_OWN}(?:{_STATE}{_KIN}|同学|朋友)|我(?![家们的]))[儿子]?{_BOTH_ARE}")
_COUPLE_AND_ONE = later(
    rf"(?:{_OWN}(?:爸妈|爹妈|爹娘|父母|爷爷奶奶|外公外婆|公婆){_AND}{_OWN}{_KIN}|{_OWN}{_KIN}{_AND}{_OWN}(?:爸妈"
    rf"|爹妈|爹娘|父母|爷爷奶奶|外公外婆|公婆)){_BOTH_ARE}"
)
_SIDE_BY_SIDE = later(
    rf"(?:(?:{_OWN}{_KIN}){{2}}|公婆|父母亲?|大[哥姐]二[哥姐]|老大(?:跟|和)?老二)(?:两个|俩|两人|双双|同时"
    rf"|同一[天年]|都|全)"
    r"(?!都?(?:是|不|说|去世|死|走|没有|在外|在广|在浙|在城|没了|没文化|出去|出门|外出|去|打工|交|睡着))"
    r"|双亲(?!都?(?:去世|不在|亡|早|没|走))"
)
_AGED = r"(?:(?:刚?满月|[一二三四五六七八九十\d]{1,3}个?[多半]?[岁月]|吃奶|瘫痪|生病|刚出生|卧床|怀孕)的)?"
_ROLL_ITEM = rf"(?:{_FEW}(?:个|位)?(?:小子|老人|女人|男人|[小老病残]?{_KIN})|[我俺]?{_AGED}{_KIN}|我|俺)"
_ROLL = later(
    rf"{_ROLL_ITEM}(?:(?:[,、 ]|[,、]?(?:还有|外加|加上?|和|跟|同)(?:一个)?){_ROLL_ITEM}){{2,}}(?![的说讲们家])"
)
_HELD = later(rf"{_ONE}[抱背搂牵]着{_OWN}{_KIN}(?=[站坐趴蹲躲困在被掉跳]|下不|出不|没地)")
_OLD_AND_SMALL = later(
    r"(?:^|(?<=[ ,。]))老(?P<old>[\d一二两三四])个?[ ,]?小(?P<small>[\d一二两三四])(?![\d时])"
    r"|(?P<olds>[一两二三四])[老大](?P<smalls>[一两二三四])小"
)
_I = later(rf"[我俺](?!{_KIN})")
_EACH = later(rf"({_FEW})(?:个|位)?(?:小子|老人|女人|男人|[小老病残]?{_KIN})|{_ONE}")
_CARRYING = later(
    r"(?:媳妇|嫂子?|姐姐?|妹妹?|闺女|女儿|堂客|婆娘|奶奶|外婆|婆婆|爷爷|外公|姥姥|姥爷|妈妈?|老娘|司机"
    r"|一个?人|我自己|我一个)(?:一个人|一人)?(?:带|拖"
    r"|拉扯|养|领|背|抱|加|守着?)(?:着|上|大|了|起)?"
    rf"(?P<n>{_FEW})个?(?=娃|孩|崽|儿|女|小|孙|残|痴|傻|瘫|老|病|细|侄|伢)"
)
_OF_BOTH = later(
    r"(?:一双|一对)(?:儿女|双胞胎|儿子|女儿|老人|夫妻|夫妇)|(?:哑巴|盲人|残疾人?|聋哑|五保|智障|下岗)夫[妻妇]"
    r"|翁仔某|老俩(?!口)|两父女|姑侄俩|光杆(?P<alone>一[条个]|司令)|\bboth of us\b|\bus two\b|\bthe twins (?:are"
    r"|were|have)\b|\bmy (?:grand)?parents (?:a"
    r"re|were|both|have)(?! (?:dead|gone|away|divorced|passed))|\b(?:the|an?|old|elderly|blind|young|that) couple\b"
    r"(?! of)"
)
_KIN_EN = (
    r"(?:grand(?:ma|pa|mother|father|son|daughter|parents)|granny|mother|father|mum|mom|mama|dad|papa|wife|husband"
    r"|sister|brother|son|daughter|uncle"
    r"|aunt|cousin|nephew|niece|baby|newborn|toddler|in-laws?)"
)
_MANY_EN = (
    r"(?:kids|children|girls|boys|sons|daughters|babies|orphans|grandchildren|grandkids|nephews|nieces"
    r"|brothers|sisters|parents)"
)
_FEW_EN = r"(?:two|three|four|five|six|seven|[2-9])"
_ITEM_EN = (
    rf"(?:(?:my |our |the |his |her |a |an |one )?(?:old |little |small |blind |sick )?(?:{_KIN_EN}|twins"
    rf"|{_FEW_EN} (?:little |small )?{_MANY_EN})|me|i)"
)
_ROLL_EN = later(
    rf"\b{_ITEM_EN}(?:(?:, {_ITEM_EN})+(?:,? and |,? with |, ){_ITEM_EN}|(?:(?:,? and |,? with | plus "
    rf"| (?=my )){_ITEM_EN})+"
    rf")\b"
    r"(?! (?:said|say|told|fight|fought|divorced|argue|for the|too))"
)
_EACH_EN = later(rf"\b(?:(?P<n>{_FEW_EN}) (?:little |small )?{_MANY_EN}|(?P<twins>twins)|{_KIN_EN}|me|i)\b")
_ALONE_WITH_EN = later(
    rf"\b{_KIN_EN}(?: is)?(?: alone| left)?(?: with| raising| feeding| and) (?:the |her |his |my |our )?(?P<n>{_FEW_EN}"
    rf") (?:[a-z]+ )?{_MANY_EN}\b"
)
_WITH_THEM_EN = later(r"\bi (?:live|stay|sleep|am|was) (?:alone |here |only )?with $")
_NUMBERS_EN = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7}


# characters of which a text needs one for each pattern, how many its people are, the pattern
_TOGETHER = (
    (frozenset("和跟同与加带"), 3, _COUPLE_AND_ONE),
    (frozenset("和跟同与加带"), 2, _PAIR),
    (frozenset("两俩双同都全"), 2, _SIDE_BY_SIDE),
    (frozenset("抱背搂牵"), 2, _HELD),
)
_ROLL_MARKS = frozenset(",、 还外加和跟同")


class Members(NamedTuple):
    """People named one by one: `text[start:end]` names so many; `weight` says how clearly they are all."""

    people: int
    start: int
    end: int
    weight: int


def find_members(text: str) -> Iterator[Members]:
    """Find the companies that a normalised text tells by their members."""
    if text.isascii():
        yield from _english(text)
        return
    characters = frozenset(text)
    for match in () if _ROLL_MARKS.isdisjoint(characters) else _ROLL.finditer(text):
        if len(_I.findall(match.group())) > 1:
            continue
        named = [DIGITS[each[1]] if each[1] else 1 for each in _EACH.finditer(match.group())]
        told_first = named[0] > 1 and sum(named[1:]) == named[0]  # 两个女人,妈和媳妇
        yield Members(named[0] if told_first else sum(named), *match.span(), 4 if any(n > 1 for n in named) else 2)
    for marks, people, pattern in _TOGETHER:
        for match in () if marks.isdisjoint(characters) else pattern.finditer(text):
            yield Members(people, *match.span(), people - 1)
    for match in _CARRYING.finditer(text):
        yield Members(1 + DIGITS[match["n"]], *match.span(), 4)
    for match in () if "小" not in characters else _OLD_AND_SMALL.finditer(text):
        yield Members(sum(int(read_number(n)[0] or 0) for n in match.groups() if n), *match.span(), 4)
    yield from _both(text)


def _both(text: str) -> Iterator[Members]:
    for match in _OF_BOTH.finditer(text):
        yield Members(1 if match["alone"] else 2, *match.span(), 1)


def _english(text: str) -> Iterator[Members]:
    for match in _ROLL_EN.finditer(text):
        named = [
            2 if each["twins"] else int(_NUMBERS_EN.get(each["n"]) or each["n"] or 1)
            for each in _EACH_EN.finditer(match.group())
        ]
        alone = _WITH_THEM_EN.search(text[max(0, match.start() - 24) : match.start()])
        if len(named) > 1 and re.search(_KIN_EN + "|twins|" + _MANY_EN, match.group()):
            yield Members(sum(named) + bool(alone), *match.span(), 3)
    for match in _ALONE_WITH_EN.finditer(text):
        yield Members(
            1 + ("parents" in match.group()) + int(_NUMBERS_EN.get(match["n"]) or match["n"]), *match.span(), 3
        )
    yield from _both(text)
