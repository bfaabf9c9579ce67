"""What every command needs: settings, lines in, lines out, one sentence where something is wrong."""

import json
import sys
from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Any, NoReturn

import typer

from bot.settings import LANGUAGES, Settings, read_settings

Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]
BatchFile = Annotated[Path | None, typer.Option("--batch", help="A file of JSON lines instead of one text.")]
Out = Annotated[Path | None, typer.Option("--out", help="Where the answers go; standard output without it.")]


def area_code(code: str | None) -> str | None:
    """An area code as it was given, or none. Ends the command with a sentence where no such area is known."""
    from policies_kb.places import is_area  # reads a table: only where there is a code to look up

    if code and not is_area(code):
        fail(f"{code!r} is no area that is known: expected a code of 2 to 12 digits, such as 530323 or 530323103201.")
    return code or None


def language(tag: str | None) -> str | None:
    """A language we speak, or none. Ends the command with a sentence where it is another."""
    if tag and tag not in LANGUAGES:
        fail(f"{tag!r} is no language that is spoken here: expected {', '.join(LANGUAGES[:-1])} or {LANGUAGES[-1]}.")
    return tag or None


Area = Annotated[str | None, typer.Option("--area", help="An area code.", callback=area_code)]
NeededArea = Annotated[
    str, typer.Option("--area", help="An area code: county, township or village.", callback=area_code)
]
Lang = Annotated[str | None, typer.Option("--lang", help="zh-Hans, zh-Hant or en.", callback=language)]


def settings_with(**changed: Any) -> Settings:  # noqa: ANN401
    """The settings of the environment, some of them changed."""
    return read_settings().model_copy(update=changed)


def answer_lines(source: Path, out: Path | None, answer: Callable[[dict[str, Any]], dict[str, Any]]) -> None:
    """Answer each line in order; a line that cannot be read is named in its place, and the status is 1."""
    bad = 0
    answers: list[str] = []
    for number, line in _lines(source):
        told: dict[str, Any] = {}
        try:
            told = _told(line)
            answers.append(_json(answer(told)))
        except (KeyError, TypeError, ValueError) as error:
            bad += 1
            answers.append(_json({"id": told.get("id"), "line": number, "error": _reason(error)}))
    write_out(out, "".join(f"{line}\n" for line in answers).encode("utf-8", "backslashreplace"))
    if bad:
        raise SystemExit(1)


def _lines(source: Path) -> Iterator[tuple[int, bytes]]:
    """Numbered lines of a file, as bytes, so that one bad line spoils no other."""
    try:
        data = source.read_bytes()
    except OSError as error:
        fail(f"{source.name} cannot be read: {error.strerror}.")
    for number, line in enumerate(data.removeprefix(b"\xef\xbb\xbf").split(b"\n"), 1):
        if line.strip():
            yield number, line


def _told(line: bytes) -> dict[str, Any]:
    """A line as a JSON object. Raises ValueError with a reason in plain words."""
    try:
        told = json.loads(line.decode("utf-8"))
    except UnicodeDecodeError:
        raise ValueError("not UTF-8 text") from None
    except (ValueError, RecursionError):
        raise ValueError("not JSON") from None
    if not isinstance(told, dict):
        raise ValueError("not a JSON object")
    return told


def _reason(error: Exception) -> str:
    return f"{error.args[0]} is missing" if isinstance(error, KeyError) else str(error)


def say(sentence: str) -> None:
    """A sentence for whoever watches."""
    print(sentence, flush=True)


def given(text: str | None) -> str:
    """The text of the command. Ends it with a sentence where there is none."""
    if text is None:
        fail("Give a text, or --batch with a file.")
    return text


def today() -> date:
    """The day in the villages."""
    from bot.clock import system_clock

    return system_clock().astimezone(read_settings().zone).date()


def read_file(path: Path) -> str:
    """A file of UTF-8 text. Ends the command with a sentence where it is none."""
    try:
        return path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        fail(f"{path.name} cannot be read: {error.strerror}.")
    except UnicodeDecodeError:
        fail(f"{path.name} is not UTF-8 text.")


def write_out(out: Path | None, data: bytes) -> None:
    """To a file, or to standard output."""
    if out is None:
        sys.stdout.buffer.write(data)
        return
    try:
        out.write_bytes(data)
    except OSError as error:
        fail(f"{out.name} cannot be written: {error.strerror}.")


def _json(value: dict[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, default=_plain)


def print_json(value: dict[str, Any]) -> None:
    """One JSON object on a line."""
    sys.stdout.buffer.write(f"{_json(value)}\n".encode("utf-8", "backslashreplace"))


def _plain(value: object) -> str:
    if isinstance(value, date | datetime):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} is not JSON")


def fail(sentence: str, status: int = 2) -> NoReturn:
    """End the command with one sentence: status 2 for a wrong command or setting, 1 for what it was to work on."""
    typer.echo(sentence, err=True)
    raise SystemExit(status)
