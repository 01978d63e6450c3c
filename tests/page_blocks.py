"""The blocks of text of a rendered page: what a reader sees as one piece, and what it says it rests on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

BLOCKS = frozenset(
    ("p", "li", "dd", "dt", "td", "th", "h1", "h2", "h3", "h4", "summary", "div", "title", "section")
)
EMPTY = frozenset(("meta", "link", "br", "img", "input", "hr", "wbr"))
LABELS = frozenset(("h1", "h2", "h3", "h4", "dt", "th", "summary", "title"))
"""Blocks that name something and claim nothing; so does an entry of a list of names."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Block:
    """A piece of text, the nearest ``data-kind`` around it, and whether it only names something."""

    text: str
    kind: str
    is_label: bool


@dataclass(kw_only=True)
class _Open:
    tag: str
    attributes: dict[str, str | None]
    texts: list[str] = field(default_factory=list)


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open: list[_Open] = [_Open(tag="", attributes={})]
        self.blocks: list[Block] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in EMPTY:
            self.open.append(_Open(tag=tag, attributes=dict(attrs)))

    def handle_data(self, data: str) -> None:
        if self.open[-1].tag not in {"style", "script"}:
            self.open[-1].texts.append(data)

    def handle_endtag(self, tag: str) -> None:
        while len(self.open) > 1:
            closed = self.open.pop()
            if closed.tag in BLOCKS:
                self._keep(closed)
            else:
                self.open[-1].texts.extend(closed.texts)
            if closed.tag == tag:
                return

    def _keep(self, closed: _Open) -> None:
        text = " ".join("".join(closed.texts).split())
        around = [*self.open, closed]
        kinds = [one.attributes["data-kind"] or "" for one in around if "data-kind" in one.attributes]
        names = any("names" in (one.attributes.get("class") or "").split() for one in around)
        if text:
            self.blocks.append(
                Block(text=text, kind=kinds[-1] if kinds else "", is_label=names or closed.tag in LABELS)
            )


def blocks_of(page: str) -> Iterator[Block]:
    """Cut a page into blocks, in the order in which they end."""
    reader = _Reader()
    reader.feed(page)
    yield from reader.blocks
