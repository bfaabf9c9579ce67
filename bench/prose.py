"""Made-up policy papers in official prose, as many as are wanted, each for a place of its own."""

import random
from collections.abc import Iterator
from pathlib import Path

import yaml

import policies_kb
from policies_kb.lexicon import read_lexicon
from policies_kb.places import read_counties, read_townships

CLAUSES = 100  # of one document
_FOLDER = Path(policies_kb.__file__).parent
_WHO = [
    "低收入农户",
    "脱贫户",
    "监测户",
    "特困人员",
    "残疾人家庭",
    "孤儿",
    "留守老人",
    "返乡人员",
    "高校毕业生",
    "种养大户",
    "合作社",
    "易地搬迁户",
]
_OFFICE = [
    "县民政局",
    "县教育局",
    "县医疗保障局",
    "县农业农村局",
    "县人社局",
    "县住建局",
    "县残联",
    "乡镇人民政府",
    "村民委员会",
    "县财政局",
]
_DOING = [
    "组织实施",
    "负责审核",
    "统筹安排",
    "按月发放",
    "张榜公布",
    "建立台账",
    "定期走访",
    "及时上报",
    "专款专用",
    "动态管理",
]
_SHAPES = (
    "对{place}的{who}，给予{what}补助{amount}元，{term}。",
    "{what}由{office}{doing}，{office2}配合，{place}优先安排。",
    "符合条件的{who}可向{place}提出{what}申请，{office}在{days}个工作日内办结。",
    "到{year}年，{place}完成{what}项目{count}个，惠及{who}{many}户。",
    "{who}参加{what}的，个人负担部分按{share}%减免，由{office}{doing}。",
    "建立{what}和{what2}相衔接的工作机制，{office}{doing}，重点支持{place}。",
    "支持{place}发展{what}，每亩奖励{amount}元，最高不超过{much}元。",
)


def write_papers(folder: Path, clauses: int, seed: int = 1) -> int:
    """Write documents with this many clauses in all below a folder; how many characters they hold."""
    chance = random.Random(seed)
    counties = sorted(read_counties(_FOLDER / "divisions").names.items())
    townships: dict[str, list[str]] = {}
    for name, codes in read_townships(_FOLDER / "divisions").full.items():
        for code in codes:
            townships.setdefault(code[:6], []).append(name)
    matters = sorted(name for name in read_lexicon(_FOLDER).concepts if len(name) > 1 and not name.isascii())
    written = 0
    for number in range(-(-clauses // CLAUSES)):
        code, place = chance.choice(counties)
        inside = [name for each, names in townships.items() if each.startswith(code) for name in names] or [place]
        id = f"paper-{number:05}"
        count = min(CLAUSES, clauses - number * CLAUSES)
        lines = [f"第{at}条 {''.join(_sentences(chance, matters, inside))}" for at in range(1, count + 1)]
        text = "\n".join(lines)
        papers = {
            "id": id,
            "title": f"{place}帮扶工作实施办法之{number}",
            "jurisdiction": code.ljust(6, "0"),
            "published": str(2016 + number % 10),
            "source": f"{id}.txt",
        }
        (folder / id).mkdir(parents=True)
        (folder / id / "document.yml").write_text(yaml.safe_dump(papers, allow_unicode=True), encoding="utf8")
        (folder / id / f"{id}.txt").write_text(text, encoding="utf8")
        written += len(text)
    return written


def _sentences(chance: random.Random, matters: list[str], places: list[str]) -> Iterator[str]:
    for _ in range(chance.randint(1, 4)):
        yield chance.choice(_SHAPES).format(
            place=chance.choice(places),
            who=chance.choice(_WHO),
            what=chance.choice(matters),
            what2=chance.choice(matters),
            office=chance.choice(_OFFICE),
            office2=chance.choice(_OFFICE),
            doing=chance.choice(_DOING),
            amount=chance.randrange(50, 5000, 50),
            much=chance.randrange(5000, 90000, 500),
            term=chance.choice(("按年发放", "一次性发放", "连续发放三年", "按学期发放", "每月发放")),
            days=chance.randint(3, 30),
            year=chance.randint(2016, 2026),
            count=chance.randint(1, 300),
            many=chance.randint(20, 9000),
            share=chance.randrange(5, 100, 5),
        )
