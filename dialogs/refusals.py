"""A refusal: how it stands in words, and the ways people say that they do not agree with it."""

import re
from datetime import timedelta

from dialogs.types import CaseBrief, Say, Turn
from dialogs.wording import marked as _

_OPEN_FOR = timedelta(days=60)  # so long after it was told a few words are taken for an objection
_AT_MOST = 60  # characters
# Looked for in the plain spelling.
_OBJECTS = re.compile(
    r"不(太|能|大|会|肯)?(同意|服气?|认可|认同|接受)|不认(账|这|这个)?(结果|决定|说法)?[,.。!，]?$"
    r"|(要|申请|请求|想|再|重新)(求|给)?(复核|复议|复查|申诉|上诉|审一?[次下遍])"
    r"|\b(do(n'?t| not)|can(no|')t|cannot|never) (agree|accept)|\bdisagree|\bobject( to|ion)?\b|\bappeal\b"
    r"|\breview (it|again|my)\b|\bwant a review\b"
)
# Said of a refusal it is an objection; of a cadre it may be a complaint.
_WEAKLY = re.compile(r"想不通|不公(平|道|正)|(有|提|要提)(点|很大)?(意见|异议)|凭(什么|啥子?|哪样)|\b(not|un)\s?fair\b")
_OF_SOMEBODY = re.compile(r"投诉|举报|告(他|她|你|了)|干部|书记|主任|村长|镇长|亲戚|关系户|收了|complain|official")
_ASKS = re.compile(r"(吗|(?<!什)么|没有?|\?)\W*$|可以不|能不能|能不服|怎么(办|申请|才)")
_BARE = re.compile(
    r"^\W*(我|俺|我们|我家|还是|就是|真的|坚决|实在|这个|这|对|结果|决定|你们的?|要|想|申请|求|请|给|太|也|很|了|的|啊|呀|嘛|吧"
    r"|不(太|能|大|会|肯)?(同意|服气?|认可|认同|接受|认)|不公(平|道|正)|有(点|很大)?(意见|异议)|想不通|凭(什么|啥子?)|复核|复议|申诉"
    r"|\b(i|we|do|don'?t|not|cannot|can'?t|agree|disagree|accept|it|this|that'?s|is|object|unfair|fair|appeal|with|to|the"
    r"|decision|result|want|a|review)\b|\W)+$"
)


def is_looked_at(case: CaseBrief) -> bool:
    """Whether a refusal is being looked at again."""
    return case.status == "rejected" and case.review == "asked"


def refusal_in_words(case: CaseBrief) -> tuple[Say, ...]:
    """Why it was refused, what came of an objection and when, and what is left to do."""
    values = {"note": case.note, "day": case.review_on}
    reason = Say(_("The reason: {note}."), values) if case.note else Say(_("No reason was given."))
    match case.review:
        case "asked":
            return (reason, Say(_("You asked for a review on {day}; it is being looked at, you will hear."), values))
        case "township":
            return (
                Say(_("The township looked at it again on {day}: it stays so."), values),
                reason,
                Say(_("Still not agreed: reply REVIEW for the county, or call 12345.")),
            )
        case "county":
            return (
                Say(_("The county looked at it again on {day}: it stays so."), values),
                reason,
                Say(_("12345 hears you too. If things at home change, report it anew.")),
            )
    if case.note:
        return (Say(_("The reason: {note}. If you do not agree, reply REVIEW."), values),)
    return (Say(_("No reason was given. If you do not agree, reply REVIEW.")),)


def refused(turn: Turn) -> CaseBrief | None:
    """The newest refusal of this household."""
    found = [case for case in turn.known.cases if case.status == "rejected"]
    return max(found, key=lambda case: (case.changed_at, case.number), default=None)


def objects(turn: Turn) -> bool:
    """Whether a message objects to a refusal that was told lately."""
    case = refused(turn)
    if case is None or turn.at - case.changed_at > _OPEN_FOR or len(turn.plain) > _AT_MOST:
        return False
    weakly = _WEAKLY.search(turn.plain) and not _OF_SOMEBODY.search(turn.plain)
    return bool(_OBJECTS.search(turn.plain) or weakly) and not _ASKS.search(turn.plain)


def more_than_no(turn: Turn) -> str:
    """The words of an objection where they say more than that there is one."""
    return "" if _BARE.match(turn.plain) else turn.text
