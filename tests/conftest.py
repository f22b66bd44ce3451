from __future__ import annotations

import datetime as dt
import os
from pathlib import Path

import pytest

from anjuan.kit.clock import FrozenClock
from anjuan.preservation.printing import chinese_families

REPOSITORY = Path(__file__).resolve().parent.parent


@pytest.fixture
def clock() -> FrozenClock:
    return FrozenClock(dt.datetime(2026, 3, 2, 1, 30, tzinfo=dt.UTC))


@pytest.fixture(autouse=True)
def quick_passwords(settings):
    """Real password hashing is slow on purpose; no test is about it."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def shared_data() -> Path:
    """The material beside the checkout; tests that need it are skipped, with this reason, where it is absent."""
    folder = Path(os.environ.get("ANJUAN_SHARED_DATA") or REPOSITORY.parent / "shared" / "data")
    if not folder.is_dir():
        pytest.skip("the shared material is not beside this checkout (set ANJUAN_SHARED_DATA to its folder)")
    return folder


@pytest.fixture(scope="session")
def chinese_font() -> None:
    """Skip where the machine can print no Chinese; fail there under CI, which installs a font."""
    if chinese_families():
        return
    told = "no font with Chinese characters is on this machine (install fonts-noto-cjk)"
    if os.environ.get("CI"):
        pytest.fail(told)
    pytest.skip(told)
