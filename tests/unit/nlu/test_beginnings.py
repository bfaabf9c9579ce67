"""The characters said to begin a pattern are all that can begin it: nothing is passed over unseen."""

import importlib
from typing import Any

import pytest

from nlu import disasters, groups, kin

ANYBODY = "[^,。;!?我他她]{2,3}"
PARSER: Any = importlib.import_module("re._parser")


def begins_with(pattern: Any) -> set[str]:
    """Give the characters that a parsed pattern can begin with."""
    found: set[str] = set()
    for operation, value in pattern:
        match str(operation), value:
            case (("ASSERT" | "ASSERT_NOT" | "AT"), _):
                continue
            case "LITERAL", character:
                return found | {chr(character)}
            case "IN", members:
                assert all(str(kind) == "LITERAL" for kind, _ in members), members
                return found | {chr(character) for _, character in members}
            case "BRANCH", (_, branches):
                return found.union(*map(begins_with, branches))
            case "SUBPATTERN", (*_, inner):
                found |= begins_with(inner)
            case (("MAX_REPEAT" | "MIN_REPEAT"), (least, _, inner)):
                found |= begins_with(inner)
                if least == 0:
                    continue
        return found
    return found


@pytest.mark.parametrize(
    ("begin", "pattern"),
    [
        (disasters._BEGIN, "|".join(disasters._KINDS.values())),
        (disasters._BEGIN_IMPLIED, "|".join(disasters._IMPLIED.values())),
        (kin._BEGIN, f"{kin._DAD}|{kin._MAN}|{kin._SMALL}"),
        (kin._BEGIN, kin._NEIGHBOUR_BY_NAME.replace(ANYBODY, "老")),  # looked for by itself
        (groups._BEGIN, f"{groups._KIN}|{groups._TWO_OF_THEM}"),
    ],
    ids=["named", "implied", "family", "neighbours", "groups"],
)
def test_nothing_begins_with_another_character(begin, pattern):
    assert begins_with(PARSER.parse(pattern)) <= set(begin)
