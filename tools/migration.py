"""Writes a migration: what is missing between the migrations and the tables, to be read and mended by a person.

.venv/bin/python tools/migration.py "opinions get a deadline". How and when: docs/developers/migrations.md.
"""

import argparse
import subprocess
import sys
import tempfile
from pathlib import Path

from alembic import command

from engine.clock import utc_now
from engine.store.database import create_engine
from shuoshi.database import MIGRATIONS, alembic_config, migrate


def main(arguments: list[str]) -> int:
    """Write the file and say where; it is made against SQLite, and tested against both databases."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", help="what it does, in a few words: the end of its file name")
    what = parser.parse_args(arguments).what
    before = set(MIGRATIONS.glob("versions/*.py"))
    with tempfile.TemporaryDirectory() as folder:
        database = create_engine(f"sqlite:///{folder}/empty.sqlite")
        if before:
            migrate(database)
        with database.connect() as connection:
            config = alembic_config(connection=connection)
            command.revision(config, what, autogenerate=True, rev_id=f"{utc_now():%Y%m%d_%H%M}")
        database.dispose()
    for path in set(MIGRATIONS.glob("versions/*.py")) - before:
        tidy(path)
        print(f"read it, and mend it: {path.relative_to(MIGRATIONS.parent)}")
    return 0


def tidy(path: Path) -> None:
    """Take out the remarks of the generator and put the file in form."""
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join(line for line in lines if "# ###" not in line), encoding="utf-8")
    ruff = Path(sys.executable).with_name("ruff")
    subprocess.run([ruff, "check", "--fix-only", "--quiet", path], check=True)
    subprocess.run([ruff, "format", "--quiet", path], check=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
