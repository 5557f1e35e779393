"""django-viewflow: a task assigned, started and executed by its activations, the form kept as the process's data; one commit."""

import sys
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from benchmarks.processes import ANSWERS
from benchmarks.slices import Step

RIVALS = Path(sys.prefix) / "rivals"
DURABLE = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"


class Viewflow:
    """viewflow on a SQLite file of its own."""

    def __init__(self, path: Path) -> None:
        sys.path.append(str(RIVALS))
        import django  # local: it is there only for measurements
        from django.conf import settings

        options = {"init_command": DURABLE, "transaction_mode": "IMMEDIATE"}
        database = {"ENGINE": "django.db.backends.sqlite3", "NAME": str(path), "OPTIONS": options}
        contrib = ["django.contrib.auth", "django.contrib.contenttypes"]
        settings.configure(
            DATABASES={"default": database},
            INSTALLED_APPS=[*contrib, "viewflow", "viewflow.workflow", "benchmarks.peers.viewflow_app"],
            DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
            USE_TZ=True,
        )
        django.setup()
        self._prepare()

    def _prepare(self) -> None:
        from django.contrib.auth.models import User  # local: Django must be set up first
        from django.core.management import call_command

        call_command("migrate", verbosity=0)
        self._request = SimpleNamespace(user=User.objects.create(username="clerk"))

    def steps(self, _number: int) -> Iterator[Step]:
        """Begin a case and give the steps that complete its tasks."""
        from viewflow.workflow.models import Task  # local: Django must be set up first

        from benchmarks.peers.viewflow_app.flows import Linear

        process = Linear.start.run()
        open_tasks = Task.objects.filter(process_id=process.pk, flow_task_type="HUMAN")
        while (task := open_tasks.exclude(status="DONE").first()) is not None:
            yield lambda task=task: self._complete(Linear, task.pk, task.process_id)  # type: ignore[misc]  # mypy: no default

    def _complete(self, flow: Any, task_id: int, process_id: int) -> None:
        from django.db import transaction  # local: Django must be set up first
        from viewflow.workflow.models import Task

        with transaction.atomic(), flow.lock(process_id):
            task = Task.objects.get(pk=task_id)
            activation = task.flow_task.activation_class(task)
            activation.process.data = {**(activation.process.data or {}), task.flow_task.name: ANSWERS}
            activation.process.save()
            activation.assign(self._request.user)
            activation.start(self._request)
            activation.execute()
