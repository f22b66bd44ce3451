from __future__ import annotations

from anjuan.samples.dice import Dice, spin


def test_the_same_words_give_the_same_stream() -> None:
    assert [Dice(1, "a").random() for _ in range(3)] == [Dice(1, "a").random() for _ in range(3)]


def test_other_words_give_another_stream() -> None:
    assert Dice(1, "a").random() != Dice(1, "b").random()


def test_spin_takes_one_of_the_choices() -> None:
    assert spin("于<甲~乙>处", Dice(1), {}) in {"于甲处", "于乙处"}


def test_spin_fills_a_named_place() -> None:
    assert spin("共<n>份", Dice(1), {"n": lambda _: "7"}) == "共7份"


def test_spin_leaves_unknown_places_alone() -> None:
    assert spin("<unknown>", Dice(1), {}) == "<unknown>"
