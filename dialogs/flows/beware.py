"""Somebody asks money, a code or a card of a household, in the name of help: a fraud, and what to do."""

import re

from dialogs.types import Done, Flow, Move, Say, Session, Turn
from dialogs.wording import marked as _

# Read on the plain spelling: who is said to ask, and for what; a cadre who does is complained of, and no stranger.
_STRANGER = re.compile(
    r"冒充|自称|短信|电话|链接|网址|群里|二维码|中了?(奖|补助)|(有|是)人(叫|让|要|说|打)|不认识|陌生|叫我|让我|要我"
    r"|\b(text|message|link|caller|someone|somebody|stranger)\b"
)
_WANTS = re.compile(
    r"(先|要|得|叫|让).{0,8}(交|转|汇|打|付).{0,6}(钱|款|费|账|帐|元|块|保证金|押金|\d)|保证金|手续费|解冻费|转账|验证码"
    r"|(卡|银行|支付).{0,4}(号|密码)|点.{0,4}链接|扫.{0,4}二维码"
    r"|\b(pay|transfer|deposit|fee|password|code|card number)\b"
)
_DOUBT = re.compile(r"真的|假的|骗|诈|可信|靠谱|能不能信|吗|么|\?|才(能|给|可以)|\b(true|real|scam|fraud|trust)\b")
_OF_OURS = re.compile(
    r"(村|镇|乡).{0,3}(干部|书记|主任|会计|领导)|支书|组长|医院|学校|老师|合作医疗|医保|社保|养老|住院"
)


def asked(said: str) -> bool:
    """Whether a message tells of a stranger who wants money or a code."""
    if _OF_OURS.search(said) and "冒充" not in said:
        return False
    return bool(_STRANGER.search(said) and _WANTS.search(said) and _DOUBT.search(said))


def start(session: Session, turn: Turn) -> Move:
    """What aid never asks for, and what to do at once."""
    return Done((Say(_("A fraud: aid asks for no money and no code. Pay nothing, open no link. Paid already: 110.")),))


FLOW = Flow(name="beware", started_by=(), start=start, asked=asked)
