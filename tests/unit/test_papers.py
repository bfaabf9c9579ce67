"""The papers cannot fall behind: settings, commands, links."""

import re
from pathlib import Path

import pytest
import typer

from bot.cli import app
from bot.settings import Settings
from dialogs.flows import FLOWS

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").rglob("*.md"))]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_every_setting_is_in_the_readme_and_nothing_else_is():
    told = set(re.findall(r"^\| `(HEARTHLINE_\w+)`", README, re.M))
    assert told == {f"HEARTHLINE_{name.upper()}" for name in Settings.model_fields}


def test_every_command_is_in_the_readme_and_nothing_else_is():
    told = set(re.findall(r"^\| `hearthline (\w+)", README, re.M))
    assert told == set(typer.main.get_command(app).commands)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_between_our_pages_resolve(page):
    links = re.findall(r"\]\((?!https?:)([^)#]+)", page.read_text(encoding="utf-8"))
    broken = [link for link in links if not (page.parent / link).exists()]
    assert not broken


def test_every_file_that_how_it_works_names_exists():
    text = (ROOT / "docs" / "how-it-works.md").read_text(encoding="utf-8")
    named = set(re.findall(r"\b((?:bot|dialogs|nlu|policies_kb|integrations)/[\w/]+\.py)\b", text))
    assert named
    assert [name for name in named if not (ROOT / name).exists()] == []


def test_the_commands_of_the_readme_are_targets_of_the_makefile():
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in re.findall(r"^    make (\w+)", README, re.M):
        assert re.search(rf"^{target}:", makefile, re.M)


def test_every_flow_has_words_a_question_or_an_intent_that_starts_it():
    begun_by_engine = {"beside_alarm"}  # small words while an alarm is fresh begin it, whatever they are taken for
    unheard = {name for name, flow in FLOWS.items() if not (flow.started_by or flow.words or flow.asked)}
    assert unheard == begun_by_engine


def test_the_papers_speak_only_of_the_project():
    for page in PAGES:
        assert "/work/" not in page.read_text(encoding="utf-8")
