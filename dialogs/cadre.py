"""What a cadre writes: one word or number is enough, a case number may stand anywhere in it."""

import re
from dataclasses import dataclass
from typing import Literal

CommandKind = Literal[
    "received", "received_all", "on_way", "arrived", "done", "list", "help", "thanks", "declined", "note"
]

_NUMBER = re.compile(r"(?<![a-z0-9])a\s?(\d{4,9})(?!\d)")
_NUMBERS = re.compile(rf"{_NUMBER.pattern}(?:\s*[,，、和跟与&]?\s*{_NUMBER.pattern})*")
_NUMBER_WRITTEN = re.compile(r"(?<![a-zA-Z0-9])[aA]\s?\d{4,9}(?!\d)(\s*[,，、和跟与&]?\s*[aA]\s?\d{4,9}(?!\d))*")
_EDGE = " \t\n\"'.,!?:;()[]。、《》“”【】「」"
# What people write for each, without spaces and punctuation. The digit may stand beside the word.
_SAID: tuple[tuple[CommandKind, re.Pattern[str]], ...] = (
    ("list", re.compile(r"(我的|列表|清单|任务|list)")),
    ("thanks", re.compile(
        r"(多?谢谢?(你|您|了|啊)*|感谢|辛苦(你|您)?(了|啦)?|你好(啊|呀)?|您好|在吗|早上?好?|晚上好|再见|拜拜|hello|hi|thanks|thankyou|bye)+"
    )),
    ("help", re.compile(r"(帮助|help|怎么用|\?)")),
    ("help", re.compile(  # not knowing what to do is no note on a case
        r"(我|俺|这个?|那|到底|都|也|还|真|真的)*(不(晓得|知道|懂|会)|搞不(懂|清)|弄不(懂|清))?(要|该|得)?"
        r"(咋(个|子)?|怎么(个)?|怎样|如何|啷个)(整|办|弄|搞|做|用|回|处理|操作)(嘛|啊|呀|呢|哦|了)?"
        r"|(我|俺|都|也|还|真|真的)*不会(用|弄|搞|整|回|写|操作)(这个)?(嘛|啊|呀|呢|哦)?"
        r"|(我|俺|都|也|还)*(不(晓得|知道)|搞不懂)(回|写|发|做|办)?(什么|啥子?)?(嘛|啊|呀|呢|哦)?"
        r"|(这|那)?(是|个)*(啥子?|什么)意思(嘛|啊|呀|呢)?|(没|不)(看|弄|搞)?懂|看不懂|whatnow|whatdoido|howdoesthiswork"
    )),
    ("done", re.compile(r"(办结|办好|办完|处理好|处理完|解决了|结束|完成|done|closed?).*")),
    ("arrived", re.compile(r"3|3?(已到|到了|已经到|到现场|已到达|到达|arrived|here)\S{0,60}")),
    ("on_way", re.compile(
        r"2|2?(已?出发|在路上|路上|我?这就去|我?马上(到|去|过去|来)|我?去了|正在赶|赶过去|omw|on(my|the)way|coming)\S{0,12}"
    )),
    ("received_all", re.compile(
        r"(这些|几件)?(全部|全都?|都|统统)(已?收到|收倒|受到|手到|知道|晓得|接|要)(了|啦)?|(已?收到|受到|知道了?|1)(全部|全|都)(了|啦)?|allreceived|(received|ack)all"
    )),
    ("received", re.compile(
        r"👌+|👍+|一|回1+|1+|(ok|okay|好的?|嗯+|行|回)?1?(已?收到|收倒|受到|手到|知道|晓得|明白|好的?|行|可以|嗯+|在"
        r"|ok|okay|ack|acknowledged?|roger|received|gotit|yes)"
        r"(了|啦|哈|的|呢|吧)?1?((多谢|谢谢?|辛苦)(你|您|了|啦|们)*)?"
    )),
)  # fmt: skip


_SHORT = 15
# Without blanks, as all of these are read.
_DECLINES = re.compile(
    r"没(得)?(空|时间)|走不(开|脱|了)|抽不(开|出)|(去|来|过|赶|顾)不(了|成|过去|过来|上)|管不了|不在(村|家|镇|县|本地|这边|岗)"
    r"|(在|正)(忙|开会|外地|县城|县里|省城|住院)|出差|有事去不|(去|来)不|叫别人|找别人|换(个)?人"
    r"|busy|can(no|'|’)?t(go|come|make|get)|not(here|inthevillage|able)"
)
# Where a life is in danger a later hour is no answer either; where somebody has nothing to eat, another day is none.
_LATER = re.compile(
    r"(晚(点|些)|等(一)?(会|下|哈)|待会|一会儿?|过(会|一阵)|下午|晚上)(?!.{0,3}(到|就))|明天|后天|later|tomorrow"
)
_DAYS = re.compile(r"明天|后天|过(几|两|三)天|下(个)?(周|星期|礼拜)|tomorrow|nextweek")
_SETS_OUT = re.compile(r"出发|在路上|赶过去|正往|马上(到|去|来)")  # after an acknowledgement in the same breath
_DONE = re.compile(
    r"^\W*(办结|办好了?|办完了?|处理好了?|处理完了?|解决了|结束了?|完成了?|done|closed?)\W*", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Command:
    """What a cadre's message asks for: the kind, the cases it names, and the words.

    `too_late_for`: the urgencies for which they do not come in time, though they answer.
    """

    kind: CommandKind
    cases: tuple[int, ...]
    note: str
    too_late_for: tuple[str, ...] = ()


def read_command(plain: str) -> Command:
    """Read a message in its plain spelling; forgiving. What is none of the words is a note."""
    named = tuple(dict.fromkeys(int(number) for number in _NUMBER.findall(plain)))
    rest = _NUMBERS.sub(" ", plain)
    said = "".join(rest.split()).strip(_EDGE).replace(",", "").replace("。", "").replace("!", "")
    for kind, pattern in _SAID:
        if pattern.fullmatch(said):
            return Command(kind, named, rest.strip())
    if len(said) <= _SHORT and _SETS_OUT.search(said):
        return Command("on_way", named, rest.strip())
    if not said and named:
        return Command("received", named, "")
    if len(said) <= _SHORT and _DECLINES.search(said):
        return Command("declined", named[:1], rest.strip())
    late = len(said) <= _SHORT and (("critical", _LATER), ("high", _DAYS))
    too_late = tuple(urgency for urgency, words in late or () if words.search(said))
    return Command("note", named[:1], rest.strip(), too_late)


def note_of(text: str) -> str:
    """A cadre's own words without the case number and the command."""
    return _DONE.sub("", _NUMBER_WRITTEN.sub("", text, count=1)).strip()
