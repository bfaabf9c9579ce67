"""What a question asks for: an amount, a day, a place, a person, a way to apply, or whether at all."""

import re

from policies_kb.types import Asked

# A card answers these only if it says that it gives them; all else is answered by any card that fits.
STRICT: frozenset[Asked] = frozenset(
    ("amount", "share", "count", "date", "duration", "place", "person", "phone", "procedure", "papers")
)

_HOW_MANY = r"(?:多少|好多|几多|多小|好几|几|幾)"
_UNIT_OF_MONEY = r"(?:元|块|圆|钱|万|千|百|毛|角|票子|大洋)"

_RULES: tuple[tuple[Asked, str], ...] = (
    ("phone", r"电话|号码|座机|手机号|联系方式|热线|打哪个号|打什么号|几号线|微信号|公众号|邮箱|传真"),
    (
        "papers",
        r"材料|证件|复印件|手续费|带(?:什么|啥|哪些|哪样|么子|些什么|些啥)|要(?:什么|啥|哪些)(?:证|资料|证明|手续)|"
        r"哪些(?:资料|证明|手续|表)|资料|身份证|户口本|填(?:什么|啥|哪张|哪个)表",
    ),
    (
        "procedure",
        r"(?:怎么|怎样|如何|咋|咋个|咋样|何解|啷个|点样|哪么|怎么样|哪能)(?:去|来|才能|能|才|可以|得)?"
        r"(?:申请|报名|办理|办|申报|领取|领|报|申领|参加|登记|弄到|拿到|走)|手续|流程|程序是|哪几步|申请步骤|"
        r"(?:网上|手机上?)(?:能|可以)?(?:申请|办|报)|找谁(?:申请|报名|办)|去哪(?:里|儿|点)?(?:申请|办|报名|报)",
    ),
    (
        "place",
        r"(?:在|去|上|到|往)(?:哪里|哪儿|哪点|哪块|哪搭|哪嘎达|哪头|哪边|哪)(?!个|些|一|年|月|天|几|样|种|级|条)|"
        r"哪里(?:有|能|可以)?(?:领|办|买|盖|报|申|登|查|看|治|交)|地址|地点|啥地方|什么地方|哪个地方|在何处|何处",
    ),
    (
        "duration",
        r"多久|多长时间|多长日子|多长|几年(?!级)|多少年|几个月|多少个月|几天|多少天|好久|几个工作日|好长时间|期限",
    ),
    (
        "date",
        r"(?:什么|啥|哪|么子|何)(?:个)?(?:时候|时间|时辰|年|月|天|日)|哪(?:一)?(?:年|月|天|日|个月)|几月|几号|几时|"
        r"何时|啥时|多会儿?|多咱|好久(?:发|到|打|开|来|能|办)|哪几年|几点|哪阵|截止|到哪年|今年哪",
    ),
    ("share", r"百分之(?:几|多少)|百分比|几成|比例|几个点|多少点|几个百分点|打几折|率(?:是|要|达|到)?(?:多少|几)"),
    (
        "amount",
        rf"{_HOW_MANY}(?:个)?{_UNIT_OF_MONEY}|(?:补|发|给|领|赔|奖|贷|拿|交|收|出|花|缴|报)(?:到手|得到|到|得)?"
        rf"{_HOW_MANY}(?!种|样|项|年|个人|户|人|天|次|回|类)|多少钱|标准(?:是)?(?:多少|几|好多)|工资(?:多少|开)|金额|"
        r"多大一?笔|顶格|最高(?:能)?(?:贷|给|补|赔|报)|一(?:个)?月(?:有|能)?(?:拿|领|发)?(?:多少|好多|几多)|"
        r"多少(?:补|补贴|补助|赔)|(?:好多|几多|多少)(?:工资|补助|补贴|钱|亿)",
    ),
    (
        "person",
        r"叫(?:什么|啥|么子)名|叫啥|(?:哪个|哪位|什么|啥|谁)(?:是)?(?:领导|干部|区长|组长|主任|书记|局长|头头|当头)|"
        r"(?:组长|主任|书记|局长|区长|领导|负责人)(?:是|叫|姓)(?:谁|哪个|哪位|啥|什么)|是谁(?:当|任|管|牵头)?|名字|贵姓",
    ),
    (
        "count",
        rf"{_HOW_MANY}(?:个|户|人|种|样|项|条|名|所|类|家|次|回|批|门|级|口|村|乡|县|座|处|万人|万户|位)|多少数|数目|总数",
    ),
)
_ENGLISH: tuple[tuple[Asked, str], ...] = (
    ("phone", r"\bphone\b|\bnumber to call\b|\bhotline\b|\bcall whom\b|\btelephone\b|\bcontact number\b"),
    ("papers", r"\bdocuments?\b.*\b(bring|need|required)|\bpapers?\b|\bwhich forms?\b|\bid card\b|\bphotocop"),
    (
        "procedure",
        r"\bhow (do|can|to|should) (i|we|you|one)? ?(apply|register|sign up|claim|enrol)|"
        r"\bsteps\b|\bapply for\b",
    ),
    ("place", r"^where\b|\bwhere (do|can|is|to|should)\b|\bwhich office\b|\baddress\b"),
    ("duration", r"\bhow long\b|\bhow many (years|months|days|weeks)\b"),
    (
        "date",
        r"\bwhen\b|\bwhat (date|day|month|year|time)\b|\bdeadline\b|\bby which (date|month|year)\b|"
        r"\bwhich (month|year|day)\b",
    ),
    ("share", r"\bwhat (percent|percentage|share|rate)\b|\bhow many percent\b|\bpercentage\b"),
    (
        "amount",
        r"\bhow much\b|\bamount\b|\bhow big\b|"
        r"\byuan\b|\bwhat sum\b|\bhow large\b|\bsalary\b|\bwage\b|\bpay rate\b",
    ),
    ("person", r"\bwho (is|chairs|heads|leads|runs)\b|\bname of\b|\bwhich leader\b"),
    ("count", r"\bhow many\b|\bnumber of\b"),
)


def read_asked(text: str, english: bool = False) -> frozenset[Asked]:
    """The strict kinds that a plain (simplified, lower case) question asks for; empty when it asks whether at all."""
    return frozenset(kind for kind, rule in (_ENGLISH if english else _RULES) if re.search(rule, text))
