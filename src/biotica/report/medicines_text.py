"""Says of each medicine that no table of ours holds what a person can do."""

from __future__ import annotations

from biotica.errors import _
from biotica.report.input import Json
from biotica.report.language import Language


def unknown_medicines(advise: Json, spoken: Language) -> tuple[str, ...]:
    """Write one sentence for each unknown medicine; a name that looks like it is only shown."""
    known_none = _("We do not know the medicine {name}. Ask your pharmacist.")
    near = _("We do not know the medicine {name}. Did you mean {near}? If not, ask your pharmacist.")
    return tuple(
        spoken.say(
            near if medicine.get("did_you_mean") else known_none,
            name=medicine["name"],
            near=medicine.get("did_you_mean") or "",
        )
        for medicine in advise.get("unknown_medicines", ())
    )
