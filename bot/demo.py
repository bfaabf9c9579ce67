"""One household's story in the terminal: a question, a report, the cadre's alert and answer, the registry's word."""

import asyncio
import sys
from datetime import datetime, timedelta
from typing import Any

from rich.console import Console
from rich.text import Text

from bot.app import build_runtime
from bot.settings import Settings
from bot.simulate import Stage
from bot.vault import build_store

_HOUSEHOLD, _CADRE = "+8613900000001", "+8613800000001"
_AREA = "530323103201"
_COLOURS = {_HOUSEHOLD: "green", _CADRE: "yellow"}
_NAMES = {_HOUSEHOLD: "王桂香", _CADRE: "周志强（村干部）"}


def story(start: datetime) -> list[dict[str, Any]]:
    """The script: who writes what, minute by minute."""

    def line(minutes: int, **what: Any) -> dict[str, Any]:  # noqa: ANN401
        return {"at": start + timedelta(minutes=minutes), **what}

    def said(minutes: int, who: str, text: str) -> dict[str, Any]:
        return line(minutes, **{"from": who, "channel": "sms", "text": text})

    return [
        line(0, do="cadre", name="周志强", channel="sms", address=_CADRE, area=_AREA, level="village"),
        line(0, do="household", address=_HOUSEHOLD, channel="sms", area=_AREA, lang="zh-Hans", name="王桂香"),
        said(1, _HOUSEHOLD, "请问家里建了档，女儿念高中一年有多少补助"),
        said(3, _HOUSEHOLD, "我老公查出尿毒症，透析自己花了两万三，撑不住了"),
        said(4, _HOUSEHOLD, "1"),
        said(9, _CADRE, "收到"),
        said(90, _CADRE, "2"),
        line(1500, do="registry_case", case="A1001", status="verifying"),
        said(1510, _HOUSEHOLD, "进度"),
    ]


def tell(settings: Settings) -> None:
    """Play the story; every line of it is what the system really does."""
    store = build_store(settings.model_copy(update={"database_url": "sqlite://"}))
    store.start()
    console = Console(highlight=False, soft_wrap=True)
    try:
        stage = Stage(store, build_runtime(settings))
        asyncio.run(_play(stage, story(datetime(2026, 11, 19, 10, tzinfo=settings.zone)), console))
    finally:
        store.stop()


async def _play(stage: Stage, lines: list[dict[str, Any]], console: Console) -> None:
    for line in lines:
        if "text" in line:
            who = line["from"]
            console.print(
                Text(f"\n{line['at']:%m-%d %H:%M}  {_NAMES[who]}：{line['text']}", style=f"bold {_COLOURS[who]}")
            )
        for happened in await stage.play(line):
            _show(happened, console)
    await stage.close()


def _show(happened: dict[str, Any], console: Console) -> None:
    if "to" in happened:
        size = f"（{happened['segments']}条短信）" if "segments" in happened else ""
        head = f"  → {_NAMES.get(happened['to'], happened['to'])}{size}："
        console.print(Text(head, style=_COLOURS.get(happened["to"], "white")), Text(happened["text"]), sep="")
    elif "event" in happened:
        console.print(Text(f"  * {happened['case']} {happened['event']}: {happened['status']}", style="dim"))
    elif "registry" in happened:
        console.print(Text(f"  * {happened['case']} → registry: {happened['registry']}", style="dim"))


def has_terminal() -> bool:
    """Whether somebody sits in front of it."""
    return sys.stdin.isatty() and sys.stdout.isatty()
