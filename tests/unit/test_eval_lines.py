"""No line that we are judged by stands in training data, cards, lexicons, rules or tests. Only hashes are kept here."""

import ast
import hashlib
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from policies_kb.terms import simplify

ROOT = Path(__file__).parents[2]
HASHES = frozenset((Path(__file__).parent / "eval_line_hashes.txt").read_text().split())
_ANNOTATION = re.compile(r"\[([^\]]*)\](\([^)]*\)|\{[^}]*\})")  # of Rasa's format
_SHORTEST, _SHORTEST_LATIN = 6, 9  # characters; what is shorter many people write alike


def hash_of(line: str) -> str | None:
    """Simplified, without punctuation and spaces, in lower case; None for what is too short to be anybody's own."""
    plain = "".join(character for character in simplify(line).lower() if character.isalnum())
    shortest = _SHORTEST_LATIN if plain.isascii() else _SHORTEST
    return hashlib.sha256(plain.encode()).hexdigest()[:16] if len(plain) >= shortest else None


def texts_of(path: Path) -> Iterator[str]:
    """Every line of text in a file of ours."""
    content = path.read_text(encoding="utf-8")
    if path.suffix == ".py":
        for node in ast.walk(ast.parse(content)):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield from node.value.splitlines()
    elif path.suffix == ".yml":
        yield from _strings(yaml.load(content, yaml.CSafeLoader))
    else:
        for line in content.splitlines():
            yield re.sub(r"^>\S* ", "", line)


def _strings(value: object) -> Iterator[str]:
    match value:
        case str():
            for line in value.splitlines():
                yield _ANNOTATION.sub(r"\1", line.removeprefix("- "))
        case dict():
            for name, each in value.items():
                yield str(name)
                yield from _strings(each)
        case list():
            for each in value:
                yield from _strings(each)


FILES = sorted(
    path
    for folder, kinds in (
        ("nlu", ("yml", "py")),
        ("policies_kb", ("yml", "py")),
        ("dialogs", ("yml", "py")),
        ("tests", ("yml", "py", "txt")),
        ("bench", ("py",)),
    )
    for kind in kinds
    for path in (ROOT / folder).rglob(f"*.{kind}")
    if "node_modules" not in path.parts and path.name != "eval_line_hashes.txt"
)


def test_there_are_hashes_and_files():
    assert len(HASHES) > 500
    assert len(FILES) > 50


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_no_line_we_are_judged_by_is_in_it(path):
    assert [text for text in texts_of(path) if hash_of(text) in HASHES] == []
