"""What a message does in itself, whatever it tells: a yes, a greeting, a correction, abuse, a word that all is well."""

import re

from dialogs.types import Turn

# These are read on the plain spelling of a message: simplified, half width, dialect words made common ones.
# "Nothing else": not a yes to what was read back, and not a no either.
_NOTHING_ELSE = re.compile(
    r"^\W*(暂时|目前|我)?(没有?|不用|不需要|无)(什么)?(别的|其他|其它|旁的|要?补充?的?|要添的|要说的|要改的?|问题)?"
    r"(了|啦|咯|喽|嘞|哦|哈|呀|的|噻)*\W*$"
    r"|^\W*就?(这些|这么多|这个|这样|这点|这)(了|啦|,?没有?了)*\W*$"
    r"|^\W*(no,? ?)?(nothing (else|more)|no more|that'?s (all|it|everything)|that is (all|it))\W*$"
)
# "You have it wrong": what follows replaces what stands.
_CORRECTS = re.compile(
    r"不对|[说记写打搞弄]错|错了|更正|改成|改为|改一下|应该是|不是.{0,12}[, ]?是|其实是|实际"
    r"|(?<![还就不])是[^,。?吗]{1,8}[, ]?(而)?不是[^,。?吗]"
    r"|correct|actually|wrong|should be|change|not .{1,20} but|i meant"
)
# The writer is not at home with those they write for.
_AWAY = re.compile(
    r"在(外(地|面|头)?|[\u4e00-\u9fff]{2,6})(这边|那边)?(打工|务工|上班|做工|干活|读书|上大学)|回不(去|来)|不在(家|身边|老家)|我?人在(外|[\u4e00-\u9fff]{2})"
    r"|(i work|i am working|i'm working|i live|i study) (away|far|in )|far from home"
)
# A house that may come down on who lives in it.
_MAY_FALL = re.compile(
    r"(怕|要|快|会|随时|眼看|差点|担心|擔心|隨時).{0,4}(倒|塌|垮)|危房|(墙|牆|柱|梁|房|屋|樑).{0,6}(裂|歪|斜|沉|开口|開口)"
    r"|(house|wall|roof|beam).{0,30}(crack|lean|collaps|fall|sink|sagg)",
    re.IGNORECASE,
)
_SHELTERED = re.compile(r"在(邻居|隔壁|别人|亲戚)家?.{0,6}(没事|住|躲|安全|平安)|(at|with) (the |a )?neighbou?rs?")
_SAFE = re.compile(
    r"(人|都|他们|爸妈|老人)[^,。]{0,4}(没事|平安|安全|还好|出来了)|\b(are|they're) (all )?(safe|fine|ok)\b"
)
# Somebody else is away: my son, both of them.
_OTHERS = re.compile(
    r"(儿子?|女儿?|娃儿?|孩子|老公|男人|丈夫|爱人|老婆|媳妇|爸妈?|妈|爹|娘|父母|哥|弟|姐|妹|他|她|[们两俩])(都|也|还|一直|常年|长期|出去|一个人)*$"
    r"|\b(son|daughter|husband|wife|parents?|father|mother|dad|mum|mom|he|she|they|who) $"
)
# A yes has one of these in it; a sound that merely resembles one has not.
_YES = re.compile(
    r"[对是好行可确同意提交报没嗯恩唔要得中成妥准送上发办弄照系係啱允诺愿肯1一壹√✓]"
    r"|\b(y|yes|yep|yeah|yup|ok|okay|sure|right|correct|confirm(ed)?|agree[ds]?|send|submit|go|fine|please|do|good|exactly)\b"
)
# Words thrown at whoever answers; a complaint says of whom, or of what.
_RUDE = re.compile(
    r"傻[逼比b叉屌]|[操日草艹]你|草泥马|他?妈的|尼玛|滚(蛋|开|远点)?\W*$"
    r"|王八|狗(日|东西|屁)|混蛋|废物|有病吧|脑残|去死吧"
    r"|\bfuck|\bshit\b|\bidiots?\b|\bstupid\b|screw you|damn you"
)
_PRANK = re.compile(
    r"逗你|开(个|你)?玩笑|骗你的|耍你|试试(你|看)|测试(一下)?|just (kidding|testing)|only joking|\bprank"
)
_OF_SOMETHING = re.compile(
    r"村|镇|乡|干部|书记|主任|领导|工作人员|办事|钱|收|骗|不公|贪|official|cadre|village|money|unfair|bribe"
)
_GREETING = re.compile(
    r"^\W*(你好|您好|大家好|喂|哈[罗喽]|在(吗|不在|么)|早|中午好|下午好|晚上好|晚安|再见|拜拜|回头见|慢走|有人吗)"
    r"|^\W*(hi|hello|hey|good (morning|evening|afternoon|night)|bye|see you)\b"
)
_WHO_ARE_YOU = re.compile(
    r"骗子|诈骗|骗人|骗钱|真的假的|你是谁|你们是(谁|干|做)|什么单位|哪个单位|单位在哪|谁派|你们?是哪(里|儿|个|家)|是不是机器"
    r"|scam|who are you|are you (real|a bot)"
)
_DOUBTS_US = re.compile(
    r"(你们?|这)(是不是|怕是|该不会是|别是)?.{0,3}(骗子|骗人|骗钱|诈骗)|真的假的|(要不要|收不收)(交|收)?(钱|费)|\bscam\b"
)
_OFFICIALS = re.compile(r"村|镇|乡|干部|书记|主任|领导|公务员|official|cadre")
_RESUMES = re.compile(
    r"接着|继续|刚才那个|上次那个|没报完|没说完|回到|扯远了"
    r"|carry on|go on with|continue|back to|where were we|finish (the|my) report"
)


def greets(turn: Turn) -> bool:
    """Whether a message is a greeting or a farewell in so many words, and not only taken for one: 在家."""
    if turn.meant.intent not in ("greet", "goodbye"):
        return False
    return bool(_GREETING.match(turn.plain)) or turn.plain.rstrip("!。. ~").endswith(("好", "安", "见"))


def says_nothing_else(turn: Turn) -> bool:
    """Whether a reply only says that there is no more to tell."""
    return bool(_NOTHING_ELSE.match(turn.plain))


def asks_who_we_are(turn: Turn) -> bool:
    """Whether somebody wants to know whom they write to, and whether it is honest."""
    return bool(_WHO_ARE_YOU.search(turn.plain))


def doubts_us(turn: Turn) -> bool:
    """Whether it is us that somebody takes for a fraud, and no cadre."""
    return bool(_DOUBTS_US.search(turn.plain)) and not _OFFICIALS.search(turn.plain)


def says_yes(turn: Turn) -> bool:
    """Whether a reply is a yes in words: what counts is done on nothing less."""
    return turn.meant.intent == "affirm" and bool(_YES.search(turn.plain))


def corrects(turn: Turn) -> bool:
    """Whether a message says that something noted is wrong."""
    return bool(_CORRECTS.search(turn.plain))


def is_rude(turn: Turn) -> bool:
    """Whether a message is but abuse."""
    return bool(_RUDE.search(turn.plain)) and not _OF_SOMETHING.search(turn.plain)


def is_prank(turn: Turn) -> bool:
    """Whether somebody says that they only jest."""
    return bool(_PRANK.search(turn.plain))


def away_from_home(turn: Turn) -> bool:
    """Whether the writer says that they live or work elsewhere."""
    found = _AWAY.search(turn.plain)
    return found is not None and not _OTHERS.search(turn.plain[: found.start()])


def resumes(turn: Turn) -> bool:
    """Whether a message comes back to a report that waits."""
    return bool(_RESUMES.search(turn.plain))


def house_may_fall(plain: str) -> bool:
    """Whether a house is said to come down on who lives in it."""
    return bool(_MAY_FALL.search(plain))


def says_safe(turn: Turn) -> bool:
    """Whether those who were asked about are said to be safe."""
    return sheltered(turn) or bool(_SAFE.search(turn.plain))


def sheltered(turn: Turn) -> bool:
    """Whether a neighbour is only where somebody found shelter."""
    return turn.meant.slots.get("relation") == "neighbour" and bool(_SHELTERED.search(turn.plain))
