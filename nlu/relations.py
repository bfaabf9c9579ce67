"""Who is concerned: through any family word, the relation of the one the message is about to the one who writes."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any, cast

from nlu.normalise import one_of
from nlu.phrases import read_phrases, read_yaml
from nlu.types import Relation

_INVERSE: Mapping[str, Relation] = {
    "child": "parent", "parent": "child", "grandchild": "grandparent", "grandparent": "grandchild", "spouse": "spouse",
    "sibling": "sibling", "other_relative": "other_relative", "neighbour": "neighbour",
}  # fmt: skip
_PARENT_OF: Mapping[str, Relation] = {"spouse": "other_relative", "child": "spouse"}
_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘蒋蔡余杜叶程苏魏吕丁任沈姚卢姜"
    "崔钟谭陆汪范廖石贾韦夏付方邹熊白孟秦邱侯江尹薛阎段雷龙黎史陶毛贺顾龚郝邵覃"
)
_ELDERS = (
    "大爷|大娘|大妈|大婶|大叔|大伯|大嫂|大哥|大姐|爷爷|奶奶|婆婆|公公|伯伯|叔叔|阿姨|阿婆|阿公|娭毑"
    "|嗲嗲|老汉|老头|老太太|老太|老爹|老爷子|老伯|老师傅|师傅|婆|爷|伯|叔|婶|嫂|爹|奶|哥|姐|大"
)
_NEIGHBOUR_BY_NAME = (
    rf"(?:(?<=我们)[村组寨屯队湾]的?(?:[一那]?个)?[孤哑聋瞎瘸老寡单残][^,。;!?替报]{{0,2}}|老[{_SURNAMES}]"
    rf"(?:头|家|太|汉|师傅)|(?<![我俺额])[{_SURNAMES}](?:{_ELDERS}|某某?|寡妇|瞎子"
    rf"|聋子|哑巴|瘸子|跛子))"
)
_DAD = r"(?<=[我额])大(?![哥姐伯爷姑舅叔妈娘婶嫂儿女爹娃崽闺姨夫家队学老概约小])"
_ALONE_SINGLE = (
    "儿女婆爷奶孙姑姨舅伯叔仔姥妮囝嬷姆公嗲父母妻夫"  # one character that is family only where a person would stand
)


def _both(chinese: str, english: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Make a pattern for each script, to be chosen by `text.isascii()`: one for both would be slow."""
    return re.compile(chinese), re.compile(english)


_NOT_AFTER_A_PERSON = "子儿童们家水粉瓶牛村庄某科生工方且乐母夫父司路里斤安益岗平示开"
_ILL = _both(
    r"智障|不遂|半身|肢体|[一二三四]级|羊水|破水|见红|宫缩|生(?:了|孩|娃|崽|产|宝|毛毛)|怀|哭|脸色"
    r"|脸[红白黑青]|嘴|眼|没知觉|没心跳|喝多|病|瘫|痪|摔|跌|绊|晕|昏|癌|瘤|住院|手术|开刀|透析"
    r"|化疗|放疗|吐|血|疼|痛|不见|失踪|走丢|走失"
    r"|丢了|没回|未归|未返|找不|困|掉|落水|淹|埋|压|没人|没得人|无人|断|残|聋|瞎|盲|哑"
    r"|咬|蛰|蜇|锥|叮|烧|烫|中毒|农药|百草枯|敌敌畏|老鼠药|耗子药|抽|伤|骨|中风|脑|心脏|心梗|心口"
    r"|胸|尿毒|肝|肺|肾|胃|糖尿|高血压|再障|地中海|精神|痴呆|糊涂|癫|羊角风|自闭|智力|傻|憋|喘"
    r"|呼吸|气|叫不|喊不|摇不|没反应|没动静"
    r"|没声|吭声|不动|不醒|发热|生不|难产|流产|早产|要生|临盆|卧床|躺|动不|起不来|走不|看不|自理"
    r"|拐|轮椅|失业|下岗|没活|辞退|裁|欠薪|工资|学费|读|念|考上|录取|大学|高中|辍学|饿|没吃|吃不"
    r"|冻|自杀|寻短|想不开|不想活|跳"
    r"|割|上吊|绳|触电|电|粘住|卷|夹|轧|碾|撞|翻|坠|滑|栽|倒|漂|沉|冲走|绑|关|锁|堵|威胁|拖|拐走"
    r"|骗|查出|确诊|诊断|独居|孤|一个人|[六七八九]十|岁|药|噎|卡|呛|哽|吞|误食|吃了|喝了|醉|难受"
    r"|抖|发紫|发青|发黑|白沫|歪|麻|肿|抢救|病危|急救|报警|出事|出血|打|被|遭|挨|挣扎|救"
    r"|没人管|照顾|照料|伺候|服侍|可怜|遗|先天|唇裂|早产|尘肺|矽肺|残疾|截肢|截瘫|小儿麻痹|欠|亏|赔|没钱|借",
    r"\b(?:sick|ill|fell|fall|broke|broken|lost|missing|trapped|stuck|unconscious|breath|bleed"
    r"|blood|bitten|bit|stung|hit|beat|hurt|injur|paraly|disab|blind|deaf|cancer|stroke|kidney"
    r"|dialysis|surgery|operation|hospital|diabet|epilep|seizure|fit|faint|collapsed|poison|drank"
    r"|swallow|chok|drown|burn|crushed|buried|hungry|starv|alone|died|dying|dead|kill|school|tuition"
    r"|college|university|laid|unemployed|job|fever|pain|heart|lung|mental|dementia|feed|blue|pregnan"
    r"|labou?r|suicid|hang|knife|kicked|threat|diagnos|leg|arm|debt|tumou?r|can't|cannot|not moving"
    r"|swept|shock|electr)",
)
_AWAY = re.compile(
    r"^(?:们|昨天|今天|前天|明天|今早|昨晚|早上|上个?月|刚刚?|已经|都|也|又|还|早就?|去年|前年"
    r"|常年|长年|一直|现在|都?在|就|俩|两个|他|她|,)*(?:在?外[面头地边]?"
    r"(?:打工|务工|干活|上班|做工|挣钱|[,。;]|$)|在外|去外|出去?(?:打工|务工|外|远门)|出门(?:打工"
    r"|务工|在外|了?[,。])|打工|务工|进城|不在家"
    r"|跑(?:长途|车|运输|船|外卖|了(?!.{0,2}出)|掉|脱|路)|走(?:了|得早|掉)(?!.{0,3}(?:不见|没回"
    r"|失踪))|改嫁|离(?:家出走了?|婚|了婚|开|异)|坐牢|去世|过世|没了|死(?:了|得早|媳)|病死|病故"
    r"|走得早|不在了|不接|不管|没空|回不来|赶不回|忙|在部队|当兵|在监狱|驻村|嫁|单身"
    r"|在(?:浙江|广东|深圳|东莞|上海|北京|福建|江苏|温州|宁波|杭州|广州|天津|城里|县城|厂里|工地|外省|超市|煤矿))"
    r"|^ ?(?:is |are |was |'s )?(?:away|working|works?|abroad|left|gone to|out of town|at work"
    r"|in (?:shenzhen|guangdong|the city|town))"
)
_SPEAKS = re.compile(
    r"^(?:今天|昨天|刚才|刚|又|就|也|都)?(?:打(?:来|了)?(?:个)?(?:电话|视频)|发(?:微信|视频|语音"
    r"|短信)|来电话?|视频里|电话里)?(?:里|给我|跟我|对我|和我|来)*(?:说|讲|告诉|喊我|叫我|让我"
    r"|要我|托我|教我|帮我|劝|问|同意|不同意|商量|知道|看见|看到|听见|发现|背着?|抱着|急[得死]"
    r"|哭[着得]|吓|找|去找|请|送|带|陪|给|寄|心[脏]?急|愁|急得|哭着|(?:的)?电话,?说)"
    r"|^ ?(?:says?|said|told|tells|asked|asks|called|calls|found|saw|wants me|thinks|agrees|is a (?:teache"
    r"r|cadre|doctor|nurse))"
)
_PERPETRATOR = re.compile(
    r"^[^,。;!?]{0,8}(?:打(?![球工牌麻针药电视水鱼猎谷麦米雷扫滑火车卡听算开点吊鼾摆转嗝喷碎断])"
    r"|不让|不许|不给|杀|砸门|抽(?![筋搐])|骂|砍|揍|踢|踹|掐|捅|追|赶|虐待|欺负|家暴|强|扒|摸|拿(?:刀"
    r"|棍|皮带|锄头|斧头)"
    r"|锁|关|逼|beats?|hits?|hitting|beating|kicks?|is attacking|threaten)"
)
_ATTACKED = re.compile(
    r"(?:了|着|死|伤|断|得|,| )?(?:老|小)?(?:[我他她额]|弟|妹|哥|姐|妈|爸|爹|娘|奶|爷|孩|娃|女"
    r"|儿|婆|媳|人|嫂|孙|崽|仔| ?(?:my|me|his|her)\\b)"
)
_VICTIM_BEFORE = re.compile(
    r"(?:不让|不许|不准|嫌|杀|打|抽|揍|骂|踢|踹|掐|砍|捅|咬|撞|砸|压|埋|绑|关|锁|卷|拐|害|欺负"
    r"|虐待|烫|淹|困|冲走|带走"
    r"|抢|追|逼|骗|夹|轧|碾|扎|刺|蛰|烧|戳|赶|掉)(?:了|着|住|伤|死|坏|倒|断|走|到|在)*(?:了|的)?(?:我)?$"
    r"|(?:beat|hit|bit|kick|buried|crushed|trapped|attack|hurt|swept|hitting|beating|kicking|on top of"
    r"|pinned|laid|fired|sacked|dismissed) ?(?:ed|ing|away)? ?(?:my|our)? ?$"
)
_CARED_FOR = re.compile(
    r"(?:照顾|照看|照料|服侍|伺候|带着?|拉扯|养着?|供|陪|护理|没人管|没人带|没人看|没人照顾|无人照看"
    r"|扔下|丢下|留下|剩下?|撇下|feed|care for|look after|left behind)(?:了|着)?(?:[一二两三四五俩仨]个?)?"
    r"(?:[^,。;]{0,2}的)?(?:my )?$"
)
_FOR_SOMEBODY = re.compile(r"(?:替|帮|代|为|关于|on behalf of|for)(?:我们?|着)?(?:家|村里?|组里?|屋)?(?:的|my|our)? ?$")
_REPORTING = re.compile(r"报|问|写|申|登记|求|讲|说|反映|咨询|填|打听")
_ADDRESSED = re.compile(
    r"(?:对不起|对不住|舍不得|托给|交给|告诉|拜托|转告|欠着?|问了?|找了?|求了?|靠|全靠|指望|多亏"
    r"|指着|等着?|没告诉|瞒着|害怕|怕|谢谢?|感谢|跟|sorry|tell) ?(?:my)?$"
)
_TOLD = re.compile(r"^(?:们)?[^,。]{0,3}(?:说|讲|吵|商量|借|打过招呼|交代|离|生气)")
_DENIED = re.compile(r"(?:不是|并非|又不是|哪是|not)(?:说)?(?:我家|俺家|我|俺|my )?$")
_VOCATIVE = re.compile(
    r"^(?:(?:你好|您好|喂|嗨|hello|hi)[,! ]?)?(?:警察|消防员?|医生|干部|政府|客服|机器人)?(?:叔叔"
    r"|伯伯|阿姨|爷爷奶奶们"
    r"|大哥|大姐|大叔|大婶|大妈|大娘|大爷|兄弟|哥|姐|叔|婶|老乡|老铁|老表|姐姐|哥哥|小姐姐|朋友"
    r"|乡亲|同志)(?:们|阿姨)?"
    r"(?=[,!。? ]|你|您|好(?![像久多几])|谢|救(?:命|我|救)|帮帮|帮我|快来|求求|我|请|麻烦|$)"
)
_OF_OTHERS = re.compile(r"(?<!其)[他她伊渠](?:们)?(?:家|的)?$")
_AMONG_NEIGHBOURS = re.compile(
    r"(?:村里|村上|组里|组上|队里|寨子?里|村[东西南北]?头|屯里|坡上|对面|楼[上下])(?:的|那?个|有个"
    r"|一个)?(?:[聋哑瞎残孤独居寡老病]{1,3}的?)?$"
)
_NEXT_DOOR = re.compile(
    r"(?:(?:斜?对[面过门]|隔壁|楼[上下]|旁边|坡[上下]|[前后][头面院屋]|村[东西南北]?头|巷子?[里口]|[上下]头|院子?里)"
    r"的?(?:那|这|有)?一?(?:家|户)|[前后]屋|[前后]院|隔壁屋)(?:的|里|有个?|那个?)?[^,。;!?我]{0,2}$"
)
_UNCARED = re.compile(
    r"^[^,。;!?]{0,3}[,]?(?:没人|没得人|无人|没有人|谁来?)(?:管|看|煮|带|照|睇|做|接|喂|伺候|服侍|送)"
)
_OWN_END = re.compile(
    r"[站坐爬蹲走](?:在|到|上)[^,。]{0,4}(?:楼顶|天台|桥[上边栏头]|栏杆|悬?崖|江边|水库边|塘边|铁轨|窗[台沿])"
    r"|活(?:着|得)?(?:太|好|真|也)?(?:累|没意思|没劲|没意义|没盼头|够)|不想再?活|活不下去|不想下来|解脱|了断|一了百了|跳下去"
    r"|(?:药|绳|刀片?|遗书)[^,。]{0,4}(?:[备买写找]好|在手|摆在)|(?:楼|桥|崖)[^,。]{0,4}(?:下去|跳)[^,。]{0,9}(?:疼|痛|快|死|解脱)"
)
_BORN = re.compile(r"生(?:完|了|下|出|个)?$")
_ROLE = re.compile(
    r"我是(?:他|她|它|老人|病人|孩子|娃|死者|伤者|失踪者|户主|她们|他们|他家|她家|当事人|本人)(?:们"
    r"|家)?的?$|\bi(?:'m| am) (?:his|her|their|the) ?$"
)
_FIRST = _both(
    r"我(?!们|国|省|市|县|村|镇|乡|组|校|厂|队|处|单位|方|局|社|家)|本人(?!家)|额(?<![金名数总余定全面份前"
    r"限差足]额)(?![度外头定家])"
    r"|自己(?<![你他她它们]自己)(?!家|还?[就要得需]?[要得]?[付掏出花摊拿承垫交])",
    r"\b(?:i|me|myself)\b",
)
_FIRST_ROLE = re.compile(
    r"^(?:也|就|又|都|还|只|才|马上|先|现在|在|从)?(?:两口子|今年?[一二三四五六七八九十\d]+岁|[一二三四五"
    r"六七八九十\d]+岁|帮|替|代|想(?!死|不开|自杀|跳|寻|轻生|了断|结束|走绝)|要(?!死|自杀|跳楼)"
    r"|来|是|不会|打工|看|去|喊|找|给|把|回|写|报|问|跟你|照顾|端"
    r"|带|陪|送|背|赶|叫|摇|听|发现|不晓得|不知道|怎么|该|能|可以|打(?:了)?(?:电话|12)|请|抱|扶"
    r"|接|读|上学|寄宿|在外|在广|在深|在浙|远|开小|没法|没空|走不开|急|慌|和|跟(?!着)|同)"
    r"|^ ?(?:want|need|am calling|'m calling|think|tried|called|don't know|found|saw|live|work"
    r"|am at work|'m in|am in|can't get|would like|'d like|see)"
)
_HURT = re.compile(
    r"摔|断|伤|病|瘫|晕|昏|死|撞|砸|埋|失踪|失联|没回|未归|不见|出事|出车祸|中毒|骗|卷|夹|压|烧"
    r"|烫|被|冻|倒|叫不|喊不|没气|饿|发烧|联系不上|不省"
)
_OFFICE = re.compile(r"^(?:是|当|做)(?:了)?(?:村|支|老支|乡|镇|书|主任|干部|党员|军|老师|医生|妇女)")
_AT_HOME_OF = re.compile(r"(?:搬到|住在|借住|寄住|躲在|住到|放在)(?:了)?我?$")
_CARRIES = re.compile(r"(?:带|抱|背|拉|领|牵)(?:着|起|了)?(?:[一二两三俩仨]个?)?")
_LIVES_WITH = re.compile(r"^(?:一直|就|现在)?跟着?我们?(?:过|生活|住|长大|[,。]|$)")
_RAISED_BY = re.compile(r"^(?:一直|从小|就|现在)?(?:跟着?|靠)[^,。]{1,4}(?:过|生活|长大|住|养)")
_SUCH = re.compile(
    r"(?:瘫痪?|生?病重?|残疾|失明|聋哑?|瞎|疯|卧床|年迈|老年|痴呆|怀孕|受伤|昏迷|失踪|走丢|智障"
    r"|自闭|偏瘫|植物人|(?:[六七八九]十|\d0)[多来几一二三四五六七八九\d]?岁)(?:了)?(?:的|在床的)?$"
    r"|(?:sick|paralysed|paralyzed|disabled|blind|deaf|elderly|old|injured|missing|pregnant|bedridden"
    r"|dying|ill) $"
)
_ADJECTIVE = re.compile(
    r"(?:那|这)?(?:个)?[^,。;!?]{1,5}的| (?:own|poor|sick|paralysed|paralyzed|disabled|old|elderly|blind) "
)
_PRONOUN = re.compile(r"(?<!其)[他她伊]")
_OF_SOMEONE = re.compile(r"(?<!其)[她他](?:留|写|说|发|给|在|把|一直|不|还|就|刚)")
_FAREWELL = re.compile(
    r"对不[起住]|下辈子|来世|先走(?:了|一步)|来生|遗书|照顾好|替我|别怪我|永别|不怪|拖累|sorry to leave"
    r"|better without me"
)
_OTHERS = _both(
    r"有人|老人|女孩|男孩|学生|工友|工人|小[马王李张刘陈杨赵黄周吴徐孙胡朱林何郭罗][^子]|[他她伊渠]"
    r"|人家|一个(?:人|男|女|老)|谁|大家|村民|群众|乘客|司机|路人|孤儿",
    r"\b(?:he|she|they|someone|somebody|man|woman|people|everyone)\b",
)
_PERSONAL = _both(
    r"[癌瘤瘫残疼痛晕喘]|先走(?:了|一步)|骨断|骨折|自掏|自费|自己掏|得病|有病|毛病|病了|生病|看病"
    r"|大病|重病|我病|[肝肾胃肺]病|病十|炎|想不开"
    r"|洗胃|喝过药|录取|考上|白内障|手术|住院|看不清|走不动|起不来|腿软|头晕|胸口|心口|没力气|一个人过"
    r"|一人过|耳背|活够|不想活|活不下去|了断|不想再活|想死|死了算|吃不下|出狱|失业|没活干|被裁"
    r"|下岗|身无分文|两天没吃|没钱做|欠薪|工资|摔|烧伤|残疾|触过电|绳子|药瓶",
    r"laid off|lost my job|my job|fired me|cannot walk|can't walk",
)


@dataclass(frozen=True, slots=True)
class Mention:
    """A person met in a text: `text[start:end]`, the relation, and how clearly that person is the one concerned."""

    relation: Relation
    start: int
    end: int
    weight: float


@dataclass(frozen=True, slots=True)
class Kin:
    """The family words of all languages, ready to be looked for."""

    chinese: re.Pattern[str]
    english: re.Pattern[str]
    relations: Mapping[str, Relation | None]  # None: only looks like family


def read_kin(folder: Path) -> Kin:
    """Read the family words of a data folder."""
    relations: dict[str, Relation | None] = {}
    english: list[str] = []
    chinese: list[str] = []
    for language in ("zh", "en"):
        entries: Any = read_yaml(folder / language / "kin.yml")
        for relation, words in entries.items():
            for plain in read_phrases(words, "," if language == "en" else " "):
                relations.setdefault(plain, None if relation == "none" else cast("Relation", relation))
                (english if language == "en" else chinese).append(plain)
    return Kin(
        re.compile(rf"(?P<name>{_NEIGHBOUR_BY_NAME})|(?P<dad>{_DAD})|{one_of(chinese)}"),
        re.compile(rf"(?<![a-z])(?:(?P<name>mr|mrs) [a-z]+|(?P<dad>pop|pa)|{one_of(english)})(?![a-z])"),
        relations,
    )


def find_relations(text: str, kin: Kin | None = None) -> list[Mention]:
    """Find the people of a normalised text, left to right, each weighed as the one the message is about."""
    kin = kin or _default_kin()
    vocative = _VOCATIVE.match(text)
    people = _people(text, kin, vocative.end() if vocative else 0)
    if vocative and not people and not _FIRST[text.isascii()].search(text):
        people = _people(text, kin)
    marks = sorted([*people, *_first_persons(text, people)], key=lambda person: person.start)
    weighed = [_weighed(text, marks, i) for i in range(len(marks))]
    for i in range(len(weighed) - 2, -1, -1):  # 邻居家的小孩, 俺爹俺娘: what is said of the second is said of the first
        between = text[weighed[i].end : weighed[i + 1].start]
        if (
            re.fullmatch(r"[的家和跟与、,他她我俺里]{0,3}", between)
            or (weighed[i].relation == "neighbour" and re.fullmatch(r"家?的?[^,。;!?]{0,4}", between))
        ) and weighed[i + 1].weight > weighed[i].weight:
            weighed[i] = replace(weighed[i], weight=weighed[i + 1].weight)
    return weighed


def choose_relation(text: str, mentions: list[Mention]) -> Mention | None:
    """Choose the one the message is about; of equals the first; the writer where nobody else is spoken of."""
    end = None if text.isascii() else _OWN_END.search(text)
    alone = end and not any(mention.relation != "self" and mention.start < end.start() for mention in mentions)
    if end and alone and not _OTHERS[False].search(text, 0, end.start()) and not _OF_SOMEONE.search(text):
        return Mention("self", end.start(), end.end(), 3)
    best = max(mentions, key=lambda mention: mention.weight, default=None)
    others = _OTHERS[text.isascii()].search(text)
    if best is not None and best.weight > -2 and not (others and best.relation == "self" and best.weight < 0):
        return best
    if not others and (match := _PERSONAL[text.isascii()].search(text)):
        return Mention("self", match.start(), match.end(), 0)
    return best if best is not None and best.relation != "self" else None


@cache
def _default_kin() -> Kin:
    return read_kin(Path(__file__).parent / "data")


def _people(text: str, kin: Kin, begin: int = 0) -> list[Mention]:
    people: list[Mention] = []
    for match in (kin.english if text.isascii() else kin.chinese).finditer(text, begin):
        word, start, end = match.group(), match.start(), match.end()
        relation = "neighbour" if match["name"] else "parent" if match["dad"] else kin.relations.get(word)
        if relation is None or not _stands_for_a_person(text, word, start, end):
            continue
        before = text[max(0, start - 10) : start]
        if (_AMONG_NEIGHBOURS.search(before) and relation != "spouse") or _NEXT_DOOR.search(before):
            relation = "neighbour"
        if _ROLE.search(before) or (before.endswith("我是") and relation in ("child", "grandchild")):
            people.append(Mention(_INVERSE[relation], start, end, 4))
        elif people and (joined := _through(people[-1], relation, text[people[-1].end : start])):
            people[-1] = Mention(joined, people[-1].start, end, 0)
        elif not _OF_OTHERS.search(before) and not (people and _BORN.search(before)):
            people.append(Mention(relation, start, end, 0))
    return people


def _through(last: Mention, relation: Relation, between: str) -> Relation | None:
    """Give the relation of one named through the one before: 我老公他妈, 娃的爸爸."""
    if relation != "parent" or between not in ("", "的", "他", "她"):
        return None
    return _PARENT_OF.get(last.relation)


def _stands_for_a_person(text: str, word: str, start: int, end: int) -> bool:
    """Tell whether a short or common word is a person here."""
    before, after = text[max(0, start - 2) : start], text[end : end + 2]
    if len(word) == 1 and word in _ALONE_SINGLE:
        at_border = (
            not before
            or before[-1]
            in "我额咱家,.。!?;:、 \n和跟把给帮被替让带抱扶同与一俩仨两个阿压着救叫喊了是傻老瞎聋哑瘸疯天早晚"
            "夜年月刚的走"
        )
        return at_border and after[:1] not in tuple(_NOT_AFTER_A_PERSON)
    if word in ("家里的", "家里头的"):
        return after[:1] in ("", ",", "。", "他", "她", " ", "是")
    if word in ("男人", "女人", "汉子", "老爷们", "老头", "光棍", "单身汉", "姑娘", "小伙", "先生", "太太", "后生"):
        return not before.endswith(("个", "些", "名", "位", "群", *(() if word == "姑娘" else ("的",))))
    if word in ("朋友", "同事", "工友", "老乡", "亲戚", "家属", "子女", "儿女"):
        return not before.endswith(("在", "外国"))
    return True


def _first_persons(text: str, people: list[Mention]) -> list[Mention]:
    starts = {person.start for person in people}
    covered = [(person.start, person.end) for person in people]
    return [
        Mention("self", match.start(), match.end(), 0)
        for match in _FIRST[text.isascii()].finditer(text)
        if match.end() not in starts
        and not (text[match.end() : match.end() + 2] in ("家里", "们家") and match.end() + 2 in starts)
        and not (text[match.end() : match.end() + 1] in ("的", "屋", "个", "这", "那") and match.end() + 1 in starts)
        and not any(start <= match.start() < end for start, end in covered)
        and not (match.group() == "自己" and any(person.end <= match.start() for person in people))
    ]


def _weighed(text: str, marks: list[Mention], i: int) -> Mention:
    """Weigh a person by what stands before and after the word."""
    mark = marks[i]
    upto = marks[i + 1].start if i + 1 < len(marks) else len(text)
    before, after = text[max(0, mark.start - 12) : mark.start], text[mark.end : min(upto, mark.end + 30)]
    weight = mark.weight
    if mark.relation == "self":
        weight += _weight_of_first(text, before, after, marks, i)
        return Mention("self", mark.start, mark.end, weight)
    if any(
        other.relation == "self" and _PRONOUN.search(text, other.end, other.end + 8) for other in marks[i + 1 : i + 2]
    ):
        upto = marks[i + 2].start if i + 2 < len(marks) else len(text)
        after = text[mark.end : min(upto, mark.end + 40)]
        weight += 3 if _ILL[text.isascii()].search(after) else 0
    elif _ILL[text.isascii()].search(after):
        weight += 3
    cared_for, ahead = _CARED_FOR.search(before), text[mark.end : mark.end + 30]
    away = _AWAY.match(ahead)
    if (away and not cared_for and not _HURT.search(after[away.end() - 1 : away.end() + 14])) or _SPEAKS.match(ahead):
        weight -= 4
    attack = _PERPETRATOR.match(ahead[:12])
    if attack and i + 1 < len(marks) and _ATTACKED.match(text, mark.end + attack.end()):
        weight -= 4
    if _OFFICE.match(ahead) or _AT_HOME_OF.search(before) or (before.endswith("把") and ahead.startswith("的")):
        weight -= 2
    if _CARRIES.fullmatch(after) and i + 1 < len(marks) and _ILL[text.isascii()].search(text, marks[i + 1].end):
        weight += 7
    if _LIVES_WITH.match(ahead) or (after in ("把", "被") and i + 1 < len(marks)):
        weight += 3
    if _SUCH.search(before):
        weight += 3
    if i and marks[i - 1].relation not in ("self", mark.relation) and _UNCARED.match(ahead):
        weight += 2
    if _VICTIM_BEFORE.search(before):
        weight += 4
    if cared_for:
        weight += 1.5
    if _FOR_SOMEBODY.search(before) and _REPORTING.search(text):
        weight += 5
    if _ADDRESSED.search(before) and not (before.endswith("跟") and not _TOLD.match(after)):
        weight -= 3
    if _DENIED.search(before):
        weight -= 6
    if before.endswith(("没有", "没", "无")):
        weight -= 4
    if _FAREWELL.search(text) and not _OF_SOMEONE.search(text):
        weight -= 3
    return Mention(mark.relation, mark.start, mark.end, weight)


def _weight_of_first(text: str, before: str, after: str, marks: list[Mention], i: int) -> float:
    weight = -0.5
    if i + 1 < len(marks) and _ADJECTIVE.fullmatch(text, marks[i].end, marks[i + 1].start):
        return -4
    if _LIVES_WITH.match("跟着我" + after) and before.endswith("跟着"):
        return -4
    if _RAISED_BY.match(text[marks[i].end : marks[i].end + 16]):
        return weight + 3
    if _FIRST_ROLE.match(after):
        weight -= 2.5
    elif _ILL[text.isascii()].search(_PRONOUN.split(after)[0]):
        weight += 3
    if _VICTIM_BEFORE.search(before):
        weight += 4
    elif _ADDRESSED.search(before):
        weight -= 3
    if _DENIED.search(before):
        weight -= 6
    if _FAREWELL.search(text) and not _OF_SOMEONE.search(text):
        weight += 3
    return weight
