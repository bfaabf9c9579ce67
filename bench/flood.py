"""A flood night: 2,000 reports in 300 villages within an hour, through the whole system on a script's clock."""

import argparse
import random
import resource
import time
from collections import Counter, defaultdict
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from bot.app import build_runtime
from bot.log import set_up_logging
from bot.settings import Settings
from bot.simulate import play
from bot.store.crypto import Cipher
from bot.store.incidents import all_of
from bot.store.store import Store

ZONE = ZoneInfo("Asia/Shanghai")
BEGINS = datetime(2026, 7, 18, 1, 30, tzinfo=ZONE)
SECRET = "a secret of the measurement, thirty-two characters"
CRITICAL = (
    "水进屋了，出不去", "发大水了，我爸被冲走了", "洪水把房子围了，人困在房顶", "河水漫进院子，老人困在屋里",
)  # fmt: skip
HIGH = ("洪水过后家里断粮了，娃饿了一天", "房子被洪水冲了，今晚没地方住")
Line = dict[str, Any]


def script(reports: int, villages: int, seed: int = 7) -> list[Line]:
    """The lines: cadres of every level, households, then the night. A third of the reports are not critical."""
    chance = random.Random(seed)
    codes = [f"53032{6 + n // 150}{100 + n // 15 % 10:03}{201 + n % 15:03}" for n in range(villages)]
    lines: list[Line] = []
    for level, areas in (
        ("county", sorted({code[:6] for code in codes})), ("township", sorted({code[:9] for code in codes})),
        ("village", codes),
    ):  # fmt: skip
        for area in areas:
            address = f"cadre {area}"
            lines.append({"do": "cadre", "name": f"干部{area}", "channel": "sms", "address": address, "area": area,
                          "level": level})  # fmt: skip
    for n in range(reports):
        known = {"do": "household", "address": f"home {n}", "channel": "sms", "household_id": f"H{n}"}
        lines.append({**known, "area": codes[n % villages]})
    lines = [{"at": BEGINS, **line} for line in lines]
    night: list[Line] = []
    for n in range(reports):
        at = BEGINS + timedelta(seconds=round(chance.uniform(1, 3600)))
        sender = {"from": f"home {n}", "channel": "sms"}
        if chance.random() < 2 / 3:
            night.append({"at": at, **sender, "text": chance.choice(CRITICAL)})
        else:
            night.append({"at": at, **sender, "text": chance.choice(HIGH)})
            night.append({"at": at + timedelta(seconds=20), **sender, "text": "1"})
    night.sort(key=lambda line: line["at"])
    return [*lines, *night, {"at": BEGINS + timedelta(hours=7), "do": "tick"}]


def played(lines: list[Line]) -> tuple[list[Line], list[Any]]:
    """What happens, and the incidents there are then."""
    store = Store("sqlite://", Cipher([SECRET]))
    store.start()
    settings = Settings(database_url="sqlite://", key=SECRET, policies=None, _env_file=None)  # type: ignore[call-arg]
    try:
        return list(play(lines, store, build_runtime(settings))), store.call(lambda tx: all_of(tx, 1))
    finally:
        store.stop()


def figures(happened: list[Line], incidents: list[Any]) -> dict[str, Any]:
    """What the night came to."""
    opened = {line["case"]: line for line in happened if line.get("event") == "opened"}
    alerts = [line for line in happened if line.get("kind") == "alert"]
    first: dict[str, datetime] = {}
    for line in alerts:
        if line.get("case"):
            first.setdefault(line["case"], datetime.fromisoformat(line["at"]))
    critical = [case for case, line in opened.items() if line["urgency"] == "critical"]
    late = [
        case
        for case in critical
        if case not in first or first[case] - datetime.fromisoformat(opened[case]["at"]) > timedelta(minutes=1)
    ]
    urgent = {case for case in critical}
    paced: dict[str, Counter[str]] = defaultdict(Counter)
    for line in happened:
        to_cadre = str(line.get("to", "")).startswith("cadre") and line["kind"] in ("alert", "notice")
        if to_cadre and line.get("case") not in urgent:
            paced[line["to"]][line["at"][:16]] += 1
    counted = Counter(line["area"] for line in opened.values())
    return {
        "reports": len(opened),
        "critical": len(critical),
        "critical not alerted within a minute": len(late),
        "most messages a minute to a cadre besides critical ones": max(
            (max(minutes.values()) for minutes in paced.values()), default=0
        ),
        "incidents": sum(incident.cases >= 3 for incident in incidents),
        "villages with three reports or more": sum(many >= 3 for many in counted.values()),
        "cases in incidents": sum(incident.cases for incident in incidents),
        "messages out": sum("kind" in line for line in happened),
    }


def main() -> None:
    """Play the night and print its figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reports", type=int, default=2000)
    parser.add_argument("--villages", type=int, default=300)
    given = parser.parse_args()
    set_up_logging("WARNING")
    lines = script(given.reports, given.villages)
    began = time.perf_counter()
    happened, incidents = played(lines)
    seconds = time.perf_counter() - began
    for name, value in figures(happened, incidents).items():
        print(f"{name}: {value}")
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"seconds: {seconds:.1f}, peak memory {peak:.0f} MB")


if __name__ == "__main__":
    main()
