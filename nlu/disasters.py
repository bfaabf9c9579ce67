"""Which disaster a message speaks of: flood, landslide, fire, drought, hail, wind, earthquake, snow_frost, pest."""

import re
from typing import NamedTuple, cast

from nlu.patterns import later
from nlu.traces import find_traces
from nlu.types import DisasterKind

# Stronger kinds first: a landslide after rain is a landslide, hail in a storm is hail.
_KINDS: dict[DisasterKind, str] = {
    "landslide": (
        r"走蛟|山泥[倾冲埋泻]|边坡[^,。]{0,3}(?:冲?垮|塌|滑)|slid down (?:with )?the (?:hill|slope|mountain)"
        r"|(?<!the )\bslide (?:took|hit|came|buried)|(?:土崖|崖头|崖壁|山梁子?|塬边|田坎|护坡)[^,。]{0,3}(?:塌"
        r"|垮|滑|崩|溜)"
        r"|(?:土|泥巴?|泥浆|沙石)[^,。]{0,3}(?:溜下|滑下|梭下|垮下)|rocks? (?:fell|hit|crashed)|"
        r"滑坡|[泥土]石流|崩山|山崩|垮的土石|塌方|山体|垮山|山垮|走山|滚石|落石|崩塌|溜坡|山[上坡]?(?:滑|塌|垮|崩|掉石)"
r"|坡[体上]?(?:垮|塌|滑|溜|崩)|山上?(?:下来|冲下)[^,。]{0,4}[泥土石]|泥[石土巴浆]?[^,。水]{0,3}(?:埋|"
r"冲下来|压)|(?:后山|山坡|土坡|坡头|高坎|后坎|土坎|岩)[^,。]{0,4}(?:垮"
r"|塌|滑|崩|梭|下来|埋)"
        r"|石头[^,。]{0,4}(?:砸|滚|从[^,。]{0,4}掉)|landslides?|mudslides?|rockfall|(?:hillside|slope|bank"
        r"|mountain|cliff|"
        r"hill)(?: behind [a-z ]{1,20})? (?:came|collapsed"
r"|slid|slipped|gave way)|(?:rocks?|mud|boulders?|stones?|earth)(?: and [a-z]+)? (?:came|coming|slid|fell|"
r"falling) down"
    ),
    "earthquake": (
r"地牛翻身|地动(?=[ ,。把了])|"
r"地震|余震|[大小]震|震(?:塌|垮|裂|豁|倒|坏)|摇得|地(?:动了|在?[晃摇抖]|摇山)|(?:房子?|屋子?|"
r"楼)(?:[^,。水浪]{0,3})?[晃摇](?:得|了|动|个不)|天摇地动|地动山摇|ground (?:shook|is shaking|shaking)|"
r"house shook|earthquakes?|tremors?|aftershocks?"
r"|quake"
),
    "hail": r"(?<!身)(?<!乘)冷子(?:疙瘩|蛋)|[下落打遭降]了?冷子|雪米子|雪弹|冰(?:弹|豆|粒)子?|"
    r"冰雹|冰坨|雹子?|冷子(?:打|砸)|雪弹子|冰蛋|冰疙瘩|冰块[^,。]{0,3}(?:砸|打)|冰(?:坨|蛋|疙瘩|"
    r"子)|(?:天上|鸡蛋|核桃|拳头|乒乓球)[^,。]{0,6}(?:冰|雹|砸)|hail(?:stones?|storm|ed|ing)?|ice (?:balls?"
    r"|stones?)",
    "fire": (
        r"(?<![淋躲睡站坐饿冻熬挤忍守陪等盼想靠跟])着过|引的?火|火把[我他]?家|火没伤|wildfire|burning|"
        r"火灾|火烛|火大|火势|失火|起火|[着著]火"
r"|走火|着了火|火[^,。]{0,3}(?:烧|蹿|窜|燎|大)|大火|山火|火烧|火苗"
r"|火海|浓烟|冒烟|燃起|烧起来|燃[了着]|烧着|引燃|自燃|爆炸|(?:房|屋|家|棚|楼|柴|厨|灶|店"
r"|厂|库|家当|东西|粮)[^,。]{0,5}(?:烧|燃|着)(?:了|没|光|毁|掉|得|完|脱|塌|起|个|坏|成)"
        r"|(?:都|全|给|被|遭)(?:火)?烧(?:了|没|光|毁|掉|得|完|脱|塌|成灰)|烧(?:光|毁|得精光|成灰"
r"|没了)|\bfires?\b|\bburn(?:t|ed)\b|\bon fire|ablaze|flames?|house burn\w*|set [a-z ]{2,20}alight"
    ),
    "snow_frost": (
        r"雪封|封山雪|雪[^,。]{0,4}(?:封|堵)[了住山路门]|落雪(?!米)|桐油凌|油光凌|冰凌|白毛风|黑霜"
        r"|白霜|打霜|落霜|寒露风|寒流"
        r"|snowed in|cold snap|"
        r"风雪|冻灾|雪大|雪灾|雪[^,。]{0,2}(?:压|塌|把)|^雪 |大雪|暴雪|下雪|积雪|雪压|雪崩|霜|冻[了死坏落伤]|冻害"
r"|冰冻|寒潮|倒春寒|凝冻|冰灾"
r"|雨夹雪|冻雨|结冰|降温冻|冷冻灾|\bsnow\w*|\bfrost\w*|blizzard|freeze killed|\bfroze\b"
    ),
    "wind": (
r"龙吸水|大风|打风|台[风峰疯]|风台|飓风|龙卷风?|狂风|风灾|旋风|(?:风)[^,。]{0,3}(?:刮|吹|掀|揭|卷|拔)|[刮吹掀]风|被风"
r"|一阵风|龙卷|大旋风|风(?:大|太大|把|给)|妖风|阵风|沙尘暴|怪风|\bgusts?\b|\bstorms?\b|typhoons?|tornado\w*|hurricane|"
r"cyclone|strong winds?|\bgale|wind (?:blew"
r"|tore|ripped|took|flattened|knocked)|\bblown (?:off|away|down|over)|windstorm|sandstorm"
),
    "flood": (
        r"(?:沟|溪|河|塘|渠)水[^,。干枯]{0,2}翻|[溪河沟江]水?(?:暴涨|猛涨|改道)|做大水|"
        r"进水|进过水|水进|水泡|倒灌|river (?:took|burst)|water (?:everywhere|at my)|wave of water"
r"|洪水|洪灾|水灾|山洪|涨水|涨大水|发水|发大水|大水|涝|决堤|溃[坝堤口]|水淹|被淹|淹[了没到过掉死坏"
r"着]|遭淹|漫(?:了|过|进|堤|上来|到|溢)|涨(?:起来|上来|到|过)|水[^,。]{0,4}(?:进屋|进家"
r"|灌进|冲进|往屋|冲|漫|涌|涨|没过|淹|卷)|(?<!长)[到过齐没](?:腰(?!断|折|处断)|膝盖?|胸口?|脖子|二楼|一楼|窗台"
r"|床)|暴雨|连阴雨|大雨|雨水泡|泡(?:了|坏|烂|塌)水?|\bflood(?:s|ed|ing|waters?)?\b|water (?:is )?("
r"?:rising|came in|up to|at (?:the )?(?:window|waist|knee|chest))|heavy rain|rainstorm|river (?:came|rose|"
r"overflowed|is over|broke)|dyke|levee|embankment"
r"|washed away"
    ),
    "drought": (
r"(?:田|地|土|泥)[^,。]{0,4}开坼|[冇没](?:得|有)?(?:落|下)?(?:过)?(?:一[滴场])?雨(?![衣伞鞋])|dry spell|too dry|"
r"天干(?!净)|干得[^,。]{0,3}(?:开坼|裂|冒烟)|旱(?![烟厕船冰鸭])|干旱|(?:^|(?<=[ ,]))旱(?=[ ,])"
r"|旱灾|大旱|天旱|旱[了得情死枯着坏]|[不没无未](?:再)?[下落见降](?:过|一|着)*(?:[滴点透场颗阵])?雨|"
r"一[滴点颗]雨[^,。]{0,3}(?:没|不|未|都)|雨(?:水)?(?:少|一直没|没下|没来|不来)|盼雨|求雨"
r"|(?:井|塘|河|沟|库|渠|堰)[^,。涝]{0,4}(?:干了|见底|断流|枯|干涸)|(?:苗|叶子?|稻|苞谷|玉米|苞米|庄稼|谷|"
r"茶)[^,。虫冻霜风水]{0,4}(?:枯|蔫|焦|卷(?!起来)|晒|干死|干了)|(?:地|田|土|塘|泥)[^,。]{0,5}裂(?:得|开|成|口)|"
r"缺水(?=[^,。]{0,4}(?:苗|稻|庄稼|枯|绝收))"
r"|几个月没雨|(?:地"
r"|田|苗|庄稼|塘|河)[^,。]{0,4}(?:干裂|旱|晒死|干死)|droughts?|no rain|dried (?:up|out)|(?:hasn't|not|"
r"has not|didn't) rain(?:ed)?|without (?:a drop of )?rain|not (?:a|one|a single) drop|wither(?:ed)?|parched|"
r"no water from the sky"
),
    "pest": (
        r"(?:猴子|野猪|野象|大象|黑熊|獾|麂子)[^,。]{0,5}(?:糟|祸害|吃|拱(?!了?(?:我|他|她|爸|妈|人))"
        r"|踩[^,。]{0,2}(?:地|苗|庄稼|苞谷|稻))|"
        r"boars? (?:ate|dug|rooted)|caterpillars?|"
        r"菇蝇|果蝇|土蚕|地老虎|福寿螺|松毛虫|线虫(?!病人)|天牛|介壳虫|钻心虫|卷叶虫|象鼻虫|蛴螬|蝼蛄|蓟马"
        r"|木虱|草地贪|根肿病|软腐病|晚疫病|青枯病|纹枯病|赤霉病"
        r"|slugs ate|snails ate|虫灾|虫害|病虫|蝗|闹虫|遭虫|生虫|起虫|长虫|全是[^,。]{0,4}虫|虫子?[^,。]{0,3}(?:吃"
        r"|咬|蛀"
        r"|啃|钻|害|灾)|蚂蚱|"
        r"鸟[^,。]{0,4}(?:啄|吃光)|(?:老鼠|耗子|田鼠)[^,。]{0,5}(?:啃|吃|咬|糟)(?!药)|瘟病|枯萎病|霉病|"
        r"(?:飞虱"
r"|螟虫?|粘虫|夜蛾|蚜虫|红蜘蛛|稻飞虱|白粉病|锈病|稻瘟|根腐|黄龙病|鼠害|野猪[^,。]{0,4}(?:拱"
r"|糟蹋|祸害))|locusts?|\bpests?\b|armyworms?|caterpillars?|\bworms? ate|\bbugs? ate|\brats? ate|aphids?|"
r"blight|insects? (?:ate|destroyed)"
    ),
}  # fmt: skip


def _one_of(kinds: dict[DisasterKind, str], begin: str) -> re.Pattern[str]:
    return later(f"(?=[{begin}])(?:{'|'.join(f'(?P<{kind}>{words})' for kind, words in kinds.items())})")


# What shows a disaster though no word names it; looked for only where none is named.
_IMPLIED: dict[DisasterKind, str] = {
    "landslide": (
        r"(?:坡|山|坎|崖|梁|岸)[^,。;!?]{0,8}往下[溜梭滑走坐挪移淌掉]|[坡山坎崖梁][^,。;!?上]{0,3}(?:坐(?:下|了|到"
        r"|过)|梭)"
        r"|泥巴?[^,。;!?]{0,5}吞|整[面块][坡山]|\bmud from\b|\b(?:slope|hill(?:side)?)\b[a-z ]{0,14} (?:is "
        r"|was |keeps )?(?:moving|cracking|sliding)|\brocks? (?:are|is|were|keep) (?:falling|coming|rolling)"
        r"|坡[^,。;!?]{0,6}(?:梭|滑|溜|垮|塌)(?:下|了)|黄土[^,。;!?]{0,8}(?:滑|塌|垮|溜)下|石头?[^,。;!?]{0,2}松了"
        r"|山松了|往下掉(?:土|渣|石)|一墙土|被土[推压]|坡上[^,。;!?]{0,4}地跑了|[房屋]后头?[^,。;!?]{0,2}轰"
        r"|埂[^,。;!?]{0,5}往下垮|(?:坡|崖|坎|屋后|屋背)[^,。;!?]{0,3}(?:泥巴?|土|石头)[^,。;!?]{0,3}(?:下来"
        r"|往下|冲|流|滚)"
        r"|rockslide|(?:[后檐屋山坡塘][^,。;!?]?沟|石坎|路基|崖|坎[子上]?|坡上|后山|山上|屋后头?)[^,。;!?猪牛"
        r"羊人水火树墙"
        r"]{0,3}(?:塌|垮|溜|梭|崩|滑下|掉下来)"
        r"|(?:泥巴?|泥浆|沙石|石块|石渣)[^,。;!?墙屋房]{0,3}(?:冲|涌|灌|堵|埋|压|盖)(?!水)|山(?!墙)[^,。;!?]{0,3}(?:"
        r"动了|走了|裂|(?<!没)下来)|矸石|尾矿|土方[^,。]{0,2}[塌垮]"
        r"|\b(?:mud|earth|soil|boulders?|rocks?)\b[a-z ]{0,12}\b(?:buried|crushed|filled|covered|came"
        r"|hit)|hill(?:side)?\b[a-z ]{0,12}\b(?:slid|came|moved|fell)"
    ),
    "earthquake": (
        r"[晃摇]得(?:好|很|太)?(?:凶|狠|慌|猛)|[晃摇]倒[^,。;!?]{0,2}(?:了|[柜碗橱墙瓶])"
        r"|碗?[橱柜]子?[^,。;!?]{0,3}(?:摇|晃|震)?倒"
        r"|[楼房墙][^,。;!?]{0,2}(?:在|直|乱)晃|震了一下|[屋房]子?抖|一抖一抖|左摇右晃|还在晃|余波|[碗缸床灯桌][^,。"
        r";!?]{0,6}(?:跳|晃出|晃起|乱晃)|竖着颠|横着晃|榫头[^,。;!?]{0,3}松|地底下[^,。;!?]{0,3}(?:轰|响)"
        r"|碗柜[^,。;!?]{0,2}翻|\bbed (?:jump|shook|was shaking)|[晃摇]得[^,。;!?]{0,3}(?:站不|坐不|厉害"
        r"|掉|醒)|shaken out|[摇晃][^,。;!?头手车床]{0,2}(?:了?一阵"
        r"|得厉害)|墙[^,。;!?]{0,3}[摇晃]|灯[^,。;!?]{0,2}[摇晃]"
        r"|地[^,。;!?]{0,2}(?:一抖|一颤|颤)|everything shook|walls? shook"),
    "hail": (
        r"(?:叶子?|苗|烟|菜|瓜|膜|棚|瓦|果|花|谷|米|稻|麦|茶|葡萄|辣椒)[^,。;!?]{0,5}(?:打|砸)(?:成"
        r"|得)[^,。;!?]{0,4}(?:筛|窟窿|洞洞|眼眼|稀烂"
        r"|光杆|麻子|渣)|(?:打|砸)成(?:了)?筛子?|白疙瘩|(?:天上|天)[^,。;!?面]{0,2}[下打落][^,。;!?]{0,2}(?:疙瘩"
        r"|坨)|白雨\"?(?:过|打|后)|白雨[^,。;!?]{0,2}"
        r"[打砸]|冰[^,。;!?箱柜棍水糖]{0,3}(?:砸|打)|天上[^,。;!?]{0,4}(?:砸|掉)"
        r"|\b(?:lumps?|balls?|chunks?|pieces?|stones?|eggs?) of ice|\bice\b[a-z ]{0,20}\b(?:fell|from the sky"
        r"|smashed)\b|ice the size"),
    "fire": (
        r"冒[^,。;!?]{0,2}[黑浓白青]烟|[黑浓]烟[^,。;!?囱]{0,3}(?:滚|涌|进|呛|往|直)|[一这那]场火"
        r"|[大被]火[^,。;!?]{0,2}[围困逼堵]|烧[^,。;!?]{0,4}红透"
        r"|气罐[^,。;!?]{0,2}[爆炸]|着仔火|扔烟头|引着|雷打着|[棚房屋圈垛柴仓][^,。;!?]{0,2},?着了|(?:草"
        r"|柴|稻)垛[^,。;!?]{0,8}点了|坡上起[^,。;!?]{0,2}烟|火起来|烧(?:黑|得?[精光]光)|短路[^,。;!?]{0,8}(?:没了"
        r"|烧|毁)|火[^,。;!?]{0,4}(?:灭|扑|冒"
        r"|封|救|窜|蹿|光|烟|星|引|舔|上了|着|焦|苗|球|龙|炸)|(?:灭|扑"
        r"|救|玩|冒|引|点|放|起|明|过|跑|野|柴|灶|烛)[^,。;!?]{0,2}火"
        r"|雷[劈打]了?[^,。;!?]{0,2}[房屋树棚垛]|烧(?:脱|净|穿|着|死|光|塌|断|掉|化|剩|空|平|过|焦"
        r"|成|得(?:只|就|精|一|剩)|了(?!一?[壶锅顿桌锅点些]|水|香|饭|菜|炭|三|四|五|六|七|八|两|几))"
        r"|遭烧|被烧|炸(?:了|死|伤|塌|飞|开|起)|引爆|点着|燃|焦黑|烧[伤坏]了?(?=[^,。]{0,4}(?:屋|房"
        r"|棚|柴|粮|苗))"
        r"|\b(?:sparks?|blaze|burning|smoke|smoking|exploded|explosion|alight|gutted|ashes|torched)\b"
    ),
    "snow_frost": (
        r"桐油凝|凝(?:了|结|住)[^,。;!?]{0,4}(?:层|冰|枝|线|树|苗)|尺把厚(?!的?[泥水土淤沙])"
        r"|冷死[^,。;!?]{0,5}[猪羊牛鸡鸭苗]|白茫茫|全?冻[掉落脱焦没]|雪(?![糕碧白梨茄花亮"
        r"])|霜|冻[死坏烂蔫黑]|凌(?![晨乱辱])|\b(?:ice"
        r"|icy|frozen|freez\w+)\b"),
    "wind": (
        r"[刮吹]得[^,。;!?]{0,5}(?:站不|睁不|东倒|到处|满天)|(?:齐|拦)腰[^,。;!?]{0,2}[断折](?!了?[肋骨])|连根拔"
        r"|吹成|一场风|(?:稻子|苞谷|香蕉|玉米|甘蔗|果树)[^,。;!?]{0,3}(?:全倒|趴|倒伏)|大树[^,。;!?]{0,2}倒了?"
        r"[^,。;!?]{0,2}[压砸]|(?:顶|瓦|棚)[^,。;!?]{0,2}跑到|(?:屋檐|屋顶|瓦|顶棚|铁皮)[^,。;!?]{0,3}(?:被"
        r"|让|给)?[掀揭吹刮]|(?:吹|刮|掀|揭|卷)(?:跑"
        r"|走|翻|掉|飞|倒|脱|光|了顶|到(?:坡|沟|塘|田))|风[^,。;!?]{0,3}(?:撕"
        r"|折|断|倒|翻|压|拔|吹|大)|(?:屋顶|铁皮|瓦|棚[布膜顶]?)[^,。;!?]{0,3}飞|\bwind\b|\bblew\b"),
    "flood": (
        r"(?:堤|坝|埂|圩|垸|塘|河岸)[^,。;!?]{0,4}(?:崩|豁|决口|穿了|被撕)|[楼屋院家里地][^,。;!?]{0,3}(?:全|尽|都"
        r"|到处)是水(?![泡痘果分])|水[^,。;!?]{0,2}[拍打]着?[窗门墙屋]"
        r"|(?:变|成)了?(?:一条)?河(?=[,。;!?]|$|了)|水里[^,。;!?]{0,6}(?:有?[^,。;!?]{0,3}人|漂|泡着)"
        r"|水有[^,。;!?]{0,4}深(?!的?井)|[屋家棚]里?[^,。;!?]{0,2}全是水|漂起来|成了?一?片?湖|浪头|水翻过"
        r"|水从[^,。;!?]{0,6}门进|水入屋|塘基爆|一股[^,。;!?热温暖血]{0,2}水(?!味)|都灌了|\briver (?:is "
        r"|was )?(?:so |very |too )?high\b|\bbridge (?:is |was )?gone\b|[垸圩堤坝埂](?:子)?[^,。;!?]{0,2}(?:破"
        r"|倒|垮|开口)|[那这一]场水|(?:发|退|来|过|下|走|遭"
        r"|做)(?:了)?大?水(?![果泥电管费池井稻田])|水[^,。;!?费管源泥稻田"
        r"牛果缸桶池井电表壶瓶]{0,2}(?:退|推|冲|淹|泡|灌|齐|围|高|大|过后|打走|带走|过来|进[屋家门]"
        r"|到(?:窗|床|腰|膝|门|灶|胸|脖))|洪|淹|涝"
        r"|(?:埂|堤|坝|桥|渠|田|地|路|塘)[^,。;!?]{0,3}(?:冲(?![着我]))|冲(?:走|垮|塌|毁|跑|断|光"
        r"|成|了个|了桥|了房|了地|掉)|(?:落水|翻船|船[^,。;!?]{0,2}(?:翻|沉|倾覆|倒扣))|漫"
        r"|\b(?:water|creek|river|stream|dam|pond)\b[a-z ]{0,12}\b(?:swept|took|came|carried|through"
        r"|rose|rising|burst|over|broke|in the)\b|swept (?:away|off)|under water|underwater|\bcapsized\b"
    ),
    "drought": (
        r"[卷拧]成(?:了)?(?:针|筒|绳|卷|烟|一根|麻花)|[干枯焦]成(?:了)?(?:柴|草|灰|粉|渣)"
        r"|[库塘井河][^,。;!?]{0,3}干到底|\b(?:pond|river|spring|stream|reservoir)s? (?:is|are|has gone"
        r"|have gone|ran|went) dry|[没不]掉一滴|窖[^,。;!?]{0,3}见了?底|干得[^,。;!?]{0,2}炸|没来水|云都不来"
        r"|河床露|草都枯|\bwell is (?:dry|mud)|[没不未](?:给|见|落|下)?(?:过)?一滴[水雨]|晒成|开口子|(?:塘"
        r"|泉眼?|井|河|溪|库|沟)[^,。;!?]{0,3}干(?:"
        r"了|得|涸)?(?:半|[一二两三四五六七八九几]|成|透|$)|药材[^,。;!?]{0,2}蔫|旱(?![烟厕船冰鸭])"
        r"|(?:雨|水)[^,。;!?]{0,3}(?:不来|没来|没见|不见|盼)|干[死枯裂]|晒[死干焦]"
        r"|\b(?:dried|no rain|dry spring)\b"),
    "pest": (
        r"(?:毛虫|青虫|洋辣子|土狗子|蚂蚁|白蚁|鸟|雀)[^,。;!?]{0,5}(?:吃|啃|爬满|咬光)|猴子[^,。;!?]{0,6}掰"
        r"|遭了?(?:耗子|老鼠|田鼠|猴子|麻雀)|啃得光|小?白?蛆(?=[,。;!?]果|[^,。;!?厕粪]{0,3}$)"
        r"|全是[^,。;!?]{0,2}蛆|松毛毛|落哪哪光|蜗牛[^,。;!?]{0,6}啃|螺[^,。;!?]{0,3}啃|花叶病|黑腐|青枯"
        r"|得了?[^,。;!?]{0,3}(?:锈|霉|枯|斑|腐)病|[虫蝗蛾螟蚜虱](?![草药卡咬我他])[^,。;!?]{0"
        r",4}|\b(?:locusts?|weevils?|insects?|grubs?|moths?"
        r"|mice|rats)\b"),
}  # fmt: skip
# The characters that words of either kind begin with: at all others nothing need be tried.
_BEGIN = (
    "abcdefghilmnopqrstw一下不东乒井余倒做全冇冒冰决冷冻凝几刮到厂厨发台叶后吹土地坡垮堰塌塘塬夜大"
    "天失妖家寒封小屋山岩崖崩干庄库店引房打护拳掀摇旋无旱暴未枯柴核根桐棚楼水求江沙沟没河油泡泥洪浓涝涨淹渠溃溜溪"
    "滑滚"
    "漫火灶烧燃爆狂猴獾玉生田病瘟白盼着石积稻粘粮红结给缺老耗自苗苞茶落著虫蚂蚜蝗螟被谷走起过进连遭都野锈长闹阵降"
    "雨雪"
    "雹震霉霜风飓飞高鸟鸡麂黄黑鼠齐龙介卷怪晚木松果福纹线草菇蓟蛴蝼象赤软边钻青"
)
_BEGIN_IMPLIED = (
    "abcdefghilmnprstuw一下不井做全冒冰冲冻凌刮卷发后吹土圩地坎坝坡垸埂堤塘墙天尾屋山崖干库开引得扑"
    "掀揭摇放救旱明晃晒未来柴桥棚檐水沙沟没河泉泥洪涝淹渠溪漫火灭灯灶炸点烛烧焦燃玩瓦田白短石矸翻船花药落虫虱蚜蛾"
    "蝗螟"
    "被走起跑路过这退遭那野铁雨雪雷霜青顶风黑云仓余冷啃圈垛大小尺左床往房扔松果桌榫横浪玉甘着"
    "碗稻窖竖缸苞草蛆蜗螺还连都香黄家成整楼气漂猴震"
    "梁岸橱柜叶苗烟菜瓜膜谷米麦茶葡辣打砸浓桐凝齐拦院里变拧枯毛洋蚂鸟雀"
)
_IMPLYING = frozenset(
    "茫檐顶瓦垸圩堤坝埂短口塘泉井药病腐塌垮溜梭崩滑泥土沙石山矸尾摇晃颤冰天火烧炸爆燃焦雷雪霜冻凌吹刮掀揭"
    "震湖猴疙拔烟耗鼠坡跳松波榫蜗螺蛆趴伏卷风飞水洪淹涝冲船漫旱雨干晒虫蝗蛾螟蚜虱着黑掉"
    "坐豁凝筛橱柜窟枯围红齐拦"
)
_ALL_IMPLIED = _one_of(_IMPLIED, _BEGIN_IMPLIED)
_NO_FIRE = re.compile(
    r"打火机|火机|火柴|点火|烟火|火盆|火塘|火炕|火烤|上火|怒火|火眼|焰火|军火|火腿|火锅|火车|火化"
    r"|火葬|一把火气|冒火星|(?:气|急|恼)[^,。;!?]{0,2}冒火|嗓子?[^,。]{0,2}火|火辣|火急|救火队|灭火器"
    r"|砒霜|面霜|柿霜|烧(?:了)?(?:三|四|几|两|一)[天夜日]|烧到|烧得|退烧|发烧|高烧|低烧|烧酒|烧水"
    r"|炸药|炸鱼|炸(?:油|丸|鸡|肉)|水费|自来水|发水[泡肿]|过水面|下水|走水路|泪水|汗水|薪水|水泥|水表"
    r"|羊水|药水|开水|滚水|喝水|胸水|腹水|口水|肾积水|脑积水|积水|冲床|冲动|冲突|寄生虫|蛔虫|虫草"
    r"|打虫|昆虫|毛毛虫|臭虫|马蜂|冻疮|冷冻|速冻|冻肉|冰柜|雪山|心水|水田|水稻|漫画|漫长|瘟"
    r"|网[^,。]{0,2}炸|气炸|炸了锅|手机[^,。]{0,3}炸|吹牛"
    r"|\bfire(?:d|place|wood|fighters?|works?)\b|smok(?:es|er|ing (?:cigarettes|too))|icy hands|rats? poison"
    r"|rat poison|frozen (?:food|shoulder)|water (?:bill|pipe)|mice poison"
)
_YEARS_AGO = re.compile(r"(?:[零〇一二三四五六七八九十\d]{2}年|前年|那年)的?[大闹]?$")
_ALL = _one_of(_KINDS, _BEGIN)
_NOT_MEANT = re.compile(
    r"(?:没|没有|不是|未|并非|没遭|没有遭|no|not a?|wasn't a?|isn't a?) ?(?:受|遭|发|闹|遇)?(?:过|到|什么)?$"
)
_FIGURES = re.compile(
    # names of places: 火烧坪村, 大风垭的, 水淹坝社
    r"(?:火烧|火[石炉焰]|大风|风[吹雨]|水[淹冲]|[大洪]水|雷打|旱[田地]|霜[风打]|大?雪|冰水?|崩|滑石|落石|地震|虫)"
    r"[坪坝坡岭寨庄屯湾沟井塘坳洼垭店铺岗沱峁口桥石台](?:[坪坝坳口头湾沟])?(?:第?[一二三四五六七八九十\d]+)?"
    r"(?=乡|镇|村(?![里民头])|小?组|社(?!会)|队|屯|寨|大队|的(?!时候)|小学|[养敬]老院|学校|卫生|[,。;!? ]|$"
    r"|[这那][边里]|旁边)"
    r"|\b(?:fire|flood|wind|snow|storm|ice|hail|thunder) [a-z]+ (?:village|township|town|hamlet|road|county)\b"
    # fuel that is burnt up, and heat that is like fire
    r"|(?:柴火?|煤球?|煤炭?|木?炭|蜂窝煤|煤气|液化气|气罐?|油)[^,。;!?房屋垛楼棚起着]{0,4}烧(?:光|完|没|尽|净)|(?:吃|用)光烧光"
    r"|[像跟如似][^,。;!?]{0,2}(?:火烧|着了?火|火烤|火燎)|炭火|火盆|火炉|火塘|火炕"
    r"|\bburn(?:ed|t|ing)? (?:the |our |all |up )*(?:last|furniture|wood|firewood|coal|charcoal|chairs?|doors?)\b"
    r"|砒霜|(?:点得|一点就|一点都?|能点|点都)着火?|火柴一点|着火似的|烧香|发烧|高烧|烧饭|烧菜|烧水|烧炕|烧烤|"
    r"烧酒|火车|火腿|火锅|恼火|怒火|上火|火大得|惹火|开火(?!车)"
    r"|生火|烤火|炉火|灭火|红火|火气|火热|热火|防火|火爆|火化|霜降|面霜|雪白|雪糕|冰箱|冷冻|速冻"
    r"|大风湿|风湿|中风|冰毒|地震局|烧到(?:三十|四十|3|4)|烧得[^,。]{0,3}(?:抽|糊涂|说胡话)|烧坏了?(?:脑"
    r"|耳)|\bfire(?:d|place|wood|fighters?)\b|brainstorm"
)


class Disaster(NamedTuple):
    """A disaster met in a text: `text[start:end]`, and its kind."""

    kind: DisasterKind
    start: int
    end: int


def find_disasters(text: str) -> list[Disaster]:
    """Find the disasters of a normalised text, left to right, without figures of speech and denied ones."""
    matches = list(_ALL.finditer(text))
    hidden = [match.span() for match in _FIGURES.finditer(text)] if matches else []
    found: list[Disaster] = []
    for match in matches:
        start, end = match.span()
        if any(start < last and first < end for first, last in hidden) or _NOT_MEANT.search(
            text[max(0, start - 8) : start]
        ):
            continue
        found.append(Disaster(cast(DisasterKind, match.lastgroup), start, end))
    return _present(found, text) or _implied(text) or _traced(text) or found


def _present(found: list[Disaster], text: str) -> list[Disaster]:
    """Leave out what was years ago, when something else is told too: 零八年地震以后修的, 昨晚灶房烧了."""
    return [each for each in found if not _YEARS_AGO.search(text[max(0, each.start - 5) : each.start])]


def _implied(text: str) -> list[Disaster]:
    """Find what shows a disaster that is not named: 灯笼落到柴垛上, 塘埂冲了, mud buried the pigsty."""
    if not text.isascii() and _IMPLYING.isdisjoint(text):
        return []
    first = _ALL_IMPLIED.search(text)
    if first is None:
        return []
    hidden = [match.span() for pattern in (_FIGURES, _NO_FIRE) for match in pattern.finditer(text)]
    return [
        Disaster(cast(DisasterKind, match.lastgroup), *match.span())
        for match in _ALL_IMPLIED.finditer(text, first.start())
        if not any(match.start() < last and start < match.end() for start, last in hidden)
        and not _NOT_MEANT.search(text[max(0, match.start() - 8) : match.start()])
    ]


def _traced(text: str) -> list[Disaster]:
    """Find the traces of a disaster, without figures of speech and denied ones."""
    found = [Disaster(*trace) for trace in find_traces(text)]
    hidden = [match.span() for pattern in (_FIGURES, _NO_FIRE) for match in pattern.finditer(text)] if found else []
    return [
        each
        for each in found
        if not any(each.start < last and start < each.end for start, last in hidden)
        and not _NOT_MEANT.search(text[max(0, each.start - 8) : each.start])
    ]


def choose_disaster(found: list[Disaster]) -> Disaster | None:
    """Choose the kind that names the matter best: what fell or burned before the rain that brought it."""
    order = list(_KINDS)
    return min(found, key=lambda disaster: order.index(disaster.kind), default=None)
