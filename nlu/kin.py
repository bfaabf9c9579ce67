"""Who is met in a message: through any family word, the relation of that person to the one who writes."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple, cast

from nlu.normalise import one_of, read_yaml
from nlu.patterns import both, later
from nlu.phrases import read_phrases
from nlu.types import Relation

_INVERSE: Mapping[str, Relation] = {
    "child": "parent", "parent": "child", "grandchild": "grandparent", "grandparent": "grandchild", "spouse": "spouse",
    "sibling": "sibling", "other_relative": "other_relative", "neighbour": "neighbour",
}  # fmt: skip
_THROUGH: Mapping[tuple[str, str], Relation] = {
    ("spouse", "parent"): "other_relative", ("child", "parent"): "spouse", ("spouse", "sibling"): "other_relative",
    ("parent", "sibling"): "other_relative", ("parent", "parent"): "grandparent", ("child", "child"): "grandchild",
    ("sibling", "child"): "other_relative", ("sibling", "spouse"): "other_relative",
    ("child", "spouse"): "other_relative", ("grandchild", "parent"): "other_relative",
    ("sibling", "parent"): "parent", ("child", "grandparent"): "parent",
}  # fmt: skip
_ADJOINED = {("spouse", "parent"), ("child", "parent")}  # those that need no word between them: 娃的爸爸, 娃爸爸
_CANTONESE = re.compile(r"[冇睇佢嘅咗唔喺啲]|返工")
_NEIGHBOUR_HARMS = re.compile(
    r"[^,。;!?我俺额]{0,6}(?:打|砍|骂|捅|赶|关|掐|揍|抽|锁)(?:了|着|得)?(?:他|她|自己)?(?:的|家)?"
)
_NEIGHBOURS_OWN = re.compile(
    r"(?:家里?|屋里?|屋头|'s)?(?:[那这]一?[家户])?(?:[^,。;!?我他她]{1,3}的|的|那个?|有个)? ?(?:小|大|老|傻|病)?的?"
)
_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘蒋蔡余杜叶程苏魏吕丁任沈姚卢姜"
    "崔钟谭陆汪范廖石贾韦夏付方邹熊白孟秦邱侯江尹薛阎段雷龙黎史陶毛贺顾龚郝邵覃"
)
_PLAIN_SURNAMES = (  # those that are no words
    "王李张刘陈杨赵吴周徐孙胡朱郭何罗郑谢宋唐许韩冯邓曹彭曾肖董袁潘蒋蔡余杜苏魏吕丁姚卢姜崔钟谭陆范廖贾韦邹孟秦邱侯薛阎"
)

_ELDERS = (
    "大爷|大娘|大妈|大婶|大叔|大伯|大嫂|大哥|大姐|爷爷|奶奶|婆婆|公公|伯伯|叔叔|阿姨|阿婆|阿公|娭毑"
    "|嗲嗲|老汉|老头|老太太|老太|老爹|老爷子|老伯|老师傅|师傅|婆|爷|伯|叔|婶|嫂|爹|奶|哥|姐|姨|娘|翁|大"
)
_NEIGHBOUR_BY_NAME = (
    rf"(?:(?<=我们)[村组寨屯队湾]的?(?:[一那]?个)?[孤哑聋瞎瘸老寡单残][^,。;!?替报]{{0,2}}|老[{_SURNAMES}]"
    rf"(?:头|家|太|汉|师傅)|(?<![我俺额照责担])[{_SURNAMES}](?:{_ELDERS}|某某?|寡妇|瞎子|[铁木石瓦篾漆]匠|裁缝|屠户"
    rf"|聋子|哑巴|瘸子|跛子)"
    rf"|(?<![我俺额])[{_PLAIN_SURNAMES}]家(?=[一二两三四五俩仨几]?个?[小大老的]?(?:[娃孩奶爷儿婆崽二三四幺]|太太|媳妇|老汉|男人|女人"
    r"|兄弟|姑娘|闺女))"
    rf"|(?<![我俺额])[老小][{_PLAIN_SURNAMES}](?=[,掉被让遭踩把在昨今倒晕摔开卡喝触淹没的媳老蜇给从])|[傻憨哑聋疯][大二三四五](?![百千万岁月]))"
    r"|(?:后山|前山|山[上下脚]|屋[背后前]{1,2}|[前后]头|坡[上下]|塘边|河[边对岸]{1,2}|桥头|村[头尾口]"
    r"|路口|[上下]边|邻村)的?[那这]一?[家户]"
    r"|辖区(?:内)?(?:的)?一户|(?<=[替代帮])一户|[这那一]户(?:人家|老人|村民|人|的)?|[后前邻外上下]村(?:那个?"
    r"|的)[^,。;!?]{0,4}|(?<=我)徒弟|常来[^,。;!?]{0,4}的(?:那个)?(?:老?光棍|老人|大[爷娘妈])|[^,。;!?我他她]{"
    r"2,3}的那个(?=踩|掉|摔|被|让|遭|晕|倒)|房东(?:老?太太|老?大?爷|阿姨|大?叔)?(?![把赶要换涨催又说不])"
    r"|租客|租户|村民[^,。;!?们的都]{2,3}(?=家|[昨今掉被遭让摔在病没一])"
)
_MAN = (
    r"(?<![\u3400-\u9fff])[他她][爸妈爹娘](?=[^,。;!?]{0,2}[昨今前上下没又还被在摔病])|(?<=阮)某|我男将"
    r"|^男将|(?:^|(?<=[,。;!? ])|(?<=[,。;!? ]我)|(?<=^我)|(?<=我[家屋])|(?<=家里))男的(?!女|们|都"
    r"|谁)|(?<=[阮我])翁|(?<=[我家屋]的)老头(?!老太)|(?<=我[家屋])老头(?!老太)"
)
_SMALL = (
    r"(?:^|(?<=[,。;!? 和跟家我个屋]))(?:最?[小细]的|最?大的|老小)"
    r"(?=[一两]个|才|今年|发[烧热高]|在|又|不|掉|还|没|吃|得|被|读|上|生|烧|哭|喝|摔|脑|先|有|刚|是"
    r"|咳|拉|高|考|两|三|四|五|六|七|八|九|十|,)"
    r"|(?:^|(?<=[,。;!? 我家把给被让]))(?:[海还]子(?=[去今昨的学吊掉喝发才被在又没])"
    r"|[大二三四小]丫(?:头)?|[大二三四五小]毛(?![病线巾衣])|[大二三四五小]"
    r"娃|[狗铁臭毛]蛋(?!白)|狗剩|狗娃|[大小]宝|妞妞|小[虎军伟明丽花芳燕龙强]子?(?=[才今被发掉摔吃喝把从在]))"
)
_NEXT_DOOR_ENGLISH = (
    r"(?:old |elderly |young )?(?:lady|man|woman|couple|fella|chap|family|folk|guy|people|boys?|girls?|kids?"
    r"|child|children|widow|granny|grandma)"
    r" (?:across|next door|next-door|next house|down the|up the|downstairs|upstairs|opposite|from (?:my|our) village"
    r"|in (?:my|our) village|on our street)"
)
_DAD = r"(?<=[我额])达(?![到成不标人])|(?<=[我额])大(?![哥姐伯爷姑舅叔妈娘婶嫂儿女爹娃崽闺姨夫家队学老概约小])"
_BEGIN = (  # the first characters of these patterns
    f"{_SURNAMES}一三上下二五他前后四坡塘外大她妞寨小屋屯山常徒我房最村某桥河湾狗男租组细翁老臭路辖达这那邻铁队海还傻憨哑聋疯"
)
_ALONE_SINGLE = (
    "儿女婆爷奶孙姑姨舅伯叔仔姥妮囝嬷姆公嗲父母妻夫"  # one character that is family only where a person would stand
)
_NOT_AFTER_A_PERSON = "子儿童们家水粉瓶牛村庄某科生工方且乐母夫父司路里斤安益岗平示开"
_VOCATIVE = re.compile(
    r"^(?:(?:你好|您好|喂|嗨|hello|hi)[,! ]?)?(?:警察|消防员?|医生|干部|政府|客服|机器人)?(?:叔叔"
    r"|伯伯|阿姨|爷爷奶奶们"
    r"|大哥|大姐|大叔|大婶|大妈|大娘|大爷|兄弟|哥|姐|叔|婶|老乡|老铁|老表|姐姐|哥哥|小姐姐|朋友"
    r"|乡亲|同志)(?:们|阿姨)?"
    r"(?=[,!。? ]|你|您|好(?![像久多几])|谢|救(?:命|我|救)|帮帮|帮我|快来|求求|我|请|麻烦|$)"
)
_OF_OTHERS = re.compile(r"(?<!其)[他她伊渠](?:们)?(?:家|的)?$")
_AMONG_NEIGHBOURS = re.compile(
    r"(?:村里|村上|组里|组上|队里|寨子?里|村[东西南北]?头|屯子?里|庄上|湾里|院里|寨子|坡上|对面|楼[上下])(?:的|那?个|有个"
    r"|一个)?(?:[聋哑瞎残孤独居寡老病眼瘫疯傻]{1,4}的?){0,2}$|[独孤][居寡身]的?(?:[聋哑瞎残寡老病眼瘫疯傻]{1,4}的?)?$"
    r"|[坳坡沟湾村寨组队街巷桥庙店边头](?:那个|的)$|那[家屋户](?:的|[一两二三四五几]个)?$|(?:碰[见到上]|遇[见到上]|路边|坐着|躺着)了?(?:有?一?个)?$"
    r"|(?<![我俺额家还都只没])有一?[个位]?$"
)
_NEXT_DOOR = re.compile(
    r"(?:(?:斜?对[面过门]|隔壁|楼[上下]|旁边|坡[上下]|[前后][头面院屋]|村[东西南北]?头|巷子?[里口]|[上下]头|院子?里)"
    r"的?(?:那|这|有)?一?(?:家|户)|[前后]屋|[前后]院|隔壁屋)(?:的|里|有个?|那个?)?[^,。;!?我]{0,2}$"
)
_OWN_YEARS = re.compile(r"今年|快?[六七八九六6-9]十?[一二三四五六七八九\d]?|一[个条]|就|还|也")
_REPORTER = re.compile(
    r"我是[^,。;!?]{0,8}(?:老师|班主任|校长|网格员|志愿者|义工|村医|护士|社工|驻村|妇女主任|第?一?书记|路过|司机|快递)|本人[^,。;!?]{0,4}老师"
    r"|(?:老师|班长).{0,4}我们?班|班上(?:一|有|的|那)|送(?:邮件|信|快递|外卖|货)[到走来]|"
    r"\b(?:ngo|teacher|volunteer|clinic|nurse) (?:here|note)|our (?:clinic|ngo)|i am (?:a )?(?:volunteer"
    r"|teacher|nurse)\b"
)
_REPORTERS_OWN = re.compile(r"(?:我|俺|额|我家|俺家|my|my own) ?$")
_MILK = re.compile(r"没了,奶|[不也]?下不来|不够|断|也?没有?了?,?(?:奶|娃|孩|粉)|涨")
_BORN = re.compile(r"(?:生完|生我?|生出|生了)$")
_ROLE = re.compile(
    r"我是(?:他|她|它|老人|病人|孩子|娃|死者|伤者|失踪者|户主|她们|他们|他家|她家|当事人|本人)(?:们"
    r"|家)?的?$|\bi(?:'m| am) (?:his|her|their|the) ?$"
)


_FIRST = both(
    r"我(?!们|国|省|市|县|村|镇|乡|组|校|厂|队|处|单位|方|局|社|家)|本人(?!家)|额(?<![金名数总余定全面份前"
    r"限差足]额)(?![度外头定家角])"
    r"|自己(?<![你他她它们]自己)(?!家|还?[就要得需]?[要得]?[付掏出花摊拿承垫交])",
    r"\b(?:i|me|myself|my(?= (?:own|legs?|arms?|hands?|fingers?|foot|feet|back|chest|head|eyes?|knee"
    r"|ankle|shoulder|stomach|side"
    r"|heart|lungs?|kidneys?|boss|job|wages?|pay|pills|insulin|medicine|inhaler|skin|face|body|life|hip|throat)\b))\b",
)


class Person(NamedTuple):
    """A person met in a text: `text[start:end]`, and the relation to the one who writes."""

    relation: Relation
    start: int
    end: int
    by_role: bool = False  # the writer says whose child or wife he is: 我是他女儿


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
        for name in ("kin_more.yml", "kin.yml"):
            entries: Any = read_yaml(folder / language / name)
            for relation, words in entries.items():
                for plain in read_phrases(words, "," if language == "en" else " "):
                    relations.setdefault(plain, None if relation == "none" else cast("Relation", relation))
                    (english if language == "en" else chinese).append(plain)
    begin = re.escape("".join({word[0] for word in chinese}))
    return Kin(
        later(
            rf"(?=[{_BEGIN}{begin}]|[^,。;!?我他她]{{2,3}}的那个)"  # at all other characters nothing need be tried
            rf"(?:(?P<name>{_NEIGHBOUR_BY_NAME})|(?P<dad>{_DAD})|(?P<man>{_MAN})|(?P<small>{_SMALL})|{one_of(chinese)})"
        ),
        later(
            rf"(?<![a-z])(?:(?P<name>(?:mr|mrs|ms|miss) [a-z]+|{_NEXT_DOOR_ENGLISH})|(?P<dad>pop|pa)"
            rf"|{one_of(english)})(?![a-z])"
        ),
        relations,
    )


_BY_GROUP: Mapping[str, Relation] = {"name": "neighbour", "dad": "parent", "man": "spouse", "small": "child"}


def find_people(text: str, kin: Kin | None = None) -> list[Person]:
    """Find the people of a normalised text, the writer too, left to right."""
    kin = kin or _default_kin()
    vocative, reporter = _VOCATIVE.match(text), _REPORTER.search(text)
    people = _others(text, kin, vocative.end() if vocative else 0)
    if vocative and not people and not _FIRST[text.isascii()].search(text):
        people = _others(text, kin)
    if reporter:
        people = [one if _is_own(text, one) else one._replace(relation="neighbour") for one in people]
    return sorted([*people, *_first_persons(text, people)], key=lambda person: person.start)


def _is_own(text: str, person: Person) -> bool:
    """Tell whether a person is the family of a writer who tells of others by office."""
    return bool(_REPORTERS_OWN.search(text, max(0, person.start - 8), person.start)) or person.by_role


@cache
def _default_kin() -> Kin:
    return read_kin(Path(__file__).parent / "data")


def _others(text: str, kin: Kin, begin: int = 0) -> list[Person]:
    people: list[Person] = []
    for match in (kin.english if text.isascii() else kin.chinese).finditer(text, begin):
        word, start, end = match.group(), match.start(), match.end()
        relation = _BY_GROUP.get(match.lastgroup or "") or kin.relations.get(word)
        if relation is None or not _stands_for_a_person(text, word, start, end):
            continue
        before = text[max(0, start - 10) : start]
        if match.lastgroup == "small" and people and word.endswith("的") and _is_young(text, people[-1]):
            relation = people[-1].relation  # 三个侄子, 最小的才一岁
        if before.endswith(("没有", "没", "无")) and relation in ("parent", "child", "spouse"):
            continue  # 没有父母, 无儿无女
        if word in ("家公", "家婆") and _CANTONESE.search(text):
            relation = "other_relative"  # a husband's parents there, a mother's elsewhere
        if (_AMONG_NEIGHBOURS.search(before) and relation != "spouse") or _NEXT_DOOR.search(before):
            relation = "neighbour"
        if _ROLE.search(before) or (before.endswith("我是") and relation in ("child", "grandchild")):
            people.append(Person(_INVERSE[relation], start, end, by_role=True))
        elif people and (joined := _through(people[-1], relation, text[people[-1].end : start])):
            people[-1] = Person(joined, people[-1].start, end)
        elif (
            people
            and people[-1].relation == "neighbour"
            and relation in ("spouse", "child", "parent")
            and _NEIGHBOUR_HARMS.fullmatch(text, people[-1].end, start)
        ):
            people[-1] = Person("neighbour", people[-1].start, people[-1].end)  # 楼下男人拿刀砍老婆
        elif people and people[-1].relation == "child" and relation == "parent" and before[-1:] in ("他", "她"):
            people.append(Person("spouse", start, end))  # 孩子还小, 他爸出了车祸
        elif not _OF_OTHERS.search(before) and not _BORN.search(before):
            people.append(Person(relation, start, end))
    return people


def _is_young(text: str, person: Person) -> bool:
    """Tell whether 大的 and 小的 after a person may be some of those."""
    return person.relation in ("grandchild", "sibling") or text[person.start : person.end][:1] in ("侄", "甥", "外")


def _through(last: Person, relation: Relation, between: str) -> Relation | None:
    """Give the relation of one named through the one before: 我老公他妈, 娃的爸爸, 邻居家男人."""
    if last.relation == "neighbour":
        return "neighbour" if _NEIGHBOURS_OWN.fullmatch(between) else None
    pair = (last.relation, relation)
    if between not in ("的", "他", "她", "他的", "她的", "'s ", "家的") and (between or pair not in _ADJOINED):
        return None
    return _THROUGH.get(pair)


def _stands_for_a_person(text: str, word: str, start: int, end: int) -> bool:
    """Tell whether a short or common word is a person here."""
    before, after = text[max(0, start - 2) : start], text[end : end + 2]
    if len(word) == 1 and word in _ALONE_SINGLE:
        at_border = (
            not before
            or before[-1]
            in "我额咱阮吾𠊎恁侬家,.。!?;:、 \n和跟把给帮被替让带抱扶同与一俩仨两个阿压着救叫喊了是傻老瞎聋哑瘸疯天早晚"
            "夜年月刚的走他她"
        )
        if word == "奶" and _MILK.match(text, end):
            return False
        return at_border and after[:1] not in tuple(_NOT_AFTER_A_PERSON)
    if word in ("楼上", "楼下"):
        return not before.endswith(tuple("从在到往上去下爬跑是九八七六五四三二")) and after[:1] not in tuple("跳掉摔不")
    if word in ("对门", "前院"):
        return after[:1] not in tuple("坡山河沟田地坎")
    own = before.endswith(("这", "个")) or (before.endswith("我") and _OWN_YEARS.match(text, end))
    if own and word in ("老婆子", "老太婆", "老头子", "老汉", "老头", "光棍"):
        return False  # 我一个老婆子, 就我这老汉: the writer
    if word in ("家里的", "家里头的"):
        return after[:1] in ("", *",。他她 是得病生怀摔跌被遭坐查患瘫")
    if word in ("男人", "女人", "汉子", "老爷们", "老头", "光棍", "单身汉", "姑娘", "小伙", "先生", "太太", "后生"):
        return not before.endswith(
            ("个", "些", "名", "位", "群", *(() if word == "姑娘" or before.endswith(("屋的", "家的")) else ("的",)))
        )
    if word in ("朋友", "同事", "工友", "老乡", "亲戚", "家属", "子女", "儿女"):
        return not before.endswith(("在", "外国"))
    return True


def _first_persons(text: str, people: list[Person]) -> list[Person]:
    starts = {person.start for person in people}
    covered = {at for person in people for at in range(person.start, person.end)}
    return [
        Person("self", match.start(), match.end())
        for match in _FIRST[text.isascii()].finditer(text)
        if match.end() not in starts
        and not (text[match.end() : match.end() + 2] in ("家里", "们家") and match.end() + 2 in starts)
        and not (text[match.end() : match.end() + 1] in ("的", "屋", "个", "这", "那") and match.end() + 1 in starts)
        and match.start() not in covered
        and not (match.group() == "自己" and any(person.end <= match.start() for person in people))
    ]
