"""The files that a new ferment begins with."""

from __future__ import annotations

import re

from biotica.errors import InputError, _
from biotica.knowledge.load import load
from biotica.knowledge.tsv import Place, read_text

_SLUG = re.compile(r"[a-z][a-z0-9_]*")


def ferment_files(name: str, folder: Place | None = None) -> dict[str, str]:
    """Give the files of a new ferment, ready to be loaded and then to be filled in.

    Parameters
    ----------
    name : str
        Id of the ferment and name of its folder: small letters, digits, underscores.
    folder : Path or Traversable or None
        Data folder that holds the skeletons; None = the one that ships with biotica.

    Returns
    -------
    dict
        File name to text.

    Raises
    ------
    InputError
        If the name is no slug.
    """
    if not _SLUG.fullmatch(name):
        raise InputError(
            _("'{name}' cannot be the name of a ferment"),
            code="bad_ferment_name",
            where="NAME",
            hint=_("use small letters, digits and underscores, such as water_kefir"),
            name=name,
        )
    skeleton = (folder or load().folder) / "skeletons" / "ferment"
    title = name.replace("_", " ").capitalize()
    ferment = read_text(skeleton / "ferment.yaml").format(name=name, title=title)
    return {"ferment.yaml": ferment, "members.tsv": read_text(skeleton / "members.tsv")}
