"""The values of conversation: turns, sessions, steps, flows, and the effects a flow may ask for."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any, Literal

from nlu.types import Understanding

Slots = Mapping[str, Any]  # JSON values under the names of contracts: relation, amount, people, event_date, place …


@dataclass(frozen=True, slots=True)
class CaseBrief:
    """A case as its own household may hear of it."""

    number: str
    status: str
    urgency: str
    risk_types: tuple[str, ...]
    relation: str | None
    details: Slots
    opened_on: date
    changed_at: datetime
    ended: bool
    due_on: date | None = None
    due_what: str | None = None  # check, decision and the like: dialogs.terms.DUES
    cadre: str | None = None  # who acknowledged it
    note: str | None = None
    late: str = ""  # at_risk, overdue: how the present step stands
    due_at: datetime | None = None  # where it is due by the hour: help in an emergency
    holidays_known: bool = True  # False: the due day counts weekends only, its year's holidays are not published
    paused: bool = False
    said: str = ""  # the words it was told in
    own_words: str = ""  # of those the first, where they are of who asks
    danger: str | None = None  # of an emergency: a kind that has its guidance
    found_by: str = "household"  # or cadre, department: who began it
    review: str = ""  # of a refusal: asked where somebody is to look again, township or county where they did
    review_on: date | None = None  # when it was asked for, or decided
    area: str | None = None


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of the person who writes, and nothing of anybody else."""

    channel: str
    area: str | None = None  # of the household
    language: str | None = None
    opted_out: bool = False
    cadre: str | None = None  # the name of who would be told first
    cases: tuple[CaseBrief, ...] = ()  # oldest first


@dataclass(frozen=True, slots=True)
class Turn:
    """One utterance, understood, with its time. `area` is the place named in it, where that is a known area."""

    text: str
    plain: str  # its plain spelling: simplified, half width, dialect words made common ones
    meant: Understanding
    at: datetime  # in the villages' zone
    known: Known
    area: str | None = None
    place: str | None = None  # the words that name that area
    location: tuple[float, float] | None = None
    media: int = 0
    attached: Slots = field(default_factory=dict)  # pictures and position as a case keeps them

    @property
    def relation(self) -> str | None:
        """The relation of the one it names as concerned; None where it names nobody, though the writer may be meant."""
        relation = self.meant.slots.get("relation")
        named = relation != "self" or any(each.value == relation for each in self.meant.entities)
        return str(relation) if relation and named else None


@dataclass(frozen=True, slots=True)
class Place:
    """Where a conversation stands: flow, step, and the slots gathered so far."""

    flow: str
    step: str
    slots: Slots = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Session:
    """Where one conversation stands between turns. A value; stored as JSON."""

    language: str = "zh-Hans"
    stack: tuple[Place, ...] = ()  # the last is where it stands, those before wait
    misses: int = 0  # misunderstandings in a row
    chosen: bool = False  # the person chose the language in words: it does not follow the script they write in
    recent: tuple[Slots, ...] = ()  # what was said in the last minutes: at, risk_types, slots
    answered: Slots | None = None  # the last policy answer: question, text, more, quote, clauses, version, office, just
    echoes: int = 0  # the same words in a row
    last_said: str = ""  # a short form of them
    offer: str | None = None  # the flow that the bot last offered and a yes would begin
    household: Slots | None = None  # what was told of the home when its help was looked up: facts, area
    lapsed: Slots | None = None  # a report that waited too long: its slots, and since when it is let go
    complained: str | None = None  # when a complaint of theirs, or how content they are, was passed on last, ISO 8601
    aside: bool = False  # the last reply was beside the question that waits, which was then only put again
    handed: Slots | None = None  # a person has the conversation: who, which hand-off, until when

    @property
    def place(self) -> Place | None:
        """Where it stands, or None."""
        return self.stack[-1] if self.stack else None

    def at(self, step: str, slots: Slots) -> "Session":
        """The same place at another step, with these slots."""
        return replace(self, stack=(*self.stack[:-1], replace(self.stack[-1], step=step, slots=slots)))

    def push(self, place: Place) -> "Session":
        """Begin something; what stood waits."""
        return replace(self, stack=(*self.stack, place))

    def pop(self) -> "Session":
        """Leave what stands; go back to what waits."""
        return replace(self, stack=self.stack[:-1])


# ------------------------------------------------------------------ effects: what should happen; the runtime does it


@dataclass(frozen=True, slots=True)
class Say:
    """Words for the person: an English message of the catalogue, its values, and choices."""

    message: str
    values: Mapping[str, Any] = field(default_factory=dict)
    choices: tuple[tuple[str, str], ...] = ()  # label (a message of the catalogue), what choosing it says


@dataclass(frozen=True, slots=True)
class SayText:
    """Words that are already in the person's language: a policy answer, a quote; and what they rest on."""

    text: str
    clauses: tuple[str, ...] = ()
    version: str = ""  # of the knowledge that gave them


@dataclass(frozen=True, slots=True)
class Guide:
    """What `guidance.yml` says of a danger, or beside one; always comes first."""

    kind: str | None
    child: bool = False


@dataclass(frozen=True, slots=True)
class AskPolicy:
    """Look a question up; the outcome is PolicyAnswered."""

    question: str


@dataclass(frozen=True, slots=True)
class KeepAnswer:
    """Keep an answer, so that more of it, its words or a doubt can be asked for."""

    answered: Slots


@dataclass(frozen=True, slots=True)
class FindSupport:
    """What the documents give a household like this in its area; the outcome is SupportFound."""

    facts: Mapping[str, list[str]]  # of policies_kb.eligibility: fact -> words
    area: str | None = None  # where a place was named


@dataclass(frozen=True, slots=True)
class OpenCase:
    """Open a monitoring case, or join the one there is of the same event; the outcome is CaseOpened.

    `declared` are the words that were shown and said yes to: declaration, promise, authorisation.
    """

    facts: Slots  # risk_types, urgency, danger, area, said, and the slots
    declared: tuple[Say, ...] = ()


@dataclass(frozen=True, slots=True)
class UpdateCase:
    """Change the facts of an open case of this household; the outcome is CaseChanged."""

    number: str
    facts: Slots
    said: str
    attached: Slots = field(default_factory=dict)  # pictures that came before it was known which case they are for


@dataclass(frozen=True, slots=True)
class WithdrawCase:
    """The household takes a case back."""

    number: str


@dataclass(frozen=True, slots=True)
class RequestHuman:
    """Somebody of the programme is to contact the person; the outcome is Told.

    `facts` are of the report that waits unsent: asking for a person is consent to pass them on.
    """

    said: str
    facts: Slots = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Complain:
    """A complaint goes to the level above the cadre concerned; the outcome is Told.

    `unnamed`: they said before that they want no name in it.
    """

    said: str
    unnamed: bool = False


@dataclass(frozen=True, slots=True)
class StayUnnamed:
    """Who complained these days wants no name in it after all; the outcome is Unnamed."""


@dataclass(frozen=True, slots=True)
class AskReview:
    """The household objects to a refusal: the township hears of it, in these words; the outcome is Told."""

    number: str
    said: str = ""


@dataclass(frozen=True, slots=True)
class AnswerAsked:
    """The answer to a question the system asked by itself; the outcome is Answered."""

    kind: str  # arrived, cleared, satisfied, checkin, agree
    number: str  # of the case it was about, if of one
    value: str  # yes, no, or a score
    said: str


@dataclass(frozen=True, slots=True)
class FindKeepers:
    """Who has these cases, and how to reach them; the outcome is KeepersFound."""

    numbers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DescribeMe:
    """What is kept of the person; the outcome is Described."""


@dataclass(frozen=True, slots=True)
class EraseMe:
    """Erase what is kept of the person, but for what the law keeps; the outcome is Described."""


@dataclass(frozen=True, slots=True)
class SetConsent:
    """Whether the system may begin to write by itself."""

    opted_out: bool


@dataclass(frozen=True, slots=True)
class SetLanguage:
    """The person chose a language."""

    language: str


@dataclass(frozen=True, slots=True)
class NoteGap:
    """A question that was not answered, or an answer that was doubted, for the operators."""

    question: str
    reason: Literal["abstained", "doubted"]
    answer: str | None = None


Effect = (
    Say | SayText | Guide | AskPolicy | KeepAnswer | FindSupport | OpenCase | UpdateCase | WithdrawCase | RequestHuman
    | Complain | StayUnnamed | AskReview | AnswerAsked | FindKeepers | DescribeMe | EraseMe | SetConsent | SetLanguage
    | NoteGap
)  # fmt: skip


# ------------------------------------------------------------------ outcomes: what came of an effect, told to the flow


@dataclass(frozen=True, slots=True)
class PolicyAnswered:
    """The answer, or the honest abstention, in the person's language."""

    question: str
    text: str
    abstained: bool
    off_topic: bool = False
    more: str | None = None
    quote: str | None = None
    clauses: tuple[str, ...] = ()
    version: str = ""  # of the knowledge
    paper: str | None = None  # the title of the document cited first
    office: str | None = None  # who has today's rule


@dataclass(frozen=True, slots=True)
class SupportFound:
    """What the documents give, in the person's language, and more on request. An empty text: nothing fits."""

    text: str
    more: str | None = None
    unwritten: tuple[str, ...] = ()  # house, water: what is wrong there, and no paper of the area says what is given


@dataclass(frozen=True, slots=True)
class CaseOpened:
    """A case stands. `told` names who is being told now; `held_until` when they hear of it, if not at once."""

    number: str
    facts: Slots
    joined: bool  # it was there already
    told: tuple[str, ...] = ()
    held_until: datetime | None = None
    due_on: date | None = None
    due_what: str | None = None
    climbs_to: str | None = None  # the level that hears of it where nobody answers, and in how many hours
    climbs_in: int = 0
    level: str = "village"  # of who is told


@dataclass(frozen=True, slots=True)
class CaseChanged:
    """An open case has new facts; `told` names who hears of it."""

    number: str
    facts: Slots
    told: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Told:
    """A cadre is being told; without a name nobody is there who could be."""

    what: Literal["human", "complaint", "review", "withdrawn"]
    name: str | None = None
    held_until: datetime | None = None
    by_county: bool = False  # of a review: the township has looked already
    again: bool = False  # of a review: it was asked for before, and nobody has looked yet
    named: bool = False  # of a complaint: the number of who made it goes along


@dataclass(frozen=True, slots=True)
class Unnamed:
    """A complaint has no name any more: its number was taken out before it went, or `name` had it and is asked."""

    taken_out: bool = False
    name: str | None = None


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer was taken; `name` is who hears of it, where somebody does."""

    kind: str
    number: str
    value: str
    name: str | None = None


@dataclass(frozen=True, slots=True)
class Keeper:
    """Who has a case, how to reach them, whether they have acknowledged it, and when they hear of it if not yet."""

    name: str
    phone: str | None = None
    has_acknowledged: bool = False
    held_until: datetime | None = None


@dataclass(frozen=True, slots=True)
class KeepersFound:
    """Of each case by its number: who has it."""

    keepers: Mapping[str, Keeper]


@dataclass(frozen=True, slots=True)
class Described:
    """What is kept: whether we know a home, how many messages, which cases; and whether it was erased just now."""

    messages: int
    cases: tuple[str, ...]
    home: bool
    erased: bool = False


Outcome = (
    PolicyAnswered | SupportFound | CaseOpened | CaseChanged | Told | Unnamed | Answered | KeepersFound | Described
)


# ------------------------------------------------------------------ moves: how a step answers a turn


@dataclass(frozen=True, slots=True)
class Goto:
    """Go on at a step with these slots; its prompt is said after `first`. `missed`: because nothing was understood."""

    step: str
    slots: Slots
    first: tuple[Effect, ...] = ()
    missed: bool = False


@dataclass(frozen=True, slots=True)
class Again:
    """Not understood, or not yet: stay, and say this; with other slots where there are any."""

    effects: tuple[Effect, ...]
    missed: bool = True
    slots: Slots | None = None


@dataclass(frozen=True, slots=True)
class Done:
    """The flow is over, with these effects. `offer` names a flow that a yes to them would begin."""

    effects: tuple[Effect, ...] = ()
    offer: str | None = None


@dataclass(frozen=True, slots=True)
class Leave:
    """The person wants out: nothing waits any more, not even what stood below."""

    effects: tuple[Effect, ...] = ()


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Not for this step: let the turn start what it asks for, and come back here after."""


@dataclass(frozen=True, slots=True)
class Drop:
    """This step is not worth coming back to: it is let go, and the turn goes on without it."""


@dataclass(frozen=True, slots=True)
class Instead:
    """Another flow takes this turn."""

    flow: str


Move = Goto | Again | Done | Leave | Elsewhere | Drop | Instead


@dataclass(frozen=True, slots=True)
class Step:
    """One question and how its reply is read.

    `resume` is what is said on coming back to it from elsewhere, `again` the same question in other words, `choose`
    the same with choices: for the first and the second reply that cannot be followed. `yes`: a bare 好的 answers it,
    though something else was said in between.
    """

    ask: Callable[[Slots, Turn], tuple[Effect, ...]]
    read: Callable[[Session, Turn], Move]
    resume: Callable[[Slots, Turn], tuple[Effect, ...]] | None = None
    again: Callable[[Slots, Turn], tuple[Effect, ...]] | None = None
    choose: Callable[[Slots, Turn], tuple[Effect, ...]] | None = None
    yes: bool = False


@dataclass(frozen=True, slots=True)
class Flow:
    """A named path of steps, started by intents, or by a message that is one of its `words`.

    `hear` says what follows from an outcome.
    """

    name: str
    started_by: tuple[str, ...]
    start: Callable[[Session, Turn], Move]
    words: frozenset[str] = frozenset()
    asked: Callable[[str], bool] | None = None  # whether a message in plain spelling asks for it, in free words
    steps: Mapping[str, Step] = field(default_factory=dict)
    hear: Callable[[Session, Turn, Outcome], Move] | None = None
    follows: Callable[[Session, Turn], bool] | None = None  # whether a message is about what this flow just said
    resumes: bool = True  # after it, say where the conversation stood
    waits: bool = True  # what stands in it waits while something else is done; False: it is let go


@dataclass(frozen=True, slots=True)
class Result:
    """What a turn came to: the session after it, the effects in order, and the flow that hears their outcomes.

    `asked` says that the question now waiting was just put to the person, `aside` that it was put again only.
    """

    session: Session
    effects: tuple[Effect, ...]
    flow: str
    asked: bool = False
    aside: bool = False
