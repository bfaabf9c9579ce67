"""A CAP 1.2 alert as a value, read from XML and written as XML. Reading never fetches or expands anything."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from lxml import etree

NAMESPACE = "urn:oasis:names:tc:emergency:cap:1.2"
MsgType = Literal["Alert", "Update", "Cancel", "Ack", "Error"]
# What each element may say: section 3.2 of the standard.
_ENUMERATIONS: dict[str, frozenset[str]] = {
    "status": frozenset({"Actual", "Exercise", "System", "Test", "Draft"}),
    "msgType": frozenset({"Alert", "Update", "Cancel", "Ack", "Error"}),
    "scope": frozenset({"Public", "Restricted", "Private"}),
    "category": frozenset(
        {"Geo", "Met", "Safety", "Security", "Rescue", "Fire", "Health", "Env", "Transport", "Infra", "CBRNE", "Other"}
    ),
    "urgency": frozenset({"Immediate", "Expected", "Future", "Past", "Unknown"}),
    "severity": frozenset({"Extreme", "Severe", "Moderate", "Minor", "Unknown"}),
    "certainty": frozenset({"Observed", "Likely", "Possible", "Unlikely", "Unknown"}),
}
_NEEDS_REFERENCES = frozenset({"Update", "Cancel", "Ack", "Error"})
_NO_SPACE = re.compile(r"[^\s,<&]+")  # identifier and sender: no spaces, commas or restricted characters
_LARGEST = 1_000_000
# Places in Chinese alerts are geocodes of the statistics bureau; the name of the value differs between senders.
_CODE = re.compile(r"\d{6}(\d{3}(\d{3})?)?")


class BadAlert(Exception):
    """What came is no CAP 1.2 alert: one sentence that says why."""


@dataclass(frozen=True, slots=True)
class Reference:
    """An earlier message this one is about."""

    sender: str
    identifier: str
    sent: datetime


@dataclass(frozen=True, slots=True)
class CapAlert:
    """An alert with its first information block, which is what people are told."""

    identifier: str
    sender: str
    sent: datetime
    status: str
    msg_type: MsgType
    scope: str = "Public"
    references: Sequence[Reference] = ()
    language: str = "zh-CN"
    category: str = "Other"
    event: str = ""
    urgency: str = "Unknown"
    severity: str = "Unknown"
    certainty: str = "Unknown"
    expires: datetime | None = None
    headline: str = ""
    description: str = ""
    instruction: str = ""
    area_words: str = ""
    area_codes: tuple[str, ...] = ()
    note: str = ""
    addresses: tuple[str, ...] = ()  # for whom a private message is

    @property
    def is_drill(self) -> bool:
        """Not meant: an exercise."""
        return self.status == "Exercise"

    @property
    def reference(self) -> Reference:
        """How later messages name this one."""
        return Reference(self.sender, self.identifier, self.sent)


def read_alert(body: bytes) -> CapAlert:
    """Read an alert. Raises BadAlert where anything the standard requires is missing or wrong."""
    root = _root(body)
    kind = _one(root, "msgType")
    if kind in _NEEDS_REFERENCES and not _text(root, "references"):
        raise BadAlert(f"an alert of type {kind} needs references.")
    info = _best_info(root)
    if info is None and kind in ("Alert", "Update"):
        raise BadAlert("the alert has no info.")
    said: dict[str, Any] = _read_info(info) if info is not None else {}
    return CapAlert(
        identifier=_word(root, "identifier"),
        sender=_word(root, "sender"),
        sent=_moment(_needed(root, "sent"), "sent"),
        status=_one(root, "status"),
        msg_type=kind,  # type: ignore[arg-type]
        scope=_one(root, "scope"),
        references=tuple(_reference(each) for each in _text(root, "references").split()),
        note=_text(root, "note"),
        addresses=tuple(_text(root, "addresses").split()),
        **said,
    )


def render_alert(alert: CapAlert) -> bytes:
    """An alert as XML. Elements stand in the order the standard gives them."""
    root = etree.Element(f"{{{NAMESPACE}}}alert", nsmap={None: NAMESPACE})
    references = " ".join(f"{each.sender},{each.identifier},{_stamp(each.sent)}" for each in alert.references)
    _put(root, "identifier", alert.identifier)
    _put(root, "sender", alert.sender)
    _put(root, "sent", _stamp(alert.sent))
    _put(root, "status", alert.status)
    _put(root, "msgType", alert.msg_type)
    _put(root, "scope", alert.scope)
    _put(root, "addresses", " ".join(alert.addresses))
    _put(root, "note", alert.note)
    _put(root, "references", references)
    if alert.msg_type in ("Alert", "Update", "Cancel"):
        info = etree.SubElement(root, f"{{{NAMESPACE}}}info")
        _put(info, "language", alert.language)
        _put(info, "category", alert.category)
        _put(info, "event", alert.event)
        _put(info, "urgency", alert.urgency)
        _put(info, "severity", alert.severity)
        _put(info, "certainty", alert.certainty)
        _put(info, "expires", _stamp(alert.expires) if alert.expires else "")
        _put(info, "headline", alert.headline)
        _put(info, "description", alert.description)
        _put(info, "instruction", alert.instruction)
        if alert.area_words or alert.area_codes:
            area = etree.SubElement(info, f"{{{NAMESPACE}}}area")
            _put(area, "areaDesc", _printable(alert.area_words) or "、".join(alert.area_codes))
            for code in alert.area_codes:
                geocode = etree.SubElement(area, f"{{{NAMESPACE}}}geocode")
                _put(geocode, "valueName", "GB/T 2260")
                _put(geocode, "value", code)
    return bytes(etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True))


def acknowledges(alert: CapAlert, identifier: str, sender: str, now: datetime) -> CapAlert:
    """The Ack of an alert: it has come in here."""
    return CapAlert(
        identifier, sender, now, alert.status, "Ack", "Private", (alert.reference,), addresses=(alert.sender,)
    )


def _root(body: bytes) -> Any:  # noqa: ANN401 - lxml's element
    if len(body) > _LARGEST:
        raise BadAlert("it is larger than a megabyte.")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(body, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise BadAlert(f"it is not readable XML ({str(error)[:80]}).") from None
    if root.getroottree().docinfo.doctype:
        raise BadAlert("it declares a document type, which an alert never does.")
    if root.tag != f"{{{NAMESPACE}}}alert":
        raise BadAlert("its first element is not an alert of CAP 1.2.")
    return root


def _best_info(root: Any) -> Any:  # noqa: ANN401 - lxml's element
    """The block in Chinese where there is one, else the first."""
    blocks = root.findall(f"{{{NAMESPACE}}}info")
    chinese = (block for block in blocks if _text(block, "language").lower().startswith("zh"))
    return next(chinese, blocks[0] if blocks else None)


def _read_info(info: Any) -> dict[str, Any]:  # noqa: ANN401 - lxml's element
    expires = _text(info, "expires")
    areas = info.findall(f"{{{NAMESPACE}}}area")
    codes = [
        _text(geocode, "value")
        for area in areas
        for geocode in area.findall(f"{{{NAMESPACE}}}geocode")
        if _CODE.fullmatch(_text(geocode, "value"))
    ]
    return {
        "language": _text(info, "language") or "en-US",
        "category": _one(info, "category"),
        "event": _needed(info, "event"),
        "urgency": _one(info, "urgency"),
        "severity": _one(info, "severity"),
        "certainty": _one(info, "certainty"),
        "expires": _moment(expires, "expires") if expires else None,
        "headline": _text(info, "headline"),
        "description": _text(info, "description"),
        "instruction": _text(info, "instruction"),
        "area_words": "、".join(_needed(area, "areaDesc") for area in areas),
        "area_codes": tuple(dict.fromkeys(codes)),
    }


def _text(element: Any, name: str) -> str:  # noqa: ANN401 - lxml's element
    return " ".join((element.findtext(f"{{{NAMESPACE}}}{name}") or "").split())


def _needed(element: Any, name: str) -> str:  # noqa: ANN401 - lxml's element
    text = _text(element, name)
    if not text:
        raise BadAlert(f"{name} is missing.")
    return text


def _one(element: Any, name: str) -> str:  # noqa: ANN401 - lxml's element
    text = _needed(element, name)
    if text not in _ENUMERATIONS[name]:
        raise BadAlert(f"{name} is {text[:40]!r}, which the standard does not know.")
    return text


def _word(element: Any, name: str) -> str:  # noqa: ANN401 - lxml's element
    text = _needed(element, name)
    if not _NO_SPACE.fullmatch(text):
        raise BadAlert(f"{name} has a space, a comma or a character that may not stand in it.")
    return text


def _moment(text: str, name: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise BadAlert(f"{name} is {text[:40]!r}, no time such as 2026-11-20T10:00:00+08:00.") from None
    if moment.tzinfo is None:
        raise BadAlert(f"{name} has no offset.")
    return moment


def _reference(text: str) -> Reference:
    parts = text.split(",")
    if len(parts) != 3:
        raise BadAlert("a reference is not sender,identifier,sent.")
    return Reference(parts[0], parts[1], _moment(parts[2], "references"))


def _stamp(moment: datetime) -> str:
    """A time as the standard writes it: to the second, with an offset; never Z, and UTC as -00:00."""
    written = moment.replace(microsecond=0).isoformat()
    return f"{written.removesuffix('+00:00')}-00:00" if written.endswith("+00:00") else written


def _put(parent: Any, name: str, text: str) -> None:  # noqa: ANN401 - lxml's element
    if printable := _printable(text):
        etree.SubElement(parent, f"{{{NAMESPACE}}}{name}").text = printable


def _printable(text: str) -> str:
    return _XML_REFUSES.sub("", text).strip()


_XML_REFUSES = re.compile(r"[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
