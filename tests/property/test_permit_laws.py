from __future__ import annotations

from dataclasses import replace
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.permit_people import base

from biotica.advise.plan import advise
from biotica.knowledge.evidence import GOALS
from biotica.knowledge.rules import Medicine
from biotica.permit.about import ANSWERS, About, allergens, answer_ids
from biotica.permit.circumstance import circumstance
from biotica.permit.decide import Permit, permit

RULES = base().rules
ITEMS = base().items
IDS = answer_ids(RULES)

# Mostly "no": people drawn with coin flips are excluded from everything.
answers = st.dictionaries(st.sampled_from(IDS), st.sampled_from(["yes", "unknown"]), max_size=3).map(
    lambda told: {**dict.fromkeys(IDS, "no"), **told}
)
people = st.builds(
    About,
    goal=st.sampled_from(GOALS),
    age_y=st.floats(0, 110),
    pregnant=st.sampled_from([False, False, True, None]),
    lactating=st.sampled_from([False, False, True, None]),
    medicines=st.one_of(st.none(), st.lists(st.sampled_from(base().medicines), max_size=2).map(tuple)),
    unknown_medicines=st.sampled_from([(), (), ("foobarine",)]),
    allergies=st.one_of(st.none(), st.lists(st.sampled_from(allergens(RULES)), max_size=2).map(tuple)),
    answers=answers,
)


@settings(deadline=None, max_examples=60)
@given(about=people, heated=st.booleans())
def test_nothing_that_is_withheld_is_ever_ranked(about: About, heated: bool) -> None:
    plan = advise(about, ITEMS, RULES, milk_heated=heated)
    for candidate in (*plan.ranked, *plan.adjust):
        assert permit(about, candidate.item, RULES).permit <= Permit.ADJUST
    for place in (plan.ask_first, plan.answer_first, plan.removed):
        assert all(verdict.deciding for _item, verdict in place)


@settings(deadline=None, max_examples=40)
@given(about=people, seed=st.randoms(use_true_random=False))
def test_the_order_of_rules_and_items_changes_nothing(about: About, seed: Random) -> None:
    rules, items = list(RULES), list(ITEMS)
    seed.shuffle(rules)
    seed.shuffle(items)
    assert advise(about, items, rules) == advise(about, ITEMS, RULES)


@settings(deadline=None, max_examples=60)
@given(about=people, key=st.sampled_from(IDS))
def test_turning_a_no_into_a_yes_never_allows_more(about: About, key: str) -> None:
    no = replace(about, answers={**about.answers, key: "no"})
    yes = replace(about, answers={**about.answers, key: "yes"})
    for item in ITEMS:
        assert permit(yes, item, RULES).permit >= permit(no, item, RULES).permit


@settings(deadline=None, max_examples=60)
@given(about=people, key=st.sampled_from(IDS))
def test_not_knowing_never_allows_more_than_a_no(about: About, key: str) -> None:
    no = replace(about, answers={**about.answers, key: "no"})
    unknown = replace(about, answers={**about.answers, key: "unknown"})
    for item in ITEMS:
        assert permit(unknown, item, RULES).permit >= permit(no, item, RULES).permit


@settings(deadline=None, max_examples=60)
@given(about=people)
def test_an_item_touched_by_an_unknown_rule_is_never_permitted(about: About) -> None:
    unknown = [rule for rule in RULES if circumstance(rule, about).state == "unknown"]
    for item in ITEMS:
        touched = any(permit(about, item, [rule]).permit is Permit.ANSWER_FIRST for rule in unknown)
        assert not (touched and permit(about, item, RULES).permit <= Permit.ADJUST)


@settings(deadline=None, max_examples=60)
@given(about=people, medicine=st.sampled_from(base().medicines))
def test_one_more_medicine_never_allows_more(about: About, medicine: Medicine) -> None:
    some = replace(about, medicines=about.medicines or (), unknown_medicines=())
    more = replace(some, medicines=(*(some.medicines or ()), medicine))
    for item in ITEMS:
        assert permit(more, item, RULES).permit >= permit(some, item, RULES).permit


def test_the_words_for_an_answer_are_three() -> None:
    assert ANSWERS == ("yes", "no", "unknown")


@settings(deadline=None, max_examples=60)
@given(
    about=people,
    medicine=st.one_of(st.sampled_from(base().medicines), st.just("a name that nobody knows")),
)
def test_one_more_medicine_known_or_not_never_allows_more_beside_names_that_are_not_known(
    about: About, medicine: Medicine | str
) -> None:
    some = replace(about, medicines=about.medicines or ())
    if isinstance(medicine, str):
        more = replace(some, unknown_medicines=(*some.unknown_medicines, medicine))
    else:
        more = replace(some, medicines=(*(some.medicines or ()), medicine))
    for item in ITEMS:
        assert permit(more, item, RULES).permit >= permit(some, item, RULES).permit
