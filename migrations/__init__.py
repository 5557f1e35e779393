"""Migrations of the database, by Alembic: one head, hand-read, the same on SQLite and PostgreSQL."""
