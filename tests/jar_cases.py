"""The plainest jar: half a litre of cow's milk, 25 g of grains, a day at 21 C; as a file, as a recipe."""

from __future__ import annotations

from biotica.ferment.recipe import Milk, Recipe, Starter

RECIPE_TOML = """\
ferment = "milk_kefir"
volume_ml = 500
hours = 24
temperature_c = 21

[milk]
kind = "cow"

[starter]
kind = "grains"
g = 25
"""

COW = Milk(kind="cow", treatment="pasteurised", fat="whole")
RECIPE = Recipe(
    ferment="milk_kefir",
    volume_ml=500.0,
    hours=24.0,
    course=((0.0, 21.0),),
    cover="cloth",
    agitation="none",
    milk=COW,
    starter=Starter(kind="grains", amount=25.0),
    after=(),
    assumed=(),
)
