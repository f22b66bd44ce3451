from __future__ import annotations

import random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scripts import train_kinds

from anjuan.papers.kinds.catalogue import catalogue
from anjuan.papers.kinds.errors import ModelFileError
from anjuan.papers.kinds.model import NONE, SLOTS, corrected, features, load, save, shipped, slots_of
from anjuan.papers.kinds.training import Item, Recipe, digest, from_phrases, noisy, train, varied


@pytest.fixture(scope="module")
def small():
    """A model of forms made of phrases, with forms it has not seen."""
    dice = random.Random(3)
    items = list(from_phrases(catalogue(), dice, each=6))
    return train(items, Recipe(rounds=5)), items, list(from_phrases(catalogue(), random.Random(4), each=2))


def share(model, items) -> float:
    titled = [item for item in items if item.kind]
    hits = [model.guesses("\n".join(item.lines))[0].kind == item.kind for item in titled]
    return sum(hits) / len(titled)


def test_a_model_trained_on_forms_tells_forms_it_has_not_seen(small):
    model, _, unseen = small
    assert share(model, unseen) > 0.7


def test_training_again_gives_the_same_model(small):
    model, items, _ = small
    again = train(items, Recipe(rounds=5))
    assert np.array_equal(again.weights, model.weights)
    assert again.sharpness == model.sharpness


def test_the_shipped_model_was_trained_on_the_phrases_of_the_tables_as_they_are():
    assert shipped().name == train_kinds.name(), "run python scripts/train_kinds.py"


def test_the_shipped_model_is_small_and_knows_every_kind_with_words():
    assert train_kinds.TARGET.stat().st_size < 2_000_000
    assert {kind for kind, phrases in catalogue().phrases.items() if len(phrases) > 2} <= set(shipped().kinds)


def test_a_saved_model_says_the_same(small, tmp_path):
    model, items, _ = small
    save(model, tmp_path / "model.npz")
    text = "\n".join(items[0].lines)
    assert load(tmp_path / "model.npz").guesses(text)[0].kind == model.guesses(text)[0].kind


@pytest.mark.parametrize("content", [b"", b"no archive", None])
def test_a_damaged_file_is_told(tmp_path, content):
    path = tmp_path / "model.npz"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(ModelFileError, match="train_kinds"):
        load(path)


def test_an_empty_text_is_none_of_the_kinds():
    assert shipped().guesses("")[0].kind == NONE


def test_everyday_writing_is_not_taken_for_a_form_with_certainty():
    guess = shipped().guesses("明天下午在操场举行拔河比赛，请各班同学穿运动鞋准时参加，获胜班级有奖品。")[0]
    assert guess.kind == NONE or guess.confidence < 0.75


@given(st.text(max_size=300))
def test_any_text_has_guesses_that_are_probabilities(text):
    guesses = shipped().guesses(text)
    assert all(0 <= guess.confidence <= 1 for guess in guesses)
    assert sum(guess.confidence for guess in guesses) <= 1.01


@given(st.text(min_size=3, max_size=200))
def test_features_are_of_length_one(text):
    slots, values = features(text, np.ones(SLOTS, dtype=np.float32))
    assert not len(slots) or abs(float(values @ values) - 1) < 1e-3


def test_numbers_do_not_tell_texts_apart():
    assert np.array_equal(slots_of("第3次审核共12人"), slots_of("第45次审核共678人"))


def test_a_correction_is_remembered_and_the_model_stays_as_it_was():
    text = "外派联络笺\n前往单位\n事由\n随行"
    model = corrected(shipped(), [(text, "C02")])
    assert model.remembered(text).kind == "C02"
    assert shipped().remembered(text) is None


def test_the_later_correction_of_a_text_holds():
    text = "外派联络笺\n前往单位\n事由\n随行"
    model = corrected(corrected(shipped(), [(text, "C02")]), [(text, "C05")])
    assert model.remembered(text).kind == "C05"


def test_papers_unlike_the_corrected_ones_are_not_remembered():
    model = corrected(shipped(), [("外派联络笺\n前往单位\n事由\n随行", "C02")])
    assert model.remembered("营业执照\n统一社会信用代码\n经营范围\n登记机关") is None


@given(st.text(max_size=80), st.floats(0, 0.2))
def test_noise_only_uses_characters_of_the_text(text, rate):
    assert set(noisy(text, random.Random(1), rate=rate)) <= set(text)


def test_titles_are_dropped_in_about_half_of_the_variants():
    dice = random.Random(2)
    item = Item("C06", "审核计划", ("审核目的", "审核准则"))
    titled = sum("计划" in varied(item, dice) for _ in range(400))
    assert 130 < titled < 270


def test_a_digest_changes_with_a_single_line():
    assert digest([Item("C06", "计划", ("甲",))]) != digest([Item("C06", "计划", ("乙",))])
