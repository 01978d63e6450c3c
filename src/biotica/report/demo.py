"""The bundled case: a composite profile, an about-file and a recipe that belong to nobody."""

from __future__ import annotations

from importlib.resources import files

from biotica.gut.readers.content import NamedBytes
from biotica.gut.shipped import DEMO_METAPHLAN, demo_file
from biotica.report.person import Case

ABOUT = "about.toml"
RECIPE = "recipe.toml"


def demo_case() -> Case:
    """Load the bundled case."""
    return Case(
        profile=(demo_file(DEMO_METAPHLAN),), about=_bundled(ABOUT), recipe=_bundled(RECIPE), demo=True
    )


def _bundled(name: str) -> NamedBytes:
    return NamedBytes(name=name, data=(files("biotica") / "data" / "demo" / name).read_bytes())
