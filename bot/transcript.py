"""What happened, in the notation of transcripts: the lines that a field worker reads and corrects."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any


def lines_of(happened: Sequence[Mapping[str, Any]], who_is: Callable[[str, str], str], now: datetime) -> Iterator[str]:
    """What happened, as lines; a time stands before what did not happen at once.

    `who_is` gives the name of a channel and address; the main household's is empty.
    """
    for each in happened:
        at = datetime.fromisoformat(each["at"])
        when = "" if at == now else f"{at:%m-%d %H:%M} "
        if "registry" in each:
            yield f"* {when}registry: {each['case']} {each['registry']}"
        elif "event" in each:
            yield f"* {when}{_case(each)}"
        else:
            yield from _message(each, who_is(each["channel"], each["to"]), when)


def _case(line: Mapping[str, Any]) -> str:
    person = line["person"].get("relation")
    details = {name: value for name, value in line["details"].items() if name != "relation"}
    parts = [
        f"case {line['case']} {line['event']}: {', '.join(line['risk_types'])}",
        line["urgency"],
        line["status"],
        line["area"] or "area not known",
        *([person] if person else []),
        *(f"{name} {value}" for name, value in details.items()),
    ]
    return "; ".join(parts)


def _message(line: Mapping[str, Any], who: str, when: str) -> Iterator[str]:
    if line["kind"] != "reply" or when:
        about = f" of {line['case']}" if line.get("case") else ""
        yield f"* {when}{line['kind']}{about} to {who or 'the household'}"
    first, *further = line["text"].split("\n")
    yield f"<{who} {first}"
    for each in further:
        yield f"| {each}"
    if line["channel"] != "sms" and line.get("buttons"):
        yield "| " + " ".join(f"[{label}]" for label in line["buttons"])
