"""What a question asks for: an amount, a day, a place, a person, a way to apply, or whether at all."""

import re
from functools import cache

from policies_kb.types import Asked

# A card answers these only if it says that it gives them; all else is answered by any card that fits.
STRICT: frozenset[Asked] = frozenset(
    (
        "amount",
        "share",
        "count",
        "date",
        "duration",
        "place",
        "person",
        "phone",
        "procedure",
        "papers",
        "list",
        "meaning",
    )
)

_MANY = r"(?:多少|好多(?!人)|几多|几大|若干|(?<![好过这那十没的到前后攒挣哪])几)"
_HOW = r"(?:怎么|怎样|如何|咋|咋个|何解|啷个|点样|哪能|怎么样)"
_MONEY = r"(?:元|块|圆|钱|万块|万元|千块|百块|亿|毛钱?|角|票子|大洋|银子|补助|补贴|工资|生活费)"
_THINGS = (
    r"(?:个|间|栋|套|层|晚|夜|宿|平(?:米|方)|公里|米|吨|户|人|种|样|项|条|名|所|类|家|批|门|级|口|座|处|位|万人|万户|万|"
    r"方面|方)"
)

_RULES: tuple[tuple[Asked, str], ...] = (
    (
        "phone",
        r"(?:什么|哪个|啥|谁的|几号|有没有|问个|求个|留个|给个|要个)\S{0,2}(?:电话|号码|座机|手机号|联系方式|热线|邮箱)|"
        r"(?:电话|号码|座机|手机号|热线)(?:号码)?(?:是|有)?(?:多少|几|啥|什么|哪个|吗|不|$|[?？])|打(?:哪个|什么|啥|多少)(?:号|电话)|"
        r"联系方式|联系电话|微信号|公众号",
    ),
    (
        "papers",
        r"复印件|(?<!需)(?<!主)(?:带|交|提供)(?:什么(?!条件|样)|啥(?!条件|样)|哪些(?!条件)|哪样|哪几样|些什么|些啥)(?!.{0,4}(?:手艺|技术|结果))|"
        r"(?:申请|申报|报名|报销|登记|办|领)[^，。,]{0,10}(?:要|准备|需要?)(?:什么|啥|哪些|哪样|些啥|些什么)(?!条件|样的|人)|"
        r"(?:要|准备|需要?)(?:什么|啥|哪些|些啥|些什么|哪几样)\S{0,2}(?:来|去)?(?:申请|申报|报名|登记|办理|办|领)|"
        r"(?:什么|啥|哪些|哪几样|要不要)\S{0,2}(?:材料|证件|证明|资料|手续|表格)|(?:材料|证件|证明|资料)(?:要|有|是)?(?:什么|啥|哪些)|"
        r"填(?:什么|啥|哪张|哪个)表|(?:带|要|交)(?:不要|不)?(?:身份证|户口本|户口簿|病历|照片)",
    ),
    (
        "procedure",
        rf"{_HOW}(?:去|来|才能|才|能|可以|得|个)?(?:申请|报名|办理|申报|领取|申领|登记|弄到|拿到|办下来|走流程|领)|证(?:件)?(?:要)?怎么办|"
        r"(?:什么|啥|走|办)手续|流程|怎么理赔|哪几步|申请步骤|(?:网上|手机上?)(?:能|可以)(?:申请|办|报)|找谁(?:申请|报名|办)|"
        rf"去哪(?:里|儿|点)?(?:申请|办|报名|报)|{_HOW}补办",
    ),
    (
        "place",
        r"(?:在|去|上|到)(?:哪里|哪儿|哪点|哪块|哪搭|哪头|哪边|何处|啥地方|什么地方)(?!偏|倾|靠|斜)|"
        r"(?:在|去|上|到)哪(?:个|家)?(?:领|办|买|盖|申|登|治|交|报|医院|学校|地方|窗口|栋)|"
        r"哪(?:里|儿|点|块)(?:有|能|可以|去)?(?:领|办|买|盖|报名|申请|登记|治|交|上课|做|修)|哪(?:个|家|所)(?:银行|公司|保险|大学|厂)|地址|哪条(?:街|路)|几楼|哪张卡|哪个小区|啥地方|什么地方|哪个地方|"
        r"(?<![从往])哪里(?!舍得|出|说|管|写|来|敢|有钱|知道|晓得|会|肯|够|来的钱|还)|(?<!归)哪(?:几)?(?:个|些)(?:县|乡|镇|村|州|市|区|省|地方|医院|学校|窗口)(?!里)",
    ),
    (
        "duration",
        r"多久|多长时间|多长日子|多长(?=时|日|$)|几年(?!级|书|前|来|后)|多少年|几个月|多少个月|几天|多少天|好久|好长时间|期限|几个工作日|几多年|"
        r"几多天|长日子",
    ),
    (
        "date",
        r"(?:什么|啥|哪|何)(?:个)?(?:时候|时间|时辰|年|月|天(?![我他她]|要是)|日|阵|辰光)|哪(?:一)?(?:年|月|天(?![我他她]|要是)|日|个月)|哪(?:一)?个?(?:学期|学年|季度|季|批|届)|几月|几号(?!线)|几时|何时|"
        r"啥时|多会儿?|多咱|好久(?:发|到|打|开|来|能|办|才)|哪几年|哪阵|截止|到哪年|几次|几回|多久一次|(?<!哪)几点|周几|星期几",
    ),
    (
        "share",
        r"百分之(?:几|多少)|百分比|几成|多大比例|什么比例|比例(?:是|有)?(?:多少|多大|几)|几个(?:百分)?点|多少(?:个百分)?点|打几折|"
        r"率(?:是|要|达|到)?(?:多少|几)",
    ),
    (
        "amount",
        rf"{_MANY}(?:个)?{_MONEY}|多少(?:钱|块|元|补|赔)|收入(?:要)?(?:满|过|到|超过|低于|不到)(?:了)?(?:多少|好多|几多|几)|{_MANY}(?:百|千)(?!里|人|户|个|名|村|万|农|家|亿人)|"
        rf"(?:补|发|给|领|赔|奖|贷|拿|交|收|打)(?:他|她|我|我们|人家|每人|一个|一户)?(?:到手|得到|到|得)?{_MANY}"
        rf"(?!{_THINGS}|年|天|次|回|月|号|亩|斤)|"
        r"标准(?:是|有|到)?(?:多少|几|好多)|工资(?:多少|开|有)|金额|什么价|多大一?笔|(?:多少|几)个?亿|顶格|最(?:高|多)(?:能|可以)?(?:贷|给|补|赔|报|借|领)|"
        r"(?:一(?:个)?月|每月|一年|每年|一天|一亩|每亩)(?:国家)?(?:有|能|可以|到手|给|发|补|拿|领)*(?:到)?(?:多少|好多|几多)(?!人|户|个)|"
        r"几(?:多)?斤|多少斤|(?:收入|总收入|进账)(?:多少|在多少|低于多少|几多|好多|少于多少)|多少(?:以下|以上)|几万|"
        r"(?<!人有)(?<!户有)(?<!村有)(?<!县有)(?<![人户村县数])(?:多少|好多|几多)(?:了|呢|啊|哦|嘛|吗)?(?:$|[?？,，。])|"
        r"到几(?:百|千|块|元|钱|万)|(?:奖学费|奖励|助学金|补助|补贴|低保|学费奖)\s*(?:几多|多少|好多)",
    ),
    (
        "person",
        r"(?<![区病类划动程策县镇乡村项])叫(?:什么|啥|么子)名|(?:哪个|哪位|什么|啥|谁)(?:是)?(?:领导|区领导|区长|组长|主任|书记|局长|头头|当头|牵头领导)|"
        r"(?:组长|主任|书记|局长|区长|领导|负责人)\S{0,2}(?:是|叫|姓)(?:谁|哪个|哪位|啥|什么)|(?:组长|主任|领导)(?:是)?谁|"
        r"谁(?:当|任)|(?:第一|倒数\S{0,3})是谁|(?<!叫)什么名字|(?:医生|老师|大夫|队长|院长|校长|干部|站长|所长|书记|组长|局长|主任)\S{0,2}(?:叫什么|叫啥)|(?:队长|长|主任|书记)是(?:谁|哪个)|贵姓|牵头领导$|哪个领导",
    ),
    (
        "list",
        r"在不在.{0,8}(?:里|内|中)|算不算.{0,8}(?:里|内|中)|包不包括|是哪(?:几|[2-9]|1\d|[二两三四五六七八九十])+(?:种|样|个|项|类)|"
        r"哪(?:几|\d|[一二三四五六七八九十])种病|哪些病|名单|是不是(?:这|那)?[\d一二三四五六七八九十]+种",
    ),
    ("meaning", r"代表(?:什么|啥)|(?:什么|啥)意思|指(?:的是)?(?:什么|啥)|含义|怎么解释"),
    (
        "count",
        rf"{_MANY}\s*(?:多)?{_THINGS}|多少数|数目|总数|分数线|(?:多少|几)分(?!钱|红|成|之)|几多(?:乡|村|县|亩)|几(?:乡|村|县|乡镇)|多少(?:乡|村|县|农|贫)|(?:乡|村|县|户|人)(?:有)?(?:多少|几多)",
    ),
)
_ENGLISH: tuple[tuple[Asked, str], ...] = (
    ("phone", r"\bphone number\b|\bnumber to call\b|\bhotline\b|\bcall whom\b|\btelephone\b|\bcontact number\b"),
    ("papers", r"\b(documents?|papers?|forms?)\b.*\b(bring|need|required|must)|\bwhich forms?\b|\bphotocop"),
    (
        "procedure",
        r"\bhow (do|can|to|should) (i|we|you|one)? ?(apply|register|sign up|claim|enrol)|"
        r"\bsteps\b|\bwhere .*\bapply\b",
    ),
    ("place", r"^where\b|\bwhere (do|can|is|to|should|are)\b|\baddress\b|\bwhich (county|counties|hospital)\b"),
    ("duration", r"\bhow long\b|\bhow many (years|months|days|weeks)\b"),
    (
        "date",
        r"^when\b|\bwhen (do|does|is|will|was|must|are|should|did)\b|\bwhat (date|day|month|year|time)\b|\bdeadline\b|"
        r"\bby which (date|month|year)\b|\bwhich (month|year|day)\b|\bhow often\b",
    ),
    ("share", r"\bwhat (percent|percentage|share|rate|portion)\b|\bhow many percent\b|\bpercentage\b"),
    (
        "amount",
        r"\bhow much\b(?! more often)|\bwhat (?:level of )?income\b|"
        r"\bamount\b|\bhow big\b|\byuan\b|\bwhat (extra )?sum\b|\bhow large\b|\bsalary\b|"
        r"\bwages?\b|\bpaid (?:per|a|each)\b|\b(?:monthly|daily|yearly) (?:pay|rate|sum)\b|\bextra sum\b|\bprice of\b",
    ),
    (
        "person",
        r"\bwho (chairs|heads|leads|runs)\b|\bname of the\b|\bwhich leader\b|\bwho is the (head|chair|leader|director)",
    ),
    ("count", r"\bhow many\b|\bnumber of\b"),
    ("list", r"\bone of the (?:\d+|nine|eight|five|four|six)\b|\bname all\b|\bwhat are the names\b"),
    ("meaning", r"\bwhat does .*(?:mean|stand for)\b|\beach digit\b"),
)
# Kinds of which a card that gives one also serves the other: how much less to pay is both a sum and a share.
_ALSO: dict[Asked, frozenset[Asked]] = {
    "amount": frozenset(("share",)),
    "share": frozenset(("amount",)),
    "count": frozenset(("list",)),
    "meaning": frozenset(("list", "count")),
    "person": frozenset(("office",)),
    "procedure": frozenset(),
}
_OF_MONEY = re.compile(
    r"(?:多少|好多|几多|(?<![好过这那十没的到攒挣])几)(?:个)?(?:钱|元|块|百|千(?!人|户|个)|万(?!人|户|个)|角|毛)|工资|生活费|"
    r"(?:一个月|每月|一月|月)\S{0,6}(?:多少|好多|几多)|how much .*(?:month|year|paid|earn)|yuan"
)
_BY_MONTH = re.compile(r"一个月|每个?月|一月|月薪|工资|per month|a month|monthly")
_BY_HEAD = re.compile(r"一口人|一个人|每人|每户|一户|每亩|一亩|人均|每股|per person|per household|per mu")
_EACH = re.compile(r"每(?:人|生|户|亩|个)?(?:每年|每月)?[^，。]{0,4}\d")
# Words of asking that ask nothing: 只有几百块, 攒了几个钱, 几年没动, 哪里都嫌我老, 报好多就好多, 扶到哪年.
_ASKS_NOTHING = re.compile(
    r"(?:只有|只剩|就剩|还剩|剩下?|没有?|没得|冇得?|冇有|不到|攒了?|存了?|挣了?|花了?|欠了?|借了?|要不到|值|好|那|这|十|成)"
    r"几(?=[个百千万块元亩年月天斤口头只])[个百千万]*[块元钱亩年月天斤口头只]*|"
    r"几(?:年|个月|月|天|辈子?|代|回|次)(?=[没不冇未]|都没|了[,，。]|下来|过去)|几个钱(?=[,，。;；]?[^?？\s])|"
    r"(?:哪(?:里|儿|点|个|家|样|年|天)?|什么|啥|谁|多少|怎么|几时)(?:人|地方|东西|时候)?(?:都|也|就哪|就什么|就多少|就好多)|"
    r"(?:多少|好多|几多|什么|啥)就(?:多少|好多|几多|什么|啥)|(?:只|光)(?:看|数|管|讲|算)[^,，。]{0,6}(?:多少|几)(?:个|人|户|万)*|"
    r"(?:就?怕|万一|保不准|说不定|指不定|[,，])哪(?:天|日|一天)(?=[^发到能办开来给领有,，。?？]{1,6}(?:就|都|也|在|冇|没|了|$))|"
    r"[扶等拖熬穷苦住干做靠瞒](?:得)?到(?:哪年|哪天|哪一天|什么时候|啥时候|几时|何时)"
)
_LONG = 36  # a longer text tells a story; what it asks stands in its last sentences
_ASKING = re.compile(r"[?？]|多少|几|什么|啥|哪|怎么|如何|吗|么$|不$|没$|没有$|谁|咋")


def read_asked(text: str, english: bool = False) -> frozenset[Asked]:
    """The strict kinds that a plain (simplified, lower case) question asks for; empty when it asks whether at all."""
    part = text if english else _ASKS_NOTHING.sub("", question_of(text))
    kinds = {kind for kind, rule in _compiled(english) if rule.search(part)}
    for alone in ("phone", "papers"):
        if alone in kinds:
            return frozenset((alone,))
    if {"share", "count"} <= kinds and re.search(r"几个(?:百分)?点", part):
        kinds.discard("count")
    if {"duration", "count"} <= kinds or {"date", "count"} <= kinds:
        kinds.discard("count") if not re.search(rf"{_MANY}(?:户|人|种|样|项|名|门|位)", part) else None
    if {"amount", "count"} <= kinds and not re.search(rf"{_MANY}(?:户|人|种|样|项|名|门|位|口)", part):
        kinds.discard("count")
    return frozenset(kinds)


def serves(gives: frozenset[Asked], kind: Asked) -> bool:
    """Whether a card that gives these kinds answers a question for that kind."""
    return kind in gives or bool(_ALSO.get(kind, frozenset()) & gives)


def fits_unit(text: str, answer: str) -> bool:
    """Whether an answer is in the unit asked for: money in yuan, each month by the month, a head by the head."""
    if not _OF_MONEY.search(text):
        return True
    if "元" not in answer:
        return False
    if _BY_MONTH.search(text) and "月" not in answer:
        return False
    return not _BY_HEAD.search(text) or _EACH.search(answer) is not None


def question_of(text: str) -> str:
    """The part of a long story that asks; all of a short one."""
    if len(text) <= _LONG:
        return text
    sentences = [part for part in re.split(r"(?<=[。！？!?])", text) if part.strip()]
    last = "".join(sentences[-2:]) if len(sentences) > 1 else text
    pieces = [piece for piece in re.split(r"[,，;；。]", last) if piece.strip()]
    asking = [piece for piece in pieces[-3:] if _ASKING.search(piece)]
    return ",".join(asking or pieces[-1:])


@cache
def _compiled(english: bool) -> tuple[tuple[Asked, re.Pattern[str]], ...]:
    return tuple((kind, re.compile(rule)) for kind, rule in (_ENGLISH if english else _RULES))
