"""How many people a message says are concerned: 一家四口, 我们仨, 爷孙俩, 三个崽, two kids."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from nlu.groups import HURT, find_groups
from nlu.members import find_members
from nlu.numerals import DIGITS, Number, read_number

_ADJECTIVES = (
    r"(?:[一二三四五六七八九十\d]{1,3}(?:几|多|来)?岁)?(?:半大|半截|刚出生|新生"
    r"|[小大老碎细嫩幺满奶毛瘫瞎哑聋残瘸病孤疯傻]|瘫痪|残疾|瘫子|吃奶"
    r"|未成年|留守|上学|念书|读书|在读|年幼|老年"
    r"|卧床|双胞胎?|没成年)?的?"
)
_PERSON = (
    r"(?:人(?!民|家(?!庭)|工|次|均|份|情|参)|口(?:人)?(?!子|气|水|锅|井|饭|饮|红|袋|粮|塘|缸|猪|药|血"
    r"|棺|窑|灶)|孩子?|娃娃?|崽崽?|小孩|小朋友|儿子|女儿|儿女|闺女|丫头|女娃|男娃"
    r"|妹崽|伢子|囡|仔|细路|老人家?|老的|老汉|老太|学生|孙子?女?|孙孙|外孙女?|侄[子女儿]?|外甥女?"
    r"|兄弟|姐妹|弟弟|妹妹|哥哥|姐姐|姊妹"
    r"|大人|村民|群众|邻居|乡亲|工友|工人|同伴|娘们|爷们|汉子|妇女|女人|男人|伙计|瘫子|病人|残疾"
    r"|劳力|婴儿|毛毛|亲人|女的|男的|老表|小工|初中生|高中生|小学生|船工|矿工|兄妹|游客|驴友|客人"
    r"|老乡|同乡|亲戚|[表堂][哥弟姐妹]|娘娘|舅舅|[伯叔姨姑婶]|哥|弟|姐|妹|丫|妞|民工|乘客|小伙子?"
    r"|青年|老头子?|寡妇|病号|小子(?!弹)|师傅|牧民|家头|女工|男工|羊倌|放羊的|挖煤的|老太婆|光棍|小的|大的"
    r"|细的|友(?=瞓|困|冇|被)"
    r"|细人仔|细佬哥?|细蚊仔|后生仔?|囡仔|囝|老把式|娃仔|孤老|老人|遗孤"
    r"|(?<=[个位名])(?:刷|砌|抹|拉|赶|开|打|挖|修|卖|送|收|种|采|捡|拣|搬|扛|割|砍|钓|摘|做|补"
    r"|盖)[^,。;!? 钱块元的]{1,2}的(?![钱药粮鱼菜货])"
    r"|老者|老倌|老奶奶|老爷爷|大[娘爷叔妈嫂伯]|阿[姨婆公伯叔]|宝宝|毛头|幼儿|幼童|儿童|少年|学徒|徒弟"
    r"|[电泥木瓦石]匠|[电泥木瓦]工"
    r"|猎人|渔[民夫]|船夫|[挑背]夫|挑工|护林员|采药人|农民工?|[果茶菜花蔗]农|社员|组员|队员|居民|五保户?|孤寡"
    r"|[聋瞎傻疯哑瘸跛]子|哑巴|病秧子"
    r"|拖油瓶|小家伙|小东西|小不点|妹子|伢|小把戏|读书郎|劳动力|背包客|游人|住客|租客|房客|员工|职工|同事|搭档|亲属"
    r"|家属|后人|媳妇|女婿"
    r"|姑娘|[男女]生|千金|爹娘|父母|爸妈|大活人|活人|伤员|伤者|苦命人|脑壳|脑袋|号人|半人|娘家人|奶奶|爷爷|查某|囡仔"
    r"|后生|长辈|小辈|晚辈|护工|保安"
    r"|(?<=条)(?:命|人命|汉)|(?<=[个位名])[^,。;!?块钱元年月天个一二三四五六七八九十\d]{1,5}的(?:小?[娃孩崽伢]子?"
    r"|[老大女男]?人|老者|姑娘|汉子|后生|[妹弟哥姐]|妇女|学生|工人|老乡|亲戚)"
    r"|矿工|司机|[^,。;!? 钱块元]{1,3}的(?=埋"
    r"|困|掉|淹|压|卡|挂|被)|同学|司机)"
)
_COUNTED = re.compile(rf"^ ?(?:[个各名位口条丁]|[只号](?=[人崽妹伢细娃囝]))?{_ADJECTIVES}{_PERSON}")
_COUNTED_ENGLISH = re.compile(
    r"^ (?:[a-z]+ ){0,2}?(?:people|persons?|of us|of them|kids?|children|child|boys?|girls?|sons?"
    r"|daughters?|men|women|adults?|elders?|elderly|shepherds|farmers|orphans|nephews|nieces|drivers|tenants|widows"
    r"|villagers|workers|lodgers|passengers|miners|neighbou?rs|grandchildren|grandkids|grandsons"
    r"|folks?|parents|grandparents|infants|teenagers|cousins|uncles|aunts|relatives|pupils|friends|classmates|souls"
    r"|labou?rers|herders|fishermen|hikers|tourists|ladies|mothers|seniors|guys|survivors|residents"
    r"|members(?! of)|siblings|brothers|sisters"
    r"|babies|toddlers|students|family members|mouths)\b"
)
_GROUP_BEFORE = re.compile(
    r"(?:[我咱你他她俺][们家]?|一家|全家|一屋|一大家|一共|总共|家里|屋里|人口|人数|[爷父母娘婆][儿孙子女]?"
    r"|祖孙|夫妻|两口|姐[妹弟]|兄[弟妹]|叔侄|母女|孤儿寡母|老小|老乡|工友|同伴|弟兄|姊妹|姑嫂|婆媳|妯娌"
    r"|父子|母子|父女|师徒|姐|哥|弟|妹|拢共|拢总|孤儿|冲走|卷走|还差|连司机|(?:屋顶|房顶|楼上|车上|船上|水里|坑里"
    r"|洞里)(?:还?有"
    r"|还剩|是)?|[困埋压淹]|实际|其实|应该是|[鱼活工路车]的"
    r"|合(?:起来?|共|计|到一起|在一起|拢)|加(?:起|拢)来?|凑(?:起|拢)来?|统共|总计|(?:改|更正|变|添|算)(?:成|为|到)"
    r"|公孙|公婆"
    r"|(?:掉|摔|栽|滚|跌|落|翻|冲|卷|埋|淹|压|困|堵|撞|死|伤|瞓|躺|睡|趴|坐|蹲|站|挂|吊|卡)(?:下去|下|进去|进|走|跑"
    r"|咗|了|着|倒|住|埋)+|一共是"
    r"|大大?小小?|老老?少少?|男女|[连带]小|我们村|共有?|剩下?|就剩|有|是|老少|(?:车|船|屋|洞"
    r"|里[头面])[^,。]{0,3}[坐挤装躺](?:了|着)|(?:困"
    r"|埋|压|淹|晕|昏|倒|伤|关)(?:住|着|了|倒|在里[头面边]|里[头面])+)$"
)
_TOGETHER = re.compile(
    r"(?:[爷父母娘婆公]儿?[孙子女]?|姊妹|[姐妹弟]|兄妹|娘们|[我大]?哥|弟兄|姑嫂|婆媳|妯娌|祖孙|夫妻|姐[妹弟]"
    r"|兄[弟妹]|叔侄|母女"
    r"|[我咱俺你他她](?:们|跟.{1,3}"
    r"|和.{1,3})?|她们娘|丢下|留下|拉扯|带着?|养)(?P<n>俩(?!老|[同工]|表|娃|孩|崽|侄|妹|弟|哥|姐)"
    r"|仨(?!老|[同工]|表|娃|孩|崽|侄|妹|弟|哥|姐)|[四五六]个(?![月头星小礼钟字]))"
)
_PAIRS = re.compile(
    r"两口子?|老两口|俩口子|小两口|夫妻俩|两公婆|两老|二老|俩老|两家头|两个老的?|双胞胎|龙凤胎"
    r"|爹娘两个|两娘母|两娘崽|两爷崽|两爷子|两爷孙|两婆孙|两母子|两父子|两兄弟|两姊妹|两姐妹|两兄妹"
    r"|两姐弟|两弟兄|大的\S{1,3}岁[,、]?小的\S{1,3}岁|一个\S{1,3}岁(?:半)?[和,、]?一个\S{1,3}岁"
)
_TRIPLES = re.compile(r"一个[^,。]{1,3}岁(?:半)?[和,、]?一个[^,。]{1,3}岁(?:半)?[和,、]?一个[^,。]{1,3}岁")
_FAMILY_OF = re.compile(r"(?P<n>[三四五六])(?:爷子|娘母|爷崽|娘崽|兄弟|弟兄|姐妹|姊妹|兄妹|姐弟|父子|母子|口之家|代人)")
_WHOLE = re.compile(
    r"(?:[全一]家|一屋|家里|屋里|我们|咱们|咱家|俺们|一大家子?|老老小小|老小|老少|上下|总共|一共"
    r"|共有?|人数|人口|同我|加起来|合计|还有|船上|车上|里[头面]|底下|困[着住了]?)[^,。;!?\d]{0,3}$"
    r"|(?:family|household|home|group) of $|(?:total|all|we are|there are|are|is) $"
)
_WITH_ME = re.compile(
    r"[我咱](?:一个人)?(?:跟|和|同|带着?|抱着?|领着?|背着?)$|(?:堂客|婆娘|媳妇|老婆|嫂子?|弟媳|儿媳|妻子|男人|老公"
    r"|奶奶|婆婆|爷爷|外婆|外公|[我他她][爸妈爹娘哥姐弟妹叔伯姑姨舅])(?:一个人|自己)?(?:跟|和|同|带着?|抱着?|领着?"
    r"|背着?|牵着?|拉着?|护着?)(?:[他她我]的?)?$"
)
_ME_AND = re.compile(
    r"(?:就|只有|只剩下?|剩下?|光)(?:是)?我(?:跟|和|同)(?:[一二三四五六七八九十\d]{1,3}岁的)?[^,。说讲一二两三四五"
    r"六七八九俩仨\d]{1,4}|我(?:跟"
    r"|和|同)(?:我?[^我你他,。说讲一二两三"
    r"四五六七八九\d]{1,3})(?=躲|困|被[困埋关]|[站坐趴]在|卡在|挤在)"
)
_KIN = (
    r"(?:弟弟?|妹妹?|哥哥?|姐姐?|[表堂][哥弟姐妹]|老婆|老公|媳妇|婆娘|老伴|男人|爸爸?|妈妈?|爹|娘"
    r"|爷爷|奶奶|外公|外婆|阿公|阿婆"
    r"|孩子|娃娃?|儿子|女儿|崽|孙子|孙女|侄子|侄女)"
)
_ME_AND_TWO = re.compile(
    rf"[我咱](?:跟|和|同|带着?)(?:{_KIN}(?:[和跟同、]|还有){_KIN}|爸妈|爹妈|爹娘|爷爷奶奶|爷奶|哥嫂|外公外婆"
    rf"|弟弟妹妹|妹妹弟弟"
    r"|[表堂]?[哥弟姐妹][表堂][哥弟姐妹])"
)
_COUPLE_AND = re.compile(
    r"(?:两口子?|夫妻俩?|夫妇俩?|公婆俩?|二老|[老两俩]{1,2}(?:口子?|人)|爸妈|爹妈|爹娘|父母|爷爷奶奶|爷奶"
    r"|外公外婆)(?:再|还|要)?"
    r"[^,。;!?一二两三四五俩仨]{0,2}(?:加|带|跟|和|领|养|管|守|拖|照看|照顾|抚养|拉扯|护|抱)?(?:上|着|了"
    r"|大)?(?P<n>[一二两三四五俩仨个])个?(?=孙|孩|娃|崽|儿|女|小|残|病|傻|老)"
)
_COUPLE_AND_ENGLISH = re.compile(
    r"\b(?:(?:my )?(?:husband|wife|hubby) and (?:i|me)|(?:me|i) and my (?:husband|wife|hubby))(?:,"
    r"| and| with| plus)+ (?:our |my )?"
    r"(?P<n>one|two|three|four|five|six|\d) (?:[a-z]+ )?(?:kids|children|girls|boys|sons|daughters|babies"
    r"|child|kid)\b"
)
_KIND = (
    r"(?:大人|小孩子?|孩子|娃娃?|崽|老人家?|老的|小的|儿童|学生|儿子|女儿|闺女|孙子|孙女|孙辈|孙孙|外孙|弟弟|妹妹"
    r"|残疾人|病人|劳力|男|女|成年人|未成年人?|五保户?老人|婴儿|工人|村民)"
)
_LISTED = re.compile(
    rf"(?:{_KIND}(?:有|共|就|只)?[\d一二两三四五六七八九十]{{1,3}} ?(?:个(?!多?半?月|星期|礼拜|学期|小时"
    rf"|钟)|名|位|口|人)[,、和跟 ]?)+"
)
_LISTED_ONE = re.compile(rf"{_KIND}(?:有|共|就|只)?([\d一二两三四五六七八九十]{{1,3}})")
_HEADS = re.compile(
    r"(?:人口|人数|家庭成员|家庭人口)(?:数)?(?:有|共|是|为)?[: ]?(?P<n>\d{1,2}|"
    r"[一二两三四五六七八九十]{1,3})(?![万千百多几])"
)
_HEADS_NOW = re.compile(
    r"(?:人口|人数)从[\d一二两三四五六七八九十]{1,3}(?:口|个)?(?:人)?(?:改成|改为|变成|变)(?P<n>\d{1,2}"
    r"|[一二两三四五六七八九十]{1,3})"
)
_MOUTHS = re.compile(r"(?P<n>[二两三四五六七八九十]{1,2}|\d{1,2})张(?:嘴(?!巴)|口(?=[要等吃靠]))")
_WE_ARE_ENGLISH = re.compile(
    r"\b(?:we are|we're|now we are|there are|there were) (?:only |all )?(?P<n>two|three|four|five|six"
    r"|seven|eight|nine|ten|\d{1,2})"
    r"(?= (?:in (?:our|the|this|my) (?:house|home|family|room|car|boat)|on (?:the|a|our)|now|of us|mouths"
    r"|souls|left|here|sleep|live|stuck|trapped|under|inside)"
    r"|[,.;!]|$)"
)
_ALL_ENGLISH = re.compile(
    r"\b(?:(?:all|us) (?P<n>two|three|four|five|six|seven|eight|nine|ten|\d{1,2}(?!,\d))(?= (?:are|were|have|of us"
    r"|sleep|live)|[,.]|$)"
    r"|(?P<m>two|three|four|five|six|seven|eight|nine|ten|\d{1,2}) (?:in (?:the|our|my|this) (?:family|house|home"
    r"|room|car|boat|truck)|little ones))"
)
_OLD_AND_YOUNG = re.compile(r"上有(?:二|两)个?老[,、 ]?下有(?P<n>[一二两三四五六])个?(?:小|娃|孩|崽|儿)")
_ALL_OF = re.compile(
    r"(?:父子|母子|母女|父女|祖孙|爷孙|婆孙|兄弟|姐妹|姊妹|兄妹|姐弟|夫妻|夫妇)(?P<n>[二两三四五六七])人"
)
_BOTH = re.compile(
    r"夫妻双双|夫妻都|夫妇都|\bboth (?:(?:of )?(?:my |our |his |her |the )(?!legs|arms|eyes|hands|knees|feet|fields"
    r"|houses|rooms|sides)|twins|boys|girls|kids|children|sons"
    r"|daughters"
    r"|parents|brothers|sisters|old (?:people|folks)|grand\w+)"
)
_TWO_TOGETHER = re.compile(
    r"对(?<=[一那这]对)(?:[^,。;!?的]{0,2}|[^,。;!?]{0,3}的)(?:兄妹|姐[妹弟]|姊妹|兄弟|外?孙|双胞|龙凤|老人|夫[妻妇]"
    r"|母[女子]|父[女子]|爷孙|婆孙|儿女"
    r"|侄|崽|娃|孤儿|老的)"
)
_HOUSE_OF = re.compile(r"(?P<n>[三四五六七八九])口子(?<=[我咱俺们家].口子)")
_IN_ALL = re.compile(
    r"(?:,|(?<=[孩娃崽女儿妻媳婆公爷奶妈爸嫂弟妹姐哥仔囝侄孙子老小少我俺]))(?P<n>[三四五六七八九十])(?:个人|口人?"
    r"|人)(?=都|全|一[起齐块]|挤|困|睡|迫|躲|站|趴|卡|压|埋|在[里屋家车船楼洞]|被"
    r"|冇|没[吃地饭米]|今晚|昨晚|今天|昨天|趴|坐|蹲|关|逃|住|等|饿|喝|吃|一[年个月起]|每|就?靠|昏|晕|中毒|不|还|只"
    r"|哭|抱|从|,|$)"
)
_OLDEST_TWO = re.compile(r"老大和?老二")
_LISTED_AFTER = re.compile(
    rf"(?:[\d一二两三四五六七八九十俩仨]{{1,3}}个?(?:残疾|病|瘫痪?|小|老)?{_KIND}[,、和跟 ]?){{2,}}"
)
_LISTED_NUMBER = re.compile(r"[\d一二两三四五六七八九十俩仨]{1,3}")
_NOT_OURS = re.compile(r"^[^,。;!?]{0,6}(?:都交|交了|没事|都走|都来|帮|救)")
_ALONE = re.compile(r"^ ?个?人?(?:劳力|劳动力|干活|挣钱|打工)")
_NOT_THIS_MANY = re.compile(
    r"(?:不是|原来|之前|上次说|(?:登记|写|填|报)[成的]了?|第|排|前|每|周|星期|礼拜|月|初|年)(?:说)?(?:的)?$"
)
_CORRECTED = re.compile(
    r"(?:不对|错了|改成|改为|应该是|应是|而是|其实|实际|实则|now we are|[,。!]是|^是|更正|所以(?:一共|总共|现在"
    r"|家里)?(?:就|是)*|(?:一共|总共|拢共)(?:就|应该)?是|should be|漏"
    r"|actually)[^,。\d]{0,4}$"
)
_SUBJECT = re.compile(
    r"^个(?:都|全|一起|一块|一齐|统统|同时)|^个(?:都|全|还)?(?:被|给)?(?:埋|困|昏|晕|没上来|没出来|捞|救[出上]"
    r"|没下来|跑出|掉[进下水河]"
    r"|倒[下在了]|淹|躺|失踪|没气|不见|在里)"
)
_ALL_THESE = re.compile(r"^个(?:人)?(?:都|全)")
_NTH = re.compile(r"^(?:[叔姨舅姑婶伯嫂爷哥姐弟妹]|小子|娃(?!娃)|崽(?!崽)|闺女|姑娘|妞|丫|儿(?:子|媳))")  # 三叔, 二娃
_TO_COME = re.compile(r"^ ?(?:个|名|位)?(?:人|村)?(?:干部|医生|领导|警察|老师|护士|民警|救援)")
_ENGLISH_LIST = re.compile(
    r"\b(?:me|i)(?:,| and| with)+ (?:my )?(?:wife|husband|hubby|mum|mom|mother|dad|father|son|daughter"
    r"|baby|kid|child|newborn|sister|brother|gran\w*|toddler)\b(?P<more>(?:,? ?(?:and )?(?:a |my "
    r"|our )?(?:wife|husband|son|daughter|baby|newborn|kid|child|toddler|mum|mom|mother|dad|father"
    r"|sister|brother|gran\w+))*)"
)


_ENGLISH_FEW = {
    "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
}  # fmt: skip
_WITH_MORE = (  # patterns whose number counts so many more, and how much that weighs
    (
        (_HEADS, 0, 4),
        (_HEADS_NOW, 0, 9),
        (_MOUTHS, 0, 8),
        (_ALL_OF, 0, 3),
        (_FAMILY_OF, 0, 2),
        (_HOUSE_OF, 0, 4),
        (_IN_ALL, 0, 6),
        (_OLD_AND_YOUNG, 2, 5),
        (_COUPLE_AND, 2, 5),
    ),
    ((_COUPLE_AND_ENGLISH, 2, 5), (_WE_ARE_ENGLISH, 0, 4), (_ALL_ENGLISH, 0, 2)),
)


class Count(NamedTuple):
    """A count of people met in a text: `text[start:end]`; `weight` says how clearly it is the count that matters"
    "."""

    people: int
    start: int
    end: int
    weight: int


def find_counts(text: str, numbers: Sequence[Number]) -> list[Count]:
    """Find the counts of people of a normalised text, left to right."""
    found = [count for number in numbers if (count := _counted(text, number))]
    for pattern, people, weight in (
        (_TRIPLES, 3, 3),
        (_ME_AND_TWO, 3, 2),
        (_PAIRS, 2, 1),
        (_BOTH, 2, 0),
        (_ME_AND, 2, 1),
        (_TWO_TOGETHER, 2, 1),
        (_OLDEST_TWO, 2, 0),
    ):
        for match in pattern.finditer(text):
            if weight > 3 or not any(count.start <= match.start() < count.end for count in found):
                found.append(Count(people, match.start(), match.end(), weight))
    for pattern, more, weight in _WITH_MORE[text.isascii()]:
        for match in pattern.finditer(text):
            number = match[match.lastgroup or 0]
            people = more + int(number == "个" or _ENGLISH_FEW.get(number) or read_number(number)[0] or 0)
            if people > 1:
                found.append(Count(people, match.start(match.lastgroup or 0), match.end(match.lastgroup or 0), weight))
    for match in _LISTED.finditer(text):
        kinds = [int(read_number(written)[0] or 0) for written in _LISTED_ONE.findall(match.group())]
        if sum(kinds) > 1:
            found.append(Count(sum(kinds), match.start(), match.end(), 1 if len(kinds) == 1 else 4))
    for match in _LISTED_AFTER.finditer(text):
        kinds = [int(read_number(written)[0] or 0) for written in _LISTED_NUMBER.findall(match.group())]
        found.append(Count(sum(kinds), match.start(), match.end(), 4))
    found += [Count(*members) for members in find_members(text)]
    found += [Count(*group) for group in find_groups(text)]
    for match in _TOGETHER.finditer(text):
        found.append(Count(DIGITS[match["n"][0]], match.start("n"), match.end(), 3))
    if "a" <= text[:1] <= "z" and (listed := _ENGLISH_LIST.search(text)):
        named = [part for part in re.split(r",|\band\b", listed["more"]) if part.strip()]
        found.append(Count(2 + len(named), listed.start(), listed.end(), 2))
    found.sort(key=lambda count: count.start)
    return [count for count in found if count.weight != HURT or not any(count.people < of.people < 10 for of in found)]


def choose_count(counts: Sequence[Count]) -> Count | None:
    """Choose the count that matters: a corrected one or a whole household before a part of it, the first of equa"
    "ls."""
    best = max(counts, key=lambda count: count.weight, default=None)
    return best if best is not None and best.weight > -3 else None


def _counted(text: str, number: Number) -> Count | None:
    people = number.whole
    before, after = text[max(0, number.start - 10) : number.start], text[number.end : number.end + 16]
    if people is None or not number.exact or not 1 <= people <= 5_000 or _NOT_THIS_MANY.search(before):
        return None
    written = text[number.start : number.end]
    if written in ("二", "三", "四", "五", "六", "七") and _NTH.match(after):
        child = written != "二" and after[0] not in "叔姨舅姑婶伯嫂爷哥姐"
        if not child or not re.search(r"(?:有|带|着|的|养|供|丢下|留下|[,。]|^)$", before):
            return None
    match: re.Match[str] | None = _COUNTED.match(after) or _COUNTED_ENGLISH.match(after)
    if written in ("俩", "仨"):
        if not match and not _GROUP_BEFORE.search(before) and not _SUBJECT.match(after):
            return None
        match = match or re.match("", after)
    elif (match is None and _SUBJECT.match(after) and people <= 50) or (
        match is None and re.match(r"个(?![月头钱小钟星礼字样])", after) and _GROUP_BEFORE.search(before)
    ):
        match = re.match("个", after)
    if match is None and text[max(0, number.start - 14) : number.start].endswith(("family of ", "household of ")):
        match = re.match("", after)
    if match is None or _TO_COME.match(after):
        return None
    if people == 1 and ("口" not in match.group() or not _WHOLE.search(before)):
        return None
    weight = 1 + 3 * bool(_WHOLE.search(before)) + ("口" in match.group()) * 2 + 6 * bool(_CORRECTED.search(before))
    if _ALL_THESE.match(after) and not _NOT_OURS.match(after[match.end() :]):
        weight += 2
    if match.group().endswith("of us"):
        weight += 3
    if _ALONE.match(after):
        weight -= 3
    if _NOT_OURS.match(text[number.end + match.end() :][:12]) and people > 1:
        weight -= 4
    if _WITH_ME.search(before):
        people += 1
    return Count(people, number.start, number.end + match.end(), weight)
