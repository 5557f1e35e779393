"""Check a case's pack by itself: files as listed, the chain whole, its head under the seal, the seal in the copy."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

import orjson

from engine.audit import Head, event_hash
from engine.case_pack import CHAIN, SEAL
from engine.merkle import root_by
from engine.seals import Seal, SealedHead, seal_hash

MANIFEST = "manifest.json"


def manifest_of(files: Mapping[str, bytes]) -> bytes:
    """Return the list of a pack's files with their SHA-256."""
    hashes = {name: hashlib.sha256(content).hexdigest() for name, content in sorted(files.items())}
    return orjson.dumps(hashes, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)


def faults_of_pack(files: Mapping[str, bytes], exported: Mapping[int, str]) -> list[str]:
    """Return what does not hold of a pack, as file names with the event or a reason; `exported` are seals kept elsewhere."""
    try:
        return [*_faults_of_files(files), *_faults_of_chain(files), *_faults_of_seal(files, exported)]
    except (KeyError, TypeError, ValueError) as error:
        return [f"unreadable: {error}"]


def _faults_of_files(files: Mapping[str, bytes]) -> Iterator[str]:
    listed = orjson.loads(files[MANIFEST])
    found = orjson.loads(manifest_of({name: each for name, each in files.items() if name != MANIFEST}))
    for name in sorted({*listed, *found}):
        if listed.get(name) != found.get(name):
            yield name


def _events(files: Mapping[str, bytes]) -> list[dict[str, Any]]:
    rows = [orjson.loads(line) for line in files[CHAIN].splitlines()]
    return [
        {
            **row,
            "at": datetime.fromisoformat(row["at"]),
            "previous": bytes.fromhex(row["previous"]),
            "hash": bytes.fromhex(row["hash"]),
        }
        for row in rows
    ]


def _faults_of_chain(files: Mapping[str, bytes]) -> Iterator[str]:
    end = Head()
    for row in _events(files):
        follows = row["seq"] == end.seq + 1 and row["previous"] == end.hash
        if not follows or event_hash(row) != row["hash"]:
            yield f"{CHAIN}: event {row['seq']}"
        end = Head(row["seq"], row["hash"])


def _faults_of_seal(files: Mapping[str, bytes], exported: Mapping[int, str]) -> Iterator[str]:
    if SEAL not in files:
        return
    said = orjson.loads(files[SEAL])
    head = SealedHead(said["head"]["chain"], said["head"]["seq"], bytes.fromhex(said["head"]["hash"]))
    if not any(row["seq"] == head.seq and row["hash"] == head.hash for row in _events(files)):
        yield f"{SEAL}: head"
    proof = [(each["side"], bytes.fromhex(each["hash"])) for each in said["proof"]]
    seal = _seal(said["seal"])
    if root_by(head.leaf, proof) != seal.root or seal_hash(seal) != seal.hash:
        yield f"{SEAL}: proof"
    if exported.get(seal.seq, seal.hash.hex()) != seal.hash.hex():
        yield f"{SEAL}: not the seal that was exported"


def _seal(said: dict[str, Any]) -> Seal:
    root, previous, own = (bytes.fromhex(said[name]) for name in ("root", "previous", "hash"))
    return Seal(said["seq"], datetime.fromisoformat(said["at"]), said["heads"], root, previous, own)
