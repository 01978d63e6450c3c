"""Pages made from the tables and the commands, anew at every build, into docs/generated."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from importlib.resources import files
from pathlib import Path

import click
from foods_page import foods_page
from sphinx.application import Sphinx

from biotica.cli import main
from biotica.gut.readers.registry import PAIRED, READERS, REFUSED
from biotica.knowledge.cited import Cited, read_cited
from biotica.knowledge.claims import GRADES, Claim, count_claims, read_claims
from biotica.knowledge.glossary import read_glossary
from biotica.knowledge.tsv import cells_of
from biotica.provenance import KNOWLEDGE_VERSION
from biotica.report.claims import (
    CITED_WORDS,
    FOUND_WORDS,
    GRADE_WORDS,
    STATE_WORDS,
    in_language,
    long_name,
    short_name,
    sources_of,
)
from biotica.report.codes import FORMATS
from biotica.report.language import Language, language

TITLES = {"en": "What the articles say, what we found", "nl": "Wat de artikelen zeggen, wat wij vonden"}
LEADS = {
    "en": (
        "Two Dutch articles are the source of this project. Each thing that they say has a row here: in our"
        " own words, with what we found, a grade, the kind of source that the article names, and what biotica"
        " makes of it in this version. The grade is about what the article says: supported, mixed, weak,"
        " wrong or hype; a neutral fact or step has no grade of truth. A row is *built* when what it asks for"
        " works, or when it is an entry whose source we read; *thin* when it works and is not yet good"
        " enough. Nothing on this page is advice."
    ),
    "nl": (
        "Twee Nederlandse artikelen zijn de bron van dit project. Alles wat ze zeggen heeft hier een rij: in"
        " onze eigen woorden, met wat wij vonden, een oordeel, het soort bron dat het artikel noemt, en wat"
        " biotica er in deze versie mee doet. Het oordeel gaat over wat het artikel zegt: onderbouwd,"
        " gemengd, zwak, onjuist of overdreven; een neutraal feit of een stap krijgt geen oordeel. Een rij is"
        " *gebouwd* als werkt wat zij vraagt, of als zij een regel is waarvan wij de bron lazen; *dun* als"
        " het werkt en nog niet goed genoeg is. Niets op deze pagina is advies."
    ),
}
ARTICLES = {
    "K": {"en": "Kefir", "nl": "Kefir"},
    "P": {"en": "Postbiotics", "nl": "Postbiotica"},
}
COLUMNS = {
    "en": ("id", "the article says", "we found", "grade", "the article cites", "sources", "state"),
    "nl": ("id", "het artikel zegt", "wij vonden", "oordeel", "het artikel noemt", "bronnen", "stand"),
}
COUNTS = {"en": "The register in numbers", "nl": "Het register in cijfers"}
TOTAL = {"en": "together", "nl": "samen"}
HOW_READ = {"en": "How the best source of a row was read", "nl": "Hoe de beste bron van een rij gelezen is"}
WHAT_CITED = {"en": "What the articles name as their source", "nl": "Wat de artikelen als bron noemen"}
WORDS = {"en": "Words", "nl": "Woorden"}
WORD_COLUMNS = {"en": ("word", "meaning", "source"), "nl": ("woord", "betekenis", "bron")}
SOURCES = {"en": "Sources", "nl": "Bronnen"}
COUNTED = ("read_level", "status")


def cell(text: str) -> str:
    """Make a text fit into a cell of a Markdown table."""
    return text.replace("|", "\\|").replace("\n", " ")


def table(head: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    """Write a Markdown table."""
    lines = [head, tuple("---" for _ in head), *rows]
    return "\n".join("| " + " | ".join(cell(text) for text in line) + " |" for line in lines) + "\n"


def linked(source: Cited, spoken: Language) -> str:
    """Name a source shortly, as a link where its address is known."""
    name = short_name(source, spoken)
    return f"[{name}]({source.link})" if source.link else name


def claim_row(claim: Claim, cited: Mapping[str, Cited], spoken: Language) -> tuple[str, ...]:
    """Give one claim as the cells of a row."""
    about = in_language(claim, "reason" if claim.state == "refused" else "feature", spoken)
    sources = "; ".join(linked(source, spoken) for source in sources_of(claim, cited))
    return (
        claim.id,
        in_language(claim, "says", spoken),
        in_language(claim, "finding", spoken),
        spoken.say(GRADE_WORDS[claim.grade]),
        spoken.say(CITED_WORDS[claim.cited_kind]),
        f"{sources} ({spoken.say(FOUND_WORDS[claim.read_level])})".strip(),
        f"{spoken.say(STATE_WORDS[claim.state])}: {about}",
    )


def counts_section(claims: Sequence[Claim], spoken: Language) -> str:
    """Count the claims by state and grade, by how their sources were read, and by what the articles name."""
    code = spoken.code
    counted = [(spoken.say(STATE_WORDS[state]), row) for state, row in count_claims(claims).items()]
    total = {grade: sum(row[grade] for _words, row in counted) for grade in GRADES}
    head = ("", *(spoken.say(GRADE_WORDS[grade]) for grade in GRADES), TOTAL[code])
    rows: list[tuple[str, ...]] = [
        (words, *(str(row[grade]) for grade in GRADES), str(sum(row.values())))
        for words, row in [*counted, (TOTAL[code], total)]
    ]
    read = Counter(claim.read_level for claim in claims)
    named = Counter(claim.cited_kind for claim in claims)
    return "\n".join(
        [
            f"## {COUNTS[code]}\n",
            table(head, rows),
            table(
                (HOW_READ[code], ""), [(spoken.say(FOUND_WORDS[key]), str(read[key])) for key in FOUND_WORDS]
            ),
            table(
                (WHAT_CITED[code], ""),
                [(spoken.say(CITED_WORDS[key]), str(named[key])) for key in CITED_WORDS],
            ),
        ]
    )


def words_section(cited: Mapping[str, Cited], spoken: Language) -> str:
    """Explain the words."""
    code = spoken.code
    rows: list[tuple[str, ...]] = [
        (
            str(getattr(term, f"term_{code}")),
            str(getattr(term, f"meaning_{code}")),
            linked(cited[term.source], spoken),
        )
        for term in read_glossary()
    ]
    return f"## {WORDS[code]}\n\n" + table(WORD_COLUMNS[code], rows)


def sources_section(claims: Sequence[Claim], cited: Mapping[str, Cited], spoken: Language) -> str:
    """List every source of a claim once, by its name."""
    used = {key for claim in claims for key in claim.source}
    listed = [source for key, source in cited.items() if key in used and source.read_level != "own"]
    lines = [
        f"- {long_name(source, spoken)} ({spoken.say(FOUND_WORDS[source.read_level])})"
        + (f" <{source.link}>" if source.link else "")
        for source in listed
    ]
    lines.sort(key=str.casefold)
    return f"## {SOURCES[spoken.code]}\n\n" + "\n".join(lines) + "\n"


def claims_page(code: str) -> str:
    """Write the page about all claims in a language."""
    spoken = language(code)
    claims, cited = list(read_claims().values()), read_cited()
    sections = [f"# {TITLES[code]}\n\n{LEADS[code]}\n", counts_section(claims, spoken)]
    for letter, names in ARTICLES.items():
        chosen = [claim_row(claim, cited, spoken) for claim in claims if claim.id.startswith(letter)]
        sections += [f"## {names[code]}\n", table(COLUMNS[code], chosen)]
    sections += [words_section(cited, spoken), sources_section(claims, cited, spoken)]
    return "\n".join(sections)


def table_counts() -> Iterator[tuple[str, ...]]:
    """Count the rows of every table, and how its numbers were read."""
    folder = Path(str(files("biotica") / "data"))
    for path in sorted(folder.rglob("*.tsv")):
        rows = [cells for _line, cells in cells_of(path.read_text(encoding="utf-8"), name=path.name)]
        found = [Counter(row[column] for row in rows if row.get(column)) for column in COUNTED]
        words = [", ".join(f"{word} {number}" for word, number in sorted(c.items())) or "-" for c in found]
        yield (f"`{path.relative_to(folder).as_posix()}`", str(len(rows)), *words)


def tables_page() -> str:
    """Write the page that counts the rows of the tables."""
    lead = (
        f"# The tables in numbers\n\nKnowledge {KNOWLEDGE_VERSION}. Read level: `full` the place in the"
        " source was read, `abstract` its summary, `secondary` another text that cites it, `memory` nothing."
        " A row at `memory` may drive a simulation with a wide range and is never shown as evidence.\n\n"
    )
    return lead + table(("table", "rows", "read level", "status"), list(table_counts()))


def formats_page() -> str:
    """Write the tables of the formats that are read, and of those that are refused."""
    spoken = language("en")
    read: list[tuple[str, ...]] = []
    refused: list[tuple[str, ...]] = []
    for reader in READERS:
        label = spoken.say(FORMATS[reader.format])
        if reader in REFUSED:
            refused.append((f"`{reader.format}`", label))
            continue
        seen = "by description only" if reader.by_description_only else "real files"
        pair = "can be half of a pair" if reader.format in PAIRED else "-"
        read.append((f"`{reader.format}`", label, reader.platform, seen, pair))
    head = ("id", "what it is", "platform", "written from", "second file")
    return "\n".join(
        [
            table(head, sorted(read)),
            "Recognised, and refused with the next step:\n",
            table(("id", "what it is"), sorted(refused)),
        ]
    )


def commands(group: click.Group, prefix: str) -> Iterator[tuple[str, click.Command]]:
    """List every command with its full name."""
    for name, command in sorted(group.commands.items()):
        if isinstance(command, click.Group):
            yield from commands(command, f"{prefix} {name}")
        else:
            yield f"{prefix} {name}", command


def help_page() -> str:
    """Write what `--help` prints for every command."""
    sections = ["# What each command says of itself\n"]
    for name, command in commands(main, "biotica"):
        context = click.Context(command, info_name=name, max_content_width=100)
        sections.append(f"## `{name}`\n\n```text\n{command.get_help(context)}\n```\n")
    return "\n".join(sections)


def write_pages(app: Sphinx) -> None:
    """Write every generated page that changed."""
    folder = Path(app.srcdir) / "generated"
    folder.mkdir(exist_ok=True)
    pages = {
        "claims_en.md": claims_page("en"),
        "claims_nl.md": claims_page("nl"),
        "tables.md": tables_page(),
        "help.md": help_page(),
        "formats.md": formats_page(),
        "foods.md": foods_page(),
    }
    for name, text in pages.items():
        path = folder / name
        if not path.is_file() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")


def setup(app: Sphinx) -> dict[str, bool]:
    """Write the pages when a build begins."""
    app.connect("builder-inited", write_pages)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
