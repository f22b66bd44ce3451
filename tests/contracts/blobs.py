"""What every blob store promises."""

from __future__ import annotations

import hashlib

import pytest

from anjuan.kit.blobs import Blobs
from anjuan.kit.errors import BlobMissingError


class BlobsContract:
    """Inherit, and give a fixture ``blobs``."""

    def test_what_was_put_comes_back(self, blobs: Blobs):
        digest = blobs.put([b"case", b" file"])
        with blobs.open(digest.sha256) as stream:
            assert stream.read() == b"case file"

    def test_the_digest_is_sha256_sm3_and_size(self, blobs: Blobs):
        digest = blobs.put([b"abc"])
        assert digest.sha256 == hashlib.sha256(b"abc").hexdigest()
        # The standard's own first example, GB/T 32905-2016, A.1.
        assert digest.sm3 == "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"
        assert digest.size_bytes == 3

    def test_the_same_bytes_are_stored_once(self, blobs: Blobs):
        assert blobs.put([b"a", b"b"]) == blobs.put([b"ab"])
        assert len(list(blobs.all())) == 1

    def test_nothing_is_a_blob_too(self, blobs: Blobs):
        assert blobs.has(blobs.put([]).sha256)

    def test_what_is_not_there_is_named(self, blobs: Blobs):
        with pytest.raises(BlobMissingError, match="0000"):
            blobs.open("0" * 64)
        with pytest.raises(BlobMissingError):
            blobs.verify("0" * 64)

    @pytest.mark.parametrize("name", ["", "../../etc/passwd", "A" * 64, "0" * 63])
    def test_a_name_that_is_no_digest_is_never_a_path(self, blobs: Blobs, name):
        with pytest.raises(BlobMissingError):
            blobs.open(name)

    def test_verifying_reads_the_bytes_again(self, blobs: Blobs):
        digest = blobs.put([b"seal"])
        assert blobs.verify(digest.sha256) == digest
