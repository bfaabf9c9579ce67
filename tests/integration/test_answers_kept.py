"""An answer given to a household can be looked up years later: its clauses and the version of the knowledge."""

import asyncio

from bot.export import export
from bot.simulate import Stage
from tests.conftest import FRIDAY_MORNING


def play(store, parts, *texts):
    stage = Stage(store, parts)

    async def talk():
        for text in texts:
            await stage.play({"at": FRIDAY_MORNING, "from": "w", "channel": "web", "text": text})

    asyncio.run(talk())
    return [
        line for line in store.call(lambda tx: export(tx, "messages", FRIDAY_MORNING)) if line["direction"] == "out"
    ]


def test_every_policy_answer_is_stored_with_what_it_rests_on(store, parts):
    answer, more, quote, thanks = play(store, parts, "高中生一年补助多少钱", "更多", "原文", "谢谢")
    assert answer["sources"]["version"] == parts.knowledge.version
    assert answer["sources"]["clauses"][0] == "yn-2016/box30.5"
    assert more["sources"]["version"] == parts.knowledge.version
    assert "sources" not in quote  # the paper is not loaded: nothing of it was said
    assert "sources" not in thanks


def test_an_abstention_is_stored_with_the_version_that_knew_nothing(store, parts):
    [answer] = play(store, parts, "低保一个月多少钱")
    assert answer["sources"] == {"version": parts.knowledge.version, "clauses": []}
