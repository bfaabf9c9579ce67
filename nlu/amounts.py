"""Sums of yuan: which numbers of a message are money, which are exact, and which one is the message's own."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from nlu.numerals import Number

# what stands behind a number and makes it money, or something else
_CURRENCY = re.compile(
    r" ?(?:块(?!儿?[地田石木砖板瓦玻肉布在]|儿)(?:钱|整)?|元(?:钱|整)?|圆整?|人民币|大洋|蚊|文钱"
    r"|rmb\b|yuan\b|cny\b|kuai\b|bucks\b)"
)
_MEASURE = re.compile(
    r" ?(?:[个只头亩斤棵株口天年月岁平吨次户件尾羽颗趟回度瓦米里层间栋位名组号楼室份条根把支针瓶张辆台袋箱车点分秒小"
    r"时周礼星期级代倍步担筐%℃人村届排顿餐碗杯床套副粒包盒罐桶扇面匹窝圈方升毫厘公英千克字页本季茬胎孩娃老伙队社班"
    r"阵片家门座处场桌声段]|多?[个只头亩斤棵株口天年月岁户]|(?:kg|km|mu|days?|weeks?|months?|years?"
    r"|hours?|minutes?|people|persons?"
    r"|kids?|children|pigs?|sheep|goats?|chickens?|cows?|trees?|times?|am|pm|percent|degrees?|km"
    r"|kilos?|metres?|meters?)\b)"
)
_PREFIX_CURRENCY = re.compile(r"(?:[¥￥]|rmb|cny) ?$")
_NO_SUM = ("百", "千", "万", "亿", "万一", "千万", "百千", "千百", "万千")
_ONE_PIECE = re.compile(r"[一1]块(?!钱|[一二三四五六七八九\d])")
_SUBUNIT = re.compile(r" ?[毛角](?!落)")
_AFTER_BLOCK = re.compile(r"[一二三四五六七八九\d](?![一二三四五六七八九十百千万\d])")

# what says that a number is no exact sum
_LOOSE_BEFORE = re.compile(
    r"(?:几|数|近|将近|接近|好几|快|不到|不足|超过|至少|起码|至多|最多|不止|少说|起码得|逾|over"
    r"|nearly|almost|(?:more|less) than"
    r"|at least|(?<!went )(?<!gone )(?<!rose )(?<!now )up to|several|some|under) ?$"
)
_LOOSE_AFTER = re.compile(r"^ ?(?:多|几|幾|来(?!了|的)|余|左右|上下|以上|以下|以内|出头|开外|好几|把(?=块|元|$|[,。]))")
_LOOSE_AFTER_CURRENCY = re.compile(r"^ ?(?:多|左右|上下|以上|以下|出头|开外|不到|不止|or so|or more)")

# what says whose the sum is, and which of several counts
_MONEY_WORDS = re.compile(
    r"[骗偷抢诈丢卷花欠亏赔掏付交借贷赚缺差凑值费钱款债薪资价收补垫付押租息账]|损失|开销|自付|自费|学杂|医药|报销"
    r"|合计|总共|一共|加起来|拉下|饥荒|彩礼"
    r"|负担|改成|改为|涨到|降到|少收|摊|自理|年入|月入|挣|本金|工本|报价|要[^\d]{0,2}$|cost|paid"
    r"|pay|owe|debt|loss|lose|lost|fee|bill"
    r"|amount|total|spent|spend|tuition|took\b|takes\b|came to|comes to|they want|wants|asks?\b|asking"
    r"|set (?:us|me) back|invoice|rent|wage|salary|loan|price|worth|borrow|deposit|income"
    r"|expens|charge|refill|cheat|scam|stole|owing|gambl|short|need"
)
_OWN = re.compile(
    r"(?:自己|自家|自个儿?|我们|家里|个人|我家|自)(?:还|就|又|另外)?(?:要|得|需|该)?(?:再|还|得"
    r"|要)?(?:[掏付出摊花拿负承垫贴背费]|承担|负担|担负)"
    r"|自[费付掏负理]|(?:报|销|补)(?:完|好|了|过)?(?:以?后|之后|下来|完)|[剩余]下|(?:还|尚)(?:欠"
    r"|差|缺|要|得|没[还付交])"
    r"|净[亏赔]|out of (?:our|my) (?:own )?pocket|our ?sel(?:f|ves)|my ?self|still (?:owe|need"
    r"|short)|left to pay|our share"
)
_TOTAL = re.compile(
    r"合计|总共|一共|总计|共计|加一?块儿?|加起来|加在一起|拢共|拢总|通共|加上|满打满算|里外里|算下来"
    r"|连本带利|连利息|里里外外|in total|altogether|all told|total"
)
_CORRECTION = re.compile(
    r"不对|错了|说错|写错|记错|报错|更正|改成|改为|改到|改作|变成|应该是|应是|其实是|实际是?|现在是?"
    r"|涨到|降到|不是|而是|哦不|不不|^改|纠正|更新"
    r"|correct(?:ion|ed)?|sorry|i mean|make that|change[sd]?|should be|actually|instead|update"
)
_DENIED = re.compile(
    r"(?:不是|并非|不止|原来|以前|之前|原先|上次说|先前|本来|not|instead of) ?(?:说|报|写|的)?(?:是)?$"
)
_NOT_OURS = re.compile(
    r"(?:医保|农合|合作医疗|保险|政府|村里|民政|单位|公司|对方|老板|肇事方|司机|学校|平台)(?:已经?)?(?:给)"
    r"?(?:报|赔|补|垫|救助|出|销|解决)了?(?:销|助|偿)?了?$"
    r"|报销?了$|赔了我们?$|救助了?$|补助了?$|insurance (?:paid|covered|gave)$"
)
_GIVEN = re.compile(
    r"(?:只|才|就|共)?(?:给|补|赔|报|退|发|垫|批)(?:了|到|下来)?(?:我们?)?$|[报抱]销(?:下来|后|完"
    r"|回来|了)?(?:也|就|只|才|都)*(?:给|有|得|拿到|到手)(?:了)?$"
)
_AT_HAND = re.compile(
    r"(?:凑了?|凑到|先借到|手里有?|兜里有?|只有|只剩|就剩|攒了?|卖了|卖得|存了|寄回?|借到|(?<!连)利息"
    r"|利钱|can (?:only )"
    r"?pay(?: only)?|(?:have|got) only|only (?:have|got)) ?$"
)
_RATE = re.compile(
    r"(?:每|一)(?:个?月|年|天|日|次|回|趟|针|盒|瓶|斤|亩|只|支|袋|副|晚|礼拜|星期|周|学期|顿|棵"
    r"|头|疗程)[^,。;!?\n]{0,5}$|月薪$|月入$"
)
_RATE_AFTER = re.compile(
    r"^(?:块|元|块钱)? ?(?:[/／一每](?:个?月|年|天|次|针|盒|瓶|斤|亩|只|支|袋|a|per)|a (?:month"
    r"|day|year)|per\b|each\b)"
)
_CLAUSE_END = re.compile(r"[,。;!?\n、]")


@dataclass(frozen=True, slots=True)
class Sum:
    """A sum met in a text: `text[start:end]`; loose when it is only about so much."""

    yuan: float
    start: int
    end: int
    loose: bool
    weight: int  # how clearly it is the sum that the message states for its matter


def find_sums(text: str, numbers: Sequence[Number]) -> list[Sum]:
    """Find the sums of a normalised text, each with how clearly it is the one that counts."""
    sums: list[Sum] = []
    for number in numbers:
        if sums and number.start < sums[-1].end:
            continue
        found = _sum(text, number)
        if found:
            sums.append(found)
    return sums


def choose_sum(text: str, sums: Sequence[Sum]) -> Sum | None:
    """Choose the sum the message states for its matter: of several the clearest, of equals the last; None if loose."""
    best: Sum | None = None
    for found in sums:
        if best is None or found.weight >= best.weight:
            best = found
    return None if best is None or best.loose else best


def _sum(text: str, number: Number) -> Sum | None:
    before, value, end = text[max(0, number.start - 24) : number.start], number.value, number.end
    after = text[end : end + 12]
    round_only = before.endswith("上") and text[number.start] in "十百千万亿"
    loose = not number.exact or round_only or bool(_LOOSE_BEFORE.search(before) or _LOOSE_AFTER.match(after))
    if loose and (more := _LOOSE_AFTER.match(after)):
        end += more.end()
        after = text[end : end + 12]
    currency = _CURRENCY.match(after)
    if currency and not (_ONE_PIECE.match(text, number.start) and not _MONEY_WORDS.search(before)):
        end += currency.end()
        if currency.group().lstrip().startswith("块") and (tail := _AFTER_BLOCK.match(text, end)):
            value += _digit(tail.group()) / 10
            end = tail.end()
        loose = loose or bool(_LOOSE_AFTER_CURRENCY.match(text[end : end + 8]))
    elif _SUBUNIT.match(after) or not (
        _PREFIX_CURRENCY.search(before) or _looks_like_money(text, number, before, after)
    ):
        return None
    if value <= 0:
        return None
    return Sum(value, number.start, end, loose, _weight(text, number.start, end, loose))


def _digit(written: str) -> float:
    return float("一二三四五六七八九".find(written) + 1 or int(written))


def _looks_like_money(text: str, number: Number, before: str, after: str) -> bool:
    """Tell whether a number without a currency is money: by its size, its spelling and the words before it."""
    if (
        _MEASURE.match(after)
        or number.value < 10
        or (number.whole is None and not re.search(r"\.\d\d$", text[number.start : number.end]))
        or before.endswith(("第", "-", "#", "no.", "百分之"))
    ):
        return False
    written = text[number.start : number.end]
    if re.match(r"[-/:.]\d|[a-z0-9]", after) or re.search(r"[\d][-/:.]$", before):
        return False
    clause = _CLAUSE_END.split(before)[-1]
    if (number.value < 100 and not (_MONEY_WORDS.search(clause) or _RATE.search(clause))) or written in _NO_SUM:
        return False
    near = text[max(0, number.start - 60) : number.start] if text.isascii() else before[-12:]
    has_money_word = bool(_MONEY_WORDS.search(clause) or _MONEY_WORDS.search(near))
    if written.isdigit():
        return has_money_word and number.value < 10_000_000
    if "," in written or "." in written or written[-1] in "wk":
        return has_money_word or "," in written or written[-1] == "万"
    return number.value >= 100 or has_money_word


def _weight(text: str, start: int, end: int, loose: bool) -> int:
    """Weigh a sum by what is said around it."""
    before, after = text[max(0, start - 14) : start], text[end : end + 10]
    clause = _CLAUSE_END.split(text[max(0, start - 24) : start])[-1]
    weight = 0
    if _OWN.search(clause):
        weight += 4
    if _TOTAL.search(before):
        weight += 3
    if _DENIED.search(before):
        weight -= 8
    elif _CORRECTION.search(before):
        weight += 6
    if _NOT_OURS.search(before):
        weight -= 4
    if loose and _GIVEN.search(before):
        weight -= 8
    if _AT_HAND.search(before):
        weight -= 3
    if _RATE.search(before) or _RATE_AFTER.match(text[start:end][-2:] + after) or _RATE_AFTER.match(after):
        weight -= 2
    return weight - (1 if loose else 0)
