"""A checked label as the JSON that `biotica check --json` prints."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from biotica.label.check import CheckResult, ProductCheck
from biotica.label.label import Label, Substance
from biotica.label.live_at_use import LiveCount
from biotica.label.safety import Safety


def to_contract(result: CheckResult, versions: Mapping[str, str]) -> dict[str, Any]:
    """Write a check as plain lists, texts and numbers.

    Parameters
    ----------
    result : CheckResult
        As `biotica.label.check.check_label` returns it.
    versions : mapping
        Of code and knowledge.

    Returns
    -------
    dict
        The first product under the keys of the contract, further ones in ``more_products``; every key of a
        product is null where nothing could be read. ``warnings`` says why.
    """
    first = _product(result.products[0]) if result.products else dict.fromkeys(_PRODUCT_KEYS)
    return {
        **first,
        "more_products": [_product(product) for product in result.products[1:]],
        "warnings": list(result.warnings),
        "versions": dict(versions),
    }


_PRODUCT_KEYS = ("fields", "findings", "hard_rules", "not_said", "live_at_use", "serving")


def _product(product: ProductCheck) -> dict[str, Any]:
    return {
        "fields": _fields(product.label, product.flags),
        "findings": _findings(product),
        "hard_rules": list(product.hard),
        "not_said": list(product.not_said),
        "live_at_use": None if product.live is None else _live(product.live),
        "serving": {
            "kind": list(product.serving.kind),
            "isapp_term": product.serving.isapp_term,
            "article_term": product.serving.article_term,
            "isapp_else": product.serving.isapp_else,
        },
    }


def _fields(label: Label, flags: tuple[str, ...]) -> dict[str, Any]:
    return {
        "name": label.name,
        "kind": label.kind,
        "product_class": label.product_class,
        "organisms": [asdict(organism) for organism in label.organisms],
        "fibres": [asdict(fibre) for fibre in label.fibres],
        "metabolites": [_substance(made) for made in label.metabolites],
        "daily_total": asdict(label.daily_total),
        "form": label.form,
        "count_guarantee": label.count_guarantee,
        "sugars_g_per_day": label.sugars_g_per_day,
        "added_sugar": label.added_sugar,
        "allergens": list(label.allergens),
        "may_contain": list(label.may_contain),
        "claims": [asdict(claim) for claim in label.claims],
        "warnings": list(label.warnings),
        "flags": list(flags),
        "store_below_c": label.store_below_c,
        "best_before": None if label.best_before is None else label.best_before.isoformat(),
    }


def _substance(made: Substance) -> dict[str, Any]:
    unit = None if made.mg_per_day is None else "mg/day"
    return {"name": made.name, "amount": made.mg_per_day, "unit": unit}


def _findings(product: ProductCheck) -> dict[str, Any]:
    return {
        "verdict": product.verdict,
        "ratio": product.points.ratio,
        "points": asdict(product.points),
        "evidence_match": product.match.match,
        "evidence": [asdict(row) for row in product.match.rows],
        "unverified_strains": list(product.match.unverified),
        "safety_fit": product.safety.fit,
        "safety_rules": list(product.safety.rules),
        "safety": _safety(product.safety),
    }


def _safety(found: Safety) -> dict[str, Any] | None:
    """Reasons behind the third finding; None where nobody is named."""
    if found.fit == "not_asked":
        return None
    return {
        "classes": list(found.classes),
        "ask": found.ask,
        "to_answer": list(found.to_answer),
        "objections": [
            {
                "rule": objection.rule,
                "permit": objection.permit.name.lower(),
                "code": objection.code,
                "values": dict(objection.values),
                "adjust": [adjustment.model_dump() for adjustment in objection.adjust],
                "ask": objection.ask,
                "sources": list(objection.sources),
                "read_level": objection.read_level,
                "date": objection.date.isoformat(),
            }
            for objection in found.objections
        ],
    }


def _live(count: LiveCount) -> dict[str, Any]:
    return {
        "median": _three(count.median),
        "low": _three(count.low),
        "high": _three(count.high),
        "unit": count.unit,
        "assumed": list(count.assumed),
    }


def _three(count: float) -> float:
    """Round a count to three significant digits: more would pretend."""
    return float(f"{count:.3g}")
