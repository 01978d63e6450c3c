from __future__ import annotations

import asyncio
import base64
import hashlib
import re

import httpx
import pytest
from tests.report_sample import sample_input

from biotica.app.main import content_security_policy, create_app, is_loopback, preferred_language
from biotica.errors import OutsideValidity
from biotica.report.pages import build_report

PAGES = {lang: build_report(sample_input(), lang) for lang in ("en", "nl")}


def get(path: str, *, host: str = "127.0.0.1:8765", page: str = "", **headers: str) -> httpx.Response:
    async def asked() -> httpx.Response:
        app = create_app(PAGES.__getitem__ if not page else lambda _lang: page)
        transport = httpx.ASGITransport(app=app)
        async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1:8765") as client:
            return await client.get(path, headers={"host": host, **headers})

    return asyncio.run(asked())


def test_the_served_page_is_the_report_file() -> None:
    response = get("/?lang=nl")
    assert response.status_code == 200
    assert response.text == PAGES["nl"]
    assert response.headers["content-type"] == "text/html; charset=utf-8"
    assert response.headers["content-language"] == "nl"


@pytest.mark.parametrize(
    ("header", "lang"),
    [
        ("nl", "nl"),
        ("nl-BE,nl;q=0.9,en;q=0.8", "nl"),
        ("en;q=0.2, nl;q=0.9", "nl"),
        ("fr, de;q=0.8", "en"),
        ("nl;q=0", "en"),
        ("nl;q=1.2.3, en", "en"),
        ("", "en"),
    ],
)
def test_the_browser_chooses_the_language(header: str, lang: str) -> None:
    assert preferred_language(header) == lang
    assert get("/", **{"accept-language": header}).text == PAGES[lang]


def test_a_language_in_the_address_wins() -> None:
    assert get("/?lang=en", **{"accept-language": "nl"}).text == PAGES["en"]


def test_an_unknown_language_in_the_address_is_refused() -> None:
    assert get("/?lang=xx").status_code == 422


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.1:80", "localhost:8765", "LOCALHOST", "[::1]:9"])
def test_a_loopback_name_is_served(host: str) -> None:
    assert get("/", host=host).status_code == 200


@pytest.mark.parametrize(
    "host",
    ["evil.example", "127.0.0.1.evil.example", "localhost.evil.example:8765", "192.168.1.9", "", "::1"],
)
def test_another_host_name_is_refused_without_the_page(host: str) -> None:
    response = get("/", host=host)
    assert response.status_code == 421
    assert "profile" not in response.text
    assert not is_loopback(host)


def test_the_policy_allows_one_style_by_its_hash_and_nothing_else() -> None:
    policy = get("/").headers["content-security-policy"]
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    block = re.search(r"<style>(.*?)</style>", PAGES["en"], re.DOTALL)
    assert block is not None
    digest = base64.b64encode(hashlib.sha256(block[1].encode()).digest()).decode()
    assert rules["style-src"] == f"'sha256-{digest}'"
    assert rules["default-src"] == "'none'"
    assert "unsafe" not in policy
    assert content_security_policy("<p>plain</p>").split(";")[1].strip() == "style-src 'none'"


@pytest.mark.parametrize("path", ["/", "/docs", "/redoc", "/openapi.json", "/../etc/passwd"])
def test_every_answer_is_guarded(path: str) -> None:
    response = get(path)
    assert response.status_code == (200 if path == "/" else 404)
    assert response.headers["x-content-type-options"] == "nosniff"
    assert response.headers["referrer-policy"] == "no-referrer"
    assert response.headers["cache-control"] == "no-store"
    assert "frame-ancestors 'none'" in response.headers["content-security-policy"]


def test_an_error_is_said_in_the_language_of_the_reader() -> None:
    def broken(_lang: str) -> str:
        raise OutsideValidity("Options", code="test", where="me.tsv:3")

    async def asked() -> httpx.Response:
        transport = httpx.ASGITransport(app=create_app(broken))
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
            return await client.get("/?lang=nl")

    response = asyncio.run(asked())
    assert response.status_code == 409
    assert response.text == "me.tsv:3: Opties"
