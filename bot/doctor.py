"""`hearthline doctor`: the settings, and what each part of the house says when it is asked."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from pydantic import SecretStr
from sqlalchemy import select

from bot import reach
from bot.app import build_knowledge, build_understand, read_words
from bot.clock import system_clock
from bot.service import build_channels, build_registry, open_store, shown_url
from bot.settings import Settings, SettingsError
from bot.store import cadres
from bot.web.metrics import count_stock
from integrations.adapters import ENGINES
from integrations.ports import Engine, EngineUnavailable, NotParsed, RegistryUnavailable, SendFailed

_PATIENCE_S = 20.0
_DANGER = "奶奶叫不醒"


@dataclass(frozen=True, slots=True)
class Finding:
    """What was looked at, what was seen, and whether it is broken."""

    part: str
    seen: str
    is_broken: bool = False


@runtime_checkable
class _Probed(Protocol):
    async def probe(self) -> str: ...


def show_settings(settings: Settings) -> list[tuple[str, str]]:
    """Every setting under the name of its variable, secrets as ***."""
    shown = []
    for name in Settings.model_fields:
        value = getattr(settings, name)
        if isinstance(value, SecretStr):
            text = "***"
        elif name == "database_url":
            text = shown_url(value)
        elif isinstance(value, tuple):
            text = ",".join(value)
        else:
            text = "" if value is None else str(value)
        shown.append((f"HEARTHLINE_{name.upper()}", text))
    return shown


async def examine(settings: Settings) -> AsyncIterator[Finding]:
    """Try every part, one after the other."""
    yield _database(settings)
    yield _cadres(settings)
    yield _knowledge(settings)
    yield _understanding(settings)
    if (build := ENGINES.get(settings.nlu)) is not None:
        yield await _second_engine(build(settings))
    yield _guidance()
    async for finding in _channels(settings):
        yield finding
    yield await _registry(settings)


def _database(settings: Settings) -> Finding:
    try:
        store = open_store(settings)
    except SettingsError as error:
        return Finding("database", str(error), is_broken=True)
    try:
        store.call(lambda tx: tx.connection.execute(select(1)).scalar_one())
        stock = store.call(count_stock)
    finally:
        store.stop()
    waiting = f"{stock.inbox_waiting} messages wait for their turn, {stock.outbox_waiting} wait to be sent"
    return Finding("database", f"reachable, schema up to date; {waiting}; {sum(stock.cases.values())} cases")


def _cadres(settings: Settings) -> Finding:
    try:
        store = open_store(settings)
    except SettingsError as error:
        return Finding("cadres", str(error), is_broken=True)
    try:
        many = store.call(lambda tx: sum(cadre.active for cadre in cadres.everybody(tx)))
        notes = store.call(lambda tx: list(reach.warnings(tx)))
    finally:
        store.stop()
    if not many:
        return Finding("cadres", "none yet: nobody is alerted; hearthline cadres import FILE.xlsx")
    return Finding("cadres", "; ".join([f"{many} at their post", *(words for _, words in notes)]))


def _knowledge(settings: Settings) -> Finding:
    try:
        knowledge = build_knowledge(settings)
    except (OSError, ValueError, KeyError) as error:
        return Finding("knowledge base", f"cannot be read: {type(error).__name__}: {error}", is_broken=True)
    documents = len(knowledge.documents)
    cards = len(knowledge.cards)
    loaded = len(knowledge.originals)
    if not cards:
        return Finding("knowledge base", "there are no cards to answer from", is_broken=True)
    quotes = f"{loaded} of them with their originals, which are quoted" if loaded else "no originals, nothing is quoted"
    return Finding("knowledge base", f"{documents} documents, {cards} cards; {quotes}")


def _understanding(settings: Settings) -> Finding:
    meant = build_understand()(_DANGER, system_clock().astimezone(settings.zone))
    if meant.urgency.level != "critical":
        return Finding("understanding", f"{_DANGER} is not read as an emergency", is_broken=True)
    return Finding("understanding", f"the embedded engine reads; {_DANGER} is an emergency to it")


async def _second_engine(engine: Engine) -> Finding:
    try:
        async with asyncio.timeout(_PATIENCE_S):
            seen = await engine.probe()
            await engine.parse(_DANGER)
    except (EngineUnavailable, NotParsed, TimeoutError) as error:
        reason = str(error) or "no answer in time"
        return Finding("second engine", f"{reason}; the embedded engine reads every message", is_broken=True)
    finally:
        await engine.close()
    return Finding("second engine", f"{seen} says what messages want; danger and slots are ours")


def _guidance() -> Finding:
    guidance = read_words()
    held = f"{len(guidance.dangers)} kinds of danger, {len(guidance.beside)} sentences beside them"
    unsigned = guidance.not_reviewed()
    if not unsigned:
        return Finding("emergency guidance", f"{held}; all reviewed by a clinician")
    return Finding("emergency guidance", f"{held}; {len(unsigned)} of these no clinician has reviewed yet")


async def _channels(settings: Settings) -> AsyncIterator[Finding]:
    channels = build_channels(settings, system_clock)
    for name in ("web", "telegram", "sms", "whatsapp"):
        channel = channels.get(name)
        if channel is None:
            yield Finding(f"channel {name}", "off: it has no settings")
        elif not isinstance(channel, _Probed):
            yield Finding(f"channel {name}", "on")
        else:
            try:
                async with asyncio.timeout(_PATIENCE_S):
                    yield Finding(f"channel {name}", f"on; {await channel.probe()}")
            except (SendFailed, TimeoutError) as error:
                yield Finding(f"channel {name}", f"does not answer: {error or type(error).__name__}", is_broken=True)
    for channel in channels.values():
        await channel.close()


async def _registry(settings: Settings) -> Finding:
    try:
        registry = build_registry(settings, system_clock)
    except SettingsError as error:
        return Finding("registry", str(error), is_broken=True)
    try:
        async with asyncio.timeout(_PATIENCE_S):
            await registry.changes(None)
    except (RegistryUnavailable, TimeoutError) as error:
        return Finding("registry", f"{registry.name} does not answer: {error or type(error).__name__}", is_broken=True)
    finally:
        await registry.close()
    return Finding("registry", f"{registry.name} answers")
