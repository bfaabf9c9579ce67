"""Where my case stands: each open case of the household, the step, by when it is due, who has it, how to reach them."""

import re

from dialogs.facts import unfinished
from dialogs.hardships import risks_in_a_word
from dialogs.refusals import is_looked_at, refusal_in_words
from dialogs.terms import status_in_words
from dialogs.types import (
    CaseBrief,
    Done,
    Effect,
    FindKeepers,
    Flow,
    Keeper,
    KeepersFound,
    Move,
    Outcome,
    Say,
    Session,
    Turn,
)
from dialogs.wording import marked as _

_NUMBER = re.compile(r"^a\s?\d{4,9}$", re.IGNORECASE)  # nothing but a case number
_WHO_COMES = re.compile(
    r"^\W*(那|到底)?(是)?(谁|哪个|什么人)(会|要)?(来|管|负责|上门)(看|我们?家?)?(这件?事)?[啊呀呢嘛吗]?\W*$"
    r"|^\W*(他们?|干部|你们|人)?(什么时候|几时|哪天|啥时候?)(会|能|才)?(来|到|上门)(我家|看看?)?[啊呀呢嘛吗]?\W*$"
    r"|^\W*(我的?|那个|这个|刚才)?(的?事|件事)?(报|交|发|送)(上去|出去|了)了?(没有?|吗|没)\W*$"
    r"|^\W*(那|然后|接下来|下一步)(呢|怎么(办|弄|走)|干啥|做什么|是啥)\W*$|^\W*what (happens|comes) next\W*$"
    r"|^\W*(为啥子?|为什么|怎么|咋个?|到底)(还|一直|都|就)*(没|没有|莫得|没得)(个|一点)?(消息|动静|回音|音信)(\W|$)"
    r"|^\W*(who|when) (will|is|are|do|does)? ?(they |he |she |somebody |anyone )?(going to )?"
    r"(come|comes|coming|visit)\b.{0,12}$"
)
_GOES_ON = re.compile(
    r"^\W*(那|我|我家|我们|这|大概|到底|一共)*(能|会|可以|要)?(给|拿|领|得|补|发|帮)(我|我们|到|得到|下来)*(多少|几多|好多)(钱|块|元)?[啊呀呢嘛]*\W*$"
    r"|^\W*(那|然后|接下来|现在)?(我|我们)?(该)?(怎么|咋)(个)?办[啊呀呢嘛]*\W*$"
    r"|^\W*(为什么|为啥|怎么|咋)(还|都|就)?(这么|那么|恁)慢[啊呀呢嘛]*\W*$"
    r"|^\W*how much (will|do|can) (i|we|it) (get|be)\b.{0,10}$|^\W*why so slow\W*$|^\W*what now\W*$"
)
_TONES = (
    (
        re.compile(r"骗|忽悠|糊弄|哄(人|我)|scam|fraud|\blying\b|\blie\b"),
        _("No trick: what you told is written down, and nobody asks you for money."),
    ),
    (
        re.compile(r"多少|好多|钱.{0,8}(到|发|下来|下得来|给|拿|领|打)|几时.{0,4}(打|给|发)钱|\bmoney\b|\bpaid\b"),
        _("You need the money, I know. Whether it comes, and when, I cannot promise. It stands here:"),
    ),
    (
        re.compile(
            r"还(要|得)等|好久|多久|(没|没有|莫得|冇)(得)?(消息|动静|音信|人(来|管|理|回))|(咋|怎么|为啥子?|为什么)还|这么[久慢]"
            r"|等(不|得)|急死|着急|心焦|how (much )?long|still (no|nothing|waiting)|no (news|answer|word)"
        ),
        _("Waiting is hard, I know."),
    ),
)
_AT_MOST = 3  # cases told of in one reply


def start(session: Session, turn: Turn) -> Move:
    """Tell of the newest cases; who has none learns nothing of anybody else's."""
    cases = _asked_for(turn)
    if not cases and any(unfinished(place) for place in session.stack):
        confirms = session.place is not None and session.place.step == "confirm"  # which says so itself
        return Done(() if confirms else (Say(_("It is not sent yet; I still need a word from you.")),))
    if not cases:
        return Done((Say(_("There is no report from you with us. To make one, say what is hard at home.")),))
    return Done((FindKeepers(tuple(case.number for case in cases)),))


def follows(session: Session, turn: Turn) -> bool:
    """Whether a bare word goes on about a case that is open: how much will it be, what now, why so slow."""
    just = session.answered is not None and session.answered.get("just")
    if just or session.stack or not any(not case.ended for case in turn.known.cases):
        return False
    return bool(_GOES_ON.match(turn.plain))


def hear(session: Session, turn: Turn, outcome: Outcome) -> Move:
    """Each case in a line or two."""
    if not isinstance(outcome, KeepersFound):
        return Done()
    effects: list[Effect] = [*_to_the_tone(turn)]
    for case in _asked_for(turn):
        effects.append(Say("{case}", {"case": status_in_words(case)}))
        if case.status == "rejected":
            effects.extend(refusal_in_words(case))
        elif not case.ended and case.number in outcome.keepers:
            effects.append(_keeper(outcome.keepers[case.number]))
    return Done(tuple(effects))


def _asked_for(turn: Turn) -> list[CaseBrief]:
    named = [case for case in turn.known.cases if case.number.lower() in turn.plain.lower()]
    going_on = [case for case in turn.known.cases if not case.ended or is_looked_at(case)]
    about = [case for case in going_on if set(risks_in_a_word(turn)) & set(case.risk_types)]  # that of the house
    cases = named or about or going_on or list(turn.known.cases[-1:])
    return cases[-_AT_MOST:]


def _to_the_tone(turn: Turn) -> tuple[Say, ...]:
    """One sentence to who doubts, asks after money or is tired of waiting; what follows is where it stands."""
    if all(case.ended for case in _asked_for(turn)):
        return ()
    return next(((Say(words),) for tone, words in _TONES if tone.search(turn.plain)), ())


def _keeper(keeper: Keeper) -> Say:
    values = {"cadre": keeper.name, "phone": keeper.phone, "moment": keeper.held_until}
    if keeper.held_until is not None:
        return Say(_("{cadre} hears of it on {moment}."), values)
    if keeper.has_acknowledged and keeper.phone:
        return Say(_("{cadre} is looking after it, phone {phone}."), values)
    if keeper.has_acknowledged:
        return Say(_("{cadre} is looking after it."), values)
    if keeper.phone:
        return Say(_("{cadre} was told and has not answered yet; phone {phone}."), values)
    return Say(_("{cadre} was told and has not answered yet."), values)


FLOW = Flow(
    name="ask_case_status",
    started_by=("ask_case_status",),
    start=start,
    asked=lambda said: bool(_NUMBER.match(said) or _WHO_COMES.match(said)),
    words=frozenset({"进度", "查进度", "状态", "status"}),
    hear=hear,
    follows=follows,
)
