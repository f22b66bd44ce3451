"""Damaged files never take the workshop down and never hold it up."""

from __future__ import annotations

import random
import time

import pytest
from tests.reading import made

from anjuan.reading import errors
from anjuan.reading.protocol import Limits
from anjuan.reading.workshop.shop import Workshop
from anjuan.reading.workshop.workbench import Workbench

KINDS = [kind for kind, (content, _) in made.SAMPLES.items() if content]


def damaged(content, dice):
    bad = bytearray(content)
    for _ in range(dice.randint(1, 8)):
        bad[dice.randrange(len(bad))] = dice.randrange(256)
    return bytes(bad[: dice.randint(1, len(bad))] if dice.random() < 0.4 else bad)


@pytest.fixture(scope="module")
def shop():
    limits = Limits(seconds_per_page=20, seconds_per_file=40, memory_bytes=1 << 30, unpacked_bytes=64 << 20)
    with Workshop(limits) as shop:
        yield shop


@pytest.mark.parametrize("kind", KINDS)
def test_damage_is_told_and_survived(shop, tmp_path, kind):
    dice = random.Random(kind)
    path = tmp_path / kind
    began = time.monotonic()
    for _ in range(3):
        path.write_bytes(damaged(made.SAMPLES[kind][0], dice))
        try:
            with shop.read(path, recognise=False) as reading:
                list(reading)
        except (errors.ReaderCrashedError, errors.ReaderSilentError):
            pytest.fail(f"a damaged {kind} took the reading process down")
        except errors.ReadError as error:
            assert error.what  # noqa: PT017  any refusal will do, as long as it speaks
    assert time.monotonic() - began < 60


@pytest.mark.parametrize("kind", ["zip", "7z", "rar", "tar", "gz", "xz", "eml", "msg", "mht"])
def test_containers_survive_many_damages(tmp_path, kind):
    dice = random.Random(kind)
    path = tmp_path / "file"
    limits = Limits(unpacked_bytes=64 << 20)
    with Workbench(made.fake_catalogue(), limits) as bench:
        for _ in range(60):
            path.write_bytes(damaged(made.SAMPLES[kind][0], dice))
            try:
                with bench.read(path) as reading:
                    list(reading)
            except errors.ReadError as error:
                assert error.what  # noqa: PT017
