"""The only place where parts are put together. Read it to know what the program is made of."""

from pathlib import Path

from bot.caseload import Caseload
from bot.cases.procedure import read_profiles
from bot.deadlines import Deadlines
from bot.living import LivingKnowledge
from bot.reading import Reading
from bot.runtime import Runtime
from bot.second_engine import SecondEngine
from bot.settings import Settings, SettingsError
from bot.vault import key_file
from bot.watch import Watch
from dialogs.guidance import Guidance, read_guidance
from dialogs.local_numbers import LocalNumbers, read_local_numbers
from integrations.adapters import ENGINES
from integrations.ports import Address
from nlu.pipeline import Understand, read_understand
from policies_kb.documents import BadDocument
from policies_kb.eligibility import read_supports
from policies_kb.knowledge import Knowledge, read_knowledge
from policies_kb.register import REGISTER

_ROOT = Path(__file__).parent.parent
_PROFILES = Path(__file__).parent / "cases" / "profiles"
_DIALOGS = _ROOT / "dialogs"
_NLU = _ROOT / "nlu"
NLU_DATA = _NLU / "data"
DOCUMENTS = _ROOT / "policies_kb" / "documents"
ORIGINALS = "originals"  # below the added documents: files of the documents the project has cards for


def build_understand() -> Understand:
    """The embedded engine; trained on first use, loaded afterwards."""
    return read_understand(NLU_DATA, _NLU / "model")


def build_second(settings: Settings, understand: Understand) -> SecondEngine | None:
    """The engine of the settings beside ours; None where ours reads alone."""
    build = ENGINES.get(settings.nlu)
    return SecondEngine(build(settings), understand) if build else None


def added_documents(settings: Settings) -> Path:
    """Where documents added by `kb add` are kept: beside the database."""
    path = key_file(settings.database_url)
    return (path.parent if path else Path.cwd()) / "policies"


def build_knowledge(settings: Settings, retired: bool = False) -> Knowledge:
    """The cards of the project, the documents that were added, and the originals where the operator has them.

    With `retired` also the documents no longer cited. Raises SettingsError where the added documents are damaged.
    """
    added = added_documents(settings)
    originals = [folder for folder in (settings.policies, added / ORIGINALS) if folder is not None]
    cache = None if retired else _NLU / "model" / "policies"
    try:
        return read_knowledge([DOCUMENTS, added], originals, cache, retired)
    except BadDocument as error:
        raise SettingsError(str(error)) from None


def build_living_knowledge(settings: Settings) -> LivingKnowledge:
    """The knowledge of a process in service: it follows what `kb` commands change."""
    added = added_documents(settings)
    watched = (added / REGISTER, added / ORIGINALS)
    return LivingKnowledge(lambda: build_knowledge(settings), watched)


def build_deadlines(settings: Settings) -> Deadlines:
    """The procedure profiles of every area, the operator's own before ours. Raises SettingsError for a wrong one."""
    try:
        return Deadlines(read_profiles(_PROFILES, settings.profiles))
    except (ValueError, KeyError, TypeError) as error:
        raise SettingsError(f"HEARTHLINE_PROFILES has a profile that cannot be read: {error}.") from None


def read_words() -> Guidance:
    """The emergency guidance."""
    return read_guidance(_DIALOGS)


def read_numbers(settings: Settings) -> LocalNumbers:
    """Whom else to call, by area. Raises SettingsError where the file cannot be read."""
    try:
        return read_local_numbers(settings.local_numbers)
    except ValueError as error:
        raise SettingsError(f"HEARTHLINE_LOCAL_NUMBERS: {error}.") from None


def build_runtime(settings: Settings, living: bool = False) -> Runtime:
    """What a turn needs besides the store. A living one follows the documents as they are added and removed."""
    understand = build_understand()
    return Runtime(
        understand=Reading(understand),
        knowledge=build_living_knowledge(settings) if living else build_knowledge(settings),
        guidance=read_words(),
        local_numbers=read_numbers(settings),
        caseload=Caseload(build_deadlines(settings)),
        zone=settings.zone,
        supports=read_supports(DOCUMENTS, added_documents(settings)),
        second=build_second(settings, understand),
        watch=build_watch(settings),
    )


def build_watch(settings: Settings) -> Watch:
    """Who is told when the line falls silent."""
    operators = tuple(_address(each) for each in settings.operators)
    return Watch(operators, _address(settings.echo) if settings.echo else None)


def _address(written: str) -> Address:
    channel, _, address = written.partition(":")
    return Address(channel, address)
