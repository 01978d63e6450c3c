"""One small file for every reader of shotgun reports, written from the public description of its format."""

# ruff: noqa: E501

from __future__ import annotations

from tests.contract.reader_example import SPECIES_TOP, Example, exported

FAECALI = "k__Bacteria|p__Firmicutes|g__Faecalibacterium"
FAECALI_SPECIES = f"{FAECALI}|s__Faecalibacterium_prausnitzii"
BRACKEN_HEADER = "name\ttaxonomy_id\ttaxonomy_lvl\tkraken_assigned_reads\tadded_reads\tnew_est_reads\tfraction_total_reads\n"
SYLPH_HEADER = (
    "Sample_file\tGenome_file\tTaxonomic_abundance\tSequence_abundance\tAdjusted_ANI\tEff_cov\t"
    "ANI_5-95_percentile\tEff_lambda\tLambda_5-95_percentile\tMedian_cov\tMean_cov_geq1\tContainment_ind\t"
    "Naive_ANI\tContig_name\n"
)
SYLPH_REST = "99.1\t10\tNA-NA\tHIGH\tNA-NA\t9\t9.9\t100/120\t99.0\tNC_1.1 some contig\n"
KMCP_HEADER = (
    "ref\tpercentage\tcoverage\tscore\tchunksFrac\tchunksRelDepth\tchunksRelDepthStd\treads\tureads\t"
    "hicureads\trefsize\trefname\ttaxid\trank\ttaxname\ttaxpath\ttaxpathsn\n"
)
MPA_HEADER = (
    "#mpa_vJun23_CHOCOPhlAnSGB_202307\n#metaphlan s.fq\n#1000000 reads processed\n"
    "#SampleID\tMetaphlan_Analysis\n#clade_name\tNCBI_tax_id\trelative_abundance\tadditional_species\n"
)

SHOTGUN: tuple[Example, ...] = (
    Example(format="humann", text="# Pathway\tS1_Abundance\nUNMAPPED\t10\nPWY-1: some pathway\t5\n"),
    Example(
        format="singlem_otu_table",
        text="gene\tsample\tsequence\tnum_hits\tcoverage\ttaxonomy\nS3.1\ts\tACGT\t4\t7.1\tRoot; d__Bacteria\n",
    ),
    Example(format="biotica_long_table", binary=lambda: exported("long.csv")),
    Example(format="anndata", binary=lambda: exported("matrix.h5ad")),
    Example(
        format="gtdbtk", text="user_genome\tclassification\tfastani_reference\nbin.1\td__Bacteria;p__X\tN/A\n"
    ),
    Example(format="kraken_output", text="C\tread1\t562\t150\t562:116\nU\tread2\t0\t150\t0:116\n"),
    Example(format="kaiju_output", text="C\tread1\t562\nU\tread2\t0\nC\tread3\t853\n"),
    Example(format="read_alignment", text="@HD\tVN:1.0\tSO:unsorted\n@SQ\tSN:contig\tLN:500\n"),
    Example(
        format="bracken",
        text=BRACKEN_HEADER
        + "Faecalibacterium prausnitzii\t853\tS\t5000\t1000\t⟨6000⟩\t0.60000\n"
        + "Bacteroides uniformis\t820\tS\t3000\t1000\t⟨4000⟩\t0.40000\n",
        top=SPECIES_TOP,
        depth=10_000,
        is_counts=True,
        header_lines=1,
        empty=BRACKEN_HEADER,
    ),
    Example(
        format="kraken2_report",
        text=(
            " 10.00\t⟨1000⟩\t⟨1000⟩\tU\t0\tunclassified\n 90.00\t⟨9000⟩\t⟨0⟩\tR\t1\troot\n"
            " 90.00\t⟨9000⟩\t⟨0⟩\tD\t2\t  Bacteria\n 54.00\t⟨5400⟩\t⟨0⟩\tG\t216851\t    Faecalibacterium\n"
            " 54.00\t⟨5400⟩\t⟨5400⟩\tS\t853\t      Faecalibacterium prausnitzii\n"
            " 36.00\t⟨3600⟩\t⟨3600⟩\tG\t816\t    Bacteroides\n"
        ),
        top=SPECIES_TOP,
        depth=10_000,
        classified_share=0.9,
        is_counts=True,
        empty="100.00\t1000\t1000\tU\t0\tunclassified\n",
    ),
    Example(
        format="centrifuge_kreport",
        text=(
            "  0.00\t⟨0⟩\t⟨0⟩\tU\t0\tunclassified\n100.00\t⟨9000⟩\t⟨0⟩\t-\t1\troot\n"
            "100.00\t⟨9000⟩\t⟨3600⟩\tD\t2\t  Bacteria\n"
            " 60.00\t⟨5400⟩\t⟨5400⟩\tS\t853\t    Faecalibacterium prausnitzii\n"
        ),
        top=SPECIES_TOP,
        depth=9000,
        classified_share=1.0,
        is_counts=True,
        empty="0.00\t0\t0\tU\t0\tunclassified\n0.00\t0\t0\t-\t1\troot\n",
    ),
    Example(
        format="krakenuniq",
        text=(
            "# KrakenUniq v1.0\n%\treads\ttaxReads\tkmers\tdup\tcov\ttaxID\trank\ttaxName\n"
            "10\t⟨1000⟩\t⟨1000⟩\t1\t1\tNA\t0\tno rank\tunclassified\n90\t⟨9000⟩\t⟨3600⟩\t1\t1\t0.1\t1\tno rank\troot\n"
            "54\t⟨5400⟩\t⟨5400⟩\t1\t1\t0.1\t853\tspecies\t  Faecalibacterium prausnitzii\n"
        ),
        top=SPECIES_TOP,
        depth=10_000,
        classified_share=0.9,
        is_counts=True,
        empty="%\treads\ttaxReads\tkmers\tdup\tcov\ttaxID\trank\ttaxName\n",
    ),
    Example(
        format="kaiju",
        text=(
            "file\tpercent\treads\ttaxon_id\ttaxon_name\n"
            "s.out\t54.0\t⟨5400⟩\t853\tFaecalibacterium prausnitzii\ns.out\t36.0\t⟨3600⟩\tNA\tcannot be assigned to a"
            " (non-viral) species\ns.out\t10.0\t⟨1000⟩\tNA\tunclassified\n"
        ),
        top=SPECIES_TOP,
        depth=10_000,
        classified_share=0.9,
        is_counts=True,
        header_lines=1,
        empty="file\tpercent\treads\ttaxon_id\ttaxon_name\ns.out\t100.0\t1000\tNA\tunclassified\n",
    ),
    Example(
        format="ganon",
        text=(
            "unclassified\t\t\tunclassified\t⟨0⟩\t⟨0⟩\t⟨0⟩\t⟨1000⟩\t10.0\n"
            "root\t1\t1\troot\t⟨0⟩\t⟨0⟩\t⟨9000⟩\t⟨9000⟩\t90.0\n"
            "superkingdom\t2\t1|2\tBacteria\t⟨0⟩\t⟨0⟩\t⟨9000⟩\t⟨9000⟩\t90.0\n"
            "species\t820\t1|2|820\tBacteroides uniformis\t⟨3000⟩\t⟨600⟩\t⟨0⟩\t⟨3600⟩\t36.0\n"
            "species\t853\t1|2|853\tFaecalibacterium prausnitzii\t⟨5000⟩\t⟨400⟩\t⟨0⟩\t⟨5400⟩\t54.0\n"
        ),
        top=SPECIES_TOP,
        depth=10_000,
        classified_share=0.9,
        is_counts=True,
        header_lines=3,
        empty="unclassified\t\t\tunclassified\t0\t0\t0\t1000\t100.0\n",
    ),
    Example(
        format="kmcp",
        text=(
            KMCP_HEADER
            + "r1\t⟨60.0⟩\t9\t100\t1\t1\t0\t5\t5\t5\t9\tr\t853\tspecies\tFaecalibacterium prausnitzii\t1;853\t"
            + "Bacteria;Faecalibacterium prausnitzii\n"
            + "r2\t⟨40.0⟩\t9\t100\t1\t1\t0\t5\t5\t5\t9\tr\t820\tspecies\tBacteroides uniformis\t1;820\t"
            + "Bacteria;Bacteroides uniformis\n"
        ),
        top=SPECIES_TOP,
        header_lines=1,
        empty=KMCP_HEADER,
    ),
    Example(
        format="sylph_profile",
        text=SYLPH_HEADER
        + f"s.fq\tGCF_1.fna\t⟨60.0⟩\t62\t{SYLPH_REST}s.fq\tGCF_2.fna\t⟨40.0⟩\t38\t{SYLPH_REST}",
        top=("genome", "GCF_1.fna", 0.6),
        header_lines=1,
    ),
    Example(
        format="motus",
        text=(
            "# motus version 3.0.3\n# call: motus profile\n#consensus_taxonomy\tNCBI_tax_id\tS1\n"
            "Faecalibacterium prausnitzii [ref_mOTU_v3_06108]\t853\t⟨5400⟩\n"
            "Clostridiales species incertae sedis [meta_mOTU_v3_12240]\tNA\t⟨3600⟩\nunassigned\tNA\t⟨1000⟩\n"
        ),
        top=("species", "Faecalibacterium prausnitzii [ref_mOTU_v3_06108]", 0.6),
        depth=10_000,
        classified_share=0.9,
        is_counts=True,
        header_lines=3,
        empty="#consensus_taxonomy\tS1\nunassigned\t1000\n",
    ),
    Example(
        format="cami",
        text=(
            "# comment\n@SampleID:s1\n@Version:0.9.1\n@Ranks:superkingdom|genus|species\n"
            "@@TAXID\tRANK\tTAXPATH\tTAXPATHSN\tPERCENTAGE\n2\tsuperkingdom\t2\tBacteria\t⟨90⟩\n"
            "216851\tgenus\t2|216851\tBacteria|Faecalibacterium\t⟨54⟩\n"
            "853\tspecies\t2|216851|853\tBacteria|Faecalibacterium|Faecalibacterium prausnitzii\t⟨54⟩\n"
        ),
        top=SPECIES_TOP,
        classified_share=0.9,
        header_lines=5,
        empty="@SampleID:s1\n@Ranks:superkingdom\n@@TAXID\tRANK\tTAXPATH\tTAXPATHSN\tPERCENTAGE\n",
    ),
    Example(
        format="singlem_condense",
        text=(
            "sample\tcoverage\ttaxonomy\ns1\t⟨4.0⟩\tRoot; d__Bacteria\n"
            "s1\t⟨6.0⟩\tRoot; d__Bacteria; g__Faecalibacterium; s__Faecalibacterium prausnitzii\n"
        ),
        top=SPECIES_TOP,
        header_lines=1,
    ),
    Example(
        format="metaphlan",
        text=(
            MPA_HEADER
            + f"UNCLASSIFIED\t-1\t⟨10.0⟩\t\nk__Bacteria\t2\t⟨90.0⟩\t\n{FAECALI}\t2|1239|216851\t⟨54.0⟩\t\n"
            + f"{FAECALI_SPECIES}\t2|1239|216851|853\t⟨54.0⟩\t\n"
        ),
        top=SPECIES_TOP,
        depth=1_000_000,
        classified_share=0.9,
        header_lines=5,
        empty=MPA_HEADER + "UNCLASSIFIED\t-1\t100.0\t\n",
    ),
    Example(
        format="metaphlan2",
        text=(
            "#SampleID\tMetaphlan2_Analysis\nk__Bacteria\t⟨100.0⟩\n"
            f"{FAECALI}\t⟨60.0⟩\n{FAECALI_SPECIES}\t⟨60.0⟩\n"
            "k__Bacteria|p__Firmicutes|g__Clostridiales_noname|s__Clostridiales_noname_unclassified\t⟨2.5⟩\n"
        ),
        top=SPECIES_TOP,
        header_lines=1,
        empty="#SampleID\tMetaphlan2_Analysis\nunclassified\t100.0\n",
    ),
    Example(
        format="sylph_tax",
        text=(
            "#SampleID\ts1.fq.gz\tTaxonomies_used:GTDB_r220\n"
            "clade_name\trelative_abundance\tsequence_abundance\tANI (if strain-level)\tCoverage (if strain-level)\n"
            "d__Bacteria\t⟨100.0⟩\t100.0\tNA\tNA\n"
            "d__Bacteria|g__Faecalibacterium|s__Faecalibacterium prausnitzii\t⟨60.0⟩\t58.0\tNA\tNA\n"
        ),
        top=SPECIES_TOP,
        header_lines=2,
    ),
    Example(
        format="kraken_mpa",
        text=(
            "d__Bacteria\t⟨9000⟩\nd__Bacteria|g__Bacteroides\t⟨3600⟩\n"
            "d__Bacteria|g__Faecalibacterium\t⟨5400⟩\n"
            "d__Bacteria|g__Faecalibacterium|s__Faecalibacterium prausnitzii\t⟨5400⟩\n"
        ),
        top=SPECIES_TOP,
        depth=9000,
        is_counts=True,
        header_lines=0,
    ),
)
