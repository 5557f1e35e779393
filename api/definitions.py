"""Definitions: the procedures that are in force."""

from __future__ import annotations

from api.acting import read, rule
from api.parsing import Routes
from api.schemas import DefinitionSchema
from engine.catalogue import InForce, definitions_in_force

routes = Routes("definitions", __name__, url_prefix="/api/v1/definitions", description="Procedures in force")


@routes.get("")
@rule("staff", scope="definitions:read")
@routes.response(200, DefinitionSchema(many=True))
def list_definitions() -> list[InForce]:
    """List the version of each process that new cases follow."""
    return list(read(definitions_in_force))
