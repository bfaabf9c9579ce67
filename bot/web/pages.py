"""The chat page, in the language of whoever opens it."""

from pathlib import Path

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import Response
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from dialogs.wording import LANGUAGES, read_catalogue

_HERE = Path(__file__).parent
_STATIC = {
    "chat.js": "text/javascript; charset=utf-8",
    "chat.css": "text/css; charset=utf-8",
    "icon.svg": "image/svg+xml",
}
_NAMES = {"zh-Hans": "简体", "zh-Hant": "繁體", "en": "English"}
_HEADERS = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; "
    "connect-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "no-cache",
    "Vary": "Accept-Language",
}


def build_pages() -> APIRouter:
    """The page at `/` and the files it needs. Templates and words are read here, once."""
    environment = Environment(
        loader=FileSystemLoader(_HERE / "templates"), autoescape=True, undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n"], trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    pages = {language: _render(environment, language) for language in LANGUAGES}
    files = {name: (_HERE / "static" / name).read_bytes() for name in _STATIC}
    router = APIRouter(redirect_slashes=False, include_in_schema=False)

    @router.api_route("/", methods=["GET", "HEAD"])
    async def chat(request: Request) -> Response:
        """The chat page."""
        wanted = request.query_params.get("lang") or ""
        language = wanted if wanted in pages else choose(request.headers.get("accept-language", ""))
        headers = _HEADERS | {"Content-Language": language}
        return Response(pages[language], media_type="text/html; charset=utf-8", headers=headers)

    @router.api_route("/static/{name}", methods=["GET", "HEAD"])
    async def static(name: str) -> Response:
        """A file of the page."""
        if name not in files:
            raise HTTPException(404)
        return Response(files[name], media_type=_STATIC[name], headers={"Cache-Control": "no-cache"})

    return router


def choose(accepted: str) -> str:
    """The language of ours that a browser likes best; the first of ours where it likes none."""
    liked: list[tuple[float, str]] = []
    for part in accepted[:1000].split(","):
        tag, _, rest = part.partition(";")
        ours = _ours(tag.strip().lower())
        if ours:
            liked.append((_weight(rest), ours))
    return max(liked, key=lambda each: each[0])[1] if liked else LANGUAGES[0]


def _ours(tag: str) -> str:
    """The language a tag of a browser means: zh-TW, zh-HK and zh-MO read traditional characters."""
    primary, *rest = tag.split("-")
    if primary == "en":
        return "en"
    if primary not in ("zh", "yue"):
        return ""
    return "zh-Hant" if {"hant", "tw", "hk", "mo"} & set(rest) and "hans" not in rest else "zh-Hans"


def _weight(parameters: str) -> float:
    name, _, value = parameters.strip().partition("=")
    digits = value.strip()
    is_weight = name.strip() == "q" and digits.isascii() and digits.replace(".", "", 1).isdigit()
    return float(digits) if is_weight else 1.0


def _render(environment: Environment, language: str) -> str:
    words = read_catalogue(language)
    overlay = environment.overlay()
    overlay.install_gettext_translations(words, newstyle=True)  # type: ignore[attr-defined]
    return overlay.get_template("chat.html").render(
        language=language, languages=[(each, _NAMES[each]) for each in LANGUAGES]
    )
