"""Understanding whole: a text and its time in, an Understanding out."""

import re
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from nlu import classifier, cues, features, joined, kept, linear, normalise, training_data
from nlu.books import read_books
from nlu.classifier import Model, read_model, save, train
from nlu.concerned import Concerned, read_concerned
from nlu.cues import Cues
from nlu.entities import find_named
from nlu.joined import answers_of, joined_to_grave
from nlu.kept import one_at_a_time
from nlu.normalise import Normalised
from nlu.risk import RiskFinder, read_risks
from nlu.training_data import TrainingData, read_training_data
from nlu.types import Intent, RiskType, Understanding, Urgency
from nlu.urgency import Heard, Judge, read_urgency

REPORTS: frozenset[Intent] = frozenset(("report_hardship", "report_emergency", "update_case"))
ASKING: frozenset[Intent] = frozenset(("ask_policy", "check_eligibility", "ask_case_status", "help"))
SURE = 0.8  # a message that tells of no risk and no urgency is a report only when the model is this sure
VOICE = 0.4  # how much the second voice counts beside the model of intents
ALSO_FROM = 0.2  # an intent this likely beside the first is said too
POLITE_WITHIN = 10  # characters at the start of a message for a greeting, at its end for thanks or a farewell
CHOICES: dict[str, Intent] = {"1": "affirm", "2": "deny"}
SIGNS: dict[str, Intent] = {"👌": "affirm", "👍": "affirm", "❌": "deny", "🙏": "thanks"}

_WRAPPED: frozenset[Intent] = frozenset(
    (
        "report_hardship",
        "report_emergency",
        "ask_policy",
        "check_eligibility",
        "ask_case_status",
        "update_case",
        "complain",
    )
)
_WRAPPED_EACH = 4  # every so many examples of these intents are seen once more as people send them: politely
_WRAPPINGS = {
    "zh": (
        "你好,{}", "{},谢谢", "您好,请问{}", "{},谢谢你们了", "在吗,{}", "你好,{},麻烦你们了", "领导好,{}", "{},辛苦了",
        "喂你好 {}", "{},多谢", "不好意思打扰了,{}", "同志你好,{},谢谢", "早上好,{}", "{},拜托了",
    ),
    "en": (
        "hello, {}", "{}, thanks", "hi, {}", "{}, thank you", "good morning, {}", "hi there, {}, thanks a lot",
        "please, {}",
    ),
}  # fmt: skip
_FAREWELL = re.compile(r"8[81]+6?|886+")  # 88 sounds like bye-bye
_POLITE: dict[str, Intent] = {"thank": "thanks", "bye": "goodbye"}
_CHILD = re.compile(
    r"(?=[我警消医叔阿爸妈爷奶imd])(?:我(?:今年)?(?:才|只有|刚满?)?(?:[3-9]|1[0-4]|[三四五六七八九]|十[一二三四]?)岁(?!的|那年|时|就)"
    r"|我是(?:[他她]|我?[爷奶爸妈]{1,2})?的?[大小]?(?:外?孙[子女]?|儿子|女儿|弟弟|妹妹|娃)[,。 ]{0,2}"
    r"(?:今年|才|只有)?(?:[3-9]|1[0-4]|[三四五六七八九]|十[一二三四]?)岁"
    r"|我(?:在?[上读念]|是)(?:小学|幼儿园|大班|中班|[一二三四五六]年级|初一|初二|学前班)"
    r"|^(?:警察|消防员?|医生)?(?:叔叔|阿姨)(?:阿姨|们)?[,!。 ]?.*(?:妈妈|爸爸|爷爷|奶奶|外公|外婆|弟弟|妹妹)"
    r"|(?:爸爸|妈妈|爷爷|奶奶)[^。!?]{0,16}我(?:好|很)?(?:害?怕|不敢)|我(?:好|很)?(?:害?怕|不敢)[^。!?]"
    r"{0,16}(?:爸爸|妈妈|爷爷|奶奶)"
    r"|\bi(?:'m| am) (?:only )?(?:[3-9]|1[0-4])(?: years old)?\b(?! (?:weeks|months|km|miles|days))"
    r"|\b(?:mummy|mommy|daddy)\b)"
)

Ranked = Sequence[tuple[Intent, float]]  # intents with their share of certainty, the likeliest first


@dataclass(frozen=True, slots=True)
class Understand:
    """The embedded engine: what is meant, how urgent it is, why a household may fall back, who is concerned."""

    model: Model
    judge: Judge
    risks: RiskFinder
    concerned: Concerned

    def __call__(self, text: str, now: datetime, heard: Ranked | None = None) -> Understanding:
        """Read one message written at `now`; never fails.

        `heard` are the intents another engine ranks. They stand in for the model's where nothing is urgent: whether
        somebody is in danger is judged by what our own model and rules find, whatever another engine says.
        """
        said = normalise.normalise(text)
        signs = self.judge.hear(said)
        ranked = _ranked(said, self.model, signs)
        urgency = self.judge.weigh(signs, _reported(ranked))
        told = urgency.level != "normal" or trained_as(ranked[0][0]) == "report_hardship"
        if heard and urgency.level == "normal" and certain(said.text) is None:
            ranked = heard
        risk_types = self.risks.find(said) if urgency.level != "normal" or ranked[0][0] in REPORTS else ()
        intent, confidence = combine(ranked, urgency, risk_types)
        named = find_named(said, now, self.concerned, self.risks.marks(said.text), told=told)
        return Understanding(
            intent=intent,
            confidence=round(confidence, 4),
            risk_types=risk_types if intent in REPORTS else (),
            urgency=urgency if intent in ("report_hardship", "report_emergency") else Urgency("normal"),
            entities=named.entities,
            slots=named.slots,
            also=_also(intent, ranked, said, self.model.cues),
            language=said.language,
            plain=said.text,
            child_writer=bool(_CHILD.search(said.text)),
        )

    def batch(self, texts: Sequence[tuple[str, datetime]]) -> list[Understanding]:
        """Read many messages, each with its own time."""
        return [self(text, now) for text, now in texts]


def combine(ranked: Ranked, urgency: Urgency, risk_types: tuple[RiskType, ...]) -> tuple[Intent, float]:
    """Join what the model, the judge and the risk finder say.

    A life in danger is an emergency whatever else the message looks like, and a report that tells of no risk must be
    a sure one.
    """
    intent, confidence = ranked[0]
    if urgency.level == "critical":
        return "report_emergency", max(0.9, confidence)
    if urgency.level == "high" and intent not in REPORTS | ASKING:
        return "report_hardship", max(0.6, dict(ranked).get("report_hardship", 0.0))
    if intent == "report_hardship" and not risk_types and confidence < SURE and len(ranked) > 1:
        return ranked[1]
    return intent, confidence


def read_understand(data: Path, cache: Path) -> Understand:
    """Read the engine for a data folder: the model of the cache if it fits data and code, else a newly trained one."""
    books = read_books(data, cache)
    path = cache / f"intents-{_key(data)}.npz"
    model = read_model(path, books.cues) if path.exists() else _learned(path, data, books.cues)
    judge, risks = read_urgency(data, cache, books.signs), read_risks(data, cache, books.risks)
    concerned = read_concerned(data, cache, books)
    voices = [voice.linear for voice in (judge.levels, judge.dangers, risks.voice) if voice is not None]
    linear.share([model.linear, *voices, concerned.linear])
    return Understand(model, judge, risks, concerned)


def certain(plain: str) -> Intent | None:
    """Give the intent of a normalised text that leaves nothing to guess: a bare choice, or not one letter."""
    text = plain.strip(".。,!? ")
    if text in CHOICES:
        return CHOICES[text]
    if text[:1] in SIGNS and not text.strip(text[0]):
        return SIGNS[text[0]]
    if _FAREWELL.fullmatch(text):
        return "goodbye"
    return None if any(character.isalpha() for character in text) else "out_of_scope"


def trained_as(intent: Intent) -> Intent:
    """Give the name an intent has in the model: an emergency is a report there."""
    return "report_hardship" if intent == "report_emergency" else intent


def train_intents(training: TrainingData, cue_words: Cues) -> Model:
    """Train the model of intents; an emergency is a report there, how grave it is the judge decides."""
    labelled = [(normalise.normalise(example.text).text, trained_as(example.intent)) for example in training.examples]
    content = [
        (text, intent, _WRAPPINGS["en" if text.isascii() else "zh"])
        for (text, intent) in labelled[::_WRAPPED_EACH]
        if intent in _WRAPPED
    ]
    labelled += [
        (ways[i % len(ways)].format(text.rstrip("。.")), intent) for i, (text, intent, ways) in enumerate(content)
    ]
    grave = (normalise.normalise(text).text for text, _ in joined_to_grave(answers_of(training)))
    labelled += [(text, "report_hardship") for text in grave]
    return train(labelled, cue_words)


def _learned(path: Path, data: Path, cue_words: Cues) -> Model:
    """Learn the model and keep it; the voices are learned meanwhile by a process of their own, on another core."""
    with one_at_a_time(path.parent) as can_keep:
        if path.exists():  # another process was quicker
            return read_model(path, cue_words)
        if not can_keep:  # an installation may be read-only: then each start trains
            return train_intents(read_training_data(data), cue_words)
        with subprocess.Popen([sys.executable, "-m", "nlu.learning", str(data), str(path.parent)]):
            model = train_intents(read_training_data(data), cue_words)
            with suppress(OSError):
                save(model, path)
        return model


def _key(data: Path) -> str:
    """Give a short name for exactly this data and this code."""
    apart = ("risk.yml", "risk_lessons.yml", "urgency.yml", "urgency_lessons.yml")  # for the voices alone
    lessons = [path for path in sorted(data.glob("*/*.yml")) if path.name not in apart]
    return kept.key_of(lessons, (classifier, cues, features, joined, linear, normalise, training_data))


def _ranked(said: Normalised, model: Model, signs: Heard) -> Ranked:
    """Rank the intents by the model and by the second voice, which was asked about urgency but hears talk as well."""
    intent = certain(said.text)
    if intent is not None:
        return [(intent, 1.0)]
    ranked = model.rank(said.text)
    if not signs.shares:
        return ranked
    talk = signs.talk()
    blended = [(intent, (1 - VOICE) * share + VOICE * talk.get(intent, 0.0)) for intent, share in ranked]
    return sorted(blended, key=lambda pair: -pair[1])


def _reported(ranked: Ranked) -> float:
    """How much a message looks like telling of something."""
    return sum(share for intent, share in ranked if intent in REPORTS)


def _also(intent: Intent, ranked: Ranked, said: Normalised, cue_words: Cues) -> tuple[Intent, ...]:
    """Give what else the message does: what is nearly as likely, a greeting before it, thanks after it."""
    others = [other for other, share in ranked if share >= ALSO_FROM]
    if len(said.text) > POLITE_WITHIN:
        others += ["greet"] if cue_words.first(said.text[:POLITE_WITHIN]) == "greet" else []
        others += [_POLITE[kind] for kind, _, _ in cue_words.find(said.text[-POLITE_WITHIN:]) if kind in _POLITE]
    reported = {"report_hardship"} if intent == "report_emergency" else set()
    return tuple(dict.fromkeys(other for other in others if other != intent and other not in reported))
