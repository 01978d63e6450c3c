"""The shipped tables and demo profiles put together, for the faces."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.resources import files

from biotica.gut.compare import Comparison, compare, comparison_platform
from biotica.gut.guilds import default_guilds
from biotica.gut.profile import Profile
from biotica.gut.readers.content import NamedBytes
from biotica.gut.reference import Reference, default_reference
from biotica.gut.zeros import default_resolver
from biotica.knowledge.names import default_names

DEMO_METAPHLAN = "profile_metaphlan.txt"
DEMO_GENUS = "profile_genus.csv"


def compare_with_shipped(
    profile: Profile,
    earlier: Sequence[Profile] = (),
    *,
    reference: Reference | None = None,
    antibiotics: bool = False,
    with_scores: bool = False,
) -> Comparison:
    """Compare a profile with the shipped reference of its platform.

    Parameters
    ----------
    profile : Profile
        The sample.
    earlier : sequence of Profile
        Samples of the same person, oldest first.
    reference : Reference or None
        Of the profile's platform; None = the shipped one.
    antibiotics : bool
        Whether a course of antibiotics may still have been at work in the sample.
    with_scores : bool
        Also work out GMWI2.
    """
    platform = comparison_platform(profile)
    return compare(
        profile,
        reference or default_reference(platform),
        names=default_names(),
        guilds=default_guilds(),
        resolver=default_resolver(platform),
        earlier=earlier,
        antibiotics=antibiotics,
        with_scores=with_scores,
    )


def demo_file(name: str = DEMO_METAPHLAN) -> NamedBytes:
    """Load a bundled composite profile: quantiles of open cohorts, nobody's row."""
    return NamedBytes(name=name, data=(files("biotica") / "data" / "demo" / name).read_bytes())
