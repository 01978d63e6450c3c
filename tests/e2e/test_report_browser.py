"""The report in a real Chromium: nothing leaves the machine, everybody can read it, it prints."""

from __future__ import annotations

import io
import shutil
import socket
import threading
import time
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest
import uvicorn
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright
from tests.report_sample import sample_input

from biotica.app.main import create_app
from biotica.report.pages import build_report

pytestmark = pytest.mark.browser

ARGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
DESKTOP = (1280, 900)
PHONE = (360, 740)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    chromium = shutil.which("chromium")
    if chromium is None:
        pytest.skip("there is no chromium on this machine")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium, args=ARGS)
        yield started
        started.close()


@pytest.fixture(scope="module", params=["en", "nl"])
def report(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("report") / "report.html"
    path.write_text(build_report(sample_input(), str(request.param)), encoding="utf-8")
    return path


def opened(browser: Browser, report: Path, size: tuple[int, int] = DESKTOP, scheme: str = "light") -> Page:
    page = browser.new_page(viewport={"width": size[0], "height": size[1]})
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    page.goto(report.as_uri())
    return page


def test_opening_the_file_asks_nothing_of_any_host(browser: Browser, report: Path) -> None:
    page = browser.new_page()
    asked: list[str] = []
    wrong: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: wrong.append(message.text))
    page.goto(report.as_uri())
    page.wait_for_load_state("networkidle")
    assert asked == [report.as_uri()]
    assert wrong == []


def test_the_page_works_with_scripts_off(browser: Browser, report: Path) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(report.as_uri())
    assert page.locator("figure svg").count() == 11
    page.locator("summary").first.click()
    assert page.locator("details table").first.is_visible()
    context.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["desktop", "phone"])
def test_axe_finds_no_barrier(browser: Browser, report: Path, size: tuple[int, int], scheme: str) -> None:
    page = opened(browser, report, size, scheme)
    page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


def test_a_phone_never_scrolls_sideways(browser: Browser, report: Path) -> None:
    page = opened(browser, report, PHONE)
    page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE[0]


def test_text_doubled_in_size_still_fits(browser: Browser, report: Path) -> None:
    page = opened(browser, report, (640, 800))
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    assert page.evaluate("document.documentElement.scrollWidth") <= 640


def test_dark_is_dark_and_its_figures_follow(browser: Browser, report: Path) -> None:
    colours = []
    for scheme in ("light", "dark"):
        page = opened(browser, report, scheme=scheme)
        body = page.evaluate("getComputedStyle(document.body).backgroundColor")
        text = page.evaluate("getComputedStyle(document.querySelector('#taxa svg text')).fill")
        bar = page.evaluate("getComputedStyle(document.querySelector('#taxa svg path')).fill")
        colours.append((body, text, bar))
    light, dark = colours
    assert all(first != second for first, second in zip(light, dark, strict=True))
    assert sum(map(int, dark[0].strip("rgb()").split(","))) < 150


def test_the_parts_are_reached_by_keyboard(browser: Browser, report: Path) -> None:
    page = opened(browser, report)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: url.endswith("#profile"), timeout=5_000)


def _letters(text: str) -> str:
    """Letters without blanks and ligatures: which glyphs a PDF holds depends on the fonts of the machine."""
    return "".join(unicodedata.normalize("NFKC", text).split())


def _printed(page: Page) -> list[str]:
    from pypdf import PdfReader

    data = page.pdf(format="A4", print_background=True)
    return [_letters(sheet.extract_text()) for sheet in PdfReader(io.BytesIO(data)).pages]


def test_profile_and_options_start_on_sheets_of_their_own(browser: Browser, report: Path) -> None:
    page = opened(browser, report)
    parts = ("profile", "kefir", "options")
    titles = [_letters(page.locator(f"#{part}-title").inner_text()) for part in parts]
    sheets = _printed(page)
    starts = [[number for number, sheet in enumerate(sheets) if sheet.startswith(title)] for title in titles]
    assert all(len(start) == 1 for start in starts), starts
    assert starts[0] < starts[1] < starts[2]


@pytest.mark.parametrize(
    ("part", "others"), [("profile", ("kefir", "options")), ("options", ("profile", "kefir"))]
)
def test_one_part_prints_alone(browser: Browser, report: Path, part: str, others: tuple[str, str]) -> None:
    page = opened(browser, report)
    title = page.locator(f"#{part}-title").inner_text()
    hidden = [page.locator(f"#{other} h3").first.inner_text() for other in others]
    page.goto(f"{report.as_uri()}#{part}")
    text = "\n".join(_printed(page))
    assert _letters(title) in text
    assert not [heading for heading in hidden if _letters(heading) in text]


def test_print_shows_the_studies_that_the_screen_folds_away(browser: Browser, report: Path) -> None:
    page = opened(browser, report)
    source = page.locator(".study .basis").first
    assert not source.is_visible()
    assert _letters("Nobody A (2019)") in "\n".join(_printed(page))


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """The app on a free port of this machine."""
    given = sample_input()
    listening = socket.create_server(("127.0.0.1", 0))
    app = create_app(lambda lang: build_report(given, lang))
    server = uvicorn.Server(uvicorn.Config(app, log_level="critical", lifespan="off"))
    thread = threading.Thread(target=server.run, args=([listening],))
    thread.start()
    waited_s = 0.0
    while not server.started and waited_s < 20:
        time.sleep(0.05)
        waited_s += 0.05
    yield f"http://127.0.0.1:{listening.getsockname()[1]}/"
    server.should_exit = True
    thread.join()
    listening.close()


@pytest.mark.parametrize(("locale", "title"), [("nl-NL", "Je profiel"), ("en-GB", "Your profile")])
def test_the_served_page_is_styled_under_its_own_policy(
    browser: Browser, address: str, locale: str, title: str
) -> None:
    context = browser.new_context(locale=locale)
    page = context.new_page()
    wrong: list[str] = []
    hosts: set[str] = set()
    page.on("console", lambda message: wrong.append(message.text))
    page.on("request", lambda request: hosts.add(request.url.split("/")[2]))
    page.goto(address)
    assert page.locator("#profile-title").inner_text() == title
    assert page.evaluate("getComputedStyle(document.querySelector('.box')).borderRadius") != "0px"
    assert (
        page.evaluate("getComputedStyle(document.querySelector('#taxa svg path')).fill") == "rgb(11, 95, 138)"
    )
    assert hosts == {address.split("/")[2]}
    assert [text for text in wrong if "favicon" not in text] == []
    context.close()
