"""What Rasa's light model said to the contract's messages, recorded; and whether that is still what it would say.

Run: python -m tests.contract.rasa_readings check | record | try. `check` ends with status 0 where the recorded
readings belong to this training data. `record` and `try` serve the trained model: one writes its readings down, the
other runs the contract suite on it.
"""

import asyncio
import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import yaml

from integrations.rasa import Rasa
from nlu.training_data import TrainingData
from tests.contract.rasa_server import PYTHON, QUIET, ROOT, serving

HERE = Path(__file__).parent
DATA = ROOT / "nlu" / "data"
RECORDED = HERE / "rasa_readings.json"
MESSAGES: Mapping[str, Any] = yaml.safe_load((HERE / "engine_messages.yml").read_text(encoding="utf-8"))
ASKED: tuple[str, ...] = (
    *(text for texts in MESSAGES["intents"].values() for text in texts),
    *MESSAGES["dangers"],
    *MESSAGES["calm"],
)
_TOP = 3  # of the intents Rasa ranks


@dataclass(frozen=True, slots=True)
class Readings:
    """Rasa's answers by text, what its reader found in the training data, and of which training data all that is."""

    digest: str
    read: Mapping[str, str]  # examples, synonyms, lookups: a digest of each
    answers: Mapping[str, Mapping[str, Any]]


def digest() -> str:
    """A name for exactly the data, the pipeline, the lock and the messages that readings depend on."""
    whole = hashlib.sha256()
    lessons = (path for path in sorted(DATA.glob("*/*.yml")) if b"\nnlu:" in path.read_bytes())
    ours = (ROOT / "nlu" / "training_data.py", HERE / "engine_messages.yml")
    rasas = (ROOT / "nlu" / "rasa" / name for name in ("config.yml", "domain.yml", "requirements.lock"))
    for path in (*lessons, *ours, *rasas):
        whole.update(path.name.encode() + b"\0" + path.read_bytes())
    return whole.hexdigest()[:16]


def recorded() -> Readings:
    """The readings that were written down."""
    return Readings(**json.loads(RECORDED.read_text(encoding="utf-8")))


def read_by_us(data: TrainingData) -> dict[str, str]:
    """What our reader finds, each kind as a digest. The same text with the same intent twice is once."""
    examples = {
        _example(e.text, e.intent, [(a.type, a.start, a.end, a.value) for a in e.annotations]) for e in data.examples
    }
    lookups = {(name, word) for name, words in data.lookups.items() for word in words}
    return _digests(examples, data.synonyms.items(), lookups)


def read_by_rasa() -> dict[str, str]:
    """What Rasa's own reader finds in the same files."""
    done = subprocess.run(
        [PYTHON, HERE / "rasa_reader.py", DATA], env=os.environ | QUIET, check=True, capture_output=True
    )
    found = json.loads(done.stdout)
    return _digests(
        {_example(*each) for each in found["examples"]}, found["synonyms"].items(), map(tuple, found["lookups"])
    )


async def answers(url: str) -> dict[str, dict[str, Any]]:
    """What a served Rasa says to the contract's messages, as far as it is read."""
    told = {}
    async with httpx.AsyncClient(base_url=url, timeout=60) as client:
        for text in ASKED:
            parsed = await Rasa(client).parse(text)
            ranking = [{"name": name, "confidence": round(share, 3)} for name, share in parsed.intents[:_TOP]]
            told[text] = {"intent_ranking": ranking, "entities": []}
    return told


def main(what: str) -> int:
    """Check, record or try."""
    if what == "check":
        return 0 if recorded().digest == digest() else 1
    with serving() as (url, _):
        if what == "record":
            made = {"digest": digest(), "read": read_by_rasa(), "answers": asyncio.run(answers(url))}
            RECORDED.write_text(json.dumps(made, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        suite = [sys.executable, "-m", "pytest", "-rs", HERE / "test_engines.py"]
        return subprocess.run(suite, cwd=ROOT, env=os.environ | {"HEARTHLINE_TEST_RASA": url}, check=False).returncode


def _example(text: str, intent: str, entities: Sequence[Sequence[Any]]) -> tuple[Any, ...]:
    return (text, intent, tuple(map(tuple, entities)))


def _digests(*kinds: Any) -> dict[str, str]:
    names = ("examples", "synonyms", "lookups")
    return {
        name: f"{len(found)} {hashlib.sha256(json.dumps(found).encode()).hexdigest()[:16]}"
        for name, found in ((name, sorted(kind)) for name, kind in zip(names, kinds, strict=True))
    }


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
