"""Speed of the demo person with all members: seven days of meals, and one 24-h vial."""

from __future__ import annotations

import time

from biotica.engine.draws import Draws
from biotica.engine.run import Outcome
from biotica.engine.simulate import ENSEMBLE, EXACT
from biotica.gut.colon import build_gut, run_days
from biotica.gut.production import community_of
from biotica.gut.readers.reading import read_profiles
from biotica.gut.shipped import demo_file
from biotica.gut.vial import Bottle, culture
from biotica.knowledge.load import load
from biotica.knowledge.names import default_names


def test_the_demo_person_with_all_members() -> None:
    knowledge = load()
    shares = community_of(read_profiles((demo_file(),)).sample(), knowledge, default_names())
    gut = build_gut(knowledge, shares, Draws(central=True))
    for name, tolerance in (("ensemble", ENSEMBLE), ("exact", EXACT)):
        run_days(gut, 1, tolerance=tolerance)
        began = time.perf_counter()
        run = run_days(gut, 7, tolerance=tolerance)
        seconds = time.perf_counter() - began
        assert run.outcome is Outcome.SUCCESS
        print(
            f"demo person, {len(shares.members)} members, {run.values.shape[2]} states, 7 days, "
            f"{name}: {seconds:.2f} s, {run.counts[0, 2]} right-hand sides"
        )
    ready = culture(knowledge, shares, Bottle(), ["inulin"], Draws(count=32, seed=1))
    ready.run({"inulin": 30.0}, [24.0])
    began = time.perf_counter()
    ready.run({"inulin": 30.0}, [24.0])
    print(f"  one 24-h vial of the demo person, 32 draws: {time.perf_counter() - began:.2f} s")
