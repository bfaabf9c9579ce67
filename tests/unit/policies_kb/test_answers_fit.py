"""Every card as it is sent: short, in all three languages, in the few SMS that an old phone holds."""

from datetime import date
from pathlib import Path

import pytest

import policies_kb
from dialogs.portions import portion
from dialogs.segments import segments
from policies_kb.answer import render_answer
from policies_kb.documents import read_documents

ON = date(2026, 11, 20)
HOLDINGS = read_documents(Path(policies_kb.__file__).parent / "documents")


def answers(language):
    for holding in HOLDINGS:
        clauses = {clause.id: clause for clause in holding.clauses}
        for card in holding.cards:
            kinds = card.gives & {"amount"}
            yield render_answer([card], clauses[card.clause], holding.document, [], 1.0, language, ON, True, kinds).text


@pytest.mark.parametrize("language", ["zh-Hans", "zh-Hant"])
def test_a_chinese_answer_is_two_sms_and_nine_in_ten_have_200_characters_at_most(language):
    said = list(answers(language))
    assert sum(len(text) <= 200 for text in said) >= 0.9 * len(said)
    assert max(segments(portion(text, "sms", language)[0]) for text in said) <= 2
    assert all(portion(text, "sms", language)[1] == "" for text in said)


def test_an_english_answer_is_three_sms_at_most_and_nine_in_ten_are_two():
    said = [portion(text, "sms", "en") for text in answers("en")]
    assert sum(rest == "" for _, rest in said) >= 0.99 * len(said)  # the rest comes on request
    assert max(segments(text) for text, _ in said) <= 3
    assert sum(segments(text) <= 2 for text, _ in said) >= 0.9 * len(said)
