"""The linear model: learns, is saved whole, and says how sure it is."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import nlu
from nlu import features
from nlu.classifier import read_model, save, train
from nlu.cues import read_cues

CUES = read_cues(Path(nlu.__file__).parent / "data")
GREETINGS = ("你好", "您好", "在吗", "hello", "早上好")
ASKED = ("低保", "救助", "补贴", "dibao")
EXAMPLES = [
    *((f"{hello}{end}", "greet") for hello in GREETINGS for end in ("", "啊", "呀", "!", "?")),
    *((f"{what}多少钱{end}", "ask_policy") for what in ASKED for end in ("", "啊", "一个月", "?", "呢")),
]


@pytest.fixture(scope="module")
def model():
    return train(EXAMPLES, CUES)


def test_what_was_learned_holds_for_what_is_like_it(model):
    assert model.rank("五保多少钱")[0][0] == "ask_policy"
    assert model.rank("你好你好")[0][0] == "greet"


def test_shares_add_up_to_one(model):
    assert sum(share for _, share in model.rank("随便什么")) == pytest.approx(1, abs=1e-5)


def test_the_same_examples_give_the_same_model(model):
    again = train(EXAMPLES, CUES)
    assert again.rank("低保多少") == model.rank("低保多少")


def test_a_saved_model_reads_as_it_was(model, tmp_path):
    save(model, tmp_path / "deep" / "model.npz")
    read = read_model(tmp_path / "deep" / "model.npz", CUES)
    assert [intent for intent, _ in read.rank("低保多少")] == [intent for intent, _ in model.rank("低保多少")]
    assert np.array_equal(read.linear.weights, model.linear.weights)
    assert read.linear.names == model.linear.names
    assert [path.name for path in (tmp_path / "deep").iterdir()] == ["model.npz"]


@given(st.text(max_size=600) | st.text("ab c'1^$\n", max_size=600))
@settings(max_examples=200, deadline=None)
def test_what_is_seen_when_learning_is_seen_when_reading(text):
    names = features.named(text, features.LONGEST)
    keys = features.spelled(text).tolist()
    assert sorted(keys) == keys
    assert {features.key(name) for name in names} <= set(keys)
    assert text.isascii() or len(set(names)) == len(set(keys))
