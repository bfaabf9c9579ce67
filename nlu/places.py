"""Places in a person's own words: 盘龙乡马鞍寨, 家住青山村六组, at Liujiatan."""

import re
from typing import NamedTuple

from nlu.hamlets import find_hamlets
from nlu.normalise import Normalised
from nlu.patterns import later
from nlu.spots import find_spots

_D = "一二三四五六七八九十百\\d"
# characters that hardly stand in the name of a place but often before one
_STOP = (
    "的了我你他她它们咱俺额阮是在就不没也还都跟把被给从到说讲叫让问想要去来回着过得很太最更全本整各每某隔邻进出归属"
    "及与或但因所以为这那哪谁吗呢吧啊呀嘛住搬迁有请喊找派催烦转接管帮替查嫁驻当做干走跑等看听用拿打报比只"
    "能会可该需应将今昨掉跳往侬离包推约"
)
# such a character in a name all the same: 会泽, 隔河, 打石村
_STOP_IN_NAMES = (
    "(?:会[泽川理同东宁昌]|隔河|打[石铁鼓鱼]|来[宾安凤]|当[涂阳雄]|都[匀江]|和[顺平田]|大[和]|归[州德]"
    "|进[贤宁]|得荣|被?驻马店|查[干汗])"
)
_NAME = rf"(?:[^\W\da-z_{_STOP}]|{_STOP_IN_NAMES})"
_ADMIN = rf"(?:{_NAME}{{2,7}}(?:省|自治区|自治州|市|地区|州|盟|自治县|县|区|旗))"
_TOWNSHIP = rf"(?:{_NAME}{{1,9}}(?:镇|乡|街道(?:办)?|苏木|农场|林场|牧场|管理区))"
_VILLAGE = (
    rf"(?:{_NAME}{{1,7}}?(?:行政村|自然村|村委会(?={_NAME}{{1,4}}组)|村(?![里口民上头干委支主长医霸书])"
    r"|(?:寨子?|屯|庄(?!稼)|圩|寨|社区|水库)村?|大队|生产队|公社|嘎查|[一二三四五六七八九十\d]+团|渔场|茶场|牧场|林区))"
)
_GROUP = (
    rf"(?:第?[{_D}]+(?:村民)?(?:小组|小?组|社|生产队|小?队|[连邻]|屯|弄|巷|号院|号楼|栋)(?:[{_D}]+(?:号|户|单元))*"
    rf"|{_NAME}{{1,4}}(?:村民)?(?:小组|组))"
)
_SHAPES = (
    "湾坪沟坡岭桥塘冲坝洼峪垭坳营堡岗墩崖坎塬庙坨甸峒垌寮厝埔墟洲岛畈垸箐咀嘴潭岔峁渡浦泾浜埭岙寨屋岩槽洞溪河"
    "铺店集场井口滩坑塅湖荡港汊圳埠塆塝埗墩垴圪坨塔坂磅硐亭庵阁关"
)
_NATURAL = rf"(?:{_NAME}{{1,4}}[{_SHAPES}])"

_HOUSE = (  # a house of many that belongs to a place: 王集乡敬老院
    r"(?:(?:中心)?(?:小学|完小|幼儿园)(?!老师|毕业|[读上念一二三四五六])|[敬养]老院|福利院|卫生室(?!医|看|[说拿开])"
    r"|(?:采石|石)场|煤矿|砖厂|电站|收费站|加油站|服务区)"
)
_NO_HAMLET = (  # what is told of a township, no hamlet in it
    "[发下刮起遭受停闹着失涨断缺没出]|山洪|地震|大[水雨风雪火旱]|暴|洪|[台大]风|旱|泥石|滑坡|冰|全|都|政府|领导|干部"
    "|民政|派出|医|街|卫生|中[学心]|小学"
    "|人|农|村民|老人|贫困|低保|[一二三四五六七八九十\\d]+[户口组]|书记|主任"
)
_BORDER = (
    r"(?:^|(?<=[,.。!?;:、\s\n(])|(?<=[我们咱家住在是来自到请报叫去把从往被让俺])|(?<=老家)|(?<=地址)|(?<=位置)"
    r"|(?<=我是)|(?<=[今昨前明]天)|(?<=[上下中]午)|(?<=[早晚]上)|(?<=半夜)|(?<=夜里)|(?<=凌晨)|(?<=傍晚)"
    r"|(?<=[今昨][早晚夜])(?!上)|(?<=刚[才刚])|(?<=现在)"
    r"|(?<=我们[这那])|(?<=快来)|(?<=[叫系喺]))"
)
_GOES_ON = (
    r"(?=[,.。!?;\s]|$|[这那的]|着火|起火|失火|走火|走水|塌|垮|淹|断|停|遭|发|被|有|出事|滑坡|山洪|泥石|地震|翻"
    r"|下[了雪冰雨]|落[了雪水]|没水|冒|进水"
    r"|[全都整昨今前])"
)
_CHAIN = later(
    rf"{_BORDER}(?P<name>{_ADMIN}{{0,3}}(?:{_TOWNSHIP}{_HOUSE}|{_TOWNSHIP}{_NAME}{{2,4}}(?=[这那][边里块头])"
    rf"|{_TOWNSHIP}(?!{_NO_HAMLET}){_NAME}{{2,3}}(?=[,。;\s]|$)"
    rf"|{_TOWNSHIP}(?: ?(?!卫生|中学|中心|小学|街|政府|敬老|大桥)(?:{_VILLAGE}{_HOUSE}?|{_NATURAL}))?(?: ?{_GROUP})?"
    rf"|{_VILLAGE}(?: ?{_GROUP}|{_HOUSE})?(?:{_NAME}{{1,3}}(?:老?院子|大院|屋场|大湾|老湾)|(?!大雨|暴雨|后山"
    rf"|[发突被全房山渠])"
    rf"{_NATURAL}{_GOES_ON})?"
    rf"|{_NATURAL}(?:{_GROUP}|(?:村民)?小?组)))"
)
_ANYWHERE = later(
    rf"(?P<name>{_TOWNSHIP}?{_NAME}{{1,4}}(?:村|寨|屯|庄|社区|[{_SHAPES}])第?[{_D}]+(?:村民)?(?:小组|组|社|队))"
)
_AT_HOUSE = re.compile(rf"(?<=[镇乡村]){_HOUSE}$")
_OFFICE = later(  # a house by its level alone, where something happens to it: 镇中心小学着火
    r"(?:^|(?<=[,.。!?\s])|(?<=在))(?P<name>[县镇乡村](?:中心|第?[一二三]|人民)?(?:医院|小学|中学|中|卫生院"
    r"|[敬养]老院|福利院|幼儿园|完小))"
    r"(?=食堂|宿舍|厕所|门口|后[面头]|里|着火|起火|失火|冒烟|[塌垮淹]|围墙|旁边|对面|[那这]边|楼)"
)
_SHELTER = later(
    rf"(?P<name>(?:{_NAME}{{2,4}})?安置(?:点|小?区|房)(?:第?[{_D}]+(?:号楼|栋|单元|幢|号)(?:第?[{_D}]+(?:"
    rf"室|单元|号))?)?)"
)
_PROVINCE = (
    "(?:河北|山西|辽宁|吉林|黑龙江|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|海南|四川|贵州|云南"
    "|陕西|甘肃|青海|内蒙古?|广西|西藏|宁夏|新疆)"
)
# a county's side without the words for its levels: 贵州毕节纳雍那边
_COUNTY_SIDE = later(
    rf"(?P<name>{_PROVINCE}省?{_NAME}{{2,8}})(?=[那这](?:边|里|头|块|一带))(?![那这].{{1,4}}(?:打工|上班"
    rf"|做工|务工|厂|挣钱|工地))"
)
_FAR = later(
    rf"(?:^|(?<=[,.。!?\s]))(?P<name>{_PROVINCE}省?{_NAME}{{1,6}}[县市州区旗])(?=[,。!?\s的]|$)(?!的?(?:打工|上班"
    rf"|工地|厂))"
)
_COUNTY = later(
    rf"(?:(?<=[在住嫁])|(?<=老家)|(?<=我是)|(?<=们是))(?P<name>{_ADMIN}?{_NAME}{{1,4}}(?<![全外本各县整])县)(?![里城"
    rf"上医民])"
)
_ESTATE = later(
    rf"(?:(?<=[住在到是])|(?<=现在)|(?<=[,。;!? ])|^)(?P<name>(?:{_TOWNSHIP}|安置[区点])?{_NAME}{{2,5}}(?:小区"
    rf"|花园|苑|新村|家园|公寓|大院|路|街|巷)(?:[{_D}]+(?:号楼|号|栋|幢|单元|室|弄))+(?:[{_D}]+)?)"
)
_FREE = later(
    r"(?:家住在?|住址是?|地址(?:是|:|在)?|老家(?:在|是)|家就?在|住在|地点(?:是|:|在)?|位置(?:是"
    r"|:|在)?|搬到了?|搬去了?|我们?是|我们?在|^在|(?<=[,。!?;\s])在)"
    rf" ?(?P<name>{_ADMIN}{{0,3}}{_NAME}[^\W_a-z的了我你他她们]{{1,11}}?)(?=[,。!?;、\s(了]|$|下面"
    rf"|上面|旁边|收费站|路口"
    rf"|这边|那边|这里|这块|这头|的|(?<=[洲岛坝岭坡湾沟塘坪库村寨屯])[上里])"
)
# characters of which each pattern needs one, the pattern, and how clearly its places are where the matter is
_CHINESE = (
    (frozenset("镇乡道木场区村寨屯庄队社查圩库组弄巷院楼栋"), _CHAIN, 3),
    (frozenset("组社队"), _ANYWHERE, 4),
    (frozenset("住址家置点搬是在"), _FREE, 2),
    (frozenset("边里头带块"), _COUNTY_SIDE, 1),
    (frozenset("县"), _COUNTY, 1),
    (frozenset("州市县"), _FAR, 1),
    (frozenset("医学院园小中"), _OFFICE, 0),
    (frozenset("置"), _SHELTER, 1),
    (frozenset("号栋幢元室弄"), _ESTATE, 4),
)
_COMMON = later(
    r"^(?:(?:[^\W]{0,2})(?:农村|乡村|山村|老乡|家乡|故乡|返乡|下乡|回乡|进村|外乡|城乡|乡镇|城镇|村镇|县城"
    r"|贫困[村县]"
    r"|社区医院|小组|分组|山区|灾区|库区|景区|校区|郊区|牧区|老区|特区|开发区)"
    r"|阿拉[镇乡村]|.{0,4}[条传统同]村|模拟农场|传统村|后村|水库|[一二三四五六七八九十两几\d]+(?:年|个)?(?:村"
    r"|镇|乡|县|组|社|队|寨|桥|沟|坡|坎|店|口|屋)|(?:附近"
    r"|周边|周围|其他|别的|整个|同|同一个|外|城|老|新|小|大|山|农|贫困|脱贫|移民|帮扶|自然|行政)(?:村"
    r"|镇|乡|县|寨|屯|庄|社区|街道)"
    r"|.*(?:滑坡|[渣塘水]坝|石流冲|翻塘|寨子|村子|个槽|别人村|操场|石场|羊圈|低洼处|杂物间|水沟"
    r"|山沟|阴沟|山坡|土坡|斜坡|鱼塘|水塘|堰塘|池塘|堤坝|水坝|大坝|田坝|院坝|晒坝|晒坪"
    r"|草坪|大桥|独木桥|饭店|药店|商店|旅店|小店|豆腐店|药铺|床铺|铺|沙滩|树洞|桥洞|水井|枯井|井"
    r"|路口|门口|窗口|胸口|伤口|户口|人口|出口|关口|心口|山洞|房屋|老屋|灶屋|堂屋|里屋|屋|火场"
    r"|市场|农场主|磨坊|砖窑|机关|水渠|悬崖|山崖|土坎|田坎|塘坎|电站|学校|小学|中学|医院|工地|广场"
    r"|[粪水土茅深沙石泥]坑|[河海沙]滩|小?港|码头|晒场|现场|立场|当场|气温)"
    r"|(?:问题|情况|原因|现在|目前|家庭|个人|精神|身体|重建|政府|民政|扶贫|医保)[^\W]*)$"
)
_SHELTERS = ("安置点", "安置房", "安置区", "安置小区", "大错")
_NOT_A_PLACE = later(
    r"打工|务工|上班|工地|工厂|读书|上学|念书|住院|医院|手术|外面|外地|外头|山上|村里|镇上|乡里"
    r"|县里|县城|城里|街上|家里|屋里|河边|路边|隔壁|楼|床|车|天|月|年|岁|号(?!楼)|钱|谁|什么|怎么"
    r"|哪|亲戚|朋友|娘家|婆家|女儿|儿子"
    r"|赶集|[一二两三四五六七八九十\d][口个户名位](?!店|坪|塘)|作废|写错|改[脱成]|船上|开店|.家$|学校里"
    r"|血|沤|着$|上吗|^(?:越南|缅甸|老挝"
    r"|泰国|北京|上海|广东|浙江|江苏|福建|河南|河北|湖南|湖北|四川|云南|贵州|广西|新疆|西藏|海南|山东|山西"
    r"|陕西|甘肃|青海|江西|安徽|辽宁|吉林|深圳|广州|东莞|宁波|温州|杭州)省?$"
    r"|一个人|自己|危房|土坯|棚|帐篷|路上|地上|屋顶|车站|桥洞|班主任|干部|支书|主任|低保|贫困|脱贫"
    r"|残疾|五保|孤儿|留守|单亲|学生|农民|老师|邻居|困难|申请|电子|保洁|厨师|外卖"
)
_NOT_THERE = re.compile(r"(?:(?:原来|以前|原先|早先|本来)(?:是|住|在|住在|家在)?|不(?:是|在))$")
_HERE_NOW = re.compile(r"(?:[困埋压翻摔掉躺倒卡陷]在|现在(?:住|搬到|搬去|在)|出事(?:是?在|的是))$")
_AGAIN = re.compile(r"([^\W\d_]{3,6}?)\1")
_TAIL = later(r"^(?:领导|干部|支书|书记|主任|民政|委会|医生|官|会计|[里上](?:的?(?:人|干部|领导)))")
_LEADING = later(
    r"(?:请|改成|改到|改为|搬到|关于|咨询|申请|登记|反映|今年|去年|现在|目前|刚才|大概|听说|因为|由于"
    r"|如果|假如|赶快"
    r"|快|急|紧急|求助|救命|位于|系(?!马)|喺|叫|[老原]名|以前叫|现在叫|[早晚]上|[上下中]午|半夜|夜里|凌晨|傍晚|快来"
    r"|来人|救人|坐落|靠近|前往|路过|联系|麻烦|你好|您好|家住|家|老家|地址|位置"
    r"|人|大雨|暴雨|洪水|台风|地震|冰雹)+"
)
_LEVEL = (
    r"(?:[Vv]illage|[Tt]own(?:ship)?|[Hh]amlet|[Cc]ounty|[Rr]oad|[Ss]treet|[Ll]ane|[Pp]rimary [Ss]chool"
    r"|[Mm]iddle [Ss]chool|[Vv]alley|[Rr]idge"
    r"|[Gg]ully|[Dd]istrict|[Ff]arm|[Rr]eservoir|[Pp]ass)"
)
_UNIT = r"(?:,? (?:(?:[Gg]roup|[Tt]eam|[Uu]nit|[Nn]o\.?|[Nn]umber) ?\d+|(?:[Uu]pper|[Ll]ower) [Gg]roup))"
_CAPITAL = r"[A-Z][a-z']+(?: [A-Z][a-z']+)*"
_SYLLABLE = "(?:(?:[bpmfdtnlgkhjqxrzcsyw]|[zcs]h)(?:[iu]?[aeo][io]?|i|u|ei|ou|ue|iu|ui)(?:ng|n)?)"
_LEAD_EN = re.compile(r"(?:(?:Near|In|At|From|Of|Our|My|The|Outside|Please|Help|Here|Around|Behind|Above|Below) )+")
_ENGLISH = (
    (re.compile(rf"\b(?P<name>(?:[Gg]roup|[Tt]eam|[Uu]nit) ?\d+,? (?:of |in )?{_CAPITAL} {_LEVEL})"), 5),
    (re.compile(rf"\b(?P<name>{_CAPITAL} side, {_CAPITAL} {_LEVEL})"), 5),
    (re.compile(rf"\b(?P<name>[Vv]illage {_CAPITAL}{_UNIT}?)"), 4),
    (re.compile(rf"\b(?P<name>{_SYLLABLE}{{1,3}} (?:cun|xiang|zhen|tun|zhai|zhuang|gou|wan){_UNIT}?)(?![a-z'])"), 4),
    (re.compile(rf"\b(?P<name>{_CAPITAL} {_LEVEL}(?:,? {_CAPITAL} {_LEVEL})?{_UNIT}*)"), 4),
    (re.compile(rf"\b(?P<name>{_CAPITAL}{_UNIT})"), 4),
    (
        re.compile(
            r"\b(?:[Vv]illage(?: of)?|[Hh]amlet(?: of)?|[Tt]ownship(?: of)?|[Ll]ives? in|[Ll]iving in"
            r"|[Aa]ddress(?: is|:)?"
            rf"|[Hh]ome is(?: in)?|[Mm]oved to|changed to|[Ww]e from) (?P<name>{_CAPITAL}(?: {_LEVEL})?{_UNIT}?)"
        ),
        3,
    ),
    (
        re.compile(
            r"\b(?:[Aa]t|[Nn]ear|[Ff]rom|[Oo]utside|[Hh]ere in|[Ii]n|[Oo]f) "
            rf"(?P<name>{_SYLLABLE}{{2,3}} {_LEVEL}{_UNIT}?)"
        ),
        3,
    ),
    (re.compile(rf"\b(?:[Aa]t|[Nn]ear|[Ff]rom|[Oo]utside|[Hh]ere in|[Ii]n) (?P<name>{_CAPITAL}{_UNIT}?)"), 2),
)
_LANDFORM = (
    "(?:gou|cun|wan|ping|po|ling|chong|tang|qiao|ba|xiang|zhen|zhai|zhuang|ao|ya|keng|tan|yan|zui|kou|he|di|miao|tun|pu"
    "|dian|ying|bao|gang|liang|cha|du|tai)"
)
# names spelled out: Maojia Gou anywhere, Liujiawan alone where a message begins
_SPELLED = later(
    rf"\b(?P<name>(?=[A-Z])(?i:{_SYLLABLE}{{2,4}} {_LANDFORM})(?![a-z]){_UNIT}?)(?!['a-z])"
    rf"|^(?P<first>(?=[A-Z])(?i:{_SYLLABLE}{{1,2}}{_LANDFORM})(?![a-z]){_UNIT}?)(?=,| (?:here|has|flood|fire"
    rf"|landslide|no|people|our|the)\b)"
)
_NO_ENGLISH_PLACE = later(
    r"(?:year|traditional|minecraft|vietnam|laos|cambodia|india|nepal|japan|taiwan|london|leeds|peru|indonesia"
    r"|nigeria|lagos|america|africa"
    r"|(?:home|some|new|one|same|none|whole|poor|next|old) |january|february|march|april|may|june|july"
    r"|august|september|october|november|december"
    r"|monday|tuesday|wednesday|thursday|friday|saturday"
    r"|sunday|english|chinese|mandarin|cantonese|china|god|dad|mum|mom|grandma|grandpa|granny|your"
    r"|my|our|the|this|that|in|spring|summer|autumn|winter"
    r"|beijing|shanghai|shenzhen|guangzhou|dongguan|wenzhou|hangzhou|ningbo|suzhou|foshan|xiamen"
    r"|wuhan|chengdu|chongqing)\b"
)


class Place(NamedTuple):
    """A place met in a text: `text[start:end]`; `weight` says how clearly it is where the matter is."""

    start: int
    end: int
    weight: int


def find_places(said: Normalised) -> list[Place]:
    """Find the places a message names, left to right."""
    if said.language == "en" or said.text.isascii():
        return _english(said)
    characters = frozenset(said.text)
    found = [
        place
        for marks, pattern, weight in _CHINESE
        if not marks.isdisjoint(characters)
        for match in pattern.finditer(said.text)
        if (place := _place(said.text, *match.span("name"), weight))
    ]
    found += [Place(hamlet.start, hamlet.end, 2 if hamlet.told else 1) for hamlet in find_hamlets(said.text)]
    found += [Place(start, end, 1) for start, end in find_spots(said.text)]
    return [_weighed(said.text, place) for place in _merged([_once(said.text, place) for place in found])]


def _weighed(text: str, place: Place) -> Place:
    """Weigh a place by the words before it: where somebody lies now, where they no longer live, what it is not."""
    before = text[max(0, place.start - 6) : place.start]
    more = 3 * bool(_HERE_NOW.search(before)) - 3 * bool(_NOT_THERE.search(before))
    return Place(place.start, place.end, place.weight + more) if more else place


def _once(text: str, place: Place) -> Place:
    """Take a name that is called again and again but once: 岩脚寨岩脚寨."""
    again = _AGAIN.match(text, place.start, place.end)
    return Place(place.start, again.end(1), place.weight) if again else place


def choose_place(places: list[Place]) -> Place | None:
    """Choose where the matter is: the clearest, of equals the longest, of those the last."""
    return max(places, key=lambda place: (place.weight, place.end - place.start, place.start), default=None)


def _place(text: str, start: int, end: int, weight: int) -> Place | None:
    if lead := _LEADING.match(text, start, end):
        start = lead.end()
    if text[start - 2 : start] in ("在叫", "改叫", "名叫", "而是"):  # 现在叫二龙镇, 不是甲而是乙
        weight += 2
    if weight == 0:
        return Place(start, end, 0)
    name = text[start:end]
    if house := _AT_HOUSE.search(name):
        name = name[: house.start()]
    if len(name) < 2 or name in _SHELTERS or _COMMON.match(name) or _TAIL.match(text[end : end + 4]):
        return None
    named = bool(
        re.search(
            r"(?:村|寨|屯|庄|社区|组|社|队|公社|嘎查|圩|沙洲|水库|镇|乡|县|安置[点区]|号楼|"
            r"栋|单元|[组社路街巷区][一二三四五六七八九十\d]+(?:号|户|室))$",
            name,
        )
    )
    if not named and (_NOT_A_PLACE.search(name) or (weight == 2 and _NOT_A_PLACE.search(text[end : end + 3]))):
        return None
    if weight == 2 and not named and name[-1] not in _SHAPES:
        if len(name) > 4 or not re.search(
            r"(?:家|住|老家|搬[到去]了?|地址|位置|地点)(?:在|是|:)? ?$", text[max(0, start - 5) : start]
        ):
            return None
        weight = 1
    return Place(start, end, weight + named)


def _merged(found: list[Place]) -> list[Place]:
    """Keep of overlapping places the longer, with the greater weight."""
    kept: list[Place] = []
    for place in sorted(found, key=lambda place: (place.start, -place.end)):
        if kept and place.start < kept[-1].end:
            last = kept[-1]
            longer = last if last.end - last.start >= place.end - place.start else place
            kept[-1] = Place(longer.start, longer.end, max(last.weight, place.weight))
        else:
            kept.append(place)
    return kept


def _english(said: Normalised) -> list[Place]:
    """Find names by their capital letters, which only the original has."""
    written = "".join(map(said.original.__getitem__, said.offsets))
    if written.isupper():
        return []
    spelled = [Place(*match.span(match.lastgroup or 0), 3) for match in _SPELLED.finditer(written)]
    return spelled + [
        Place(match.start("name") + _lead(match["name"]), match.start("name") + len(match["name"].rstrip()), weight)
        for pattern, weight in _ENGLISH
        for match in pattern.finditer(written)
        if not _NO_ENGLISH_PLACE.match(match["name"].lower())
        and not _NO_ENGLISH_PLACE.match(match["name"][_lead(match["name"]) :].lower())
    ]


def _lead(name: str) -> int:
    """Tell how many characters before a name are words that begin a sentence: Near Hongqi reservoir."""
    lead = _LEAD_EN.match(name)
    return lead.end() if lead else 0
