"""Training messages put together as people send them: a danger told after thanks, a question after a calm report."""

from collections.abc import Iterator, Mapping

from nlu.training_data import TrainingData

_GRAVE = frozenset(("critical", "high"))
_TALK = frozenset(
    ("greet", "thanks", "ask_case_status", "ask_policy", "check_eligibility", "request_human", "complain")
)
_POLITE = frozenset(("greet", "thanks"))
_SHORT, _EACH, _STRIDE = 60, 3, 7919  # messages up to so many characters; one of so many; how far to the next
_BETWEEN = ("。", ",", "。", " ", "!", ", ", "。还有", "\n")


def answers_of(training: TrainingData) -> dict[str, str]:
    """Give how urgent each report is, or else what the talk is about."""
    answers: dict[str, str] = {report.text: report.urgency for report in training.risk_examples}
    for example in training.examples:
        if example.intent not in ("report_hardship", "report_emergency"):
            answers.setdefault(example.text, example.intent)
    return answers


def joined(answers: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Give messages made of two with what they are together: as urgent as the graver, else what is not mere manners."""
    for text, grave in joined_to_grave(answers):
        yield text, answers[grave]
    for told, talk in _by_language(answers):
        beside = [text for text, _ in talk] + told
        for number, text in enumerate(told[::_EACH] if beside else ()):
            yield _in_one(text, beside[number * _STRIDE % len(beside)], number), "normal"
        for number, (text, answer) in enumerate(talk[::_EACH]):
            other, meant = talk[number * _STRIDE % len(talk)]
            yield _in_one(text, other, number), meant if answer in _POLITE else answer


def joined_to_grave(answers: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Give messages that tell of something grave beside calm talk, each with the grave one that is in it."""
    for english, (told, talk) in zip((False, True), _by_language(answers), strict=True):
        beside = [text for text, _ in talk] + told
        grave = [text for text, answer in answers.items() if answer in _GRAVE and _is_short(text, english)]
        for number, text in enumerate(grave[::_EACH] if beside else ()):
            yield _in_one(text, beside[number * _STRIDE % len(beside)], number), text


def _by_language(answers: Mapping[str, str]) -> Iterator[tuple[list[str], list[tuple[str, str]]]]:
    """Give the calm reports and the talk that may stand beside others, of Chinese and of English."""
    for english in (False, True):
        short = [(text, answer) for text, answer in answers.items() if _is_short(text, english)]
        yield [text for text, answer in short if answer == "normal"], [one for one in short if one[1] in _TALK]


def _is_short(text: str, english: bool) -> bool:
    return len(text) < _SHORT and text.isascii() == english


def _in_one(text: str, other: str, number: int) -> str:
    """Join two messages, the other before or behind, as people do it."""
    between = _BETWEEN[number % len(_BETWEEN)]
    first, second = (other, text) if number % 3 else (text, other)
    return f"{first.rstrip('。.!！,，')}{between}{second}"
