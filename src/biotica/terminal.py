"""The face of the terminal: options of every command, results, progress, errors in the chosen language."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Literal, TypeVar

import click

from biotica.errors import BioticaError, _
from biotica.provenance import versions

LANGUAGES = ("nl", "en")
UNEXPECTED_EXIT_CODE = 1

ItemT = TypeVar("ItemT")


def remember(context: click.Context, parameter: click.Parameter, value: object) -> object:
    """Keep a face option where every command of this run finds it; the innermost one given wins."""
    if value:
        context.meta[f"biotica.{parameter.name}"] = value
    return value


def face_options() -> list[click.Option]:
    """Give the options that every command takes."""
    shared: dict[str, Any] = {"expose_value": False, "callback": remember, "is_eager": True}
    return [
        click.Option(
            ["--lang"], type=click.Choice(LANGUAGES), help="Language of texts and errors.", **shared
        ),
        click.Option(["--json", "as_json"], is_flag=True, help="Print JSON for programs.", **shared),
        click.Option(["--traceback"], is_flag=True, help="Show where an unexpected error arose.", **shared),
    ]


def asked_language() -> str:
    """Tell the language of this run: the one given, else the terminal's."""
    return str(click.get_current_context().meta.get("biotica.lang") or language_of(os.environ))


def asked_for(option: Literal["as_json", "traceback"]) -> bool:
    """Tell whether this run was given a face option."""
    return bool(click.get_current_context().meta.get(f"biotica.{option}"))


def language_of(environment: Mapping[str, str]) -> str:
    """Choose the language of a terminal: Dutch where its locale is, English elsewhere."""
    for variable in ("BIOTICA_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        if environment.get(variable):
            return "nl" if environment[variable].lower().startswith("nl") else "en"
    return "en"


def show(result: Mapping[str, object], text: Callable[[], str]) -> None:
    """Print a result: JSON with both versions if asked, else the text for people."""
    if asked_for("as_json"):
        click.echo(json.dumps({**result, "versions": versions()}, indent=1, ensure_ascii=False))
    else:
        click.echo(text())


def show_each(head: Mapping[str, object], key: str, items: Iterable[Mapping[str, object]]) -> None:
    """Print the JSON of a result whose list may be long, item by item: the same as `show` of the whole."""
    opening = json.dumps(head, indent=1, ensure_ascii=False).rstrip("}").rstrip()
    click.echo(f"{opening},\n {json.dumps(key)}: [", nl=False)
    for number, item in enumerate(items):
        text = json.dumps(item, ensure_ascii=False)
        click.echo(f"{',' if number else ''}\n  {text}", nl=False)
    click.echo(f'\n ],\n "versions": {json.dumps(versions())}\n}}')


def progress(items: Iterable[ItemT], label: str, *, length: int | None = None) -> Iterator[ItemT]:
    """Pass items on, with a bar on a terminal's stderr and nothing elsewhere."""
    hidden = not sys.stderr.isatty()
    with click.progressbar(items, length=length, label=label, file=sys.stderr, hidden=hidden) as bar:
        yield from bar


DOING = {
    "read": _("Reading the files"),
    "compare": _("Comparing with the reference"),
    "jar": _("Brewing the jar"),
    "acids": _("Feeding fibres to the community"),
    "items": _("Trying the options"),
    "page": _("Writing the page"),
}


def say_doing(code: str) -> None:
    """Show on a terminal's stderr what is being done; nothing elsewhere."""
    if sys.stderr.isatty():
        from biotica.report.language import language

        click.echo(f"{language(asked_language()).say(DOING[code])} ...", err=True)


def say_page(page: object) -> str:
    """Say where a page was written."""
    from biotica.report.language import language

    return language(asked_language()).say(_("page: {page}"), page=page)


def say_written(path: object) -> str:
    """Say where a file was written."""
    from biotica.report.language import language

    return language(asked_language()).say(_("written: {file}"), file=path)


def say_error(error: BioticaError) -> None:
    """Print an error on stderr: place, what is wrong, what to do next; JSON if asked."""
    from biotica.report.language import error_text

    if asked_for("as_json"):
        face = {"code": error.code, "message": error.message, "where": error.where}
        click.echo(json.dumps({"error": {**face, "hint": error.hint}}, ensure_ascii=False), err=True)
    else:
        click.echo(error_text(error, asked_language()), err=True)


def say_unexpected(error: Exception) -> None:
    """Print what to do about an error that nobody foresaw."""
    from biotica.report.language import language

    message = _(
        "Something went wrong inside biotica: {kind}. Please report it with the command you typed"
        " and what `--traceback` adds."
    )
    said = language(asked_language()).say(message, kind=f"{type(error).__name__}: {error}"[:200])
    click.echo(said, err=True)


@contextmanager
def error_face() -> Iterator[None]:
    """Turn our errors into a sentence and an exit code, and any other into a request to report it."""
    try:
        yield
    except (click.ClickException, click.exceptions.Exit, click.Abort, BrokenPipeError):
        raise
    except BioticaError as error:
        say_error(error)
        raise click.exceptions.Exit(error.exit_code) from error
    except Exception as error:
        if asked_for("traceback"):
            raise
        say_unexpected(error)
        raise click.exceptions.Exit(UNEXPECTED_EXIT_CODE) from error


class Verb(click.Command):
    """A command with the options of every command, behind the error face."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        self.params.extend(face_options())

    def invoke(self, ctx: click.Context) -> object:
        """Run the command; an error ends in a sentence and an exit code."""
        with error_face():
            return super().invoke(ctx)


class Verbs(click.Group):
    """A group of verbs; its own options hold for each of them."""

    command_class = Verb
    group_class = type

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401
        super().__init__(*args, **kwargs)
        self.params.extend(face_options())
