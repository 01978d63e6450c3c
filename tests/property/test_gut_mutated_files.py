"""Whatever is done to a file: a reading, or one of our errors; and shares never above the whole."""

from __future__ import annotations

import gzip
import io
import json
import zipfile

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from biotica.errors import BioticaError
from biotica.gut.compare import comparison_platform
from biotica.gut.profile import MAIN_RANKS
from biotica.gut.readers.content import NamedBytes
from biotica.gut.readers.reading import Reading, read_profiles
from biotica.gut.shipped import compare_with_shipped


def _zip() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("u/metadata.yaml", "type: FeatureData[Taxonomy]")
        packed.writestr("u/data/taxonomy.tsv", "Feature ID\tTaxon\na\tk__Bacteria; g__Blautia\n")
    return buffer.getvalue()


SEEDS: tuple[bytes, ...] = (
    b"#mpa_v30\n#clade_name\tNCBI_tax_id\trelative_abundance\tadditional_species\nUNKNOWN\t-1\t20.0\t\n"
    b"k__Bacteria\t2\t80.0\t\nk__Bacteria|g__Blautia\t2|572511\t60.0\t\n"
    b"k__Bacteria|g__Blautia|s__Blautia_obeum\t2|572511|40520\t40.0\t\n",
    b" 10.00\t1000\t1000\tU\t0\tunclassified\n 90.00\t9000\t10\tR\t1\troot\n 89.9\t8990\t0\tD\t2\t Bacteria\n"
    b" 60.00\t6000\t1000\tG\t816\t    Bacteroides\n 50.00\t5000\t5000\tS\t820\t      Bacteroides uniformis\n",
    b"name\ttaxonomy_id\ttaxonomy_lvl\tkraken_assigned_reads\tadded_reads\tnew_est_reads\tfraction_total_reads\n"
    b"Blautia obeum\t40520\tS\t900\t100\t6000\t0.6\nRoseburia hominis\t301301\tS\t1\t1\t4000\t0.4\n",
    b"name,percent\nBlautia obeum,30.5\nRoseburia hominis,20\nBacteroides,40\n",
    b"taxid;percentage;percentile\n816;35,804;71\n853;11,933;60\n",
    b"taxon,S1,S2\nBacteroides,6000,100\nPrevotella,4000,900\n",
    b"#OTU ID\tS1\tS2\ttaxonomy\n1\t600\t2\tk__Bacteria; g__[Ruminococcus]; s__gnavus\n2\t3\t5\tk__B\n",
    b"@SampleID:s1\n@Ranks:superkingdom|genus|species\n@@TAXID\tRANK\tTAXPATH\tTAXPATHSN\tPERCENTAGE\n"
    b"2\tsuperkingdom\t2\tBacteria\t90\n816\tgenus\t2|816\tBacteria|Bacteroides\t80\n",
    b"sample\tcoverage\ttaxonomy\ns1\t1.0\tRoot; d__Bacteria\ns1\t2.0\tRoot; d__Bacteria; g__Bacteroides\n",
    json.dumps(
        {
            "rows": [{"id": "a", "metadata": {"taxonomy": ["k__Bacteria", "g__Blautia"]}}],
            "columns": [{"id": "s"}],
            "matrix_type": "sparse",
            "data": [[0, 0, 42]],
        }
    ).encode(),
    json.dumps(
        {
            "ubiome_bacteriacounts": [
                {"taxon": 1, "parent": 0, "count": 10, "tax_name": "root", "tax_rank": "root"}
            ]
        }
    ).encode(),
    _zip(),
    gzip.compress(b"name,reads\nBlautia obeum,6000\n"),
)
PIECES = (
    b"\t",
    b"\n",
    b",",
    b";",
    b'"',
    b"-1",
    b"1e400",
    b"nan",
    b"\x00",
    b"\xff",
    b"0",
    b"{",
    b"|",
    b"s__",
    b"@",
    b"%",
)


@st.composite
def mutated(draw: st.DrawFn) -> bytes:
    data = bytearray(draw(st.sampled_from(SEEDS)))
    for _step in range(draw(st.integers(1, 6))):
        at = draw(st.integers(0, max(0, len(data) - 1)))
        match draw(st.sampled_from(("flip", "cut", "insert", "repeat", "delete"))):
            case "flip" if data:
                data[at] = draw(st.integers(0, 255))
            case "cut":
                del data[at:]
            case "insert":
                data[at:at] = draw(st.sampled_from(PIECES))
            case "repeat":
                data += data[at : at + 200]
            case _:
                del data[at : at + draw(st.integers(1, 30))]
    return bytes(data)


def _reading_or_error(data: bytes) -> tuple[Reading | None, BioticaError | None]:
    try:
        return read_profiles([NamedBytes(name="data.txt", data=data)]), None
    except BioticaError as error:
        return None, error


@given(data=mutated())
@settings(max_examples=400, deadline=5000, suppress_health_check=[HealthCheck.too_slow])
def test_a_mutated_file_is_read_or_refused_and_never_above_the_whole(data: bytes) -> None:
    reading, error = _reading_or_error(data)
    if reading is None:
        assert error is not None
        assert error.code
        assert error.where
        assert error.hint
        assert error.message in str(error)
        return
    for profile in reading.profiles:
        for rank in MAIN_RANKS:
            assert sum(profile.shares(rank).values()) <= 1 + 1e-9
        assert all(0 <= taxon.share <= 1 + 1e-9 for taxon in profile.taxa)
        assert profile.classified_share is None or 0 <= profile.classified_share <= 1


@given(data=mutated())
@settings(max_examples=60, deadline=5000, suppress_health_check=[HealthCheck.too_slow])
def test_whatever_can_be_read_can_be_compared(data: bytes) -> None:
    try:
        profile = read_profiles([NamedBytes(name="data.txt", data=data)]).profiles[0]
    except BioticaError:
        return
    comparison = compare_with_shipped(profile)
    assert comparison.platform == comparison_platform(profile)
    assert all(0 <= zero.p_resident <= 1 and 0 <= zero.p_observed <= 1 for zero in comparison.zeros)


@given(
    shares=st.dictionaries(
        st.sampled_from(("Blautia obeum", "Roseburia hominis", "Bacteroides uniformis", "Dorea longicatena")),
        st.integers(1, 10**6),
        min_size=2,
    ),
    factor=st.integers(2, 9),
)
def test_multiplying_all_counts_changes_no_share(shares: dict[str, int], factor: int) -> None:
    def read(times: int) -> dict[str, float]:
        rows = "".join(f"{name},{count * times}\n" for name, count in shares.items())
        files = [NamedBytes(name="a.csv", data=f"name,reads\n{rows}".encode())]
        return read_profiles(files).profiles[0].shares("species")

    once, often = read(1), read(factor)
    assert once.keys() == often.keys()
    assert all(abs(once[name] - often[name]) < 1e-12 for name in once)
