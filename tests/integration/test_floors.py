"""The floors of pyproject.toml hold on the development sets, where they are at hand; one that is missed shows."""

import json
import os
from pathlib import Path

import pytest
from typer.testing import CliRunner

from bot.cli import app
from bot.evaluation import evaluate, read_floors, short_of

PROJECT = Path(__file__).parents[2] / "pyproject.toml"
FOLDER = os.environ.get("HEARTHLINE_EVAL")
NEEDS_SETS = pytest.mark.skipif(FOLDER is None, reason="HEARTHLINE_EVAL names no folder of development sets")
CASE = {"text": "奶奶叫不醒", "now": "2026-11-20T10:00:00+08:00", "intent": "report_emergency", "urgency": "critical"}


@NEEDS_SETS
def test_messages_and_answers_meet_their_floors(settings):
    judged = evaluate(settings, Path(FOLDER, "understand_dev.jsonl"), Path(FOLDER, "policy_dev.jsonl"))
    assert short_of(judged.figures(), read_floors(PROJECT)) == []


def test_every_floor_has_a_figure():
    names = {"policy_first_citation", "policy_facts", "policy_abstention_f1", "policy_misleading"}
    names |= {"held_out_intent_accuracy", "held_out_calibration_error"}
    names |= {"intent_accuracy", "emergency_recall", "false_alarms", "high_recall", "risk_type_f1", "slot_recall"}
    assert set(read_floors(PROJECT)) == names | {"calibration_error"}


def test_a_figure_below_its_floor_is_named_and_one_above_its_ceiling():
    floors = {"intent_accuracy": 0.95, "false_alarms": 0.01, "policy_facts": 0.98}
    assert short_of({"intent_accuracy": 0.95, "false_alarms": 0.01}, floors) == []
    assert short_of({"intent_accuracy": 0.9, "false_alarms": 0.02}, floors) == [
        "intent_accuracy is 0.9, at least 0.95 wanted",
        "false_alarms is 0.02, at most 0.01 wanted",
    ]


def run(tmp_path, monkeypatch, *arguments, **changed):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "cases.jsonl").write_text(json.dumps(CASE | changed), encoding="utf-8")
    return CliRunner().invoke(app, ["evaluate", "cases.jsonl", *arguments])


def test_the_command_prints_tables_or_json(tmp_path, monkeypatch):
    assert "report_emergency" in run(tmp_path, monkeypatch).stdout
    told = json.loads(run(tmp_path, monkeypatch, "--json").stdout)
    assert set(told) == {"messages"}
    assert told["messages"]["intent_accuracy"] == 1.0


def test_the_command_ends_with_1_below_a_floor_and_with_2_where_it_cannot_read(tmp_path, monkeypatch):
    floors = tmp_path / "floors.toml"
    floors.write_text("[tool.hearthline.floors]\nintent_accuracy = 0.95\n", encoding="utf-8")
    assert run(tmp_path, monkeypatch, "--floors", str(floors)).exit_code == 0
    missed = run(tmp_path, monkeypatch, "--floors", str(floors), intent="greet")
    assert missed.exit_code == 1
    assert "intent_accuracy is 0, at least 0.95 wanted" in missed.stderr
    unreadable = run(tmp_path, monkeypatch, now="soon")
    assert unreadable.exit_code == 2
    assert "cases.jsonl, line 1" in unreadable.stderr
