"""The commands of `hearthline kb`."""

from pathlib import Path
from typing import Annotated

import typer

from bot.terminal import Json, fail, print_json, settings_with

app = typer.Typer(no_args_is_help=True, help="The policy documents: add, list, show, search, gaps, evaluate.")


@app.command("add")
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
        added = library.add(settings_with(), files, library.Told(id_, jurisdiction, published, title))
    except BadDocument as error:
        fail(str(error))
    for each in added:
        print(f"{'replaced' if each.replaced else 'added'} {each.id}: {each.title}, {each.clauses} clauses")


@app.command("list")
def kb_list() -> None:
    """Print the documents: id, area, date, cards, whether the original is loaded, title."""
    from bot.app import build_knowledge

    knowledge = build_knowledge(settings_with())
    for document in knowledge.documents.values():
        cards = sum(card.clause.startswith(f"{document.id}/") for card in knowledge.cards)
        loaded = "original" if document.id in knowledge.originals else "cards only"
        print(f"{document.id}\t{document.jurisdiction}\t{document.published}\t{cards}\t{loaded}\t{document.title}")


@app.command("show")
def kb_show(
    clause: Annotated[str, typer.Argument(help="A clause id, for example yn-2016/box30.5.")],
    provenance: Annotated[bool, typer.Option(help="Also the source, and every change made to it.")] = False,
) -> None:
    """Print a clause: its text where the original is loaded, and what the cards say of it."""
    from bot.app import build_knowledge

    knowledge = build_knowledge(settings_with())
    found = knowledge.clause(clause)
    if found is None:
        fail(f"There is no clause {clause}.")
    print(f"{found.id}  {found.label}\n{found.text or '(the original is not loaded)'}")
    for card in knowledge.cards:
        if card.clause == found.id:
            print(f"- [{card.id}] {card.zh} (ask: {card.ask})")
    if provenance:
        origin = knowledge.provenance(clause)
        if origin is None:
            fail("Its original is not loaded: set HEARTHLINE_POLICIES, or add it.")
        print(f"source {origin.start}-{origin.end}:\n{origin.raw}")
        for change in origin.changes:
            print(f"* {change.rule}: {change.before!r} -> {change.after!r}")


@app.command("search")
def kb_search(
    text: Annotated[str, typer.Argument(help="What to look for.")],
    area: Annotated[str | None, typer.Option(help="An area code.")] = None,
    as_json: Json = False,
) -> None:
    """Print the clauses that fit a text, best first."""
    from bot.app import build_knowledge

    for clause, score in build_knowledge(settings_with()).search(text, area):
        if as_json:
            print_json({"clause": clause.id, "label": clause.label, "score": round(float(score), 4)})
        else:
            print(f"{score:.3f}\t{clause.id}\t{clause.label}")


@app.command("gaps")
def kb_gaps() -> None:
    """Print what was asked and not answered, or doubted: how often, since when, where, and one wording."""
    from bot.app import build_store
    from bot.gaps import grouped

    store = build_store(settings_with())
    store.start()
    try:
        for gap in store.call(grouped):
            print(f"{gap.count}\t{gap.last_at:%Y-%m-%d}\t{gap.reason}\t{gap.area or '-'}\t{gap.question}")
    finally:
        store.stop()


@app.command("evaluate")
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
        fail(str(error))
    if as_json:
        print_json(dict(report.as_json()))
        return
    for name, value in report.as_json().items():
        print(f"{name}: {value:.4f}")
