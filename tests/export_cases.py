"""Files to export, and how tests export them."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from biotica.gut.export.write import write_profiles
from biotica.gut.readers.content import NamedBytes
from biotica.gut.readers.reading import Reading, read_profiles
from biotica.knowledge.names import default_names

ENDINGS = (".parquet", ".csv", ".csv.gz", ".biom", ".h5ad")
WRITTEN_AT = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)

KRAKEN = b"""\
 10.00\t100\t100\tU\t0\tunclassified
 90.00\t900\t0\tR\t1\troot
 90.00\t900\t10\tD\t2\t  Bacteria
 89.00\t890\t0\tP\t1239\t    Bacillota
 89.00\t890\t0\tC\t186801\t      Clostridia
 89.00\t890\t0\tO\t186802\t        Eubacteriales
 89.00\t890\t0\tF\t216572\t          Oscillospiraceae
 89.00\t890\t300\tG\t216851\t            Faecalibacterium
 59.00\t590\t590\tS\t853\t              Faecalibacterium prausnitzii
"""
MERGED = b"""\
#mpa_vJun23_CHOCOPhlAnSGB_202307
clade_name\tzoe\tanna\tempty
k__Bacteria\t100.0\t100.0\t0.0
k__Bacteria|p__Bacillota\t100.0\t60.0\t0.0
k__Bacteria|p__Bacillota|c__C1|o__O1|f__F1|g__One\t50.0\t30.0\t0.0
"""
TWINS = b"""\
#mpa_vJun23_CHOCOPhlAnSGB_202307
#clade_name\tNCBI_tax_id\trelative_abundance\tadditional_species
k__Bacteria\t2\t100.0\t
k__Bacteria|p__Bacillota|c__C1|o__O1|f__F1|g__Twin\t2|||||\t50.0\t
k__Bacteria|p__Bacillota|c__C1|o__O1|f__Echo\t2||||\t50.0\t
k__Bacteria|p__Bacillota|c__C1|o__O1|f__Echo|g__Echo\t2|||||\t25.0\t
"""
HOSTILE = (
    b"taxon,count\n=HYPERLINK(1),500\n+1+1,200\n-2+3,100\n@SUM(A1),100\n"
    b"\"a b;=cmd|' /C calc'!A0\",50\nFaecalibacterium prausnitzii,50\n"
)


def reading_of(data: bytes, name: str = "given.txt") -> Reading:
    return read_profiles([NamedBytes(name=name, data=data)])


def export(reading: Reading, path: Path) -> Path:
    write_profiles(path, reading.profiles, default_names(), written_at=WRITTEN_AT)
    return path
