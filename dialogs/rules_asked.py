"""A question of rules in a message that tells of a hardship."""

import re

from dialogs.types import Turn

# A question of rules at the end of what else is told.
_OF_IT = r"(?:帮|管|给|补|扶|免|减|救|报)"
_RULE = re.compile(
    rf"(?:国家|政府|政策|公家|规定|上头|学费|补助|补贴|津贴|低保|药费)[^,，。;；]{{0,6}}(?:({_OF_IT})不\1|有没有|有冇|有不有|"
    rf"(?:会|能)不(?:会|能){_OF_IT})[^,，。;；]{{0,6}}$|有没有(?:什么|啥)?(?:补助|补贴|津贴|资助|减免|政策)[^,，。;；]{{0,3}}$|"
    r"\b(?:does|do|will) the (?:state|government|policy)\b[^.]{0,40}(?:help|pay|give)[^.]{0,30}\?*$"
)


def asks_for_a_rule(turn: Turn) -> bool:
    """Whether a message that tells of a hardship asks what the authorities give: 国家帮不帮, 有没有补助."""
    return turn.meant.urgency.level == "normal" and _RULE.search(turn.plain) is not None
