"""The sentence behind every code of the contracts, as msgids; nothing here is computed.

A table maps a code to (kind, msgid). The gaps are the finding's own values: a range fills a gap as
``21 (18 to 28)``. A new code is one line here and one in the catalogue.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from biotica.errors import _

Kind = Literal["fact", "model", "evidence", "opinion"]
Table = Mapping[str, tuple[Kind, str]]

KINDS: Mapping[Kind, str] = {
    "fact": _("fact"),
    "model": _("model"),
    "evidence": _("evidence"),
    "opinion": _("opinion"),
}

KIND_MEANINGS: Mapping[Kind, str] = {
    "fact": _("read from your input, or known"),
    "model": _("calculated by us, with its uncertainty"),
    "evidence": _("measured in people, with its source"),
    "opinion": _("our careful choice; nobody has tested it"),
}

STATUS: Table = {
    "not_validated_in_people": ("fact", _("What the model says about you has not been tested in people.")),
    "too_little_known": (
        "fact",
        _("Only {percent} % of this sample is known to our tables, so nothing was calculated from it."),
    ),
    "fibre_yes_person_no": ("fact", _("Fibre effect: yes; personal ranking: not proven.")),
    "reference_thin": (
        "fact",
        _("The reference holds {n} profiles of this kind of test. That is few, so its limits are rough."),
    ),
    "unchecked_rows": (
        "fact",
        _("{n} numbers behind this page were copied once and not yet checked by a second reader."),
    ),
    "assumed_numbers": ("fact", _("{n} numbers behind this page are assumed, with a wide range.")),
    "read_from_abstracts": (
        "fact",
        _("Most studies were read as a summary only. No full review of their quality was done."),
    ),
    "not_read_by_professional": (
        "fact",
        _("No doctor, pharmacist or dietitian has checked the rules on this page yet."),
    ),
    "demo_profile": ("fact", _("This profile is made up from many people. It belongs to nobody.")),
    "residents_by_prevalence": (
        "model",
        _("Species that this test cannot name enter the gut model as often as other people have them."),
    ),
}

PROFILE_WARNINGS: Table = {
    "host_reads": (
        "fact",
        _("{share} of what got a name is human DNA. It is set aside: the microbes alone are compared."),
    ),
    "food_reads": (
        "fact",
        _("{share} of what got a name is DNA of plants or animals, most likely food. It is set aside."),
    ),
    "host_or_food_reads": (
        "fact",
        _("{share} of what got a name is DNA of an animal: human or food. It is set aside."),
    ),
    "invalid_sum": ("fact", _("The numbers in the file do not add up to a whole. Look at the file again.")),
    "depth_unknown": (
        "fact",
        _(
            "The file does not say how many reads were made. "
            "So we cannot say how rare a bacterium it could see."
        ),
    ),
    "low_depth": (
        "fact",
        _("This test has few reads. It can only see common bacteria, and what it does not see says little."),
    ),
    "ids_only": ("fact", _("The file holds only numbers for bacteria, no names.")),
    "old_names": ("fact", _("The file uses old names. We know them by their current ones.")),
    "duplicate_names": ("fact", _("Some names appear more than once. Their shares were added up.")),
    "nothing_classified": ("fact", _("No bacterium could be named in this sample.")),
    "no_species_no_genus": ("fact", _("The file names no species and no genus, only larger groups.")),
    "encoding_guessed": (
        "fact",
        _("The letters of the file were guessed. Look whether the names are right."),
    ),
    "features_without_taxonomy": (
        "fact",
        _("Some rows of the table have no name in the list of names. They count as without a name."),
    ),
    "panel_only": (
        "fact",
        _("The report lists some bacteria only. What is not listed was not measured, so it says nothing."),
    ),
    "below_detection": (
        "fact",
        _("The report could not detect these, so they count as not seen: {taxa}."),
    ),
    "sheet_chosen": ("fact", _("The workbook has several sheets. We read the sheet {sheet}.")),
    "low_mapped_share": (
        "fact",
        _("Many names in the file are not in our tables. They stay out of the model."),
    ),
    "platform_assumed": ("fact", _("The file does not say which kind of test it was. We took: {platform}.")),
    "earlier_other_platform": (
        "fact",
        _("Earlier samples from another kind of test were left out: {n}."),
    ),
    "reference_other_pipeline": (
        "fact",
        _("The people of the reference were read by another program ({pipeline}). Names may differ."),
    ),
    "antibiotics_recent": (
        "fact",
        _("You used antibiotics shortly before the sample. The picture may differ from your usual one."),
    ),
}

CANNOT_SEE: Mapping[str, tuple[str, ...]] = {
    "16S": (
        _("This test reads one gene. It knows most bacteria by genus, not by species or strain."),
        _("It does not see yeasts, moulds or viruses."),
        _("It cannot tell living from dead, and it gives shares, no amounts."),
    ),
    "shotgun": (
        _("This test reads all DNA in the sample, but names only what its database knows."),
        _("It cannot tell living from dead, and it gives shares, no amounts."),
    ),
    "unknown": (
        _("The file does not say which kind of test it was."),
        _("It cannot tell living from dead, and it gives shares, no amounts."),
    ),
}

PLATFORMS: Mapping[str, str] = {
    "16S": _("one gene (16S)"),
    "shotgun": _("all DNA (shotgun)"),
    "unknown": _("not known"),
}

FILE_UNITS: Mapping[str, str] = {
    "counts": _("counts of reads"),
    "percent": _("percentages"),
    "share": _("shares"),
    "per_million": _("parts per million"),
    "coverage": _("coverage of genomes"),
}

RANKS: Mapping[str, str] = {
    "domain": _("domain"),
    "kingdom": _("kingdom"),
    "phylum": _("phylum"),
    "class": _("class"),
    "order": _("order"),
    "family": _("family"),
    "genus": _("genus"),
    "species": _("species"),
    "strain": _("strain"),
    "clade": _("clade"),
    "genome": _("genome"),
    "reference": _("reference sequence"),
}

SET_ASIDE_KINDS: Mapping[str, str] = {
    "host": _("human DNA"),
    "food": _("food"),
    "host_or_food": _("human DNA or food"),
}

SUMMARIES: Table = {
    "nothing_clearly_missing": (
        "model",
        _("Nothing is clearly missing. That is the normal answer."),
    ),
    "clearly_missing": (
        "model",
        _("In more than one sample, something that most people show was not there: {n}."),
    ),
    "nothing_classified": ("fact", _("No bacterium could be named in this sample.")),
    "panel_cannot_be_compared": (
        "fact",
        _("This report lists chosen bacteria only, so we cannot say what is not there."),
    ),
    "too_little_data": (
        "fact",
        _("This sample holds too little data to compare: {reads} reads, at least {wanted} are needed."),
    ),
    "reference_too_small": (
        "fact",
        _("The reference is too small to compare with: {people} people, at least {wanted} are needed."),
    ),
}

CLASSES: Mapping[str, tuple[str, str]] = {
    "missing": (
        _("Missing in more than one sample"),
        _("Not seen in repeated samples, while most comparable people show it."),
    ),
    "guild_gap": (_("A whole group not seen"), _("No member of this group was seen in the sample.")),
    "notable": (
        _("Notably not seen"),
        _("Most comparable profiles show it. Often it lives there all the same; a second sample settles it."),
    ),
    "low": (_("Low"), _("Seen, but less than in most comparable people.")),
    "not_seen": (
        _("Not seen"),
        _("Not seen in this sample. That is no proof of absence."),
    ),
    "probably_absent": (
        _("Probably absent"),
        _("Not seen, and many people live without it. This is usual."),
    ),
    "unexpected": (_("Seen, though few people have it"), _("This is not good or bad by itself.")),
    "not_detectable": (_("Not visible to this test"), _("Nothing can be said about these.")),
}
"""Class of a zero or a low -> (heading, what it means), in the order of the page.

``notable`` is ours: a zero that most comparable profiles do not have, in a single sample.
"""

GUILDS: Mapping[str, str] = {
    "butyrate": _("can make butyrate"),
    "propionate": _("can make propionate"),
    "mucin": _("can eat gut mucus"),
    "bifido": _("bifidobacteria"),
    "lactate_users": _("can use lactate"),
    "methanogens": _("can make methane"),
}

FORMATS: Mapping[str, str] = {
    "biotica_long_table": _("a table that biotica wrote for analysis"),
    "anndata": "AnnData",
    "metaphlan": "MetaPhlAn",
    "metaphlan2": "MetaPhlAn 2",
    "sylph_tax": "sylph-tax",
    "sylph_profile": "sylph",
    "bracken": "Bracken",
    "kraken2_report": "Kraken 2",
    "kraken_mpa": "Kraken (mpa style)",
    "krakenuniq": "KrakenUniq",
    "centrifuge_kreport": "Centrifuge",
    "kaiju": "Kaiju",
    "ganon": "ganon",
    "kmcp": "KMCP",
    "motus": "mOTUs",
    "cami": "CAMI",
    "singlem_condense": "SingleM",
    "qiime2_qza": "QIIME 2",
    "qiime1_classic_otu_table": "QIIME 1 (OTU)",
    "qiime1_taxatable": "QIIME 1 (taxa)",
    "feature_taxonomy": _("QIIME, names of features"),
    "feature_table": _("a table from R, counts per feature"),
    "ranked_table": _("a table from R, one column per rank"),
    "mothur_shared": _("mothur, counts per OTU"),
    "mothur_taxonomy": _("mothur, names of OTUs"),
    "biom1_json": "BIOM 1",
    "biom2_hdf5": "BIOM 2",
    "emu": "EMU",
    "american_gut": "American Gut",
    "ubiome": "uBiome (JSON)",
    "ubiome_csv": "uBiome (CSV)",
    "consumer_csv": _("a consumer test: ranks and counts"),
    "consumer_taxid": _("a consumer test: numbers of taxa and percent"),
    "manual_entry": _("typed over from a printed report"),
    "generic": _("a table of names and numbers"),
    "opendocument": _("LibreOffice or OpenOffice"),
    "sequence_reads": _("raw sequences"),
    "humann": "HUMAnN",
    "singlem_otu_table": _("SingleM, marker genes"),
    "gtdbtk": "GTDB-Tk",
    "kraken_output": _("Kraken, single reads"),
    "kaiju_output": _("Kaiju, single reads"),
    "read_alignment": _("reads placed on genes (SAM)"),
}

SUBSTRATE_KINDS: Mapping[str, str] = {
    "acetate": _("acetate"),
    "propionate": _("propionate"),
    "butyrate": _("butyrate"),
    "lactate": _("lactate"),
    "succinate": _("succinate"),
    "formate": _("formate"),
    "lactose": _("lactose"),
    "ethanol": _("ethanol"),
    "H2": _("hydrogen"),
    "CO2": _("carbon dioxide"),
    "CH4": _("methane"),
}

VALUE_WORDS: Mapping[str, str] = {
    "e_coli_o157": "E. coli O157",
    "salmonella": "Salmonella",
    "listeria": "Listeria monocytogenes",
    "s_aureus": "Staphylococcus aureus",
    "allergen": _("what you are allergic to"),
    "milk": _("milk"),
    "live_yeast": _("living yeast"),
    "vitamin_k": _("vitamin K"),
}
"""Words that fill gaps of sentences."""
