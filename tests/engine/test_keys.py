"""Keys: made once, kept apart, and missed loudly."""

import stat
from pathlib import Path

import pytest

from engine.keys import AES_GCM, KeyMissing, Keyring, create_key_file, load_key_file

OLD, NEW = bytes(range(32)), bytes(range(32, 64))


def test_it_makes_a_key_file_for_its_owner_alone_and_never_over_another(tmp_path: Path) -> None:
    path = tmp_path / "keys.json"
    create_key_file(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert load_key_file(path).current == 1
    with pytest.raises(FileExistsError):
        create_key_file(path)


@pytest.mark.parametrize("content", ["", "{}", '{"current": 1, "keys": {"x": "y"}}', "[1]"])
def test_it_says_where_a_key_file_is_missing_or_damaged(tmp_path: Path, content: str) -> None:
    path = tmp_path / "keys.json"
    with pytest.raises(KeyMissing, match=r"keys\.json"):
        load_key_file(path)
    path.write_text(content, encoding="utf-8")
    with pytest.raises(KeyMissing, match=r"keys\.json"):
        load_key_file(path)


def test_a_case_key_opens_what_it_sealed_and_nothing_else(keyring: Keyring) -> None:
    (key, wrapped), (other, _) = keyring.new_case_key(), keyring.new_case_key()
    sealed = key.seal(b"said")
    assert sealed[0] == AES_GCM
    assert key.seal(b"said") != sealed
    assert keyring.unwrap(wrapped).open(sealed) == b"said"
    with pytest.raises(KeyMissing):
        other.open(sealed)
    with pytest.raises(KeyMissing):
        key.open(sealed[:-1] + bytes([sealed[-1] ^ 1]))


def test_old_case_keys_open_after_the_master_key_was_changed() -> None:
    before = Keyring(1, {1: OLD})
    key, wrapped = before.new_case_key()
    after = Keyring(2, {1: OLD, 2: NEW})
    assert after.unwrap(wrapped) == key
    assert after.lookup_hash("phone", "1") == before.lookup_hash("phone", "1")
    assert after.new_case_key()[1][:2] == (2).to_bytes(2, "big")
    with pytest.raises(KeyMissing, match="master key 1"):
        Keyring(2, {2: NEW}).unwrap(wrapped)


def test_a_look_up_differs_by_purpose_and_key(keyring: Keyring) -> None:
    assert keyring.lookup_hash("phone", "1") != keyring.lookup_hash("code", "1")
    assert keyring.lookup_hash("phone", "1") != Keyring(1, {1: NEW}).lookup_hash("phone", "1")
