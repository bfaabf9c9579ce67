"""Whom a message is about: what is said of each person met in it, weighed."""

import re
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple, Protocol

from nlu.kin import Person
from nlu.normalise import read_yaml
from nlu.patterns import both
from nlu.types import Relation

_ILL = both(
    r"智障|不遂|半身|肢体|一级|二级|三级|四级|羊水|破水|见红|宫缩|生(?:了|孩|娃|崽|产|宝|毛毛)|怀|哭|脸色"
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
    r"|骗|查出|确诊|诊断|独居|孤|一个人|六十|七十|八十|九十|岁|药|噎|卡|呛|哽|吞|误食|吃了|喝了|醉|难受"
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
    r"(?:打工|务工|干活|上班|做工|挣钱|[,。;]|$)|在外(?=[ 头面]|$)|在外|去外|出去?(?:打工|务工|外|远门)|出门(?:打工"
    r"|务工|在外|了?[,。])|打工|务工|进城|不在家"
    r"|跑(?:长途|车|运输|船|外卖|了(?!.{0,2}出)|掉|脱|路)|走(?:了|得早|掉)(?!.{0,3}(?:不见|没回"
    r"|失踪))|改嫁|离(?:家出走了?|婚|了婚|开|异)|坐牢|去世|过世|没了|死(?:了|得早|媳)|病死|病故"
    r"|走得早|不在了|不接|不管|没空|回不来|赶不回|忙|在部队|当兵|在监狱|驻村|嫁|单身"
    r"|在(?:浙江|广东|深圳|东莞|上海|北京|福建|江苏|温州|宁波|杭州|广州|天津|城里|县城|厂里|工地|外省|超市|煤矿))"
    r"|^ ?(?:is |are |was |'s )?(?:away|working|works?|abroad|left|gone to|out of town|at work"
    r"|in (?:shenzhen|guangdong|the city|town))"
)
_SPEAKS = re.compile(
    r"^(?:今天|昨天|刚才|刚刚?|又|就|也|都)?(?:打(?:来|了)?(?:个)?(?:电话|视频)|发(?:微信|视频|语音"
    r"|短信)|来电话?|视频里|电话里|打来(?=[说讲哭])|来电)?(?:里|给我|跟我|对我|和我|来)*(?:说(?![不胡])"
    r"|讲(?![不胡])|(?<=来)哭|告诉|喊我|叫我|让我"
    r"|要我|托我|教我|帮我|劝|问|同意|不同意|商量|知道|看见|看到|听见|发现|背着?|抱着|急[得死]"
    r"|哭[着得]|吓|找|去找|请|送|带|陪|给|寄|心[脏]?急|愁|急得|哭着|(?:的)?电话,?说)"
    r"|^ ?(?:says?|said|told|tells|asked|asks|called|calls|found|saw|wants me|thinks|agrees|is a (?:teache"
    r"r|cadre|doctor|nurse))"
)
_PERPETRATOR = re.compile(
    r"^[^,。;!?]{0,8}(?:打(?![球工牌麻针药电视水鱼猎谷麦米雷扫滑火车卡听算开点吊鼾摆转嗝喷碎断])"
    r"|不让|不许|不给|杀|砸门|抽(?![筋搐])|骂|砍|揍|踢|踹|掐|捅|追|赶|虐待|欺负|家暴|强|扒|摸|拿(?:刀"
    r"|棍|皮带|锄头|斧头)"
    r"|锁|关|逼|摔|beats?|hits?|hitting|beating|kicks?|kicking|chok|strangl|is attacking|threaten|threw|throws|grabbed)"
)
_ATTACKED = re.compile(
    r"(?:了|着|死|伤|断|得|,| )?(?:老|小)?(?:[我他她额]|弟|妹|哥|姐|妈|爸|爹|娘|奶|爷|孩|娃|女"
    r"|儿|婆|媳|人|嫂|孙|崽|仔)|[a-z]{0,4} ?(?:my|me|our|his|her)\b"
)
_VICTIM_BEFORE = re.compile(
    r"(?:不让|不许|不准|嫌|杀|打|抽|揍|骂|踢|踹|掐|砍|捅|咬|撞|砸|压|埋|绑|关|锁|卷|拐|害|欺负"
    r"|虐待|烫|淹|困|冲走|带走"
    r"|抢|追|逼|骗|夹|轧|碾|扎|刺|蛰|烧|戳|赶|掉)(?:了|着|住|伤|死|坏|倒|断|走|到|在)*(?:了|的)?(?:我)?$"
    r"|(?:paralysed|paralyzed|crippled|injured|killed|beat|hit|bit|kick|buried|crushed|trapped|attack"
    r"|hurt|swept|hitting|beating|kicking|on top of"
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
_UNCARED = re.compile(
    r"^[^,。;!?]{0,3}[,]?(?:没人|没得人|无人|没有人|谁来?)(?:管|看|煮|带|照|睇|做|接|喂|伺候|服侍|送)"
)
_OWN_END = re.compile(
    r"[站坐爬蹲走](?:在|到|上)[^,。]{0,4}(?:楼顶|天台|桥[上边栏头]|栏杆|悬?崖|江边|水库边|塘边|铁轨|窗[台沿])"
    r"|活(?:着|得)?(?:太|好|真|也)?(?:累|没意思|没劲|没意义|没盼头|够)|不想再?活|活不下去|不想下来"
    r"|解脱|了断|一了百了|跳下去"
    r"|(?:药|绳|刀片?|遗书)[^,。]{0,4}(?:[备买写找]好|在手|摆在)|(?:楼|桥|崖)[^,。]{0,4}(?:下去|跳)[^,。]{0,9}"
    r"(?:疼|痛|快|死|解脱)"
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
_CARRIES = re.compile(
    r"(?:带|抱|背|拉|领|牵|搂)(?:着|起|了|住)?(?:[^,。;!?]{0,4}的)?(?:[一二两三俩仨]个?)?(?:我|俺|额)?(?:家|的)?$"
)
_HARMS_NEXT = re.compile(
    r"^(?![^,。;!?]*[被让遭叫])[^。!?]{0,14}(?:打|砍|杀|捅|掐|踢|揍|赶|锁|绑|骂|摔)(?:了|着|伤|死|断|出去)*(?:我|俺|额)?(?:家|的)?$"
)
_CARER_FAILS = re.compile(
    r"^[^,。;!?]{0,4}(?:一个人|自己|也)?(?:照顾|凑|湊|带|管|忙|顾|看|养|供|弄|伺候)(?:也)?不(?:过来|来|了|掂|住|动|起)"
)
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
_PRONOUN = re.compile(r"(?<!其)[他她伊]|\b(?:he|she|his|her)\b")
_OF_SOMEONE = re.compile(r"(?<!其)[她他](?:留|写|说|发|给|在|把|一直|不|还|就|刚)")
_FAREWELL = re.compile(
    r"对不[起住]|下辈子|来世|先走(?:了|一步)|来生|遗书|照顾好|替我|别怪我|永别|不怪|拖累|sorry to leave"
    r"|better without me"
)
_OTHERS = both(
    r"有人|老人|女孩|男孩|学生|工友|工人|小[马王李张刘陈杨赵黄周吴徐孙胡朱林何郭罗][^子]|[他她伊渠]"
    r"|人家|一个(?:人|男|女|老)|谁|大家|村民|群众|乘客|司机|路人|孤儿",
    r"\b(?:he|she|they|someone|somebody|man|woman|people|everyone)\b",
)
_GRAVE = both(
    r"离家出走|楼顶|天台|桥栏|摔|跌|滚[到下落]|踩[滑空]|没上来|没出来|没下山|不应|断|瘫|晕|昏|死|撞"
    r"|砸|埋|失踪|失联|没回|未归|未返|不见|走丢|走失|拐|出事|车祸|中毒|卷|夹|轧|碾|绞|铡|锯|压[断住着在到伤]"
    r"|烧伤|烫"
    r"|叫不|喊不|没气|抽[筋搐起]|抽了|吐血|流血|出血|血|癌|瘤|白血|尿毒|透析|中风|脑[梗溢出]|心梗"
    r"|噎|卡住|卡[鱼刺枣在到]|吞|农药|敌敌畏|百草枯"
    r"|老鼠药|煤气|淹|溺|落水|掉[到进下落在]|跌落|触电|咬|蜇|顶了|难产|吊|跳|割|轻生|自杀|疯|精神"
    r"|聋|哑|瞎|失明|残|截|脑瘫|自闭|痴呆|糊涂"
    r"|没人|没得人|冇人|无人|一个人|独居|孤|倒[在地了]|栽|发烧|高烧|脸[紫青黑白]|白沫|说胡话|病|痛"
    r"|疼|不动|动不|起不来|住院|开刀|手术|化疗|打得|被打|遭打|挨打",
    r"\b(?:fell|fallen|broke|broken|missing|trapped|stuck|unconscious|can't breathe|not breathing"
    r"|bleed|bleeding|bit|bitten|hit|crushed"
    r"|buried|drown\w*|chok\w*|swallowed|drank|poison\w*|cancer|stroke|paraly\w*|bedridden|blind|collapsed"
    r"|fever|hanging|died|kidneys?"
    r"|surgery|dialysis|under|threw|can't get up|not moving|lost|caught|died)\b",
)
_GROWN = both(
    r"[一二两三四五六七八九十半\d]岁|还小|读|念|上学|放学|学费|考上|录取|高中|大学|工资|打工|失业|下岗",
    r"\b(?:years? old|school|college)\b",
)
_HELPS = re.compile(
    r"^(?:们|家|屋|他们)?(?:刚|今天|昨天|昨晚|好心|都|也|又|就|还|硬|一起|后来|赶来|跑来|路过)*(?:把我"
    r"|将我|给我|帮[我忙着]?|替我|拉我|救[了我]|背我|扶我|抬|拽|捞|送[我了来医]|送去|借[我给了]"
    r"|看[见到]|听[见到]|发现|打(?:来|了)?电话|打来|来电|讲|说(?!不|胡)|告诉|劝|教|通知|介绍|带我"
    r"|喊我|叫我|收留|接济|给了?(?:一)?[点碗口些袋碗]"
    r"|没人(?:听|接|应|理|来|开)|煮|都?没接|不在家|都睡|可以帮|愿意|说可以|让我|来了|也走了|也没)"
    r"|^ ?(?:brought|gave|found|says?|told|helped|pulled|carried|called|saw|lent|drove|took me|took us)\b"
)
_ASKED = re.compile(
    r"(?:喊|叫|问|求|找|托|跟|靠|麻烦|请|指望|多亏|依靠|投奔|听|给|和|同)(?:了)?(?:半天|几声|一声"
    r"|好几家|遍了?)?(?:我)?$"
    r"|(?:thank|ask|asked|from|called|by) (?:my |the |a )?$"
)
_BORROWED = re.compile(r"(?:借|欠|给|送|煮|端|分|拿|养|还|介绍|给了)[^,。;!?]{0,6}(?:的|我)|^(?:送|给|借|端)")
_TOGETHER = re.compile(
    r"(?:一起)?(?:[跟和同与带抱背]着?|and|with)(?:我|我的| my| our)?(?:[一二两俩三仨四五几]个?| two"
    r"| three)? ?(?:小|老|同|表|堂)?"
)
_ALL_IN_IT = re.compile(
    r"^[^,。;!?]{0,4}(?:都|全|一起)?(?:被|给|让)?(?:埋|困|压|关|卡|堵|掉|躲|锁|绑|打|撞|扣|淹|滚|翻"
    r"|围|晕|中毒|趴|站在|挂在)"
)
_NOTE = re.compile(r"(?:留|写|发|枕头|桌上|手机里)[^,。;!?]{0,8}(?:纸|信|字|条|话|遗书|再见|永别|短信|消息)")
_WORRIES = re.compile(
    r"^[^,。;!?]{0,6}(?:愁|抽[^,。]{0,3}烟|不说话|叹气|卖了|说没钱|没钱|借遍|哭了?[,。]|急得|舍不得"
    r"|睡不着|不说什么|发愁|让我别|叫我别|喊我别)|^ (?:says? (?:we|there|i)|worr|cries)"
)
_WEAPON = re.compile(
    r"(?:拿|用|抡|提)(?:着|起|了)?[^,。;!?]{0,4}(?:刀|斧|棍|锤|锄|绳|砖)|with a (?:knife|axe|stick|belt)"
)
_DUTY = re.compile(
    r"^(?:是)(?:[^,。;!?]{0,6})(?:老师|班主任|志愿者|网格员|护士|村医|路过|驻村|队员|社工|[卖送收开修][^,。;!?]{1,4}的)"
)
_ON_DUTY = re.compile(r"我是[^,。;!?]{0,6}(?:老师|班主任|志愿者|网格员|村医|社工)|我班上?")
_ORPHANED = re.compile(
    r"(?:爹|爸|父)[^,。;!?]{0,4}(?:死|没了|走|坐牢|不管|不在|去世|判)[^。;!?]{0,6}(?:妈|娘|母)[^,。;!?]{0,4}(?"
    r":死|没了|走|嫁|改嫁|跑|不要|不管|不在)|没爹没妈|爹死娘嫁|父母双亡|(?:爸妈|父母|爹娘)[^,。;!?]{0,4}(?:死"
    r"|没了|离婚|不要|不管|都?不在)"
)
_POSSESSOR = re.compile(
    r"^的(?:[^,。;!?的]{0,3}药|钱|米|粮|电话|房子|床|衣服|存折|手机|工资|饭|字|名|车|地|眼镜|鞋|话"
    r"|号|安眠|降压)|^'s (?:pills|medicine|money|phone|tablets|number)"
)
_AFRAID = re.compile(
    r"我?(?:好|很|真)?(?:害怕|怕[,。;!?]|好怕|我怕|不敢睡|想(?:爸爸|妈妈|有人)|没人(?:陪|教|跟)我"
    r"|同学(?:都)?笑)|i'm (?:so )?scared"
)
_SCHOOLING = re.compile(
    r"通知书|考上|录取|书本费|学费|伙食费|住宿费|校服|作业|念书|读书|上学|年级|初[一二三]|高[一二三]"
    r"|老师|上学|开学|读高|念高|读大|念大|学杂|书费|住校|school|fees|homework|tuition"
)
_INFANT = re.compile(r"奶粉|米汤|奶水|断奶|没奶|尿布|月子里|个?月大|满月|formula|milk powder|nappies|diapers")
_HUNGRY = re.compile(
    r"饿|[没未冇](?:得)?(?:吃|食|米|落)|一口|米汤|糖水|净[系係是]|喝的|喝水|hungry|eaten|nothing to eat"
)
_NOBODY_CARES_FOR = re.compile(
    r"(?:[没冇无](?:得|有)?人|谁来?)(?:来|能|去|可以)?(?:照顾|照看|管|看|带|喂|伺候|服侍|接|抱|陪|做饭给)(?:着)?(?:我|俺|额)?(?:家|的)?$"
    r"|(?:nobody|no one|no-one|who)[^,.;]{0,14}(?:watch|look after|care for|feed|mind|with|for|take)(?: my| the"
    r"| our)?(?: old| little| two)? ?$"
)
_PAYS_FOR = re.compile(r"给(?:我|俺|额)?(?:家|的)?(?:两个|仨|俩)?$")
_PAID = re.compile(r"^[^,。;!?]{0,3}(?:交|凑|治|看病|做手术|买药|抓药|开药|续|缴|读|上学|念|报名)")
_ALONE_THERE = re.compile(
    r"^[^,。;!?]{0,10}(?:自己|一个人|独自|单独|自个)|^[^,.;]{0,20}(?:alone|by (?:him|her)self|on (?:his|her) own)"
)
_LITTLE = re.compile(r"[娃孩崽仔宝伢囡囝]|小的|奶|bb|baby|babies|kid|toddler|infant|newborn|little|yo$")
_ANOTHER_HURT = re.compile(
    r"(?:老人家?|工人|学生|司机|村民|乘客|[女男]的|[女男]孩|小孩|群众|病人|师傅)[^,。;!?我]{0,4}"
    r"(?:困|被|掉|压|埋|摔|跌|倒|落|病|昏|晕|断|淹|没上|没出|没气)"
)
_AFFLICTED = re.compile(r"(?:傻|瘫|瘫子|疯|瞎|瞎眼|聋|哑|病|跛|瘸|残|脑瘫|残疾|自闭|痴呆)(?:的)?$")
_SEVERAL = re.compile(r"(?:[两二三四五六俩仨]个?|两个)(?:小|大)?$")
_CLAUSE_BEGINS = re.compile(
    r"(?:^|[,。;!? \n:])(?:我|俺|额|阮|咱|𠊎|我家|俺家|额家|我们家|我屋|my |our |the )?(?:那个?|这个?|的)?$"
)
_CARER_GOES = re.compile(
    r"^[^,。;!?]{0,8}(?:要走|走了|住院|住进|辞|不干|不做|去世|抓走|带走|接走|拉走|送医|回娘家|病倒|撑不|奔丧|有急事|做不动)"
)
_WHOSE_CARER = re.compile(r"^的[^,。;!?]{0,8}(?:走|住院|不[干做]|辞|抓|回|要|今天|昨天|明天|病)")
_NEEDED_BY = re.compile(
    r"^的[^,。;!?]{0,4}(?:药|氧|胰岛|奶|学费|书|病|腿|腰|眼|手|脚|伤|轮椅|针|透析)"
    r"|^'s (?:insulin|medicine|pills|oxygen|school)"
)
_NEEDED_FOR = re.compile(r"(?:\bfor (?:my )?|(?:给|供)(?:我|俺)?(?:家|的)?)$")
_CARRIER_HURT = re.compile(
    r"^[^,。;!?]{0,6}(?:摔|跌|滑|扭|闪)[^。!?]{0,6}[,]?[^。!?]{0,6}(?:腰|胯|髋|骨|膝|直不起)|^[^,。;!?]{0,4}(?:站|坐|跳|爬)(?:在|到|上|了)"
)
_YOUNG = frozenset(("child", "grandchild", "sibling", "other_relative"))
_NEXT_GENERATION = frozenset(("child", "grandchild", "sibling"))
_UNCARED_HERE = re.compile(
    r"[没冇无](?:得|有)?人(?!民)|谁(?:来)?(?:管|带|抱|伺候|照顾|睇|做)|nobody|no one|no-one|quit|carer|who feeds"
)
_BUSY = re.compile(
    r"^(?:还|又|今晚|今天|明天|明早|听日|听朝|听晚|明朝|下午|后天|自己|一个人|也)*(?:必须|得去|要(?:回"
    r"|上班|返工|出车|坐牢|开刀|手术|进厂|去)|走不[开脱]|回不[来去]|赶不|困在|在(?:外|部队|海|火车"
    r"|路上|温州|广|深|上海|北京|浙|东莞|佛山|厂|工地|监)|[六七八九十]点|开刀|上?夜班|进(?:手术|隔离)"
    r"|住院|才刚上班|腿不行|抱不动|工资不够|供)"
    r"|^ ?(?:'m|am) (?:stuck|working|at work|in|away)|^ ?(?:start|have|go in for) (?:surgery|an operation"
    r"|work)|^ can't (?:get back|breastfeed|leave)"
)
_AFFIRMED = re.compile(r"(?:^|[,。;!? ])(?:而?是|病的是|说的是)(?:我家?|俺|我们家)?(?:的)?$")
_DEAD = re.compile(
    r"^[^,。;!?]{0,8}?(?:病死|死了|死得|没了|去世|过世|不在了|走得早|车祸走|车祸没|也没了|先走|走了半年)"
    r"|^ (?:has )?died"
)
_MY_ERRAND = re.compile(
    r"^我(?:陪|带|给|替|帮|背|送|和|跟|去)[^。;!?]{1,16}[,;]?(?:自己|滑下去|我自己|也)[^,。;!?]{0,8}(?:摔"
    r"|断|病|伤|倒|查出|烧|晕|破|跌)"
)
_TOO_OLD = re.compile(r"^(?:也|都|又|年纪)*(?:老了|走不动|干不动|做不动|大了|[七八九]十|顾不|管不|背不动|照顾不)")
_BORN_HERE = re.compile(r"生(?:了|下)(?:一?个|对)$")
_QUOTE = re.compile(r"[\"“「『].{4,200}?(?:[\"”」』]|$)", re.DOTALL)
_LIVE_TOGETHER = re.compile(r"^(?:一起|俩|两个)?(?:睡|住|过|长大|生活|在家|相依)")
_DEED_WITH = re.compile(r"^(?:又|刚|昨晚|昨天|今天)*(?:吵|打架|说|讲|商量|离|借|要|生气|结婚|学)")
_CLAUSE_END = re.compile(r"[,。;!?\n、 ]|$")
_ENGLISH_CLAUSE_END = re.compile(r"[,.;!?\n]| (?:and|but|so|because|while|after|when) |$")
_LEFT_BEHIND = re.compile(r"(?:托给|交给|对不[起住]|放不下|舍不得|拖累|告诉|跟)[^,。;!?]{0,2}$")
_NO_NEED = re.compile(
    r"^(?:和|跟|与)?[^,。;!?]{0,3}(?:没事|好好的|平安|不肯|不管|不认|嫌|不要|不给|不让|不许|骂|赶"
    r"|逼|嘲|笑我|打我|欺负|走得早|早就?不?在?|去世|过世|改嫁|跑了$|跑了,|跟人跑|走了(?!好几|一天)"
    r"|没给|不给|把(?:我的?)?(?:米|钱|灶|门|存折|卡|我)|拿[走了]我|看不起|躲着|脸色|坐牢|(?:都|还"
    r"|全)*(?:指着|指望|靠|等)我|动手动脚|往死里打|输了?钱|赌)"
    r"|^[^,。;!?]{0,6}(?:我的?(?:头|脸|手|脚|腿|脖子|肚)|打得我|我打|我推|我关|我锁|我赶)"
)
_NO_NEED_ENGLISH = re.compile(
    r"^ (?:drinks|is drunk|hits|beats?|locked|took my|comes into|says (?:i|he)|left(?: me)?\b(?! with)"
    r"|won't let|threw me|kicked me|and (?:last night )?he (?:broke|hit))|^'s (?:wife|husband|boyfriend)"
)
_PARTS = "手脚腿腰胸头脑眼耳牙骨背肩膝肋喉嘴脸心肝肺肾胃肠皮踝颈脖肚"
_OWN_BODY = both(
    rf"(?:[{_PARTS}]|胳膊|指头?|尾椎|锁骨|嗓子|脚杆|手杆|脑壳|奶子|下身|屁股|血管|半边|伤口)[^,。;!?他她]{{0,6"
    rf"}}(?:断|痛|疼|麻|肿|裂|伤|压|砸|绞|夹|烂|花|聋|瞎|扭|崴|折|动不|郁|没知觉"
    r"|直不|抖|慌|昏|晕|血|坏|萎|缩|握不|变形|僵|木|卡|咬|烧|烫|破|残|抽|胀|闷|堵|没了|铡|轧|碾|锯"
    r"|截|穿|退|黑|紫|饿|软|像压|要炸|发|冇力|没力|站不|拿不)"
    r"|(?:压|砸|断|伤|崴|扭|折|绞|咬|轧|划|割|烫|摔|跌|扎|夹)(?:了|到|断|着|穿|坏|伤)*(?:我)?(?:左"
    r"|右|一|两|三|几)?(?:只|根|节|条|个)?(?:手|脚|腿|腰|胳膊|指|头|眼|骨|肋|踝|膝|背|小腿|尾椎)"
    r"|[左右][眼耳手脚腿臂边][^,。;!?]{0,8}(?:戳|模糊|不听使唤|没劲|看不|瞎|废)|(?<!压)头重|咳[^,。;!?]{0,2}[血痰]|[砍剁割锯]到?了?(?:脚|手|腿)|抬不起来"
    r"|肚子?[涨胀痛疼]|褥疮|吐了|吐黄|打滚|(?<!压得)喘不|上不来气|出冷汗|头昏|头晕|没力气|动不[了得]|郁唔|起不来|走不动"
    r"|重活[^,。;!?]{0,4}做不|活[^,。;!?]{0,3}[做干]不[得了成]|种不动|站不住|睡不着|[耳眼]?[聋花瞎]了",
    r"\b(?:can't|cannot|couldn't) (?:breathe|move|feel|stand|walk|see|get up|sleep)|\b(?:chest|throat) (?:so "
    r"|is )?tight|\blost (?:two |three |a |my )?(?:fingers?|hand|leg|arm|eye|foot)"
    r"|^(?:fell|slipped|bitten|stung|broke|crushed|hit|cut|burnt|swallowed|drank)\b|hands are shaking"
    r"|(?:legs?|arms?|hands?|foot) (?:is |are )?(?:broken|numb|trapped|pinned|stuck)|losing blood|\bdizzy\b",
)
_OWN_ILLNESS = both(
    r"[癌瘤炎]|矽肺|尘肺|透析|尿毒|结石|突出|腹水|风湿|癫痫|羊癫|血压|糖尿|胰岛素|降压药|青光|白内障"
    r"|中风|偏瘫|瘫[了痪]|结核|肺痨|乙肝|贫血|发烧|高烧|哮喘"
    r"|落下[^,。;!?]{0,4}(?:病|毛病)|后遗|怀孕|怀起|见红|羊水|[药]{1}(?:也|都|就)?(?:吃|断|停|没|只剩|快)[^,。;!?]{0,3}(?:[完了光]|没"
    r"|买)|断药|开刀|手术|住院|查出|确诊|残疾|工伤|截肢|洗胃|化疗|放疗|[一二三四]期|片子|肌瘤|中过?风|甲亢|心[衰脏]|搭桥|水肿|戒毒|复查|药费|抑郁",
    r"\b(?:pneumonia|bad back|cancer|tumou?r|tb|diabet\w*|dialysis|insulin|inhaler|pregnant|diagnosed|surgery|operation"
    r"|epilep\w*|asthma|stroke)\b",
)
_OWN_ACCIDENT = both(
    r"(?:摔|跌|掉|滚|栽)(?:了|到|进|下|落|沟|倒|伤|一跤|断|低)|从[^,。;!?]{1,8}(?:摔|跌|掉|滚|栽)"
    r"|(?:被|遭|让|叫|给|予|畀|俾)[^,。;!?]{0,6}(?:咬|蜇|撞|砸|压(?!得|力)|困|埋|锁|关|打|捅|砍|抢"
    r"|刺|烫|烧|电|骗|辞|开除|裁|赶)"
    r"|[里中]熏过|在(?:山洞|矿洞|井下|窑里|冷库)|山洞里|触电|电[到着]了|中毒|误[喝食吃服]|[喝吞吃]了[^,。;!?]{0,10}(?:药|枯|剂|汽油|菌|蘑菇)|(?:困"
    r"|压|埋|卡|闷|躺|关|锁)(?:在|住|到)",
    r"\b(?:locked in|fell|slipped|trapped|stuck|bitten|stung|crashed|scalded|burned)\b",
)
_OWN_WORK = both(
    r"老板|工头|厂[里子]?|工地|矿上|砖窑|项目部|包工|工钱|工资|薪|失业|下岗|被?裁|辞退|开除|工头|没活"
    r"|没有活|停工|收摊|摆摊|[店铺][^,。;!?]{0,3}(?:关|倒|黄)了?|没生意|没了生意|找不到(?:活|工|事)|冇工|冇得开工|散伙|遣散|打工|劳动局|平台|送外卖|跑[车船]|搬砖|东家",
    r"\b(?:boss|laid off|sacked|fired|wages?|my job|owed?s?|redundan\w*|no work|out of work|jobless|unpaid"
    r"|factory|kiln|site)\b",
)
_OWN_NEED = both(
    r"[没未无冇](?:得|有)?(?:吃|进食|东西吃|米|饭)|饿|米[桶缸]|揭不开锅|光喝水|欠我|骗[光走了去]|传销"
    r"|网贷|催债|讨债|堵门|赌债|身上[^,。;!?]{0,4}没|身无分文|睡桥|流浪|没亲没故|无亲无故"
    r"|睡车站|坐牢[出回]来|冒名|生活费|一屁股[账债]|断[了]?粮|[没冇无]米|粮[^,。;!?]{0,3}吃完|米[^,。;!?]{0,3}没了|身上[^,。;!?]{0,4}[块元]"
    r"|没地[方儿]?[歇睡住]|没落脚|过夜|两天没|三天没|出狱|刑满|放出来|考上|录取|退学|读书",
    r"\b(?:haven't eaten|hungry|starving|nothing to eat|rent|homeless|nowhere to (?:go|sleep)|(?:released"
    r"|out) (?:from|of) pr"
    r"ison|no (?:food|rice)|sleeping (?:under|in|at|on)|scammed|cheated)\b",
)
_OWN_ALONE = both(
    r"一个人|独居|孤身|孤寡|单身|一人[过住]|无儿无女|没儿没女|没人(?:管|问|理)|就自己|只剩自己|独自",
    r"\b(?:alone|by myself|on my own|nobody)\b",
)
_OWN_DEATH = both(
    r"遗书|绳子|药[^,。;!?]{0,6}(?:备|摆|拧|开|枕|手)|瓶[子盖]?[^,。;!?]{0,3}(?:拧|开)|不想[再]?(?:拖累"
    r"|活|醒|连累)|活[够腻]|活不下|一了百了|解脱|楼顶|天台|[坝桥崖][^,。;!?]{0,3}(?:上|边|栏|头)[^,。;!?]{0,12"
    r"}(?:风|冷|凉|跳|下去|这样)"
    r"|[睡走]了?(?:过去)?就不[醒回]|想死|死了算|欲死|寻短|轻生|先走(?:了|一步)|下辈子|来世|先睡了"
    r"|[叠洗锁留备拾喂][^。!?]{0,24}[,。;! ](?:我)?走了[。!]?$"
    r"|[河江塘崖楼][^,。;!?]{0,3}风[^,。;!?]{0,3}[大凉冷]|[河江塘]水[^,。;!?]{0,3}[静清凉]"
    r"|不疼了|密码是|存折给|死了倒|不打算回|去找(?:老|他|她)|就到今晚|对不住|收拾(?:好|利索|干净)"
    r"|安排(?:好|妥)|不给[^,。;!?]{0,4}添|清静了|就这样吧|撑不下|不用(?:再)?为我|打扰(?:你们|大家)",
    r"\b(?:don't want to (?:live|wake|be here)|end it|kill myself|goodbye|the pills|better off without)\b",
)
_OWN_AGE = re.compile(
    r"^(?:俺|额|我)?(?:今年)?[五六七八九5-9]十?[一二三四五六七八九十\d]?(?:岁)?(?:了|的人了?)?(?=[,。;! ]"
    r"|一个人|还|耳|眼|孤|没|膝下|无)"
)
_HOUSEHOLD = both(
    r"全[组村寨屯]|船|好几个人|大棚|[菌树]种|种子|化肥|泉水|渠|我们|咱们|俺们|全家|一家|[一二三四五六七八九十"
    r"\d]口|大家|屋顶|房[子屋顶]|墙|猪|牛|羊|鸡|鸭|鱼|田|地里|苗|苞谷|玉米|稻|果|棚|水井|自来水|路"
    r"|村|桥",
    r"\b(?:hail|tobacco|barn|spring|rice|maize|storm|we|our|us|house|roof|pigs?|sheep|crops?|well|field|family)\b",
)
_ASKS = re.compile(
    r"吗|嘛\?|怎么|咋|如何|能不能|可不可以|可以[^,。]{0,6}[吗不]|多少|能报|哪[里个]|什么|政策|条件"
    r"|补贴|申请|\?|what|how|can i|do you"
)


class Placed(Protocol):
    """Somebody met in a text: the relation, and where the word begins."""

    @property
    def relation(self) -> Relation:
        """The relation to the one who writes."""

    @property
    def start(self) -> int:
        """Where the word begins."""


def signs_of(text: str, people: Sequence[Person]) -> list[list[str]]:
    """Give what speaks for and against each person, as names of signs; the last list is for nobody being named."""
    if not people:
        return []
    asc = text.isascii()
    ill, grave, grown = _ILL[asc], _GRAVE[asc], _GROWN[asc]
    ends = _ENGLISH_CLAUSE_END if asc else _CLAUSE_END
    farewell = bool(_FAREWELL.search(text)) and not _OF_SOMEONE.search(text) and not _NOTE.search(text)
    quotes = [match.span() for match in _QUOTE.finditer(text)] if _MARKS.search(text) else []
    met = _met(people)
    signs = [_signs(text, people, met, i, ill, grave, grown, ends, farewell, quotes) for i in range(len(people))]
    around = _signs_around(text, people, asc)
    for person, own in zip(people, signs, strict=True):
        who = "own" if person.relation == "self" else "young" if person.relation in _NEXT_GENERATION else "other"
        own += [f"{sign}, {who}" for sign in around]
    for i, person in enumerate(people[:-1]):
        follower = people[i + 1]
        if (
            person.relation != "self"
            or follower.relation == "self"
            or not _TOGETHER.fullmatch(text, person.end, follower.start)
        ):
            continue
        rest = text[follower.end :]
        if _LIVE_TOGETHER.match(rest):
            signs[i].append("live together, own")
            signs[i + 1].append("live together")
        elif _PRONOUN.search(rest) or text[follower.start : follower.end] in rest:
            signs[i].append("together, then the other, own")
            signs[i + 1].append("together, then the other")
        elif _DEED_WITH.match(rest):
            signs[i].append("together, a deed, own")
        else:
            signs[i].append("together, own")
            signs[i + 1].append("together")
    for i in range(len(people) - 2, -1, -1):  # 俺爹俺娘, 我跟老公: what is said of the second is said of the first
        between = text[people[i].end : people[i + 1].start]
        if re.fullmatch(r"[的家和跟与、,他她我俺里同]{0,3}| and (?:my )?", between):
            if people[i].relation != "self":
                signs[i] += [sign for sign in signs[i + 1] if sign.startswith("said")]
        elif (
            people[i].relation == "self"
            and _TOGETHER.fullmatch(between)
            and _ALL_IN_IT.match(text[people[i + 1].end :])
        ):
            signs[i].append("all in it")
    return signs


def _signs_around(text: str, people: Sequence[Person], asc: bool) -> list[str]:
    """Give what the whole message says that bears on everybody in it."""
    signs = []
    if _OWN_AGE.match(text):
        signs.append("begins with an age")
    if (death := _OWN_DEATH[asc].search(text) or (None if asc else _OWN_END.search(text))) and not _NOTE.search(text):
        after = any(person.relation != "self" and person.start < death.start() for person in people)
        signs.append("death wished after somebody" if after else "death wished")
    if _AFRAID.search(text):
        signs.append("afraid")
    if _SCHOOLING.search(text):
        signs.append("schooling")
    if _UNCARED_HERE.search(text):
        signs.append("nobody to care")
    if _ORPHANED.search(text) and not any(
        person.relation in _NEXT_GENERATION or text[person.start] in "侄甥" for person in people
    ):
        signs.append("orphaned")
    if "你" in text:
        signs.append("you")
    if _INFANT.search(text):
        signs.append("infant")
    return signs


def signs_of_writer(text: str, people: Sequence[Placed]) -> list[str]:
    """Give what speaks for a writer who tells of himself without a word for it: 腿断了, 欠我七千."""
    asc = text.isascii()
    if _PRONOUN.search(text) and not any(person.relation == "self" for person in people):
        return []  # it is told of another: 他喘不上气
    if _ANOTHER_HURT.search(text):
        return []  # 老人困在屋里
    signs = ["unsaid", "unsaid, others" if any(person.relation != "self" for person in people) else "unsaid, alone"]
    if _SCHOOLING.search(text) and not any(person.relation in _YOUNG for person in people):
        signs.append("unsaid, schooling")
    for name, pattern in _OWN.items():
        if found := pattern[asc].search(text):
            after = any(person.relation != "self" and person.start < found.start() for person in people)
            signs.append(f"unsaid, {name}{' after somebody' if after else ''}")
    end = None if asc else _OWN_END.search(text)
    if (
        end
        and not any(person.relation != "self" and person.start < end.start() for person in people)
        and not _OTHERS[False].search(text, 0, end.start())
        and not _OF_SOMEONE.search(text)
    ):
        signs.append("unsaid, own end")
    if len(signs) == 2 and not _OWN_AGE.match(text):
        return []  # nothing of it is the writer's own
    if _OTHERS[asc].search(text):
        signs.append("unsaid, somebody")
        if not asc and not re.search(r"有人|[他她伊渠]|一个(?:人|男|女|老)", text):
            signs.append("unsaid, some sort of people")
    if _OWN_AGE.match(text):
        signs.append("unsaid, age")
    if _MY_ERRAND.search(text):
        signs.append("unsaid, on an errand")
    if _HOUSEHOLD[asc].search(text):
        signs.append("unsaid, household")
    if _ASKS.search(text):
        signs.append("unsaid, asks")
    if any(person.relation in _YOUNG and _HUNGRY.search(text, person.start, person.start + 16) for person in people):
        signs.append("unsaid, a young one hungry")
    return signs


_OWN = {
    "body": _OWN_BODY, "illness": _OWN_ILLNESS, "accident": _OWN_ACCIDENT, "work": _OWN_WORK, "need": _OWN_NEED,
    "by himself": _OWN_ALONE, "death": _OWN_DEATH,
}  # fmt: skip
_MARKS = re.compile(r"[\"“「『]")


class _Met(NamedTuple):
    """Who is met in a message beside the writer: the places of the first and the last, the relations there are."""

    first: int
    last: int
    relations: frozenset[Relation]
    first_neighbour: int
    first_of: Mapping[Relation, int]


def _met(people: Sequence[Person]) -> _Met:
    others = [i for i, person in enumerate(people) if person.relation != "self"] or [-1]
    first_of: dict[Relation, int] = {}
    for i, person in enumerate(people):
        first_of.setdefault(person.relation, i)
    relations = frozenset(person.relation for person in people if person.relation != "self")
    return _Met(others[0], others[-1], relations, first_of.get("neighbour", len(people)), first_of)


def _signs(
    text: str, people: Sequence[Person], met: _Met, i: int, ill: re.Pattern[str], grave: re.Pattern[str],
    grown: re.Pattern[str], ends: re.Pattern[str], farewell: bool, quotes: Sequence[tuple[int, int]],
) -> list[str]:  # fmt: skip
    person = people[i]
    upto = people[i + 1].start if i + 1 < len(people) else len(text)
    before = text[max(0, person.start - 12) : person.start]
    ahead = text[person.end : person.end + 30]
    signs: list[str] = []
    own = person.relation == "self"
    who = "own" if own else "other"
    if not own and i + 1 < len(people) and people[i + 1].relation == "self":
        pronoun = _PRONOUN.search(text, people[i + 1].end, people[i + 1].end + (24 if text.isascii() else 10))
        if pronoun:
            stop = people[i + 2].start if i + 2 < len(people) else len(text)
            after = text[pronoun.end() : min(stop, pronoun.end() + 24)]
            signs += ["said by pronoun"] if ill.search(after) else []
    end = min(upto, person.end + 30)
    if own and (pronoun := _PRONOUN.search(text, person.end, end)):
        end = pronoun.start()
    clause_end = ends.search(text, person.end, end)
    stop = clause_end.start() if clause_end else end
    if stop == person.end and text[stop : stop + 1] in " ,":
        later = ends.search(text, stop + 1, end)
        stop = later.start() if later else end
    thing = own and text.startswith("的", person.end) and text[person.end + 1 : person.end + 2] not in _PARTS
    for place, start, last in () if thing else (("here", person.end, stop), ("later", stop, end)):
        if grave.search(text, start, last):
            signs.append(f"said grave {place}, {who}")
        elif ill.search(text, start, last):
            signs.append(f"said {'little ' if grown.search(text, start, last) else ''}{place}, {who}")
    if own:
        return signs + _signs_of_first(text, people, i, before, ahead[: upto - person.end], farewell, quotes, stop)
    signs.append(f"of {person.relation}")
    if person.relation in _YOUNG and _HUNGRY.search(text, person.end, stop):
        signs.append("young and hungry")
    if _NOBODY_CARES_FOR.search(before):
        signs.append("nobody cares for")
    carries = i + 1 < len(people) and upto - person.end < 18 and _CARRIES.search(text[person.end : upto])
    if i + 1 < len(people) and _HARMS_NEXT.match(text[person.end : min(upto, person.end + 30)]):
        signs.append("harms the next")
    if _CARER_FAILS.match(ahead):
        signs.append("carer fails")
    if _CARER_GOES.match(ahead) and _UNCARED_HERE.search(text):
        signs.append("carer goes")
    if _WHOSE_CARER.match(ahead):
        signs.append("whose carer goes")
    if _NEEDED_BY.match(ahead):
        signs.append("needed by")
    if _PAYS_FOR.search(before) and _PAID.match(ahead):
        signs.append("paid for")
    if _ALONE_THERE.match(ahead):
        signs.append("alone there" + (", young" if person.relation in _YOUNG else ""))
    if _LITTLE.search(text, person.start, person.end):
        signs.append("little")
    if _AFFLICTED.search(before):
        signs.append("afflicted")
    if _SEVERAL.search(before):
        signs.append("several")
    if _CLAUSE_BEGINS.search(before):
        signs.append("begins a clause")
    following = next((other.start for other in people[i + 1 :] if other.relation != "self"), len(text))
    if pronoun := _PRONOUN.search(text, person.end, following):
        late = text[pronoun.end() : min(following, pronoun.end() + (30 if text.isascii() else 14))]
        signs.append("pronoun harmed" if ill.search(late) else "pronoun told")
    if _NEEDED_FOR.search(before):
        signs.append("needed for")
    if i + 1 < len(people) and carries and _CARRIER_HURT.match(text[people[i + 1].end : people[i + 1].end + 30]):
        signs.append("carries and is hurt")
    if met.first_of[person.relation] < i:
        signs.append("named again")
    if (
        person.start
        and i
        and people[i - 1].relation != "self"
        and _CARRIES.search(text[max(people[i - 1].end, person.start - 18) : person.start])
    ):
        signs.append("carried")
    if person.by_role:
        signs.append("by role")
    if i == met.first:
        signs.append("first")
    if i == met.last:
        signs.append("last")
    if len(met.relations) == 1:
        signs.append("only")
    cared_for = _CARED_FOR.search(before)
    away = _AWAY.match(ahead)
    if away and not cared_for and not _HURT.search(text[person.end : upto][away.end() - 1 : away.end() + 14]):
        signs.append("away")
    speaks = _SPEAKS.match(ahead)
    if speaks:
        signs.append("speaks")
    attack = _PERPETRATOR.match(ahead[:14])
    if attack and i + 1 < len(people) and _ATTACKED.match(text, person.end + attack.end()):
        signs.append("attacks")
    elif attack:
        signs.append("does")
    if _HELPS.match(ahead):
        signs.append("helps" if person.relation != "neighbour" else "helps, neighbour")
    if _ASKED.search(before):
        signs.append("asked" if person.relation != "neighbour" else "asked, neighbour")
    if person.relation == "neighbour" and _BORROWED.match(ahead):
        signs.append("gives, neighbour")
    if _WORRIES.match(ahead):
        signs.append("worries")
    if _POSSESSOR.match(ahead):
        signs.append("possessor")
    if _AFFIRMED.search(before):
        signs.append("affirmed")
    if _DEAD.match(ahead):
        signs.append("dead, others left" if i + 1 < len(people) else "dead")
    if _TOO_OLD.match(ahead) and any(other.relation in _YOUNG for other in people[:i]):
        signs.append("too old to help")
    if _BORN_HERE.search(before):
        signs.append("born")
    if _NO_NEED.match(ahead) or _NO_NEED_ENGLISH.match(ahead):
        signs.append("no need")
    if _OFFICE.match(ahead):
        signs.append("office")
    if _AT_HOME_OF.search(before) or (before.endswith("把") and ahead.startswith("的")):
        signs.append("home of")
    if i + 1 < len(people) and carries and ill.search(text, people[i + 1].end):
        signs.append("carries")
    if _LIVES_WITH.match(ahead):
        signs.append("lives with us")
    if i + 1 < len(people) and text[person.end : upto] in ("把", "被"):
        signs.append("ba")
    if _SUCH.search(before):
        signs.append("such")
    if _UNCARED.match(ahead):
        signs.append("uncared")
    if _VICTIM_BEFORE.search(before):
        signs.append("victim")
        if _WEAPON.search(before):
            signs.append("victim of a weapon")
    if cared_for:
        signs.append("cared for")
    if _FOR_SOMEBODY.search(before) and _REPORTING.search(text):
        signs.append("for")
    if _ADDRESSED.search(before) and not (before.endswith("跟") and not _TOLD.match(ahead)):
        signs.append("addressed")
    if person.start == 0 and ahead[:1] in (",", ":", "!") and any(other.relation == "self" for other in people):
        signs.append("called")
    if _DENIED.search(before):
        signs.append("denied")
    if farewell:
        signs.append("farewell")
    if _LEFT_BEHIND.search(before):
        signs.append("left behind")
    if _NOTE.search(text, person.end, person.end + 30):
        signs.append("note")
    for start, last in quotes:
        if start < person.start < last:
            signs.append("in quotes")
        elif person.end <= start <= person.end + 10 and speaks:
            signs.append("quoted")
    if person.relation != "neighbour" and met.first_neighbour < i:
        signs.append("after a neighbour" if before[-1:] not in ("我", "俺", "额") else "own after a neighbour")
    if before[-1:] in ("我", "俺", "额", "阮", "咱") or before.endswith(("我家", "我屋", "我个", "my ", "our ")):
        signs.append("mine")
    return signs


def _signs_of_first(
    text: str, people: Sequence[Person], i: int, before: str, after: str, farewell: bool,
    quotes: Sequence[tuple[int, int]], stop: int,
) -> list[str]:  # fmt: skip
    person = people[i]
    signs = ["own"]
    if i + 1 < len(people) and _ADJECTIVE.fullmatch(text, person.end, people[i + 1].start):
        signs.append("own adjective")
    if before.endswith("跟着") and _LIVES_WITH.match("跟着我" + after):
        signs.append("own, lived with")
    if _RAISED_BY.match(text[person.end : person.end + 16]):
        signs.append("own, raised by")
    if _FIRST_ROLE.match(after):
        signs.append("own, role")
        if after.startswith(("给人", "在", "打工", "帮人", "替人", "跟人", "去", "想", "不会", "要")) and _GRAVE[
            text.isascii()
        ].search(text, person.end, stop):
            signs.append("own, role but hurt")
    if _VICTIM_BEFORE.search(before):
        signs.append("own, victim")
    elif _ADDRESSED.search(before):
        signs.append("own, addressed")
    if _DENIED.search(before):
        signs.append("own, denied")
    if _DUTY.match(after):
        signs.append("own, duty")
    if _BUSY.match(after):
        signs.append("own, busy")
    if _POSSESSOR.match(after):
        signs.append("own, possessor")
    if after.startswith("的"):
        signs.append("own, 的")
    if farewell:
        signs.append("own, farewell")
    if re.match(r"(?:自己|一个人|独自|又|也|就|从此|还是|才|怕|好怕|不敢|不想|想有|饿|藏|躲)", after):
        signs.append("own, feels")
    if after.startswith(("把", "给", "看", "听", "赶", "喊", "叫", "打", "找", "回")):
        signs.append("own, does")
    if re.match(r"(?:妈|爸|爹|娘|哥|姐|弟|妹)", after):
        signs.append("own, of")
    for start, last in quotes:
        if start < person.start < last:
            signs.append("own, in quotes")
    return signs


def weigh(signs: Sequence[str]) -> float:
    """Give the sum of what the signs weigh."""
    weights = _weights()
    return sum(weights.get(sign, 0.0) for sign in signs)


@cache
def _weights() -> Mapping[str, float]:
    weights: Any = read_yaml(Path(__file__).parent / "data" / "concerned.yml")
    return {str(sign): float(weight) for sign, weight in weights.items()}


def signs_of_nobody(text: str, others: bool) -> list[str]:
    """Give what speaks for a message about no one person: a house, a field, somebody unknown."""
    ascii_only = text.isascii()
    signs = ["nobody"]
    if others:
        signs.append("nobody, people")
    if _OTHERS[ascii_only].search(text):
        signs.append("nobody, somebody")
    if _HOUSEHOLD[ascii_only].search(text):
        signs.append("nobody, household")
    if _ON_DUTY.search(text):
        signs.append("nobody, on duty")
    return signs
