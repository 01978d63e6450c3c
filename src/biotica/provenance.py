"""Which code and which knowledge made a result."""

from __future__ import annotations

CODE_VERSION = "0.1.0"
KNOWLEDGE_VERSION = "2026.11"


def versions() -> dict[str, str]:
    """Two versions that every result carries: code (SemVer) and knowledge (CalVer)."""
    return {"code": CODE_VERSION, "knowledge": KNOWLEDGE_VERSION}
