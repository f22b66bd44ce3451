from __future__ import annotations

import tomllib

import pytest

from anjuan.preservation.services.backup_secrets import secrets_open, secrets_seal, settings_shown


def written(home, text: str):
    (home / "anjuan.toml").write_text(text, encoding="utf-8")
    return settings_shown(home)


@pytest.mark.parametrize(
    "text",
    [
        '[oidc]\nissuer = "https://id.example"\nclient_secret = "s3cret"\n',
        "[oidc]\nclient_secret = 's3cret'\n",
        'oidc.client_secret = "s3cret"\n',
        '[mailbox]\npassword = "s3cret"\n',
        '[reading]\npasswords = ["s3cret", "other"]\n',
    ],
)
def test_no_secret_stands_in_the_settings_of_a_backup(tmp_path, text):
    shown = written(tmp_path, text)
    assert shown is not None
    assert b"s3cret" not in shown
    assert tomllib.loads(shown.decode())


def test_what_is_not_secret_stays(tmp_path):
    shown = written(tmp_path, '[oidc]\nissuer = "https://id.example"\nclient_secret = "s3cret"\n')
    assert shown == b'[oidc]\nissuer = "https://id.example"\nclient_secret = ""\n'


def test_a_secret_written_over_several_lines_leaves_the_file_out(tmp_path):
    assert written(tmp_path, '[oidc]\nclient_secret = """\ns3cret\n"""\n') is None


def test_the_sealed_settings_hold_the_secret(tmp_path):
    (tmp_path / "anjuan.toml").write_text('[oidc]\nclient_secret = "s3cret"\n', encoding="utf-8")
    assert "s3cret" in secrets_open(secrets_seal(tmp_path, "long enough"), "long enough")["anjuan.toml"]
