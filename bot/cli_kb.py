"""The commands of `hearthline kb`."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.terminal import Area, Json, fail, print_json, settings_with

if TYPE_CHECKING:  # the knowledge base is loaded by the command that needs it
    from policies_kb.knowledge import Knowledge

app = typer.Typer(no_args_is_help=True, help="The policy documents: add, list, show, search, gaps and more.")


_NOT_LOADED = "Its original is not loaded: set HEARTHLINE_POLICIES to the folder of the originals, or add the file."


@app.command("list")
def kb_list() -> None:
    """Print the documents: id, area, date, cards, whether the original is loaded, title, whether it still holds."""
    from bot.app import build_knowledge
    from bot.clock import system_clock

    settings = settings_with()
    today = system_clock().astimezone(settings.zone).date()
    cited, known = build_knowledge(settings), build_knowledge(settings, retired=True)
    for document in known.documents.values():
        cards = sum(card.clause.startswith(f"{document.id}/") for card in known.cards)
        loaded = "original" if document.id in known.originals else "cards only"
        state = ""
        if document.superseded_by:
            state = f"superseded by {document.superseded_by}"
        elif document.id not in cited.documents:
            state = "removed"
        elif document.valid_until and document.valid_until < today:
            state = f"ended {document.valid_until}"
        columns = (document.id, document.jurisdiction, document.published, str(cards), loaded, document.title, state)
        print("\t".join(columns).rstrip())
    print(f"version {cited.version}")


@app.command("show")
def kb_show(
    clause: Annotated[str, typer.Argument(help="A clause, for example yn-2016/box30.5; or a document, yn-2016.")],
    provenance: Annotated[
        bool, typer.Option("--provenance", help="Also the source, and what was changed in it.")
    ] = False,
    version: Annotated[str | None, typer.Option(help="A clause as it was then; `kb history` names versions.")] = None,
) -> None:
    """Print a clause: its text where the original is loaded, and what the cards say of it; or a document's clauses."""
    from bot.app import build_knowledge
    from policies_kb.report import report_clause, report_document

    knowledge = build_knowledge(settings_with(), retired=True)
    if version is not None and version != build_knowledge(settings_with()).version:
        print(_then(clause, version))
        return
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


def _then(clause: str, version: str) -> str:
    """The text of a clause as it was at a version. Ends the command with a sentence where that is not known."""
    from bot.clock import system_clock
    from bot.library import Library
    from policies_kb.documents import BadDocument

    try:
        text = Library(settings_with(), system_clock()).clause_at(clause, version)
    except BadDocument as error:
        fail(str(error), 1)
    if text is None:
        fail(f"{clause} was not in the documents added here; it came with the program's own release of that time.", 1)
    return f"{clause} at {version}\n{text}"


def _clause_lines(knowledge: "Knowledge", document: str) -> Iterator[str]:
    for clause in knowledge.clauses.values():
        if clause.document == document:
            cards = sum(card.clause == clause.id for card in knowledge.cards)
            yield f"{clause.id}\t{clause.label}\t{cards} cards"


@app.command("search")
def kb_search(
    text: Annotated[str, typer.Argument(help="What to look for.")],
    area: Area = None,
    as_json: Json = False,
) -> None:
    """Print the clauses that fit a text, best first."""
    from bot.app import build_knowledge

    for clause, score in build_knowledge(settings_with()).search(text, area):
        if as_json:
            print_json({"clause": clause.id, "label": clause.label, "score": round(float(score), 4)})
        else:
            print(f"{score:.3f}\t{clause.id}\t{clause.label}")


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
