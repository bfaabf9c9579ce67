"""Whom else to call where help is far: the township clinic and the village doctor of an area, from the operator."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from dialogs.types import Say
from dialogs.wording import marked as _
from policies_kb.areas import normalise, parents


@dataclass(frozen=True, slots=True)
class Nearby:
    """Numbers of one area; what is not known is None."""

    clinic: str | None = None
    doctor: str | None = None


@dataclass(frozen=True, slots=True)
class LocalNumbers:
    """Numbers by area code, without the groups of zeros at its end."""

    areas: Mapping[str, Nearby] = field(default_factory=dict)

    def second_call(self, area: str | None) -> Say | None:
        """Whom to call after 120, the nearest that is known; None where nothing is."""
        codes = (normalise(area), *parents(area)) if area else ()
        found = [self.areas[code] for code in codes if code in self.areas]
        clinic = next((each.clinic for each in found if each.clinic), None)
        doctor = next((each.doctor for each in found if each.doctor), None)
        values = {"clinic": clinic, "doctor": doctor}
        if clinic and doctor:
            return Say(_("Then call the clinic {clinic}, the village doctor {doctor}."), values)
        if clinic:
            return Say(_("Then call the township clinic {clinic}."), values)
        return Say(_("Then call the village doctor {doctor}."), values) if doctor else None


def read_local_numbers(path: Path | None) -> LocalNumbers:
    """Read lines of `AREA: {clinic: NUMBER, doctor: NUMBER}`; raises ValueError with a sentence where one is wrong."""
    if path is None:
        return LocalNumbers()
    try:
        told = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
        areas = {
            normalise(str(code)): Nearby(_number(each, "clinic"), _number(each, "doctor"))
            for code, each in told.items()
        }
    except (OSError, AttributeError, TypeError, yaml.YAMLError):
        example = "530323103: {clinic: '0874-…', doctor: '139…'}"
        raise ValueError(f"{path.name}: expected lines such as {example}") from None
    if "" in areas:
        raise ValueError(f"{path.name}: an area code has 2 to 12 digits")
    return LocalNumbers(areas)


def _number(told: Mapping[str, object], name: str) -> str | None:
    value = told.get(name)
    return str(value) if value is not None else None
