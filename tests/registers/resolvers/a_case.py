"""A case with tasks in hand, as bare rows: the register of resolvers reads only where it stands and who has tasks."""

from sqlalchemy import insert

from engine.paging import FAR
from engine.store import tables
from engine.store.rows import COLUMNS, InstanceRow
from engine.uow import UnitOfWork


def case_at(uow: UnitOfWork, unit_id: str, unit_path: str) -> InstanceRow:
    """Return a case that stands at a unit; it is not in the database."""
    where = {"unit_id": unit_id, "unit_path": unit_path, "visibility": "unit", "status": "active"}
    what = {"id": "case", "definition_id": "published", "process_id": "matter", "number": "SS-2026-000001"}
    begun = {"started_at": uow.now, "started_by": "system", "ended_at": None, "due_at": None}
    stored = {
        "step": "",
        "step_en": "",
        "rev": 1,
        "state": b"",
        "wrapped_key": None,
        "audit_seq": 0,
        "audit_head": b"",
    }
    return InstanceRow(**(where | what | begun | stored))  # type: ignore[arg-type]  # a row of its columns


def give_tasks(uow: UnitOfWork, person_id: str, number: int) -> None:
    """Put open tasks of one case into a person's hands."""
    case = case_at(uow, "v-dukou", "/county/t-yanhe/v-dukou/")
    published = {"id": "published", "name": "matter", "version": 1, "digest": "", "deployed_by": ""}
    definition = {"id": "published", "deployment_id": "published", "process_id": "matter", "version": 1}
    task = {
        "instance_id": "case",
        "element_id": "visit",
        "name": "",
        "name_en": "",
        "subjects": "[]",
        "status": "open",
    }
    subject = f"user:{person_id}"
    for table, rows in (
        (tables.deployment, [published | {"deployed_at": uow.now}]),
        (tables.definition, [definition | {"name": "", "spec": b"", "file_name": ""}]),
        (tables.instance, [{name: getattr(case, name) for name in COLUMNS}]),
        (tables.task, [task | {"id": str(each), "created_at": uow.now} for each in range(number)]),
        (tables.inbox, [{"subject": subject, "due_at": FAR, "task_id": str(each)} for each in range(number)]),
    ):
        uow.connection.execute(insert(table), rows)
