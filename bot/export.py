"""What is stored, oldest first, in clear, for operators. Each export is itself in the audit."""

import json
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from io import BytesIO
from typing import Any, Literal, get_args

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.utils.exceptions import IllegalCharacterError
from sqlalchemy import select

from bot.cases.types import case_line
from bot.store import audit
from bot.store.cases import load_cases
from bot.store.outbox import sources_of
from bot.store.store import Tx
from bot.store.tables import cases, inbox, outbox, syncs

What = Literal["messages", "cases", "outbox", "audit"]
Format = Literal["jsonl", "xlsx"]
WHATS, FORMATS = get_args(What), get_args(Format)
# How what stands in the outbox is called outside.
_STATUSES = {"sending": "waiting", "unknown": "waiting", "dropped": "failed", "synced": "sent"}
_CELL_AT_MOST = 32_767  # characters; Excel's own limit


def export(tx: Tx, what: What, now: datetime) -> list[dict[str, Any]]:
    """The lines of contracts.md, and an entry in the audit that they were taken out."""
    lines = list(_EXPORTS[what](tx))
    audit.append(tx, [audit.Entry(now, "operator", f"export {what}", None, {"lines": len(lines)})])
    return lines


def as_jsonl(lines: Iterable[dict[str, Any]]) -> bytes:
    """One JSON object a line."""
    text = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines)
    return text.encode("utf-8", "backslashreplace")


def as_xlsx(lines: list[dict[str, Any]], what: str) -> bytes:
    """A workbook with one sheet; every value is text, so that no message is ever taken for a formula."""
    columns = list(dict.fromkeys(name for line in lines for name in line))
    book = Workbook(write_only=True)
    sheet = book.create_sheet(what)
    sheet.append(columns)
    for line in lines:
        sheet.append([_cell(sheet, line.get(name)) for name in columns])
    written = BytesIO()
    book.save(written)
    return written.getvalue()


def _messages(tx: Tx) -> Iterator[dict[str, Any]]:
    arrived = [(row.received_at, 0, row.id, _arrived(tx, row)) for row in tx.connection.execute(select(inbox))]
    went = [(row.created_at, 1, row.id, _went(tx, row)) for row in tx.connection.execute(select(outbox))]
    for _at, _order, _id, line in sorted(arrived + went, key=lambda each: each[:3]):
        yield line


def _arrived(tx: Tx, row: Any) -> dict[str, Any]:  # noqa: ANN401 - a row
    body = tx.cipher.open_json(row.body)
    return {
        "id": f"in-{row.id}",
        "at": row.received_at.isoformat(),
        "direction": "in",
        "channel": row.channel,
        "address": tx.cipher.open(row.address),
        "message_id": body["provider_id"],
        "text": body["text"],
        "status": row.state,
    }


def _went(tx: Tx, row: Any) -> dict[str, Any]:  # noqa: ANN401 - a row
    line = {
        "id": f"out-{row.id}",
        "at": row.created_at.isoformat(),
        "direction": "out",
        "channel": row.channel,
        "address": tx.cipher.open(row.address),
        "kind": row.kind,
        "text": tx.cipher.open_json(row.body)[0],
        "status": _STATUSES.get(row.status, row.status),
    }
    if (sources := sources_of(tx, row)) is not None:
        line |= {"sources": {"version": sources.version, "clauses": list(sources.clauses)}}
    return line | ({"in_reply_to": f"in-{row.in_reply_to}"} if row.in_reply_to else {})


def _cases(tx: Tx) -> Iterator[dict[str, Any]]:
    ids = tx.connection.execute(select(cases.c.id).order_by(cases.c.id)).scalars().all()
    for case in load_cases(tx, ids).values():
        line = case_line(case, "exported")
        yield {"at": case.changed_at.isoformat(), **line, "opened_at": case.opened_at.isoformat()}


def _outbox(tx: Tx) -> Iterator[dict[str, Any]]:
    sent = [(row.created_at, 0, row.id, _sent(tx, row)) for row in tx.connection.execute(select(outbox))]
    synced = [(row.due_at, 1, row.case_id, _synced(row)) for row in tx.connection.execute(select(syncs))]
    for _at, _order, _id, line in sorted(sent + synced, key=lambda each: each[:3]):
        yield line


def _sent(tx: Tx, row: Any) -> dict[str, Any]:  # noqa: ANN401 - a row
    line = {
        "id": f"out-{row.id}",
        "at": row.created_at.isoformat(),
        "to": tx.cipher.open(row.address),
        "channel": row.channel,
        "status": _STATUSES.get(row.status, row.status),
        "attempts": row.attempts,
    }
    return line | ({"case": f"A{row.case_id}"} if row.case_id else {})


def _synced(row: Any) -> dict[str, Any]:  # noqa: ANN401 - a row
    return {
        "id": f"registry-{row.case_id}",
        "at": row.due_at.isoformat(),
        "to": "registry",
        "registry": f"version {row.version}",
        "status": _STATUSES.get(row.status, row.status),
        "attempts": row.attempts,
        "case": f"A{row.case_id}",
    }


def _audit(tx: Tx) -> Iterator[dict[str, Any]]:
    for entry in audit.read_since(tx, 0):
        line = {"at": entry.at.isoformat(), "actor": entry.actor, "action": entry.action, "hash": entry.hash}
        yield line | ({"case": f"A{entry.case_id}"} if entry.case_id else {})


def _cell(sheet: Any, value: Any) -> Any:  # noqa: ANN401 - openpyxl's
    if value is None:
        return None
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    text = text.encode("utf-8", "replace").decode()[:_CELL_AT_MOST]
    try:
        cell = WriteOnlyCell(sheet, text)
    except IllegalCharacterError:
        cell = WriteOnlyCell(sheet, "".join(each for each in text if each >= " " or each in "\t\n"))
    cell.data_type = "s"
    return cell


_EXPORTS: dict[str, Callable[[Tx], Iterator[dict[str, Any]]]] = {
    "messages": _messages,
    "cases": _cases,
    "outbox": _outbox,
    "audit": _audit,
}
