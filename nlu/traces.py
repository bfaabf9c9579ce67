"""What shows a disaster that nobody names: 山在走路, 床自己走路, 天公毋落雨, 台疯, brown water all around.

Asked only where neither a name of a disaster nor a plain sign of one stands in a message; so these may be broad.
"""

from collections.abc import Iterator

from nlu.patterns import later
from nlu.types import DisasterKind

_SLOPE = (
    r"(?:(?<![上爬进后下看翻出])后?山(?!羊|墙|药|货|泉|区|东|西|路|歌|楂)(?:梁子?|嘴|体|坡|包|头|脚|腰)?"
    r"|[半整][边面匹片块架]坡|坡[地头上脚]?"
    r"|崖(?:畔|底下?|上|头|壁|边)?|窑[背脑脸]|岩(?:壁|头|上|脚)|[土地田路石高后塘屋]坎|[塘田路]?塝|边坡|护坡|路基|梯田"
    r"|[后檐屋阴]沟|[屋房]后头?|[屋房]背后?|石壁|石山|矸石山|渣土?堆|渣场|弃土|护墙|挡墙|挡土墙|梯坎|塬[边上]?)"
)
_SLIDES = (
    r"(?:[垮塌滑梭溜崩坍跨踏](?!了?[腰气子嘴])|坐下|走路|走了|走动|挪|移动|搬家|(?<![没上])下来|跑了|松动?了|松垮|裂"
    r"|开[了的]?[口坼缝裂]|张[了着]?口"
    r"|往下|掉[土石渣块泥下]|落[石土泥]|[在]?动了|吐泥|淌泥|流泥)"
)
_EARTH = (
    r"(?:泥巴?(?:浆子?|汤|水|石)?|泥浆子?|稀泥|黄泥|黄土|土块|土疙瘩|一疙瘩土|一堆土|沙石|石渣|碎石|石头|大石|石块"
    r"|岩石|石头渣"
    r"|巨石|崖石|落土)"
)
_BURIES = r"(?:埋|盖|糊|吞|裹|封|塞|堵|推|填|压|砸|碾|淤)"
_SHAKES = r"(?:[晃摇抖颤甩颠荡簸震](?![头手篮车椅身床钱]))"
_ROOF = (
    r"(?:[屋房楼棚]顶(?:盖|瓦|子)?|瓦(?:片|面)?|铁皮|彩钢瓦?|石棉瓦|棚膜|大棚|膜|顶棚|雨棚|鸡棚|羊圈顶|牛棚|窝棚"
    r"|茅草|油布|广告牌)"
)
_BLOWN = r"(?:[掀揭吹刮卷飞扯撕抽](?!火|牛|风扇|药|血|烟|筋|着))"
_LAND = r"(?:[田地土塘库沟渠池]|秧田|水田|河床|坡地|稻田|库底|塘底|地皮|泥巴)"
_CROP = (
    r"(?:苗|秧|稻子?|谷子?|禾|苞[谷米]|玉米|棒子|麦子?|洋芋|土豆|红薯|番薯|花生|豆子?|烟叶?|烤烟|茶叶?|菜|果(?:子"
    r"|树)?|橘子?"
    r"|桔子?|苹果|梨|桃子?|李子?|樱桃|枇杷|葡萄|西瓜|瓜|辣椒|花椒|棉花|甘蔗|香蕉|芒果|荔枝|龙眼|槟榔|药材|三七|天麻"
    r"|庄稼|叶子?"
    r"|树|花|芽|草|桑|核桃|枣)"
)
_NO_RAIN = (
    r"(?:[没冇无毋唔不呒未么][有得曾见给]{0,2}[落下掉滴来]{0,2}[过着得]{0,2}(?:[一半][滴场点颗星]|场|滴|点)?(?:透|好"
    r"|大)?雨(?![衣伞鞋靴披棚布]))"
)

# for each kind: characters of which a text needs one, the pattern in Chinese, the pattern in English
_KINDS: dict[DisasterKind, tuple[str, str, str]] = {
    "landslide": (
        "山坡崖窑岩坎塝沟土泥石塬梯渣墙后基",
        rf"土石流|山[体石土]?[崩塌垮]|崩[山岗崖坡]|走山|山泥|泥流|{_SLOPE}[^,。;!?人猪牛羊车]{{0,7}}?{_SLIDES}"
        rf"|{_EARTH}[^,。;!?水人]{{0,6}}(?:{_BURIES}|冲[下进出过]|从[^,。;!?]{{1,6}}下|滚|碌|往下|(?:滑|砸|掉|涌|泻"
        rf"|流|淌|滚)下|一块块|往下落"
        rf"|一块一块|进屋|进了?家)"
        rf"|{_BURIES}[^,。;!?]{{0,4}}(?:泥巴|泥浆|黄泥|土石|石头|土)(?:里|下|底|堆)|(?:后面|前面"
        rf"|上面)(?:[在又还])?(?:垮|滑坡|塌下)"
        r"|土崩|[梭滑]下来[^,。;!?]{0,4}[土泥石]|(?:半|整)(?:边|座|匹|个)山|[土泥]闷",
        r"(?:hill|hillside|mountain|slope|cliff|terrace|bank|ridge)s?\b[a-z' ]{0,18}\b(?:com(?:es?|ing) down"
        r"|came down|collaps\w+"
        r"|gave way|mov(?:es|ed|ing)|slid\w*|slipp\w+|fell|falling|crack\w*|walk\w+|broke)"
        r"|landslip|mud ?flow|debris flow|avalanche of (?:mud|rocks?)|(?:under|in|with|by|full of) (?:the |wet "
        r"|thick )?mud\b"
        r"|mud (?:is |was |has |everywhere|up|to|took|ate|swallow\w*|push\w*|block\w*|slid\w*|pour\w*|rush\w*|flow\w*)"
        r"|(?:boulders?|rocks?|stones|earth|soil|dirt) (?:is |are |was |were |keeps? |kept )?(?:fall\w*|fell|roll\w*"
        r"|tumbl\w*|slid\w*"
        r"|com(?:e|ing)|came|drop\w*|hit|smash\w*|crush\w*|bur(?:y|ied))|(?:earth|ground|road|land) (?:slid|gave way"
        r"|swallow\w*)",
    ),
    "earthquake": (
        "晃摇抖颤摆甩跳颠荡震簸镇振地正船碗吼鸣筛",
        rf"(?:地皮|地面|大地|地底|地(?![方里上贫中震])|房子?|屋子?|楼(?:板|房|屋)?|墙(?:壁|头)?|床铺|炕|桌子?(?!上)"
        rf"|柜子?|碗柜|橱柜|缸|水缸|吊?灯(?:泡)?"
        rf"|梁|瓦|窗户?|整栋|整个村|碗|锅|人站着都)[^,。;!?水浪风药]{{0,6}}{_SHAKES}"
        rf"|{_SHAKES}(?:了|过|得|完|起来|下来)[^,。;!?]{{0,3}}(?:[两二三四五几好]?[下回次遍阵]|[两二三几十]+秒|房|墙"
        rf"|瓦|屋|裂|倒|垮|塌)"
        r"|床[^,。;!?]{0,3}(?:走路|自己走|乱跑|移)|[摇晃抖震颠]倒|地[镇振正][了的过,。后]|余[镇振正]|地正[了,]"
        r"|像坐船|筛糠|地底?[下里]?(?:吼|鸣)|[房屋]子?[^,。;!?]{0,2}跳(?!楼)|地[^,。;!?]{0,6}站不[稳住]"
        r"|碗筷?[^,。;!?]{0,3}叮当"
        r"|地底下?[^,。;!?]{0,4}(?:叫|吼|响|轰)"
        r"|震[感中区级得完后]|[四五六七八]点?[一二三四五六七八九\d]?级(?!伤残|残|智|风|台)",
        r"(?<!keeps )\b(?:(?:ground|earth|house|floor|walls?|bed|roof|lamps?|everything|building|village|town|land"
        r"|room|windows?|whole [a-z]+)\b[a-z ]{0,12}\b(?:shak\w+|shook|trembl\w+|sway\w*|rock(?:ed|ing)|jump\w*"
        r"|danc\w+|swing\w*|swung)|(?:the|big|strong|first|second|after|this|another|that) (?:shaking|shake"
        r"|tremor\w*|jolt\w*|trembling|rocking)|tremors?|quak\w+|jolted|rumbl\w+ (?:ground|earth)|(?:ground"
        r"|earth) (?:rolled|moved|jumped|rumbled|heaved))\b",
    ),
    "hail": (
        "冰雹蛋弹包坨瓢筛疙",
        rf"[老]?天[公爷上]{{0,2}}[^,。;!?]{{0,2}}[下落打砸掉撒][^,。;!?]{{0,5}}(?:蛋|弹|石|坨|疙瘩|块块|珠子)"
        rf"|[铁硬冷冰石][蛋弹疙坨]+|冰(?:包|暴|炮|籽|溜|粒|圪|果子|珠|葡萄|球|石)"
        rf"|(?:雷阵?雨|雨|暴雨|风)[^,。;!?]{{0,5}}(?:蛋蛋|冰|硬坨|石子)|{_CROP}[^,。;!?]{{0,6}}(?:开瓢|砸[烂碎穿]"
        rf"|打[穿烂碎成]|筛子?|窟窿)|[鸡鸽鸭鹅鹑]蛋[^,。;!?]{{0,2}}大(?!的[瘤疮包])|(?:核桃|乒乓球|汤圆"
        rf"|拇指)[^,。;!?]{{0,2}}大[^,。;!?]{{0,3}}(?:打|砸|落|下)|落雹|雹",
        r"\b(?:hail\w*|ice (?:balls?|stones?|lumps?|eggs?|rain|chunks?|pieces?|came|fell|from the sky)|(?:balls"
        r"|lumps|chunks|stones"
        r"|eggs|pieces) of ice|frozen (?:balls?|rain|stones?)|(?:egg|walnut|marble|fist|golf.?ball)s?.sized?"
        r"|ice (?:the size|as big|big as|like eggs))",
    ),
    "fire": (
        "火烧燃烟炸祝着著伙焦",
        r"祝融|回禄|火神(?:爷|光顾)?|(?<![烧发生关点烤灯柴打救])火(?:舌|头|龙|光|星|海|势|场|里|还|已|从|往|封|来|少"
        r"|又|才|太|快|烤)(?!锅|腿|箸)"
        r"|[起招失遭走打救遇过犯惹窜被让给]了?(?:场|把|一场)?[火伙](?!车|锅|腿|葬|化|食|伴|气|辣|机|柴|工|药)"
        r"|[着著]伙|(?<![发关烤生点上烧像肝冒恼虚把忘])火[,。;!?]|(?:房|屋|厝|寮|棚|店|圈|垛|铺|仓|楼|家|园|林"
        r"|山|坡|坎|地|埂|坟|草|秆|柴|烟|全|都|尽|一空|光|了)[^,。;!?人脸手纸香水饭菜锅发都里在去我]{0,3}烧(?!水|饭"
        r"|菜|香|烤|酒|到|得|三|四|心|火|纸|炭|蜂|煤|锅|柴|炕|起(?:了)?$)|烧[^,。;!?香纸水饭菜酒烤心伤]{0,2}(?:去|脱"
        r"|光|净|完|没|到天光|死"
        r"|剩|空|平|穿|毁|塌|坍|红|透|成|掉|过|垮|着了?[屋房])|(?:黑|浓|白|滚)烟"
        r"|烟(?![丝叶草苗酒袋])[^,。;!?叶草苗]{0,3}(?:大|浓|呛|熏|滚|冒|冲|笼|起)|焦(?:炭|土|黑|糊)|爆炸|炸了",
        r"\b(?:spark(?:s|ed|ing)?\b|burnt|burned|burns? (?:down|out|up|the|our)|charred|scorched|ash(?:es)?\b"
        r"|smok(?:e|ing|y)\b|flam(?:es?|ing)\b|ablaze|blaz\w+|inferno|ignit\w+"
        r"|caught (?:light|fire)|went up(?: in)?|torch\w+|gas (?:bottle|cylinder|tank) (?:blew|burst|exploded)"
        r"|embers?)",
    ),
    "snow_frost": (
        "冻雪凌霜凝冰白寒冷",
        r"桐(?:花|子花)冻|冻桐|桃花雪|冻(?:灾|害|死|坏|掉|落|蔫|烂|焦|黑|雨|枯)|冰(?:挂|凌|天|壳|雪)|霜|雪(?!糕|碧"
        r"|梨|茄|花膏|亮|白|山|莲|里红)|凌子|凝冻?(?:[了冰枝路])"
        r"|白灾|黑灾(?!难)|[寒冷]潮|寒流|倒春寒|倒春冷|春寒|冷[死脱坏][^,。;!?]{0,4}(?:苗|秧|羊|牛|猪|鸡|羔|鱼)"
        r"|(?:路|河|湖|山)[^,。;!?]{0,3}(?:结冰|冻|凝)",
        r"\b(?:frost\w*|snow\w*|sleet|black ice|ice (?:on|broke|storm|cover\w*)|icicles?|cold (?:killed|snap|wave"
        r"|spell)|froze\w*|freez\w+)\b",
    ),
    "wind": (
        "风飓台龙旋柱掀揭吹刮卷飞扯倒歪",
        rf"(?<!羊角)(?<!中)风(?!湿|险|声|气|俗|水|景|干|扇|箱|油|疹|波|雨桥|车"
        rf"|痛)[^,。;!?]{{0,5}}(?:[刮吹掀揭卷拔撕扯摇折断倒翻拧推叼提拿打带抽]|撒野|发狂|发疯|大|猛|狂|过|尾|来|把"
        rf"|将)|[旋妖鬼怪邪恶疯]儿?风|旋旋风"
        rf"|风婆|风公|台[峰疯凤丰]|风台|[吹刮]大?(?:台|风)|黑柱子|龙卷|龙吸|{_ROOF}[^,。;!?]{{0,6}}(?:{_BLOWN}"
        rf"|跑[了到]|不见|没影)|{_BLOWN}(?:了|走|掉|落|去|跑|翻|开|歪|倒|到|起)[^,。;!?]{{0,3}}{_ROOF}"
        rf"|(?:被|遭|让|叫|畀|给)[^,。;!?]{{0,3}}风|吹[歪垮塌落倒断散]|连根|倒伏|(?:稻子?|苞谷|玉米|麦子?|甘蔗|香蕉"
        rf"|树)[^,。;!?]{{0,3}}(?:倒成|倒了一|全倒|扑倒|趴)",
        r"\b(?:whirlwind\w*|twister\w*|tornado\w*|gales?|gust\w*|winds?|windy|storm\w*|typhoon\w*|cyclone\w*|blew"
        r"|blown|hurricane\w*|squall\w*)\b"
        r"|\broof (?:was |is |has |got |just |all )?(?:flew|gone|lifted|ripped|torn|peeled|off|came off|taken"
        r"|took off)|(?:took|ripped|tore|lifted|peeled)"
        r" (?:off )?(?:the |our |my |half the )?roof",
    ),
    "flood": (
        "水河江沟溪塘潮浪堤坝埂圩垸洪涝淹浸泡汛雨海漫灌桥冲漂决溃漏",
        r"水[^,。;!?费管果稻泥牛药烟痘表]{0,5}(?:灌|贯|撵|推|涮|冲|淹|漫|涨|升|漩|浸|泡|猛|急|齐|没到|齐到"
        r"|到了?(?:腰|胸|膝|颈|脖|床|窗|灶|门|楼|房|大腿|屁股|肚)|进(?:屋|家|门|村|院|来)|入屋|上(?:来|涨|街|楼|床)"
        r"|围|困|卷|带走|拿走|搬走|收走|抬|过(?:膝|腰|胸|头|顶|桥|路)|汪汪|茫茫|连天|了(?:一|半)(?:屋|院|村))"
        r"|(?:被|遭|让|叫|畀|俾|给|把|着)(?:大|河|山|溪|海|黄|浑|那场|这场)?水[^,。;!?管泥牛壶瓶]"
        r"|[大浑黄山河溪海洪]水(?!果|管|井|牛|塘|电|库|产)[^,。;!?]{0,4}(?:来|下|过|到|退|走|要|快|好)"
        r"|[做淹发涨来退下走]了?(?:大|洪|山)水|水(?:灾|患|祸|浸|害|头)"
        r"|浸(?:过|到|了|坏|晒|死|水)|[起涨大]潮|潮[水头汐]|海水|倒灌|咸水|汛|洪|涝|决[口堤]|溃"
        r"|(?:河?[堤提坝埂圩垸埝]|塘基|河岸|水库|拦河坝|大坝)(?:子)?[^,。;!?]{0,5}(?:开|破|决|豁|穿|垮|倒|断|撕|塌"
        r"|崩|缺口|溢|漫|顶不住|管涌|渗|冲)"
        r"|天[^,。;!?房屋雨]{0,3}(?:漏了?|破了?|倒水|捅)|(?:七天七夜|[几三四五六七八九十\d]+天[几三四五六七八九十\d]*"
        r"夜?)的"
        r"?[^,。;!?]{0,3}雨|雨[^,。;!?]{0,4}(?:不停|没停|下个?不|[下落]了?[两三四五六七八九十几\d]+[天夜日])|暴雨"
        r"|大雨|泡[软塌垮酥烂倒](?!面|饭)|桥[^,。;!?]{0,3}(?:冲|断|没了|垮|塌)|断桥"
        r"|冲[走垮塌毁跑断光掉倒](?!了?[我他她]的?话)|(?:江|河|沟|溪|塘)[^,。;!?]{0,6}(?:涨|漫|翻|溢|满出|平[了]?岸"
        r"|出槽|改道|走了进|进了?[屋家院村])|[船筏排](?:翻|沉)",
        r"\b(?:river|creek|stream|sea|lake|dam|reservoir|canal|tide|water|brook|pond"
        r"|ditch)s?\b[a-z' ]{0,20}\b(?:walk\w+|enter\w*|c[oa]m(?:e|ing)|took|takes?|tak(?:en|ing)|over|up|in(?:to"
        r"|side)?|spill\w*|broke\w*|burst\w*|rose|rising"
        r"|ris(?:es|en)|rush\w*|pour\w*|all around|around|everywhere|ate|eat|swallow\w*|carried|swept|cover\w*"
        r"|reach\w*|through|high|higher|deep|still|all over)\b"
        r"|\b(?:to|by|in|into|under|lost [a-z0-9 ]{1,30} to) (?:the )?(?:river|water|flood\w*|sea|brown water"
        r"|muddy water)\b|(?:brown|muddy|dirty|black|waist.?deep|knee.?deep|chest.?deep|high) water"
        r"|\b(?:dikes?|dykes?|levees?|embankments?)\b|\bdam (?:broke|burst|is|was|spill\w*|over\w*)|drowned|washed"
        r"|submerged|waterlogged|overflow\w*|inundat\w+|underwater|(?:fields?|house|walls?|grain|rice|beds?"
        r"|everything)\b[a-z ]{0,10} soaked|torrent|tide|heavy rains?|rain(?:ed|s|ing)? (?:for )?(?:\d+|two|three"
        r"|four|five|six|seven|non|without)",
    ),
    "drought": (
        "旱汗干雨裂坼枯水焦晒渴蔫滴",
        rf"{_NO_RAIN}|雨[^,。;!?]{{0,3}}(?:不|没|冇|毋|唔)(?:落|下|来)|[抗闹遭天大春夏秋冬伏连][旱汗干](?!净|部|活"
        rf"|粮|吗|啥|么|的|了|脆|扰|预)|旱[^烟厕船冰鸭]|干[寒汗旱涸坼裂枯]|(?:没|冇|不)(?:打|下)?湿过"
        rf"|{_LAND}[^,。;!?墙房]{{0,4}}(?:开裂|开坼|裂[口缝得成开了]|龟裂|冒烟|起灰|干[透了得成裂死硬])"
        rf"|(?<!百){_CROP}(?!枯)?[^,。;!?虫冻霜风水病]{{0,5}}(?<!百草)(?:枯|焦|蔫|晒死|干死|渴死|点得着|瘪|旱|卷筒"
        rf"|打卷|拧绳)|一滴[水雨]|滴水(?!观|崖|岩|洞)[未没不全]|(?:(?<!工)井|塘|库|河|沟|渠|堰|泉|溪|窖"
        rf"|池)[^,。;!?电湿矿在工]{{0,4}}(?:干(?:了(?![一二两三四五六七八九十几\d])|[底得透涸枯完到])|枯|见底|断流"
        rf"|没水|冇水|无水|放水)|(?:没|冇|无|唔够|缺)水(?:浇|灌|栽|插|放|犁|打田|泡田)",
        r"\b(?:drought|(?:fields?|land|ground|soil|earth|mud|paddy|paddies)\b[a-z' ]{0,12}\b(?:crack\w*|baked|dust"
        r"|hard as|split)|crack\w* (?:fields?|land|ground|soil|earth|paddy)|(?:reservoir|pond|well|river|stream"
        r"|creek|canal|spring)s?\b[a-z' ]{0,14}"
        r"\b(?:dry|dried|empty|football|dust|bottom|vanish\w*)|no water (?:for|in) the (?:rice|fields?|crops?|canal"
        r"|paddy|corn|maize|pond|reservoir)|no rain|(?:never|not|hasn't|didn't|doesn't|won't) rain\w*|sun (?:killed"
        r"|burn\w*|cooked|baked)|(?:maize|corn|rice|crops?|wheat|seedlings?)"
        r"\b[a-z' ]{0,8}\b(?:dried|dead|dying|withered|yellow|shrivel\w*)|thirst\w*|rainless)\b",
    ),
    "pest": (
        "虫蝗蛾螟蚜螨啃蛀瘟蚂鼠耗雀鸟獾",
        rf"(?<![寄打昆杀蛔绦驱吸血钩蛲])(?<!打.)(?<!打..)虫(?!草|药|牙|的药|咬[了]?[我他她手脚])|蝗|螟|蚜|[^飞]蛾|螨"
        rf"|{_CROP}[^,。;!?]{{0,6}}(?:啃|蛀|叮|咬|祸害|糟蹋|吃光|瘟)|(?:鼠|耗子|鸟|雀|猪獾|野猪"
        rf"|猴)[^,。;!?药]{{0,5}}(?:啃|吃|咬|糟|啄|害|拱)",
        r"\b(?:bugs?|beetles?|worms?|mites?|pests?|caterpillars?|locusts?|grasshoppers?|planthoppers?|hoppers?"
        r"|weevils?|aphids?|borers?|fungus|mildew|rust|blight|boars?|rats?|mice|monkeys?|birds?)"
        r" (?:ate|eat\w*|in the|on the|destroy\w*|killed|took|got|have eaten|chew\w*|all over)|armyworm\w*|infest\w*"
        r"|swarm\w*",
    ),
}  # fmt: skip
_CHINESE = [(kind, frozenset(marks), later(words)) for kind, (marks, words, _) in _KINDS.items()]
_ENGLISH = [(kind, later(words)) for kind, (_, _, words) in _KINDS.items()]
_MARKS = frozenset().union(*(marks for _, marks, _ in _CHINESE))


def find_traces(text: str) -> Iterator[tuple[DisasterKind, int, int]]:
    """Find what shows a disaster in a normalised text: its kind, and where it stands."""
    if text.isascii():
        for kind, english in _ENGLISH:
            for match in english.finditer(text):
                yield kind, match.start(), match.end()
        return
    characters = frozenset(text)
    for kind, marks, chinese in _CHINESE:
        for match in () if marks.isdisjoint(characters) else chinese.finditer(text):
            yield kind, match.start(), match.end()
