"""Groups of people told by what they are to each other: 姑侄俩, 三母女, 翁仔某, 一死三伤, him and his wife."""

import re
from collections.abc import Iterator
from itertools import chain

from nlu.numerals import DIGITS
from nlu.patterns import later

HURT = 7  # the weight of those hurt: they count before all who were there, unless these are few
_N = "一二两三四五六七八九俩仨"
_OF = (  # what two or more are to each other
    r"(?:夫妻|夫妇|公婆|翁婆|母子|父子|母女|父女|爷孙|祖孙|婆孙|公孙|婆媳|翁媳|公媳|姐弟|兄妹|姐妹|姊妹|兄弟|弟兄"
    r"|叔侄|姑侄|伯侄|舅甥"
    r"|姨侄|姑嫂|叔嫂|妯娌|师徒|娘崽|娘母|娘女|娘儿|爷崽|爷子|爷女|爷儿|母崽|母仔|父仔|仔爷|仔乸|子爷|子嫲|仔嫲|奶孙"
    r"|婆奶|哥嫂|老表|连襟"
    r"|亲家|堂兄弟|表兄弟|兄弟姐妹|孤老|老人|老伴)"
)
_HOW_MANY = later(
    rf"(?P<n>[{_N}]){_OF}(?!俩|仨|[{_N}]|们|家|的?(?:房|地|账))|{_OF}(?P<m>[俩仨二三四五六七八九])(?:个"
    rf"|口)?人?(?![岁月年天亩万千百十])"
)
_PERSONAL = (
    "爷父母娘婆公孙子女妹姐弟哥嫂媳侄姨舅姑伯叔们口娃崽仔兄妻翁祖表儿姆娌徒我你他她咱俺佢伊友伙计甥奶爸妈爹囝伢妇某囡丁"
)
_TOGETHER = later(
    rf"(?<=[{_PERSONAL}])(?<![{_N}]个.)(?<![{_N}]个..)(?P<n>俩|仨|[两三四五六七八九]个)(?![一二三四五六七八九两]"
    rf"|[老同工孩娃崽侄妹弟哥姐表儿女孙伢小大月星年天日钟小学半多人]|礼拜|字|村|寨)"
)
_COUPLE = later(
    r"翁仔某|[翁尪]某|爸仔囝|母仔囝|老夫老妻|小夫妻|老夫妻|夫妻档|新婚夫妻|小两口|老两个|小俩口|老俩个|二老"
    r"|两老(?!家|[师板乡])|两小(?!时)"
    r"|老头子?(?:和|跟)?老太(?:婆|太)?|[这那]对[^,。;!?]{0,4}(?:骨头|家伙|夫|母|父|爷|婆|兄|姐|姊|老|孤|苦|冤|恋|新"
    r"|情|活宝|儿)|一对[^,。;!?钱手耳枕]{0,4}(?:骨头|夫|母|父|爷|婆|兄|姐|姊|老|孤|儿|情|恋|双)"
    r"|一双儿女|双生子|孪生|双棒儿?|一个儿一个女|一儿一女|一子一女|一男一女|一老一[小少幼]|一大一小|一前一后两个"
    r"|孤儿寡母|孤儿寡妇|寡妇带个?[娃崽孩]"
)
_ALONE = later(
    r"我一个(?:老太婆|老婆子|老头子?|老汉|老人家?|孤老|寡妇|女人家|残疾人?|瞎子"
    r"|瘫子)(?![^,。;!?]{0,3}[带养拖拉领抱])|户口本上[就只剩我]*一个人|[就只]剩下?我一个人?(?![^,。;!?]{0,3}[带养拖拉"
    r"领抱])"
    r"|孤身一人|孤零零一个|一人吃饱|孤寡一人"
)
_THREE = later(r"三胞胎|一家三代三个|三代三[口人]")
_DEAD_AND_HURT = later(rf"(?P<a>[{_N}\d]{{1,2}})(?:人|个)?死(?:亡)?,?(?P<b>[{_N}\d]{{1,2}})(?:人|个)?(?:重|轻|受)?伤")
_SORTS = "老大男女病残瘫聋瞎哑傻疯小幼孩娃弱童少痴智"
_BY_SORT = later(rf"(?<![第{_N}十\d])(?:[{_N}][{_SORTS}](?:的)?[,、]?){{2,4}}(?![{_N}\d时月年])")
_ONE_SORT = re.compile(rf"[{_N}](?=[{_SORTS}])")
_EACH_ONE = later(
    r"(?:一个(?!接|比|果|眼|月|半?多?月|星期|礼拜|小时|钟|电话|人|学期|村|劲)[^,。;!?一]{1,9}[,、和]?(?:[另还]有?"
    r"|再)?){1,3}一个(?!月|半?多?月|星期|礼拜|小时|钟|电话|学期|村|劲|人(?:都|也)?[没不])"
)
_BIG_AND_SMALL = later(r"[老大]的[^,。;!?]{1,9}[,、 ]?(?P<mid>[二中]的[^,。;!?]{1,9}[,、 ]?)?[小细幺]的")
_FIRST_SECOND = later(r"老大[^,。;!?]{1,10}[,、 ]?老二(?P<third>[^,。;!?]{1,10}[,、 ]?老三)?(?![^,。]{0,6}(?:三|四)个)")
_TAKEN = later(
    r"把(?:我们|他们|人家)?(?P<n>[两三四五六七八九俩仨十])个?(?:人|娃|孩子?|伢|崽|老人|大人|工人"
    r"|[^,。;!?]{1,3}的)?(?:都|全)?(?=围|埋|压|困|卷|冲|砸|带走|淹|烧|堵|关|锁|捂|闷|盖)"
    r"|[,。](?:还有|有|其中|里头)?(?P<m>[两三四五六七八九俩仨十])个?人?(?=没(?:上来|出来|下来|回来|找[到着]|了?气"
    r"|动静|声)|还(?:在|没|埋|压|困)|埋|被[埋压困冲卷淹砸]|[压困]在|肚子?|头[晕痛昏疼]|昏|晕|上吐|拉[肚稀]|送医"
    r"|住院|骨折|休克|叫不|[出下起]不来|吐|倒|抽|发[紫抖烧]|嘴|脸|失踪|[重受]?伤|中毒|烧伤|冲走|卷走|不见|冇(?:上"
    r"|出|见))"
)
_KIN = (
    r"(?:(?:我|俺|咱|阮|额|他们?|她们?)?(?:[外阿老大二三小幺满细亲岳后继奶太表堂重曾瘫傻瞎]?(?:公|婆|爷|奶|爸|妈|爹"
    r"|娘|母|嬷"
    r"|嫲|哥|姐|弟|妹|叔|伯|姨|姑|舅|婶|嫂|孙|侄|囡|囝|崽|娃|伢|妻|媳)(?:[公婆爷奶爸妈爹娘哥姐弟妹叔伯姨姑舅子女儿媳]"
    r"|妹子)?"
    r"|兄弟媳妇|老[公婆伴表汉头妹弟哥姐倌]儿?子?|[俺额我]大(?=[跟和,、在的让被也])|[娘爷]老子|儿子|女儿|儿媳妇?"
    r"|媳妇儿?|女婿|婆娘|婆姨|堂客|男人|女人|丈夫|爱人|先生|太太|寡妇|老太|老?[父母]亲(?![女子])|外甥女?|屋里(?:的"
    r"|人|头的)|掌柜的|邻居|同伴|朋友|工友"
    r"|伙计|徒弟|师傅|同学|司机|对象|某|细[佬妹]|佬弟"
    r"|阮某|阮翁|孩子他?[爸妈爹娘]?|孩子|娃他?[爸妈爹娘]|小孩|宝宝|奶娃))"
)
_KIN_OF_TWO = (
    r"(?:[外阿老大二三小幺满细亲岳后继奶太表堂](?:公|婆|爷|奶|爸|妈|爹|娘|母|哥|姐|弟|妹|叔|伯|姨|姑|舅|婶|嫂|孙|侄)"
    r"|爸爸|妈妈|爷爷|奶奶|哥哥|姐姐|弟弟|妹妹|婆婆|公公|儿子|女儿|孙子|孙女|儿媳妇?|媳妇|弟媳|老婆|老公|老伴|婆娘"
    r"|孩子|小孩|娃娃|闺女|侄[子女]|(?<=我)[爸妈爹娘哥姐弟妹爷奶公婆])"
)
_STATE = r"(?:(?:那|这|个|那个|这个|一个|外加|还有)?(?:[^,。;!?的说讲人]{1,6}的|[傻瞎聋哑瘫病小老疯]))?"
# what a person's name, or a pair's, begins with: at other characters nothing need be tried
_BEGIN = (
    "丈三二亲他伙伢伯佬侄俺儿兄先公叔司同后咱哥囝囡堂外大太女奶她妈妹妻姐姑姨娃娘婆婶媳嫂嫲嬷孙孩宝寡对小屋岳崽工师幺"
    "弟徒我掌朋某母满爱爷爸爹"
    "男细继老舅表邻阮阿额重曾一两双夫姥父祖翁龙四五六七八九俩仨那这个瘫残生痴卧有怀刚月吃傻瞎聋哑病十"
)
_STATE_OF = (
    r"(?:(?:那个?|这个?|一个|个)?(?:瘫痪|脑瘫|智障|自闭|聋哑|年老|年迈|年幼|瘸腿|瞎眼|[一二三四五六七八九十]{1,3}的"
    r"|残疾|生病|痴呆|痴傻|瘫在床上|卧床|有病|怀孕|大肚子|刚?满月|吃奶|刚出生"
    r"|[一二三四五六七八九十\d]{1,3}个?[多半]?[岁月])的?|[傻瞎聋哑瘫病]|个)?"
)
_NOT_TOGETHER = (
    r"(?![^,。;!?]{0,6}(?:说|讲|吵|离婚|离了|闹|商量|打架|分居|分家|学|借|要钱|不和|视频|打电话|通话|改嫁|跑了|走了"
    r"|回娘家|一样|有仇|合不|过不来|一般|差不多|长得|关系|认识|结婚|谈|去世|过世|死得|死了))"
)
_PAIR = later(
    rf"(?=[{_BEGIN}])(?<![和跟同与、佮])(?:{_KIN}|我|俺|咱|他|她|阮|额)(?:和|跟|同埋?|与|佮|甲|带着?|抱着?|背着?|陪着?"
    rf"|拉着?|牵着?|领着?|搀着?|扶着?|护着?|守着?|搂着?|加上?|[,、]?(?:还有|外加|再加上?))"
    rf"(?:我|俺|咱|他|她|阮)?(?:家)?(?:{_STATE}{_KIN}|(?<!有)我(?!们|家"
    rf"|[爸妈爹娘爷奶公婆哥姐弟妹叔伯姑姨舅儿女外老媳孙侄嫂婶男表堂]))(?![{_N}一]?个?[俩仨两三四五]"
    rf"|[家们的和跟同、还]|,?(?:和|还有|外加)){_NOT_TOGETHER}"
)
_TWO_OF_THEM = (
    r"(?:两口子?|[老两俩]{2}口子?|两老(?!家|师)|夫妻[俩二两]?人?|夫妇[俩二两]?人?|二老|老两个|俩老的?|俩老人"
    r"|两个老人|翁仔?某|爷奶"
    r"|外公外婆|姥姥姥爷|公公婆婆|公婆|岳父岳母|爸爸妈妈|爸妈|爹妈|爹娘|爷娘|父母亲?|老人家?两个"
    r"|爷爷奶奶|双亲|哥嫂|兄嫂|叔婶|弟弟妹妹|哥哥姐姐|(?:双胞胎?|龙凤胎)(?:女儿|儿子|姐妹|兄弟|姐姐|弟弟|哥哥|妹妹"
    r"|外?孙[子女]|两个小的|孩子|两个)?|儿子儿?媳妇?|一对(?:夫妻|夫妇|老人|老夫妻|双胞胎?|儿女)|爷孙俩?|母子俩?"
    r"|母女俩?|父子俩?|父女俩?|祖孙俩?|婆孙俩?|娘俩|爷俩|哥俩|姐俩|姐妹俩?|兄弟(?!媳)俩?|女儿女婿|妻儿|老婆[孩娃]子?"
    r"|哥哥?嫂[嫂子]?|姐姐?姐夫|弟弟?弟媳|叔叔婶婶|崽媳|兄妹俩?|婆媳俩?|姐弟俩?)"
)
_NOUN = (
    r"(?:(?:[个名位只各](?:半大|[大小老碎细嫩幺满奶毛瘫病傻残聋哑瞎幼])?(?:不大的|没成年的"
    r"|[一二三四五六七八九十\d]{1,3}个?多?[岁月]的|读书的|上学的|残疾的|吃奶的|正?念书的|年幼的)?"
    r"|(?=[崽娃孩女儿孙伢弟妹哥姐侄]))"
    r"(?:孩子?|娃娃?儿?|崽崽?|儿子|女儿|闺女|姑娘|丫头|小子|女娃|男娃|妹崽|妹子|伢子?崽?|囡仔?|囝|仔|细路|细佬哥?"
    r"|细人仔?|细妹|学生|外?孙[子女娃囡孙伢辈儿]{0,2}|侄[子女儿]|外甥女?|[弟妹哥姐]+|老的|老人家?|小的|大人|小孩子?"
    r"|工友|伙计|老乡|徒弟|同学|同伴|朋友|亲戚|邻居|兄弟|姐妹|姊妹|兄妹|毛毛|宝宝|奶娃|乘客|客人|工人|婴儿|儿女|老表"
    r"|村民|残疾人?)"
    r"|(?:兄妹|姐妹|姊妹|兄弟|弟兄|姐弟|兄弟姐妹))"
)
_NTH = r"[二三四五六](?:[姐哥弟妹叔伯姨姑舅嫂婶](?![妹弟兄])|[女儿](?![子儿]))"
_SOME = rf"(?:(?!{_NTH})[{_N}\d]{{1,2}}{_NOUN})"
_JOINED = (
    r"(?:[,、]?(?:一个人|独自|自己)?(?:和|跟(?!着)|同埋?|与|佮|恰|甲|带|抱|背|拖|拉扯|养|领|牵|拉|护|守|加|陪|管"
    r"|照看|照顾|照管|拉拔|还有"
    r"|外加|再加|另加|连|以及|及)(?:着|上|了|起|住|到|紧|大)?|、)(?:我|俺|咱|阮|他|她|自己|我家|家里)?的?(?:还有)?"
)
_WHO = (
    rf"(?:{_TWO_OF_THEM}|{_SOME}|{_STATE_OF}{_KIN}|[我他她](?!们|家|爸|妈|爹|娘|爷|奶|公|婆|哥|姐|弟|妹|叔|伯|姨|姑"
    rf"|舅|儿|女|外|老|媳|孙|侄|嫂|婶|男|表|堂)|俺(?!们|家))"
)
_NEXT = rf"(?:{_SOME}|(?:我|俺|阮)?(?!他|她|我|俺|阮|屋)(?={_KIN}){_KIN_OF_TWO})"
_ROLL = later(
    rf"(?=[{_BEGIN}\d])(?<![{_N}\d一个])(?>{_WHO}(?:{_JOINED}{_WHO}"
    rf"|(?<![我俺他她的]){_NEXT}){{1,6}})(?![家们的]){_NOT_TOGETHER}"
)
_COMMAS = later(
    rf"(?=[{_BEGIN}\d])(?<![{_N}\d一个])(?>{_WHO}(?:[,、]{_WHO}){{1,6}}(?:[,、]?{_JOINED}{_WHO}"
    rf"|[,、]{_WHO}))(?![家们的]){_NOT_TOGETHER}"
)
_SO_IS = (
    r"(?:瘫|瞎|聋|哑|残|傻|痴|病|癌|[四五六七八九]十|卧床|动不|不能|走不|起不|下不|昏|晕|吐|困|埋|压|淹|掉|摔|烧伤"
    r"|疼|痛|喘|中风|尿毒|透析|精神|智力|[读上念](?:高|初|小|大)|倒|喝了?[^,。]{0,4}(?:药|畏|枯|磷)|没出来|没下来)"
)
_SO_ARE_TWO = later(
    rf"(?=[{_BEGIN}]){_KIN}[^,。;!?]{{0,6}}{_SO_IS}[^,。;!?]{{0,4}}[,、;。 ](?:现在|如今|家里)?(?:{_KIN}"
    rf"|我(?=也))(?:也|又|还"
    rf"|更)?[^,。;!?]{{0,6}}{_SO_IS}"
)
_EACH_WHO = later(
    rf"(?P<two>{_TWO_OF_THEM})|(?:(?!{_NTH})(?P<n>[{_N}\d]{{1,2}})(?=[个名位只各崽娃孩女儿孙伢兄姐姊弟妹哥侄]))"
    rf"{_NOUN}|{_KIN}"
    rf"|^[他她]|[我俺](?![两二三四五六七八九俩仨])"
)
_BOTH_KIN = (
    r"(?:父母亲?|爹娘|爹妈|爸妈|爷娘|爷爷奶奶|爷奶|外公外婆|姥姥姥爷|公公婆婆|公婆|岳父岳母|老豆老母|阮爸母|爸母"
    r"|老父老母|爸爸妈妈"
    r"|阿[爸爹][和]?阿[妈母娘]|阿公阿[妈嬷嫲婆]|儿子儿?媳妇?|弟弟妹妹|哥哥姐姐|哥嫂|兄嫂|女儿女婿|妻儿|老婆[孩娃]子?"
    r"|哥哥嫂[嫂子]|姐姐姐夫|弟弟弟媳|叔叔婶婶|崽媳|[俺我额]爹[俺我额]娘|[俺我额]爸[俺我额]妈|我崽我女"
    r"|[俺我]儿[俺我]女"
    r"|叔婶|小叔小婶|大伯大[妈娘]|舅舅舅妈|夫妻|夫妇|母子|父子|爷孙|祖孙|婆孙|公孙|母女|父女|婆媳|姐弟|兄妹|叔侄"
    r"|姑嫂|妯娌|师徒|老爹老娘|爹跟娘)"
)
_BOTH_IN = later(
    rf"{_BOTH_KIN}(?=[^,。;!?{_N}离打外城]{{0,4}}(?:被|让|遭|困|埋|压|淹|掉|冲|砸|昏|晕|中毒|倒|躺|吐|瘫|摔|卡|趴|躲"
    rf"|挤|蹲|烧|冻|饿|滚|落|翻|触电|双双|住|也?[都全攏](?!不?[在是]外|出去|打工|不在|死|去世|走|没了|说|讲|劝|交|来"
    rf"|要|有|不接|不管|没空|不回|没回|忙|劝|上班|六十|老了)|都病|一起病|漂|陷|挂在|抱着|爬))"
)
_ONE_EN = (
    r"(?:(?:mother|father|sister|brother|son|daughter)-in-law|wife|husband|hubby|baby|son|daughter|mother|father|mum"
    r"|mom|mama|papa|dad|daddy|kid|child|brother|sister|boy|girl|grandson|granddaughter|grandma|grandpa|grandmother"
    r"|grandfather|gran|granny|grandad|toddler|newborn"
    r"|infant|cousin|uncle|aunt|auntie|nephew|niece|friend|neighbou?r|partner|classmate|workmate|colleague|man|woman"
    r"|lady|widow|teacher|driver|farmer|orphan|fianc[e]+)"
)
_MANY_EN = (
    r"(?:kids|children|babies|boys|girls|sons|daughters|grandchildren|grandkids|grandsons|nephews|nieces|brothers"
    r"|sisters|siblings|men|women|adults|elders|old people|old folks|grown-?ups|cousins|friends|neighbou?rs|parents"
    r"|orphans"
    r"|workers|passengers|students|classmates|little ones|toddlers|twins|teenagers|people)"
)
_NUMBER_EN = r"(?:two|three|four|five|six|seven|eight|nine|ten|[2-9])"
_ITEM_EN = (
    rf"(?:(?:my |our |his |her |the |their )?{_NUMBER_EN} (?:[a-z]+ )?{_MANY_EN}|(?:my |our |his |her |the |their "
    rf"|a |an |one |an? old |an? young )?(?:[a-z]+-[a-z]+ |old |little |small |sick |blind |elderly |baby |younger "
    rf"|elder |big |disabled |lame |deaf |six-month-old )?"
    rf"(?:couple|(?:grand)?parents|in-laws|twins|{_ONE_EN})|me|myself|him|us two|(?:i|he|she)(?= (?:and|with|plus"
    rf"|holding|carrying) )|(?<=and )i)"
)
_ROLL_EN = later(
    rf"\b(?>{_ITEM_EN}(?:(?:,? and |,? with |, | plus | \+ | holding | carrying | (?=my )|,? along with "
    rf"|,? as well as | (?=two |three |four |five ))(?:only )?{_ITEM_EN}){{1,6}})\b(?! (?:said|say|told|fight|fought"
    rf"|divorced|argue|for the|too|left us|died|are dead|passed))"
)
_EACH_EN = later(
    rf"\b(?:(?P<n>{_NUMBER_EN}) (?:[a-z]+ )?{_MANY_EN}|(?P<two>couple|(?:grand)?parents|in-laws|twins|us two)"
    rf"|(?P<one>{_ONE_EN}|i|me|myself|he|she|him))\b"
)
_PRONOUNS_EN = frozenset(("i", "me", "myself", "he", "she", "him"))
_I_LIVE_WITH = later(r"\bi (?:live|stay|sleep|am|was) (?:alone |here |only )?with (?:my )?$")
_AND_EN = re.compile(r" (?:and|with|plus|\+|holding|carrying|along|as well)\b| my ")
_MORE_EN = later(
    r"\b(?:(?P<three>triplets|couple,? (?:and|with) (?:their|a|the|one) (?:[a-z]+ )?(?:baby|child|kid|son|daughter"
    r"|newborn|toddler|grandchild|boy|girl)|mother and (?:her )?two (?:[a-z]+ )?(?:kids|children|girls|boys|sons"
    r"|daughters))"
    r"|(?P<two>twins|the pair of|both (?!of (?:my|his|her|your) (?:legs|arms|eyes|hands|knees|feet|kidneys|ears"
    r"|lungs))(?:lads?|of (?:them|us|you)|are|were|have|in|got|lying|unconscious|fell|trapped"
    r"|stuck|gone|sick|can't|cannot|my|our|the|his|her)|(?:him|her|them|us|we) two|two of (?:us|them)|the two (?:are"
    r"|were|of)|two (?:lives|souls|mouths|bodies)))\b"
)
_COUPLE_AND_EN = later(
    r"\bcouple,? (?:and|with) (?:their |a |the |our )?(?P<n>two|three|four|five|six|[2-6]) (?:[a-z]+ )?(?:kids"
    r"|children|babies|boys|girls|sons|daughters|grandchildren|grandkids)\b"
)
_TOTAL_EN = later(
    r"\b(?:(?:we|we are|we were|we're) (?P<we>two|three|four|five|six|seven|eight|nine|ten|[2-9])\b(?! (?:years|days"
    r"|months|weeks|times|mu|km|hours|kids|children|hundred|thousand|kilo\w*|miles|yuan|[a-z]+s? (?:away|old|from"
    r"|late|behind|short)))|(?:us|them|you) (?P<us>two|three|four|five|six|seven|eight|[2-9])\b|(?:all )?(?P<of>two"
    r"|three|four|five|six|seven|eight|nine|ten|\d{1,2}) of (?:us|them|you|our family)"
    r"|(?P<souls>two|three|four|five|six|seven|eight|nine|ten|\d{1,2}) (?:of our )?(?:[a-z]+ )?(?:souls|mouths"
    r"|heads|folks|seniors|guys|teenagers|teens|cousins|uncles|parents|grandparents|infants|twins|classmates|friends"
    r"|fishermen|tourists|hikers"
    r"|herders|labou?rers|survivors|residents|victims|patients|mothers|ladies|lads|pupils|schoolchildren|schoolgirls"
    r"|schoolboys|relatives|pensioners|migrants|masons|loggers|teachers|soldiers|pickers|cutters|old ones"
    r"|little ones|young ones))\b"
)
_OF_THEM_EN = later(
    r"\b(?P<n>two|three|four|five|six|seven|eight|nine|ten|\d{1,2}) of (?:the |my |our |his |her |their )?(?!which"
    r"|it|the (?:fields|rooms|houses|pigs|cows|sheep|goats|goods|trees))[a-z]+s\b(?! of)"
    r"|\b(?:my|our|her|his|these|those) (?P<ours>two|three|four|five|six) (?=are\b|were\b|have\b|need|can't|cannot"
    r"|is\b|stay|go\b|went|sleep|did)"
)
_ONE_AND_OTHER_EN = later(
    r"\bone (?:[a-z]+ ){1,6}(?:and )?the other\b"
    rf"|\b(?:my |our )?{_ONE_EN} (?:is|was|has|lost|got|fell|had) [a-z' ]{{2,24}}?,? (?:and )(?:my {_ONE_EN} (?:is"
    rf"|was|has|lost|got|fell|had)|i (?:have|am|lost|got|had))\b"
)
_DOZEN_EN = later(r"\b(?P<half>half a dozen)|\b(?:a|one) dozen (?:people|of us|kids|children|workers|men|women)\b")
_ENGLISH_N = {"two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10}
_MARKS = frozenset("两三四五六七八九俩仨一二某老双对大孤")
_WITH = frozenset("和跟同与佮甲带抱背陪拉牵领搀扶护守搂加还外")

Group = tuple[int, int, int, int]  # how many, from, to, how clearly they are all


def find_groups(text: str) -> Iterator[Group]:
    """Find the groups of people of a normalised text."""
    if text.isascii():
        yield from _english(text)
        return
    characters = frozenset(text)
    if not _MARKS.isdisjoint(characters):
        yield from _chinese(text)
    if not _WITH.isdisjoint(characters):
        for match in _PAIR.finditer(text):
            yield 2, *match.span(), 0
    commas = text.count(",") + text.count("、")
    for match in _SO_ARE_TWO.finditer(text) if commas else ():
        yield 2, *match.span(), 0
    for match in chain(_ROLL.finditer(text), _COMMAS.finditer(text) if commas > 1 else ()):
        people = sum(
            2 if each["two"] else _few(each["n"]) if each[("n")] else 1 for each in _EACH_WHO.finditer(match.group())
        )
        if people > 2:
            yield people, *match.span(), 5
    for match in _BOTH_IN.finditer(text):
        yield 2, *match.span(), 0


def _chinese(text: str) -> Iterator[Group]:
    for match in _HOW_MANY.finditer(text):
        many = DIGITS[match["n"] or match["m"]]
        if many > 1:
            yield many, *match.span(), 2
    for match in _TOGETHER.finditer(text):
        yield DIGITS[match["n"][0]], *match.span(), 3
    for pattern, people in ((_COUPLE, 2), (_THREE, 3), (_ALONE, 1)):
        for match in pattern.finditer(text):
            yield people, *match.span(), 1 if people > 1 else 0
    for match in _DEAD_AND_HURT.finditer(text):
        yield _few(match["a"]) + _few(match["b"]), *match.span(), 6
    for match in _BY_SORT.finditer(text):
        yield sum(DIGITS[each] for each in _ONE_SORT.findall(match.group())), *match.span(), 4
    for match in _EACH_ONE.finditer(text):
        yield match.group().count("一个"), *match.span(), 0
    for match in _BIG_AND_SMALL.finditer(text):
        yield 2 + bool(match["mid"]), *match.span(), 0
    for match in _FIRST_SECOND.finditer(text):
        yield 2 + bool(match["third"]), *match.span(), 0
    for match in _TAKEN.finditer(text):
        yield _few(match["n"] or match["m"]), *match.span(), HURT


def _few(written: str) -> int:
    return int(written) if written.isdecimal() else DIGITS.get(written[-1], 10)


def _english(text: str) -> Iterator[Group]:
    for match in _ROLL_EN.finditer(text):
        named = list(_EACH_EN.finditer(match.group()))
        people = sum(2 if each["two"] else int(_ENGLISH_N.get(each["n"]) or each["n"] or 1) for each in named)
        if len(named) < 3 and not all(each["n"] for each in named) and not _AND_EN.search(match.group()):
            continue
        people += bool(_I_LIVE_WITH.search(text[max(0, match.start() - 24) : match.start()]))
        if people > 1 and any(each.group() not in _PRONOUNS_EN for each in named):
            yield people, *match.span(), 4 if people > 2 else 0
    for match in _MORE_EN.finditer(text):
        yield 3 if match["three"] else 2, *match.span(), 4 if match["three"] else 0
    for match in _COUPLE_AND_EN.finditer(text):
        yield 2 + int(_ENGLISH_N.get(match["n"]) or match["n"]), *match.span(), 4
    for match in _TOTAL_EN.finditer(text):
        number = match[match.lastgroup or 0]
        yield int(_ENGLISH_N.get(number) or number), *match.span(), 1 if match["souls"] else 4
    for match in _OF_THEM_EN.finditer(text):
        number = match["n"] or match["ours"]
        yield int(_ENGLISH_N.get(number) or number), *match.span(), 1
    for match in _ONE_AND_OTHER_EN.finditer(text):
        yield 2, *match.span(), 0
    for match in _DOZEN_EN.finditer(text):
        yield 6 if match["half"] else 12, *match.span(), 2
