"""Spots whose names end in words that mostly mean something else: 青石排, 王家圪塔, 后街粮站宿舍, 柳湾家园B区.

Such an ending counts where a name can begin, after what names are made of, and where the whole is no word that
everybody uses (大门口).
"""

import re
from collections.abc import Iterator

from nlu.hamlets import is_common
from nlu.patterns import later

_SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱林何郭罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪"
    "任姜范方姚谭廖邹熊陆郝孔崔康邱秦史顾侯邵孟段汤尹黎乔贺赖龚庞樊殷施陶翟颜倪严芦季俞鲁葛伍韦申尤毕聂焦柳邢岳莫辛"
    "祝涂祁舒耿牟詹苗凌纪靳童甄项裴屈鲍覃霍翁甘柏柯阮桂闵柴冉蒲禹"
)
_MADE_OF = (  # what names of spots begin with: families, beasts, trees, stones, numbers, colours, sides
    _SURNAMES
    + "高马石田金白江龙万安牛羊虎鹰凤鸡狗猫猴鹅燕鹤鹿象狮蛇龟鸭兔鸦雀蟒熊猪鱼松桃梨杏梅樟槐榆枫杉竹桑枣栗榕柿橘茶"
    "棕樱荔麻芭蕉葡萄莲荷苇茅蒿艾岩铜铁银沙瓦砖碾磨三双二四五六七八九十百千黑红青乌紫绿大小上下东西南北中前后新老长高"
    "平尖圆弯转半月日天星云雷风雪寒香花太观玉圣仙神佛庙寺塔塘河溪水泉井桥土坡岭山湾坪坝沟滩营寨官兴福永和文武古"
)
_NOT_IN = (
    "的了我你他她它们咱俺是在就不没也还都跟把被给从到说讲问要去着很最谁吗呢吧啊呀喊找派帮做看听用拿个只些几名位岁号块钱"
    "一元两才刚已住搬来出进过爸妈爷奶嫂姐弟妹娃孩病药伤死掉摔砸垮塌淹埋断缺欠吃喝有没人间张面扇层片堵,.。!?;:、这那里"
)
_ENDINGS = (
    "圪塔|圪垯|疙瘩(?=村|那边|这边)|渡口|湾子|坪子|坳子|沟子|屋场|老屋|大屋|院子|村民小组|桥头"
    "|(?<=..)小组|磨坊|油坊|[井滩岭塘寨圩渡洲]头|[庄梁岗圩洼]子|屋仔"
    "|[垭坳垴塆凼坨箐峁塬岙圳垄塅岭沟坪坝冲坡湾坑塘峪墩潭梁滩畈营洞寨庄]"
    "|[排牌磨石窑屋岛洲崖庵观阁亭楼台关峡铺店嘴林园井庙桥树溪]|(?<=..)[河口田渡门拐颈项沿围渠祠]"
)
_STRONG = "垭坳垴塆凼箐峁塬岙圳垄塅岭湾塘坪坝峪墩滩畈庄寨营冲"  # endings that hardly end anything but names
_GOES_ON = (
    r"(?=[,.。!?;:\s]|$|[这那](?:边|里|头|块|一带|儿|个|家|户|几)|的|昨|今|前[天晚]|刚|有|一|[我俺咱额]|着火|起火"
    r"|失火|走水|停[水电]"
    r"|[断缺没冇][水电粮路人得有]|出[事了]|山|水|大[水火风雪雨]|[火房屋路桥电井墙车坡洪泥雪雹旱地震]|塌|垮|淹|翻|被"
    r"|遭|又|全|都|整|家家|冰|起|刮|涨|掉|死|救|快"
    r"|发[大水生]|下[面头雪了雹冰雨游]|上[面头游]|[东西南北][头边]|[后前对]面|旁边|脚下|底下|边上|村|小学"
    r"|老[李王张刘陈杨赵黄周吴人汉]"
    r"|[两二三四五六七八九十\d])"
)
_START = (
    r"(?:^|(?<=[,.。!?;:\s住到在隔是啊呀哎俺咱])|(?<=[我俺咱]们)|(?<=我是)|(?<=老家)|(?<=[昨今前]天)|(?<=昨晚)"
    r"|(?<=今早)"
    r"|(?<=快[来去])|(?<=救命)|(?<=听说))(?:在|是)?"
)
_SPOT = later(
    rf"{_START}(?P<name>(?:[{_MADE_OF}]"
    rf"|(?=[^\W\da-z_{_NOT_IN}]{{1,3}}[{_STRONG}])[^\W\da-z_{_NOT_IN}一])[^\W\da-z_{_NOT_IN}]{{0,3}}?(?:{_ENDINGS})"
    rf"(?:(?:第?[一二三四五六七八九十\d]{{1,"
    rf"2}})?"
    rf"(?:村民)?(?:小组|组|社|队)|自然村|村)?){_GOES_ON}"
)
_SPOT_MARKS = frozenset("坊子仔拐颈项沿围渠祠头组") | frozenset(
    "圪疙渡湾坪坳沟屋院垭垴塆凼坨箐峁塬岙圳垄塅排牌磨石窑岛洲崖庵观阁亭楼岭坝冲坡坑塘峪墩潭梁滩畈营洞寨庄台关峡铺"
    "店嘴林园井庙桥树溪河口田门组头"
)
_COMMON = later(
    r"^(?:大门口|大槐树|山垭口|香蕉园|.*[一二三四五六七八九十两几][家口门].*|.*[亩组条分厘].*|.*(?:[决上封部出开隧道厂]|窑)[口门]|老[婆师].*"
    r"|.*[烧砖][窑]|.*水冲|山顶.*|[^\W]*(?P<twice>[河沟坡山田口岭])[^\W]*(?P=twice)"
    r"|.*(?:[果枝树子花木药苗葡萄茶桃梨菜桑竹松杉][园林田])|.*(?:房屋|老屋|里屋|堂屋|灶屋|正屋|偏屋|厢屋|砖屋|瓦屋"
    r"|土屋|木屋|茅屋|(?:大|教学|高|上|下|[二三四五六七八九十]"
    r"|木|砖|阁|吊脚|办公|宿舍|前|后|新|老|旧)楼)|.?(?:门|车|路|招|金|银|奖|铜|铭|站|品|大|小)牌|[大小石电水推]磨"
    r"|.?[山悬石土断]崖|[大小前后一三竹木并]排"
    r"|[大小旧煤砖石土瓦炭]窑|[大小荒]岛|.?[二三四五六七八九十]{1,2}(?:院子|凼|坨|排|屋|楼|牌|沟子)|[水泥]凼"
    r"|.?[泥水粪土]坨"
    r"|山坳|垭口|.?田垄|.{0,2}水沟子|[大小][沟渡坪]子?|渡口|[大小水]渡口|湾子|河湾子?|水湾|圪塔|土圪[塔垯]|后山.?"
    r"|.*山上.*"
    r"|前面.*|后面.*|上面.*|下面.*|大家.*|小孩.*|老人.*|老板.*|老师.*|小学.*|三天.*|上月.*|上个.*|下个.*|下午.*"
    r"|上午.*|中午.*|大雨.*"
    r"|大水.*|天上.*|水.{0,2}|风.?|雪.?|雷.?|石.|瓦.|砖.|塔.|桥.|井.|土.|山.|天.|月.|日.|新.|老.|高.|大.|小."
    r"|[东西南北]屋|[东西南北]楼)$"
)
_OF_MINE = later(rf"(?<=我)(?P<name>[{_MADE_OF}][^\W\da-z_{_NOT_IN}]{{0,3}}?(?:{_ENDINGS}))(?=的|[这那](?:边|里|头)|,)")
_NO_ONES = later(
    r"^(?:.*(?:工作|领导|互助|学习|帮扶|调查|调解|评议|监督|理财|议事|帮困|兴趣|生产|哪个|微信).?小组"
    r"|[大小新老土石高后前院田河水山泥房屋横]?[梁岗庄圩洼]子|[水大田引暗明排]渠|.*周围|.*[转弯]拐|.*包围"
    r"|[大小水田河山沙]?[井滩塘岭渡]头|.*[往向]..?|.*事项)$"
)
_HOUSING = later(
    r"(?:^|(?<=[,.。!?;:\s])|(?<=[住到在])|(?<=[我俺咱]们)|(?<=[俺咱]))(?:在|是)?"
    rf"(?P<name>(?P<of>[^\W\da-z_{_NOT_IN}]{{2,6}})(?:家属[院楼区]|宿舍(?:楼|区)?|老?粮[库站](?:大院)?|供销社|老街"
    rf"|棚户区|筒子楼"
    r"|(?:小区|家园|花园|新村|新区|公寓|苑|街|安置房)?[a-dA-D]区)(?:[a-dA-D]区"
    r"|第?[一二三四五六七八九十\d]{1,2}(?:单元|号楼|栋|幢))*)"
)
_STREET = later(
    r"^(?P<name>(?:[东西南北前后上下中老新正横]街|老街)(?:[a-d]区|老?粮[库站]|供销社|口"
    r"|[东西南北上下]头)?)(?=[a-d]区|着火|起火|失火|被淹|淹|[^\W]{0,3}着火|这边|那边)"
)
_NO_HOUSING = later(
    r"^(?:学校|工地|厂[里区]?|工厂|单位|学生|[女男]生|职工|员工|[老教]师|集体|公司|工人|农民工|中学|高中|小学|大学"
    r"|矿上|煤矿"
    r"|民工|老师.*|盐工|临时|县里|镇上|镇里|乡里|村里|现在|目前|贫困|移民|危房|易地|搬迁|安置|集中).{0,2}$"
)
_COUNTY = later(
    r"(?:^|(?<=[,.。!?;\s]))(?P<name>[^\W\da-z_"
    + _NOT_IN
    + r"]{2,3}县)(?=残疾|低保|民政|医保|乡村|农村|今年|现在|这边|那边|的(?!领导|人)|哪|农业|教育|五保|困难|补|对)"
)
_NO_COUNTY = later(r"^(?:贫困|脱贫|全国|我们|隔壁|外省|本省|重点|其他|各个|哪个|整个|国家|邻|外)")


def find_spots(text: str) -> Iterator[tuple[int, int]]:
    """Find the spots that a normalised Chinese text names: where each begins and ends."""
    if not _SPOT_MARKS.isdisjoint(text):
        for pattern in (_SPOT, _OF_MINE):
            for match in pattern.finditer(text):
                if _is_name(match["name"]):
                    yield match.span("name")
    if "区" in text or "院" in text or "舍" in text or "粮" in text or "街" in text or "供销" in text:
        for match in _HOUSING.finditer(text):
            if not _NO_HOUSING.match(match["of"]):
                yield match.span("name")
        if street := _STREET.match(text):
            yield street.span("name")
    if "县" in text:
        for match in _COUNTY.finditer(text):
            if not _NO_COUNTY.match(match["name"]):
                yield match.span("name")


def _is_name(name: str) -> bool:
    """Tell whether it is no word that everybody uses."""
    bare = re.sub(r"(?:第?[一二三四五六七八九十\d]{1,2})?(?:村民)?(?:小组|组|社|队)$|(?:自然)?村$", "", name)
    if len(bare) < 2 or name.endswith("排队") or _COMMON.match(bare) or is_common(bare) or _NO_ONES.match(name):
        return False
    return not (len(bare) < 3 and name == bare and bare[0] not in _SURNAMES)
