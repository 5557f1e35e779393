"""Who may: the one table from which the walk takes what each route must answer to whom.

A page that is added must be placed here, or the walk fails. `{instance_id}` and its like stand for a matter's own; a route that
has one is asked for each of the matters.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from registers.accounts.scopes import OF_THE_COUNTY, SCOPES

# --- Matters: who sees all, who of a sealed one its number, unit, step and clock, who personal data, to whom the task is ---


OVERSEERS = "township-leader supervisor"
# Programs by the names of their keys: the county's, one that was given a post, and one with a single scope.
PROGRAMS = ("key-county", "key-post", "key-bare")
KEYS, STATION = "key-county key-post", "station-clerk key-post"


@dataclass(frozen=True)
class Seen:
    """Who may what with one matter."""

    sees: str
    handles: str
    offered: str
    clock: str = ""
    works: str = ""  # programs whose posts handle it
    oversees: str = f"{OVERSEERS} {KEYS}"

    def may(self, what: str) -> frozenset[str]:
        """Return the names of those who may `see`, `list`, `handle` the matter, or are `offered` its task.

        `data` is for those who handle it, people and programs; `oversee` for those in whose area it lies.
        """
        lists = f"{self.sees} {self.clock}"
        asked = {"see": self.sees, "list": lists, "handle": self.handles, "offered": self.offered}
        asked |= {"data": f"{self.handles} {self.works}", "oversee": self.oversees}
        return frozenset(asked[what].split())


MATTERS: Mapping[str, Seen] = {
    "open": Seen(f"station-clerk {OVERSEERS} {KEYS}", "station-clerk", STATION, works="key-post"),
    "asked": Seen(f"station-clerk {OVERSEERS} {KEYS}", "station-clerk", "applicant", works="key-post"),
    "public": Seen(
        f"station-clerk elder {OVERSEERS} {KEYS}", "station-clerk elder", "elder", works="key-post"
    ),
    "closed": Seen(f"station-clerk elder {OVERSEERS} {KEYS}", "station-clerk elder", "", works="key-post"),
    "named": Seen(STATION, "station-clerk", STATION, works="key-post", oversees=f"{OVERSEERS} key-post"),
    "sealed": Seen(
        STATION, "station-clerk", STATION, OVERSEERS, works="key-post", oversees=f"{OVERSEERS} key-post"
    ),
    "accusation": Seen(
        "county-centre", "county-centre", "county-centre", "supervisor", oversees="supervisor"
    ),
    "elsewhere": Seen(
        "clerk-elsewhere leader-elsewhere supervisor key-county",
        "clerk-elsewhere",
        "clerk-elsewhere",
        oversees="leader-elsewhere supervisor key-county",
    ),
}
PUBLIC = ("public", "closed")  # their titles and numbers are for everyone
OWN = {
    "applicant": "asked",
    "stranger": "elsewhere",
    "supporter": "public",
}  # the matter of whose receipt one holds

# --- Routes: who may use each, what the walk sends, and how it is answered to those who may ----------------------------


@dataclass(frozen=True)
class Route:
    """One row of the table. `may`: anyone, staff, receipt, or posts; of a matter also see, list, offered, party.

    A program may what its key has the `scope` for.
    """

    may: str
    gives: int = 200
    sent: Mapping[str, Any] = field(default_factory=dict)
    scope: str = ""

    def request(self, who: str) -> dict[str, Any]:
        """Return what is sent; `{who}` in it stands for the one who sends it."""
        return {
            kind: {
                name: value.format(who=who) if isinstance(value, str) else value
                for name, value in given.items()
            }
            for kind, given in self.sent.items()
        }


def form(**fields: str) -> dict[str, Any]:
    return {"data": fields}


def body(**values: object) -> dict[str, Any]:
    return {"json": values}


TOO_LONG = "很" * 5001
REQUEST_KEY = "k" * 24
RAISERS = "grid-worker station-clerk clerk-elsewhere township-office county-centre"
ROUTES: Mapping[str, Route] = {
    # The public site
    "GET /": Route("anyone"),
    "GET /about/accessibility": Route("anyone"),
    "GET /about/api": Route("anyone"),
    "GET /about/privacy": Route("anyone"),
    "GET /raise/": Route("anyone"),
    "POST /raise/": Route("anyone", 422, form(page="0", request_key=REQUEST_KEY)),
    "GET /receipt": Route("anyone", 404),
    "GET /join/<instance_id>": Route("public"),
    "POST /join/<instance_id>": Route("public", 422, form(phone="?")),
    "GET /follow/": Route("anyone"),
    "POST /follow/code": Route("anyone", 404, form(code="AAAA")),
    "POST /follow/number": Route("anyone", 404, form(number="?", tail="1234")),
    "GET /follow/scan/<code>": Route("anyone", 404),
    "GET /static/<path:filename>": Route("anyone"),
    "GET /healthz": Route("anyone"),
    # With a receipt
    "GET /follow/matter": Route("receipt"),
    "POST /follow/supplement": Route("own", 422, form(text=TOO_LONG)),
    "GET /follow/withdraw": Route("receipt"),
    "POST /follow/withdraw": Route("own", 422, form(reason=TOO_LONG)),
    "GET /follow/photos/<photo_id>": Route("party"),
    "GET /follow/tasks/<task_id>": Route("question"),
    "POST /follow/tasks/<task_id>": Route("question", 422),
    # Signing in
    "GET /sign-in": Route("anyone"),
    "POST /sign-in": Route("anyone", 422, {"data": {"login": "{who}", "password": "?"}}),
    "POST /sign-in/demo": Route("anyone", 303, form(login="designer")),
    "POST /sign-in/leave": Route("anyone", 303),
    "GET /sign-in/posts": Route("staff"),
    "POST /sign-in/posts": Route("administrator", 303, form(post="administrator@county")),
    # Staff
    "GET /inbox": Route("staff"),
    "GET /instances": Route("staff"),
    "GET /on-behalf": Route(RAISERS),
    "POST /on-behalf": Route(RAISERS, 422),
    # Staff, of a matter
    "GET /instances/<instance_id>": Route("list"),
    "GET /instances/<instance_id>/<process_id>.bpmn": Route("see"),
    "GET /instances/photos/<photo_id>": Route("see"),
    "POST /instances/<instance_id>/pack": Route("see"),
    "GET /tasks/<task_id>": Route("see"),
    "POST /tasks/<task_id>": Route("offered", 422),
    "POST /tasks/<task_id>/claim": Route("offered", 303),
    "POST /tasks/<task_id>/release": Route("offered", 303),
    "POST /inbox/<task_id>/claim": Route("offered", 303),
    "POST /inbox/<task_id>/release": Route("offered", 303),
    # What is stuck, and long work
    "GET /incidents": Route("township-leader leader-elsewhere supervisor"),
    "POST /incidents/<incident_id>/retry": Route("staff", 404),
    "GET /jobs": Route("supervisor administrator"),
    "POST /jobs/<job_id>/retry": Route("supervisor", 404),
    # The API
    "GET /api/v1/openapi.json": Route("anyone"),
    "GET /api/v1/session": Route("anyone"),
    "POST /api/v1/session": Route("anyone", 422, body(login="nobody")),
    "DELETE /api/v1/session": Route("anyone", 204),
    "POST /api/v1/matters": Route("anyone", 422, body(answers={}, request_key=REQUEST_KEY)),
    "POST /api/v1/matters/progress": Route("anyone", 404, body(code="AAAA")),
    "GET /api/v1/definitions": Route("staff", scope="definitions:read"),
    "POST /api/v1/definitions": Route("designer", 422, scope="definitions:write"),
    "POST /api/v1/definitions/check": Route("designer", 422, scope="definitions:read"),
    "GET /api/v1/definitions/<definition_id>": Route("staff", scope="definitions:read"),
    "GET /api/v1/definitions/<definition_id>/bpmn": Route("staff", scope="definitions:read"),
    "GET /api/v1/definitions/<definition_id>/forms/<form_id>": Route("staff", scope="definitions:read"),
    "POST /api/v1/definitions/<definition_id>/decisions/<decision_id>/evaluate": Route(
        "designer", 404, body(inputs={}), "decisions:evaluate"
    ),
    "GET /api/v1/incidents": Route("staff", scope="incidents:read"),
    "POST /api/v1/incidents/<incident_id>/retry": Route("staff", 404, body(), "incidents:write"),
    "GET /api/v1/jobs": Route("staff", scope="jobs:read"),
    "GET /api/v1/jobs/<job_id>": Route("staff", 404, scope="jobs:read"),
    "POST /api/v1/jobs/<job_id>/retry": Route("staff", 404, scope="jobs:write"),
    "POST /api/v1/messages": Route("programs", 422, body(name=""), "messages:write"),
    "POST /api/v1/signals": Route("programs", 422, body(name=""), "messages:write"),
    "GET /api/v1/operations": Route("staff", scope="definitions:read"),
    "GET /api/v1/operations/templates": Route("staff", scope="definitions:read"),
    "POST /api/v1/external-work/fetch": Route("programs", 200, body(worker="w", topics=["t"]), scope="work"),
    **{
        f"POST /api/v1/external-work/<work>/{what}": Route(
            "programs", 409, body(worker="w", **more), scope="work"
        )
        for what, more in (
            ("extend", {"lock_seconds": 1}),
            ("complete", {}),
            ("fail", {"error": "e"}),
            ("error", {"code": "c"}),
        )
    },
    "GET /api/v1/instances": Route("staff", scope="instances:read"),
    "POST /api/v1/instances": Route(
        "staff", 422, body(process_id="matter", unit_id="county"), "instances:write"
    ),
    "GET /api/v1/instances/<instance_id>": Route("list", scope="instances:read"),
    "GET /api/v1/instances/<instance_id>/history": Route("see", scope="instances:read"),
    "GET /api/v1/instances/<instance_id>/tasks": Route("list", scope="instances:read"),
    "GET /api/v1/instances/<instance_id>/variables": Route("data", scope="instances:read"),
    "GET /api/v1/instances/<instance_id>/diagram": Route("see", scope="instances:read"),
    "POST /api/v1/instances/<instance_id>/cancel": Route("oversee", 422, body(reason=" "), "instances:write"),
    "GET /api/v1/tasks": Route("staff", scope="tasks:read"),
    "POST /api/v1/tasks/<task_id>/claim": Route("offered", scope="tasks:write"),
    "POST /api/v1/tasks/<task_id>/complete": Route("offered", 422, body(answers={}), "tasks:write"),
    "POST /api/v1/tasks/<task_id>/release": Route("offered", scope="tasks:write"),
    "GET /api/v1/tasks/<task_id>": Route("see", scope="tasks:read"),
    "PUT /api/v1/tasks/<task_id>/draft": Route("offered", 200, body(answers={}), "tasks:write"),
}
OTHER_PARTS = {
    "work": "none",
    "incident_id": "none",
    "job_id": "none",
    "process_id": "matter",
    "code": "AAAA",
    "filename": "look.css",
    "form_id": "matter-raise",
    "decision_id": "none",
}
# What does not follow from the table: (route, who, matter) where it differs, with the reason.
EXCEPTIONS: Mapping[tuple[str, str, str], int] = {
    ("GET /follow/withdraw", "supporter", ""): 409,  # there is nothing that a supporter could withdraw
    ("POST /join/<instance_id>", "", "closed"): 409,  # public, but over
    **{
        (route, who, "closed"): 409  # the step has been done: by whom and when is said
        for route, rule in ROUTES.items()
        for who in ("station-clerk", *(["key-post"] if rule.scope else []))
        if rule.may == "offered"
    },
    **{
        (f"POST /api/v1/tasks/<task_id>/{what}", "key-post", matter): 403  # only people hold a task
        for what in ("claim", "release")
        for matter in ("open", "named", "sealed")
    },
}


OF_A_MATTER = frozenset({"see", "list", "offered", "data", "oversee"})


def expected(name: str, who: str, matter: str) -> int:
    """Return the status that a route must give to someone who asks for a matter (empty: for none)."""
    for exception in ((name, who, matter), (name, "", matter)):
        if exception in EXCEPTIONS:
            return EXCEPTIONS[exception]
    route = ROUTES[name]
    if who in PROGRAMS and "/api/" in name and route.may != "anyone":
        return route.gives if _program_may(route, who, matter) else 403
    return route.gives if _may(route.may, who, matter) else _turned_away(name, who, route.may)


def scopes_of(who: str) -> set[str]:
    """Return the scopes of a program's key: all that a key of its unit may have, or one that no route here asks for."""
    if who == "key-bare":
        return {"decisions:evaluate"}
    return set(SCOPES) - (set() if who == "key-county" else OF_THE_COUNTY)


def _program_may(route: Route, who: str, matter: str) -> bool:
    if route.scope not in scopes_of(who):
        return False
    return route.may not in OF_A_MATTER or who in MATTERS[matter].may(route.may)


def _may(kind: str, who: str, matter: str) -> bool:
    if kind in OF_A_MATTER:
        return who in MATTERS[matter].may(kind) - {*OWN, *PROGRAMS}  # a page knows no keys
    own = set(OWN) - {"supporter"}
    if kind == "party":  # photos are for whom raised the matter
        return who in own and OWN[who] == matter
    if kind == "question":
        return who in OWN and who in MATTERS[matter].may("offered")
    simple = {
        "anyone": True,
        "public": matter in PUBLIC,
        "receipt": who in OWN,
        "own": who in own,
        "staff": who not in {*OWN, *PROGRAMS, "nobody"},
    }
    return simple[kind] if kind in simple else who in kind.split()


def _turned_away(name: str, who: str, kind: str) -> int:
    if kind == "public":
        return 404  # as if there were no such matter
    if kind in {"receipt", "own", "party", "question"}:
        return 403 if who in OWN else 404
    if who in {*OWN, *PROGRAMS, "nobody"}:
        return 401 if "/api/" in name else 303
    return 403
