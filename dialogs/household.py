"""What a household says of itself, in the words that policies are looked up by: who lives there, school, work."""

import re
from collections.abc import Mapping

from dialogs.types import Session, Slots, Turn

Facts = dict[str, list[str]]

# Choices of the questions, in the order they are read out.
CHOICES: Mapping[str, tuple[str, ...]] = {
    "home": ("elder", "student", "disabled", "ill"),
    "school": ("kindergarten", "compulsory", "senior", "university"),
    "work": ("away", "farm", "no_work", "none_able"),
    "house": ("fine", "unsafe", "bad_land", "no_water"),
    "status": ("registered", "allowance", "none", "unknown"),
}
# Read on the plain spelling: simplified, half width, dialect words made common ones.
_WORDS: tuple[tuple[str, str, str, str], ...] = (
    (
        "home", "elder",
        r"老人|爷爷|奶奶|外公|外婆|姥|公公|婆婆|[六七八九]十(多|来|几)?岁?|[6-9]\d岁|年纪大",
        r"elder|grand(ma|pa|mother|father)",
    ),
    (
        "home", "student",
        r"上学|读书|念书|学费|[中大]学",
        r"student|school",
    ),
    ("home", "disabled", r"残疾|残了|瘫|聋|哑|瞎|盲人|智障|精神病", r"disab|paraly|\bblind|\bdeaf"),
    (
        "home", "ill",
        r"病|癌|瘤|透析|住院|手术|中风|常年吃药|化疗",
        r"\bill\b|sick|cancer|dialysis|stroke|hospital",
    ),
    (
        "home", "left_child",
        r"留守(儿童|娃|的?孩子)|(娃|孩子).{0,6}(爷爷|奶奶|外公|外婆|老人).{0,2}带",
        r"left.behind child",
    ),
    ("school", "kindergarten", r"幼儿园|学前班", r"kindergarten|nursery"),
    (
        "school", "compulsory",
        r"小学|初[中一二三]|义务教育|[一二三四五六七八九]年级",
        r"primary|middle school|junior",
    ),
    ("school", "senior", r"高[中一二三]", r"senior|high school"),
    ("school", "vocational", r"职[高校]|职业(学校|高中|学院)|中专|技校|中职", r"vocational"),
    ("school", "university", r"大学|大专|本科|一本|二本|考上", r"college|university"),
    (
        "work", "none_able",
        r"没人能(干|做)|(没|缺|无)(有)?劳动?力|都?(干|做)不(动|了)活?|丧失劳动",
        r"nobody (can|is able to) work|cannot work",
    ),
    (
        "work", "away",
        r"打工|在外(面|地|头)?(干|做|务|上)|务工|进厂|工地",
        r"works? away|migrant|in the city",
    ),
    (
        "work", "no_work",
        r"没活|没事做|失业|没工作|找不到(活|工作)|待业|闲在家",
        r"out of work|no (work|job)|jobless",
    ),
    ("work", "farm", r"种地|种田|务农|养(猪|牛|羊|鸡|鸭|鱼|殖|蜂)|种[植了着]|烤烟|庄稼", r"farm|crops|livestock"),
    ("house", "unsafe", r"危房|漏雨|房子?.{0,4}(塌|裂|漏|垮|倒|歪)", r"unsafe|leak|crack"),
    (
        "house", "bad_land",
        r"滑坡|泥石流|大山里|太偏|常遭灾|不通路|搬(走|迁|出来)",
        r"landslide|too remote|move away",
    ),
    (
        "water", "unsafe",
        r"没(有)?(干净|自来)?水(喝|吃)|(喝|吃)(的)?水(难|不|脏|浑|远|要)|水(脏|浑|有味|不干净|不能喝)|没(通|接)?自来水|挑水",
        r"no (clean |tap |drinking )?water|water is (dirty|bad)",
    ),
    ("house", "fine", r"房子?.{0,3}(没问题|好的|挺好|不漏|新)", r"the house is (fine|good)"),
    (
        "status", "none",
        r"都没有|什么都没|都不是|没登记|没有?评上",
        r"none of (them|these)|not registered",
    ),
    ("status", "registered", r"建档立卡|(?<!未)(脱贫|监测)户|贫困户|监测对象|边缘户", r"registered"),
    ("status", "low_income", r"低收入(农户|户|家庭)", r"low.income"),
    (
        "allowance", "yes",
        r"(吃|有|拿|领|是|享受)(着|了|的)?(低保|五保|特困)|低保户|五保户",
        r"on dibao|get dibao",
    ),
)  # fmt: skip
_PATTERNS = tuple((fact, word, re.compile(f"{zh}|{en}")) for fact, word, zh, en in _WORDS)
_NOT = re.compile(r"(不是|没有?|不算|没评上|没吃|没领|no|not)\W{0,2}\w{0,3}$")
_ASKING = re.compile(r"能不能|可不可以|够不够|怎么|算不算|是不是|想(吃|办|评|申请)|申请")
_RISKS: Mapping[str, tuple[str, str]] = {
    "illness": ("home", "ill"),
    "schooling": ("home", "student"),
    "disability": ("home", "disabled"),
    "housing": ("house", "unsafe"),
    "water": ("water", "unsafe"),
    "employment": ("work", "no_work"),
    "labour_shortage": ("work", "none_able"),
}
_NUMBERS = re.compile(r"[1-4]+")


def read_words(plain: str) -> Facts:
    """What a message says of the household."""
    facts: Facts = {}
    for fact, word, pattern in _PATTERNS:
        found = pattern.search(plain)
        if found is None:
            continue
        if fact in ("status", "allowance") and word != "none" and _NOT.search(plain[: found.start()]):
            continue
        if fact == "allowance" and _ASKING.search(plain):
            continue  # who asks for it does not have it
        _add(facts, fact, word)
    if set(facts.get("school", ())) - {"university"}:
        _add(facts, "home", "student")  # whoever names the school has somebody there
    return facts


def read_choice(question: str, plain: str) -> Facts | None:
    """What the numbers of a reply choose, several at once; None where it is no choice."""
    digits = re.sub(r"[\s,.;、。和跟与及and)]+", "", plain)
    choices = CHOICES[question]
    if not _NUMBERS.fullmatch(digits) or max(int(digit) for digit in digits) > len(choices):
        return None
    facts: Facts = {}
    for digit in digits:
        word = choices[int(digit) - 1]
        if word == "allowance":
            _add(facts, "allowance", "yes")
        elif word == "no_water":
            _add(facts, "water", "unsafe")
        else:
            _add(facts, question, word)
    if question == "status" and "status" not in facts:
        facts["status"] = ["unknown"]
    return facts


def known_already(session: Session, turn: Turn) -> Facts:
    """What was said before: in the last minutes, in a report that waits, in the cases of the household."""
    told: list[Slots] = [said["facts"] for said in session.recent]
    told += [place.slots for place in session.stack if place.flow == "report_hardship"]
    told += [{"risk_types": list(case.risk_types), **case.details} for case in turn.known.cases if not case.ended]
    before = (session.household or {}).get("facts", {})
    facts: Facts = {fact: list(words) for fact, words in before.items() if words != ["unknown"]}
    for each in told:
        for risk in each.get("risk_types", ()):
            _add(facts, "trouble", "yes")
            if risk in _RISKS:
                _add(facts, *_RISKS[risk])
        facts = joined(facts, read_words(str(each.get("said", ""))))
    return facts


def joined(first: Facts, second: Facts) -> Facts:
    """Both, each word once."""
    return {fact: list(dict.fromkeys([*first.get(fact, ()), *second.get(fact, ())])) for fact in {**first, **second}}


def completed(facts: Facts) -> Facts:
    """With what follows from it: a pupil whose parents work away is left behind; who was not asked has no allowance."""
    full = {fact: list(words) for fact, words in facts.items()}
    if "away" in full.get("work", ()) and full.get("school"):
        _add(full, "home", "left_child")
    full.setdefault("allowance", ["no" if full.get("status") else "unknown"])
    return full


def _add(facts: Facts, fact: str, word: str) -> None:
    words = facts.setdefault(fact, [])
    if word not in words:
        words.append(word)
