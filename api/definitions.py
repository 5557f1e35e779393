"""Definitions: the procedures that are in force."""

from __future__ import annotations

from flask_smorest import Blueprint

from api.acting import read, rule
from api.schemas import DefinitionSchema
from engine.catalogue import InForce, definitions_in_force

routes = Blueprint(
    "definitions", __name__, url_prefix="/api/v1/definitions", description="Procedures in force"
)


@routes.get("")
@rule("staff")
@routes.response(200, DefinitionSchema(many=True))
def list_definitions() -> list[InForce]:
    """List the version of each process that new cases follow."""
    return list(read(definitions_in_force))
