"""Hamlets and spots by their own name, without an office's word: 羊角渡, 栗树坳, 双溪口, 塔山坪幼儿园.

A name is one to four characters and an ending of the land (坪, 沟, 坳, 渡 …). It counts where a name can begin, and
where neither its ending nor its beginning makes it a common noun (水沟, 后山坡, 一家三口).
"""

import re
from typing import NamedTuple

from nlu.patterns import later

# characters that hardly stand in a name but often before or after one
_STOP = (
    "的了我你他她它们咱俺额阮侬是在就不没冇也还都跟把被给从到说讲让问想要去着很太更最每某及与或但因所以为这那哪谁"
    "吗呢吧啊呀嘛哈嗯哦喂呃唉哎乜咗嘅喺啲唔俾畀请喊找派转管帮替查做干看听用拿报可该需应将今昨有个只些几名位岁号块钱"
    "元万千百亿两俩仨又再才刚已正其往住搬嫁来回进出过关炸赶翻抽站和附近周边围挖捡写念读卖买租修建撞吵"
    "爸妈爷奶嫂姐弟妹婆娃孩崽叔姨舅姑伯婶媳妻夫爹孙甥侄佢伢囡囝病药伤死掉跌摔砸垮塌淹埋跳爬滚咬断缺欠借怕吃喝睡哭"
    "骂疼痛救"
)
_NAME = rf"(?:[^\W\d_a-z{_STOP}]|太(?=[平和阳白]))"
_LAND = (
    "岩潭磅庙坎井洞坳垭塆湾坪坝洼峪垸岔渡圩寨屯畈埠塅峁塬垴崴甸箐硐坨岙坞垄垅坂垌墟埭圳崖岭塘沟坡坑庄营堡岗桥冲滩溪"
    "墩梁厝峒凼垴洲沱墘咀汊"
)
_NEAR = (
    r"(?:(?:村|寨)?(?:子)?(?:脚下|半山|顶上|下游|上游|桥[头下]|垭口|路口|渡口|水井边上?|井边上?|边上|背后"
    r"|[后前上下]头|[后前上下]面|旁边"
    r"|岔路|拐弯处?|[东西南北]头|村口|口子上|往[东西南北上下里][^,。;!?\s]{0,8}|[^\W\da-z_的拦边]{0,2}(?:水井"
    r"|老屋|庙里?|祠堂|油坊|仓库|小卖部"
    r"|桥|坎)(?:边上?|里|旁|后面|门口)?))"
)
HOUSE = (
    "(?:小学|中学|完小|学校|幼儿园|养老院|敬老院|(?:采石|养殖|石料|羊|牛|鸡|猪)场|道班房?|[茶砖]厂|鱼排|煤窑|福利院"
    "|卫生室|卫生院|医院|村委会|工地|祠堂|大队部|水库"
    "|电站|煤矿|矿洞|"
    "码头|车站|渡口|粮站|茶场|林场|砖厂|隧道)"
)
_GROUP = (
    r"(?:第?[一二三四五六七八九十\d]{1,3}(?:村民)?(?:小组|组|社|队)|[上下中前后东西南北新老]?(?:组|社(?!会"
    r"|保)|队(?!伍|友)))"
)
_MOUTH = (
    "(?:[溪河江沟岔坝坪塘溶箐]口|[桥坝滩河山江]头(?!的)|(?:风|垭|车|关|隘|路|谷)口|(?:鹰|龙|虎|狮子?|象鼻?"
    "|沙|石|山|河|岩|家|牛|马|羊|"
    "鸡公?|鸭)嘴|(?:坑|湾|坪|坝)里|[心家基南北新老]围|(?:里|家)[店铺]|(?:沙河|河|桥|石|沙|马|新|老)铺"
    "|家[楼桥集]|[家子]店子|家(?:营子|堡子|甸子|岗子|坨子|圪梁)|窝铺|杖子|部落|屋场|[岭山坳坪村坡]背"
    "|[屋塘围寨]下(?=[,着起失淹塌的])|[圳圩塘坝村岭溪河埤坑山]尾|[子沟山岭松石坳坪冲]脑|[平兴安盛屋龙]场|[台窝]子)"
)
_TEAM = (
    rf"{_NAME}{{2,4}}"
    r"(?<![合协工作行用版销公程援游护防伍部排球车大小军乐施战骑突产迁插蹈华国助查专全班分目换])"
    r"(?:社(?![会保区])|队(?![伍友员长里列])|组(?![长织合成建队员]))"
)
_BEFORE = (  # what is a name only before certain words: 牛栏江边上, 老君山脚, 岔河电站, 新港路工地
    rf"{_NAME}{{2,3}}(?:[江河](?=边)|山(?=[庙脚顶背])|树(?=[那这]|下[那这]))|{_NAME}{{1,2}}河(?={HOUSE})"
    rf"|{_NAME}{{2,3}}(?<![镇乡村])[路街巷](?={HOUSE}|菜市|上的?|口|[东西南北中]段|[一二三四五六七八九十\d]+号|旁边"
    rf"|对面)"
)
_SPOT = (
    rf"(?:{_TEAM}|{_BEFORE}"
    rf"|{_NAME}{{1,3}}(?:{_MOUTH}|[{_LAND}](?:子(?=[的后前东西南北上下对]))?)(?P<more>(?!拦){_NAME}{{0,2}}[{_LAND}])?)"
)
_BORDER = (
    r"(?:^|(?<=[,.。!?;:、\s\n(\"'“])|(?<=[在到住过进叫是把从往去嫁被让遭看趟接])|(?<=[我咱你俺]们)|(?<=咱)"
    r"|(?<=老家)"
    r"|(?<=去年)|(?<=早上)|(?<=昨晚)|(?<=今早)|(?<=[昨前今]天)|(?<=刚刚)|(?<=刚才)|(?<=听说)|(?<=个月)|(?<=下午)"
    r"|(?<=[进到掉]了)|(?<=傍晚)|(?<=凌晨)|(?<=夜里)|(?<=晚上)|(?<=[今昨][早晚夜])(?!上)|(?<=快来)"
    r"|(?<=中午)|(?<=半夜)|(?<=娘家)|(?<=外家)|(?<=救命)|(?<=东头)|(?<=西头))"
)
_HAMLET = re.compile(
    rf"{_BORDER}(?!年|叫|系(?!马)|喺|凌晨|傍晚|半夜|[今昨明][早晚天夜]|[早晚]上|[上下中]午|快来"
    rf"|来人)(?P<name>(?P<spot>{_SPOT})(?:{_GROUP}|村)?(?P<house>{HOUSE})?{_NEAR}?)"
)
_BESIDE = later(_NEAR)
# where only a name can follow, whatever it ends with: 嫁到杨柳井, 屋在羊坪上头
_AFTER = re.compile(
    rf"(?:[嫁搬迁][到在去入]|(?:家|[房老]?屋|人)(?:住|就?在)|我住在?|叫|老家在?|出事地?点在?|地址[是:]"
    rf"|不是[^,。]{{2,4}}"
    rf"[,是]+)"
    rf"(?P<name>{_NAME}{{1,5}}(?:[{_LAND}井树石山垄社口嘴关店铺集楼洞洲岛湖河江]|(?<!学校)(?<=..)[里头]))(?=[,.。!?"
    rf";\s那这的屋房]|$|上头|下头|旁边)"
)
# the spot is a common noun as a whole
_COMMON = later(
    r"^(?:[大小老新深臭陡个口条头排后]?(?:[山土斜陡荒屋门下上后半一滑东南西北]坡|[东南西北][沟岭坝坎湾塘]"
    r"|[水山河垄雪阴檐地臭深土泥田边]沟|"
    r"[水石泥]塘|[河大田]坝|[泥土深水石煤大]坑|[地禾]坪|[河海沙]滩|[桥门树石土]墩|[水山]冲|[水石山岩树煤]洞"
    r"|[石土]崖|[古老枯]井|门坎|[家头]寨|[田]庄|[田土低山]洼|[山]岭|[垄]田)"
    r"|.*[亚欧非美澳沙绿]洲|.*(?:[三二四五六七八九十一教顶阁木危炮洋]楼|滑坡|半坡|坡坡|[后房]檐沟|[翻地挑边排]沟"
    r"|沟沟|[鱼堰虾藕火池蟹翻"
    r"成天养粪]塘|塘塘|"
    r"[院晒坝塘渣堤水拦矿]坝|[粪沙茅灰天灶基馕陷雪气火挖友]坑|坑坑|[悬半身山峭]崖|[山石青]岩"
    r"|[后得梯老水机枯矿窨竖油深吊打钻沙"
    r"煤油气电挖土]井|[窑桥涵溶矿防地狗冰挖雪涎楼板门窗挖沙]洞|[田河土塘梯堰高后胸下护路房砖屋沟心堤]坎"
    r"|[寺祖拜公地]庙|[灶窗戏阳柜讲舞平月水砧电]台子|[被鸡狗心燕蜂雪]窝子|[马公铁山土泥石油水半大小高出一养走赶上大"
    r"院]路|[大小上老]街|[农战现]场|[过摆引]渡|[草晒停]坪|[草缅]甸|[冰面起泥条]坨|坨坨|"
    r"[下上公保稳技益术安门站]岗|[露连军兵]营|[祖火皮入烧]厝|[房大横顶屋脊搭挂上架桥鼻栋里子]梁|一滩|"
    r"[天漫水索速墩吊过搭断铁座断拱独搭旱么火车一]桥|[整弄笑一打]岔|[满一张家]嘴|路上冲|剩下坡|台湾|深圳|塘堰|"
    r"(?:[洪浆泥路房厨车地屋火猪田渠桥墙道沙雨洋河棚架发大炉真江道婴]|(?<![一二三四五六七八九十百])里"
    r"|[房车棚屋桌院]子|儿)冲|[头]冲|汉堡)"
    r"|[满全整半一同]?[村寨屯庄]|[后前上下里外]头[坡坎沟坝岩]|.*地里.|水冲.*|[一二三四五六七八九十]+个.*"
    r"|[全满整间条每各隔].{0,2}|[成半一后前].|.{1,2}[往入把].|.{0,2}[搭挂架窜推走爬背送掀][上下].|[一二三四五六七八"
    r"九十]{1,2}[个条座栋间口户块片天年层次张声句处担份].?|.*屋(?:里|坨|冲|楼)?|.*家(?:里|楼)?|.里"
    r"|.*(?:家里|屋里).*|对门(?!岭|坳|坪|冲|湾|垭).*|屋[前后].|.*(?:业主|学校|房子|隔壁|水库|明天|下午|上午|晚上"
    r"|暴雨|大雨|(?:洪水"
    r"|大水)(?![坪沟河湾井塘坝])|泥石|公益|老汉|老公|什么|牛圈|"
    r"猪圈|农村|亲戚|后半夜|深圳|台湾|浙江|广东|承包|家里|便道).*|外头|.?址?[一二三四五六七八九十]组|改成.组"
    r"|下游.组|.组改.组|.头|镇桥头|走垭口|旱得.|.*[晒坝]坝头|血里头|[火燎]坡|.燎坡|.系.|.*打坨|生产队)$"
)  # fmt: skip
# what follows makes the ending another word: 山洪冲走, 灌营养粉, 寨子
_GOES_ON = later(
    r"(?<=冲)[过走垮断毁了进出到塌在得个成下倒坏向着]|(?<=营)[养业]|(?<=[寨坝坨墩塘坎])子(?![上那])|(?<=[屋墩])子"
    r"|(?<=沟)通|(?<=桥)(?:梁|墩)|(?<=溪)流"
    r"|(?<=滩)涂|(?<=梁)[子柱]|(?<=坑)(?:人|洼)|(?<=岗)位|(?<=[^心]围)[着住]|(?<=庄)稼|(?<=[塘坝])堰|(?<=堡)坎"
    r"|(?<=头)[子人]|(?<=口)[子味气]"
)
_AWAY = ("台湾", "缅甸", "深圳", "横岗", "龙岗", "漳州")


_LOCATED = re.compile(  # 困在大凹山, 翻在鬼门弯: a name after a word of place, whatever it ends with
    rf"(?:(?<=[在到])|(?<=[进到掉]了))(?P<name>{_NAME}{{2,3}}(?:山|弯|街|煤?矿|水库|峡|寺))(?=半山|山?[顶脚]"
    rf"|[翻摔掉落困塌]|[,.。!?;\s的]|$|井下|被|那|这|里)"
)
_NO_LOCATED = re.compile(
    r".*(?:[大小荒青火后前对门面头高下]山|[拐转急大]弯|[大小后前行]街|[小老]矿|工地)$|.*(?:河边|公路|路上)"
)


class Hamlet(NamedTuple):
    """A hamlet met in a text: `text[start:end]`; `told` when the words before it say that somebody lives there."""

    start: int
    end: int
    told: bool


def find_hamlets(text: str) -> list[Hamlet]:
    """Find the hamlets a normalised text names by nothing but their name."""
    found = [
        Hamlet(*match.span("name"), told=True)
        for match in _AFTER.finditer(text)
        if not _COMMON.match(match["name"]) and match["name"] not in _AWAY
    ]
    for match in _LOCATED.finditer(text):
        if not _NO_LOCATED.match(match["name"]) and not _COMMON.match(match["name"]):
            found.append(Hamlet(*match.span("name"), told=False))
    for match in _HAMLET.finditer(text):
        start, end = match.span("name")
        spot_end = match.end("spot")
        if match["more"] and not _is_name(text, start, spot_end):
            end = spot_end = match.start("more")
            if beside := _BESIDE.match(text, end):
                end = beside.end()
        bare = spot_end - start == 2 and end == spot_end
        if _is_name(text, start, spot_end) and (not bare or _clear(text, start, end)):
            found.append(Hamlet(start, end, told=text[max(0, start - 1) : start] in ("住", "嫁")))
    return found


def is_common(spot: str) -> bool:
    """Tell whether a name of a spot is but a common noun, or a place far away where people work."""
    return bool(_COMMON.match(spot)) or spot in _AWAY


def _is_name(text: str, start: int, end: int) -> bool:
    """Tell whether what stands there is more than a common noun."""
    spot = text[start:end].removesuffix("里")
    return not _COMMON.match(spot) and spot not in _AWAY and not _GOES_ON.match(text, end)


def _clear(text: str, start: int, end: int) -> bool:
    """Tell whether so short a name is one: 就是赵坝, 葛庄的."""
    if text[end - 1] in "坳垭塆畈埠峁塬箐硐" and text[end : end + 1] in "的那这上,":
        return True
    return bool(re.match(r"[,.。\s]|$|[那这的]", text[end : end + 1])) and bool(
        re.search(r"(?:我们?|咱们?|住|就|不|家|们)(?:是|在)$|[咱俺]$|[我咱你]们$", text[max(0, start - 4) : start])
    )
