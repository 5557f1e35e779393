"""A case's pack: all of it in one zip, that can be checked without the database; audited, and for those who see it."""

import io
import zipfile
from collections.abc import Mapping

import pytest
from sqlalchemy import select

from engine.actor import Actor
from engine.check_pack import MANIFEST, faults_of_pack, manifest_of
from engine.errors import NotAllowed, NotFound
from engine.runtime import Runtime
from engine.seal_file import export_seals, exported_seals, seal_file
from engine.seals import seal_heads
from engine.store import tables
from engine.uow import reading, run
from registers.attachments.packing import pack_case
from tests.make import matters as make
from tests.small_county import Cast

PHONE = b"13900001234"


@pytest.fixture
def office(runtime: Runtime) -> Runtime:
    """An office in which matters can be raised."""
    return make.office(runtime)


@pytest.fixture
def matter(office: Runtime) -> str:
    """A matter with a photo, its chain sealed among others."""
    make.matter(office)
    receipt = make.matter(office, photos=[make.upload(office)])
    run(office, seal_heads)
    run(office, export_seals)
    return receipt.instance_id


def packed(runtime: Runtime, actor: Actor, instance_id: str) -> dict[str, bytes]:
    pack = run(runtime, pack_case, actor, instance_id)
    with zipfile.ZipFile(io.BytesIO(pack.content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def changed(files: Mapping[str, bytes], name: str, old: bytes, new: bytes) -> dict[str, bytes]:
    """The files with one of them changed, and a list that says so."""
    others = {each: content for each, content in files.items() if each != MANIFEST}
    assert old in others[name]
    others[name] = others[name].replace(old, new, 1)
    return {**others, MANIFEST: manifest_of(others)}


def test_it_holds_documents_diagrams_submissions_and_the_chain(
    office: Runtime, cast: Cast, matter: str
) -> None:
    files = packed(office, cast.clerk, matter)
    kinds = {name.partition("/")[0] for name in files}
    assert kinds >= {"case.json", "history.json", "submissions.json", "chain.jsonl", "seal.json", "documents"}
    assert any(name.endswith(".bpmn") for name in files)
    assert faults_of_pack(files, exported_seals(seal_file(office.settings.data_folder))) == []


def test_it_is_audited(office: Runtime, cast: Cast, matter: str) -> None:
    packed(office, cast.clerk, matter)
    event = tables.event.c
    with reading(office) as uow:
        last = uow.first(select(event.what, event.actor).order_by(event.seq.desc()).limit(1))
    assert last == ("case-exported", cast.clerk.name)


def test_it_shows_personal_data_to_handlers_alone(office: Runtime, cast: Cast, matter: str) -> None:
    assert PHONE in packed(office, cast.clerk, matter)["submissions.json"]
    files = packed(office, cast.supervisor, matter)
    assert PHONE not in b"".join(files.values())


def test_it_is_refused_to_those_who_do_not_see_the_case(office: Runtime, cast: Cast, matter: str) -> None:
    with pytest.raises(NotAllowed):
        run(office, pack_case, cast.neighbour, matter)
    with pytest.raises(NotFound):
        run(office, pack_case, cast.clerk, "no-such-case")


@pytest.mark.parametrize(
    ("name", "old", "new", "fault"),
    [
        ("chain.jsonl", b'"what":"', b'"what":"x', "chain.jsonl: event 1"),
        ("seal.json", b'"heads": ', b'"heads": 1', "seal.json: proof"),
        ("seal.json", b'"seq": ', b'"seq": 7', "seal.json: head"),
    ],
)
def test_a_pack_that_was_changed_shows(
    office: Runtime, cast: Cast, matter: str, name: str, old: bytes, new: bytes, fault: str
) -> None:
    files = packed(office, cast.clerk, matter)
    assert fault in faults_of_pack(changed(files, name, old, new), {})


def test_a_file_that_is_not_as_listed_shows(office: Runtime, cast: Cast, matter: str) -> None:
    files = packed(office, cast.clerk, matter)
    assert faults_of_pack({**files, "case.json": b"{}"}, {}) == ["case.json"]


def test_a_seal_that_was_not_exported_shows(office: Runtime, cast: Cast, matter: str) -> None:
    files = packed(office, cast.clerk, matter)
    assert faults_of_pack(files, {1: "0" * 64}) == ["seal.json: not the seal that was exported"]


def test_what_is_no_pack_is_unreadable() -> None:
    assert faults_of_pack({}, {}) == ["unreadable: 'manifest.json'"]
