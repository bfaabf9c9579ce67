"""The facts of a report: gathered from what was said, corrected, put together again. Slots are JSON values."""

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

from dialogs.bereaved import in_mourning, lost, said_to_be_dead
from dialogs.kinfolk import is_somebody_else
from dialogs.types import CaseBrief, Place, Session, Slots, Turn
from dialogs.whereabouts import lasting, newly_told

# What a message said is remembered so long, for people who write one thing in several messages.
RECENT = timedelta(minutes=10)
FRESH = timedelta(hours=2)  # so long a few words without an intent still belong to an emergency
_MOST_RECENT = 6
SLOTS = ("relation", "disaster_kind", "amount", "people", "event_date", "phone", "place")
# Facts of a case besides those that are understood: asked for, or found to be missing.
KEPT = (*SLOTS, "lost", "spent", "since", "need", "workers", "missing", "consent", "child")
# What stays as it was said first, unless the person says that it was wrong.
_SAID_IN_PASSING = ("event_date", "relation")
_SAID_AT_MOST = 300
_A_WORD = 5  # characters
_A_FIGURE = 14
_FIGURES = frozenset({"amount", "people", "event_date", "phone"})
_ABOUT_IT = frozenset({"out_of_scope", "complain", "update_case", "affirm", "deny", "opt_in"})
_ASKING = frozenset({"ask_policy", "check_eligibility", "ask_case_status", "help", "thanks", "greet"})
_TERSE = {
    "病": "illness", "学": "schooling", "残": "disability", "灾": "disaster", "伤": "accident",
    "亏": "business_failure", "工": "employment", "房": "housing", "水": "water",
}  # fmt: skip
_WHO_AT_MOST = 16
_OF_THE_FAMILY = ("spouse", "child", "parent", "grandparent", "grandchild", "sibling", "other_relative", "neighbour")
_NO_NAMES = ("里的", "家里的", "家里", "裡的", "家裡的")  # of 我家里的情况
_ONES_OWN = frozenset({"illness", "accident", "disability", "schooling"})
_TWO = 2
_SAYS_I = re.compile(r"我|俺|咱|本人|自己|\b(i|i'm|im|my|me)\b", re.IGNORECASE)
_MINE = re.compile(r"^(我们家?|我們家?|咱们?家?|我家|我的|我|俺家?|my |our )", re.IGNORECASE)

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
# Who is still in the home that somebody far away writes for, and that they are with a neighbour, which names no one.
_STILL_THERE = re.compile(
    r"(爷爷奶奶|外公外婆|爷爷|奶奶|外公|外婆)?(爸妈|父母|爹妈|爹娘|双亲|两个?老人?家?|爸爸?|妈妈?|老爸|老妈|爹|娘)?(们|他们)?(都|还|就)*在(家|老家|屋|老屋)"
    r"|\b(?:my )?(?:parents|mum|mom|mother|dad|father) (?:are|is) (?:still )?(?:there|at home|in the house|home)\b"
)
# The house of parents or grandparents, where somebody far away speaks of it.
_THEIR_HOUSE = re.compile(
    r"(爷爷奶奶|外公外婆|爷爷|奶奶|外公|外婆|爸妈|父母|爹妈|爹娘|爸爸?|妈妈?|爹|娘|老人)(们|他们)?(家|住)?的?(那个|老)?(房|屋)"
)
_BY_CALLING = re.compile(
    r"我(是|在).{0,8}(老师|教师|班主任|校长|村医|医生|护士|卫生室|社工|网格员|志愿者|邮递员|房东|同学|同事)"
    r"|\bi('m| am) (a|an|the|her|his|their) .{0,12}(teacher|doctor|nurse|social worker|volunteer|classmate)"
)
_WHOM_THEY_SEE = re.compile(
    r"(学生|同学|病人|孩子|娃娃?|老人|大爷|大娘|婆婆)(叫)?[^\W\d_的在没不跟和是有有家一两,。]{0,2}|有(一)?(户|家)人?家?"
    r"|\b(pupil|student|patient|child|old (man|woman))\b"
)
_AT_WORK = re.compile(r"在.{1,8}(打工|务工|上班|做工|干活)")
_NO_WORK = re.compile(r"没(有)?(活|事|工)|失业|下岗|裁|欠薪|工钱|工资|找不到|停工|倒闭|关门|没得")
_SHELTERED = re.compile(r"在(邻居|隔壁|别人|亲戚)家?.{0,6}(没事|住|躲|安全|平安)|(at|with) (the |a )?neighbou?rs?")
_SAFE = re.compile(
    r"(人|都|他们|爸妈|老人)[^,。]{0,4}(没事|平安|安全|还好|出来了)|\b(are|they're) (all )?(safe|fine|ok)\b"
)
# A sum that is no exact one, and how long it has been so: kept in the person's own words.
_ABOUT = re.compile(
    r"(?:(?:大概|大约|差不多|快|将近|上)[有要是花了]{0,2})?"
    r"(?:好?几|[\d.一二两三四五六七八九十百]+)[万千百](?:[一二三四五六七八九]{2}|多|来|把|好几|几)?[块元蚊]?(?:钱|左右|上下)?"
)
_NOT_EXACT = re.compile(r"大概|大约|差不多|快|将近|上|几|多|来|把|左右|上下|[一二三四五六七八九]{2}")
_SPENDS = re.compile(r"花|掏|付|交|用[了掉去]|借|欠|费|亏|损失|赔|spent|paid|lost")
_COSTS = re.compile(
    r"(?:每|一个?)(?:年|月|个月|次|天|回).{0,8}(?:要|得)|(?:药|治病|看病|透析|住院|手术|医院|学费|化疗).{0,6}(?:要|得|就)"
    r"|\bcosts?\b"
)
_SO_LONG = re.compile(
    r"(?:好几?|几|半|[\d一二两三四五六七八九十]{1,3})(?:多|来|几)?(?:年|个多?月|个?星期|个?礼拜|周)(?:多|来)?(?:前|(?=了|啦|[,。!]|$))"
    r"|(?:好|多)多?年(?=了|啦|[,。!]|$)"
    r"|\b(?:for|over|about) (?:\w+ ){1,2}(?:years?|months?|weeks?)\b"
    r"|\bsince (?:last|this) (?:week|month|year|spring|summer|autumn|winter)\b"
    r"|\b(?:since|in) (?:january|february|march|april|may|june|july|august|september|october|november|december)\b"
)
_SINCE = re.compile(r"^(since|in) ")
_OTHER_TIMES = re.compile(r"打工|在外|结婚|嫁|读书|住院|\d岁")  # so long somebody was elsewhere, not ill
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
    r"骗子|诈骗|骗人|骗钱|真的假的|你是谁|你们是(谁|干|做)|什么单位|是不是机器|scam|who are you|are you (real|a bot)"
)
_DOUBTS_US = re.compile(
    r"(你们?|这)(是不是|怕是|该不会是|别是)?.{0,3}(骗子|骗人|骗钱|诈骗)|真的假的|(要不要|收不收)(交|收)?(钱|费)|\bscam\b"
)
_OFFICIALS = re.compile(r"村|镇|乡|干部|书记|主任|领导|公务员|official|cadre")
_IT_IS = re.compile(r"^\W*(就|那|其实)?是(我|俺|我们)|^\W*it'?s (my|our)|^\W*it is (my|our)")
_NOT_SO = (
    ("illness", re.compile(r"(不是|没有?)(生|得)?病|not (ill|sick)")),
    ("accident", re.compile(r"不是(摔|受伤|出(事|意外))|没(摔|受伤)|not (hurt|an accident)")),
    ("disaster", re.compile(r"不是(受灾|[水旱]灾|发水|冰雹)|not a (flood|drought)")),
)
# A further sum comes on top of what was noted; a total takes its place.
_FURTHER = re.compile(r"(又|再|还|另外|这[次回]).{0,6}(花|用|交|付|掏|借|缴|垫)|\b(another|more|further|on top)\b")
_IN_ALL = re.compile(r"一共|总共|合计|共计|加起来|全部|前后|in (all|total)|altogether")
# "Where were we": the person comes back to what waits, and says nothing new.
_ALL_OF_IT = re.compile(r"^\W*(这)?(两|二|2|三|3|几)?(个|件|样|桩)?(事)?(都|一起|全)(要|给我)?报(上去)?(了|吧|嘛)?\W*$")
_SO_MANY = re.compile(
    r"^\W*(村里|全村|我们村|组里|我们组|我们|一共|共|总共|有)*[\d一二三四五六七八九十百几多两来]+(户|口|家|人|个)(人|人家|人口)?\W*$"
)
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


def unfinished(place: Place) -> bool:
    """Whether a place is a report not sent yet."""
    return place.flow == "report_hardship" and place.step not in ("township", "hands")


def resumes(turn: Turn) -> bool:
    """Whether a message comes back to a report that waits."""
    return bool(_RESUMES.search(turn.plain))


def gathered(turn: Turn) -> dict[str, Any]:
    """The facts of one message, as JSON values."""
    facts = _slots(turn)
    facts["risk_types"] = risks_told(turn) or _terse_risks(turn.plain)
    if is_terse(turn.plain) and {"disaster", "water"} <= set(facts["risk_types"]):
        facts["risk_types"].remove("water")  # 灾 水: what came, and nothing about drinking
    facts["urgency"] = turn.meant.urgency.level
    facts["danger"] = turn.meant.urgency.danger
    facts["at"] = turn.at.isoformat()
    if who := _who(turn):
        facts["who"] = who
    facts["said"] = turn.text.strip()[:_SAID_AT_MOST]
    if turn.area:
        facts["area"] = turn.area
        facts.setdefault("place", turn.place)
    if away_from_home(turn):
        facts["away"] = True
        facts |= _left_there(facts, turn)
    facts |= _of_whom_they_care_for(facts, turn)
    if turn.meant.child_writer:
        facts["child"] = True
    if (sum_ := _bare_sum(turn)) is not None:
        facts.setdefault("amount", sum_)
    facts |= roughly(facts, turn)
    dead = lost(turn)
    return in_mourning(facts, dead) if dead else facts


def house_may_fall(plain: str) -> bool:
    """Whether a house is said to come down on who lives in it."""
    return bool(_MAY_FALL.search(plain))


def _of_whom_they_care_for(facts: Slots, turn: Turn) -> dict[str, Any]:
    """Who writes by their calling writes for somebody else: a teacher for a pupil, a nurse for whom she sees."""
    if facts.get("relation") not in (None, "self") or not _BY_CALLING.search(turn.plain):
        return {}
    found = _WHOM_THEY_SEE.search(turn.plain)
    return {"relation": "neighbour", "who": turn.text[found.start() : found.end()]} if found else {}


def risks_told(turn: Turn) -> list[str]:
    """The risks of a message. Who works far away has work: that alone is no lost work."""
    at_work = _AT_WORK.search(turn.plain) and not _NO_WORK.search(turn.plain)
    if not turn.meant.risk_types and house_may_fall(turn.plain):
        return ["housing"]
    return [risk for risk in turn.meant.risk_types if not (at_work and risk == "employment")]


def _left_there(facts: Slots, turn: Turn) -> dict[str, Any]:
    """Whose home it is that was hit, where somebody far away writes: those who are still in it."""
    found = _STILL_THERE.search(turn.plain)
    if not {"disaster", "housing"} & set(facts["risk_types"]) or facts.get("relation") not in (None, "self"):
        return {}
    if found is None and (house := _THEIR_HOUSE.search(turn.plain)) is not None:
        return {"relation": "grandparent" if house[1][0] in "爷奶外" else "parent", "who": house[1]}
    if found is None or not (found[2] or found[1] or found.group().isascii()):
        return {}
    relation = "grandparent" if found[1] and not found[2] else "parent"
    who = {"who": found[2] or found[1]} if found[2] or found[1] else {}
    return {"relation": relation, "left_there": True, **who}


def roughly(facts: Slots, turn: Turn, *, asked_for_sum: bool = False) -> dict[str, Any]:
    """What a message says only about: a sum that is no exact one, how long it has been so; in its own words."""
    said: dict[str, Any] = {}
    told = _slots(turn)
    found = _ABOUT.search(turn.plain)
    spends = asked_for_sum or _SPENDS.search(turn.plain) or _COSTS.search(turn.plain)
    if "amount" not in told and facts.get("amount") is None and found and spends and _NOT_EXACT.search(found.group()):
        said["spent"] = _as_written(turn, found)
    if "event_date" not in told and not (facts.get("event_date") or facts.get("since")):
        lasts = _SO_LONG.search(turn.plain)
        if lasts and not _OTHER_TIMES.search(turn.plain):
            since = _SINCE.sub("", _as_written(turn, lasts))
            said["since"] = since if " " in since else since.capitalize()
    return said


def says_only_a_sum(turn: Turn) -> bool:
    """Whether a message is nothing but a sum that is no exact one: 五万多."""
    return bool(_ABOUT.fullmatch(turn.plain.strip(" ,。.!了吧的")))


def _as_written(turn: Turn, found: re.Match[str]) -> str:
    """Words found in the plain spelling, in the writer's own script where the two run side by side."""
    if len(turn.plain) == len(turn.text) and turn.text.isascii() is False:
        return turn.text[found.start() : found.end()]
    return found.group()


def with_recent(session: Session, facts: Slots, now: datetime) -> dict[str, Any]:
    """Facts filled up with what was said in the messages just before."""
    full = dict(facts)
    if full.get("relation") == "self" and not _SAYS_I.search(str(full.get("said", ""))):
        del full["relation"]  # nobody is named: it goes on about whom was named before
    for before in reversed(session.recent[:-1]):
        if now - datetime.fromisoformat(before["at"]) > RECENT:
            continue
        if not full.get("place"):
            full |= {name: before["facts"][name] for name in ("place", "area") if before["facts"].get(name)}
        if before.get("attached"):
            full.setdefault("attached", before["attached"])
        if before.get("asking"):
            continue
        named = (full.get("relation"), before["facts"].get("relation"))
        if None not in named and named[0] != named[1]:
            continue  # that was about somebody else
        if named[0] is not None and named[0] == named[1] and full.get("who"):
            earlier = before["facts"].get("who")
            if is_somebody_else(full["who"], [earlier] if earlier else []):
                continue
        full = filled(full, before["facts"])
        full["risk_types"] = _joined(full.get("risk_types", ()), before["facts"].get("risk_types", ()))
    if "relation" not in full and facts.get("relation"):
        full["relation"] = facts["relation"]
    return full


def remembered(session: Session, turn: Turn) -> Session:
    """The session with this message among what was said in the last minutes."""
    fresh = [each for each in session.recent if turn.at - datetime.fromisoformat(each["at"]) <= RECENT]
    facts = {name: value for name, value in _slots(turn).items() if name in ("relation", "disaster_kind", "people")}
    facts["risk_types"] = list(turn.meant.risk_types)
    if not (away_from_home(turn) or sheltered(turn)):
        facts |= lasting(turn)
    if who := _who(turn):
        facts["who"] = who
    said: dict[str, Any] = {"at": turn.at.isoformat(), "facts": facts}
    if turn.attached and not turn.text.strip():
        said["attached"] = dict(turn.attached)  # a picture before the words for it
    if (amount := turn.meant.slots.get("amount")) and _FURTHER.search(turn.plain) and not _IN_ALL.search(turn.plain):
        said["further"] = amount
    if turn.meant.intent in _ASKING:
        said["asking"] = True
    if turn.meant.intent == "complain":
        said["complains"] = True
    return replace(session, recent=(*fresh[-_MOST_RECENT:], said))


def tells_of(place: Place, turn: Turn) -> bool:
    """Whether a report that was just begun is of the same event as this emergency, and so need not wait."""
    if not unfinished(place) or "at" not in place.slots:
        return False
    soon = turn.at - datetime.fromisoformat(place.slots["at"]) <= RECENT
    relation, risks = place.slots.get("relation"), set(place.slots.get("risk_types", ()))
    same_person = relation is None or turn.meant.slots.get("relation") in (None, relation)
    return soon and same_person and (not risks or bool(risks & set(turn.meant.risk_types)) or risks <= {"other"})


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


def filled(facts: Slots, later: Slots) -> dict[str, Any]:
    """Facts with their gaps filled; nothing that stands is replaced."""
    return {**{name: value for name, value in later.items() if value not in (None, "", [])}, **_told(facts)}


def new_facts(facts: Slots, turn: Turn) -> dict[str, Any]:
    """What a reply adds to the facts of a report, or changes of them.

    A figure, a phone or a kind said anew replaces the old one; a day, a person or a place said in passing does not,
    unless the person says that something was wrong.
    """
    if (resumes(turn) and not corrects(turn)) or _ALL_OF_IT.match(turn.plain):
        return {}
    if died := said_to_be_dead(facts, turn):
        return died
    said = _slots(turn)
    correcting = corrects(turn) or turn.meant.intent in ("update_case", "deny")
    changed = {
        name: value
        for name, value in said.items()
        if name != "place"
        and facts.get(name) != value
        and (not facts.get(name) or correcting or name not in _SAID_IN_PASSING)
    }
    if not sheltered(turn):
        changed |= newly_told(facts, turn, puts_right=correcting)
    known = set(facts.get("risk_types", ())) - {"other"}
    if "phone" in said and facts.get("relation"):
        changed.pop("relation", None)  # whose number it is, is not whom the report is about
    if changed.get("relation") == "self" and facts.get("relation") and not corrects(turn):
        del changed["relation"]  # whose words they are is not whom they are about
    elif (
        facts.get("relation") == "self"
        and said.get("relation", "self") != "self"
        and (_is_a_word(turn) or not known or _IT_IS.match(turn.plain))
    ):
        changed["relation"] = said["relation"]
    who = _who(turn)
    if who and ("relation" in changed or (corrects(turn) and said.get("relation") == facts.get("relation"))):
        changed["who"] = who
    elif "relation" in changed and facts.get("who"):
        changed["who"] = ""  # it was another
    told = risks_told(turn)
    wrong = {risk for risk, words in _NOT_SO if words.search(turn.plain)} & known
    if wrong and set(told) - wrong - known:
        risks = _joined(facts["risk_types"], told)
        return {**changed, "risk_types": [risk for risk in risks if risk not in wrong]}
    fresh = [risk for risk in told if risk not in facts.get("risk_types", ())]
    # A figure put right, or given alone, is no further hardship.
    of_what = set(said) - ({"relation"} if said.get("relation") == "self" else set())
    figure = bool(known) and len(turn.plain) <= _A_FIGURE and bool(of_what) and of_what <= _FIGURES
    if known and _SO_MANY.match(turn.plain):
        fresh = []  # twenty households: how many, and no hardship more
    corrected = (bool(said) and (corrects(turn) or figure)) or (bool(known) and says_only_a_sum(turn))
    if (
        fresh
        and not corrected
        and (turn.meant.intent in ("report_hardship", "update_case") or not facts.get("risk_types"))
    ):
        risks = _joined(facts.get("risk_types", ()), fresh)
        changed["risk_types"] = [risk for risk in risks if risk != "other"] or risks
    return changed


def added_up(details: Slots, facts: dict[str, Any], words: str) -> dict[str, Any]:
    """New facts of a case; a sum that came on top is added to the one noted before."""
    before, more = details.get("amount"), facts.get("amount")
    if before is None or more is None or not _FURTHER.search(words) or _IN_ALL.search(words):
        return facts
    kept = {name: value for name, value in facts.items() if name != "event_date"}  # the day of a bill is not the day
    return {**kept, "amount": before + more}


def put_right(session: Session, details: Slots, facts: dict[str, Any], turn: Turn) -> dict[str, Any]:
    """New facts of a case; where the sum put right is the one that just came on top, the rest of it stands."""
    last = session.recent[-2] if len(session.recent) > 1 else {}
    added, before = last.get("further"), details.get("amount")
    if added is None or before is None or facts.get("amount") is None or not corrects(turn):
        return facts
    return {**facts, "amount": before - added + facts["amount"]}


def _is_a_word(turn: Turn) -> bool:
    """Whether a message is but a word or two: an answer."""
    return len(turn.plain.strip()) <= _A_WORD or (turn.plain.isascii() and len(turn.plain.split()) <= 2)


def day(value: str | None) -> date | None:
    """A stored day."""
    return date.fromisoformat(value) if value else None


def risks_in_a_word(turn: Turn) -> list[str]:
    """What a few words in answer to "what is hard?" name: 得了病, 房子, 没水."""
    return list(dict.fromkeys(risk for word, risk in _TERSE.items() if word in turn.plain))


def is_terse(plain: str) -> bool:
    """Whether a message is a report in one line of single words: 报 病 妈 23000 新田村."""
    return bool(_terse_risks(plain))


def _bare_sum(turn: Turn) -> int | None:
    """The sum of a report in single words: a number that stands alone."""
    if not _terse_risks(turn.plain):
        return None
    sums = [word for word in turn.plain.split() if word.isascii() and word.isdigit() and 2 < len(word) < 8]
    return int(sums[0]) if len(sums) == 1 else None


def _terse_risks(plain: str) -> list[str]:
    """The risk of a report in one line of single words: 报 病 妈 23000 新田村."""
    first, *rest = plain.split() or [""]
    return [_TERSE[word] for word in rest if word in _TERSE] if first in ("报", "上报", "申报") else []


def people_named(turn: Turn) -> list[str]:
    """The words for whom a message is about, and for others of the same relation."""
    relation = turn.meant.slots.get("relation")
    found = (each for each in turn.meant.entities if each.type == "relation" and each.value == relation)
    return [turn.text[each.start : each.end] for each in found if relation not in (None, "self")]


def _who(turn: Turn) -> str | None:
    """The person concerned in the writer's own words: 老公, 奶奶, mother."""
    if sheltered(turn):
        return None
    named: dict[str, str] = {}
    for entity in turn.meant.entities:
        words = _MINE.sub("", turn.text[entity.start : entity.end].strip())
        named_so = 0 < len(words) <= _WHO_AT_MOST and words not in _NO_NAMES
        if entity.type == "relation" and entity.value in _OF_THE_FAMILY and named_so:
            named.setdefault(str(entity.value), words)
    first = named.pop(str(turn.meant.slots.get("relation")), None)
    if first is None or len(set(risks_told(turn)) & _ONES_OWN) < _TWO or not named:
        return first
    second = next(iter(named.values()))  # two of the family, each with a hardship of their own
    return f"{first}, {second}" if first.isascii() else f"{first}、{second}"


def says_safe(turn: Turn) -> bool:
    """Whether those who were asked about are said to be safe."""
    return sheltered(turn) or bool(_SAFE.search(turn.plain))


def sheltered(turn: Turn) -> bool:
    """Whether a neighbour is only where somebody found shelter."""
    return turn.meant.slots.get("relation") == "neighbour" and bool(_SHELTERED.search(turn.plain))


def _slots(turn: Turn) -> dict[str, Any]:
    with_neighbours = sheltered(turn)
    return {
        name: value.isoformat() if isinstance(value, date) else value
        for name, value in turn.meant.slots.items()
        if name in SLOTS and not (with_neighbours and name in ("relation", "place"))
    }


def _told(facts: Slots) -> dict[str, Any]:
    return {name: value for name, value in facts.items() if value not in (None, "", [])}


def _joined(first: Iterable[str], second: Iterable[str]) -> list[str]:
    return list(dict.fromkeys([*first, *second]))
