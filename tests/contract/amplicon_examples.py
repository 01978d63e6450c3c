"""One small file for every other reader: 16S tables, consumer lists, lists typed over, plain tables."""

# ruff: noqa: E501

from __future__ import annotations

from tests.contract.reader_example import GENUS_TOP, SPECIES_TOP, Example, biom_bytes, zipped

SEMICOLONS = (
    "k__Bacteria; p__Firmicutes; c__Clostridia; o__Clostridiales; f__Ruminococcaceae; g__Faecalibacterium"
)
BACTEROIDES = (
    "k__Bacteria; p__Bacteroidetes; c__Bacteroidia; o__Bacteroidales; f__Bacteroidaceae; g__Bacteroides"
)
SEQUENCE = "ACGTACGTAC" * 6


def _qza() -> bytes:
    ids = (SEMICOLONS.replace(" ", ""), BACTEROIDES.replace(" ", ""))
    return zipped(
        u__metadata=b"", **{"u__metadata.yaml": b"type: FeatureTable[Frequency]\n"},
        **{"u__data__feature-table.biom": biom_bytes(ids=ids)},
    )  # fmt: skip


def _biom2() -> bytes:
    return biom_bytes(
        ids=("a", "b"), taxonomy=(tuple(SEMICOLONS.split("; ")), tuple(BACTEROIDES.split("; ")))
    )


AMPLICON: tuple[Example, ...] = (
    Example(format="qiime2_qza", binary=_qza, top=GENUS_TOP, depth=1000, is_counts=True),
    Example(format="biom2_hdf5", binary=_biom2, top=GENUS_TOP, depth=1000, is_counts=True),
    Example(
        format="biom1_json",
        text=(
            '{"rows": [{"id": "a", "metadata": {"taxonomy": ["k__Bacteria", "g__Faecalibacterium"]}}, '
            '{"id": "b", "metadata": {"taxonomy": "k__Bacteria; g__Bacteroides"}}], '
            '"columns": [{"id": "S1"}], "matrix_type": "dense", "data": [[⟨600⟩], [⟨400⟩]]}'
        ),
        top=GENUS_TOP,
        depth=1000,
        is_counts=True,
        empty=(
            '{"rows": [{"id": "a", "metadata": {"taxonomy": ["k__Bacteria"]}}], "columns": [{"id": "S1"}], '
            '"matrix_type": "sparse", "data": []}'
        ),
    ),
    Example(
        format="ubiome",
        text=(
            '{"ubiome_bacteriacounts": [{"taxon": 1, "parent": 0, "count": "⟨1000⟩", "count_norm": 1000000, '
            '"tax_name": "root", "tax_rank": "root"}, {"taxon": 216851, "parent": 1, "count": ⟨600⟩, '
            '"count_norm": "600000", "tax_name": "Faecalibacterium", "tax_rank": "genus"}]}'
        ),
        top=GENUS_TOP,
        depth=1000,
        is_counts=True,
    ),
    Example(
        format="opendocument",
        binary=lambda: zipped(**{"content.xml": b"<x/>", "META-INF__manifest.xml": b""}),
    ),
    Example(format="sequence_reads", text="@read1\nACGTACGT\n+\nIIIIIIII\n"),
    Example(
        format="mothur_shared",
        text="label\tGroup\tnumOtus\tOtu001\tOtu002\n0.03\tS1\t2\t⟨600⟩\t⟨400⟩\n",
        second=(
            'OTU\tSize\tTaxonomy\nOtu001\t600\t"Bacteria(100);Firmicutes(100);Clostridia(100);Clostridiales(100);'
            'Ruminococcaceae(100);Faecalibacterium(98);"\nOtu002\t400\tBacteria(100);Bacteroidetes(100);\n'
        ),
        top=GENUS_TOP,
        depth=1000,
        is_counts=True,
        header_lines=1,
    ),
    Example(
        format="mothur_taxonomy",
        text="OTU\tSize\tTaxonomy\nOtu001\t600\tBacteria(100);Firmicutes(100);\n",
    ),
    Example(
        format="emu",
        text=(
            "tax_id\tabundance\tspecies\tgenus\tfamily\torder\tclass\tphylum\tclade\tsuperkingdom\tsubspecies\t"
            "species subgroup\tspecies group\testimated counts\n"
            "853\t⟨0.6⟩\tFaecalibacterium prausnitzii\tFaecalibacterium\t\t\t\tFirmicutes\t\tBacteria\t\t\t\t5400.0\n"
            "820\t⟨0.4⟩\tBacteroides uniformis\tBacteroides\t\t\t\tBacteroidetes\t\tBacteria\t\t\t\t3600.0\n"
            "unassigned\t\t\t\t\t\t\t\t\t\t\t\t\t1000.0\n"
        ),
        top=SPECIES_TOP,
        depth=10_000,
        classified_share=0.9,
        header_lines=1,
    ),
    Example(
        format="feature_taxonomy",
        text=f"Feature ID\tTaxon\tConfidence\na\t{SEMICOLONS}\t0.99\nb\t{BACTEROIDES}\t0.98\n",
    ),
    Example(
        format="american_gut",
        text=(
            "#taxon\trelative_abundance\nk__Bacteria;p__Firmicutes;c__;o__;f__;g__Faecalibacterium\t⟨0.6⟩\n"
            "k__Bacteria;p__Firmicutes;c__;o__;f__;g__\t⟨0.4⟩\n"
        ),
        top=GENUS_TOP,
        header_lines=1,
    ),
    Example(
        format="qiime1_classic_otu_table",
        text=(
            "# Constructed from biom file\n#OTU ID\tS1\ttaxonomy\n"
            f"1\t⟨600⟩\t{SEMICOLONS}; s__prausnitzii\n2\t⟨400⟩\t{BACTEROIDES}; s__\n"
        ),
        top=GENUS_TOP,
        depth=1000,
        is_counts=True,
        header_lines=2,
        empty="# Constructed from biom file\n#OTU ID\tS1\ttaxonomy\n1\t0.0\tk__Bacteria; p__Firmicutes\n",
    ),
    Example(
        format="qiime1_taxatable",
        text=(
            "Taxon\tS1\tS2\nk__Bacteria;p__Firmicutes;c__Clostridia;o__;f__;g__Faecalibacterium\t⟨0.54⟩\t0.1\n"
            "k__Bacteria;Other;Other;Other;Other;Other\t⟨0.36⟩\t0.8\n"
            "Unassigned;Other;Other;Other;Other;Other\t⟨0.1⟩\t0.1\n"
        ),
        top=GENUS_TOP,
        classified_share=0.9,
        header_lines=1,
        empty="#OTU ID\tS1\nUnassigned;Other\t100\n",
    ),
    Example(
        format="manual_entry",
        text=(
            "taxon;waarde;eenheid\nFaecalibacterium prausnitzii;⟨60⟩;procent\nBlautia;⟨5⟩;%\n"
            "Akkermansia muciniphila;<0,01;%\n"
        ),
        top=SPECIES_TOP,
        header_lines=1,
        empty="taxon,value,unit\nFaecalibacterium prausnitzii,n.d.,percent\n",
        keeps_tabs=False,
    ),
    Example(
        format="ubiome_csv",
        text=(
            "tax_name,tax_rank,count,count_norm,taxon,parent\nroot,root,⟨1000⟩,1000000,1,0\n"
            "Faecalibacterium,genus,⟨600⟩,600000,216851,1\n"
        ),
        top=GENUS_TOP,
        depth=1000,
        is_counts=True,
        header_lines=1,
        keeps_tabs=False,
    ),
    Example(
        format="consumer_csv",
        text=(
            "taxon_id,rank,name,parent,count\n541000,family,Ruminococcaceae,1,⟨1000⟩\n"
            "216851,genus,Faecalibacterium,Ruminococcaceae,⟨600⟩\n"
        ),
        top=GENUS_TOP,
        depth=1000,
        is_counts=True,
        header_lines=1,
        keeps_tabs=False,
    ),
    Example(
        format="consumer_taxid",
        text="taxon no;percentage;percentile\n853;⟨60⟩,0;71\n816;⟨11⟩,5;60\n",
        top=SPECIES_TOP,
        header_lines=1,
        keeps_tabs=False,
    ),
    Example(
        format="ranked_table",
        text=(
            '"","Kingdom","Phylum","Class","Order","Family","Genus","Species","S1"\n'
            f'"{SEQUENCE}","Bacteria","Firmicutes",NA,NA,NA,"Faecalibacterium","prausnitzii",⟨600⟩\n'
            f'"{SEQUENCE}A","Bacteria","Bacteroidota",NA,NA,NA,"Bacteroides",NA,⟨400⟩\n'
        ),
        top=SPECIES_TOP,
        depth=1000,
        is_counts=True,
        header_lines=1,
        keeps_tabs=False,
    ),
    Example(
        format="feature_table",
        text=f'"","{SEQUENCE}","{SEQUENCE}A"\n"S1",⟨600⟩,⟨400⟩\n"S2",0,5\n',
        second=(
            '"","Kingdom","Phylum","Class","Order","Family","Genus","Species"\n'
            f'"{SEQUENCE}","Bacteria","Firmicutes",NA,NA,NA,"Faecalibacterium","prausnitzii"\n'
            f'"{SEQUENCE}A","Bacteria","Bacteroidota",NA,NA,NA,"Bacteroides",NA\n'
        ),
        top=SPECIES_TOP,
        depth=1000,
        is_counts=True,
        keeps_tabs=False,
    ),
    Example(
        format="generic",
        text="name,reads\nFaecalibacterium prausnitzii,⟨6000⟩\nBlautia obeum,⟨4000⟩\n",
        top=SPECIES_TOP,
        depth=10_000,
        is_counts=True,
        header_lines=1,
        keeps_tabs=False,
    ),
)
