"""Colours of the parts of a bar: nobody's eye takes one maker for another."""

from __future__ import annotations

import re
from importlib.resources import files
from itertools import combinations
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from biotica.report.figures import PART_COLOURS, REST_COLOUR, stacks

SHEET = (files("biotica") / "report/templates/style.css").read_text("utf-8")
MEDIA = {"day": ":root {", "night": "(prefers-color-scheme: dark)", "paper": "@media print"}
EYES = {
    "all three cones": np.eye(3),
    "no red cones": np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
    ),
    "no green cones": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
    ),
}
"""Linear RGB as an eye sees it: Machado 2009, severity 1, as their page prints it."""
TO_XYZ = np.array([[0.4125, 0.3576, 0.1804], [0.2127, 0.7152, 0.0722], [0.0193, 0.1192, 0.9503]])
FAR_APART = 25.0
"""CIE 1976 distance; about 2 is just seen side by side."""


def colours(media: str) -> list[str]:
    after = SHEET.partition(MEDIA[media])[2]
    given = dict(reversed(re.findall(r"(--part-\w+): (#[0-9a-f]{6});", after)))
    names = [colour.removeprefix("var(").removesuffix(")") for colour in (*PART_COLOURS, REST_COLOUR)]
    return [given[name] for name in names]


def seen(colour: str, eye: str) -> NDArray[Any]:
    rgb = np.array([int(colour[n : n + 2], 16) / 255.0 for n in (1, 3, 5)])
    linear = np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)
    xyz = TO_XYZ @ np.clip(EYES[eye] @ linear, 0.0, 1.0) / (TO_XYZ @ np.ones(3))
    x, y, z = np.where(xyz > 0.008856, np.cbrt(xyz), 7.787 * xyz + 16.0 / 116.0)
    return np.array([116.0 * y - 16.0, 500.0 * (x - y), 200.0 * (y - z)])


@pytest.mark.parametrize("eye", EYES)
@pytest.mark.parametrize("media", MEDIA)
def test_no_two_parts_look_alike(media: str, eye: str) -> None:
    near = {
        (one, other): float(np.linalg.norm(seen(one, eye) - seen(other, eye)))
        for one, other in combinations(colours(media), 2)
    }
    assert {pair: apart for pair, apart in near.items() if apart < FAR_APART} == {}


def test_all_others_are_grey_however_few_are_named() -> None:
    spec = stacks([("a", [("x", 0.25), ("the rest", 0.75)])], "percent", rest="the rest")
    pieces = spec["datasets"][spec["layer"][0]["data"]["name"]]
    assert [piece["colour"] for piece in pieces] == [PART_COLOURS[0], REST_COLOUR]
