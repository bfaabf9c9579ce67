"""The commands of Hearthline."""

import asyncio
import json
import sys
from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Any, NoReturn, cast

import typer

from bot.log import set_up_logging
from bot.settings import Settings, SettingsError, read_settings

kb_app = typer.Typer(no_args_is_help=True, help="The policy documents: add, list, show, search, gaps, evaluate.")
app = typer.Typer(no_args_is_help=True, add_completion=False, help="Hearthline, a self-service line for households.")

Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]
BatchFile = Annotated[Path | None, typer.Option("--batch", help="A file of JSON lines instead of one text.")]
Out = Annotated[Path | None, typer.Option("--out", help="Where the answers go; standard output without it.")]


app.add_typer(kb_app, name="kb")


def main() -> None:
    """Run a command; a wrong setting or file ends it with one sentence and status 2."""
    try:
        set_up_logging(read_settings().log_level)
        app()
    except SettingsError as error:
        _fail(str(error))


@app.command()
def ask(
    question: Annotated[str | None, typer.Argument(help="The question.")] = None,
    area: Annotated[str | None, typer.Option(help="An area code.")] = None,
    lang: Annotated[str | None, typer.Option(help="zh-Hans, zh-Hant or en; as the question without it.")] = None,
    as_json: Json = False,
    batch: BatchFile = None,
    out: Out = None,
) -> None:
    """Answer a question of policy, with where it is written."""
    from bot.asking import Asking

    asking = Asking(_settings())
    if batch is not None:
        _batch(batch, out, asking.answer_line)
        return
    answered = asking.answer(_one(question), area, lang, _today())
    if as_json:
        _print_json(answered)
        return
    print(answered["answer"])
    for citation in answered["citations"]:
        print(f"[{citation['clause']}] {citation['document']}, {citation['published']}")


@app.command()
def understand(
    text: Annotated[str | None, typer.Argument(help="The message.")] = None,
    now: Annotated[str | None, typer.Option(help="When it was written, ISO 8601; now without it.")] = None,
    as_json: Json = False,
    batch: BatchFile = None,
    out: Out = None,
) -> None:
    """Read a message: intent, urgency, risk types, slots."""
    from bot.asking import Reading

    reading = Reading(_settings())
    if batch is not None:
        _batch(batch, out, reading.read_line)
        return
    read = reading.read({"id": None, "text": _one(text), "now": now})
    if as_json:
        _print_json(read)
        return
    for name in ("intent", "confidence", "urgency", "risk_types", "slots"):
        print(f"{name}: {json.dumps(read[name], ensure_ascii=False)}")
    for reason in read["reasons"]:
        print(f"because: {reason}")


@app.command()
def simulate(
    script: Annotated[Path, typer.Argument(help="A script of JSON lines.")],
    out: Out = None,
    database: Annotated[str | None, typer.Option(help="A database URL; a throw-away one without it.")] = None,
) -> None:
    """Play a script through the whole system on the script's clock."""
    from bot import simulate as stage
    from bot.app import build_runtime, build_store

    try:
        lines = stage.read_script(_read(script))
    except stage.ScriptError as error:
        _fail(f"{script.name}, {error}. Nothing was played.")
    settings = _settings(database_url=database or "sqlite://")
    store = build_store(settings)
    store.start()
    try:
        happened = stage.as_bytes(stage.play(lines, store, build_runtime(settings)))
    finally:
        store.stop()
    _write(out, happened)


@app.command()
def chat(
    area: Annotated[str | None, typer.Option(help="The area of the household that writes.")] = None,
    lang: Annotated[str | None, typer.Option(help="zh-Hans, zh-Hant or en.")] = None,
    as_: Annotated[str, typer.Option("--as", help="Who writes: a name.")] = "chat",
) -> None:
    """Talk in the terminal: one message a line; replies and what is done are printed."""
    from bot.chat import talk

    talk(_settings(), area, lang, as_)


@app.command()
def demo() -> None:
    """Tell one household's story, then open a chat if there is a terminal."""
    from bot.chat import talk
    from bot.demo import has_terminal, tell

    tell(_settings())
    if has_terminal():
        print("\n连心线：直接打字跟我说，Ctrl-D 结束。")
        talk(_settings(), "530323103201", None, "你")


@app.command()
def export(
    what: Annotated[str, typer.Argument(help="messages, cases, outbox or audit.")],
    format_: Annotated[str, typer.Option("--format", help="jsonl or xlsx.")] = "jsonl",
    out: Out = None,
) -> None:
    """Print what is stored, oldest first, in clear; the export itself goes into the audit."""
    from bot import export as exports
    from bot.app import build_store
    from bot.clock import system_clock

    if what not in exports.WHATS or format_ not in exports.FORMATS:
        _fail("Export messages, cases, outbox or audit, as jsonl or xlsx.")
    store = build_store(_settings())
    store.start()
    try:
        lines = store.call(lambda tx: exports.export(tx, cast("exports.What", what), system_clock()))
    finally:
        store.stop()
    _write(out, exports.as_jsonl(lines) if format_ == "jsonl" else exports.as_xlsx(lines, what))


@app.command()
def serve(
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="The port to listen on; 0 for any that is free.")] = 8000,
) -> None:
    """Web page, message API, webhooks and a worker, all in one process."""
    from bot import service

    asyncio.run(service.serve(_settings(), host, port, _say))


@app.command()
def work() -> None:
    """A further worker on the same database."""
    from bot import service

    asyncio.run(service.work(_settings(), _say))


@app.command()
def doctor() -> None:
    """Show the settings, try every part, and say what was seen; status 1 if something is broken."""
    from bot.doctor import examine, show_settings

    settings = _settings()
    for name, value in show_settings(settings):
        print(f"{name}={value}")

    async def look() -> bool:
        is_broken = False
        async for finding in examine(settings):
            is_broken = is_broken or finding.is_broken
            print(f"{'BROKEN' if finding.is_broken else 'ok':<8}{finding.part}: {finding.seen}", flush=True)
        return is_broken

    if asyncio.run(look()):
        raise SystemExit(1)


@kb_app.command("add")
def kb_add(
    files: Annotated[list[Path], typer.Argument(help="txt, md, html, docx, pdf or xlsx.")],
    id_: Annotated[str | None, typer.Option("--id", help="The document's id; from the file's name without it.")] = None,
    jurisdiction: Annotated[str | None, typer.Option(help="Area code; found in the text without it.")] = None,
    published: Annotated[str | None, typer.Option(help="YYYY-MM-DD or YYYY; found in the text without it.")] = None,
    title: Annotated[str | None, typer.Option(help="Found in the text without it.")] = None,
) -> None:
    """Take documents in; one added again replaces itself. A file that cannot be read changes nothing."""
    from bot import library
    from policies_kb.documents import BadDocument

    try:
        added = library.add(_settings(), files, library.Told(id_, jurisdiction, published, title))
    except BadDocument as error:
        _fail(str(error))
    for each in added:
        print(f"{'replaced' if each.replaced else 'added'} {each.id}: {each.title}, {each.clauses} clauses")


@kb_app.command("list")
def kb_list() -> None:
    """Print the documents: id, area, date, cards, whether the original is loaded, title."""
    from bot.app import build_knowledge

    knowledge = build_knowledge(_settings())
    for document in knowledge.documents.values():
        cards = sum(card.clause.startswith(f"{document.id}/") for card in knowledge.cards)
        loaded = "original" if document.id in knowledge.originals else "cards only"
        print(f"{document.id}\t{document.jurisdiction}\t{document.published}\t{cards}\t{loaded}\t{document.title}")


@kb_app.command("show")
def kb_show(
    clause: Annotated[str, typer.Argument(help="A clause id, for example yn-2016/box30.5.")],
    provenance: Annotated[bool, typer.Option(help="Also the source, and every change made to it.")] = False,
) -> None:
    """Print a clause: its text where the original is loaded, and what the cards say of it."""
    from bot.app import build_knowledge

    knowledge = build_knowledge(_settings())
    found = knowledge.clause(clause)
    if found is None:
        _fail(f"There is no clause {clause}.")
    print(f"{found.id}  {found.label}\n{found.text or '(the original is not loaded)'}")
    for card in knowledge.cards:
        if card.clause == found.id:
            print(f"- [{card.id}] {card.zh} (ask: {card.ask})")
    if provenance:
        origin = knowledge.provenance(clause)
        if origin is None:
            _fail("Its original is not loaded: set HEARTHLINE_POLICIES, or add it.")
        print(f"source {origin.start}-{origin.end}:\n{origin.raw}")
        for change in origin.changes:
            print(f"* {change.rule}: {change.before!r} -> {change.after!r}")


@kb_app.command("search")
def kb_search(
    text: Annotated[str, typer.Argument(help="What to look for.")],
    area: Annotated[str | None, typer.Option(help="An area code.")] = None,
    as_json: Json = False,
) -> None:
    """Print the clauses that fit a text, best first."""
    from bot.app import build_knowledge

    for clause, score in build_knowledge(_settings()).search(text, area):
        if as_json:
            _print_json({"clause": clause.id, "label": clause.label, "score": round(float(score), 4)})
        else:
            print(f"{score:.3f}\t{clause.id}\t{clause.label}")


@kb_app.command("gaps")
def kb_gaps() -> None:
    """Print what was asked and not answered, or doubted: how often, since when, where, and one wording."""
    from bot.app import build_store
    from bot.gaps import grouped

    store = build_store(_settings())
    store.start()
    try:
        for gap in store.call(grouped):
            print(f"{gap.count}\t{gap.last_at:%Y-%m-%d}\t{gap.reason}\t{gap.area or '-'}\t{gap.question}")
    finally:
        store.stop()


@kb_app.command("evaluate")
def kb_evaluate(
    paragraphs: Annotated[Path, typer.Option(help="JSON lines with id and text.")],
    questions: Annotated[Path, typer.Option(help="JSON lines with id, text and gold.")],
    as_json: Json = False,
) -> None:
    """Measure the retrieval on a set of paragraphs and questions, on a throw-away index."""
    from time import perf_counter

    from policies_kb.documents import BadDocument
    from policies_kb.evaluate import evaluate, read_paragraphs, read_questions

    try:
        report = evaluate(read_paragraphs(paragraphs), read_questions(questions), perf_counter)
    except BadDocument as error:
        _fail(str(error))
    if as_json:
        _print_json(dict(report.as_json()))
        return
    for name, value in report.as_json().items():
        print(f"{name}: {value:.4f}")


def _settings(**changed: Any) -> Settings:  # noqa: ANN401
    return read_settings().model_copy(update=changed)


def _batch(source: Path, out: Path | None, answer: Callable[[dict[str, Any]], dict[str, Any]]) -> None:
    """Answer each line in order; a line that cannot be read is named in its place, and the status is 1."""
    bad = 0
    answers: list[str] = []
    for number, line in _lines(source):
        try:
            told = json.loads(line)
            if not isinstance(told, dict):
                raise TypeError("not an object")
        except (ValueError, TypeError, RecursionError):
            told = None
        try:
            answers.append(_json(answer(told if told is not None else {})))
        except (KeyError, TypeError, ValueError) as error:
            bad += 1
            reason = "not a JSON object" if told is None else _reason(error)
            answers.append(_json({"id": _id(told), "line": number, "error": reason}))
    _write(out, "".join(f"{line}\n" for line in answers).encode("utf-8", "backslashreplace"))
    if bad:
        raise SystemExit(1)


def _lines(source: Path) -> Iterator[tuple[int, str]]:
    """Numbered lines of a file, each decoded by itself so that one bad line spoils no other."""
    try:
        data = source.read_bytes()
    except OSError as error:
        _fail(f"{source.name} cannot be read: {error.strerror}.")
    for number, line in enumerate(data.removeprefix(b"\xef\xbb\xbf").split(b"\n"), 1):
        if line.strip():
            yield number, line.decode("utf-8", "replace")


def _reason(error: Exception) -> str:
    return f"{error.args[0]} is missing" if isinstance(error, KeyError) else str(error)


def _id(line: dict[str, Any] | None) -> Any:  # noqa: ANN401
    return line.get("id") if line else None


def _say(sentence: str) -> None:
    print(sentence, flush=True)


def _one(text: str | None) -> str:
    if text is None:
        _fail("Give a text, or --batch with a file.")
    return text


def _today() -> date:
    from bot.clock import system_clock

    return system_clock().astimezone(read_settings().zone).date()


def _read(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        _fail(f"{path.name} cannot be read: {error.strerror}.")
    except UnicodeDecodeError:
        _fail(f"{path.name} is not UTF-8 text.")


def _write(out: Path | None, data: bytes) -> None:
    if out is None:
        sys.stdout.buffer.write(data)
        return
    try:
        out.write_bytes(data)
    except OSError as error:
        _fail(f"{out.name} cannot be written: {error.strerror}.")


def _json(value: dict[str, Any]) -> str:
    return json.dumps(value, ensure_ascii=False, default=_plain)


def _print_json(value: dict[str, Any]) -> None:
    sys.stdout.buffer.write(f"{_json(value)}\n".encode("utf-8", "backslashreplace"))


def _plain(value: object) -> str:
    if isinstance(value, date | datetime):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} is not JSON")


def _fail(sentence: str) -> NoReturn:
    typer.echo(sentence, err=True)
    raise SystemExit(2)
