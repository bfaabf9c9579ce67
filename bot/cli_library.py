"""The commands of `hearthline kb` that change the documents: add, remove, supersede, restore; and their history."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from bot.terminal import fail, settings_with

if TYPE_CHECKING:  # loaded by the command that needs it
    from bot.library import Added, Library

T = TypeVar("T")
_Id = Annotated[str, typer.Argument(help="A document's id; `hearthline kb list` names them.")]


def kb_add(
    files: Annotated[list[Path], typer.Argument(help="txt, md, html, docx, pdf or xlsx.")],
    id_: Annotated[str | None, typer.Option("--id", help="The document's id; from the file's name without it.")] = None,
    jurisdiction: Annotated[str | None, typer.Option(help="Area code; found in the text without it.")] = None,
    published: Annotated[str | None, typer.Option(help="YYYY-MM-DD or YYYY; found in the text without it.")] = None,
    title: Annotated[str | None, typer.Option(help="Found in the text without it.")] = None,
    number: Annotated[str | None, typer.Option(help="Its official number; found without it.")] = None,
    issuer: Annotated[str | None, typer.Option(help="Who issued it; found without it.")] = None,
    valid_from: Annotated[str | None, typer.Option(help="YYYY-MM-DD; found without it.")] = None,
    valid_until: Annotated[str | None, typer.Option(help="YYYY-MM-DD; found without it.")] = None,
    supersedes: Annotated[str | None, typer.Option(help="The id of the document whose place it takes.")] = None,
    cards: Annotated[Path | None, typer.Option(help="A YAML file of cards for it.")] = None,
) -> None:
    """Take documents in; one added again replaces itself. A file that cannot be read changes nothing."""
    from bot.library import Told
    from policies_kb.papers import Papers

    papers = Papers(title, number, issuer, jurisdiction, published, valid_from, valid_until)
    told = Told(id_, papers, supersedes, cards)
    for each in _changed(lambda library: library.add(files, told)):
        print(f"{'replaced' if each.replaced else 'added'} {each.id}: {each.papers.title}, {each.clauses} clauses")
        for line in _papers_lines(each):
            print(f"  {line}")


def kb_remove(id_: _Id) -> None:
    """Cite a document no more. Its files and its history stay, and `kb restore` brings it back."""
    _changed(lambda library: library.remove(id_))
    print(f"removed {id_}; nothing is answered from it any more")


def kb_supersede(
    old: _Id,
    new: _Id,
    still_cited: Annotated[
        bool, typer.Option("--still-cited", help="Go on citing the old one, marked as old.")
    ] = False,
) -> None:
    """Say that a document took the place of another."""
    _changed(lambda library: library.supersede(old, new, still_cited))
    print(f"{old} is superseded by {new}; it is {'cited as old' if still_cited else 'cited no more'}")


def kb_restore(id_: _Id) -> None:
    """Put a removed or superseded document in force again."""
    _changed(lambda library: library.restore(id_))
    print(f"{id_} is in force again")


def kb_history(
    id_: Annotated[str | None, typer.Argument(help="A document's id; all of them without it.")] = None,
) -> None:
    """Print what happened to a document, oldest first: when, what, the file and its SHA-256, the version since then."""
    for event in _library(lambda library: library.history(id_)):
        by = f"by {event.by}" if event.by else ""
        seal = (event.sha256 or "")[:12]
        columns = (event.at, event.action, event.document, event.file or by, seal, event.version or "", event.title)
        print("\t".join(columns).rstrip())


def _papers_lines(added: "Added") -> list[str]:
    """What the document was taken for, so that a wrong guess is seen at once."""
    from policies_kb.areas import normalise
    from policies_kb.places import name_of

    papers = added.papers
    code = papers.jurisdiction or ""
    told = {
        "jurisdiction": f"{code} {name_of(code) if normalise(code) else '全国'}",
        "published": papers.published,
        "number": papers.number,
        "issuer": papers.issuer,
        "valid_from": papers.valid_from,
        "valid_until": papers.valid_until,
    }
    lines = [
        f"{name.replace('_', ' ')}: {value}{' (found in it)' if name in added.found else ''}"
        for name, value in told.items()
        if value
    ]
    return [*lines, *([f"cards: {added.cards}"] if added.cards else []), *(f"note: {note}" for note in added.notes)]


def _library(run: "Callable[[Library], T]") -> T:
    from bot.clock import system_clock
    from bot.library import Library
    from policies_kb.documents import BadDocument

    settings = settings_with()
    try:
        return run(Library(settings, system_clock().astimezone(settings.zone)))
    except BadDocument as error:
        fail(str(error), 1)


def _changed(run: "Callable[[Library], T]") -> T:
    """Change the library, and note in its history which version of the knowledge came of it."""
    from bot.app import build_knowledge

    done = _library(run)
    version = build_knowledge(settings_with()).version
    _library(lambda library: library.now_version(version))
    return done


COMMANDS: tuple[tuple[Callable[..., None], str], ...] = (
    (kb_add, "add"),
    (kb_remove, "remove"),
    (kb_supersede, "supersede"),
    (kb_restore, "restore"),
    (kb_history, "history"),
)
