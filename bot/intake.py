"""A file on its way into the library: its papers settled, its cards checked. Nothing here changes the library."""

import re
import shutil
from collections import Counter
from dataclasses import fields, replace
from datetime import date
from pathlib import Path

import yaml

from policies_kb.areas import normalise
from policies_kb.documents import BadDocument, Holding, read_document
from policies_kb.figures import unfounded
from policies_kb.originals import Original
from policies_kb.papers import Papers, find_papers
from policies_kb.places import name_of

_COUNTY = 6  # digits of its area code
_COUNTY_NAME = re.compile(r"([\u4e00-\u9fff]{2,8}?(?:自治县|[县旗]))(?!级|城|域|里|乡|直|区|委|人民医院)")
_NO_NAME = re.compile(
    r"各|全|本|我|该|每|由|和|或|及|与|在|向|到|经|报|按|对|以|为|贫困|重点|外|跨|出|辖|所|个|脱贫|市[、，]?县$|省|[一二三四五六七八九十]县$"
)
_OFTEN = 2  # times that a name stands in a paper that is about its place
_HEAD = 60  # characters among which its title is
_SHORT = 20  # characters of a title in an answer
_AREA = "{name}: for which area does it hold? Say --jurisdiction CODE (000000 is the nation)."
_DATE = "{name}: of when is it? Say --published YYYY-MM-DD or YYYY."


def settled_papers(path: Path, original: Original, told: Papers) -> tuple[Papers, frozenset[str]]:
    """The papers as told, else as found, and which were found. Raises BadDocument for what is neither."""
    seen = find_papers(original.cleaned.text, original.cleaned.source)
    names = [field.name for field in fields(Papers)]
    papers = Papers(**{name: getattr(told, name) or getattr(seen, name) for name in names})
    found = frozenset(name for name in names if not getattr(told, name) and getattr(seen, name))
    if papers.title is None:
        papers = replace(papers, title=path.stem)
    if papers.jurisdiction is None:
        raise BadDocument(_AREA.format(name=path.name))
    if not re.fullmatch(r"\d{2,12}", papers.jurisdiction):
        raise BadDocument(f"--jurisdiction is {papers.jurisdiction!r}: expected a code of 2 to 12 digits.")
    if normalise(papers.jurisdiction) and not name_of(papers.jurisdiction):
        raise BadDocument(f"--jurisdiction is {papers.jurisdiction!r}: there is no such area.")
    if papers.published is None:
        raise BadDocument(_DATE.format(name=path.name))
    if not re.fullmatch(r"(19|20)\d{2}", papers.published):
        _check_day("--published", papers.published, "YYYY-MM-DD or YYYY")
    for option, day in (("--valid-from", papers.valid_from), ("--valid-until", papers.valid_until)):
        if day is not None:
            _check_day(option, day, "YYYY-MM-DD")
    if papers.valid_from and papers.valid_until and papers.valid_until < papers.valid_from:
        raise BadDocument(f"{path.name} would end ({papers.valid_until}) before it begins ({papers.valid_from}).")
    return papers, found


def _check_day(option: str, day: str, expected: str) -> None:
    try:
        whole = re.fullmatch(r"\d{4}-\d{2}-\d{2}", day) is not None and date.fromisoformat(day) is not None
    except ValueError:
        whole = False
    if not whole:
        raise BadDocument(f"{option} is {day!r}: expected {expected}.")


def other_place(text: str, jurisdiction: str) -> str | None:
    """A note where a paper speaks of another county than the one it is to hold for, and never of that one."""
    own = name_of(jurisdiction)
    flat = "".join(text.split())
    if not own or own in flat or len(normalise(jurisdiction)) < _COUNTY:
        return None
    counted = Counter(match.group(1) for match in _COUNTY_NAME.finditer(flat) if not _NO_NAME.search(match.group(1)))
    name, often = max(counted.items(), key=lambda each: each[1], default=("", 0))
    if not often or (often < _OFTEN and name not in flat[:_HEAD]):
        return None
    return f"its text names {name}, not {own}: is --jurisdiction {jurisdiction} right? `kb remove` takes it back."


def document_yml(id: str, papers: Papers, source: str, original: Original) -> str:
    """What `document.yml` is to say."""
    title = papers.title or id
    told: dict[str, object] = {
        "id": id,
        "title": title,
        "short": title[:_SHORT],
        "jurisdiction": papers.jurisdiction,
        "published": papers.published,
        "valid_from": papers.valid_from,
        "valid_until": papers.valid_until,
        "number": papers.number,
        "issuer": papers.issuer,
        "source": source,
        "clauses": {
            passage.id: {"label": passage.label, "label_en": passage.label_en} for passage in original.passages
        },
    }
    kept = {name: value for name, value in told.items() if value is not None}
    return yaml.safe_dump(kept, allow_unicode=True, sort_keys=False)


def copy_cards(cards: Path, folder: Path) -> None:
    """Lay a file of cards beside a document. Raises BadDocument where there is none."""
    if not cards.is_file():
        raise BadDocument(f"{cards.name} is not there; check the name and the folder.")
    shutil.copyfile(cards, folder / "cards.yml")


def check_cards(folder: Path, original: Original, cards: Path | None) -> Holding:
    """The folder's document with its cards. Raises BadDocument for a card that says nothing, or more than its clause.

    Without a file of cards those of the version before were kept.
    """
    try:
        holding = read_document(folder)
        _check_each(holding, original)
    except BadDocument as error:
        if cards is not None:
            raise BadDocument(f"{cards.name}: {error}") from error
        raise BadDocument(
            f"{folder.name}: its cards do not fit the new text ({str(error).rstrip('.')}). Say --cards FILE with cards "
            "that do; an empty file drops them."
        ) from error
    return holding


def _check_each(holding: Holding, original: Original) -> None:
    texts = original.texts()
    ids = [card.id for card in holding.cards]
    for card in holding.cards:
        name = card.id.split("/", 1)[1]
        if ids.count(card.id) > 1:
            raise BadDocument(f"two cards have the id {name}; write {name}#1 and {name}#2.")
        if not card.zh or not card.gives:
            raise BadDocument(f"card {name} has no {'gives' if card.zh else 'zh'} yet.")
        if strange := unfounded(card, texts.get(card.clause.split("/", 1)[1], "")):
            raise BadDocument(f"card {name} says {', '.join(strange)}, which its clause does not.")


def id_of(stem: str) -> str:
    """A document's id from the name of its file."""
    name = re.sub(r"[^\w\u4e00-\u9fff-]+", "-", stem).strip("-_").lower()
    return name[:60] or "document"
