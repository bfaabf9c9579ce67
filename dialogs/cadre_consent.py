"""What a cadre writes once they asked somebody whom another reported: that they agree, or that they do not."""

import re
from dataclasses import dataclass

from dialogs.cadre_steps import NUMBER

# Read on the plain spelling.
_NOT_YET = re.compile(
    r"还没|还未|没来得及|没问|未问|等.{0,8}(再|回|问)|考虑|商量|想(想|一想|一下)|(同|同意|愿|愿意)不(同意|愿意)|是否|不在家|吗\W*$|\?"
    r"|not yet|think|ask(ed)? later|whether"
)
_NO = re.compile(
    r"(不|没|未)(太|大|是很|肯|打算)?(同意|愿意?|答应|乐意|肯)|拒绝|不(要|用|想|让|许)(我们|村里)?(报|申报|申请|管|帮|查|往上)"
    r"|refuse|decline|disagree|no consent|\bnot? (willing|agree)|n't (agree|want)|not want"
)
_YES = re.compile(r"同意|愿意?|答应|点头|乐意|肯了|签(了|过|好)?字|签了|\b(agree[sd]?|consents?|willing)\b")
_AT_MOST = 30  # characters where no case is named: longer ones are notes


@dataclass(frozen=True, slots=True)
class ConsentAnswer:
    """Whether the person agrees, and the case that the message names."""

    agrees: bool
    case: int | None


def read_consent(plain: str) -> ConsentAnswer | None:
    """Read a message; forgiving. None where it does not say what the person answered."""
    numbers = NUMBER.findall(plain)
    if _NOT_YET.search(plain) or len(set(numbers)) > 1 or (not numbers and len(plain.strip()) > _AT_MOST):
        return None
    case = int(numbers[0]) if numbers else None
    if _NO.search(plain):
        return ConsentAnswer(False, case)
    return ConsentAnswer(True, case) if _YES.search(plain) else None
