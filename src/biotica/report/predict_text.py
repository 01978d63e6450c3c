"""A prediction for a person in plain text: acids per fibre, who makes them, for whom, and what-ifs."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from biotica.errors import _
from biotica.report.codes import SUBSTRATE_KINDS
from biotica.report.colon_text import colon_text, measured
from biotica.report.input import Words
from biotica.report.language import Language, language
from biotica.report.postbiotics_text import arrivals_text, mechanisms_text, walls_text
from biotica.report.predict_codes import FOODS, LIMITS, NOT_PROVEN, PROVEN
from biotica.report.terminal_tables import table
from biotica.report.texts import joined, label, out_of_hundred, own_words, sentences

Json = Mapping[str, Any]

_ACIDS = ("acetate", "propionate", "butyrate")
_WITH_MAKERS = ("acetate", "propionate", "butyrate", "lactate", "succinate", "formate", "H2")
_MEMBERS_SHOWN = 14
_FEEDS_SHOWN = 10
_LIMITS_SHOWN = 3
_LEAST_LIMIT = 0.15
_BOX_WIDTH = 88
_FOOD_OF_ALL = frozenset({"CO2"})


def predict_text(predicted: Json, code: str) -> str:
    """Show what a community makes, who makes it from what, and what a change does.

    Parameters
    ----------
    predicted : mapping
        The JSON of ``predict person``.
    code : str
        Language.

    Returns
    -------
    str
        Tables with the middle and the interval, then what is proven and what is not.
    """
    spoken = language(code)
    parts = [
        _head(predicted, spoken),
        _fibres(predicted, spoken),
        *explained(predicted["told"], predicted["names"], spoken, title=_told_title(predicted, spoken)),
    ]
    if predicted["change"] is not None:
        parts.append(_change(predicted["change"], spoken))
    if predicted["glass"] is not None:
        parts.append(_glass(predicted["glass"], spoken))
    if predicted["colon"] is not None:
        parts.append(colon_text(predicted["colon"], spoken))
        parts.append(walls_text(predicted["colon"]["walls"], spoken))
        parts.append(arrivals_text(predicted["colon"], predicted["names"], spoken))
    parts.append(mechanisms_text(predicted["mechanisms"], spoken))
    parts.append(validation_box(predicted["validation"], spoken))
    return "\n\n".join(part for part in parts if part)


def _head(predicted: Json, spoken: Language) -> str:
    known = spoken.say(
        _("sample: {sample}; part that the model knows: {share}"),
        sample=predicted["sample"] or "-",
        share=spoken.percent(predicted["mapped_share"]),
    )
    means = spoken.say(
        _(
            "Every number comes from a model: the middle of its runs, "
            "with the range of nine in ten runs in brackets."
        )
    )
    return f"{known}\n{means}"


def _fibres(predicted: Json, spoken: Language) -> str:
    rows = [
        (
            _own(row, spoken),
            *(measured(row["acids"][acid], spoken) for acid in _ACIDS),
            measured(row["gas"]["H2"], spoken),
        )
        for row in predicted["fibres"]
    ]
    dose = max(row["dose_g_per_l"] for row in predicted["fibres"])
    title = spoken.say(
        _("What this community makes in a vial, mmol per litre ({hours} hours, {dose} g of fibre per litre)"),
        hours=spoken.number(predicted["hours"]),
        dose=spoken.number(dose),
    )
    head = [spoken.say(_("fibre")), *(_substance(m, {}, spoken) for m in (*_ACIDS, "H2"))]
    return f"{title}\n\n{table(head, rows)}\n{_below_zero(spoken)}"


def _below_zero(spoken: Language) -> str:
    return spoken.say(_("Below zero: microbes took up more of it than they made."))


def _told_title(predicted: Json, spoken: Language) -> str:
    told = predicted["told"]
    fed = [
        spoken.say(
            _("{substrate} ({dose} g per litre)"),
            substrate=_own(one, spoken),
            dose=spoken.number(one["dose_g_per_l"]),
        )
        for one in told["substrates"]
    ]
    title = spoken.say(
        _("In detail: {substrates}, {hours} hours"),
        substrates=joined(fed, spoken),
        hours=spoken.number(predicted["hours"]),
    )
    made = {**told["acids"], **told["gas"]}
    rows = [(_substance(m, {}, spoken), measured(made[m], spoken)) for m in _WITH_MAKERS]
    rows.append((spoken.say(_("pH at the end")), measured(told["ph"], spoken)))
    head = ["", spoken.say(_("made, mmol per litre"))]
    return f"{title}\n\n{table(head, rows)}"


def explained(told: Json, names: Json, spoken: Language, *, title: str) -> Iterator[str]:
    """Tell who makes what, from what, who feeds whom and what holds it back, a block each."""
    yield title
    made = [row for acid in _WITH_MAKERS for row in told["made"] if row["metabolite"] == acid]
    yield _shares(made, "by", names, spoken, _("Who makes it: percent of each"))
    yield _shares(made, "from", names, spoken, _("From what: percent of each"))
    feeds = _feeds(told["feeds"], names, spoken)
    if feeds:
        yield feeds
    yield _limits(made, names, spoken)


def _shares(made: Sequence[Json], key: str, names: Json, spoken: Language, msgid: str) -> str:
    """One column per acid that adds up to a hundred: the bars of a stack, in figures."""
    field = "member" if key == "by" else "substrate"
    columns = {row["metabolite"]: {one[field]: one["share"] for one in row[key]} for row in made}
    weight: dict[str, float] = {}
    for shares in columns.values():
        for name, share in shares.items():
            weight[name] = max(weight.get(name, 0.0), share)
    order = sorted(weight, key=lambda name: -weight[name])
    shown = sorted(order[:_MEMBERS_SHOWN], key=lambda name: -sum(c.get(name, 0.0) for c in columns.values()))
    rows = [
        (_name(name, field, names, spoken), *(_percent(shares.get(name, 0.0)) for shares in columns.values()))
        for name in shown
    ]
    if len(order) > len(shown):
        left = (_percent(sum(s for n, s in c.items() if n not in shown)) for c in columns.values())
        rows.append((spoken.say(_("{number} others"), number=len(order) - len(shown)), *left))
    head = ["", *(_substance(m, names, spoken) for m in columns)]
    return f"{spoken.say(msgid)}\n\n{table(head, rows)}"


def _percent(share: float) -> str:
    whole = round(100.0 * share)
    return str(whole) if whole else "."


def _feeds(feeds: Sequence[Json], names: Json, spoken: Language) -> str:
    rows = [
        (
            _name(feed["producer"], "member", names, spoken),
            _substance(feed["metabolite"], names, spoken),
            _name(feed["consumer"], "member", names, spoken),
            measured(feed["mmol_per_l"], spoken),
        )
        for feed in feeds
        if feed["origin"] == "member"
        and feed["producer"] != feed["consumer"]
        and feed["metabolite"] not in _FOOD_OF_ALL
    ][:_FEEDS_SHOWN]
    if not rows:
        return ""
    head = [
        spoken.say(_("makes")),
        spoken.say(_("what")),
        spoken.say(_("takes it up")),
        spoken.say(_("mmol per litre")),
    ]
    title = spoken.say(_("Who feeds whom: the largest"))
    return f"{title}\n\n{_left_table(head, rows)}"


def _left_table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """Columns of words to the left, the last of numbers to the right."""
    cells = [tuple(head), *map(tuple, rows)]
    widths = [max(len(row[n]) for row in cells) for n in range(len(head))]
    return "\n".join(
        "  ".join(
            [
                *(cell.ljust(width) for cell, width in zip(row[:-1], widths, strict=False)),
                row[-1].rjust(widths[-1]),
            ]
        ).rstrip()
        for row in cells
    )


def _limits(made: Sequence[Json], names: Json, spoken: Language) -> str:
    """Name what holds the makers back, once for all acids with the same answer."""
    alike: dict[tuple[str, ...], list[Json]] = {}
    for row in made:
        largest = row["limits"][:_LIMITS_SHOWN]
        held_by = sorted(one["code"] for one in largest if one["share"] >= _LEAST_LIMIT)
        alike.setdefault(tuple(held_by), []).append(row)
    lines = [spoken.say(_("What holds it back, in percent of the time"))]
    for codes, rows in alike.items():
        held = joined((_substance(row["metabolite"], names, spoken) for row in rows), spoken)
        lines.append(f"  {held}:")
        ranked = sorted(((_percents(code, rows), code) for code in codes), reverse=True)
        lines += [f"    {_span(span)} %  {_limit(code, names, spoken)}" for span, code in ranked]
    return "\n".join(lines)


def _percents(code: str, rows: Sequence[Json]) -> tuple[int, int]:
    shares = [round(100.0 * one["share"]) for row in rows for one in row["limits"] if one["code"] == code]
    return max(shares), min(shares)


def _span(span: tuple[int, int]) -> str:
    high, low = span
    return str(low) if low == high else f"{low}-{high}"


def _limit(code: str, names: Json, spoken: Language) -> str:
    kind, colon, metabolite = code.partition(":")
    if colon:
        return spoken.say(
            _("too little {substance} beside it"), substance=_substance(metabolite, names, spoken)
        )
    return label(kind, LIMITS, spoken)


def _change(change: Json, spoken: Language) -> str:
    done = [spoken.say(_("without {taxon}"), taxon=name) for name in change["without"]]
    done += [
        spoken.say(
            _("with {taxon}: {share} of all cells on top"),
            taxon=one["taxon"],
            share=spoken.percent(one["share"]),
        )
        for one in change["with"]
    ]
    title = spoken.say(_("The same vial {changed}; all others stay as many"), changed=joined(done, spoken))
    head = ["", spoken.say(_("as it is")), spoken.say(_("changed")), *_difference_head(spoken)]
    rows = [
        (
            _substance(m, {}, spoken),
            measured(one["before"], spoken),
            measured(one["after"], spoken),
            *_difference(one, spoken),
        )
        for m, one in change["metabolites"].items()
        if m in _WITH_MAKERS
    ]
    return f"{title}\n\n{table(head, rows)}\n{_tries_note(spoken)}"


def _difference_head(spoken: Language) -> tuple[str, str, str]:
    return spoken.say(_("difference")), spoken.say(_("more in")), spoken.say(_("less in"))


def _difference(one: Json, spoken: Language) -> tuple[str, str, str]:
    return (
        measured(one["more"], spoken),
        out_of_hundred(one["probability_more"], spoken),
        out_of_hundred(one["probability_less"], spoken),
    )


def _tries_note(spoken: Language) -> str:
    return spoken.say(
        _(
            "More in, less in: the runs of the model in which it is so. "
            "It is not the chance that you notice it."
        )
    )


def _glass(glass: Json, spoken: Language) -> str:
    rows = [
        (_substance(m, {}, spoken), *_difference(one, spoken))
        for m, one in glass.items()
        if m in _WITH_MAKERS
    ]
    if not any(one["probability_more"] or one["probability_less"] for one in glass.values()):
        return spoken.say(
            _("The living cells of a glass a day make no difference that the model can tell from none.")
        )
    title = spoken.say(_("What the living cells of a glass a day add, mmol per day"))
    note = spoken.say(_("Milk sugar is taken up before the colon, and dead cells feed nobody in this model."))
    return f"{title}\n\n{table(['', *_difference_head(spoken)], rows)}\n{_tries_note(spoken)}\n{note}"


def validation_box(validation: Json, spoken: Language) -> str:
    """Say in a box what is proven and what is not."""
    proven = sentences(({"code": code} for code in validation["proven"]), PROVEN, spoken)
    open_ones = sentences(({"code": code} for code in validation["not_proven"]), NOT_PROVEN, spoken)
    rule = "+" + "-" * (_BOX_WIDTH - 2) + "+"
    lines = [spoken.say(_("What is proven, and what is not"))]
    for mark, said in (("+", proven), ("-", open_ones)):
        for one in said:
            lines += textwrap.wrap(
                one.text, _BOX_WIDTH - 6, initial_indent=f"{mark} ", subsequent_indent="  "
            )
    inside = (f"| {line.ljust(_BOX_WIDTH - 4)} |" for line in lines)
    return "\n".join([rule, *inside, rule])


def _own(row: Json, spoken: Language) -> str:
    return own_words(Words(en=row["name_en"], nl=row["name_nl"]), spoken).text


def _name(key: str, field: str, names: Json, spoken: Language) -> str:
    if field == "member":
        return str(names["members"].get(key, key))
    return _substance(key, names, spoken)


def _substance(key: str, names: Json, spoken: Language) -> str:
    known = SUBSTRATE_KINDS.get(key) or FOODS.get(key)
    if known:
        return spoken.say(known)
    found = names.get("substances", {}).get(key)
    return key if found is None else str(found[spoken.code])
