"""Password hashes."""

from registers.accounts import passwords


def test_it_knows_the_right_password() -> None:
    stored = passwords.hash_password("right")
    assert passwords.is_right("right", stored)
    assert not passwords.is_right("wrong", stored)


def test_it_takes_as_long_for_nobody_as_for_somebody() -> None:
    assert not passwords.is_outdated(passwords._NOBODYS)
    assert not passwords.is_right("anything", None)
