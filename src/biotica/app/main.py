"""The web face: the same page as the report file, served to this machine only."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Awaitable, Callable
from typing import Annotated

from fastapi import FastAPI, Header, Query, Request, Response
from fastapi.responses import HTMLResponse, PlainTextResponse

from biotica.errors import BioticaError
from biotica.report.language import LANGUAGES, LanguageCode, error_text

Page = Callable[[str], str]

LOOPBACK_HOSTS = frozenset({"127.0.0.1", "localhost", "[::1]"})
_STYLE = re.compile(r"<style>(.*?)</style>", re.DOTALL)
_PORT = re.compile(r":\d{1,5}$")
_PREFERENCE = re.compile(r"\s*([a-z]{1,8}|\*)(?:-[\w-]+)?\s*(?:;\s*q=([\d.]+))?\s*", re.IGNORECASE)

_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
}


def create_app(page: Page) -> FastAPI:
    """Make the app.

    Parameters
    ----------
    page : callable
        Gives the whole page for a language code; may raise BioticaError.

    Returns
    -------
    FastAPI
        Answers ``GET /`` on a loopback host name and nothing else. It loads no script, font or file.
    """
    app = FastAPI(title="biotica", docs_url=None, redoc_url=None, openapi_url=None)

    @app.middleware("http")
    async def guard(request: Request, answer: Callable[[Request], Awaitable[Response]]) -> Response:
        response: Response
        if is_loopback(request.headers.get("host", "")):
            response = await answer(request)
        else:
            response = PlainTextResponse("this address is not served here", status_code=421)
        for name, value in _HEADERS.items():
            response.headers.setdefault(name, value)
        return response

    @app.get("/")
    def report(
        lang: Annotated[LanguageCode | None, Query()] = None,
        accept_language: Annotated[str, Header()] = "",
    ) -> Response:
        chosen = lang or preferred_language(accept_language)
        try:
            text = page(chosen)
        except BioticaError as error:
            return PlainTextResponse(error_text(error, chosen), status_code=error.http_status)
        headers = {
            "Content-Security-Policy": content_security_policy(text),
            "Content-Language": chosen,
            "Vary": "Accept-Language",
        }
        return HTMLResponse(text, headers=headers)

    return app


def is_loopback(host: str) -> bool:
    """Whether a Host header names this machine; refuses names that were pointed at it from outside."""
    return _PORT.sub("", host).lower() in LOOPBACK_HOSTS


def preferred_language(accept_language: str) -> LanguageCode:
    """Choose one of our languages by an Accept-Language header; English if none fits."""
    wishes: list[tuple[float, str]] = []
    for part in accept_language.split(","):
        wish = _PREFERENCE.fullmatch(part)
        if wish:
            wishes.append((_quality(wish[2]), wish[1].lower()))
    for quality, code in sorted(wishes, key=lambda wish: -wish[0]):
        for known in LANGUAGES:
            if quality > 0 and code == known:
                return known
    return "en"


def _quality(text: str | None) -> float:
    try:
        return float(text) if text else 1.0
    except ValueError:
        return 0.0


def content_security_policy(page: str) -> str:
    """Allow the page's own style blocks by their hash, and nothing else."""
    digests = (hashlib.sha256(block.encode()).digest() for block in _STYLE.findall(page))
    styles = " ".join(f"'sha256-{base64.b64encode(digest).decode()}'" for digest in digests) or "'none'"
    return (
        f"default-src 'none'; style-src {styles}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )


def serve(page: Page, *, port: int) -> None:
    """Serve the page on 127.0.0.1 until stopped."""
    import uvicorn

    uvicorn.run(create_app(page), host="127.0.0.1", port=port, log_level="warning", server_header=False)
