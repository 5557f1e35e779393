"""A marked name and phone stand nowhere but in the vault, decrypted or not (decision 11)."""

import pytest
from sqlalchemy import select

from engine import personal
from engine.keys import CaseKey, KeyMissing
from engine.runtime import Runtime
from engine.store import tables as engine_tables
from engine.uow import reading, run
from registers.matters.acts import join_matter, supplement
from tests.make import matters as make
from tests.small_county import Cast

MARKS = ("标记甲", "13911112222", "标记乙", "13933334444")


def test_it_keeps_names_and_phones_in_the_vault_alone(office: Runtime, cast: Cast) -> None:
    receipt = make.answered(office, cast.clerk, name="标记甲", phone="13911112222")
    contact = {"name": "标记乙", "phone": "13933334444"}
    key = make.request_key()
    run(office, join_matter, make.CITIZEN, receipt.instance_id, contact=contact, request_key=key)
    run(
        office,
        supplement,
        make.applicant(receipt),
        receipt.instance_id,
        text="还有一盏",
        uploads=[make.upload(office)],
    )
    with reading(office) as uow:
        case = uow.lock_instance(receipt.instance_id)
        assert case
        found = everything(office, personal.case_key(uow, case))
    for mark in MARKS:
        assert mark not in found, mark


def everything(runtime: Runtime, key: CaseKey) -> str:
    """All tables but the vault, their ciphertexts opened with the case's key, and all files."""
    said: list[str] = []
    with reading(runtime) as uow:
        for table in engine_tables.metadata.sorted_tables:
            if table is not engine_tables.personal:
                said += [opened(value, key) for row in uow.rows(select(table)) for value in row]
    files = [file for file in runtime.settings.data_folder.rglob("*") if file.is_file()]
    said += [opened(file.read_bytes(), key) for file in files]
    return "\n".join(said)


def opened(value: object, key: CaseKey) -> str:
    if not isinstance(value, bytes):
        return str(value)
    try:
        return key.open(value).decode(errors="replace")
    except (KeyMissing, ValueError):
        return value.decode(errors="replace")


@pytest.mark.parametrize("mark", ["标记甲", "13911112222"])
def test_it_would_see_a_mark_in_a_ciphertext(keyring: object, mark: str) -> None:
    key = CaseKey(bytes(32))
    assert mark in opened(key.seal(mark.encode()), key)
