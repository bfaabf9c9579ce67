"""Cuts a text that is longer than a provider takes into pieces, where a reader would pause."""

_PAUSES = ("\n\n", "\n", "。", "！", "？", "；", ". ", "，", ", ", " ")


def sendable(text: str) -> str:
    """The text as any provider can take it: no NUL, and no half of a character."""
    whole = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return whole.replace("\0", "")


def split_text(text: str, longest: int) -> list[str]:
    """Pieces of at most `longest` UTF-16 units, none of them blank; no letter is lost, only blanks at the cuts."""
    pieces = []
    rest = sendable(text)
    while len(head := _head(rest, longest)) < len(rest):
        cut = _pause(head)
        pieces.append(rest[:cut].rstrip())
        rest = rest[cut:].lstrip()
    pieces.append(rest)
    return [piece for piece in pieces if piece.strip()]


def _head(text: str, longest: int) -> str:
    """The beginning that fits; a character of two units is not cut in half."""
    return text[:longest].encode("utf-16-le")[: 2 * longest].decode("utf-16-le", "ignore")


def _pause(head: str) -> int:
    """Where to cut: after the strongest pause in the second half, else at the end."""
    for pause in _PAUSES:
        at = head.rfind(pause)
        if at >= len(head) // 2:
            return at + len(pause)
    return len(head)
