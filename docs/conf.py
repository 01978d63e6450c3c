"""How the pages are built: MyST texts, and pages generated from the tables and the commands."""

from __future__ import annotations

import sys
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE / "_ext"))
sys.path.insert(0, str(HERE.parent / "src"))

from biotica.provenance import CODE_VERSION  # noqa: E402

project = "biotica"
author = "The biotica authors"
project_copyright = author
release = CODE_VERSION
language = "en"
extensions = ["myst_parser", "generated_pages"]
myst_heading_anchors = 3
exclude_patterns = ["_build", "_ext", "generated/formats.md"]
html_theme = "furo"
html_title = f"biotica {CODE_VERSION}"
