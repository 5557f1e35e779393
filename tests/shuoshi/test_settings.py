"""Settings: defaults, refusals in one line, and no setting without a line in the docs."""

import re
from pathlib import Path

import pytest

from shuoshi.settings import DEFAULTS, BadSetting, read_settings

ROOT = Path(__file__).parent.parent.parent
PAGE = ROOT / "docs" / "operators" / "settings.md"


def test_it_runs_with_no_setting_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    settings = read_settings({})
    assert settings.data_folder == tmp_path / "data"
    assert settings.key_folder == tmp_path / "data" / "keys"
    assert settings.database_url == f"sqlite:///{tmp_path / 'data' / 'shuoshi.sqlite'}"
    assert settings.public_url == "http://127.0.0.1:8000"
    assert not settings.demo


def test_it_follows_the_port_in_its_public_address() -> None:
    assert read_settings({"PORT": "9000"}).public_url == "http://127.0.0.1:9000"


def test_it_takes_postgresql_under_its_usual_name() -> None:
    settings = read_settings({"SHUOSHI_DATABASE": "postgresql://shuoshi:secret@db/county"})
    assert settings.database_url == "postgresql+psycopg://shuoshi:secret@db/county"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "70000"),
        ("PORT", "eight"),
        ("SHUOSHI_THREADS", "0"),
        ("SHUOSHI_DEMO", "yes"),
        ("SHUOSHI_LOG_LEVEL", "LOUD"),
        ("SHUOSHI_PUBLIC_URL", "shuoshi.example"),
        ("SHUOSHI_DATABASE", "mysql://db/county"),
        ("SHUOSHI_DATABASE", "sqlite://"),
        ("SHUOSHI_DATABASE", "no url"),
    ],
)
def test_it_refuses_a_value_that_makes_no_sense(name: str, value: str) -> None:
    with pytest.raises(BadSetting, match=name):
        read_settings({name: value})


def test_it_never_repeats_a_database_password() -> None:
    with pytest.raises(BadSetting) as refusal:
        read_settings({"SHUOSHI_DATABASE": "mysql://shuoshi:secret@db/county"})
    assert "secret" not in str(refusal.value)


def test_it_asks_whether_a_misspelt_setting_was_meant() -> None:
    with pytest.raises(BadSetting, match="did you mean SHUOSHI_DATABASE"):
        read_settings({"SHUOSHI_DATABSE": "postgresql://db/county"})


def test_it_documents_every_setting_and_no_other() -> None:
    named = set(re.findall(r"^\| `((?:SHUOSHI_)?[A-Z_]+)`", PAGE.read_text(encoding="utf-8"), re.MULTILINE))
    assert named == set(DEFAULTS)
