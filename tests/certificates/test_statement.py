from __future__ import annotations

import base64
import dataclasses
import datetime as dt
import importlib.util
import json
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st

from anjuan.certificates.rules.statement import (
    PublicKey,
    Statement,
    holder_hash,
    key_name,
    keys_published,
    statement_check,
    statement_sign,
)

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
RAW = KEY.public_key().public_bytes_raw()
KID = key_name(RAW)
KEYS = {KID: PublicKey(KID, RAW)}
DAY = dt.date(2026, 3, 2)
SAID = Statement(
    "45426Q00001R0M", "宁波海棠模具有限公司", "", "GB/T 19001-2016", DAY, dt.date(2029, 3, 1), "示例认证", DAY
)
TEXT = statement_sign(SAID, KEY)
SCRIPT = Path(__file__).resolve().parents[2] / "scripts" / "verify_certificate.py"


def script():
    spec = importlib.util.spec_from_file_location("verify_certificate", SCRIPT)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


ALONE = script()


def part(value: dict) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()


def signed(head: dict, payload: str) -> str:
    text = f"{part(head)}.{payload}"
    return f"{text}.{base64.urlsafe_b64encode(KEY.sign(text.encode())).rstrip(b'=').decode()}"


def test_a_statement_says_what_was_signed():
    assert statement_check(TEXT, KEYS).statement == SAID


def test_a_statement_is_read_out_of_the_address_of_its_code():
    assert statement_check(f"https://verify.example.cn/verify/q/{TEXT}\n", KEYS).statement == SAID


@given(st.integers(0, len(TEXT) - 1), st.sampled_from("ABCabc019-_."))
def test_no_sign_of_a_statement_can_be_changed(place, sign):
    changed = TEXT[:place] + sign + TEXT[place + 1 :]
    assert changed == TEXT or statement_check(changed, KEYS).fault


@given(st.integers(0, len(TEXT) - 1), st.integers(1, 40))
def test_nothing_can_be_cut_out_of_a_statement(place, length):
    assert statement_check(TEXT[:place] + TEXT[place + length :], KEYS).fault


@given(st.integers(0, len(TEXT)), st.text("ABCabc019-_.=", min_size=1, max_size=5))
def test_nothing_can_be_put_into_a_statement(place, more):
    assert statement_check(TEXT[:place] + more + TEXT[place:], KEYS).fault


@given(st.text(max_size=300))
def test_no_text_whatever_is_a_statement_or_an_accident(text):
    assert statement_check(text, KEYS).fault


@given(st.binary(min_size=64, max_size=64))
def test_no_signature_out_of_the_blue_holds(raw):
    head, payload, _ = TEXT.split(".")
    forged = base64.urlsafe_b64encode(raw).rstrip(b"=").decode()
    assert statement_check(f"{head}.{payload}.{forged}", KEYS).fault == "signature"


@pytest.mark.parametrize(
    "change", [{"number": "45426Q00002R0M"}, {"holder": "别的公司"}, {"standard": "GB/T 24001-2016"},
               {"expires_on": dt.date(2039, 3, 1)}, {"body": "别的机构"}, {"printing": 2}],
)  # fmt: skip
def test_another_content_under_the_old_signature_is_refused(change):
    other = statement_sign(dataclasses.replace(SAID, **change), Ed25519PrivateKey.generate())
    forged = ".".join((TEXT.split(".")[0], other.split(".")[1], TEXT.split(".")[2]))
    assert statement_check(forged, KEYS).fault == "signature"


def test_another_body_cannot_sign_in_our_name():
    theirs = statement_sign(SAID, Ed25519PrivateKey.generate())
    assert statement_check(theirs, KEYS).fault == "key_unknown"


def test_the_name_of_our_key_does_not_help_a_forger():
    _, payload, signature = statement_sign(SAID, Ed25519PrivateKey.generate()).split(".")
    assert statement_check(f"{TEXT.split('.')[0]}.{payload}.{signature}", KEYS).fault == "signature"


@pytest.mark.parametrize(
    "head", [{"alg": "none", "kid": KID}, {"alg": "HS256", "kid": KID}, {"alg": "EdDSA"},
             {"alg": "EdDSA", "kid": KID, "crit": ["b64"]}, {"alg": "EdDSA", "kid": KID, "jwk": {}}],
)  # fmt: skip
def test_no_other_header_is_taken(head):
    assert statement_check(signed(head, TEXT.split(".")[1]), KEYS).fault == "shape"


def test_a_name_that_stands_twice_is_refused():
    twice = base64.urlsafe_b64encode(b'{"v":1,"n":"A","n":"B","f":"2026-03-02","t":"2029-03-01","i":"2026-03-02"}')
    made = signed({"alg": "EdDSA", "kid": KID}, twice.rstrip(b"=").decode())
    assert statement_check(made, KEYS).fault == "shape"


def test_another_version_is_refused():
    made = signed({"alg": "EdDSA", "kid": KID}, part({"v": 2, "n": "A"}))
    assert statement_check(made, KEYS).fault == "shape"


def test_a_revoked_key_verifies_nothing():
    assert statement_check(TEXT, {KID: PublicKey(KID, RAW, DAY, is_revoked=True)}).fault == "key_revoked"


@pytest.mark.parametrize(("retired", "fault"), [(DAY, ""), (DAY - dt.timedelta(days=1), "after_retirement")])
def test_a_retired_key_verifies_what_it_signed_until_then(retired, fault):
    assert statement_check(TEXT, {KID: PublicKey(KID, RAW, retired)}).fault == fault


def test_the_hash_of_a_holder_needs_number_and_name():
    one = holder_hash("A1", "海棠有限公司")
    assert one == holder_hash("A1", " 海棠 有限公司") != holder_hash("A2", "海棠有限公司")


def test_a_statement_fits_a_code_that_a_telephone_reads():
    assert len(TEXT) < 500


def test_the_script_and_the_program_agree_on_a_statement():
    assert ALONE.verify(TEXT, keys_published(KEYS))["n"] == "45426Q00001R0M"


@settings(max_examples=25, deadline=None)
@given(st.integers(0, len(TEXT) - 1), st.sampled_from("ABCabc019-_"))
def test_the_script_too_refuses_every_change(place, sign):
    changed = TEXT[:place] + sign + TEXT[place + 1 :]
    if changed != TEXT:
        with pytest.raises(ALONE.NotGenuineError):
            ALONE.verify(changed, keys_published(KEYS))


@settings(max_examples=15, deadline=None)
@given(st.binary(min_size=32, max_size=32), st.binary(max_size=200))
def test_the_script_verifies_what_the_library_signs(seed, message):
    key = Ed25519PrivateKey.from_private_bytes(seed)
    public = key.public_key().public_bytes_raw()
    assert ALONE.ed25519_holds(public, key.sign(message), message)


@settings(max_examples=15, deadline=None)
@given(st.binary(min_size=1, max_size=50), st.integers(0, 511))
def test_the_script_refuses_a_signature_with_one_bit_turned(message, bit):
    raw = bytearray(KEY.sign(message))
    raw[bit // 8] ^= 1 << bit % 8
    assert not ALONE.ed25519_holds(RAW, bytes(raw), message)


def test_the_script_refuses_a_signature_whose_number_is_too_large():
    raw = KEY.sign(b"x")
    larger = int.from_bytes(raw[32:], "little") + ALONE.L
    assert not ALONE.ed25519_holds(RAW, raw[:32] + larger.to_bytes(32, "little"), b"x")


def test_the_script_knows_the_first_vector_of_the_standard():
    # Source: RFC 8032, section 7.1, test 1.
    public = bytes.fromhex("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a")
    signature = bytes.fromhex(
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46b"
        "d25bf5f0595bbe24655141438e7a100b"
    )
    assert ALONE.ed25519_holds(public, signature, b"")


def test_the_script_imports_nothing_but_python():
    names = {
        line.split()[1].split(".")[0]
        for line in SCRIPT.read_text("utf-8").splitlines()
        if line.startswith(("import ", "from "))
    }
    assert names == {"__future__", "base64", "datetime", "hashlib", "json", "sys"}


@pytest.mark.parametrize(("key", "told"), [({"revoked": True}, "revoked"), ({"retired_on": "2026-03-01"}, "retired")])
def test_the_script_minds_the_end_of_a_key(key, told):
    published = keys_published(KEYS)
    published["keys"][0] |= key
    with pytest.raises(ALONE.NotGenuineError, match=told):
        ALONE.verify(TEXT, published)


def test_the_script_tells_by_its_exit_code(tmp_path, capsys):
    (tmp_path / "keys.json").write_text(json.dumps(keys_published(KEYS)), encoding="utf-8")
    assert ALONE.main([str(tmp_path / "keys.json"), TEXT]) == 0
    assert ALONE.main([str(tmp_path / "keys.json"), TEXT[:-3]]) == 1
    assert ALONE.main([]) == 2
    assert "45426Q00001R0M" in capsys.readouterr().out
