from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from anjuan.accounts.rules.keylists import packed_keys, unpacked_keys


@given(st.sets(st.integers(min_value=0, max_value=2**63 - 1), max_size=20))
def test_keys_come_back_as_they_were(keys):
    assert unpacked_keys(packed_keys(keys)) == keys


def test_many_keys_in_a_row_take_few_bytes():
    assert len(packed_keys(range(1_000_000, 1_005_000))) < 200


def test_no_bytes_are_no_keys():
    assert unpacked_keys(b"") == frozenset()
