"""Small words beside a fresh alarm: she breathes, nobody answers at 120, she woke up, what am I to do."""

import re
from datetime import timedelta
from typing import Literal

from dialogs.said import greets, resumes
from dialogs.types import CaseBrief, Turn

Beside = Literal["breathes", "no_line", "awake", "what_to_do", "hospital", "here"]

FRESH = timedelta(hours=2)  # so long a few words without an intent still belong to an emergency
_ABOUT_IT = frozenset({"out_of_scope", "complain", "update_case", "affirm", "deny", "opt_in"})
ALARM = timedelta(hours=1)  # so long nothing but the danger is talked about, unless something else is plainly named
_SHORT, _SHORT_WORDS = 24, 10  # characters; words of English
_LEFT_OVER, _LEFT_OVER_WORDS = 1, 3  # of a message beside its small word: no room for another danger
_FEW = 12
_BREATHES = re.compile(
    r"有(点|一点)?呼吸|呼吸(还|都|也)?(有|在)|[还仍]有(点|一点)?气|有气(的|呢|在|嘞|哦|啊|,|\W*$)|打(呼噜|鼾|呼)|扯(呼|噗鼾)"
    r"|胸口?(还|一直)?(在|会)(动|起伏)"
    r"|\b(is|she'?s|he'?s|still|are|does|they'?re) (still )?breath(e|ing)\b|\bbreathes\b|\bis snoring\b"
)
# Not breathing, hardly, or asked whether.
_NO_BREATH = re.compile(
    r"(没得?|冇|無|无|没有|冇得|看不到|听不到|感觉不到|摸不到)(什么)?(呼吸|气|起伏|动)|[不未](会|在|再)?(呼吸|喘|出气|动)"
    r"|呼吸(都|也|还)?(没|冇|不|停|困难|急|弱|微|浅|慢)|有没有|有冇|是不是|断气|断了|只有|只剩|最后|偶尔|隔|一口气|倒气|捯气|叹气"
    r"|[紫青黑]|难|喘|停|[吗么?]"
    r"|\bnot\b|n't|\bno\b|stop|bare|hard|gasp|blue|only|sometimes|trouble|\?"
)
_HELPERS = re.compile(r"120|110|119|急救|救护车|ambulance|police")
_NO_LINE = re.compile(
    r"(电话|手机|120|110|119|急救|救护车).{0,6}(打不(通|出|进)|接不通|拨不(通|出)|不通|没(人|有人)接|不接|占线|忙音|联系不[上到])"
    r"|(打|拨|接)不(通|出去?|进去?)|联系不[上到]|没(有|得)?(信号|话费)|(停|欠)(机|费)"
    r"|(can'?t|cannot|could ?n[o']?t) (reach|get through|call)|no (answer|signal)|(is )?busy|nobody (answers|picks up)"
    r"|not answer|n't answer"
)
_AWAKE = re.compile(
    r"(?<![不没未冇勿弗毋唔])(?<!还没有)(醒(过来|转来|来)?了|醒(过来|转来)|睁(开)?眼了|睁开眼睛?了)(?!\W*[吗么没])"
    r"|\b(woke|awake|came (round|around|to)|has come round)\b"
)
_NOT_AWAKE = re.compile(
    r"[不没未冇]醒|没有醒|醒不|又(昏|晕|倒|不|没)|糊涂|胡|不认|但|可是|就是|[疼痛吐喘抽血]|\bnot\b|n't|again|\bbut\b|[吗么?]"
)
_WORSE = re.compile(r"呼吸|[没断冇]了?(气|得气|有气)|[血抽吐紫]|breath|blood|\bfit")
_WHAT_TO_DO = re.compile(
    r"怎么(办|做|弄|救|搞|整)|咋(个)?(办|做|弄|救|搞|整)|做(什么|啥)|干(什么|啥)|如何(办|做|救)|么办|点办|啷个办"
    r"|不(会|知道|晓得|懂)|(没|没有|没得|冇)(有)?大?人|一个人|就我|只有我|(我|还)怕"
    r"|what (should|do|can|must) i|what now|how do i|don'?t know|do not know|\balone\b|scared|no (adults?|grown)"
)
_ON_THE_WAY = re.compile(
    r"(120|110|119|救护车|他们|车).{0,6}(说|讲|还?要|还?得|在|快).{0,8}(小时|分钟|钟头|半天|好久|很久|路上|等|到)"
    r"|(ambulance|they|120).{0,20}(hours?|minutes?|on the way|on its way)"
)
_HOSPITAL = re.compile(r"医院|卫生[院所室]|诊所|hospital|clinic")
# What has an answer of its own, or tells of something else.
_ELSEWHERE = re.compile(
    r"低保|医保|社保|报销|补[贴助偿]|贷款|学费|政策|救助|养老|残疾证|助学|进度|资料|投诉|退订|钱|多少|五保|申请|菜单|撤|取消"
    r"|人工|干部|书记|主任|村委|语言|中文|英文|复核|原文|看看|报平安|隐私|信息"
    r"|allowance|insurance|loan|fees?\b|policy|status|menu|complain|cadre|person|english|chinese|cancel|stop|\bmy data"
)
# Who it is and how it is said, which tell of nothing: with what they leave over a message may tell of a new danger.
_TELLS_NOTHING = re.compile(
    r"爷爷|奶奶|外公|外婆|阿婆|阿公|爸爸?|妈妈?|爹|娘|老公|老婆|孩子|娃娃?|弟弟?|妹妹?|哥哥?|姐姐?|电话|手机|客服|怎么办"
    r"|[我他她它你人还在都就已经又也很好了的呢啊哦嘛吧嘞哩现刚是说要个得去来叫打有会]|\W"
)
_SMALL_TALK = frozenset({"out_of_scope", "help", "check_eligibility", "ask_policy", "update_case", "report_hardship"})


def fresh_emergency(turn: Turn) -> CaseBrief | None:
    """The emergency of the last hours that a few further words belong to."""
    for case in reversed(turn.known.cases):
        if case.urgency == "critical" and not case.ended and turn.at - case.changed_at <= FRESH:
            return case
    return None


def follows_emergency(turn: Turn) -> bool:
    """Whether words written soon after an alarm are about it: people in fear write short and unclear messages."""
    case = fresh_emergency(turn)
    if case is None or resumes(turn):
        return False
    if turn.meant.intent in ("greet", "goodbye") and not greets(turn):
        return True  # 在灶房 and the like: said in fear, and no greeting
    if turn.meant.intent == "report_hardship":
        return not set(turn.meant.risk_types) - set(case.risk_types)
    return turn.meant.intent in _ABOUT_IT or not turn.text.strip()


def breathes(turn: Turn) -> bool:
    """Whether a message says that somebody breathes, and nothing against it."""
    return bool(_BREATHES.search(turn.plain)) and not _NO_BREATH.search(turn.plain)


def alarm_of(turn: Turn) -> CaseBrief | None:
    """The emergency of the last hour."""
    case = fresh_emergency(turn)
    return case if case is not None and turn.at - case.changed_at <= ALARM else None


def beside_alarm(turn: Turn) -> Beside | None:
    """What small words written beside a fresh alarm say; None where they tell of a new danger or of something else."""
    case = alarm_of(turn)
    if case is None or not turn.text.strip() or not _is_short(turn.plain):
        return None
    critical = turn.meant.urgency.level == "critical"
    if breathes(turn) and _is_all(_BREATHES, turn):
        return "breathes"
    if _no_line(turn, case) and _is_all(_NO_LINE, turn):
        return "no_line"
    if _AWAKE.search(turn.plain) and not _NOT_AWAKE.search(turn.plain) and _is_all(_AWAKE, turn):
        return "awake"
    if _ON_THE_WAY.search(turn.plain) and not _WORSE.search(turn.plain) and not critical:
        return "here"
    if critical or turn.meant.intent not in _SMALL_TALK or _ELSEWHERE.search(turn.plain):
        return None
    return _asked(turn, case)


def _asked(turn: Turn, case: CaseBrief) -> Beside | None:
    intent = turn.meant.intent
    hardship = intent == "report_hardship" and set(turn.meant.risk_types) - {*case.risk_types, "other", "care"}
    if _WHAT_TO_DO.search(turn.plain) and len(turn.plain) <= _FEW:
        return "what_to_do"
    if hardship or (turn.meant.urgency.level == "high" and not _WHAT_TO_DO.search(turn.plain)):
        return None
    if _HOSPITAL.search(turn.plain):
        return "hospital" if intent in ("ask_policy", "help", "check_eligibility", "out_of_scope") else None
    if _WHAT_TO_DO.search(turn.plain) or turn.meant.child_writer:
        return "what_to_do"
    if intent in ("help", "check_eligibility", "ask_policy"):
        return "here"
    return None


def _no_line(turn: Turn, case: CaseBrief) -> bool:
    """Whether help cannot be reached by phone; that a relative does not answer is something else."""
    if not _NO_LINE.search(turn.plain) or _WORSE.search(turn.plain):
        return False
    if _HELPERS.search(turn.plain):
        return True
    return case.danger != "missing" and turn.meant.slots.get("relation") in (None, "self")


def _is_all(small_word: re.Pattern[str], turn: Turn) -> bool:
    """Whether a message is but its small word; of what is not critical, more may stand beside it."""
    if turn.meant.urgency.level != "critical":
        return True
    left = _HELPERS.sub(" ", small_word.sub(" ", turn.plain))
    if left.isascii() and any(each.isalpha() for each in left):
        return len(left.split()) <= _LEFT_OVER_WORDS
    return len(_TELLS_NOTHING.sub("", left)) <= _LEFT_OVER


def _is_short(plain: str) -> bool:
    return len(plain.split()) <= _SHORT_WORDS if plain.isascii() else len(plain) <= _SHORT
