"""Names that were published."""

import json
from collections.abc import Iterator

import sqlalchemy as sa
from alembic import op
from lxml import etree

revision = "20261125_0556"
down_revision = "20261125_0455"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "published_name",
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("deployment_id", sa.String(length=36), nullable=False),
        sa.Column("version_tag", sa.String(length=100), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["deployment_id"], ["deployment.id"], name=op.f("fk_published_name_deployment_id")
        ),
        sa.PrimaryKeyConstraint("kind", "name", "deployment_id", name=op.f("pk_published_name")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("published_name", schema=None) as batch_op:
        batch_op.create_index(
            "ix_published_name_kind_name_published_at", ["kind", "name", "published_at"], unique=False
        )
    _fill()


def _fill() -> None:
    """Name what was published so far, in the order in which it was."""
    connection = op.get_bind()
    resources = sa.text(
        "SELECT r.deployment_id, r.kind, r.key, r.source, d.deployed_at FROM resource r "
        "JOIN deployment d ON d.id = r.deployment_id WHERE r.kind IN ('form', 'dmn')"
    )
    processes = sa.text(
        "SELECT f.deployment_id, f.process_id, d.deployed_at FROM definition f "
        "JOIN deployment d ON d.id = f.deployment_id"
    )
    rows = [("process", row[1], row[0], None, row[2]) for row in connection.execute(processes)]
    for deployment, kind, key, source, at in connection.execute(resources).all():
        found = _decisions(bytes(source)) if kind == "dmn" else [(key, _tag_of_form(bytes(source)))]
        rows += [("form" if kind == "form" else "decision", name, deployment, tag, at) for name, tag in found]
    into = sa.text(
        "INSERT INTO published_name (kind, name, deployment_id, version_tag, published_at) "
        "VALUES (:kind, :name, :deployment, :tag, :at)"
    )
    keys = ("kind", "name", "deployment", "tag", "at")
    for row in rows:
        connection.execute(into, dict(zip(keys, row, strict=True)))


def _tag_of_form(source: bytes) -> str | None:
    tag = json.loads(source).get("versionTag")
    return tag if isinstance(tag, str) and tag else None


def _decisions(source: bytes) -> Iterator[tuple[str, str | None]]:
    for decision in etree.fromstring(source, etree.XMLParser(resolve_entities=False, no_network=True)):
        if etree.QName(decision).localname == "decision":
            tags = decision.findall("./{*}extensionElements/{*}versionTag")
            yield decision.get("id"), tags[0].get("value") if tags else None
