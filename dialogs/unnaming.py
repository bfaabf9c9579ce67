"""Whoever complains wants no name in it: the ways people say so."""

import re

_NOT = r"(别|莫|勿|不要|不用|不能|不想|不许|不可以|千万别|可别)"
_SOMEBODY = r"(他|她|它|人家|别人|任何人|村里|干部|上面|领导|他们)*"
_SAY = rf"(说|讲|提|写|讲出|说出|透露|泄露|告诉{_SOMEBODY}|让{_SOMEBODY}(知道|晓得))"
_END = r"(?=[\s,，。.;；!！哈啊呀哦嘛谢]|$)"
_ME = (
    rf"((这?是|出)?(我|俺|我家|我们家)(说|讲|反映|投诉|举报|告)?的?{_END}"
    r"|(出)?(我|俺|我家|我们家|咱家?)的?(真名|名字?|姓名|号码?|电话|身份))"
)
# Looked for in a person's own words and in their plain spelling alike.
UNNAMED = re.compile(
    r"匿名|匿个名|不记名|不留名|不具名|不实名|(请|要|帮我|给我|替我|为我|望)(一定)?保密|^\W*保密\W*$"
    rf"|{_NOT}跟?{_SOMEBODY}{_SAY}{_ME}"
    r"|(别|莫|不要|不想|不用)(留|写|提|带|要)(我的?|我家的?)?真?(名字?|姓名|号码|电话)"
    r"|anonymous(ly)?|without my (name|number)"
    r"|(keep|leave) my (name|number)( (and|or) (name|number))? out( of (it|this))?"
    r"|(don'?t|do not|never) (say|tell (them|him|her|anyone|anybody|people)|mention|give|use|let them know)"
    r" ((that )?(it was|it's|its|it is) me|who (i am|said (it|so)|it was)|my (name|number)|about me)",
    re.IGNORECASE,
)
_FILLER = re.compile(
    r"算了|还是|请|麻烦|拜托|求|千万|一定|可以|能不能|能|要|想|希望|我|俺|你们?|帮|给|替|但是?|不过|还有|记得|这事|那个?|对了|谢谢"
    r"|处理|反映|投诉|举报|[啊哈呀吗嘛吧呢了的哦]"
    r"|\b(please|but|i|want|to|would|like|it|this|be|make|keep|me|stay|thanks?|you|and|also)\b|\W"
)


def is_unnaming(plain: str) -> bool:
    """Whether a message says that no name is wished, and nothing else."""
    return bool(UNNAMED.search(plain)) and not _FILLER.sub("", UNNAMED.sub("", plain))
