"""The county that is served: three villages with their clerks, and a procedure in which much goes on at once.

Each matter waits for a clerk who classifies it, for a visit of each village, for a timer, and for what the citizen may add;
while its answer is written another timer calls for haste. Messages leave on the way.
"""

from collections.abc import Mapping
from pathlib import Path

from engine.actor import SYSTEM
from engine.definitions import publish
from engine.runtime import Runtime
from engine.uow import UnitOfWork, run
from registers.accounts.acts import open_demo_accounts
from shuoshi.commands.init import make_ready
from shuoshi.composition import ready_runtime
from shuoshi.settings import read_settings
from tests.engine.bpmn.drawing import declared, each, mapping, message, properties, timer, zeebe
from tests.make import directory
from tests.make import engine as make

VILLAGES = ("v-dukou", "v-shiliang", "v-lianhua")
SMALL_FORMS = Path(__file__).parent.parent / "registers" / "matters" / "small"
PASSWORD = "eine lange Nacht"  # noqa: S105  # nobody types it: demo accounts are entered by one press

FLOWS = """
start -> fork:and -> classify:user -> accept:service -> keep:service -> call:service -> answer:user -> reply:service -> join:and
join -> close:service -> end
fork -> soon:catch -> remind:service -> join
fork -> visit:user -> join
fork -> hear:catch -> note:service -> again:xor [hear.text != "enough"] -> hear
again [hear.text = "enough"] -> noted:end
tardy:on-answer -> urge:service -> urged:end
"""


def operation(name: str, *parts: str, **headers: str) -> str:
    said = "".join(f'<zeebe:header key="{key}" value="{value}"/>' for key, value in headers.items())
    heads = (f"<zeebe:taskHeaders>{said}</zeebe:taskHeaders>",) if headers else ()
    return zeebe(f'taskDefinition type="matter.{name}"', *heads, *parts)


INSIDE = {
    "start": zeebe('formDefinition formId="matter-raise"', properties(result="matter")),
    "classify": zeebe('formDefinition formId="small-classify"'),
    "accept": operation("record", phase="accepted"),
    "keep": operation(
        "classify",
        mapping(input_class="=classify.class", input_private="=false", input_sensitive="=false"),
    ),
    "call": operation("tell", template="called"),
    "answer": zeebe('formDefinition formId="small-answer"'),
    "reply": operation("reply", mapping(input_text="=answer.text", input_basis="=answer.basis")),
    "close": operation("close", outcome="resolved"),
    "soon": timer("Duration", "PT1S"),
    "remind": operation("tell", template="reminded"),
    "hear": message("matter-supplement"),
    "note": operation("note-supplement", mapping(input_text="=hear.text", input_files="=hear.files")),
    "end": "<terminateEventDefinition/>",  # so that nobody listens any more
    "tardy": timer("Duration", "PT1S"),
    "urge": operation("tell", template="urged"),
}


def environment(data: Path, database: str = "") -> dict[str, str]:
    """Return the settings of the servers: `database` is a URL, or nothing for SQLite."""
    return {"SHUOSHI_DATA": str(data), "SHUOSHI_DATABASE": database, "SHUOSHI_DEMO": "1"}


def make_county(settings: Mapping[str, str], clerks: Mapping[str, str], visits: str = "") -> None:
    """Make keys, database, units, clerks (village by login) and the procedure; `visits` is the FEEL list of villages."""
    chosen = read_settings(settings)
    make_ready(chosen)
    with ready_runtime(chosen) as runtime:
        directory.directory(runtime)
        run(runtime, _hire, clerks)
        _put_in_force(runtime, visits or f"={list(VILLAGES)}".replace("'", "&quot;"))


def _hire(uow: UnitOfWork, clerks: Mapping[str, str]) -> None:
    for login, village in clerks.items():
        directory.holder(uow, login, f"station-clerk@{village}")
    open_demo_accounts(uow, SYSTEM, {login: login for login in clerks}, password=PASSWORD)


def _put_in_force(runtime: Runtime, visits: str) -> None:
    inside = {**INSIDE, "visit": each(visits, inputElement="place")}
    lanes = {make.CLERK: "classify answer", "post:station-clerk unit =place": "visit"}
    drawn = make.process_file(
        FLOWS,
        inside,
        lanes=lanes,
        process_id="matter",
        beside=declared("matter-supplement", "=case.number"),
        tardy='cancelActivity="false"',
    )
    forms = {path.name: path.read_bytes() for path in SMALL_FORMS.glob("*.form")}
    run(runtime, publish, SYSTEM, "matter", {"matter.bpmn": drawn, **forms})
