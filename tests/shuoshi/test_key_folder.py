"""The key folder: made once, readable by nobody else, never made anew over what is there."""

import stat
from pathlib import Path

import pytest

from engine.keys import KeyMissing
from shuoshi.key_folder import MASTER, SESSION, load_keys, make_keys


def test_it_makes_keys_that_only_this_account_can_read(tmp_path: Path) -> None:
    folder = tmp_path / "keys"
    assert make_keys(folder) == (folder / MASTER, folder / SESSION)
    assert {stat.S_IMODE((folder / name).stat().st_mode) for name in (MASTER, SESSION)} == {0o600}
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_it_keeps_what_is_there(tmp_path: Path) -> None:
    make_keys(tmp_path)
    before = load_keys(tmp_path)
    assert make_keys(tmp_path) == ()
    assert load_keys(tmp_path) == before


def test_it_makes_a_new_session_key_for_an_operator_who_signs_everybody_out(tmp_path: Path) -> None:
    make_keys(tmp_path)
    before = load_keys(tmp_path)
    (tmp_path / SESSION).unlink()
    assert make_keys(tmp_path) == (tmp_path / SESSION,)
    after = load_keys(tmp_path)
    assert after.session_secret != before.session_secret
    assert after.keyring == before.keyring


@pytest.mark.parametrize("name", [MASTER, SESSION])
def test_it_names_the_file_that_is_missing(tmp_path: Path, name: str) -> None:
    make_keys(tmp_path)
    (tmp_path / name).unlink()
    with pytest.raises(KeyMissing, match=name):
        load_keys(tmp_path)


def test_it_refuses_a_session_key_that_is_too_short(tmp_path: Path) -> None:
    make_keys(tmp_path)
    (tmp_path / SESSION).write_bytes(b"short")
    with pytest.raises(KeyMissing, match="too short"):
        load_keys(tmp_path)
