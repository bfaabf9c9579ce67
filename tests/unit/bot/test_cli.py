"""The commands as their callers see them: lines in, lines out, statuses, one sentence where something is wrong."""

import json
import os
import pty
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from openpyxl import Workbook


def run(*arguments, cwd, **environment):
    """Run `python -m bot` as a person would."""
    return subprocess.run(
        [sys.executable, "-m", "bot", *map(str, arguments)],
        cwd=cwd, env={"PATH": "/usr/bin:/bin", "PYTHONPATH": str(Path(__file__).parents[3]), **environment},
        capture_output=True, timeout=120, check=False,
    )  # fmt: skip


def lines(path):
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_a_batch_answers_every_line_and_names_the_bad_ones(tmp_path):
    source = tmp_path / "in.jsonl"
    source.write_bytes(
        '{"id": "a", "question": "娃上高中一年能补多少", "area": "530000"}\n'
        "no json\n"
        '{"id": "c", "area": "530000"}\n'
        '{"id": "d", "question": "天气", "area": 5}\n'
        '{"id": "e", "question": "\\u0000\\ud800"}\n'
        '{"id": "f", "question": "'.encode()
        + b"\xff\xfe"
        + '"}\n{"id": "g", "question": "奶奶叫不醒了"}\n'.encode()
    )
    done = run("ask", "--batch", source, "--out", tmp_path / "out.jsonl", cwd=tmp_path)
    assert done.returncode == 1, done.stderr
    answers = lines(tmp_path / "out.jsonl")
    assert [answer["id"] for answer in answers] == ["a", None, "c", "d", "e", None, "g"]
    assert [answer.get("line") for answer in answers] == [None, 2, 3, 4, None, 6, None]
    assert "2500元" in answers[0]["answer"]
    assert answers[0]["citations"][0]["clause"].startswith("yn-2016/box30.5")
    assert answers[6]["abstained"]
    assert "120" in answers[6]["answer"]


def test_a_place_is_not_told_the_figure_of_another(tmp_path):
    done = run("ask", "娃上高中一年能补多少", "--area", "510000", "--json", cwd=tmp_path)
    answer = json.loads(done.stdout)
    assert "2500" not in answer["answer"]
    assert all(not citation["clause"].startswith("yn-2016") for citation in answer["citations"])


def test_understanding_a_batch_gives_the_fields_of_the_contract(tmp_path):
    source = tmp_path / "in.jsonl"
    source.write_text(
        '{"id": 1, "text": "前天我妈摔断了腿，住院花了两万三，电话13812345678", "now": "2026-11-20T10:00:00+08:00"}\n'
        '{"id": 2, "text": "x", "now": "yesterday"}\n',
        encoding="utf-8",
    )
    done = run("understand", "--batch", source, "--out", tmp_path / "out.jsonl", cwd=tmp_path)
    assert done.returncode == 1
    first, second = lines(tmp_path / "out.jsonl")
    assert set(first) == {"id", "intent", "confidence", "risk_types", "urgency", "slots"}
    assert first["slots"]["amount"] == 23000
    assert first["slots"]["event_date"] == "2026-11-18"
    assert first["slots"]["phone"] == "+8613812345678"
    assert second["line"] == 2
    assert second["error"]


@pytest.mark.parametrize(
    ("line", "named"),
    [
        ("no json", "line 2"),
        ('{"at": "2026-11-20T10:00:00", "do": "tick"}', "line 2"),
        ('{"at": "2026-11-20T10:00:00+08:00", "do": "dance"}', "dance"),
        ('{"at": "2026-11-20T10:00:00+08:00", "from": "+86", "channel": "pigeon", "text": "x"}', "pigeon"),
        ('{"do": "tick"}', "at is missing"),
    ],
)
def test_an_unreadable_script_writes_nothing_and_names_the_line(tmp_path, line, named):
    script = tmp_path / "script.jsonl"
    script.write_text(f'{{"at": "2026-11-20T10:00:00+08:00", "do": "tick"}}\n{line}\n', encoding="utf-8")
    done = run("simulate", script, "--out", tmp_path / "out.jsonl", cwd=tmp_path)
    assert done.returncode == 2
    assert named in done.stderr.decode()
    assert done.stderr.decode().count("\n") == 1
    assert not (tmp_path / "out.jsonl").exists()


@pytest.mark.parametrize(
    ("setting", "value", "named"),
    [
        ("HEARTHLINE_DATABASE_URL", "nonsense", "HEARTHLINE_DATABASE_URL"),
        ("HEARTHLINE_DATABASE_URL", "postgresql://localhost/x", "HEARTHLINE_KEY"),
        ("HEARTHLINE_KEY", "short", "HEARTHLINE_KEY"),
        ("HEARTHLINE_POLICIES", "/does/not/exist", "HEARTHLINE_POLICIES"),
        ("HEARTHLINE_TWILIO_ACCOUNT_SID", "AC1", "HEARTHLINE_TWILIO_AUTH_TOKEN"),
        ("HEARTHLINE_REGISTRY", "paper", "HEARTHLINE_REGISTRY"),
        ("HEARTHLINE_TIMEZONE", "Mars/Base", "HEARTHLINE_TIMEZONE"),
        ("HEARTHLINE_NLU", "rasa", "HEARTHLINE_RASA_URL"),
    ],
)
def test_a_wrong_setting_stops_the_start_with_one_sentence(tmp_path, setting, value, named):
    done = run("export", "cases", cwd=tmp_path, **{setting: value})
    assert done.returncode == 2
    sentence = done.stderr.decode()
    assert named in sentence
    assert sentence.count("\n") == 1
    assert value not in sentence or setting != "HEARTHLINE_KEY"
    assert "not shown" not in sentence


@pytest.mark.slow
def test_the_same_script_gives_the_same_output_and_its_beginning_the_beginning(tmp_path):
    script = tmp_path / "script.jsonl"
    script.write_text(
        '{"at": "2026-11-20T10:00:00+08:00", "do": "cadre", "name": "甲", "channel": "sms", "address": "+861", '
        '"area": "530323103201", "level": "village"}\n'
        '{"at": "2026-11-20T10:00:00+08:00", "do": "household", "address": "+862", "channel": "sms", '
        '"area": "530323103201"}\n'
        '{"at": "2026-11-20T10:01:00+08:00", "from": "+862", "channel": "sms", "text": "爷爷掉进水塘里了"}\n'
        '{"at": "2026-11-20T10:20:00+08:00", "do": "tick"}\n'
        '{"at": "2026-11-20T10:21:00+08:00", "from": "+861", "channel": "sms", "text": "收到"}\n',
        encoding="utf-8",
    )
    outputs = []
    for _ in range(2):
        assert run("simulate", script, "--out", tmp_path / "out.jsonl", cwd=tmp_path).returncode == 0
        outputs.append((tmp_path / "out.jsonl").read_bytes())
    assert outputs[0] == outputs[1]
    script.write_text("".join(script.read_text(encoding="utf-8").splitlines(keepends=True)[:3]), encoding="utf-8")
    assert run("simulate", script, "--out", tmp_path / "short.jsonl", cwd=tmp_path).returncode == 0
    assert outputs[0].startswith((tmp_path / "short.jsonl").read_bytes())


def test_chat_reads_lines_and_ends_with_the_input(tmp_path):
    done = subprocess.run(
        [sys.executable, "-m", "bot", "chat"],
        cwd=tmp_path, env={"PATH": "/usr/bin:/bin", "PYTHONPATH": str(Path(__file__).parents[3])},
        input="奶奶叫不醒\n".encode() + b"\xff\xfe\n", capture_output=True, timeout=120, check=False,
    )  # fmt: skip
    assert done.returncode == 0
    assert "120" in done.stdout.decode()
    assert "\x1b" not in done.stdout.decode()


@pytest.mark.parametrize(
    "arguments",
    [
        ("ask", "低保", "--area", "abc"), ("ask", "低保", "--lang", "fr"), ("chat", "--area", "zz"),
        ("chat", "--area", "999"), ("chat", "--lang", "fr"), ("cases", "--area", "zz"), ("words", "--lang", "fr"),
        ("cases", "tasks", "--area", "9"), ("kb", "search", "低保", "--area", "1234567890123"),
        ("broadcast", "draft", "停水", "--by", "甲", "--area", "zz"), ("cadres", "import", "x.xlsx", "--whole", "zz"),
    ],
)  # fmt: skip
def test_an_area_or_a_language_that_there_is_not_ends_the_command_with_one_sentence(tmp_path, arguments):
    done = run(*arguments, cwd=tmp_path)
    assert done.returncode == 2
    assert not done.stdout
    sentence = done.stderr.decode()
    assert repr(arguments[-1]) in sentence
    assert sentence.count("\n") == 1
    assert not list(tmp_path.iterdir())


def test_a_workbook_is_not_poured_into_a_terminal(tmp_path):
    ours, theirs = pty.openpty()
    try:
        done = subprocess.run(
            [sys.executable, "-m", "bot", "export", "cases", "--format", "xlsx"],
            cwd=tmp_path, env={"PATH": "/usr/bin:/bin", "PYTHONPATH": str(Path(__file__).parents[3])},
            stdout=theirs, stderr=subprocess.PIPE, timeout=120, check=False,
        )  # fmt: skip
    finally:
        os.close(theirs)
        os.close(ours)
    assert (done.returncode, "--out" in done.stderr.decode()) == (2, True)
    piped = run("export", "cases", "--format", "xlsx", cwd=tmp_path)
    assert piped.stdout.startswith(b"PK")


@pytest.mark.slow
def test_the_cadres_of_the_database_can_be_there_in_a_chat_and_nothing_is_kept(tmp_path):
    assert run("cadres", "template", "list.xlsx", cwd=tmp_path).returncode == 0
    assert run("cadres", "import", "list.xlsx", cwd=tmp_path).returncode == 0
    done = subprocess.run(
        [sys.executable, "-m", "bot", "chat", "--cadres", "--area", "530326106203", "--save", "saved.txt"],
        cwd=tmp_path, env={"PATH": "/usr/bin:/bin", "PYTHONPATH": str(Path(__file__).parents[3])},
        input="奶奶叫不醒\n".encode(), capture_output=True, timeout=120, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "我正在叫村干部张三" in done.stdout.decode()
    assert "* alert to 张三: 急" in done.stdout.decode()
    assert "cadre: 张三, village, 530326106203, sms" in (tmp_path / "saved.txt").read_text(encoding="utf-8")
    assert not run("export", "messages", cwd=tmp_path).stdout


@pytest.mark.slow
def test_cadres_whom_no_report_can_reach_are_named_by_the_import_and_by_the_doctor(tmp_path):
    book = Workbook()
    book.active.append(["姓名", "区划代码", "级别", "号码"])
    book.active.append(["李四", "530326106203", "村", "13800000001"])
    book.active.append(["王五", "530326999", "乡镇", "13800000002"])
    book.save(tmp_path / "list.xlsx")
    done = run("cadres", "import", "list.xlsx", cwd=tmp_path)
    assert done.stdout.decode().startswith("2 new")
    nobody, unknown, why = done.stderr.decode().splitlines()
    assert nobody.startswith("NOTE line 2: 李四, village 530326106203")
    assert "nobody is known to live there" in nobody
    assert unknown.startswith("NOTE line 3: 王五, township 530326999000")
    assert "no such township" in unknown
    assert "township" in why
    seen = next(each for each in run("doctor", cwd=tmp_path).stdout.decode().splitlines() if "cadres:" in each)
    assert "李四" in seen
    assert "王五" in seen


@pytest.mark.slow
def test_cadres_cases_and_broadcasts_from_the_command_line(tmp_path):
    assert run("cadres", "template", "list.xlsx", cwd=tmp_path).returncode == 0
    assert run("cadres", "import", "list.xlsx", cwd=tmp_path).stdout.decode().startswith("1 new")
    assert "张三" in run("cadres", "list", cwd=tmp_path).stdout.decode()
    (tmp_path / "wrong.xlsx").write_bytes(b"no workbook")
    wrong = run("cadres", "import", "wrong.xlsx", cwd=tmp_path)
    assert (wrong.returncode, "wrong.xlsx is no workbook" in wrong.stderr.decode()) == (2, True)
    missing = run("cadres", "import", "missing.xlsx", cwd=tmp_path)
    assert (missing.returncode, missing.stderr.decode()) == (2, "missing.xlsx is not there.\n")
    warned = run("cases", "warnings", "missing.xlsx", cwd=tmp_path)
    assert (warned.returncode, warned.stderr.decode()) == (2, "missing.xlsx is not there.\n")
    counted = json.loads(run("cases", "--json", cwd=tmp_path).stdout)
    assert (counted["of"], counted["cases"]) == ("all", 0)
    drafted = run("broadcast", "draft", "明天停水", "--area", "530326", "--by", "甲", cwd=tmp_path)
    assert "0 people" in drafted.stdout.decode()
    refused = run("broadcast", "approve", "1", "--by", "甲", cwd=tmp_path)
    assert (refused.returncode, "second person" in refused.stderr.decode()) == (2, True)


def test_an_export_is_in_the_audit_itself(tmp_path):
    assert run("export", "messages", cwd=tmp_path).returncode == 0
    audit = run("export", "audit", cwd=tmp_path)
    told = [json.loads(line) for line in audit.stdout.decode().splitlines()]
    assert told[0]["action"] == "export messages"
    assert len(told[0]["hash"]) == 64
    assert (tmp_path / "hearthline.db.key").stat().st_mode & 0o077 == 0


def test_an_audit_that_somebody_rewrote_is_found(tmp_path):
    assert run("export", "messages", cwd=tmp_path).returncode == 0
    assert run("export", "cases", cwd=tmp_path).returncode == 0
    whole = run("audit", "verify", cwd=tmp_path)
    assert (whole.returncode, "2 entries" in whole.stdout.decode()) == (0, True)
    with sqlite3.connect(tmp_path / "hearthline.db") as database:
        database.execute("UPDATE audit SET actor = 'nobody' WHERE id = 1")
    database.close()
    rewritten = run("audit", "verify", cwd=tmp_path)
    assert (rewritten.returncode, "entry 1 " in rewritten.stderr.decode()) == (1, True)


@pytest.mark.slow
def test_the_notice_of_a_village_is_printed_and_a_wrong_key_is_named(tmp_path):
    at = "2026-11-20T10:00:00+08:00"
    cadre, home = "+8613800000001", "+8613900000001"
    script = [
        {"at": at, "do": "cadre", "name": "赵永福", "channel": "sms", "address": cadre, "area": "530326106203",
         "level": "village"},
        {"at": at, "do": "household", "address": home, "channel": "sms", "area": "530326106203", "name": "吴桂兰"},
        *({"at": at, "from": who, "channel": "sms", "text": text} for who, text in (
            (home, "娃考上大学交不起学费，差六千"), (home, "1"), (cadre, "核实"), (cadre, "评议"))),
    ]  # fmt: skip
    (tmp_path / "in.jsonl").write_text("\n".join(json.dumps(line) for line in script), encoding="utf-8")
    database = f"sqlite:///{tmp_path / 'hearthline.db'}"
    assert run("simulate", "in.jsonl", "--database", database, cwd=tmp_path).returncode == 0
    notice = run("cases", "notice", "--area", "530326106203", cwd=tmp_path)
    assert (notice.returncode, "者海镇 吴桂兰户；因学" in notice.stdout.decode()) == (0, True)
    assert run("cases", "incidents", cwd=tmp_path).stdout == b"none\n"
    moved = run("cadres", "hand-over", "13800000001", "13800000002", cwd=tmp_path)
    assert (moved.returncode, moved.stderr.decode()) == (2, "One of these numbers is no cadre's.\n")
    assert run("cadres", "hand-over", "13800000001", "13800000001", cwd=tmp_path).returncode == 0
    wrong = run("cases", cwd=tmp_path, HEARTHLINE_KEY="y" * 40)
    assert (wrong.returncode, wrong.stderr.decode().count("\n")) == (2, 1)
    assert "HEARTHLINE_KEY" in wrong.stderr.decode()
