"""The commands of `hearthline kb`."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.terminal import Json, fail, print_json, settings_with

if TYPE_CHECKING:  # the knowledge base is loaded by the command that needs it
    from policies_kb.knowledge import Knowledge

app = typer.Typer(no_args_is_help=True, help="The policy documents: add, list, show, search, gaps, evaluate.")


_NOT_LOADED = "Its original is not loaded: set HEARTHLINE_POLICIES to the folder of the originals, or add the file."


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
        fail(str(error), 1)
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
    clause: Annotated[str, typer.Argument(help="A clause, for example yn-2016/box30.5; or a document, yn-2016.")],
    provenance: Annotated[
        bool, typer.Option("--provenance", help="Also the source, and what was changed in it.")
    ] = False,
) -> None:
    """Print a clause: its text where the original is loaded, and what the cards say of it; or a document's clauses."""
    from bot.app import build_knowledge
    from policies_kb.report import report_clause, report_document

    knowledge = build_knowledge(settings_with())
    document, found = knowledge.documents.get(clause), knowledge.clause(clause)
    if document is not None:
        original = knowledge.originals.get(document.id)
        print(f"{document.id}  {document.title}\n{document.jurisdiction} {document.place}, {document.published}")
        if provenance and original is None:
            fail(_NOT_LOADED, 1)
        lines = report_document(original) if provenance and original else _clause_lines(knowledge, document.id)
    elif found is not None:
        print(f"{found.id}  {found.label}\n{found.text or '(the original is not loaded)'}")
        for card in knowledge.cards:
            if card.clause == found.id:
                print(f"- [{card.id}] {card.zh} (ask: {card.ask})")
        origin = knowledge.provenance(clause) if provenance else None
        if provenance and origin is None:
            fail(_NOT_LOADED, 1)
        lines = report_clause(origin) if origin else iter(())
    else:
        fail(f"There is no clause or document {clause}. `hearthline kb list` names the documents.", 1)
    for line in lines:
        print(line)


def _clause_lines(knowledge: "Knowledge", document: str) -> Iterator[str]:
    for clause in knowledge.clauses.values():
        if clause.document == document:
            cards = sum(card.clause == clause.id for card in knowledge.cards)
            yield f"{clause.id}\t{clause.label}\t{cards} cards"


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
        fail(str(error), 1)
    if as_json:
        print_json(dict(report.as_json()))
        return
    for name, value in report.as_json().items():
        print(f"{name}: {value:.4f}")
