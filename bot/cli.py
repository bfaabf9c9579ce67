"""The commands of Hearthline."""

import asyncio
import json
import sys
from pathlib import Path
from typing import Annotated, cast

import typer

from bot import cli_audit, cli_broadcast, cli_cadres, cli_cases, cli_gaps, cli_kb, cli_library
from bot.log import set_up_logging
from bot.settings import SettingsError, read_settings
from bot.terminal import (
    Area,
    BatchFile,
    Json,
    Lang,
    Out,
    answer_lines,
    fail,
    given,
    print_json,
    read_file,
    say,
    settings_with,
    today,
    write_out,
)

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Hearthline, a self-service line for households.",
)

app.add_typer(cli_kb.app, name="kb")
app.add_typer(cli_audit.app, name="audit")
app.add_typer(cli_cadres.app, name="cadres")
app.add_typer(cli_cases.app, name="cases")
app.add_typer(cli_broadcast.app, name="broadcast")
for command, name in (*cli_library.COMMANDS, (cli_gaps.kb_gaps, "gaps")):
    cli_kb.app.command(name)(command)


def main() -> None:
    """Run a command; a wrong setting or file ends it with one sentence and status 2."""
    try:
        set_up_logging(read_settings().log_level)
        app()
    except SettingsError as error:
        fail(str(error))
    except KeyError as error:
        from bot.store.crypto import WrongKey

        if not isinstance(error, WrongKey):
            raise
        fail("HEARTHLINE_KEY, or the key file beside the database, is not the key that this database was written with.")


@app.command()
def ask(
    question: Annotated[str | None, typer.Argument(help="The question.")] = None,
    area: Area = None,
    lang: Lang = None,
    as_json: Json = False,
    batch: BatchFile = None,
    out: Out = None,
) -> None:
    """Answer a question of policy, with where it is written."""
    from bot.asking import Asking

    asking = Asking(settings_with())
    if batch is not None:
        answer_lines(batch, out, asking.answer_line)
        return
    answered = asking.answer(given(question), area, lang, today())
    if as_json:
        print_json(answered)
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

    with Reading(settings_with()) as reading:
        if batch is not None:
            answer_lines(batch, out, reading.read_line)
            return
        read = reading.read({"id": None, "text": given(text), "now": now})
    if as_json:
        print_json(read)
        return
    for name in ("intent", "confidence", "urgency", "risk_types", "slots"):
        print(f"{name}: {json.dumps(read[name], ensure_ascii=False)}")
    for reason in read["reasons"]:
        print(f"because: {reason}")


@app.command()
def evaluate(
    cases: Annotated[Path | None, typer.Argument(help="Labelled messages, JSON lines.")] = None,
    policy: Annotated[Path | None, typer.Option(help="Labelled questions of policy, JSON lines.")] = None,
    as_json: Json = False,
    floors: Annotated[Path | None, typer.Option(help="A pyproject.toml with floors; status 1 below one.")] = None,
    folds: Annotated[int, typer.Option(min=1, max=5, help="Without files: how many fifths are held out in turn.")] = 1,
) -> None:
    """Say how well messages are understood and questions answered; without a file, on held-out training data."""
    from bot import evaluation

    try:
        if cases is None and policy is None:
            judged = evaluation.evaluate_training_data(folds)
        else:
            judged = evaluation.evaluate(settings_with(), cases, policy)
        wanted = evaluation.read_floors(floors) if floors else {}
    except (OSError, ValueError) as error:
        fail(f"{error}.")
    if as_json:
        print_json(judged.as_json())
    else:
        print(judged.render())
    if short := evaluation.short_of(judged.figures(), wanted):
        for each in short:
            typer.echo(each, err=True)
        raise SystemExit(1)


@app.command()
def simulate(
    script: Annotated[Path, typer.Argument(help="A script of JSON lines.")],
    out: Out = None,
    database: Annotated[str | None, typer.Option(help="A database URL; a throw-away one without it.")] = None,
) -> None:
    """Play a script through the whole system on the script's clock."""
    from bot import simulate as stage
    from bot.app import build_runtime
    from bot.vault import build_store

    try:
        lines = stage.read_script(read_file(script))
    except stage.ScriptError as error:
        fail(f"{script.name}, {error}. Nothing was played.")
    settings = settings_with(database_url=database or "sqlite://")
    store = build_store(settings)
    store.start()
    try:
        happened = stage.as_bytes(stage.play(lines, store, build_runtime(settings)))
    finally:
        store.stop()
    write_out(out, happened)


@app.command()
def chat(
    area: Area = None,
    lang: Lang = None,
    as_: Annotated[str, typer.Option("--as", help="Who writes: a name.")] = "chat",
    save: Annotated[Path | None, typer.Option(help="A file for the conversation, as a transcript.")] = None,
    with_cadres: Annotated[bool, typer.Option("--cadres", help="The cadres of the database are there too.")] = False,
) -> None:
    """Talk in the terminal: one message a line; replies and what is done are printed. Nothing is kept or sent."""
    from bot.chat import cadres_of, talk

    settings = settings_with()
    talk(settings, area, lang, as_, save, cadres_of(settings) if with_cadres else ())


@app.command()
def replay(
    address: Annotated[str, typer.Argument(help="Whose conversation: the address on its channel.")],
    channel: Annotated[str, typer.Option(help="telegram, sms, whatsapp or web.")] = "sms",
    many: Annotated[int, typer.Option(min=1, help="How many of the newest messages.")] = 200,
) -> None:
    """Play a stored conversation through today's code; show where the answers differ. Status 1 if any does."""
    from bot.app import build_runtime
    from bot.replaying import play_again, read_kept, shown
    from bot.vault import build_store
    from integrations.ports import Address

    settings = settings_with()
    kept_store, fresh = build_store(settings), build_store(settings_with(database_url="sqlite://"))
    whose = Address(channel, address)
    kept_store.start()
    try:
        kept = kept_store.call(lambda tx: read_kept(tx, whose, many))
    finally:
        kept_store.stop()
    if not kept.lines:
        fail("Nothing is stored of this conversation.")
    fresh.start()
    differ = 0
    try:
        for exchange in play_again(kept, whose, fresh, build_runtime(settings), settings.zone):
            differ += exchange.differs
            for line in shown(exchange):
                print(line)
    finally:
        fresh.stop()
    print(f"{differ} of the answers differ.")
    if differ:
        raise SystemExit(1)


@app.command()
def words(
    over: Annotated[int, typer.Option(min=0, help="Only those that take more SMS than this.")] = 0,
    lang: Lang = None,
) -> None:
    """List every message with its length and how many SMS it takes, language by language."""
    from bot.app import read_words
    from bot.words import measure

    for each in measure(read_words()):
        if each.segments > over and lang in (None, each.language):
            print(f"{each.segments} {each.length:4} {each.language:7} {' '.join(each.text.split())}")


@app.command()
def demo() -> None:
    """Tell one household's story, then open a chat if there is a terminal."""
    from bot.chat import talk
    from bot.demo import has_terminal, tell

    tell(settings_with())
    if has_terminal():
        print("\n连心线：直接打字跟我说，Ctrl-D 结束。")
        talk(settings_with(), "530323103201", None, "你")


@app.command()
def export(
    what: Annotated[str, typer.Argument(help="messages, cases, outbox or audit.")],
    format_: Annotated[str, typer.Option("--format", help="jsonl or xlsx.")] = "jsonl",
    out: Out = None,
) -> None:
    """Print what is stored, oldest first, in clear; the export itself goes into the audit."""
    from bot import export as exports
    from bot.clock import system_clock
    from bot.vault import build_store

    if what not in exports.WHATS or format_ not in exports.FORMATS:
        fail("Export messages, cases, outbox or audit, as jsonl or xlsx.")
    if format_ == "xlsx" and out is None and sys.stdout.isatty():
        fail("A workbook is nothing to read in a terminal: say where it goes, for example --out cases.xlsx.")
    store = build_store(settings_with())
    store.start()
    try:
        lines = store.call(lambda tx: exports.export(tx, cast("exports.What", what), system_clock()))
    finally:
        store.stop()
    write_out(out, exports.as_jsonl(lines) if format_ == "jsonl" else exports.as_xlsx(lines, what))


@app.command()
def serve(
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="The port to listen on; 0 for any that is free.")] = 8000,
) -> None:
    """Web page, message API, webhooks and a worker, all in one process."""
    from bot import service

    asyncio.run(service.serve(settings_with(), host, port, say))


@app.command()
def work() -> None:
    """A further worker on the same database."""
    from bot import service

    asyncio.run(service.work(settings_with(), say))


@app.command()
def doctor() -> None:
    """Show the settings, try every part, and say what was seen; status 1 if something is broken."""
    from bot.doctor import examine, show_settings

    settings = settings_with()
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
