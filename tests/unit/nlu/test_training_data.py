"""Reading Rasa's YAML ourselves: examples, annotations, synonyms, lookups, and files that are wrong."""

import pytest

from nlu.training_data import Annotation, TrainingDataError, read_example, read_training_data

NLU = """
version: "3.1"
nlu:
# a comment
- intent: report_hardship
  examples: |
    - [我爸](relation)住院花了[两万三]{"entity": "amount", "value": "23000"}
    - 家里没钱了
- intent: greet
  examples:
    - 你好
    - text: 在吗
- synonym: parent
  examples: |
    - 我爸
- lookup: place
  examples: |
    - 青山
"""


def folder_with(tmp_path, name, text, language="zh"):
    (tmp_path / language).mkdir(exist_ok=True)
    (tmp_path / language / name).write_text(text, encoding="utf-8")
    return tmp_path


def test_an_annotated_line_gives_bare_text_and_spans():
    text, annotations = read_example('[我爸](relation)花了[两万三]{"entity": "amount", "value": "23000"}元')
    assert text == "我爸花了两万三元"
    assert annotations == (Annotation("relation", 0, 2, "我爸"), Annotation("amount", 4, 7, "23000"))
    assert [text[a.start : a.end] for a in annotations] == ["我爸", "两万三"]


def test_a_folder_is_read_whole(tmp_path):
    folder_with(tmp_path, "nlu.yml", NLU)
    folder_with(tmp_path, "risk_types.yml", "- {text: 病了, risk_types: [illness], urgency: normal}")
    read = read_training_data(tmp_path)
    assert [(e.text, e.intent, e.language) for e in read.examples] == [
        ("我爸住院花了两万三", "report_hardship", "zh"),
        ("家里没钱了", "report_hardship", "zh"),
        ("你好", "greet", "zh"),
        ("在吗", "greet", "zh"),
    ]
    assert read.synonyms == {"我爸": "parent"}
    assert read.lookups == {"place": ("青山",)}
    assert read.risk_examples[0].risk_types == ("illness",)


@pytest.mark.parametrize(
    "text",
    [
        NLU.replace("greet", "dance"),
        NLU.replace("    - 家里没钱了", "    家里没钱了"),
        NLU.replace('"value": "23000"', '"value": '),
        NLU.replace("- synonym", "- sinonym"),
        "nlu: [",
    ],
)
def test_what_a_file_gets_wrong_is_named(tmp_path, text):
    with pytest.raises(TrainingDataError, match=r"nlu\.yml"):
        read_training_data(folder_with(tmp_path, "nlu.yml", text))


def test_an_unknown_risk_type_is_named(tmp_path):
    with pytest.raises(TrainingDataError, match="bad luck"):
        read_training_data(folder_with(tmp_path, "risk_types.yml", "- {text: 唉, risk_types: [bad luck]}"))
