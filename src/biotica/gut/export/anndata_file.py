"""AnnData: the matrix with the facts of samples and taxa beside it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from biotica.gut.export.facts import SampleFacts, TaxonFacts
from biotica.gut.export.hdf5 import new_hdf5
from biotica.gut.export.long_table import SAMPLE_COLUMNS, TAXON_COLUMNS
from biotica.gut.export.matrix import Matrix, matrix_of
from biotica.gut.profile import Profile
from biotica.knowledge.names import NameTable
from biotica.provenance import versions

if TYPE_CHECKING:
    import pandas as pd

_NUMBERS = frozenset({"depth", "classified_share", "ncbi_taxid"})


def write_anndata(path: Path, profiles: Iterable[Profile], names: NameTable) -> None:
    """Write the matrix; unknown texts are empty, unknown numbers NaN.

    Parameters
    ----------
    path : Path
        The file.
    profiles : iterable of Profile
        Gone through once.
    names : NameTable
        What the printed names stand for.
    """
    import anndata
    from anndata.io import write_elem
    from scipy.sparse import csr_matrix

    matrix = matrix_of(profiles, names)
    shape = (len(matrix.samples), len(matrix.keys))
    made = anndata.AnnData(
        X=csr_matrix((matrix.values, matrix.columns, matrix.starts), shape=shape),
        obs=_frame(matrix.samples, SAMPLE_COLUMNS, [facts.sample for facts in matrix.samples]),
        var=_frame(matrix.taxa, TAXON_COLUMNS, matrix.keys),
        uns={"biotica": _about(matrix)},
    )
    with new_hdf5(path) as file:
        write_elem(file, "/", made, dataset_kwargs={"compression": "gzip"})


def _frame(
    facts: Sequence[SampleFacts] | Sequence[TaxonFacts], columns: Sequence[str], keys: Sequence[str]
) -> pd.DataFrame:
    import pandas as pd

    return pd.DataFrame(
        {name: pd.Series(_values(facts, name), dtype=_kind(name)).to_numpy() for name in columns},
        index=pd.Index(keys, dtype=object),
    )


def _kind(name: str) -> str:
    return "float64" if name in _NUMBERS else "object"


def _values(facts: Sequence[SampleFacts] | Sequence[TaxonFacts], name: str) -> list[Any]:
    unknown: float | str = float("nan") if name in _NUMBERS else ""
    return [unknown if getattr(fact, name) is None else getattr(fact, name) for fact in facts]


def _about(matrix: Matrix) -> dict[str, str]:
    """Gather what holds for the whole table; more than one value with ``|`` between them."""
    shared = {
        name: "|".join(dict.fromkeys(getattr(facts, name) or "" for facts in matrix.samples))
        for name in ("unit", "format", "platform", "database")
    }
    made_by = {f"{name}_version": version for name, version in versions().items()}
    return {"values": matrix.kind, **shared, **made_by}
